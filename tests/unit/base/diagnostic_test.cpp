#include "base/diagnostic.h"

#include <catch2/catch.hpp>

using namespace offprint;

namespace {

/// A span of the n-th occurrence of a word.
Span span_of(Sources const& sources, SourceId id, std::string_view word, std::size_t from = 0) {
    std::size_t const at = sources.text(id).find(word, from);
    REQUIRE(at != std::string_view::npos);
    return {id, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + word.size())};
}

}  // namespace

TEST_CASE("a fault is shown with its line, a caret and a hint") {
    Sources sources;
    std::string text;
    for (int i = 1; i < 41; ++i) text += "\n";
    SourceId const id = sources.add("article.yaml", text + "    style: boddy\nnext");
    SourceId const layout = sources.add("layouts/x.yaml", "a\n  b: c\n");
    Diagnostics faults;
    faults.error("E312", span_of(sources, id, "boddy"), "unknown style 'boddy'", "did you mean 'body'?")
        .notes.push_back({span_of(sources, layout, "b"), "styles are listed here"});
    CHECK(render_text(faults, sources) ==
          "article.yaml:41:12: error: unknown style 'boddy' [E312]\n"
          "   41 |     style: boddy\n"
          "      |            ^~~~~\n"
          "  hint: did you mean 'body'?\n"
          "  note: layouts/x.yaml:2:3: styles are listed here\n");
}

TEST_CASE("tabs are kept before the caret and columns count code points") {
    Sources sources;
    SourceId const id = sources.add("a", "\té→x: yé\r\nb");
    Diagnostics faults;
    faults.warning("W1", span_of(sources, id, "x: yé"), "m");
    CHECK(render_text(faults, sources) ==
          "a:1:4: warning: m [W1]\n"
          "    1 | \té→x: yé\n"
          "      | \t  ^~~~~\n");
    CHECK(faults.warning_count() == 1);
    CHECK_FALSE(faults.has_errors());
}

TEST_CASE("a point, an empty file, a place past the end and no place at all") {
    Sources sources;
    SourceId const id = sources.add("a", "ab\n"), empty = sources.add("empty", "");
    Diagnostics faults;
    faults.error("E1", {id, 2, 2}, "m");
    faults.error("E2", {id, 99, 120}, "m");
    faults.error("E3", {empty, 0, 0}, "m");
    faults.error("E4", {}, "m");
    CHECK(render_text(faults, sources) ==
          "a:1:3: error: m [E1]\n    1 | ab\n      |   ^\n"
          "a:2:1: error: m [E2]\n    2 | \n      | ^\n"
          "empty:1:1: error: m [E3]\n    1 | \n      | ^\n"
          "error: m [E4]\n");
}

TEST_CASE("a span over several lines is underlined to the end of its first") {
    Sources sources;
    SourceId const id = sources.add("a", "xy\nz");
    Diagnostics faults;
    faults.error("E1", {id, 1, 4}, "m");
    CHECK(render_text(faults, sources) == "a:1:2: error: m [E1]\n    1 | xy\n      |  ^\n");
}

TEST_CASE("long lines are cut around the caret") {
    Sources sources;
    SourceId const id = sources.add("a", std::string(500, 'a') + "HERE" + std::string(500, 'b'));
    Diagnostics faults;
    faults.error("E1", span_of(sources, id, "HERE"), "m");
    CHECK(render_text(faults, sources) ==
          "a:1:501: error: m [E1]\n    1 | …" + std::string(40, 'a') + "HERE" + std::string(76, 'b') + "…\n      | " + std::string(41, ' ') + "^~~~\n");
}

TEST_CASE("a byte order mark takes no column, controls do not reach the terminal") {
    Sources sources;
    SourceId const id = sources.add("a", "\xEF\xBB\xBF\x1B[2Jx");
    Diagnostics faults;
    faults.error("E1", span_of(sources, id, "x"), "bad\n\x1B[1m");
    CHECK(render_text(faults, sources) == "a:1:5: error: bad \uFFFD[1m [E1]\n    1 | \uFFFD[2Jx\n      |     ^\n");
}

