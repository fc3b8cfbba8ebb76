// What an author says of a table, read and made into a grid: spans, types of columns, faults at their places.
#include "blocks/table_grid.h"

#include <functional>
#include <set>

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

/// Words painted under a node itself.
std::string words_of(Built const& built, draw::NodeId node) {
    std::string words;
    std::function<void(std::vector<draw::Item> const&)> const collect = [&](std::vector<draw::Item> const& items) {
        for (draw::Item const& item : items) {
            if (auto const* group = std::get_if<draw::GroupItem>(&item.value)) collect(group->items);
            auto const* run = std::get_if<draw::GlyphRunItem>(&item.value);
            if (run != nullptr && run->run.mark == node) words += run->run.text;
        }
    };
    for (layout::PagePlan const& page : built.plan.pages) {
        draw::Frame frame;
        layout::paint_page(built.list, built.footnotes, page, {built.paper.left, built.paper.top}, *built.tree, frame);
        collect(frame.items);
    }
    return words;
}

/// The heads that each cell of the table's rows names: "Oslo: North; 1: North Oslo v".
std::string heads_of(Built const& built) {
    std::string out;
    for (draw::Role const part : {draw::Role::TBody, draw::Role::TFoot})
        for (draw::NodeId const rows : built.nodes(part))
            for (draw::NodeId const row : built.tree->children(rows))
                for (draw::NodeId const cell : built.tree->children(row)) {
                    out += (out.empty() ? "" : "; ") + words_of(built, cell) + ":";
                    for (draw::NodeId const head : built.tree->heads(cell)) {
                        CHECK((*built.tree)[head].identified);
                        out += " " + words_of(built, head);
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

TEST_CASE("A column stays one of numbers with a word among them, which is told") {
    check({{table_of("[a, b]", "[[A, 1], [B, 2], [C, pending]]"), "1:67:W664"},
           {table_of("[a, b]", "[[A, 1], [B, pending]]"), ""},
           {table_of("[a, {field: b, format: '0.0'}]", "[[A, 1], [B, pending], [C, none], [D, n.a.]]"), "1:83:W664 1:97:W664"},
           {table_of("[a, {field: b, type: number}]", "[[A, 1], [B, 12.5%]]"), "1:82:E654", "write 0.125: columns of type percent multiply by 100"},
           {table_of("[a, {field: b, bar: true}]", "[[A, 1], [B, '1,000']]"), "1:80:W664",
            "write it without separators: 1234.5; 'type: text' makes words of the whole column"},
           {table_of("[a, b]", "[[2024, 1], [2025, 2], [Later, 3]]"), ""}});
    Built const built(table_of("[a, {field: b, format: '0.0'}]", "[[A, 1], [B, 2], [C, pending]]", ", total: Sum"));
    CHECK(built.text().find("C pending Sum 3.0") != std::string::npos);
}

TEST_CASE("Numbers keep their own decimals unless a format says otherwise; money and percents are alike") {
    std::string const rows = "[[A, 12.4x, 1.5, 0.5], [B, 9.75x, 2, 0.125], [C, 30x, -3.25, 1]]";
    std::string const text = Built(table_of("[a, b, {field: c, type: money}, {field: d, type: percent}]", rows, ", total: Sum")).text();
    CHECK(text.find("A 12.4× 1.50 50.0% B 9.75× 2.00 12.5% C 30× (3.25) 100.0% Sum 52.15 0.25") != std::string::npos);
    CHECK(Built(table_of("[a, {field: b, format: '0.0'}]", "[[A, 12.25], [B, 9]]")).text().find("A 12.3 B 9.0") != std::string::npos);
    CHECK(Built(table_of("[a, b]", "[[A, 12.5], [B, <5], [C, ~3]]", ", total: Sum")).text().find("B <5 C ~3 Sum 15.5") != std::string::npos);
}

TEST_CASE("Dates are days or months") {
    Built const built(table_of("[a, {field: b, type: date}]", "[[A, 2026-06-15], [B, 2026-06]]"));
    CHECK(built.codes().empty());
    CHECK(built.text().find("A 15 Jun 2026 B Jun 2026") != std::string::npos);
    CHECK(Built(table_of("[a, {field: b, type: date}, c]", "[[A, {text: not known, span: 2}]]")).text().find("A not known") != std::string::npos);
    check({{table_of("[a, {field: b, type: date}]", "[[A, 2026-13]]"), "1:72:E205", "year-month-day, or a month: 2026-06-15, 2026-06"}});
}

TEST_CASE("Lines in cells: what is no number is told at its place, gaps are gaps") {
    std::string const columns = "[a, {field: b, type: spark}]";
    check({{table_of(columns, "[[A, 1 2 x 4], [B, [1, ~, 3]], [C, '1;;2'], [D, '']]"), "1:77:E665"},
           {table_of(columns, "[[A, 1], [B, n.a.], [C, ~ ~]]"), "1:73:W666 1:92:W666"}});
    Built const built(table_of(columns, "[[A, [1, ~, 3]]]"));
    CHECK((*built.tree)[built.nodes(draw::Role::Figure).at(0)].alt == "1; –; 3");
}

TEST_CASE("Marks of notes stand anywhere in words and labels; each has its note, each note its mark") {
    Built const built(table_of("['Item[a] name', {field: b, group: 'Years[b] *in* all'}, {field: c, group: 'Years[b] *in* all'}]",
                               "[['Revenue [a][*] of *ours*', '1.5[a]', 2], ['x `y`[b] z', 1, 2]]", ", notes: {a: A., b: B., '*': C.}"));
    CHECK(built.codes().empty());
    std::string const text = built.text();
    CHECK(text.find("Itema name Yearsb in all b c") != std::string::npos);
    CHECK(text.find("Revenuea,* of ours 1.5a 2") != std::string::npos);
    CHECK(text.find("x yb z") != std::string::npos);
    check({{table_of("[a, b]", "[[A, '1[z]'], [B, 2]]", ", notes: {a: A.}"), "1:53:E667 1:77:W668", "notes: a; a bracket that is text is written '\\['"},
           {table_of("[a, b]", "[['A[z] and more', 1]]"), ""},
           {table_of("[a, b]", "[['A[z] and \\[y] \\[a]', 1]]", ", notes: {a: A.}"), "1:50:E667 1:83:W668"},
           {table_of("[a, {field: b, type: number}]", "[[A, '1[z]']]"), "1:76:E667", "write it under the table's 'notes': {z: ...}"}});
}

TEST_CASE("A label over one column is as wide as it needs, and Markdown") {
    Built const built(table_of("[a, {field: b, group: Extraordinarily}, {field: c, group: '[Link](https://example.org) and *more*^[Said.]'}]", "[[A, 1, 2]]"));
    CHECK(built.codes().empty());
    CHECK(built.text().find("Extraordinarily") != std::string::npos);
    CHECK(built.nodes(draw::Role::Link).size() >= 2);
    CHECK(built.footnotes.notes.size() == 1);
}

TEST_CASE("Note, source and subtitle of an exhibit are Markdown, its title is not") {
    Built const built(table_of("[a, b]", "[[A, 1]]",
                               ", note: 'See *this*^[Said.].', source: '[Data](https://example.org/d), own', subtitle: '[Unit](https://example.org/u)'"));
    CHECK(built.codes().empty());
    CHECK(built.text().find("See this1") != std::string::npos);
    CHECK(built.text().find("Source: Data, own") != std::string::npos);
    CHECK(built.footnotes.notes.size() == 1);
    std::set<std::string> urls;
    for (draw::NodeId const link : built.nodes(draw::Role::Link)) urls.insert((*built.tree)[link].url.str());
    CHECK(urls.contains("https://example.org/d"));
    CHECK(urls.contains("https://example.org/u"));
    check({{"  - table: {title: 'Sales^[Net.]', columns: [a], rows: [[1]]}\n", "1:26:W669", "put it into the subtitle or the caption"}});
}

TEST_CASE("A row has a cell for each column") {
    check({{table_of("[a, b, c]", "[[A, 1]]"), "1:50:E651", "leave a cell empty with ~: [Revenue, ~, 421.0]"},
           {table_of("[a, b]", "[[A, 1, 2]]"), "1:47:E651", "name all columns under 'columns'"},
           {table_of("[a, b, c]", "[[Label], [A, ~, 2]]"), ""}});
}

TEST_CASE("Groups in groups, with the sums of each") {
    std::string const data =
        "data: {d: {rows: [{r: North, c: Norway, n: Oslo, v: 1}, {r: North, c: Norway, n: Bergen, v: 2}, {r: North, c: Sweden, n: Lund, v: 3}, "
        "{r: South, c: Sweden, n: None, v: 4}]}}\n";
    auto const text = [&](std::string const& group, std::string const& more = {}) {
        Built const built("  - table: {title: T, data: d, group_by: " + group + ", columns: [{field: n}, {field: v}]" + more + "}\n", {}, data);
        CHECK(built.codes().empty());
        std::string const all = built.text();
        std::size_t const from = all.find("T n v ") + 6;
        return all.substr(from, all.find(" Disclosures") - from);
    };
    CHECK(text("r", ", subtotals: 'All {group}'") == "North Oslo 1 Bergen 2 Lund 3 All North 6 South None 4 All South 4");
    CHECK(text("[r]") == "North Oslo 1 Bergen 2 Lund 3 South None 4");
    CHECK(text("[r, c]", ", subtotals: 'All {group}', total: All") ==
          "North Norway Oslo 1 Bergen 2 All Norway 3 Sweden Lund 3 All Sweden 3 All North 6 South Sweden None 4 All Sweden 4 All South 4 All 10");
    check({{"  - table: {title: T, columns: [a], group_by: {a: b}, rows: [[1]]}\n", "1:47:E203"}});
}

TEST_CASE("Cells name their heads where their place does not say them: labels over labels, groups, cells that reach down; totals at the end are a foot") {
    Built const plain(table_of("[a, b]", "[[A, 1], {a: All, b: 1, kind: total}]"));
    CHECK(heads_of(plain) == "A:; 1:; All:; 1:");
    CHECK(plain.outline(plain.nodes(draw::Role::Table).back()) == "Table(Caption(P P) THead(TR(TH TH)) TBody(TR(TH TD)) TFoot(TR(TH TD)))");

    Built const levels(table_of("[{field: a}, {field: b, group: Both}, {field: c, group: Both}]", "[[A, 1, 2], ['*B*', 3, 4]]"));
    INFO(levels.codes());
    CHECK(heads_of(levels) == "A:; 1: A Both b; 2: A Both c; B:; 3: B Both b; 4: B Both c");

    // Totals alone are no foot: a table has a body.
    Built const groups(table_of("[a, b]", "[[North], [Oslo, 1], [Bergen, 2], {a: All, b: 3, kind: total}]"));
    CHECK(heads_of(groups) == "North:; Oslo: North; 1: North Oslo b; Bergen: North; 2: North Bergen b; All:; 3: All b");
    CHECK(groups.nodes(draw::Role::TFoot).size() == 1);
    CHECK(Built(table_of("[a, b]", "[{a: All, b: 3, kind: total}]")).nodes(draw::Role::TFoot).empty());

    Built const tall(table_of("[a, b, c]", "[[North], [{text: A, rows: 2}, 1, 2], [3, 4]]"));
    CHECK(heads_of(tall) == "North:; A: North; 1: North A b; 2: North A c; 3: North A b; 4: North A c");
}
