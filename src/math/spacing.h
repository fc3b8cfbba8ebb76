// The space between neighbours in a formula.
#pragma once
#include "math/formula.h"

namespace offprint::math {

/// Space between two atoms in eighteenths of an em (The TeXbook, chapter 18). In scripts only some of it is kept.
int space_between(Class left, Class right, bool in_script);

/// A sign for two operands that has none on one side is an ordinary one (appendix G, rules 5 and 6): the minus of -x.
std::vector<Class> settled_classes(List const& list);

}  // namespace offprint::math
