#include "bind/snapshot.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <filesystem>

#include "base/file.h"
#include "base/json.h"
#include "base/sha256.h"
#include "fmt/format.h"

namespace offprint::bind {
namespace {

constexpr std::size_t kAnswerLimit = 256u << 20, kSumsLimit = 1u << 30;

/// A value so that no two are written alike: its kind, then its words.
std::string argument_text(QueryValue const& value) {
    if (auto const* number = std::get_if<std::int64_t>(&value)) return "i" + std::to_string(*number);
    if (auto const* text = std::get_if<std::string>(&value)) return "t" + *text;
    if (auto const* number = std::get_if<double>(&value)) {
        char buffer[64];
        return "d" + std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, *number).ptr);
    }
    return "n";
}

std::string name_of(Question const& question, std::string const& key) { return key + (question.kind == "json" ? ".json" : ".csv"); }

bool is_file(Question const& question) { return question.kind == "csv" || question.kind == "json"; }

/// What the index says of an answer.
std::string index_line(Question const& question, std::string const& name) {
    std::string line = fmt::format("  {{\"file\": \"{}\", \"kind\": \"{}\", \"place\": ", name, question.kind);
    append_json_string(line, question.place);
    if (is_file(question)) return line + "}";
    line += ", \"query\": ";
    append_json_string(line, question.query);
    line += ", \"values\": {";
    for (std::size_t i = 0; i < question.arguments.size(); ++i) {
        if (i > 0) line += ", ";
        append_json_string(line, question.arguments[i].name);
        line += ": ";
        append_json_string(line, argument_text(question.arguments[i].value).substr(1));
    }
    return line + "}}";
}

/// Of the sums: "SUM  KEY.csv", a line each.
constexpr std::size_t kHexDigits = 64, kKeyAt = kHexDigits + 2;

std::string_view key_at(std::string_view sums, std::size_t line) { return sums.substr(line + kKeyAt, kHexDigits); }

}  // namespace

std::string Question::key() const {
    Sha256 hash;
    auto const add = [&](std::string const& part) { hash.add(std::to_string(part.size()) + ":" + part); };
    add(kind);
    add(place);
    add(query);
    for (QueryArgument const& one : arguments) {
        add(one.name);
        add(argument_text(one.value));
    }
    return to_hex(hash.finish());
}

void Snapshot::read_from(std::string folder) {
    source_ = std::move(folder);
    lines_.clear();
    std::string error;
    auto text = read_file(source_ + "/" + std::string(kSnapshotSums), kSumsLimit, error);
    has_sums_ = text.has_value();
    sums_ = std::move(text).value_or(std::string());
    for (std::size_t at = 0; at < sums_.size();) {
        std::size_t const end = std::min(sums_.find('\n', at), sums_.size());
        if (end - at > kKeyAt + kHexDigits) lines_.push_back(at);
        at = end + 1;
    }
    std::sort(lines_.begin(), lines_.end(), [this](std::size_t a, std::size_t b) { return key_at(sums_, a) < key_at(sums_, b); });
}

std::string_view Snapshot::sum_of(std::string const& key) const {
    auto const at =
        std::lower_bound(lines_.begin(), lines_.end(), key, [this](std::size_t line, std::string const& wanted) { return key_at(sums_, line) < wanted; });
    return at != lines_.end() && key_at(sums_, *at) == key ? std::string_view(sums_).substr(*at, kHexDigits) : std::string_view();
}

void Snapshot::write_to(std::string folder) {
    target_ = std::move(folder);
    kept_.clear();
}

std::optional<std::string> Snapshot::find(Question const& question, Span asked, Diagnostics& diagnostics) const {
    std::string const key = question.key();
    std::string error = "no such file";
    std::optional<std::string> bytes;
    std::string_view const sum = sum_of(key);
    if (!has_sums_ || !sum.empty()) bytes = read_file(source_ + "/" + name_of(question, key), kAnswerLimit, error);
    if (!bytes) {
        std::string const what = is_file(question) ? fmt::format("no file '{}'", question.place) : "no answer to this query with these values";
        diagnostics.error("E323", asked, fmt::format("the snapshot has {}: {}", what, error),
                          "it was frozen from another article, other parameters or other values");
        return std::nullopt;
    }
    if (!sum.empty() && to_hex(sha256(*bytes)) != sum) {
        diagnostics.error("E324", asked, fmt::format("'{}' of the snapshot is not what was frozen", name_of(question, key)),
                          fmt::format("'sha256sum -c {}' in its folder tells what was changed; freeze it again", kSnapshotSums));
        return std::nullopt;
    }
    return bytes;
}

bool Snapshot::put(std::string const& name, std::string_view bytes, Diagnostics& diagnostics) const {
    // No answer is waited for by itself: the folder counts once its sums are there.
    std::string const path = target_ + "/" + name;
    std::error_code failed;
    std::filesystem::create_directories(target_, failed);
    std::FILE* const file = failed ? nullptr : std::fopen(path.c_str(), "wbe");
    int error = file == nullptr ? errno : 0;
    if (file != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size()) error = errno;
    if (file != nullptr && std::fclose(file) != 0 && error == 0) error = errno;
    if (!failed && error == 0) return true;
    diagnostics
        .error("E704", {},
               fmt::format("cannot write the snapshot '{}': {}", target_, (failed ? failed : std::error_code(error, std::generic_category())).message()))
        .fault = FaultClass::OutputUnwritable;
    return false;
}

bool Snapshot::keep(Question const& question, std::string_view bytes, Diagnostics& diagnostics) {
    if (target_.empty()) return true;
    std::string key = question.key();
    if (kept_.contains(key)) return true;
    std::string name = name_of(question, key);
    if (!put(name, bytes, diagnostics)) return false;
    std::string line = index_line(question, name);
    kept_.emplace(std::move(key), Kept{std::move(name), to_hex(sha256(bytes)), std::move(line)});
    return true;
}

bool Snapshot::finish(Diagnostics& diagnostics) const {
    if (target_.empty()) return true;
    std::string index = "[", sums;
    for (auto const& [key, kept] : kept_) {
        index += (index.size() > 1 ? ",\n" : "\n") + kept.line;
        sums += fmt::format("{}  {}\n", kept.sum, kept.name);
    }
    return put(std::string(kSnapshotIndex), index + "\n]\n", diagnostics) && put(std::string(kSnapshotSums), sums, diagnostics);
}

}  // namespace offprint::bind
