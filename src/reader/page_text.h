// What a page of a file of ours says, mark by mark: enough to tell where two files part.
#pragma once
#include "reader/file.h"

namespace offprint::reader {

/// The text of a marked-content sequence of the page's content (ISO 32000-1, 14.6); `mark` is its MCID, -1 for an artifact or what is in no sequence.
struct MarkedText {
    std::int64_t mark = -1;
    std::string text;  // by ToUnicode; codes that it lacks are left out
};

/// The pages' objects, in order; nothing for a page tree that is none.
std::optional<std::vector<Object const*>> pages(File const& file, std::string& error);
/// The marked texts of a page, in the order of painting.
std::optional<std::vector<MarkedText>> marked_texts(File const& file, Object const& page, std::string& error);

}  // namespace offprint::reader
