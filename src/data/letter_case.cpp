#include "data/letter_case.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace offprint::data {
namespace {

icu::UnicodeString units_of(std::string_view text) { return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size()))); }

}  // namespace

std::string upper_case(std::string_view text, std::string const& language) {
    std::string out;
    return units_of(text).toUpper(icu::Locale(language.c_str())).toUTF8String(out);
}

std::string lower_case(std::string_view text, std::string const& language) {
    std::string out;
    return units_of(text).toLower(icu::Locale(language.c_str())).toUTF8String(out);
}

}  // namespace offprint::data
