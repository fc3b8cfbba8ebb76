#include "data/yaml_quick.h"

#include <algorithm>
#include <string>

#include "base/utf8.h"

namespace offprint::data {
namespace {

constexpr int kMostDepth = 40;
constexpr std::size_t kNone = std::string_view::npos;

/// Thrown where the text is not plain.
struct NotPlain {};

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_null_word(std::string_view word) { return word == "null" || word == "Null" || word == "NULL"; }

/// A line without its end: where it begins and its indent.
struct Line {
    std::size_t begin = 0, end = 0, indent = 0;
};

class Walker {
public:
    Walker(std::string_view text, YAML::EventHandler& handler) : text_(text), handler_(handler) {}

    void document() {
        refuse_strange_bytes();
        next_content_line();
        if (at_end_ || line_.indent != 0) throw NotPlain{};
        handler_.OnDocumentStart(mark(line_.begin));
        if (is_item(line_.begin)) {
            block_list(0, 0);
        } else {
            block_map(0, line_.begin, 0);
        }
        if (!at_end_) throw NotPlain{};
        handler_.OnDocumentEnd();
    }

private:
    // --- Lines ---

    void refuse_strange_bytes() const {
        for (char const c : text_) {
            auto const byte = static_cast<unsigned char>(c);
            if ((byte < 0x20 && c != '\n') || byte == 0x7F) throw NotPlain{};
        }
        if (text_.starts_with("\xEF\xBB\xBF") || text_.find("\u0085") != kNone) throw NotPlain{};
    }
    Line line_at(std::size_t begin) const {
        Line line;
        line.begin = begin;
        line.end = std::min(text_.find('\n', begin), text_.size());
        while (line.begin + line.indent < line.end && text_[line.begin + line.indent] == ' ') ++line.indent;
        return line;
    }
    bool is_blank(Line const& line) const { return line.begin + line.indent == line.end; }
    /// Moves to the next line that says something: neither blank nor a comment.
    void next_content_line() {
        for (; next_ < text_.size(); next_ = line_.end + 1) {
            line_ = line_at(next_);
            if (is_blank(line_) || text_[line_.begin + line_.indent] == '#') continue;
            next_ = line_.end + 1;
            std::string_view const words = text_.substr(line_.begin, line_.end - line_.begin);
            if (words.starts_with("---") || words.starts_with("...") || words.starts_with('%')) throw NotPlain{};
            return;
        }
        at_end_ = true;
    }
    YAML::Mark mark(std::size_t at) const {
        YAML::Mark mark;
        mark.pos = static_cast<int>(at);
        mark.column = static_cast<int>(at - line_.begin);
        return mark;
    }
    bool is_item(std::size_t at) const { return text_[at] == '-' && at + 1 < line_.end && text_[at + 1] == ' '; }

    // --- Block structure ---