TEST_CASE("only the first thousand are kept, the rest is counted") {
    Sources sources;
    SourceId const id = sources.add("a", "x");
    Diagnostics faults;
    for (int i = 0; i < 1003; ++i) faults.error("E1", {id, 0, 1}, std::to_string(i), "h").notes.push_back({{}, "n"});
    CHECK(faults.items().size() == 1000);
    CHECK(faults.error_count() == 1003);
    CHECK(faults.suppressed() == 3);
    CHECK(render_text(faults, sources).ends_with("3 more errors and warnings are not shown\n"));
    CHECK(render_json(faults, sources).ends_with("{\"suppressed\":3}\n"));
}

TEST_CASE("sorting orders by place and drops repetitions") {
    Diagnostics faults;
    faults.error("E1", {2, 5, 6}, "late");
    faults.error("E1", {1, 7, 8}, "b");
    faults.error("E1", {1, 7, 8}, "a");
    faults.error("E1", {1, 7, 8}, "b");
    faults.warning("E1", {1, 7, 8}, "b");
    faults.sort();
    REQUIRE(faults.items().size() == 4);
    CHECK(faults.items()[0].message == "b");
    CHECK(faults.items()[1].message == "a");
    CHECK(faults.items()[3].message == "late");
    CHECK(faults.error_count() == 3);
    CHECK(faults.warning_count() == 1);
}

TEST_CASE("JSON lines carry bytes and a UTF-16 range") {
    Sources sources;
    SourceId const id = sources.add("a\"b", "x\n😀é w");
    Diagnostics faults;
    faults.error("E1", span_of(sources, id, "w"), "tab\t\xFF", "h").notes.push_back({{id, 0, 1}, "n"});
    faults.error("E7", {}, "disk").fault = FaultClass::OutputUnwritable;
    CHECK(render_json(faults, sources) ==
          R"({"severity":"error","code":"E1","fault":"input","file":"a\"b","line":2,"column":4,"end_line":2,"end_column":5,"bytes":[9,10],)"
          R"("range":{"start":{"line":1,"character":4},"end":{"line":1,"character":5}},"message":"tab\u0009)"
          "\uFFFD"
          R"(","hints":["h"],"notes":[{"file":"a\"b","line":1,"column":1,"end_line":1,"end_column":2,"bytes":[0,1],)"
          R"("range":{"start":{"line":0,"character":0},"end":{"line":0,"character":1}},"message":"n"}]})"
          "\n"
          R"({"severity":"error","code":"E7","fault":"output-unwritable","message":"disk","hints":[],"notes":[]})"
          "\n");
}

TEST_CASE("places agree with Sources on every byte") {
    Sources sources;
    SourceId const id = sources.add("a", "\xEF\xBB\xBFé\r\nb\rc\n\n→x");
    std::size_t const size = sources.text(id).size();
    for (std::uint32_t at = 3; at <= size; ++at) {
        Diagnostics faults;
        faults.error("E1", {id, at, at}, "m");
        Place const p = sources.place(id, at);
        CHECK(render_text(faults, sources).starts_with("a:" + std::to_string(p.line) + ":" + std::to_string(p.column) + ":"));
    }
}

TEST_CASE("faults of one part are taken over by the whole, beyond the limit as a count") {
    Diagnostics part, whole;
    for (std::size_t i = 0; i < Diagnostics::kLimit + 5; ++i) part.error("E401", {1, 0, 1}, "fault");
    part.warning("W1", {1, 0, 1}, "told too late to be kept");
    whole.warning("W2", {1, 0, 1}, "first");
    whole.append(part);
    CHECK(whole.items().size() == Diagnostics::kLimit);
    CHECK(whole.items().front().code == "W2");
    CHECK(whole.error_count() == Diagnostics::kLimit + 5);
    CHECK(whole.warning_count() == 2);
    CHECK(whole.suppressed() == 7);
}
