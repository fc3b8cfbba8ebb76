#include "ops/workspace.h"

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "data/record.h"
#include "fmt/format.h"

namespace offprint::ops {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kConfigLimit = 4u << 20;

constexpr data::Field kWorkspaceFields[] = {
    {"workspace", data::Kind::Integer, data::Required::Yes, "Version of the format: 1."},
    {"layout", data::Kind::Text, data::Required::No, "Layout of articles that name none."},
    {"fonts", data::Kind::TextList, data::Required::No, "Folders with a font manifest of the house's own."},
    {"policy", data::Kind::Path, data::Required::No, "The house's policy: which rules articles are held to."},
};

/// Letters, digits, '-', '_' and single slashes: no way out of the layouts folder.
bool is_layout_name(std::string_view name) {
    bool after_slash = true;
    for (char const c : name) {
        bool const word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!word && (c != '/' || after_slash)) return false;
        after_slash = c == '/';
    }
    return !after_slash;
}

bool is_below(fs::path const& path, fs::path const& root) {
    auto const [r, p] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
    return r == root.end() || (std::next(r) == root.end() && r->empty());
}

}  // namespace

std::string find_share_folder() {
    std::error_code ignored;
    fs::path const program = fs::read_symlink("/proc/self/exe", ignored);
    for (fs::path const& candidate : {program.parent_path() / "../share/offprint", program.parent_path() / "share/offprint"}) {
        if (fs::exists(candidate / "layouts", ignored)) return candidate.lexically_normal().string();
    }
    return {};
}

std::string shown_path(std::string const& path) {
    std::error_code failed;
    fs::path const relative = fs::path(path).lexically_relative(fs::current_path(failed));
    return failed || relative.empty() || *relative.begin() == ".." ? path : relative.string();
}

Workspace open_workspace(std::string const& article_path, Sources& sources, Diagnostics& diagnostics, std::string const& top) {
    std::error_code failed;
    Workspace workspace;
    fs::path const article = fs::canonical(article_path, failed);
    fs::path const folder = failed ? fs::current_path() : article.parent_path();
    workspace.article_folder = workspace.root = folder.string();
    for (fs::path at = folder;; at = at.parent_path()) {
        fs::path const file = at / "offprint.yaml";
        if (fs::is_regular_file(file, failed) && file != article) {
            workspace.root = at.string();
            std::string error;
            auto bytes = read_file(file.string(), kConfigLimit, error);
            if (!bytes) {
                diagnostics.error("E701", {}, fmt::format("{}: {}", shown_path(file.string()), error));
                break;
            }
            SourceId const source = sources.add(shown_path(file.string()), std::move(*bytes));
            auto const value = data::parse_yaml(sources, source, diagnostics);
            if (!value) break;
            data::Record const record(*value, kWorkspaceFields, "a workspace", diagnostics);
            workspace.default_layout = record.string("layout");
            workspace.policy = record.text("policy").value_or(SourcedText{});
            for (SourcedText const& f : record.texts("fonts")) workspace.font_folders.push_back((at / f.text).string());
            break;
        }
        if (at == at.root_path() || at == top) break;
    }
    return workspace;
}

std::optional<std::string> resolve_path(Workspace const& workspace, SourcedText const& path, Diagnostics& diagnostics) {
    auto refuse = [&](std::string code, std::string message, std::string hint) {
        diagnostics.error(std::move(code), path.span(), std::move(message), std::move(hint));
        return std::nullopt;
    };
    if (path.empty() || path.text.find('\0') != std::string::npos) return refuse("E320", "the path is empty or holds a NUL", "");
    if (path.text.starts_with('/'))
        return refuse("E321", fmt::format("'{}' is an absolute path", path.text), "paths start from the article's folder or the workspace's root");
    std::error_code failed;
    fs::path const root = workspace.root;
    bool outside = false;
    for (std::string const& base : {workspace.article_folder, workspace.root}) {
        fs::path const plain = (fs::path(base) / path.text).lexically_normal();
        fs::path const real = fs::weakly_canonical(plain, failed);
        if (failed || !is_below(plain, root) || !is_below(real, root)) {
            outside = true;
            continue;
        }
        if (fs::exists(real, failed)) return real.string();
    }
    if (outside) return refuse("E321", fmt::format("'{}' leads out of the workspace", path.text), fmt::format("the root is {}", shown_path(workspace.root)));
    return refuse("E320", fmt::format("no file '{}'", path.text), "looked from the article's folder, then from the workspace's root");
}

std::vector<std::string> LayoutFinder::folders() const {
    std::vector<std::string> out{workspace_.root + "/layouts"};
    if (!share_.empty()) out.push_back(share_ + "/layouts");
    return out;
}

