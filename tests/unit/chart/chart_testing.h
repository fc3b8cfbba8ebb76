// Drawing a chart from a few lines of YAML and CSV, with the repository's fonts and the colours of the first layout.
#pragma once
#include <catch2/catch.hpp>
#include <string>

#include "chart/spec.h"

namespace offprint::chart::test {

inline text::CharStyle style_of(std::string const& weight, double size, Color color) {
    std::string error;
    text::CharStyle style;
    style.faces = {text::FontFace::open(std::string(OFFPRINT_SOURCE_DIR) + "/fonts/inter/Inter-" + weight + ".ttf", error)};
    INFO(error);
    REQUIRE(style.faces.front());
    style.size = Length::points(size);
    style.features = {{{'t', 'n', 'u', 'm'}, 1}};
    style.color = color;
    return style;
}

inline PlotStyle plot_style() {
    PlotStyle style;
    style.paper = kWhite;
    style.ink = {0x14, 0x18, 0x1F};
    style.soft = {0x5B, 0x64, 0x70};
    style.hair = {0xCF, 0xD5, 0xDA};
    style.tint = {0xF1, 0xF5, 0xF3};
    style.series = {{0x0D, 0x6B, 0x57}, {0xB8, 0x50, 0x1C}};
    style.label = style_of("SemiBold", 8, style.ink);
    style.note = style_of("Regular", 6.6, style.soft);
    style.value = style_of("SemiBold", 7.2, style.ink);
    style.axis = style_of("Regular", 6.8, style.soft);
    return style;
}

/// A chart as drawn, and what was said about it.
struct Drawn {
    Sources sources;
    Diagnostics diagnostics;
    std::optional<Drawing> drawing;
    std::string faults() const { return render_text(diagnostics, sources); }
    template <typename M>
    std::vector<M> marks() const {
        std::vector<M> found;
        for (Mark const& mark : drawing->marks)
            if (auto const* m = std::get_if<M>(&mark)) found.push_back(*m);
        return found;
    }
    std::vector<std::string> words() const {
        std::vector<std::string> all;
        for (TextMark const& text : marks<TextMark>()) all.push_back(text.text.words);
        return all;
    }
};

/// Reads and draws `yaml` (the map of a chart) over `csv`, the table named "t"; "" for none.
inline Drawn drawn(std::string const& yaml, std::string const& csv = "", double width = 360) {
    static PlotStyle const style = plot_style();
    static text::Shaper shaper;
    Drawn out;
    SourceId const article = out.sources.add("article.yaml", yaml);
    auto const value = data::parse_yaml(out.sources, article, out.diagnostics);
    REQUIRE(value);
    SpecPtr const spec = read_spec(*value, out.diagnostics);
    if (!spec) return out;
    std::optional<data::Table> table;
    if (!csv.empty()) table = data::parse_csv(out.sources, out.sources.add("t.csv", csv), "t", out.diagnostics);
    out.drawing = draw_marks(*spec, table ? &*table : nullptr, style, Length::points(width), shaper, out.diagnostics);
    return out;
}

inline bool has_code(Drawn const& drawn, std::string const& code) {
    for (Diagnostic const& d : drawn.diagnostics.items())
        if (d.code == code) return true;
    return false;
}

}  // namespace offprint::chart::test
