#include "pdf/syntax.h"

#include <algorithm>

#include "base/number.h"
#include "base/utf8.h"

namespace offprint::pdf {
namespace {

constexpr char kHexDigits[] = "0123456789ABCDEF";

bool is_plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

}  // namespace

void append_coordinate(std::string& out, Centi value) { append_fixed(out, value, kCoordinateDecimals); }

void append_reference(std::string& out, std::uint32_t object) {
    append_integer(out, object);
    out += " 0 R";
}

void append_literal_string(std::string& out, std::string_view bytes) {
    out += '(';
    for (char const c : bytes) {
        if (c == '(' || c == ')' || c == '\\') out += '\\';
        // A bare carriage return in a string is read as a line feed (7.3.4.2).
        if (c == '\r')
            out += "\\r";
        else
            out += c;
    }
    out += ')';
}

void append_hex2(std::string& out, std::uint32_t value) {
    for (int shift = 4; shift >= 0; shift -= 4) out += kHexDigits[(value >> shift) & 15];
}

void append_hex4(std::string& out, std::uint32_t value) {
    for (int shift = 12; shift >= 0; shift -= 4) out += kHexDigits[(value >> shift) & 15];
}

void append_utf16_hex(std::string& out, std::string_view utf8) {
    for (char16_t const unit : utf8::to_utf16(utf8)) append_hex4(out, unit);
}

void append_text_string(std::string& out, std::string_view utf8) {
    if (is_plain_ascii(utf8)) return append_literal_string(out, utf8);
    out += "<FEFF";
    append_utf16_hex(out, utf8);
    out += '>';
}

std::string one_line(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        char32_t const c = utf8::next(text, at);
        utf8::append(out, c < 0x20 || c == 0x7F ? U' ' : c == 0xFFFE || c == 0xFFFF ? U'\uFFFD' : c);
    }
    return out;
}

}  // namespace offprint::pdf
