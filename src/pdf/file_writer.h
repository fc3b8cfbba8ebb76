// From objects to a file: compact, with our own object and cross-reference streams (ISO 32000-1, 7.5.7 and 7.5.8), or plain, as
// libharu saves it, for reading with a pager.
#pragma once
#include <cstdint>
#include <string>

#include "pdf/haru.h"
#include "pdf/workers.h"

namespace offprint::pdf {

/// Bodies of late objects (`Haru::add_late_objects`), made when their object stream is.
class LateObjects {
public:
    virtual ~LateObjects() = default;
    /// The entries of an object, by its number. Workers call it side by side.
    virtual std::string late_body(std::uint32_t number) const = 0;
};

/// The whole file, the file identifier set from the SHA-256 of its bytes with the identifier zeroed. Call once.
std::string write_compact(Haru& haru, Workers& workers, LateObjects const* late = nullptr);
std::string write_plain(Haru& haru);

}  // namespace offprint::pdf
