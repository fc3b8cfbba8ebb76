#include "reader/parser.h"

#include <charconv>
#include <limits>

namespace offprint::reader {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_regular(char c) { return !is_white(c) && !is_delimiter(c); }

int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

Object of_kind(Object::Kind kind) {
    Object object;
    object.kind = kind;
    return object;
}

}  // namespace

bool is_white(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0'; }
bool is_delimiter(char c) { return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}' || c == '/' || c == '%'; }

Object const& Object::operator[](std::string_view key) const {
    static Object const nothing;
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (keys[i] == key) return items[i];
    return nothing;
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
    std::size_t const begin = at_;
    while (at_ < bytes_.size() && is_regular(bytes_[at_])) ++at_;
    return bytes_.substr(begin, at_ - begin);
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

std::optional<Object> Parser::value(int depth) {
    if (depth > kDeepest || ++values_ > kMostValues) return std::nullopt;
    skip_blanks();
    char const c = peek();
    if (at_end()) return std::nullopt;
    if (c == '/') {
        auto word = name();
        if (!word) return std::nullopt;
        Object object = of_kind(Object::Kind::Name);
        object.text = std::move(*word);
        return object;
    }
    if (c == '(') return literal_string();
    if (c == '[') return array(depth);
    if (c == '<') return peek(1) == '<' ? dictionary(depth) : hex_string();
    if (is_digit(c) || c == '+' || c == '-' || c == '.') return number();
    if (keyword("null")) return Object{};
    for (bool const truth : {true, false}) {
        if (!keyword(truth ? "true" : "false")) continue;
        Object object = of_kind(Object::Kind::Boolean);
        object.boolean = truth;
        return object;
    }
    return std::nullopt;
}

std::optional<Object> Parser::number() {
    std::size_t const begin = at_;
    while (at_ < bytes_.size() && is_regular(bytes_[at_])) ++at_;
    std::string_view word = bytes_.substr(begin, at_ - begin);
    if (word.starts_with('+')) word.remove_prefix(1);
    if (word.find('.') != word.npos) {
        Object object = of_kind(Object::Kind::Real);
        auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), object.real, std::chars_format::fixed);
        if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
        return object;
    }
    Object object = of_kind(Object::Kind::Integer);
    auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), object.integer);
    if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
    if (object.integer < 0 || object.integer > std::numeric_limits<std::uint32_t>::max()) return object;
    std::size_t const after = at_;
    if (auto const generation = unsigned_integer(); generation && *generation <= 65535 && keyword("R")) {
        object.kind = Object::Kind::Reference;
        object.generation = static_cast<std::uint32_t>(*generation);
        return object;
    }
    at_ = after;
    return object;
}

std::optional<Object> Parser::literal_string() {
    Object object = of_kind(Object::Kind::String);
    ++at_;
    for (int open = 1; at_ < bytes_.size();) {
        char c = bytes_[at_++];
        if (c == '(') ++open;
        if (c == ')' && --open == 0) return object;
        if (c == '\r') {  // every end of line is a line feed
            if (peek() == '\n') ++at_;
            c = '\n';
        } else if (c == '\\') {
            if (at_end()) return std::nullopt;
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
        object.text += c;
    }
    return std::nullopt;
}

std::optional<Object> Parser::hex_string() {
    Object object = of_kind(Object::Kind::String);
    ++at_;
    int high = -1;
    for (; at_ < bytes_.size(); ++at_) {
        char const c = bytes_[at_];
        if (is_white(c)) continue;
        if (c == '>') {
            ++at_;
            if (high >= 0) object.text += static_cast<char>(high << 4);
            return object;
        }
        int const digit = hex_value(c);
        if (digit < 0) return std::nullopt;
        if (high < 0) {
            high = digit;
        } else {
            object.text += static_cast<char>((high << 4) | digit);
            high = -1;
        }
    }
    return std::nullopt;
}

std::optional<std::string> Parser::name() {
    std::string out;
    for (++at_; at_ < bytes_.size() && is_regular(bytes_[at_]); ++at_) {
        if (bytes_[at_] != '#') {
            out += bytes_[at_];
            continue;
        }
        int const high = hex_value(peek(1)), low = hex_value(peek(2));
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>((high << 4) | low);
        at_ += 2;
    }
    return out;
}

std::optional<Object> Parser::array(int depth) {
    Object object = of_kind(Object::Kind::Array);
    ++at_;
    for (;;) {
        skip_blanks();
        if (peek() == ']' && !at_end()) {
            ++at_;
            return object;
        }
        auto item = value(depth + 1);
        if (!item) return std::nullopt;
        object.items.push_back(std::move(*item));
    }
}

std::optional<Object> Parser::dictionary(int depth) {
    Object object = of_kind(Object::Kind::Dictionary);
    at_ += 2;
    for (;;) {
        skip_blanks();
        if (peek() == '>' && peek(1) == '>') {
            at_ += 2;
            return object;
        }
        if (peek() != '/') return std::nullopt;
        auto key = name();
        if (!key) return std::nullopt;
        auto item = value(depth + 1);
        if (!item) return std::nullopt;
        object.keys.push_back(std::move(*key));
        object.items.push_back(std::move(*item));
    }
}

}  // namespace offprint::reader
