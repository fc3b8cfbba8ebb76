// A picture: a photograph, a diagram, a map. With a title it is an exhibit like a chart; text may stand beside it.
#include <algorithm>
#include <utility>

#include "blocks/beside.h"
#include "blocks/block_type.h"
#include "blocks/exhibit.h"
#include "blocks/picture.h"
#include "blocks/prose.h"
#include "fmt/format.h"

namespace offprint::blocks {
namespace {

constexpr std::string_view kSides[] = {"left", "right"};
constexpr data::Field kFields[] = {
    {"src", data::Kind::Path, data::Required::Yes, "The picture: a PNG, JPEG or SVG file."},
    {"alt", data::Kind::Text, data::Required::No, "What it shows, for those who cannot see it. Required, unless `decorative`."},
    {"decorative", data::Kind::Bool, data::Required::No, "The picture says nothing: it is an ornament, and no part of the text."},
    {"title", data::Kind::Text, data::Required::No, "What it finds. With a title it is a numbered exhibit."},
    {"subtitle", data::Kind::Markdown, data::Required::No, "What, where, when."},
    {"caption", data::Kind::Markdown, data::Required::No, "A remark beside or below the picture."},
    {"source", data::Kind::Markdown, data::Required::No, "Where it comes from."},
    {"width", data::Kind::Text, data::Required::No, "A share of the place it stands in, `60%`, or `fit`: its own size, 96 pixels to the inch."},
    {"beside", data::Kind::Markdown, data::Required::No, "Text that stands beside the picture."},
    {"side", data::Kind::Choice, data::Required::No, "Where the picture stands when there is text beside it: left, or right.", kSides},
};
constexpr doc::StyleSlot kSlots[] = {
    {"title", doc::SlotKind::Text, "exhibit-title", "The finding."},
    {"subtitle", doc::SlotKind::Text, "exhibit-subtitle", "What, where, when."},
    {"source", doc::SlotKind::Text, "exhibit-source", "The source line."},
    {"label", doc::SlotKind::Text, "label", "\"Exhibit 1\"."},
    {"numbered", doc::SlotKind::Flag, "true", "\"Exhibit 1\" stands over it or in the rail."},
    {"caption", doc::SlotKind::Text, "caption", "The remark."},
    {"text", doc::SlotKind::Text, "body", "The words beside it."},
    {"code", doc::SlotKind::Text, "code", "Code in them."},
    {"sans", doc::SlotKind::Text, "plot-label", "The family for sans-serif text in SVG."},
    {"serif", doc::SlotKind::Text, "body", "The family for its text with serifs."},
    {"mono", doc::SlotKind::Text, "code", "The family for its fixed-width text."},
    {"second", doc::SlotKind::Color, "counter", "Emphasised words of the subtitle."},
    {"rule", doc::SlotKind::Color, "ink", "The rule above an exhibit.", {}, true},
    {"rule_width", doc::SlotKind::Length, "0.8", "The rule above an exhibit."},
    {"pad", doc::SlotKind::Length, "5", "Space below the rule."},
    {"plot_gap", doc::SlotKind::Length, "7", "Space above and below the picture."},
    {"caption_gap", doc::SlotKind::Length, "1", "Space between \"Exhibit 1\" and the remark."},
    {"gutter", doc::SlotKind::Length, "18", "Space between the picture and the text beside it."},
    {"beside_width", doc::SlotKind::Number, "42", "Width of a picture with text beside it, in percent."},
    {"tallest", doc::SlotKind::Number, "62", "Height of a page that a picture may take, in percent; a taller one is made smaller."},
    {"coarse", doc::SlotKind::Number, "90", "Pixels to the inch below which a picture is reported as coarse; 0 for never."},
    {"indent", doc::SlotKind::Length, "11", "First line of the second and later paragraphs beside it."},
    {"above", doc::SlotKind::Length, "16", "Space above."},
    {"below", doc::SlotKind::Length, "16", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where it stands."},
};

struct Figure final : doc::Block {
    ExhibitText text;
    SourcedText src, alt, width;
    std::optional<int> percent;  // of `width`; none: `fit`, or nothing said
    std::vector<doc::MarkdownBlock> beside;
    bool decorative = false, at_right = false;
};

/// "60%" as 60; nothing if it is no share of 5 to 100.
std::optional<int> percent_of(std::string_view text) {
    if (!text.ends_with('%')) return std::nullopt;
    auto const number = data::parse_decimal(text.substr(0, text.size() - 1));
    auto const whole = number ? data::rounded(*number, 0) : std::nullopt;
    if (!whole || *whole < 5 || *whole > 100) return std::nullopt;
    return static_cast<int>(*whole);
}

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    data::Record const record(value, kFields, "a figure", context.diagnostics);
    if (!record.valid()) return nullptr;
    auto block = std::make_unique<Figure>();
    block->text = read_exhibit_text(record, context);
    // Without a title it has no number.
    if (!block->text.title.empty()) block->name = {doc::BlockName::Kind::Figure, {}, block->text.title};
    block->src = *record.text("src");
    block->alt = record.text("alt").value_or(SourcedText{});
    block->decorative = record.boolean("decorative", false);
    block->at_right = record.choice("side") == std::size_t{1};
    block->width = record.text("width").value_or(SourcedText{});
    block->percent = percent_of(block->width.text);
    if (!block->percent && !block->width.empty() && block->width.text != "fit")
        context.diagnostics.error("E206", block->width.span(), fmt::format("'{}' is no width of a picture", block->width.text),
                                  "a share from 5% to 100%, or fit");
    if (block->decorative != block->alt.text.empty())
        context.diagnostics.error("E207", record.span(), "a figure needs exactly one of 'alt' and 'decorative: true'",
                                  "say in 'alt' what the picture shows, for readers who cannot see it");
    if (block->decorative && !block->text.title.empty())
        context.diagnostics.error("E207", block->text.title.span(), "an ornament has no title", "give the figure an 'alt' instead of 'decorative'");
    if (auto const text = record.text("beside")) block->beside = read_markdown(*text, context);
    return block;
}

/// So many percent of a length; a layout's number may be any.
Length share(Length whole, std::int64_t percent) { return scaled(whole, std::clamp<std::int64_t>(percent, 5, 100), 100); }

/// The picture's size in a place so wide: as the author said, and never taller than the layout lets it be.
Size size_in(Figure const& figure, draw::Picture const& picture, Length room, doc::BlockStyle const& style, BuildContext const& context) {
    Length width = room;
    if (figure.percent)
        width = scaled(room, *figure.percent, 100);
    else if (!figure.width.empty())
        width = min(room, picture.natural_size().width);
    Length const tallest = share(context.paper.size.height - context.paper.top - context.paper.bottom, style.number("tallest"));
    Size const size{width, height_at(picture, width)};
    return size.height > tallest ? Size{width_at(picture, tallest), tallest} : size;
}

draw::Frame draw_picture(Figure const& figure, draw::Picture const& picture, Size size, BuildContext& context, draw::NodeId parent) {
    draw::NodeId node = draw::kArtifactLayout;
    if (!figure.decorative) {
        node = context.tree.add(parent, draw::Role::Figure, figure.span);
        context.tree[node].alt = figure.alt.text;
    }
    return set_picture(picture, size, node, figure.src, context);
}

/// The text beside a picture, as a flow of its own.
layout::VList text_beside(Figure const& figure, Region region, doc::BlockStyle const& style, BuildContext& context, draw::NodeId parent) {
    doc::TextStyle const& look = style.text("text");
    return flow_aside(region, parent, context, [&] {
        for (doc::MarkdownBlock const& part : figure.beside) {
            if (part.kind != doc::MarkdownBlock::Kind::Paragraph) {
                build_list(part, context);
                continue;
            }
            draw::NodeId const node = context.tree.add(parent, draw::Role::P, part.span);
            text::StyledText words = context.type.inlines(part.runs, look, style.text("code"), context.tree, node);
            context.open({});
            context.lines(context.type.paragraph(std::move(words), look, region.width, context.after_text ? style.length("indent") : Length{}), look, region.x,
                          part.span, false);
            context.after_text = true;
        }
    });
}

/// Puts a flow at the side of what a box holds from `top` down to its foot. Where it goes on below that, the box may be split.
void add_beside(layout::VBox& box, layout::VList const& flow, Length top) {
    Length y = top;
    std::int64_t cost = 0;
    Length const foot = box.height;
    for (layout::VItem const& item : flow) {
        if (auto const* const glue = std::get_if<layout::VGlue>(&item)) y += glue->height;
        if (auto const* const penalty = std::get_if<layout::VPenalty>(&item)) cost += penalty->cost;
        auto const* const part = std::get_if<layout::VBox>(&item);
        if (part == nullptr) continue;
        if (y >= foot && y > top && cost < layout::kForbidden) box.steps.push_back({y, std::clamp(cost, std::int64_t{0}, layout::kLargestPrice), {}, {}});
        for (layout::Piece piece : part->pieces) {
            piece.at.y += y;
            box.pieces.push_back(std::move(piece));
        }
        y += part->height;
        cost = 0;
    }
    box.height = max(box.height, y);
}

layout::VBox set_beside(Figure const& figure, draw::Picture const& picture, layout::Stack stack, Region region, doc::BlockStyle const& style,
                        BuildContext& context, draw::NodeId outer) {
    // The text keeps a quarter of the place at least.
    Length const gutter = min(style.length("gutter"), region.width / 4), most = region.width - region.width / 4 - gutter;
    Length const room = figure.width.empty() ? min(most, share(region.width, style.number("beside_width"))) : most;
    Size const size = size_in(figure, picture, room, style, context);
    Region const text{figure.at_right ? region.x : region.x + size.width + gutter, region.width - size.width - gutter};
    Length const top = stack.height(), x = figure.at_right ? region.width - size.width : Length{};
    draw::Frame frame = draw_picture(figure, picture, size, context, outer);
    layout::VList const flow = text_beside(figure, text, style, context, outer);
    // The picture's edge stands where the capitals of the first line do.
    doc::TextStyle const& look = style.text("text");
    stack.space(context.type.first_baseline(look) - context.type.cap_height(look));
    stack.add_frame(std::move(frame), x);
    layout::VBox box = stack.box(figure.span);
    add_beside(box, flow, top);
    return box;
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& figure = static_cast<Figure const&>(block);
    doc::BlockStyle const& style = context.style("figure");
    Region const region = context.stand(style.span("span"));
    draw::PicturePtr const picture = context.pictures.open(figure.src);
    if (!picture) return;
    bool const numbered = !figure.text.title.empty();
    draw::NodeId const outer = context.tree.add(context.parent, draw::Role::Div, figure.span);
    layout::Stack stack(region.x);
    std::optional<layout::Attachment> beside;
    if (numbered) {
        beside = set_exhibit_head(stack, figure.text, region, style, context, context.tree.add(outer, draw::Role::Caption, figure.span));
        stack.space(style.length("plot_gap"));
    }
    std::size_t const first_box = context.list.size();
    auto add_box = [&](layout::VBox made) {
        layout::VBox& box = context.box(std::move(made));
        box.clears_rail = !exhibit_has_rail(context, region) && region.x == Length{};
        if (beside) box.attachments.push_back(std::move(*beside));
        beside.reset();
    };
    if (!figure.beside.empty()) {
        layout::VBox box = set_beside(figure, *picture, std::move(stack), region, style, context, outer);
        context.open(style.length("above"), 1);
        add_box(std::move(box));
        stack = layout::Stack(region.x);
    } else {
        stack.add_frame(draw_picture(figure, *picture, size_in(figure, *picture, region.width, style, context), context, outer));
    }
    if (!figure.text.source.empty() || !figure.text.caption.empty()) stack.space(style.length("plot_gap"));
    set_exhibit_foot(stack, figure.text, region, style, context, outer, numbered);
    if (figure.beside.empty()) {
        context.open(style.length("above"), 1);
        add_box(stack.box(figure.span));
    } else if (!stack.pieces().empty()) {
        context.keep_with_next(layout::kForbidden, "source apart from its picture");
        add_box(stack.box(figure.span));
    }
    context.settle(first_box, style.length("above"), style.length("below"));
}

}  // namespace

BlockType const kFigure{
    "figure",
    "A picture, with or without text beside it; with a title it is a numbered exhibit.",
    kFields,
    kSlots,
    read,
    build,
    "- figure: {src: rings.svg, alt: 'Eight racks stand on two rings of cable, one optical, one of copper.', title: Two rings join every rack, "
    "subtitle: 'Plan of a row, *copper* dashed', source: Own drawing.}\n"};

}  // namespace offprint::blocks