    /// A map whose keys stand at column `indent`; the first at `at`, which may follow a list's dash.
    void block_map(std::size_t indent, std::size_t at, int depth) {
        if (depth > kMostDepth) throw NotPlain{};
        handler_.OnMapStart(mark(at), "?", 0, YAML::EmitterStyle::Block);
        for (;;) {
            std::size_t const after = block_key(at);
            block_value(indent, after, depth, true);
            if (at_end_ || line_.indent < indent) break;
            if (line_.indent > indent) throw NotPlain{};
            at = line_.begin + indent;
            if (is_item(at)) throw NotPlain{};
        }
        handler_.OnMapEnd();
    }
    /// Letters, digits and hyphens, or a quoted text; gives where its colon ends.
    std::size_t block_key(std::size_t at) {
        std::size_t end = at;
        if (text_[at] == '"' || text_[at] == '\'') {
            end = quoted(at);
        } else {
            if (!is_letter(text_[at])) throw NotPlain{};
            while (end < line_.end && (is_letter(text_[end]) || is_digit(text_[end]) || text_[end] == '-')) ++end;
            plain(at, end);
        }
        if (end >= line_.end || text_[end] != ':' || (end + 1 < line_.end && text_[end + 1] != ' ')) throw NotPlain{};
        return end + 1;
    }
    void block_list(std::size_t indent, int depth) {
        if (depth > kMostDepth) throw NotPlain{};
        handler_.OnSequenceStart(mark(line_.begin + indent), "?", 0, YAML::EmitterStyle::Block);
        while (!at_end_ && line_.indent == indent) {
            std::size_t const dash = line_.begin + indent;
            if (!is_item(dash)) break;  // a map's next key may stand at its list's column
            std::size_t at = dash + 1;
            while (at < line_.end && text_[at] == ' ') ++at;
            if (at == line_.end || text_[at] == '#' || is_item(at)) throw NotPlain{};
            if (starts_map(at)) {
                block_map(at - line_.begin, at, depth + 1);
            } else {
                block_value(indent, at, depth, false);
            }
        }
        if (!at_end_ && line_.indent > indent) throw NotPlain{};
        handler_.OnSequenceEnd();
    }
    /// Does a key stand here? Only such keys as `block_key` takes.
    bool starts_map(std::size_t at) const {
        if (!is_letter(text_[at])) return false;
        while (at < line_.end && (is_letter(text_[at]) || is_digit(text_[at]) || text_[at] == '-')) ++at;
        return at < line_.end && text_[at] == ':' && (at + 1 == line_.end || text_[at + 1] == ' ');
    }
    /// What follows a key or a dash; afterwards the next line is the current one. `of_map`: the value may stand on the lines below.
    void block_value(std::size_t indent, std::size_t at, int depth, bool of_map) {
        while (at < line_.end && text_[at] == ' ') ++at;
        bool const nothing = at == line_.end || (text_[at] == '#' && text_[at - 1] == ' ');
        if (nothing && of_map) return value_below(indent, depth);
        if (nothing) throw NotPlain{};
        char const first = text_[at];
        if (first == '|' || first == '>') return literal(indent, at);
        std::size_t end = at;
        if (first == '"' || first == '\'') {
            end = quoted(at);
        } else if (first == '[' || first == '{') {
            end = flow(at, depth);
        } else {
            end = plain_end(at, false);
            plain(at, end);
        }
        while (end < line_.end && text_[end] == ' ') ++end;
        if (end < line_.end && (text_[end] != '#' || text_[end - 1] != ' ')) throw NotPlain{};
        next_content_line();
        if (!at_end_ && line_.indent > indent) throw NotPlain{};  // a scalar that goes on, or a fault
    }
    void value_below(std::size_t indent, int depth) {
        next_content_line();
        if (at_end_ || line_.indent < indent) throw NotPlain{};
        std::size_t const at = line_.begin + line_.indent;
        if (is_item(at)) return block_list(line_.indent, depth + 1);
        if (line_.indent == indent || !(starts_map(at) || text_[at] == '"' || text_[at] == '\'')) throw NotPlain{};
        block_map(line_.indent, at, depth + 1);
    }

    // --- Scalars ---

