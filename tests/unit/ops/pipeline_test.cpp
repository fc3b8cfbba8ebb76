#include "ops/pipeline.h"

#include <cstdio>
#include <random>
#include <regex>
#include <sstream>

#include "scratch.h"

using namespace offprint;
using namespace offprint::ops;
using offprint::ops::test::codes_of;
using offprint::ops::test::Scratch;

namespace {

std::string const kHead = "offprint: 1\nlayout: conviction-note\ntitle: A headline\ndate: 2026-06-15\ndisclosures: [goai-standard]\n";
std::string const kArticle = kHead + "body:\n  - Some words.\n";

RenderRequest request_for(std::string const& article) {
    RenderRequest request;
    request.article = article;
    request.share = test::kShare;
    return request;
}

/// One run and what it said.
struct Run {
    Sources sources;
    Diagnostics faults;
    RenderResult result;
    explicit Run(RenderRequest const& request) : result(render(request, sources, faults)) {}
    std::string told() const { return render_text(faults, sources); }
};

Run run_text(std::string const& text, RenderRequest request = {}) {
    Scratch const scratch;
    request.article = scratch.file("a.yaml", text);
    request.share = test::kShare;
    return Run(request);
}

std::string const kSample = test::kSource + "/samples/astera-labs/article.yaml";

/// Text and rectangles of a dump, as left, top or baseline, right, bottom or baseline.
struct Extent {
    double left = 0, top = 0, right = 0, bottom = 0;
};
std::optional<Extent> extent_of(std::string const& line) {
    double x = 0, y = 0, width = 0, height = 0;
    std::size_t const at = line.find(" at "), rect = line.find(" rect ");
    if (line.find(" text ") < at && std::sscanf(line.c_str() + at, " at %lf %lf width %lf", &x, &y, &width) == 3) return Extent{x, y, x + width, y};
    if (line.find(" path ") < rect && std::sscanf(line.c_str() + rect, " rect %lf %lf %lf %lf", &x, &y, &width, &height) == 4)
        return Extent{x, y, x + width, y + height};
    return std::nullopt;
}

}  // namespace

TEST_CASE("An article becomes a PDF") {
    Run const run = run_text(kArticle);
    INFO(run.told());
    CHECK(run.faults.items().empty());
    REQUIRE(run.result.pdf);
    CHECK(run.result.pdf->starts_with("%PDF-1.7\n"));
    CHECK(run.result.pages == 1);
    CHECK(run.result.dump.empty());
    CHECK(run.result.times.size() > 4);
}

TEST_CASE("No date, no PDF: not from the clock, not leniently") {
    std::string text = kArticle;
    text.erase(text.find("date:"), 17);
    Run const run = run_text(text);
    CHECK(codes_of(run.faults) == "E522");
    CHECK_FALSE(run.result.pdf);
    RenderRequest lenient;
    lenient.lenient = true;
    CHECK_FALSE(run_text(text, lenient).result.pdf);
    RenderRequest dated;
    dated.date = "2025-01-02";
    Run const with_date = run_text(text, dated);
    REQUIRE(with_date.result.pdf);
    // A date from outside never takes the place of the article's own.
    Run const own = run_text(kArticle, dated);
    REQUIRE(own.result.pdf);
    CHECK(*own.result.pdf == *run_text(kArticle).result.pdf);
    CHECK(*own.result.pdf != *with_date.result.pdf);
}

TEST_CASE("A setting takes the place of the article's value, or is told at its own") {
    RenderRequest request;
    request.want_dump = true;
    request.settings = {{"title", "Another headline"}, {"kicker", "New"}};
    Run const run = run_text(kArticle, request);
    INFO(run.told());
    REQUIRE(run.result.pdf);
    CHECK(run.result.dump.find("Another") != std::string::npos);
    CHECK(run.result.dump.find("A headline") == std::string::npos);
    request.settings = {{"titel", "x"}};
    CHECK(codes_of(run_text(kArticle, request).faults) == "E201");
    request.settings = {{"date", "soon"}};
    Run const wrong = run_text(kArticle, request);
    CHECK(codes_of(wrong.faults) == "E205");
    CHECK(wrong.sources.name(wrong.faults.items()[0].span.source) == "--set date");
    CHECK_FALSE(wrong.result.pdf);
}

