#include "ops/provenance.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>

#include "base/file.h"
#include "base/sha256.h"
#include "fmt/format.h"
#include "pdf/library_versions.h"
#include "text/library_versions.h"

namespace offprint::ops {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kSupplyLimit = 64u << 20;

/// Media types of pictures by the ends of names.
constexpr std::pair<std::string_view, char const*> kPictures[] = {
    {".png", "image/png"}, {".jpg", "image/jpeg"}, {".jpeg", "image/jpeg"}, {".svg", "image/svg+xml"}};

/// A path below a folder as a name with slashes, or "" if it is not below it.
std::string name_below(fs::path const& path, std::string const& folder) {
    if (folder.empty()) return {};
    std::error_code failed;
    fs::path const relative = path.lexically_relative(fs::weakly_canonical(folder, failed));
    return failed || relative.empty() || *relative.begin() == ".." || relative == "." ? std::string() : relative.generic_string();
}

ManifestFile hashed(std::string name, std::string_view bytes) { return {std::move(name), bytes.size(), to_hex(sha256(bytes)), false}; }

/// A file to attach: the text that was read, and which lines of it were used where that is not all.
struct Found {
    std::string_view bytes;
    bool is_whole = false;
    std::set<data::FileRange> lines{};

    std::string used() const {
        if (is_whole) return std::string(bytes);
        std::string out;
        for (data::FileRange const line : lines) out += bytes.substr(line.begin, line.end - line.begin);
        return out;
    }
};

/// Collects the files, each under one name.
class Gatherer {
public:
    Gatherer(RenderRequest const& request, Workspace const& workspace, Diagnostics& diagnostics)
        : request_(request), workspace_(workspace), diagnostics_(diagnostics) {}

    /// `part`: of it that was used; null: all.
    void add(std::string_view source_name, std::string_view bytes, bind::Excerpt const* part) {
        std::error_code failed;
        // Made absolute first: a file of a snapshot need not be there any more.
        fs::path const path = fs::weakly_canonical(fs::absolute(fs::path(source_name), failed), failed);
        // The program's folders first: a workspace may hold them, as the program's own repository does.
        for (char const* const folder : {"messages", "fonts", "hyphenation", "assets"})
            if (!name_below(path, request_.share + "/" + folder).empty()) return;  // hashed with the supplies, or by font
        std::string name = name_below(path, request_.share + "/layouts");
        if (!name.empty())
            name = "layouts/" + name;
        else
            name = name_below(path, workspace_.root);
        if (name.empty()) {
            if (!path.string().ends_with("/manifest.yaml"))  // of fonts outside: they are told by their hashes
                diagnostics_.error("E802", {}, fmt::format("'{}' cannot be attached: it is outside the workspace", source_name));
            return;
        }
        put(std::move(name), bytes, part);
    }

    /// Under this name, wherever it comes from. What several sources use of one file is put together.
    void put(std::string name, std::string_view bytes, bind::Excerpt const* part) {
        Found& found = found_.try_emplace(std::move(name), Found{bytes}).first->second;
        if (part == nullptr)
            found.is_whole = true;
        else if (found.bytes == bytes)
            found.lines.insert(part->lines.begin(), part->lines.end());
    }

    bool is_excerpt(std::string const& name) const {
        auto const at = found_.find(name);
        return at != found_.end() && !at->second.is_whole;
    }

    /// Sorted by their names.
    std::vector<pdf::Attachment> files() const {
        std::vector<pdf::Attachment> out;
        for (auto const& [name, found] : found_) out.push_back(described(name, found.used()));
        return out;
    }

private:
    static pdf::Attachment described(std::string name, std::string bytes) {
        pdf::Attachment file;
        bool const is_csv = name.ends_with(".csv"), is_json = name.ends_with(".json"), is_query = name.ends_with(".sql");
        bool const is_table = is_csv || is_json;
        bool const is_layout = name.starts_with("layouts/");
        auto const picture = std::find_if(std::begin(kPictures), std::end(kPictures), [&](auto const& kind) { return name.ends_with(kind.first); });
        bool const is_picture = picture != std::end(kPictures);
        file.mime = is_csv ? "text/csv" : is_json ? "application/json" : is_query ? "application/sql" : is_picture ? picture->second : "application/yaml";
        file.relationship = is_table ? pdf::Relationship::Data : is_layout ? pdf::Relationship::Supplement : pdf::Relationship::Source;
        if (is_picture) file.relationship = pdf::Relationship::Source;
        file.description = is_picture  ? "A picture of the document"
                           : is_table  ? "Data that the document draws or prints"
                           : is_layout ? "House style"
                                       : "What the document was made of";
        file.name = std::move(name);
        file.bytes = std::move(bytes);
        return file;
    }

