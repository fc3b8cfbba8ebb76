// Deflate at one level, always by us, so that the same content gives the same bytes.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "pdf/workers.h"

namespace offprint::pdf {

/// zlib format (RFC 1950). The bytes are the same for one version of libdeflate.
std::string deflate(std::string_view bytes);

/// Bytes that workers deflate while their owner does something else.
class Deflating {
public:
    Deflating() = default;
    /// The workers must be there until the bytes are taken.
    Deflating(Workers& workers, std::string bytes);
    /// The deflated bytes; waits for them, or makes them itself. Once.
    std::string take();

private:
    Workers* workers_ = nullptr;
    Workers::Ticket ticket_ = 0;
    std::shared_ptr<std::string> bytes_;
};

}  // namespace offprint::pdf
