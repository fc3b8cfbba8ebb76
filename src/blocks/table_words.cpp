#include "blocks/table_words.h"

#include <algorithm>

#include "table/number_cell.h"

namespace offprint::blocks {
namespace {

/// Whether Markdown could make anything of a text.
bool may_be_rich(std::string_view text) {
    return text.find_first_of("*_`\\<&") != text.npos || text.find("](") != text.npos || text.find("^[") != text.npos || text.find("[^") != text.npos;
}

/// The style of a cell's words: lining figures, as plain cells have them.
doc::TextStyle words_style(doc::TextStyle style) {
    std::erase_if(style.features, [](std::string const& f) { return f == "onum" || f == "pnum" || f == "tnum" || f == "lnum"; });
    style.features.emplace_back("lnum");
    style.capitals = false;
    return style;
}

}  // namespace

void TableWords::read(table::Grid& grid, BuildContext& context) {
    std::string room;
    for (std::uint16_t c = 0; c < grid.columns.size(); ++c) {
        SourcedText const& label = grid.columns[c].label;
        if (may_be_rich(label.text)) read_cell({table::kHeadRow, c}, label, grid, context);
    }
    // Data is no markup: what stands in a file is printed as it is, whoever filled it.
    bool const from_file =
        std::any_of(grid.cells.begin(), grid.cells.end(), [](data::Column const* column) { return column != nullptr && column->cells.of_file(); });
    if (from_file) return;
    for (std::uint32_t r = 0; r < grid.rows.size(); ++r) {
        for (std::uint16_t c = 0; c < grid.columns.size(); ++c) {
            bool const words = grid.columns[c].type == table::ColumnType::Text || grid.columns_of(r, c) > 1;
            if (words && !grid.covered(r, c) && may_be_rich(grid.text(r, c, room))) read_cell({r, c}, grid.cell(r, c), grid, context);
        }
    }
}

void TableWords::read_cell(table::CellKey key, SourcedText const& text, table::Grid& grid, BuildContext& context) {
    table::MarkedText const parts = table::split_marks(text.text, grid.marks);
    Cell cell;
    cell.runs = doc::parse_inline(text.substr(0, parts.text.size()), context.diagnostics);
    for (std::string_view const mark : parts.marks) cell.marks += (cell.marks.empty() ? "" : ",") + std::string(mark);
    auto const plain = [](doc::InlineRun const& run) { return !run.emphasis && !run.strong && !run.code && run.url.empty() && run.note == nullptr; };
    if (cell.runs.size() == 1 && plain(cell.runs.front()) && cell.runs.front().text.text == parts.text) return;
    doc::smarten_quotes(cell.runs, context.article.language);
    cells_.emplace(key, std::move(cell));
    grid.rich.insert(key);
}

text::StyledText TableWords::set(table::CellKey key, table::Grid const& grid, BuildContext& context, draw::NodeId node) const {
    Cell const& cell = cells_.at(key);
    doc::BlockStyle const& style = context.style("table");
    std::string_view const slot = key.row == table::kHeadRow ? "head" : grid.rows[key.row].kind == table::RowKind::Body ? "cell" : "strong";
    doc::TextStyle const look = words_style(style.text(slot));
    text::StyledText text;
    if (node == 0) {
        draw::StructTree none(context.article.language);
        std::vector<doc::InlineRun> runs = cell.runs;
        for (doc::InlineRun& run : runs) {
            if (run.note != nullptr) run.text = SourcedText("00");
            run.note = nullptr;
        }
        text = context.type.inlines(runs, look, style.text("code"), none, none.root());
    } else {
        text = context.type.inlines(cell.runs, look, style.text("code"), context.tree, node);
    }
    if (!cell.marks.empty()) text.append(SourcedText(cell.marks), table::mark_style(context.type.chars(look)), node);
    return text;
}

}  // namespace offprint::blocks
