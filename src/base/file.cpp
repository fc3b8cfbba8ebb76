#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <utility>

namespace offprint {
namespace {

/// A file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const { return fd_; }

private:
    int fd_;
};

std::string reason() {
    switch (errno) {
        case ENOENT: return "no such file";
        case EACCES:
        case EPERM: return "permission denied";
        case ENOSPC: return "no space left on the disk";
        case EISDIR: return "it is a folder";
        case EROFS: return "the file system is read-only";
        case ENOTDIR: return "a part of the path is not a folder";
        default: {
            char buffer[128];
            return strerror_r(errno, buffer, sizeof buffer);
        }
    }
}

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        ssize_t const n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

}  // namespace

std::optional<std::string> read_file(std::string const& path, std::size_t limit, std::string& error) {
    Descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat info;
    if (file.get() < 0 || ::fstat(file.get(), &info) != 0) {
        error = reason();
        return std::nullopt;
    }
    if (!S_ISREG(info.st_mode)) {
        error = S_ISDIR(info.st_mode) ? "it is a folder" : "it is not a regular file";
        return std::nullopt;
    }
    if (static_cast<std::size_t>(info.st_size) > limit) {
        error = "it is larger than " + std::to_string(limit / 1000000) + " MB";
        return std::nullopt;
    }
    std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t got = 0;
    while (got < bytes.size()) {
        ssize_t const n = ::read(file.get(), bytes.data() + got, bytes.size() - got);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            error = reason();
            return std::nullopt;
        }
        if (n == 0) break;
        got += static_cast<std::size_t>(n);
    }
    bytes.resize(got);
    return bytes;
}

std::optional<MappedFile> MappedFile::open(std::string const& path, std::string& error) {
    Descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat info;
    if (file.get() < 0 || ::fstat(file.get(), &info) != 0) {
        error = reason();
        return std::nullopt;
    }
    if (!S_ISREG(info.st_mode) || info.st_size == 0) {
        error = "it is empty or not a regular file";
        return std::nullopt;
    }
    void* const data = ::mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (data == MAP_FAILED) {
        error = reason();
        return std::nullopt;
    }
    return MappedFile(static_cast<char const*>(data), static_cast<std::size_t>(info.st_size));
}

MappedFile::MappedFile(MappedFile&& other) noexcept : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile::~MappedFile() {
    if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

namespace {

/// Bytes that are gathered before they are written.
constexpr std::size_t kPending = 1u << 18;

}  // namespace

OutputFile::~OutputFile() { give_up(); }

void OutputFile::give_up() {
    if (file_ >= 0) ::close(std::exchange(file_, -1));
    if (!temporary_.empty()) ::unlink(std::exchange(temporary_, {}).c_str());
}

bool OutputFile::open() {
    std::string name = path_ + ".part-XXXXXX";
    file_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (file_ < 0) return false;
    temporary_ = std::move(name);
    // mkostemp gives 0600; a report is as readable as any file the user makes.
    mode_t const mask = ::umask(0);
    ::umask(mask);
    return ::fchmod(file_, 0666 & ~mask) == 0;
}

bool OutputFile::flush() {
    bool const good = (file_ >= 0 || open()) && write_all(file_, pending_);
    if (!good) {
        error_ = reason();
        failed_ = true;
    }
    pending_.clear();
    return good;
}

void OutputFile::append(std::string_view bytes) {
    if (failed_) return;
    pending_ += bytes;
    if (pending_.size() >= kPending) flush();
}

std::optional<std::string> OutputFile::read_back(std::string& error) {
    if (file_ < 0 && !failed_) return pending_;
    if (failed_ || (!pending_.empty() && !flush())) return error = error_, std::nullopt;
    return read_file(temporary_, SIZE_MAX, error);
}

bool OutputFile::commit(std::string& error) {
    bool good = !failed_ && flush();
    auto const must = [&](bool done) {
        if (good && !done) error_ = reason();
        good = good && done;
    };
    if (good) must(::fsync(file_) == 0);
    if (good) must(::close(std::exchange(file_, -1)) == 0);
    if (good) must(::rename(temporary_.c_str(), path_.c_str()) == 0);
    if (!good) {
        error = error_;
        give_up();
        return false;
    }
    temporary_.clear();
    std::filesystem::path const folder = std::filesystem::path(path_).parent_path();
    Descriptor const directory(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // The rename has happened; a folder that cannot be synced (some network file systems) is no failed write.
    if (directory.get() >= 0) ::fsync(directory.get());
    return true;
}

bool write_file_atomically(std::string const& path, std::string_view bytes, std::string& error) {
    OutputFile file(path);
    file.append(bytes);
    return file.commit(error);
}

}  // namespace offprint
