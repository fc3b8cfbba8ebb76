#include "blocks/listing.h"

#include <algorithm>

namespace offprint::blocks {
namespace {

constexpr doc::StyleSlot kSlots[] = {
    {"title", doc::SlotKind::Text, "block-title", "The title."},
    {"label", doc::SlotKind::Text, "label", "Numbers before the lines."},
    {"text", doc::SlotKind::Text, "list", "What is listed."},
    {"page", doc::SlotKind::Text, "fact-value", "Pages."},
    {"rule", doc::SlotKind::Color, "ink", "The rule above.", {}, true},
    {"hair", doc::SlotKind::Color, "hair", "Hairlines between lines.", {}, true},
    {"leader", doc::SlotKind::Color, "soft", "Leaders.", {}, true},
    {"rule_width", doc::SlotKind::Length, "0.8", "The rule above; 0 for none."},
    {"hair_width", doc::SlotKind::Length, "0.4", "The hairlines; 0 for none."},
    {"leaders", doc::SlotKind::Flag, "false", "Dots lead to the pages, in place of hairlines."},
    {"leader_step", doc::SlotKind::Length, "4.4", "From one dot to the next."},
    {"title_pad", doc::SlotKind::Length, "5", "Space between the rule and the title."},
    {"title_gap", doc::SlotKind::Length, "3", "Space below the title."},
    {"pad", doc::SlotKind::Length, "2.2", "Space above and below the words of a line."},
    {"label_gap", doc::SlotKind::Length, "9", "Space between labels and words."},
    {"indent", doc::SlotKind::Length, "10", "Of a level whose upper one has no labels."},
    {"page_gap", doc::SlotKind::Length, "16", "Least space between words and pages."},
    {"above", doc::SlotKind::Length, "16", "Space above."},
    {"below", doc::SlotKind::Length, "16", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where it stands."},
};

/// Room for pages of so many figures: a column that keeps its width when pages change.
constexpr std::string_view kWidestPage = "000";

class Setter {
public:
    Setter(doc::BlockStyle const& style, Region region, BuildContext& context)
        : style_(style), region_(region), context_(context), text_(style.text("text")), label_(style.text("label")), page_(style.text("page")) {
        page_.align = doc::Align::End;
        label_.align = doc::Align::Ragged;
        page_room_ = text::line_width(context.type.line(SourcedText(std::string(kWidestPage)), page_, draw::kArtifactLayout)) + style.length("page_gap");
    }

    /// Labels of a level share a column; those of the next begin where its words do, or a little further in.
    void measure_labels(std::vector<ListingLine> const& lines) {
        for (ListingLine const& line : lines) {
            auto const level = static_cast<std::size_t>(line.level);
            if (columns_.size() < level) columns_.resize(level);
            if (line.label.empty()) continue;
            text::ParagraphPtr const label = context_.type.paragraph(styled_label(line.label, draw::kArtifactLayout), label_, region_.width);
            columns_[level - 1].room = max(columns_[level - 1].room, label->width() + style_.length("label_gap"));
        }
        for (std::size_t level = 1; level < columns_.size(); ++level)
            columns_[level].x = columns_[level - 1].x + max(columns_[level - 1].room, style_.length("indent"));
    }

    layout::VBox set(ListingLine const& line, draw::NodeId contents, bool first) {
        draw::NodeId const item = context_.tree.add(contents, draw::Role::TOCI, line.text.span());
        draw::NodeId const link = context_.tree.add(context_.tree.add(item, draw::Role::Reference), draw::Role::Link, line.text.span());
        LabelColumn const& column = columns_[static_cast<std::size_t>(line.level) - 1];
        Length const words_x = column.x + column.room, words_width = region_.width - words_x - page_room_;
        text::ParagraphPtr const words = context_.type.paragraph(context_.type.plain(apart(line.text), text_, link), text_, words_width);
        text::StyledText number;
        context_.references.append_page(number, line.landmark, context_.type.chars(page_), context_.tree, link);
        text::ParagraphPtr const page = context_.type.paragraph(std::move(number), page_, region_.width);

        layout::VBox box;
        auto const more = static_cast<std::int64_t>(std::max<std::size_t>(words->lines().size(), 1) - 1);
        Length const pad = style_.length("pad"), hair = style_.flag("leaders") || first || line.level > 1 ? Length{} : style_.length("hair_width");
        Length const baseline = hair + pad + context_.type.first_baseline(text_), last = baseline + text_.leading * more;
        box.height = hair + pad * 2 + text_.leading * (more + 1);
        box.baseline = baseline;
        box.span = line.text.span();
        if (!line.label.empty()) {
            text::ParagraphPtr const label = context_.type.paragraph(styled_label(apart(line.label), link), label_, region_.width);
            box.pieces.push_back({{region_.x + column.x, baseline}, layout::LineContent{label, 0}});
        }
        for (std::uint32_t i = 0; i < words->lines().size(); ++i)
            box.pieces.push_back({{region_.x + words_x, baseline + text_.leading * i}, layout::LineContent{words, i}});
        box.pieces.push_back({{region_.x, last}, layout::LineContent{page, 0}});
        draw::Frame drawn = lines_of(box.height, hair, words_x + (words->lines().empty() ? Length{} : words->lines().back().natural), last);
        if (!drawn.items.empty()) box.pieces.insert(box.pieces.begin(), {{region_.x, {}}, std::make_shared<draw::Frame const>(std::move(drawn))});
        return box;
    }

private:
    /// A blank at the end keeps the parts of a line apart where they are read one after the other.
    static SourcedText apart(SourcedText text) {
        text.append(SourcedText(" "));
        return text;
    }
    text::StyledText styled_label(SourcedText const& words, draw::NodeId node) { return context_.type.plain(words, label_, node); }

    /// The hairline above, or dots from where the words end to the column of pages, on a raster that all lines share.
    draw::Frame lines_of(Length height, Length hair, Length words, Length baseline) const {
        draw::Frame frame;
        frame.size = {region_.width, height};
        if (hair > Length{}) frame.fill(draw::kArtifactLayout, Rect{{}, {}, region_.width, hair}, style_.color("hair"));
        if (!style_.flag("leaders")) return frame;
        Length const step = style_.length("leader_step"), clear = Length::points(4);
        Length const from = words + clear, to = region_.width - page_room_ + style_.length("page_gap") - clear;
        std::int64_t const nearest = (region_.width - to).raw() / step.raw() + 1, farthest = (region_.width - from).raw() / step.raw();
        if (farthest <= nearest) return frame;
        draw::Stroke dots{style_.color("leader"), Length::points(0.7), {Length{}, step}, draw::Cap::Round};
        Length const y = baseline - Length::points(0.4);
        frame.stroke(draw::kArtifactLayout, Path::line({region_.width - step * farthest, y}, {region_.width - step * nearest, y}), std::move(dots));
        return frame;
    }

    doc::BlockStyle const& style_;
    Region region_;
    BuildContext& context_;
    doc::TextStyle text_, label_, page_;
    Length page_room_;
    struct LabelColumn {
        Length x, room;  // with the gap behind the labels; 0 where there are none
    };
    std::vector<LabelColumn> columns_;  // by level
};

}  // namespace

std::span<doc::StyleSlot const> listing_slots() { return kSlots; }

std::optional<SourcedText> read_listing_title(data::Record const& record, doc::ReadContext& context) {
    if (!record.has("title")) return std::nullopt;
    return doc::smart_quotes(record.text("title").value_or(SourcedText{}), context.language);
}

SourcedText listing_title(std::optional<SourcedText> const& title, std::string_view word, BuildContext& context) {
    return title ? *title : SourcedText(context.messages.get(word));
}

SourcedText in_one_line(SourcedText title) {
    std::replace(title.text.begin(), title.text.end(), '\n', ' ');
    return title;
}

void set_list_head(SourcedText const& title, doc::BlockStyle const& style, Region region, Span span, draw::NodeId node, BuildContext& context) {
    layout::Stack head(region.x);
    if (style.length("rule_width") > Length{}) {
        set_rule(head, region.width, style.length("rule_width"), style.color("rule"));
        head.space(style.length("title_pad"));
    }
    if (!title.empty()) {
        doc::TextStyle const& look = style.text("title");
        draw::NodeId const heading = context.tree.add(node, heading_role(context, 2), title.span());
        context.tree[heading].title = title.text;
        set_paragraph(head, context.type, context.type.paragraph(context.type.plain(title, look, heading), look, region.width), look);
        head.space(style.length("title_gap"));
    }
    if (head.pieces().empty()) return;
    context.box(head.box(span)).clears_rail = region.x == Length{};
    context.keep_with_next(layout::kForbidden, "title apart from its list");
}

void build_listing(std::vector<ListingLine> const& lines, SourcedText const& title, doc::BlockStyle const& style, Span span, BuildContext& context) {
    Region const region = context.stand(style.span("span"));
    draw::NodeId const node = context.tree.add(context.parent, draw::Role::Div, span);
    std::size_t const first = context.list.size();
    context.open(style.length("above"), 1);
    set_list_head(title, style, region, span, node, context);
    draw::NodeId const contents = context.tree.add(node, draw::Role::TOC, span);
    Setter setter(style, region, context);
    setter.measure_labels(lines);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        // One line alone at the end of a page, or at its head, looks like a slip.
        if (i == 1 || (i > 1 && i + 1 == lines.size())) context.keep_with_next(context.cost("split_list_item") * 3, "list item alone");
        if (i > 0) context.list.push_back(layout::VGlue{});
        layout::VBox& box = context.box(setter.set(lines[i], contents, i == 0));
        box.clears_rail = region.x == Length{};
    }
    context.settle(first, style.length("above"), style.length("below"));
}

}  // namespace offprint::blocks
