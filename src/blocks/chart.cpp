// The exhibit: number and caption in the rail, title, subtitle, plot and source on the measure.
#include <algorithm>

#include "blocks/block_type.h"
#include "blocks/exhibit.h"
#include "chart/chart.h"
#include "fmt/format.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kExhibitFields[] = {
    {"kind", data::Kind::Text, data::Required::Yes, "ladder, combo, bar or line."},
    {"title", data::Kind::Text, data::Required::Yes, "What the exhibit finds."},
    {"subtitle", data::Kind::Markdown, data::Required::No, "Measure, unit, period. **Strong** words take the first series' colour, *emphasis* the second's."},
    {"caption", data::Kind::Markdown, data::Required::No, "A remark beside or below the exhibit."},
    {"source", data::Kind::Markdown, data::Required::No, "Where the numbers come from."},
    {"alt", data::Kind::Text, data::Required::No, "What the chart shows, for those who cannot see it; made from the data when missing."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"title", doc::SlotKind::Text, "exhibit-title", "The finding."},
    {"subtitle", doc::SlotKind::Text, "exhibit-subtitle", "Measure and unit."},
    {"source", doc::SlotKind::Text, "exhibit-source", "The source line."},
    {"label", doc::SlotKind::Text, "label", "\"Exhibit 1\"."},
    {"caption", doc::SlotKind::Text, "caption", "The remark."},
    {"plot_label", doc::SlotKind::Text, "plot-label", "Names in the plot."},
    {"plot_note", doc::SlotKind::Text, "plot-note", "Second lines of names."},
    {"plot_value", doc::SlotKind::Text, "plot-value", "Values in the plot."},
    {"plot_axis", doc::SlotKind::Text, "plot-axis", "Tick labels."},
    {"second", doc::SlotKind::Color, "counter", "Words about the second series."},
    {"rule", doc::SlotKind::Color, "ink", "The rule above.", {}, true},
    {"ink", doc::SlotKind::Color, "ink", "Axes."},
    {"soft", doc::SlotKind::Color, "soft", "Soft text in the plot."},
    {"hair", doc::SlotKind::Color, "hair", "Grid lines.", {}, true},
    {"tint", doc::SlotKind::Color, "tint", "Grounds in the plot.", {}, true},
    {"numbered", doc::SlotKind::Flag, "true", "\"Exhibit 1\" stands over it or in the rail."},
    {"rule_width", doc::SlotKind::Length, "0.8", "The rule above."},
    {"pad", doc::SlotKind::Length, "5", "Space below the rule."},
    {"plot_gap", doc::SlotKind::Length, "7", "Space above and below the plot."},
    {"caption_gap", doc::SlotKind::Length, "1", "Space between \"Exhibit 1\" and the remark."},
    {"above", doc::SlotKind::Length, "16", "Space above."},
    {"below", doc::SlotKind::Length, "16", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where it stands."},
};

struct Chart final : doc::Block {
    ExhibitText text;
    SourcedText alt;
    chart::SpecPtr spec;
};

