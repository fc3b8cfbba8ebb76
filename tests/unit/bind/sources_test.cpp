#include <catch2/catch.hpp>

#include "bind/column_rules.h"
#include "binding.h"

using namespace offprint;

namespace {

std::string const kHoldings = "client,name,sector,weight,value\nC1,A,X,10%,1\nC2,B,X,50%,2\nC1,C,Y,30%,\nC1,D,X,60%,4.5\n";

}  // namespace

TEST_CASE("A source of data is one of its kinds, exactly one of them") {
    Binding b(Held{{"a.csv", "x,y\n1,2\n"}});
    auto const bound = b.bind("data: {a: a.csv, b: {csv: a.csv}, c: {rows: [{x: 3}]}}");
    REQUIRE(bound->tables.size() == 3);
    CHECK(bound->tables.at("a").find("y")->cells[0].text == "2");
    CHECK(bound->tables.at("b").find("x")->cells[0].text == "1");
    CHECK(bound->tables.at("c").find("x")->cells[0].text == "3");
    CHECK(b.codes().empty());
    auto const codes = [&](std::string const& data) {
        b.bind("data: " + data);
        return b.codes();
    };
    CHECK(codes("[a]") == "a.yaml:1:7:E203");
    CHECK(codes("{a: {}}") == "a.yaml:1:11:E207");
    CHECK(codes("{a: {csv: a.csv, rows: [{x: 1}]}}") == "a.yaml:1:11:E207");
    CHECK(codes("{a: {cvs: x}, b: {csv: none.csv}}") == "a.yaml:1:12:E201 a.yaml:1:30:E320");  // the other source is still read
    CHECK(codes("{a: {from: b}, b: {from: a}}") == "a.yaml:1:8:E347");
    CHECK(codes("{a: {from: nobody}}") == "a.yaml:1:18:E347");
    CHECK(codes("{a: {csv: a.csv, where: z > 1}}") == "a.yaml:1:33:E351");
}

TEST_CASE("Rows are chosen, put together, sorted and cut, in this order") {
    Binding b(Held{{"h.csv", kHoldings}});
    auto const bound = b.bind(
        "data:\n  h: {csv: h.csv, types: {weight: percent, value: decimal, name: string}, only: {client: C1}, sort: -weight}\n"
        "  top: {from: h, limit: 1}\n  g: {from: h, group: sector, sum: [weight, value], avg: value, min: name, count: n, sort: sector}\n  all: {from: h, sum: "
        "value}\n");
    REQUIRE(b.codes().empty());
    CHECK(Binding::text(bound->tables.at("h")) == "C1,D,X,0.60,4.5 C1,C,Y,0.30, C1,A,X,0.10,1");
    CHECK(Binding::text(bound->tables.at("top")) == "C1,D,X,0.60,4.5");
    CHECK(Binding::text(bound->tables.at("g")) == "X,0.70,5.5,2.75,A,2 Y,0.30,,,C,1");
    CHECK(bound->tables.at("g").columns[2].name.text == "value_sum");
    CHECK(Binding::text(bound->tables.at("all")) == "5.5");
    // A chosen cell still stands where it was written.
    Span const place = bound->tables.at("h").find("weight")->cells[0].span();
    CHECK(b.sources.text(place.source).substr(place.begin, place.end - place.begin) == "60%");
    // A chosen row of a chosen table.
    auto const again = b.bind("data: {h: {csv: h.csv, only: {client: C1}}, x: {from: h, only: {sector: X}}, y: {from: x, only: {name: D}}}");
    CHECK(Binding::text(again->tables.at("y")) == "C1,D,X,60%,4.5");
}

