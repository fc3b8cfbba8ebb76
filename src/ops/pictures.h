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

private:
    draw::PicturePtr read(std::string const& file, Span asked_at);

    Workspace workspace_;
    Diagnostics& diagnostics_;
    std::map<std::string, draw::PicturePtr> pictures_;  // by file; null: it has been reported
};

}  // namespace offprint::ops
