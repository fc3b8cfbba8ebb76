#include "data/number_check.h"

#include <utility>

#include "data/decimal.h"

namespace offprint::data {

char digit_like_letter(std::string text) {
    constexpr std::pair<char, char> kLookAlikes[] = {{'O', '0'}, {'o', '0'}, {'l', '1'}, {'I', '1'}, {'S', '5'}, {'Z', '2'}};
    char found = '\0';
    for (char& c : text) {
        for (auto const& [letter, digit] : kLookAlikes) {
            if (c != letter) continue;
            if (found == '\0') found = letter;
            c = digit;
        }
    }
    return found != '\0' && parse_decimal(text) ? found : '\0';
}

std::string number_hint(std::string_view text) {
    if (text.find_first_of(" \t") != std::string::npos || text.find("\u00A0") != std::string::npos) return "delete the space";
    if (text.ends_with('%')) return "write a share of one: 0.93 for 93%";
    if (text.find(',') != std::string::npos) return "write it without thousands separators, with a point: 1234.5";
    if (text == "n/a" || text == "N/A" || text == "-" || text == "n.a.") return "leave the cell empty where there is no value";
    return {};
}

}  // namespace offprint::data
