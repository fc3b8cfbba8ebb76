// Lists of what stands where: tables of contents, lists of exhibits. A line is a label, words that hang behind it, and a page at the right
// edge; each leads to its place.
#pragma once
#include "blocks/build_context.h"

namespace offprint::blocks {

/// What a layout chooses for such a list.
std::span<doc::StyleSlot const> listing_slots();

/// A line of a list.
struct ListingLine {
    SourcedText label;  // may be empty
    SourcedText text;
    std::uint32_t landmark = 0;
    int level = 1;  // lines of the next stand below and further in
};

/// The title that an author gives a list, if any; empty for none.
std::optional<SourcedText> read_listing_title(data::Record const& record, doc::ReadContext& context);

/// The title of a list; without one it is made of `word`, a generated word.
SourcedText listing_title(std::optional<SourcedText> const& title, std::string_view word, BuildContext& context);

/// A title that takes several lines where it stands, as one line.
SourcedText in_one_line(SourcedText title);

/// Rule and title over a list, kept on its page; slots `rule`, `rule_width`, `title`, `title_pad`, `title_gap`.
void set_list_head(SourcedText const& title, doc::BlockStyle const& style, Region region, Span span, draw::NodeId node, BuildContext& context);

/// Sets the list at the end of the flow.
void build_listing(std::vector<ListingLine> const& lines, SourcedText const& title, doc::BlockStyle const& style, Span span, BuildContext& context);

}  // namespace offprint::blocks
