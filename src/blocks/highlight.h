// Colours for code: a small lexer driven by one table of data for each language. It knows words, numbers, strings and comments, no
// grammar; what it does not know is plain.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace offprint::blocks {

enum class Token : std::uint8_t { Plain, Keyword, Name, String, Number, Comment };

/// Bytes [begin, end) of the text, never empty. Name: a key of JSON or YAML, a variable of a shell.
struct CodeSpan {
    std::size_t begin = 0, end = 0;
    Token token = Token::Plain;
    friend bool operator==(CodeSpan const&, CodeSpan const&) = default;
};

/// The names that an author may write.
inline constexpr std::string_view kCodeLanguages[] = {"bash", "cpp", "json", "plain", "python", "sql", "yaml"};

/// Cuts a text into spans that cover it in order. A string or comment that is never closed goes on to the end of its line, or of
/// the text where it may hold line breaks. `language` is one of these, else everything is plain. Linear in the text.
std::vector<CodeSpan> highlight(std::string_view text, std::string_view language);

}  // namespace offprint::blocks
