#include "chart/spec.h"

#include <random>
#include <set>

#include "chart_testing.h"

using namespace offprint;
using namespace offprint::chart;
using namespace offprint::chart::test;

TEST_CASE("kinds are listed by name, each with help on every field") {
    std::set<std::string_view> names;
    for (ChartType const& type : chart_types()) {
        CHECK(names.insert(type.name).second);
        CHECK_FALSE(type.help.empty());
        CHECK(find_kind(type.name) != nullptr);
        std::set<std::string_view> fields;
        for (data::Field const& field : common_fields()) fields.insert(field.name);
        for (data::Field const& field : type.fields) {
            INFO(type.name << "." << field.name);
            CHECK(fields.insert(field.name).second);
            CHECK_FALSE(field.help.empty());
        }
    }
    for (char const* name : {"bar", "combo", "ladder", "line"}) CHECK(names.count(name) == 1);
    CHECK(find_kind("pie") == nullptr);
}

TEST_CASE("faults in a chart's keys, each with its code and place") {
    struct Row {
        char const *yaml, *code, *words;
    };
    char const* const csv = "year,revenue\n2026,1\n2027,2\n";
    Row const rows[] = {
        {"{kind: lader, data: t}", "E601", "did you mean 'ladder'?"},
        {"{data: t}", "E606", "kind"},
        {"{kind: [bar], data: t}", "E606", "kind"},
        {"{kind: bar, data: t, x: year}", "E603", "'y'"},
        {"{kind: bar, data: t, y: revenue}", "E603", "'x'"},
        {"{kind: bar, x: year, y: revenue}", "E603", "'data'"},
        {"{kind: combo, data: t, x: year, bars: revenue}", "E603", "'line'"},
        {"{kind: combo, data: t, x: year, line: revenue}", "E603", "'bars'"},
        {"{kind: combo, x: year, bars: revenue, line: revenue}", "E603", "'data'"},
        {"{kind: combo, data: t, x: year, layers: [{label: a}]}", "E604", "layers"},
        {"{kind: bar, data: t, x: [a, b], y: revenue}", "E604", "'x'"},
        {"{kind: bar, data: t, x: year, y: {field: {a: b}}}", "E203", "field"},
        {"{kind: bar, data: t, x: year, y: [[1]]}", "E604", "series"},
        {"{kind: bar, data: t, x: year, y: []}", "E604", "series"},
        {"{kind: bar, data: t, x: year, y: revenue, height: tall}", "E604", "height"},
        {"{kind: bar, data: t, x: year, y: revenue, height: 5pt}", "E604", "height"},
        {"{kind: bar, data: t, x: year, y: revenue, estimates: some}", "E604", "estimates"},
        {"{kind: bar, data: t, x: year, y: revenue, estimates: [2031]}", "E618", "2031"},
        {"{kind: bar, data: [], x: year, y: revenue}", "E", ""},
        {"{kind: bar, data: t, x: year, y: revenu}", "E605", "did you mean 'revenue'?"},
        {"{kind: bar, data: t, x: yeer, y: revenue}", "E605", "did you mean 'year'?"},
        {"{kind: bar, x: [a, b, c], y: [1, 2]}", "E609", "3 entries"},
        {"{kind: bar, x: [a, [b]], y: [1, 2]}", "E604", "x"},
    };
    for (Row const& row : rows) {
        Drawn const d = drawn(row.yaml, csv);
        INFO(row.yaml << "\n" << d.faults());
        CHECK_FALSE(d.drawing);
        CHECK(d.diagnostics.has_errors());
        CHECK(d.faults().find(row.words) != std::string::npos);
        CHECK(d.faults().find("article.yaml:1:") != std::string::npos);
        if (row.code[1] != '\0') CHECK(has_code(d, row.code));
    }
}

TEST_CASE("keys of the exhibit are left alone") {
    Drawn const d = drawn("{kind: bar, title: T, subtitle: S, caption: C, source: Q, alt: A, exhibit: no, x: [a, b], y: [1, 2]}");
    INFO(d.faults());
    CHECK(d.drawing);
    CHECK(d.diagnostics.items().empty());
}

