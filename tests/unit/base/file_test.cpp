#include "base/file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

using namespace offprint;
namespace fs = std::filesystem;

namespace {

/// An empty folder for one test, gone afterwards.
struct Folder {
    fs::path path;
    Folder() {
        std::string name = (fs::temp_directory_path() / "offprint-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~Folder() {
        fs::permissions(path, fs::perms::owner_all);
        fs::remove_all(path);
    }
    std::string operator/(char const* name) const { return (path / name).string(); }
    std::size_t count() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), {})); }
};

}  // namespace

TEST_CASE("a file is written whole, replaced whole and read back") {
    Folder const folder;
    std::string error;
    std::string const bytes("a\0b\n", 4);
    REQUIRE(write_file_atomically(folder / "x", bytes, error));
    CHECK(read_file(folder / "x", 100, error) == bytes);
    REQUIRE(write_file_atomically(folder / "x", "", error));
    CHECK(read_file(folder / "x", 100, error) == "");
    CHECK(folder.count() == 1);  // no temporary file is left
    struct stat info;
    REQUIRE(::stat((folder / "x").c_str(), &info) == 0);
    mode_t const mask = ::umask(0);
    ::umask(mask);
    CHECK((info.st_mode & 0777) == (0666 & ~mask));
}

TEST_CASE("A file written in pieces is there when it is whole, and not before") {
    Folder folder;
    std::string error, whole;
    REQUIRE(write_file_atomically(folder / "x", "old", error));
    {
        OutputFile file(folder / "x");
        for (int i = 0; i < 9000; ++i) {
            std::string const piece = "piece " + std::to_string(i) + std::string(60, '.');
            file.append(piece);
            whole += piece;
        }
        CHECK(read_file(folder / "x", 100, error) == "old");
        REQUIRE(file.commit(error));
    }
    CHECK(read_file(folder / "x", 10'000'000, error) == whole);
    { OutputFile(folder / "x").append(whole); }
    CHECK(read_file(folder / "x", 10'000'000, error) == whole);
    CHECK(std::distance(std::filesystem::directory_iterator(folder / ""), {}) == 1);
    OutputFile nowhere(folder / "none/x");
    nowhere.append(whole);
    CHECK_FALSE(nowhere.commit(error));
    CHECK(error == "no such file");
}

TEST_CASE("a folder that cannot be written gives the reason and leaves nothing") {
    Folder const folder;
    std::string error;
    SECTION("it does not exist") {
        CHECK_FALSE(write_file_atomically(folder / "none/x", "a", error));
        CHECK(error == "no such file");
    }
    SECTION("a part of the path is a file") {
        REQUIRE(write_file_atomically(folder / "file", "a", error));
        CHECK_FALSE(write_file_atomically(folder / "file/x", "a", error));
        CHECK(error == "a part of the path is not a folder");
    }
    SECTION("it is read-only") {
        fs::permissions(folder.path, fs::perms::owner_read | fs::perms::owner_exec);
        if (::geteuid() == 0) return;  // root may write anywhere
        CHECK_FALSE(write_file_atomically(folder / "x", "a", error));
        CHECK(error == "permission denied");
    }
    SECTION("the target is a folder") {
        fs::create_directory(folder.path / "x");
        CHECK_FALSE(write_file_atomically(folder / "x", "a", error));
        CHECK(error == "it is a folder");
        CHECK(folder.count() == 1);
    }
}

TEST_CASE("reading refuses what is no regular file or too large") {
    Folder const folder;
    std::string error;
    REQUIRE(write_file_atomically(folder / "x", "12345", error));
    CHECK(read_file(folder / "x", 5, error) == "12345");
    CHECK_FALSE(read_file(folder / "x", 4, error));
    CHECK_FALSE(read_file(folder / "none", 4, error));
    CHECK(error == "no such file");
    CHECK_FALSE(read_file(folder.path.string(), 4, error));
    CHECK(error == "it is a folder");
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    CHECK_FALSE(read_file(folder / "pipe", 4, error));  // and does not wait for a writer
}

TEST_CASE("a mapped file outlives a move") {
    Folder const folder;
    std::string error;
    REQUIRE(write_file_atomically(folder / "x", "mapped", error));
    auto file = MappedFile::open(folder / "x", error);
    REQUIRE(file);
    MappedFile const moved(std::move(*file));
    CHECK(moved.bytes() == "mapped");
    CHECK(file->bytes().empty());
    CHECK_FALSE(MappedFile::open(folder / "none", error));
}
