#include "text/paragraph_queue.h"

#include <catch2/catch.hpp>
#include <random>

#include "fonts_for_test.h"

using namespace offprint;
using namespace offprint::text;

namespace {

constexpr std::string_view kWords[] = {"fabric",  "switch",  "of",       "the",     "memory", "3.2",      "billion", "offices", "re-rating", "(2026E)",
                                       "copper,", "optical", "T-shaped", "latency", "AWAY",   "affluent", "a",       "in",      "+17%",      "networks."};

StyledText random_text(std::mt19937& random, CharStyle const& style) {
    std::string text;
    for (std::size_t left = random() % 60; left > 0; --left) {
        if (!text.empty()) text += ' ';
        text += kWords[random() % std::size(kWords)];
    }
    if (random() % 9 == 0) text += " \U0001F984";  // no face has a unicorn: a fault to be told
    StyledText styled;
    styled.append(SourcedText(text), style, 1);
    return styled;
}

ParagraphStyle random_style(std::mt19937& random, std::shared_ptr<Hyphenator const> const& english) {
    ParagraphStyle style;
    style.measure = Length::points(120 + static_cast<int>(random() % 200));
    style.alignment = random() % 3 == 0 ? Alignment::Ragged : Alignment::Justified;
    style.hyphenator = english;
    return style;
}

std::string words_of(Diagnostics const& diagnostics) {
    std::string words;
    for (Diagnostic const& d : diagnostics.items()) words += d.code + " " + d.message + "\n";
    return words;
}

void check_same(Paragraph const& a, Paragraph const& b) {
    REQUIRE(a.lines().size() == b.lines().size());
    CHECK(a.demerits() == b.demerits());
    for (std::size_t i = 0; i < a.lines().size(); ++i) {
        std::vector<PlacedRun> const left = set_line(a, i), right = set_line(b, i);
        REQUIRE(left.size() == right.size());
        for (std::size_t r = 0; r < left.size(); ++r) {
            CHECK(left[r].x == right[r].x);
            CHECK(left[r].run.text == right[r].run.text);
            CHECK(left[r].run.width() == right[r].run.width());
        }
    }
}

}  // namespace

TEST_CASE("paragraphs broken by any number of threads are those broken one after the other, faults and all") {
    auto const english = Hyphenator::open(std::string(OFFPRINT_BINARY_DIR) + "/share/offprint/hyphenation", "en-US");
    REQUIRE(english);
    CharStyle const look = test::style_of(test::serif());
    for (unsigned const threads : {0u, 1u, 2u, 5u}) {
        std::mt19937 random(20261122);
        Shaper alone, shared;
        ParagraphQueue queue(shared, threads);
        // Twice, since a queue may be filled again after it was emptied.
        for (std::size_t const count : {150u, 3u, 0u}) {
            std::vector<ParagraphPtr> expected;
            Diagnostics faults, queue_faults;
            for (std::size_t i = 0; i < count; ++i) {
                StyledText const text = random_text(random, look);
                ParagraphStyle const style = random_style(random, english);
                expected.push_back(break_paragraph(alone, text, style, faults));
                CHECK(queue.add(text, style) == i);
            }
            std::vector<ParagraphQueue::Broken> const broken = queue.finish();
            REQUIRE(broken.size() == count);
            for (std::size_t i = 0; i < count; ++i) {
                check_same(*expected[i], *broken[i].paragraph);
                queue_faults.append(broken[i].faults);
            }
            CHECK(words_of(queue_faults) == words_of(faults));
            CHECK((count < 100 || faults.error_count() > 0));
        }
    }
}

TEST_CASE("a queue that is given up with work left ends its threads") {
    CharStyle const look = test::style_of(test::serif());
    std::mt19937 random(7);
    Shaper shaper;
    ParagraphQueue queue(shaper, 3);
    for (int i = 0; i < 200; ++i) queue.add(random_text(random, look), random_style(random, nullptr));
}
