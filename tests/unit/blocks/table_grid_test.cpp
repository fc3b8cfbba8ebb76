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

TEST_CASE("Amounts in larger units: exactly divided, not percents, multiples and what is not summed; named in the subtitle") {
    std::string const columns = "[{field: a}, {field: b}, {field: c, sum: false}, {field: d, type: percent}, {field: e}, {field: f, format: '#,##0.00'}]";
    Built const built(
        table_of(columns, "[[A, 1234567, 1234567, 0.5, 12.4x, 1005000], [B, -1, 2, 0.5, 2x, n.a.]]", ", scale: million, subtitle: Net sales, total: All"));
    CHECK(built.codes().empty());
    std::string const text = built.text();
    CHECK(text.find("Net sales, in millions") != std::string::npos);
    CHECK(text.find("A 1.2 1,234,567 50% 12.4× 1.01") != std::string::npos);  // 1.005 is rounded as a decimal, away from zero
    CHECK(text.find("All 1.2") != std::string::npos);
    CHECK(Built(table_of("[a, b]", "[[A, 5000]]", ", scale: thousand"), {.language = "de"}).text().find("In Tausend") != std::string::npos);
    // Nothing is divided where nothing would be left.
    CHECK(Built(table_of("[a, b]", "[[A, 5000]]", ", scale: billion")).text().find("illion") == std::string::npos);
}

TEST_CASE("Amounts are divided to fit only where the table is too wide") {
    std::string columns = "[a", figures = "[[A";
    for (char column = 'b'; column < 'k'; ++column) {
        columns += std::string(", ") + column;
        figures += ", 123456789012";
    }
    Built const wide(table_of(columns + "]", figures + "]]", ", scale: auto"));
    CHECK(wide.codes() == "1:5:W663");
    CHECK(wide.hint() == "fewer columns; or choose the units: 'scale: million'");
    CHECK(wide.text().find("In millions") != std::string::npos);
    Built const narrow(table_of("[a, b]", "[[A, 123456789012]]", ", scale: auto"));
    CHECK(narrow.codes().empty());
    CHECK(narrow.text().find("123,456,789,012") != std::string::npos);
}
