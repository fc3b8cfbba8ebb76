// A signature field, still empty, and what proves signatures later, added to a finished file as a further revision.
#pragma once
#include <optional>
#include <string>

#include "crypto/module.h"
#include "pdf/signature_field.h"
#include "reader/file.h"

namespace offprint::sign {

/// What a signature looks like, and where: an area of a page (from 0) in points from its top left corner, and what is drawn there, in the operators of a
/// content stream without resources, from the area's bottom left corner.
struct Stamp {
    std::size_t page = 0;
    double x = 0, y = 0, width = 0, height = 0;
    std::string content;
};

/// What a further revision adds.
struct Addition {
    std::optional<pdf::SignatureWords> signature;
    crypto::Evidence evidence;     // beside what the file has
    std::optional<Stamp> stamp{};  // none: the signature is not seen
};

/// The file with its revision; the signature has a hole, so it must be filled before it goes anywhere. Field and widget stand on the first page, or that of the
/// stamp; in a tagged file they are the content of a Form element at the end of the document, in one of PDF 2.0 an artifact. Nothing, with the reason, for a
/// file that cannot take it.
std::optional<std::string> with_addition(reader::File const& file, Addition const& addition, std::string& error);

}  // namespace offprint::sign