TEST_CASE("layers in full are what bars and line stand for") {
    char const* const csv = "year,revenue,eps\n2026E,1.55,3.00\n2027E,2.18,4.20\n";
    Drawn const sugar = drawn("{kind: combo, data: t, x: year, bars: {field: revenue, unit: $B}, line: {field: eps, axis: right}}", csv);
    Drawn const full = drawn("{kind: combo, data: {from: t}, x: {field: year}, layers: [{line: eps, axis: right}, {bar: revenue, unit: $B}]}", csv);
    INFO(sugar.faults() << full.faults());
    REQUIRE(sugar.drawing);
    REQUIRE(full.drawing);
    CHECK(sugar.words() == full.words());
    CHECK(sugar.drawing->table == full.drawing->table);
}

TEST_CASE("data faults are reported in the CSV") {
    Drawn const bad = drawn("{kind: bar, data: t, x: year, y: v}", "year,v\n2026,1\n2027,2.1O\n");
    CHECK_FALSE(bad.drawing);
    CHECK(bad.faults().find("t.csv:3:6") != std::string::npos);
    Drawn const huge = drawn("{kind: bar, data: t, x: year, y: v}", "year,v\n2026,1e17\n2027,2\n");
    CHECK_FALSE(huge.drawing);
    CHECK(has_code(huge, "E613"));
    CHECK(has_code(drawn("{kind: bar, data: t, x: year, y: v}", "year,v\n2026,\n2027,\n"), "E607"));
    CHECK(has_code(drawn("{kind: bar, data: t, x: year, y: v}", "year,v\n"), "E607"));
    std::string many = "year,v\n";
    for (int i = 0; i < 61; ++i) many += std::to_string(i) + ",1\n";
    CHECK(has_code(drawn("{kind: bar, data: t, x: year, y: v}", many), "E608"));
    CHECK(has_code(drawn("{kind: line, data: t, x: year, y: v}", "year,v\n" + std::string(400, 'l') + ",1\n"), "E614"));
    CHECK(has_code(drawn("{kind: bar, data: t, x: year, y: v}"), "E602"));
    CHECK(has_code(drawn("{kind: bar, data: t, x: year, y: v}", "year,v\na,1\n", 60), "E617"));
}

TEST_CASE("damaged charts give faults or drawings, nothing else") {
    std::vector<std::string> const articles{
        "{kind: combo, data: t, x: {field: x}, bars: [{field: a, unit: $B, format: '$0.00\"B\"'}], line: {field: b, axis: right}, estimates: [2026]}",
        "{kind: ladder, unit: $, height: 40mm, rows: [{label: A, value: 5..6+}, {label: B, note: n, value: <10, text: t}]}",
        "{kind: line, data: {from: t}, x: x, y: [a, b], nulls: connect, unit: '%'}",
        "{kind: bar, x: [2025, 2026E, ~], y: [1.5, -2, ~], unit: x, height: 140pt}",
    };
    std::string const csv = "x,a,b\n2025,1,2\n2026,-3,\n2027-01-01,1e9,0\n";
    std::string const letters = "{}[]:,~'\"<>+-.0129eExyab $%\xC3\xA9";
    std::mt19937 random(31);
    int drawings = 0;
    for (int round = 0; round < 3000; ++round) {
        std::string yaml = articles[random() % articles.size()], data = csv;
        for (auto n = random() % 4; n > 0; --n) {
            std::string& target = random() % 2 == 0 ? yaml : data;
            std::size_t const at = random() % target.size();
            if (random() % 2 == 0) target.erase(at, 1 + random() % 3);
            target.insert(std::min(at, target.size()), 1, letters[random() % letters.size()]);
        }
        Sources sources;
        Diagnostics diagnostics;
        auto const value = data::parse_yaml(sources, sources.add("a", yaml), diagnostics);
        if (!value) continue;
        SpecPtr const spec = read_spec(*value, diagnostics);
        auto const table = data::parse_csv(sources, sources.add("t", data), "t", diagnostics);
        if (!spec || !table) continue;
        static PlotStyle const style = plot_style();
        static text::Shaper shaper;
        std::size_t const before = diagnostics.error_count();
        auto const plot = draw_plot(*spec, &*table, style, Length::points(300), shaper, draw::kFirstNode, diagnostics);
        INFO(yaml << "\n" << data << render_text(diagnostics, sources));
        REQUIRE((plot.has_value() || diagnostics.error_count() > before));
        drawings += plot.has_value();
    }
    CHECK(drawings > 500);
}
