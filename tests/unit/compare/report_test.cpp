#include "compare/report.h"

#include <catch2/catch.hpp>

using namespace offprint::compare;

namespace {

Document of_text(std::string_view text, std::string name) {
    Document document;
    document.name = std::move(name);
    document.language = "en-US";
    document.title = text;
    document.facts = {{"title", std::string(text)}};
    document.pages.push_back({{0, 0, 100, 200}, 0});
    Block block;
    block.words = words_of(text);
    block.regions = {{0, {10, 150, 60, 180}}};
    document.blocks.push_back(std::move(block));
    return document;
}

std::string const kHostile = "<script>alert('x')</script> & \"quotes\" \x1B[31m *stars* [brackets](x) \u202Eback";

}  // namespace

TEST_CASE("no form of the report lets a text of a document through as its own") {
    Document const before = of_text("Nothing to see here at all.", "a<b>.pdf"), after = of_text(kHostile, "c.pdf");
    Comparison const comparison = compare(before, after);
    Report const report{before, after, comparison};
    std::string const html = html_report(report, changed_pages(report));
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("a<b>") == std::string::npos);
    CHECK(html.find("&lt;script&gt;") != std::string::npos);
    for (std::string const& text : {html, text_report(report), json_report(report)}) {
        CHECK(text.find('\x1B') == std::string::npos);
        CHECK(text.find("\u202E") == std::string::npos);
    }
    std::string const article = article_report(report, {}, "2026-06-15", [](char32_t) { return true; });
    CHECK(article.find(" *stars*", article.find("body:")) == std::string::npos);
    CHECK(article.find("\\\\[brackets\\\\]") != std::string::npos);
}

TEST_CASE("pages with changes stand beside their counterparts, with the changed areas") {
    Document const before = of_text("One two three four five.", "a.pdf"), after = of_text("One two three four six.", "b.pdf");
    Comparison const comparison = compare(before, after);
    Report const report{before, after, comparison};
    auto const pages = changed_pages(report);
    REQUIRE(pages.size() == 1);
    REQUIRE(pages[0].before);
    REQUIRE(pages[0].after);
    REQUIRE(pages[0].after->marks.size() == 1);
    Mark const& mark = pages[0].after->marks[0];
    CHECK(mark.left == Approx(0.1));
    CHECK(mark.top == Approx(0.1));
    CHECK(mark.right == Approx(0.6));
    CHECK(mark.bottom == Approx(0.25));
    CHECK(text_report(report).find("[-five-] {+six+}") != std::string::npos);
}
