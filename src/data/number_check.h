// What is wrong with a text that should be a number, for messages.
#pragma once
#include <string>
#include <string_view>

namespace offprint::data {

/// The letter in a would-be number that looks like a digit ("2.1O"), or 0.
char digit_like_letter(std::string text);
/// What to do about it; empty where there is nothing to say.
std::string number_hint(std::string_view text);

}  // namespace offprint::data
