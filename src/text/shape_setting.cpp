#include "text/shape_setting.h"

#include <algorithm>

#include "text/layout_table.h"

namespace offprint::text {
namespace {

/// Lookups read at most; a font with more (none is known) has every character taken for one that reaches over spaces.
constexpr unsigned kMostLookups = 4096;
constexpr char32_t kHyphen = 0x2010, kNonBreakingHyphen = 0x2011;

hb_feature_t whole(hb_tag_t tag, std::uint32_t value) { return {tag, value, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END}; }

std::vector<hb_feature_t> to_harfbuzz(std::vector<Feature> const& wanted, bool ligatures) {
    std::vector<hb_feature_t> features;
    for (Feature const& f : wanted) features.push_back(whole(hb_tag_from_string(f.tag, 4), f.value));
    // Tracked letters stand apart, so they must not join: of several values for a tag the last one counts.
    if (!ligatures) {
        for (hb_tag_t const tag : {HB_TAG('l', 'i', 'g', 'a'), HB_TAG('c', 'l', 'i', 'g'), HB_TAG('d', 'l', 'i', 'g')}) features.push_back(whole(tag, 0));
    }
    return features;
}

/// Lookups that only ever act around U+2044 (HarfBuzz sets their masks there and nowhere else).
HbSet fraction_lookups(hb_face_t* face, hb_tag_t table) {
    static constexpr hb_tag_t kFractions[] = {HB_TAG('f', 'r', 'a', 'c'), HB_TAG('n', 'u', 'm', 'r'), HB_TAG('d', 'n', 'o', 'm'), HB_TAG_NONE};
    HbSet lookups(hb_set_create());
    hb_ot_layout_collect_lookups(face, table, nullptr, nullptr, kFractions, lookups.get());
    return lookups;
}

/// What a lookup can do across a space: nothing, kern with it, or anything that its context allows.
enum class Kind { Local, Pair, Reaching };

/// Kind of a lookup by its first subtable's type. Unreadable counts as the worst.
Kind kind_of(LayoutTable const& table, std::size_t lookup) {
    int const type = table.subtable(lookup, 0).type;
    if (table.substitutes()) return type >= 1 && type <= 3 ? Kind::Local : Kind::Reaching;
    if (type == 2) return Kind::Pair;
    return type == 1 || (type >= 3 && type <= 6) ? Kind::Local : Kind::Reaching;
}

/// Reads a lookup of contexts in format 3 (a coverage for each place): whether any place may hold the space, and the glyphs that the
/// lookup, or one that it calls, may change. Much quicker than HarfBuzz's collecting of all glyphs; false for lookups of other forms.
class ContextReader {
public:
    ContextReader(LayoutTable const& table, hb_codepoint_t space, hb_set_t* input) : table_(table), space_(space), input_(input) {}
    bool read(std::size_t lookup) {
        for (std::size_t i = 0; i < table_.offset(lookup + 4); ++i) {
            auto const [type, at] = table_.subtable(lookup, i);
            bool const context = type == (table_.substitutes() ? 5 : 7), chain = type == (table_.substitutes() ? 6 : 8);
            if (!(context || chain) || table_.u16(at) != 3) return false;
            std::size_t cursor = at + 2;
            if (context) {
                std::size_t const count = table_.offset(cursor), records = table_.offset(cursor + 2);
                add_places(at, cursor + 4, count, true);
                if (!add_called(cursor + 4 + 2 * count, records)) return false;
                continue;
            }
            for (bool const input : {false, true, false}) {
                std::size_t const count = table_.offset(cursor);
                add_places(at, cursor + 2, count, input);
                cursor += 2 + 2 * count;
            }
            if (!add_called(cursor + 2, table_.offset(cursor))) return false;
        }
        return true;
    }
    bool knows_space = false;

private:
    void add_places(std::size_t at, std::size_t first, std::size_t count, bool input) {
        for (std::size_t k = 0; k < count; ++k) {
            std::size_t const coverage = at + table_.offset(first + 2 * k);
            knows_space = knows_space || table_.covers(coverage, space_);
            if (input) table_.collect(coverage, input_);
        }
    }
    bool add_called(std::size_t records, std::size_t count) {
        for (std::size_t k = 0; k < count; ++k) {
            std::size_t const lookup = table_.lookup(table_.offset(records + 4 * k + 2));
            for (std::size_t i = 0; i < table_.offset(lookup + 4); ++i) {
                auto const [type, at] = table_.subtable(lookup, i);
                if (!table_.substitutes() || type > 4) return false;
                table_.collect(at + table_.offset(at + 2), input_);
            }
        }
        return true;
    }

