// libFuzzer: any bytes as a schema file give rules or a fault, and the rules hold a table without a crash; the same bytes as a query too.
#include <cstdlib>

#include "bind/column_rules.h"
#include "bind/query_text.h"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    using namespace offprint;
    Sources sources;
    Diagnostics faults;
    std::string const bytes(reinterpret_cast<char const*>(data), size);
    auto const tree = data::parse_yaml(sources, sources.add("fuzz.yaml", bytes), faults);
    std::size_t const before = faults.error_count();
    auto const rules = tree ? bind::read_table_rules(*tree, faults) : std::nullopt;
    if (tree && rules.has_value() == (faults.error_count() > before)) std::abort();
    auto table = data::parse_csv(sources, sources.add("t.csv", "a,b\n1,x\n2%,2026-06-15\n,\n"), "t", faults);
    if (rules && table) bind::apply_rules(*table, *rules, {}, {}, faults);
    Diagnostics more;
    if (auto const query = bind::read_query(SourcedText(bytes), more)) bind::unnumbered(*query, bind::numbered(*query).size());
    render_json(faults, sources);
    return 0;
}
