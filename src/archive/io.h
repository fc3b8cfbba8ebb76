// The one seam through which the archive touches a disk, so that tests can make any single call fail.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace offprint::archive {

/// Calls give what they say, or -errno.
class Io {
public:
    virtual ~Io() = default;
    /// A descriptor of a new file (O_EXCL, O_NOFOLLOW).
    virtual int create(std::string const& path, unsigned mode) = 0;
    /// A descriptor of a file that is there, for writing at its end.
    virtual int open_to_append(std::string const& path) = 0;
    /// How many bytes were taken, which may be fewer.
    virtual long write(int file, std::string_view bytes) = 0;
    virtual int sync(int file) = 0;
    virtual int sync_data(int file) = 0;
    virtual int truncate(int file, std::uint64_t size) = 0;
    virtual int close(int file) = 0;
    /// Fails with EEXIST where the new name is taken.
    virtual int rename_new(std::string const& from, std::string const& to) = 0;
    virtual int rename(std::string const& from, std::string const& to) = 0;
    virtual int sync_folder(std::string const& path) = 0;
    /// All of the file system that holds the path: one call for many files.
    virtual int sync_all(std::string const& path) = 0;
    virtual int make_folder(std::string const& path) = 0;
    virtual int remove(std::string const& path) = 0;
    /// A descriptor that holds the lock until it is closed; -EWOULDBLOCK while another holds it.
    virtual int lock(std::string const& path, bool exclusive) = 0;
    /// All bytes of a regular file that is no link.
    virtual std::optional<std::string> read(std::string const& path, int& error) = 0;
    /// Names in a folder, sorted; a folder's name ends in '/'.
    virtual std::optional<std::vector<std::string>> list(std::string const& path, int& error) = 0;
    /// Whether the folder is on a network file system (NFS, SMB), whose locks and fsync cannot be relied on.
    virtual bool is_remote(std::string const& path) = 0;
};

/// The disk.
class PosixIo : public Io {
public:
    int create(std::string const& path, unsigned mode) override;
    int open_to_append(std::string const& path) override;
    long write(int file, std::string_view bytes) override;
    int sync(int file) override;
    int sync_data(int file) override;
    int truncate(int file, std::uint64_t size) override;
    int close(int file) override;
    int rename_new(std::string const& from, std::string const& to) override;
    int rename(std::string const& from, std::string const& to) override;
    int sync_folder(std::string const& path) override;
    int sync_all(std::string const& path) override;
    int make_folder(std::string const& path) override;
    int remove(std::string const& path) override;
    int lock(std::string const& path, bool exclusive) override;
    std::optional<std::string> read(std::string const& path, int& error) override;
    std::optional<std::vector<std::string>> list(std::string const& path, int& error) override;
    bool is_remote(std::string const& path) override;
};

/// A descriptor that closes itself.
class OpenFile {
public:
    OpenFile() = default;
    OpenFile(Io& io, int file) : io_(&io), file_(file) {}
    OpenFile(OpenFile&& other) noexcept : io_(other.io_), file_(std::exchange(other.file_, -1)) {}
    OpenFile& operator=(OpenFile&& other) noexcept {
        std::swap(io_, other.io_);
        std::swap(file_, other.file_);
        return *this;
    }
    ~OpenFile() {
        if (file_ >= 0) io_->close(file_);
    }
    int get() const { return file_; }
    int close() { return file_ >= 0 ? io_->close(std::exchange(file_, -1)) : 0; }

private:
    Io* io_ = nullptr;
    int file_ = -1;
};

/// Writes all bytes; 0 or -errno.
int write_all(Io& io, int file, std::string_view bytes);
/// A new file, whole and durable, and its name in the folder too. 0 or -errno.
int write_new_file(Io& io, std::string const& path, std::string_view bytes, unsigned mode);
/// Like it, by way of `staging` and a rename: the name is there with all bytes or not at all. `replace`: whether it may take another's place.
int write_whole_file(Io& io, std::string const& staging, std::string const& folder, std::string const& name, std::string_view bytes, unsigned mode,
                     bool replace);
/// The words of an errno, lower case.
std::string words_of_error(int error);

}  // namespace offprint::archive
