#include "data/yaml_scalar.h"

#include <algorithm>

#include "base/utf8.h"

namespace offprint::data {
namespace {

using Piece = SourcedText::Piece;

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Walks the raw text and the value side by side; each step puts bytes of both into the map.
class Walk {
public:
    Walk(std::string_view raw, std::size_t at, std::string_view value) : raw_(raw), value_(value), r_(at) {}

    bool done() const { return i_ == value_.size(); }
    std::size_t place() const { return r_; }
    std::string_view rest() const { return value_.substr(i_); }
    bool at_end() const { return r_ >= raw_.size(); }
    char peek(std::size_t ahead = 0) const { return r_ + ahead < raw_.size() ? raw_[r_ + ahead] : '\0'; }
    std::vector<Piece> take_pieces() { return std::move(pieces_); }

    void skip(std::size_t bytes) { r_ += bytes; }
    void skip_blanks() {
        while (!at_end() && is_blank(raw_[r_])) ++r_;
    }
    /// Length of the line end at an offset from here: 0, 1 (LF) or 2 (CRLF).
    std::size_t break_length(std::size_t ahead = 0) const { return peek(ahead) == '\n' ? 1 : peek(ahead) == '\r' && peek(ahead + 1) == '\n' ? 2 : 0; }

    /// One byte that stands in both texts.
    bool copy() {
        if (at_end() || done() || raw_[r_] != value_[i_]) return false;
        if (pieces_.empty() || !pieces_.back().in_step || pieces_.back().source_begin + pieces_.back().source_length != r_) {
            pieces_.push_back({text_place(), 0, source_place(), 0, true});
        }
        ++pieces_.back().length;
        ++pieces_.back().source_length;
        ++r_;
        ++i_;
        return true;
    }
    /// The next `source_bytes` raw bytes made `text`.
    bool replace(std::size_t source_bytes, std::string_view text) { return replace_from(r_, r_ + source_bytes, text); }
    /// The raw bytes from `from` up to `to`, where the walk goes on, made `text`.
    bool replace_from(std::size_t from, std::size_t to, std::string_view text) {
        if (!rest().starts_with(text)) return false;
        if (!text.empty()) {
            pieces_.push_back(
                {text_place(), static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to - from), false});
        }
        r_ = to;
        i_ += text.size();
        return true;
    }

private:
    std::uint32_t text_place() const { return static_cast<std::uint32_t>(i_); }
    std::uint32_t source_place() const { return static_cast<std::uint32_t>(r_); }

