// The numbers that an author typed into a text: what a person who checks a report would look up.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "base/source.h"
#include "data/decimal.h"
#include "data/number_format.h"

namespace offprint::ops {

/// A number in a text, with its unit.
struct ProseNumber {
    std::size_t begin = 0, end = 0;  // bytes of the text, the unit's too
    data::Decimal value;             // without its sign and its unit: 308.4 of $308.4 million
    int decimals = 0;                // as it is written
    std::span<int const> shifts{};   // by which powers of ten what it stands for may be multiplied to give it: 2 where 0.93 is 93%
    bool is_computed = false;        // an expression printed it, so that it is always that of its source
};

/// How numbers and dates look in the language of a text.
struct ProseLanguage {
    data::NumberLocale numbers;
    std::vector<std::string> months;  // long and short ones
};

/// The numbers of a text of Markdown, in order. Not among them: years from 1900 to 2099, dates, times of day, what is a part of a word (Q1, 2026E, H100, 1st)
/// or begins with a zero (01), items' numbers at the head of a line, and what stands in code, links, references and marks.
std::vector<ProseNumber> prose_numbers(SourcedText const& text, ProseLanguage const& language);

}  // namespace offprint::ops
