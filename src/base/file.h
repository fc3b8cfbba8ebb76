// Files: read within limits, mapped read-only, written whole or not at all.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/byte_sink.h"

namespace offprint {

/// Reads a regular file of at most `limit` bytes. On failure gives nothing and says why in `error` (lower case, no path).
std::optional<std::string> read_file(std::string const& path, std::size_t limit, std::string& error);

/// A file mapped read-only for as long as the object lives.
class MappedFile {
public:
    static std::optional<MappedFile> open(std::string const& path, std::string& error);
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&&) = delete;
    ~MappedFile();
    std::string_view bytes() const { return {data_, size_}; }

private:
    MappedFile(char const* data, std::size_t size) : data_(data), size_(size) {}
    char const* data_;
    std::size_t size_;
};

/// A file that is written piece by piece and is there only when it is whole: a reader sees the old one or the new one, never a part. Temporary file beside
/// it, write, fsync, rename, fsync of the folder. Nothing is opened before the first piece comes; without `commit` nothing stays.
class OutputFile final : public ByteSink {
public:
    explicit OutputFile(std::string path) : path_(std::move(path)) {}
    OutputFile(OutputFile const&) = delete;
    OutputFile& operator=(OutputFile const&) = delete;
    ~OutputFile() override;

    void append(std::string_view bytes) override;
    /// What was appended so far, for a last look at it. Nothing, with the reason, where it cannot be read.
    std::optional<std::string> read_back(std::string& error);
    /// Puts the file in its place. Gives false and the reason of what went wrong, here or before.
    bool commit(std::string& error);

private:
    bool open();
    bool flush();
    void give_up();

    std::string path_, temporary_, pending_, error_;
    int file_ = -1;
    bool failed_ = false;
};

/// Writes a file whole or not at all. Gives false and the reason.
bool write_file_atomically(std::string const& path, std::string_view bytes, std::string& error);

}  // namespace offprint
