#include "compare/changes.h"

#include <catch2/catch.hpp>
#include <random>

#include "compare/match.h"

using namespace offprint::compare;

namespace {

Block block(std::string_view text, BlockKind kind = BlockKind::Paragraph) {
    Block made;
    made.kind = kind;
    made.words = words_of(text);
    made.regions = {{0, {10, 10, 20, 20}}};
    return made;
}

Document document(std::vector<Block> blocks) {
    Document made;
    made.language = "en-US";
    made.pages.resize(1);
    made.blocks = std::move(blocks);
    return made;
}

Document of_texts(std::vector<std::string> const& texts) {
    std::vector<Block> blocks;
    for (std::string const& text : texts) blocks.push_back(block(text));
    return document(std::move(blocks));
}

Table table(std::vector<std::string> columns, std::vector<std::vector<std::string>> const& rows) {
    Table made;
    made.columns = std::move(columns);
    for (auto const& cells : rows) {
        Row& row = made.rows.emplace_back();
        for (std::string const& cell : cells) row.cells.push_back({cell, {}});
        row.label = cells.front();
    }
    return made;
}

/// The changes as lines: kind, then the words.
std::vector<std::string> told(Comparison const& comparison) {
    constexpr std::string_view kKinds[] = {"changed", "added", "removed", "moved"};
    std::vector<std::string> out;
    for (Change const& change : comparison.changes) {
        std::string line(kKinds[static_cast<std::size_t>(change.kind)]);
        if (change.moved && change.kind != ChangeKind::Moved) line += " moved";
        for (Stretch const& s : change.words) line += (s.kind == Stretch::Kind::Same ? " " : s.kind == Stretch::Kind::Added ? " +" : " -") + s.text;
        out.push_back(line);
    }
    return out;
}

using Lines = std::vector<std::string>;

std::string const kFirst = "The first two years of this cycle rewarded one idea: own the accelerators.";
std::string const kSecond = "At cluster scale the scarce thing is no longer arithmetic but movement.";
std::string const kThird = "What could stop it is a plant that comes too late, or copper.";

}  // namespace

TEST_CASE("the same document has no changes") { CHECK(compare(of_texts({kFirst, kSecond}), of_texts({kFirst, kSecond})).is_same()); }

TEST_CASE("a changed word is a changed paragraph") {
    std::string const other = "The first three years of this cycle rewarded one idea: own the accelerators.";
    CHECK(told(compare(of_texts({kFirst, kSecond}), of_texts({other, kSecond}))) ==
          Lines{"changed The first -two +three years of this cycle rewarded one idea: own the accelerators."});
}

TEST_CASE("paragraphs that come, go and move") {
    CHECK(told(compare(of_texts({kFirst, kSecond}), of_texts({kFirst, kThird, kSecond}))) == Lines{"added +" + kThird});
    CHECK(told(compare(of_texts({kFirst, kSecond, kThird}), of_texts({kFirst, kThird}))) == Lines{"removed -" + kSecond});
    CHECK(told(compare(of_texts({kFirst, kSecond, kThird}), of_texts({kThird, kFirst, kSecond}))) == Lines{"moved " + kThird});
    std::string const other = "What could stop it is a mill that comes too late, or copper.";
    CHECK(told(compare(of_texts({kFirst, kSecond, kThird}), of_texts({other, kFirst, kSecond}))) ==
          Lines{"changed moved What could stop it is a -plant +mill that comes too late, or copper."});
}

TEST_CASE("case counts, but not where one side prints capitals") {
    CHECK(compare(of_texts({"Gross margin"}), of_texts({"GROSS MARGIN"})).is_same());
    CHECK_FALSE(compare(of_texts({"Gross margin"}), of_texts({"gross margin"})).is_same());
}

TEST_CASE("numbers in texts are told with their difference") {
    Comparison const c =
        compare(of_texts({"Margin was 12.4% on sales of $317.0 million in all."}), of_texts({"Margin was 12.9% on sales of $318.0 million in all."}));
    REQUIRE(c.changes.size() == 1);
    REQUIRE(c.changes[0].amounts.size() == 2);
    CHECK(c.changes[0].amounts[0].difference == "+0.5 pp");
    CHECK(c.changes[0].amounts[1].difference == "+$1.0 (+0.3%)");
}

