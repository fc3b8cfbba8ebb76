#include "archive/export.h"

#include <algorithm>
#include <cerrno>

#include "fmt/format.h"

namespace offprint::archive {
namespace {

constexpr std::string_view kInstructions = R"(How to check this folder
========================

It holds reports from an archive, all records of the archive that speak of them, and what proves that the records are in the
archive's log. Nothing but sha256sum, openssl and a few lines of any language is needed. Hashes are SHA-256, in lower-case hex.

1. The files are those that were exported:

       sha256sum -c manifest-sha256.txt
       sha256sum -c tagmanifest-sha256.txt

2. The reports are those that were archived. data/records.jsonl has one record a line. Where a record's "action" is "ingest", "object" is
   the hash of data/reports/NAME.pdf, where NAME is the record's "report"; and each "sha256" in the "inputs" of its "detail" is the hash of
   the file of that name in data/inputs. Reports that a record of action "dispose" names (in "reports" of its "detail") are no longer there.

3. The records are in the log. data/proofs.jsonl has one line for each line of data/records.jsonl, in the same order: "seq" (the number of
   the record, from 0), "leaf" and "path" (a list of hashes).
   - leaf = SHA-256 of the byte 00 and the bytes of the record's line, without its line end.
   - data/checkpoint.txt says "size" and "root". From leaf to root (RFC 9162, 2.1.3.2):
         node = seq; last = size - 1; hash = leaf
         for each p of path:
             if last = 0: wrong
             if node is odd or node = last:
                 hash = SHA-256(byte 01, p, hash)
                 while node is even and not 0: halve node and last (rounding down)
             else:
                 hash = SHA-256(byte 01, hash, p)
             halve node and last (rounding down)
         right if last = 0 and hash = root
     Hashes go in as 32 bytes, not as hex.

4. The checkpoint is signed. data/checkpoint.signed is data/checkpoint.txt without its last line, data/checkpoint.sig the 64 bytes that this
   line tells in hex (Ed25519, RFC 8032):

       openssl pkeyutl -verify -pubin -inkey data/public.pem -rawin -in data/checkpoint.signed -sigfile data/checkpoint.sig

   The key proves who signed only if you have it, or its hash, from elsewhere.

data/records.csv says the same as the records, in short, for a person.
)";

/// A value of a CSV file (RFC 4180). One that a spreadsheet would take for a formula gets a mark before it.
std::string cell(std::string_view text) {
    std::string out = "\"";
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) out += '\'';
    for (char const c : text) out += c == '"' ? "\"\"" : std::string(1, c);
    return out + "\"";
}

bool speaks_of(Record const& record, std::set<std::string> const& ids, std::set<std::string>& matters) {
    if (record.seq == 0 || ids.contains(record.report)) return true;
    std::vector<std::string> const listed = texts_at(record.detail, "reports");
    bool const is_listed = std::any_of(listed.begin(), listed.end(), [&](std::string const& id) { return ids.contains(id); });
    std::string const matter = text_at(record.detail, "matter");
    if (record.action == "hold" && is_listed) matters.insert(matter);
    return is_listed || (record.action == "release" && matters.contains(matter));
}

/// The bag while it is written: files, and the hashes of those below data/.
class Bag {
public:
    Bag(Io& io, std::string root) : io_(io), root_(std::move(root)) {}

