// The words of YAML's syntax errors: yaml-cpp's messages made into what an author can act on.
#pragma once
#include <string>
#include <string_view>

namespace offprint::data {

struct SyntaxMessage {
    std::string message, hint;
    std::size_t column = 0;  // byte of the line to point at
};

/// What a message of yaml-cpp 0.7 means. `line` is the source line and `column` the byte in it that the parser stopped at.
SyntaxMessage explain_syntax(std::string_view library_message, std::string_view line, std::size_t column);

/// Offset in the line of an unquoted value that starts with "{{", or npos: YAML takes it for a map in a map.
std::size_t find_bare_expression(std::string_view line);

}  // namespace offprint::data