TEST_CASE("Layout and paper from outside win over the article's own") {
    auto size_line = [](Run const& run) { return run.result.dump.substr(0, run.result.dump.find('\n', 8)); };
    RenderRequest request;
    request.want_dump = true;
    request.want_pdf = false;
    Run const a4 = run_text(kArticle, request);
    CHECK_FALSE(a4.result.pdf);
    CHECK(size_line(a4) == "page 1\nframe 595.28 841.89");
    request.paper = "letter";
    CHECK(size_line(run_text(kArticle, request)) == "page 1\nframe 612 792");
    request.layout = "classic-note";
    Run const classic = run_text(kArticle, request);
    CHECK(size_line(classic) == "page 1\nframe 612 792");
    CHECK(classic.result.dump != a4.result.dump);
    request.paper = "a3";
    CHECK(codes_of(run_text(kArticle, request).faults) == "E508");
    request.paper.clear();
    request.layout = "clasic-note";
    Run const none = run_text(kArticle, request);
    CHECK(codes_of(none.faults) == "E501");
    CHECK(none.faults.items()[0].hints[0] == "did you mean 'classic-note'?");
}

TEST_CASE("A layout that requires a disclosure gets one, and one that exists") {
    std::string none = kArticle;
    none.erase(none.find("disclosures:"), 29);
    CHECK(codes_of(run_text(none).faults) == "E520");
    std::string wrong = kArticle;
    wrong.replace(wrong.find("goai-standard"), 13, "goai-standart");
    Run const run = run_text(wrong);
    CHECK(codes_of(run.faults) == "E521");
    CHECK_FALSE(run.result.pdf);
}

TEST_CASE("Files that are not there are told at the place that names them; all in one run") {
    Run const run = run_text(kHead + "data: {a: none.csv, b: /etc/passwd}\nbody:\n  - callout: {}\n");
    CHECK(codes_of(run.faults) == "E320 E321 E207");
    RenderRequest missing = request_for("/no/such/article.yaml");
    CHECK(codes_of(Run(missing).faults) == "E320");
}

TEST_CASE("A program without its share folder says so") {
    Scratch const scratch;
    scratch.file("layouts/own.yaml", "layout: own\n");
    RenderRequest request = request_for(scratch.file("a.yaml", kArticle));
    request.share = scratch.at("nowhere");
    Run const run(request);
    CHECK(run.faults.has_errors());
    CHECK_FALSE(run.result.pdf);
}

TEST_CASE("Lenient: a fault of typesetting is told, and the page is made all the same") {
    std::string const text = kHead + "body:\n  - stats: [{label: L, text: \"" + std::string(200, 'W') + "\"}]\n";
    Run const strict = run_text(text);
    INFO(strict.told());
    CHECK(codes_of(strict.faults).starts_with("E402"));
    CHECK_FALSE(strict.result.pdf);
    RenderRequest request;
    request.lenient = true;
    Run const lenient = run_text(text, request);
    CHECK(lenient.faults.has_errors());
    REQUIRE(lenient.result.pdf);
    CHECK(lenient.result.pdf->size() > 1000);
}

TEST_CASE("Lenient with any other fault ends too, with or without a page") {
    RenderRequest request;
    request.lenient = true;
    for (std::string const& text : {std::string(), std::string("- a\n"), std::string("offprint: 1\n"), kHead, kHead + "body: []\n",
                                    kHead + "body:\n  - nope: x\n", kHead + "body:\n  - chart: {kind: bar, title: T, data: none, x: a, y: b}\n",
                                    kHead + "lang: \"../x\"\nbody: [x]\n", kHead + "lang: zz\nbody: [x]\n"}) {
        INFO(text);
        Run const run = run_text(text, request);
        CHECK((run.result.pdf.has_value() || run.faults.has_errors()));
    }
}

