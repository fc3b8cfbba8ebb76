// Markdown text as other blocks (callout, takeaway, disclaimer) set it too.
#pragma once
#include "blocks/block_type.h"

namespace offprint::blocks {

/// How a stretch of Markdown is set.
struct ProseLook {
    doc::TextStyle text, code;
    Length indent;
    Region region;
};

/// Parses Markdown and sets its quotes by the article's language.
std::vector<doc::MarkdownBlock> read_markdown(SourcedText const& text, doc::ReadContext& context);
/// Appends paragraphs and lists to the flow.
void build_markdown(std::vector<doc::MarkdownBlock> const& content, ProseLook const& look, BuildContext& context, Length above, Length below);
/// A bullet or numbered list (list.cpp).
void build_list(doc::MarkdownBlock const& list, BuildContext& context);

}  // namespace offprint::blocks
