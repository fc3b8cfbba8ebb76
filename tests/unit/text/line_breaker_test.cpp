#include "text/line_breaker.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>

using namespace offprint;
using namespace offprint::text;

namespace {

Length pt(int n) { return Length::from_raw(n * Length::kUnitsPerPoint); }

/// Words of given widths in points with ordinary spaces of 4 pt between them.
LineProblem words(std::vector<int> const& widths, int measure) {
    LineProblem problem;
    problem.measure = pt(measure);
    problem.ragged_stretch = pt(30);
    problem.breaks.emplace_back();
    Length x, glue;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        x += pt(widths[i]);
        Break b;
        b.end = x;
        b.stretch = glue * 2;
        b.shrink = glue;
        x += pt(4);
        glue += pt(1);
        b.start = x;
        b.start_stretch = glue * 2;
        b.start_shrink = glue;
        b.forced = i + 1 == widths.size();
        problem.breaks.push_back(b);
    }
    return problem;
}

/// The lines' last words by number, for readable expectations.
std::vector<std::uint32_t> chosen(BrokenLines const& lines) { return {lines.breaks.begin() + 1, lines.breaks.end()}; }

using Random = std::mt19937;
int pick(Random& random, int low, int high) { return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1)); }

/// A small problem with everything in it. Coarse numbers, so that ties are common.
LineProblem random_problem(Random& random) {
    LineProblem problem;
    problem.measure = pt(pick(random, 10, 40));
    problem.first_indent = pick(random, 0, 3) == 0 ? pt(pick(random, -5, 8)) : Length{};
    problem.hanging_indent = pick(random, 0, 3) == 0 ? pt(pick(random, 0, 8)) : Length{};
    problem.justified = pick(random, 0, 2) != 0;
    problem.ragged_stretch = pt(pick(random, 0, 20));
    problem.emergency_stretch = pt(pick(random, 0, 6));
    problem.runt_length = pt(pick(random, 0, 12));
    problem.expansion = pick(random, 0, 2) * 2;
    int const count = pick(random, 1, 12);
    int const wildness = pick(random, 0, 3) == 0 ? 6 : pick(random, 0, 1);
    Length x, glue, rigid;
    std::uint32_t unit = 1;
    problem.breaks.emplace_back();
    problem.breaks[0].start_unit = unit;
    problem.breaks[0].start_word = static_cast<std::uint32_t>(pick(random, 0, 2));
    for (int i = 0; i < count; ++i) {
        x += pt(pick(random, 1, 12));
        Break b;
        b.end = x + pt(pick(random, -wildness, wildness));
        b.stretch = glue * 2;
        b.shrink = glue;
        b.rigid = rigid;
        b.end_unit = unit;
        b.forced = i + 1 == count || pick(random, 0, 14) == 0;
        b.discretionary = !b.forced && pick(random, 0, 3) == 0;
        b.hyphen = b.discretionary || pick(random, 0, 8) == 0;
        if (!b.hyphen) {
            int const space = pick(random, 0, 4);
            x += pt(space);
            rigid += pt(space);
            glue += Length::from_raw(pt(space).raw() / 3);
            ++unit;
        }
        b.start = x + pt(pick(random, -wildness, wildness));
        b.start_stretch = glue * 2;
        b.start_shrink = glue;
        b.start_rigid = rigid;
        b.start_unit = unit;
        b.penalty = pick(random, 0, 2) == 0 ? pick(random, -60, 150) : 0;
        b.end_word = static_cast<std::uint32_t>(pick(random, 0, 3));
        b.start_word = static_cast<std::uint32_t>(pick(random, 0, 3));
        problem.breaks.push_back(b);
    }
    if (pick(random, 0, 1) == 0) {
        int const salt = pick(random, 1, 1000);
        auto const plain = problem.breaks;
        problem.exact_width = [plain, salt](std::uint32_t from, std::uint32_t to) -> std::optional<Length> {
            int const change = static_cast<int>((from * 7 + to * 13) * static_cast<unsigned>(salt) % 11) - 5;
            if (change == 5) return std::nullopt;
            return plain[to].end - plain[from].start + pt(change);
        };
    }
    return problem;
}

LineCosts random_costs(Random& random) {
    LineCosts costs;
    costs.max_hyphen_run = pick(random, 0, 3);
    costs.tolerance = pick(random, 0, 3) * 400;
    costs.equal_word = pick(random, 0, 1) * 2000;
    costs.fitness_jump = pick(random, 0, 1) * 8000;
    return costs;
}