TEST_CASE("The same input gives the same bytes: twice, on one thread or on four, beside an earlier run") {
    RenderRequest request = request_for(kSample);
    request.threads = 1;
    Run const first(request), second(request);
    INFO(first.told());
    REQUIRE(first.result.pdf);
    REQUIRE(second.result.pdf);
    CHECK(*first.result.pdf == *second.result.pdf);
    request.threads = 4;
    Run const parallel(request);
    REQUIRE(parallel.result.pdf);
    CHECK(*first.result.pdf == *parallel.result.pdf);
    // And wherever the article lies: no path is part of it.
    Scratch const scratch;
    std::filesystem::copy(test::kSource + "/samples/astera-labs/article.yaml", scratch.at("other.yaml"));
    std::filesystem::copy(test::kSource + "/data", scratch.at("data"), std::filesystem::copy_options::recursive);
    Run const moved(request_for(scratch.at("other.yaml")));
    INFO(moved.told());
    REQUIRE(moved.result.pdf);
    CHECK(*first.result.pdf == *moved.result.pdf);
}

TEST_CASE("The sample is set without a warning, and all of it lies on the paper, in both layouts on both papers") {
    for (char const* layout : {"conviction-note", "classic-note"}) {
        for (char const* paper : {"a4", "letter"}) {
            INFO(layout << " " << paper);
            RenderRequest request = request_for(kSample);
            request.layout = layout;
            request.paper = paper;
            request.want_dump = true;
            request.want_pdf = false;
            Run const run(request);
            INFO(run.told());
            CHECK(run.faults.items().empty());
            CHECK(run.result.pages >= 3);
            CHECK(run.result.pages <= 6);
            std::istringstream dump(run.result.dump);
            double width = 0, height = 0;
            std::size_t runs = 0;
            for (std::string line; std::getline(dump, line);) {
                if (line.starts_with("frame ")) REQUIRE(std::sscanf(line.c_str(), "frame %lf %lf", &width, &height) == 2);
                std::optional<Extent> const e = extent_of(line);
                if (!e) continue;
                ++runs;
                INFO(line);
                CHECK((e->left >= 0 && e->right <= width && e->top >= 0 && e->bottom <= height));
            }
            CHECK(runs > 300);
        }
    }
}

namespace {

/// An article of sections and of prose that refers to their pages.
std::string referring_article(unsigned seed) {
    std::mt19937 random(seed);
    std::string const kWords[] = {"copper", "carries", "the", "links", "inside", "a", "rack", "and", "light", "between"};
    auto words = [&](unsigned most) {
        std::string out;
        for (auto n = 1 + random() % most; n-- > 0;) out += kWords[random() % 10] + (n > 0 ? " " : "");
        return out;
    };
    auto const sections = 12 + random() % 12;
    std::string text = kHead + "body:\n";
    int number = 0;
    for (unsigned i = 0; i < sections; ++i) {
        text += "  - section: {kicker: K, title: T" + std::to_string(i) + "T}\n    id: s" + std::to_string(i) + "\n  - |\n";
        for (auto paragraphs = 1 + random() % 5; paragraphs-- > 0;) {
            text += "    " + words(40);
            for (unsigned n = random() % 4; n-- > 0;) {
                std::string const target = std::to_string(random() % sections);
                text += " Q" + std::to_string(number++) + "&nbsp;[@s" + target + " page]&nbsp;Z" + target + "Z " + words(30);
            }
            text += ".\n\n";
        }
        if (random() % 3 == 0) text += "  - callout: {title: C, text: \"Q" + std::to_string(number++) + "&nbsp;[@s3 page]&nbsp;Z3Z " + words(20) + "\"}\n";
    }
    return text;
}

/// The text of a dump, page after page, each begun by a form feed.
std::string text_of(std::string const& dump) {
    std::string out;
    std::istringstream lines(dump);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("page ")) out += '\f';
        std::size_t const open = line.find('"'), close = line.rfind('"');
        if (line.find(" text ") < open && close > open) out += line.substr(open + 1, close - open - 1);
    }
    return out;
}

