#include "batch/ledger.h"

#include <cerrno>

#include "archive/value.h"
#include "base/sha256.h"

namespace offprint::batch {
namespace {

using archive::Map;
using archive::number_at;
using archive::text_at;
using archive::Value;

constexpr std::string_view kStates[] = {"ok", "skipped", "failed"};

/// The beginning of the SHA-256 of what a line says.
std::string sum_of(std::string_view text) { return to_hex(sha256(text)).substr(0, 8); }

std::string line(Map map) {
    std::string const sum = sum_of(archive::canonical(Value(map)));
    map.emplace("sum", sum);
    return archive::canonical(Value(std::move(map))) + "\n";
}

/// What a line says; nothing if its sum does not hold.
std::optional<Map> read_line(std::string_view text) {
    auto value = archive::read_canonical(text);
    if (!value || value->map() == nullptr) return std::nullopt;
    Map map = *value->map();
    std::string const sum = text_at(map, "sum");
    map.erase("sum");
    if (sum_of(archive::canonical(Value(map))) != sum) return std::nullopt;
    return map;
}

Value number(std::uint64_t n) { return Value(static_cast<std::int64_t>(n)); }

std::optional<Entry> entry_of(Map const& map) {
    Entry out;
    std::string const state = text_at(map, "state");
    std::size_t at = 0;
    while (at < std::size(kStates) && kStates[at] != state) ++at;
    if (at == std::size(kStates)) return std::nullopt;
    out.state = static_cast<Entry::State>(at);
    out.id = text_at(map, "row");
    out.key = text_at(map, "key");
    out.path = text_at(map, "path");
    out.code = text_at(map, "code");
    out.sha256 = text_at(map, "sha256");
    out.size = static_cast<std::uint64_t>(number_at(map, "bytes"));
    out.pages = static_cast<std::uint64_t>(number_at(map, "pages"));
    out.milliseconds = number_at(map, "ms");
    out.attempt = static_cast<unsigned>(number_at(map, "attempt"));
    return out;
}

RunHead head_of(Map const& map) {
    RunHead out;
    out.run_id = text_at(map, "run");
    out.as_of = text_at(map, "as_of");
    out.article = text_at(map, "article");
    out.rows = text_at(map, "rows");
    out.rows_sha256 = text_at(map, "rows_sha256");
    out.count = static_cast<std::uint64_t>(number_at(map, "count"));
    out.completes = text_at(map, "completes") == "yes";
    out.started = number_at(map, "started");
    return out;
}

void take(History& history, Map const& map) {
    std::string const kind = text_at(map, "kind");
    if (kind == "run") {
        history.head = head_of(map);
        history.end.reset();
        if (!history.head.completes) history.rows.clear();
    } else if (kind == "end") {
        history.end = {static_cast<int>(number_at(map, "exit")), text_at(map, "root"), number_at(map, "ended")};
    } else if (auto entry = entry_of(map)) {
        history.take(std::move(*entry));
    } else {
        ++history.damaged;
    }
}

}  // namespace

void History::take(Entry entry) {
    auto const held = std::make_shared<Entry const>(std::move(entry));
    // A key is a word of the entry before, which goes.
    if (held->state != Entry::State::Failed) {
        by_path.erase(held->path);
        by_path.emplace(held->path, held);
    }
    rows.erase(held->id);
    rows.emplace(held->id, held);
}

History read_history(std::string_view bytes) {
    History out;
    for (std::size_t at = 0; at < bytes.size();) {
        std::size_t const end = bytes.find('\n', at);
        if (end == bytes.npos) break;
        auto const map = read_line(bytes.substr(at, end - at));
        if (map)
            take(out, *map);
        else
            ++out.damaged;
        ++out.lines;
        at = end + 1;
        out.whole = at;
    }
    return out;
}

std::string line_of(Entry const& e) {
    Map map{{"kind", "row"},
            {"row", archive::well_formed(e.id)},
            {"state", kStates[static_cast<std::size_t>(e.state)]},
            {"attempt", number(e.attempt)},
            {"ms", Value(e.milliseconds)}};
    if (!e.key.empty()) map.emplace("key", e.key);
    if (!e.code.empty()) map.emplace("code", e.code);
    if (e.state != Entry::State::Failed) {
        map.emplace("path", e.path);
        map.emplace("sha256", e.sha256);
        map.emplace("bytes", number(e.size));
        map.emplace("pages", number(e.pages));
    }
    return line(std::move(map));
}

std::string line_of(RunHead const& h) {
    return line(Map{{"kind", "run"},
                    {"run", archive::well_formed(h.run_id)},
                    {"as_of", archive::well_formed(h.as_of)},
                    {"article", archive::well_formed(h.article)},
                    {"rows", archive::well_formed(h.rows)},
                    {"rows_sha256", h.rows_sha256},
                    {"count", number(h.count)},
                    {"completes", h.completes ? "yes" : "no"},
                    {"started", Value(h.started)}});
}

std::string line_of(RunEnd const& end) {
    return line(Map{{"kind", "end"}, {"exit", Value(std::int64_t{end.exit_code})}, {"root", end.root}, {"ended", Value(end.ended)}});
}

std::optional<Ledger> Ledger::open(archive::Io& io, std::string const& path, History const& history, int& error) {
    int file = io.open_to_append(path);
    if (file == -ENOENT) file = io.create(path, 0644);
    if (file < 0) return error = file, std::nullopt;
    archive::OpenFile open(io, file);
    error = io.truncate(open.get(), history.whole);
    if (error < 0) return std::nullopt;
    return Ledger(io, std::move(open), history.whole);
}

int Ledger::flush(bool durable) {
    if (pending_.empty()) return 0;
    if (int const error = archive::write_all(*io_, file_.get(), pending_); error < 0) {
        io_->truncate(file_.get(), size_);
        return error;
    }
    size_ += pending_.size();
    pending_.clear();
    return durable ? io_->sync_data(file_.get()) : 0;
}

}  // namespace offprint::batch
