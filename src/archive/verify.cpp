#include "archive/verify.h"

#include <algorithm>

#include "fmt/format.h"

namespace offprint::archive {
namespace {

using Findings = std::vector<Finding>;
using enum Finding::Kind;

/// What speaks against a checkpoint; empty: nothing.
std::string fault_of(SignedCheckpoint const& one, crypto::Module const& crypto, std::string const& public_key, std::vector<Entry> const& entries,
                     std::vector<Sha256Digest> const& roots) {
    Checkpoint const& c = one.checkpoint;
    if (!is_signed_by(one, crypto, public_key)) return "its signature does not hold";
    if (c.size == 0 || c.size > entries.size()) return fmt::format("it is of {} records, the log has {}", c.size, entries.size());
    if (c.root != roots[c.size]) return "the log is not the one that it signed";
    if (c.time != entries[c.size - 1].record.time) return "its time is not that of its last record";
    if (c.origin != text_at(entries.front().record.detail, "origin")) return "it is that of another archive";
    return {};
}

void check_checkpoints(RawLog const& raw, Log const& log, crypto::Module const& crypto, std::string const& public_key, Findings& findings) {
    std::vector<Sha256Digest> const roots = roots_of(log.entries);
    std::uint64_t covered = 0;
    std::size_t good = 0;
    for (Segment const& file : raw.checkpoints) {
        auto const read = read_checkpoint(file.bytes);
        std::string const wrong = !read                                                 ? "it is no checkpoint"
                                  : checkpoint_name(read->checkpoint.size) != file.name ? "it is not that of its name"
                                                                                        : fault_of(*read, crypto, public_key, log.entries, roots);
        if (!wrong.empty()) {
            findings.push_back({Differs, "checkpoint", fmt::format("checkpoints/{}: {}", file.name, wrong)});
            continue;
        }
        ++good;
        covered = std::max(covered, read->checkpoint.size);
    }
    if (raw.checkpoints.empty()) findings.push_back({Differs, "checkpoint", "there is none"});
    if (good > 0 && good == raw.checkpoints.size())
        findings.push_back({Proved, "checkpoints", fmt::format("{} signed, the newest of {} records", good, covered)});
    if (log.entries.size() > covered || !log.torn.empty())
        findings.push_back({Note, "log",
                            fmt::format("an interrupted run left {} records and {} bytes that are not signed; the next run that writes settles it",
                                        log.entries.size() - covered, log.torn.size())});
}

void check_kept_elsewhere(Io& io, VerifyRequest const& request, Log const& log, crypto::Module const& crypto, std::string const& public_key,
                          Findings& findings) {
    std::vector<Sha256Digest> const roots = roots_of(log.entries);
    int error = 0;
    if (!request.public_key.empty()) {
        bool const same = io.read(request.public_key, error) == public_key;
        findings.push_back({same ? Proved : Differs, "public key", fmt::format("{} the one in '{}'", same ? "it is" : "it is not", request.public_key)});
    }
    for (std::string const& path : request.checkpoints) {
        auto const bytes = io.read(path, error);
        auto const read = bytes ? read_checkpoint(*bytes) : std::nullopt;
        std::string const wrong = read ? fault_of(*read, crypto, public_key, log.entries, roots) : "it is no checkpoint";
        findings.push_back(
            {wrong.empty() ? Proved : Differs, "kept checkpoint",
             fmt::format("'{}': {}", path, wrong.empty() ? fmt::format("the first {} records are as they were", read->checkpoint.size) : wrong)});
    }
}

void check_objects(Io& io, Places const& places, State const& state, VerifyRequest const& request, Findings& findings) {
    bool const hash = request.objects;
    Pace pace(request.bytes_per_second, request.clock);
    auto const live = state.live_objects();
    std::set<std::string> const disposed = state.disposed_objects();
    std::set<std::string> known = disposed;
    std::size_t good = 0;
    std::map<std::string, std::set<std::string>> folders;
    for (auto const& [object, report] : live) {
        known.insert(object);
        int error = 0;
        if (hash) {
            std::size_t size = 0;
            std::string const wrong = fault_of_object(io, places, object, size);
            good += wrong.empty();
            pace.took(size);
            if (!wrong.empty()) findings.push_back({Differs, "object", fmt::format("{} of {}: {}", object, report, wrong)});
            continue;
        }
        std::string const folder = places.object_folder(object);
        if (!folders.contains(folder)) {
            auto const names = io.list(folder, error);
            folders[folder] = names ? std::set<std::string>(names->begin(), names->end()) : std::set<std::string>();
        }
        bool const there = folders[folder].contains(object);
        good += there;
        if (!there) findings.push_back({Differs, "object", fmt::format("{} of {}: it is missing", object, report)});
    }
    for (Stray const& stray : stray_objects(io, places, known))
        findings.push_back(
            {stray.is_object ? Note : Differs, "object",
             fmt::format("objects/sha256/{}: {}", stray.path, stray.is_object ? "no record names it; 'repair' puts it aside" : "it does not belong there")});
    for (std::string const& object : disposed)
        if (int error = 0; io.read(places.object(object), error))
            findings.push_back({Note, "object", fmt::format("{} was disposed of and is still there; the next run that writes removes it", object)});
    if (good == live.size()) findings.push_back({Proved, "objects", fmt::format("{} {}", good, hash ? "with the hash that is their name" : "are there")});
}

}  // namespace

std::string fault_of_object(Io& io, Places const& places, std::string const& object, std::size_t& size) {
    int error = 0;
    auto const bytes = io.read(places.object(object), error);
    size = bytes ? bytes->size() : 0;
    if (!bytes) return words_of_error(error);
    return to_hex(sha256(*bytes)) == object ? std::string() : "it is not what was archived";
}

std::vector<Stray> stray_objects(Io& io, Places const& places, std::set<std::string> const& known) {
    std::vector<Stray> out;
    int error = 0;
    auto const names = [&](std::string const& below) { return io.list(places.objects() + below, error).value_or(std::vector<std::string>()); };
    for (std::string const& outer : names("")) {
        if (outer.size() != 3 || outer.back() != '/') {
            out.push_back({outer, false});
            continue;
        }
        for (std::string const& inner : names("/" + outer)) {
            if (inner.size() != 3 || inner.back() != '/') {
                out.push_back({outer + inner, false});
                continue;
            }
            for (std::string const& name : names("/" + outer + inner)) {
                bool const is_object = digest_of_hex(name) && places.object(name) == places.objects() + "/" + outer + inner + name;
                if (!is_object || !known.contains(name)) out.push_back({outer + inner + name, is_object});
            }
        }
    }
    return out;
}

std::optional<Findings> verify(Io& io, crypto::Module const& crypto, catalog::Module const& catalog, StoreOptions const& options, VerifyRequest const& request,
                               Fault& fault) {
    auto const lock = take_lock(io, options, fault);
    if (!lock) return std::nullopt;
    Places const places{options.folder};
    Findings findings;
    RawLog raw;
    if (Fault wrong; !read_raw_log(io, places, raw, wrong)) {
        findings.push_back({Differs, "log", wrong.words});
        return findings;
    }
    Log const log = read_log(raw.segments);
    if (!log.fault.empty()) findings.push_back({Differs, "log", log.fault});
    if (log.entries.empty()) {
        findings.push_back({Differs, "log", "it has no record"});
        return findings;
    }
    if (log.fault.empty()) findings.push_back({Proved, "log", fmt::format("{} records, each with the one before it", log.entries.size())});
    std::string const public_key = text_at(log.entries.front().record.detail, "public_key");
    int error = 0;
    if (io.read(places.public_key(), error) != public_key) findings.push_back({Differs, "public key", "public.pem is not the key that the log names"});
    check_checkpoints(raw, log, crypto, public_key, findings);
    check_kept_elsewhere(io, request, log, crypto, public_key, findings);
    std::string wrong;
    State const state = state_of(log.entries, wrong);
    if (!wrong.empty()) findings.push_back({Differs, "records", wrong});
    check_objects(io, places, state, request, findings);
    check_index(io, places, log.entries, catalog, request.objects, findings);
    return findings;
}

}  // namespace offprint::archive
