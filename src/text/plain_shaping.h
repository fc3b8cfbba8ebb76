// Shaping without the shaper: nearly all of a Latin text is single glyphs, put in each other's place here and there, and kerned pairs.
#pragma once
#include <array>
#include <optional>
#include <unordered_map>
#include <vector>

#include "text/lookup_rules.h"
#include "text/pair_kerning.h"
#include "text/shaper.h"

namespace offprint::text {

/// Sets a string by the glyphs that the font's lookups make of it (LookupRules) and their pairs' kerning (PairKerning), where nothing
/// else can happen; of pairs that the font leaves in doubt HarfBuzz shows once what becomes of them. Inter costs HarfBuzz some 6,000 instructions a letter,
/// this some 300.
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
        bool known = false;
    };
    struct Pair {
        std::int32_t advance = 0;  // of the first glyph
        bool known = false;        // is it?
    };
    Character const& character(char32_t code_point);
    Pair const& pair(std::uint32_t first, std::uint32_t second);
    static std::uint64_t pair_of(std::uint32_t first, std::uint32_t second) { return std::uint64_t{first} << 32 | second; }

    FontFace const& face_;
    bool usable_;
    std::optional<LookupRules> substitutions_, positions_;
    std::optional<PairKerning> kerning_;
    std::array<Character, 128> ascii_{};
    std::unordered_map<char32_t, Character> others_;
    std::unordered_map<std::uint64_t, Pair> pairs_;
    std::vector<std::uint32_t> ids_;  // the string
    std::vector<std::uint32_t> clusters_;
    bool plain_ = true;
};

}  // namespace offprint::text
