// The opening: kicker, headline and dek on the measure; badge and key data in the rail beside them. Made from the
// article's own keys; the block adds lines to the key data.
#include "blocks/hero.h"

#include "blocks/block_type.h"
#include "blocks/picture.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kFactFields[] = {
    {"label", data::Kind::Text, data::Required::Yes, "What it is."},
    {"value", data::Kind::Number, data::Required::No, "The number. Exactly one of `value` and `text`."},
    {"format", data::Kind::Text, data::Required::No, "How the number is printed."},
    {"text", data::Kind::Text, data::Required::No, "The words, where it is no number."},
};
constexpr data::Field kFields[] = {
    {"facts", data::Kind::RecordList, data::Required::No, "Lines added to the key data.", {}, kFactFields},
    {"logo", data::Kind::Path, data::Required::No, "A picture over the key data, or over the kicker where there is no rail: a PNG, JPEG or SVG file."},
    {"logo_on_dark", data::Kind::Path, data::Required::No, "The same sign for dark paper, where its own colours would not show."},
    {"logo_alt", data::Kind::Text, data::Required::No, "Whose sign it is, for those who cannot see it; wanted with `logo`."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"kicker", doc::SlotKind::Text, "label", "The kicker."},
    {"title", doc::SlotKind::Text, "headline", "The headline."},
    {"dek", doc::SlotKind::Text, "dek", "The standfirst."},
    {"code", doc::SlotKind::Text, "code", "Code inside the dek."},
    {"badge", doc::SlotKind::Text, "badge", "The rating.", "badge_fill"},
    {"badge_fill", doc::SlotKind::Color, "accent", "Its ground.", {}, true},
    {"fact", doc::SlotKind::Text, "fact", "Labels of the key data."},
    {"fact_value", doc::SlotKind::Text, "fact-value", "Values of the key data."},
    {"rule", doc::SlotKind::Color, "accent", "The rule over the key data.", {}, true},
    {"hair", doc::SlotKind::Color, "hair", "Hairlines between the key data.", {}, true},
    {"rule_width", doc::SlotKind::Length, "1.4", "The rule over the key data."},
    {"hair_width", doc::SlotKind::Length, "0.4", "The hairlines."},
    {"row", doc::SlotKind::Length, "14.2", "Height of a line of key data."},
    {"badge_gap", doc::SlotKind::Length, "8", "Space around the badge."},
    {"title_gap", doc::SlotKind::Length, "9", "Space between kicker and headline."},
    {"dek_gap", doc::SlotKind::Length, "11", "Space between headline and dek."},
    {"logo_height", doc::SlotKind::Length, "24", "Height of the logo; a wide one is less high."},
    {"logo_gap", doc::SlotKind::Length, "12", "Space below the logo."},
    {"columns", doc::SlotKind::Number, "3", "Columns of key data where there is no rail."},
    {"below", doc::SlotKind::Length, "16", "Space below."},
    {"span", doc::SlotKind::Span, "full", "Where it stands when there is no rail: across all columns, or in the first."},
};

constexpr Length kFactGap = Length::points(6);  // least space between a label and its value

struct Fact {
    SourcedText label, value;
};
struct Hero final : doc::Block {
    struct Line {
        SourcedText label, text;
        std::optional<data::Decimal> value;
        std::optional<data::NumberFormat> format;
        Span span;
    };
    std::vector<Line> facts;
    SourcedText logo, logo_on_dark, logo_alt;
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    auto block = std::make_unique<Hero>();
    if (value.kind == data::ValueKind::Null) return block;
    data::Record const record(value, kFields, "the hero", context.diagnostics);
    block->logo = record.text("logo").value_or(SourcedText{});
    block->logo_on_dark = record.text("logo_on_dark").value_or(SourcedText{});
    if (block->logo.empty() && !block->logo_on_dark.empty()) context.diagnostics.error("E207", record.span_of("logo_on_dark"), "'logo_on_dark' needs a 'logo'");
    block->logo_alt = record.text("logo_alt").value_or(SourcedText{});
    if (block->logo.empty() != block->logo_alt.empty())
        context.diagnostics.error("E207", record.span(), "'logo' and 'logo_alt' stand together", "say in 'logo_alt' whose sign it is");
    data::Value const* facts = record.get("facts");
    if (facts == nullptr) return record.valid() ? std::move(block) : nullptr;
    for (data::Value const& item : facts->list) {
        data::Record const r(item, kFactFields, "a fact", context.diagnostics);
        if (!r.valid()) continue;
        if (r.has("value") == r.has("text")) {
            context.diagnostics.error("E207", item.span, "a fact needs exactly one of 'value' and 'text'");
            continue;
        }
        Hero::Line line{doc::smart_quotes(*r.text("label"), context.language),
                        doc::smart_quotes(r.text("text").value_or(SourcedText{}), context.language),
                        r.number("value"),
                        {},
                        item.span};
        line.format = data::parse_number_format(r.text("format").value_or(SourcedText("#,##0.##")), context.diagnostics);
        block->facts.push_back(std::move(line));
    }
    return block;
}

