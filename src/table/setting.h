// A table whose columns stand: heights of its rows, the nodes of its cells, and the drawing of rows, heads and carried figures. Kept alive
// by the pieces of the flow that are drawn from it when their pages are painted.
#pragma once
#include <functional>
#include <map>

#include "draw/frame.h"
#include "layout/vlist.h"
#include "table/columns.h"
#include "table/sums.h"

namespace offprint::table {

/// What all slices of a table share.
struct TableSetting {
    TableSetting(std::shared_ptr<Grid const> the_grid, Look the_look, Words the_words, text::Shaper& shaper, Diagnostics& diagnostics)
        : grid(std::move(the_grid)), look(std::move(the_look)), words(std::move(the_words)), numbers(shaper, diagnostics), texts(shaper, diagnostics) {}
    // Setters refer to the looks.
    TableSetting(TableSetting const&) = delete;
    TableSetting& operator=(TableSetting const&) = delete;

    Tools tools() { return {*grid, look, words, numbers, texts}; }

    std::shared_ptr<Grid const> grid;
    Look look;
    Words words;
    NumberSetter numbers;
    TextSetter texts;
    std::vector<ColumnNeed> needs;
    std::optional<RunningSums> sums;  // where figures are carried forward
};

/// A slice of a table with everything that its rows need to be drawn.
class SliceSetting final : public layout::DeferredPainter {
public:
    SliceSetting(std::shared_ptr<TableSetting> table, Slice slice);

    Slice const& slice() const { return slice_; }
    std::size_t rows() const { return table_->grid->rows.size(); }
    int lines(std::size_t row) const { return lines_[row]; }
    Length row_height(std::size_t row) const;
    /// From the top of a row to its first line, and the leading of its lines.
    Length row_top(std::size_t row) const;
    /// The part of that which parts a group from the rows above; at the head of a page it goes.
    Length space_above(std::size_t row) const;
    /// The least height of a cell of several rows: whichever part of it a page has must be so high.
    Length tall_height(CellSpan const& cell) const;
    Length row_leading(std::size_t row) const { return look_of(table_->look, table_->grid->rows[row].kind).leading; }

    /// Adds TR, TH and TD nodes below `table`: the head's in a THead, the rows' in a TBody, totals at the end in a TFoot. Where labels stand over labels or
    /// rows in groups, cells name their heads.
    void add_nodes(draw::StructTree& tree, draw::NodeId table);

    /// The head, as itself or (repeated on later pages) as an artifact.
    draw::Frame draw_head(bool repeated) const;
    /// The cells that are set in several looks, by row: those of the head last.
    std::map<CellKey, CellLines> const& rich_lines() const { return rich_; }
    /// Sets such a cell with other words in its place. False if they do not fit it.
    bool renew(CellKey key, text::StyledText words);
    /// From the top of the head to the first line of a label.
    Length label_top(CellKey label) const;
    Length head_height() const;
    /// A row, or one of its lines (`part` from 1).
    draw::Frame paint(std::uint32_t index, std::uint32_t part) const override;
    void visit_words(std::uint32_t index, std::uint32_t part, std::function<void(text::Paragraph const&)> const& visit) const override;
    bool has_words() const override { return !rich_.empty(); }
    /// The same of the head.
    void visit_head_words(std::function<void(text::Paragraph const&)> const& visit) const;
    /// The label of a group, repeated with "(continued)".
    draw::Frame draw_group_again(std::uint32_t row) const;
    Length group_again_height() const;
    /// The cells of several rows in which a break before a row, or `inside` it, falls: by their first column in the slice.
    std::vector<std::pair<std::size_t, CellSpan const*>> cut_cells(std::size_t row, bool inside) const;
    /// Their words once more, from the top of what follows the break.
    draw::Frame draw_cells_again(std::uint32_t row, bool inside) const;
    /// The row of figures carried over a break before row `row`.
    draw::Frame draw_carried(std::uint32_t row, std::string const& label) const;
    Length carried_height() const;

private:
    struct HeadRow {
        Length top, height;
    };
    /// What the nodes of two rows that are alike have in common: for each cell what it covers, and whether it heads its row.
    struct RowCell {
        std::uint16_t index = 0, columns = 1;  // in the slice
        std::uint32_t rows = 1;
        bool heads = false;
        friend auto operator<=>(RowCell const&, RowCell const&) = default;
    };
    RowCell row_cell(std::size_t row, std::size_t index, std::size_t count) const;
    draw::RowPattern pattern_of(std::vector<RowCell> const& cells) const;
    /// What heads a row's cells from rows above, as rows: its group and the groups around it, and cells that reach down to it.
    std::vector<std::pair<std::uint32_t, std::size_t>> heads_above(std::uint32_t row) const;
    /// Nodes of the rows from `begin` to `end`, of which none that stands in both is parted.
    void add_row_nodes(draw::StructTree& tree, draw::NodeId body, std::uint32_t begin, std::uint32_t end);
    /// The first of the totals at the end; the number of rows where there are none.
    std::uint32_t first_foot_row() const;
    draw::NodeId cell_node(std::uint32_t row, std::size_t index) const;
    std::vector<draw::NodeId> nodes_above(std::uint32_t row) const;
    /// The labels over columns [index, index + count).
    std::vector<draw::NodeId> labels_over(std::size_t index, std::size_t count) const;
    void find_lines();
    std::size_t lines_of(std::size_t row, std::size_t index, std::size_t count) const;
    /// A cell higher than its rows gives the last of them what is missing.
    void find_tall();
    void find_head();
    /// Columns [index, index + count) of the slice as one.
    Length left_of(std::size_t index) const { return slice_.columns[index].x; }
    Length width_of(std::size_t index, std::size_t count) const;
    /// Of the text in a cell: less than the cell's where it is indented.
    Length cell_width(std::size_t row, std::size_t index, std::size_t count) const;
    /// Calls with the index of each cell of a row in the slice and the columns that it covers; not for places that cells of rows above cover.
    void for_cells(std::size_t row, std::function<void(std::size_t, std::size_t)> const& call) const;
    Length head_label_width(HeadCell const& cell) const;
    CellLines head_lines(HeadCell const& cell, std::uint32_t mark) const;
    TextLook const& label_look(HeadCell const& cell) const { return cell.leaf ? table_->look.head : table_->look.spanner; }
    void add_row_by_itself(draw::StructTree& tree, draw::NodeId body, std::uint32_t row);
    void name_heads(draw::StructTree& tree, draw::RowPattern const& pattern, std::uint32_t row, draw::NodeId node) const;
    /// Whether something in a row has nodes of its own.
    bool needs_nodes(std::size_t row) const;
    bool is_spark(std::size_t row, std::size_t column) const;
    /// The lines of a cell that was given its nodes, else those that it was measured by.
    CellLines rich_cell(CellKey key, TextLook const& look, Length width) const;

