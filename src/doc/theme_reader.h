// Reads a layout in which everything that it extends has been merged (theme.cpp does that).
#pragma once
#include "doc/theme.h"

namespace offprint::doc {

/// The theme of a merged tree, every slot of every block type filled and the contrast checked; nothing when a fault was reported.
std::optional<Theme> read_merged_layout(data::Value const& root, std::span<BlockSlots const> blocks, Diagnostics& diagnostics);

}  // namespace offprint::doc
