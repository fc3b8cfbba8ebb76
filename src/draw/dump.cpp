// The display list and the structure tree as text, for golden tests and `explain`. One item a line; what is inside a group or
// under a node stands two blanks deeper.
#include <type_traits>

#include "base/number.h"
#include "base/utf8.h"
#include "draw/frame.h"

namespace offprint::draw {
namespace {

constexpr int kDecimals = 2;

/// Blanks and marks that a reader of the dump could not see or tell from a plain blank.
bool is_invisible(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0xAD || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) ||
           c == 0x3000 || c == 0xFEFF;
}

void append_quoted(std::string& out, std::string_view text) {
    constexpr char kHex[] = "0123456789ABCDEF";
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        char32_t const c = utf8::next(text, at);
        if (is_invisible(c)) {
            out += "\\u{";
            int shift = 20;
            while (shift > 4 && (c >> shift) == 0) shift -= 4;
            for (; shift >= 0; shift -= 4) out += kHex[(c >> shift) & 0xF];
            out += '}';
        } else {
            if (c == U'"' || c == U'\\') out += '\\';
            utf8::append(out, c);
        }
    }
    out += '"';
}

void append_length(std::string& out, Length length) {
    out += ' ';
    append_points(out, length, kDecimals);
}

void append_point(std::string& out, Point p) {
    append_length(out, p.x);
    append_length(out, p.y);
}

void append_node(std::string& out, NodeId node, StructTree const& tree) {
    constexpr std::string_view kArtifacts[] = {"layout", "background", "header", "footer"};
    if (is_artifact(node)) {
        out += '~';
        out += node < std::size(kArtifacts) ? kArtifacts[node] : "?";
        return;
    }
    out += '#';
    append_integer(out, node);
    out += ' ';
    out += node < tree.end() ? role_name(tree[node].role) : "?";
}

/// The rectangle that `Path::rect` made, if this is one: most paths are, and read best as such.
bool is_rect(Path const& path, Rect& rect) {
    using Kind = PathSegment::Kind;
    auto const& s = path.segments;
    if (s.size() != 5 || s[0].kind != Kind::Move || s[1].kind != Kind::Line || s[2].kind != Kind::Line || s[3].kind != Kind::Line || s[4].kind != Kind::Close)
        return false;
    Point const a = s[0].p1, c = s[2].p1;
    if (s[1].p1 != Point{c.x, a.y} || s[3].p1 != Point{a.x, c.y}) return false;
    rect = {a.x, a.y, c.x - a.x, c.y - a.y};
    return true;
}

void append_rect(std::string& out, Rect r) {
    append_point(out, {r.x, r.y});
    append_length(out, r.width);
    append_length(out, r.height);
}

void append_path(std::string& out, Path const& path) {
    Rect rect;
    if (is_rect(path, rect)) {
        out += " rect";
        append_rect(out, rect);
        return;
    }
    for (PathSegment const& s : path.segments) {
        switch (s.kind) {
            case PathSegment::Kind::Move:
                out += " M";
                append_point(out, s.p1);
                break;
            case PathSegment::Kind::Line:
                out += " L";
                append_point(out, s.p1);
                break;
            case PathSegment::Kind::Curve:
                out += " C";
                append_point(out, s.p1);
                append_point(out, s.p2);
                append_point(out, s.p3);
                break;
            case PathSegment::Kind::Close: out += " Z"; break;
        }
    }
}

class FrameDump {
public:
    explicit FrameDump(StructTree const& tree) : tree_(tree) {}

