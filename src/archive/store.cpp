#include "archive/store.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <random>
#include <thread>

#include "archive/retention.h"
#include "fmt/format.h"

namespace offprint::archive {
namespace {

/// A segment that is longer gets no more records.
constexpr std::uint64_t kSegmentSize = 1u << 20;

bool read_folder(Io& io, std::string const& path, std::string_view ending, std::vector<Segment>& out, Fault& fault) {
    int error = 0;
    auto const names = io.list(path, error);
    if (!names) return refuse(fault, fmt::format("'{}' is no part of an archive: {}", path, words_of_error(error)), "'offprint archive init' makes one");
    for (std::string const& name : *names) {
        if (!name.ends_with(ending)) return damaged(fault, fmt::format("'{}/{}' is none of the archive's files", path, name));
        auto bytes = io.read(path + "/" + name, error);
        if (!bytes) return damaged(fault, fmt::format("'{}/{}' cannot be read: {}", path, name, words_of_error(error)));
        out.push_back({name, std::move(*bytes)});
    }
    return true;
}

std::string host_name() {
    utsname names;
    return ::uname(&names) == 0 ? well_formed(names.nodename) : "";
}

}  // namespace

std::string Places::object_folder(std::string_view hash) const { return fmt::format("{}/{}/{}", objects(), hash.substr(0, 2), hash.substr(2, 2)); }
std::string Places::object(std::string_view hash) const { return fmt::format("{}/{}", object_folder(hash), hash); }

bool read_raw_log(Io& io, Places const& places, RawLog& out, Fault& fault) {
    // Checkpoints first: a log that is written to meanwhile has at least the records that they name.
    return read_folder(io, places.checkpoints(), ".txt", out.checkpoints, fault) && read_folder(io, places.log(), ".seg", out.segments, fault);
}

std::optional<OpenFile> take_lock(Io& io, StoreOptions const& options, Fault& fault) {
    if (!options.force && io.is_remote(options.folder)) {
        refuse(fault, fmt::format("'{}' is on a network file system, whose locks and syncs cannot be relied on", options.folder),
               "'--force' does it all the same");
        return std::nullopt;
    }
    auto const until = std::chrono::steady_clock::now() + std::chrono::duration<double>(options.wait);
    std::minstd_rand jitter(static_cast<unsigned>(::getpid()));
    Places const places{options.folder};
    while (true) {
        int const file = io.lock(places.lock(), options.access == Access::Write);
        if (file >= 0) return OpenFile(io, file);
        if (file != -EWOULDBLOCK) {
            refuse(fault, fmt::format("'{}' is no archive: its lock cannot be opened: {}", options.folder, words_of_error(file)),
                   "'offprint archive init' makes one");
            return std::nullopt;
        }
        if (std::chrono::steady_clock::now() >= until) {
            fault = {Fault::Kind::Locked, "E954", fmt::format("'{}' is locked by another run", options.folder), "'--wait SECONDS' waits longer"};
            return std::nullopt;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10 + jitter() % 20));
    }
}

Store::Store(Io& io, crypto::Module const& crypto, StoreOptions const& options)
    : io_(&io), crypto_(&crypto), places_{options.folder}, fixed_now_(options.now), key_path_(options.key.empty() ? places_.key() : options.key) {
    actor_ = {options.actor.empty() ? fmt::format("uid:{}", ::getuid()) : well_formed(options.actor), host_name(), "offprint", options.version};
}

