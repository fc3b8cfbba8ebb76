// From objects to a file: compact, with our own object and cross-reference streams (ISO 32000-1, 7.5.7 and 7.5.8), or plain, as
// libharu saves it, for reading with a pager.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "base/byte_sink.h"
#include "pdf/haru.h"
#include "pdf/workers.h"

namespace offprint::pdf {

/// Bodies of late objects (`Haru::add_late_objects`), made when their object stream is.
class LateObjects {
public:
    virtual ~LateObjects() = default;
    /// The entries of an object, by its number. Workers call it side by side.
    virtual std::string late_body(std::uint32_t number) const = 0;
    /// Roughly how many bytes that will be: an object stream takes no more large ones than it can hold in memory.
    virtual std::size_t late_size(std::uint32_t number) const = 0;
};

/// What the head of a file says it is. PDF 2.0 files have no Info (ISO 19005-4, 6.1.3).
enum class FileVersion { Pdf17, Pdf2 };

/// A compact file in the making. The pages of a long document go out as they come and are not kept.
class CompactFile {
public:
    CompactFile(Haru& haru, Workers& workers, ByteSink& out, FileVersion version);
    ~CompactFile();
    CompactFile(CompactFile const&) = delete;
    CompactFile& operator=(CompactFile const&) = delete;

    /// Makes a stream and writes it at once.
    HPDF_Dict write_stream(std::string entries, std::string_view bytes);
    /// Writes all other objects and the cross-reference, the file identifier set from the SHA-256 of all bytes with the identifier zeroed. Call once.
    /// Gives the size of the file.
    std::uint64_t finish(LateObjects const* late);

private:
    class State;
    std::unique_ptr<State> state_;
};

/// The whole file as libharu saves it, with an identifier of the same kind.
std::string write_plain(Haru& haru, FileVersion version);

}  // namespace offprint::pdf
