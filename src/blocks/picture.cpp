#include "blocks/picture.h"

#include <algorithm>

#include "draw/faint.h"
#include "fmt/format.h"

namespace offprint::blocks {
namespace {

constexpr Length kInch = Length::from_raw(72 * Length::kUnitsPerPoint);

draw::Frame set_pixels(draw::Picture const& picture, Size size, draw::NodeId node, SourcedText const& path, BuildContext& context) {
    std::int64_t const pixels = scaled(kInch, picture.image->shown_width(), std::max<std::int64_t>(size.width.raw(), 1)).raw();
    if (pixels < context.style("figure").number("coarse"))
        context.diagnostics.warning("W862", path.span(), fmt::format("picture '{}' is coarse: {} pixels to the inch at this size", path.text, pixels),
                                    "give it less width, or take a picture with more pixels");
    draw::Frame frame;
    frame.size = size;
    frame.add({draw::ImageItem{node, {{}, {}, size.width, size.height}, picture.image}});
    return frame;
}

draw::Frame set_drawing(draw::Picture const& picture, Size size, draw::NodeId node, SourcedText const& path, BuildContext& context) {
    doc::BlockStyle const& style = context.style("figure");
    auto const fonts = [&](draw::svg::FontWish const& wish) {
        using Family = draw::svg::FontWish::Family;
        doc::TextStyle look = style.text(wish.family == Family::Serif ? "serif" : wish.family == Family::Mono ? "mono" : "sans");
        look.weight = wish.weight;
        look.italic = wish.italic;
        look.features.clear();
        return context.type.chars(look);
    };
    draw::svg::Painted painted = draw::svg::paint(*picture.drawing, size, node, context.type.shaper(), fonts, path.span(), context.diagnostics);
    if (!painted.left_out.empty())
        context.diagnostics.warning("W863", path.span(), fmt::format("picture '{}': left out: {}", path.text, fmt::join(painted.left_out, ", ")),
                                    "a static drawing of paths, shapes, gradients and text is shown whole");
    return std::move(painted.frame);
}

}  // namespace

draw::Frame set_picture(draw::Picture const& picture, Size size, draw::NodeId node, SourcedText const& path, BuildContext& context) {
    return picture.drawing ? set_drawing(picture, size, node, path, context) : set_pixels(picture, size, node, path, context);
}

draw::Frame set_logo(draw::Picture const& picture, Size size, draw::NodeId node, SourcedText const& path, char const* advice, BuildContext& context) {
    constexpr int kMuch = 200;  // permille
    draw::Frame frame = set_picture(picture, size, node, path, context);
    Color const paper = context.theme.paper;
    if (int const faint = picture.drawing ? draw::faint_permille(frame, paper) : 0; faint >= kMuch)
        context.diagnostics.warning("W864", path.span(),
                                    fmt::format("picture '{}': {} % of it hardly shows on paper of {}", path.text, faint / 10, to_hex(paper)), advice);
    return frame;
}

Length width_at(draw::Picture const& picture, Length height) {
    Size const natural = picture.natural_size();
    return scaled(height, natural.width.raw(), natural.height.raw());
}

Length height_at(draw::Picture const& picture, Length width) {
    Size const natural = picture.natural_size();
    return scaled(width, natural.height.raw(), natural.width.raw());
}

}  // namespace offprint::blocks
