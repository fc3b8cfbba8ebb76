// From what an author wrote to a list of atoms: the small part of TeX's language that formulas are written in.
#pragma once
#include "base/diagnostic.h"
#include "math/formula.h"

namespace offprint::math {

/// Bytes of a formula, and how deep its groups may be nested.
inline constexpr std::size_t kLongestFormula = 4000;
inline constexpr int kDeepestFormula = 32;

/// What a comma between two figures is, as the article's language has it. Where it parts numbers, one before three figures still belongs to one: 1,250.
enum class Comma : std::uint8_t { PartsNumbers, IsDecimal };

/// Reads a formula. What is wrong is reported where it stands (E680 to E683) and left out; any bytes give a list.
List parse_formula(SourcedText const& text, Diagnostics& diagnostics, Comma comma = Comma::PartsNumbers);

}  // namespace offprint::math
