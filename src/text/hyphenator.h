// Hyphenation by Liang's patterns, from tries compiled at build time out of the distribution's dictionaries.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace offprint::text {

/// The patterns of one language, mapped from `<folder>/<language>.hyt`. Safe to share between threads.
class Hyphenator {
public:
    /// Null when there is no dictionary for the language ("en-US" falls back to "en") or its file is damaged.
    static std::shared_ptr<Hyphenator const> open(std::string const& folder, std::string_view language);
    ~Hyphenator();
    /// Byte offsets in `word` (letters, any case) before which a hyphen may stand, ascending; respects the language's minima.
    /// Anything that is no letter parts the word into words of their own (an apostrophe, a hyphen).
    std::vector<std::uint32_t> points(std::string_view word) const;

private:
    struct Data;
    explicit Hyphenator(std::unique_ptr<Data> data);
    std::unique_ptr<Data> data_;
};

}  // namespace offprint::text
