#include "ops/rebuild.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/file.h"
#include "base/sha256.h"
#include "fmt/format.h"
#include "ops/fonts.h"
#include "ops/provenance.h"
#include "ops/rebuild_difference.h"
#include "ops/scratch_folder.h"
#include "reader/attachments.h"

namespace offprint::ops {

namespace fs = std::filesystem;

namespace {

using Kind = Finding::Kind;

/// A relative path that cannot leave the folder that it is put in.
bool is_safe_name(std::string const& name) {
    if (name.empty() || name.size() > 1000 || name.find('\0') != name.npos) return false;
    fs::path const path(name);
    return path.is_relative() && std::none_of(path.begin(), path.end(), [](fs::path const& part) { return part.empty() || part == "." || part == ".."; });
}

/// Names that two lists do not agree on, each with what is wrong.
std::vector<std::string> disagreements(std::vector<ManifestFile> const& expected, std::vector<ManifestFile> const& found) {
    std::map<std::string, ManifestFile const*> by_name;
    for (ManifestFile const& file : found) by_name[file.name] = &file;
    std::vector<std::string> out;
    for (ManifestFile const& file : expected) {
        auto const it = by_name.find(file.name);
        if (it == by_name.end()) {
            out.push_back(fmt::format("'{}' is missing", file.name));
            continue;
        }
        if (it->second->sha256 != file.sha256)
            out.push_back(fmt::format("'{}' was altered: SHA-256 {} instead of {}", file.name, it->second->sha256, file.sha256));
        by_name.erase(it);
    }
    for (auto const& [name, file] : by_name) out.push_back(fmt::format("'{}' is not in the manifest", name));
    return out;
}

Finding of_files(std::string part, Kind otherwise, std::vector<std::string> const& wrong, std::size_t count) {
    if (wrong.empty()) return {Kind::Proved, std::move(part), fmt::format("{} of {} as the manifest says", count, count)};
    return {otherwise, std::move(part), fmt::format("{}", fmt::join(wrong, "; "))};
}

/// The program, libraries, supplies and fonts of today beside those of the manifest. Others are no fault of the file: the bytes decide.
void compare_surroundings(Manifest const& manifest, RenderRequest const& how, Sources& sources, std::vector<Finding>& findings) {
    bool const same_program = manifest.program == program_version();
    findings.push_back({same_program ? Kind::Proved : Kind::Note, "program",
                        same_program ? fmt::format("offprint {}, the same", manifest.program)
                                     : fmt::format("made by offprint {}, this is {}", manifest.program, program_version())});
    std::vector<std::string> others;
    auto const mine = library_versions();
    for (auto const& [name, version] : manifest.libraries) {
        auto const it = std::find_if(mine.begin(), mine.end(), [&](auto const& library) { return library.first == name; });
        if (it == mine.end() || it->second != version) others.push_back(fmt::format("{} {}, here {}", name, version, it == mine.end() ? "none" : it->second));
    }
    findings.push_back(others.empty() ? Finding{Kind::Proved, "libraries", fmt::format("{} of {} the same versions", mine.size(), mine.size())}
                                      : Finding{Kind::Note, "libraries", fmt::format("{}", fmt::join(others, "; "))});
    std::vector<ManifestFile> supplies;
    for (ManifestFile const& wanted : manifest.supplies)
        if (auto found = is_safe_name(wanted.name) ? hashed_supply(how.share, wanted.name) : std::nullopt) supplies.push_back(std::move(*found));
    findings.push_back(of_files("supplies", Kind::Note, disagreements(manifest.supplies, supplies), manifest.supplies.size()));

    text::FontCatalog catalog;
    Diagnostics ignored;  // a folder that cannot be read shows as missing fonts
    add_fonts(catalog, how.share + "/fonts", sources, ignored);
    for (std::string const& folder : how.font_folders) add_fonts(catalog, folder, sources, ignored);
    std::vector<std::string> missing;
    for (ManifestFile const& font : manifest.fonts) {
        bool const found = std::any_of(catalog.entries().begin(), catalog.entries().end(), [&](text::FontEntry const& entry) {
            std::string error;
            std::error_code failed;
            if (fs::file_size(entry.path, failed) != font.size || failed) return false;
            auto const file = MappedFile::open(entry.path, error);
            return file && to_hex(sha256(file->bytes())) == font.sha256;
        });
        if (!found) missing.push_back(fmt::format("'{}' with SHA-256 {} is not installed here", font.name, font.sha256));
    }
    findings.push_back(of_files("fonts", Kind::Note, missing, manifest.fonts.size()));
}

bool write_inputs(std::vector<reader::AttachedFile> const& files, std::string const& folder, Diagnostics& diagnostics) {
    for (reader::AttachedFile const& file : files) {
        std::error_code failed;
        std::string error;
        fs::path const path = fs::path(folder) / file.name;
        fs::create_directories(path.parent_path(), failed);
        if (!failed && write_file_atomically(path.string(), file.bytes, error)) continue;
        diagnostics.error("E704", {}, fmt::format("cannot write '{}': {}", path.string(), failed ? failed.message() : error)).fault =
            FaultClass::OutputUnwritable;
        return false;
    }
    return true;
}

/// Places are named as the attached files are, not by the folder that they were put into for a moment.
std::string without_folder(std::string words, std::string const& folder) {
    for (std::size_t at; (at = words.find(folder + "/")) != words.npos;) words.erase(at, folder.size() + 1);
    return words;
}

Finding compare(std::string const& pdf, RenderResult const& again, reader::File const& file, std::string const& folder, Sources const& sources) {
    if (!again.pdf) return {Kind::Differs, "document", "it cannot be made again from what is attached; the faults are told above"};
    if (*again.pdf == pdf) return {Kind::Proved, "document", fmt::format("made again, identical: {} bytes, SHA-256 {}", pdf.size(), to_hex(sha256(pdf)))};
    return {Kind::Differs, "document", without_folder(first_difference(file, again, sources), folder)};
}

/// A PDF with what it carries.
struct ArchiveCopy {
    reader::File file;
    SourceId source = 0;  // of the manifest
    Manifest manifest;
    std::vector<reader::AttachedFile> inputs;
};

/// What is said of a PDF without a manifest.
struct NoManifest {
    char const *code, *therefore, *hint;
};

/// Opens the PDF; nothing, reported, if it is none that can be made again.
std::optional<ArchiveCopy> open_archive_copy(std::string const& pdf, std::string const& name, NoManifest const& without, Sources& sources,
                                             Diagnostics& diagnostics) {
    std::string error;
    std::optional<reader::File> file = reader::File::open(pdf, error);
    std::optional<std::vector<reader::AttachedFile>> attached = file ? reader::attached_files(*file, error) : std::nullopt;
    if (!attached) {
        diagnostics.error("E803", {}, fmt::format("'{}' cannot be read: {}", name, error));
        return std::nullopt;
    }
    auto const at = std::find_if(attached->begin(), attached->end(), [](reader::AttachedFile const& f) { return f.name == kManifestName; });
    if (at == attached->end()) {
        diagnostics.error(without.code, {}, fmt::format("'{}' carries no manifest, {}", name, without.therefore), without.hint);
        return std::nullopt;
    }
    SourceId const source = sources.add(fmt::format("{}:{}", name, kManifestName), at->bytes);
    attached->erase(at);
    std::optional<Manifest> manifest = read_manifest(sources, source, diagnostics);
    if (!manifest) return std::nullopt;
    for (reader::AttachedFile const& a : *attached) {
        if (is_safe_name(a.name)) continue;
        diagnostics.error("E805", {}, fmt::format("the attached file '{}' has a name that leads elsewhere", a.name));
        return std::nullopt;
    }
    if (!is_safe_name(manifest->article)) {
        diagnostics.error("E805", {}, "the manifest names no article among the attached files");
        return std::nullopt;
    }
    return ArchiveCopy{std::move(*file), source, std::move(*manifest), std::move(*attached)};
}

/// The files of a copy in a folder for a moment, and how its article is rendered from there.
struct Unpacked {
    ScratchFolder folder;
    RenderRequest request;
};

std::optional<Unpacked> unpack(ArchiveCopy const& copy, RenderRequest const& how, Diagnostics& diagnostics) {
    std::optional<ScratchFolder> folder = ScratchFolder::make("verify");
    if (!folder) {
        diagnostics.error("E704", {}, "no folder for temporary files can be made").fault = FaultClass::OutputUnwritable;
        return std::nullopt;
    }
    if (!write_inputs(copy.inputs, folder->path(), diagnostics)) return std::nullopt;
    RenderRequest request;
    request.article = folder->path() + "/" + copy.manifest.article;
    request.layout = copy.manifest.layout;
    request.paper = copy.manifest.paper;
    request.date = copy.manifest.date;
    request.profile = copy.manifest.profile;
    request.settings = copy.manifest.settings;
    for (auto const& [name, text] : copy.manifest.parameters) request.parameters.push_back({name, SourcedText(text)});
    bool const has_answers = std::any_of(copy.inputs.begin(), copy.inputs.end(),
                                         [](reader::AttachedFile const& file) { return file.name.starts_with(fmt::format("{}/", kFrozenFolder)); });
    if (has_answers) request.snapshot = fmt::format("{}/{}", folder->path(), kFrozenFolder);
    request.as_of = copy.manifest.as_of;
    request.run_id = copy.manifest.run_id;
    request.allowances = copy.manifest.allowances;
    request.approver = copy.manifest.approver;
    request.object_streams = copy.manifest.object_streams;
    request.top = folder->path();
    request.is_rebuild = true;
    request.share = how.share;
    request.font_folders = how.font_folders;
    request.threads = how.threads;
    request.explain_page = how.explain_page;
    return Unpacked{std::move(*folder), std::move(request)};
}

}  // namespace

Rebuild verify_archive_copy(std::string pdf, RenderRequest const& how, Sources& sources, Diagnostics& diagnostics) {
    Rebuild rebuild;
    NoManifest const without{"E804", "so there is nothing to prove it by", "files rendered with '--profile archive' carry one"};
    std::optional<ArchiveCopy> const copy = open_archive_copy(pdf, how.article, without, sources, diagnostics);
    if (!copy) return rebuild;
    std::vector<ManifestFile> found;
    for (reader::AttachedFile const& a : copy->inputs) found.push_back({a.name, a.bytes.size(), to_hex(sha256(a.bytes)), false});
    rebuild.findings.push_back(of_files("attached files", Kind::Differs, disagreements(copy->manifest.files, found), copy->manifest.files.size()));
    std::vector<std::string> excerpts;
    for (ManifestFile const& file : copy->manifest.files)
        if (file.is_excerpt) excerpts.push_back(fmt::format("'{}'", file.name));
    if (!excerpts.empty())
        rebuild.findings.push_back(
            {Kind::Note, "excerpts", fmt::format("{}: the lines that were used; rules for the whole source are not held again", fmt::join(excerpts, ", "))});
    compare_surroundings(copy->manifest, how, sources, rebuild.findings);
    std::optional<Unpacked> unpacked = unpack(*copy, how, diagnostics);
    if (!unpacked) return rebuild;
    unpacked->request.want_places = true;
    Diagnostics faults;
    RenderResult const again = render(unpacked->request, sources, faults);
    if (!again.pdf) diagnostics.append(faults);
    rebuild.findings.push_back(compare(pdf, again, copy->file, unpacked->folder.path(), sources));
    return rebuild;
}

std::string explain_archive_copy(std::string pdf, RenderRequest const& how, Sources& sources, Diagnostics& diagnostics) {
    NoManifest const without{"E706", "so the article that it was made of is not known",
                             "name the article, 'offprint explain article.yaml --page N', or a PDF rendered with '--profile archive'"};
    std::optional<ArchiveCopy> const copy = open_archive_copy(pdf, how.article, without, sources, diagnostics);
    std::optional<Unpacked> const unpacked = copy ? unpack(*copy, how, diagnostics) : std::nullopt;
    if (!unpacked) return {};
    RenderRequest whole = unpacked->request;
    whole.explain_page.reset();
    Diagnostics ignored;  // told when it is explained
    RenderResult const again = render(whole, sources, ignored);
    RenderResult const explained = render(unpacked->request, sources, diagnostics);
    if (again.pdf && *again.pdf != pdf)
        diagnostics.warning("W806", {}, fmt::format("'{}' comes out otherwise here: what is said is true of the document as it is made now", how.article),
                            "'offprint verify' tells the difference");
    return without_folder(explained.explanation, unpacked->folder.path());
}

}  // namespace offprint::ops