    /// The TR of a row; its cells follow it.
    draw::NodeId row_node(std::size_t row) const;

    void draw_grounds(draw::Frame& frame, std::size_t row, Length height) const;
    void draw_heat(draw::Frame& frame, std::size_t row, std::size_t index, Length top, Length height) const;
    /// Calls with the left edge and the width of each stretch of columns that are wanted.
    template <class Wanted, class Call>
    void for_stretches(Wanted const& wanted, Call const& call) const;
    bool has_figure(std::size_t row, std::size_t column) const;
    void draw_rules(draw::Frame& frame, std::size_t row, Length height, bool first, bool last) const;
    void draw_cell(draw::Frame& frame, std::size_t row, std::size_t index, std::size_t count, std::uint32_t part, Length baseline, draw::NodeId node) const;
    void draw_number(draw::Frame& frame, PrintedCell const& cell, PlacedColumn const& place, TextLook const& look, Length baseline, draw::NodeId node) const;
    void draw_bar(draw::Frame& frame, double value, PlacedColumn const& place, TextLook const& look, Length baseline) const;
    void draw_spark(draw::Frame& frame, std::string const& text, PlacedColumn const& place, TextLook const& look, Length baseline, draw::NodeId node) const;
    void put_lines(draw::Frame& frame, CellLines const& lines, TextLook const& look, Align align, Rect box, std::uint32_t part,
                   std::optional<draw::NodeId> node = {}) const;

    std::shared_ptr<TableSetting> table_;
    Slice slice_;
    std::vector<std::uint8_t> lines_;                    // by row, of the cells of one row
    std::map<std::size_t, Length> extra_;                // by row: height for the cells of several rows that end there
    std::map<CellSpan const*, std::size_t> tall_lines_;  // of cells of several rows
    /// Rows from one on whose nodes follow one another in equal steps.
    struct NodeRun {
        std::uint32_t row = 0;
        draw::NodeId node = 0;  // the TR of `row`; its cells follow it
        std::uint32_t step = 0;
    };
    std::vector<NodeRun> row_nodes_;
    std::vector<draw::NodeId> head_nodes_;  // by cell of the head
    bool names_heads_ = false;              // where the place of a cell does not say what heads it
    std::vector<HeadRow> head_rows_;
    std::map<CellKey, CellLines> rich_;
    std::map<CellKey, draw::NodeId> figures_;  // of sparklines
    draw::StructTree const* tree_ = nullptr;   // once there are nodes
};

}  // namespace offprint::table
