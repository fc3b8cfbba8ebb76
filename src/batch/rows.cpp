#include "batch/rows.h"

#include <algorithm>
#include <unordered_map>

#include "base/file.h"
#include "base/utf8.h"
#include "fmt/format.h"

namespace offprint::batch {
namespace {

constexpr std::size_t kRowsLimit = 64u << 20;  // of every CSV
constexpr std::size_t kNameLimit = 240;        // bytes; file systems end at 255
/// What the run itself writes into the folder.
constexpr std::string_view kTaken[] = {"manifest.json", "failed.csv"};

bool is_added(std::string_view name) { return name == kFailedCode || name == kFailedMessage || name == kFailedPlace; }

std::string column_names(data::Table const& table) {
    std::string out;
    for (data::Column const& column : table.columns) out += (out.empty() ? "" : ", ") + column.name.text;
    return out;
}

/// Why a file cannot have this name; empty: it can.
std::string fault_of(std::string_view name) {
    if (name.empty()) return "it is empty";
    if (name.front() == '.') return "it begins with a full stop";
    if (name.size() > kNameLimit) return fmt::format("it is longer than {} bytes", kNameLimit);
    for (std::string_view const taken : kTaken)
        if (name == taken) return "the run itself writes a file of this name";
    for (std::size_t at = 0; at < name.size();)
        if (char32_t const c = utf8::next(name, at); c == U'/' || c == U'\\' || utf8::is_unprintable(c)) return "it holds a slash or a control character";
    return {};
}

int priority_of(std::string_view text) {
    auto const number = data::parse_decimal(text);
    auto const whole = number ? data::rounded(*number, 0) : std::nullopt;
    return whole ? static_cast<int>(std::clamp<std::int64_t>(*whole, -1'000'000, 1'000'000)) : 0;
}

}  // namespace

std::optional<Rows> Rows::read(RowsRequest const& request, Sources& sources, Diagnostics& diagnostics) {
    std::string error;
    auto bytes = read_file(request.path, kRowsLimit, error);
    if (!bytes) {
        diagnostics.error("E960", {}, fmt::format("the rows '{}' cannot be read: {}", request.path, error)).fault = FaultClass::DataUnavailable;
        return std::nullopt;
    }
    SourceId const source = sources.add(request.path, std::move(*bytes));
    auto table = data::parse_csv(sources, source, "rows", diagnostics);
    if (!table) return std::nullopt;
    Rows rows;
    rows.table_ = std::move(*table);
    auto const has = [&](std::string_view name) { return rows.table_.find(name) != nullptr; };
    rows.completes_ = has(kFailedCode) && has(kFailedMessage) && has(kFailedPlace);
    std::size_t const before = diagnostics.error_count();
    if (!rows.find_columns(request, diagnostics)) return std::nullopt;
    rows.name_rows(request, diagnostics);
    if (diagnostics.error_count() > before) return std::nullopt;
    return rows;
}

bool Rows::find_columns(RowsRequest const& request, Diagnostics& diagnostics) {
    auto const find = [&](std::string const& name, char const* option) {
        data::Column const* const column = is_added(name) ? nullptr : table_.find(name);
        if (column == nullptr)
            diagnostics.error("E961", {table_.source, 0, 0}, fmt::format("{} names the column '{}', which the rows do not have", option, name),
                              fmt::format("columns: {}", column_names(table_)));
        return column;
    };
    bool good = true;
    for (std::string const& name : request.id) {
        id_columns_.push_back(find(name, "--id"));
        good = good && id_columns_.back() != nullptr;
    }
    if (request.id.empty()) {
        auto const columns = this->columns();
        if (columns.empty()) return diagnostics.error("E961", {table_.source, 0, 0}, "the rows have no column that could name them"), false;
        id_columns_.push_back(columns.front());
    }
    data::Column const* priority = request.priority.empty() ? table_.find("priority") : find(request.priority, "--priority");
    if (!request.priority.empty() && priority == nullptr) return false;
    std::string room;
    if (priority != nullptr)
        for (std::size_t row = 0; row < size(); ++row) priorities_.push_back(priority_of(priority->cells.text(row, room)));
    return good;
}

void Rows::name_rows(RowsRequest const& request, Diagnostics& diagnostics) {
    std::string room;
    for (std::size_t row = 0; row < size(); ++row) {
        std::string id;
        for (data::Column const* const column : id_columns_) {
            if (column != id_columns_.front()) id += '/';
            id += column->cells.text(row, room);
        }
        if (id.empty()) diagnostics.error("E962", span(row), "a row has no identity: its cell is empty", "--id names the columns that tell rows apart");
        ids_.push_back(std::move(id));
    }
    hold_apart(ids_, "E962", "identity", "--id names the columns that tell rows apart", diagnostics);
    if (request.name.empty()) return;
    for (std::size_t row = 0; row < size(); ++row) {
        names_.push_back(filled(request, row, diagnostics));
        if (diagnostics.suppressed() > 0) return;
    }
    hold_apart(names_, "E963", "file name", "let the name hold the columns that tell rows apart", diagnostics);
}

void Rows::hold_apart(std::vector<std::string> const& values, char const* code, char const* what, char const* hint, Diagnostics& diagnostics) const {
    std::unordered_map<std::string_view, std::size_t> first;
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (values[row].empty()) continue;
        auto const [it, is_new] = first.try_emplace(values[row], row);
        if (is_new) continue;
        Diagnostic& fault = diagnostics.error(code, span(row), fmt::format("two rows have the {} '{}'", what, values[row]), hint);
        fault.notes.push_back({span(it->second), "the first stands here"});
    }
}

