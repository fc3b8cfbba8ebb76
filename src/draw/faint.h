// How much of a drawing hardly shows on the ground that it stands on: a dark word on dark paper.
#pragma once
#include "draw/frame.h"

namespace offprint::draw {

/// In permille of what the frame's shapes and texts cover, each by the box around it. A shape stands on the last one before it whose box holds it,
/// else on `ground`; one that covers nearly the whole frame is a ground itself. Below a contrast of 1.5 nothing is seen.
int faint_permille(Frame const& frame, Color ground);

}  // namespace offprint::draw
