// What a signature looks like where it is seen: a framed box that says who signed, when and why.
#pragma once
#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "sign/field.h"

namespace offprint::ops {

/// Draws the stamp that `--stamp page,x,y,width,height` asks for (pages from 1, points from the top left corner), its words as outlines, so that a finished
/// file needs no further font. Nothing, reported (E841), for a request that is none, and for words that the box or the program's font does not hold.
std::optional<sign::Stamp> draw_stamp(std::string const& request, pdf::SignatureWords const& words, Diagnostics& diagnostics);

}  // namespace offprint::ops
