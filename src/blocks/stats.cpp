// Stat tiles: a label, a figure, a note; a row of them between a rule and a hairline.
#include "blocks/block_type.h"
#include "blocks/exhibit.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kTileFields[] = {
    {"label", data::Kind::Text, data::Required::Yes, "What is counted."},
    {"value", data::Kind::Number, data::Required::No, "The number. Exactly one of `value` and `text`."},
    {"format", data::Kind::Text, data::Required::No, "How the number is printed: \"$0.0a\", \"+0%\"."},
    {"text", data::Kind::Text, data::Required::No, "The figure in words, where it is no number: \"~\u2153\"."},
    {"note", data::Kind::Markdown, data::Required::No, "A few words below, one paragraph."},
};
constexpr data::Field kFields[] = {
    {"items", data::Kind::RecordList, data::Required::Yes, "The tiles.", {}, kTileFields},
    {"note", data::Kind::Markdown, data::Required::No, "A line below the row."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"label", doc::SlotKind::Text, "tile-label", "Labels."},
    {"value", doc::SlotKind::Text, "tile-value", "Figures."},
    {"note", doc::SlotKind::Text, "tile-note", "Notes in the tiles."},
    {"foot", doc::SlotKind::Text, "small", "The line below the row."},
    {"rule", doc::SlotKind::Color, "ink", "The rule above.", {}, true},
    {"hair", doc::SlotKind::Color, "hair", "Hairlines between and below.", {}, true},
    {"rule_width", doc::SlotKind::Length, "0.8", "The rule above."},
    {"hair_width", doc::SlotKind::Length, "0.4", "The hairlines."},
    {"pad_x", doc::SlotKind::Length, "9", "Space beside a hairline."},
    {"pad_top", doc::SlotKind::Length, "7", "Space below the rule."},
    {"pad_bottom", doc::SlotKind::Length, "7", "Space above the hairline."},
    {"value_gap", doc::SlotKind::Length, "1", "Space between label and figure."},
    {"note_gap", doc::SlotKind::Length, "1", "Space between figure and note."},
    {"foot_gap", doc::SlotKind::Length, "4", "Space above the line below the row."},
    {"above", doc::SlotKind::Length, "13", "Space above."},
    {"below", doc::SlotKind::Length, "13", "Space below."},
    {"span", doc::SlotKind::Span, "full", "Where a row of many tiles stands."},
    {"few_span", doc::SlotKind::Span, "measure", "Where a row of few tiles stands."},
    {"few", doc::SlotKind::Number, "3", "How many are few."},
    {"columns", doc::SlotKind::Number, "6", "Most tiles in a row."},
};

struct Tile {
    SourcedText label, text;
    std::vector<doc::InlineRun> note;
    std::optional<data::Decimal> value;
    std::optional<data::NumberFormat> format;
    Span span;
};
struct Stats final : doc::Block {
    std::vector<Tile> tiles;
    std::vector<doc::InlineRun> note;
};

std::optional<Tile> read_tile(data::Value const& value, doc::ReadContext& context) {
    data::Record const record(value, kTileFields, "a tile", context.diagnostics);
    if (!record.valid()) return std::nullopt;
    if (record.has("value") == record.has("text")) {
        context.diagnostics.error("E207", record.has("text") ? record.span_of("text") : value.span, "a tile needs exactly one of 'value' and 'text'");
        return std::nullopt;
    }
    auto text = [&](std::string_view name) { return doc::smart_quotes(record.text(name).value_or(SourcedText{}), context.language); };
    Tile tile{text("label"), text("text"), inline_field(record, "note", context), record.number("value"), std::nullopt, value.span};
    SourcedText const format = record.text("format").value_or(SourcedText("#,##0.##"));
    tile.format = data::parse_number_format(format, context.diagnostics);
    return tile;
}

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    auto block = std::make_unique<Stats>();
    data::Value const* items = &value;  // `stats: [...]` is short for `stats: {items: [...]}`
    if (value.kind != data::ValueKind::List) {
        data::Record const record(value, kFields, "stats", context.diagnostics);
        items = record.get("items");
        if (items == nullptr) return nullptr;
        block->note = inline_field(record, "note", context);
    }
    for (data::Value const& item : items->list) {
        if (auto tile = read_tile(item, context)) block->tiles.push_back(std::move(*tile));
    }
    if (items->list.empty()) context.diagnostics.error("E202", items->span, "stats need at least one tile");
    return block->tiles.empty() ? nullptr : std::move(block);
}

