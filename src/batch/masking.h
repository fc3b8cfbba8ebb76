// What may be told of a fault where what stands in cells may not: its words without the values in them.
#pragma once
#include <string>

#include "batch/row_work.h"

namespace offprint::batch {

/// The message of a fault with `…` for all that may be a value: what it quotes, words with a digit, and whatever the row's own cells hold. What the run itself
/// says of a row (E968, E969, E970, E971, E972) has none.
std::string without_values(RowFault const& fault, Rows const& rows, std::size_t row);

}  // namespace offprint::batch
