#include "data/pattern.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace offprint::data {
namespace {

constexpr std::size_t kMostAtoms = 256;

using Ranges = std::vector<std::pair<char32_t, char32_t>>;

/// The set behind `\d` and its like, or the character itself.
Ranges escaped(char32_t c) {
    if (c == 'd') return {{'0', '9'}};
    if (c == 'w') return {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
    return {{c, c}};
}

/// "{2}" or "{1,3}" at `at`; moves past it.
std::optional<std::pair<std::size_t, std::size_t>> counts_at(std::string_view text, std::size_t& at) {
    auto const number = [&]() -> std::optional<std::size_t> {
        std::size_t value = 0, digits = 0;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9' && digits < 4; ++at, ++digits)
            value = value * 10 + static_cast<std::size_t>(text[at] - '0');
        return digits > 0 ? std::optional(value) : std::nullopt;
    };
    ++at;
    auto const least = number();
    std::optional<std::size_t> most = least;
    if (at < text.size() && text[at] == ',') {
        ++at;
        most = number();
    }
    if (!least || !most || *most < *least || *most == 0 || at >= text.size() || text[at] != '}') return std::nullopt;
    ++at;
    return std::pair(*least, *most);
}

}  // namespace

bool Pattern::Atom::takes(char32_t c) const {
    bool const inside = std::any_of(ranges.begin(), ranges.end(), [&](auto const& range) { return c >= range.first && c <= range.second; });
    return inside != negated;
}

std::optional<Pattern> Pattern::parse(SourcedText const& source, Diagnostics& diagnostics) {
    std::string_view const text = source.text;
    Pattern pattern;
    auto const fault = [&](std::size_t at, std::string message) -> std::optional<Pattern> {
        diagnostics.error("E332", source.span(std::min(at, text.size()), std::min(at + 1, text.size())), std::move(message),
                          "characters, '.', sets such as [A-Z0-9], \\d, \\w; each with ?, *, +, {2} or {1,3}");
        return std::nullopt;
    };
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const begin = at;
        char32_t c = utf8::next(text, at);
        Atom atom;
        if (c == '\\') {
            if (at >= text.size()) return fault(begin, "nothing stands after '\\'");
            atom.ranges = escaped(utf8::next(text, at));
        } else if (c == '.') {
            atom.negated = true;
        } else if (c == '[') {
            atom.negated = at < text.size() && text[at] == '^';
            if (atom.negated) ++at;
            bool closed = false;
            while (at < text.size() && !closed) {
                c = utf8::next(text, at);
                if (c == ']') {
                    closed = true;
                } else if (c == '\\' && at < text.size()) {
                    for (auto const& range : escaped(utf8::next(text, at))) atom.ranges.push_back(range);
                } else if (at + 1 < text.size() && text[at] == '-' && text[at + 1] != ']') {
                    ++at;
                    char32_t const last = utf8::next(text, at);
                    if (last < c) return fault(begin, "the range of a set runs backwards");
                    atom.ranges.emplace_back(c, last);
                } else {
                    atom.ranges.emplace_back(c, c);
                }
            }
            if (!closed) return fault(begin, "a set is not closed");
        } else if (c < 0x80 && std::string_view("?*+{}]()|^$").find(static_cast<char>(c)) != std::string_view::npos) {
            return fault(begin, fmt::format("'{}' cannot stand here", static_cast<char>(c)));
        } else {
            atom.ranges = {{c, c}};
        }
        std::pair<std::size_t, std::size_t> counts{1, 1};
        bool open = false;
        if (at < text.size()) {
            if (text[at] == '?' || text[at] == '*') counts.first = 0;
            open = text[at] == '*' || text[at] == '+';
            if (text[at] == '?' || open) {
                ++at;
            } else if (text[at] == '{') {
                std::size_t const brace = at;
                auto const read = counts_at(text, at);
                if (!read) return fault(brace, "this is no count");
                counts = *read;
            }
        }
        if (pattern.atoms_.size() + counts.second > kMostAtoms) return fault(begin, fmt::format("the pattern is longer than {} characters", kMostAtoms));
        for (std::size_t i = 0; i < counts.second; ++i) {
            atom.optional = i >= counts.first;
            atom.repeats = open;
            pattern.atoms_.push_back(atom);
        }
    }
    return pattern;
}

bool Pattern::matches(std::string_view text) const {
    // The places in the pattern that can be reached with what was read so far.
    std::vector<char> here(atoms_.size() + 1), next(atoms_.size() + 1);
    auto const skip_optional = [&](std::vector<char>& places) {
        for (std::size_t i = 0; i < atoms_.size(); ++i)
            if (places[i] && atoms_[i].optional) places[i + 1] = 1;
    };
    here[0] = 1;
    skip_optional(here);
    for (std::size_t at = 0; at < text.size();) {
        char32_t const c = utf8::next(text, at);
        std::fill(next.begin(), next.end(), 0);
        for (std::size_t i = 0; i < atoms_.size(); ++i) {
            if (!here[i] || !atoms_[i].takes(c)) continue;
            next[i + 1] = 1;
            if (atoms_[i].repeats) next[i] = 1;
        }
        // Once taken, a repeated character need not come again: its place counts as left too, which next[i + 1] says.
        skip_optional(next);
        here.swap(next);
    }
    return here.back() != 0;
}

}  // namespace offprint::data
