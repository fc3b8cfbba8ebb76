#include "archive/replicate.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "fmt/format.h"

namespace offprint::archive {
namespace {

/// How much is written before it is synced all at once.
constexpr std::size_t kBatchFiles = 500, kBatchBytes = 64u << 20;
/// How often the archive is looked at again for what was disposed of while objects were copied.
constexpr int kLooks = 3;

/// What the archive's key signed: all that the copy is to be.
struct Original {
    Places places;
    std::string public_key;
    std::vector<Entry> entries;
    std::vector<Sha256Digest> roots;  // of the log at every size
    std::vector<Segment> segments, checkpoints;
    State state;
};

/// Files of the log as far as their first `records` records go. They must be whole.
std::vector<Segment> first_part(std::vector<Segment> segments, std::size_t records) {
    for (Segment& segment : segments) {
        std::size_t end = 0;
        for (; records > 0 && end < segment.bytes.size(); --records) end = read_frame(segment.bytes, end).end;
        segment.bytes.resize(end);
    }
    std::erase_if(segments, [](Segment const& s) { return s.bytes.empty(); });
    return segments;
}

/// Of files in the order of their names.
Segment const* find(std::vector<Segment> const& files, std::string const& name) {
    auto const at = std::lower_bound(files.begin(), files.end(), name, [](Segment const& file, std::string const& wanted) { return file.name < wanted; });
    return at != files.end() && at->name == name ? &*at : nullptr;
}

bool is_same(Segment const& a, Segment const& b) { return a.name == b.name && a.bytes == b.bytes; }

/// Writers are held off until it returns.
std::optional<Original> read_original(Io& io, crypto::Module const& crypto, StoreOptions options, Fault& fault) {
    options.access = Access::Look;
    auto const store = Store::open(io, crypto, options, fault);
    RawLog raw;
    if (!store || !read_raw_log(io, store->places(), raw, fault)) return std::nullopt;
    std::size_t const size = read_checkpoint(store->newest_checkpoint())->checkpoint.size;
    Original out{store->places(), store->public_key(), {}, {}, first_part(std::move(raw.segments), size), std::move(raw.checkpoints), store->state()};
    out.entries.assign(store->entries().begin(), store->entries().begin() + static_cast<std::ptrdiff_t>(size));
    out.roots = roots_of(out.entries);
    return out;
}

/// Whether one folder is the other, or lies in it.
bool overlap(std::string const& a, std::string const& b) {
    namespace fs = std::filesystem;
    std::error_code error;
    fs::path const one = fs::weakly_canonical(fs::absolute(a, error), error), other = fs::weakly_canonical(fs::absolute(b, error), error);
    auto const [in_one, in_other] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    return in_one == one.end() || in_other == other.end();
}

std::string without_slashes(std::string path) {
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    return path;
}

class Replicator {
public:
    Replicator(Io& io, crypto::Module const& crypto, StoreOptions const& options, ReplicateRequest const& request, Replicated& out, Original original)
        : io_(io), crypto_(crypto), options_(options), request_(request), out_(out), original_(std::move(original)), copy_{without_slashes(request.folder)} {}

    bool run(catalog::Module const& catalog, Fault& fault) {
        return may_be_copy(fault) && lock(fault) && may_be_copy(fault) && compare(fault) && prepare(fault) && bring_all_objects(fault) && bring_log(fault) &&
               finish(catalog, fault);
    }

private:
    bool fail(std::string const& what, int error, Fault& fault) { return unwritable(fault, fmt::format("cannot write '{}': {}", what, words_of_error(error))); }
    bool damaged_copy(std::string const& words, Fault& fault) {
        damaged(fault, fmt::format("the copy '{}' is damaged: {}", copy_.root, words));
        fault.hint = "nothing was written; without its folders 'log' and 'checkpoints' it is made anew of the objects that it has";
        return false;
    }
    bool differ(std::string const& words, Fault& fault) {
        damaged(fault, words);
        fault.hint = "nothing was written; 'offprint archive verify --checkpoint FILE' holds each against a checkpoint that was kept elsewhere";
        return false;
    }

