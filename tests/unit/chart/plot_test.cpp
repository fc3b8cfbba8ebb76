// Properties of plots over random and degenerate data.
#include <algorithm>
#include <cmath>
#include <random>

#include "chart_testing.h"

using namespace offprint;
using namespace offprint::chart;
using namespace offprint::chart::test;

namespace {

std::string number(std::mt19937& random, bool negative) {
    std::int64_t const m = static_cast<std::int64_t>(random() % 1000);
    std::string text = std::to_string(m / 10) + "." + std::to_string(m % 10);
    if (negative && random() % 3 == 0) text.insert(0, "-");
    return text;
}

struct Case {
    std::string yaml, csv;
};

/// A chart of any kind with axes over random numbers, gaps, estimates and label lengths.
Case random_case(std::mt19937& random) {
    std::size_t const rows = 1 + random() % 14, series = 1 + random() % 3;
    bool const negative = random() % 3 == 0;
    Case c;
    c.csv = "x,a,b,c\n";
    for (std::size_t i = 0; i < rows; ++i) {
        c.csv += random() % 4 == 0 ? "A longer name " + std::to_string(i) : "Q" + std::to_string(i) + (i * 2 > rows ? "E" : "");
        for (int k = 0; k < 3; ++k) c.csv += "," + (i > 0 && random() % 9 == 0 ? std::string() : number(random, negative));
        c.csv += "\n";
    }
    char const* const lists[] = {"[a]", "[a, b]", "[a, b, c]"};
    switch (random() % 3) {
        case 0: c.yaml = std::string("{kind: bar, data: t, x: x, unit: $M, y: ") + lists[series - 1] + "}"; break;
        case 1: c.yaml = std::string("{kind: line, data: t, x: x, unit: '%', y: ") + lists[series - 1] + "}"; break;
        default: c.yaml = "{kind: combo, data: t, x: x, bars: {field: a, unit: $B}, line: {field: b, unit: $, axis: right}}"; break;
    }
    return c;
}

void check_texts(Drawn const& d) {
    auto const texts = d.marks<TextMark>();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        Rect const box = texts[i].box();
        INFO(texts[i].text.words);
        REQUIRE(box.x >= Length{});
        REQUIRE(box.y >= Length{});
        REQUIRE(box.right() <= d.drawing->size.width);
        REQUIRE(box.bottom() <= d.drawing->size.height);
        for (std::size_t k = i + 1; k < texts.size(); ++k) {
            INFO(texts[k].text.words);
            // The descent of figures is empty: capitals and figures of neighbours never touch.
            Rect other = texts[k].box(), mine = box;
            other.height = texts[k].text.ascent;
            mine.height = texts[i].text.ascent;
            REQUIRE_FALSE(overlap(mine, other));
        }
    }
}

double printed_value(Drawn const& d, Datum datum) {
    std::string digits;
    for (char c : d.drawing->table[static_cast<std::size_t>(datum.row) + 1][static_cast<std::size_t>(datum.series) + 1])
        if ((c >= '0' && c <= '9') || c == '.') digits += c;
    return std::stod(digits);
}

/// |length / value - constant| <= 1e-6 of it, but for the rounding of a length at both of its ends. The constant is that of the longest bar.
void check_bars(Drawn const& d) {
    std::vector<BarMark> bars;
    for (BarMark const& bar : d.marks<BarMark>())
        if (bar.datum.row >= 0) bars.push_back(bar);
    auto const longest = std::max_element(bars.begin(), bars.end(), [](BarMark const& a, BarMark const& b) { return a.rect.height < b.rect.height; });
    if (longest == bars.end() || printed_value(d, longest->datum) == 0) return;
    double const rate = longest->rect.height.to_points() / printed_value(d, longest->datum);
    for (BarMark const& bar : bars) {
        double const value = printed_value(d, bar.datum);
        if (value == 0) REQUIRE(bar.rect.height == Length::points(0.5));
        if (value != 0) REQUIRE(std::abs(bar.rect.height.to_points() - rate * value) <= rate * value * 1e-6 + 2.0 / 65536);
    }
}

void check_values_clear(Drawn const& d) {
    for (TextMark const& text : d.marks<TextMark>()) {
        if (text.datum.row < 0 || text.datum.series < 0) continue;
        Occupancy lines;
        for (LineMark const& line : d.marks<LineMark>())
            if (line.datum.row < 0) occupy(line, lines);
        for (PointMark const& point : d.marks<PointMark>()) occupy(point, lines);
        INFO(text.text.words);
        REQUIRE(lines.free(text.box(), Length::points(1.99)));
    }
}

std::vector<Rect> bar_rects(Drawn const& d) {
    std::vector<Rect> rects;
    for (BarMark const& bar : d.marks<BarMark>()) rects.push_back(bar.rect);
    return rects;
}

}  // namespace

TEST_CASE("texts of random charts lie in the frame and apart; bars are true; values are clear of lines") {
    std::mt19937 random(2026);
    int drawn_charts = 0;
    for (int round = 0; round < 1500; ++round) {
        Case const c = random_case(random);
        Drawn const d = drawn(c.yaml, c.csv);
        INFO(c.yaml << "\n" << c.csv << d.faults());
        if (!d.drawing) {
            // A column that happens to hold no number.
            REQUIRE(has_code(d, "E607"));
            continue;
        }
        ++drawn_charts;
        REQUIRE_FALSE(d.diagnostics.has_errors());
        check_texts(d);
        check_bars(d);
        if (c.yaml.find("combo") != std::string::npos) check_values_clear(d);
        REQUIRE_FALSE(d.drawing->alt.empty());
    }
    CHECK(drawn_charts > 1200);
}

