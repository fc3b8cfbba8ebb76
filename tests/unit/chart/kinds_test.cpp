#include <algorithm>
#include <cmath>

#include "chart_testing.h"

using namespace offprint;
using namespace offprint::chart;
using namespace offprint::chart::test;

namespace {

constexpr char const* kComboYaml =
    "{kind: combo, subtitle: s, data: t, x: year, bars: {field: revenue, unit: $B, format: '$0.00\"B\"', label: Revenue}, "
    "line: {field: eps, unit: $, axis: right, format: '$0.00', label: EPS}}";
constexpr char const* kForecast = "year,revenue,eps\n2026E,1.55,3.00\n2027E,2.18,4.20\n2028E,2.68,5.20\n";

bool has_word(Drawn const& d, std::string const& word) {
    auto const words = d.words();
    return std::count(words.begin(), words.end(), word) == 1;
}

TextMark text_of(Drawn const& d, std::string const& word) {
    for (TextMark const& text : d.marks<TextMark>())
        if (text.text.words == word) return text;
    FAIL("no text " << word);
    return {};
}

}  // namespace

TEST_CASE("the combo of the sample") {
    Drawn const d = drawn(kComboYaml, kForecast);
    INFO(d.faults());
    REQUIRE(d.drawing);
    CHECK(d.diagnostics.items().empty());
    // The unit stands once on each axis, on its top tick; ticks of both sides share their lines. The line's points stand clear of the columns.
    for (char const* word : {"$6B", "$6", "$1.55B", "$2.18B", "$2.68B", "$3.00", "$4.20", "$5.20", "2026E", "2027E", "2028E"}) {
        INFO(word);
        CHECK(has_word(d, word));
    }
    CHECK(text_of(d, "$6B").origin.y == text_of(d, "$6").origin.y);
    CHECK(text_of(d, "4").role == TextRole::Axis);
    CHECK(text_of(d, "2026E").role == TextRole::Label);
    // Four gridlines and the baseline.
    auto const rules = d.marks<RuleMark>();
    REQUIRE(rules.size() == 5);
    CHECK(rules[0].from.y == rules[4].from.y);
    // Estimates are hatched and outlined; their values have a plate.
    auto const bars = d.marks<BarMark>();
    REQUIRE(bars.size() == 3);
    for (BarMark const& bar : bars) {
        CHECK(bar.fill == Fill::Hatch);
        CHECK(bar.outline);
        CHECK(bar.rect.width <= Length::millimetres(18));
        CHECK(bar.rect.bottom() == rules[0].from.y);
    }
    CHECK(text_of(d, "$2.18B").plate.has_value());
    auto const lines = d.marks<LineMark>();
    REQUIRE(lines.size() == 1);
    REQUIRE(lines[0].pieces.size() == 1);
    CHECK(lines[0].pieces[0].points.size() == 3);
    CHECK_FALSE(lines[0].pieces[0].dashed);
    CHECK(d.marks<PointMark>().size() == 3);
    CHECK(d.marks<PointMark>()[0].hollow);
}

TEST_CASE("without a subtitle the chart names its series itself") {
    std::string yaml = kComboYaml;
    yaml.replace(yaml.find("subtitle: s, "), 13, "");
    Drawn const d = drawn(yaml, kForecast);
    REQUIRE(d.drawing);
    CHECK(has_word(d, "Revenue"));
    CHECK(has_word(d, "EPS"));
    CHECK_FALSE(has_word(drawn(kComboYaml, kForecast), "EPS"));
}

TEST_CASE("a plain bar chart labels its bars and needs no axis") {
    Drawn const d = drawn("{kind: bar, x: [2026E, 2027E, 2028E], y: [1.55, 2.18, 2.68], unit: $B}");
    INFO(d.faults());
    REQUIRE(d.drawing);
    CHECK(d.marks<RuleMark>().size() == 1);
    CHECK(has_word(d, "$1.55B"));
    CHECK(d.drawing->table[0] == std::vector<std::string>{"x", "value"});
    // With more bars than labels can stand beside one another the axis comes back and the labels go.
    std::string csv = "x,v\n";
    for (int i = 0; i < 40; ++i) csv += std::to_string(1980 + i) + "," + std::to_string(1000 + i) + "\n";
    Drawn const many = drawn("{kind: bar, data: t, x: x, y: v, unit: $M}", csv);
    REQUIRE(many.drawing);
    CHECK(many.marks<RuleMark>().size() > 2);
    CHECK_FALSE(has_word(many, "$1,000M"));
    // Not every year has room for its name, but the last one has.
    CHECK(has_word(many, "2019"));
    CHECK_FALSE(has_word(many, "2018"));
    CHECK(many.diagnostics.items().empty());
    // A name that is left out is missed.
    std::string names = "x,v\n";
    for (char c = 'a'; c < 'u'; ++c) names += std::string(9, c) + ",1000000\n";
    CHECK(has_code(drawn("{kind: bar, data: t, x: x, y: v}", names), "E615"));
}

