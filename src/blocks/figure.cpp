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

/// Sets the text beside a picture part by part: what fits beside it goes into its box, the rest into the flow below on the whole width.
class TextBeside {
public:
    TextBeside(Figure const& figure, Region narrow, Region whole, doc::BlockStyle const& style, BuildContext& context, draw::NodeId parent)
        : figure_(figure), narrow_(narrow), whole_(whole), style_(style), look_(style.text("text")), context_(context), parent_(parent) {}

    /// What stands beside a height.
    layout::VList beside(Length height) {
        return flow_aside(narrow_, parent_, context_, [&] {
            while (next_ < figure_.beside.size() && !torn_ && height_of(context_.list) < height) set_part(height);
        });
    }
    /// What is left of it, at the end of the flow.
    void below() {
        context_.after_text = next_ > 0;
        Region const inset = std::exchange(context_.inset, whole_);
        if (torn_) append_rest(std::move(*torn_), look_, whole_, torn_span_, false, context_);
        if (torn_) context_.after_text = true;
        for (; next_ < figure_.beside.size(); ++next_) {
            doc::MarkdownBlock const& part = figure_.beside[next_];
            if (part.kind == doc::MarkdownBlock::Kind::Paragraph)
                add_lines(context_.type.paragraph(words_of(part), look_, whole_.width, indent()), whole_, part.span);
            else
                build_list(part, context_);
        }
        context_.inset = inset;
    }

private:
    static Length height_of(layout::VList const& list) {
        Length height;
        for (layout::VItem const& item : list) {
            if (auto const* box = std::get_if<layout::VBox>(&item)) height += box->height;
            if (auto const* glue = std::get_if<layout::VGlue>(&item)) height += glue->height;
        }
        return height;
    }
    Length indent() const { return context_.after_text ? style_.length("indent") : Length{}; }
    text::StyledText words_of(doc::MarkdownBlock const& part) {
        return context_.type.inlines(part.runs, look_, style_.text("code"), context_.tree, context_.tree.add(parent_, draw::Role::P, part.span));
    }
    void add_lines(text::ParagraphPtr const& paragraph, Region region, Span span) {
        context_.open({});
        context_.lines(paragraph, look_, region.x, span, false);
        context_.after_text = true;
    }
    void set_part(Length height) {
        doc::MarkdownBlock const& part = figure_.beside[next_++];
        if (part.kind != doc::MarkdownBlock::Kind::Paragraph) return build_list(part, context_);
        Length const first_indent = indent();
        context_.open({});
        Length const room = height - height_of(context_.list);
        TornParagraph torn = tear_paragraph(words_of(part), look_, narrow_.width, first_indent, room, context_);
        append_beside(torn, look_, narrow_.x, part.span, false, context_);
        torn_span_ = part.span;
        if (torn.rest) torn_ = std::move(torn);
        context_.after_text = true;
    }

    Figure const& figure_;
    Region narrow_, whole_;
    doc::BlockStyle const& style_;
    doc::TextStyle const& look_;
    BuildContext& context_;
    draw::NodeId parent_;
    std::size_t next_ = 0;
    std::optional<TornParagraph> torn_;
    Span torn_span_;
};

/// Puts a flow at the side of what a box holds, from `top` down.
void add_beside(layout::VBox& box, layout::VList const& flow, Length top) {
    Length y = top;
    for (layout::VItem const& item : flow) {
        if (auto const* const glue = std::get_if<layout::VGlue>(&item)) y += glue->height;
        auto const* const part = std::get_if<layout::VBox>(&item);
        if (part == nullptr) continue;
        for (layout::Piece piece : part->pieces) {
            piece.at.y += y;
            box.pieces.push_back(std::move(piece));
        }
        y += part->height;
    }
    box.height = max(box.height, y);
}

bool has_foot(Figure const& figure) { return !figure.text.source.empty() || !figure.text.caption.empty(); }

/// The picture with its remark and source below it and the text at its side as one box; what is left of the text goes on below it in the flow.
void build_with_text(Figure const& figure, draw::Picture const& picture, layout::Stack stack, Region region, doc::BlockStyle const& style,
                     BuildContext& context, draw::NodeId outer, std::function<void(layout::VBox)> const& add_box) {
    // The text keeps a quarter of the place at least.
    Length const gutter = min(style.length("gutter"), region.width / 4), most = region.width - region.width / 4 - gutter;
    Length const room = figure.width.empty() ? min(most, share(region.width, style.number("beside_width"))) : most;
    Size const size = size_in(figure, picture, room, style, context);
    Region const text{figure.at_right ? region.x : region.x + size.width + gutter, region.width - size.width - gutter};
    Region const side{figure.at_right ? region.x + region.width - size.width : region.x, size.width};
    Length const top = stack.height();
    doc::TextStyle const& look = style.text("text");
    bool const numbered = !figure.text.title.empty();
    layout::Stack column(side.x);
    // The picture's edge stands where the capitals of the first line do.
    column.space(context.type.first_baseline(look) - context.type.cap_height(look));
    column.add_frame(draw_picture(figure, picture, size, context, outer));
    if (has_foot(figure)) {
        column.space(style.length("plot_gap"));
        set_exhibit_foot(column, figure.text, side, style, context, outer, numbered);
    }
    layout::VBox box = stack.box(figure.span);
    for (layout::Piece piece : column.pieces()) {
        piece.at.y += top;
        box.pieces.push_back(std::move(piece));
    }
    box.height = top + column.foot();
    TextBeside words(figure, text, region, style, context, outer);
    add_beside(box, words.beside(column.foot()), top);
    add_box(std::move(box));
    words.below();
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
        context.open(style.length("above"), 1);
        build_with_text(figure, *picture, std::move(stack), region, style, context, outer, add_box);
        return context.settle(first_box, style.length("above"), style.length("below"));
    }
    stack.add_frame(draw_picture(figure, *picture, size_in(figure, *picture, region.width, style, context), context, outer));
    if (has_foot(figure)) stack.space(style.length("plot_gap"));
    set_exhibit_foot(stack, figure.text, region, style, context, outer, numbered);
    context.open(style.length("above"), 1);
    add_box(stack.box(figure.span));
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
