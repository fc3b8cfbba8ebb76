// Whole flows side by side: the columns of an author, each a vertical list of its own, made one box with steps.
#pragma once
#include <span>

#include "layout/vlist.h"

namespace offprint::layout {

/// Flows side by side, their tops in line, as one box of the height of the tallest. Pieces, marks of notes and attachments keep their x.
///
/// The box may be split at a height where no flow has anything across it and each that goes on below may be broken there; the price is
/// the sum of those of the flows that are cut. What a break repeats (a table's head) is repeated in its own column. Space is not
/// stretched, nothing stands on the grid, a forced break is a free one, and what stands on a ground is not split.
VBox side_by_side(std::span<VList const> columns, Span span);

}  // namespace offprint::layout
