// Cards: a title over columns of equal width, each with an accent rule, a name, a kicker and a few words.
#include "blocks/prose.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kCardFields[] = {
    {"title", data::Kind::Text, data::Required::Yes, "The card's name."},
    {"kicker", data::Kind::Text, data::Required::No, "A label below it."},
    {"text", data::Kind::Markdown, data::Required::No, "A few words, one paragraph."},
};
constexpr data::Field kFields[] = {
    {"title", data::Kind::Text, data::Required::No, "A title over all cards."},
    {"items", data::Kind::RecordList, data::Required::Yes, "The cards.", {}, kCardFields},
    {"columns", data::Kind::Integer, data::Required::No, "Cards side by side; chosen by their number when missing."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"heading", doc::SlotKind::Text, "block-title", "The title over all cards."},
    {"title", doc::SlotKind::Text, "card-title", "Names."},
    {"kicker", doc::SlotKind::Text, "card-label", "Kickers."},
    {"text", doc::SlotKind::Text, "card", "The words."},
    {"code", doc::SlotKind::Text, "code", "Code inside the words."},
    {"rule", doc::SlotKind::Color, "ink", "The rule over all cards.", {}, true},
    {"card_rule", doc::SlotKind::Color, "accent", "The rule over a card.", {}, true},
    {"rule_width", doc::SlotKind::Length, "0.8", "The rule over all cards."},
    {"card_rule_width", doc::SlotKind::Length, "1.4", "The rule over a card."},
    {"heading_pad", doc::SlotKind::Length, "6", "Space between the rule and the title."},
    {"heading_gap", doc::SlotKind::Length, "7", "Space below the title."},
    {"card_pad", doc::SlotKind::Length, "6", "Space between a card's rule and its name."},
    {"text_gap", doc::SlotKind::Length, "3", "Space above the words."},
    {"gutter", doc::SlotKind::Length, "12", "Space between cards."},
    {"row_gap", doc::SlotKind::Length, "13", "Space between rows."},
    {"columns", doc::SlotKind::Number, "5", "Most cards in a row."},
    {"above", doc::SlotKind::Length, "16", "Space above."},
    {"below", doc::SlotKind::Length, "16", "Space below."},
    {"span", doc::SlotKind::Span, "full", "Where they stand."},
    {"few_span", doc::SlotKind::Span, "full", "Where a row of few cards stands."},
    {"few", doc::SlotKind::Number, "3", "How many are few."},
};

struct Card {
    SourcedText title, kicker;
    std::vector<doc::InlineRun> text;
    Span span;
};
struct Cards final : doc::Block {
    SourcedText title;
    std::vector<Card> cards;
    std::size_t columns = 0;
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    auto block = std::make_unique<Cards>();
    data::Value const* items = &value;
    if (value.kind != data::ValueKind::List) {
        data::Record const record(value, kFields, "cards", context.diagnostics);
        items = record.get("items");
        if (items == nullptr) return nullptr;
        block->title = doc::smart_quotes(record.text("title").value_or(SourcedText{}), context.language);
        block->name.title = block->title;
        if (auto columns = record.integer("columns")) {
            if (*columns < 1 || *columns > 8)
                context.diagnostics.error("E206", record.span_of("columns"), "'columns' must be 1 to 8");
            else
                block->columns = static_cast<std::size_t>(*columns);
        }
    }
    for (data::Value const& item : items->list) {
        data::Record const record(item, kCardFields, "a card", context.diagnostics);
        if (!record.valid()) continue;
        Card card{doc::smart_quotes(*record.text("title"), context.language),
                  doc::smart_quotes(record.text("kicker").value_or(SourcedText{}), context.language),
                  {},
                  item.span};
        if (auto text = record.text("text")) {
            card.text = doc::parse_inline(*text, context.diagnostics);
            doc::smarten_quotes(card.text, context.language);
        }
        block->cards.push_back(std::move(card));
    }
    if (items->list.empty()) context.diagnostics.error("E202", items->span, "cards need at least one item");
    return block->cards.empty() ? nullptr : std::move(block);
}

