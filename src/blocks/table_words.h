// The words of a table's text cells and labels: Markdown inlines, with the article's footnotes.
#pragma once
#include <map>

#include "blocks/build_context.h"
#include "table/text_setter.h"

namespace offprint::blocks {

/// The cells of a table that hold more than plain words. Only these are kept; a long table has few.
class TableWords {
public:
    /// Reads all text cells and labels, and tells the grid which are rich.
    void read(table::Grid& grid, BuildContext& context);
    /// The words of a rich cell. With `node` 0 for measuring: links have no nodes then, a footnote's mark takes the room of two
    /// figures, and a reference that of the widest words it is known to need.
    text::StyledText set(table::CellKey key, table::Grid const& grid, BuildContext& context, draw::NodeId node) const;

private:
    void read_cell(table::CellKey key, SourcedText const& text, table::Grid& grid, BuildContext& context);

    std::map<table::CellKey, std::vector<doc::InlineRun>> cells_;
};

}  // namespace offprint::blocks
