#include "pdf/font_embedder.h"

#include <algorithm>
#include <map>

#include "base/number.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "pdf/deflate.h"
#include "pdf/syntax.h"
#include "pdf/to_unicode.h"

namespace offprint::pdf {
namespace {

using Widths = std::vector<std::pair<std::uint16_t, int>>;

/// Bytes that a literal string would have to escape: such codes are left out.
constexpr bool is_awkward(std::uint32_t cid) {
    std::uint32_t const low = cid & 0xFF, high = cid >> 8;
    auto const bad = [](std::uint32_t byte) { return byte == '(' || byte == ')' || byte == '\\' || byte == '\r'; };
    return bad(low) || bad(high);
}

int thousandths(int units, int units_per_em) {
    std::int64_t const doubled = 2000LL * units / (units_per_em > 0 ? units_per_em : 1000);
    return static_cast<int>((doubled + (doubled < 0 ? -1 : 1)) / 2);
}

/// Stem width from weight, as there is none in a TrueType font; readers use it only when they must stand in for the font.
int stem_width(int weight) { return 50 + weight * weight / (65 * 65); }

/// Six capital letters told by the content (9.6.4).
std::string subset_tag(std::string const& name, text::FontSubset const& subset) {
    std::string identity = name;
    for (auto const& [old_glyph, new_glyph] : subset.glyphs) {
        identity += ' ';
        append_integer(identity, old_glyph);
    }
    identity += to_hex(sha256(subset.bytes));
    Sha256Digest const digest = sha256(identity);
    std::string tag;
    for (std::size_t i = 0; i < 6; ++i) tag += static_cast<char>('A' + digest[i] % 26);
    return tag;
}

/// What a cut font hangs on. Codes ascending.
std::string memo_key(text::FontFace const& face, std::vector<FontEmbedder::Code> const& codes) {
    std::string key;
    append_integer(key, face.id());
    for (FontEmbedder::Code const& code : codes) {
        for (std::uint32_t const number : {static_cast<std::uint32_t>(code.cid), code.glyph, static_cast<std::uint32_t>(code.text.size())}) {
            key += ' ';
            append_integer(key, number);
        }
        key += code.text;
    }
    return key;
}

/// A PostScript name as PDF can hold it: what is not regular is left out (7.3.5).
std::string font_name(text::FontFace const& face) {
    std::string name;
    for (char const c : face.postscript_name())
        if (c > 0x20 && c < 0x7F && std::string_view("()<>[]{}/%#").find(c) == std::string_view::npos) name += c;
    if (name.empty()) name = "Font";
    return name.substr(0, 100);
}

std::string cid_to_gid_map(std::vector<FontEmbedder::Code> const& codes, text::FontSubset const& subset) {
    std::uint16_t last = 0;
    for (auto const& code : codes) last = std::max(last, code.cid);
    std::string map(2 * (static_cast<std::size_t>(last) + 1), '\0');
    for (auto const& code : codes) {
        auto const at = std::lower_bound(subset.glyphs.begin(), subset.glyphs.end(), std::pair{code.glyph, std::uint32_t{0}});
        if (at == subset.glyphs.end() || at->first != code.glyph) continue;
        map[2 * code.cid] = static_cast<char>(at->second >> 8);
        map[2 * code.cid + 1] = static_cast<char>(at->second & 0xFF);
    }
    return map;
}

std::string descriptor(text::FontFace const& face, std::string const& name, HPDF_Dict font_file) {
    text::FontMetrics const& m = face.metrics();
    auto const entry = [&](std::string_view key, int units) {
        std::string out(key);
        out += ' ';
        append_integer(out, thousandths(units, m.units_per_em));
        return out;
    };
    std::string out = "/Type/FontDescriptor/FontName/" + name + "/Flags 4/FontBBox[";
    append_integer(out, thousandths(m.x_min, m.units_per_em));
    out += entry("", m.y_min) + entry("", m.x_max) + entry("", m.y_max);
    out += "]/ItalicAngle ";
    append_fixed(out, m.italic_angle_thousandths, 3);
    out += entry("/Ascent", m.ascender) + entry("/Descent", m.descender) + entry("/CapHeight", m.cap_height > 0 ? m.cap_height : m.ascender);
    out += "/StemV ";
    append_integer(out, stem_width(m.weight));
    out += "/FontFile2 ";
    append_reference(out, number_of(font_file));
    return out;
}

std::vector<std::uint32_t> glyphs_of(std::vector<FontEmbedder::Code> const& codes) {
    std::vector<std::uint32_t> glyphs;
    for (auto const& code : codes) glyphs.push_back(code.glyph);
    std::sort(glyphs.begin(), glyphs.end());
    glyphs.erase(std::unique(glyphs.begin(), glyphs.end()), glyphs.end());
    return glyphs;
}

std::string to_unicode(std::vector<FontEmbedder::Code> const& codes) {
    std::vector<CodeText> texts;
    for (auto const& code : codes) texts.emplace_back(code.cid, mappable(code.text));
    return to_unicode_cmap(texts);
}

/// Writes a W array: single widths gather in `c [w...]`, more than three equal ones are a range.
class WidthArray {
public:
    void range(std::uint16_t first, std::uint16_t last, int width) {
        close();
        number(first);
        number(last);
        number(width);
    }
    void single(std::uint16_t cid, int width) {
        if (!open_ || cid != next_) {
            close();
            number(cid);
            out_ += '[';
            open_ = true;
        }
        number(width);
        next_ = cid + 1;
    }
    std::string take() {
        close();
        return std::move(out_);
    }

private:
    void number(int value) {
        if (!out_.empty() && out_.back() != '[' && out_.back() != ']') out_ += ' ';
        append_integer(out_, value);
    }
    void close() {
        if (open_) out_ += ']';
        open_ = false;
    }

