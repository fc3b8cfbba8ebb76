#include "base/utf8.h"

namespace offprint::utf8 {
namespace {

/// Length of the well-formed sequence at `at`, or 0.
std::size_t sequence_length(std::string_view text, std::size_t at, char32_t& cp) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned const lead = byte(at);
    if (lead < 0x80) {
        cp = lead;
        return 1;
    }
    std::size_t const n = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xC2 && lead < 0xE0 ? 2 : 0;
    if (n == 0 || at + n > text.size()) return 0;
    cp = lead & (0x7Fu >> n);
    for (std::size_t i = 1; i < n; ++i) {
        if (!is_continuation(text[at + i])) return 0;
        cp = cp << 6 | (byte(at + i) & 0x3F);
    }
    if ((n == 3 && cp < 0x800) || (n == 4 && (cp < 0x10000 || cp > 0x10FFFF)) || (cp >= 0xD800 && cp <= 0xDFFF)) return 0;
    return n;
}

}  // namespace

char32_t next_beyond_ascii(std::string_view text, std::size_t& at) {
    char32_t cp = 0xFFFD;
    std::size_t const n = sequence_length(text, at, cp);
    at += n == 0 ? 1 : n;
    return n == 0 ? 0xFFFD : cp;
}

std::size_t previous(std::string_view text, std::size_t at) {
    --at;
    for (int i = 0; i < 3 && at > 0 && is_continuation(text[at]); ++i) --at;
    return at;
}

void append(std::string& out, char32_t cp) {
    auto put = [&](char32_t v) { out += static_cast<char>(v); };
    if (cp < 0x80) {
        put(cp);
        return;
    }
    if (cp < 0x800) {
        put(0xC0 | cp >> 6);
        put(0x80 | (cp & 0x3F));
        return;
    }
    if (cp < 0x10000) {
        put(0xE0 | cp >> 12);
        put(0x80 | (cp >> 6 & 0x3F));
        put(0x80 | (cp & 0x3F));
        return;
    }
    put(0xF0 | cp >> 18);
    put(0x80 | (cp >> 12 & 0x3F));
    put(0x80 | (cp >> 6 & 0x3F));
    put(0x80 | (cp & 0x3F));
}

std::size_t find_invalid(std::string_view text) {
    char32_t cp;
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        std::size_t const n = sequence_length(text, at, cp);
        if (n == 0) return at;
        at += n;
    }
    return std::string_view::npos;
}

std::u16string to_utf16(std::string_view text) {
    std::u16string out;
    for (std::size_t at = 0; at < text.size();) {
        char32_t cp = next(text, at);
        if (cp < 0x10000) {
            out += static_cast<char16_t>(cp);
            continue;
        }
        cp -= 0x10000;
        out += static_cast<char16_t>(0xD800 + (cp >> 10));
        out += static_cast<char16_t>(0xDC00 + (cp & 0x3FF));
    }
    return out;
}

bool is_unprintable(char32_t c) {
    return (c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

}  // namespace offprint::utf8
