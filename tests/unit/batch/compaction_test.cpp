#include "batch/compaction.h"

#include <random>

#include "../failing_io.h"
#include "base/file.h"
#include "runs.h"

using namespace offprint;
using namespace offprint::batch;
using namespace offprint::batch::test;

namespace {

std::string words_of(Entry const& e) { return line_of(e); }

/// What can be known of a history.
std::string words_of(History const& history) {
    std::string out = line_of(history.head) + (history.end ? line_of(*history.end) : "not ended\n");
    std::map<std::string, std::string> paths;
    for (auto const& [path, entry] : history.by_path) paths.emplace(path, words_of(*entry));
    for (auto const& [path, words] : paths) out += words;
    out += "rows\n";
    for (auto const& [id, entry] : history.rows) out += std::string(id) + words_of(*entry);
    return out;
}

std::string compacted_with(History const& history, std::function<bool(Entry const&)> const& is_there) {
    return compacted(history, older_entries(history, is_there));
}

/// Runs over a few rows, some failed, some of another key, some that complete the run before, some cut off.
std::string some_ledger(std::mt19937& random) {
    auto const upto = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    std::string out;
    for (unsigned run = 0, runs = 1 + upto(6); run < runs; ++run) {
        out += line_of(RunHead{std::to_string(run), "2026-06-15", "a.yaml", "rows.csv", "00", 8, upto(3) == 0, run});
        for (unsigned line = 0, lines = upto(12); line < lines; ++line) {
            auto const state = static_cast<Entry::State>(upto(3));
            std::string const id = std::to_string(upto(8)), key = id + "-" + std::to_string(upto(2));
            out += line_of(
                {state, id, key, state == Entry::State::Failed ? "" : key + ".pdf", state == Entry::State::Failed ? "E312" : "", "s" + key, 10, 1, 5, 1});
        }
        if (upto(4) != 0) out += line_of(RunEnd{0, "root", run});
    }
    return out;
}

}  // namespace

TEST_CASE("a compacted ledger gives the same history") {
    std::mt19937 random(17);
    for (int i = 0; i < 3000; ++i) {
        std::string const text = some_ledger(random);
        History const history = read_history(text);
        std::string const shorter = compacted_with(history, [](Entry const&) { return true; });
        History const again = read_history(shorter);
        INFO(text);
        INFO(shorter);
        REQUIRE(words_of(again) == words_of(history));
        CHECK(again.damaged == 0);
        CHECK(again.whole == shorter.size());
        CHECK(compacted_with(again, [](Entry const&) { return true; }) == shorter);
    }
}

TEST_CASE("PDFs of older runs that are gone are forgotten, those of the newest are not") {
    Entry const a{Entry::State::Ok, "A", "ka", "a.pdf", "", "sa", 1, 1, 1, 1}, b{Entry::State::Ok, "B", "kb", "b.pdf", "", "sb", 1, 1, 1, 1};
    History const history = read_history(line_of(RunHead{}) + line_of(a) + line_of(b) + line_of(RunHead{}) + line_of(b) + line_of(RunEnd{}));
    CHECK(compacted_with(history, [](Entry const&) { return false; }) == line_of(RunHead{}) + line_of(b) + line_of(RunEnd{}));
    CHECK(compacted_with(history, [](Entry const& e) { return e.id == "A"; }) == line_of(a) + line_of(RunHead{}) + line_of(b) + line_of(RunEnd{}));
}

TEST_CASE("a long ledger is made short, and the old one stays; a failing call leaves one of the two whole") {
    SmallBatch batch;
    archive::PosixIo disk;
    REQUIRE(batch.run("out", disk).outcome == Outcome::Done);
    OutPlaces const places{batch.folder.at("out")};
    std::string const once = bytes_of(places.ledger());
    std::string written;
    for (int i = 0; i < 10; ++i) written += once;
    std::string error;
    auto const old_one = [&](int number) { return bytes_of(places.state() + "/ledger-" + std::to_string(number) + ".jsonl"); };
    auto const reset = [&] {
        for (int number : {1, 2}) std::filesystem::remove(places.state() + "/ledger-" + std::to_string(number) + ".jsonl");
        REQUIRE(write_file_atomically(places.ledger(), written, error));
        return read_history(written);
    };
    History history = reset();
    CHECK(keep_short(disk, places, written, history, written.size() + 1) == 0);
    CHECK(bytes_of(places.ledger()) == written);
    REQUIRE(keep_short(disk, places, written, history, written.size()) == 0);
    std::string const shorter = bytes_of(places.ledger());
    CHECK(shorter.size() < written.size() / 5);
    CHECK(old_one(1) == written);
    CHECK(history.whole == shorter.size());
    CHECK(words_of(history) == words_of(read_history(written)));
    // Once more at once: it is as short as it gets.
    CHECK(keep_short(disk, places, shorter, history, 0) == 0);
    CHECK(bytes_of(places.ledger()) == shorter);
    history = read_history(written);
    CHECK(keep_short(disk, places, written, history, 0) == 0);
    CHECK(old_one(2) == written);
    // The next run goes on with it.
    RunResult const result = batch.run("out", disk);
    CHECK(result.outcome == Outcome::Done);
    CHECK(result.counts.skipped == 3);
    for (auto const how : {FailingIo::How::Once, FailingIo::How::FromThenOn}) {
        int failures = 0;
        for (int at = 1;; ++at) {
            history = reset();
            FailingIo failing(at, ENOSPC, how);
            int const failed = keep_short(failing, places, written, history, 0);
            std::string const now = bytes_of(places.ledger());
            CHECK((now == written || (now == shorter && old_one(1) == written)));
            CHECK((failed < 0 || now == shorter));
            failures += failed < 0;
            if (!failing.has_failed()) break;
        }
        CHECK(failures > 5);
    }
}
