// The exhibit: number and caption in the rail, title, subtitle, plot and source on the measure.
#include <algorithm>

#include "blocks/block_type.h"
#include "chart/chart.h"
#include "fmt/format.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kExhibitFields[] = {
    {"kind", data::Kind::Text, data::Required::Yes, "ladder, combo, bar or line."},
    {"title", data::Kind::Text, data::Required::Yes, "What the exhibit finds."},
    {"subtitle", data::Kind::Markdown, data::Required::No, "Measure, unit, period. *Emphasis* takes the second series' colour."},
    {"caption", data::Kind::Markdown, data::Required::No, "A remark beside or below the exhibit."},
    {"source", data::Kind::Text, data::Required::No, "Where the numbers come from."},
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
    {"rule_width", doc::SlotKind::Length, "0.8", "The rule above."},
    {"pad", doc::SlotKind::Length, "5", "Space below the rule."},
    {"plot_gap", doc::SlotKind::Length, "7", "Space above and below the plot."},
    {"caption_gap", doc::SlotKind::Length, "1", "Space between \"Exhibit 1\" and the remark."},
    {"above", doc::SlotKind::Length, "16", "Space above."},
    {"below", doc::SlotKind::Length, "16", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where it stands."},
};

struct Chart final : doc::Block {
    SourcedText title, source, alt;
    std::vector<doc::InlineRun> subtitle, caption;
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

std::vector<doc::InlineRun> inline_field(data::Record const& record, std::string_view name, doc::ReadContext& context) {
    auto const text = record.text(name);
    if (!text) return {};
    std::vector<doc::InlineRun> runs = doc::parse_inline(*text, context.diagnostics);
    doc::smarten_quotes(runs, context.language);
    return runs;
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
    block->title = doc::smart_quotes(*record.text("title"), context.language);
    block->source = doc::smart_quotes(record.text("source").value_or(SourcedText{}), context.language);
    block->alt = record.text("alt").value_or(SourcedText{});
    block->subtitle = inline_field(record, "subtitle", context);
    block->caption = inline_field(record, "caption", context);
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
    return plot;
}

/// Words of the subtitle: emphasised ones take the second series' colour instead of a slant.
text::StyledText subtitle_text(std::vector<doc::InlineRun> const& runs, doc::BlockStyle const& style, BuildContext& context, draw::NodeId node) {
    text::StyledText out;
    for (doc::InlineRun const& run : runs) {
        doc::TextStyle look = style.text("subtitle");
        if (run.strong || run.emphasis) look.weight = 600;
        if (run.emphasis) look.color = style.color("second");
        out.append(run.text, context.type.chars(look), node);
    }
    return out;
}

/// "Exhibit 1" and the remark, one below the other.
layout::Stack caption_stack(Chart const& chart, Region region, doc::BlockStyle const& style, BuildContext& context, draw::NodeId parent) {
    layout::Stack stack(region.x);
    SourcedText const words(context.messages.get("exhibit", {{"number", std::to_string(context.exhibits)}}));
    doc::TextStyle const& label = style.text("label");
    draw::NodeId const node = context.tree.add(parent, draw::Role::P, chart.span);
    set_paragraph(stack, context.type, context.type.paragraph(context.type.plain(words, label, node), label, region.width), label);
    if (!chart.caption.empty()) {
        stack.space(style.length("caption_gap"));
        doc::TextStyle const& look = style.text("caption");
        draw::NodeId const remark = context.tree.add(parent, draw::Role::P, chart.span);
        set_paragraph(stack, context.type, context.type.paragraph(context.type.inlines(chart.caption, look, look, context.tree, remark), look, region.width),
                      look);
    }
    return stack;
}

data::Table const* table_of(Chart const& chart, BuildContext& context, bool& missing) {
    SourcedText const& name = chart::data_name(*chart.spec);
    missing = false;
    if (name.empty()) return nullptr;
    auto const it = context.tables.find(name.text);
    if (it != context.tables.end()) return &it->second;
    missing = true;
    // A source that was named but could not be read has been reported already.
    for (doc::DataSource const& source : context.article.data) {
        if (source.name == name.text) return nullptr;
    }
    std::vector<std::string_view> names;
    for (doc::DataSource const& source : context.article.data) names.push_back(source.name);
    std::string_view const guess = data::did_you_mean(name.text, names);
    context.diagnostics.error("E602", name.span(), fmt::format("no data source '{}'", name.text),
                              !guess.empty() ? fmt::format("did you mean '{}'?", guess) : "name it under the article's 'data'");
    return nullptr;
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& chart = static_cast<Chart const&>(block);
    doc::BlockStyle const& style = context.style("chart");
    Region const region = context.region(style.span("span"));
    bool missing = false;
    data::Table const* table = table_of(chart, context, missing);
    if (missing) return;
    ++context.exhibits;
    draw::NodeId const outer = context.tree.add(context.parent, draw::Role::Div, chart.span);
    bool const rail = context.has_rail() && region.x > Length{};

    layout::Stack stack(region.x);
    set_rule(stack, region.width, style.length("rule_width"), style.color("rule"));
    stack.space(style.length("pad"));
    std::optional<layout::Attachment> beside;
    doc::TextStyle const& title_look = style.text("title");
    if (rail) {
        layout::Stack const caption = caption_stack(chart, context.region(doc::BlockSpan::Rail), style, context, outer);
        beside = caption.attachment(stack.height() + context.type.first_baseline(title_look) - caption.first_baseline());
    } else {
        SourcedText const words(context.messages.get("exhibit", {{"number", std::to_string(context.exhibits)}}));
        doc::TextStyle const& label = style.text("label");
        draw::NodeId const node = context.tree.add(outer, draw::Role::P, chart.span);
        set_paragraph(stack, context.type, context.type.paragraph(context.type.plain(words, label, node), label, region.width), label);
    }
    auto add = [&](text::StyledText text, std::string_view slot) {
        set_paragraph(stack, context.type, context.type.paragraph(std::move(text), style.text(slot), region.width), style.text(slot));
    };
    add(context.type.plain(chart.title, title_look, context.tree.add(outer, draw::Role::P, chart.title.span())), "title");
    if (!chart.subtitle.empty()) add(subtitle_text(chart.subtitle, style, context, context.tree.add(outer, draw::Role::P, chart.span)), "subtitle");
    stack.space(style.length("plot_gap"));
    draw::NodeId const figure = context.tree.add(outer, draw::Role::Figure, chart.span);
    auto plot = chart::draw_plot(*chart.spec, table, plot_style(style, context), region.width, context.type.shaper(), figure, context.diagnostics);
    if (!plot) return;
    context.tree[figure].alt = chart.alt.empty() ? plot->alt : chart.alt.text;
    stack.add_frame(std::move(plot->frame));
    stack.space(style.length("plot_gap"));
    if (!rail && !chart.caption.empty()) {
        stack.space(style.length("caption_gap"));
        doc::TextStyle const& look = style.text("caption");
        draw::NodeId const node = context.tree.add(outer, draw::Role::P, chart.span);
        set_paragraph(stack, context.type, context.type.paragraph(context.type.inlines(chart.caption, look, look, context.tree, node), look, region.width),
                      look);
    }
    if (!chart.source.empty()) {
        SourcedText words(context.messages.get("source") + " ");
        words.append(chart.source);
        add(context.type.plain(words, style.text("source"), context.tree.add(outer, draw::Role::P, chart.source.span())), "source");
    }
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
