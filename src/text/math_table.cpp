#include "text/math_table.h"

#include <array>

#include "text/font_handles.h"

namespace offprint::text {
namespace {

/// HarfBuzz numbers the constants as the table does; ours are those that formulas use, in the same order.
constexpr std::array kConstants = {
    HB_OT_MATH_CONSTANT_DELIMITED_SUB_FORMULA_MIN_HEIGHT,
    HB_OT_MATH_CONSTANT_DISPLAY_OPERATOR_MIN_HEIGHT,
    HB_OT_MATH_CONSTANT_AXIS_HEIGHT,
    HB_OT_MATH_CONSTANT_ACCENT_BASE_HEIGHT,
    HB_OT_MATH_CONSTANT_SUBSCRIPT_SHIFT_DOWN,
    HB_OT_MATH_CONSTANT_SUBSCRIPT_TOP_MAX,
    HB_OT_MATH_CONSTANT_SUBSCRIPT_BASELINE_DROP_MIN,
    HB_OT_MATH_CONSTANT_SUPERSCRIPT_SHIFT_UP,
    HB_OT_MATH_CONSTANT_SUPERSCRIPT_SHIFT_UP_CRAMPED,
    HB_OT_MATH_CONSTANT_SUPERSCRIPT_BOTTOM_MIN,
    HB_OT_MATH_CONSTANT_SUPERSCRIPT_BASELINE_DROP_MAX,
    HB_OT_MATH_CONSTANT_SUB_SUPERSCRIPT_GAP_MIN,
    HB_OT_MATH_CONSTANT_SUPERSCRIPT_BOTTOM_MAX_WITH_SUBSCRIPT,
    HB_OT_MATH_CONSTANT_SPACE_AFTER_SCRIPT,
    HB_OT_MATH_CONSTANT_UPPER_LIMIT_GAP_MIN,
    HB_OT_MATH_CONSTANT_UPPER_LIMIT_BASELINE_RISE_MIN,
    HB_OT_MATH_CONSTANT_LOWER_LIMIT_GAP_MIN,
    HB_OT_MATH_CONSTANT_LOWER_LIMIT_BASELINE_DROP_MIN,
    HB_OT_MATH_CONSTANT_STACK_TOP_SHIFT_UP,
    HB_OT_MATH_CONSTANT_STACK_TOP_DISPLAY_STYLE_SHIFT_UP,
    HB_OT_MATH_CONSTANT_STACK_BOTTOM_SHIFT_DOWN,
    HB_OT_MATH_CONSTANT_STACK_BOTTOM_DISPLAY_STYLE_SHIFT_DOWN,
    HB_OT_MATH_CONSTANT_STACK_GAP_MIN,
    HB_OT_MATH_CONSTANT_STACK_DISPLAY_STYLE_GAP_MIN,
    HB_OT_MATH_CONSTANT_FRACTION_NUMERATOR_SHIFT_UP,
    HB_OT_MATH_CONSTANT_FRACTION_NUMERATOR_DISPLAY_STYLE_SHIFT_UP,
    HB_OT_MATH_CONSTANT_FRACTION_DENOMINATOR_SHIFT_DOWN,
    HB_OT_MATH_CONSTANT_FRACTION_DENOMINATOR_DISPLAY_STYLE_SHIFT_DOWN,
    HB_OT_MATH_CONSTANT_FRACTION_NUMERATOR_GAP_MIN,
    HB_OT_MATH_CONSTANT_FRACTION_NUM_DISPLAY_STYLE_GAP_MIN,
    HB_OT_MATH_CONSTANT_FRACTION_RULE_THICKNESS,
    HB_OT_MATH_CONSTANT_FRACTION_DENOMINATOR_GAP_MIN,
    HB_OT_MATH_CONSTANT_FRACTION_DENOM_DISPLAY_STYLE_GAP_MIN,
    HB_OT_MATH_CONSTANT_OVERBAR_VERTICAL_GAP,
    HB_OT_MATH_CONSTANT_OVERBAR_RULE_THICKNESS,
    HB_OT_MATH_CONSTANT_OVERBAR_EXTRA_ASCENDER,
    HB_OT_MATH_CONSTANT_UNDERBAR_VERTICAL_GAP,
    HB_OT_MATH_CONSTANT_UNDERBAR_RULE_THICKNESS,
    HB_OT_MATH_CONSTANT_UNDERBAR_EXTRA_DESCENDER,
    HB_OT_MATH_CONSTANT_RADICAL_VERTICAL_GAP,
    HB_OT_MATH_CONSTANT_RADICAL_DISPLAY_STYLE_VERTICAL_GAP,
    HB_OT_MATH_CONSTANT_RADICAL_RULE_THICKNESS,
    HB_OT_MATH_CONSTANT_RADICAL_EXTRA_ASCENDER,
    HB_OT_MATH_CONSTANT_RADICAL_KERN_BEFORE_DEGREE,
    HB_OT_MATH_CONSTANT_RADICAL_KERN_AFTER_DEGREE,
};
static_assert(kConstants.size() == static_cast<std::size_t>(MathConstant::RadicalKernAfterDegree) + 1);

constexpr unsigned kMost = 32;  // variants or parts of a glyph; fonts have about ten

hb_direction_t direction_of(MathTable::Direction direction) { return direction == MathTable::Direction::Vertical ? HB_DIRECTION_BTT : HB_DIRECTION_LTR; }

/// Percent as the table has it, within reason.
int permille(int percent, int standard) { return percent > 0 && percent <= 100 ? percent * 10 : standard; }

}  // namespace

bool MathTable::is_there() const { return hb_ot_math_has_data(face_->handles().face.get()) != 0; }

Length MathTable::constant(MathConstant which, Length size) const {
    return face_->at_size(hb_ot_math_get_constant(face_->handles().font.get(), kConstants[static_cast<std::size_t>(which)]), size);
}

int MathTable::script_scale(int level) const {
    auto const which = level == 1 ? HB_OT_MATH_CONSTANT_SCRIPT_PERCENT_SCALE_DOWN : HB_OT_MATH_CONSTANT_SCRIPT_SCRIPT_PERCENT_SCALE_DOWN;
    return permille(hb_ot_math_get_constant(face_->handles().font.get(), which), level == 1 ? 700 : 500);
}

int MathTable::radical_degree_raise() const {
    return permille(hb_ot_math_get_constant(face_->handles().font.get(), HB_OT_MATH_CONSTANT_RADICAL_DEGREE_BOTTOM_RAISE_PERCENT), 600);
}

Length MathTable::min_connector_overlap(Length size) const {
    return face_->at_size(hb_ot_math_get_min_connector_overlap(face_->handles().font.get(), HB_DIRECTION_BTT), size);
}

GlyphBounds MathTable::bounds(std::uint32_t glyph, Length size) const {
    hb_glyph_extents_t ink{};
    hb_font_get_glyph_extents(face_->handles().font.get(), glyph, &ink);
    auto const at = [&](int units) { return face_->at_size(units, size); };
    return {at(face_->advance(glyph)), at(ink.x_bearing), at(ink.x_bearing + ink.width), at(ink.y_bearing), at(-(ink.y_bearing + ink.height))};
}

Length MathTable::italics_correction(std::uint32_t glyph, Length size) const {
    return face_->at_size(hb_ot_math_get_glyph_italics_correction(face_->handles().font.get(), glyph), size);
}

Length MathTable::top_accent(std::uint32_t glyph, Length size) const {
    return face_->at_size(hb_ot_math_get_glyph_top_accent_attachment(face_->handles().font.get(), glyph), size);
}

std::uint32_t MathTable::script_form(std::uint32_t glyph, int level) const {
    hb_face_t* const face = face_->handles().face.get();
    std::array<hb_tag_t, 2> const features = {HB_TAG('s', 's', 't', 'y'), HB_TAG_NONE};
    HbSet const lookups(hb_set_create());
    hb_ot_layout_collect_lookups(face, HB_OT_TAG_GSUB, nullptr, nullptr, features.data(), lookups.get());
    hb_codepoint_t lookup = HB_SET_VALUE_INVALID;
    while (hb_set_next(lookups.get(), &lookup)) {
        std::array<hb_codepoint_t, 2> forms{};
        unsigned count = 2;
        hb_ot_layout_lookup_get_glyph_alternates(face, lookup, glyph, 0, &count, forms.data());
        if (count > 0) return forms[std::min<std::size_t>(count, static_cast<std::size_t>(level)) - 1];
    }
    return glyph;
}

std::vector<std::pair<std::uint32_t, Length>> MathTable::variants(std::uint32_t glyph, Direction direction, Length size) const {
    std::array<hb_ot_math_glyph_variant_t, kMost> found{};
    unsigned count = kMost;
    hb_ot_math_get_glyph_variants(face_->handles().font.get(), glyph, direction_of(direction), 0, &count, found.data());
    std::vector<std::pair<std::uint32_t, Length>> out;
    for (unsigned i = 0; i < count; ++i) out.emplace_back(found[i].glyph, face_->at_size(found[i].advance, size));
    return out;
}

std::vector<GlyphPart> MathTable::assembly(std::uint32_t glyph, Direction direction, Length size) const {
    std::array<hb_ot_math_glyph_part_t, kMost> found{};
    unsigned count = kMost;
    hb_position_t correction = 0;
    hb_ot_math_get_glyph_assembly(face_->handles().font.get(), glyph, direction_of(direction), 0, &count, found.data(), &correction);
    std::vector<GlyphPart> out;
    auto const at = [&](int units) { return face_->at_size(units, size); };
    for (unsigned i = 0; i < count; ++i) {
        hb_ot_math_glyph_part_t const& part = found[i];
        out.push_back({part.glyph, at(part.start_connector_length), at(part.end_connector_length), at(part.full_advance),
                       (part.flags & HB_OT_MATH_GLYPH_PART_FLAG_EXTENDER) != 0});
    }
    return out;
}

}  // namespace offprint::text