TEST_CASE("a line breaks at nulls, or bridges them when told") {
    char const* const csv = "x,a\n2020,1\n2021,2\n2022,\n2023,4\n2024,5\n";
    Drawn const gap = drawn("{kind: line, data: t, x: x, y: a}", csv);
    INFO(gap.faults());
    REQUIRE(gap.drawing);
    auto const line = gap.marks<LineMark>().front();
    REQUIRE(line.pieces.size() == 2);
    CHECK(line.pieces[0].points.size() == 2);
    CHECK(line.pieces[1].points.size() == 2);
    Drawn const bridge = drawn("{kind: line, data: t, x: x, y: a, nulls: connect}", csv);
    auto const pieces = bridge.marks<LineMark>().front().pieces;
    REQUIRE(pieces.size() == 3);
    CHECK_FALSE(pieces[0].dashed);
    CHECK(pieces[1].dashed);
    CHECK(pieces[1].points.front() == pieces[0].points.back());
    CHECK(pieces[1].points.back() == pieces[2].points.front());
    Drawn const zero = drawn("{kind: line, data: t, x: x, y: a, nulls: zero}", csv);
    CHECK(zero.marks<LineMark>().front().pieces.size() == 1);
    CHECK(zero.drawing->table[3][1] == "0");
    CHECK(gap.drawing->table[3][1].empty());
}

TEST_CASE("estimates after actuals are dashed") {
    Drawn const d = drawn("{kind: line, data: t, x: x, y: a}", "x,a\n2024,1\n2025,2\n2026E,3\n2027E,5\n");
    REQUIRE(d.drawing);
    auto const pieces = d.marks<LineMark>().front().pieces;
    REQUIRE(pieces.size() == 2);
    CHECK_FALSE(pieces[0].dashed);
    CHECK(pieces[1].dashed);
    CHECK(pieces[1].points.size() == 3);
    Drawn const none = drawn("{kind: line, data: t, x: x, y: a, estimates: none}", "x,a\n2025,2\n2026E,3\n2027E,5\n");
    CHECK(none.marks<LineMark>().front().pieces.size() == 1);
    Drawn const listed = drawn("{kind: bar, data: t, x: x, y: a, estimates: [Q4]}", "x,a\nQ3,2\nQ4,3\n");
    CHECK(listed.marks<BarMark>()[0].fill == Fill::Solid);
    CHECK(listed.marks<BarMark>()[1].fill == Fill::Hatch);
}

TEST_CASE("lines are named at their ends, apart, in order") {
    Drawn const d = drawn("{kind: line, data: t, x: x, y: [{field: a, label: Bull}, {field: b, label: Base}, {field: c, label: Bear}]}",
                          "x,a,b,c\n2024,1,1,1\n2025,4.1,4,3.9\n");
    INFO(d.faults());
    REQUIRE(d.drawing);
    TextMark const bull = text_of(d, "Bull\u20024.1"), base = text_of(d, "Base\u20024.0"), bear = text_of(d, "Bear\u20023.9");
    CHECK(bull.box().bottom() <= base.box().y + Length::points(1));
    CHECK(base.box().bottom() <= bear.box().y + Length::points(1));
    CHECK(bull.origin.x == bear.origin.x);
}

TEST_CASE("dates keep their distances, categories have equal ones") {
    Drawn const dates = drawn("{kind: line, data: t, x: x, y: a}", "x,a\n2025-01-01,1\n2025-01-11,2\n2025-03-02,3\n");
    REQUIRE(dates.drawing);
    auto const p = dates.marks<LineMark>().front().pieces.front().points;
    CHECK(std::abs(((p[1].x - p[0].x) * 6 - (p[2].x - p[0].x)).raw()) <= 6);
    Drawn const names = drawn("{kind: line, data: t, x: x, y: a}", "x,a\nQ1,1\nQ2,2\nQ3,3\n");
    auto const q = names.marks<LineMark>().front().pieces.front().points;
    CHECK(std::abs(((q[1].x - q[0].x) * 2 - (q[2].x - q[0].x)).raw()) <= 2);
}

TEST_CASE("a line far from zero leaves a third free below its lowest point") {
    Drawn const d = drawn("{kind: line, data: t, x: x, y: a}", "x,a\n2024,100\n2025,103\n2026,101\n");
    REQUIRE(d.drawing);
    auto const rules = d.marks<RuleMark>();
    Length top = rules[0].from.y, bottom = rules[0].from.y, lowest;
    for (RuleMark const& rule : rules) {
        top = min(top, rule.from.y);
        bottom = max(bottom, rule.from.y);
    }
    auto const line = d.marks<LineMark>().front();
    for (Point const& p : line.pieces.front().points) lowest = max(lowest, p.y);
    CHECK((bottom - lowest) * 100 >= (bottom - top) * 32);
}

TEST_CASE("marks are painted under the figure, guides as artifacts") {
    Drawn const d = drawn(kComboYaml, kForecast);
    draw::Frame const frame = paint(*d.drawing, 42);
    CHECK(frame.size == d.drawing->size);
    int figure = 0, artifact = 0, groups = 0;
    for (draw::Item const& item : frame.items) {
        if (auto const* path = std::get_if<draw::PathItem>(&item.value)) (path->node == 42 ? figure : artifact) += 1;
        if (auto const* run = std::get_if<draw::GlyphRunItem>(&item.value)) (run->node == 42 ? figure : artifact) += 1;
        if (auto const* group = std::get_if<draw::GroupItem>(&item.value)) {
            ++groups;
            REQUIRE(group->clip);
            CHECK(std::get<draw::PathItem>(group->items.front().value).node == 42);
        }
    }
    CHECK(groups == 3);
    CHECK(figure > 10);
    CHECK(artifact >= 13);  // four gridlines, the baseline, eight tick labels
}
