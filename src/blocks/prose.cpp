// Prose: paragraphs of Markdown, the first flush, the next ones indented. Lists in prose are set like the block `list`.
#include "blocks/prose.h"

#include "blocks/beside.h"

namespace offprint::blocks {
namespace {

constexpr doc::StyleSlot kSlots[] = {
    {"text", doc::SlotKind::Text, "body", "Paragraphs."},
    {"narrow_text", doc::SlotKind::Text, "body", "Paragraphs in a narrow place."},
    {"narrow", doc::SlotKind::Length, "0", "Less than this is narrow."},
    {"code", doc::SlotKind::Text, "code", "Code inside text."},
    {"indent", doc::SlotKind::Length, "9.4", "Indent of a paragraph after a paragraph."},
    {"above", doc::SlotKind::Length, "0", "Space above."},
    {"below", doc::SlotKind::Length, "0", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where it stands."},
};

struct Prose final : doc::Block {
    std::vector<doc::MarkdownBlock> content;
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    if (value.kind != data::ValueKind::Scalar) {
        context.diagnostics.error("E203", value.span, "'prose' must be text");
        return nullptr;
    }
    auto block = std::make_unique<Prose>();
    block->content = read_markdown(value.scalar, context);
    block->type = "prose";
    block->span = value.span;
    return block;
}

void build(doc::Block const& block, BuildContext& context) {
    doc::BlockStyle const& style = context.style("prose");
    Region const region = context.stand(style.span("span"));
    bool const narrow = region.width < style.length("narrow");
    ProseLook const look{style.text(narrow ? "narrow_text" : "text"), style.text("code"), style.length("indent"), region};
    build_markdown(static_cast<Prose const&>(block).content, look, context, style.length("above"), style.length("below"));
}

}  // namespace

std::vector<doc::MarkdownBlock> read_markdown(SourcedText const& text, doc::ReadContext& context) {
    std::vector<doc::MarkdownBlock> blocks = doc::parse_markdown(text, context.diagnostics);
    auto smarten = [&](auto const& self, std::vector<doc::MarkdownBlock>& list) -> void {
        for (doc::MarkdownBlock& b : list) {
            doc::smarten_quotes(b.runs, context.language);
            for (std::vector<doc::MarkdownBlock>& item : b.items) self(self, item);
        }
    };
    smarten(smarten, blocks);
    return blocks;
}

void build_markdown(std::vector<doc::MarkdownBlock> const& content, ProseLook const& look, BuildContext& context, Length above, Length below) {
    bool const narrowed = context.beside && !context.nested;  // until the text has passed a sidebar
    for (doc::MarkdownBlock const& part : content) {
        if (part.kind != doc::MarkdownBlock::Kind::Paragraph) {
            build_list(part, context);
            continue;
        }
        context.look_beside();
        Region const region = narrowed ? context.region(doc::BlockSpan::Measure) : look.region;
        bool const follows = context.after_text;
        bool const priced = !context.list.empty() && std::holds_alternative<layout::VPenalty>(context.list.back());
        context.open(follows ? Length{} : above);
        // Before a paragraph a page that ends short has no more reason than inside one, but for what the author says of a break there.
        if (context.any_box && !priced) context.list.push_back(layout::VPenalty{.in_text = true});
        draw::NodeId const node = context.tree.add(context.parent, draw::Role::P, part.span);
        text::StyledText text = context.type.inlines(part.runs, look.text, look.code, context.tree, node);
        Length const indent = follows || context.resumes ? look.indent : Length{};
        bool const torn = narrowed && context.beside && region.width < context.theme.measure(context.current_paper());
        if (torn) {
            TornParagraph parts = tear_paragraph(std::move(text), look.text, region.width, indent, context.left_beside(), context);
            append_beside(parts, look.text, region.x, part.span, true, context);
            if (parts.rest) append_rest(std::move(parts), look.text, context.stand(doc::BlockSpan::Measure), part.span, true, context);
            context.close(below);
            context.after_text = true;
            continue;
        }
        context.lines_later(std::move(text), look.text, region, indent, part.span, !context.nested);
        context.close(below);
        context.after_text = true;
    }
}

BlockType const kProse{"prose",
                       "Text in Markdown: paragraphs, emphasis, strong, code, links, lists.",
                       {},
                       kSlots,
                       read,
                       build,
                       "- |\n  One paragraph with *emphasis*, **strong** words and a [link](https://example.org).\n\n  And a second one.\n",
                       data::BlockForm::Text};

}  // namespace offprint::blocks
