// An archive in a folder of its own, with the real modules and objects that are no PDFs.
#pragma once
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "archive/changes.h"
#include "archive/repair.h"
#include "archive/retention.h"
#include "base/file.h"
#include "fmt/format.h"

namespace fixture {

using namespace offprint;
using namespace offprint::archive;

template <class Table>
Table const& module() {
    std::string error;
    auto const* const table = static_cast<Table const*>(open_module(Table::kModule, sizeof(Table), {OFFPRINT_BINARY_DIR}, error));
    INFO(error);
    REQUIRE(table != nullptr);
    return *table;
}

class Folder {
public:
    Folder() {
        // In memory where that can be: these tests sync thousands of times. The end-to-end tests use a disk.
        bool const in_memory = ::access("/dev/shm", W_OK) == 0;
        std::string name = ((in_memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path()) / "offprint-archive-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    Folder(Folder const&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }
    std::string operator/(std::string const& name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

constexpr std::int64_t kNoon = 1781524800;  // 2026-06-15T12:00:00Z

inline StoreOptions options_of(std::string const& folder, Access access = Access::Write, std::int64_t now = kNoon) {
    StoreOptions out;
    out.folder = folder;
    out.access = access;
    out.wait = 0;
    out.actor = "ada";
    out.version = "test";
    out.now = now;
    return out;
}

inline void make(Io& io, std::string const& folder) {
    Fault fault;
    bool const made = Store::create(io, module<crypto::Module>(), options_of(folder), "test", fault);
    INFO(fault.words);
    REQUIRE(made);
}

inline Store open(Io& io, std::string const& folder, Access access = Access::Write, std::int64_t now = kNoon) {
    Fault fault;
    auto store = Store::open(io, module<crypto::Module>(), options_of(folder, access, now), fault);
    INFO(fault.words);
    REQUIRE(store);
    return std::move(*store);
}

/// Archives bytes as if they were a report, with one input; the report's id, or nothing.
inline std::optional<std::string> ingest(Store& store, std::string const& bytes, Fault& fault, std::vector<std::string> classes = {"us-bd"},
                                         std::string const& input = "an input of all") {
    Report report;
    std::string hash;
    if (!store.put(bytes, hash, fault)) return std::nullopt;
    if (!store.put(input, hash, fault)) return std::nullopt;
    report.object = to_hex(sha256(bytes));
    report.title = bytes;
    report.date = "2026-06-15";
    report.client = "Client of " + bytes;
    report.classes = std::move(classes);
    report.until = keep_until(store.now(), report.classes);
    report.inputs = {{"input.csv", hash, input.size()}};
    std::string const id = fmt::format("r{}", store.entries().size());
    if (!store.commit({{"ingest", report.object, id, ingest_detail(report)}}, fault)) return std::nullopt;
    return id;
}

inline std::string ingested(Store& store, std::string const& bytes, std::vector<std::string> classes = {"us-bd"}) {
    Fault fault;
    auto const id = ingest(store, bytes, fault, std::move(classes));
    INFO(fault.words);
    REQUIRE(id);
    return *id;
}

inline void index_all(Store const& store) {
    std::string error;
    bool const done = index(store, module<catalog::Module>(), error);
    INFO(error);
    REQUIRE(done);
}

inline std::vector<Finding> findings_of(Io& io, std::string const& folder, VerifyRequest const& request = {}) {
    Fault fault;
    auto const found = verify(io, module<crypto::Module>(), module<catalog::Module>(), options_of(folder, Access::Look), request, fault);
    INFO(fault.words);
    REQUIRE(found);
    return *found;
}

inline std::string told(std::vector<Finding> const& findings) {
    std::string out;
    for (Finding const& f : findings)
        if (f.kind == Finding::Kind::Differs) out += f.part + ": " + f.words + "\n";
    return out;
}

inline bool is_sound(Io& io, std::string const& folder) {
    auto const findings = findings_of(io, folder);
    INFO(told(findings));
    CHECK(told(findings).empty());
    return is_proved(findings);
}

inline void copy(std::string const& from, std::string const& to) {
    std::filesystem::remove_all(to);
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
}

inline std::string bytes_of(std::string const& path) {
    std::string error;
    return read_file(path, 1u << 30, error).value_or("");
}

/// Overwrites a file whatever its mode.
inline void overwrite(std::string const& path, std::string const& bytes) {
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    std::FILE* const file = std::fopen(path.c_str(), "wb");
    REQUIRE(file != nullptr);
    std::fwrite(bytes.data(), 1, bytes.size(), file);
    std::fclose(file);
}

inline std::vector<std::string> files_in(std::string const& folder) {
    std::vector<std::string> out;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) out.push_back(entry.path().string());
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace fixture
