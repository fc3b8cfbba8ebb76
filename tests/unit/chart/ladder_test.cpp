#include <algorithm>
#include <random>

#include "chart/types/ladder_value.h"
#include "chart_testing.h"

using namespace offprint;
using namespace offprint::chart;
using namespace offprint::chart::test;

namespace {

constexpr char const* kLadderYaml = "{kind: ladder, data: t, label: label, note: note, value: value, unit: $}";
constexpr char const* kContent =
    "label,note,value\nAries,PCIe retimer,<100\nLeo CXL,memory expansion,200+\nScorpio P/X,GPU fabric,400..800+\nUALink,interconnect,1000+\n";

std::vector<BarMark> bars_of(Drawn const& d, int row, Fill fill) {
    std::vector<BarMark> found;
    for (BarMark const& bar : d.marks<BarMark>())
        if (bar.datum.row == row && bar.fill == fill) found.push_back(bar);
    return found;
}

}  // namespace

TEST_CASE("ladder values: grammar and print") {
    struct Row {
        char const *cell, *unit, *printed;
        char const* code;
    };
    Row const rows[] = {
        {"<100", "$", "<$100", nullptr},
        {"100", "$", "$100", nullptr},
        {"200+", "$", "$200+", nullptr},
        {"400..800", "$", "$400–$800", nullptr},
        {"400..800+", "$", "$400–$800+", nullptr},
        {"1000+", "$", "$1,000+", nullptr},
        {" < 1000 ", "$", "<$1,000", nullptr},
        {"1.50", "$B", "$1.50B", nullptr},
        {"1.2..1.8", "$B", "$1.2B–$1.8B", nullptr},
        {"40..80+", "%", "40–80%+", nullptr},
        {"5", "", "5", nullptr},
        {"7..7", "x", "7–7x", nullptr},
        {"12", "GW", "12\u00A0GW", nullptr},
        {"0", "$", "$0", nullptr},
        {"", "$", "", "E610"},
        {"+", "$", "", "E610"},
        {"<", "$", "", "E610"},
        {"<5+", "$", "", "E610"},
        {"a", "$", "", "E610"},
        {"1,000", "$", "", "E610"},
        {"$5", "$", "", "E610"},
        {"1..", "$", "", "E610"},
        {"..5", "$", "", "E610"},
        {"1...5", "$", "", "E612"},
        {"-5", "$", "", "E611"},
        {"-5..5", "$", "", "E611"},
        {"800..400", "$", "", "E612"},
        {"1e30", "$", "", "E613"},
    };
    for (Row const& row : rows) {
        INFO(row.cell);
        Diagnostics diagnostics;
        auto const value = read_ladder_value(SourcedText(row.cell), diagnostics);
        CHECK(value.has_value() == (row.code == nullptr));
        if (value) CHECK(print_ladder_value(*value, split_unit(row.unit), data::number_locale("en-US")) == row.printed);
        if (row.code != nullptr) {
            REQUIRE(diagnostics.items().size() == 1);
            CHECK(diagnostics.items().front().code == row.code);
        }
    }
}

TEST_CASE("the ladder of the sample") {
    Drawn const d = drawn(kLadderYaml, kContent);
    INFO(d.faults());
    REQUIRE(d.drawing);
    CHECK(d.diagnostics.items().empty());
    CHECK(d.drawing->alt == "Ladder of 4 steps: Aries <$100, Leo CXL $200+, Scorpio P/X $400–$800+, UALink $1,000+.");
    CHECK(d.drawing->table.front() == std::vector<std::string>{"label", "note", "value"});
    CHECK(d.drawing->table.back() == std::vector<std::string>{"UALink", "interconnect", "$1,000+"});

    // Bars are to scale from one start: 200, 400, 800, 1000.
    auto const leo = bars_of(d, 1, Fill::Solid), scorpio = bars_of(d, 2, Fill::Solid), range = bars_of(d, 2, Fill::Tint), top = bars_of(d, 3, Fill::Solid);
    REQUIRE(leo.size() == 1);
    REQUIRE(range.size() == 1);
    CHECK(leo[0].rect.x == top[0].rect.x);
    CHECK(std::abs((leo[0].rect.width * 5 - top[0].rect.width).raw()) <= 5);
    CHECK(std::abs((scorpio[0].rect.width * 5 - top[0].rect.width * 2).raw()) <= 5);
    CHECK(std::abs(((range[0].rect.right() - leo[0].rect.x) * 5 - top[0].rect.width * 4).raw()) <= 5);
    // "<100" is possible, not certain, and its end is open; "+" is hatched behind the value.
    CHECK(bars_of(d, 0, Fill::Solid).empty());
    REQUIRE(bars_of(d, 0, Fill::Tint).size() == 1);
    CHECK(bars_of(d, 0, Fill::Tint)[0].open_end);
    CHECK(bars_of(d, 0, Fill::Hatch).empty());
    REQUIRE(bars_of(d, 3, Fill::Hatch).size() == 1);
    CHECK(bars_of(d, 3, Fill::Hatch)[0].rect.x == top[0].rect.right());
    // Rows have one pitch, parted by hairlines.
    auto const rules = d.marks<RuleMark>();
    REQUIRE(rules.size() == 3);
    CHECK(rules[1].from.y - rules[0].from.y == rules[0].from.y);
}

