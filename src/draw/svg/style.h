// How an element looks: presentation attributes and `style`, inherited (SVG 1.1, 6). A plain value; an element starts from its parent's.
#pragma once
#include <string>
#include <string_view>

#include "draw/svg/drawing.h"
#include "draw/svg/values.h"

namespace offprint::draw::svg {

/// None, a colour, or a gradient with a colour in case there is no such gradient.
struct Paint {
    std::optional<Color> color;
    std::string gradient;  // id
};

struct Style {
    Paint fill{Color{}, {}}, stroke;
    double fill_opacity = 1, stroke_opacity = 1;
    double opacity = 1;  // of the element and all around it
    FillRule fill_rule = FillRule::NonZero, clip_rule = FillRule::NonZero;
    double stroke_width = 1, miter_limit = 4, dash_phase = 0;
    std::vector<double> dash;
    Cap cap = Cap::Butt;
    Join join = Join::Miter;
    Color current;
    bool visible = true, shown = true;
    FontWish font;
    double font_size = 16, letter_space = 0;
    enum class Anchor { Start, Middle, End } anchor = Anchor::Start;
    std::string clip;  // id; not inherited
};

/// What a property did.
enum class Applied { Yes, Unknown, BadValue };
/// Sets one property; `whole` is what percentages are of.
Applied apply_property(Style& style, Style const& parent, std::string_view name, std::string_view value, double whole);
/// Attributes that say nothing about the look, or nothing that print could show.
bool is_harmless_attribute(std::string_view name);

}  // namespace offprint::draw::svg
