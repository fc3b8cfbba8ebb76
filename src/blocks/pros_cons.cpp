// For and against: two columns of points side by side, of equal height, that may run over a page break together. Where the place is
// narrow, one below the other.
#include <algorithm>

#include "blocks/block_type.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kFields[] = {
    {"pros", data::Kind::TextList, data::Required::Yes, "What speaks for it, each Markdown of one paragraph."},
    {"cons", data::Kind::TextList, data::Required::Yes, "What speaks against it."},
    {"pros_title", data::Kind::Text, data::Required::No, "The words over the one side; \"For\" in the article's language when missing."},
    {"cons_title", data::Kind::Text, data::Required::No, "The words over the other; \"Against\" when missing."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"title", doc::SlotKind::Text, "block-title", "The words over a side; their colour is the side's."},
    {"text", doc::SlotKind::Text, "card", "The points."},
    {"code", doc::SlotKind::Text, "code", "Code inside points."},
    {"mark", doc::SlotKind::Text, "block-title", "+ and \u2212; their colour is the side's."},
    {"pro", doc::SlotKind::Color, "accent", "Rule, words and marks of what speaks for it."},
    {"con", doc::SlotKind::Color, "counter", "Rule, words and marks of what speaks against it."},
    {"hair", doc::SlotKind::Color, "hair", "The hairlines between and below the sides.", {}, true},
    {"rule_width", doc::SlotKind::Length, "1.4", "The rule over a side."},
    {"hair_width", doc::SlotKind::Length, "0.4", "The hairlines; 0 for none."},
    {"pad", doc::SlotKind::Length, "6", "Space below the rule and above the last hairline."},
    {"title_gap", doc::SlotKind::Length, "4", "Space below the words over a side."},
    {"indent", doc::SlotKind::Length, "13", "From the edge of a side to its points."},
    {"gap", doc::SlotKind::Length, "4", "Space between points."},
    {"gutter", doc::SlotKind::Length, "22", "Space between the sides."},
    {"narrow", doc::SlotKind::Length, "110", "Least width of a side; on less they stand one below the other."},
    {"above", doc::SlotKind::Length, "14", "Space above."},
    {"below", doc::SlotKind::Length, "14", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where they stand."},
};

using Points = std::vector<std::vector<doc::InlineRun>>;

struct ProsCons final : doc::Block {
    Points pros, cons;
    SourcedText pros_title, cons_title;
};

Points read_points(data::Record const& record, std::string_view name, doc::ReadContext& context) {
    Points points;
    for (SourcedText const& text : record.texts(name)) {
        points.push_back(doc::parse_inline(text, context.diagnostics));
        doc::smarten_quotes(points.back(), context.language);
    }
    if (points.empty()) context.diagnostics.error("E202", record.span_of(name), "'" + std::string(name) + "' needs at least one point");
    return points;
}

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    data::Record const record(value, kFields, "a pros_cons block", context.diagnostics);
    if (!record.valid()) return nullptr;
    auto block = std::make_unique<ProsCons>();
    block->pros = read_points(record, "pros", context);
    block->cons = read_points(record, "cons", context);
    auto text = [&](std::string_view name) { return doc::smart_quotes(record.text(name).value_or(SourcedText{}), context.language); };
    block->pros_title = text("pros_title");
    block->cons_title = text("cons_title");
    return block->pros.empty() || block->cons.empty() ? nullptr : std::move(block);
}

/// One side, set: what stands over it and each of its points.
struct Side {
    layout::Stack head;
    std::vector<layout::Stack> points;
    Length height;  // of all of it, with the space between points
};

/// What makes a side.
struct SideWords {
    SourcedText title;
    char const* mark;
    Points const& points;
    Color color;
};