TEST_CASE("What no value chooses can be read before the first copy; its faults are told by the copies") {
    Binding b(Held{{"h.csv", kHoldings},
                   {"j.json", "{\"all\": [{\"k\": \"a\"}]}"},
                   {"bad.csv", "x,y\n1,2O\n"},
                   {"s.yaml", "columns: {client: {type: string, references: plain.client}}"},
                   {"t.yaml", "columns: {client: {type: string, references: chosen.client}}"}});
    std::string const article =
        "params: {p: {type: string, default: h}}\n"
        "date: 2026-06-15\n"
        "data:\n"
        "  ruled: {csv: h.csv, schema: s.yaml}\n"
        "  plain: h.csv\n"
        "  typed: {csv: h.csv, types: {weight: percent, value: decimal}, only: {client: \"C{{ 1 }}\"}}\n"
        "  json: {json: j.json, at: /all}\n"
        "  chosen: {csv: \"{{ params.p }}.csv\", sep: \",\"}\n"
        "  pointed: {json: j.json, at: \"/{{ params.p == 'h' and 'all' or 'none' }}\"}\n"
        "  from: {from: plain, limit: 1}\n";
    auto const ahead = [&](std::string const& text) {
        Diagnostics faults;
        auto const tree = data::parse_yaml(b.sources, b.sources.add("a.yaml", text), faults);
        REQUIRE(tree);
        std::size_t const before = b.sources.count();
        b.files.loads = 0;
        b.binder.read_ahead(*tree, {});
        int const loads = std::exchange(b.files.loads, 0);
        CHECK(b.sources.count() - before <= static_cast<std::size_t>(loads));
        return std::pair(loads, b.sources.count() - before);
    };
    CHECK(ahead(article) == std::pair(5, std::size_t{5}));  // ruled and its schema, plain, typed, json
    auto const bound = b.bind(article);
    CHECK(b.files.loads == 2);  // chosen and pointed
    CHECK(b.codes().empty());
    CHECK(bound->tables.at("typed").rows() == 3);
    CHECK(bound->tables.at("json").rows() == 1);
    CHECK(bound->tables.at("ruled").rows() == 4);
    // Nothing is kept of a reading that met a fault, and that of what may be another table for each copy is one.
    for (char const* const source : {"bad: {csv: bad.csv, types: {y: decimal}}", "none: none.csv", "asked: {csv: h.csv, schema: t.yaml}"})
        CHECK(ahead(article + "  z: " + std::string(source).substr(std::string(source).find(' ') + 1) + "\n").second == 0);
    b.bind(article + "  bad: {csv: bad.csv, types: {y: decimal}}\n  none: none.csv\n");
    CHECK(b.codes() == "bad.csv:2:3:E312 a.yaml:12:9:E320");
    for (char const* const odd : {"data: []", "title: x", "data: {a: [], b: {}, c: {csv: [], json: {}}, d: {csv: h.csv, json: j.json}}", "[]"})
        CHECK(ahead(odd).second == 0);
}

TEST_CASE("Of a file the lines are told that a source's own choice keeps") {
    Binding b(Held{{"h.csv", "\xEF\xBB\xBFk,v\nb,\"x\ny\"\na,2\nb,3"}, {"j.json", "[{\"k\": \"a\"}]"}});
    auto const lines = [&](std::string const& data) {
        auto const bound = b.bind("params: {p: {type: string, default: b}}\ndata: " + data);
        CHECK(b.codes().empty());
        std::string out;
        for (bind::Excerpt const& one : bound->excerpts) {
            for (data::FileRange const line : one.lines) out += b.sources.text(one.source).substr(line.begin, line.end - line.begin);
            out += '|';
        }
        return out + std::to_string(bound->uncut.size());
    };
    CHECK(lines("{h: {csv: h.csv, only: {k: b}, sort: -k, where: v ~= '3'}}") == "\xEF\xBB\xBFk,v\nb,\"x\ny\"\nb,3|0");
    CHECK(lines("{h: {csv: h.csv, only: {k: b, v: '3'}, limit: 0}}") == "\xEF\xBB\xBFk,v\nb,3|0");
    CHECK(lines("{h: {csv: h.csv, only: {k: none}}}") == "\xEF\xBB\xBFk,v\n|0");
    CHECK(lines("{h: {csv: h.csv, only: {k: a}}, i: {csv: h.csv}}") == "\xEF\xBB\xBFk,v\na,2\n|0");
    CHECK(lines("{h: {csv: h.csv, only: {}}}") == "0");
    CHECK(lines("{h: {csv: h.csv, where: k == 'a'}}") == "0");
    CHECK(lines("{h: {csv: h.csv}, i: {from: h, only: {k: '{{ params.p }}'}}}") == "1");
    CHECK(lines("{j: {json: j.json, only: {k: '{{ params.p }}'}}, r: {rows: [{k: a}], only: {k: '{{ params.p }}'}}}") == "2");
}

