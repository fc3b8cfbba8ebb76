// Fonts: a file mapped once, its facts, and the catalogue that finds it by family, weight and slant.
#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/length.h"

namespace offprint::text {

/// Font-wide facts in design units (units_per_em to the em); descender is negative.
struct FontMetrics {
    int units_per_em = 1000;
    int ascender = 0, descender = 0, line_gap = 0, cap_height = 0, x_height = 0;
    int underline_position = 0, underline_thickness = 0;
    int x_min = 0, y_min = 0, x_max = 0, y_max = 0;
    int italic_angle_thousandths = 0;
    int weight = 400;
};

/// One mapped, parsed font. Immutable and shared between threads; the handle for HarfBuzz stays inside the room.
class FontFace {
public:
    /// Null, with the reason in `error`, when the file cannot be read or is not a font that text can be set in.
    static std::shared_ptr<FontFace const> open(std::string const& path, std::string& error);
    /// The same over bytes in memory.
    static std::shared_ptr<FontFace const> from_bytes(std::string bytes, std::string& error);
    ~FontFace();
    FontFace(FontFace const&) = delete;
    FontFace& operator=(FontFace const&) = delete;

    FontMetrics const& metrics() const;
    std::string const& postscript_name() const;
    std::string const& family_name() const;
    std::string_view bytes() const;
    std::uint32_t id() const;  // a small number unique in the process, for caches only, never for output
    bool is_cff() const;
    bool may_embed() const;  // OS/2 fsType
    std::uint32_t glyph_count() const;
    /// Glyph of a code point, 0 if the font has none.
    std::uint32_t nominal_glyph(char32_t code_point) const;
    int advance(std::uint32_t glyph) const;        // design units
    bool has_feature(std::string_view tag) const;  // in GSUB or GPOS
    /// Design units at a size, rounded half away from zero to 1/65536 pt.
    Length at_size(int units, Length size) const { return scaled(size, units, metrics().units_per_em); }

    struct Handles;  // defined in text/font_handles.h, for this room's .cpp files only
    Handles const& handles() const { return *handles_; }

private:
    explicit FontFace(std::unique_ptr<Handles> handles);
    static std::shared_ptr<FontFace const> finish(std::unique_ptr<Handles> handles, std::string& error);
    std::unique_ptr<Handles> handles_;
};

using FontPtr = std::shared_ptr<FontFace const>;

/// True for the space characters whose width the shaper makes up when a font has no glyph for them (U+00A0, U+2000..200A, 202F, 205F, 3000).
bool is_special_space(char32_t code_point);
/// Width of a space character in a face as the shaper sets it: its own glyph's, else its share of the em or of the ordinary space.
Length special_space_width(FontFace const& face, char32_t code_point, Length size);

/// A line of the font manifest.
struct FontEntry {
    std::string family;
    int weight = 400;
    bool italic = false;
    std::string path;
    std::string sha256;  // as the manifest says it
};

/// Finds faces; opens each file once, when it is first asked for. Safe to share between threads.
class FontCatalog {
public:
    FontCatalog() = default;
    /// One with the same entries that has not been asked for any face yet. It has the faces of `lender`, which must stay, and opens none itself.
    explicit FontCatalog(FontCatalog const* lender) : entries_(lender->entries_), opened_(entries_.size()), lender_(lender) {}
    void add(FontEntry entry);
    std::vector<FontEntry> const& entries() const { return entries_; }
    /// The faces that were asked for so far, in the order of the entries.
    std::vector<FontPtr> opened() const;
    bool has_family(std::string_view family) const;
    /// Exact slant and weight, or the family's nearest weight of that slant. Null with a reason when there is none or the file is bad.
    FontPtr find(std::string_view family, int weight, bool italic, std::string& error) const;

private:
    std::vector<FontEntry> entries_;
    mutable std::mutex mutex_;
    FontPtr open(std::size_t entry, std::string& error) const;
    mutable std::vector<FontPtr> opened_;  // by index of entries_
    FontCatalog const* lender_ = nullptr;
};

/// A font program cut down to some glyphs, and how old glyph ids map to new ones.
struct FontSubset {
    std::string bytes;  // sfnt, or bare CFF when `cff`
    bool cff = false;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> glyphs;  // (old, new), ascending by old; 0 maps to 0
};
/// Subsets with renumbered glyphs, no hinting, no layout tables (hb-subset).
std::optional<FontSubset> subset_font(FontFace const& face, std::vector<std::uint32_t> const& glyphs, std::string& error);

}  // namespace offprint::text
