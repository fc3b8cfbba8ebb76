#include "archive/io.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>

namespace offprint::archive {
namespace {

int result(int returned) { return returned < 0 ? -errno : returned; }

/// An object is read whole; a larger file is none of ours.
constexpr std::int64_t kLargestFile = 4'000'000'000;

}  // namespace

int PosixIo::create(std::string const& path, unsigned mode) { return result(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)); }

int PosixIo::open_to_append(std::string const& path) { return result(::open(path.c_str(), O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC)); }

long PosixIo::write(int file, std::string_view bytes) {
    ssize_t const n = ::write(file, bytes.data(), bytes.size());
    return n < 0 ? -errno : n;
}

int PosixIo::sync(int file) { return result(::fsync(file)); }
int PosixIo::sync_data(int file) { return result(::fdatasync(file)); }
int PosixIo::truncate(int file, std::uint64_t size) { return result(::ftruncate(file, static_cast<off_t>(size))); }
int PosixIo::close(int file) { return result(::close(file)); }

int PosixIo::rename_new(std::string const& from, std::string const& to) {
    return result(::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE));
}

int PosixIo::rename(std::string const& from, std::string const& to) { return result(::rename(from.c_str(), to.c_str())); }

int PosixIo::sync_folder(std::string const& path) {
    int const folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return -errno;
    int const synced = result(::fsync(folder));
    ::close(folder);
    return synced;
}

int PosixIo::sync_all(std::string const& path) {
    int const folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return -errno;
    int const synced = result(::syncfs(folder));
    ::close(folder);
    return synced;
}

int PosixIo::make_folder(std::string const& path) { return result(::mkdir(path.c_str(), 0755)); }
int PosixIo::remove(std::string const& path) { return result(::unlink(path.c_str())); }

int PosixIo::lock(std::string const& path, bool exclusive) {
    // flock needs no right to write, so who may only read can hold writers off while he looks.
    int file = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0) return -errno;
    if (::flock(file, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return file;
    int const error = errno;
    ::close(file);
    return -error;
}

std::optional<std::string> PosixIo::read(std::string const& path, int& error) {
    int const file = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    struct stat info;
    if (file < 0 || ::fstat(file, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size > kLargestFile) {
        error = file < 0 ? errno : EINVAL;
        if (file >= 0) ::close(file);
        return std::nullopt;
    }
    std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t got = 0;
    while (got < bytes.size()) {
        ssize_t const n = ::read(file, bytes.data() + got, bytes.size() - got);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            error = errno;
            ::close(file);
            return std::nullopt;
        }
        if (n == 0) break;
        got += static_cast<std::size_t>(n);
    }
    ::close(file);
    bytes.resize(got);
    return bytes;
}

std::optional<std::vector<std::string>> PosixIo::list(std::string const& path, int& error) {
    std::unique_ptr<DIR, int (*)(DIR*)> const folder(::opendir(path.c_str()), ::closedir);
    if (!folder) {
        error = errno;
        return std::nullopt;
    }
    std::vector<std::string> names;
    while (dirent const* const entry = ::readdir(folder.get())) {
        std::string name = entry->d_name;
        if (name == "." || name == "..") continue;
        struct stat info;
        if (::lstat((path + "/" + name).c_str(), &info) == 0 && S_ISDIR(info.st_mode)) name += '/';
        names.push_back(std::move(name));
    }
    std::sort(names.begin(), names.end());
    return names;
}

bool PosixIo::is_remote(std::string const& path) {
    constexpr unsigned kRemote[] = {0x6969u, 0x517Bu, 0xFF534D42u, 0xFE534D42u};  // NFS, SMB, CIFS, SMB2
    struct statfs info;
    if (::statfs(path.c_str(), &info) != 0) return false;
    return std::find(std::begin(kRemote), std::end(kRemote), static_cast<unsigned>(info.f_type)) != std::end(kRemote);
}

int write_all(Io& io, int file, std::string_view bytes) {
    while (!bytes.empty()) {
        long const n = io.write(file, bytes);
        if (n == -EINTR) continue;
        if (n < 0) return static_cast<int>(n);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return 0;
}

int write_new_file(Io& io, std::string const& path, std::string_view bytes, unsigned mode) {
    OpenFile file(io, io.create(path, mode));
    if (file.get() < 0) return file.get();
    if (int const error = write_all(io, file.get(), bytes); error < 0) return error;
    if (int const error = io.sync(file.get()); error < 0) return error;
    if (int const error = file.close(); error < 0) return error;
    return io.sync_folder(path.substr(0, path.rfind('/')));
}

int write_whole_file(Io& io, std::string const& staging, std::string const& folder, std::string const& name, std::string_view bytes, unsigned mode,
                     bool replace) {
    std::string const part = staging + "/" + name + ".part";
    int error = io.remove(part);
    if (error < 0 && error != -ENOENT) return error;
    error = write_new_file(io, part, bytes, mode);
    if (error >= 0) error = replace ? io.rename(part, folder + "/" + name) : io.rename_new(part, folder + "/" + name);
    if (error < 0) {
        io.remove(part);
        return error;
    }
    return io.sync_folder(folder);
}

std::string words_of_error(int error) {
    switch (error < 0 ? -error : error) {
        case ENOENT: return "no such file";
        case EACCES:
        case EPERM: return "permission denied";
        case ENOSPC: return "no space left on the disk";
        case EROFS: return "the file system is read-only";
        default: {
            char buffer[128];
            return strerror_r(error < 0 ? -error : error, buffer, sizeof buffer);
        }
    }
}

}  // namespace offprint::archive