    void folder(std::string const& name) {
        if (error_ >= 0) error_ = io_.make_folder(name.empty() ? root_ : root_ + "/" + name);
    }
    void file(std::string const& name, std::string_view bytes) {
        if (error_ >= 0) error_ = write_new_file(io_, root_ + "/" + name, bytes, 0644);
        std::string& manifest = name.starts_with("data/") ? payload_ : tags_;
        manifest += fmt::format("{}  {}\n", to_hex(sha256(bytes)), name);
        if (name.starts_with("data/")) octets_ += bytes.size(), ++streams_;
    }
    int finish(std::string const& name) {
        file("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
        file("bag-info.txt", fmt::format("External-Description: {}\nPayload-Oxum: {}.{}\nBag-Software-Agent: offprint\n", name, octets_, streams_));
        file("VERIFY.txt", kInstructions);
        file("manifest-sha256.txt", payload_);
        std::string const tags = tags_;
        file("tagmanifest-sha256.txt", tags);
        return error_;
    }
    int error() const { return error_; }

private:
    Io& io_;
    std::string root_, payload_, tags_;
    std::uint64_t octets_ = 0, streams_ = 0;
    int error_ = 0;
};

/// PDFs and inputs of reports that are there.
bool write_objects(Bag& bag, Store const& store, std::vector<Report> const& reports, Fault& fault) {
    std::set<std::string> inputs;
    for (Report const& report : reports) {
        if (!report.disposed.empty()) continue;
        auto const pdf = store.object(report.object, fault);
        if (!pdf) return false;
        bag.file(fmt::format("data/reports/{}.pdf", report.id), *pdf);
        for (Input const& input : report.inputs) {
            if (!inputs.insert(input.sha256).second) continue;
            auto const bytes = store.object(input.sha256, fault);
            if (!bytes) return false;
            bag.file("data/inputs/" + input.sha256, *bytes);
        }
    }
    return true;
}

std::size_t write_records(Bag& bag, Store const& store, std::set<std::string> const& ids) {
    std::vector<Sha256Digest> leaves;
    for (Entry const& entry : store.entries()) leaves.push_back(entry.leaf);
    std::string records, proofs, table = "seq,time,action,report,object,actor,client,instrument,title,date,until\r\n";
    std::set<std::string> matters;
    std::size_t count = 0;
    for (Entry const& entry : store.entries()) {
        Record const& r = entry.record;
        if (!speaks_of(r, ids, matters)) continue;
        ++count;
        records += entry.bytes + "\n";
        List path;
        for (Sha256Digest const& node : inclusion_proof(leaves, r.seq)) path.emplace_back(to_hex(node));
        proofs += canonical(Value(Map{{"seq", static_cast<std::int64_t>(r.seq)}, {"leaf", to_hex(entry.leaf)}, {"path", std::move(path)}})) + "\n";
        table += fmt::format("{},{},{},{},{},{}", r.seq, r.time, r.action, r.report, r.object, cell(r.actor.id));
        for (char const* const key : {"client", "instrument", "title", "date", "until"}) table += "," + cell(text_at(r.detail, key));
        table += "\r\n";
    }
    bag.file("data/records.jsonl", records);
    bag.file("data/proofs.jsonl", proofs);
    bag.file("data/records.csv", table);
    return count;
}

}  // namespace

std::optional<Exported> export_to(Store& store, Selection const& selection, std::string const& folder, Fault& fault) {
    Io& io = store.io();
    int error = 0;
    if (io.list(folder, error) || io.read(folder, error)) return refuse(fault, fmt::format("'{}' is there already", folder)), std::nullopt;
    auto const selected = select(store.state(), selection, fault);
    if (!selected) return std::nullopt;
    if (selected->empty()) return refuse(fault, "no report is selected"), std::nullopt;
    std::vector<Report> reports;
    std::set<std::string> ids;
    for (Report const* const report : *selected) {
        reports.push_back(*report);
        ids.insert(report->id);
    }
    if (!store.commit({{"export", {}, {}, Map{{"reports", list_of({ids.begin(), ids.end()})}, {"to", well_formed(folder)}}}}, fault)) return std::nullopt;
    std::string const part = folder + ".part";
    Bag bag(io, part);
    for (char const* const name : {"", "data", "data/reports", "data/inputs"}) bag.folder(name);
    if (!write_objects(bag, store, reports, fault)) return std::nullopt;
    std::size_t const records = write_records(bag, store, ids);
    auto const checkpoint = read_checkpoint(store.newest_checkpoint());
    if (!checkpoint) return damaged(fault, "the newest checkpoint cannot be read"), std::nullopt;
    bag.file("data/checkpoint.txt", store.newest_checkpoint());
    bag.file("data/checkpoint.signed", signed_text(checkpoint->checkpoint));
    bag.file("data/checkpoint.sig", checkpoint->signature);
    bag.file("data/public.pem", store.public_key());
    error = bag.finish(fmt::format("{} reports of the archive {}", reports.size(), store.state().origin));
    if (error >= 0) error = io.rename_new(part, folder);
    if (error < 0) {
        unwritable(fault, fmt::format("cannot write '{}': {}", part, words_of_error(error)));
        if (error == -EEXIST) fault.hint = "an interrupted export left it; take it away";
        return std::nullopt;
    }
    return Exported{reports.size(), records};
}

}  // namespace offprint::archive