bool Store::create(Io& io, crypto::Module const& crypto, StoreOptions const& options, std::string const& origin, Fault& fault) {
    if (origin.empty() || well_formed(origin) != origin ||
        std::any_of(origin.begin(), origin.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }))
        return refuse(fault, "an archive's name is one line of text");
    if (!options.force && io.is_remote(options.folder))
        return refuse(fault, fmt::format("'{}' is on a network file system, whose locks and syncs cannot be relied on", options.folder),
                      "'--force' does it all the same");
    Store store(io, crypto, options);
    Places const& p = store.places_;
    int error = 0;
    // What an interrupted run made is used again, unless it came as far as a checkpoint.
    if (auto const names = io.list(p.root, error); names && !names->empty()) {
        auto const made = io.list(p.checkpoints(), error);
        bool const begun = std::find(names->begin(), names->end(), "staging/") != names->end();
        if (!begun || (made && !made->empty())) return refuse(fault, fmt::format("'{}' is there already, and not empty", p.root));
    }
    for (std::string const& folder : {p.root, p.staging(), p.quarantine(), p.root + "/objects", p.objects(), p.log(), p.checkpoints()})
        if (error = io.make_folder(folder); error < 0 && error != -EEXIST)
            return unwritable(fault, fmt::format("cannot make '{}': {}", folder, words_of_error(error)));
    if (auto const old = io.list(p.log(), error))
        for (std::string const& name : *old) io.remove(p.log() + "/" + name);
    if (!io.read(store.key_path_, error)) {
        std::string const key = crypto.new_ed25519_key();
        error = key.empty() ? -EIO : write_new_file(io, store.key_path_, key, 0600);
        if (error < 0) return unwritable(fault, fmt::format("cannot write '{}': {}", store.key_path_, words_of_error(error)));
    }
    if (!store.load_key(fault)) return false;
    error = write_whole_file(io, p.staging(), p.root, "public.pem", store.public_key_, 0644, true);
    if (error >= 0) error = write_whole_file(io, p.staging(), p.root, "lock", "", 0644, true);
    if (error >= 0) error = io.sync_folder(p.root);
    if (error < 0) return unwritable(fault, fmt::format("cannot write in '{}': {}", p.root, words_of_error(error)));
    store.state_.origin = origin;
    return store.commit({{"schema", {}, {}, Map{{"origin", origin}, {"public_key", store.public_key_}, {"format", std::int64_t{1}}}}}, fault);
}

std::optional<Store> Store::open(Io& io, crypto::Module const& crypto, StoreOptions const& options, Fault& fault) {
    Store store(io, crypto, options);
    if (options.access != Access::Read) {
        auto lock = take_lock(io, options, fault);
        if (!lock) return std::nullopt;
        store.lock_ = std::move(*lock);
    }
    RawLog raw;
    if (!read_raw_log(io, store.places_, raw, fault) || !store.read(raw, fault)) return std::nullopt;
    if (options.access == Access::Write && (!store.load_key(fault) || !store.recover(raw, fault))) return std::nullopt;
    return store;
}

bool Store::read(RawLog const& raw, Fault& fault) {
    log_ = read_log(raw.segments);
    if (!log_.fault.empty()) return damaged(fault, log_.fault);
    if (!raw.segments.empty()) {
        segment_ = raw.segments.back().name;
        segment_size_ = raw.segments.back().bytes.size();
    }
    if (!hold_against_checkpoint(raw, fault)) return false;
    std::string wrong;
    std::vector<Entry> const covered(log_.entries.begin(), log_.entries.begin() + static_cast<std::ptrdiff_t>(covered_));
    state_ = state_of(covered, wrong);
    if (!wrong.empty()) return damaged(fault, wrong);
    return true;
}

