#include "blocks/highlight.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace offprint::blocks {
namespace {

using Words = std::span<std::string_view const>;

/// A string from `open` to the first `close` that no `escape` stands before.
struct StringRule {
    std::string_view open, close;
    char escape = 0;
    bool lines = false;  // may hold line breaks
};

/// What a language is made of. Everything that tells two languages apart is here.
struct Syntax {
    std::string_view name;
    Words keywords;                         // sorted; in lower case where case does not matter
    Words literals;                         // true, null: coloured as numbers
    std::span<StringRule const> strings{};  // a longer opening before its own beginning
    std::string_view line_comment{}, block_open{}, block_close{};
    std::string_view string_prefixes{};  // letters that may stand right before a string: f"..."
    bool ignore_case = false;
    bool after_space = false;    // comments and quotes begin only at a line's start or after a blank or a bracket
    bool string_keys = false;    // a string before a colon is a name
    bool bare_keys = false;      // words before a colon and a blank are a name
    char variable = 0;           // begins a name: $HOME, ${HOME}
    char directive = 0;          // begins a keyword as the first character of a line: #include
    std::string_view in_word{};  // further characters of words
};

constexpr std::string_view kSqlWords[] = {
    "add",      "all",    "alter",     "and",   "as",        "asc",       "between", "by",    "case",      "cast",  "create", "cross", "delete", "desc",
    "distinct", "drop",   "else",      "end",   "except",    "exists",    "filter",  "first", "following", "from",  "full",   "group", "having", "in",
    "inner",    "insert", "intersect", "into",  "is",        "join",      "last",    "left",  "like",      "limit", "not",    "nulls", "offset", "on",
    "or",       "order",  "outer",     "over",  "partition", "preceding", "primary", "range", "recursive", "right", "row",    "rows",  "select", "set",
    "table",    "then",   "unbounded", "union", "update",    "using",     "values",  "view",  "when",      "where", "window", "with"};
constexpr std::string_view kSqlLiterals[] = {"false", "null", "true"};
constexpr std::string_view kJsonLiterals[] = {"false", "null", "true"};
constexpr std::string_view kYamlLiterals[] = {"false", "no", "null", "off", "on", "true", "yes", "~"};
constexpr std::string_view kPythonWords[] = {"and",  "as",     "assert", "async", "await",  "break",   "case",     "class", "continue",
                                             "def",  "del",    "elif",   "else",  "except", "finally", "for",      "from",  "global",
                                             "if",   "import", "in",     "is",    "lambda", "match",   "nonlocal", "not",   "or",
                                             "pass", "raise",  "return", "try",   "while",  "with",    "yield"};
constexpr std::string_view kPythonLiterals[] = {"False", "None", "True"};
constexpr std::string_view kCppWords[] = {
    "alignas", "auto",    "bool",      "break",     "case",      "catch",         "char",     "class",   "co_await",  "co_return", "co_yield",
    "concept", "const",   "consteval", "constexpr", "constinit", "continue",      "decltype", "default", "delete",    "do",        "double",
    "else",    "enum",    "explicit",  "export",    "extern",    "float",         "for",      "friend",  "if",        "inline",    "int",
    "long",    "mutable", "namespace", "new",       "noexcept",  "operator",      "override", "private", "protected", "public",    "requires",
    "return",  "short",   "signed",    "sizeof",    "static",    "static_assert", "struct",   "switch",  "template",  "this",      "throw",
    "try",     "typedef", "typename",  "union",     "unsigned",  "using",         "virtual",  "void",    "volatile",  "while"};
constexpr std::string_view kCppLiterals[] = {"false", "nullptr", "true"};
constexpr std::string_view kBashWords[] = {"break",  "case", "cd",    "continue", "do",   "done", "echo",  "elif",   "else", "esac",     "exit",
                                           "export", "fi",   "for",   "function", "if",   "in",   "local", "printf", "read", "readonly", "return",
                                           "select", "set",  "shift", "source",   "then", "trap", "unset", "until",  "while"};

constexpr StringRule kJsonStrings[] = {{"\"", "\"", '\\'}};
constexpr StringRule kYamlStrings[] = {{"\"", "\"", '\\', true}, {"'", "'", 0, true}};
constexpr StringRule kSqlStrings[] = {{"'", "'", 0, true}};
constexpr StringRule kPythonStrings[] = {{"\"\"\"", "\"\"\"", '\\', true}, {"'''", "'''", '\\', true}, {"\"", "\"", '\\'}, {"'", "'", '\\'}};
constexpr StringRule kCppStrings[] = {{"R\"(", ")\"", 0, true}, {"\"", "\"", '\\'}, {"'", "'", '\\'}};
constexpr StringRule kBashStrings[] = {{"\"", "\"", '\\', true}, {"'", "'", 0, true}};

constexpr Syntax json_syntax() {
    Syntax s{"json", {}, kJsonLiterals, kJsonStrings};
    s.string_keys = true;
    return s;
}
constexpr Syntax yaml_syntax() {
    Syntax s{"yaml", {}, kYamlLiterals, kYamlStrings, "#"};
    s.after_space = s.bare_keys = s.string_keys = true;
    s.in_word = "-./~";
    return s;
}
constexpr Syntax sql_syntax() {
    Syntax s{"sql", kSqlWords, kSqlLiterals, kSqlStrings, "--", "/*", "*/"};
    s.ignore_case = true;
    return s;
}
constexpr Syntax python_syntax() {
    Syntax s{"python", kPythonWords, kPythonLiterals, kPythonStrings, "#"};
    s.string_prefixes = "bBfFrRuU";
    s.directive = '@';
    return s;
}
constexpr Syntax cpp_syntax() {
    Syntax s{"cpp", kCppWords, kCppLiterals, kCppStrings, "//", "/*", "*/"};
    s.string_prefixes = "LuU8";
    s.directive = '#';
    return s;
}
constexpr Syntax bash_syntax() {
    Syntax s{"bash", kBashWords, {}, kBashStrings, "#"};
    s.after_space = true;
    s.variable = '$';
    s.in_word = "-";
    return s;
}
constexpr std::array kSyntaxes{bash_syntax(), cpp_syntax(), json_syntax(), python_syntax(), sql_syntax(), yaml_syntax()};
static_assert(std::all_of(kSyntaxes.begin(), kSyntaxes.end(), [](Syntax const& s) {
    return std::is_sorted(s.keywords.begin(), s.keywords.end()) && std::is_sorted(s.literals.begin(), s.literals.end());
}));

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

class Lexer {
public:
    Lexer(std::string_view text, Syntax const& syntax) : text_(text), syntax_(syntax) {}

