// Font programs for embedding: only the glyphs that were drawn, renumbered, and only the tables that a PDF's CIDFontType2 or
// CIDFontType0C needs (ISO 32000-1, 9.9: the PDF itself carries encoding, names and metrics of its own).
#include <hb-subset.h>

#include <algorithm>

#include "text/font_handles.h"

namespace offprint::text {
namespace {

using SubsetInput = std::unique_ptr<hb_subset_input_t, HandleDeleter<hb_subset_input_destroy>>;
using SubsetPlan = std::unique_ptr<hb_subset_plan_t, HandleDeleter<hb_subset_plan_destroy>>;

/// Everything but glyf, loca, head, hhea, hmtx, maxp and CFF. Hinting programs (cvt, fpgm, prep) go with the flag, but are named in case one stays.
constexpr char const* kDropped[] = {"GSUB", "GPOS", "GDEF", "BASE", "JSTF", "STAT", "MATH", "cmap", "name", "OS/2", "post", "kern", "gasp", "DSIG", "meta",
                                    "hdmx", "LTSH", "VDMX", "cvt ", "fpgm", "prep", "PCLT", "vhea", "vmtx", "VORG", "COLR", "CPAL", "SVG ", "sbix", "CBDT",
                                    "CBLC", "EBDT", "EBLC", "EBSC", "FFTM", "Silf", "Glat", "Gloc", "Feat", "Sill", "mort", "morx", "kerx", "feat", "trak"};

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
    hb_set_t* const dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (char const* const tag : kDropped) hb_set_add(dropped, hb_tag_from_string(tag, 4));
    hb_set_clear(hb_subset_input_set(input.get(), HB_SUBSET_SETS_LAYOUT_FEATURE_TAG));
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
    pairs.reserve(hb_map_get_population(map));
    // HarfBuzz 6 cannot iterate a map; numbers are tried in order, which also sorts them.
    for (std::uint32_t old = 0; old < glyph_count; ++old) {
        hb_codepoint_t const renumbered = hb_map_get(map, old);
        if (renumbered != HB_MAP_VALUE_INVALID) pairs.emplace_back(old, renumbered);
    }
    return pairs;
}

}  // namespace

std::optional<FontSubset> subset_font(FontFace const& face, std::vector<std::uint32_t> const& glyphs, std::string& error) {
    hb_face_t* const source = face.handles().face.get();
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
