#include "ops/signature_stamp.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "base/number.h"
#include "base/utf8.h"
#include "fmt/format.h"
#include "ops/fonts.h"
#include "ops/workspace.h"
#include "text/outline.h"

namespace offprint::ops {
namespace {

constexpr double kLeading = 1.35, kPadding = 0.5;  // in type sizes
constexpr double kSmallestType = 4, kLargestType = 12;
constexpr std::string_view kInk = "0.13 0.13 0.13", kFrame = "q 0.5 w 0.45 0.45 0.45 RG 0.25 0.25 ";

std::nullopt_t refuse(Diagnostics& diagnostics, std::string words, std::string hint = {}) {
    diagnostics.error("E841", {}, std::move(words), std::move(hint));
    return std::nullopt;
}

std::optional<sign::Stamp> parse(std::string const& request) {
    std::array<double, 5> numbers{};
    char const *at = request.data(), *const end = at + request.size();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        auto const [after, failed] = std::from_chars(at, end, numbers[i], std::chars_format::fixed);
        bool const is_last = i + 1 == numbers.size();
        if (failed != std::errc() || !(numbers[i] >= 0 && numbers[i] <= 14'400) || (is_last ? after != end : after == end || *after != ','))
            return std::nullopt;
        at = after + 1;
    }
    if (numbers[0] < 1 || numbers[0] != std::floor(numbers[0])) return std::nullopt;
    return sign::Stamp{static_cast<std::size_t>(numbers[0]) - 1, numbers[1], numbers[2], numbers[3], numbers[4], {}};
}

std::vector<std::string> lines_of(pdf::SignatureWords const& words) {
    std::vector<std::string> lines{"Signed by " + words.name, words.date.substr(0, 10) + " " + words.date.substr(11, 5) + " UTC"};
    for (std::string const& more : {words.reason, words.location})
        if (!more.empty()) lines.push_back(more);
    return lines;
}

/// Glyphs of a line, one a character; nothing if the font lacks one.
std::optional<std::vector<std::uint32_t>> glyphs_of(text::FontFace const& face, std::string const& line) {
    std::vector<std::uint32_t> glyphs;
    for (std::size_t at = 0; at < line.size();) {
        char32_t const c = utf8::next(line, at);
        glyphs.push_back(face.nominal_glyph(c));
        if (glyphs.back() == 0) return std::nullopt;
    }
    return glyphs;
}

int width_of(text::FontFace const& face, std::vector<std::uint32_t> const& glyphs) {
    int sum = 0;
    for (std::uint32_t const glyph : glyphs) sum += face.advance(glyph);
    return sum;
}

void append_line(std::string& out, text::FontFace const& face, std::vector<std::uint32_t> const& glyphs, double x, double y, double scale) {
    auto const number = [&](double value) {
        append_factor(out, value, 2);
        out += ' ';
    };
    for (std::uint32_t const glyph : glyphs) {
        for (text::OutlineStep const& step : text::glyph_outline(face, glyph)) {
            using Kind = text::OutlineStep::Kind;
            std::size_t const points = step.kind == Kind::Close ? 0 : step.kind == Kind::Curve ? 3 : 1;
            for (std::size_t i = 0; i < points; ++i) {
                number(x + scale * step.at[2 * i]);
                number(y + scale * step.at[2 * i + 1]);
            }
            out += step.kind == Kind::Move ? "m\n" : step.kind == Kind::Line ? "l\n" : step.kind == Kind::Curve ? "c\n" : "h\n";
        }
        x += scale * face.advance(glyph);
    }
}

text::FontPtr stamp_face(Diagnostics& diagnostics) {
    Sources sources;
    text::FontCatalog fonts;
    add_fonts(fonts, find_share_folder() + "/fonts", sources, diagnostics);
    std::string error;
    text::FontPtr face = fonts.find("Inter", 400, false, error);
    if (!face) refuse(diagnostics, "the stamp's font cannot be had: " + error, "install offprint again, or run it from its build folder");
    return face;
}

}  // namespace

std::optional<sign::Stamp> draw_stamp(std::string const& request, pdf::SignatureWords const& words, Diagnostics& diagnostics) {
    std::optional<sign::Stamp> stamp = parse(request);
    if (!stamp)
        return refuse(diagnostics, fmt::format("--stamp '{}' is no place", request),
                      "write page,x,y,width,height in points from the top left: 1,40,700,180,48");
    text::FontPtr const face = stamp_face(diagnostics);
    if (!face) return std::nullopt;
    std::vector<std::vector<std::uint32_t>> lines;
    int widest = 1;
    for (std::string const& line : lines_of(words)) {
        auto glyphs = glyphs_of(*face, line);
        if (!glyphs) return refuse(diagnostics, fmt::format("the stamp's font lacks a character of '{}'", line));
        widest = std::max(widest, width_of(*face, *glyphs));
        lines.push_back(std::move(*glyphs));
    }
    double const em = face->metrics().units_per_em, count = static_cast<double>(lines.size());
    double const type = std::min({kLargestType, stamp->height / (count * kLeading + 2 * kPadding), stamp->width / (widest / em + 2 * kPadding)});
    if (type < kSmallestType)
        return refuse(diagnostics, fmt::format("the stamp is too small for its words: they would be {:.1f} pt high", type), "make it wider or higher");
    std::string& out = stamp->content;
    out = kFrame;
    append_factor(out, stamp->width - 0.5, 2);
    out += ' ';
    append_factor(out, stamp->height - 0.5, 2);
    out += " re S Q\nq ";
    out += kInk;
    out += " rg\n";
    double y = (stamp->height + count * kLeading * type) / 2 - type;
    for (auto const& line : lines) {
        append_line(out, *face, line, kPadding * type, y, type / em);
        y -= kLeading * type;
    }
    out += "f Q";
    return stamp;
}

}  // namespace offprint::ops
