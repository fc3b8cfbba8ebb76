// What charts and tables have in common: number, title, subtitle, remark, source line, and the data that they are made from.
#pragma once
#include "blocks/build_context.h"

namespace offprint::blocks {

/// The words around an exhibit.
struct ExhibitText {
    SourcedText title;
    std::vector<doc::InlineRun> subtitle, caption, source;
    Span span;
};

/// A Markdown field of one paragraph; empty when it is not there.
std::vector<doc::InlineRun> inline_field(data::Record const& record, std::string_view name, doc::ReadContext& context);
/// Title, subtitle, caption and source of a record.
ExhibitText read_exhibit_text(data::Record const& record, doc::ReadContext& context);

/// The table that the article calls by a name; null, told once, when there is none. `missing`: no source of that name at all.
data::Table const* find_table(SourcedText const& name, BuildContext& context, bool& missing);

/// Rule, number, title and subtitle at the top of a stack. Where there is a rail, number and remark stand in it: they come back as an
/// attachment. The block's slots are `numbered`, `rule`, `rule_width`, `pad`, `label`, `title`, `subtitle`, `second`, `caption`, `caption_gap`.
std::optional<layout::Attachment> set_exhibit_head(layout::Stack& stack, ExhibitText const& text, Region region, doc::BlockStyle const& style,
                                                   BuildContext& context, draw::NodeId parent);
/// Remark (where it does not stand in the rail: there is none, or the exhibit has no head) and source line, slots `caption` and `source`.
void set_exhibit_foot(layout::Stack& stack, ExhibitText const& text, Region region, doc::BlockStyle const& style, BuildContext& context, draw::NodeId parent,
                      bool has_head = true);
/// Whether number and remark stand beside the exhibit.
bool exhibit_has_rail(BuildContext const& context, Region region);

}  // namespace offprint::blocks
