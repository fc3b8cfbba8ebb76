// Cut fonts that were made before, for whoever writes many files in much the same text.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace offprint::pdf {

/// A font as it is embedded: its name with the subset's tag, and its streams, deflated.
struct CutFont {
    std::string name;
    std::size_t file_size = 0;
    std::string file, map, unicode;
};

/// Cut fonts by what they were cut for: face, codes, glyphs and texts. Safe to share between threads.
class FontMemo {
public:
    /// Null if there is none.
    std::shared_ptr<CutFont const> find(std::string const& key) const;
    /// When there are many, all of them go.
    void keep(std::string key, std::shared_ptr<CutFont const> font);

private:
    static constexpr std::size_t kMost = 128;
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<CutFont const>> fonts_;
};

}  // namespace offprint::pdf
