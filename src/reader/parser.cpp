#include "reader/parser.h"

#include <charconv>
#include <cstring>
#include <limits>

#include "reader/lexical.h"

namespace offprint::reader {
namespace {

/// Room for these is taken at once: rectangles, strings with their gaps and dictionaries grow less often, and hostile nesting costs little.
constexpr std::size_t kFewItems = 4;
/// Where references are packed, an array has so many items as they are, and as many references as there may be objects.
constexpr std::size_t kPackedFrom = 32, kMostPacked = 8'388'607;

}  // namespace

Object const& Object::operator[](std::string_view key) const {
    static Object const nothing;
    // Most keys are told from another by their lengths and first letters, which takes no call.
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (keys[i].size() == key.size() && (key.empty() || keys[i].front() == key.front()) && keys[i] == key) return items[i];
    return nothing;
}

std::uint32_t Object::packed(std::size_t index) const {
    std::uint32_t number = 0;
    std::memcpy(&number, text.data() + index * sizeof number, sizeof number);
    return number;
}

void Object::pack(std::uint32_t number) {
    char bytes[sizeof number];
    std::memcpy(bytes, &number, sizeof number);
    text.append(bytes, sizeof bytes);
}

void Parser::skip_blanks() {
    while (at_ < bytes_.size()) {
        if (is_white(bytes_[at_])) {
            ++at_;
        } else if (bytes_[at_] == '%') {
            while (at_ < bytes_.size() && bytes_[at_] != '\n' && bytes_[at_] != '\r') ++at_;
        } else {
            return;
        }
    }
}

bool Parser::keyword(std::string_view word) {
    skip_blanks();
    if (bytes_.substr(at_, word.size()) != word) return false;
    if (at_ + word.size() < bytes_.size() && is_regular(bytes_[at_ + word.size()])) return false;
    at_ += word.size();
    return true;
}

std::string_view Parser::operator_word() {
    skip_blanks();
    return word();
}

std::optional<std::uint64_t> Parser::unsigned_integer() {
    skip_blanks();
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(bytes_.data() + at_, bytes_.data() + bytes_.size(), value);
    if (error != std::errc()) return std::nullopt;
    auto const after = static_cast<std::size_t>(end - bytes_.data());
    if (after < bytes_.size() && is_regular(bytes_[after])) return std::nullopt;
    at_ = after;
    return value;
}

std::optional<Object> Parser::value() {
    std::optional<Object> object(std::in_place);
    if (!read(*object)) object.reset();
    return object;
}

bool Parser::read(Object& into) {
    into.kind = Object::Kind::Null;
    into.boolean = false;
    into.integer = 0;
    into.real = 0;
    into.text.clear();
    into.keys.clear();
    into.items.clear();
    return read(into, 0);
}

bool Parser::read(Object& into, int depth) {
    if (depth > kDeepest || ++values_ > kMostValues) return false;
    skip_blanks();
    if (at_end()) return false;
    char const c = bytes_[at_];
    switch (c) {
        case '/': into.kind = Object::Kind::Name; return name(into.text);
        case '(': return literal_string(into);
        case '[': return array(into, depth);
        case '<': return peek(1) == '<' ? dictionary(into, depth) : hex_string(into);
        case 'n': return keyword("null");
        case 't':
        case 'f':
            into.kind = Object::Kind::Boolean;
            into.boolean = c == 't';
            return keyword(c == 't' ? "true" : "false");
        default: return (is_digit(c) || c == '+' || c == '-' || c == '.') && number(into);
    }
}

std::string_view Parser::word() {
    std::size_t const begin = at_;
    while (at_ < bytes_.size() && is_regular(bytes_[at_])) ++at_;
    return bytes_.substr(begin, at_ - begin);
}

bool Parser::number(Object& into) {
    if (std::size_t const after = read_short_number(bytes_, at_, into); after != 0) {
        at_ = after;
    } else {
        std::string_view text = word();
        if (text.starts_with('+')) text.remove_prefix(1);
        char const* const last = text.data() + text.size();
        bool const has_point = text.find('.') != text.npos;
        into.kind = has_point ? Object::Kind::Real : Object::Kind::Integer;
        auto const [end, error] =
            has_point ? std::from_chars(text.data(), last, into.real, std::chars_format::fixed) : std::from_chars(text.data(), last, into.integer);
        if (error != std::errc() || end != last) return false;
    }
    bool const may_refer = syntax_ != Syntax::Content && into.is(Object::Kind::Integer) && into.integer >= 0;
    if (may_refer && into.integer <= std::numeric_limits<std::uint32_t>::max()) take_reference(into);
    return true;
}

/// Makes a reference of an integer that its generation and an R follow.
void Parser::take_reference(Object& number) {
    if (peek() == ' ' && peek(1) == '0' && peek(2) == ' ' && peek(3) == 'R' && !is_regular(peek(4))) {  // nearly all
        number.kind = Object::Kind::Reference;
        number.generation = 0;
        at_ += 4;
        return;
    }
    std::size_t const after = at_;
    skip_blanks();
    std::optional<std::uint64_t> const generation = is_digit(peek()) ? unsigned_integer() : std::nullopt;
    if (generation && *generation <= 65535 && keyword("R")) {
        number.kind = Object::Kind::Reference;
        number.generation = static_cast<std::uint32_t>(*generation);
    } else {
        at_ = after;
    }
}

/// Takes a reference into the list that an array ends with.
bool Parser::pack_reference(Object& list) {
    std::size_t const before = at_;
    std::optional<std::uint64_t> const number = is_digit(peek()) ? unsigned_integer() : std::nullopt;
    skip_blanks();
    std::optional<std::uint64_t> const generation = number && is_digit(peek()) ? unsigned_integer() : std::nullopt;
    if (!generation || *number > std::numeric_limits<std::uint32_t>::max() || *generation > 65535 || references_ >= kMostPacked || !keyword("R")) {
        at_ = before;
        return false;
    }
    ++references_;
    if (!list.items.back().is(Object::Kind::References)) list.items.emplace_back().kind = Object::Kind::References;
    list.items.back().pack(static_cast<std::uint32_t>(*number));
    return true;
}

bool Parser::literal_string(Object& into) {
    into.kind = Object::Kind::String;
    ++at_;
    for (int open = 1; at_ < bytes_.size();) {
        std::size_t const begin = at_;
        while (at_ < bytes_.size() && !has_meaning(bytes_[at_])) ++at_;
        into.text.append(bytes_, begin, at_ - begin);
        if (at_end()) break;
        char c = bytes_[at_++];
        if (c == '(') ++open;
        if (c == ')' && --open == 0) return true;
        if (c == '\r') {  // every end of line is a line feed
            if (peek() == '\n') ++at_;
            c = '\n';
        } else if (c == '\\') {
            if (at_end()) return false;
            c = bytes_[at_++];
            if (c >= '0' && c <= '7') {
                int code = c - '0';
                for (int i = 0; i < 2 && peek() >= '0' && peek() <= '7' && !at_end(); ++i) code = 8 * code + (bytes_[at_++] - '0');
                c = static_cast<char>(code & 0xFF);
            } else if (c == '\r' || c == '\n') {  // a line that goes on
                if (c == '\r' && peek() == '\n') ++at_;
                continue;
            } else {
                std::string_view const letters = "nrtbf", meant = "\n\r\t\b\f";
                if (std::size_t const i = letters.find(c); i != letters.npos) c = meant[i];
            }
        }
        into.text += c;
    }
    return false;
}

bool Parser::hex_string(Object& into) {
    into.kind = Object::Kind::String;
    ++at_;
    int high = -1;
    for (; at_ < bytes_.size(); ++at_) {
        char const c = bytes_[at_];
        if (is_white(c)) continue;
        if (c == '>') {
            ++at_;
            if (high >= 0) into.text += static_cast<char>(high << 4);
            return true;
        }
        int const digit = hex_value(c);
        if (digit < 0) return false;
        if (high < 0) {
            high = digit;
        } else {
            into.text += static_cast<char>((high << 4) | digit);
            high = -1;
        }
    }
    return false;
}

bool Parser::name(std::string& into) {
    ++at_;
    for (std::size_t begin = at_;; begin = at_) {
        while (at_ < bytes_.size() && is_regular(bytes_[at_]) && bytes_[at_] != '#') ++at_;
        into.append(bytes_, begin, at_ - begin);
        if (peek() != '#') return true;
        int const high = hex_value(peek(1)), low = hex_value(peek(2));
        if (high < 0 || low < 0) return false;
        into += static_cast<char>((high << 4) | low);
        at_ += 3;
    }
}

bool Parser::array(Object& into, int depth) {
    into.kind = Object::Kind::Array;
    ++at_;
    for (;;) {
        skip_blanks();
        if (peek() == ']') {
            ++at_;
            return true;
        }
        if (depth == packed_depth_ && into.items.size() >= kPackedFrom && pack_reference(into)) continue;
        if (into.items.empty()) into.items.reserve(kFewItems);
        if (!read(into.items.emplace_back(), depth + 1)) return false;
    }
}

bool Parser::dictionary(Object& into, int depth) {
    into.kind = Object::Kind::Dictionary;
    at_ += 2;
    for (;;) {
        skip_blanks();
        if (peek() == '>' && peek(1) == '>') {
            at_ += 2;
            return true;
        }
        if (peek() != '/') return false;
        if (into.keys.empty()) {
            into.keys.reserve(kFewItems);
            into.items.reserve(kFewItems);
        }
        std::string& key = into.keys.emplace_back();
        if (!name(key)) return false;
        if (depth == 0 && syntax_ == Syntax::Packed) packed_depth_ = key == "K" ? 1 : key == "Nums" ? 2 : -1;
        if (!read(into.items.emplace_back(), depth + 1)) return false;
    }
}

}  // namespace offprint::reader