/// The key data in their order: the instrument's own, then what the block adds, the day of the price last.
std::vector<Fact> facts_of(Hero const& hero, BuildContext const& context) {
    std::vector<Fact> facts;
    data::NumberLocale const locale = context.locale();
    auto money = [&](data::Decimal value, std::string_view currency, std::string_view pattern) {
        return number_words(value, context.money_format(currency, pattern), {}, locale);
    };
    auto add = [&](std::string_view key, std::string const& value) { facts.push_back({SourcedText(context.messages.get(key)), SourcedText(value)}); };
    auto const& instrument = context.article.instrument;
    if (instrument) {
        add("ticker", instrument->exchange.empty() ? instrument->symbol : instrument->exchange + ": " + instrument->symbol);
        if (instrument->price) add("price", money(*instrument->price, instrument->currency, "#,##0.00"));
        if (instrument->market_cap) add("market_cap", money(*instrument->market_cap, instrument->currency, "0.0a"));
    }
    for (Hero::Line const& line : hero.facts) {
        SourcedText value = line.text;
        if (value.empty()) value.append(number_words(line.value, line.format, {}, locale), line.span);
        facts.push_back({line.label, value});
    }
    if (instrument && instrument->priced) add("priced", context.messages.date(*instrument->priced, true));
    return facts;
}

void add_badge(layout::Stack& stack, doc::BlockStyle const& style, BuildContext& context, draw::NodeId parent) {
    SourcedText const& words = context.article.rating;
    if (words.empty()) return;
    draw::NodeId const node = context.tree.add(parent, draw::Role::P, words.span());
    doc::TextStyle const& look = style.text("badge");
    std::vector<text::PlacedRun> const runs = context.type.line(words, look, node);
    Length const pad = Length::points(6), height = look.leading + Length::points(3);
    draw::Frame frame;
    frame.size = {text::line_width(runs) + pad * 2, height};
    frame.fill(draw::kArtifactBackground, Rect{{}, {}, frame.size.width, height}, style.color("badge_fill"));
    // The letters' capitals stand in the middle of the badge.
    Length const baseline = (height + context.type.cap_height(look)) / 2;
    for (text::PlacedRun const& run : runs) frame.text(node, {pad + run.x, baseline}, run.run);
    stack.add_frame(std::move(frame));
}

/// A line of key data whose words are too long for one: the value ends at the right edge line by line, the label beside it.
Length add_long_fact(draw::Frame& frame, Fact const& fact, Length width, Length baseline, doc::BlockStyle const& style, BuildContext& context,
                     draw::NodeId head, draw::NodeId cell) {
    auto add = [&](SourcedText const& words, doc::TextStyle const& look, Length x, Length measure, draw::NodeId node) {
        text::ParagraphPtr const set = context.type.paragraph(context.type.plain(words, look, node), look, measure);
        auto const lines = static_cast<std::int64_t>(set->lines().size());
        for (std::int64_t i = 0; i < lines; ++i) {
            for (text::PlacedRun& run : text::set_line(*set, static_cast<std::size_t>(i)))
                frame.text(node, {x + run.x, baseline + look.leading * i}, std::move(run.run));
        }
        return look.leading * (lines - 1);
    };
    doc::TextStyle value_look = style.text("fact_value");
    value_look.align = doc::Align::End;
    doc::TextStyle const& label_look = style.text("fact");
    Length const short_label = text::line_width(context.type.line(fact.label, label_look, head)),
                 wanted = text::line_width(context.type.line(fact.value, value_look, cell));
    Length const right = min(wanted, max(width * 3 / 5, width - short_label - kFactGap));
    return max(add(fact.label, label_look, {}, width - right - kFactGap, head), add(fact.value, value_look, width - right, right, cell));
}

