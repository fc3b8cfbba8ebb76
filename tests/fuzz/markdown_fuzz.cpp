// libFuzzer: any bytes as Markdown give blocks or faults, and their quotes can be made typographic.
#include "doc/inline.h"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    auto const length = static_cast<std::uint32_t>(size);
    offprint::SourcedText const text(std::string(reinterpret_cast<char const*>(data), size), 1, {{0, length, 0, length, true}});
    offprint::Diagnostics faults;
    for (auto& block : offprint::doc::parse_markdown(text, faults)) offprint::doc::smarten_quotes(block.runs, "en");
    offprint::doc::parse_inline(text, faults);
    return 0;
}
