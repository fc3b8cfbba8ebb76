#include "pdf/content_stream.h"

#include "base/number.h"

namespace offprint::pdf {
namespace {

using Kind = PathSegment::Kind;

/// A closed path of four lines along the axes; `re` says it shorter.
bool is_rectangle(Path const& path) {
    auto const& s = path.segments;
    return s.size() == 5 && s[0].kind == Kind::Move && s[1].kind == Kind::Line && s[2].kind == Kind::Line && s[3].kind == Kind::Line &&
           s[4].kind == Kind::Close && s[1].p1 == Point{s[2].p1.x, s[0].p1.y} && s[3].p1 == Point{s[0].p1.x, s[2].p1.y};
}

/// One byte of a colour as n/255, to three places: enough to come back as the same byte.
void append_component(std::string& out, std::uint8_t byte) { append_fixed(out, (byte * 1000 + 127) / 255, 3); }

std::int64_t to_milli(Length length) { return scaled(length, 1000, Length::kUnitsPerPoint).raw(); }

}  // namespace

std::string ContentStream::take() {
    end_text();
    flush_path();
    return std::move(out_);
}

void ContentStream::op(std::string_view name) {
    out_ += name;
    out_ += '\n';
}

void ContentStream::number(Centi value) {
    append_coordinate(out_, value);
    out_ += ' ';
}

void ContentStream::point(Point p) {
    number(to_centi(p.x));
    number(page_height_ - to_centi(p.y));
}

void ContentStream::begin_text() {
    if (in_text_) return;
    flush_path();
    op("BT");
    in_text_ = true;
    text_x_ = text_y_ = 0;
}

void ContentStream::end_text() {
    if (!in_text_) return;
    op("ET");
    in_text_ = false;
}

void ContentStream::move_text(Centi x, Centi y_down) {
    Centi const y = page_height_ - y_down;
    number(x - text_x_);
    number(y - text_y_);
    op("Td");
    text_x_ = x;
    text_y_ = y;
}

void ContentStream::set_font(std::size_t font, std::int64_t size_milli) {
    if (state_.font == font && state_.font_size_milli == size_milli) return;
    state_.font = font;
    state_.font_size_milli = size_milli;
    out_ += "/F";
    append_integer(out_, static_cast<std::int64_t>(font));
    out_ += ' ';
    append_fixed(out_, size_milli, 3);
    op(" Tf");
}

void ContentStream::set_character_space(std::int64_t milli) {
    if (state_.character_space_milli == milli) return;
    state_.character_space_milli = milli;
    append_fixed(out_, milli, 3);
    op(" Tc");
}

void ContentStream::set_rise(std::int64_t milli) {
    if (state_.rise_milli == milli) return;
    state_.rise_milli = milli;
    append_fixed(out_, milli, 3);
    op(" Ts");
}

void ContentStream::set_expansion(int permille) {
    if (state_.expansion_permille == permille) return;
    state_.expansion_permille = permille;
    append_fixed(out_, 1000 + permille, 1);
    op(" Tz");
}

void ContentStream::set_color(Color color, std::string_view gray, std::string_view rgb) {
    append_component(out_, color.r);
    if (color.r == color.g && color.g == color.b) return op(gray);
    out_ += ' ';
    append_component(out_, color.g);
    out_ += ' ';
    append_component(out_, color.b);
    op(rgb);
}

void ContentStream::set_fill(Color color) {
    if (state_.fill == color) return;
    state_.fill = color;
    set_color(color, " g", " rg");
}

void ContentStream::show_text(std::string_view array, bool adjusted) {
    if (adjusted) out_ += '[';
    out_ += array;
    op(adjusted ? "]TJ" : "Tj");
}

void ContentStream::begin_mark(std::string_view operands) {
    flush_path();
    out_ += operands;
    op("BDC");
}

void ContentStream::end_mark() {
    flush_path();
    op("EMC");
}

void ContentStream::matrix(std::array<double, 6> const& values) {
    for (double const value : values) {
        append_factor(out_, value);
        out_ += ' ';
    }
    op("cm");
}

// y is turned on both sides of the map: what is inside is written as if it stood on the page itself.
void ContentStream::transform(Transform const& t) {
    double const height = static_cast<double>(page_height_) / kCentiPerPoint;
    matrix({t.a, -t.b, -t.c, t.d, t.c * height + t.e, height - t.d * height - t.f});
}

void ContentStream::set_alpha(std::size_t number) {
    out_ += "/G";
    append_integer(out_, static_cast<std::int64_t>(number));
    op(" gs");
}

// The unit square's top left corner is the first pixel's; `across` and `down` lead along its sides, on a page whose y goes up.
void ContentStream::show_image(std::size_t image, Rect place, int orientation) {
    end_text();
    flush_path();
    double const x = place.x.to_points(), width = place.width.to_points(), height = place.height.to_points();
    double const bottom = static_cast<double>(page_height_ - to_centi(place.bottom())) / kCentiPerPoint;
    bool const turned = orientation >= 5;
    // Where the stored columns run backwards, and the stored rows, as seen along the side of the page that they lie on.
    bool const back = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    bool const up = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    std::array<double, 6> values{};
    if (!turned)
        values = {back ? -width : width, 0, 0, up ? -height : height, back ? x + width : x, up ? bottom + height : bottom};
    else
        values = {0, back ? height : -height, up ? width : -width, 0, up ? x : x + width, back ? bottom : bottom + height};
    op("q");
    matrix(values);
    out_ += "/I";
    append_integer(out_, static_cast<std::int64_t>(image));
    op(" Do");
    op("Q");
}

void ContentStream::show_shading(std::size_t shading, Transform const& t) {
    matrix({t.a, -t.b, t.c, -t.d, t.e, static_cast<double>(page_height_) / kCentiPerPoint - t.f});
    out_ += "/S";
    append_integer(out_, static_cast<std::int64_t>(shading));
    op(" sh");
}

void ContentStream::save_and_clip(std::optional<Path> const& clip, draw::FillRule rule) {
    end_text();
    flush_path();
    saved_.push_back(state_);
    op("q");
    if (!clip) return;
    append_path(*clip);
    // A clip without area still clips: everything away.
    if (clip->segments.empty()) op("0 0 0 0 re");
    op(rule == draw::FillRule::EvenOdd ? "W* n" : "W n");
}

void ContentStream::restore() {
    end_text();
    flush_path();
    op("Q");
    state_ = std::move(saved_.back());
    saved_.pop_back();
}

void ContentStream::append_path(Path const& path) {
    if (is_rectangle(path)) {
        Point const a = path.segments[0].p1, c = path.segments[2].p1;
        point(a);
        number(to_centi(c.x) - to_centi(a.x));
        number(to_centi(a.y) - to_centi(c.y));
        return op("re");
    }
    for (PathSegment const& s : path.segments) {
        switch (s.kind) {
            case Kind::Move:
                point(s.p1);
                op("m");
                break;
            case Kind::Line:
                point(s.p1);
                op("l");
                break;
            case Kind::Curve:
                point(s.p1);
                point(s.p2);
                point(s.p3);
                op("c");
                break;
            case Kind::Close: op("h"); break;
        }
    }
}

void ContentStream::set_stroke(draw::Stroke const& stroke) {
    if (state_.stroke != stroke.color) {
        state_.stroke = stroke.color;
        set_color(stroke.color, " G", " RG");
    }
    if (std::int64_t const width = to_milli(stroke.width); state_.line_width_milli != width) {
        state_.line_width_milli = width;
        append_fixed(out_, width, 3);
        op(" w");
    }
    if (state_.dash != stroke.dash || state_.dash_phase != stroke.dash_phase) {
        state_.dash = stroke.dash;
        state_.dash_phase = stroke.dash_phase;
        out_ += '[';
        for (std::size_t i = 0; i < stroke.dash.size(); ++i) {
            if (i > 0) out_ += ' ';
            append_fixed(out_, to_milli(stroke.dash[i]), 3);
        }
        out_ += ']';
        append_fixed(out_, to_milli(stroke.dash_phase), 3);
        op(" d");
    }
    if (state_.cap != stroke.cap || state_.join != stroke.join) {
        state_.cap = stroke.cap;
        state_.join = stroke.join;
        append_integer(out_, static_cast<int>(stroke.cap));
        out_ += " J ";
        append_integer(out_, static_cast<int>(stroke.join));
        op(" j");
    }
    if (state_.miter_limit_permille != stroke.miter_limit_permille) {
        state_.miter_limit_permille = stroke.miter_limit_permille;
        append_fixed(out_, stroke.miter_limit_permille, 3);
        op(" M");
    }
}

// Strokes of one pen may share a path. Fills may only while each piece turns the same way round, so that no hole is made where two
// overlap: rectangles as `Path::rect` makes them.
bool ContentStream::continues_pending(Path const& path, std::optional<Color> fill, std::optional<draw::Stroke> const& stroke) const {
    if (!pending_) return false;
    if (stroke && pending_->stroke) return !fill && !pending_->fill && *stroke == *pending_->stroke;
    if (stroke || pending_->stroke) return false;
    return fill == pending_->fill && is_rectangle(path);
}

void ContentStream::paint(Path const& path, std::optional<Color> fill, std::optional<draw::Stroke> const& stroke, draw::FillRule rule) {
    bool const starts_well = !path.segments.empty() && path.segments.front().kind == Kind::Move;
    if (!starts_well || (!fill && !stroke)) return;
    if (!continues_pending(path, fill, stroke)) {
        end_text();
        flush_path();
        if (fill) set_fill(*fill);
        if (stroke) set_stroke(*stroke);
        pending_ = PendingPaint{fill, stroke, rule};
    }
    append_path(path);
    bool const may_grow = !fill || (!stroke && is_rectangle(path) && rule == draw::FillRule::NonZero);
    if (!may_grow) flush_path();
}

void ContentStream::flush_path() {
    if (!pending_) return;
    bool const even_odd = pending_->rule == draw::FillRule::EvenOdd;
    op(pending_->fill && pending_->stroke ? (even_odd ? "B*" : "B") : pending_->fill ? (even_odd ? "f*" : "f") : "S");
    pending_.reset();
}

}  // namespace offprint::pdf