    std::string_view raw_, value_;
    std::size_t r_, i_ = 0;
    std::vector<Piece> pieces_;
};

/// Line folding outside block scalars (YAML 1.2, 6.5): blanks around line ends vanish, one end becomes a space, n become n-1 line feeds.
/// `escaped`: the first end was taken away by a backslash and makes no space. False when there is no line end here or no such text.
bool fold(Walk& walk, bool escaped) {
    std::size_t const from = walk.place();
    std::size_t breaks = 0, ahead = 0;
    for (std::size_t at = 0;;) {
        while (is_blank(walk.peek(at))) ++at;
        if (std::size_t const n = walk.break_length(at); n > 0) {
            at += n;
            ++breaks;
            continue;
        }
        ahead = at;
        break;
    }
    if (breaks == 0) return false;
    std::string const made = breaks == 1 ? (escaped ? "" : " ") : std::string(breaks - 1, '\n');
    return walk.replace_from(from, from + ahead, made);
}

/// Whether only blanks stand between here and a line end.
bool line_ends(Walk const& walk) {
    std::size_t at = 0;
    while (is_blank(walk.peek(at))) ++at;
    return walk.break_length(at) > 0;
}

bool walk_plain(Walk& walk) {
    while (!walk.done()) {
        if (!(line_ends(walk) ? fold(walk, false) : walk.copy())) return false;
    }
    return true;
}

bool walk_single_quoted(Walk& walk) {
    walk.skip(1);
    while (!walk.done()) {
        bool const met = line_ends(walk) ? fold(walk, false) : walk.peek() == '\'' ? walk.peek(1) == '\'' && walk.replace(2, "'") : walk.copy();
        if (!met) return false;
    }
    if (line_ends(walk)) return false;
    return walk.peek() == '\'';
}

/// What an escape stands for (YAML 1.2, 5.7) and how long it is, the backslash counted; 0 for none.
std::size_t decode_escape(Walk const& walk, std::string& out) {
    char const c = walk.peek(1);
    if (c == 'x' || c == 'u' || c == 'U') {
        std::size_t const digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
        char32_t code = 0;
        for (std::size_t k = 0; k < digits; ++k) {
            char const d = walk.peek(2 + k);
            int const v = d >= '0' && d <= '9' ? d - '0' : d >= 'a' && d <= 'f' ? d - 'a' + 10 : d >= 'A' && d <= 'F' ? d - 'A' + 10 : -1;
            if (v < 0) return 0;
            code = code << 4 | static_cast<char32_t>(v);
        }
        utf8::append(out, code);
        return 2 + digits;
    }
    constexpr std::string_view kNames = "0abt\tnvfre \"'\\/N_LP";
    constexpr char32_t kCodes[] = {0, 7, 8, 9, 9, 10, 11, 12, 13, 27, 32, '"', '\'', '\\', '/', 0x85, 0xA0, 0x2028, 0x2029};
    std::size_t const index = c == '\0' ? std::string_view::npos : kNames.find(c);
    if (index == std::string_view::npos) return 0;
    utf8::append(out, kCodes[index]);
    return 2;
}

bool walk_escape(Walk& walk) {
    if (walk.break_length(1) > 0) {
        walk.skip(1);
        return fold(walk, true);
    }
    std::string made;
    std::size_t const length = decode_escape(walk, made);
    return length > 0 && walk.replace(length, made);
}

bool walk_double_quoted(Walk& walk) {
    walk.skip(1);
    while (!walk.done()) {
        bool const met = line_ends(walk) ? fold(walk, false) : walk.peek() == '\\' ? walk_escape(walk) : walk.copy();
        if (!met) return false;
    }
    while (walk.peek() == '\\' && walk.break_length(1) > 0) {  // an escaped line end right before the quote makes no text
        walk.skip(1 + walk.break_length(1));
        walk.skip_blanks();
    }
    return walk.peek() == '"';
}

/// The header of a block scalar: goes to the line after it and gives the indentation digit, or 0.
int skip_header(Walk& walk) {
    int digit = 0;
    while (!walk.at_end() && walk.break_length() == 0) {
        if (walk.peek() == '#') {
            while (!walk.at_end() && walk.break_length() == 0) walk.skip(1);
            break;
        }
        if (walk.peek() >= '1' && walk.peek() <= '9') digit = walk.peek() - '0';
        walk.skip(1);
    }
    walk.skip(walk.break_length());
    return digit;
}

/// The indentation of the first line that is not empty.
std::size_t detect_indent(Walk const& walk) {
    std::size_t at = 0, spaces = 0;
    for (;;) {
        spaces = 0;
        while (walk.peek(at) == ' ') ++at, ++spaces;
        std::size_t const n = walk.break_length(at);
        if (n == 0) return spaces;
        at += n;
    }
}

void skip_indent(Walk& walk, std::size_t indent) {
    for (std::size_t n = 0; n < indent && walk.peek() == ' '; ++n) walk.skip(1);
}

/// A line end that stays one.
bool keep_break(Walk& walk) {
    if (walk.at_end()) return walk.replace(0, "\n") && walk.done();  // a last line without an end gets one
    std::size_t const n = walk.break_length();
    return n == 1 ? walk.copy() : n == 2 && walk.replace(2, "\n");
}

/// `begin` becomes the first byte of the text.
bool walk_literal(Walk& walk, std::size_t indent, std::size_t& begin) {
    skip_indent(walk, indent);
    begin = walk.place();
    while (!walk.done()) {
        if (walk.at_end() || walk.break_length() > 0) {
            if (!keep_break(walk)) return false;
            if (!walk.done()) skip_indent(walk, indent);
        } else if (!walk.copy()) {
            return false;
        }
    }
    return true;
}

/// A run of line ends in a folded scalar (YAML 1.2, 8.1.3): one becomes a space or stays, more lose one or stay; the value tells which.
bool walk_folded_breaks(Walk& walk, std::size_t indent) {
    std::size_t const from = walk.place();
    std::size_t breaks = 0, at = 0;
    for (;;) {
        std::size_t line = at;
        if (breaks > 0) {
            while (line - at < indent && walk.peek(line) == ' ') ++line;
        }
        std::size_t const n = walk.break_length(line);
        if (n == 0) {
            at = line;
            break;
        }
        at = line + n;
        ++breaks;
    }
    if (walk.at_end()) return walk.replace(0, "\n") && walk.done();
    if (breaks == 0) return false;
    if (breaks == 1 && walk.rest().starts_with(' ')) return walk.replace_from(from, from + at, " ");
    std::size_t const feeds = std::min(walk.rest().find_first_not_of('\n'), walk.rest().size());
    if (feeds == 0 || feeds > breaks + 1) return false;
    return walk.replace_from(from, from + at, std::string(feeds, '\n'));
}

bool walk_folded(Walk& walk, std::size_t indent, std::size_t& begin) {
    skip_indent(walk, indent);
    begin = walk.place();
    while (!walk.done()) {
        bool const at_break = walk.at_end() || walk.break_length() > 0;
        if (!(at_break ? walk_folded_breaks(walk, indent) : walk.copy())) return false;
    }
    return true;
}

bool walk_block(Walk& walk, bool folded, int parent_indent, std::size_t& begin) {
    int const digit = skip_header(walk);
    std::size_t const indent = digit > 0 ? static_cast<std::size_t>(digit + std::max(parent_indent, 0)) : detect_indent(walk);
    return folded ? walk_folded(walk, indent, begin) : walk_literal(walk, indent, begin);
}

}  // namespace

