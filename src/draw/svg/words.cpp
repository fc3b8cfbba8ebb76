// Text stays text: set in the layout's own families, so that it can be found, copied and read out.
#include <algorithm>
#include <cmath>

#include "draw/svg/painter.h"

namespace offprint::draw::svg {

/// Words from one given place on: what `text-anchor` centres.
struct Painter::Chunk {
    struct Part {
        std::string words;
        Place place;
        double dx = 0, dy = 0;
    };
    double x = 0, y = 0;
    std::vector<Part> parts;
};

namespace {

constexpr std::size_t kMostWords = 20'000;  // bytes in one element

/// Line ends go, blanks in a row are one (SVG 1.1, 10.15).
void append_words(std::string& out, std::string_view text, bool at_start) {
    for (char c : text) {
        if (c == '\t' || c == '\n' || c == '\r') c = ' ';
        if (c == ' ' && (out.empty() ? at_start : out.back() == ' ')) continue;
        out += c;
    }
}

/// Whether a map only moves and scales alike in both directions: text is then set as any other, without a matrix.
bool is_upright(Transform const& t) { return std::abs(t.b) < 1e-9 && std::abs(t.c) < 1e-9 && t.a > 0 && std::abs(t.a - t.d) < 1e-6 * t.a; }

}  // namespace

void Painter::collect(pugi::xml_node node, Place const& place, std::vector<Chunk>& chunks) {
    auto const numbers = [&](char const* name, double whole) -> std::optional<double> {
        std::string_view list = trimmed(node.attribute(name).value());
        if (list.empty()) return std::nullopt;
        std::size_t const end = std::min(list.find_first_of(" ,\n\t"), list.size());
        if (end < list.size()) leave_out(node, "places of single letters");
        return parse_length(list.substr(0, end), whole, place.style.font_size);
    };
    std::optional<double> const x = numbers("x", place.width), y = numbers("y", place.height);
    if (x || y || chunks.empty()) {
        Chunk chunk;
        chunk.x = x.value_or(chunks.empty() ? 0 : chunks.back().x);
        chunk.y = y.value_or(chunks.empty() ? 0 : chunks.back().y);
        chunks.push_back(std::move(chunk));
    }
    double dx = numbers("dx", place.width).value_or(0), dy = numbers("dy", place.height).value_or(0);
    for (pugi::xml_node const child : node.children()) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
            Chunk& chunk = chunks.back();
            bool const at_start = chunk.parts.empty() || chunk.parts.back().words.ends_with(' ');
            Chunk::Part part{{}, place, dx, dy};
            std::string words(std::string_view(child.value()).substr(0, kMostWords));
            for (std::string_view entity = tree_.entity_in(words); !entity.empty(); entity = tree_.entity_in(words)) {
                leave_out_entity(node, entity);
                words.erase(static_cast<std::size_t>(entity.data() - words.data()), entity.size());
            }
            append_words(part.words, words, at_start);
            if (part.words.empty()) continue;
            dx = dy = 0;
            chunk.parts.push_back(std::move(part));
        } else if (child.type() == pugi::node_element) {
            std::string_view const name = local_name(child.name());
            if (name == "title" || name == "desc") continue;
            if (name != "tspan" && name != "a") {
                leave_out(child, "element '" + std::string(name) + "'");
                continue;
            }
            Place inner = place;
            if (++inner.depth > limits_.depth || ++elements_ > limits_.elements) return leave_out(child, "elements nested too deeply");
            read_style(child, inner, name);
            if (inner.style.shown) collect(child, inner, chunks);
        }
    }
}

void Painter::set_chunk(Chunk const& chunk) {
    struct Set {
        std::vector<text::PlacedRun> runs;
        double width;
    };
    std::vector<Set> sets;
    double total = 0;
    for (std::size_t i = 0; i < chunk.parts.size(); ++i) {
        Chunk::Part const& part = chunk.parts[i];
        Style const& style = part.place.style;
        std::string words = part.words;
        if (i + 1 == chunk.parts.size())
            while (words.ends_with(' ')) words.pop_back();
        Transform const& t = part.place.to_frame;
        // A matrix, where there is one, has the scale; else the size has it.
        double const scale = is_upright(t) ? t.a : 1;
        text::CharStyle look = fonts_(style.font);
        look.size = Length::points(std::clamp(style.font_size * scale, 0.0, 2000.0));
        look.tracking = Length::points(style.letter_space * scale);
        Place const& place = part.place;
        Outline const nothing;
        Fill const fill = resolve(style.fill, nothing, place, tree_.root);
        look.color = fill.color.value_or(fill.gradient ? fill.gradient->stops.front().color : Color{});
        Set set{{}, 0};
        if (!words.empty() && look.size > Length{} && !look.faces.empty()) {
            text::StyledText styled;
            styled.append(SourcedText(words), look, node_);
            Diagnostics faults;
            set.runs = text::shape_line(shaper_, styled, faults);
            for (Diagnostic fault : faults.items()) {
                fault.span = span_;
                diagnostics_.add(std::move(fault));
            }
            set.width = text::line_width(set.runs).to_points() / scale;
        }
        if (!style.fill.color && style.fill.gradient.empty()) set.runs.clear();
        total += set.width + part.dx;
        sets.push_back(std::move(set));
    }
    if (chunk.parts.empty()) return;
    Style::Anchor const anchor = chunk.parts.front().place.style.anchor;
    double x = chunk.x - (anchor == Style::Anchor::Middle ? total / 2 : anchor == Style::Anchor::End ? total : 0), y = chunk.y;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        Chunk::Part const& part = chunk.parts[i];
        x += part.dx;
        y += part.dy;
        Transform const& t = part.place.to_frame;
        bool const upright = is_upright(t);
        Point const origin = upright ? t(x, y) : Point{Length::points(x), Length::points(y)};
        GroupItem turned;
        turned.to_frame = t;
        std::vector<Item>& to = upright ? *out_ : turned.items;
        if (part.place.style.visible)
            for (text::PlacedRun& placed : sets[i].runs) to.push_back({GlyphRunItem{node_, {origin.x + placed.x, origin.y}, std::move(placed.run)}});
        if (!turned.items.empty()) out_->push_back({std::move(turned)});
        x += sets[i].width;
    }
}

void Painter::text(pugi::xml_node node, Place const& place) {
    std::vector<Chunk> chunks;
    collect(node, place, chunks);
    for (Chunk const& chunk : chunks) {
        for (Chunk::Part const& part : chunk.parts) {
            Style const& style = part.place.style;
            if (style.stroke.color && style.stroke_width > 0) leave_out(node, "outline of letters");
            if (style.opacity * style.fill_opacity < 1) leave_out(node, "transparency of text");
        }
        set_chunk(chunk);
    }
}

}  // namespace offprint::draw::svg
