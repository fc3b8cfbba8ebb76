// What an author says of a table, read and made into a grid: spans, types of columns, faults at their places.
#include "blocks/table_grid.h"

#include "house.h"

using namespace offprint;
using blocks::test::Built;
using blocks::test::check;

namespace {

/// A table block of columns and rows in flow style.
std::string table_of(std::string const& columns, std::string const& rows, std::string const& more = {}) {
    return "  - table: {title: T, columns: " + columns + ", rows: " + rows + more + "}\n";
}

/// Rows and columns that the cells of a table's body cover: "2x1 1x1 | 1x1" (rows x columns).
std::string spans_of(Built const& built) {
    std::string out;
    for (draw::NodeId const row : built.tree->children(built.nodes(draw::Role::TBody).at(0))) {
        if (!out.empty()) out += " |";
        for (draw::NodeId const cell : built.tree->children(row)) {
            draw::StructNode const& node = (*built.tree)[cell];
            out += (out.empty() ? "" : " ") + std::to_string(node.row_span) + "x" + std::to_string(node.column_span);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("Cells of several rows: their places are left out in list rows, omitted in maps") {
    Built const built(table_of("[a, b, c]", "[[{text: A, rows: 3}, B, C], [{text: D, span: 2, rows: 2}], {}, [{text: E, rows: 2}, F, G], {b: H}]"));
    INFO(built.codes());
    CHECK(built.codes().empty());
    CHECK(spans_of(built) == "3x1 1x1 1x1 | 2x2 | | 2x1 1x1 1x1 | 1x1 1x1");
    // One cell beside a covered one is no label of a group.
    CHECK(spans_of(Built(table_of("[a, b]", "[[{text: A, rows: 2}, 1], [2]]"))) == "2x1 1x1 | 1x1");
    check({{table_of("[a, b]", "[[{text: A, rows: 2}, 1], [2, 3]]"), "1:72:E651"},
           {table_of("[a, b]", "[[{text: A, rows: 3}, 1], [2]]"), "1:47:E661", "fewer 'rows'"},
           {table_of("[a, b]", "[[{text: A, rows: 2}, 1], {a: 2, b: 3}]"), "1:76:E661"},
           {table_of("[a, b]", "[[1, {text: A, rows: 2}], [{text: B, span: 2}]]"), "1:72:E661"},
           {table_of("[a, b, c]", "[[1, {text: A, rows: 2}, 2], {a: {text: B, span: 2}, c: 1}]"), "1:78:E661"},
           {table_of("[a, b]", "[[{text: A, rows: 2}, 1], {kind: group, b: 2}]"), "1:72:E661"}});
}

TEST_CASE("A column that merges joins equal neighbours, but not over what parts a column before it") {
    std::string const columns = "[{field: a, merge: true}, {field: b, merge: true}, {field: c}]";
    Built const built(table_of(columns, "[[A, x, 1], [A, x, 2], [B, x, 3], [B, y, 4], [Label], [B, y, 5], [B, '', 6], [C, '', 7]]"));
    CHECK(built.codes().empty());
    CHECK(spans_of(built) == "2x1 2x1 1x1 | 1x1 | 2x1 1x1 1x1 | 1x1 1x1 | 1x3 | 2x1 1x1 1x1 | 1x1 1x1 | 1x1 1x1 1x1");
    check({{table_of("[{field: a}, {field: b, merge: true}]", "[[A, 1], [B, 1]]"), "1:45:E662"}});
}
