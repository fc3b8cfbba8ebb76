#include "bind/query_text.h"

#include <algorithm>

#include "fmt/format.h"

namespace offprint::bind {
namespace {

constexpr std::size_t kLongestQuery = 1u << 20;

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_name(char c) { return is_name_start(c) || (c >= '0' && c <= '9'); }

/// After the quote that closes the one at `at`; a doubled one does not. In PostgreSQL's E'…' a backslash takes the next character along.
std::size_t after_quoted(std::string_view sql, std::size_t at, bool escapes) {
    char const quote = sql[at];
    for (++at; at < sql.size(); ++at) {
        if (escapes && sql[at] == '\\') {
            ++at;
        } else if (sql[at] == quote) {
            if (at + 1 >= sql.size() || sql[at + 1] != quote) return at + 1;
            ++at;
        }
    }
    return sql.size();
}

/// After what is no text of the query proper at `at` (a string, a quoted name, a comment, `::`); `at` where there is none of it.
std::size_t after_other(std::string_view sql, std::size_t at) {
    std::string_view const rest = sql.substr(at);
    if (rest.front() == '\'') {
        bool const escapes = at > 0 && (sql[at - 1] == 'E' || sql[at - 1] == 'e') && (at < 2 || !is_name(sql[at - 2]));
        return after_quoted(sql, at, escapes);
    }
    if (rest.front() == '"' || rest.front() == '`') return after_quoted(sql, at, false);
    if (rest.starts_with("--")) return std::min(sql.find('\n', at), sql.size());
    if (rest.starts_with("/*")) {
        std::size_t const end = sql.find("*/", at + 2);
        return end == std::string_view::npos ? sql.size() : end + 2;
    }
    if (rest.starts_with("::")) return at + 2;
    if (rest.front() == '$' && (at == 0 || !is_name(sql[at - 1]))) {  // $tag$ … $tag$
        std::size_t end = at + 1;
        while (end < sql.size() && is_name(sql[end])) ++end;
        if (end < sql.size() && sql[end] == '$' && (end == at + 1 || is_name_start(sql[at + 1]))) {
            std::string_view const tag = sql.substr(at, end - at + 1);
            std::size_t const close = sql.find(tag, end + 1);
            return close == std::string_view::npos ? sql.size() : close + tag.size();
        }
    }
    return at;
}

std::string first_word(std::string_view sql) {
    for (std::size_t at = 0; at < sql.size();) {
        if (std::string_view(" \t\r\n(").find(sql[at]) != std::string_view::npos) {
            ++at;
        } else if (sql.substr(at).starts_with("--") || sql.substr(at).starts_with("/*")) {
            at = after_other(sql, at);
        } else {
            std::string word;
            for (; at < sql.size() && is_name(sql[at]); ++at) word += static_cast<char>(sql[at] | 0x20);
            return word;
        }
    }
    return {};
}

}  // namespace

std::vector<std::string> QueryText::names() const {
    std::vector<std::string> out;
    for (QueryParameter const& one : parameters)
        if (std::find(out.begin(), out.end(), one.name) == out.end()) out.push_back(one.name);
    return out;
}

std::optional<QueryText> read_query(SourcedText sql, Diagnostics& diagnostics) {
    std::string_view const text = sql.text;
    if (text.size() > kLongestQuery) {
        diagnostics.error("E343", sql.span(0, 1), fmt::format("a query has at most {} bytes", kLongestQuery));
        return std::nullopt;
    }
    if (std::size_t const braces = text.find("{{"); braces != std::string_view::npos) {
        diagnostics.error("E341", sql.span(braces, braces + 2), "an expression cannot be written into a query", "write :name, and give its value under 'bind'");
        return std::nullopt;
    }
    std::string const word = first_word(text);
    if (word != "select" && word != "with" && word != "values" && word != "table") {
        diagnostics.error("E340", sql.span(), "a query must be a SELECT", "it begins with SELECT, WITH, VALUES or TABLE");
        return std::nullopt;
    }
    QueryText out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const after = after_other(text, at);
        if (after > at) {
            at = after;
        } else if (text[at] == ':' && at + 1 < text.size() && is_name_start(text[at + 1])) {
            std::size_t end = at + 1;
            while (end < text.size() && is_name(text[end])) ++end;
            out.parameters.push_back({std::string(text.substr(at + 1, end - at - 1)), at, end});
            at = end;
        } else {
            ++at;
        }
    }
    out.sql = std::move(sql);
    return out;
}

std::string numbered(QueryText const& query) {
    std::vector<std::string> const names = query.names();
    std::string out;
    std::size_t at = 0;
    for (QueryParameter const& one : query.parameters) {
        auto const number = std::find(names.begin(), names.end(), one.name) - names.begin() + 1;
        out += query.sql.text.substr(at, one.begin - at) + fmt::format("${}", number);
        at = one.end;
    }
    return out + query.sql.text.substr(at);
}

std::size_t unnumbered(QueryText const& query, std::size_t at) {
    std::vector<std::string> const names = query.names();
    std::size_t shift = 0;  // how much later a place stands in the author's text
    for (QueryParameter const& one : query.parameters) {
        std::size_t const written = one.end - one.begin;
        std::size_t const made = fmt::format("${}", std::find(names.begin(), names.end(), one.name) - names.begin() + 1).size();
        if (one.begin >= at + shift) break;
        shift += written - std::min(written, made);
    }
    return std::min(at + shift, query.sql.text.size());
}

}  // namespace offprint::bind