bool Store::hold_against_checkpoint(RawLog const& raw, Fault& fault) {
    if (raw.checkpoints.empty())
        return refuse(fault, fmt::format("'{}' is no archive: it has no checkpoint", places_.root), "'offprint archive init' makes one");
    Segment const& newest = raw.checkpoints.back();
    auto const read = read_checkpoint(newest.bytes);
    if (!read || checkpoint_name(read->checkpoint.size) != newest.name || read->checkpoint.size == 0)
        return damaged(fault, fmt::format("checkpoints/{} is no checkpoint", newest.name));
    if (log_.entries.size() < read->checkpoint.size)
        return damaged(fault, fmt::format("the log has {} whole records, the newest checkpoint {}", log_.entries.size(), read->checkpoint.size));
    covered_ = read->checkpoint.size;
    for (std::size_t i = 0; i < covered_; ++i) tree_.add(log_.entries[i].leaf);
    if (tree_.root() != read->checkpoint.root) return damaged(fault, "the log is not the one that was signed");
    int error = 0;
    public_key_ = io_->read(places_.public_key(), error).value_or("");
    if (public_key_ != text_at(log_.entries.front().record.detail, "public_key")) return damaged(fault, "public.pem is not the key that the log names");
    if (!is_signed_by(*read, *crypto_, public_key_)) return damaged(fault, fmt::format("the signature of checkpoints/{} does not hold", newest.name));
    newest_checkpoint_ = newest.bytes;
    return true;
}

bool Store::load_key(Fault& fault) {
    int error = 0;
    auto const key = io_->read(key_path_, error);
    if (!key) return refuse(fault, fmt::format("the signing key '{}' cannot be read: {}", key_path_, words_of_error(error)));
    auto const half = crypto_->ed25519_public_key(*key);
    if (!half) return refuse(fault, fmt::format("'{}' is no Ed25519 key without a passphrase", key_path_));
    if (!public_key_.empty() && *half != public_key_) return refuse(fault, fmt::format("'{}' is not the key of this archive", key_path_));
    key_ = *key;
    public_key_ = *half;
    return true;
}

bool Store::has_objects(Record const& record) const {
    if (record.action != "ingest") return true;
    std::vector<std::string> wanted{record.object};
    if (auto const inputs = record.detail.find("inputs"); inputs != record.detail.end() && inputs->second.list() != nullptr)
        for (Value const& input : *inputs->second.list())
            if (Map const* const map = input.map()) wanted.push_back(text_at(*map, "sha256"));
    Fault fault;
    return std::all_of(wanted.begin(), wanted.end(), [&](std::string const& hash) { return digest_of_hex(hash) && object(hash, fault); });
}

bool Store::recover(RawLog const& raw, Fault& fault) {
    if (!empty_staging(fault)) return false;
    if (log_.entries.size() > covered_ || !log_.torn.empty()) {
        // Nobody was told of these records. They are written anew, as a sync that failed may have left them in memory only.
        std::vector<Entry> const tail(log_.entries.begin() + static_cast<std::ptrdiff_t>(covered_), log_.entries.end());
        std::string const torn = log_.torn;
        if (!cut_to(covered_, raw, fault)) return false;
        std::string frames;
        for (Entry const& entry : tail) {
            State next = state_;
            std::string wrong;
            if (!has_objects(entry.record) || !take_in(next, entry.record, wrong)) break;
            state_ = std::move(next);
            frames += framed(entry.bytes);
            log_.entries.push_back(entry);
            tree_.add(entry.leaf);
        }
        std::size_t const adopted = log_.entries.size() - covered_;
        if (!frames.empty() && !append(frames, fault)) return false;
        mended_ =
            fmt::format("a run was interrupted: {} records taken over, {} left out, {} bytes of a torn one cut", adopted, tail.size() - adopted, torn.size());
        Map detail{{"what", "interrupted run"},
                   {"taken_over", static_cast<std::int64_t>(adopted)},
                   {"left_out", static_cast<std::int64_t>(tail.size() - adopted)},
                   {"cut_bytes", static_cast<std::int64_t>(torn.size())}};
        if (!torn.empty()) detail.emplace("cut_sha256", to_hex(sha256(torn)));
        if (!commit({{"repair", {}, {}, std::move(detail)}}, fault)) return false;
    }
    return finish_disposals(fault);
}

