// Which face sets which characters: fallback by grapheme cluster, and what to say when no face has one.
#include <fmt/format.h>

#include <set>

#include "base/utf8.h"
#include "text/shape_setting.h"

namespace offprint::text {
namespace {

constexpr char32_t kHyphen = 0x2010, kNonBreakingHyphen = 0x2011;

/// A grapheme cluster as far as fonts care: a character with the marks, joiners and selectors that follow it (a close cousin of UAX #29).
std::size_t cluster_end(std::string_view text, std::size_t at) {
    char32_t previous = utf8::next(text, at);
    while (at < text.size()) {
        std::size_t next = at;
        char32_t const c = utf8::next(text, next);
        if (!extends_cluster(c) && previous != 0x200D) break;
        previous = c;
        at = next;
    }
    return at;
}

/// A face has a character if the shaper can show it: by a glyph, by a space of the right width, by a hyphen of another code, or taken apart.
bool has_character(FontFace const& face, char32_t c) {
    if (is_invisible(c) || face.nominal_glyph(c) != 0) return true;
    if (is_special_space(c)) return face.nominal_glyph(U' ') != 0;
    if (c == kHyphen || c == kNonBreakingHyphen) return face.nominal_glyph(kHyphen) != 0 || face.nominal_glyph(U'-') != 0;
    hb_codepoint_t base = 0, mark = 0;
    if (!hb_unicode_decompose(hb_unicode_funcs_get_default(), c, &base, &mark)) return false;
    return face.nominal_glyph(base) != 0 && (mark == 0 || face.nominal_glyph(mark) != 0);
}

/// True when a base and its first mark exist as one character that the face has, as HarfBuzz composes them.
bool has_composed(FontFace const& face, char32_t base, char32_t mark) {
    hb_codepoint_t composed = 0;
    return hb_unicode_compose(hb_unicode_funcs_get_default(), base, mark, &composed) && face.nominal_glyph(composed) != 0;
}

/// First character of the cluster that the face lacks, or 0.
char32_t lacking(FontFace const& face, std::string_view cluster) {
    char32_t previous = 0;
    for (std::size_t at = 0; at < cluster.size();) {
        char32_t const c = utf8::next(cluster, at);
        bool const had = has_character(face, c) || (previous != 0 && has_composed(face, previous, c));
        if (!had) return c;
        previous = c;
    }
    return 0;
}

/// A cluster of spaces and invisible characters has no say in the choice of its face.
bool is_silent(std::string_view cluster) {
    for (std::size_t at = 0; at < cluster.size();) {
        char32_t const c = utf8::next(cluster, at);
        if (!is_invisible(c) && c != U' ' && !is_special_space(c)) return false;
    }
    return true;
}

void add_range(std::vector<Shaper::FaceRange>& ranges, std::size_t begin, std::size_t end, FontPtr const& face) {
    if (begin == end) return;
    if (!ranges.empty() && ranges.back().face == face) {
        ranges.back().end = static_cast<std::uint32_t>(end);
    } else {
        ranges.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), face});
    }
}

/// End of the printable ASCII from `at` on that a face has all of; without the last character when something else follows, which may
/// be a mark for it.
std::size_t plain_end(std::string_view text, std::size_t at, FontFace const& face) {
    std::size_t const begin = at;
    while (at < text.size() && text[at] >= 0x20 && text[at] < 0x7F && face.nominal_glyph(static_cast<unsigned char>(text[at])) != 0) ++at;
    return at < text.size() && at > begin ? at - 1 : at;
}

std::string families_of(CharStyle const& style) {
    std::string list;
    for (FontPtr const& face : style.faces) {
        if (!list.empty()) list += ", ";
        list += face->family_name();
    }
    return list;
}

void report(Diagnostics& diagnostics, Span span, char32_t c, CharStyle const& style) {
    std::string shown;
    utf8::append(shown, c);
    std::string message = fmt::format("no glyph for '{}' (U+{:04X}) in {}", shown, static_cast<std::uint32_t>(c), families_of(style));
    diagnostics.error("E401", span, std::move(message),
                      "use a character that the layout's fonts have, or add a fallback family that has it to the layout's fonts");
}

/// First face that has the whole cluster, or null.
FontPtr const* face_for(CharStyle const& style, std::string_view cluster) {
    for (FontPtr const& face : style.faces) {
        if (lacking(*face, cluster) == 0) return &face;
    }
    return nullptr;
}

}  // namespace

std::vector<Shaper::FaceRange> Shaper::split_by_face(StyledText const& text, StyledText::Run const& run, Diagnostics& diagnostics) {
    CharStyle const& style = text.styles[run.style];
    std::vector<FaceRange> ranges;
    if (style.faces.empty()) return ranges;
    std::string_view const all = std::string_view(text.text.text).substr(0, run.end);
    std::set<char32_t> reported;
    std::size_t silent = run.begin;  // start of the silent clusters that wait for their neighbour's choice
    for (std::size_t at = run.begin, end = at; at < all.size(); at = end) {
        end = plain_end(all, at, *style.faces.front());
        if (end > at) {  // nearly all text; spaces at its end wait for their neighbour
            std::size_t const last = all.substr(at, end - at).find_last_not_of(' ');
            if (last == std::string_view::npos) continue;
            add_range(ranges, silent, at + last + 1, style.faces.front());
            silent = at + last + 1;
            continue;
        }
        end = cluster_end(all, at);
        std::string_view const cluster = all.substr(at, end - at);
        if (is_silent(cluster)) continue;
        FontPtr const* face = face_for(style, cluster);
        if (face == nullptr) {
            face = &style.faces.front();
            char32_t const missing = lacking(**face, cluster);
            if (reported.insert(missing).second) report(diagnostics, text.text.span(at, end), missing, style);
        }
        bool const goes_on = !ranges.empty() && ranges.back().face == *face;
        if (!goes_on) add_range(ranges, silent, at, style.faces.front());
        add_range(ranges, goes_on ? silent : at, end, *face);
        silent = end;
    }
    add_range(ranges, silent, all.size(), style.faces.front());
    return ranges;
}

}  // namespace offprint::text