    RenderRequest const& request_;
    Workspace const& workspace_;
    Diagnostics& diagnostics_;
    std::map<std::string, Found> found_;
};

/// All that the program brings besides layouts and fonts: a document may be of several languages.
std::vector<ManifestFile> supplies_of(std::string const& share) {
    std::vector<std::string> names;
    std::error_code failed;
    for (std::string const folder : {"assets", "hyphenation", "messages"}) {
        for (auto it = fs::directory_iterator(share + "/" + folder, failed); !failed && it != fs::directory_iterator(); it.increment(failed)) {
            std::string const extension = it->path().extension().string();
            if (extension == ".icc" || extension == ".hyt" || extension == ".yaml") names.push_back(folder + "/" + it->path().filename().string());
        }
    }
    std::sort(names.begin(), names.end());
    std::vector<ManifestFile> out;
    for (std::string const& name : names)
        if (auto file = hashed_supply(share, name)) out.push_back(std::move(*file));
    return out;
}

}  // namespace

std::optional<ManifestFile> hashed_supply(std::string const& share, std::string const& name) {
    std::string error;
    std::error_code failed;
    if (!fs::is_regular_file(share + "/" + name, failed)) return std::nullopt;
    auto const bytes = read_file(share + "/" + name, kSupplyLimit, error);
    return bytes ? std::optional(hashed(name, *bytes)) : std::nullopt;
}

std::vector<std::pair<std::string, std::string>> library_versions() {
    auto versions = text::library_versions();
    for (auto& version : pdf::library_versions()) versions.push_back(std::move(version));
    versions.emplace_back("md4c", OFFPRINT_MD4C_VERSION);
    versions.emplace_back("yaml-cpp", OFFPRINT_YAML_CPP_VERSION);
    std::sort(versions.begin(), versions.end());
    return versions;
}

std::vector<pdf::Attachment> provenance(RenderRequest const& request, Workspace const& workspace, Sources const& sources, SourceId first,
                                        std::map<std::string, std::string> const& pictures, BuildChoices const& choices, text::FontCatalog const& fonts,
                                        Diagnostics& diagnostics) {
    Gatherer gatherer(request, workspace, diagnostics);
    auto const is_answer = [&](SourceId id) {
        return std::any_of(choices.answers.begin(), choices.answers.end(), [&](bind::Answer const& one) { return one.source == id; });
    };
    auto const part_of = [&](SourceId id) {
        auto const at = std::find_if(choices.excerpts.begin(), choices.excerpts.end(), [&](bind::Excerpt const& one) { return one.source == id; });
        return at != choices.excerpts.end() ? &*at : nullptr;
    };
    for (SourceId id = first; id <= sources.count(); ++id)
        if (!sources.name(id).starts_with("--") && !is_answer(id))
            gatherer.add(sources.name(id), sources.text(id), part_of(id));  // else an option, which the manifest holds
    std::map<std::string, std::set<std::string>> asked;                     // by name of what was answered: the sources that asked
    for (bind::Answer const& one : choices.answers) {
        if (one.key.empty()) continue;
        std::string const name = fmt::format("{}/{}.csv", kFrozenFolder, one.key);
        gatherer.put(name, sources.text(one.source), part_of(one.source));
        asked[name].insert(one.name);
    }
    for (auto const& [path, bytes] : pictures) gatherer.add(path, bytes, nullptr);
    std::vector<pdf::Attachment> files = gatherer.files();

    Manifest manifest;
    manifest.program = program_version();
    manifest.libraries = library_versions();
    std::error_code failed;
    manifest.article = name_below(fs::weakly_canonical(request.article, failed), workspace.root);
    manifest.layout = choices.layout;
    manifest.paper = choices.paper;
    manifest.date = choices.date;
    manifest.profile = choices.profile;
    manifest.settings = request.settings;
    manifest.parameters = choices.parameters;
    manifest.as_of = request.as_of;
    manifest.run_id = request.run_id;
    manifest.allowances = request.allowances;
    manifest.approver = request.approver;
    manifest.object_streams = request.object_streams;
    for (pdf::Attachment const& file : files) {
        manifest.files.push_back(hashed(file.name, file.bytes));
        manifest.files.back().is_excerpt = gatherer.is_excerpt(file.name);
        if (auto const at = asked.find(file.name); at != asked.end()) manifest.files.back().sources.assign(at->second.begin(), at->second.end());
    }
    manifest.supplies = supplies_of(request.share);
    for (text::FontPtr const& face : fonts.opened()) manifest.fonts.push_back(hashed(face->postscript_name(), face->bytes()));
    std::sort(manifest.fonts.begin(), manifest.fonts.end(),
              [](ManifestFile const& a, ManifestFile const& b) { return std::tie(a.name, a.sha256) < std::tie(b.name, b.sha256); });
    files.push_back({std::string(kManifestName), "application/json", "How the document was made", pdf::Relationship::Supplement, to_json(manifest)});
    return files;
}

}  // namespace offprint::ops
