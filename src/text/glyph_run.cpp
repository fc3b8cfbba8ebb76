#include "text/glyph_run.h"

namespace offprint::text {

namespace {

bool same_look(CharStyle const& a, CharStyle const& b) {
    return a.faces == b.faces && a.size == b.size && a.features == b.features && a.tracking == b.tracking && a.color == b.color && a.language == b.language &&
           a.rise == b.rise && a.hyphenate == b.hyphenate && a.expand == b.expand && a.underline == b.underline;
}

}  // namespace

void StyledText::append(SourcedText const& more, CharStyle const& style, std::uint32_t mark) {
    if (more.empty()) return;
    auto const begin = static_cast<std::uint32_t>(text.text.size());
    text.append(more);
    auto const end = static_cast<std::uint32_t>(text.text.size());
    bool const last_fits = !runs.empty() && same_look(styles[runs.back().style], style);
    if (last_fits && runs.back().mark == mark) {
        runs.back().end = end;
        return;
    }
    // Styles alternate (roman, italic, roman), so a look seen before is looked for among all of them.
    std::uint32_t index = 0;
    while (index < styles.size() && !same_look(styles[index], style)) ++index;
    if (index == styles.size()) styles.push_back(style);
    runs.push_back({begin, end, index, mark});
}

}  // namespace offprint::text