std::vector<std::uint32_t> subset(std::uint32_t bits, std::size_t count) {
    std::vector<std::uint32_t> breaks{0};
    for (std::uint32_t i = 1; i + 1 < count; ++i)
        if ((bits >> (i - 1) & 1) != 0) breaks.push_back(i);
    breaks.push_back(static_cast<std::uint32_t>(count - 1));
    return breaks;
}

/// All subsets of breaks; the tie rule as line_breaker.h states it.
std::optional<BrokenLines> brute_force(LineProblem const& problem, LineCosts const& costs, LinePass const& pass) {
    std::optional<BrokenLines> best;
    for (std::uint32_t bits = 0; bits < (1u << (problem.breaks.size() - 2)); ++bits) {
        BrokenLines lines;
        lines.breaks = subset(bits, problem.breaks.size());
        auto const demerits = demerits_of(problem, costs, pass, lines.breaks);
        if (!demerits) continue;
        lines.demerits = *demerits;
        auto const key = [](BrokenLines const& l) {
            return std::tuple(l.demerits, l.breaks.size(), std::vector<std::uint32_t>(l.breaks.rbegin(), l.breaks.rend()));
        };
        if (!best || key(lines) < key(*best)) best = lines;
    }
    if (best) level_expansion(problem, costs, pass, *best);
    return best;
}

}  // namespace

TEST_CASE("a paragraph that fits stays on one line", "[line_breaker]") {
    auto const lines = break_lines(words({10, 10, 10}, 100), {});
    CHECK(chosen(lines) == std::vector<std::uint32_t>{3});
    CHECK(lines.demerits == 100);  // (line + badness 0)^2
    CHECK_FALSE(lines.overfull);
}

TEST_CASE("badness is a hundred times the cube of the ratio", "[line_breaker]") {
    LineProblem const problem = words({20, 20, 20}, 48);  // 20+4+20 = 44, gap 4, stretch 2
    LineCosts costs;
    costs.runt = 0;
    auto const demerits = demerits_of(problem, costs, LinePass{}, {0, 2, 3});
    REQUIRE(demerits);
    CHECK(*demerits == (10 + 800) * (10 + 800) + 100 + 2 * costs.fitness_jump);  // decent, very loose, decent
    CHECK_FALSE(demerits_of(problem, costs, LinePass{.tolerance = 799}, {0, 2, 3}));
    CHECK(demerits_of(problem, costs, LinePass{.tolerance = 800}, {0, 2, 3}));
}

TEST_CASE("a line shrinks to its last unit and no further", "[line_breaker]") {
    LineProblem problem = words({20, 20, 20}, 43);
    CHECK(demerits_of(problem, {}, LinePass{}, {0, 2, 3}));
    problem.measure -= Length::from_raw(1);
    CHECK_FALSE(demerits_of(problem, {}, LinePass{}, {0, 2, 3}));
}

TEST_CASE("penalties are squared with their sign", "[line_breaker]") {
    LineProblem problem = words({20, 20, 20}, 44);
    auto const base = *demerits_of(problem, {}, LinePass{}, {0, 2, 3});
    problem.breaks[2].penalty = 50;
    CHECK(*demerits_of(problem, {}, LinePass{}, {0, 2, 3}) == base + 2500);
    problem.breaks[2].penalty = -50;
    CHECK(*demerits_of(problem, {}, LinePass{}, {0, 2, 3}) == base - 2500);
    problem.breaks[2].discretionary = true;
    problem.breaks[2].penalty = 50;
    problem.justified = false;
    CHECK(*demerits_of(problem, {}, LinePass{}, {0, 2, 3}) == base + 200 * 200);
}

TEST_CASE("hyphens: ladders, the cap, and the last line but one", "[line_breaker]") {
    LineProblem problem = words({40, 40, 40, 40}, 40);
    for (std::size_t i = 1; i <= 3; ++i) problem.breaks[i].hyphen = problem.breaks[i].discretionary = true;
    LineCosts costs;
    costs.max_hyphen_run = 3;
    CHECK(*demerits_of(problem, costs, LinePass{}, {0, 1, 2, 3, 4}) == 400 + 2 * costs.consecutive_hyphens + costs.hyphen_on_last_but_one);
    costs.max_hyphen_run = 2;
    CHECK_FALSE(demerits_of(problem, costs, LinePass{}, {0, 1, 2, 3, 4}));
    CHECK_FALSE(demerits_of(problem, costs, LinePass{.hyphens = false}, {0, 1, 2, 3, 4}));
    auto const lines = break_lines(problem, costs);  // the cap gives way before a line sticks out
    CHECK(chosen(lines) == std::vector<std::uint32_t>{1, 2, 3, 4});
    CHECK_FALSE(lines.overfull);
}

