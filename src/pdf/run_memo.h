// Glyph runs that were shown before, for whoever writes many files in much the same text: copies of a report have most lines in common.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "text/glyph_run.h"

namespace offprint::pdf {

/// What a run is shown by, from its text to its operators.
struct ShownRun {
    /// A code that it takes: codes are given anew in each file, so whoever shows the run again asks for these, and they must be the same.
    struct Code {
        std::uint32_t glyph = 0;
        std::uint32_t begin = 0, length = 0;  // its text, in the run's
        std::uint16_t cid = 0;
    };
    std::int64_t space_milli = 0;  // character spacing
    std::string array;             // the inside of a TJ array
    bool adjusted = false;         // whether that holds more than one string
    std::vector<Code> codes;       // each once, in the order in which they are first shown
};

/// Runs by all that `array` hangs on. Not shared between threads.
class RunMemo {
public:
    /// A run at a place, `space_milli` being what stood before it where that matters.
    struct Key {
        text::GlyphRun const& run;
        Length x;
        std::int64_t space_milli = 0;
        std::size_t hash = 0;
    };
    static Key key(text::GlyphRun const& run, Length x, std::int64_t space_milli);

    /// Null if it is not kept. Good until the next one is kept.
    ShownRun const* find(Key const& key);
    /// Whether the run was asked for here before: what comes but once is not worth the room.
    bool is_known(Key const& key);
    /// Of a thousand those go that were not asked for since the last thousand came.
    void keep(Key const& key, ShownRun shown);

private:
    static constexpr std::size_t kMost = 1024;  // of a generation
    struct Kept {
        std::uint64_t face = 0;
        Length size, x;
        std::int64_t space_milli = 0;
        int expansion = 0;
        std::string text;
        std::vector<text::Glyph> glyphs;
        ShownRun shown;

        bool is(Key const& key) const;
    };
    using Generation = std::unordered_multimap<std::size_t, Kept>;
    Generation young_, old_;
    std::array<std::size_t, 4096> seen_{};  // hashes, each at its own place
};

}  // namespace offprint::pdf