bool Store::cut_to(std::size_t records, RawLog const& raw, Fault& fault) {
    segment_.clear();
    segment_size_ = 0;
    std::size_t first = 0;
    for (std::size_t i = 0; i < raw.segments.size(); ++i) {
        std::size_t next = first;
        std::uint64_t size = 0;  // of the records that stay
        std::string_view const bytes = raw.segments[i].bytes;
        for (std::size_t at = 0; at < bytes.size(); ++next) {
            Frame const frame = read_frame(bytes, at);
            if (frame.kind != Frame::Kind::Whole) break;
            at = frame.end;
            if (next < records) size = at;
        }
        std::string const path = places_.log() + "/" + raw.segments[i].name;
        int error = 0;
        if (first >= records) {
            error = io_->remove(path);
        } else {
            segment_ = raw.segments[i].name;
            segment_size_ = size;
            if (size < bytes.size()) {
                OpenFile file(*io_, io_->open_to_append(path));
                error = file.get() < 0 ? file.get() : io_->truncate(file.get(), size);
                if (error >= 0) error = io_->sync(file.get());
            }
        }
        if (error < 0) return fail(path, error, fault);
        first = next;
    }
    if (int const error = io_->sync_folder(places_.log()); error < 0) return fail(places_.log(), error, fault);
    log_.entries.resize(records);
    log_.torn.clear();
    return true;
}

bool Store::empty_staging(Fault& fault) {
    int error = 0;
    auto const names = io_->list(places_.staging(), error);
    if (!names) return damaged(fault, fmt::format("'{}' is missing", places_.staging()));
    for (std::string const& name : *names)
        if (error = io_->remove(places_.staging() + "/" + name); error < 0) return fail(places_.staging() + "/" + name, error, fault);
    return true;
}

