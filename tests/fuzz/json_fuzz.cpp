// libFuzzer: any bytes as JSON give a tree or a fault, and the tree a table or a fault.
#include <cstdlib>

#include "data/json_table.h"
#include "data/json_tree.h"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    offprint::Sources sources;
    offprint::Diagnostics faults;
    auto const id = sources.add("fuzz.json", std::string(reinterpret_cast<char const*>(data), size));
    auto const tree = offprint::data::parse_json(sources, id, faults);
    if (tree.has_value() == faults.has_errors()) std::abort();
    if (tree && offprint::data::table_from_json(*tree, "fuzz", faults).has_value() == faults.has_errors()) std::abort();
    render_json(faults, sources);
    return 0;
}
