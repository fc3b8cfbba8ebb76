// Pictures of a workspace: found, read within limits, decoded once.
#pragma once
#include <map>

#include "blocks/picture_files.h"
#include "ops/workspace.h"

namespace offprint::ops {

class WorkspacePictures final : public blocks::PictureFiles {
public:
    /// What becomes of the files' bytes: a copy that carries its sources wants them.
    enum class Bytes { LetGo, Keep };

    WorkspacePictures(Workspace workspace, Bytes bytes, Diagnostics& diagnostics)
        : workspace_(std::move(workspace)), bytes_(bytes), diagnostics_(diagnostics) {}
    draw::PicturePtr open(SourcedText const& path) override;
    /// A file already found; null, reported at `asked_at`, when it is no picture.
    draw::PicturePtr read(std::string const& file, Span asked_at);
    /// The files that were read, where their bytes are kept.
    std::map<std::string, std::string> const& files() const { return files_; }

private:
    draw::PicturePtr decode(std::string const& file, Span asked_at);

    Workspace workspace_;
    Bytes bytes_;
    Diagnostics& diagnostics_;
    std::map<std::string, std::string> files_;
    std::map<std::string, draw::PicturePtr> pictures_;  // by file; null: it has been reported
};

}  // namespace offprint::ops