/// Fields of the exhibit, of all charts, and of the chart's own kind: what its map may hold.
std::vector<data::Field> fields_for(data::Value const& value) {
    std::vector<data::Field> fields(std::begin(kExhibitFields), std::end(kExhibitFields));
    auto add = [&](std::span<data::Field const> more) {
        for (data::Field const& field : more) {
            auto const same = std::find_if(fields.begin(), fields.end(), [&](data::Field const& f) { return f.name == field.name; });
            if (same == fields.end()) fields.push_back(field);
        }
    };
    add(chart::common_fields());
    data::Value const* kind = value.find("kind");
    for (chart::ChartType const& type : chart::chart_types()) {
        if (kind == nullptr || kind->scalar.text == type.name) add(type.fields);
    }
    return fields;
}

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    if (value.kind == data::ValueKind::Map) {
        if (data::Value const* kind = value.find("kind"); kind != nullptr && kind->kind == data::ValueKind::Scalar) {
            std::vector<std::string_view> names;
            for (chart::ChartType const& type : chart::chart_types()) names.push_back(type.name);
            if (std::find(names.begin(), names.end(), kind->scalar.text) == names.end()) {
                std::string_view const guess = data::did_you_mean(kind->scalar.text, names);
                context.diagnostics.error("E601", kind->span, fmt::format("unknown chart kind '{}'", kind->scalar.text),
                                          guess.empty() ? fmt::format("kinds: {}", fmt::join(names, ", ")) : fmt::format("did you mean '{}'?", guess));
                return nullptr;
            }
        }
    }
    std::vector<data::Field> const fields = fields_for(value);
    data::Record const record(value, fields, "a chart", context.diagnostics);
    if (!record.valid()) return nullptr;
    auto block = std::make_unique<Chart>();
    block->text = read_exhibit_text(record, context);
    block->alt = record.text("alt").value_or(SourcedText{});
    block->name = {doc::BlockName::Kind::Figure, {}, block->text.title};
    block->spec = chart::read_spec(value, context.diagnostics);
    return block->spec == nullptr ? nullptr : std::move(block);
}

chart::PlotStyle plot_style(doc::BlockStyle const& style, BuildContext& context) {
    chart::PlotStyle plot;
    plot.label = context.type.chars(style.text("plot_label"));
    plot.note = context.type.chars(style.text("plot_note"));
    plot.value = context.type.chars(style.text("plot_value"));
    plot.axis = context.type.chars(style.text("plot_axis"));
    plot.paper = context.theme.paper;
    plot.ink = style.color("ink");
    plot.soft = style.color("soft");
    plot.hair = style.color("hair");
    plot.tint = style.color("tint");
    plot.series = context.theme.series;
    plot.language = context.article.language;
    plot.short_months = context.messages.short_months;
    return plot;
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& chart = static_cast<Chart const&>(block);
    doc::BlockStyle const& style = context.style("chart");
    Region const region = context.stand(style.span("span"));
    bool missing = false;
    data::Table const* table = find_table(chart::data_name(*chart.spec), context, missing);
    if (missing) return;
    draw::NodeId const outer = context.tree.add(context.parent, draw::Role::Div, chart.span);
    bool const rail = exhibit_has_rail(context, region);

    layout::Stack stack(region.x);
    std::optional<layout::Attachment> beside =
        set_exhibit_head(stack, chart.text, region, style, context, context.tree.add(outer, draw::Role::Caption, chart.span));
    stack.space(style.length("plot_gap"));
    draw::NodeId const figure = context.tree.add(outer, draw::Role::Figure, chart.span);
    auto plot = chart::draw_plot(*chart.spec, table, plot_style(style, context), region.width, context.type.shaper(), figure, context.diagnostics);
    if (!plot) return;
    context.tree[figure].alt = chart.alt.empty() ? plot->alt : chart.alt.text;
    stack.add_frame(std::move(plot->frame));
    stack.space(style.length("plot_gap"));
    set_exhibit_foot(stack, chart.text, region, style, context, outer);
    std::size_t const first_box = context.list.size();
    context.open(style.length("above"), 1);
    layout::VBox& box = context.box(stack.box(chart.span));
    box.clears_rail = !rail && region.x == Length{};
    if (beside) box.attachments.push_back(std::move(*beside));
    context.settle(first_box, style.length("above"), style.length("below"));
}

}  // namespace

namespace {
/// Fields of all kinds together, for schema and reference.
std::vector<data::Field> const kAllFields = fields_for(data::Value{});
}  // namespace

BlockType const kChart{"chart",
                       "An exhibit: a numbered chart with title, source and caption.",
                       kAllFields,
                       kSlots,
                       read,
                       build,
                       "- chart: {kind: bar, title: Revenue grows 73% in two years, subtitle: Revenue in $B, x: [2026E, 2027E, 2028E], y: [1.55, 2.18, 2.68], "
                       "source: Estimates.}\n"};

}  // namespace offprint::blocks
