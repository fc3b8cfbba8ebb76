#include "table/note_marks.h"

#include <algorithm>
#include <charconv>

#include "table/look.h"

namespace offprint::table {
namespace {

constexpr char kOpen = '\x0E', kClose = '\x0F';
constexpr std::size_t kLongestKey = 8;

}  // namespace

std::vector<Bracket> brackets_in(std::string_view text) {
    std::vector<Bracket> brackets;
    for (std::size_t at = text.find('['); at != text.npos; at = text.find('[', at + 1)) {
        std::size_t const close = text.find_first_of("[]", at + 1);
        if (close == text.npos || text[close] == '[') continue;
        std::string_view const key = text.substr(at + 1, close - at - 1);
        bool const other = (at > 0 && (text[at - 1] == '\\' || text[at - 1] == '^')) || (close + 1 < text.size() && text[close + 1] == '(');
        if (!other && !key.empty() && key.size() <= kLongestKey && key[0] != '^' && key[0] != '@') brackets.push_back({at, close + 1, key});
    }
    return brackets;
}

SourcedText set_off_marks(SourcedText const& text, NoteKeys const& keys) {
    if (keys.empty() || text.text.find('[') == std::string::npos) return text;
    SourcedText out;
    out.source = text.source;
    std::size_t done = 0;
    for (Bracket const& bracket : brackets_in(text.text)) {
        auto const key = keys.find(bracket.key);
        if (key == keys.end()) continue;
        std::size_t end = bracket.begin;
        while (end > done && text.text[end - 1] == ' ') --end;
        if (end > done) out.append(text.substr(done, end - done));
        out.append(kOpen + std::to_string(key->second) + kClose, text.span(bracket.begin, bracket.end));
        done = bracket.end;
    }
    if (done == 0) return text;
    if (done < text.text.size()) out.append(text.substr(done));
    return out;
}

text::StyledText raise_marks(text::StyledText text, NoteKeys const& keys) {
    if (text.text.text.find(kOpen) == std::string::npos) return text;
    text::StyledText out;
    out.text.source = text.text.source;
    std::size_t after_mark = std::string::npos;
    for (text::StyledText::Run const& run : text.runs) {
        text::CharStyle const& style = text.styles[run.style];
        for (std::size_t at = run.begin; at < run.end;) {
            std::size_t const open = std::min<std::size_t>(text.text.text.find(kOpen, at), run.end);
            if (open > at) out.append(text.text.substr(at, open - at), style, run.mark);
            at = open;
            std::size_t const close = text.text.text.find(kClose, open);
            if (open == run.end || close == std::string::npos) continue;
            std::size_t number = 0;
            std::from_chars(text.text.text.data() + open + 1, text.text.text.data() + close, number);
            auto const key = std::find_if(keys.begin(), keys.end(), [&](auto const& entry) { return entry.second == number; });
            SourcedText words;
            words.source = text.text.source;
            words.append((after_mark == open ? "," : "") + key->first, text.text.span(open, close + 1));
            out.append(words, mark_style(style), run.mark);
            at = after_mark = close + 1;
        }
    }
    return out;
}

}  // namespace offprint::table
