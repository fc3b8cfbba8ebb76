// How far characters hang into the margins, so that its edge looks straight (microtype's character protrusion; typesetting.md, section 4).
#pragma once

namespace offprint::text {

/// Thousandths of its advance by which a character stands out at the start (left) or end (right) of a line; 0 for most.
int left_permille(char32_t code_point);
int right_permille(char32_t code_point);

}  // namespace offprint::text
