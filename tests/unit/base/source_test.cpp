#include "base/source.h"

#include <catch2/catch.hpp>
#include <random>

#include "base/utf8.h"

using namespace offprint;

TEST_CASE("places count lines by CRLF, LF and CR, columns by code points") {
    Sources sources;
    SourceId const id = sources.add("f", "aé\r\nb\rc\n\nd");
    auto place = [&](std::uint32_t at) {
        Place const p = sources.place(id, at);
        return std::pair(p.line, p.column);
    };
    CHECK(place(0) == std::pair(1u, 1u));
    CHECK(place(1) == std::pair(1u, 2u));
    CHECK(place(3) == std::pair(1u, 3u));
    CHECK(place(5) == std::pair(2u, 1u));
    CHECK(place(7) == std::pair(3u, 1u));
    CHECK(place(9) == std::pair(4u, 1u));
    CHECK(place(10) == std::pair(5u, 1u));
    CHECK(place(99) == std::pair(5u, 2u));
    CHECK(sources.line_at(id, 1) == std::pair(std::string_view("aé"), 0u));
    CHECK(sources.line_at(id, 9) == std::pair(std::string_view(""), 9u));
    CHECK(sources.line_at(id, 10) == std::pair(std::string_view("d"), 10u));
}

TEST_CASE("lines and columns agree with a count by hand on random text") {
    std::mt19937 random(2);
    char const* const atoms[] = {"a", "é", "\n", "\r\n", "\r", "😀", "\t"};
    for (int round = 0; round < 300; ++round) {
        std::string text;
        for (int i = 0; i < 20; ++i) text += atoms[random() % 7];
        Sources sources;
        SourceId const id = sources.add("f", text);
        std::uint32_t line = 1, column = 1;
        for (std::uint32_t at = 0; at < text.size(); ++at) {
            if (!utf8::is_continuation(text[at])) {
                Place const p = sources.place(id, at);
                // Inside CRLF the LF belongs to the line that it ends.
                if (!(text[at] == '\n' && at > 0 && text[at - 1] == '\r')) CHECK(std::pair(p.line, p.column) == std::pair(line, column));
                ++column;
            }
            if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n'))) ++line, column = 1;
        }
    }
}

TEST_CASE("text knows its bytes' places through cutting and joining") {
    // source:  ab"c\u00e9d   text: abcéd with the escape as one piece out of step
    SourcedText const text("abcéd", 1, {{0, 2, 10, 2, true}, {2, 1, 13, 1, true}, {3, 2, 14, 6, false}, {5, 1, 20, 1, true}});
    CHECK(text.span() == Span{1, 10, 21});
    CHECK(text.span(2, 3) == Span{1, 13, 14});
    CHECK(text.span(3, 5) == Span{1, 14, 20});
    CHECK(text.span(4, 5) == Span{1, 14, 20});
    CHECK(text.span(1, 4) == Span{1, 11, 20});
    CHECK(text.span(2, 2) == Span{1, 13, 13});
    SourcedText const cut = text.substr(1, 4);
    CHECK(cut.text == "bcé");
    CHECK(cut.span(0, 1) == Span{1, 11, 12});
    CHECK(cut.span(2, 4) == Span{1, 14, 20});
    CHECK(text.substr(3, 0).span() == Span{1, 14, 14});
    SourcedText joined = text.substr(5, 1);
    joined.append(" ", Span{1, 3, 4});
    joined.append(text.substr(0, 1));
    CHECK(joined.text == "d a");
    CHECK(joined.span(1, 2) == Span{1, 3, 4});
    CHECK(joined.span(2, 3) == Span{1, 10, 11});
    CHECK(SourcedText("generated").span() == Span{});
}
