#include "data/yaml_messages.h"

namespace offprint::data {
namespace {

struct Explanation {
    std::string_view library, message, hint;
};

/// yaml-cpp's message, ours, what to do. The first whose text the message starts with wins.
constexpr Explanation kExplanations[] = {
    {"end of map not found", "this line does not belong to the map above it", "check its indentation, and that each key ends in ': '"},
    {"end of map flow not found", "a '{' is not closed by '}'", "text that holds braces, brackets or commas goes in quotes"},
    {"end of sequence not found", "this line does not belong to the list above it", "check its indentation, and that each item starts with '- '"},
    {"end of sequence flow not found", "a '[' is not closed by ']'", "text that holds braces, brackets or commas goes in quotes"},
    {"unknown token", "a value cannot start with this character", "put the value in quotes"},
    {"illegal document indicator in scalar", "'---' or '...' stands inside a quoted text", "close the quote before it"},
    {"illegal EOF in scalar", "a quoted text is not closed before the end of the file", "look for an opening quote without its partner"},
    {"illegal character in scalar", "this character cannot stand here", "put the value in quotes"},
    {"illegal tab when looking for indentation", "a tab cannot indent", "use spaces"},
    {"illegal flow end", "this bracket closes nothing", "text that holds braces or brackets goes in quotes"},
    {"illegal block entry", "a list item cannot stand here", "start it on a line of its own, or put the text in quotes"},
    {"illegal map key", "a key cannot stand here", "check the indentation of this line"},
    {"illegal map value", "a ':' cannot stand here", "a text that holds ': ' goes in quotes"},
    {"unexpected character in block scalar", "only a digit, '+' or '-' may follow '|' or '>'", "start the text on the next line"},
    {"cannot set zero indentation", "the indentation digit of '|' or '>' cannot be 0", "leave it out"},
    {"bad character found while scanning hex number", "an escape with '\\x', '\\u' or '\\U' needs 2, 4 or 8 hexadecimal digits",
     "in single quotes a backslash is plain text"},
    {"invalid unicode", "this escape is no Unicode character", ""},
    {"unknown escape character", "this escape does not exist", "write '\\\\' for a backslash, or use single quotes"},
    {"alias not found after *", "a value cannot start with '*'", "put the value in quotes"},
    {"anchor not found after &", "a value cannot start with '&'", "put the value in quotes"},
    {"illegal character found while scanning alias", "a value cannot start with '*'", "put the value in quotes"},
    {"illegal character found while scanning anchor", "a value cannot start with '&'", "put the value in quotes"},
    {"the referenced anchor is not defined", "a value cannot start with '*'", "put the value in quotes"},
};

/// The tab in a line's indentation, or npos.
std::size_t indenting_tab(std::string_view line) {
    std::size_t const first = line.find_first_not_of(' ');
    return first != std::string_view::npos && line[first] == '\t' ? first : std::string_view::npos;
}

}  // namespace

SyntaxMessage explain_syntax(std::string_view library_message, std::string_view line, std::size_t column) {
    if (std::size_t const tab = indenting_tab(line); tab != std::string_view::npos) return {"a tab cannot indent", "use spaces", tab};
    if (library_message.starts_with("unknown token") && column < line.size()) {
        return {std::string("a value cannot start with '") + line[column] + "'", "put the value in quotes", column};
    }
    if (library_message.starts_with("unknown escape")) {
        // The parser stops behind the escape; its backslash is what to look at.
        if (std::size_t const backslash = line.substr(0, column).rfind('\\'); backslash != std::string_view::npos) column = backslash;
    }
    for (Explanation const& e : kExplanations) {
        if (library_message.starts_with(e.library)) return {std::string(e.message), std::string(e.hint), column};
    }
    return {"this is not YAML: " + std::string(library_message), "", column};
}

std::size_t find_bare_expression(std::string_view line) {
    std::size_t at = line.find_first_not_of(" \t");
    // Over list dashes, then over a key.
    while (at != std::string_view::npos && line.substr(at).starts_with("- ")) at = line.find_first_not_of(" \t", at + 1);
    if (at == std::string_view::npos) return at;
    if (line.substr(at).starts_with("{{")) return at;
    for (std::size_t colon = line.find(':', at); colon != std::string_view::npos; colon = line.find(':', colon + 1)) {
        std::size_t const value = line.find_first_not_of(" \t", colon + 1);
        if (value != std::string_view::npos && value > colon + 1 && line.substr(value).starts_with("{{")) return value;
    }
    return std::string_view::npos;
}

}  // namespace offprint::data
