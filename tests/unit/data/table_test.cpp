#include "data/table.h"

#include <random>

#include "yaml_testing.h"

using namespace offprint;
using namespace offprint::data;

namespace {

/// A CSV text read, with its faults.
struct Csv {
    Sources sources;
    Diagnostics faults;
    std::optional<Table> table;
    explicit Csv(std::string text) { table = parse_csv(sources, sources.add("t.csv", std::move(text)), "t", faults); }
    std::string codes() const {
        std::string out;
        for (Diagnostic const& d : faults.items()) {
            Place const p = sources.place(d.span.source, d.span.begin);
            if (!out.empty()) out += ' ';
            out.append(std::to_string(p.line)).append(":").append(std::to_string(p.column)).append(":").append(d.code);
        }
        return out;
    }
};

}  // namespace

TEST_CASE("cells keep their text and their places") {
    Csv const csv("\xEF\xBB\xBFyear,rev,\"a \"\"q\"\"\"\r\n2026E,1.55, x \r\n\"é,\r\n2\",,\"\"\"\"\r\n");
    CHECK(csv.codes().empty());
    REQUIRE(csv.table);
    REQUIRE(csv.table->columns.size() == 3);
    CHECK(csv.table->rows() == 2);
    CHECK(csv.table->columns[2].name.text == "a \"q\"");
    CHECK(csv.table->find("rev")->cells[0].text == "1.55");
    CHECK(csv.table->columns[2].cells[0].text == " x ");
    CHECK(csv.table->find("year")->cells[1].text == "é,\r\n2");
    CHECK(csv.table->find("rev")->cells[1].empty());
    CHECK(csv.table->columns[2].cells[1].text == "\"");
    Span const place = csv.table->find("rev")->cells[0].span();
    CHECK(csv.sources.text(1).substr(place.begin, place.end - place.begin) == "1.55");
    CHECK(csv.table->find("none") == nullptr);
    for (Column const& column : csv.table->columns) {
        CHECK(exact_map(column.name, csv.sources.text(1)));
        for (SourcedText const& cell : column.cells) CHECK(exact_map(cell, csv.sources.text(1)));
    }
}

TEST_CASE("line ends at the end of the file are no rows") {
    CHECK(Csv("a,b\n1,2").table->rows() == 1);
    CHECK(Csv("a,b\n1,2\n").table->rows() == 1);
    CHECK(Csv("a,b\n1,2\n\n\r\n").table->rows() == 1);
    CHECK(Csv("a,b\n").table->rows() == 0);
    CHECK(Csv("a\n1\n\n2\n").table->rows() == 3);  // one column: an empty line is a null
    CHECK(Csv("a,b\n,").table->rows() == 1);
}

TEST_CASE("faults of a CSV, each at its row and column") {
    struct Case {
        std::string text, codes;
    };
    Case const cases[] = {
        {"", "1:1:E301"},
        {"\n1,2\n", "1:1:E301"},
        {"a,,b\n", "1:3:E302"},
        {"a,b,a\n", "1:5:E303"},
        {"a,b\n1\n1,2,3\n1,2\n", "2:2:E304 3:5:E304"},
        {"a,b\n\n1,2\n", "2:1:E304"},
        {"a,b\nx\"y,2\n", "2:2:E305"},
        {"a,b\n\"x\"y,2\n", "2:4:E305"},
        {"a,b\n1,\"x\n", "2:3:E306"},
        {"a;b\n1;2\n", "1:1:E307"},
        {"a,b\n1,\xFF\n", "2:3:E101"},
        {std::string("a\n\0\n", 4), "2:1:E102"},
    };
    for (Case const& c : cases) {
        INFO(c.text);
        Csv const csv(c.text);
        CHECK(csv.codes() == c.codes);
        CHECK_FALSE(csv.table);
    }
    CHECK(Csv(std::string(5000, ',') + "\n1\n").codes() == "1:1:E311");
}

TEST_CASE("what was written is what is read, for random tables") {
    std::mt19937 random(11);
    char const* const atoms[] = {"a", "é", ",", "\"", "\n", "\r\n", " ", "1.5", "😀"};
    for (int round = 0; round < 2000; ++round) {
        std::size_t const width = 1 + random() % 4, rows = random() % 5;
        std::vector<std::vector<std::string>> cells(rows, std::vector<std::string>(width));
        std::string text;
        for (std::size_t i = 0; i < width; ++i) text.append(i > 0 ? "," : "").append("c").append(std::to_string(i));
        std::string const end = random() % 2 == 0 ? "\n" : "\r\n";
        text += end;
        for (auto& row : cells) {
            for (std::size_t i = 0; i < width; ++i) {
                for (std::size_t n = random() % 4; n > 0; --n) row[i] += atoms[random() % 9];
                if (width == 1 && row[i].empty()) row[i] = "x";
                bool const quotes = row[i].find_first_of(",\"\r\n") != std::string::npos || random() % 3 == 0;
                std::string written;
                for (char const c : row[i]) written.append(c == '"' ? 2 : 1, c);
                text.append(i > 0 ? "," : "").append(quotes ? "\"" : "").append(written).append(quotes ? "\"" : "");
            }
            text += end;
        }
        Csv const csv(text);
        INFO(text);
        REQUIRE(csv.table);
        REQUIRE(csv.table->rows() == rows);
        for (std::size_t r = 0; r < rows; ++r) {
            for (std::size_t i = 0; i < width; ++i) {
                CHECK(csv.table->columns[i].cells[r].text == cells[r][i]);
                CHECK(exact_map(csv.table->columns[i].cells[r], csv.sources.text(1)));
            }
        }
    }
}

