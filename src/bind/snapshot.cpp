#include "bind/snapshot.h"

#include <charconv>
#include <filesystem>

#include "base/file.h"
#include "base/json.h"
#include "base/sha256.h"
#include "fmt/format.h"

namespace offprint::bind {
namespace {

constexpr std::size_t kAnswerLimit = 64u << 20;

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

bool put(std::string const& folder, std::string const& name, std::string const& bytes, Diagnostics& diagnostics) {
    std::error_code failed;
    std::string error;
    std::filesystem::create_directories(folder, failed);
    if (!failed && write_file_atomically(folder + "/" + name, bytes, error)) return true;
    diagnostics.error("E704", {}, fmt::format("cannot write the snapshot '{}': {}", folder, failed ? failed.message() : error)).fault =
        FaultClass::OutputUnwritable;
    return false;
}

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

std::optional<std::string> Snapshot::find(Question const& question, Span asked, Diagnostics& diagnostics) const {
    std::string error;
    auto csv = read_file(source_ + "/" + question.key() + ".csv", kAnswerLimit, error);
    if (!csv)
        diagnostics.error("E323", asked, fmt::format("the snapshot has no answer to this query with these values: {}", error),
                          "it was frozen from another article, other parameters or other values");
    return csv;
}

bool Snapshot::keep(Question const& question, std::string const& csv, Diagnostics& diagnostics) {
    if (target_.empty()) return true;
    std::string key = question.key();
    if (kept_.contains(key)) return true;
    if (!put(target_, key + ".csv", csv, diagnostics)) return false;
    kept_.emplace(std::move(key), question);
    return true;
}

bool Snapshot::finish(Diagnostics& diagnostics) const {
    if (target_.empty()) return true;
    std::string index = "[";
    for (auto const& [key, question] : kept_) {
        index += index.size() > 1 ? ",\n" : "\n";
        index += fmt::format("  {{\"key\": \"{}\", \"kind\": \"{}\", \"place\": ", key, question.kind);
        append_json_string(index, question.place);
        index += ", \"query\": ";
        append_json_string(index, question.query);
        index += ", \"values\": {";
        for (std::size_t i = 0; i < question.arguments.size(); ++i) {
            if (i > 0) index += ", ";
            append_json_string(index, question.arguments[i].name);
            index += ": ";
            append_json_string(index, argument_text(question.arguments[i].value).substr(1));
        }
        index += "}}";
    }
    return put(target_, "index.json", index + "\n]\n", diagnostics);
}

}  // namespace offprint::bind
