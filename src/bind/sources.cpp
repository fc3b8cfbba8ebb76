#include "bind/sources.h"

#include "data/record.h"
#include "fmt/format.h"

namespace offprint::bind {

namespace {

using data::Kind;
using data::Required;

constexpr std::size_t kDataLimit = 256u << 20;  // bytes of a file

constexpr data::Field kSourceFields[] = {
    {"csv", Kind::Path, Required::No, "A CSV file below the root."},
    {"rows", Kind::Any, Required::No, "Rows in place: a list of maps with the same keys."},
};

}  // namespace

Tables load_tables(data::Value const& data, Files& files, Sources& sources, Diagnostics& diagnostics) {
    Tables tables;
    if (data.kind != data::ValueKind::Map) {
        diagnostics.error("E203", data.span, "'data' must be a map of names to sources");
        return tables;
    }
    for (data::MapEntry const& entry : data.map) {
        std::string const& name = entry.key.text;
        SourcedText path;
        data::Value const* rows = nullptr;
        if (entry.value.kind == data::ValueKind::Scalar) {
            path = entry.value.scalar;
        } else {
            data::Record const record(entry.value, kSourceFields, fmt::format("data source '{}'", name), diagnostics);
            if (!record.valid()) continue;
            path = record.text("csv").value_or(SourcedText{});
            rows = record.get("rows");
            if (path.empty() == (rows == nullptr)) {
                diagnostics.error("E207", entry.value.span, fmt::format("data source '{}' needs exactly one of 'csv' and 'rows'", name));
                continue;
            }
        }
        std::optional<data::Table> table;
        if (rows != nullptr)
            table = data::table_from_rows(*rows, name, diagnostics);
        else if (SourceId const id = files.load(path, kDataLimit, diagnostics))
            table = data::parse_csv(sources, id, name, diagnostics);
        if (!table) continue;
        table->span = path.span();
        tables.emplace(name, std::move(*table));
    }
    return tables;
}

}  // namespace offprint::bind
