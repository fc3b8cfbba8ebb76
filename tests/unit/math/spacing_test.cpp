#include "math/spacing.h"

#include "formulas_for_test.h"

using namespace offprint;
using namespace offprint::math;
using namespace offprint::math::test;

// The TeXbook, page 170, as it is printed there: rows and columns Ord Op Bin Rel Open Close Punct Inner, * for what cannot come.
TEST_CASE("spaces between atoms are those of the TeXbook", "[math]") {
    char const* const rows[8][8] = {
        {"0", "1", "(2)", "(3)", "0", "0", "0", "(1)"},
        {"1", "1", "*", "(3)", "0", "0", "0", "(1)"},
        {"(2)", "(2)", "*", "*", "(2)", "*", "*", "(2)"},
        {"(3)", "(3)", "*", "0", "(3)", "0", "0", "(3)"},
        {"0", "0", "*", "0", "0", "0", "0", "0"},
        {"0", "1", "(2)", "(3)", "0", "0", "0", "(1)"},
        {"(1)", "(1)", "*", "(1)", "(1)", "(1)", "(1)", "(1)"},
        {"(1)", "1", "(2)", "(3)", "(1)", "0", "(1)", "(1)"},
    };
    for (int left = 0; left < 8; ++left)
        for (int right = 0; right < 8; ++right) {
            std::string const cell = rows[left][right];
            if (cell == "*") continue;
            bool const only_text = cell[0] == '(';
            int const step = cell[only_text ? 1 : 0] - '0', mu = step == 0 ? 0 : step + 2;
            INFO(left << ' ' << right);
            CHECK(space_between(static_cast<Class>(left), static_cast<Class>(right), false) == mu);
            CHECK(space_between(static_cast<Class>(left), static_cast<Class>(right), true) == (only_text ? 0 : mu));
        }
}

TEST_CASE("a sign without two operands is an ordinary one", "[math]") {
    auto const kinds = [](std::string const& text) {
        std::string out;
        for (Class const kind : settled_classes(parsed(text))) out += "oObr()pi"[static_cast<int>(kind)];
        return out;
    };
    CHECK(kinds("a-b") == "obo");
    CHECK(kinds("-b") == "oo");
    CHECK(kinds("a=-b") == "oroo");
    CHECK(kinds("(-b)") == "(oo)");
    CHECK(kinds("a-=b") == "ooro");
    CHECK(kinds("a+-b") == "oboo");
    CHECK(kinds("a-") == "oo");
    CHECK(kinds("a,-b") == "opoo");
    CHECK(kinds("\\sum -b") == "Ooo");
}
