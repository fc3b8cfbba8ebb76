#include "batch/failures.h"

#include <ctime>

#include "batch/job.h"
#include "batch/masking.h"
#include "runs.h"

using namespace offprint;
using namespace offprint::batch;

namespace {

struct Read {
    explicit Read(std::string const& csv) {
        folder.file("rows.csv", csv);
        RowsRequest request;
        request.path = folder.at("rows.csv");
        rows = Rows::read(request, sources, faults);
        REQUIRE(rows);
    }
    ops::test::Scratch folder;
    Sources sources;
    Diagnostics faults;
    std::optional<Rows> rows;
};

}  // namespace

TEST_CASE("a budget is a number or a share of enough rows") {
    CHECK(read_budget("25")->is_spent(26, 26));
    CHECK_FALSE(read_budget("25")->is_spent(25, 25));
    CHECK(read_budget("0")->is_spent(1, 1));
    CHECK_FALSE(read_budget("5%")->is_spent(199, 199));
    CHECK_FALSE(read_budget("5%")->is_spent(10, 200));
    CHECK(read_budget("5%")->is_spent(11, 200));
    for (std::string_view const text : {"", "%", "-1", "1.5", "101%", "five", "5 %%"}) CHECK_FALSE(read_budget(text));
}

TEST_CASE("failed rows are rows again") {
    Read const read("id,text\nA,\"a, \"\"b\"\"\"\nB,\"two\nlines\"\n");
    Failures const failures{{0, {"E312", "it's \"x\", y", "rows.csv", 2, 3}}, {1, {"E970", "gone", "", 0, 0}}};
    Read const again(failures_csv(*read.rows, failures));
    CHECK(again.rows->completes());
    CHECK_FALSE(read.rows->completes());
    REQUIRE(again.rows->size() == 2);
    for (std::size_t row = 0; row < 2; ++row) {
        auto const before = read.rows->given(row), after = again.rows->given(row);
        REQUIRE(before.size() == after.size());
        for (std::size_t i = 0; i < before.size(); ++i) CHECK(before[i].text.text == after[i].text.text);
    }
}

TEST_CASE("a fault is told without what stands in cells") {
    Read const read("id,name,note\nC1,Ann O'Dea,x\n");
    auto const told = [&](std::string code, std::string message, std::string_view written = {}) {
        return without_values({std::move(code), std::move(message), {}, 0, 0}, written, *read.rows, 0);
    };
    CHECK(told("E312", "weight: '2.1O' is not a number (letter O?)") == "weight: '…' is not a number (letter O?)");
    CHECK(told("E335", "name: 'Ann O'Dea' is more than 5 and 'b' and more") == "name: '…' and more");
    CHECK(told("E340", "the database refuses the query: near Ann O'Dea here") == "the database refuses the query: near … here");
    CHECK(told("E340", "invalid input: \"secret\"") == "invalid input: \"…\"");
    CHECK(told("E339", "the newest bought is 2026-06-12, more than 3 days before") == "the newest bought is … more than … days before");
    CHECK(told("E970", "its worker was ended by signal 11 (SIGSEGV)") == "its worker was ended by signal 11 (SIGSEGV)");
    CHECK(without_values({"E342", "'env:PG' is not available: no host 'db1'", {}, 0, 0, true}, {}, *read.rows, 0) ==
          "'env:PG' is not available: no host 'db1'");
    CHECK(told("E334", "the parameter is not given") == "the parameter is not given");
    // What the author wrote is nobody's value.
    CHECK(told("E201", "unknown key 'colour' in a chart", "  - chart: {colour: red}") == "unknown key 'colour' in a chart");
    CHECK(told("E206", "'offprint' cannot be '99'", "offprint: 99") == "'offprint' cannot be '99'");
    CHECK(told("E206", "'offprint' cannot be '98'", "offprint: 99") == "'…'");
    CHECK(told("E508", "\"A3\" is no paper; there are 2.", "paper: A3") == "\"A3\" is no paper; there are …");
    CHECK(told("E312", "'Ann O'Dea' in 'colour'", "colour: Ann O") == "'…'");
    CHECK(told("E312", "'' in 'colour'", "colour: red") == "'…'");
    CHECK(told("E312", "'colour", "colour: red") == "'colour");
    CHECK(told("E312", "the text Ann O'Dea is 5", "title: Ann O'Dea is 5") == "the text … is 5");
}

TEST_CASE("a deadline is a time of today, of tomorrow, or of a day") {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    std::int64_t const noon = 1'795'780'800;  // 2026-11-27T12:00:00Z
    CHECK(read_deadline("13:00", noon) == noon + 3600);
    CHECK(read_deadline("11:00", noon) == noon + 23 * 3600);
    CHECK(read_deadline("2026-11-27T12:00", noon) == noon);
    CHECK(read_deadline("2026-11-27T12:00:05", noon) == noon + 5);
    for (char const* const text : {"", "24:00", "12:60", "2026-02-30T01:00", "2026-11-27T12:00:60", "12:00 x", "-1:00", "2026-11-27"})
        CHECK_FALSE(read_deadline(text, noon));
}