layout::Stack tile_stack(Tile const& tile, Region region, doc::BlockStyle const& style, BuildContext& context, draw::NodeId list, std::size_t label_lines) {
    draw::NodeId const item = context.tree.add(list, draw::Role::LI, tile.span);
    draw::NodeId const label = context.tree.add(item, draw::Role::Lbl, tile.label.span());
    draw::NodeId const body = context.tree.add(item, draw::Role::LBody, tile.span);
    layout::Stack stack(region.x);
    stack.space(style.length("rule_width") + style.length("pad_top"));
    auto add = [&](text::StyledText words, std::string_view slot) {
        doc::TextStyle const& look = style.text(slot);
        set_paragraph(stack, context.type, context.type.paragraph(std::move(words), look, region.width), look);
    };
    Length const top = stack.height();
    add(context.type.plain(tile.label, style.text("label"), label), "label");
    stack.reach(top + style.text("label").leading * static_cast<std::int64_t>(label_lines));
    stack.space(style.length("value_gap"));
    SourcedText value = tile.text;
    if (value.empty()) value.append(number_words(tile.value, tile.format, {}, context.locale()), tile.span);
    add(context.type.plain(value, style.text("value"), context.tree.add(body, draw::Role::P, tile.span)), "value");
    if (!tile.note.empty()) {
        stack.space(style.length("note_gap"));
        doc::TextStyle const& look = style.text("note");
        add(context.type.inlines(tile.note, look, look, context.tree, context.tree.add(body, draw::Role::P, tile.span)), "note");
    }
    return stack;
}

/// One row of tiles as one box.
void build_row(std::span<Tile const> tiles, Region region, doc::BlockStyle const& style, BuildContext& context, draw::NodeId list, std::size_t columns,
               Span span) {
    Length const rule = style.length("rule_width"), hair = style.length("hair_width"), pad = style.length("pad_x");
    std::int64_t const n = static_cast<std::int64_t>(columns);
    std::vector<Region> places;
    // Figures of a row stand on one line, whatever their labels take.
    std::size_t label_lines = 1;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        Length const left = scaled(region.width, static_cast<std::int64_t>(i), n), right = scaled(region.width, static_cast<std::int64_t>(i) + 1, n);
        Length const lead = i == 0 ? Length{} : pad, trail = i + 1 == columns ? Length{} : pad;
        places.push_back({region.x + left + lead, right - left - lead - trail});
        label_lines = std::max(label_lines, context.lines_of(tiles[i].label, style.text("label"), places.back().width));
    }
    std::vector<layout::Stack> stacks;
    for (std::size_t i = 0; i < tiles.size(); ++i) stacks.push_back(tile_stack(tiles[i], places[i], style, context, list, label_lines));
    layout::VBox row = layout::row_of(stacks, span, layout::Splittable::No);
    Length const height = row.height + style.length("pad_bottom") + hair;
    draw::Frame lines;
    lines.size = {region.width, height};
    lines.fill(draw::kArtifactLayout, Rect{{}, {}, region.width, rule}, style.color("rule"));
    lines.fill(draw::kArtifactLayout, Rect{{}, height - hair, region.width, hair}, style.color("hair"));
    for (std::int64_t i = 1; i < static_cast<std::int64_t>(tiles.size()); ++i) {
        lines.fill(draw::kArtifactLayout, Rect{scaled(region.width, i, n) - hair / 2, rule, hair, height - rule - hair}, style.color("hair"));
    }
    row.pieces.insert(row.pieces.begin(), {{region.x, {}}, std::make_shared<draw::Frame const>(std::move(lines))});
    row.height = height;
    row.clears_rail = region.x == Length{};
    context.box(std::move(row));
}

