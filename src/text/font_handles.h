// HarfBuzz handles that close themselves. For this room's .cpp files only: no other header knows HarfBuzz.
#pragma once
#include <hb-ot.h>
#include <hb.h>

#include <array>
#include <memory>
#include <optional>

#include "base/file.h"
#include "text/font.h"

namespace offprint::text {

/// Calls a C library's destroy function from a unique_ptr.
template <auto Destroy>
struct HandleDeleter {
    template <typename T>
    void operator()(T* handle) const {
        Destroy(handle);
    }
};

using HbBlob = std::unique_ptr<hb_blob_t, HandleDeleter<hb_blob_destroy>>;
using HbFace = std::unique_ptr<hb_face_t, HandleDeleter<hb_face_destroy>>;
using HbFont = std::unique_ptr<hb_font_t, HandleDeleter<hb_font_destroy>>;
using HbBuffer = std::unique_ptr<hb_buffer_t, HandleDeleter<hb_buffer_destroy>>;
using HbPlan = std::unique_ptr<hb_shape_plan_t, HandleDeleter<hb_shape_plan_destroy>>;
using HbSet = std::unique_ptr<hb_set_t, HandleDeleter<hb_set_destroy>>;

/// What a FontFace holds. Everything is made in `FontFace::open` and only read afterwards, so threads may share it.
/// Order matters: the font and the face go before the bytes that they look into.
struct FontFace::Handles {
    std::optional<MappedFile> file;
    std::string memory;  // the bytes, when there is no file
    std::string_view bytes;
    HbFace face;
    HbFace outlines;  // the tables that an embedded font keeps, for `subset_font`
    HbFont font;      // scale = units per em, so that every position is in design units
    FontMetrics metrics;
    std::string postscript_name, family_name;
    std::uint32_t id = 0;
    std::uint32_t glyph_count = 0;
    std::array<std::uint32_t, 128> ascii_glyphs{};  // most text needs no cmap lookup
    bool cff = false;
    bool may_embed = true;
};

/// A face of those tables of `face` that an embedded font keeps; it looks into the same bytes.
HbFace outlines_of(hb_face_t* face);

}  // namespace offprint::text
