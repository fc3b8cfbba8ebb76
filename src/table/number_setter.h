// Numbers in columns: measured and set so that their decimal points stand in line. A number's width depends only on its shape
// ("(0,000.0)"), since tabular digits are all alike: each shape is shaped once, and a number is its shape with other digits.
#pragma once
#include <array>
#include <unordered_map>

#include "table/look.h"
#include "table/number_cell.h"

namespace offprint::table {

/// Widths of a number's parts.
struct NumberWidths {
    Length left, fraction, hang;
};

class NumberSetter {
public:
    /// Both are only referred to.
    NumberSetter(text::Shaper& shaper, Diagnostics& diagnostics) : shaper_(shaper), diagnostics_(diagnostics) {}

    /// `look` must stay where it is as long as the setter is used.
    NumberWidths measure(PrintedNumber const& number, TextLook const& look);
    /// Its runs, x from its left edge.
    std::vector<text::PlacedRun> set(PrintedNumber const& number, TextLook const& look, std::uint32_t mark);

private:
    struct Shape {
        std::vector<text::PlacedRun> runs;
        NumberWidths widths;
    };
    struct Style {
        std::unordered_map<std::string, Shape> shapes;
        std::array<std::uint32_t, 10> digits{};  // glyphs
        bool alike = false;                      // digits are interchangeable
    };
    Style& style_of(TextLook const& look);
    std::vector<text::PlacedRun> shape(std::string const& text, TextLook const& look);
    Shape const& shape_of(PrintedNumber const& number, TextLook const& look, Style& style);

    text::Shaper& shaper_;
    Diagnostics& diagnostics_;
    std::unordered_map<TextLook const*, Style> styles_;  // looked up only, never walked
    std::string key_;
};

/// Cuts a number in two where its fraction begins (byte `point` of the whole). A run starts at the same hundredth of a point wherever the
/// same place is asked for; inside it a viewer's pen may stray by as much again.
std::vector<text::PlacedRun> cut_at(std::vector<text::PlacedRun> runs, std::size_t point);

/// Sum of the advances of the glyphs whose text begins before byte `end` of the whole.
Length width_before(std::vector<text::PlacedRun> const& runs, std::size_t end);

}  // namespace offprint::table
