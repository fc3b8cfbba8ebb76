// Floats: figures, charts and tables that may stand at the head or the foot of a page while the text flows on, where that costs the whole
// document less than standing where they were written. Comes before page breaking proper and uses it to weigh each place.
#pragma once
#include "layout/page_builder.h"

namespace offprint::layout {

/// A break that a float wants is paid for, so that it is taken wherever it can be. The weighing of floats takes the sum off again, and so does `explain`.
inline constexpr std::int64_t kFloatPull = kLargestPrice / 2;

/// Whether anything in a list may leave its place: between FloatBegin and FloatEnd, or on pages lying on their side, where the text before would else stop
/// short.
bool has_floats(VList const& list);

/// Moves what stands between FloatBegin and FloatEnd to the best place found, and takes these marks away. Floats keep their order. One stands where it was
/// written, at the head or at the foot of a page, never on a page before that of the text above it; one that goes farther than the place of the next draws
/// that along, and none passes a box that bars them. Each page later costs, squared.
/// They are placed one after the other, each the best way among the places near page ends, given those before it, and where that leaves pages short once
/// more with the best few ways followed at a time: the plan is never dearer than with all of them where they were written. A float whose boxes have footnotes
/// stays, as notes are numbered in the order of the text.
VList place_floats(VList list, Footnotes const& footnotes, PageGeometry const& geometry, PageCosts const& costs);

}  // namespace offprint::layout
