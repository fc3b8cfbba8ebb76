// What changed between two documents: plain data that every form of the report is made from.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "compare/data_sets.h"
#include "compare/document.h"
#include "compare/sequence.h"

namespace offprint::compare {

/// A stretch of a text that both say, or one of them.
struct Stretch {
    enum class Kind : std::uint8_t { Same, Removed, Added } kind = Kind::Same;
    std::string text;
    bool spaced = false;  // blank before it
};

/// A number that became another.
struct AmountChange {
    std::string before, after, difference;  // "12.4%", "12.9%", "+0.5 pp"; the difference may be empty
};

/// A cell of a table or of a chart's data.
struct CellChange {
    std::string row, column, before, after, difference;
};

enum class ChangeKind : std::uint8_t { Changed, Added, Removed, Moved };

struct Change {
    ChangeKind kind = ChangeKind::Changed;
    bool moved = false;  // stands elsewhere as well
    BlockKind block = BlockKind::Paragraph;
    bool of_data = false;               // data behind the document, which is attached to it
    std::string title;                  // of a table, figure or source of data
    std::string section;                // heading that it stands under, in the new document if it is there
    std::vector<Region> before, after;  // where it stands; none: it is not there
    std::vector<Stretch> words;
    std::vector<AmountChange> amounts;
    std::vector<CellChange> cells;
    std::vector<std::string> remarks;  // rows and columns that came, went or moved
};

struct FactChange {
    std::string name, before, after;
};

struct Comparison {
    std::vector<FactChange> facts;  // metadata that count as content
    std::vector<FactChange> form;   // what does not: pages, paper, claims
    std::vector<Change> changes;    // in the order of the new document
    /// By page of the new document, the page of the old one that most of its blocks stood on.
    std::vector<std::optional<std::size_t>> page_before;

    bool is_same() const { return facts.empty() && changes.empty(); }
};

/// Cells and rows that are told of one table; the rest is counted in a remark.
inline constexpr std::size_t kMostCellChanges = 500;

/// Compares two documents, and the data behind them where both carry them.
Comparison compare(Document const& before, Document const& after, std::vector<DataSet> const& data_before = {}, std::vector<DataSet> const& data_after = {});

/// The words of two texts side by side: leaving out `Added` gives the old one, leaving out `Removed` the new one.
std::vector<Stretch> compare_words(std::vector<Word> const& before, std::vector<Word> const& after, char decimal_sign, std::vector<AmountChange>& amounts,
                                   Budget& budget);
/// Tells how a table changed: cells, rows, columns.
void compare_tables(Table const& before, Table const& after, char decimal_sign, Change& change, Budget& budget);

/// The cells of a row with bars between them; a label over all of them stands once.
std::string words_of_row(Row const& row);
/// "paragraph", "list item", ...
std::string_view name_of(BlockKind kind);

}  // namespace offprint::compare