TEST_CASE("a short last line is charged, the more the shorter", "[line_breaker]") {
    LineProblem problem = words({40, 10, 10}, 40);
    LineCosts const costs;
    auto const plain = *demerits_of(problem, costs, LinePass{}, {0, 1, 3});
    problem.runt_length = pt(48);
    CHECK(*demerits_of(problem, costs, LinePass{}, {0, 1, 3}) == plain + costs.runt / 2);  // 24 of 48
    LineProblem one = words({40, 24}, 40);
    one.runt_length = pt(48);
    CHECK(*demerits_of(one, costs, LinePass{}, {0, 1, 2}) == 200 + costs.runt * 3 / 4);  // one word: 24 of 96
    one.justified = false;
    CHECK(*demerits_of(one, costs, LinePass{}, {0, 1, 2}) == 200 + 8 * costs.runt * 3 / 4);  // a word alone shows most below ragged lines
    LineProblem alone = words({10}, 40);
    alone.runt_length = pt(48);
    CHECK(*demerits_of(alone, costs, LinePass{}, {0, 1}) == 100);  // there is nothing to choose
}

TEST_CASE("equal words above each other are charged at either end", "[line_breaker]") {
    LineProblem problem = words({20, 20, 20, 20}, 44);
    auto const plain = *demerits_of(problem, {}, LinePass{}, {0, 2, 4});
    problem.breaks[2].end_word = problem.breaks[4].end_word = 7;
    CHECK(*demerits_of(problem, {}, LinePass{}, {0, 2, 4}) == plain + 2000);
    problem.breaks[0].start_word = problem.breaks[2].start_word = 9;
    CHECK(*demerits_of(problem, {}, LinePass{}, {0, 2, 4}) == plain + 4000);
    problem.breaks[2].forced = true;  // parts of their own
    CHECK(*demerits_of(problem, {}, LinePass{}, {0, 2, 4}) == plain);
}

TEST_CASE("hyphens wait for the second pass", "[line_breaker]") {
    LineProblem problem = words({20, 20, 20}, 46);  // badness 100 without a hyphen
    LineCosts costs;
    problem.breaks[1].discretionary = problem.breaks[1].hyphen = true;
    CHECK(chosen(break_lines(problem, costs)) == std::vector<std::uint32_t>{2, 3});
    CHECK(break_in_pass(problem, costs, line_passes(costs)[0]));
    costs.pretolerance = 99;
    CHECK_FALSE(break_in_pass(problem, costs, line_passes(costs)[0]));
}

TEST_CASE("what cannot fit is flagged and holds no more than it must", "[line_breaker]") {
    auto const lines = break_lines(words({10, 100, 10, 10}, 40), {});
    CHECK(lines.overfull);
    CHECK(chosen(lines) == std::vector<std::uint32_t>{1, 2, 4});
    CHECK(break_lines(words({100}, 40), {}).overfull);
}

TEST_CASE("forced breaks part the paragraph", "[line_breaker]") {
    LineProblem problem = words({10, 10, 10}, 100);
    problem.breaks[1].forced = true;
    CHECK(chosen(break_lines(problem, {})) == std::vector<std::uint32_t>{1, 3});
    CHECK(chosen(balance_lines(problem)) == std::vector<std::uint32_t>{1, 3});
}

TEST_CASE("glyphs take what they can, spaces the rest", "[line_breaker]") {
    LineProblem problem = words({50, 50, 50, 50}, 106);  // two words and a space of 4: 2 pt are missing
    problem.expansion = kMostExpansion;
    for (std::size_t i = 1; i < problem.breaks.size(); ++i) {
        problem.breaks[i].rigid = pt(4 * static_cast<int>(i - 1));
        problem.breaks[i].start_rigid = pt(4 * static_cast<int>(i));
    }
    BrokenLines const wider = break_lines(problem, {});
    CHECK(wider.expansion == std::vector<std::int8_t>{4, 2});  // 100 pt of glyphs gain 2; the last line follows within 1 %
    CHECK(wider.demerits == 200);                              // no badness at all
    problem.measure = pt(102);
    CHECK(break_lines(problem, {}).expansion == std::vector<std::int8_t>{-4, -4});
    problem.measure = pt(101);  // 3 pt too wide: spaces give the third
    CHECK(break_lines(problem, {}).expansion == std::vector<std::int8_t>{-4, -4});
    problem.expansion = 0;
    CHECK(break_lines(problem, {}).breaks.size() > 3);
}

