// UTF-8, the only encoding inside the program.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace offprint::utf8 {

constexpr bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// What `next` does with all but ASCII.
char32_t next_beyond_ascii(std::string_view text, std::size_t& at);
/// Decodes the code point at `at` and moves `at` past it. Ill-formed bytes give U+FFFD and move by one.
inline char32_t next(std::string_view text, std::size_t& at) {
    auto const byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x80) return next_beyond_ascii(text, at);
    ++at;
    return byte;
}
/// Start of the code point before `at` (`at` > 0).
std::size_t previous(std::string_view text, std::size_t at);
void append(std::string& out, char32_t code_point);
/// Control characters and bidirectional overrides would let a source file steer the terminal.
bool is_unprintable(char32_t c);
/// Offset of the first ill-formed byte (RFC 3629: no surrogates, no overlong forms), or npos.
std::size_t find_invalid(std::string_view text);
/// UTF-16BE code units, as PDF strings and CMaps want them.
std::u16string to_utf16(std::string_view text);

}  // namespace offprint::utf8
