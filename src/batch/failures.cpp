#include "batch/failures.h"

#include "data/decimal.h"
#include "fmt/format.h"

namespace offprint::batch {
namespace {

void append_cell(std::string& out, std::string_view cell, bool is_first) {
    if (!is_first) out += ',';
    // An empty cell alone in its line would be no line at all.
    bool const quoted = cell.find_first_of("\",\r\n") != cell.npos || (is_first && cell.empty());
    if (!quoted) {
        out += cell;
        return;
    }
    out += '"';
    for (char const c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

}  // namespace

bool Budget::is_spent(std::uint64_t failed, std::uint64_t done) const {
    if (number) return failed > *number;
    return done >= judged_from && static_cast<double>(failed) > share * static_cast<double>(done);
}

std::optional<Budget> read_budget(std::string_view text) {
    bool const is_share = text.ends_with('%');
    if (is_share) text.remove_suffix(1);
    auto const number = data::parse_decimal(text);
    if (!number) return std::nullopt;
    auto const thousandths = data::rounded(*number, 3);
    if (!thousandths || *thousandths < 0) return std::nullopt;
    Budget out;
    if (is_share) {
        if (*thousandths > 100'000) return std::nullopt;
        out.share = static_cast<double>(*thousandths) / 100'000;
        return out;
    }
    if (*thousandths % 1000 != 0) return std::nullopt;
    out.number = static_cast<std::uint64_t>(*thousandths / 1000);
    return out;
}

std::string place_of(RowFault const& fault) { return fault.file.empty() ? std::string() : fmt::format("{}:{}:{}", fault.file, fault.line, fault.column); }

std::string failures_csv(Rows const& rows, Failures const& failures) {
    std::string out, room;
    auto const columns = rows.columns();
    for (data::Column const* const column : columns) append_cell(out, column->name.text, column == columns.front());
    for (std::string_view const added : {kFailedCode, kFailedMessage, kFailedPlace}) append_cell(out, added, false);
    out += '\n';
    for (auto const& [row, fault] : failures) {
        for (data::Column const* const column : columns) append_cell(out, column->cells.text(row, room), column == columns.front());
        append_cell(out, fault.code, false);
        append_cell(out, fault.message, false);
        append_cell(out, place_of(fault), false);
        out += '\n';
    }
    return out;
}

}  // namespace offprint::batch