TEST_CASE("neighbouring lines expand by nearly the same, and spaces take the rest", "[line_breaker]") {
    LineProblem problem = words({50, 50, 52, 52, 50, 40}, 106);  // wants 2 % more, then 2 % less
    problem.expansion = kMostExpansion;
    for (std::size_t i = 1; i < problem.breaks.size(); ++i) {
        problem.breaks[i].rigid = pt(4 * static_cast<int>(i - 1));
        problem.breaks[i].start_rigid = pt(4 * static_cast<int>(i));
    }
    BrokenLines lines;
    lines.breaks = {0, 2, 4, 6};
    level_expansion(problem, {}, line_passes({})[4], lines);
    REQUIRE(lines.expansion.size() == 3);
    for (std::size_t i = 1; i < 3; ++i) CHECK(std::abs(lines.expansion[i] - lines.expansion[i - 1]) <= kExpansionJump);
    CHECK(lines.expansion[1] <= -2);  // its space gives half a point at most
    CHECK(lines.expansion[0] == lines.expansion[1] + kExpansionJump);
}

TEST_CASE("no lines of any paragraph differ in expansion by more than one per cent", "[line_breaker]") {
    Random random(21);
    int expanded = 0;
    for (int round = 0; round < 3000; ++round) {
        CAPTURE(round);
        LineProblem problem = random_problem(random);
        problem.justified = true;
        problem.expansion = pick(random, 1, kMostExpansion);
        BrokenLines const lines = break_lines(problem, random_costs(random));
        REQUIRE(lines.expansion.size() + 1 == lines.breaks.size());
        for (std::size_t i = 0; i < lines.expansion.size(); ++i) {
            REQUIRE(std::abs(lines.expansion[i]) <= problem.expansion);
            if (i > 0) REQUIRE(std::abs(lines.expansion[i] - lines.expansion[i - 1]) <= kExpansionJump);
            expanded += lines.expansion[i] != 0;
        }
    }
    CHECK(expanded > 1000);
}

TEST_CASE("an even paragraph beats a greedy one", "[line_breaker]") {
    // Greedy fills the first line (6+4+6+4+6 = 26 of 27) and leaves 10 alone on the second.
    LineProblem problem = words({6, 6, 6, 10, 20, 12, 10}, 27);
    problem.justified = false;
    problem.ragged_stretch = pt(12);
    CHECK(chosen(break_lines(problem, {})) == std::vector<std::uint32_t>{2, 4, 5, 7});  // greedy: 3, 4, 5, 7
}

TEST_CASE("total fit equals brute force in every pass", "[line_breaker]") {
    Random random(20260615);
    int compared = 0, solved = 0;
    for (int round = 0; round < 4000; ++round) {
        LineProblem const problem = random_problem(random);
        LineCosts const costs = random_costs(random);
        auto passes = line_passes(costs);
        LinePass const pass = passes[static_cast<std::size_t>(pick(random, 0, 4))];
        auto const expected = brute_force(problem, costs, pass);
        auto const found = break_in_pass(problem, costs, pass);
        INFO("round " << round);
        REQUIRE(found.has_value() == expected.has_value());
        ++compared;
        if (!found) continue;
        ++solved;
        REQUIRE(found->demerits == expected->demerits);
        REQUIRE(found->breaks == expected->breaks);
        bool const expands = problem.justified && problem.expansion > 0;
        REQUIRE(found->expansion == (expands ? expected->expansion : std::vector<std::int8_t>{}));
    }
    CHECK(solved > compared / 4);
}

TEST_CASE("some pass always ends the search", "[line_breaker]") {
    Random random(7);
    for (int round = 0; round < 3000; ++round) {
        LineProblem const problem = random_problem(random);
        LineCosts const costs = random_costs(random);
        auto const lines = break_lines(problem, costs);
        REQUIRE(lines.breaks.size() >= 2);
        REQUIRE(lines.breaks.back() + 1 == problem.breaks.size());
    }
}

