// A folder of a test's own, gone when the test ends, and what the tests put in it.
#pragma once
#include <stdlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "base/diagnostic.h"

namespace offprint::ops::test {

inline std::string const kSource = OFFPRINT_SOURCE_DIR, kShare = OFFPRINT_BINARY_DIR "/share/offprint";

class Scratch {
public:
    Scratch() {
        std::string name = (std::filesystem::temp_directory_path() / "offprint-test-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = std::filesystem::canonical(name);
    }
    Scratch(Scratch const&) = delete;
    Scratch& operator=(Scratch const&) = delete;
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    /// Writes a file and the folders that it stands in; gives its path.
    std::string file(std::string const& name, std::string const& text = "x\n") const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << text;
        return at(name);
    }
    std::string at(std::string const& name) const { return (path_ / name).string(); }
    std::filesystem::path const& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// Codes in order of report.
inline std::string codes_of(Diagnostics const& faults) {
    std::string out;
    for (Diagnostic const& d : faults.items()) out += (out.empty() ? "" : " ") + d.code;
    return out;
}

}  // namespace offprint::ops::test
