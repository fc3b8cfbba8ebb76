// Words in cells: how wide they are, how many lines they take, and the lines themselves.
#pragma once
#include <unordered_map>

#include "table/grid.h"
#include "table/look.h"
#include "table/widths.h"

namespace offprint::table {

/// Lines of a cell, unset.
struct CellLines {
    text::ParagraphPtr paragraph;
    std::size_t count() const { return paragraph->lines().size(); }
};

class TextSetter {
public:
    TextSetter(text::Shaper& shaper, Diagnostics& diagnostics) : shaper_(shaper), diagnostics_(diagnostics) {}

    /// The widths of the words of a text, note marks counted with the word that they stand at.
    BreakableText words(SourcedText const& text, TextLook const& look, Grid const& grid);
    /// The width of note marks beside text of a style.
    Length mark_width(std::string const& marks, TextLook const& look);
    std::vector<text::PlacedRun> marks(std::string const& marks, TextLook const& look, std::uint32_t mark);
    /// The text broken to a measure, ragged; with `balanced` the lines are as equal as can be.
    CellLines lines(SourcedText const& text, TextLook const& look, Grid const& grid, Length measure, bool balanced, std::uint32_t mark);
    /// The text on one line.
    std::vector<text::PlacedRun> line(SourcedText const& text, TextLook const& look, Grid const& grid, std::uint32_t mark);

private:
    text::StyledText styled(SourcedText const& text, TextLook const& look, Grid const& grid, std::uint32_t mark);
    Length word_width(std::string_view word, TextLook const& look);

    text::Shaper& shaper_;
    Diagnostics& diagnostics_;
    struct Known {
        text::CharStyle chars;  // of words: the cell's without tabular figures
        std::unordered_map<std::string, Length> words, marks;
    };
    Known& known(TextLook const& look);
    std::unordered_map<TextLook const*, Known> known_;  // looked up only
};

}  // namespace offprint::table
