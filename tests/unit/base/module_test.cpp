#include "base/module.h"

#include <catch2/catch.hpp>

#include "base/diagnostic.h"
#include "module_for_test.h"

using namespace offprint;

namespace {

std::vector<std::string> const kFolders{"/nowhere", OFFPRINT_BINARY_DIR "/tests/unit/base"};

struct Absent : ModuleTable {
    static constexpr std::string_view kModule = "absent";
};

std::string fault_of(std::string_view name, std::size_t size = sizeof(GoodModule)) {
    std::string error;
    CHECK(open_module(name, size, kFolders, error) == nullptr);
    return error;
}

}  // namespace

TEST_CASE("strings, vectors and objects cross a module's border either way") {
    std::string error;
    auto const* const module = static_cast<GoodModule const*>(open_module("good", sizeof(GoodModule), kFolders, error));
    INFO(error);
    REQUIRE(module != nullptr);
    CHECK(error.empty());
    auto const words = module->words({"one", "two"});
    REQUIRE(words.size() == 3);
    CHECK(words[1] == "two" + std::string(100, '!'));
    StringSink sink;
    module->tell(sink);
    CHECK(sink.take() == "told");
    module->keeper()->append("freed here");
    CHECK(open_module("good", sizeof(GoodModule), kFolders, error) == module);
}

TEST_CASE("a module that is missing, of another build or none is refused") {
    CHECK(fault_of("absent") == "there is no offprint-absent.so beside the program");
    CHECK(fault_of("stale").find("is of another build: offprint 0.0.1") != std::string::npos);
    CHECK(fault_of("good", sizeof(GoodModule) + 8).find("is of another build") != std::string::npos);
    CHECK(fault_of("none").find("is no module") != std::string::npos);
}

TEST_CASE("a module that cannot be had is reported") {
    Diagnostics faults;
    CHECK(load_module<Absent>(faults) == nullptr);
    REQUIRE(faults.error_count() == 1);
    CHECK(faults.items()[0].code == "E707");
    CHECK(faults.items()[0].message == "the module 'absent' cannot be loaded: there is no offprint-absent.so beside the program");
}

TEST_CASE("modules are looked for beside the program and in its lib folder") {
    std::vector<std::string> const folders = module_folders();
    REQUIRE(folders.size() == 2);
    CHECK(folders[0] == OFFPRINT_BINARY_DIR "/tests/unit/base");
    CHECK(folders[1] == OFFPRINT_BINARY_DIR "/tests/unit/lib/offprint");
}
