#include "archive/replicate.h"

#include <cerrno>
#include <functional>

#include "../failing_io.h"
#include "fixture.h"

using namespace fixture;

namespace {

using How = FailingIo::How;
constexpr std::int64_t kLater = kNoon + 4 * 366 * 86400ll;

struct Run {
    bool done = false;
    Replicated made;
    Fault fault;
};

Run replicate_to(Io& io, std::string const& from, std::string const& to, bool incomplete = false) {
    Run out;
    out.done = replicate(io, module<crypto::Module>(), module<catalog::Module>(), options_of(from, Access::Read), {to, incomplete}, out.made, out.fault);
    return out;
}

/// One that must succeed.
Replicated replicated(std::string const& from, std::string const& to) {
    PosixIo io;
    Run const run = replicate_to(io, from, to);
    INFO(run.fault.words);
    REQUIRE(run.done);
    CHECK(run.made.catalogue.empty());
    return run.made;
}

/// Each report has an input of its own, and one that all have.
void add(std::string const& folder, std::vector<std::string> const& reports, std::int64_t now = kNoon) {
    PosixIo io;
    Store store = open(io, folder, Access::Write, now);
    for (std::string const& bytes : reports) {
        Fault fault;
        REQUIRE(ingest(store, bytes, fault, {"us-bd"}, "input of " + bytes));
    }
    index_all(store);
}

void make_with(std::string const& folder, std::vector<std::string> const& reports) {
    PosixIo io;
    make(io, folder);
    add(folder, reports);
}

void dispose_of(std::string const& folder, std::string const& id) {
    PosixIo io;
    Store store = open(io, folder, Access::Write, kLater);
    Fault fault;
    REQUIRE(dispose(store, {{{id}, {}, {}, {}, {}, false}, "bob", "expired"}, fault));
    std::string error;
    REQUIRE(rebuild_index(store, module<catalog::Module>(), error));
}

std::string object_in(std::string const& folder, std::string const& bytes) { return Places{folder}.object(to_hex(sha256(bytes))); }

/// All that stands in a folder, by name.
std::map<std::string, std::string> contents(std::string const& folder) {
    std::map<std::string, std::string> out;
    for (std::string const& path : files_in(folder)) out.emplace(path.substr(folder.size()), bytes_of(path));
    return out;
}

void write_new(std::string const& path, std::string const& bytes = "mine") {
    PosixIo io;
    REQUIRE(write_new_file(io, path, bytes, 0644) >= 0);
}

/// What a copy is to have: everything but the key and the catalogue, which is made anew.
std::map<std::string, std::string> copied_part(std::string const& folder) {
    auto out = contents(folder);
    for (char const* const name : {"/key.pem", "/catalog.db", "/catalog.sum"}) out.erase(name);
    return out;
}

void check_is_copy(std::string const& from, std::string const& to) {
    PosixIo io;
    CHECK(copied_part(to) == copied_part(from));
    CHECK_FALSE(std::filesystem::exists(to + "/key.pem"));
    auto const findings = findings_of(io, to);
    INFO(told(findings));
    CHECK(std::all_of(findings.begin(), findings.end(), [](Finding const& f) { return f.kind == Finding::Kind::Proved; }));
}

/// Whatever happened: it is no archive yet, or what its newest checkpoint covers is whole.
void check_claims(std::string const& folder) {
    PosixIo io;
    int error = 0;
    auto const checkpoints = io.list(folder + "/checkpoints", error);
    if (!checkpoints || checkpoints->empty()) return;
    Store const store = open(io, folder, Access::Read);
    Fault fault;
    for (auto const& [hash, report] : store.state().live_objects()) CHECK(store.object(hash, fault));
    CHECK(is_sound(io, folder));
}

/// Refused, for that reason, and the folder is as it was.
void check_refused(std::string const& from, std::string const& to, Fault::Kind kind, std::string const& words) {
    PosixIo io;
    auto const before = contents(to);
    Run const run = replicate_to(io, from, to);
    INFO(run.fault.words);
    CHECK_FALSE(run.done);
    CHECK(run.fault.kind == kind);
    CHECK(run.fault.words.find(words) != std::string::npos);
    CHECK(contents(to) == before);
}

}  // namespace

