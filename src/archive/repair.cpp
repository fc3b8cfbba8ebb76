#include "archive/repair.h"

#include <algorithm>
#include <cerrno>

#include "fmt/format.h"

namespace offprint::archive {
namespace {

/// Files of a folder, as many as can be read.
std::map<std::string, std::string> files_of(Io& io, std::string const& folder, std::string_view ending) {
    std::map<std::string, std::string> out;
    int error = 0;
    for (std::string const& name : io.list(folder, error).value_or(std::vector<std::string>())) {
        if (!name.ends_with(ending)) continue;
        if (auto bytes = io.read(folder + "/" + name, error)) out.emplace(name, std::move(*bytes));
    }
    return out;
}

std::string key_named_by(std::map<std::string, std::string> const& segments) {
    if (segments.empty()) return {};
    Log const log = read_log({{segments.begin()->first, segments.begin()->second}});
    return log.entries.empty() ? std::string() : text_at(log.entries.front().record.detail, "public_key");
}

class Mender {
public:
    Mender(Io& io, crypto::Module const& crypto, StoreOptions const& options, std::string replica)
        : io_(io), crypto_(crypto), places_{options.folder}, from_{std::move(replica)}, key_path_(options.key.empty() ? places_.key() : options.key) {}

    bool mend_log(Fault& fault) {
        auto const ours = files_of(io_, places_.log(), ".seg");
        auto const theirs = from_.root.empty() ? std::map<std::string, std::string>() : files_of(io_, from_.log(), ".seg");
        if (!find_key(ours, theirs, fault)) return false;
        signed_ = signed_checkpoints();
        std::vector<Segment> const chosen = choose(ours, theirs);
        Log const log = read_log(chosen);
        if (log.entries.empty() || !log.fault.empty())
            return damaged(fault, log.fault.empty() ? "the log has no record, and no copy has one" : log.fault + "; no copy has it better");
        if (!agrees(log, fault)) return false;
        for (auto const& [name, bytes] : ours) {
            auto const same = std::find_if(chosen.begin(), chosen.end(), [&](Segment const& s) { return s.name == name && s.bytes == bytes; });
            if (same == chosen.end() && !put_aside(places_.log(), name, fault)) return false;
        }
        for (Segment const& segment : chosen) {
            auto const own = ours.find(segment.name);
            if (own == ours.end() || own->second != segment.bytes)
                if (!bring(places_.log(), segment.name, segment.bytes, 0644, "log/" + segment.name, fault)) return false;
        }
        return mend_checkpoints(fault) && mend_key(fault);
    }

    bool mend_objects(Store& store, Fault& fault) {
        std::set<std::string> known = store.state().disposed_objects();
        std::size_t missing = 0;
        for (auto const& [hash, report] : store.state().live_objects()) {
            known.insert(hash);
            Fault wrong;
            if (store.object(hash, wrong)) continue;
            int error = 0;
            auto const copy = from_.root.empty() ? std::nullopt : io_.read(from_.object(hash), error);
            if (!copy || to_hex(sha256(*copy)) != hash) {
                ++missing;
                continue;
            }
            if (io_.read(places_.object(hash), error) && !put_aside(places_.object_folder(hash), hash, fault)) return false;
            std::string made;
            if (!store.put(*copy, made, fault)) return false;
            done.push_back(fmt::format("object {} of {}: from the copy", hash, report));
        }
        for (Stray const& stray : stray_objects(io_, places_, known)) {
            std::size_t const cut = stray.path.rfind('/');
            if (stray.path.ends_with('/')) continue;
            std::string const folder = cut == stray.path.npos ? places_.objects() : places_.objects() + "/" + stray.path.substr(0, cut);
            if (!put_aside(folder, cut == stray.path.npos ? stray.path : stray.path.substr(cut + 1), fault)) return false;
        }
        if (missing > 0) return damaged(fault, fmt::format("{} objects are missing or damaged, and no copy of them was found", missing));
        return true;
    }

    std::vector<std::string> done;

private:
    bool find_key(std::map<std::string, std::string> const& ours, std::map<std::string, std::string> const& theirs, Fault& fault) {
        int error = 0;
        auto const key = io_.read(key_path_, error);
        // Two must say the same: no single damaged file, and no foreign archive, decides.
        std::vector<std::string> const said{key ? crypto_.ed25519_public_key(*key).value_or("") : "", io_.read(places_.public_key(), error).value_or(""),
                                            key_named_by(ours), key_named_by(theirs)};
        std::string const& other = said.back();
        for (std::string const& one : said)
            if (public_key_.empty() && std::count(said.begin(), said.end(), one) > 1) public_key_ = one;
        if (public_key_.empty()) return damaged(fault, "the public key cannot be told: public.pem, key.pem and the log's first record all differ");
        if (!from_.root.empty() && other != public_key_) return refuse(fault, fmt::format("'{}' is no copy of this archive", from_.root));
        return true;
    }

    /// Checkpoints of either side that the key signed.
    std::map<std::string, std::string> signed_checkpoints() {
        std::map<std::string, std::string> out;
        for (Places const* const places : {&places_, &from_}) {
            if (places->root.empty()) continue;
            for (auto const& [name, bytes] : files_of(io_, places->checkpoints(), ".txt")) {
                auto const read = read_checkpoint(bytes);
                if (read && checkpoint_name(read->checkpoint.size) == name && is_signed_by(*read, crypto_, public_key_)) out.emplace(name, bytes);
            }
        }
        return out;
    }

