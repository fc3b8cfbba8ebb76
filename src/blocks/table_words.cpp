#include "blocks/table_words.h"

#include <algorithm>

#include "table/note_marks.h"

namespace offprint::blocks {
namespace {

/// Whether Markdown could make anything of a text.
bool may_be_rich(std::string_view text) {
    return text.find_first_of("*_`\\<&") != text.npos || text.find("](") != text.npos || text.find("]{") != text.npos || text.find("^[") != text.npos ||
           text.find("[^") != text.npos || text.find("[@") != text.npos;
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
        for (std::size_t level = 0; level < grid.columns[c].groups.size(); ++level) {
            SourcedText const& group = grid.columns[c].groups[level];
            if (may_be_rich(group.text)) read_cell(table::group_key(level, c), group, grid, context);
        }
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
    SourcedText const words = table::set_off_marks(text, grid.marks);
    std::vector<doc::InlineRun> runs = doc::parse_inline(words, context.diagnostics);
    auto const plain = [](doc::InlineRun const& run) {
        return !run.emphasis && !run.strong && !run.code && run.url.empty() && run.is_words() && run.language.empty() && run.index == nullptr;
    };
    if (runs.size() == 1 && plain(runs.front()) && runs.front().text.text == words.text) return;
    doc::smarten_quotes(runs, context.article.language);
    cells_.emplace(key, std::move(runs));
    grid.rich.insert(key);
}

text::StyledText TableWords::set(table::CellKey key, table::Grid const& grid, BuildContext& context, draw::NodeId node) const {
    std::vector<doc::InlineRun> const& said = cells_.at(key);
    doc::BlockStyle const& style = context.style("table");
    std::string_view const slot = key.row == table::kHeadRow                        ? "head"
                                  : table::in_head(key)                             ? "spanner"
                                  : grid.rows[key.row].kind == table::RowKind::Body ? "cell"
                                                                                    : "strong";
    doc::TextStyle const look = words_style(style.text(slot));
    text::StyledText text;
    if (node == 0) {
        draw::StructTree none(context.article.language);
        std::vector<doc::InlineRun> runs = said;
        for (doc::InlineRun& run : runs) {
            if (run.note != nullptr) run.text = SourcedText("00");
            if (run.reference != nullptr) run.text = SourcedText(context.references.room_for(*run.reference));
            run.note = nullptr;
            run.index = nullptr;
            run.reference = nullptr;
        }
        text = context.type.inlines(runs, look, style.text("code"), none, none.root());
    } else {
        text = context.type.inlines(said, look, style.text("code"), context.tree, node);
    }
    return table::raise_marks(std::move(text), grid.marks);
}

}  // namespace offprint::blocks
