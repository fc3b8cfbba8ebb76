#include "text/font.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <limits>
#include <utility>

#include "text/font_handles.h"
#include "text/sfnt_table.h"

namespace offprint::text {
namespace {

constexpr int kMinUnitsPerEm = 16, kMaxUnitsPerEm = 16384;  // OpenType, table head

std::uint32_t next_id() {
    static std::atomic<std::uint32_t> count{0};  // never part of any output: it only tells cache entries apart
    return ++count;
}

std::string name_of(hb_face_t* face, hb_ot_name_id_t id) {
    char buffer[256];
    unsigned size = sizeof buffer;
    hb_ot_name_get_utf8(face, id, hb_language_from_string("en", -1), &size, buffer);
    return {buffer, size};
}

/// PostScript names go into PDF name objects: only characters that need no escaping there survive (OpenType, name ID 6).
std::string plain_name(std::string const& name) {
    std::string out;
    for (char const c : name) {
        bool const plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
        if (plain && out.size() < 63) out += c;
    }
    return out.empty() ? "Unnamed" : out;
}

int metric(hb_font_t* font, hb_ot_metrics_tag_t tag, int otherwise) {
    hb_position_t value = 0;
    return hb_ot_metrics_get_position(font, tag, &value) ? value : otherwise;
}

/// Height of a letter's outline, for fonts whose OS/2 table is too old to tell.
int height_of(hb_font_t* font, hb_codepoint_t letter, int otherwise) {
    hb_codepoint_t glyph = 0;
    hb_glyph_extents_t extents{};
    if (hb_font_get_nominal_glyph(font, letter, &glyph) && hb_font_get_glyph_extents(font, glyph, &extents)) return extents.y_bearing;
    return otherwise;
}

/// fsType (OpenType, OS/2): restricted licence, no subsetting and bitmap-only each rule out what we do with a font.
bool embeddable(SfntTable const& os2) {
    int const type = os2.size() >= 10 ? os2.u16(8) : 0;
    bool const restricted = (type & 0x000E) == 0x0002;
    return !restricted && (type & 0x0300) == 0;
}

FontMetrics read_metrics(hb_face_t* face, hb_font_t* font) {
    SfntTable const head(face, HB_TAG('h', 'e', 'a', 'd')), os2(face, HB_TAG('O', 'S', '/', '2')), post(face, HB_TAG('p', 'o', 's', 't'));
    FontMetrics m;
    m.units_per_em = static_cast<int>(hb_face_get_upem(face));
    m.ascender = metric(font, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER, m.units_per_em * 4 / 5);
    m.descender = -std::abs(metric(font, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER, -m.units_per_em / 5));
    m.line_gap = metric(font, HB_OT_METRICS_TAG_HORIZONTAL_LINE_GAP, 0);
    bool const has_heights = os2.u16(0) >= 2 && os2.size() >= 90;
    m.cap_height = has_heights && os2.i16(88) > 0 ? os2.i16(88) : height_of(font, 'H', m.units_per_em * 7 / 10);
    m.x_height = has_heights && os2.i16(86) > 0 ? os2.i16(86) : height_of(font, 'x', m.units_per_em / 2);
    m.underline_position = metric(font, HB_OT_METRICS_TAG_UNDERLINE_OFFSET, -m.units_per_em / 10);
    m.underline_thickness = metric(font, HB_OT_METRICS_TAG_UNDERLINE_SIZE, m.units_per_em / 20);
    m.x_min = head.i16(36), m.y_min = head.i16(38), m.x_max = head.i16(40), m.y_max = head.i16(42);
    m.italic_angle_thousandths = static_cast<int>(post.i32(4) * 1000 / 65536);
    m.weight = os2.size() >= 6 ? std::clamp(os2.u16(4), 1, 1000) : 400;
    return m;
}

/// What is wrong with a font, or nothing. HarfBuzz guards its own reading of every table; this turns away what it would show as blank.
std::string_view fault_of(hb_face_t* face) {
    SfntTable const head(face, HB_TAG('h', 'e', 'a', 'd'));
    if (head.size() < 54) return "it is not a font: no head table";
    if (head.u16(18) < kMinUnitsPerEm || head.u16(18) > kMaxUnitsPerEm) return "its units per em are out of range";
    if (hb_face_get_glyph_count(face) == 0) return "it has no glyphs";
    SfntTable const cmap(face, HB_TAG('c', 'm', 'a', 'p'));
    if (cmap.size() == 0) return "it maps no characters: no cmap table";
    bool const outlines = SfntTable(face, HB_TAG('g', 'l', 'y', 'f')).size() > 0 || SfntTable(face, HB_TAG('C', 'F', 'F', ' ')).size() > 0;
    if (!outlines) return "it has no outlines: neither glyf nor CFF table";
    return {};
}

}  // namespace

FontFace::FontFace(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}
FontFace::~FontFace() = default;

std::shared_ptr<FontFace const> FontFace::open(std::string const& path, std::string& error) {
    auto handles = std::make_unique<Handles>();
    std::optional<MappedFile> file = MappedFile::open(path, error);
    if (!file) return nullptr;
    handles->file.emplace(std::move(*file));
    handles->bytes = handles->file->bytes();
    return finish(std::move(handles), error);
}

std::shared_ptr<FontFace const> FontFace::from_bytes(std::string bytes, std::string& error) {
    auto handles = std::make_unique<Handles>();
    handles->memory = std::move(bytes);
    handles->bytes = handles->memory;
    return finish(std::move(handles), error);
}

std::shared_ptr<FontFace const> FontFace::finish(std::unique_ptr<Handles> handles, std::string& error) {
    std::string_view const bytes = handles->bytes;
    if (bytes.size() > std::numeric_limits<unsigned>::max()) {
        error = "it is too large for a font";
        return nullptr;
    }
    HbBlob const blob(hb_blob_create(bytes.data(), static_cast<unsigned>(bytes.size()), HB_MEMORY_MODE_READONLY, nullptr, nullptr));
    handles->face.reset(hb_face_create(blob.get(), 0));
    hb_face_t* const face = handles->face.get();
    if (std::string_view const fault = fault_of(face); !fault.empty()) {
        error = fault;
        return nullptr;
    }
    hb_face_make_immutable(face);
    handles->outlines = outlines_of(face);
    handles->font.reset(hb_font_create(face));
    hb_font_t* const font = handles->font.get();
    int const em = static_cast<int>(hb_face_get_upem(face));
    hb_font_set_scale(font, em, em);
    hb_font_make_immutable(font);
    handles->metrics = read_metrics(face, font);
    handles->postscript_name = plain_name(name_of(face, HB_OT_NAME_ID_POSTSCRIPT_NAME));
    handles->family_name = name_of(face, HB_OT_NAME_ID_TYPOGRAPHIC_FAMILY);
    if (handles->family_name.empty()) handles->family_name = name_of(face, HB_OT_NAME_ID_FONT_FAMILY);
    handles->id = next_id();
    handles->glyph_count = hb_face_get_glyph_count(face);
    handles->cff = SfntTable(face, HB_TAG('C', 'F', 'F', ' ')).size() > 0;
    for (hb_codepoint_t c = 0; c < 128; ++c) hb_font_get_nominal_glyph(font, c, &handles->ascii_glyphs[c]);
    handles->may_embed = embeddable(SfntTable(face, HB_TAG('O', 'S', '/', '2')));
    return std::shared_ptr<FontFace const>(new FontFace(std::move(handles)));
}

FontMetrics const& FontFace::metrics() const { return handles_->metrics; }
std::string const& FontFace::postscript_name() const { return handles_->postscript_name; }
std::string const& FontFace::family_name() const { return handles_->family_name; }
std::string_view FontFace::bytes() const { return handles_->bytes; }
std::uint32_t FontFace::id() const { return handles_->id; }
bool FontFace::is_cff() const { return handles_->cff; }
bool FontFace::may_embed() const { return handles_->may_embed; }
std::uint32_t FontFace::glyph_count() const { return handles_->glyph_count; }

std::uint32_t FontFace::nominal_glyph(char32_t code_point) const {
    if (code_point < handles_->ascii_glyphs.size()) return handles_->ascii_glyphs[code_point];
    hb_codepoint_t glyph = 0;
    return hb_font_get_nominal_glyph(handles_->font.get(), code_point, &glyph) ? glyph : 0;
}

int FontFace::advance(std::uint32_t glyph) const { return hb_font_get_glyph_h_advance(handles_->font.get(), glyph); }

bool FontFace::has_feature(std::string_view tag) const {
    hb_tag_t const wanted = hb_tag_from_string(tag.data(), static_cast<int>(tag.size()));
    for (hb_tag_t const table : {HB_OT_TAG_GSUB, HB_OT_TAG_GPOS}) {
        hb_tag_t tags[64];
        unsigned start = 0, count = 64;
        while (count == 64) {
            hb_ot_layout_table_get_feature_tags(handles_->face.get(), table, start, &count, tags);
            if (std::find(tags, tags + count, wanted) != tags + count) return true;
            start += count;
        }
    }
    return false;
}

void FontCatalog::add(FontEntry entry) {
    std::lock_guard const lock(mutex_);
    entries_.push_back(std::move(entry));
    opened_.emplace_back();
}

std::vector<FontPtr> FontCatalog::opened() const {
    std::lock_guard const lock(mutex_);
    std::vector<FontPtr> faces;
    std::copy_if(opened_.begin(), opened_.end(), std::back_inserter(faces), [](FontPtr const& face) { return face != nullptr; });
    return faces;
}

bool FontCatalog::has_family(std::string_view family) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](FontEntry const& e) { return e.family == family; });
}

