// The opening's key data, for the sidebar that takes it in.
#pragma once
#include "blocks/build_context.h"

namespace offprint::blocks {

/// Badge and key data as a box, where the opening has left them to a sidebar; once.
std::optional<layout::VBox> take_key_data(Region region, BuildContext& context);

}  // namespace offprint::blocks
