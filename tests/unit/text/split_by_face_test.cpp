#include "base/utf8.h"
#include "fonts_for_test.h"
#include "text/shaper.h"

using namespace offprint;
using namespace offprint::text;
using namespace offprint::text::test;

namespace {

/// Text that was written at the start of source 1, byte for byte.
SourcedText sourced(std::string text) {
    auto const length = static_cast<std::uint32_t>(text.size());
    return {std::move(text), 1, {{0, length, 0, length, true}}};
}

StyledText styled(std::string text, std::vector<FontPtr> faces) {
    CharStyle style;
    style.faces = std::move(faces);
    StyledText out;
    out.append(sourced(std::move(text)), style, 0);
    return out;
}

/// "a|b" with each range's family's first letter: "S:text|I:more".
std::string ranges(StyledText const& text, Diagnostics& diagnostics) {
    Shaper shaper;
    std::string out;
    std::uint32_t at = text.runs[0].begin;
    for (Shaper::FaceRange const& r : shaper.split_by_face(text, text.runs[0], diagnostics)) {
        CHECK(r.begin == at);
        CHECK(r.end > r.begin);
        out += (out.empty() ? "" : "|") + r.face->family_name().substr(0, 1) + ":" + text.text.text.substr(r.begin, r.end - r.begin);
        at = r.end;
    }
    CHECK(at == text.runs[0].end);
    return out;
}

}  // namespace

TEST_CASE("each cluster goes to the first face that has it") {
    Diagnostics none;
    std::vector<FontPtr> const faces{mono(), serif(), sans()};
    CHECK(faces[0]->nominal_glyph(U'☃') == 0);
    CHECK(ranges(styled("plain text", faces), none) == "I:plain text");
    // Plex Mono has no Greek, Source Serif has.
    std::string const mixed = ranges(styled("ab β cd", faces), none);
    CHECK(mixed == "I:ab |S:β|I: cd");
    CHECK(ranges(styled("ab β β cd", faces), none) == "I:ab |S:β β|I: cd");
    CHECK(ranges(styled("β", faces), none) == "S:β");
    CHECK(ranges(styled(" β", faces), none) == "I: |S:β");
    CHECK(none.items().empty());
}

TEST_CASE("spaces, controls and what is invisible never choose a face and are never missing") {
    Diagnostics none;
    for (std::string const text :
         {"a\u00ADb", "a\u2009b\u202Fc\u2007d\u00A0e", "a\tb\nc", "a\u200Bb\u2060c\uFEFF", "a\u200Db\uFE0F", "\u00AD", " ", "a\u2010b\u2011c", "\u3000"}) {
        INFO(text);
        for (FontPtr const& face : {mono(), sans(), serif()}) {
            Diagnostics own;
            auto const line = styled(text, {face, serif()});
            CHECK(ranges(line, own) == face->family_name().substr(0, 1) + ":" + text);
            CHECK(own.items().empty());
            Shaper shaper;
            for (PlacedRun const& placed : shape_line(shaper, line, own)) {
                for (Glyph const& glyph : placed.run.glyphs) CHECK(glyph.id != 0);
            }
        }
    }
}

TEST_CASE("a letter and its mark are had if the face has them joined or apart") {
    Diagnostics none;
    CHECK(ranges(styled("cafe\u0301 \u00C5ngstro\u0308m", {sans()}), none) == "I:cafe\u0301 \u00C5ngstro\u0308m");
    CHECK(none.items().empty());
}

TEST_CASE("a missing glyph is an error at its place, said once a character") {
    Diagnostics diagnostics;
    StyledText const text = styled("snow ☃ and ☃, then 雪", {sans(), serif()});
    CHECK(ranges(text, diagnostics) == "I:snow ☃ and ☃, then 雪");
    REQUIRE(diagnostics.items().size() == 2);
    Diagnostic const& first = diagnostics.items()[0];
    CHECK(first.code == "E401");
    CHECK(first.severity == Severity::Error);
    CHECK(first.message == "no glyph for '☃' (U+2603) in Inter, Source Serif 4");
    CHECK(first.span == Span{1, 5, 8});
    CHECK_FALSE(first.hints.empty());
    CHECK(diagnostics.items()[1].message == "no glyph for '雪' (U+96EA) in Inter, Source Serif 4");
}

TEST_CASE("a line's runs stand side by side and keep text, mark and style") {
    CharStyle roman = style_of(serif()), label = style_of(sans());
    roman.size = Length::points(10), label.size = Length::points(8), label.tracking = Length::points(0.5), label.rise = Length::points(2);
    StyledText text;
    text.append(sourced("Revenue "), roman, 7);
    text.append(sourced("fi "), roman, 7);
    text.append(SourcedText("UP"), label, 7);
    text.append(SourcedText("UP"), label, 8);
    text.append(SourcedText(""), roman, 9);
    text.append(SourcedText("."), roman, 8);
    REQUIRE(text.runs.size() == 4);
    CHECK(text.styles.size() == 2);
    Shaper shaper;
    Diagnostics none;
    auto const line = shape_line(shaper, text, none);
    REQUIRE(line.size() == 4);
    CHECK(line[0].run.text == "Revenue fi ");
    CHECK(line[0].run.glyphs.size() == 10);  // fi is one glyph
    CHECK(line[1].run.mark == 7);
    CHECK(line[2].run.mark == 8);
    CHECK(line[1].run.rise == Length::points(2));
    Length x;
    for (PlacedRun const& placed : line) {
        CHECK(placed.x == x);
        x += placed.run.width();
    }
    CHECK(x == line_width(line));
    // Tracking follows every glyph, and parts ligatures.
    int const units = label.faces[0]->advance(line[1].run.glyphs[0].id);
    CHECK(line[1].run.glyphs[1].advance == (label.faces[0]->at_size(label.faces[0]->advance(line[1].run.glyphs[1].id), label.size) + label.tracking).raw());
    CHECK(units > 0);
    roman.tracking = Length::points(0.1);
    CHECK(shaper.shape(roman.faces[0], roman, {}, "fi", {})->glyphs.size() == 2);
}

TEST_CASE("a piece measures what its glyphs add up to, at any size") {
    FontPtr const face = serif();
    Shaper shaper;
    for (double const size : {1.0, 6.37, 9.25, 10.0, 72.0, 40000.0}) {
        for (double const tracking : {0.0, 0.31, -0.2}) {
            CharStyle style = style_of(face);
            style.tracking = Length::points(tracking);
            ShapedPtr const piece = shaper.shape(face, style, {}, "Wave e\u0301 office", {});
            GlyphRun run;
            run.face = face, run.size = Length::points(size);
            append_piece(run, *piece, 3, style.tracking);
            CHECK(run.glyphs.front().cluster == 3);
            if (size < 1000) CHECK(run.width() == piece_width(*piece, run.size, style.tracking));
            for (std::size_t i = 0; size < 1000 && i < run.glyphs.size(); ++i) {
                bool const tracked = i + 1 == run.glyphs.size() || run.glyphs[i].cluster != run.glyphs[i + 1].cluster;
                CHECK(run.glyphs[i].advance == (face->at_size(piece->glyphs[i].advance, run.size) + (tracked ? style.tracking : Length{})).raw());
            }
        }
    }
}
