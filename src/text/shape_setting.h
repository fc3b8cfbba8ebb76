// One way of shaping: a face with its features, language and script, its plan, and what may reach across a space in it.
#pragma once
#include <array>
#include <unordered_map>
#include <vector>

#include "text/font_handles.h"
#include "text/plain_shaping.h"

namespace offprint::text {

/// Script of a character for shaping; Common, Inherited and Unknown are "none of its own".
struct ScriptOf {
    static bool is_neutral(hb_script_t script) {
        return script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED || script == HB_SCRIPT_UNKNOWN || script == HB_SCRIPT_INVALID;
    }
    static hb_script_t of(char32_t c) {
        if (c < 0x80) return (c | 0x20) >= U'a' && (c | 0x20) <= U'z' ? HB_SCRIPT_LATIN : HB_SCRIPT_COMMON;
        return beyond_ascii(c);
    }

private:
    static hb_script_t beyond_ascii(char32_t code_point);
};

/// Characters that shape together with what stands before them: combining marks, joiners, variation selectors.
bool extends_cluster(char32_t code_point);
/// Controls and default-ignorable characters: they never choose a font and are not seen.
bool is_invisible(char32_t code_point);

/// A face, features, language and script, with HarfBuzz's plan for them. Knows, by reading the plan's lookups and by trying
/// pairs, which characters may be changed by what stands beyond a space: for all others a word shapes alone as in its line.
class ShapeSetting {
public:
    ShapeSetting(FontPtr face, CharStyle const& style, hb_script_t script);

    bool fits(FontFace const* face, CharStyle const& style, hb_script_t script) const;
    hb_script_t script() const { return properties_.script; }
    FontPtr const& face() const { return face_; }
    /// Shapes what stands in the buffer; glyph positions are in design units.
    void shape(hb_buffer_t* buffer) const;
    /// What a buffer holds after that.
    static void read(hb_buffer_t* buffer, std::vector<ShapedGlyph>& glyphs);
    /// Adds a character, with the replacements for those that a font may lack without loss (hyphens, controls).
    void add(hb_buffer_t* buffer, char32_t code_point, unsigned cluster) const { hb_buffer_add(buffer, replacement(code_point), cluster); }
    /// The character that takes the place of one that the font may lack.
    char32_t replacement(char32_t code_point) const;
    /// Sets plain words without HarfBuzz.
    PlainShaping& plain() { return *plain_; }

    /// True when a lookup whose context may hold a space can change this character (Inter's calt: signs and brackets between spaces).
    bool reaches_over_spaces(char32_t code_point, hb_buffer_t* scratch) {
        if (!any_reaching_) return false;
        std::uint8_t const known = memo(code_point).reach;
        return known != 0 ? (known & kYes) != 0 : find_reach(code_point, scratch);
    }
    /// False when no character of this setting reaches over spaces.
    bool any_reaches() const { return any_reaching_; }
    /// True when the advance or place of the first (second) of two characters, one of them a space, is not what it is alone.
    bool first_changes(char32_t first, char32_t second, hb_buffer_t* scratch) { return pair(first, second, scratch) & kFirst; }
    bool second_changes(char32_t first, char32_t second, hb_buffer_t* scratch) { return pair(first, second, scratch) & kSecond; }

private:
    static constexpr std::uint8_t kKnown = 1, kYes = 2, kFirst = 2, kSecond = 4;
    void analyse();
    void analyse_table(hb_tag_t table);
    bool find_reach(char32_t code_point, hb_buffer_t* scratch);
    std::uint8_t pair(char32_t first, char32_t second, hb_buffer_t* scratch);
    std::uint8_t try_pair(char32_t first, char32_t second, hb_buffer_t* scratch);
    void try_text(std::u32string_view text, hb_buffer_t* scratch);

    FontPtr face_;
    std::vector<Feature> wanted_;
    std::string language_;
    bool ligatures_;
    std::vector<hb_feature_t> features_;
    hb_segment_properties_t properties_{};
    HbPlan plan_;
    std::optional<PlainShaping> plain_;
    HbSet reaching_;             // glyphs that a lookup with a space in its context may change
    bool any_reaching_ = false;  // there are such glyphs
    bool spaces_kern_ = false;   // some positioning lookup may know the space
    std::vector<ShapedGlyph> tried_;
    bool fractions_ = false;  // the style asks for fractions: spaces between figures matter
    struct Memo {
        std::uint8_t reach = 0, after_space = 0, before_space = 0;
    };
    std::array<Memo, 128> ascii_{};
    std::unordered_map<char32_t, Memo> others_;
    Memo& memo(char32_t c) { return c < 128 ? ascii_[c] : others_[c]; }
};

}  // namespace offprint::text
