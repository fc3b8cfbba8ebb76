#include "doc/span_marks.h"
#include "doc/note_marks.h"

#include <fmt/format.h>

#include <algorithm>

namespace offprint::doc {
namespace {

constexpr std::size_t kNone = std::string::npos;
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

namespace {

/// Reads `lang=fr index="Retimers > PCIe 6"` between braces.
class Attributes {
public:
    Attributes(SourcedText const& text, std::size_t begin, std::size_t end, Diagnostics& diagnostics)
        : text_(text), at_(begin), end_(end), diagnostics_(diagnostics) {}

    /// False if it is faulty; that is reported.
    bool read(SpanMark& mark) {
        for (skip_blanks(); at_ < end_; skip_blanks()) {
            std::size_t const begin = at_;
            at_ = std::min(text_.text.find_first_of("= \t\n", at_), end_);
            std::string_view const key = view(begin, at_);
            bool const valued = at_ < end_ && text_.text[at_] == '=';
            std::pair<std::size_t, std::size_t> const value = valued ? read_value() : std::pair(at_, at_);
            if (key == "lang") {
                mark.language = std::string(view(value.first, value.second));
                if (is_language_tag(mark.language)) continue;
                diagnostics_.error("E289", text_.span(value.first, std::max(value.second, value.first + 1)),
                                   fmt::format("'{}' is no language", mark.language.substr(0, 40)), "a tag such as fr, de or pt-BR");
                return false;
            }
            if (key != "index") {
                diagnostics_.error("E290", text_.span(begin, std::max(at_, begin + 1)), fmt::format("'{}' says nothing of words", key.substr(0, 40)),
                                   "'lang=fr' names their language, 'index' puts them into the index; a '{' that is text is written '\\{'");
                return false;
            }
            auto index = std::make_shared<IndexMark>();
            index->entry = text_.substr(value.first, value.second - value.first);
            index->span = text_.span(begin, std::max(at_, begin + 1));
            if (valued && !is_entry(index->entry.text)) {
                diagnostics_.error("E291", index->span, "an entry of the index needs words on each of its levels, and has three levels at most",
                                   "[retimers]{index}, or index=\"Retimers > PCIe 6\"");
                return false;
            }
            mark.index = std::move(index);
        }
        return true;
    }

private:
    static bool is_entry(std::string_view text) {
        auto const levels = index_levels(text);
        return levels.size() <= kMostIndexLevels && std::none_of(levels.begin(), levels.end(), [](std::string_view level) { return level.empty(); });
    }
    std::string_view view(std::size_t begin, std::size_t end) const { return std::string_view(text_.text).substr(begin, end - begin); }
    void skip_blanks() {
        while (at_ < end_ && std::string_view(" \t\r\n").find(text_.text[at_]) != kNone) ++at_;
    }
    /// Where a value stands behind the '='; `at_` goes behind it.
    std::pair<std::size_t, std::size_t> read_value() {
        ++at_;
        if (at_ < end_ && text_.text[at_] == '"') {
            std::size_t const begin = at_ + 1, close = std::min(text_.text.find('"', begin), end_);
            at_ = std::min(close + 1, end_);
            return {begin, close};
        }
        std::size_t const begin = at_;
        at_ = std::min(text_.text.find_first_of(" \t\n", at_), end_);
        return {begin, at_};
    }

    SourcedText const& text_;
    std::size_t at_, end_;
    Diagnostics& diagnostics_;
};

/// Whether braces behind a bracket are meant for its words: what stands in them begins with a key.
bool begins_attributes(std::string_view text, std::size_t open) {
    if (open >= text.size() || text[open] != '{') return false;
    std::string_view const words = text.substr(open + 1);
    return words.starts_with("lang=") || words.starts_with("index=") ||
           (words.starts_with("index") && words.size() > 5 && std::string_view("} \t\n").find(words[5]) != kNone);
}

/// The brace that closes the one at `open`, beyond quotes; kNone if none does in this line or the next.
std::size_t end_of_attributes(std::string_view text, std::size_t open) {
    bool quoted = false;
    for (std::size_t at = open + 1; at < text.size(); ++at) {
        if (text[at] == '"') quoted = !quoted;
        if (text[at] == '}' && !quoted) return at;
        if (text[at] == '\n' && is_blank(text.substr(at + 1, end_of_line(text, at + 1) - at - 1))) return kNone;
    }
    return kNone;
}

}  // namespace

std::vector<std::string_view> index_levels(std::string_view entry) {
    std::vector<std::string_view> levels;
    for (std::size_t at = 0; at <= entry.size();) {
        std::size_t const end = std::min(entry.find('>', at), entry.size());
        std::string_view level = entry.substr(at, end - at);
        level.remove_prefix(std::min(level.find_first_not_of(" \t\n"), level.size()));
        level = level.substr(0, level.find_last_not_of(" \t\n") + 1);
        levels.push_back(level);
        at = end + 1;
    }
    return levels;
}

std::vector<SpanMark> take_spans(SourcedText const& text, std::string& masked, Diagnostics& diagnostics) {
    std::vector<SpanMark> marks;
    if (masked.find("]{") == kNone) return marks;
    for (auto const& [open, close] : matching_brackets(masked)) {
        if (!begins_attributes(masked, close + 1)) continue;
        std::size_t const end = end_of_attributes(masked, close + 1);
        if (end == kNone) continue;
        SpanMark mark{open, open + 1, true, {}, {}};
        if (!Attributes(text, close + 2, end, diagnostics).read(mark)) continue;
        if (mark.index && std::string_view(text.text).substr(open + 1, close - open - 1).find_first_not_of(" \t\r\n") == kNone) {
            diagnostics.error("E291", text.span(open, end + 1), "the index leads to words, and here are none",
                              "mark the words that it should lead to: [retimers]{index}");
            continue;
        }
        marks.push_back(std::move(mark));
        marks.push_back({close, end + 1, false, {}, {}});
    }
    for (SpanMark const& mark : marks)
        std::fill(masked.begin() + static_cast<std::ptrdiff_t>(mark.begin), masked.begin() + static_cast<std::ptrdiff_t>(mark.end), kMask);
    std::sort(marks.begin(), marks.end(), [](SpanMark const& a, SpanMark const& b) { return a.begin < b.begin; });
    return marks;
}

}  // namespace offprint::doc
