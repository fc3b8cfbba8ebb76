// Deflate, always by us, so that the same content gives the same bytes.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "pdf/workers.h"

namespace offprint::pdf {

/// What counts: few bytes, or time. Small is for what many files share or hold whole (fonts, pictures, attachments), Quick for what each file has for itself:
/// it takes half the time and makes 4 % more bytes.
enum class Effort { Small, Quick };

/// zlib format (RFC 1950). The bytes are the same for one version of libdeflate.
std::string deflate(std::string_view bytes, Effort effort = Effort::Small);

/// Bytes that workers deflate while their owner does something else.
class Deflating {
public:
    Deflating() = default;
    /// The workers must be there until the bytes are taken.
    Deflating(Workers& workers, std::string bytes, Effort effort);
    /// The deflated bytes; waits for them, or makes them itself. Once.
    std::string take();

private:
    Workers* workers_ = nullptr;
    Workers::Ticket ticket_ = 0;
    std::shared_ptr<std::string> bytes_;
};

}  // namespace offprint::pdf