    std::vector<CodeSpan> run() {
        while (at_ < text_.size()) {
            if (!comment() && !bare_key() && !string() && !name() && !number() && !word()) take(1, Token::Plain);
        }
        return std::move(spans_);
    }

private:
    bool starts(std::string_view part) const { return !part.empty() && text_.substr(at_).starts_with(part); }
    char before() const { return at_ == 0 ? '\n' : text_[at_ - 1]; }
    bool opens() const { return !syntax_.after_space || std::string_view("\n\t ([{,:;|&=").find(before()) != std::string_view::npos; }
    bool in_word(char c) const { return is_letter(c) || is_digit(c) || syntax_.in_word.find(c) != std::string_view::npos; }
    std::size_t line_end(std::size_t from) const { return std::min(text_.find('\n', from), text_.size()); }
    bool line_begins() const { return text_.substr(line_begin_, at_ - line_begin_).find_first_not_of(" \t") == std::string_view::npos; }

    /// Appends `length` bytes; neighbours of one kind become one span.
    void take(std::size_t length, Token token) {
        for (std::size_t i = at_; i < at_ + length; ++i) {
            if (text_[i] == '\n') line_begin_ = i + 1;
        }
        if (!spans_.empty() && spans_.back().token == token)
            spans_.back().end += length;
        else
            spans_.push_back({at_, at_ + length, token});
        at_ += length;
    }

    bool comment() {
        if (starts(syntax_.line_comment) && (!syntax_.after_space || is_blank(before()) || before() == '\n')) {
            take(line_end(at_) - at_, Token::Comment);
            return true;
        }
        if (!starts(syntax_.block_open)) return false;
        std::size_t const close = text_.find(syntax_.block_close, at_ + syntax_.block_open.size());
        take((close == std::string_view::npos ? text_.size() : close + syntax_.block_close.size()) - at_, Token::Comment);
        return true;
    }

    /// YAML: what stands before the first ": " or the ":" at the end of a line, after dashes.
    bool bare_key() {
        if (!syntax_.bare_keys || is_blank(text_[at_]) || text_[at_] == '\n' || text_[at_] == '"' || text_[at_] == '\'') return false;
        bool const in_map = before() == '{' || (before() == ' ' && at_ >= 2 && (text_[at_ - 2] == ',' || text_[at_ - 2] == '{'));
        bool const first = text_.substr(line_begin_, at_ - line_begin_).find_first_not_of(" -") == std::string_view::npos && !(text_[at_] == '-');
        if (!in_map && !first) return false;
        std::size_t end = at_;
        while (end < text_.size() && in_word(text_[end])) ++end;
        while (first && !in_map && end < text_.size() && end > at_ && text_[end] == ' ' && end + 1 < text_.size() && in_word(text_[end + 1])) {
            ++end;
            while (end < text_.size() && in_word(text_[end])) ++end;
        }
        if (end == at_ || end >= text_.size() || text_[end] != ':') return false;
        if (end + 1 < text_.size() && text_[end + 1] != ' ' && text_[end + 1] != '\n') return false;
        take(end - at_, Token::Name);
        return true;
    }

