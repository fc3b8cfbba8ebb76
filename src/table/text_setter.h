// Words in cells: how wide they are, how many lines they take, and the lines themselves.
#pragma once
#include <functional>
#include <unordered_map>

#include "table/grid.h"
#include "table/look.h"
#include "table/widths.h"
#include "text/break_opportunities.h"

namespace offprint::table {

/// Lines of a cell, unset.
struct CellLines {
    text::ParagraphPtr paragraph;
    std::size_t count() const { return paragraph->lines().size(); }
};

/// The words of a rich cell in their looks, in the style of a row. With node 0 for measuring: without nodes for links and notes.
using RichWords = std::function<text::StyledText(CellKey, TextLook const&, std::uint32_t node)>;

class TextSetter {
public:
    TextSetter(text::Shaper& shaper, Diagnostics& diagnostics) : shaper_(shaper), diagnostics_(diagnostics) {}

    /// The widths of the words of a text, note marks counted with the word that they stand at.
    BreakableText words(SourcedText const& text, TextLook const& look, Grid const& grid);
    BreakableText words(text::StyledText const& text, TextLook const& look);
    /// The same of a cell or a label, rich or not.
    BreakableText cell_words(CellKey key, TextLook const& look, Grid const& grid);
    /// Rich cells are set by whoever knows their looks.
    void set_rich(RichWords rich) { rich_ = std::move(rich); }
    text::StyledText rich(CellKey key, TextLook const& look, std::uint32_t node) const { return rich_(key, look, node); }
    /// The width of note marks beside text of a style.
    Length mark_width(std::string const& marks, TextLook const& look);
    std::vector<text::PlacedRun> marks(std::string const& marks, TextLook const& look, std::uint32_t mark);
    /// The text broken to a measure, ragged; with `balanced` the lines are as equal as can be.
    CellLines lines(SourcedText const& text, TextLook const& look, Grid const& grid, Length measure, bool balanced, std::uint32_t mark);
    CellLines lines(text::StyledText text, Length measure, bool balanced);
    CellLines cell_lines(CellKey key, TextLook const& look, Grid const& grid, Length measure, bool balanced, std::uint32_t mark);
    /// The text on one line.
    std::vector<text::PlacedRun> line(SourcedText const& text, TextLook const& look, Grid const& grid, std::uint32_t mark);

private:
    text::StyledText styled(SourcedText const& text, TextLook const& look, Grid const& grid, std::uint32_t mark);
    Length word_width(std::string_view word, TextLook const& look);
    /// Calls `use(begin, end)` for each stretch of a text that a line must hold whole: a word, or several that belong together ("Q1 2024").
    template <class Use>
    void each_unit(std::string_view text, TextLook const& look, Use const& use);

    text::Shaper& shaper_;
    Diagnostics& diagnostics_;
    RichWords rich_;
    std::vector<text::Opportunity> opportunities_;
    struct Known {
        text::CharStyle chars;  // of words: the cell's without tabular figures
        std::unordered_map<std::string, Length> words, marks;
    };
    Known& known(TextLook const& look);
    std::unordered_map<TextLook const*, Known> known_;  // looked up only
};

}  // namespace offprint::table
