// Files attached to a PDF (ISO 32000-1, 7.11.4; ISO 19005-3, 6.8).
#pragma once
#include "reader/file.h"

namespace offprint::reader {

struct AttachedFile {
    std::string name;          // UTF-8
    std::string mime;          // as the file says, "application/yaml"
    std::string relationship;  // AFRelationship: Source, Data, Supplement, ...
    std::string bytes;
};

/// All attached files, in the order of the name tree. One that cannot be read is a fault in `error`, and nothing is given.
std::optional<std::vector<AttachedFile>> attached_files(File const& file, std::string& error);

/// A text string as UTF-8 (7.9.2.2): UTF-16BE with its mark, UTF-8 with its mark, else bytes of ASCII; others become U+FFFD.
std::string text_of(std::string_view string);

}  // namespace offprint::reader
