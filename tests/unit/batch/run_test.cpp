// Whatever call to the disk fails: no half PDF is seen, no row is claimed whose PDF is not there, and the same run once more completes it.
#include "batch/run.h"

#include <stdlib.h>

#include <cerrno>

#include "../failing_io.h"
#include "runs.h"

using namespace offprint;
using namespace offprint::batch;
using namespace offprint::batch::test;

namespace {

using How = FailingIo::How;

/// Runs on a disk that fails at call 1, 2, 3, ... until it no longer does; how many calls there were.
int each_call(SmallBatch& batch, std::map<std::string, std::string> const& good, int error, How how, std::function<void(std::string const& out)> const& begin) {
    for (int at = 1;; ++at) {
        INFO("call " << at << " fails with " << archive::words_of_error(error));
        std::string const out = batch.folder.at("out");
        std::filesystem::remove_all(out);
        begin(out);
        FailingIo io(at, error, how);
        RunResult const result = batch.run("out", io);
        auto const seen = tree_of(out);
        for (auto const& [path, sum] : seen)
            if (path.ends_with(".pdf")) CHECK(good.at(path) == sum);
        History const history = batch.history("out");
        for (auto const& [path, entry] : history.by_path) {
            REQUIRE(seen.contains(entry->path));
            CHECK(seen.at(entry->path) == entry->sha256);
        }
        archive::PosixIo disk;
        if (auto const sealed = read_manifest(bytes_of(out + "/manifest.json")))
            for (Finding const& finding : verify_run(disk, out, *sealed)) CHECK(finding.kind != Finding::Kind::Differs);
        if (result.outcome == Outcome::Done)
            CHECK(seen == good);
        else
            CHECK(result.outcome == Outcome::Unwritable);
        if (!io.has_failed()) return at - 1;
        RunResult const again = batch.run("out", disk);
        CHECK(again.outcome == Outcome::Done);
        CHECK(tree_of(out) == good);
        CHECK(std::filesystem::is_empty(out + "/.offprint/staging"));
    }
}

}  // namespace

TEST_CASE("a run that any call to the disk fails in claims nothing that is not there, and is completed by the next") {
    SmallBatch batch;
    archive::PosixIo disk;
    RunResult const whole = batch.run("good", disk);
    INFO(batch.told);
    REQUIRE(whole.outcome == Outcome::Done);
    auto const good = tree_of(batch.folder.at("good"));
    REQUIRE(good.size() == 4);
    auto const fresh = [](std::string const&) {};
    CHECK(each_call(batch, good, EIO, How::Once, fresh) > 30);
    CHECK(each_call(batch, good, ENOSPC, How::FromThenOn, fresh) > 30);
    batch.request.rules.durability = Durability::Each;
    CHECK(each_call(batch, good, EIO, How::Once, fresh) > 30);
}

TEST_CASE("a sealed run that goes on with more rows and fails keeps no seal that speaks of another folder") {
    SmallBatch batch;
    archive::PosixIo disk;
    batch.folder.file("rows.csv", "id\nA\n");
    REQUIRE(batch.run("start", disk).outcome == Outcome::Done);
    batch.folder.file("rows.csv", "id\nA\nB\nC\n");
    REQUIRE(batch.run("good", disk).outcome == Outcome::Done);
    auto const begin = [&](std::string const& out) { std::filesystem::copy(batch.folder.at("start"), out, std::filesystem::copy_options::recursive); };
    CHECK(each_call(batch, tree_of(batch.folder.at("good")), EIO, How::Once, begin) > 20);
}

TEST_CASE("without durability nothing waits for the disk, and the bytes are the same") {
    SmallBatch batch;
    archive::PosixIo disk;
    batch.run("group", disk);
    batch.request.rules.durability = Durability::None;
    FailingIo counting(1 << 30, EIO, How::Once);
    REQUIRE(batch.run("none", counting).outcome == Outcome::Done);
    // The seal alone is synced: its bytes and its folder.
    CHECK(counting.syncs() == 3);
    CHECK(tree_of(batch.folder.at("none")) == tree_of(batch.folder.at("group")));
}

TEST_CASE("a source that stays away ends the run with what is done, and is tried again before that") {
    SmallBatch batch;
    batch.folder.file("a.yaml", kHead + "params: {id: string}\ndata:\n  d: {postgres: \"env:OFFPRINT_BATCH_TEST\", query: select 1 as x}\nbody: [Words.]\n");
    batch.request.source_delays = {0.01, 0.02};
    archive::PosixIo disk;
    ::unsetenv("OFFPRINT_BATCH_TEST");
    RunResult const away = batch.run("out", disk);
    CHECK(away.outcome == Outcome::Unavailable);
    CHECK(away.words.find("E322") != std::string::npos);
    CHECK(batch.history("out").end->exit_code == 3);
    CHECK(tree_of(batch.folder.at("out")).empty());
    ::setenv("OFFPRINT_BATCH_TEST", "host=/nowhere dbname=none", 1);
    RunResult const no_server = batch.run("out", disk);
    CHECK(no_server.outcome == Outcome::Unavailable);
    CHECK(no_server.words.find("E342") != std::string::npos);
    CHECK(batch.history("out").rows.empty());
    CHECK(tree_of(batch.folder.at("out")).empty());
    ::unsetenv("OFFPRINT_BATCH_TEST");
}

TEST_CASE("another run that holds the lock is waited for no longer than was asked") {
    SmallBatch batch;
    archive::PosixIo disk;
    REQUIRE(batch.run("out", disk).outcome == Outcome::Done);
    archive::OpenFile const lock(disk, disk.lock(batch.folder.at("out") + "/.offprint/lock", true));
    REQUIRE(lock.get() >= 0);
    CHECK(batch.run("out", disk).outcome == Outcome::Locked);
}

TEST_CASE("the ledger that a run cut off is cut back to its whole lines") {
    SmallBatch batch;
    archive::PosixIo disk;
    REQUIRE(batch.run("out", disk).outcome == Outcome::Done);
    std::string const path = batch.folder.at("out") + "/.offprint/ledger.jsonl", whole = bytes_of(path);
    for (std::size_t const size : {whole.size() - 1, whole.size() / 2, std::size_t{1}, std::size_t{0}}) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << whole.substr(0, size);
        CHECK(batch.run("out", disk).outcome == Outcome::Done);
        CHECK(batch.history("out").damaged == 0);
        CHECK(batch.history("out").rows.size() == 3);
    }
}

TEST_CASE("a ledger that cannot be read is no empty one") {
    SmallBatch batch;
    archive::PosixIo disk;
    REQUIRE(batch.run("out", disk).outcome == Outcome::Done);
    std::string const path = batch.folder.at("out") + "/.offprint/ledger.jsonl";
    std::filesystem::rename(path, path + ".kept");
    std::filesystem::create_directory(path);
    CHECK(batch.run("out", disk).outcome == Outcome::Unwritable);
    std::filesystem::remove(path);
    std::filesystem::rename(path + ".kept", path);
    RunResult const again = batch.run("out", disk);
    CHECK(again.counts.skipped == 3);
}
