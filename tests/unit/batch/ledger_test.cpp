#include "batch/ledger.h"

#include <catch2/catch.hpp>

#include "batch/status.h"

using namespace offprint::batch;

namespace {

Entry entry(std::string id, Entry::State state = Entry::State::Ok) {
    return {state, id, "k" + id, id + ".pdf", state == Entry::State::Failed ? "E312" : "", "s" + id, 10, 1, 5, 1};
}

}  // namespace

TEST_CASE("a ledger says of each row what its newest line says") {
    std::string const text = line_of(RunHead{"n1", "2026-06-15", "a.yaml", "rows.csv", "00", 3, false, 1}) + line_of(entry("A")) +
                             line_of(entry("B", Entry::State::Failed)) + line_of(entry("B"));
    History const history = read_history(text);
    CHECK(history.rows.size() == 2);
    CHECK(history.rows.at("B")->state == Entry::State::Ok);
    CHECK(history.by_path.size() == 2);
    CHECK(history.head.run_id == "n1");
    CHECK_FALSE(history.end);
    CHECK(history.whole == text.size());
    CHECK(status_text(history).find("ended    not yet") != std::string::npos);
}

TEST_CASE("rows of a run before are forgotten, their PDFs are not; a run that completes one keeps its rows") {
    std::string const first = line_of(RunHead{}) + line_of(entry("A")) + line_of(RunEnd{0, "r", 1});
    RunHead next;
    CHECK(read_history(first + line_of(next)).rows.empty());
    CHECK(read_history(first + line_of(next)).by_path.size() == 1);
    next.completes = true;
    CHECK(read_history(first + line_of(next)).rows.size() == 1);
}

TEST_CASE("a torn line is none, a damaged one says nothing") {
    std::string const a = line_of(entry("A")), b = line_of(entry("B"));
    for (std::size_t size = 0; size < b.size(); ++size) {
        History const history = read_history(a + b.substr(0, size));
        CHECK(history.rows.size() == 1);
        CHECK(history.whole == a.size());
        CHECK(history.damaged == 0);
    }
    for (std::size_t at = 0; at + 1 < b.size(); ++at) {
        std::string damaged = b;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        History const history = read_history(a + damaged + a);
        CHECK(history.rows.size() == 1);
        CHECK(history.damaged >= 1);
    }
}