    /// The key of the archive that stands there, by its first record, else by its public.pem.
    std::string key_of_copy() {
        int error = 0;
        if (auto const names = io_.list(copy_.log(), error); names && !names->empty()) {
            auto const bytes = io_.read(copy_.log() + "/" + names->front(), error);
            Frame const first = bytes ? read_frame(*bytes, 0) : Frame();
            auto const record = first.kind == Frame::Kind::Whole ? read_record(first.bytes) : std::nullopt;
            if (record) return text_at(record->detail, "public_key");
        }
        return io_.read(copy_.public_key(), error).value_or("");
    }

    bool may_be_copy(Fault& fault) {
        int error = 0;
        auto const names = io_.list(copy_.root, error);
        if (!names) return error == ENOENT || refuse(fault, fmt::format("'{}' cannot be a copy: {}", copy_.root, words_of_error(error)));
        std::string const key = key_of_copy();
        if (key == original_.public_key) return true;
        auto const staged = io_.list(copy_.staging(), error).value_or(std::vector<std::string>());
        // What a first run left that was killed before it named the key.
        bool const begun = std::all_of(names->begin(), names->end(), [](std::string const& n) { return n == "lock" || n == "staging/"; }) &&
                           std::all_of(staged.begin(), staged.end(), [](std::string const& n) { return n == "public.pem.part"; });
        if (key.empty() && begun) return true;
        return refuse(fault, fmt::format("'{}' is no copy of this archive", copy_.root), "a copy's folder is new, or empty, or an earlier copy");
    }

    bool lock(Fault& fault) {
        int error = io_.make_folder(copy_.root);
        if (error < 0 && error != -EEXIST) return fail(copy_.root, error, fault);
        {
            OpenFile file(io_, io_.create(copy_.lock(), 0644));
            error = file.get() < 0 ? file.get() : file.close();
        }
        if (error < 0 && error != -EEXIST) return fail(copy_.lock(), error, fault);
        StoreOptions options = options_;
        options.folder = copy_.root;
        options.access = Access::Write;
        auto lock = take_lock(io_, options, fault);
        if (!lock) return false;
        lock_ = std::move(*lock);
        return true;
    }

    /// Holds the copy against the original: it may have less, and nothing else.
    bool compare(Fault& fault) {
        theirs_ = {};
        covered_ = 0;
        int error = 0;
        auto const none = [&](std::string const& folder) {
            auto const names = io_.list(folder, error);
            return names ? names->empty() : error == ENOENT;
        };
        if (none(copy_.log()) && none(copy_.checkpoints())) return true;
        Fault wrong;
        if (!read_raw_log(io_, copy_, theirs_, wrong)) return damaged_copy(wrong.words, fault);
        Log const log = read_log(theirs_.segments);
        for (Entry const& entry : log.entries) {
            std::size_t const at = entry.record.seq;
            if (at >= original_.entries.size())
                return differ(fmt::format("'{}' has a record {}, which '{}' has not: one of the two was set back", copy_.root, at, original_.places.root),
                              fault);
            if (entry.bytes != original_.entries[at].bytes)
                return differ(fmt::format("record {} of '{}' is not that of '{}': one of the two was rewritten", at, copy_.root, original_.places.root), fault);
        }
        for (Segment const& file : theirs_.checkpoints)
            if (!compare_checkpoint(file, fault)) return false;
        if (log.entries.size() < covered_)
            return damaged_copy(
                log.fault.empty() ? fmt::format("its log has {} whole records, its newest checkpoint {}", log.entries.size(), covered_) : log.fault, fault);
        // What stands behind the newest checkpoint was never claimed, and is written anew.
        std::vector<Segment> const claimed = first_part(theirs_.segments, covered_);
        for (std::size_t i = 0; i < claimed.size(); ++i) {
            bool const is_last = i + 1 == claimed.size();
            Segment const& own = original_.segments[std::min(i, original_.segments.size() - 1)];
            if (claimed[i].name != own.name || (is_last ? !own.bytes.starts_with(claimed[i].bytes) : own.bytes != claimed[i].bytes))
                return damaged_copy(fmt::format("log/{} is not parted as that of the archive", claimed[i].name), fault);
        }
        auto const key = io_.read(copy_.public_key(), error);
        if (!key || *key == original_.public_key) return true;
        damaged_copy("public.pem is not the key that its log names", fault);
        fault.hint = "nothing was written; without that file it is written anew";
        return false;
    }