/// References that name another page than that of their target.
std::string untrue(std::string const& dump, int& references) {
    std::string const text = text_of(dump);
    std::string wrong;
    std::regex const reference(R"(Q\d+\\u\{A0\}page\\u\{A0\}(\d+)\\u\{A0\}Z(\d+)Z)");
    for (auto it = std::sregex_iterator(text.begin(), text.end(), reference); it != std::sregex_iterator(); ++it) {
        ++references;
        std::size_t const target = text.find("T" + (*it)[2].str() + "T");
        auto const page = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(target), '\f');
        if (std::to_string(page) != (*it)[1].str()) wrong += (*it)[0].str() + " is " + std::to_string(page) + "; ";
    }
    return wrong;
}

}  // namespace

TEST_CASE("Printed pages are true, with room kept from the first round, from a later one, and without") {
    for (unsigned seed = 0; seed < 8; ++seed) {
        for (int const free_rounds : {0, 1, 6}) {
            RenderRequest request;
            request.want_dump = true;
            request.free_rounds = free_rounds;
            Run const run = run_text(referring_article(seed), request);
            INFO("seed " << seed << ", free rounds " << free_rounds << "\n" << run.told());
            // Random words in a narrow place may leave gaps.
            auto const& faults = run.faults.items();
            CHECK(std::all_of(faults.begin(), faults.end(), [](Diagnostic const& fault) { return fault.code == "W405"; }));
            int references = 0;
            CHECK(untrue(run.result.dump, references) == "");
            CHECK(references > 10);
        }
    }
}

TEST_CASE("Faults of an article that is broken into pages several times are told once") {
    std::string text = referring_article(1) + "  - \"Overfull: " + std::string(200, 'W') + " and [@s1 page].\"\n  - \"A note[^none].\"\n";
    Run const run = run_text(text);
    CHECK(codes_of(run.faults) == "E263 E402");
}

TEST_CASE("Faults of running lines are told at their places, and no file is made") {
    Run const run = run_text("publisher: \"Crab \U0001F980 Research\"\n" + kArticle, {});
    CHECK(codes_of(run.faults).find("E401") != std::string::npos);
    CHECK_FALSE(run.result.pdf);
}

TEST_CASE("What is referred to and printed nowhere is told") {
    Run const run = run_text(kHead + "body:\n  - \"See [@x page].\"\n  - callout: {title: \"\", text: \"\"}\n    id: x\n");
    CHECK(codes_of(run.faults) == "E275");
}

TEST_CASE("Running lines name the section at the top of a page, the first and the last that begin on it") {
    Scratch const scratch;
    scratch.file("offprint.yaml", "workspace: 1\n");
    scratch.file("layouts/heads.yaml",
                 "layout: heads\nextends: classic-note\nhead: {left: \"top {section}\", center: \"first {first_section}\", right: \"last {last_section}\"}\n");
    auto section = [](char const* name, int paragraphs) {
        std::string text = "  - section: {kicker: " + std::string(name) + ", title: T}\n  - |\n";
        for (int i = 0; i < paragraphs; ++i) text += "    Words of a paragraph that is here to fill a line of the page or two, and goes on for a while.\n\n";
        return text;
    };
    std::string const body = section("A", 3) + section("B", 60) + section("C", 1) + section("D", 1) + section("E", 60);
    RenderRequest request = request_for(scratch.file("a.yaml", kHead + "body:\n" + body));
    request.layout = "heads";
    request.want_dump = true;
    Run const run(request);
    INFO(run.told());
    std::vector<std::string> heads;
    std::string const text = text_of(run.result.dump);
    for (std::size_t at = text.find('\f'); at != std::string::npos; at = text.find('\f', at + 1)) heads.push_back(text.substr(at + 1, 30));
    REQUIRE(heads.size() >= 3);
    CHECK(heads[0].find("top B") == std::string::npos);
    CHECK(run.result.dump.find("top B") != std::string::npos);
    CHECK(run.result.dump.find("first C") != std::string::npos);
    CHECK(run.result.dump.find("last E") != std::string::npos);
}
