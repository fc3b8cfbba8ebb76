// libFuzzer: any bytes as CSV give a table or a fault; its cells as numbers do too.
#include <cstdlib>

#include "data/table.h"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    offprint::Sources sources;
    offprint::Diagnostics faults;
    auto const id = sources.add("fuzz.csv", std::string(reinterpret_cast<char const*>(data), size));
    auto const table = offprint::data::parse_csv(sources, id, "fuzz", faults);
    if (table.has_value() == faults.has_errors()) std::abort();
    if (table) {
        for (auto const& column : table->columns) offprint::data::number_cells(column, faults);
    }
    render_json(faults, sources);
    return 0;
}
