// The font of formulas and formulas from text, for the tests of this room.
#pragma once
#include <catch2/catch.hpp>
#include <string>

#include "math/lines.h"
#include "math/parser.h"

namespace offprint::math::test {

inline text::FontPtr font(std::string const& file) {
    std::string error;
    text::FontPtr face = text::FontFace::open(std::string(OFFPRINT_SOURCE_DIR) + "/fonts/" + file, error);
    INFO(file << ": " << error);
    REQUIRE(face);
    return face;
}
inline text::MathTable table() { return text::MathTable(font("offprint-math/OffprintMath-Regular.ttf")); }

inline SourcedText sourced(std::string const& text) {
    auto const length = static_cast<std::uint32_t>(text.size());
    return SourcedText(text, 1, {{0, length, 0, length, true}});
}
inline List parsed(std::string const& text) {
    Diagnostics faults;
    List list = parse_formula(sourced(text), faults);
    INFO(text << (faults.has_errors() ? ": " + faults.items().front().message : std::string()));
    REQUIRE_FALSE(faults.has_errors());
    return list;
}

/// Words without a shaper: one glyph a letter.
inline std::vector<text::PlacedRun> plain_words(SourcedText const& words, Length size) {
    text::GlyphRun run;
    run.face = font("source-serif-4/SourceSerif4-Regular.ttf");
    run.size = size;
    run.text = words.text;
    for (std::uint32_t i = 0; i < words.text.size(); ++i) {
        std::uint32_t const glyph = run.face->nominal_glyph(static_cast<unsigned char>(words.text[i]));
        run.glyphs.push_back({glyph, i, static_cast<std::int32_t>(run.face->at_size(run.face->advance(glyph), size).raw()), 0, 0});
    }
    return {{{}, std::move(run)}};
}

inline Setter setter(double size = 10) { return Setter(table(), Length::points(size), plain_words); }
inline Box display(std::string const& text, double size = 10) { return setter(size).set(parsed(text), {}); }

/// The glyph runs of a box, in order.
inline std::vector<Element> runs_of(Box const& box) {
    std::vector<Element> runs;
    for (Element const& element : box.elements)
        if (std::holds_alternative<text::GlyphRun>(element.what)) runs.push_back(element);
    return runs;
}
inline text::GlyphRun const& run_of(Element const& element) { return std::get<text::GlyphRun>(element.what); }
inline std::vector<std::pair<Point, Rule>> rules_of(Box const& box) {
    std::vector<std::pair<Point, Rule>> rules;
    for (Element const& element : box.elements)
        if (auto const* rule = std::get_if<Rule>(&element.what)) rules.emplace_back(element.at, *rule);
    return rules;
}

}  // namespace offprint::math::test
