// Blocks side by side: columns of the author's own, each a list of blocks, their tops in line. One row is one box: it is split only
// where all columns can be.
#include "layout/side_by_side.h"

#include <algorithm>
#include <utility>

#include "blocks/block_type.h"
#include "fmt/format.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kFields[] = {
    {"columns", data::Kind::BlockLists, data::Required::Yes, "The columns from left to right, each a list of blocks: 2 to 6."},
    {"widths", data::Kind::TextList, data::Required::No,
     "Their widths in units of one grid over the place, whole numbers: [2, 1], or [7, 5] and [4, 4, 4] on a grid of twelve. Alike when missing."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"gutter", doc::SlotKind::Length, "18", "Space between columns."},
    {"narrow", doc::SlotKind::Length, "110", "Least width of a column; on less they stand one below the other."},
    {"above", doc::SlotKind::Length, "16", "Space above."},
    {"below", doc::SlotKind::Length, "16", "Space below."},
    {"span", doc::SlotKind::Span, "full", "Where they stand."},
};
constexpr std::size_t kFewest = 2, kMost = 6;
constexpr std::int64_t kWidest = 24;

struct SideBySide final : doc::Block {
    std::vector<doc::BlockList> columns;
    std::vector<std::int64_t> widths;  // as many as columns
};

/// Reads `widths`; reports what is no width.
bool read_widths(data::Record const& record, SideBySide& block, doc::ReadContext& context) {
    std::vector<SourcedText> const given = record.texts("widths");
    if (!record.has("widths")) {
        block.widths.assign(block.columns.size(), 1);
        return true;
    }
    if (given.size() != block.columns.size()) {
        context.diagnostics.error("E206", record.span_of("widths"), fmt::format("{} widths for {} columns", given.size(), block.columns.size()),
                                  "one whole number for each column: [2, 1]");
        return false;
    }
    for (SourcedText const& text : given) {
        auto const number = data::parse_decimal(text.text);
        auto const whole = number ? data::rounded(*number, 0) : std::nullopt;
        if (!whole || *whole < 1 || *whole > kWidest || data::compare(*number, {*whole, 0}) != 0) {
            context.diagnostics.error("E206", text.span(), fmt::format("a width cannot be '{}'", text.text), fmt::format("a whole number, 1 to {}", kWidest));
            return false;
        }
        block.widths.push_back(*whole);
    }
    return true;
}

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    data::Record const record(value, kFields, "blocks side by side", context.diagnostics);
    if (!record.valid()) return nullptr;
    data::Value const* columns = record.get("columns");
    if (columns->kind != data::ValueKind::List || columns->list.size() < kFewest || columns->list.size() > kMost) {
        context.diagnostics.error("E203", columns->span, fmt::format("'columns' must be a list of {} to {} columns", kFewest, kMost),
                                  "each column is a list of blocks");
        return nullptr;
    }
    auto block = std::make_unique<SideBySide>();
    for (data::Value const& column : columns->list) {
        block->columns.push_back(context.read_blocks(column));
        for (doc::BlockPtr const& child : block->columns.back()) {
            if (child->hints.new_page)
                context.diagnostics.error("E220", child->span, "a block beside others cannot begin a page", "write 'page: new' beside 'side_by_side'");
        }
    }
    return read_widths(record, *block, context) ? std::move(block) : nullptr;
}

/// Where the columns stand: on a grid of as many units as the widths add up to, the gutter between two units.
std::vector<Region> regions_of(SideBySide const& block, Region whole, Length gutter) {
    std::int64_t units = 0;
    for (std::int64_t const width : block.widths) units += width;
    Length const grid = whole.width + gutter;  // a unit and its gutter are a share of this
    std::vector<Region> regions;
    std::int64_t before = 0;
    for (std::int64_t const width : block.widths) {
        Length const left = scaled(grid, before, units), right = scaled(grid, before + width, units) - gutter;
        regions.push_back({whole.x + left, right - left});
        before += width;
    }
    return regions;
}

/// Builds one column as a flow of its own; words for the running head and entries of the outline stand before the whole row.
layout::VList build_column(doc::BlockList const& blocks, Region region, draw::NodeId node, BuildContext& context) {
    layout::VList outer = std::exchange(context.list, {});
    Region const inset = std::exchange(context.inset, region);
    bool const nested = std::exchange(context.nested, true), any_box = std::exchange(context.any_box, false), aside = std::exchange(context.aside, true);
    int const level = context.heading_level;
    context.parent = node;
    context.pending_space = {};
    context.after_text = context.heading_above = false;
    for (doc::BlockPtr const& block : blocks) build_block(*block, context);
    layout::VList column = std::exchange(context.list, std::move(outer));
    for (layout::VItem& item : column) {
        if (std::holds_alternative<layout::RunningMark>(item) || std::holds_alternative<layout::Bookmark>(item)) context.list.push_back(std::move(item));
    }
    context.inset = inset;
    context.nested = nested;
    context.aside = aside;
    context.any_box = any_box;
    context.heading_level = level;
    return column;
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& row = static_cast<SideBySide const&>(block);
    doc::BlockStyle const& style = context.style("side_by_side");
    Region const whole = context.stand(style.span("span"));
    std::vector<Region> const regions = regions_of(row, whole, style.length("gutter"));
    bool const narrow = std::any_of(regions.begin(), regions.end(), [&](Region region) { return region.width < style.length("narrow"); });
    if (narrow) {
        for (doc::BlockList const& column : row.columns) {
            for (doc::BlockPtr const& child : column) build_block(*child, context);
        }
        return;
    }
    std::size_t const first = context.list.size();
    context.open(style.length("above"), 1);
    draw::NodeId const parent = context.parent, node = context.tree.add(parent, draw::Role::Div, row.span);
    std::vector<layout::VList> columns;
    for (std::size_t i = 0; i < regions.size(); ++i)
        columns.push_back(build_column(row.columns[i], regions[i], context.tree.add(node, draw::Role::Div, row.span), context));
    context.parent = parent;
    layout::VBox& box = context.box(layout::side_by_side(columns, row.span));
    box.clears_rail = whole.x == Length{} && !context.nested;
    context.settle(first, style.length("above"), style.length("below"));
}

}  // namespace

BlockType const kSideBySide{"side_by_side",
                            "Blocks side by side, as columns on one grid; on a narrow place one below the other.",
                            kFields,
                            kSlots,
                            read,
                            build,
                            "- side_by_side:\n"
                            "    widths: [7, 5]\n"
                            "    columns:\n"
                            "      - - chart: {kind: bar, title: Assets pass 1 billion, subtitle: \"Net assets, \u20AC million\", height: 96pt, "
                            "x: [\"2023\", \"2024\", \"2025\"], y: [640, 815, 1048], source: Example.}\n"
                            "      - - facts:\n"
                            "            title: Fund data\n"
                            "            items:\n"
                            "              - {label: Launched, text: 3 March 2019}\n"
                            "              - {label: Domicile, text: Luxembourg}\n"
                            "              - {label: Holdings, value: 48}\n"
                            "              - {label: Yearly cost, value: 0.0045, format: \"0.00%\"}\n"
                            "        - A column holds any blocks, one below another.\n"};

}  // namespace offprint::blocks
