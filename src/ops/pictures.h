// Pictures of a workspace: found, read within limits, decoded once.
#pragma once
#include <map>

#include "blocks/picture_files.h"
#include "ops/workspace.h"

namespace offprint::ops {

class WorkspacePictures final : public blocks::PictureFiles {
public:
    WorkspacePictures(Workspace workspace, Diagnostics& diagnostics) : workspace_(std::move(workspace)), diagnostics_(diagnostics) {}
    draw::PicturePtr open(SourcedText const& path) override;
    /// A file already found; null, reported at `asked_at`, when it is no picture.
    draw::PicturePtr read(std::string const& file, Span asked_at);

private:
    draw::PicturePtr decode(std::string const& file, Span asked_at);

    Workspace workspace_;
    Diagnostics& diagnostics_;
    std::map<std::string, draw::PicturePtr> pictures_;  // by file; null: it has been reported
};

}  // namespace offprint::ops