TEST_CASE("replicate: a copy is the archive without its key, and follows it") {
    Folder const root;
    PosixIo io;
    make_with(root / "a", {"one", "two"});
    Replicated const first = replicated(root / "a", root / "copy/");
    CHECK((first.reports == 2 && first.records == 3 && first.objects == 4 && first.lost.empty()));
    check_is_copy(root / "a", root / "copy");
    Fault fault;
    CHECK_FALSE(Store::open(io, module<crypto::Module>(), options_of(root / "copy"), fault));
    CHECK(fault.words.find("key.pem") != std::string::npos);
    add(root / "a", {"three"});
    Replicated const second = replicated(root / "a", root / "copy");
    CHECK((second.reports == 3 && second.records == 4 && second.objects == 2 && second.root != first.root));
    check_is_copy(root / "a", root / "copy");
    auto const before = contents(root / "copy");
    Replicated const third = replicated(root / "a", root / "copy");
    CHECK((third.objects == 0 && third.root == second.root));
    CHECK(contents(root / "copy") == before);
    // After a loss the key makes an archive of it, and the old one is then behind.
    std::filesystem::copy_file(root / "a/key.pem", root / "copy/key.pem");
    add(root / "copy", {"four"});
    CHECK(is_sound(io, root / "copy"));
    check_refused(root / "a", root / "copy", Fault::Kind::Damaged, "has a record 4, which");
}