    bool string() {
        std::size_t prefix = 0;
        while (prefix < 2 && at_ + prefix < text_.size() && syntax_.string_prefixes.find(text_[at_ + prefix]) != std::string_view::npos) ++prefix;
        if (is_letter(before()) || is_digit(before())) return false;
        for (std::size_t const skip : {std::size_t{0}, prefix}) {
            for (StringRule const& rule : syntax_.strings) {
                if (!text_.substr(at_ + skip).starts_with(rule.open) || !opens()) continue;
                std::size_t const end = string_end(at_ + skip + rule.open.size(), rule);
                take(end - at_, is_key(end) ? Token::Name : Token::String);
                return true;
            }
        }
        return false;
    }

    std::size_t string_end(std::size_t at, StringRule const& rule) const {
        for (; at < text_.size(); ++at) {
            if (!rule.lines && text_[at] == '\n') return at;
            if (rule.escape != 0 && text_[at] == rule.escape && at + 1 < text_.size() && (rule.lines || text_[at + 1] != '\n')) {
                ++at;
            } else if (text_.substr(at).starts_with(rule.close)) {
                return at + rule.close.size();
            }
        }
        return text_.size();
    }

    bool is_key(std::size_t end) const {
        if (!syntax_.string_keys) return false;
        while (end < text_.size() && is_blank(text_[end])) ++end;
        return end < text_.size() && text_[end] == ':';
    }

    bool name() {
        if (syntax_.directive != 0 && text_[at_] == syntax_.directive && line_begins()) {
            std::size_t end = at_ + 1;
            while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]) || text_[end] == '.')) ++end;
            take(end - at_, Token::Keyword);
            return true;
        }
        if (syntax_.variable == 0 || text_[at_] != syntax_.variable || at_ + 1 >= text_.size()) return false;
        std::size_t end = at_ + 1;
        if (text_[end] == '{') {
            end = std::min(text_.find('}', end), line_end(end));
            if (end < text_.size() && text_[end] == '}') ++end;
        } else {
            while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) ++end;
            if (end == at_ + 1 && std::string_view("@#?*!").find(text_[end]) != std::string_view::npos) ++end;
        }
        if (end == at_ + 1) return false;
        take(end - at_, Token::Name);
        return true;
    }

    /// YAML: a value by itself, not a word of a sentence.
    bool alone(std::size_t end) const {
        std::size_t const first = text_.substr(0, at_).find_last_not_of(" \t");
        bool const begins = first == std::string_view::npos || std::string_view(":-[,{\n").find(text_[first]) != std::string_view::npos;
        while (end < text_.size() && is_blank(text_[end])) ++end;
        return begins && (end == text_.size() || std::string_view("\n,]}#").find(text_[end]) != std::string_view::npos);
    }

    bool number() {
        if (syntax_.bare_keys) return false;  // there a number is a word of its own
        bool const dot = text_[at_] == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]);
        if (!is_digit(text_[at_]) && !dot) return false;
        if (is_letter(before()) || is_digit(before())) return false;
        std::size_t end = at_;
        bool const quotes = !syntax_.block_open.empty() && !syntax_.ignore_case;  // 1'000 in C++
        for (; end < text_.size(); ++end) {
            char const c = text_[end], last = end > at_ ? text_[end - 1] : ' ';
            bool const sign = (c == '+' || c == '-') && (last == 'e' || last == 'E');
            if (!is_digit(c) && !is_letter(c) && c != '.' && !sign && !(quotes && c == '\'')) break;
        }
        take(end - at_, Token::Number);
        return true;
    }

    bool word() {
        std::size_t end = at_;
        while (end < text_.size() && in_word(text_[end])) ++end;
        if (end == at_) return false;
        std::string key(text_.substr(at_, end - at_));
        if (syntax_.ignore_case) {
            for (char& c : key) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
        if (syntax_.bare_keys) {
            bool const numeric = key.find_first_of("0123456789") != key.npos && key.find_first_not_of("0123456789.+-eE_T") == key.npos;
            bool const literal = std::binary_search(syntax_.literals.begin(), syntax_.literals.end(), std::string_view(key));
            take(end - at_, (numeric || literal) && alone(end) ? Token::Number : Token::Plain);
            return true;
        }
        auto has = [&](Words words) { return std::binary_search(words.begin(), words.end(), std::string_view(key)); };
        take(end - at_, has(syntax_.keywords) ? Token::Keyword : has(syntax_.literals) ? Token::Number : Token::Plain);
        return true;
    }

    std::string_view text_;
    Syntax const& syntax_;
    std::size_t at_ = 0, line_begin_ = 0;
    std::vector<CodeSpan> spans_;
};

}  // namespace

std::vector<CodeSpan> highlight(std::string_view text, std::string_view language) {
    auto const syntax = std::find_if(kSyntaxes.begin(), kSyntaxes.end(), [&](Syntax const& s) { return s.name == language; });
    if (syntax != kSyntaxes.end()) return Lexer(text, *syntax).run();
    if (text.empty()) return {};
    return {{0, text.size(), Token::Plain}};
}

}  // namespace offprint::blocks