TEST_CASE("a ladder's rows in the article, with words of their own") {
    Drawn const d = drawn("{kind: ladder, unit: $, rows: [{label: A, value: 5}, {label: B, note: n, value: 10+, text: ten or more}]}");
    INFO(d.faults());
    REQUIRE(d.drawing);
    auto const words = d.words();
    CHECK(std::count(words.begin(), words.end(), "ten or more") == 1);
    CHECK(std::count(words.begin(), words.end(), "$5") == 1);
    CHECK(d.drawing->table.back().back() == "ten or more");
}

TEST_CASE("faults of a ladder are reported where they stand") {
    Drawn const bad = drawn(kLadderYaml, "label,note,value\nA,n,<100\nB,n,12O+\nC,n,-4\n");
    CHECK_FALSE(bad.drawing);
    REQUIRE(bad.diagnostics.error_count() == 2);
    CHECK(bad.faults().find("t.csv:3:5") != std::string::npos);
    CHECK(bad.faults().find("t.csv:4:5") != std::string::npos);

    Drawn const lost = drawn("{kind: ladder, data: t, value: worth}", "label,value\nA,1\n");
    CHECK_FALSE(lost.drawing);
    CHECK(has_code(lost, "E605"));
    CHECK(lost.faults().find("article.yaml:1:") != std::string::npos);
    CHECK(drawn("{kind: ladder, data: t, value: vaule}", "label,value\nA,1\n").faults().find("did you mean 'value'?") != std::string::npos);
    CHECK(has_code(drawn(kLadderYaml, "label,note,value\n"), "E607"));
    CHECK(has_code(drawn("{kind: ladder, unit: $}"), "E603"));
}

TEST_CASE("bars and words of random ladders stay in the plot and apart") {
    std::mt19937 random(4);
    char const* const forms[] = {"<{}", "{}", "{}+", "{}..{}", "{}..{}+"};
    for (int round = 0; round < 400; ++round) {
        std::string csv = "label,note,value\n";
        int const rows = 1 + static_cast<int>(random() % 8);
        for (int i = 0; i < rows; ++i) {
            std::string form = forms[random() % 5];
            std::int64_t number = static_cast<std::int64_t>(random() % 1000);
            for (unsigned long zeros = random() % 10; zeros > 0; --zeros) number *= 10;
            for (std::size_t at = form.find("{}"); at != std::string::npos; at = form.find("{}")) {
                form.replace(at, 2, std::to_string(number));
                number = number * 3 / 2;
            }
            csv += std::string(1 + random() % 60, 'n') + "," + std::string(random() % 2 * 20, 'w') + "," + form + "\n";
        }
        Drawn const d = drawn(kLadderYaml, csv);
        INFO(csv << d.faults());
        REQUIRE(d.drawing);
        Rect const frame{{}, {}, d.drawing->size.width, d.drawing->size.height};
        std::vector<Rect> boxes;
        for (TextMark const& text : d.marks<TextMark>()) boxes.push_back(text.box());
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            REQUIRE(boxes[i].x >= Length{});
            REQUIRE(boxes[i].right() <= frame.right());
            REQUIRE(boxes[i].y >= Length{});
            REQUIRE(boxes[i].bottom() <= frame.bottom());
            for (std::size_t k = i + 1; k < boxes.size(); ++k) REQUIRE_FALSE(overlap(boxes[i], boxes[k]));
            for (BarMark const& bar : d.marks<BarMark>()) REQUIRE_FALSE(overlap(grown(boxes[i], Length::points(2)), bar.rect));
        }
    }
}