FontPtr FontCatalog::find(std::string_view family, int weight, bool italic, std::string& error) const {
    // Nearest weight; of two as near, the one on the side of the extreme: below 450 lighter, above it bolder, as CSS Fonts 4 leans.
    auto const distance = [&](FontEntry const& e) {
        int const away = 2 * std::abs(e.weight - weight);
        bool const leans = (e.weight < weight) == (weight < 450);
        return away + (leans ? 0 : 1);
    };
    std::size_t best = entries_.size();
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (entries_[i].family != family || entries_[i].italic != italic) continue;
        if (best == entries_.size() || distance(entries_[i]) < distance(entries_[best])) best = i;
    }
    if (best == entries_.size()) {
        error = has_family(family) ? "the family has no " + std::string(italic ? "italic" : "upright") + " face" : "no such family";
        return nullptr;
    }
    return open(best, error);
}

FontPtr FontCatalog::open(std::size_t entry, std::string& error) const {
    std::lock_guard const lock(mutex_);
    FontPtr& face = opened_[entry];
    if (face) return face;
    if (lender_ != nullptr) return face = lender_->open(entry, error);
    face = FontFace::open(entries_[entry].path, error);
    if (!face) error = entries_[entry].path + ": " + error;
    return face;
}

}  // namespace offprint::text