std::string Rows::filled(RowsRequest const& request, std::size_t row, Diagnostics& diagnostics) const {
    std::string out, room;
    std::string_view const form = request.name;
    for (std::size_t at = 0; at < form.size();) {
        std::size_t const open = std::min(form.find('{', at), form.size());
        out += form.substr(at, open - at);
        if (open == form.size()) break;
        std::size_t const close = form.find('}', open);
        std::string_view const name = close == form.npos ? form.substr(open + 1) : form.substr(open + 1, close - open - 1);
        data::Column const* const column = is_added(name) ? nullptr : table_.find(name);
        if (column != nullptr) {
            out += column->cells.text(row, room);
        } else if (name == "as_of") {
            out += request.as_of;
        } else if (name == "run_id") {
            out += request.run_id;
        } else {
            if (row == 0)
                diagnostics.error("E961", {table_.source, 0, 0}, fmt::format("--name holds '{{{}}}', and the rows have no such column", name),
                                  fmt::format("columns: {}; and as_of, run_id", column_names(table_)));
            return {};
        }
        at = close == form.npos ? form.size() : close + 1;
    }
    std::string const fault = fault_of(out);
    if (!fault.empty()) diagnostics.error("E964", span(row), fmt::format("no file can have the name '{}': {}", out, fault));
    return fault.empty() ? out : std::string();
}

std::vector<bind::Given> Rows::given(std::size_t row) const {
    std::vector<bind::Given> out;
    std::vector<SourcedText> cells = table_.row(row);
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (std::string const& name = table_.columns[i].name.text; !is_added(name)) out.push_back({name, std::move(cells[i]), true});
    return out;
}

Span Rows::span(std::size_t row) const {
    Span const first = table_.columns.front().cells[row].span(), last = table_.columns.back().cells[row].span();
    return {table_.source, first.begin, std::max(first.begin, last.end)};
}

std::vector<data::Column const*> Rows::columns() const {
    std::vector<data::Column const*> out;
    for (data::Column const& column : table_.columns)
        if (!is_added(column.name.text)) out.push_back(&column);
    return out;
}

}  // namespace offprint::batch
