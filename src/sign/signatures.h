// The signatures of a file, as they stand in its bytes: which bytes each is over, and where its own are.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "reader/file.h"

namespace offprint::sign {

/// A signature dictionary, held against its own bytes.
struct Signature {
    std::string field, name, reason, location, date;  // UTF-8; the date as the file has it
    bool is_time_stamp = false;                       // of the document
    bool certifies = false;                           // DocMDP
    std::size_t begin = 0, end = 0;                   // of the hole in the file: Contents with its brackets
    std::size_t range = 0, range_size = 0;            // of the inside of ByteRange's brackets
    std::size_t revision_end = 0;                     // one past the last byte that it is over; 0 while the hole is open
    std::string contents;                             // bytes in the hole, with the zeros after the signature

    std::vector<std::string_view> pieces(std::string_view bytes) const { return {bytes.substr(0, begin), bytes.substr(end, revision_end - end)}; }
};

/// All signatures of the form's fields, by the order of the fields. One that does not stand as a signature must (ISO 32000-1, 12.8.1; ETSI EN 319 142-1, 5.5:
/// two ranges, the first from byte 0, the gap exactly the string of Contents, the end that of a revision) is not among them but in `wrong`.
struct Signatures {
    std::vector<Signature> all;
    std::vector<Finding> wrong;
};
Signatures read_signatures(reader::File const& file);

/// The signature that `with_addition` or the writer left open; nothing if there is not exactly one.
std::optional<Signature> open_hole(reader::File const& file);
/// Sets ByteRange for a file that ends with this revision; `signature.revision_end` is then its size.
void close_range(std::string& bytes, Signature& signature);
/// Puts the signature into its hole; false if it is too long.
bool fill(std::string& bytes, Signature const& signature, std::string_view der);

/// One past the end of each revision that is a file in itself, ascending; the last is the file's size. Empty if the file does not end as a file must:
/// `startxref`, its place, `%%EOF`, one end of line at most.
std::vector<std::size_t> revision_ends(reader::File const& file);

/// The DER at the beginning of bytes that are otherwise zero; nothing if they are not.
std::optional<std::string_view> der_before_zeros(std::string_view bytes);

}  // namespace offprint::sign