    bool compare_checkpoint(Segment const& file, Fault& fault) {
        Segment const* const own = find(original_.checkpoints, file.name);
        bool const is_ours = own != nullptr && is_same(*own, file);
        auto const read = read_checkpoint(file.bytes);
        if (!read || checkpoint_name(read->checkpoint.size) != file.name || (!is_ours && !is_signed_by(*read, crypto_, original_.public_key)))
            return damaged_copy(fmt::format("checkpoints/{} is none that the key signed", file.name), fault);
        std::uint64_t const size = read->checkpoint.size;
        if (size >= original_.roots.size())
            return differ(fmt::format("'{}' has a signed checkpoint of {} records, '{}' has {}: it was set back", copy_.root, size, original_.places.root,
                                      original_.entries.size()),
                          fault);
        if (original_.roots[size] != read->checkpoint.root)
            return differ(fmt::format("the log of '{}' is not the one that checkpoints/{} of '{}' signed", original_.places.root, file.name, copy_.root),
                          fault);
        covered_ = std::max(covered_, size);
        return true;
    }

    /// Folders, and first of all the key, which tells whose copy this is.
    bool prepare(Fault& fault) {
        int error = io_.make_folder(copy_.staging());
        if (error < 0 && error != -EEXIST) return fail(copy_.staging(), error, fault);
        for (std::string const& name : io_.list(copy_.staging(), error).value_or(std::vector<std::string>()))
            if (error = io_.remove(copy_.staging() + "/" + name); error < 0) return fail(copy_.staging() + "/" + name, error, fault);
        error = io_.read(copy_.public_key(), error) ? 0 : write_whole_file(io_, copy_.staging(), copy_.root, "public.pem", original_.public_key, 0644, true);
        if (error < 0) return fail(copy_.public_key(), error, fault);
        for (std::string const& folder : {copy_.quarantine(), copy_.root + "/objects", copy_.objects(), copy_.log(), copy_.checkpoints()})
            if (error = io_.make_folder(folder); error < 0 && error != -EEXIST) return fail(folder, error, fault);
        return true;
    }

    bool bring_all_objects(Fault& fault) {
        for (int look = 1;; ++look) {
            if (!bring_objects(fault)) return false;
            if (out_.lost.empty() || look == kLooks) break;
            // Writers were not held off: what is missing may have been disposed of meanwhile, and then the log says so.
            auto again = read_original(io_, crypto_, options_, fault);
            if (!again) return false;
            if (again->entries.size() == original_.entries.size()) break;
            original_ = std::move(*again);
            if (!compare(fault)) return false;
        }
        if (held_back_ == 0 || request_.incomplete) return true;
        damaged(fault, fmt::format("{} objects of new records are damaged or missing in '{}': the log of '{}' stays at {} records", held_back_,
                                   original_.places.root, copy_.root, covered_));
        fault.hint = "'offprint archive repair --from' another copy may mend them; '--incomplete' lets the log go on without them";
        return false;
    }

