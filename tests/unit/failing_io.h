// A disk of which one call fails.
#pragma once
#include <sys/mman.h>

#include <atomic>
#include <new>

#include "archive/io.h"

/// The n-th call of those that change something fails, in this process or in one forked from it. A write that fails has taken a part of its bytes.
class FailingIo final : public offprint::archive::PosixIo {
public:
    struct PowerCut {};
    enum class How { Once, FromThenOn, PowerCut };

    FailingIo(int at, int error, How how) : at_(at), error_(error), how_(how) {
        void* const shared = ::mmap(nullptr, sizeof(std::atomic<int>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (shared == MAP_FAILED) throw std::bad_alloc();
        calls_ = new (shared) std::atomic<int>(0);
    }
    FailingIo(FailingIo const&) = delete;
    FailingIo& operator=(FailingIo const&) = delete;
    ~FailingIo() override { ::munmap(calls_, sizeof *calls_); }

    bool has_failed() const { return *calls_ >= at_; }
    int syncs() const { return syncs_; }

    int create(std::string const& path, unsigned mode) override { return fails() ? -error_ : PosixIo::create(path, mode); }
    int open_to_append(std::string const& path) override { return fails() ? -error_ : PosixIo::open_to_append(path); }
    long write(int file, std::string_view bytes) override {
        bool const last = *calls_ + 1 == at_;
        if (last && bytes.size() > 1) PosixIo::write(file, bytes.substr(0, bytes.size() / 2));
        return fails() ? -error_ : PosixIo::write(file, bytes);
    }
    int sync(int file) override { return ++syncs_, fails() ? -error_ : PosixIo::sync(file); }
    int sync_data(int file) override { return ++syncs_, fails() ? -error_ : PosixIo::sync_data(file); }
    int truncate(int file, std::uint64_t size) override { return fails() ? -error_ : PosixIo::truncate(file, size); }
    int rename_new(std::string const& from, std::string const& to) override { return fails() ? -error_ : PosixIo::rename_new(from, to); }
    int rename(std::string const& from, std::string const& to) override { return fails() ? -error_ : PosixIo::rename(from, to); }
    int sync_folder(std::string const& path) override { return ++syncs_, fails() ? -error_ : PosixIo::sync_folder(path); }
    int sync_all(std::string const& path) override { return ++syncs_, fails() ? -error_ : PosixIo::sync_all(path); }
    int make_folder(std::string const& path) override { return fails() ? -error_ : PosixIo::make_folder(path); }
    int remove(std::string const& path) override { return fails() ? -error_ : PosixIo::remove(path); }

private:
    bool fails() {
        int const call = ++*calls_;
        if (call < at_ || (call > at_ && how_ == How::Once)) return false;
        if (how_ == How::PowerCut) throw PowerCut();
        return true;
    }
    int at_, error_, syncs_ = 0;
    How how_;
    std::atomic<int>* calls_;
};