SourceId LayoutFinder::load(std::string_view name, Span asked_at) {
    if (auto const it = loaded_.find(name); it != loaded_.end()) return it->second;
    std::error_code failed;
    std::optional<std::string> found;
    bool const is_path = name.ends_with(".yaml");
    if (is_path) {
        SourcedText const path(std::string(name), asked_at.source,
                               {{0, static_cast<std::uint32_t>(name.size()), asked_at.begin, asked_at.end - asked_at.begin, false}});
        found = resolve_path(workspace_, path, diagnostics_);
        if (!found) return 0;
    } else if (is_layout_name(name)) {
        for (std::string const& folder : folders()) {
            std::string const path = fmt::format("{}/{}.yaml", folder, name);
            if (fs::is_regular_file(path, failed)) {
                found = path;
                break;
            }
        }
    }
    if (!found) {
        std::vector<std::string> names;
        for (std::string const& folder : folders()) {
            for (auto it = fs::directory_iterator(folder, failed); !failed && it != fs::directory_iterator(); it.increment(failed)) {
                if (it->path().extension() == ".yaml") names.push_back(it->path().stem().string());
            }
        }
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
        std::vector<std::string_view> const views(names.begin(), names.end());
        std::string_view const guess = data::did_you_mean(name, views);
        diagnostics_.error("E501", asked_at, fmt::format("no layout '{}'", name),
                           guess.empty() ? fmt::format("layouts here: {}", fmt::join(names, ", ")) : fmt::format("did you mean '{}'?", guess));
        return 0;
    }
    std::string error;
    auto bytes = read_file(*found, kConfigLimit, error);
    if (!bytes) {
        diagnostics_.error("E501", asked_at, fmt::format("layout '{}' cannot be read: {}", name, error));
        return 0;
    }
    SourceId const source = sources_.add(shown_path(*found), std::move(*bytes));
    loaded_.emplace(std::string(name), source);
    return source;
}

std::vector<std::string> LayoutFinder::clause_paths(std::string const& folder, std::string const& id) const {
    if (known_ == nullptr) return list_clauses(folder, id);
    auto known = known_->clauses.find({folder, id});
    if (known == known_->clauses.end()) known = known_->clauses.emplace(std::pair(folder, id), list_clauses(folder, id)).first;
    return known->second;
}

std::vector<std::string> LayoutFinder::list_clauses(std::string const& folder, std::string const& id) const {
    std::size_t const slash = id.find('/');
    std::string const name = slash == id.npos ? id : id.substr(slash + 1), within = slash == id.npos ? folder : folder + "/" + id.substr(0, slash);
    auto const is_plain = [](std::string const& part) {
        return !part.empty() && !part.starts_with('.') && part.find_first_of(std::string_view("/@\0", 3)) == part.npos;
    };
    if (!is_plain(name) || (slash != id.npos && !is_plain(id.substr(0, slash)))) return {};
    for (std::string const& base : folders()) {
        std::error_code failed;
        std::vector<std::pair<std::int64_t, std::string>> found;
        for (auto it = fs::directory_iterator(base + "/" + within, failed); !failed && it != fs::directory_iterator(); it.increment(failed)) {
            std::string const file = it->path().filename().string();
            if (!file.starts_with(name) || !file.ends_with(".yaml") || !fs::is_regular_file(it->path(), failed)) continue;
            std::string const version = file.substr(name.size(), file.size() - name.size() - std::string_view(".yaml").size());
            bool const counted = version.size() > 1 && version.size() < 10 && version[0] == '@' && version.find_first_not_of("0123456789", 1) == version.npos;
            if (version.empty() || counted) found.emplace_back(version.empty() ? -1 : std::stoll(version.substr(1)), it->path().string());
        }
        std::sort(found.begin(), found.end());
        std::vector<std::string> paths;
        for (auto& [version, path] : found) paths.push_back(std::move(path));
        if (!paths.empty()) return paths;
    }
    return {};
}

std::optional<std::string> LayoutFinder::picture_path(SourcedText const& path) const {
    if (known_ != nullptr)
        if (auto const known = known_->pictures.find(path.text); known != known_->pictures.end()) return known->second;
    auto found = find_picture(path.text);
    if (!found)
        diagnostics_.error("E320", path.span(), fmt::format("no file '{}'", path.text), "pictures of a layout stand below its folder of layouts");
    else if (known_ != nullptr)
        known_->pictures.emplace(path.text, *found);
    return found;
}

std::optional<std::string> LayoutFinder::find_picture(std::string const& path) const {
    std::error_code failed;
    bool const plain = path.find('\0') == path.npos && !path.starts_with('/');
    for (std::string const& base : folders()) {
        fs::path const folder = fs::weakly_canonical(base, failed);
        if (failed || !plain) break;
        // The program's own folder may be a link; what is named stays below it.
        fs::path const real = fs::weakly_canonical(folder / path, failed);
        if (!failed && is_below(real, folder) && fs::is_regular_file(real, failed)) return real.string();
    }
    return std::nullopt;
}

}  // namespace offprint::ops
