// libFuzzer: any bytes as a number format give a format that prints, or a fault.
#include <cstdlib>

#include "data/number_format.h"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    auto const length = static_cast<std::uint32_t>(size);
    offprint::SourcedText const text(std::string(reinterpret_cast<char const*>(data), size), 1, {{0, length, 0, length, true}});
    offprint::Diagnostics faults;
    auto const format = offprint::data::parse_number_format(text, faults);
    if (format.has_value() == faults.has_errors()) std::abort();
    if (format) offprint::data::format_number({-123456789, -3}, *format, offprint::data::number_locale("de"));
    return 0;
}
