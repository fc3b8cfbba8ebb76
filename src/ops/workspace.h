// Where things are: the program's own share folder, the workspace's root, and files that an article may name.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "data/value.h"
#include "doc/theme.h"

namespace offprint::ops {

/// The folder with fonts, layouts, messages, hyphenation and the colour profile: beside the program when it is installed
/// (../share/offprint), in the build folder otherwise. Empty when the program has been torn from it.
std::string find_share_folder();

/// The nearest folder above the article with an `offprint.yaml`, or the article's own.
struct Workspace {
    std::string root;            // canonical
    std::string article_folder;  // canonical
    std::string default_layout;
    SourcedText policy;  // path; empty: none
    std::vector<std::string> font_folders;
};
/// `top`: no folder above it is looked at.
Workspace open_workspace(std::string const& article_path, Sources& sources, Diagnostics& diagnostics, std::string const& top = {});

/// Finds the file that a path in an article means: from the article's folder, then from the root; never outside the root,
/// not even through a symbolic link. Reports and gives nothing when it cannot be had.
std::optional<std::string> resolve_path(Workspace const& workspace, SourcedText const& path, Diagnostics& diagnostics);

/// A path as a person started it: relative to the current folder where it is below it.
std::string shown_path(std::string const& path);

/// Paths that were found before, for whoever reads many copies: all of them see the folders as the first did.
struct KnownPaths {
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> clauses;  // by folder and id
    std::map<std::string, std::string> pictures;                                      // by what the layout names them
};

/// Finds layouts in the workspace's layouts folder, then among the program's own.
class LayoutFinder final : public doc::LayoutFiles {
public:
    LayoutFinder(Workspace const& workspace, std::string share, Sources& sources, Diagnostics& diagnostics, KnownPaths* known = nullptr)
        : workspace_(workspace), share_(std::move(share)), sources_(sources), diagnostics_(diagnostics), known_(known) {}
    SourceId load(std::string_view name, Span asked_at) override;
    /// Path of a picture that a layout names, below one of the folders of layouts; reported when there is none.
    std::optional<std::string> picture_path(SourcedText const& path) const;
    /// Paths of a clause text for the layouts found so far: `ID.yaml`, then its versions `ID@1.yaml`, `ID@2.yaml`, in their order; of the first folder of
    /// layouts that has any. An id may have one slash: REGIME/NAME.
    std::vector<std::string> clause_paths(std::string const& folder, std::string const& id) const;

private:
    std::vector<std::string> folders() const;
    std::vector<std::string> list_clauses(std::string const& folder, std::string const& id) const;
    std::optional<std::string> find_picture(std::string const& path) const;

    Workspace const& workspace_;
    std::string share_;
    Sources& sources_;
    Diagnostics& diagnostics_;
    KnownPaths* known_;
    std::map<std::string, SourceId, std::less<>> loaded_;
};

}  // namespace offprint::ops
