#include "ops/press.h"

#include "scratch.h"

using namespace offprint;
using namespace offprint::ops;
using offprint::ops::test::codes_of;
using offprint::ops::test::Scratch;

namespace {

RenderRequest request_for(std::string const& article) {
    RenderRequest request;
    request.article = article;
    request.share = test::kShare;
    return request;
}

std::string alone(RenderRequest const& request) {
    Sources sources;
    Diagnostics faults;
    RenderResult const result = render(request, sources, faults);
    INFO(render_text(faults, sources));
    REQUIRE(result.pdf);
    return *result.pdf;
}

std::string copy_of(Press& press) {
    Diagnostics faults;
    RenderResult const result = press.print({}, nullptr, faults);
    INFO(render_text(faults, press.sources()));
    REQUIRE(result.pdf);
    return *result.pdf;
}

}  // namespace

TEST_CASE("Every copy of a press is the file that a render makes") {
    for (std::string const sample : {"astera-labs", "fund-fact-sheet", "journal-article", "one-pager", "rated-note"}) {
        INFO(sample);
        RenderRequest const request = request_for(test::kSource + "/samples/" + sample + "/article.yaml");
        std::string const wanted = alone(request);
        Press press(request);
        Diagnostics faults;
        REQUIRE(press.prepare(faults));
        CHECK(copy_of(press) == wanted);
        CHECK(copy_of(press) == wanted);
        std::size_t const sources = press.sources().count();  // what a copy reads goes when the next one begins
        CHECK(copy_of(press) == wanted);
        CHECK(press.sources().count() == sources);
    }
}

TEST_CASE("A copy's key tells what it is made of, however often it is asked for") {
    Scratch const scratch;
    std::string const head = "offprint: 1\nlayout: conviction-note\ntitle: A\ndate: 2026-06-15\ndisclosures: [goai-standard]\ndata: {d: d.csv}\nbody:\n  - ";
    auto const key_of = [&](std::string const& words, std::string const& data, std::string const& paper) {
        scratch.file("d.csv", data);
        RenderRequest request = request_for(scratch.file("a.yaml", head + words + "\n"));
        request.paper = paper;
        Press press(request);
        press.sources().add("rows.csv", "id\n" + words + data + "\n");  // what other copies are made of is nobody's
        Diagnostics faults;
        REQUIRE(press.prepare(faults));
        auto const key = press.key({}, faults);
        REQUIRE(key);
        copy_of(press);
        CHECK(press.key({}, faults) == key);
        CHECK(press.key({}, faults) == key);
        return *key;
    };
    std::string const key = key_of("Words.", "x\n1\n", "a4");
    CHECK(key_of("Words.", "x\n1\n", "a4") == key);
    CHECK(key_of("Other words.", "x\n1\n", "a4") != key);
    CHECK(key_of("Words.", "x\n2\n", "a4") != key);
    CHECK(key_of("Words.", "x\n1\n", "letter") != key);

    Press press(request_for(scratch.file("b.yaml", head + "wrong: {}\n")));
    Diagnostics faults;
    REQUIRE(press.prepare(faults));
    CHECK_FALSE(press.key({}, faults));
    CHECK(codes_of(faults) == "E209");
}

TEST_CASE("A copy tells its faults as if it were the first") {
    Scratch const scratch;
    // A word too wide, a character that no font has, no such block, no such source.
    std::string const body = "  - Some words and \xF0\x93\x80\x80.\n  - wrong: {}\n  - callout: {title: A, tone: insight, text: " + std::string(400, 'W') +
                             "}\n  - chart: {kind: bar, data: none}\n";
    std::string const article = scratch.file("a.yaml",
                                             "offprint: 1\nlayout: conviction-note\ntitle: A\ndate: 2026-06-15\nlang: tlh\n"
                                             "disclosures: [none]\nbody:\n" +
                                                 body);
    RenderRequest request = request_for(article);
    request.lenient = true;
    Sources sources;
    Diagnostics once;
    render(request, sources, once);
    REQUIRE(once.items().size() > 4);
    Press press(request);
    Diagnostics shared;
    REQUIRE(press.prepare(shared));
    for (int i = 0; i < 3; ++i) {
        Diagnostics faults;
        press.print({}, nullptr, faults);
        Diagnostics all = shared;
        all.append(faults);
        CHECK(codes_of(all) == codes_of(once));
        CHECK(render_text(all, press.sources()) == render_text(once, sources));
    }
}

TEST_CASE("A press for an article that is not there says so") {
    Press press(request_for("/none/article.yaml"));
    Diagnostics faults;
    CHECK_FALSE(press.prepare(faults));
    CHECK(codes_of(faults) == "E320");
}
