// Where a line may end: the Unicode line breaking algorithm (UAX #14, by ICU) and on top of it what a careful typesetter of
// financial prose knows: what must stay together, what is a weak place, how an address is cut.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/line_boundaries.h"

namespace offprint::text {

/// A place before which a line may begin. Spaces before it belong to the line that ends.
struct Opportunity {
    enum class Kind : std::uint8_t { Plain, Hyphen, Forced };  // Hyphen: the line ends with a hyphen of the text's own
    std::uint32_t offset = 0;                                  // bytes from the start of the text
    std::int16_t penalty = 0;                                  // TeX's scale
    Kind kind = Kind::Plain;
    friend bool operator==(Opportunity const&, Opportunity const&) = default;
};

/// Headings mind which word a line ends on.
enum class BreakTaste { Prose, Heading };

/// Finds opportunities. One finder serves a whole render (text/line_boundaries.h). Not shared between threads.
class BreakFinder {
public:
    /// Opportunities of a UTF-8 text in ascending order, the start of the text left out; the last one is forced and is the text's end.
    /// `language` is BCP 47; an unknown one breaks by the general rules.
    void find(std::string_view text, std::string_view language, BreakTaste taste, std::vector<Opportunity>& out);

private:
    LineBoundaries boundaries_;
};

}  // namespace offprint::text
