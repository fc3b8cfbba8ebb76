#include "archive/import.h"

#include <algorithm>

#include "archive/retention.h"
#include "fmt/format.h"

namespace offprint::archive {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        std::size_t const end = std::min(text.find('\n'), text.size());
        out.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

/// An export, read and proved piece by piece.
class Bag {
public:
    Bag(Io& io, crypto::Module const& crypto, std::string folder) : io_(io), crypto_(crypto), folder_(std::move(folder)) {}

    /// The files that tell where the reports come from, by name.
    std::map<std::string, std::string> witnesses;
    std::vector<Record> records;
    std::string origin;

    bool read(std::string const& expected_key, Fault& fault) {
        for (char const* const name : {"records.jsonl", "proofs.jsonl", "checkpoint.txt", "public.pem"}) {
            auto bytes = file(name, fault);
            if (!bytes) return false;
            witnesses.emplace(name, std::move(*bytes));
        }
        int error = 0;
        if (!expected_key.empty() && io_.read(expected_key, error) != witnesses["public.pem"])
            return refuse(fault, fmt::format("the export's key is not the one in '{}'", expected_key));
        auto const checkpoint = read_checkpoint(witnesses["checkpoint.txt"]);
        if (!checkpoint || !is_signed_by(*checkpoint, crypto_, witnesses["public.pem"]))
            return wrong("its checkpoint is none, or not signed by its key", fault);
        origin = checkpoint->checkpoint.origin;
        auto const lines = lines_of(witnesses["records.jsonl"]), proofs = lines_of(witnesses["proofs.jsonl"]);
        if (lines.empty() || lines.size() != proofs.size()) return wrong("it has not as many proofs as records", fault);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            auto record = read_record(lines[i]);
            if (!record || !is_proved(*record, lines[i], proofs[i], checkpoint->checkpoint))
                return wrong(fmt::format("line {} of its records is not in the log that was signed", i + 1), fault);
            records.push_back(std::move(*record));
        }
        // The first record names the key: an export of one archive is not signed by another.
        if (records.front().seq != 0 || text_at(records.front().detail, "public_key") != witnesses["public.pem"])
            return wrong("its log names another key", fault);
        return true;
    }

    std::optional<std::string> object(std::string const& name, std::string const& hash, Fault& fault) {
        auto bytes = file(name, fault);
        if (bytes && to_hex(sha256(*bytes)) != hash) return wrong(fmt::format("data/{} is not what was archived", name), fault), std::nullopt;
        return bytes;
    }

private:
    std::optional<std::string> file(std::string const& name, Fault& fault) {
        int error = 0;
        auto bytes = io_.read(folder_ + "/data/" + name, error);
        if (!bytes) wrong(fmt::format("data/{} cannot be read: {}", name, words_of_error(error)), fault);
        return bytes;
    }

    bool wrong(std::string const& what, Fault& fault) const { return refuse(fault, fmt::format("'{}' is no export that can be believed: {}", folder_, what)); }

    static bool is_proved(Record const& record, std::string_view line, std::string_view proof, Checkpoint const& checkpoint) {
        auto const value = read_canonical(proof);
        if (!value || value->map() == nullptr || number_at(*value->map(), "seq") != static_cast<std::int64_t>(record.seq)) return false;
        std::vector<Sha256Digest> path;
        for (std::string const& node : texts_at(*value->map(), "path")) {
            auto const digest = digest_of_hex(node);
            if (!digest) return false;
            path.push_back(*digest);
        }
        return is_included(leaf_hash(line), record.seq, checkpoint.size, path, checkpoint.root);
    }

    Io& io_;
    crypto::Module const& crypto_;
    std::string folder_;
};

/// Reports of the export as they stood at its checkpoint, and what held them.
State state_of_bag(Bag const& bag) {
    State out;
    for (Record record : bag.records) {
        std::string other;
        if (record.action == "dispose") {
            // Of several reports that went together only some may have been exported.
            std::vector<std::string> here = texts_at(record.detail, "reports");
            std::erase_if(here, [&](std::string const& id) { return out.find(id) == nullptr; });
            record.detail["reports"] = list_of(here);
        }
        take_in(out, record, other);  // what else speaks of reports that were not exported is left out
    }
    return out;
}

/// The objects of a report, each held against its hash; with `store`, put into it.
bool each_object(Bag& bag, Report const& report, Store* store, Fault& fault) {
    auto const one = [&](std::string const& name, std::string const& hash) {
        auto const bytes = bag.object(name, hash, fault);
        std::string made;
        return bytes && (store == nullptr || store->put(*bytes, made, fault));
    };
    return one(fmt::format("reports/{}.pdf", report.id), report.object) &&
           std::all_of(report.inputs.begin(), report.inputs.end(), [&](Input const& input) { return one("inputs/" + input.sha256, input.sha256); });
}

}  // namespace

std::optional<std::vector<Added>> import_from(Store& store, std::string const& folder, std::string const& public_key, Fault& fault) {
    Bag bag(store.io(), store.crypto(), folder);
    if (!bag.read(public_key, fault)) return std::nullopt;
    State const from = state_of_bag(bag);
    // All is proved before anything is written.
    std::vector<Report> reports;
    for (Report const& report : from.reports) {
        if (!report.disposed.empty()) continue;
        if (!digest_of_hex(report.object) || !each_object(bag, report, nullptr, fault)) return std::nullopt;
        reports.push_back(report);
    }
    if (reports.empty()) return refuse(fault, fmt::format("'{}' has no report that is still there", folder)), std::nullopt;
    std::vector<Input> witnesses;
    for (auto const& [name, bytes] : bag.witnesses) {
        std::string hash;
        if (!store.put(bytes, hash, fault)) return std::nullopt;
        witnesses.push_back({"import/" + name, hash, bytes.size()});
    }
    std::vector<Draft> drafts;
    std::map<std::string, Draft> holds;
    std::size_t const begin = store.entries().size();
    for (Report& report : reports) {
        if (!each_object(bag, report, &store, fault)) return std::nullopt;
        std::string const id = fmt::format("r{}", begin + drafts.size());
        for (std::string const& matter : from.matters_of(report)) {
            Map& detail =
                holds
                    .emplace(
                        matter,
                        Draft{"hold", {}, {}, Map{{"matter", matter}, {"reports", List()}, {"objects", List()}, {"reason", "held where it was imported from"}}})
                    .first->second.detail;
            std::get<List>(detail["reports"].is).emplace_back(id);
            std::get<List>(detail["objects"].is).emplace_back(report.object);
        }
        report.inputs.insert(report.inputs.end(), witnesses.begin(), witnesses.end());
        report.until = std::max(report.until, keep_until(store.now(), report.classes));
        Draft draft{"ingest", report.object, id, ingest_detail(report)};
        draft.detail.emplace("imported", Map{{"origin", bag.origin}, {"report", report.id}});
        drafts.push_back(std::move(draft));
    }
    for (auto& [matter, draft] : holds) drafts.push_back(std::move(draft));
    if (!store.commit(std::move(drafts), fault)) return std::nullopt;
    std::vector<Added> out;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        Entry const& entry = store.entries()[begin + i];
        out.push_back({entry.record.report, reports[i].id, entry.record.object, to_hex(entry.leaf), entry.record.seq});
    }
    return out;
}

}  // namespace offprint::archive
