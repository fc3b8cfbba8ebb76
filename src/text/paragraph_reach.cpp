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

/// Whether `lines` lines can be changed by `wanted` in all where their spaces give `given`: none may be worse than `tolerance`, all of them
/// may cost `most`. Demerits grow faster than the change, so that lines cost least where it is shared out evenly.
bool can_give(Length wanted, Length given, std::int64_t lines, std::int64_t tolerance, std::int64_t line_cost, std::int64_t most) {
    if (wanted <= Length{}) return true;
    constexpr std::int64_t kHopeless = 22'000;  // permille: the worst badness there is
    if (given <= Length{} || wanted > given * (kHopeless / 1000)) return false;
    std::int64_t const permille = wanted.raw() * 1000 / given.raw();
    std::int64_t const badness = 100 * permille * permille * permille / 1'000'000'000;
    return badness <= tolerance && lines * (line_cost + badness) * (line_cost + badness) <= most;
}

}  // namespace

bool may_vary(Paragraph const& paragraph, std::int64_t tolerance, std::int64_t most_extra) {
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
    if (!justified) stretch = em * kRaggedEms * lines;
    Length const expansion = justified ? expansion_of(natural - rigid, style.expansion * kExpansionStep) : Length{};
    Length const at_edge = em / 3;  // a hyphen, or what hangs into the margins
    std::int64_t const most = data.demerits + most_extra, line_cost = std::max<std::int64_t>(0, style.costs.line);
    auto room = [&](std::int64_t count) { return (style.measure - style.hanging_indent) * count + style.hanging_indent - style.first_indent; };
    Length const least = natural - expansion - at_edge * lines, widest = natural + expansion + at_edge * lines;
    bool const longer = can_give(room(lines) - widest, stretch, lines, tolerance, line_cost, most);
    bool const shorter = least - room(lines - 1) <= shrink && can_give(least - room(lines - 1), shrink, lines - 1, tolerance, line_cost, most);
    return longer || shorter;
}

}  // namespace offprint::text
