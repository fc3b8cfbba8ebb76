// Shaping without the shaper: most words of a Latin text are their letters' own glyphs and kerned pairs, and nothing else.
#pragma once
#include <array>
#include <optional>
#include <unordered_map>
#include <vector>

#include "text/lookup_rules.h"
#include "text/shaper.h"

namespace offprint::text {

/// Sets a string by its nominal glyphs and by what HarfBuzz was seen to do with each pair of them, where the font's lookups (read by
/// LookupRules) say that nothing else can happen. Inter costs HarfBuzz some 6,000 instructions a letter, this some 200.
class PlainShaping {
public:
    PlainShaping(FontFace const& face, hb_shape_plan_t* plan, hb_script_t script, std::vector<hb_feature_t> const& features);

    /// What a string needs: nothing, its pairs to be seen once, or HarfBuzz for good.
    enum class Verdict { Set, Learn, Shape };
    /// Takes the next character of a string.
    void add(char32_t code_point, std::uint32_t cluster);
    void clear();
    /// Sets the string into `glyphs` if it can. After Learn, give what HarfBuzz made of it to `learn`.
    Verdict set(std::vector<ShapedGlyph>& glyphs);
    void learn(std::vector<ShapedGlyph> const& glyphs);

private:
    struct Character {
        std::uint32_t glyph = 0;  // 0: not plain
        std::int32_t advance = 0;
        bool known = false;
    };
    Character const& character(char32_t code_point);
    static std::uint64_t pair_of(std::uint32_t first, std::uint32_t second) { return std::uint64_t{first} << 32 | second; }

    FontFace const& face_;
    bool usable_;
    std::optional<LookupRules> substitutions_, positions_;
    std::array<Character, 128> ascii_{};
    std::unordered_map<char32_t, Character> others_;
    std::unordered_map<std::uint64_t, std::int32_t> pairs_;  // advance of the first glyph before the second
    std::vector<std::uint32_t> ids_;                         // the string
    std::vector<std::uint32_t> clusters_;
    std::vector<std::int32_t> advances_;
    std::vector<char> apart_;  // whether glyph i and the next are a known pair
    bool plain_ = true;
};

}  // namespace offprint::text