/// One line of key data: label left, value right, a hairline below.
void add_fact(layout::Stack& stack, Fact const& fact, Length width, doc::BlockStyle const& style, BuildContext& context, draw::NodeId table) {
    draw::NodeId const row = context.tree.add(table, draw::Role::TR);
    draw::NodeId const head = context.tree.add(row, draw::Role::TH);
    context.tree[head].scope = draw::Scope::Row;
    draw::NodeId const cell = context.tree.add(row, draw::Role::TD);
    Length const height = style.length("row"), hair = style.length("hair_width");
    doc::TextStyle const& label_look = style.text("fact");
    doc::TextStyle const& value_look = style.text("fact_value");
    Length const baseline = (height - hair + context.type.cap_height(label_look)) / 2;
    draw::Frame frame;
    frame.size = {width, height};
    std::vector<text::PlacedRun> const label = context.type.line(fact.label, label_look, head), value = context.type.line(fact.value, value_look, cell);
    Length const left = width - text::line_width(value);
    if (text::line_width(label) + kFactGap <= left) {
        for (text::PlacedRun const& run : label) frame.text(head, {run.x, baseline}, run.run);
        for (text::PlacedRun const& run : value) frame.text(cell, {left + run.x, baseline}, run.run);
    } else {
        frame.size.height += add_long_fact(frame, fact, width, baseline, style, context, head, cell);
    }
    frame.fill(draw::kArtifactLayout, Rect{{}, frame.size.height - hair, width, hair}, style.color("hair"));
    stack.add_frame(std::move(frame));
}

draw::NodeId add_table(BuildContext& context, draw::NodeId parent, Span span) {
    return context.tree.add(context.tree.add(parent, draw::Role::Table, span), draw::Role::TBody);
}

void add_logo(layout::Stack& stack, Hero const& hero, Region region, doc::BlockStyle const& style, BuildContext& context, draw::NodeId parent) {
    if (hero.logo.empty()) return;
    bool const dark = contrast_ratio(context.theme.paper, kWhite) > contrast_ratio(context.theme.paper, Color{});
    SourcedText const& logo = dark && !hero.logo_on_dark.empty() ? hero.logo_on_dark : hero.logo;
    draw::PicturePtr const picture = context.pictures.open(logo);
    if (!picture) return;
    draw::NodeId const node = context.tree.add(parent, draw::Role::Figure, logo.span());
    context.tree[node].alt = hero.logo_alt.text;
    Length const height = max(style.length("logo_height"), Length::points(1)), width = min(region.width, width_at(*picture, height));
    stack.add_frame(set_logo(*picture, {width, height_at(*picture, width)}, node, logo, "name a form of it for dark paper under 'logo_on_dark'", context));
    stack.space(style.length("logo_gap"));
}

layout::Stack main_stack(Hero const& hero, Region region, doc::BlockStyle const& style, BuildContext& context, draw::NodeId parent) {
    doc::Article const& a = context.article;
    layout::Stack stack(region.x);
    if (!context.has_rail()) add_logo(stack, hero, region, style, context, parent);
    auto add = [&](text::StyledText text, std::string_view slot) {
        doc::TextStyle const& look = style.text(slot);
        set_paragraph(stack, context.type, context.type.paragraph(std::move(text), look, region.width), look);
    };
    if (!a.kicker.empty()) {
        add(context.type.plain(a.kicker, style.text("kicker"), context.tree.add(parent, draw::Role::P, a.kicker.span())), "kicker");
        stack.space(style.length("title_gap"));
    }
    draw::NodeId const heading = context.tree.add(parent, heading_role(context, 1), a.title.span());
    context.heading_level = 1;
    context.tree[heading].title = a.title.text;
    add(context.type.plain(a.title, style.text("title"), heading), "title");
    if (!a.dek.empty()) {
        stack.space(style.length("dek_gap"));
        draw::NodeId const node = context.tree.add(parent, draw::Role::P, a.dek.front().text.span());
        add(context.type.inlines(a.dek, style.text("dek"), style.text("code"), context.tree, node), "dek");
    }
    return stack;
}

