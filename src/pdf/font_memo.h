// Cut fonts and streams that were made before, for whoever writes many files in much the same text.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace offprint::pdf {

/// A font as it is embedded: its name with the subset's tag, and its streams, deflated.
struct CutFont {
    std::string name;
    std::size_t file_size = 0;
    std::string file, map, unicode;
};

/// Cut fonts by what they were cut for: face, codes, glyphs and texts; and what all files hold, deflated. Safe to share between threads.
class FontMemo {
public:
    /// Null if there is none.
    std::shared_ptr<CutFont const> find(std::string const& key) const;
    /// When there are many, all of them go.
    void keep(std::string key, std::shared_ptr<CutFont const> font);
    /// A stream that each file holds the same, as `deflate` makes it (colour profile, encoding).
    std::string deflated(std::string_view bytes);

private:
    static constexpr std::size_t kMost = 128;
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<CutFont const>> fonts_;
    std::map<std::string, std::string, std::less<>> streams_;
};

}  // namespace offprint::pdf
