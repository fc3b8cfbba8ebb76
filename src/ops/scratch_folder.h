// A folder of its own that is gone afterwards, whatever happens.
#pragma once
#include <optional>
#include <string>
#include <utility>

namespace offprint::ops {

class ScratchFolder {
public:
    /// Below the system's folder for such; `purpose` is a part of its name. Nothing where none can be made.
    static std::optional<ScratchFolder> make(std::string const& purpose);
    ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    ScratchFolder& operator=(ScratchFolder&&) = delete;
    ~ScratchFolder();
    std::string const& path() const { return path_; }

private:
    ScratchFolder() = default;
    std::string path_;
};

}  // namespace offprint::ops