/// Badge and key data below one another, in the rail.
layout::Stack rail_stack(Hero const& hero, Region rail, doc::BlockStyle const& style, BuildContext& context, draw::NodeId parent) {
    layout::Stack stack(rail.x);
    add_logo(stack, hero, rail, style, context, parent);
    std::vector<Fact> const facts = facts_of(hero, context);
    if (facts.empty() && context.article.rating.empty()) return stack;
    set_rule(stack, rail.width, style.length("rule_width"), style.color("rule"));
    stack.space(style.length("badge_gap"));
    add_badge(stack, style, context, parent);
    if (facts.empty()) return stack;
    if (!context.article.rating.empty()) stack.space(style.length("badge_gap") - Length::points(3));
    draw::NodeId const table = add_table(context, parent, hero.span);
    for (Fact const& fact : facts) add_fact(stack, fact, rail.width, style, context, table);
    return stack;
}

/// Where there is no rail: badge and key data as a band of columns below the dek.
layout::VBox band(Hero const& hero, Region region, doc::BlockStyle const& style, BuildContext& context, draw::NodeId parent) {
    std::vector<Fact> const facts = facts_of(hero, context);
    layout::Stack head(region.x);
    add_badge(head, style, context, parent);
    if (facts.empty()) return head.box(hero.span);
    if (!context.article.rating.empty()) head.space(style.length("badge_gap"));
    set_rule(head, region.width, style.length("rule_width"), style.color("rule"));
    draw::NodeId const table = add_table(context, parent, hero.span);
    auto const columns = std::max<std::int64_t>(1, style.number("columns"));
    Length const gap = Length::points(18), width = (region.width - gap * (columns - 1)) / columns;
    std::size_t const rows = (facts.size() + static_cast<std::size_t>(columns) - 1) / static_cast<std::size_t>(columns);
    std::vector<layout::Stack> stacks;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        if (i % rows == 0) {
            stacks.emplace_back(region.x + (width + gap) * static_cast<std::int64_t>(i / rows));
            stacks.back().space(head.height());
        }
        add_fact(stacks.back(), facts[i], width, style, context, table);
    }
    layout::VBox box = layout::row_of(stacks, hero.span, layout::Splittable::No);
    box.pieces.insert(box.pieces.begin(), head.pieces().begin(), head.pieces().end());
    return box;
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& hero = static_cast<Hero const&>(block);
    doc::BlockStyle const& style = context.style("hero");
    Region const measure = context.has_rail() ? context.region(doc::BlockSpan::Measure) : context.stand(style.span("span"));
    draw::NodeId const sect = context.tree.add(draw::kFirstNode, draw::Role::Sect, context.article.title.span());
    context.list.push_back(layout::Bookmark{context.article.title.text, 1, 0});
    std::size_t const first_box = context.list.size();
    context.open({});
    layout::Stack const main = main_stack(hero, measure, style, context, sect);
    Span const place = context.article.title.span();
    if (context.has_rail()) {
        layout::Stack const stacks[] = {main, rail_stack(hero, context.region(doc::BlockSpan::Rail), style, context, sect)};
        context.box(layout::row_of(stacks, place, layout::Splittable::No)).clears_rail = true;
    } else {
        context.box(main.box(place));
        if (context.sidebar_follows) {
            context.key_data = [hero](Region region, BuildContext& later) {
                return rail_stack(hero, region, later.style("hero"), later, later.parent).box(hero.span);
            };
        } else {
            context.keep_with_next(layout::kForbidden, "key data apart from the headline");
            context.list.push_back(layout::VGlue{style.length("badge_gap"), 0});
            context.box(band(hero, measure, style, context, sect));
        }
    }
    context.keep_with_next(context.cost("heading_alone"), "opening alone");
    context.settle(first_box, {}, style.length("below"));
    context.parent = sect;
}

}  // namespace

std::optional<layout::VBox> take_key_data(Region region, BuildContext& context) {
    if (!context.key_data) return std::nullopt;
    auto const set = std::exchange(context.key_data, nullptr);
    layout::VBox box = set(region, context);
    if (box.pieces.empty()) return std::nullopt;
    return box;
}

BlockType const kHero{"hero",
                      "The opening, from the article's own keys; adds lines to the key data.",
                      kFields,
                      kSlots,
                      read,
                      build,
                      "- hero: {facts: [{label: Forward P/E, value: 196, format: '~0\"\u00D7\"'}]}\n",
                      data::BlockForm::MapOrNothing};

}  // namespace offprint::blocks
