// DRAFT across a finished page, for a report that goes out in spite of a rule.
#pragma once
#include "draw/frame.h"
#include "ops/typeset.h"

namespace offprint::ops {

/// A large word beneath everything but the paper's own colour, and a line at the top edge that says why. Both are artifacts.
void stamp_draft(draw::Frame& frame, std::string const& why, SetArticle& set);

}  // namespace offprint::ops