TEST_CASE("Rules for a source as a whole are not held on an excerpt of it") {
    Binding b(Held{{"h.csv", "k,d\na,2020-01-01\n"},
                   {"s.yaml", "columns: {k: {references: o.k, unique: true}, d: date}\nrows: {min: 2}\nfreshness: max(d) >= as_of - 3d\n"},
                   {"o.csv", "k\nz\n"}});
    std::string const article = "date: 2026-01-01\ndata: {o: o.csv, h: {csv: h.csv, schema: s.yaml}}\n";
    b.bind(article);
    CHECK(b.codes() == "h.csv:2:1:E338 s.yaml:2:7:E339 h.csv:2:3:E339");
    b.bind(article, {{}, {}, {}, false, false, true});
    CHECK(b.codes().empty());
}

TEST_CASE("A value is looked for in the spelling of its column") {
    Binding b(Held{{"h.csv", "n,d\n1.50,2026-06-01\n2,2026-06-02\n"}});
    auto const bound = b.bind(
        "data: {h: {csv: h.csv, types: {n: decimal, d: date}, only: {n: 1.5}}, k: {csv: h.csv, only: {n: 1.5}}, l: {csv: h.csv, types: {n: decimal}, only: {n: "
        "x}}}");
    CHECK(Binding::text(bound->tables.at("h")) == "1.50,2026-06-01");
    CHECK(bound->tables.at("k").rows() == 0);  // without a type a text is compared with a text
    CHECK(b.codes() == "a.yaml:1:151:E312");
}

TEST_CASE("A file is read once for all copies, and forgotten when its source goes") {
    Binding b(Held{{"h.csv", kHoldings}});
    std::string const article = "params: {client: string}\ndata: {h: {csv: h.csv, types: {weight: percent}, only: {client: C2}}}\n";
    for (int i = 0; i < 3; ++i) CHECK(Binding::text(b.bind(article, {{b.given("client", "C2")}, {}, {}, false})->tables.at("h")) == "C2,B,X,0.50,2");
    CHECK(b.files.loads == 1);
    b.bind("data: {h: {csv: h.csv, types: {weight: decimal}}}");
    CHECK(b.files.loads == 2);  // other types: other faults
    CHECK(b.codes() == "h.csv:2:8:E312 h.csv:3:8:E312 h.csv:4:8:E312 h.csv:5:8:E312");
    b.binder.forget_from(1);
    b.bind(article, {{b.given("client", "C2")}, {}, {}, false});
    CHECK(b.files.loads == 3);
}

TEST_CASE("Cells are held against types and rules, with notes that lead back") {
    Binding b(Held{{"h.csv", "a;b\n1,5;x\n-;y\n\"2,5\";\n"}, {"s.yaml", "columns: {a: {type: decimal, max: 2}, b: {required: true, unique: true}}\n"}});
    b.bind("data: {h: {csv: h.csv, sep: \";\", decimal: \",\", null: [\"-\"], schema: s.yaml}}");
    CHECK(b.codes() == "h.csv:4:2:E335 h.csv:4:7:E335");
    REQUIRE(b.faults.items()[0].notes.size() == 2);
    CHECK(b.sources.name(b.faults.items()[0].notes[0].span.source) == "s.yaml");
    CHECK(b.sources.name(b.faults.items()[0].notes[1].span.source) == "a.yaml");
    b.bind("data: {h: {csv: h.csv, sep: xx}}");
    CHECK(b.codes() == "a.yaml:1:29:E206");
    b.bind("data: {h: {csv: h.csv, sep: \";\", types: {c: decimal}}}");
    CHECK(b.codes() == "a.yaml:1:42:E336");
}

TEST_CASE("Any text as a schema file gives rules or a fault") {
    std::string const seed =
        "columns: {a: {type: decimal, min: 1, max: 2, pattern: '[a]+'}, b: {type: enum, values: [x]}, c: date}\nrows: {min: 1}\nfreshness: max(c) >= as_of - "
        "3d\n";
    for (std::size_t cut = 0; cut < seed.size(); ++cut) {
        for (char const c : {'x', '{', ':', '\n'}) {
            std::string text = seed;
            text[cut] = c;
            Sources sources;
            Diagnostics faults;
            auto const tree = data::parse_yaml(sources, sources.add("s.yaml", text), faults);
            if (!tree) continue;
            std::size_t const before = faults.error_count();
            auto const rules = bind::read_table_rules(*tree, faults);
            CHECK((rules.has_value() || faults.error_count() > before));
        }
    }
}