std::string Store::clock() const {
    return time_text(fixed_now_ ? *fixed_now_ : std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

std::string Store::now() const { return log_.entries.empty() ? clock() : std::max(clock(), log_.entries.back().record.time); }

bool Store::fail(std::string const& what, int error, Fault& fault) {
    failed_ = true;
    return unwritable(fault, fmt::format("cannot write '{}': {}", what, words_of_error(error)));
}

bool Store::put(std::string_view bytes, std::string& hash, Fault& fault) {
    if (failed_) return unwritable(fault, "the archive is not written to after a write that failed");
    hash = to_hex(sha256(bytes));
    std::string const part = fmt::format("{}/{}-{}.part", places_.staging(), ::getpid(), staged_++);
    int error = 0;
    {
        OpenFile file(*io_, io_->create(part, 0444));
        error = file.get() < 0 ? file.get() : write_all(*io_, file.get(), bytes);
        if (error >= 0) error = io_->sync(file.get());
        if (error >= 0) error = file.close();
    }
    // What the disk gives back counts, not what it was given.
    if (error >= 0) {
        int read_error = 0;
        auto const back = io_->read(part, read_error);
        if (!back || to_hex(sha256(*back)) != hash) error = read_error != 0 ? -read_error : -EIO;
    }
    std::string const outer = places_.objects() + "/" + hash.substr(0, 2), inner = places_.object_folder(hash);
    for (std::string const& folder : {outer, inner}) {
        if (error >= 0) error = io_->make_folder(folder);
        if (error == -EEXIST) error = 0;
    }
    if (error >= 0) error = io_->rename_new(part, places_.object(hash));
    if (error < 0) io_->remove(part);
    if (error == -EEXIST) {
        Fault wrong;
        if (!object(hash, wrong)) return damaged(fault, wrong.words);
        error = 0;
    }
    // Also of folders that were there: an earlier run may have made them and died before it synced them.
    for (std::string const& folder : {inner, outer, places_.objects()})
        if (error >= 0) error = io_->sync_folder(folder);
    return error < 0 ? fail(places_.object(hash), error, fault) : true;
}

std::optional<std::string> Store::object(std::string_view hash, Fault& fault) const {
    int error = 0;
    auto bytes = io_->read(places_.object(hash), error);
    if (!bytes) return damaged(fault, fmt::format("object {} cannot be read: {}", hash, words_of_error(error))), std::nullopt;
    if (to_hex(sha256(*bytes)) != hash) return damaged(fault, fmt::format("object {} is not what was archived", hash)), std::nullopt;
    return bytes;
}

bool Store::commit(std::vector<Draft> drafts, Fault& fault) {
    if (failed_) return unwritable(fault, "the archive is not written to after a write that failed");
    std::string const said = clock(), time = std::max(said, now());
    std::string frames;
    std::size_t const begin = log_.entries.size();
    for (Draft& draft : drafts) {
        Record record{log_.entries.size(),    time, {}, actor_, std::move(draft.action), std::move(draft.object), std::move(draft.report),
                      std::move(draft.detail)};
        if (!log_.entries.empty()) record.prev = to_hex(log_.entries.back().leaf);
        if (said < time) record.detail.emplace("clock", said);  // it was set back; the log's time was not
        std::string bytes = to_bytes(record);
        if (bytes.size() > kLongestRecord) {
            log_.entries.resize(begin);
            return refuse(fault, "a record of more than 16 MB is not kept");
        }
        frames += framed(bytes);
        Sha256Digest const leaf = leaf_hash(bytes);
        log_.entries.push_back({std::move(record), std::move(bytes), leaf});
    }
    if (!append(frames, fault)) return false;
    for (std::size_t i = begin; i < log_.entries.size(); ++i) tree_.add(log_.entries[i].leaf);
    if (!sign(fault)) return false;
    for (std::size_t i = begin; i < log_.entries.size(); ++i) {
        std::string wrong;
        if (!take_in(state_, log_.entries[i].record, wrong)) return damaged(fault, wrong);
    }
    return true;
}

bool Store::append(std::string const& frames, Fault& fault) {
    std::size_t const first = tree_.size() < log_.entries.size() ? tree_.size() : covered_;
    bool const is_new = segment_.empty() || segment_size_ >= kSegmentSize;
    std::string const name = is_new ? segment_name(first) : segment_;
    std::string const path = places_.log() + "/" + name;
    OpenFile file(*io_, is_new ? io_->create(path, 0644) : io_->open_to_append(path));
    int error = file.get() < 0 ? file.get() : write_all(*io_, file.get(), frames);
    if (error >= 0) error = io_->sync_data(file.get());
    if (error >= 0) error = file.close();
    if (error >= 0 && is_new) error = io_->sync_folder(places_.log());
    if (error < 0) return fail(path, error, fault);
    segment_size_ = (is_new ? 0 : segment_size_) + frames.size();
    segment_ = name;
    return true;
}

bool Store::sign(Fault& fault) {
    Checkpoint const checkpoint{state_.origin, log_.entries.size(), tree_.root(), log_.entries.back().record.time};
    auto const file = checkpoint_file(checkpoint, *crypto_, key_);
    if (!file) return fail(key_path_, EINVAL, fault);
    std::string const name = checkpoint_name(checkpoint.size);
    int const error = write_whole_file(*io_, places_.staging(), places_.checkpoints(), name, *file, 0444, false);
    if (error < 0) return fail(places_.checkpoints() + "/" + name, error, fault);
    newest_checkpoint_ = *file;
    covered_ = log_.entries.size();
    return true;
}

bool Store::finish_disposals(Fault& fault) {
    std::set<std::string> folders;
    for (std::string const& hash : state_.disposed_objects()) {
        int const error = io_->remove(places_.object(hash));
        if (error == -ENOENT) continue;
        if (error < 0) return fail(places_.object(hash), error, fault);
        folders.insert(places_.object_folder(hash));
    }
    for (std::string const& folder : folders)
        if (int const error = io_->sync_folder(folder); error < 0) return fail(folder, error, fault);
    return true;
}

}  // namespace offprint::archive
