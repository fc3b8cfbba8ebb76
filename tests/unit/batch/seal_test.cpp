#include "batch/seal.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "../ops/scratch.h"
#include "base/sha256.h"

using namespace offprint;
using namespace offprint::batch;

namespace {

Manifest sample() {
    Manifest m;
    m.program = "1";
    m.libraries = {{"b", "2"}, {"a", "1"}};
    m.inputs = {{"rows.csv", "00"}, {"a.yaml", "11"}, {"a.yaml", "11"}};
    m.run_id = "n";
    m.as_of = "2026-06-15";
    m.failed = {"Z", "Y"};
    m.files = {{"b.pdf", to_hex(sha256("b")), "B", "kb", 1, 1}, {"a.pdf", to_hex(sha256("a")), "A", "ka", 1, 2}};
    seal(m);
    return m;
}

}  // namespace

TEST_CASE("a manifest is read as it was written, and nothing else is read") {
    Manifest const m = sample();
    std::string const text = to_text(m);
    auto const read = read_manifest(text);
    REQUIRE(read);
    CHECK(to_text(*read) == text);
    CHECK(read->files[0].path == "a.pdf");
    CHECK(read->inputs.size() == 2);
    for (std::size_t size = 0; size + 1 < text.size(); ++size) CHECK_FALSE(read_manifest(text.substr(0, size)));
    for (std::string const path : {"../a.pdf", "/a.pdf", "x/../../a", "", "x//y"}) {
        Manifest outside = m;
        outside.files[0].path = path;
        CHECK_FALSE(read_manifest(to_text(outside)));
    }
}

TEST_CASE("the root hangs on paths and bytes alone, each path once") {
    Manifest m = sample();
    std::string const root = m.root;
    std::swap(m.files[0], m.files[1]);
    CHECK(merkle_root(m.files) == root);
    m.files.push_back(m.files[0]);
    CHECK(merkle_root(m.files) == root);
    m.files.front().sha256[0] ^= 1;
    CHECK(merkle_root(m.files) != root);
    CHECK(merkle_root({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("a folder is held against its manifest, file by file") {
    ops::test::Scratch const folder;
    folder.file("a.pdf", "a");
    folder.file("b.pdf", "b");
    archive::PosixIo io;
    auto const differing = [&](Manifest const& m) {
        std::string out;
        for (Finding const& f : verify_run(io, folder.path().string(), m))
            if (f.kind == Finding::Kind::Differs) out += f.part + " ";
        return out;
    };
    CHECK(differing(sample()).empty());
    folder.file("a.pdf", "x");
    std::filesystem::remove(folder.at("b.pdf"));
    CHECK(differing(sample()) == "a.pdf b.pdf ");
    Manifest forged = sample();
    forged.files[0].sha256 = to_hex(sha256("x"));
    CHECK(differing(forged) == "root b.pdf ");
}
