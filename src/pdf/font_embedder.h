// The fonts of a document: every glyph that is shown gets a code (CID) at once, so that pages can be deflated as they are finished;
// the fonts are cut down to those glyphs at the end, and a CIDToGIDMap leads from codes to the cut font's glyphs.
//
// A code stands for a glyph *and* its text: a hyphen made by line breaking and a hyphen that was written are one glyph under two
// codes, so ToUnicode tells every text and ActualText is needed only where several glyphs share one text.
// Only TrueType outlines: bare CFF has no such map (9.7.4.2), so a face with CFF outlines is a fault.
#pragma once
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "pdf/font_memo.h"
#include "pdf/haru.h"
#include "pdf/workers.h"
#include "text/font.h"

namespace offprint::pdf {

class FontEmbedder {
public:
    /// `memo`: fonts cut before, and where those cut now are kept; may be null.
    explicit FontEmbedder(std::shared_ptr<FontMemo> memo = nullptr) : memo_(std::move(memo)) {}

    struct Code {
        std::uint32_t glyph = 0;
        std::string text;  // what ToUnicode says
        std::uint16_t cid = 0;
        int width = 0;           // thousandths of an em, rounded
        std::uint32_t next = 0;  // index + 1 of the next code of this glyph
    };

    /// Index of a face, given in order of first use; its resource name is /F and this number.
    std::size_t use(text::FontPtr const& face);
    text::FontFace const& face(std::size_t font) const { return *fonts_[font].face; }
    /// Advance as the font dictionary has it: thousandths of an em, rounded.
    int width(std::size_t font, std::uint32_t glyph) {
        std::vector<KnownGlyph> const& known = fonts_[font].known;
        return glyph < known.size() && known[glyph].width != kUnknownWidth ? known[glyph].width : learn_width(fonts_[font], glyph);
    }
    /// The code of a glyph that stands for `text`. The reference holds until the next call.
    Code const& code(std::size_t font, std::uint32_t glyph, std::string_view text) {
        Font const& known = fonts_[font];
        std::uint32_t const first = glyph < known.known.size() ? known.known[glyph].first_code : 0;
        if (first != 0 && is_same(known.codes[first - 1].text, text)) return known.codes[first - 1];
        return find_code(font, glyph, text);
    }
    /// A glyph that stands for a text of one byte and is shown by one byte, as most are.
    struct ByteCode {
        char text = 0;
        unsigned char byte = 0;  // 0: there is none
    };
    /// Of glyphs that were asked for, by glyph; `code` tells of the others. Good until the next call.
    std::span<ByteCode const> byte_codes(std::size_t font) const { return fonts_[font].byte_codes; }

    /// Workers begin to subset and deflate all fonts, each for itself; no more codes may be asked for.
    void prepare(Workers& workers);
    /// Waits for that and writes the fonts. Gives the entries of the resource dictionary /Font: "/F0 7 0 R...".
    std::string write(Haru& haru, Workers& workers, Diagnostics& diagnostics);

private:
    static constexpr int kUnknownWidth = std::numeric_limits<int>::min();
    /// What is kept of a glyph, as each is asked for many times.
    struct KnownGlyph {
        int width = kUnknownWidth;
        std::uint32_t first_code = 0;  // index + 1 into `codes`
    };
    struct Font {
        text::FontPtr face;
        std::vector<Code> codes;
        std::vector<KnownGlyph> known;     // by glyph
        std::vector<ByteCode> byte_codes;  // the same
        std::vector<bool> used_cids;
        std::uint32_t next_free = 0x80;
        bool exhausted = false;
        // When it is written:
        Workers::Ticket prepared = 0;
        std::string fault;  // why it cannot be embedded
        std::shared_ptr<CutFont const> cut;
    };
    /// Nearly all texts are one letter.
    static bool is_same(std::string_view a, std::string_view b) { return a.size() == 1 && b.size() == 1 ? a[0] == b[0] : a == b; }
    Code const& find_code(std::size_t font, std::uint32_t glyph, std::string_view text);
    static int learn_width(Font& font, std::uint32_t glyph);
    static void prepare(Font& font, FontMemo* memo);
    static HPDF_Dict write_font(Font& font, HPDF_Dict encoding, Haru& haru);
    static std::uint16_t new_cid(Font& font, std::string_view text);

    std::vector<Font> fonts_;
    std::shared_ptr<FontMemo> memo_;
};

/// Codes are shown as one byte from 0x20 to 0xFF, as two from 0x100 on: text in Latin letters then takes half the room, before and after it is
/// deflated, that it would take with Identity-H. The CMap that says so is in the file, one for all fonts (ISO 32000-1, 9.7.5.3).
inline constexpr std::uint32_t kLastShortCode = 0xFF, kLastCode = 0x1FFF;
constexpr bool is_short_code(std::uint32_t code) { return code <= kLastShortCode; }
/// The codespace of both, as lines of a CMap.
inline constexpr std::string_view kCodespace = "2 begincodespacerange\n<20><FF>\n<0100><1FFF>\nendcodespacerange\n";

/// Codes that are equal to the character they stand for: printable ASCII and Latin-1. One line of ToUnicode each tells them all.
constexpr bool is_identity_code(std::uint32_t code) { return (code >= 0x20 && code <= 0x7E) || (code >= 0xA0 && code <= 0xFF); }

/// The W array's inside (9.7.4.3): `c [w...]` and `first last w`, without what `default_width` says. Codes ascending.
std::string width_array(std::vector<std::pair<std::uint16_t, int>> const& widths, int default_width);
/// The width that most codes have, the smaller of equals.
int most_common_width(std::vector<std::pair<std::uint16_t, int>> const& widths);

}  // namespace offprint::pdf
