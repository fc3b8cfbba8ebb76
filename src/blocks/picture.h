// Pictures as blocks and running heads set them.
#pragma once
#include "blocks/build_context.h"

namespace offprint::blocks {

/// The picture in a size, all of it under `node`. What a drawing holds that is not drawn, and pixels that are too few for the size, are
/// reported at `path`. Text in drawings takes the families of the figure's slots `sans`, `serif` and `mono`.
draw::Frame set_picture(draw::Picture const& picture, Size size, draw::NodeId node, SourcedText const& path, BuildContext& context);

/// A sign on the paper: the same, and a warning where much of a drawing hardly shows on it (W864). `advice` says what to do.
draw::Frame set_logo(draw::Picture const& picture, Size size, draw::NodeId node, SourcedText const& path, char const* advice, BuildContext& context);

/// Width for a height, or height for a width: the picture's own proportions.
Length width_at(draw::Picture const& picture, Length height);
Length height_at(draw::Picture const& picture, Length width);

}  // namespace offprint::blocks
