// The operators of one page's content (ISO 32000-1, annex A), written compactly: a state is set only when it changes, neighbouring
// texts share one BT..ET, and coordinates are hundredths of a point with y already turned (origin bottom left).
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/color.h"
#include "draw/frame.h"
#include "pdf/syntax.h"

namespace offprint::pdf {

/// What q saves and Q restores, as far as we set it. The values are PDF's own at the start of a page.
struct GraphicsState {
    Color fill, stroke;
    std::int64_t line_width_milli = 1000;
    std::vector<Length> dash;
    draw::Cap cap = draw::Cap::Butt;
    draw::Join join = draw::Join::Miter;
    Length dash_phase;
    int miter_limit_permille = 10'000;
    std::optional<std::size_t> font;  // index at the font embedder
    std::int64_t font_size_milli = 0;
    std::int64_t character_space_milli = 0;
    std::int64_t rise_milli = 0;
    int expansion_permille = 0;  // of glyph widths: horizontal scaling less 100 %
};

class ContentStream {
public:
    explicit ContentStream(Centi page_height) : page_height_(page_height) {}

    std::string take();
    bool in_text() const { return in_text_; }

    /// Opens a text object unless one is open; ends one if it is.
    void begin_text();
    void end_text();
    /// Starts a line of text at a point (Td from the last one).
    void move_text(Centi x, Centi y_down);
    void set_font(std::size_t font, std::int64_t size_milli);
    void set_character_space(std::int64_t milli);
    void set_rise(std::int64_t milli);
    void set_expansion(int permille);
    void set_fill(Color color);
    /// `array` is the inside of a TJ array; `adjusted` tells whether it holds more than one string.
    void show_text(std::string_view array, bool adjusted);

    /// Begins marked content; `operands` is "/P<</MCID 0>>".
    void begin_mark(std::string_view operands);
    void end_mark();

    void save_and_clip(std::optional<Path> const& clip, draw::FillRule rule = draw::FillRule::NonZero);
    void restore();
    /// What follows is drawn through a map, until the state is restored.
    void transform(Transform const& to_frame);
    /// Names of graphics resources: a graphics state, an image over the unit square of `place` turned as Exif says, a shading over everything.
    void set_alpha(std::size_t number);
    void show_image(std::size_t number, Rect place, int orientation);
    void show_shading(std::size_t number, Transform const& to_frame);

    /// Paths of one look that follow each other are painted together: strokes of one pen, rectangles of one colour.
    void paint(Path const& path, std::optional<Color> fill, std::optional<draw::Stroke> const& stroke, draw::FillRule rule = draw::FillRule::NonZero);
    /// Ends such a family; everything but `paint` does so by itself.
    void flush_path();

private:
    struct PendingPaint {
        std::optional<Color> fill;
        std::optional<draw::Stroke> stroke;
        draw::FillRule rule = draw::FillRule::NonZero;
    };
    void matrix(std::array<double, 6> const& values);
    void op(std::string_view name);
    void number(Centi value);
    void point(Point p);
    void append_path(Path const& path);
    void set_color(Color color, std::string_view gray, std::string_view rgb);
    void set_stroke(draw::Stroke const& stroke);
    bool continues_pending(Path const& path, std::optional<Color> fill, std::optional<draw::Stroke> const& stroke) const;

    std::string out_;
    Centi page_height_;
    GraphicsState state_;
    std::vector<GraphicsState> saved_;
    std::optional<PendingPaint> pending_;
    bool in_text_ = false;
    Centi text_x_ = 0, text_y_ = 0;  // the line's start, y up
};

}  // namespace offprint::pdf
