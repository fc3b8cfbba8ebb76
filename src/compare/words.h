// Texts taken apart into words, so that two of them can be held against each other.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace offprint::compare {

/// A text and which of its bytes were made by the program that set it: numbers of exhibits and pages that references print. They are shown but not compared,
/// or one more exhibit would change every reference behind it.
struct Text {
    std::string bytes;
    std::vector<std::pair<std::size_t, std::size_t>> generated;  // [begin, end), ascending

    void append(std::string_view more) { bytes += more; }
    /// Appends a text whose digits are not compared.
    void append_generated(std::string_view more);
};

/// A word, a number with its sign and unit, or a sign.
struct Word {
    std::string text;     // as it is shown
    std::string key;      // as it is compared
    bool spaced = false;  // blank before it
    bool is_number = false;
};

/// The words of a text. Soft hyphens and characters of no width are left out; ideographs are words of their own. Any bytes: what is no UTF-8 becomes U+FFFD.
std::vector<Word> words_of(Text const& text);
std::vector<Word> words_of(std::string_view text);
/// The words in one line, with their blanks.
std::string joined(std::vector<Word> const& words, std::size_t begin = 0, std::size_t end = std::string::npos);
/// A key without regard to case.
std::string folded(std::string_view key);
/// The keys of two texts as they are held against each other: words that stand in capitals on one side, as layouts print labels, are compared without regard to
/// case.
std::pair<std::vector<std::string>, std::vector<std::string>> keys_of(std::vector<Word> const& before, std::vector<Word> const& after);
/// Whether two texts say the same by those keys.
bool say_the_same(std::vector<Word> const& before, std::vector<Word> const& after);
bool say_the_same(std::string const& before, std::string const& after);
/// What stays the same of a title however it is printed: without regard to case and quotes.
std::string title_key(std::string_view title);
}  // namespace offprint::compare
