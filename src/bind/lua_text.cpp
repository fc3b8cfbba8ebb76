#include "bind/lua_text.h"

#include <algorithm>

#include "base/utf8.h"
#include "fmt/format.h"

namespace offprint::bind {
namespace {

using data::Datum;
using data::Decimal;

constexpr std::size_t kMostBytes = 16'384;
constexpr std::size_t kMostBrackets = 60;
constexpr std::size_t kNone = std::string::npos;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// What may stand right behind a number, and the power of ten that it means.
struct Unit {
    std::string_view name;
    int exponent;
};
constexpr Unit kUnits[] = {{"%", -2}, {"pp", -2}, {"bp", -4}, {"bps", -4}, {"x", 0}, {"d", 0}, {"K", 3}, {"M", 6}, {"B", 9}, {"T", 12}};

constexpr std::string_view kStatements[] = {"break", "do", "else",  "elseif", "end",    "for",  "function", "goto",
                                            "if",    "in", "local", "repeat", "return", "then", "until",    "while"};
constexpr std::string_view kWords[] = {"and", "or", "not", "nil", "true", "false"};

/// Signs of other languages, and of Lua where an expression has no use for them.
struct Refused {
    std::string_view sign, hint;
};
constexpr Refused kRefused[] = {
    {"!=", "'not equal' is written ~="},
    {"&&", "write 'and'"},
    {"||", "write 'or'"},
    {"//", "there is no whole quotient; write round(a / b)"},
    {"<<", ""},
    {">>", ""},
    {"--", "an expression has no comments; minus a negative number is written a - (-b)"},
    {"#", "how many there are is said by .count"},
    {"!", "write 'not'"},
    {"?", "write: condition and a or b"},
    {"&", "write 'and', or join texts with '..'"},
    {":", "members are had by a point: data.forecast.first"},
    {";", ""},
};
constexpr std::string_view kSigns[] = {"...", "..", "==", "~=", "<=", ">=", "+", "-", "*", "/", "%", "^",
                                       "<",   ">",  "(",  ")",  "{",  "}",  "[", "]", ",", "=", "|"};

template <class List>
bool contains(List const& list, std::string_view word) {
    return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

class Writer {
public:
    Writer(SourcedText const& expression, Diagnostics& diagnostics) : source_(expression), text_(expression.text), diagnostics_(diagnostics) {}

    std::optional<LuaText> write() {
        if (text_.size() > kMostBytes) return fail(0, 1, fmt::format("an expression has at most {} bytes", kMostBytes), ""), std::nullopt;
        out_.code = "local __k, __f, __p = ...\nreturn (\n";
        for (skip_blanks(); at_ < text_.size(); skip_blanks())
            if (!write_token()) return std::nullopt;
        if (!brackets_.empty()) return fail(brackets_.back(), brackets_.back() + 1, "this bracket is not closed", ""), std::nullopt;
        if (out_.places.empty()) return fail(0, text_.size(), "an expression is missing", "write what is printed here: {{ params.client }}"), std::nullopt;
        out_.code += ")";
        return std::move(out_);
    }

private:
    void skip_blanks() {
        while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    }
    bool fail(std::size_t begin, std::size_t end, std::string message, std::string hint) {
        diagnostics_.error("E350", source_.span(begin, std::max(end, begin)), std::move(message), std::move(hint));
        return false;
    }
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    void put(std::string_view code, std::size_t begin, std::size_t end) {
        out_.code += code;
        out_.code += '\n';
        out_.places.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
    void put_constant(Datum value, std::size_t begin) {
        out_.constants.push_back(std::move(value));
        put(fmt::format("__k[{}]", out_.constants.size()), begin, at_);
        filters_ = false;
    }

    bool write_token() {
        char const c = peek();
        if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return write_number();
        if (is_letter(c)) return write_name();
        if (c == '"' || c == '\'') return write_quoted();
        if (c == '[' && (peek(1) == '[' || peek(1) == '=')) return write_long_text();
        if (c == '.' && peek(1) != '.') return write_field();
        return write_sign();
    }

    bool write_number() {
        std::size_t const begin = at_;
        while (is_digit(peek()) || (peek() == '_' && is_digit(peek(1)))) ++at_;
        if (peek() == '.' && is_digit(peek(1))) {
            ++at_;
            while (is_digit(peek())) ++at_;
        }
        if ((peek() == 'e' || peek() == 'E') && (is_digit(peek(1)) || ((peek(1) == '-' || peek(1) == '+') && is_digit(peek(2))))) {
            at_ += 2;
            while (is_digit(peek())) ++at_;
        }
        auto number = data::parse_decimal(text_.substr(begin, at_ - begin));
        if (!number) return fail(begin, at_, "this number has more than 18 digits", "");
        std::size_t const unit = at_;
        if (peek() == '%') ++at_;
        while (unit == at_ ? is_letter(peek()) : text_[unit] != '%' && (is_letter(peek()) || is_digit(peek()))) ++at_;
        if (unit < at_) {
            std::string_view const name = text_.substr(unit, at_ - unit);
            auto const known = std::find_if(std::begin(kUnits), std::end(kUnits), [&](Unit const& u) { return u.name == name; });
            if (known == std::end(kUnits))
                return fail(unit, at_, fmt::format("a number has no unit '{}'", name.substr(0, 40)), "K M B T, %, pp, bp, x and d are known");
            number->exponent += known->exponent;
        }
        put_constant(Datum{*number}, begin);
        return true;
    }

    std::string_view take_name() {
        std::size_t const begin = at_;
        while (is_letter(peek()) || is_digit(peek())) ++at_;
        return text_.substr(begin, at_ - begin);
    }

    bool write_name() {
        std::size_t const begin = at_;
        std::string_view const name = take_name();
        if (contains(kStatements, name))
            return fail(begin, at_, fmt::format("'{}' cannot stand in an expression", name), "loops and conditions are 'for' and 'if' of a body");
        if (contains(kWords, name)) {
            filters_ = false;
            put(name, begin, at_);
            return true;
        }
        if (name[0] == '_') return fail(begin, at_, fmt::format("there is no name '{}'", name.substr(0, 40)), "names do not begin with an underscore");
        std::size_t const end = at_;
        skip_blanks();
        bool const called = peek() == '(' || (peek() == '{' && filters_);
        put(fmt::format("{}{}", filters_ ? "__p." : called ? "__f." : "", name), begin, end);
        if (filters_ && !called) put("()", begin, end);
        filters_ = false;
        return true;
    }

    bool write_field() {
        std::size_t const begin = at_++;
        skip_blanks();
        std::size_t const from = at_;
        std::string_view const name = take_name();
        if (name.empty() || is_digit(name[0]))
            return fail(begin, begin + 1, "behind a point stands a name", "a name with blanks or signs is written ['like this']");
        bool const word = contains(kStatements, name) || contains(kWords, name);
        put(word ? fmt::format("[\"{}\"]", name) : fmt::format(".{}", name), from, at_);
        return true;
    }

    bool write_quoted() {
        std::size_t const begin = at_;
        char const quote = text_[at_++];
        std::string value;
        for (;; ++at_) {
            if (at_ >= text_.size()) return fail(begin, begin + 1, "a quote is not closed", "");
            char c = text_[at_];
            if (c == quote) break;
            if (c == '\\') {
                c = peek(1);
                constexpr std::string_view kEscaped = "nt\\'\"{}", kMeant = "\n\t\\'\"{}";
                std::size_t const known = kEscaped.find(c);
                if (c == '\0' || known == kNone)
                    return fail(at_, std::min(at_ + 2, text_.size()), "a backslash stands before n, t, a quote, a brace or another backslash", "");
                c = kMeant[known];
                ++at_;
            }
            value += c;
        }
        ++at_;
        put_constant(Datum{std::move(value)}, begin);
        return true;
    }

    bool write_long_text() {
        std::size_t const begin = at_++;
        std::size_t level = 0;
        while (peek() == '=') ++level, ++at_;
        if (peek() != '[') return fail(begin, at_, "a text in long brackets begins with [[ or [=[", "");
        std::string const close = "]" + std::string(level, '=') + "]";
        std::size_t const end = text_.find(close, ++at_);
        if (end == kNone) return fail(begin, at_, "a text in long brackets is not closed", fmt::format("it ends with {}", close));
        std::string value(text_.substr(at_, end - at_));
        at_ = end + close.size();
        put_constant(Datum{std::move(value)}, begin);
        return true;
    }

    bool write_sign() {
        std::string_view const rest = text_.substr(at_);
        std::size_t const begin = at_;
        auto const refused = std::find_if(std::begin(kRefused), std::end(kRefused), [&](Refused const& r) { return rest.starts_with(r.sign); });
        if (refused != std::end(kRefused))
            return fail(begin, begin + refused->sign.size(), fmt::format("'{}' has no meaning in an expression", refused->sign), std::string(refused->hint));
        auto const sign = std::find_if(std::begin(kSigns), std::end(kSigns), [&](std::string_view s) { return rest.starts_with(s); });
        if (sign == std::end(kSigns) || *sign == "...") {
            std::size_t end = at_;
            utf8::next(text_, end);
            std::string const shown =
                static_cast<unsigned char>(text_[begin]) < 0x20 ? "this character" : fmt::format("'{}'", text_.substr(begin, end - begin));
            return fail(begin, end, fmt::format("{} has no meaning in an expression", shown), "texts stand in quotes");
        }
        at_ += sign->size();
        char const c = sign->front();
        if (sign->size() == 1 && !keep_brackets(c, begin)) return false;
        if (*sign == "=" && (brackets_.empty() || text_[brackets_.back()] != '{')) return fail(begin, at_, "'=' has no meaning here", "'equal' is written ==");
        put(*sign, begin, at_);
        if (*sign != "|") {
            filters_ = false;
            return true;
        }
        skip_blanks();
        if (!is_letter(peek())) return fail(begin, begin + 1, "behind '|' stands the name of a filter", "as in {{ facts.px | money(2) }}");
        filters_ = true;
        return true;
    }

    bool keep_brackets(char c, std::size_t at) {
        if (c == '(' || c == '[' || c == '{') {
            if (brackets_.size() == kMostBrackets) return fail(at, at + 1, fmt::format("brackets are nested more than {} deep", kMostBrackets), "");
            brackets_.push_back(at);
        }
        if (c == ')' || c == ']' || c == '}') {
            char const open = c == ')' ? '(' : c == ']' ? '[' : '{';
            if (brackets_.empty() || text_[brackets_.back()] != open) return fail(at, at + 1, "this bracket closes nothing", "");
            brackets_.pop_back();
        }
        return true;
    }

    SourcedText const& source_;
    std::string_view text_;
    Diagnostics& diagnostics_;
    LuaText out_;
    std::size_t at_ = 0;
    bool filters_ = false;  // a '|' was just read
    std::vector<std::size_t> brackets_;
};

}  // namespace

Stretch LuaText::place(std::uint32_t line, std::size_t size) const {
    auto const whole = Stretch{0, static_cast<std::uint32_t>(size)};
    if (line < kFirstLine || places.empty()) return whole;
    std::size_t const at = line - kFirstLine;
    return at < places.size() ? places[at] : Stretch{whole.end, whole.end};
}

std::optional<LuaText> write_lua(SourcedText const& expression, Diagnostics& diagnostics) { return Writer(expression, diagnostics).write(); }

std::size_t end_of_expression(std::string_view text, std::size_t at) {
    std::size_t depth = 0;
    for (; at < text.size(); ++at) {
        char const c = text[at];
        if (c == '"' || c == '\'') {
            for (++at; at < text.size() && text[at] != c; ++at)
                if (text[at] == '\\') ++at;
        } else if (c == '[' && (text.substr(at).starts_with("[[") || text.substr(at).starts_with("[="))) {
            std::size_t const open = text.find_first_not_of('=', at + 1);
            if (open == kNone || text[open] != '[') continue;
            std::string const close = "]" + std::string(open - at - 1, '=') + "]";
            std::size_t const end = text.find(close, open + 1);
            if (end == kNone) return kNone;
            at = end + close.size() - 1;
        } else if (c == '{') {
            ++depth;
        } else if (c == '}') {
            if (depth == 0 && text.substr(at).starts_with("}}")) return at;
            if (depth > 0) --depth;
        }
    }
    return kNone;
}

}  // namespace offprint::bind