TEST_CASE("a row is what its columns say, whatever their order, their form and the rows that were chosen") {
    std::mt19937 random(12);
    char const* const atoms[] = {"a", "1", ".5", "\"\"", ",", "\n"};
    for (int round = 0; round < 500; ++round) {
        std::size_t const width = 1 + random() % 6, rows = 1 + random() % 5;
        std::string text;
        for (std::size_t i = 0; i < width; ++i) text.append(i > 0 ? "," : "").append("c").append(std::to_string(i));
        for (std::size_t cell = 0; cell < rows * width; ++cell) {
            text.append(cell % width == 0 ? "\n\"" : ",\"");
            for (std::size_t n = random() % 4; n > 0; --n) text += atoms[random() % 6];
            text += '"';
        }
        Csv const csv(text), other("z\n7\n8\n9\n10\n11\n");
        REQUIRE(csv.table);
        auto numbers = std::make_shared<std::vector<std::uint32_t>>();
        for (std::size_t n = 1 + random() % 5; n > 0; --n) numbers->push_back(static_cast<std::uint32_t>(random() % rows));
        Table table = csv.table->chosen(numbers);
        Cells held;
        for (std::size_t row = 0; row < numbers->size(); ++row) held.push_back(SourcedText("held " + std::to_string(row), 0, {}));
        table.columns.push_back({SourcedText("held", 0, {}), std::move(held)});
        table.columns.push_back({SourcedText("other", 0, {}), other.table->columns[0].cells});
        std::shuffle(table.columns.begin(), table.columns.end(), random);
        for (Column& column : table.columns)
            if (random() % 3 == 0) column.cells.set_format(std::make_shared<CellFormat const>(CellFormat{std::nullopt, '.', {"a", "1", "8"}}));
        INFO(text);
        for (std::size_t row = 0; row < numbers->size(); ++row) {
            std::vector<SourcedText> const cells = table.row(row);
            REQUIRE(cells.size() == table.columns.size());
            for (std::size_t i = 0; i < cells.size(); ++i) {
                SourcedText const cell = table.columns[i].cells[row];
                CHECK((cells[i].text == cell.text && cells[i].span() == cell.span()));
            }
        }
    }
}

TEST_CASE("numbers of a column; a letter that looks like a digit is named") {
    Csv csv("rev\n2.10\n2.1O\n\n 3\n\"1,5\"\n-4\n");
    REQUIRE(csv.table);
    auto const numbers = number_cells(*csv.table->find("rev"), csv.faults);
    CHECK(csv.codes() == "3:1:E312 5:1:E312 6:2:E312");
    CHECK(csv.faults.items()[0].message == "rev: '2.1O' is not a number (letter O?)");
    CHECK(csv.faults.items()[1].hints == std::vector<std::string>{"delete the space"});
    REQUIRE(numbers.size() == 6);
    CHECK(compare(*numbers[0], {21, -1}) == 0);
    CHECK_FALSE(numbers[1]);
    CHECK_FALSE(numbers[2]);
    CHECK(numbers[5]->mantissa == -4);
}

TEST_CASE("rows in YAML become a table") {
    Parsed p("- {t: ALAB, ev: 41.2}\n- {ev: 28.9, t: CRDO}\n- {t: ~, ev: }\n");
    auto const table = table_from_rows(*p.value, "peers", p.faults);
    REQUIRE(table);
    CHECK(table->rows() == 3);
    CHECK(table->find("t")->cells[1].text == "CRDO");
    CHECK(p.raw(table->find("ev")->cells[1].span()) == "28.9");
    CHECK(table->find("t")->cells[2].empty());
    CHECK(table->span == p.value->span);
    Parsed bad("- {tick: A, ev: 1}\n- {tik: B, ev: [1]}\n- x\n");
    CHECK_FALSE(table_from_rows(*bad.value, "peers", bad.faults));
    CHECK(bad.codes() == "2:4:E309 2:3:E308 2:16:E310 3:3:E203");
    Parsed none("a: b");
    CHECK_FALSE(table_from_rows(*none.value, "peers", none.faults));
    Parsed empty("[]");
    CHECK(table_from_rows(*empty.value, "peers", empty.faults)->rows() == 0);
}