    std::string take() { return std::move(out_); }
    void items(std::vector<Item> const& items, std::size_t depth) {
        for (Item const& item : items) {
            out_.append(2 * depth, ' ');
            std::visit([&](auto const& value) { line(value, depth); }, item.value);
        }
    }
    void size(Size s) {
        out_ += "frame";
        append_length(out_, s.width);
        append_length(out_, s.height);
        out_ += '\n';
    }

private:
    void line(GlyphRunItem const& item, std::size_t) {
        text::GlyphRun const& run = item.run;
        append_node(out_, item.node, tree_);
        out_ += " text ";
        out_ += run.face ? run.face->postscript_name() : "-";
        append_length(out_, run.size);
        out_ += ' ' + to_hex(run.color) + " at";
        append_point(out_, item.origin);
        out_ += " width";
        append_length(out_, run.width());
        if (run.rise != Length{}) {
            out_ += " rise";
            append_length(out_, run.rise);
        }
        if (run.expansion != 0) {
            out_ += " expansion ";
            append_fixed(out_, run.expansion, 1);
            out_ += '%';
        }
        if (run.underline) out_ += " underline";
        out_ += ' ';
        append_quoted(out_, run.text);
        out_ += '\n';
    }
    void line(PathItem const& item, std::size_t) {
        append_node(out_, item.node, tree_);
        out_ += " path";
        if (item.fill) out_ += " fill " + to_hex(*item.fill);
        if (item.stroke) {
            out_ += " stroke " + to_hex(item.stroke->color);
            append_length(out_, item.stroke->width);
            append_pen(*item.stroke);
        }
        if (item.gradient) append_gradient(*item.gradient);
        if (item.rule == FillRule::EvenOdd) out_ += " even-odd";
        append_alpha(" fill-alpha ", item.fill_alpha);
        append_alpha(" stroke-alpha ", item.stroke_alpha);
        out_ += ':';
        append_path(out_, item.path);
        out_ += '\n';
    }
    void line(ImageItem const& item, std::size_t) {
        append_node(out_, item.node, tree_);
        Image const& image = *item.image;
        out_ += " image " + to_hex(image.hash).substr(0, 16) + ' ';
        append_integer(out_, image.shown_width());
        out_ += 'x';
        append_integer(out_, image.shown_height());
        append_rect(out_, item.place);
        out_ += '\n';
    }
    void append_pen(Stroke const& stroke) {
        bool const round = stroke.cap == Cap::Round && stroke.join == Join::Round;
        if (round) out_ += " round";
        if (!round && stroke.cap != Cap::Butt) out_ += stroke.cap == Cap::Round ? " cap-round" : " cap-square";
        if (!round && stroke.join != Join::Miter) out_ += stroke.join == Join::Round ? " join-round" : " join-bevel";
        if (!stroke.dash.empty()) out_ += " dash";
        for (Length d : stroke.dash) append_length(out_, d);
    }
    void append_gradient(Gradient const& gradient) {
        out_ += gradient.radial ? " radial" : " linear";
        for (double const value : {gradient.x1, gradient.y1, gradient.r1, gradient.x2, gradient.y2, gradient.r2}) {
            out_ += ' ';
            append_factor(out_, value, kDecimals);
        }
        append_transform(gradient.to_frame);
        for (Gradient::Stop const& stop : gradient.stops) {
            out_ += ' ' + to_hex(stop.color) + '@';
            append_fixed(out_, stop.offset_permille, 3);
        }
    }
    void append_alpha(std::string_view name, int alpha) {
        if (alpha == 1000) return;
        out_ += name;
        append_fixed(out_, alpha, 3);
    }
    void append_transform(Transform const& t) {
        out_ += " matrix";
        for (double const value : {t.a, t.b, t.c, t.d, t.e, t.f}) {
            out_ += ' ';
            append_factor(out_, value, kDecimals);
        }
    }
    void line(GroupItem const& item, std::size_t depth) {
        out_ += "group";
        if (item.to_frame) append_transform(*item.to_frame);
        if (item.clip) {
            out_ += item.rule == FillRule::EvenOdd ? " clip even-odd:" : " clip:";
            append_path(out_, *item.clip);
        }
        out_ += '\n';
        items(item.items, depth + 1);
    }
    void line(LinkItem const& item, std::size_t) {
        append_node(out_, item.node, tree_);
        out_ += " link";
        append_rect(out_, item.area);
        if (!is_artifact(item.node) && item.node < tree_.end()) {
            out_ += ' ';
            append_quoted(out_, tree_[item.node].url);
        }
        out_ += '\n';
    }
    void line(AnchorItem const& item, std::size_t) {
        out_ += "anchor";
        append_point(out_, item.at);
        out_ += ' ';
        append_quoted(out_, item.name);
        out_ += '\n';
    }

    StructTree const& tree_;
    std::string out_;
};

void append_text_field(std::string& out, std::string_view name, std::string const& value) {
    if (value.empty()) return;
    out += ' ';
    out += name;
    out += '=';
    append_quoted(out, value);
}

void append_count_field(std::string& out, std::string_view name, int value) {
    if (value == 1) return;
    out += ' ';
    out += name;
    out += '=';
    append_integer(out, value);
}

void append_struct_node(std::string& out, StructTree const& tree, NodeId id) {
    constexpr std::string_view kNumberings[] = {"", " disc", " decimal"};
    constexpr std::string_view kScopes[] = {"", " row", " column"};
    StructNode const& node = tree[id];
    append_node(out, id, tree);
    out += kNumberings[static_cast<std::size_t>(node.numbering)];
    out += kScopes[static_cast<std::size_t>(node.scope)];
    append_count_field(out, "rows", node.row_span);
    append_count_field(out, "columns", node.column_span);
    append_text_field(out, "lang", node.language);
    append_text_field(out, "title", node.title);
    append_text_field(out, "alt", node.alt);
    append_text_field(out, "actual", node.actual_text);
    append_text_field(out, "url", node.url);
    out += '\n';
}

}  // namespace

std::string dump(Frame const& frame, StructTree const& tree) {
    FrameDump result(tree);
    result.size(frame.size);
    result.items(frame.items, 0);
    return result.take();
}

std::string dump(StructTree const& tree) {
    std::string out;
    // An explicit stack: a tree may be deeper than the machine's.
    std::vector<std::pair<NodeId, std::size_t>> open = {{tree.root(), 0}};
    while (!open.empty()) {
        auto const [id, depth] = open.back();
        open.pop_back();
        out.append(2 * depth, ' ');
        append_struct_node(out, tree, id);
        std::vector<NodeId> const children = tree.children(id);
        for (auto child = children.rbegin(); child != children.rend(); ++child) open.emplace_back(*child, depth + 1);
    }
    return out;
}

}  // namespace offprint::draw
