#include "archive/log.h"

#include "archive/retention.h"
#include "fmt/format.h"

namespace offprint::archive {
namespace {

/// What is wrong with a record where it stands; empty: nothing.
std::string fault_of(Record const& record, std::vector<Entry> const& before) {
    if (record.seq != before.size()) return fmt::format("its number is {}, where {} is due", record.seq, before.size());
    if (!seconds_of(record.time)) return "its time is none";
    if (before.empty()) return record.prev.empty() ? "" : "it is the first, and names one before it";
    if (record.prev != to_hex(before.back().leaf)) return "it does not follow the record before it";
    if (record.time < before.back().record.time) return "its time is before that of the record before it";
    return {};
}

}  // namespace

std::vector<Sha256Digest> Log::leaves() const {
    std::vector<Sha256Digest> out;
    out.reserve(entries.size());
    for (Entry const& entry : entries) out.push_back(entry.leaf);
    return out;
}

std::vector<Sha256Digest> roots_of(std::vector<Entry> const& entries) {
    Tree tree;
    std::vector<Sha256Digest> out{tree.root()};
    for (Entry const& entry : entries) {
        tree.add(entry.leaf);
        out.push_back(tree.root());
    }
    return out;
}

std::string segment_name(std::uint64_t first) { return fmt::format("{:020}.seg", first); }

Log read_log(std::vector<Segment> const& segments) {
    Log out;
    for (Segment const& segment : segments) {
        bool const is_last = &segment == &segments.back();
        if (segment.name != segment_name(out.entries.size())) {
            out.fault = fmt::format("log/{}: {} is due here", segment.name, segment_name(out.entries.size()));
            return out;
        }
        out.whole = 0;
        while (out.whole < segment.bytes.size()) {
            Frame const frame = read_frame(segment.bytes, out.whole);
            auto const where = [&] { return fmt::format("log/{}, byte {}, record {}: ", segment.name, out.whole, out.entries.size()); };
            if (frame.kind == Frame::Kind::Torn && is_last) {
                out.torn = segment.bytes.substr(out.whole);
                return out;
            }
            if (frame.kind != Frame::Kind::Whole) return out.fault = where() + "its bytes are not those that were written", out;
            auto record = read_record(frame.bytes);
            if (!record) return out.fault = where() + "it is no record", out;
            if (std::string const fault = fault_of(*record, out.entries); !fault.empty()) return out.fault = where() + fault, out;
            out.entries.push_back({std::move(*record), std::string(frame.bytes), leaf_hash(frame.bytes)});
            out.whole = frame.end;
        }
    }
    return out;
}

}  // namespace offprint::archive