layout::Stack card_stack(Card const& card, Region region, doc::BlockStyle const& style, BuildContext& context, draw::NodeId list, std::size_t title_lines) {
    draw::NodeId const item = context.tree.add(list, draw::Role::LI, card.span);
    draw::NodeId const label = context.tree.add(item, draw::Role::Lbl, card.title.span());
    draw::NodeId const body = context.tree.add(item, draw::Role::LBody, card.span);
    layout::Stack stack(region.x);
    set_rule(stack, region.width, style.length("card_rule_width"), style.color("card_rule"));
    stack.keep();
    stack.space(style.length("card_pad"));
    auto add = [&](text::StyledText text, std::string_view slot) {
        doc::TextStyle const& look = style.text(slot);
        layout::ParagraphBreakCosts const costs{0, 0, 0, context.cost("split_card")};
        stack.add_paragraph(context.type.paragraph(std::move(text), look, region.width), {}, {look.leading, context.type.first_baseline(look)}, costs);
        stack.keep();
    };
    Length const top = stack.height();
    add(context.type.plain(card.title, style.text("title"), label), "title");
    stack.reach(top + style.text("title").leading * static_cast<std::int64_t>(title_lines));
    if (!card.kicker.empty()) add(context.type.plain(card.kicker, style.text("kicker"), context.tree.add(body, draw::Role::P, card.kicker.span())), "kicker");
    if (!card.text.empty()) {
        stack.space(style.length("text_gap"));
        draw::NodeId const node = context.tree.add(body, draw::Role::P, card.span);
        add(context.type.inlines(card.text, style.text("text"), style.text("code"), context.tree, node), "text");
    }
    return stack;
}

/// A row of cards as one box that can be split between lines, at a price.
void build_row(std::span<Card const> cards, std::size_t columns, Region region, doc::BlockStyle const& style, BuildContext& context, draw::NodeId list,
               Span span) {
    Length const gutter = style.length("gutter");
    auto const n = static_cast<std::int64_t>(columns);
    Length const all = region.width - gutter * (n - 1);
    std::vector<Region> places;
    std::size_t title_lines = 1;  // what stands below the titles begins on one line
    for (std::size_t i = 0; i < cards.size(); ++i) {
        auto const k = static_cast<std::int64_t>(i);
        Length const left = scaled(all, k, n), right = scaled(all, k + 1, n);
        places.push_back({region.x + left + gutter * k, right - left});
        title_lines = std::max(title_lines, context.lines_of(cards[i].title, style.text("title"), places.back().width));
    }
    std::vector<layout::Stack> stacks;
    for (std::size_t i = 0; i < cards.size(); ++i) stacks.push_back(card_stack(cards[i], places[i], style, context, list, title_lines));
    context.box(layout::row_of(stacks, span)).clears_rail = region.x == Length{};
}

void build_heading(Cards const& cards, doc::BlockStyle const& style, Region region, BuildContext& context) {
    doc::TextStyle const& look = style.text("heading");
    int const level = context.heading_level;
    draw::NodeId const node = context.tree.add(context.parent, heading_role(context, level + 1), cards.title.span());
    context.tree[node].title = cards.title.text;
    context.heading_level = level;
    layout::Stack stack(region.x);
    set_rule(stack, region.width, style.length("rule_width"), style.color("rule"));
    stack.space(style.length("heading_pad"));
    set_paragraph(stack, context.type, context.type.paragraph(context.type.plain(cards.title, look, node), look, region.width), look);
    stack.space(style.length("heading_gap"));
    context.box(stack.box(cards.span)).clears_rail = region.x == Length{};
    context.keep_with_next(layout::kForbidden, "title apart from its cards");
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& cards = static_cast<Cards const&>(block);
    doc::BlockStyle const& style = context.style("cards");
    bool const few = cards.cards.size() <= static_cast<std::size_t>(style.number("few"));
    Region const region = context.stand(style.span(few ? "few_span" : "span"));
    std::size_t const most = std::max<std::size_t>(1, static_cast<std::size_t>(style.number("columns")));
    std::size_t const wanted = cards.columns > 0 ? cards.columns : most;
    std::size_t const rows = (cards.cards.size() + wanted - 1) / wanted;
    std::size_t const columns = cards.columns > 0 ? std::min(cards.columns, cards.cards.size()) : (cards.cards.size() + rows - 1) / rows;
    std::size_t const first_box = context.list.size();
    context.keep_lead_in();
    context.open(style.length("above"), 1);
    if (!cards.title.empty()) build_heading(cards, style, region, context);
    draw::NodeId const list = context.tree.add(context.parent, draw::Role::L, cards.span);
    std::span<Card const> const all(cards.cards);
    for (std::size_t at = 0; at < all.size(); at += columns) {
        if (at > 0) {
            context.list.push_back(layout::VPenalty{context.cost("split_card"), "rows of cards apart", {}, {}});
            context.list.push_back(layout::VGlue{style.length("row_gap"), 0});
        }
        build_row(all.subspan(at, std::min(columns, all.size() - at)), columns, region, style, context, list, cards.span);
    }
    context.settle(first_box, style.length("above"), style.length("below"));
}

}  // namespace

BlockType const kCards{"cards",
                       "Things side by side, each with a name, a kicker and a few words.",
                       kFields,
                       kSlots,
                       read,
                       build,
                       "- cards:\n    title: The portfolio\n    items:\n      - {title: Aries, kicker: Signal integrity, text: Keeps fast links stable.}\n     "
                       " - {title: Leo, kicker: CXL memory, text: Memory for inference.}\n",
                       data::BlockForm::MapOrItems};

}  // namespace offprint::blocks