    bool bring_objects(Fault& fault) {
        out_.lost.clear();
        held_back_ = 0;
        listed_.clear();
        for (auto const& [hash, report] : original_.state.live_objects()) {
            if (has(hash)) continue;
            int error = 0;
            auto const bytes = io_.read(original_.places.object(hash), error);
            if (!bytes || to_hex(sha256(*bytes)) != hash) {
                out_.lost.push_back(fmt::format("object {} of {}: {}", hash, report, bytes ? "it is not what was archived" : words_of_error(error)));
                // One that the copy's log names already is missing there whatever comes after.
                held_back_ += original_.state.find(report)->seq >= covered_;
                continue;
            }
            if (original_.state.find(report)->seq < covered_ && !forget_catalogue(fault)) return false;
            std::string const folder = copy_.object_folder(hash);
            for (std::string const& part : {folder.substr(0, folder.size() - 3), folder})
                if (error = io_.make_folder(part); error < 0 && error != -EEXIST) return fail(part, error, fault);
            if (!stage(folder, hash, *bytes, hash, fault)) return false;
            ++out_.objects;
        }
        return place_staged(fault);
    }

    /// Without its sum it is made again.
    bool forget_catalogue(Fault& fault) {
        int const error = io_.remove(copy_.catalog_sum());
        return (error < 0 && error != -ENOENT) ? fail(copy_.catalog_sum(), error, fault) : true;
    }

    /// Whether the copy has an object. Asked in the order of hashes, so that each folder is listed once.
    bool has(std::string const& hash) {
        if (std::string const folder = copy_.object_folder(hash); folder != listed_) {
            int error = 0;
            names_ = io_.list(folder, error).value_or(std::vector<std::string>());
            listed_ = folder;
        }
        return std::binary_search(names_.begin(), names_.end(), hash);
    }

    bool stage(std::string const& folder, std::string const& name, std::string_view bytes, std::string hash, Fault& fault) {
        std::string const part = copy_.staging() + "/" + name + ".part";
        OpenFile file(io_, io_.create(part, 0444));
        int error = file.get() < 0 ? file.get() : write_all(io_, file.get(), bytes);
        if (error >= 0) error = file.close();
        if (error < 0) return fail(part, error, fault);
        staged_.push_back({part, folder + "/" + name, std::move(hash)});
        staged_bytes_ += bytes.size();
        return (staged_.size() < kBatchFiles && staged_bytes_ < kBatchBytes) || place_staged(fault);
    }

    /// Bytes are durable, and are those that were given, before their names stand for them.
    bool place_staged(Fault& fault) {
        if (staged_.empty()) return true;
        if (int const error = io_.sync_all(copy_.staging()); error < 0) return fail(copy_.staging(), error, fault);
        for (Staged const& file : staged_) {
            int error = 0;
            auto const back = io_.read(file.part, error);
            if (!back || to_hex(sha256(*back)) != file.hash) return fail(file.path, back ? EIO : error, fault);
            if (error = io_.rename_new(file.part, file.path); error < 0) return fail(file.path, error, fault);
        }
        staged_.clear();
        staged_bytes_ = 0;
        return true;
    }

    bool is_whole(std::vector<Segment> const& log) const {
        return std::equal(original_.segments.begin(), original_.segments.end(), log.begin(), log.end(), is_same);
    }

    bool bring_log(Fault& fault) {
        std::vector<Segment> const checkpoints = new_checkpoints();
        if (checkpoints.empty() && is_whole(theirs_.segments)) return true;
        // Names of objects too, also those that an earlier run gave and did not live to sync.
        if (int const error = io_.sync_all(copy_.staging()); error < 0) return fail(copy_.objects(), error, fault);
        for (Segment const& file : theirs_.segments) {
            bool const stays = find(original_.segments, file.name) != nullptr;
            if (int const error = stays ? 0 : io_.remove(copy_.log() + "/" + file.name); error < 0) return fail(copy_.log() + "/" + file.name, error, fault);
        }
        for (Segment const& own : original_.segments) {
            if (Segment const* const file = find(theirs_.segments, own.name); file != nullptr && is_same(*file, own)) continue;
            // In the place of its first part, whole: a file of the log is hardly longer than a megabyte.
            int const error = write_whole_file(io_, copy_.staging(), copy_.log(), own.name, own.bytes, 0644, true);
            if (error < 0) return fail(copy_.log() + "/" + own.name, error, fault);
        }
        RawLog back;
        if (Fault wrong; !read_raw_log(io_, copy_, back, wrong) || !is_whole(back.segments)) return fail(copy_.log(), EIO, fault);
        return bring_checkpoints(checkpoints, fault);
    }