    void scalar(std::size_t at, char const* tag, std::string const& value) { handler_.OnScalar(mark(at), tag, 0, value); }
    void plain(std::size_t at, std::size_t end) {
        value_.assign(text_, at, end - at);
        if (is_null_word(value_)) throw NotPlain{};
        scalar(at, "?", value_);
    }
    /// End of an unquoted scalar, blanks left out.
    std::size_t plain_end(std::size_t at, bool in_flow) const {
        constexpr std::string_view kIndicators = "?:,[]{}#&*!|>'\"%@`~";
        bool const dash = text_[at] == '-' && (at + 1 == line_.end || !(is_letter(text_[at + 1]) || is_digit(text_[at + 1])));
        if (kIndicators.find(text_[at]) != kNone || dash) throw NotPlain{};
        std::size_t end = at;
        for (std::size_t i = at; i < line_.end; ++i) {
            char const c = text_[i];
            if (c == ' ') continue;
            if (c == '#' && text_[i - 1] == ' ') break;
            if (in_flow && (c == ',' || c == ']' || c == '}')) break;
            if (in_flow && (c == '[' || c == '{' || c == '?' || c == '#')) throw NotPlain{};
            if (c == ':') {
                bool const splits = i + 1 == line_.end || text_[i + 1] == ' ';
                if (in_flow && splits) break;
                if (splits || in_flow) throw NotPlain{};
            }
            end = i + 1;
        }
        return end;
    }
    /// A quoted scalar that ends on its line; gives where.
    std::size_t quoted(std::size_t at) {
        char const quote = text_[at];
        value_.clear();
        std::size_t i = at + 1;
        for (; i < line_.end && text_[i] != quote; ++i) {
            if (quote == '"' && text_[i] == '\\') {
                i += 1;
                std::string_view const known = "\"\\/n", here = text_.substr(i, 1);
                if (i >= line_.end || known.find(here) == kNone) throw NotPlain{};
                if (text_[i] == 'n') {
                    value_ += '\n';
                    continue;
                }
            }
            value_ += text_[i];
        }
        bool const doubled = quote == '\'' && i + 1 < line_.end && text_[i + 1] == quote;
        if (i >= line_.end || doubled) throw NotPlain{};
        scalar(at, "!", value_);
        return i + 1;
    }
    /// A literal block ("|" or "|-"): the lines below that are indented more, as they stand. A folded one (">") has one paragraph only.
    void literal(std::size_t indent, std::size_t at) {
        bool const folds = text_[at] == '>', strip = at + 1 < line_.end && text_[at + 1] == '-';
        if (at + 1 + strip != line_.end) throw NotPlain{};
        YAML::Mark const place = mark(at);
        value_.clear();
        std::size_t content = 0, blanks = 0;
        for (; next_ < text_.size(); next_ = line_.end + 1) {
            line_ = line_at(next_);
            if (is_blank(line_)) {
                if (content == 0 || line_.indent > content) throw NotPlain{};
                ++blanks;
                continue;
            }
            if (content == 0) content = line_.indent;
            if (line_.indent < content) break;
            if (content <= indent || (folds && (blanks > 0 || line_.indent > content))) throw NotPlain{};
            if (!value_.empty()) value_.append(blanks + 1, folds ? ' ' : '\n');
            blanks = 0;
            value_.append(text_, line_.begin + content, line_.end - line_.begin - content);
        }
        if (value_.empty()) throw NotPlain{};
        bool const ended = text_.ends_with('\n') || next_ < text_.size();
        if (!ended) throw NotPlain{};
        if (!strip) value_ += '\n';
        handler_.OnScalar(place, "!", 0, value_);
        next_content_line();
        if (!at_end_ && line_.indent > indent) throw NotPlain{};
    }

    // --- Flow collections, on one line ---

    std::size_t skip_blanks(std::size_t at) const {
        while (at < line_.end && text_[at] == ' ') ++at;
        if (at >= line_.end) throw NotPlain{};
        return at;
    }
    std::size_t flow(std::size_t at, int depth) {
        if (depth > kMostDepth) throw NotPlain{};
        bool const map = text_[at] == '{';
        char const close = map ? '}' : ']';
        if (map) {
            handler_.OnMapStart(mark(at), "?", 0, YAML::EmitterStyle::Flow);
        } else {
            handler_.OnSequenceStart(mark(at), "?", 0, YAML::EmitterStyle::Flow);
        }
        at = skip_blanks(at + 1);
        while (text_[at] != close) {
            if (map) at = flow_key(at);
            at = skip_blanks(flow_value(at, depth + 1));
            if (text_[at] == close) break;
            if (text_[at] != ',') throw NotPlain{};
            at = skip_blanks(at + 1);
            if (text_[at] == close) throw NotPlain{};
        }
        if (map) {
            handler_.OnMapEnd();
        } else {
            handler_.OnSequenceEnd();
        }
        return at + 1;
    }
    std::size_t flow_key(std::size_t at) {
        bool const quotes = text_[at] == '"' || text_[at] == '\'';
        if (!quotes && !is_letter(text_[at])) throw NotPlain{};
        std::size_t end = quotes ? quoted(at) : plain_end(at, true);
        if (!quotes) plain(at, end);
        if (end + 1 >= line_.end || text_[end] != ':' || text_[end + 1] != ' ') throw NotPlain{};
        return skip_blanks(end + 1);
    }
    std::size_t flow_value(std::size_t at, int depth) {
        char const first = text_[at];
        if (first == '[' || first == '{') return flow(at, depth);
        if (first == '"' || first == '\'') return quoted(at);
        std::size_t const end = plain_end(at, true);
        plain(at, end);
        return end;
    }

    std::string_view text_;
    YAML::EventHandler& handler_;
    Line line_;
    std::size_t next_ = 0;  // start of the line after the current one
    bool at_end_ = false;
    std::string value_;
};

}  // namespace

bool walk_plain_yaml(std::string_view text, YAML::EventHandler& handler) {
    try {
        Walker(text, handler).document();
    } catch (NotPlain const&) { return false; }
    return true;
}

}  // namespace offprint::data
