#include "text/case.h"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/utf8.h"

namespace offprint::text {
namespace {

/// True when a capital follows a small letter, or a small letter follows two capitals.
bool is_spelled_name(std::string_view word) {
    bool small_seen = false;
    int capitals = 0;
    for (std::size_t at = 0; at < word.size();) {
        auto const cp = static_cast<UChar32>(utf8::next(word, at));
        if (u_isupper(cp)) {
            if (small_seen) return true;
            ++capitals;
        } else if (u_islower(cp)) {
            if (capitals >= 2) return true;
            small_seen = true;
        }
    }
    return false;
}

std::string upper(std::string_view word, std::string const& language) {
    std::string out;
    icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), static_cast<int>(word.size()))).toUpper(icu::Locale(language.c_str())).toUTF8String(out);
    return out;
}

}  // namespace

SourcedText capitals(SourcedText const& text, std::string_view language) {
    std::string const locale(language);
    SourcedText out;
    out.source = text.source;
    std::string_view const bytes = text.text;
    for (std::size_t begin = 0; begin < bytes.size();) {
        std::size_t end = begin;
        // Parts of a compound are words of their own: NON-GAAP, but PCIe.
        auto parts = [&](std::size_t at) { return bytes[at] == ' ' || bytes[at] == '-' || bytes[at] == '/'; };
        bool const blank = parts(begin);
        while (end < bytes.size() && parts(end) == blank) ++end;
        std::string_view const word = bytes.substr(begin, end - begin);
        std::string const changed = blank || is_spelled_name(word) ? std::string(word) : upper(word, locale);
        // The same number of bytes keeps letters in step with their places; else the word as a whole keeps its place.
        if (changed.size() == word.size()) {
            SourcedText piece = text.substr(begin, end - begin);
            piece.text = changed;
            out.append(piece);
        } else {
            out.append(changed, text.span(begin, end));
        }
        begin = end;
    }
    return out;
}

}  // namespace offprint::text
