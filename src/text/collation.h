// How texts sort in the dictionaries of a language, and under which letter they stand there (ICU: UCA with CLDR's tailorings).
#pragma once
#include <span>
#include <string>
#include <vector>

namespace offprint::text {

/// Where a text stands among others of the same language.
struct CollationKey {
    std::string order;   // compares bytewise as the texts sort
    std::string same;    // equal for texts that differ in nothing but capitals
    std::string letter;  // "Ł" for Łódź in Polish; "#" for figures, "" for what has no letter
};

/// The keys of texts, in their order. A language that ICU does not know sorts as the root of all does.
std::vector<CollationKey> collation_keys(std::span<std::string const> texts, std::string const& language);

}  // namespace offprint::text
