// The rows of a table as a part of the flow: boxes, and between them the prices of breaking there and what a break repeats.
#pragma once
#include "table/setting.h"

namespace offprint::table {

/// Prices of page breaks (typesetting.md, section 5). Theme keys of the same names with "table_" before them.
struct TableCosts {
    std::int64_t head = 30'000;   // fewer than two rows below a head
    std::int64_t total = 30'000;  // a total with fewer than two rows above it
    std::int64_t group = 30'000;  // fewer than two rows below a group's label
    std::int64_t row = 4000;      // a row is split
    std::int64_t split = 900;     // any break in a table
};

/// What a break adds: over the repeated head on the next page "Exhibit 3 (continued)", and at the foot of the part above what ends it, a rule and the
/// table's notes.
struct ContinuedLine {
    draw::Frame frame;
    Length height;
    std::vector<layout::Piece> foot = {};  // y from the foot of the rows
    Length foot_height = {};
};

/// The mark of a footnote in a line of a row.
struct RowNote {
    std::uint32_t row = 0, line = 0, note = 0;
};

/// The head of a slice, drawn when its page is.
layout::DeferredContent head_of(std::shared_ptr<SliceSetting const> slice);
/// Appends the rows of a slice at `x`, `notes` of them by rows. Before them stands the head (its box is the caller's).
void append_rows(layout::VList& list, std::shared_ptr<SliceSetting const> const& slice, std::shared_ptr<TableSetting const> const& table, Length x,
                 ContinuedLine const& continued, bool carry, TableCosts const& costs, Span span, std::vector<RowNote> const& notes = {});

}  // namespace offprint::table
