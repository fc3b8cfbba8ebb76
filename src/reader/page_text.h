// What a page says, mark by mark, and where: enough to tell where two files part.
#pragma once
#include "reader/file.h"

namespace offprint::reader {

/// A larger text of one page is refused: a font may say that each of its codes means a page of words.
inline constexpr std::size_t kLargestPageText = 64u << 20;

/// An area of a page in points from its lower left corner, upwards.
struct Box {
    double left = 0, bottom = 0, right = 0, top = 0;
    bool is_empty() const { return left >= right || bottom >= top; }
    /// Grows so that it covers `other` too.
    void cover(Box const& other);
};

/// Four numbers as a box, whichever corners they name; empty for anything else.
Box box_of(File const& file, Object const& array);

/// The text of a marked-content sequence of the page's content (ISO 32000-1, 14.6); `mark` is its MCID, -1 for an artifact or what is in no sequence.
struct MarkedText {
    std::int64_t mark = -1;
    std::string text;  // by ToUnicode; codes that it lacks are left out
    Box box = {};      // around its glyphs, by their widths and the size of their font; empty where it shows none
};

/// The pages' sizes.
struct PageSize {
    Box visible;      // CropBox, else MediaBox; empty where the page has none that can be used
    int rotated = 0;  // clockwise, in degrees
};
PageSize page_size(File const& file, Object const& page);

/// The pages' objects, in order; nothing for a page tree that is none.
std::optional<std::vector<Object const*>> pages(File const& file, std::string& error);
/// The marked texts of a page, in the order of painting.
std::optional<std::vector<MarkedText>> marked_texts(File const& file, Object const& page, std::string& error);

}  // namespace offprint::reader