TEST_CASE("numbers in the alternative text occur in the table") {
    std::mt19937 random(8);
    for (int round = 0; round < 200; ++round) {
        Case const c = random_case(random);
        Drawn const d = drawn(c.yaml, c.csv);
        if (!d.drawing) continue;
        std::string all;
        for (auto const& row : d.drawing->table)
            for (std::string const& cell : row) all += cell + "\n";
        // Every "$12.5M" or "12.5%" without a sign; changes ("+73%") are computed from these.
        std::string const& alt = d.drawing->alt;
        for (std::size_t at = alt.find('$'); at != std::string::npos; at = alt.find('$', at + 1)) {
            std::size_t end = at + 1;
            while (end < alt.size() && (std::isdigit(static_cast<unsigned char>(alt[end])) || alt[end] == '.' || alt[end] == ',')) ++end;
            while (end > at && (alt[end - 1] == '.' || alt[end - 1] == ',')) --end;
            INFO(alt << "\n" << all);
            REQUIRE(all.find(alt.substr(at, end - at)) != std::string::npos);
        }
    }
}

TEST_CASE("a thousand times the numbers in another unit moves nothing") {
    Drawn const billions = drawn("{kind: combo, data: t, x: x, bars: {field: a, format: '0.00'}, line: {field: b, axis: right}}",
                                 "x,a,b\n2026E,1.55,3.1\n2027E,2.18,4.2\n2028E,2.68,5.2\n");
    Drawn const millions = drawn("{kind: combo, data: t, x: x, bars: {field: a, format: '0.00,'}, line: {field: b, axis: right}}",
                                 "x,a,b\n2026E,1550,3.1\n2027E,2180,4.2\n2028E,2680,5.2\n");
    INFO(billions.faults() << millions.faults());
    REQUIRE(billions.drawing);
    REQUIRE(millions.drawing);
    CHECK(bar_rects(billions) == bar_rects(millions));
    auto const a = billions.marks<TextMark>(), b = millions.marks<TextMark>();
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        INFO(a[i].text.words << " " << b[i].text.words);
        CHECK(a[i].text.words == b[i].text.words);
        CHECK(a[i].origin == b[i].origin);
    }
}

TEST_CASE("renaming a series changes words only") {
    char const* const csv = "x,a,b\n2026E,1.55,3.1\n2027E,2.18,4.2\n";
    Drawn const one = drawn("{kind: bar, data: t, x: x, y: [{field: a, label: Aaa}, {field: b, label: Bbb}]}", csv);
    Drawn const two = drawn("{kind: bar, data: t, x: x, y: [{field: a, label: Another}, {field: b, label: Name}]}", csv);
    REQUIRE(one.drawing);
    REQUIRE(two.drawing);
    auto const a = one.marks<BarMark>(), b = two.marks<BarMark>();
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i].datum.row >= 0) CHECK(a[i].rect == b[i].rect);
}

TEST_CASE("drawing twice gives the same marks") {
    std::mt19937 random(77);
    for (int round = 0; round < 50; ++round) {
        Case const c = random_case(random);
        Drawn const one = drawn(c.yaml, c.csv), two = drawn(c.yaml, c.csv);
        REQUIRE(one.drawing.has_value() == two.drawing.has_value());
        if (!one.drawing) continue;
        draw::StructTree const tree("en");
        CHECK(draw::dump(paint(*one.drawing, draw::kArtifactLayout), tree) == draw::dump(paint(*two.drawing, draw::kArtifactLayout), tree));
    }
}

TEST_CASE("degenerate data draw or say why") {
    std::string const long_name(60, 'w');
    std::vector<std::string> const tables{
        "x,a,b\n",
        "x,a,b\n2025,1,2\n",
        "x,a,b\n2025,0,0\n2026,0,0\n",
        "x,a,b\n2025,5,5\n2026,5,5\n",
        "x,a,b\n2025,-5,-1\n2026,-3,-2\n",
        "x,a,b\n2025,-5,1\n2026,-3,2\n",
        "x,a,b\n2025,1e-12,1e12\n2026,2e-12,-2e12\n",
        "x,a,b\n2025,1e-12,1\n2026,1e12,2\n",
        "x,a,b\n" + long_name + ",1,2\n" + long_name + ",2,3\n",
        "x,a,b\n,1,2\n,2,3\n",
        "x,a,b\n2025,,\n2026,1,1\n",
        "x,a,b\nmany words in one label here,1,2\nand here as well some more,2,3\n",
    };
    for (std::string const& csv : tables)
        for (std::string const yaml :
             {"{kind: bar, data: t, x: x, y: a}", "{kind: bar, data: t, x: x, y: [a, b]}", "{kind: line, data: t, x: x, y: [a, b]}",
              "{kind: combo, data: t, x: x, bars: a, line: {field: b, axis: right}}", "{kind: combo, data: t, x: x, bars: a, line: b}"}) {
            Drawn const d = drawn(yaml, csv);
            INFO(yaml << "\n" << csv << d.faults());
            REQUIRE(d.drawing.has_value() != d.diagnostics.has_errors());
            if (!d.drawing) continue;
            check_texts(d);
            for (BarMark const& bar : d.marks<BarMark>()) {
                REQUIRE(bar.rect.width > Length{});
                REQUIRE(bar.rect.height > Length{});
                REQUIRE(bar.rect.y >= Length{});
                REQUIRE(bar.rect.bottom() <= d.drawing->size.height);
            }
        }
}
