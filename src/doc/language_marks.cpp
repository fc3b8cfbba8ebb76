#include "doc/language_marks.h"
#include "doc/note_marks.h"

#include <fmt/format.h>

#include <algorithm>

namespace offprint::doc {
namespace {

constexpr std::size_t kNone = std::string::npos;
constexpr std::string_view kOpen = "{lang=";
constexpr char kMask = 'x';  // what stands beside a mark still sees a letter

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == kNone; }
std::size_t end_of_line(std::string_view text, std::size_t at) { return std::min(text.find('\n', at), text.size()); }

}  // namespace

bool is_language_tag(std::string_view tag) {
    auto const letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    std::size_t part = 0;
    for (std::size_t at = 0; at <= tag.size() && tag.size() <= 35; ++part) {
        std::size_t const end = std::min(tag.find('-', at), tag.size());
        std::string_view const subtag = tag.substr(at, end - at);
        bool const sound = std::all_of(subtag.begin(), subtag.end(), [&](char c) { return letter(c) || (part > 0 && digit(c)); });
        std::size_t const least = part == 0 ? 2 : 1, most = part == 0 ? 3 : 8;
        if (!sound || subtag.size() < least || subtag.size() > most) return false;
        if (end == tag.size()) return true;
        at = end + 1;
    }
    return false;
}

std::vector<std::pair<std::size_t, std::size_t>> matching_brackets(std::string_view text) {
    std::vector<std::pair<std::size_t, std::size_t>> matches;
    std::vector<std::size_t> open;
    for (std::size_t at = 0; at < text.size();) {
        char const c = text[at];
        if (c == '`') {
            at = end_of_code(text, at);
            continue;
        }
        if (c == '\n' && is_blank(text.substr(at + 1, end_of_line(text, at + 1) - at - 1))) open.clear();
        if (c == '[') open.push_back(at);
        if (c == ']' && !open.empty()) {
            matches.emplace_back(open.back(), at);
            open.pop_back();
        }
        at += c == '\\' ? 2 : 1;
    }
    std::sort(matches.begin(), matches.end());
    return matches;
}

std::vector<LanguageMark> take_languages(SourcedText const& text, std::string& masked, Diagnostics& diagnostics) {
    std::vector<LanguageMark> marks;
    if (masked.find("]{lang=") == kNone) return marks;
    for (auto const& [open, close] : matching_brackets(masked)) {
        if (masked.compare(close + 1, kOpen.size(), kOpen) != 0) continue;
        std::size_t const begin = close + 1 + kOpen.size(), end = masked.find_first_of("}\n", begin);
        if (end == kNone || masked[end] != '}') continue;
        std::string const language = masked.substr(begin, end - begin);
        if (!is_language_tag(language)) {
            diagnostics.error("E289", text.span(begin, end), fmt::format("'{}' is no language", language.substr(0, 40)), "a tag such as fr, de or pt-BR");
            continue;
        }
        marks.push_back({open, open + 1, language});
        marks.push_back({close, end + 1, {}});
    }
    for (LanguageMark const& mark : marks)
        std::fill(masked.begin() + static_cast<std::ptrdiff_t>(mark.begin), masked.begin() + static_cast<std::ptrdiff_t>(mark.end), kMask);
    std::sort(marks.begin(), marks.end(), [](LanguageMark const& a, LanguageMark const& b) { return a.begin < b.begin; });
    return marks;
}

}  // namespace offprint::doc
