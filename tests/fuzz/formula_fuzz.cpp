// libFuzzer: any bytes as a formula give atoms or faults, each at a place inside.
#include <cstdlib>

#include "math/parser.h"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    auto const length = static_cast<std::uint32_t>(size);
    offprint::SourcedText const text(std::string(reinterpret_cast<char const*>(data), size), 1, {{0, length, 0, length, true}});
    offprint::Diagnostics faults;
    offprint::math::parse_formula(text, faults);
    for (offprint::Diagnostic const& fault : faults.items())
        if (fault.span.end > length) std::abort();
    return 0;
}