    /// The newest first, and alone: an older one may cover reports that were disposed of before they ever came here.
    bool bring_checkpoints(std::vector<Segment> const& files, Fault& fault) {
        for (auto file = files.rbegin(); file != files.rend(); ++file) {
            if (!stage(copy_.checkpoints(), file->name, file->bytes, to_hex(sha256(file->bytes)), fault)) return false;
            if (file != files.rbegin() && file + 1 != files.rend()) continue;
            if (!place_staged(fault)) return false;
            if (int const error = io_.sync_folder(copy_.checkpoints()); error < 0) return fail(copy_.checkpoints(), error, fault);
        }
        return true;
    }

    /// Those of ours that the copy lacks, in order. One that is damaged is told, and left out.
    std::vector<Segment> new_checkpoints() {
        std::vector<Segment> out;
        for (Segment const& own : original_.checkpoints) {
            if (find(theirs_.checkpoints, own.name) != nullptr) continue;
            auto const read = read_checkpoint(own.bytes);
            bool const good = read && checkpoint_name(read->checkpoint.size) == own.name && read->checkpoint.size < original_.roots.size() &&
                              original_.roots[read->checkpoint.size] == read->checkpoint.root && is_signed_by(*read, crypto_, original_.public_key);
            if (good)
                out.push_back(own);
            else
                out_.lost.push_back(fmt::format("checkpoints/{}: it is none that the key signed", own.name));
        }
        return out;
    }

    /// What the disk gives back counts: the copy is opened like any archive.
    bool finish(catalog::Module const& catalog, Fault& fault) {
        StoreOptions options = options_;
        options.folder = copy_.root;
        options.access = Access::Read;
        Fault wrong;
        auto store = Store::open(io_, crypto_, options, wrong);
        auto const newest = store ? read_checkpoint(store->newest_checkpoint()) : std::nullopt;
        if (!newest || newest->checkpoint.root != original_.roots.back())
            return damaged(fault,
                           fmt::format("the copy '{}' as it was read back: {}", copy_.root, newest ? "its root is not that of the archive" : wrong.words));
        if (!store->finish_disposals(fault)) return false;
        out_.reports = store->state().reports.size();
        out_.records = store->entries().size();
        out_.root = to_hex(newest->checkpoint.root);
        if (!index(*store, catalog, out_.catalogue) && out_.catalogue.empty()) out_.catalogue = "no reason was given";
        return true;
    }

    Io& io_;
    crypto::Module const& crypto_;
    StoreOptions const& options_;
    ReplicateRequest const& request_;
    Replicated& out_;
    Original original_;
    Places copy_;
    OpenFile lock_;
    RawLog theirs_;              // the copy's, before it is written to
    std::uint64_t covered_ = 0;  // records below the copy's newest checkpoint
    std::size_t held_back_ = 0;  // objects without which the copy's log would claim what it has not
    std::string listed_;         // folder of objects
    std::vector<std::string> names_;
    struct Staged {
        std::string part, path, hash;
    };
    std::vector<Staged> staged_;
    std::size_t staged_bytes_ = 0;
};

}  // namespace

bool replicate(Io& io, crypto::Module const& crypto, catalog::Module const& catalog, StoreOptions const& options, ReplicateRequest const& request,
               Replicated& out, Fault& fault) {
    if (request.folder.empty() || overlap(without_slashes(options.folder), without_slashes(request.folder)))
        return refuse(fault, fmt::format("'{}' is the archive itself, or one lies in the other", request.folder), "a copy has a folder of its own");
    auto original = read_original(io, crypto, options, fault);
    return original && Replicator(io, crypto, options, request, out, std::move(*original)).run(catalog, fault);
}

}  // namespace offprint::archive
