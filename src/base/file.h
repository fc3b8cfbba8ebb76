// Files: read within limits, mapped read-only, written whole or not at all.
#pragma once
#include <optional>
#include <string>
#include <string_view>

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

/// Writes a file so that a reader sees the old one or the new one, never a part: temporary file beside it, write, fsync,
/// rename, fsync of the folder. Gives false and the reason; the temporary file is gone then.
bool write_file_atomically(std::string const& path, std::string_view bytes, std::string& error);

}  // namespace offprint
