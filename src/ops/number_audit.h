// `check --numbers`: numbers in the prose that no fact and no data explain. Those are the ones that drift: the data change, the words do not.
#pragma once
#include "base/diagnostic.h"

namespace offprint::ops {

struct Inputs;

/// What was found in an article's prose: prose, titles, kickers, standfirst, captions, notes, lists.
struct NumberAudit {
    std::size_t computed = 0;     // printed by an expression
    std::size_t explained = 0;    // typed, and said by a fact, a parameter, a cell or a figure of a block, at the precision of the words
    std::size_t unexplained = 0;  // typed, and said by nothing: each is a warning (W362)
};

NumberAudit audit_numbers(Inputs const& in, Diagnostics& diagnostics);

}  // namespace offprint::ops
