// Every call to the disk fails in turn, or is the last one before the power goes.
#include "archive/io.h"

#include <cerrno>

#include "../failing_io.h"
#include "fixture.h"

using namespace fixture;

namespace {

using How = FailingIo::How;

/// What must hold of an archive after anything: it opens, what was acknowledged is there, and what it claims is true.
void check_after(std::string const& folder, std::vector<std::string> const& acknowledged) {
    PosixIo io;
    {
        Store const store = open(io, folder);
        Fault fault;
        for (std::string const& id : acknowledged) {
            Report const* const report = store.state().find(id);
            REQUIRE(report != nullptr);
            CHECK(store.object(report->object, fault) == report->title);
        }
        for (Report const& report : store.state().reports) CHECK(store.object(report.object, fault) == report.title);
        index_all(store);
    }
    CHECK(is_sound(io, folder));
}

/// Runs `work` on a copy of `start` with a disk that fails at call 1, 2, 3, ... until it no longer does; how many calls there were.
template <class Work>
int each_call(std::string const& start, std::string const& folder, int error, How how, Work const& work) {
    for (int at = 1;; ++at) {
        copy(start, folder);
        FailingIo io(at, error, how);
        std::vector<std::string> acknowledged{"r1"};
        try {
            work(io, acknowledged);
        } catch (FailingIo::PowerCut const&) {}
        INFO("call " << at);
        check_after(folder, acknowledged);
        if (!io.has_failed()) return at - 1;
    }
}

}  // namespace

TEST_CASE("a put that fails anywhere loses nothing and claims nothing") {
    Folder const root;
    PosixIo disk;
    make(disk, root / "start");
    {
        Store store = open(disk, root / "start");
        ingested(store, "first");
    }
    auto const put = [&](Io& io, std::vector<std::string>& acknowledged) {
        Fault fault;
        auto store = Store::open(io, module<crypto::Module>(), options_of(root / "copy"), fault);
        if (!store) return;
        for (std::string const bytes : {"second", "third"}) {
            auto const id = ingest(*store, bytes, fault, {"us-bd"}, "input of " + bytes);
            if (id) acknowledged.push_back(*id);
            // A failure that touched the disk is final: nothing is written after it.
            if (!id && fault.kind == Fault::Kind::Unwritable) CHECK_FALSE(ingest(*store, "more", fault));
        }
    };
    for (auto const& [error, how] : {std::pair(EIO, How::Once), std::pair(ENOSPC, How::FromThenOn), std::pair(EIO, How::PowerCut)})
        CHECK(each_call(root / "start", root / "copy", error, how, put) > 40);
}

TEST_CASE("mending after a crash may itself fail anywhere") {
    Folder const root;
    PosixIo disk;
    make(disk, root / "start");
    {
        Store store = open(disk, root / "start");
        ingested(store, "first");
        ingested(store, "second");
    }
    // As if the run had died between the log and the checkpoint, in the middle of a third record, with a file in staging.
    std::filesystem::remove(root / "start/checkpoints/00000000000000000003.txt");
    std::string const log = root / "start/log/00000000000000000000.seg";
    overwrite(log, bytes_of(log) + "\x10");
    std::filesystem::copy_file(log, root / "start/staging/1-0.part");
    auto const reopen = [&](Io& io, std::vector<std::string>&) {
        Fault fault;
        (void)Store::open(io, module<crypto::Module>(), options_of(root / "copy"), fault);
    };
    for (How const how : {How::Once, How::PowerCut}) CHECK(each_call(root / "start", root / "copy", EIO, how, reopen) > 8);
    copy(root / "start", root / "copy");
    Store const store = open(disk, root / "copy");
    CHECK(store.state().reports.size() == 2);
    CHECK(store.entries().back().record.action == "repair");
    CHECK(number_at(store.entries().back().record.detail, "taken_over") == 1);
    CHECK(number_at(store.entries().back().record.detail, "cut_bytes") == 1);
}

TEST_CASE("a disposal that fails anywhere is finished, or was none") {
    Folder const root;
    PosixIo disk;
    make(disk, root / "start");
    {
        Store store = open(disk, root / "start", Access::Write, kNoon);
        ingested(store, "first");
        Fault fault;
        REQUIRE(ingest(store, "second", fault, {"us-bd"}, "of the second alone"));
    }
    std::int64_t const later = kNoon + 4 * 366 * 86400ll;
    for (How const how : {How::Once, How::PowerCut})
        for (int at = 1;; ++at) {
            copy(root / "start", root / "copy");
            FailingIo io(at, EIO, how);
            bool done = false;
            try {
                Fault fault;
                if (auto store = Store::open(io, module<crypto::Module>(), options_of(root / "copy", Access::Write, later), fault))
                    done = dispose(*store, {{{"r2"}, {}, {}, {}, {}, false}, "bob", "expired"}, fault).has_value();
            } catch (FailingIo::PowerCut const&) {}
            INFO("call " << at);
            {
                Store const store = open(disk, root / "copy", Access::Write, later);
                bool const gone = !store.state().find("r2")->disposed.empty();
                CHECK((gone || !done));
                CHECK(std::filesystem::exists(store.places().object(to_hex(sha256("second")))) == !gone);
                CHECK(std::filesystem::exists(store.places().object(to_hex(sha256("of the second alone")))) == !gone);
                CHECK(std::filesystem::exists(store.places().object(to_hex(sha256("an input of all")))));
                index_all(store);
            }
            CHECK(is_sound(disk, root / "copy"));
            if (!io.has_failed()) break;
        }
}
