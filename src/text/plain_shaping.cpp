#include "text/plain_shaping.h"

#include <algorithm>

namespace offprint::text {
namespace {

/// Scripts that HarfBuzz sets letter by letter, without a shaper of their own.
bool is_simple(hb_script_t script) { return script == HB_SCRIPT_LATIN || script == HB_SCRIPT_GREEK || script == HB_SCRIPT_CYRILLIC; }

/// Characters that HarfBuzz neither takes apart, nor hides, nor reorders while no mark follows: letters that stand for themselves, signs.
bool is_simple(char32_t c) {
    bool const letter = (c >= 0xC0 && c < 0x250) || (c >= 0x390 && c < 0x482);
    bool const sign = (c >= 0x2010 && c <= 0x2027) || c == 0xD7;
    return (c >= 0x20 && c < 0x7F) || letter || sign;
}

constexpr std::array<hb_tag_t, 3> kFractions = {HB_TAG('f', 'r', 'a', 'c'), HB_TAG('n', 'u', 'm', 'r'), HB_TAG('d', 'n', 'o', 'm')};
bool is_fraction(hb_tag_t tag) { return std::find(kFractions.begin(), kFractions.end(), tag) != kFractions.end(); }

/// Lookups of all features but those for fractions.
HbSet other_lookups(hb_face_t* face, hb_tag_t table) {
    std::vector<hb_tag_t> tags(hb_ot_layout_table_get_feature_tags(face, table, 0, nullptr, nullptr));
    auto count = static_cast<unsigned>(tags.size());
    hb_ot_layout_table_get_feature_tags(face, table, 0, &count, tags.data());
    tags.erase(std::remove_if(tags.begin(), tags.end(), is_fraction), tags.end());
    tags.push_back(HB_TAG_NONE);
    HbSet lookups(hb_set_create());
    hb_ot_layout_collect_lookups(face, table, nullptr, nullptr, tags.data(), lookups.get());
    return lookups;
}

/// Lookups of a table's features for fractions. HarfBuzz plans for them always, but lets them act around U+2044 only, unless a style
/// asks for the feature: so where they act is not known.
HbSet fraction_lookups(hb_face_t* face, hb_tag_t table) {
    static constexpr hb_tag_t kTags[] = {kFractions[0], kFractions[1], kFractions[2], HB_TAG_NONE};
    HbSet lookups(hb_set_create());
    hb_ot_layout_collect_lookups(face, table, nullptr, nullptr, kTags, lookups.get());
    return lookups;
}

/// The lookups of a plan that may act on a plain string, and which of them are unsure.
struct Lookups {
    HbSet all{hb_set_create()}, unsure;
    Lookups(hb_face_t* face, hb_shape_plan_t* plan, hb_tag_t table, bool fractions) : unsure(fraction_lookups(face, table)) {
        hb_ot_shape_plan_collect_lookups(plan, table, all.get());
        // U+2044 is no plain character, so what is in the plan for fractions alone does nothing.
        if (!fractions) hb_set_intersect(all.get(), other_lookups(face, table).get());
    }
};

/// Apple's tables may take the place of OpenType's; without GPOS the old kern table is used.
/// HarfBuzz lets go of a table that is damaged.
bool has_other_rules(hb_face_t* face) {
    if (!hb_ot_layout_has_substitution(face) && SfntTable(face, HB_OT_TAG_GSUB).size() > 0) return true;
    for (hb_tag_t const tag : {HB_TAG('m', 'o', 'r', 'x'), HB_TAG('m', 'o', 'r', 't'), HB_TAG('k', 'e', 'r', 'x'), HB_TAG('t', 'r', 'a', 'k')})
        if (SfntTable(face, tag).size() > 0) return true;
    return !hb_ot_layout_has_positioning(face);
}

}  // namespace

PlainShaping::PlainShaping(FontFace const& face, hb_shape_plan_t* plan, hb_script_t script, std::vector<hb_feature_t> const& features)
    : face_(face), usable_(is_simple(script) && !has_other_rules(face.handles().face.get())) {
    if (!usable_) return;
    hb_face_t* const handle = face.handles().face.get();
    bool const fractions = std::any_of(features.begin(), features.end(), [](hb_feature_t const& f) { return is_fraction(f.tag); });
    Lookups const glyphs(handle, plan, HB_OT_TAG_GSUB, fractions), places(handle, plan, HB_OT_TAG_GPOS, fractions);
    substitutions_.emplace(handle, HB_OT_TAG_GSUB, glyphs.all.get(), glyphs.unsure.get());
    positions_.emplace(handle, HB_OT_TAG_GPOS, places.all.get(), places.unsure.get());
    kerning_.emplace(handle, places.all.get(), places.unsure.get());
}

PlainShaping::Character const& PlainShaping::character(char32_t c) {
    Character& known = c < ascii_.size() ? ascii_[c] : others_[c];
    if (known.known) return known;
    known.known = true;
    std::uint32_t const glyph = is_simple(c) ? face_.nominal_glyph(c) : 0;
    if (glyph == 0 || hb_ot_layout_get_glyph_class(face_.handles().face.get(), glyph) == HB_OT_LAYOUT_GLYPH_CLASS_MARK) return known;
    known.glyph = glyph;
    return known;
}

void PlainShaping::clear() {
    ids_.clear(), clusters_.clear();
    plain_ = usable_;
}

void PlainShaping::add(char32_t c, std::uint32_t cluster) {
    if (!plain_) return;
    Character const& own = character(c);
    plain_ = own.glyph != 0;
    ids_.push_back(own.glyph);
    clusters_.push_back(cluster);
}

PlainShaping::Pair const& PlainShaping::pair(std::uint32_t first, std::uint32_t second) {
    auto const [at, is_new] = pairs_.try_emplace(pair_of(first, second));
    Pair& pair = at->second;
    if (!is_new) return pair;
    std::optional<std::int32_t> const kern = kerning_->kern(first, second);
    pair.known = kern.has_value();
    pair.advance = face_.advance(first) + kern.value_or(0);
    return pair;
}

PlainShaping::Verdict PlainShaping::set(std::vector<ShapedGlyph>& glyphs) {
    if (!plain_) return Verdict::Shape;
    if (!substitutions_->apply(ids_) || !positions_->apply(ids_)) return Verdict::Shape;
    glyphs.clear();
    for (std::size_t i = 0; i < ids_.size(); ++i) {
        bool const last = i + 1 == ids_.size();
        Pair const* const here = last ? nullptr : &pair(ids_[i], ids_[i + 1]);
        if (!last && !here->known) return Verdict::Learn;
        glyphs.push_back({ids_[i], clusters_[i], last ? face_.advance(ids_[i]) : here->advance, 0, 0});
    }
    return Verdict::Set;
}

/// A string that came out otherwise than the lookups promised ends all trust in this font.
void PlainShaping::learn(std::vector<ShapedGlyph> const& glyphs) {
    usable_ = glyphs.size() == ids_.size();
    for (std::size_t i = 0; usable_ && i < glyphs.size(); ++i) {
        ShapedGlyph const& glyph = glyphs[i];
        bool const last = i + 1 == glyphs.size();
        usable_ = glyph.id == ids_[i] && glyph.x_offset == 0 && glyph.y_offset == 0 && (!last || glyph.advance == face_.advance(glyph.id));
        if (!usable_ || last) continue;
        Pair& seen = pairs_[pair_of(ids_[i], ids_[i + 1])];
        usable_ = !seen.known || seen.advance == glyph.advance;
        seen.known = true, seen.advance = glyph.advance;
    }
}

}  // namespace offprint::text
