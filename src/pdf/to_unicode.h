// The ToUnicode CMap (ISO 32000-1, 9.10.3). libharu's own is rejected by readers, so it is written here.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace offprint::pdf {

/// A code and the text it stands for, as UTF-8.
using CodeText = std::pair<std::uint16_t, std::string>;

/// The CMap, for codes in ascending order. What a CMap must not hold (6.2.11.7.2-2 of PDF/A: 0, FEFF, FFFE) was taken out before.
std::string to_unicode_cmap(std::vector<CodeText> const& codes);
/// The text without those code points; a word joiner if nothing is left.
std::string mappable(std::string_view text);

}  // namespace offprint::pdf