    std::string out_;
    bool open_ = false;
    int next_ = 0;
};

}  // namespace

int most_common_width(Widths const& widths) {
    std::map<int, int> counts;
    for (auto const& [cid, width] : widths) ++counts[width];
    int best = 1000, best_count = 0;
    for (auto const& [width, count] : counts)
        if (count > best_count) std::tie(best, best_count) = std::pair{width, count};
    return best;
}

/// The CMap from the bytes of a text to codes, which are the same number.
std::string encoding_cmap() {
    std::string out =
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo 3 dict dup begin/Registry(Adobe)def/Ordering(Identity)def/Supplement 0 def end def\n"
        "/CMapName/Offprint-H def\n/CMapVersion 1 def\n/CMapType 1 def\n/WMode 0 def\n";
    out += kCodespace;
    out += "2 begincidrange\n<20><FF>32\n<0100><1FFF>256\nendcidrange\nendcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n";
    return out;
}

std::string width_array(Widths const& widths, int default_width) {
    WidthArray out;
    for (std::size_t i = 0; i < widths.size();) {
        auto const [cid, width] = widths[i];
        std::size_t end = i + 1;
        while (end < widths.size() && widths[end].first == cid + (end - i) && widths[end].second == width) ++end;
        if (width != default_width && end - i > 3) {
            out.range(cid, widths[end - 1].first, width);
        } else if (width != default_width) {
            end = i + 1;
            out.single(cid, width);
        }
        i = end;
    }
    return out.take();
}

std::size_t FontEmbedder::use(text::FontPtr const& face) {
    for (std::size_t i = 0; i < fonts_.size(); ++i)
        if (fonts_[i].face == face) return i;
    fonts_.emplace_back().face = face;
    return fonts_.size() - 1;
}

std::uint16_t FontEmbedder::new_cid(Font& font, std::string_view text) {
    auto const take = [&](std::uint32_t cid) {
        if (font.used_cids.size() <= cid) font.used_cids.resize(cid + 1);
        bool const free = !font.used_cids[cid];
        font.used_cids[cid] = true;
        return free;
    };
    std::size_t at = 0;
    char32_t const character = utf8::next(text, at);
    if (at == text.size() && is_identity_code(character) && take(character)) return static_cast<std::uint16_t>(character);
    while (font.next_free <= kLastCode && (is_identity_code(font.next_free) || is_awkward(font.next_free))) ++font.next_free;
    if (font.next_free > kLastCode) {
        font.exhausted = true;
        return 0;
    }
    take(font.next_free);
    return static_cast<std::uint16_t>(font.next_free++);
}

int FontEmbedder::learn_width(Font& font, std::uint32_t glyph) {
    if (font.known.size() <= glyph) {
        font.known.resize(std::max(glyph + 1, font.face->glyph_count()));
        font.byte_codes.resize(font.known.size());
    }
    return font.known[glyph].width = thousandths(font.face->advance(glyph), font.face->metrics().units_per_em);
}

FontEmbedder::Code const& FontEmbedder::find_code(std::size_t index, std::uint32_t glyph, std::string_view text) {
    int const width_of_glyph = width(index, glyph);  // known from here on
    Font& font = fonts_[index];
    std::uint32_t* link = &font.known[glyph].first_code;
    while (*link != 0) {
        Code& code = font.codes[*link - 1];
        if (code.text == text) return code;
        link = &code.next;
    }
    *link = static_cast<std::uint32_t>(font.codes.size() + 1);
    // What may not stand in ToUnicode is taken out there; the key keeps the text as it came.
    std::uint16_t const cid = new_cid(font, mappable(text));
    if (text.size() == 1 && is_short_code(cid)) font.byte_codes[glyph] = {text[0], static_cast<unsigned char>(cid)};
    return font.codes.emplace_back(Code{glyph, std::string(text), cid, width_of_glyph, 0});
}

void FontEmbedder::prepare(Font& font, FontMemo* memo) {
    auto const refuse = [&](std::string why) { font.fault = std::move(why); };
    if (font.face->is_cff()) return refuse("it has PostScript (CFF) outlines; only TrueType outlines are supported");
    if (!font.face->may_embed()) return refuse("its licence bits forbid it (OS/2 fsType)");
    if (font.exhausted) return refuse("it shows more than 7,000 different glyphs and texts");
    std::sort(font.codes.begin(), font.codes.end(), [](Code const& a, Code const& b) { return a.cid < b.cid; });
    std::string const key = memo != nullptr ? memo_key(*font.face, font.codes) : std::string();
    if (memo != nullptr) font.cut = memo->find(key);
    if (font.cut != nullptr) return;
    std::string error;
    std::optional<text::FontSubset> subset = text::subset_font(*font.face, glyphs_of(font.codes), error);
    if (!subset) return refuse(error);
    if (subset->cff) return refuse("its subset has no TrueType outlines");
    std::string const name = font_name(*font.face);
    font.cut = std::make_shared<CutFont const>(CutFont{subset_tag(name, *subset) + '+' + name, subset->bytes.size(), deflate(subset->bytes),
                                                       deflate(cid_to_gid_map(font.codes, *subset)), deflate(to_unicode(font.codes))});
    if (memo != nullptr) memo->keep(key, font.cut);
}

HPDF_Dict FontEmbedder::write_font(Font& font, HPDF_Dict encoding, Haru& haru) {
    std::string entries = "/Filter/FlateDecode/Length1 ";
    append_integer(entries, static_cast<std::int64_t>(font.cut->file_size));
    HPDF_Dict const file = haru.add_stream(std::move(entries), std::string(font.cut->file));
    HPDF_Dict const map = haru.add_stream("/Filter/FlateDecode", std::string(font.cut->map));
    HPDF_Dict const unicode = haru.add_stream("/Filter/FlateDecode", std::string(font.cut->unicode));
    HPDF_Dict const description = haru.add_object(descriptor(*font.face, font.cut->name, file));

    Widths widths;
    for (Code const& code : font.codes) widths.emplace_back(code.cid, code.width);
    int const default_width = most_common_width(widths);
    std::string body = "/Type/Font/Subtype/CIDFontType2/BaseFont/" + font.cut->name + "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW ";
    append_integer(body, default_width);
    if (std::string const array = width_array(widths, default_width); !array.empty()) body += "/W[" + array + ']';
    body += "/FontDescriptor ";
    append_reference(body, number_of(description));
    body += "/CIDToGIDMap ";
    append_reference(body, number_of(map));
    HPDF_Dict const descendant = haru.add_object(std::move(body));

    body = "/Type/Font/Subtype/Type0/BaseFont/" + font.cut->name + "/Encoding ";
    append_reference(body, number_of(encoding));
    body += "/DescendantFonts[";
    append_reference(body, number_of(descendant));
    body += "]/ToUnicode ";
    append_reference(body, number_of(unicode));
    return haru.add_object(std::move(body));
}

void FontEmbedder::prepare(Workers& workers) {
    for (Font& font : fonts_) font.prepared = workers.add([&font, memo = memo_.get()] { prepare(font, memo); });
}

std::string FontEmbedder::write(Haru& haru, Workers& workers, Diagnostics& diagnostics) {
    bool sound = true;
    for (Font const& font : fonts_) {
        workers.wait(font.prepared);
        if (font.fault.empty()) continue;
        diagnostics.error("E710", {}, "font '" + font_name(*font.face) + "' cannot be embedded: " + font.fault);
        sound = false;
    }
    if (!sound) return {};
    std::string resources;
    if (fonts_.empty()) return resources;
    HPDF_Dict const encoding =
        haru.add_stream("/Type/CMap/CMapName/Offprint-H/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/Filter/FlateDecode",
                        memo_ ? memo_->deflated(encoding_cmap()) : deflate(encoding_cmap()));
    for (std::size_t i = 0; i < fonts_.size(); ++i) {
        resources += "/F";
        append_integer(resources, static_cast<std::int64_t>(i));
        resources += ' ';
        append_reference(resources, number_of(write_font(fonts_[i], encoding, haru)));
    }
    return resources;
}

}  // namespace offprint::pdf
