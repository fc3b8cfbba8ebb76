#include "pdf/to_unicode.h"

#include "base/number.h"
#include "base/utf8.h"
#include "pdf/font_embedder.h"
#include "pdf/syntax.h"

namespace offprint::pdf {
namespace {

constexpr std::size_t kBlock = 100;  // entries in one bfchar or bfrange block (Adobe TN 5014)

void append_code(std::string& out, std::uint32_t code) {
    out += '<';
    if (is_short_code(code))
        append_hex2(out, code);
    else
        append_hex4(out, code);
    out += '>';
}

void append_range(std::string& out, std::uint32_t first, std::uint32_t last, std::uint32_t character) {
    append_code(out, first);
    append_code(out, last);
    out += '<';
    append_hex4(out, character);
    out += ">\n";
}

void append_block(std::string& out, std::vector<std::string> const& lines, std::string_view kind) {
    for (std::size_t begin = 0; begin < lines.size(); begin += kBlock) {
        std::size_t const end = std::min(begin + kBlock, lines.size());
        append_integer(out, static_cast<std::int64_t>(end - begin));
        out += " begin";
        out += kind;
        out += '\n';
        for (std::size_t i = begin; i < end; ++i) out += lines[i];
        out += "end";
        out += kind;
        out += '\n';
    }
}

}  // namespace

std::string to_unicode_cmap(std::vector<CodeText> const& codes) {
    // One range for all of ASCII and one for Latin-1, from the first code in use to the last: those in between stand for themselves.
    std::vector<std::string> ranges, characters;
    for (std::uint32_t const page : {0x00U, 0x80U}) {
        std::uint32_t first = 0, last = 0;
        for (auto const& [code, text] : codes) {
            if (!is_identity_code(code) || (code & ~0x7FU) != page) continue;
            if (first == 0) first = code;
            last = code;
        }
        if (first != 0) append_range(ranges.emplace_back(), first, last, first);
    }
    for (auto const& [code, text] : codes) {
        if (is_identity_code(code)) continue;
        std::string& line = characters.emplace_back();
        append_code(line, code);
        line += '<';
        append_utf16_hex(line, text);
        line += ">\n";
    }
    std::string out =
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n";
    out += kCodespace;
    append_block(out, ranges, "bfrange");
    append_block(out, characters, "bfchar");
    out += "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n";
    return out;
}

std::string mappable(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        char32_t const c = utf8::next(text, at);
        if (c != 0 && c != 0xFEFF && c != 0xFFFE && c != 0xFFFF) utf8::append(out, c);
    }
    if (out.empty()) utf8::append(out, 0x2060);
    return out;
}

}  // namespace offprint::pdf
