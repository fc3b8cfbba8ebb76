#include "pdf/run_memo.h"

#include <cstring>
#include <functional>
#include <type_traits>
#include <utility>

#include "text/font.h"

namespace offprint::pdf {

// Glyphs are compared as bytes.
static_assert(std::has_unique_object_representations_v<text::Glyph>);

// Text and place tell nearly all runs apart; what else they differ in is compared.
RunMemo::Key RunMemo::key(text::GlyphRun const& run, Length x, std::int64_t space_milli) {
    constexpr std::size_t kOdd = 0x9E3779B97F4A7C15u;
    auto const size = static_cast<std::size_t>(run.size.raw()), place = static_cast<std::size_t>(x.raw());
    auto const last = static_cast<std::size_t>(run.glyphs[run.glyphs.size() / 2].advance);
    std::size_t const hash = std::hash<std::string_view>{}(run.text) ^ (size * kOdd) ^ ((place * kOdd) >> 7) ^ (last * kOdd << 9);
    return {run, x, space_milli, hash};
}

bool RunMemo::Kept::is(Key const& key) const {
    text::GlyphRun const& run = key.run;
    return face == run.face->id() && size == run.size && x == key.x && space_milli == key.space_milli && expansion == run.expansion && text == run.text &&
           glyphs.size() == run.glyphs.size() && std::memcmp(glyphs.data(), run.glyphs.data(), glyphs.size() * sizeof(text::Glyph)) == 0;
}

ShownRun const* RunMemo::find(Key const& key) {
    for (Generation* const generation : {&young_, &old_}) {
        auto const [first, last] = generation->equal_range(key.hash);
        for (auto it = first; it != last; ++it) {
            if (!it->second.is(key)) continue;
            if (generation == &old_) it = young_.insert(old_.extract(it));
            return &it->second.shown;
        }
    }
    return nullptr;
}

bool RunMemo::is_known(Key const& key) {
    std::size_t& seen = seen_[key.hash % seen_.size()];
    return std::exchange(seen, key.hash) == key.hash;
}

void RunMemo::keep(Key const& key, ShownRun shown) {
    if (young_.size() >= kMost) {
        old_ = std::move(young_);
        young_.clear();
    }
    text::GlyphRun const& run = key.run;
    young_.emplace(key.hash, Kept{run.face->id(), run.size, key.x, key.space_milli, run.expansion, run.text, run.glyphs, std::move(shown)});
}

}  // namespace offprint::pdf