    LayoutTable const& table_;
    hb_codepoint_t space_;
    hb_set_t* input_;
};

hb_unicode_general_category_t category(char32_t c) { return hb_unicode_general_category(hb_unicode_funcs_get_default(), c); }

}  // namespace

hb_script_t ScriptOf::beyond_ascii(char32_t c) { return hb_unicode_script(hb_unicode_funcs_get_default(), c); }

bool extends_cluster(char32_t c) {
    if (c < 0x300) return false;
    if (c == 0x200D || c == 0x200C || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) || (c >= 0x1F3FB && c <= 0x1F3FF)) return true;
    hb_unicode_general_category_t const kind = category(c);
    return kind == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK || kind == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK ||
           kind == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK;
}

bool is_invisible(char32_t c) {
    if (c < 0x80) return c < 0x20 || c == 0x7F;
    if (c < 0xA0 || c == 0xAD) return true;  // C1 controls, soft hyphen
    if (c < 0x34F) return false;
    // Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties) as far as assigned; bidi controls and joiners are format characters.
    bool const filler = c == 0x34F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c == 0x3164 || c == 0xFFA0;
    bool const selector = (c >= 0x180B && c <= 0x180F) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE0FFF);
    bool const format = (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0x61C;
    bool const separator = c == 0x2028 || c == 0x2029;
    return filler || selector || format || separator;
}

ShapeSetting::ShapeSetting(FontPtr face, CharStyle const& style, hb_script_t script)
    : face_(std::move(face)),
      wanted_(style.features),
      language_(style.language),
      ligatures_(style.tracking == Length{}),
      features_(to_harfbuzz(style.features, style.tracking == Length{})),
      reaching_(hb_set_create()) {
    properties_.direction = HB_DIRECTION_LTR;
    properties_.script = script;
    properties_.language = hb_language_from_string(language_.data(), static_cast<int>(language_.size()));
    plan_.reset(hb_shape_plan_create(face_->handles().face.get(), &properties_, features_.data(), static_cast<unsigned>(features_.size()), nullptr));
    fractions_ = std::any_of(features_.begin(), features_.end(), [](hb_feature_t const& f) { return f.tag == HB_TAG('f', 'r', 'a', 'c') && f.value != 0; });
    plain_.emplace(*face_, plan_.get(), script, features_);
    analyse();
}

bool ShapeSetting::fits(FontFace const* face, CharStyle const& style, hb_script_t script) const {
    return face_.get() == face && properties_.script == script && ligatures_ == (style.tracking == Length{}) && language_ == style.language &&
           wanted_ == style.features;
}

void ShapeSetting::shape(hb_buffer_t* buffer) const {
    hb_buffer_set_segment_properties(buffer, &properties_);
    hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
    // Text is joined from pieces: a mark at a piece's start is no fault, and what is invisible must not become a glyph.
    unsigned const flags = HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES | HB_BUFFER_FLAG_DO_NOT_INSERT_DOTTED_CIRCLE;
    hb_buffer_set_flags(buffer, static_cast<hb_buffer_flags_t>(flags));
    hb_shape_plan_execute(plan_.get(), face_->handles().font.get(), buffer, features_.data(), static_cast<unsigned>(features_.size()));
}

void ShapeSetting::read(hb_buffer_t* buffer, std::vector<ShapedGlyph>& glyphs) {
    unsigned count = 0;
    hb_glyph_info_t const* const infos = hb_buffer_get_glyph_infos(buffer, &count);
    hb_glyph_position_t const* const positions = hb_buffer_get_glyph_positions(buffer, nullptr);
    glyphs.clear();
    for (unsigned i = 0; i < count; ++i)
        glyphs.push_back({infos[i].codepoint, infos[i].cluster, positions[i].x_advance, positions[i].x_offset, positions[i].y_offset});
}

char32_t ShapeSetting::replacement(char32_t c) const {
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return c == U'\t' || c == U'\n' ? U' ' : char32_t{0x200B};
    bool const hyphen = c == kHyphen || c == kNonBreakingHyphen;
    return hyphen && face_->nominal_glyph(c) == 0 && face_->nominal_glyph(kHyphen) == 0 ? U'-' : c;
}

