// Layouts that somebody got wrong: every one is read, and built with where it reads, without more than faults.
#include <algorithm>
#include <random>

#include "house.h"

using namespace offprint;
using blocks::test::Built;
using blocks::test::Setting;
using blocks::test::words;

namespace {

/// Ranges of the words of a YAML text that a hand may get wrong: numbers, names, colours.
std::vector<std::pair<std::size_t, std::size_t>> tokens_of(std::string const& text) {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    auto is_word = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '#'; };
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '#' && (at == 0 || text[at - 1] == '\n')) {
            at = std::min(text.find('\n', at), text.size());
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && is_word(text[end])) ++end;
        if (end > at) out.emplace_back(at, end);
        at = std::max(end, at + 1);
    }
    return out;
}

constexpr char const* kWrong[] = {"0",
                                  "-1",
                                  "0.01",
                                  "1",
                                  "3",
                                  "40",
                                  "200",
                                  "1000",
                                  "5000",
                                  "1e18",
                                  "-1e18",
                                  "",
                                  "{}",
                                  "[]",
                                  "[1, 2]",
                                  "{a: b}",
                                  "true",
                                  "full",
                                  "rail",
                                  "body",
                                  "paper",
                                  "\"#FFFFFF\"",
                                  "justified",
                                  "1e-18",
                                  "99999999999999999999"};

}  // namespace

TEST_CASE("A layout with a wrong word in it is told or does, and never does harm") {
    std::string const body =
        "- stats: [{label: L, value: 1, note: n}, {label: M, text: m}, {label: N, text: m}, {label: O, text: m}]\n- section: {number: \"01\", kicker: K, "
        "title: " +
        words(12) + "}\n- " + words(40) + "\n- callout: {title: T, text: " + words(30) +
        "}\n- cards: {title: C, items: [{title: a, kicker: b, text: " + words(9) +
        "}, {title: c}]}\n- list: [a, b]\n- chart: {kind: bar, title: T, caption: C, x: [a, b], y: [1, 2]}\n- takeaway: {kicker: K, title: T, text: " +
        words(20) + "}\n";
    std::mt19937 random(20260615);
    auto pick = [&](std::size_t count) { return static_cast<std::size_t>(random() % count); };
    std::size_t read = 0, refused = 0;
    for (char const* layout : {"conviction-note", "classic-note", "tokens/house"}) {
        std::string error;
        auto const text = read_file(blocks::test::kSource + "/layouts/" + layout + ".yaml", 1u << 20, error);
        REQUIRE(text);
        std::vector<std::pair<std::size_t, std::size_t>> const tokens = tokens_of(*text);
        for (int round = 0; round < 120; ++round) {
            std::string damaged = *text;
            auto const [begin, end] = tokens[pick(tokens.size())];
            damaged.replace(begin, end - begin, kWrong[pick(std::size(kWrong))]);
            Setting setting;
            setting.layout = std::string_view(layout) == "tokens/house" ? "conviction-note" : layout;
            setting.instead = {layout, damaged};
            INFO(layout << ": '" << text->substr(begin, end - begin) << "' at " << begin << " became '" << damaged.substr(begin, 12) << "'");
            Built const built(body, setting, "rating: Buy\nkicker: K\ninstrument: {symbol: A, price: 1}\n");
            ++(built.theme ? read : refused);
            CHECK((built.theme || built.faults.has_errors()));
        }
    }
    CHECK(read > 50);
    CHECK(refused > 50);
}
