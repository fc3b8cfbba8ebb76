#include "chart/chart.h"

#include <array>

#include "chart/messages.h"
#include "chart/spec.h"

namespace offprint::chart {
namespace {

using data::Required;

/// All kinds, in the order in which they are documented.
constexpr std::array<Kind const*, 4> kKinds{&kBar, &kCombo, &kLadder, &kLine};

constexpr std::array<std::string_view, 3> kNulls{"gap", "zero", "connect"};
constexpr std::array<data::Field, 7> kCommonFields{{
    {"kind", data::Kind::Text, Required::Yes, "What is drawn: bar, combo, ladder, line."},
    {"data", data::Kind::Any, Required::No, "Name of a data source of the article, or the rows themselves."},
    {"x", data::Kind::Any, Required::No, "Column of the categories or periods; or their list, when y is a list of numbers."},
    {"y", data::Kind::Any, Required::No, "Column or columns of the numbers (name, map with `field`, or a list of these); or the numbers."},
    {"nulls", data::Kind::Choice, Required::No, "What an empty cell is in a line.", kNulls},
    {"estimates", data::Kind::Any, Required::No, "Rows drawn as estimates: auto (x ends in E), none, or a list of x values."},
    {"height", data::Kind::Text, Required::No, "Height of the plot: 62mm or 140pt."},
}};

/// The keys that the plot owns, as a map of its own: those of the exhibit are read by the block.
data::Value plot_part(data::Value const& block, std::vector<data::Field> const& fields) {
    data::Value part;
    part.kind = data::ValueKind::Map;
    part.span = block.span;
    for (data::MapEntry const& entry : block.map)
        for (data::Field const& field : fields)
            if (field.name == entry.key.text) part.map.push_back(entry);
    return part;
}

Kind const* read_kind(data::Value const& block, Diagnostics& diagnostics) {
    data::Value const* name = block.find("kind");
    if (name == nullptr || name->kind != data::ValueKind::Scalar) {
        messages::missing_kind(diagnostics, name != nullptr ? name->span : block.span);
        return nullptr;
    }
    if (Kind const* kind = find_kind(name->scalar.text)) return kind;
    std::vector<std::string_view> names;
    for (Kind const* kind : kKinds) names.push_back(kind->type.name);
    messages::unknown_kind(diagnostics, name->span, name->scalar.text, names);
    return nullptr;
}

}  // namespace

void SpecDeleter::operator()(Spec* spec) const { delete spec; }

std::span<ChartType const> chart_types() {
    static std::array<ChartType, kKinds.size()> const types = [] {
        std::array<ChartType, kKinds.size()> all{};
        for (std::size_t i = 0; i < kKinds.size(); ++i) all[i] = kKinds[i]->type;
        return all;
    }();
    return types;
}

std::span<data::Field const> common_fields() { return kCommonFields; }

Kind const* find_kind(std::string_view name) {
    for (Kind const* kind : kKinds)
        if (kind->type.name == name) return kind;
    return nullptr;
}

SpecPtr read_spec(data::Value const& block, Diagnostics& diagnostics) {
    Kind const* kind = read_kind(block, diagnostics);
    if (kind == nullptr) return nullptr;
    std::vector<data::Field> fields(kCommonFields.begin(), kCommonFields.end());
    fields.insert(fields.end(), kind->type.fields.begin(), kind->type.fields.end());
    data::Value const part = plot_part(block, fields);
    data::Record const record(part, fields, "chart", diagnostics);
    if (!record.valid()) return nullptr;
    SpecPtr spec(new Spec);
    spec->kind = kind;
    spec->span = block.span;
    spec->has_subtitle = block.find("subtitle") != nullptr;
    return kind->read(record, *spec, diagnostics) ? std::move(spec) : nullptr;
}

SourcedText const& data_name(Spec const& spec) { return spec.data; }

std::optional<Drawing> draw_marks(Spec const& spec, data::Table const* table, PlotStyle const& style, Length width, text::Shaper& shaper,
                                  Diagnostics& diagnostics) {
    if (spec.rows) table = &*spec.rows;
    if (table == nullptr) {
        // Whoever looked the name up has said so already.
        if (!diagnostics.has_errors()) messages::no_table(diagnostics, spec.data.span(), spec.data.text);
        return std::nullopt;
    }
    if (table->rows() == 0) {
        messages::empty_table(diagnostics, spec.data.source != 0 ? spec.data.span() : spec.span);
        return std::nullopt;
    }
    constexpr Length kLeastWidth = Length::points(90);
    if (width < kLeastWidth) {
        messages::too_narrow(diagnostics, spec.span);
        return std::nullopt;
    }
    TextSetter const texts(shaper, diagnostics);
    return spec.kind->draw({spec, *table, style, width, texts, diagnostics});
}

std::optional<Plot> draw_plot(Spec const& spec, data::Table const* table, PlotStyle const& style, Length width, text::Shaper& shaper, draw::NodeId figure,
                              Diagnostics& diagnostics) {
    auto drawing = draw_marks(spec, table, style, width, shaper, diagnostics);
    if (!drawing) return std::nullopt;
    return Plot{paint(*drawing, figure), std::move(drawing->alt), std::move(drawing->table)};
}

}  // namespace offprint::chart