void ShapeSetting::analyse() {
    analyse_table(HB_OT_TAG_GSUB);
    analyse_table(HB_OT_TAG_GPOS);
    // Without a kerning lookup HarfBuzz falls back to the old kern table, of which nothing is known here.
    if (!hb_ot_layout_has_positioning(face_->handles().face.get())) spaces_kern_ = true;
    any_reaching_ = !hb_set_is_empty(reaching_.get());
}

/// Reads which glyphs the lookups with a context look at. One with a context that knows the space may carry a change over it, and then only to
/// its input glyphs; a lookup that takes glyphs one by one cannot, whatever it does to the space (tabular figures make it wider).
void ShapeSetting::analyse_table(hb_tag_t table) {
    hb_face_t* const face = face_->handles().face.get();
    hb_codepoint_t const space = face_->nominal_glyph(U' ');
    LayoutTable const raw(face, table);
    HbSet const lookups(hb_set_create()), before(hb_set_create()), input(hb_set_create()), after(hb_set_create());
    hb_ot_shape_plan_collect_lookups(plan_.get(), table, lookups.get());
    if (!fractions_) hb_set_subtract(lookups.get(), fraction_lookups(face, table).get());
    if (hb_set_get_population(lookups.get()) > kMostLookups) hb_set_add_range(reaching_.get(), 0, face_->glyph_count());
    hb_codepoint_t lookup = HB_SET_VALUE_INVALID;
    for (unsigned seen = 0; seen < kMostLookups && hb_set_next(lookups.get(), &lookup); ++seen) {
        Kind const kind = kind_of(raw, raw.lookup(lookup));
        if (kind == Kind::Pair) spaces_kern_ = true;  // it may; what a pair does is tried (`pair`)
        if (kind != Kind::Reaching) continue;
        for (hb_set_t* const set : {before.get(), input.get(), after.get()}) hb_set_clear(set);
        ContextReader reader(raw, space, input.get());
        if (reader.read(raw.lookup(lookup))) {
            if (reader.knows_space) hb_set_union(reaching_.get(), input.get());
            continue;
        }
        hb_ot_layout_lookup_collect_glyphs(face, table, lookup, before.get(), input.get(), after.get(), nullptr);
        bool const knows_space = hb_set_has(before.get(), space) || hb_set_has(input.get(), space) || hb_set_has(after.get(), space);
        if (knows_space) hb_set_union(reaching_.get(), input.get());
    }
}

/// Shapes one character, or two, into `tried_`.
void ShapeSetting::try_text(std::u32string_view text, hb_buffer_t* scratch) {
    plain_->clear();
    for (std::uint32_t i = 0; i < text.size(); ++i) plain_->add(replacement(text[i]), i);
    if (plain_->set(tried_) == PlainShaping::Verdict::Set) return;
    hb_buffer_clear_contents(scratch);
    for (unsigned i = 0; i < text.size(); ++i) add(scratch, text[i], i);
    shape(scratch);
    read(scratch, tried_);
}

bool ShapeSetting::find_reach(char32_t c, hb_buffer_t* scratch) {
    // Both the plain glyph and what the features make of it: context lookups may see either. Fractions form around their slash.
    bool reaches = c == 0x2044 || hb_set_has(reaching_.get(), face_->nominal_glyph(c));
    try_text({&c, 1}, scratch);
    for (ShapedGlyph const& glyph : tried_) reaches = reaches || hb_set_has(reaching_.get(), glyph.id);
    memo(c).reach = reaches ? kKnown | kYes : kKnown;
    return reaches;
}

std::uint8_t ShapeSetting::pair(char32_t first, char32_t second, hb_buffer_t* scratch) {
    if (!spaces_kern_) return kKnown;
    std::uint8_t& known = first == U' ' ? memo(second).after_space : memo(first).before_space;
    if (known == 0) known = try_pair(first, second, scratch);
    return known;
}

/// A glyph whose position differs from its bare advance counts as changed, so a font with odd single adjustments only costs cache entries.
std::uint8_t ShapeSetting::try_pair(char32_t first, char32_t second, hb_buffer_t* scratch) {
    char32_t const text[] = {first, second};
    try_text({text, 2}, scratch);
    std::uint8_t result = kKnown;
    for (ShapedGlyph const& glyph : tried_) {
        bool const plain = glyph.advance == face_->advance(glyph.id) && glyph.x_offset == 0 && glyph.y_offset == 0;
        if (!plain) result |= glyph.cluster == 0 ? kFirst : kSecond;
    }
    return result;
}

}  // namespace offprint::text
