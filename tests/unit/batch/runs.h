// A small batch in a folder of its own, and what must hold of its output after anything.
#pragma once
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "../ops/scratch.h"
#include "base/sha256.h"
#include "batch/run.h"
#include "batch/seal.h"

namespace offprint::batch::test {

using ops::test::Scratch;

inline std::string const kHead = "offprint: 1\nlayout: conviction-note\nlang: en-US\ntitle: A test\ndate: 2026-06-15\ndisclosures: [goai-standard]\n";

inline std::string bytes_of(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

/// What stands in a folder of a run, by path and hash, without its state.
inline std::map<std::string, std::string> tree_of(std::string const& out) {
    std::map<std::string, std::string> found;
    if (!std::filesystem::exists(out)) return found;
    for (auto it = std::filesystem::recursive_directory_iterator(out); it != std::filesystem::recursive_directory_iterator(); ++it) {
        if (it->path().filename() == ".offprint")
            it.disable_recursion_pending();
        else if (it->is_regular_file())
            found.emplace(it->path().lexically_relative(out).string(), to_hex(sha256(bytes_of(it->path()))));
    }
    return found;
}

/// An article with three rows.
struct SmallBatch {
    SmallBatch() {
        folder.file("offprint.yaml", "workspace: 1\n");
        folder.file("a.yaml", kHead + "params:\n  id: {type: string}\nbody:\n  - \"Words for {{ params.id }}.\"\n");
        folder.file("rows.csv", "id\nA\nB\nC\n");
        request.render.article = folder.at("a.yaml");
        request.render.share = ops::test::kShare;
        request.rows.path = folder.at("rows.csv");
        request.lock_wait = 0;
        request.pool.jobs = 1;
    }
    RunResult run(std::string const& out, archive::Io& io) {
        request.out = folder.at(out);
        ops::Press press(request.render);
        faults = {};
        RunResult const result = run_batch(request, press, io, faults);
        told = render_text(faults, press.sources());
        return result;
    }
    History history(std::string const& out) const { return read_history(bytes_of(folder.at(out) + "/.offprint/ledger.jsonl")); }

    Scratch folder;
    RunRequest request;
    Diagnostics faults;
    std::string told;
};

}  // namespace offprint::batch::test
