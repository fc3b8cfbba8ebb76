// What may be told of a fault where what stands in cells may not: its words without the values in them.
#pragma once
#include <string>

#include "batch/row_work.h"

namespace offprint::batch {

/// The message of a fault with `…` for all that may be a value: what it quotes, words with a digit, and whatever the row's own cells hold. What is said of a
/// lost worker, of a source that is away or of a torn installation has none and stays.
std::string without_values(RowFault const& fault, Rows const& rows, std::size_t row);

}  // namespace offprint::batch