TEST_CASE("balancing equals brute force", "[line_breaker]") {
    Random random(42);
    for (int round = 0; round < 4000; ++round) {
        LineProblem const problem = random_problem(random);
        std::optional<std::vector<Balance>> best;
        std::vector<std::uint32_t> best_breaks;
        for (std::uint32_t bits = 0; bits < (1u << (problem.breaks.size() - 2)); ++bits) {
            auto const breaks = subset(bits, problem.breaks.size());
            auto const balance = balance_of(problem, breaks);
            if (!balance) continue;
            if (!best || *balance < *best || (*balance == *best && breaks > best_breaks)) best = balance, best_breaks = breaks;
        }
        INFO("round " << round);
        REQUIRE(best);
        REQUIRE(balance_lines(problem).breaks == best_breaks);
    }
}

TEST_CASE("headings come out even, the first line not the shorter", "[line_breaker]") {
    CHECK(chosen(balance_lines(words({20, 20, 20, 20, 20}, 100))) == std::vector<std::uint32_t>{3, 5});
    CHECK(chosen(balance_lines(words({20, 20, 20, 20}, 70))) == std::vector<std::uint32_t>{2, 4});
    // Two below would be 3 pt narrower than two above: not worth a heading that widens downward.
    CHECK(chosen(balance_lines(words({25, 22, 28}, 70))) == std::vector<std::uint32_t>{2, 3});
    LineProblem weak = words({20, 20, 20, 20}, 70);
    weak.breaks[2].penalty = 400;  // an article, say: 28 pt wider in the balance
    CHECK(chosen(balance_lines(weak)) == std::vector<std::uint32_t>{3, 4});
}

TEST_CASE("hostile numbers neither overflow nor hang", "[line_breaker]") {
    LineProblem problem = words(std::vector<int>(3000, 9), 1);
    CHECK(break_lines(problem, {}).breaks.size() == 3001);
    problem = words(std::vector<int>(20000, 9), 100);
    LineCosts costs;
    costs.line = costs.runt = costs.fitness_jump = costs.consecutive_hyphens = std::int64_t{1} << 62;
    for (Break& b : problem.breaks) b.hyphen = true, b.penalty = std::int64_t{1} << 62;
    CHECK(break_lines(problem, costs).breaks.size() > 2000);
    CHECK(balance_lines(problem).breaks.size() > 2000);
    problem.measure = pt(-5);
    CHECK(break_lines(problem, costs).overfull);
}

TEST_CASE("the frontier holds the best sequence of every number of lines", "[line_breaker]") {
    Random random(20);
    int several = 0;
    for (int round = 0; round < 1500; ++round) {
        CAPTURE(round);
        LineProblem const problem = random_problem(random);
        LineCosts const costs = random_costs(random);
        for (LinePass const& pass : line_passes(costs)) {
            std::map<std::size_t, BrokenLines> expected;
            for (std::uint32_t bits = 0; bits < (1u << (problem.breaks.size() - 2)); ++bits) {
                BrokenLines lines;
                lines.breaks = subset(bits, problem.breaks.size());
                auto const demerits = demerits_of(problem, costs, pass, lines.breaks);
                if (!demerits) continue;
                lines.demerits = *demerits;
                BrokenLines& best = expected[lines.breaks.size() - 1];
                auto const key = [](BrokenLines const& l) { return std::pair(l.demerits, std::vector<std::uint32_t>(l.breaks.rbegin(), l.breaks.rend())); };
                if (best.breaks.empty() || key(lines) < key(best)) best = lines;
            }
            for (auto& [count, best] : expected) level_expansion(problem, costs, pass, best);
            auto const frontier = frontier_in_pass(problem, costs, pass, 1, 12);
            REQUIRE(frontier.size() == expected.size());
            for (BrokenLines const& lines : frontier) {
                BrokenLines const& best = expected.at(lines.breaks.size() - 1);
                CHECK(lines.demerits == best.demerits);
                CHECK(lines.breaks == best.breaks);
            }
            several += frontier.size() > 2;
            if (frontier.empty()) continue;
            // A part of it is the same as when only that is asked for.
            auto const middle = static_cast<std::uint32_t>(frontier[frontier.size() / 2].breaks.size() - 1);
            auto const one = frontier_in_pass(problem, costs, pass, middle, middle);
            REQUIRE(one.size() == 1);
            CHECK(one[0].breaks == frontier[frontier.size() / 2].breaks);
        }
    }
    CHECK(several > 500);
}
