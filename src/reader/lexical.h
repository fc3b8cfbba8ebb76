// What bytes of PDF syntax are (ISO 32000-1, 7.2.2), and the numbers that nearly all numbers are: what parser and contents share.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "reader/object.h"

namespace offprint::reader {

enum class ByteClass : unsigned char { Regular, White, Delimiter };

inline constexpr std::array<ByteClass, 256> kByteClasses = [] {
    std::array<ByteClass, 256> classes{};
    for (char const c : {' ', '\n', '\r', '\t', '\f', '\0'}) classes[static_cast<unsigned char>(c)] = ByteClass::White;
    for (char const c : {'(', ')', '<', '>', '[', ']', '{', '}', '/', '%'}) classes[static_cast<unsigned char>(c)] = ByteClass::Delimiter;
    return classes;
}();

inline bool is_white(char c) { return kByteClasses[static_cast<unsigned char>(c)] == ByteClass::White; }
inline bool is_delimiter(char c) { return kByteClasses[static_cast<unsigned char>(c)] == ByteClass::Delimiter; }
inline bool is_regular(char c) { return kByteClasses[static_cast<unsigned char>(c)] == ByteClass::Regular; }
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline constexpr std::array<bool, 256> kMeanings = [] {
    std::array<bool, 256> meanings{};
    for (char const c : {'(', ')', '\\', '\r'}) meanings[static_cast<unsigned char>(c)] = true;
    return meanings;
}();
/// Whether a byte of a literal string is other than itself.
inline bool has_meaning(char c) { return kMeanings[static_cast<unsigned char>(c)]; }

inline int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// So many digits, and the power of ten beneath them, are doubles without loss; then one division rounds as the number itself does.
inline constexpr std::size_t kExactDigits = 15;
inline constexpr double kPowersOfTen[kExactDigits + 1] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/// Reads a word that is a number of a few digits, as nearly all are, into kind, integer and real of a value. Gives the word's end; 0 for any other word, which
/// may be a number all the same.
template <class Value>
std::size_t read_short_number(std::string_view bytes, std::size_t at, Value& into) {
    bool const is_negative = at < bytes.size() && bytes[at] == '-';
    std::size_t const begin = at += is_negative ? 1 : 0;
    std::size_t const most = std::min(bytes.size(), begin + kExactDigits);
    std::size_t point = bytes.npos;
    std::int64_t digits = 0;
    for (; at < most; ++at) {
        if (is_digit(bytes[at]))
            digits = 10 * digits + (bytes[at] - '0');
        else if (bytes[at] == '.' && point == bytes.npos)
            point = at;
        else
            break;
    }
    bool const has_digit = at > begin + (point == bytes.npos ? 0 : 1);
    if (!has_digit || (at < bytes.size() && is_regular(bytes[at]))) return 0;
    if (is_negative) digits = -digits;
    if (point == bytes.npos) {
        into.kind = Object::Kind::Integer;
        into.integer = digits;
    } else {
        into.kind = Object::Kind::Real;
        into.real = static_cast<double>(digits) / kPowersOfTen[at - 1 - point];
    }
    return at;
}

}  // namespace offprint::reader
