// libFuzzer: any bytes as YAML give a tree or a fault.
#include <cstdlib>

#include "data/value.h"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    offprint::Sources sources;
    offprint::Diagnostics faults;
    auto const id = sources.add("fuzz.yaml", std::string(reinterpret_cast<char const*>(data), size));
    if (!offprint::data::parse_yaml(sources, id, faults) && !faults.has_errors()) std::abort();
    render_text(faults, sources);
    return 0;
}
