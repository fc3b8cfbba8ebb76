#include "batch/freeze.h"

#include <cerrno>

#include "../failing_io.h"
#include "runs.h"

using namespace offprint;
using namespace offprint::batch;
using namespace offprint::batch::test;

TEST_CASE("a snapshot that cannot be put in its place leaves nothing, and no row is made") {
    SmallBatch batch;
    batch.folder.file("h.csv", "x\n1\n");
    batch.folder.file("a.yaml", kHead + "params: {id: string}\ndata: {h: h.csv}\nbody: [Words.]\n");
    batch.request.snapshot = batch.folder.at("snap");
    archive::PosixIo disk;
    bool has_failed = true;
    for (int at = 1; has_failed; ++at) {
        std::filesystem::remove_all(batch.folder.at("out"));
        std::filesystem::remove_all(batch.request.snapshot);
        FailingIo io(at, EIO, FailingIo::How::Once);
        RunResult const result = batch.run("out", io);
        has_failed = io.has_failed();
        INFO("call " << at);
        bool const is_there = std::filesystem::exists(batch.request.snapshot);
        CHECK((is_there ? std::filesystem::exists(batch.request.snapshot + "/SHA256SUMS") : result.outcome == Outcome::Unwritable));
        for (auto const& entry : std::filesystem::directory_iterator(batch.folder.path()))
            CHECK(entry.path().filename().string().find(".partial-") == std::string::npos);
    }
    CHECK(std::filesystem::exists(batch.request.snapshot + "/SHA256SUMS"));
}
