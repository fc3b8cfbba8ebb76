#include "ops/scratch_folder.h"

#include <cstdlib>
#include <filesystem>

namespace offprint::ops {

namespace fs = std::filesystem;

std::optional<ScratchFolder> ScratchFolder::make(std::string const& purpose) {
    std::error_code failed;
    std::string pattern = (fs::temp_directory_path(failed) / ("offprint-" + purpose + "-XXXXXX")).string();
    if (failed || ::mkdtemp(pattern.data()) == nullptr) return std::nullopt;
    ScratchFolder folder;
    folder.path_ = fs::canonical(pattern, failed).string();
    return folder;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace offprint::ops