TEST_CASE("replicate: files of the log follow each other, and the last one grows") {
    Folder const root;
    PosixIo io;
    make_with(root / "a", {"one"});
    for (int i = 0; i < 4; ++i) {
        {
            Store store = open(io, root / "a");
            Fault fault;
            REQUIRE(record_event(store, "distribute", "r1", "", std::string(700'000, 'x'), fault));
        }
        replicated(root / "a", root / "copy");
        CHECK(copied_part(root / "copy") == copied_part(root / "a"));
    }
    CHECK(files_in(root / "copy/log").size() == 2);
}

TEST_CASE("replicate: any call that fails, or is the last one, leaves a copy that is true; the next run completes it") {
    Folder const root;
    make_with(root / "a", {"one", "two"});
    replicated(root / "a", root / "older");
    dispose_of(root / "a", "r2");
    add(root / "a", {"three", "four"}, kLater);
    std::filesystem::create_directory(root / "none");
    for (std::string const start : {"none", "older"})
        for (auto const& [error, how] : {std::pair(EIO, How::Once), std::pair(ENOSPC, How::FromThenOn), std::pair(EIO, How::PowerCut)})
            for (int at = 1;; ++at) {
                copy(root / start, root / "copy");
                FailingIo io(at, error, how);
                Run run;
                try {
                    run = replicate_to(io, root / "a", root / "copy");
                } catch (FailingIo::PowerCut const&) {}
                INFO(start << ", call " << at);
                if (!run.done && how != How::PowerCut) CHECK(run.fault.kind == Fault::Kind::Unwritable);
                check_claims(root / "copy");
                replicated(root / "a", root / "copy");
                check_is_copy(root / "a", root / "copy");
                if (io.has_failed()) continue;
                CHECK(run.done);
                CHECK(at > 30);
                break;
            }
}

namespace {

/// A disk that knows what is durable: bytes by a sync of the file, names by one of the folder, both by one of all.
class OrderIo final : public PosixIo {
public:
    int create(std::string const& path, unsigned mode) override {
        int const file = PosixIo::create(path, mode);
        if (file >= 0) open_[file] = path, unsynced_bytes_.insert(path);
        return file;
    }
    int sync(int file) override { return unsynced_bytes_.erase(open_[file]), PosixIo::sync(file); }
    int sync_all(std::string const& path) override { return unsynced_bytes_.clear(), unsynced_names_.clear(), PosixIo::sync_all(path); }
    int sync_folder(std::string const& path) override {
        std::erase_if(unsynced_names_, [&](std::string const& name) { return name.substr(0, name.rfind('/')) == path; });
        return PosixIo::sync_folder(path);
    }
    int rename_new(std::string const& from, std::string const& to) override { return look(from, to), PosixIo::rename_new(from, to); }
    int rename(std::string const& from, std::string const& to) override { return look(from, to), PosixIo::rename(from, to); }
    int make_folder(std::string const& path) override {
        int const error = PosixIo::make_folder(path);
        if (error >= 0) unsynced_names_.insert(path);
        return error;
    }
    int remove(std::string const& path) override {
        if (path.find("/objects/") != path.npos) CHECK(none_of(unsynced_names_, {"/log/", "/checkpoints/"}));
        return PosixIo::remove(path);
    }
    /// A name that an earlier run gave.
    void leave_unsynced(std::string const& path) { unsynced_names_.insert(path); }
    int renames = 0;

private:
    static bool none_of(std::set<std::string> const& names, std::vector<std::string> const& parts) {
        return std::none_of(names.begin(), names.end(), [&](std::string const& name) {
            return std::any_of(parts.begin(), parts.end(), [&](std::string const& part) { return name.find(part) != name.npos; });
        });
    }
    void look(std::string const& from, std::string const& to) {
        INFO(to);
        ++renames;
        CHECK_FALSE(unsynced_bytes_.contains(from));
        if (to.find("/log/") != to.npos) CHECK(none_of(unsynced_names_, {"/objects"}));
        if (to.find("/checkpoints/") != to.npos) CHECK(none_of(unsynced_names_, {"/objects", "/log/"}));
        unsynced_names_.insert(to);
    }
    std::map<int, std::string> open_;
    std::set<std::string> unsynced_bytes_, unsynced_names_;
};

}  // namespace

TEST_CASE("replicate: bytes are durable before names, objects before the log, the log before checkpoints, all before a removal") {
    Folder const root;
    make_with(root / "a", {"one", "two"});
    OrderIo first, second;
    REQUIRE(replicate_to(first, root / "a", root / "copy").done);
    CHECK(first.renames > 8);
    dispose_of(root / "a", "r2");
    add(root / "a", {"three"}, kLater);
    REQUIRE(replicate_to(second, root / "a", root / "copy").done);
    CHECK(second.renames > 5);
    check_is_copy(root / "a", root / "copy");
}

TEST_CASE("replicate: names that a killed run gave are synced before the log counts on them") {
    Folder const root;
    make_with(root / "a", {"one", "two"});
    replicated(root / "a", root / "copy");
    for (char const* const part : {"log", "checkpoints"}) std::filesystem::remove_all(root / ("copy/" + std::string(part)));
    OrderIo io;
    for (std::string const& path : files_in(root / "copy/objects")) io.leave_unsynced(path);
    Run const run = replicate_to(io, root / "a", root / "copy");
    CHECK((run.done && run.made.objects == 0));
    check_is_copy(root / "a", root / "copy");
}

TEST_CASE("replicate: a record or a checkpoint that only one side has, or has otherwise, is told and nothing is written") {
    Folder const root;
    PosixIo io;
    make_with(root / "a", {"one"});
    copy(root / "a", root / "b");
    add(root / "a", {"two"});
    replicated(root / "a", root / "copy");
    // Set back.
    check_refused(root / "b", root / "copy", Fault::Kind::Damaged, "has a record 2, which");
    // Written otherwise by who has the key.
    add(root / "b", {"other"});
    check_refused(root / "b", root / "copy", Fault::Kind::Damaged, "record 2 of");
    add(root / "b", {"another"});
    check_refused(root / "b", root / "copy", Fault::Kind::Damaged, "is not that of");
    // The copy lost its records, but not what was signed of them.
    copy(root / "copy", root / "cut");
    std::string const log = root / "cut/log/00000000000000000000.seg";
    std::size_t end = 0;
    std::string const bytes = bytes_of(log);
    for (int i = 0; i < 2; ++i) end = read_frame(bytes, end).end;
    overwrite(log, bytes.substr(0, end));
    check_refused(root / "b", root / "cut", Fault::Kind::Damaged, "is not the one that checkpoints/00000000000000000003.txt");
    check_refused(root / "a", root / "cut", Fault::Kind::Damaged, "its log has 2 whole records, its newest checkpoint 3");
    std::filesystem::remove_all(root / "b");
    copy(root / "a", root / "b");
    std::filesystem::remove(root / "b/checkpoints/00000000000000000003.txt");
    overwrite(root / "b/log/00000000000000000000.seg", bytes.substr(0, end));
    check_refused(root / "b", root / "cut", Fault::Kind::Damaged, "a signed checkpoint of 3 records");
    // Checkpoints of long ago may go on either side.
    std::filesystem::remove(root / "a/checkpoints/00000000000000000001.txt");
    replicated(root / "a", root / "copy");
    CHECK(std::filesystem::exists(root / "copy/checkpoints/00000000000000000001.txt"));
}

TEST_CASE("replicate: a folder that is another's is left alone") {
    Folder const root;
    PosixIo io;
    make_with(root / "a", {"one"});
    make_with(root / "other", {"one"});
    using enum Fault::Kind;
    check_refused(root / "a", root / "other", Request, "is no copy of this archive");
    std::filesystem::remove_all(root / "other/log");
    check_refused(root / "a", root / "other", Request, "is no copy of this archive");
    check_refused(root / "a", root / "a", Request, "is the archive itself");
    check_refused(root / "a", root / "a/staging", Request, "one lies in the other");
    CHECK(replicate_to(io, root / "a", root / "a/new/copy").fault.kind == Request);
    CHECK(replicate_to(io, root / "a", root / ".").fault.kind == Request);
    std::filesystem::create_directory_symlink(root / "a", root / "link");
    check_refused(root / "a", root / "link", Request, "is the archive itself");
    CHECK_FALSE(replicate_to(io, root / "a", "").done);
    std::filesystem::create_directories(root / "files/staging");
    write_new(root / "files/staging/mine.txt");
    check_refused(root / "a", root / "files", Request, "is no copy of this archive");
    std::filesystem::remove(root / "files/staging/mine.txt");
    write_new(root / "files/mine.txt");
    check_refused(root / "a", root / "files", Request, "is no copy of this archive");
    write_new(root / "file");
    CHECK(replicate_to(io, root / "a", root / "file").fault.kind == Request);
    CHECK(replicate_to(io, root / "nowhere", root / "copy").fault.kind == Request);
    CHECK(replicate_to(io, root / "a", root / "no/copy").fault.kind == Unwritable);
    CHECK_FALSE(std::filesystem::exists(root / "copy"));
    // One at a time.
    replicated(root / "a", root / "copy");
    {
        int const file = io.lock(root / "copy/lock", false);
        REQUIRE(file >= 0);
        OpenFile const lock(io, file);
        check_refused(root / "a", root / "copy", Locked, "is locked");
    }
    {
        Store const writer = open(io, root / "a");
        check_refused(root / "a", root / "copy", Locked, "is locked");
    }
    replicated(root / "a", root / "copy");
}

TEST_CASE("replicate: a damaged copy is told, not written over") {
    Folder const root;
    PosixIo io;
    make_with(root / "a", {"one", "two"});
    replicated(root / "a", root / "good");
    add(root / "a", {"three"});
    std::string const log = root / "copy/log/00000000000000000000.seg", all = bytes_of(root / "good/log/00000000000000000000.seg");
    auto const flipped = [](std::string bytes) { return bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1), bytes; };
    auto const refused = [&](std::string const& words) { check_refused(root / "a", root / "copy", Fault::Kind::Damaged, words); };
    copy(root / "good", root / "copy");
    overwrite(log, flipped(all));
    refused("its bytes are not those that were written");
    copy(root / "good", root / "copy");
    overwrite(root / "copy/checkpoints/00000000000000000002.txt", flipped(bytes_of(root / "copy/checkpoints/00000000000000000002.txt")));
    refused("checkpoints/00000000000000000002.txt is none that the key signed");
    copy(root / "good", root / "copy");
    overwrite(root / "copy/public.pem", "rubbish");
    refused("public.pem is not the key");
    std::filesystem::remove(root / "copy/public.pem");
    replicated(root / "a", root / "copy");
    check_is_copy(root / "a", root / "copy");
    copy(root / "good", root / "copy");
    std::filesystem::remove_all(root / "copy/checkpoints");
    refused("is no part of an archive");
    copy(root / "good", root / "copy");
    std::size_t const first = read_frame(all, 0).end;
    overwrite(log, all.substr(0, first));
    write_new(root / "copy/log/00000000000000000001.seg", all.substr(first));
    refused("is not parted as that of the archive");
    // What no checkpoint covers was never claimed.
    copy(root / "good", root / "copy");
    overwrite(log, all + std::string(100, '\0'));
    write_new(root / "copy/log/00000000000000000003.seg", "rubbish");
    replicated(root / "a", root / "copy");
    check_is_copy(root / "a", root / "copy");
    // Without log and checkpoints it is made of the objects that it has.
    overwrite(log, "rubbish");
    for (char const* const part : {"log", "checkpoints"}) std::filesystem::remove_all(root / ("copy/" + std::string(part)));
    CHECK(replicated(root / "a", root / "copy").objects == 0);
    check_is_copy(root / "a", root / "copy");
    // An object that is missing comes back.
    std::filesystem::remove(object_in(root / "copy", "one"));
    CHECK(replicated(root / "a", root / "copy").objects == 1);
    check_is_copy(root / "a", root / "copy");
}

TEST_CASE("replicate: a damaged object is told, all others are brought, and the log waits for it unless it need not") {
    Folder const root;
    PosixIo io;
    make_with(root / "a", {"one"});
    replicated(root / "a", root / "copy");
    // Of the copy's own records: the log waits for nothing.
    overwrite(object_in(root / "a", "one"), "not one");
    CHECK(replicate_to(io, root / "a", root / "copy").made.lost.empty());
    add(root / "a", {"two", "three"});
    overwrite(object_in(root / "a", "two"), "not two");
    std::string const old = bytes_of(root / "copy/log/00000000000000000000.seg");
    Run const waiting = replicate_to(io, root / "a", root / "copy");
    CHECK((!waiting.done && waiting.fault.kind == Fault::Kind::Damaged));
    CHECK(waiting.fault.words.find("1 objects of new records") != std::string::npos);
    REQUIRE(waiting.made.lost.size() == 1);
    CHECK(waiting.made.lost[0] == "object " + to_hex(sha256("two")) + " of r2: it is not what was archived");
    CHECK(bytes_of(root / "copy/log/00000000000000000000.seg") == old);
    CHECK(bytes_of(object_in(root / "copy", "three")) == "three");
    CHECK_FALSE(std::filesystem::exists(object_in(root / "copy", "two")));
    check_claims(root / "copy");
    // Nowhere whole any more: the log can go on all the same, and it stays told.
    copy(root / "copy", root / "incomplete");
    Run const incomplete = replicate_to(io, root / "a", root / "incomplete", true);
    CHECK((incomplete.done && incomplete.made.lost.size() == 1 && incomplete.made.records == 4));
    CHECK(told(findings_of(io, root / "incomplete")) == "object: " + to_hex(sha256("two")) + " of r2: no such file\n");
    add(root / "a", {"four"});
    Run const later = replicate_to(io, root / "a", root / "incomplete");
    CHECK((later.done && later.made.lost.size() == 1 && later.made.records == 5));
    // Put right.
    overwrite(object_in(root / "a", "two"), "two");
    overwrite(object_in(root / "a", "one"), "one");
    for (char const* const to : {"copy", "incomplete"}) {
        CHECK(replicated(root / "a", root / to).lost.empty());
        PosixIo disk;
        CHECK(is_sound(disk, root / to));
        CHECK(contents(root / to + "/objects") == contents(root / "a/objects"));
    }
}

TEST_CASE("replicate: a damaged archive is not copied") {
    Folder const root;
    PosixIo io;
    make_with(root / "a", {"one", "two"});
    std::string const log = root / "a/log/00000000000000000000.seg", good = bytes_of(log);
    overwrite(log, good.substr(0, good.size() - 1));
    CHECK(replicate_to(io, root / "a", root / "copy").fault.kind == Fault::Kind::Damaged);
    CHECK_FALSE(std::filesystem::exists(root / "copy"));
    // What no checkpoint covers is not copied.
    overwrite(log, good + "\x10");
    std::filesystem::remove(root / "a/checkpoints/00000000000000000003.txt");
    CHECK(replicated(root / "a", root / "copy").records == 2);
    CHECK(is_sound(io, root / "copy"));
    CHECK_FALSE(std::filesystem::exists(object_in(root / "copy", "two")));
    // An old checkpoint that is damaged: told, and all else is there.
    overwrite(root / "a/checkpoints/00000000000000000001.txt", "rubbish");
    Run const run = replicate_to(io, root / "a", root / "other");
    CHECK((run.done && run.made.lost == std::vector<std::string>{"checkpoints/00000000000000000001.txt: it is none that the key signed"}));
    CHECK(is_sound(io, root / "other"));
    CHECK(files_in(root / "other/checkpoints").size() == 1);
}

namespace {

/// Something happens when an object is first read.
class BusyIo final : public PosixIo {
public:
    explicit BusyIo(std::function<void()> meanwhile) : meanwhile_(std::move(meanwhile)) {}
    std::optional<std::string> read(std::string const& path, int& error) override {
        if (meanwhile_ && path.find("/objects/") != path.npos) std::exchange(meanwhile_, nullptr)();
        return PosixIo::read(path, error);
    }

private:
    std::function<void()> meanwhile_;
};

/// A disk that gives back other bytes than it was given, of files with that ending.
class LyingIo final : public PosixIo {
public:
    explicit LyingIo(std::string ending) : ending_(std::move(ending)) {}
    int create(std::string const& path, unsigned mode) override {
        int const file = PosixIo::create(path, mode);
        liar_ = path.ends_with(ending_) ? file : -1;
        return file;
    }
    long write(int file, std::string_view bytes) override {
        std::string other(bytes);
        if (file == liar_) other[other.size() / 2] = static_cast<char>(other[other.size() / 2] ^ 1);
        return PosixIo::write(file, other);
    }

private:
    std::string ending_;
    int liar_ = -1;
};

}  // namespace

TEST_CASE("replicate: what was disposed of goes from the copy too, and is not missed where it never was") {
    Folder const root;
    make_with(root / "a", {"one", "two", "three"});
    replicated(root / "a", root / "copy");
    dispose_of(root / "a", "r2");
    replicated(root / "a", root / "copy");
    check_is_copy(root / "a", root / "copy");
    CHECK_FALSE(std::filesystem::exists(object_in(root / "copy", "two")));
    CHECK_FALSE(std::filesystem::exists(object_in(root / "copy", "input of two")));
    replicated(root / "a", root / "new");
    check_is_copy(root / "a", root / "new");
    // Disposed of while objects are copied: writers are not held off.
    BusyIo busy([&] {
        dispose_of(root / "a", "r3");
        add(root / "a", {"four"}, kLater);
    });
    Run const run = replicate_to(busy, root / "a", root / "third");
    INFO(run.fault.words);
    CHECK((run.done && run.made.lost.empty() && run.made.reports == 4));
    check_is_copy(root / "a", root / "third");
}

TEST_CASE("replicate: what the disk gives back counts, not what it was given") {
    Folder const root;
    make_with(root / "a", {"one"});
    for (std::string const& ending : std::vector<std::string>{".seg.part", ".txt.part", to_hex(sha256("one")) + ".part"}) {
        LyingIo io(ending);
        std::filesystem::remove_all(root / "copy");
        Run const run = replicate_to(io, root / "a", root / "copy");
        INFO(ending << ": " << run.fault.words);
        CHECK((!run.done && run.fault.kind == Fault::Kind::Unwritable));
        CHECK(files_in(root / "copy/checkpoints").empty());
    }
}

TEST_CASE("replicate: what is damaged in the archive comes back from the copy") {
    Folder const root;
    PosixIo io;
    make_with(root / "a", {"one", "two"});
    replicated(root / "a", root / "copy");
    for (std::string const& path : files_in(root / "copy")) {
        std::string const name = path.substr((root / "copy/").size());
        if (name == "lock") continue;
        copy(root / "a", root / "bad");
        std::string bytes = bytes_of(root / "bad/" + name);
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        overwrite(root / "bad/" + name, bytes);
        INFO(name);
        CHECK_FALSE(told(findings_of(io, root / "bad")).empty());
        Fault fault;
        CHECK(repair(io, module<crypto::Module>(), module<catalog::Module>(), options_of(root / "bad"), root / "copy", fault));
        CHECK(is_sound(io, root / "bad"));
        // It is a record more, and the copy follows.
        copy(root / "copy", root / "next");
        replicated(root / "bad", root / "next");
    }
}

TEST_CASE("repair: an older copy mends what it has of a file of the log, and what was written since stays") {
    Folder const root;
    PosixIo io;
    make_with(root / "a", {"one", "two"});
    replicated(root / "a", root / "copy");
    add(root / "a", {"three", "four"});
    std::string const name = "/log/00000000000000000000.seg", good = bytes_of(root / "a" + name);
    std::size_t const common = bytes_of(root / "copy" + name).size();
    auto const repaired = [&](std::size_t at) {
        copy(root / "a", root / "bad");
        std::string bytes = good;
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        overwrite(root / "bad" + name, bytes);
        Fault fault;
        return repair(io, module<crypto::Module>(), module<catalog::Module>(), options_of(root / "bad"), root / "copy", fault).has_value();
    };
    for (std::size_t const at : {std::size_t{0}, common / 2, common - 1}) {
        INFO(at);
        CHECK(repaired(at));
        CHECK(is_sound(io, root / "bad"));
        CHECK(bytes_of(root / "bad" + name).starts_with(good));
    }
    for (std::size_t const at : {common, good.size() - 1}) CHECK_FALSE(repaired(at));
}
