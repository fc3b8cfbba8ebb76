#include "batch/seal.h"

#include <algorithm>
#include <tuple>

#include "archive/merkle.h"
#include "archive/value.h"
#include "fmt/format.h"

namespace offprint::batch {
namespace {

using archive::List;
using archive::Map;
using archive::number_at;
using archive::text_at;
using archive::Value;

Value pairs(std::vector<std::pair<std::string, std::string>> const& from, char const* second) {
    List out;
    for (auto const& [name, what] : from) out.push_back(Value(Map{{"name", archive::well_formed(name)}, {second, what}}));
    return Value(std::move(out));
}

std::vector<std::pair<std::string, std::string>> read_pairs(Map const& map, std::string_view key, char const* second) {
    std::vector<std::pair<std::string, std::string>> out;
    auto const it = map.find(key);
    if (it == map.end() || it->second.list() == nullptr) return out;
    for (Value const& each : *it->second.list())
        if (each.map() != nullptr) out.emplace_back(text_at(*each.map(), "name"), text_at(*each.map(), second));
    return out;
}

Value line_of(SealedFile const& f) {
    return Value(Map{{"path", archive::well_formed(f.path)},
                     {"sha256", f.sha256},
                     {"row", archive::well_formed(f.row)},
                     {"key", f.key},
                     {"bytes", static_cast<std::int64_t>(f.size)},
                     {"pages", static_cast<std::int64_t>(f.pages)}});
}

/// A path of a manifest that leads out of its folder is none.
bool is_below(std::string_view path) {
    if (path.empty() || path.front() == '/') return false;
    for (std::size_t at = 0; at <= path.size();) {
        std::size_t const slash = std::min(path.find('/', at), path.size());
        std::string_view const part = path.substr(at, slash - at);
        if (part.empty() || part == "." || part == "..") return false;
        at = slash + 1;
    }
    return path.find('\0') == path.npos;
}

constexpr std::string_view kFiles = "\"files\":[";

}  // namespace

std::string merkle_root(std::vector<SealedFile> const& files) {
    std::vector<std::string> leaves;
    for (SealedFile const& file : files) leaves.push_back(file.path + "\n" + file.sha256);
    std::sort(leaves.begin(), leaves.end());
    leaves.erase(std::unique(leaves.begin(), leaves.end()), leaves.end());
    archive::Tree tree;
    for (std::string const& leaf : leaves) tree.add(sha256(std::string(1, '\0') + leaf));
    return to_hex(tree.root());
}

void seal(Manifest& m) {
    std::sort(m.libraries.begin(), m.libraries.end());
    std::sort(m.inputs.begin(), m.inputs.end());
    m.inputs.erase(std::unique(m.inputs.begin(), m.inputs.end()), m.inputs.end());
    std::sort(m.failed.begin(), m.failed.end());
    std::sort(m.files.begin(), m.files.end(), [](SealedFile const& a, SealedFile const& b) { return std::tie(a.path, a.row) < std::tie(b.path, b.row); });
    m.root = merkle_root(m.files);
}

std::string to_text(Manifest const& m) {
    // A key that sorts behind all others is cut off and written line by line; without its line ends the whole is canonical again.
    std::string const head = archive::canonical(Value(Map{{"manifest", std::int64_t{1}},
                                                          {"program", m.program},
                                                          {"libraries", pairs(m.libraries, "version")},
                                                          {"inputs", pairs(m.inputs, "sha256")},
                                                          {"run", archive::well_formed(m.run_id)},
                                                          {"as_of", archive::well_formed(m.as_of)},
                                                          {"failed", archive::list_of(m.failed)},
                                                          {"root", m.root},
                                                          {"files", Value(List{})}}));
    std::size_t const at = head.find(kFiles) + kFiles.size();
    std::string out = head.substr(0, at);
    for (std::size_t i = 0; i < m.files.size(); ++i) out += (i == 0 ? "\n" : ",\n") + archive::canonical(line_of(m.files[i]));
    return out + "\n" + head.substr(at) + "\n";
}

std::optional<Manifest> read_manifest(std::string_view text) {
    std::string joined(text);
    joined.erase(std::remove(joined.begin(), joined.end(), '\n'), joined.end());
    auto const value = archive::read_canonical(joined);
    Map const* const map = value ? value->map() : nullptr;
    if (map == nullptr || number_at(*map, "manifest") != 1) return std::nullopt;
    Manifest out;
    out.program = text_at(*map, "program");
    out.libraries = read_pairs(*map, "libraries", "version");
    out.inputs = read_pairs(*map, "inputs", "sha256");
    out.run_id = text_at(*map, "run");
    out.as_of = text_at(*map, "as_of");
    out.failed = archive::texts_at(*map, "failed");
    out.root = text_at(*map, "root");
    auto const files = map->find("files");
    if (files == map->end() || files->second.list() == nullptr) return std::nullopt;
    for (Value const& each : *files->second.list()) {
        if (each.map() == nullptr) return std::nullopt;
        Map const& f = *each.map();
        SealedFile file{text_at(f, "path"),
                        text_at(f, "sha256"),
                        text_at(f, "row"),
                        text_at(f, "key"),
                        static_cast<std::uint64_t>(number_at(f, "bytes")),
                        static_cast<std::uint64_t>(number_at(f, "pages"))};
        if (!is_below(file.path)) return std::nullopt;
        out.files.push_back(std::move(file));
    }
    return out;
}

std::vector<Finding> verify_run(archive::Io& io, std::string const& folder, Manifest const& manifest) {
    using Kind = Finding::Kind;
    std::vector<Finding> out;
    std::string const root = merkle_root(manifest.files);
    if (root == manifest.root)
        out.push_back({Kind::Proved, "root", root});
    else
        out.push_back({Kind::Differs, "root", fmt::format("{}, and the manifest says {}", root, manifest.root)});
    std::size_t good = 0;
    std::string last;
    for (SealedFile const& file : manifest.files) {
        if (file.path == last) continue;  // of several rows
        last = file.path;
        int error = 0;
        auto const bytes = io.read(folder + "/" + file.path, error);
        if (!bytes)
            out.push_back({Kind::Differs, file.path, fmt::format("it cannot be read: {}", archive::words_of_error(error))});
        else if (to_hex(sha256(*bytes)) != file.sha256)
            out.push_back({Kind::Differs, file.path, "its bytes are others"});
        else
            ++good;
    }
    out.push_back({Kind::Proved, "files", fmt::format("{} with the hash of the manifest", good)});
    if (!manifest.failed.empty()) out.push_back({Kind::Note, "rows", fmt::format("{} have no PDF", manifest.failed.size())});
    return out;
}

}  // namespace offprint::batch
