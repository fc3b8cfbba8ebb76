// Where a line may end by the Unicode line breaking algorithm alone (UAX #14, by ICU).
#pragma once
#include <cstdint>
#include <memory>
#include <string_view>

namespace offprint::text {

/// The boundaries of one text after another. ICU is asked only about what is not plain to see: most of prose is words with spaces between them. Opening ICU's
/// iterator takes about a millisecond, so it is kept. Not shared between threads.
class LineBoundaries {
public:
    LineBoundaries();
    ~LineBoundaries();
    LineBoundaries(LineBoundaries const&) = delete;
    LineBoundaries& operator=(LineBoundaries const&) = delete;

    /// Stands before a text (UTF-8), which must stay where it is. `language` is BCP 47; an unknown one breaks by the general rules. False where memory ran
    /// out, or ICU is without its data.
    bool begin(std::string_view text, std::string_view language);
    /// On to the next boundary; false behind the text's end, which is the last.
    bool next();
    std::size_t at() const { return at_; }
    /// Whether the line must end here.
    bool is_hard() const { return is_hard_; }

private:
    /// A part of a text behind which a line may end, whatever stands before and behind it.
    struct Chunk {
        std::size_t end = 0;
        bool is_word = false;  // that nothing parts
    };
    static Chunk chunk_at(std::string_view text, std::size_t begin);

    struct Iterators;
    std::unique_ptr<Iterators> iterators_;
    std::string_view text_;
    Chunk chunk_;
    std::size_t begin_ = 0, at_ = 0;  // of the chunk; the boundary
    bool is_hard_ = false;
};

}  // namespace offprint::text