layout::Stack head_stack(SideWords const& words, Region region, doc::BlockStyle const& style, BuildContext& context, draw::NodeId list) {
    doc::TextStyle look = style.text("title");
    look.color = words.color;
    layout::Stack stack(region.x);
    set_rule(stack, region.width, style.length("rule_width"), words.color);
    stack.space(style.length("pad"));
    draw::NodeId const caption = context.tree.add(list, draw::Role::Caption, words.title.span());
    set_paragraph(stack, context.type, context.type.paragraph(context.type.plain(words.title, look, caption), look, region.width), look);
    stack.space(style.length("title_gap"));
    return stack;
}

layout::Stack point_stack(std::vector<doc::InlineRun> const& point, SideWords const& words, Region region, doc::BlockStyle const& style, BuildContext& context,
                          draw::NodeId list) {
    Span const span = point.empty() ? Span{} : point.front().text.span();
    draw::NodeId const item = context.tree.add(list, draw::Role::LI, span);
    draw::NodeId const label = context.tree.add(item, draw::Role::Lbl, span);
    draw::NodeId const body = context.tree.add(item, draw::Role::LBody, span);
    doc::TextStyle mark = style.text("mark");
    mark.color = words.color;
    doc::TextStyle const& look = style.text("text");
    layout::Stack stack(region.x);
    // The mark is a frame of no height that is painted before the words, so that it is read before them.
    draw::Frame drawn;
    for (text::PlacedRun const& run : context.type.line(SourcedText(words.mark), mark, label)) {
        drawn.text(label, {run.x, context.type.first_baseline(look)}, run.run);
    }
    stack.add_frame(std::make_shared<draw::Frame const>(std::move(drawn)), {}, {});
    Length const indent = style.length("indent");
    text::StyledText text = context.type.inlines(point, look, style.text("code"), context.tree, body);
    stack.add_paragraph(context.type.paragraph(std::move(text), look, region.width - indent), indent, {look.leading, context.type.first_baseline(look)});
    return stack;
}

Side set_side(SideWords const& words, Region region, doc::BlockStyle const& style, BuildContext& context, draw::NodeId parent) {
    draw::NodeId const list = context.tree.add(parent, draw::Role::L, words.title.span());
    Side side{head_stack(words, region, style, context, list), {}, {}};
    side.height = side.head.height();
    for (std::vector<doc::InlineRun> const& point : words.points) {
        if (!side.points.empty()) side.height += style.length("gap");
        side.points.push_back(point_stack(point, words, region, style, context, list));
        side.height += side.points.back().height();
    }
    return side;
}

void place(layout::VBox& box, layout::Stack const& stack, Length y) {
    for (layout::Piece piece : stack.pieces()) {
        piece.at.y += y;
        box.pieces.push_back(std::move(piece));
    }
    box.height = max(box.height, y + stack.height());
}

/// Places and prices of all boxes of a block.
class Builder {
public:
    Builder(ProsCons const& block, doc::BlockStyle const& style, BuildContext& context, Region region)
        : block_(block), style_(style), context_(context), region_(region) {}

    void build() {
        Length const gutter = style_.length("gutter"), half = (region_.width - gutter) / 2;
        bool const wide = half >= style_.length("narrow");
        Region const left{region_.x, wide ? half : region_.width};
        Region const right{wide ? region_.x + half + gutter : region_.x, left.width};
        draw::NodeId const node = context_.tree.add(context_.parent, draw::Role::Div, block_.span);
        auto title = [&](SourcedText const& own, std::string_view key) { return own.empty() ? SourcedText(context_.messages.get(key)) : own; };
        Side const pros = set_side({title(block_.pros_title, "pros"), "+", block_.pros, style_.color("pro")}, left, style_, context_, node);
        Side const cons = set_side({title(block_.cons_title, "cons"), "\u2212", block_.cons, style_.color("con")}, right, style_, context_, node);
        Length const page = context_.paper.size.height - context_.paper.top - context_.paper.bottom;
        if (!wide) {
            add_below(pros);
            context_.keep_with_next(context_.cost("split_list_item"), "for and against apart");
            context_.list.push_back(layout::VGlue{style_.length("pad") * 2, 0});
            add_below(cons);
        } else if (max(pros.height, cons.height) < page / 3) {
            add_whole(pros, cons);
        } else {
            add_rows(pros, cons);
        }
    }

private:
    void push(layout::VBox box) {
        box.span = block_.span;
        box.clears_rail = region_.x == Length{} && !context_.nested;
        context_.box(std::move(box));
    }