    /// Each file of the log from the side that has it whole, or from both; of two whole ones the longer.
    static std::vector<Segment> choose(std::map<std::string, std::string> const& ours, std::map<std::string, std::string> const& theirs) {
        std::set<std::string> names;
        for (auto const* const side : {&ours, &theirs})
            for (auto const& file : *side) names.insert(file.first);
        std::vector<Segment> out;
        for (std::string const& name : names) {
            std::vector<std::string> files;
            for (auto const* const side : {&ours, &theirs})
                if (auto const file = side->find(name); file != side->end()) files.push_back(file->second);
            // An older copy has the first part of a file that grew since.
            if (files.size() == 2 && files[0].size() > files[1].size()) files.push_back(files[1] + files[0].substr(files[1].size()));
            std::optional<Segment> best;
            std::size_t most = 0;
            for (std::string& bytes : files) {
                std::vector<Segment> tried = out;
                tried.push_back({name, std::move(bytes)});
                Log const log = read_log(tried);
                if (log.fault.empty() && log.entries.size() > most) {
                    most = log.entries.size();
                    best = tried.back();
                }
            }
            if (best) out.push_back(std::move(*best));
        }
        return out;
    }

    /// Whether the log has all that was ever signed, as it was signed.
    bool agrees(Log const& log, Fault& fault) const {
        std::vector<Sha256Digest> const roots = roots_of(log.entries);
        for (auto const& [name, bytes] : signed_) {
            Checkpoint const c = read_checkpoint(bytes)->checkpoint;
            if (c.size >= roots.size())
                return damaged(fault, fmt::format("{} records were signed, and only {} are whole on either side", c.size, log.entries.size()));
            if (roots[c.size] != c.root) return damaged(fault, fmt::format("the log is not the one that checkpoints/{} signed", name));
        }
        return true;
    }

    bool mend_checkpoints(Fault& fault) {
        auto const ours = files_of(io_, places_.checkpoints(), "");
        for (auto const& [name, bytes] : ours) {
            auto const good = signed_.find(name);
            if ((good == signed_.end() || good->second != bytes) && !put_aside(places_.checkpoints(), name, fault)) return false;
        }
        for (auto const& [name, bytes] : signed_) {
            auto const own = ours.find(name);
            if ((own == ours.end() || own->second != bytes) && !bring(places_.checkpoints(), name, bytes, 0444, "checkpoints/" + name, fault)) return false;
        }
        return true;
    }

    bool mend_key(Fault& fault) {
        int error = 0;
        if (io_.read(places_.public_key(), error) == public_key_) return true;
        error = write_whole_file(io_, places_.staging(), places_.root, "public.pem", public_key_, 0644, true);
        if (error < 0) return unwritable(fault, fmt::format("cannot write '{}': {}", places_.public_key(), words_of_error(error)));
        done.emplace_back("public.pem: from the log");
        return true;
    }

    bool put_aside(std::string const& folder, std::string const& name, Fault& fault) {
        // A name that is taken gets a number.
        int error = -EEXIST;
        for (int number = 0; error == -EEXIST; ++number)
            error = io_.rename_new(folder + "/" + name, fmt::format("{}/{}{}", places_.quarantine(), name, number == 0 ? "" : fmt::format(".{}", number)));
        if (error >= 0) error = io_.sync_folder(places_.quarantine());
        if (error >= 0) error = io_.sync_folder(folder);
        if (error < 0) return unwritable(fault, fmt::format("cannot put '{}/{}' aside: {}", folder, name, words_of_error(error)));
        done.push_back(fmt::format("{}: put aside in quarantine", name));
        return true;
    }

    bool bring(std::string const& folder, std::string const& name, std::string const& bytes, unsigned mode, std::string const& what, Fault& fault) {
        int const error = write_whole_file(io_, places_.staging(), folder, name, bytes, mode, false);
        if (error < 0) return unwritable(fault, fmt::format("cannot write '{}/{}': {}", folder, name, words_of_error(error)));
        done.push_back(what + ": from the copy");
        return true;
    }

    Io& io_;
    crypto::Module const& crypto_;
    Places places_, from_;
    std::string key_path_, public_key_;
    std::map<std::string, std::string> signed_;
};

}  // namespace

std::optional<std::vector<std::string>> repair(Io& io, crypto::Module const& crypto, catalog::Module const& catalog, StoreOptions const& options,
                                               std::string const& replica, Fault& fault) {
    Mender mender(io, crypto, options, replica);
    {
        auto const lock = take_lock(io, options, fault);
        if (!lock || !mender.mend_log(fault)) return std::nullopt;
    }
    auto store = Store::open(io, crypto, options, fault);
    if (!store) return std::nullopt;
    if (!store->mended().empty()) mender.done.push_back(store->mended());
    Fault missing;
    bool const whole = mender.mend_objects(*store, missing);
    if (!whole && missing.kind != Fault::Kind::Damaged) return fault = missing, std::nullopt;
    if (!mender.done.empty() && !store->commit({{"repair", {}, {}, Map{{"what", list_of(mender.done)}}}}, fault)) return std::nullopt;
    std::string error;
    if (!rebuild_index(*store, catalog, error)) return unwritable(fault, fmt::format("the catalogue cannot be made again: {}", error)), std::nullopt;
    mender.done.push_back(fmt::format("catalogue: made again of {} reports", store->state().reports.size()));
    if (!whole) return fault = missing, std::nullopt;
    return std::move(mender.done);
}

}  // namespace offprint::archive
