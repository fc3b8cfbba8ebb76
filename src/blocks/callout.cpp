// A callout: a tinted box with an edge in the colour of its tone, a title and blocks inside. It may run over a page break:
// ground and edge then go on, never right after the title.
#include "blocks/panel.h"
#include "blocks/prose.h"

namespace offprint::blocks {
namespace {

constexpr std::string_view kTones[] = {"insight", "note", "caution", "evidence"};
constexpr data::Field kFields[] = {
    {"title", data::Kind::Text, data::Required::No, "Words at the top of the box."},
    {"tone", data::Kind::Choice, data::Required::No, "What it is: insight, note, caution, evidence.", kTones},
    {"text", data::Kind::Markdown, data::Required::No, "What it says, as Markdown. Exactly one of `text` and `body`."},
    {"body", data::Kind::Blocks, data::Required::No, "What it says, as blocks."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"text", doc::SlotKind::Text, "callout", "Paragraphs.", "fill"},
    {"title", doc::SlotKind::Text, "callout-title", "The title; its colour is the tone's.", "fill"},
    {"code", doc::SlotKind::Text, "code", "Code inside text.", "fill"},
    {"fill", doc::SlotKind::Color, "tint", "The ground.", {}, true},
    {"insight", doc::SlotKind::Color, "accent", "Edge and title of an insight.", "fill"},
    {"note", doc::SlotKind::Color, "ink", "Edge and title of a note.", "fill"},
    {"caution", doc::SlotKind::Color, "counter", "Edge and title of a caution.", "fill"},
    {"evidence", doc::SlotKind::Color, "accent", "Edge and title of a piece of evidence.", "fill"},
    {"edge", doc::SlotKind::Length, "2", "Width of the edge."},
    {"pad_x", doc::SlotKind::Length, "13", "Padding at the sides."},
    {"pad_y", doc::SlotKind::Length, "9.5", "Padding above and below."},
    {"title_gap", doc::SlotKind::Length, "2", "Space between title and text."},
    {"indent", doc::SlotKind::Length, "9.4", "Indent of later paragraphs."},
    {"above", doc::SlotKind::Length, "15.5", "Space above."},
    {"below", doc::SlotKind::Length, "15.5", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where it stands."},
};

struct Callout final : doc::Block {
    SourcedText title;
    std::size_t tone = 0;
    std::vector<doc::MarkdownBlock> text;
    doc::BlockList body;
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    data::Record const record(value, kFields, "a callout", context.diagnostics);
    if (!record.valid()) return nullptr;
    if (record.has("text") == record.has("body")) {
        context.diagnostics.error("E207", record.has("text") ? record.span_of("body") : value.span,
                                  record.has("text") ? "a callout takes 'text' or 'body', not both" : "a callout needs 'text' or 'body'");
        return nullptr;
    }
    auto block = std::make_unique<Callout>();
    block->title = doc::smart_quotes(record.text("title").value_or(SourcedText{}), context.language);
    block->name.title = block->title;
    block->tone = record.choice("tone").value_or(1);
    if (auto text = record.text("text")) block->text = read_markdown(*text, context);
    if (data::Value const* body = record.get("body")) block->body = context.read_blocks(*body);
    return block;
}

void build_title(Callout const& callout, doc::TextStyle style, Region inner, BuildContext& context, Length gap) {
    if (callout.title.empty()) return;
    draw::NodeId const node = context.tree.add(context.parent, heading_role(context, context.heading_level + 1), callout.title.span());
    context.tree[node].title = callout.title.text;
    context.lines_later(context.type.plain(callout.title, style, node), style, inner, {}, callout.title.span(), false);
    context.keep_with_next(layout::kForbidden, "title apart from its text");
    context.close(gap);
    context.after_text = false;
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& callout = static_cast<Callout const&>(block);
    doc::BlockStyle const& style = context.style("callout");
    Region const region = context.stand(style.span("span"));
    Region const inner{region.x + style.length("pad_x"), region.width - style.length("pad_x") * 2};
    Color const tone = style.color(kTones[callout.tone]);
    context.open(style.length("above"));

    layout::Decoration const ground = panel_ground(region, style.length("pad_y"), style.color("fill"), tone, style.length("edge"));
    draw::NodeId const node = context.tree.add(context.parent, draw::Role::Div, callout.span);
    {
        Panel const panel(context, ground, inner, node, context.cost("split_callout"));
        doc::TextStyle title = style.text("title");
        title.color = tone;
        build_title(callout, title, inner, context, style.length("title_gap"));
        ProseLook const look{style.text("text"), style.text("code"), style.length("indent"), inner};
        build_markdown(callout.text, look, context, {}, {});
        for (doc::BlockPtr const& child : callout.body) build_block(*child, context);
    }
    context.close(style.length("below"));
}

}  // namespace

BlockType const kCallout{"callout",
                         "A boxed aside in one of four tones.",
                         kFields,
                         kSlots,
                         read,
                         build,
                         "- callout: {title: The edge in one line, tone: insight, text: An idle accelerator is the dearest part of the rack.}\n"};

}  // namespace offprint::blocks