TEST_CASE("leaving out what was added gives the old text, leaving out what was removed the new one") {
    std::mt19937 random(9);
    constexpr std::string_view kWords[] = {"a", "b", "12%", "c", ",", "d", "$3"};
    auto const text = [&] {
        std::string out;
        for (std::size_t i = random() % 12; i > 0; --i) out += std::string(kWords[random() % 7]) + (random() % 3 == 0 ? "" : " ");
        return words_of(out);
    };
    auto const without = [](std::vector<Stretch> const& stretches, Stretch::Kind kind) {
        std::string out;
        for (Stretch const& s : stretches)
            if (s.kind != kind) out += s.text + " ";
        std::erase(out, ' ');
        return out;
    };
    auto const plain = [](std::vector<Word> const& words) {
        std::string out = joined(words);
        std::erase(out, ' ');
        return out;
    };
    for (int round = 0; round < 2000; ++round) {
        auto const before = text(), after = text();
        std::vector<AmountChange> amounts;
        Budget budget;
        auto const stretches = compare_words(before, after, '.', amounts, budget);
        REQUIRE(without(stretches, Stretch::Kind::Added) == plain(before));
        REQUIRE(without(stretches, Stretch::Kind::Removed) == plain(after));
    }
}

TEST_CASE("every block is in one match, whatever the documents are") {
    std::mt19937 random(10);
    for (int round = 0; round < 500; ++round) {
        auto const blocks = [&] {
            std::vector<Block> out;
            for (std::size_t i = random() % 8; i > 0; --i) {
                std::string text;
                for (std::size_t k = 1 + random() % 5; k > 0; --k) text += static_cast<char>('a' + random() % 4) + std::string(" ");
                out.push_back(block(text, static_cast<BlockKind>(random() % 3)));
            }
            return out;
        };
        auto const before = blocks(), after = blocks();
        Budget budget;
        std::vector<int> seen_before(before.size()), seen_after(after.size());
        for (Match const& match : match_blocks(before, after, budget)) {
            REQUIRE((match.before || match.after));
            if (match.before) ++seen_before[*match.before];
            if (match.after) ++seen_after[*match.after];
        }
        for (int const n : seen_before) REQUIRE(n == 1);
        for (int const n : seen_after) REQUIRE(n == 1);
    }
}

TEST_CASE("cells of tables by their rows and columns") {
    Table const before = table({"", "2025", "2026E"}, {{"Sales", "100", "120"}, {"Costs", "(60)", "(70)"}, {"Profit", "40", "50"}});
    Table const after = table({"", "2025", "2026E", "2027E"}, {{"Sales", "100", "125"}, {"Grants", "1", "1"}, {"Profit", "40", "50"}});
    Change change;
    Budget budget;
    compare_tables(before, after, '.', change, budget);
    REQUIRE(change.cells.size() == 1);
    CHECK(change.cells[0].row == "Sales");
    CHECK(change.cells[0].column == "2026E");
    CHECK(change.cells[0].difference == "+5 (+4.2%)");
    CHECK(change.remarks == Lines{"Column “2027E” added", "Row removed: Costs | (60) | (70)", "Row added: Grants | 1 | 1"});
}

TEST_CASE("columns that roll on by a year, rows that are renamed or move") {
    Table const before = table({"", "2024", "2025"}, {{"Sales", "1", "2"}, {"Costs", "3", "4"}, {"Staff", "5", "5"}, {"Tax", "5", "6"}});
    Table const after = table({"", "2025", "2026"}, {{"Net sales", "2", "7"}, {"Tax", "6", "9"}, {"Costs", "4", "8"}, {"Staff", "5", "5"}});
    Change change;
    Budget budget;
    compare_tables(before, after, '.', change, budget);
    CHECK(change.remarks == Lines{"Column “2024” removed", "Column “2026” added", "Row “Tax” moved"});
    REQUIRE(change.cells.size() == 1);
    CHECK(change.cells[0].before == "Sales");
    CHECK(change.cells[0].after == "Net sales");
}

TEST_CASE("data of charts are told with their cells") {
    Document const plain = of_texts({kFirst});
    DataSet before{"forecast", {"Sales"}, {}, table({"year", "sales"}, {{"2026", "1.2"}, {"2027", "2.4"}})}, after = before;
    after.table.rows[1].cells[1].text = "2.6";
    Comparison const c = compare(plain, plain, {before}, {after});
    REQUIRE(c.changes.size() == 1);
    CHECK(c.changes[0].of_data);
    CHECK(c.changes[0].title == "Sales");
    REQUIRE(c.changes[0].cells.size() == 1);
    CHECK(c.changes[0].cells[0].difference == "+0.2 (+8.3%)");
}
