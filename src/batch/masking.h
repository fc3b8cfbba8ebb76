// What may be told of a fault where what stands in cells may not: its words without the values in them.
#pragma once
#include <string>
#include <string_view>

#include "batch/row_work.h"

namespace offprint::batch {

/// The message of a fault with `…` for all that may be a value: what it quotes, words with a digit, and whatever the row's own cells hold. What stands on
/// `written`, the line of the article or layout that the fault is at, is the author's and stays. So does what is said of a lost worker, of a source that is
/// away or of a torn installation.
std::string without_values(RowFault const& fault, std::string_view written, Rows const& rows, std::size_t row);

}  // namespace offprint::batch