ScalarMap map_scalar(std::string_view raw, std::size_t at, bool plain, std::string_view value, int parent_indent) {
    char const first = at < raw.size() ? raw[at] : '\0';
    Walk walk(raw, at, value);
    std::size_t begin = at, empty_at = at, end = at;
    bool exact = false, closed = true;
    if (plain) {
        exact = walk_plain(walk);
        end = walk.place();
    } else if (first == '\'' || first == '"') {
        exact = first == '"' ? walk_double_quoted(walk) : walk_single_quoted(walk);
        empty_at = at + 1;
        end = walk.place() + 1;
        closed = exact || raw.find_first_not_of(" \t\r\n", std::min(walk.place(), raw.size())) != std::string_view::npos;
    } else if (first == '|' || first == '>') {
        exact = walk_block(walk, first == '>', parent_indent, begin);
        end = walk.place();
        if (value.empty()) begin = end = at;
    }
    ScalarMap map;
    map.exact = exact;
    map.closed = closed;
    map.begin = static_cast<std::uint32_t>(std::min(begin, raw.size()));
    map.end = static_cast<std::uint32_t>(std::min(end, raw.size()));
    if (exact) {
        map.pieces = walk.take_pieces();
        if (value.empty()) map.pieces = {{0, 0, static_cast<std::uint32_t>(empty_at), 0, true}};
        return map;
    }
    std::size_t const line_end = std::min(raw.find_first_of("\r\n", std::min(at, raw.size())), raw.size());
    map.begin = static_cast<std::uint32_t>(std::min(at, raw.size()));
    map.end = static_cast<std::uint32_t>(line_end);
    map.pieces = {{0, static_cast<std::uint32_t>(value.size()), map.begin, map.end - map.begin, false}};
    return map;
}

}  // namespace offprint::data
