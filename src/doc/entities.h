// Character references of Markdown: numbers, and the names that prose uses.
#pragma once
#include <string>
#include <string_view>

namespace offprint::doc {

/// What "&amp;", "&#8211;" or "&#x2013;" stands for, as UTF-8; empty for what is no such reference (an unknown name, a control).
std::string decode_entity(std::string_view entity);

}  // namespace offprint::doc