    /// The hairline between the sides, and the one below both where the block ends, which it meets.
    void rule_box(layout::VBox& box, bool last) {
        Length const hair = style_.length("hair_width");
        if (last) box.height += style_.length("pad") + hair;
        if (hair <= Length{}) return;
        draw::Frame lines;
        lines.size = {region_.width, box.height};
        lines.fill(draw::kArtifactLayout, Rect{(region_.width - hair) / 2, {}, hair, box.height}, style_.color("hair"));
        if (last) lines.fill(draw::kArtifactLayout, Rect{{}, box.height - hair, region_.width, hair}, style_.color("hair"));
        box.pieces.insert(box.pieces.begin(), {{region_.x, {}}, std::make_shared<draw::Frame const>(std::move(lines))});
    }

    /// Sides of moderate height: each keeps its own rhythm, and the whole stands on one page.
    void add_whole(Side const& pros, Side const& cons) {
        layout::VBox box;
        for (Side const* side : {&pros, &cons}) {
            place(box, side->head, {});
            Length y = side->head.height();
            for (layout::Stack const& point : side->points) {
                place(box, point, y);
                y += point.height() + style_.length("gap");
            }
        }
        rule_box(box, true);
        push(std::move(box));
    }

    /// Long sides: points stand in rows, and a page may end between two of them.
    void add_rows(Side const& pros, Side const& cons) {
        std::size_t const rows = std::max(pros.points.size(), cons.points.size());
        for (std::size_t i = 0; i < rows; ++i) {
            bool const last = i + 1 == rows;
            layout::VBox box;
            for (Side const* side : {&pros, &cons}) {
                if (i == 0) place(box, side->head, {});
            }
            Length const top = box.height;
            for (Side const* side : {&pros, &cons}) {
                if (i < side->points.size()) place(box, side->points[i], top);
            }
            if (!last) box.height += style_.length("gap");
            rule_box(box, last);
            if (i > 0) context_.keep_with_next(price(i, rows), "points apart");
            push(std::move(box));
        }
    }

    /// A side by itself in a narrow place.
    void add_below(Side const& side) {
        for (std::size_t i = 0; i < side.points.size(); ++i) {
            layout::VBox box;
            if (i == 0) place(box, side.head, {});
            place(box, side.points[i], box.height);
            if (i + 1 < side.points.size()) box.height += style_.length("gap");
            if (i > 0) context_.keep_with_next(price(i, side.points.size()), "points apart");
            push(std::move(box));
        }
    }

    std::int64_t price(std::size_t row, std::size_t rows) const { return context_.cost("split_list_item") * (row == 1 || row + 1 == rows ? 4 : 1); }

    ProsCons const& block_;
    doc::BlockStyle const& style_;
    BuildContext& context_;
    Region region_;
};

void build(doc::Block const& block, BuildContext& context) {
    doc::BlockStyle const& style = context.style("pros_cons");
    std::size_t const first = context.list.size();
    context.keep_lead_in();
    context.open(style.length("above"), 1);
    Builder(static_cast<ProsCons const&>(block), style, context, context.stand(style.span("span"))).build();
    context.settle(first, style.length("above"), style.length("below"));
}

}  // namespace

BlockType const kProsCons{"pros_cons",
                          "What speaks for it and what against, side by side.",
                          kFields,
                          kSlots,
                          read,
                          build,
                          "- pros_cons:\n    pros:\n      - The only supplier with parts on *both* sides of the link.\n"
                          "      - Margins hold above 70% while volume doubles.\n"
                          "    cons:\n      - Two customers are half of revenue.\n      - Optics may replace copper sooner than we think.\n"};

}  // namespace offprint::blocks
