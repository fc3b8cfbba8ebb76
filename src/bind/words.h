// What expressions print by: the language of an article and the names of its months.
#pragma once
#include <array>
#include <string>

namespace offprint::bind {

struct Words {
    std::string language = "en";
    std::array<std::string, 12> months{"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
    std::array<std::string, 12> short_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
};

}  // namespace offprint::bind
