// Capitals by language, keeping every byte's place.
#pragma once
#include <string_view>

#include "base/source.h"

namespace offprint::text {

/// Upper case for labels set in capitals. A word that mixes cases on purpose (PCIe, YoY, iPhone) keeps its spelling, since it is a name.
SourcedText capitals(SourcedText const& text, std::string_view language);

}  // namespace offprint::text