/// As many tiles side by side as the layout wants, fewer where a figure needs more room than that leaves. As many rows as needed, filled
/// evenly: seven tiles in rows of at most six are four and three.
std::size_t columns_of(Stats const& stats, Length width, doc::BlockStyle const& style, BuildContext& context) {
    std::vector<Length> figures;
    for (Tile const& tile : stats.tiles) {
        SourcedText value = tile.text;
        if (value.empty()) value.append(number_words(tile.value, tile.format, {}, context.locale()), tile.span);
        figures.push_back(text::line_width(context.type.line(value, style.text("value"), draw::kArtifactLayout)));
    }
    Length const pad = style.length("pad_x");
    std::size_t most = std::max<std::size_t>(1, static_cast<std::size_t>(style.number("columns")));
    for (;; --most) {
        std::size_t const rows = (figures.size() + most - 1) / most, columns = (figures.size() + rows - 1) / rows;
        // The first and the last tile of a row have no hairline on their outer side.
        auto const fits = [&](std::size_t i) {
            std::size_t const at = i % columns;
            return figures[i] + (at == 0 ? Length{} : pad) + (at + 1 == columns ? Length{} : pad) <= width / static_cast<std::int64_t>(columns);
        };
        bool all = true;
        for (std::size_t i = 0; i < figures.size(); ++i) all = all && fits(i);
        if (all || most == 1) return columns;
    }
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& stats = static_cast<Stats const&>(block);
    doc::BlockStyle const& style = context.style("stats");
    bool const few = stats.tiles.size() <= static_cast<std::size_t>(style.number("few"));
    Region const region = context.stand(style.span(few ? "few_span" : "span"));
    std::size_t const columns = columns_of(stats, region.width, style, context);
    draw::NodeId const list = context.tree.add(context.parent, draw::Role::L, stats.span);
    context.tree[list].numbering = draw::ListNumbering::None;
    std::size_t const first_box = context.list.size();
    context.keep_lead_in();
    context.open(style.length("above"), 1);
    std::span<Tile const> const all(stats.tiles);
    for (std::size_t at = 0; at < all.size(); at += columns) {
        if (at > 0) context.list.push_back(layout::VPenalty{context.cost("split_card"), "row of tiles apart", {}, {}});
        build_row(all.subspan(at, std::min(columns, all.size() - at)), region, style, context, list, columns, stats.span);
    }
    if (!stats.note.empty()) {
        context.keep_with_next(layout::kForbidden, "note apart from its tiles");
        context.list.push_back(layout::VGlue{style.length("foot_gap"), 0});
        draw::NodeId const node = context.tree.add(context.parent, draw::Role::P, stats.span);
        doc::TextStyle const& look = style.text("foot");
        text::StyledText words = context.type.inlines(stats.note, look, look, context.tree, node);
        context.lines(context.type.paragraph(std::move(words), look, region.width), look, region.x, stats.span, false);
    }
    context.settle(first_box, style.length("above"), style.length("below"));
}

}  // namespace

BlockType const kStats{"stats",
                       "A row of figures with labels and notes.",
                       kFields,
                       kSlots,
                       read,
                       build,
                       "- stats:\n    items:\n      - {label: Revenue, value: 308.4e6, format: \"$0.0a\", note: vs. estimates \u2192 beat}\n      - {label: "
                       "Growth, value: 0.93, format: \"+0%\", note: +14% sequential}\n    note: Company figures.\n",
                       data::BlockForm::MapOrItems};

}  // namespace offprint::blocks
