// Font programs for embedding: only the glyphs that were drawn, renumbered, and only the tables that a PDF's CIDFontType2 or
// CIDFontType0C needs (ISO 32000-1, 9.9: the PDF itself carries encoding, names and metrics of its own).
#include <hb-subset.h>

#include <algorithm>

#include "text/font_handles.h"

namespace offprint::text {
namespace {

using SubsetInput = std::unique_ptr<hb_subset_input_t, HandleDeleter<hb_subset_input_destroy>>;
using SubsetPlan = std::unique_ptr<hb_subset_plan_t, HandleDeleter<hb_subset_plan_destroy>>;

/// What a CIDFontType2 or CIDFontType0C may hold (ISO 32000-1, 9.9.1, table 126) and an outline needs. Hinting programs (cvt, fpgm, prep) stay out.
constexpr char const* kKept[] = {"glyf", "loca", "head", "hhea", "hmtx", "maxp", "CFF "};

SubsetInput make_input(FontFace const& face, std::vector<std::uint32_t> const& glyphs) {
    SubsetInput input(hb_subset_input_create_or_fail());
    if (!input) return input;
    hb_set_t* const wanted = hb_subset_input_glyph_set(input.get());
    hb_set_add(wanted, 0);
    for (std::uint32_t const glyph : glyphs) {
        if (glyph < face.glyph_count()) hb_set_add(wanted, glyph);
    }
    // No glyph closure over GSUB: the glyphs are final. The .notdef outline stays out of the file; it is never drawn.
    hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_NO_HINTING);
    return input;
}

std::string bytes_of(hb_blob_t* blob) {
    unsigned length = 0;
    char const* const data = hb_blob_get_data(blob, &length);
    return data == nullptr ? std::string() : std::string(data, length);
}

/// Old and new number of each kept glyph, components of composites included.
std::vector<std::pair<std::uint32_t, std::uint32_t>> mapping_of(hb_subset_plan_t* plan, std::uint32_t glyph_count) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    hb_map_t const* const map = hb_subset_plan_old_to_new_glyph_mapping(plan);
    std::size_t const count = hb_map_get_population(map);
    pairs.reserve(count);
    // HarfBuzz 6 cannot iterate a map; numbers are tried in order, which also sorts them.
    for (std::uint32_t old = 0; old < glyph_count && pairs.size() < count; ++old) {
        hb_codepoint_t const renumbered = hb_map_get(map, old);
        if (renumbered != HB_MAP_VALUE_INVALID) pairs.emplace_back(old, renumbered);
    }
    return pairs;
}

}  // namespace

// With all tables there, a plan reads the whole cmap each time and closes glyphs over tables that are not kept: five times the work.
HbFace outlines_of(hb_face_t* face) {
    HbFace outlines(hb_face_builder_create());
    for (char const* const name : kKept) {
        hb_tag_t const tag = hb_tag_from_string(name, 4);
        HbBlob const table(hb_face_reference_table(face, tag));
        if (hb_blob_get_length(table.get()) > 0) hb_face_builder_add_table(outlines.get(), tag, table.get());
    }
    hb_face_make_immutable(outlines.get());
    return outlines;
}

std::optional<FontSubset> subset_font(FontFace const& face, std::vector<std::uint32_t> const& glyphs, std::string& error) {
    hb_face_t* const source = face.handles().outlines.get();
    SubsetInput const input = make_input(face, glyphs);
    SubsetPlan const plan(input ? hb_subset_plan_create_or_fail(source, input.get()) : nullptr);
    HbFace const cut(plan ? hb_subset_plan_execute_or_fail(plan.get()) : nullptr);
    if (!cut) {
        error = "the font cannot be subset: a table is damaged";
        return std::nullopt;
    }
    FontSubset subset;
    subset.cff = face.is_cff();
    // CIDFontType0C takes the bare CFF table (ISO 32000-1, table 126); TrueType outlines go in as a whole sfnt.
    HbBlob const blob(subset.cff ? hb_face_reference_table(cut.get(), HB_TAG('C', 'F', 'F', ' ')) : hb_face_reference_blob(cut.get()));
    subset.bytes = bytes_of(blob.get());
    subset.glyphs = mapping_of(plan.get(), face.glyph_count());
    if (subset.bytes.empty() || subset.glyphs.empty()) {
        error = "the font cannot be subset: nothing is left of it";
        return std::nullopt;
    }
    return subset;
}

}  // namespace offprint::text
