// Whether a paragraph can be set in another number of lines at all: a look at its lines as they are, which spares shaping and searching it again.
#include <algorithm>

#include "text/paragraph_parts.h"

namespace offprint::text {
namespace {

/// Lines end where the text says so, not only where they are full.
bool has_forced_breaks(std::string_view text) {
    for (std::string_view const separator : {"\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029"}) {
        if (text.find(separator) != std::string_view::npos) return true;
    }
    return false;
}

/// The badness of a line with its spaces stretched to `permille` of what they give.
constexpr std::int64_t badness_at(std::int64_t permille) { return 100 * permille * permille * permille / 1'000'000'000; }

}  // namespace

bool may_vary(Paragraph const& paragraph, std::int64_t tolerance) {
    Paragraph::Data const& data = paragraph.data();
    ParagraphStyle const& style = *data.style;
    if (has_forced_breaks(data.text.text.text)) return true;
    auto const lines = static_cast<std::int64_t>(data.lines.size());
    Length natural, rigid, stretch, shrink, em;
    for (Line const& line : data.lines) natural += line.natural, rigid += line.rigid;
    for (Segment const& segment : data.segments) em = max(em, data.text.styles[segment.style].size);
    bool const justified = style.alignment == Alignment::Justified;
    for (LinePiece const& piece : data.pieces) {
        if (!justified || piece.trailing || !stretches(piece.kind)) continue;
        auto const spaces = static_cast<std::int64_t>(piece.shaped->glyphs.size());
        stretch += data.segments[piece.segment].stretch * spaces;
        shrink += data.segments[piece.segment].shrink * spaces;
    }
    if (!justified) stretch = em * 3 * lines;  // what a ragged line may fall short by
    Length const expansion = justified ? expansion_of(natural - rigid, style.expansion * kExpansionStep) : Length{};
    Length const at_edge = em / 3;  // a hyphen, or what hangs into the margins
    std::int64_t loosest = 1000;
    while (badness_at(loosest) <= tolerance && loosest < 20'000) loosest += 10;
    auto room = [&](std::int64_t count) { return (style.measure - style.hanging_indent) * count + style.hanging_indent - style.first_indent; };
    bool const longer = natural + expansion + scaled(stretch, static_cast<int>(loosest), 1000) + at_edge * lines >= room(lines);
    bool const shorter = natural - expansion - shrink - at_edge * lines <= room(lines - 1);
    return longer || shorter;
}

}  // namespace offprint::text
