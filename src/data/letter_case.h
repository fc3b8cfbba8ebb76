// Capitals and small letters of a language.
#pragma once
#include <string>
#include <string_view>

namespace offprint::data {

/// By Unicode's rules for the language: "i" becomes "İ" in Turkish, "ß" "SS".
std::string upper_case(std::string_view text, std::string const& language);
std::string lower_case(std::string_view text, std::string const& language);

}  // namespace offprint::data
