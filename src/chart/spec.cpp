#include "chart/spec.h"

#include <array>

#include "chart/messages.h"
#include "chart/ticks.h"

namespace offprint::chart {
namespace {

using data::Kind;
using data::Record;
using data::Required;
using data::Value;
using data::ValueKind;

constexpr std::array<std::string_view, 2> kAxes{"left", "right"};
constexpr std::array<data::Field, 5> kSeriesFields{{
    {"field", Kind::Text, Required::Yes, "Column with the numbers."},
    {"label", Kind::Text, Required::No, "Name of the series as the reader sees it."},
    {"unit", Kind::Text, Required::No, "Unit, once on the top tick: $, $B, %, x."},
    {"format", Kind::Text, Required::No, "Number format of the values: $0.00\"B\"."},
    {"axis", Kind::Choice, Required::No, "The axis that it is read on.", kAxes},
}};

std::vector<std::string_view> names_of(data::Table const& table) {
    std::vector<std::string_view> names;
    for (data::Column const& column : table.columns) names.push_back(column.name.text);
    return names;
}

/// "62mm", "140pt", "140".
std::optional<Length> parse_height(std::string_view text) {
    bool const mm = text.ends_with("mm");
    if (mm || text.ends_with("pt")) text.remove_suffix(2);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    auto const number = data::parse_decimal(text);
    if (!number || !valid_magnitude(*number)) return std::nullopt;
    double const value = number->to_double();
    if (value < 1 || value > 2000) return std::nullopt;
    return mm ? Length::millimetres(value) : Length::points(value);
}

bool read_height(Record const& record, Spec& spec, Diagnostics& diagnostics) {
    auto const text = record.text("height");
    if (!text) return true;
    constexpr Length kLeast = Length::points(60), kMost = Length::points(700);
    spec.height = parse_height(text->text);
    if (spec.height && *spec.height >= kLeast && *spec.height <= kMost) return true;
    messages::bad_value(diagnostics, record.span_of("height"), "height", "a length between 60pt and 700pt (21mm and 247mm)");
    return false;
}

bool read_estimates(Record const& record, Spec& spec, Diagnostics& diagnostics) {
    Value const* value = record.get("estimates");
    if (value == nullptr || value->kind == ValueKind::Null) return true;
    if (value->kind == ValueKind::Scalar && value->scalar.text == "auto") return true;
    if (value->kind == ValueKind::Scalar && value->scalar.text == "none") {
        spec.estimates.rule = Estimates::Rule::None;
        return true;
    }
    spec.estimates.rule = Estimates::Rule::Listed;
    bool good = value->kind == ValueKind::List;
    for (Value const& entry : value->list) {
        good = good && entry.kind == ValueKind::Scalar;
        if (good) spec.estimates.listed.push_back(entry.scalar);
    }
    if (!good) messages::bad_value(diagnostics, value->span, "estimates", "auto, none, or a list of x values");
    return good;
}

/// `data: forecast`, `data: {from: forecast}`, or the rows themselves.
bool read_data(Record const& record, Spec& spec, Diagnostics& diagnostics) {
    Value const* value = record.get("data");
    if (value == nullptr || value->kind == ValueKind::Null) return true;
    if (value->kind == ValueKind::Map && value->map.size() == 1 && value->find("from") != nullptr) value = value->find("from");
    if (value->kind == ValueKind::Scalar && !value->scalar.empty()) {
        spec.data = value->scalar;
        return true;
    }
    if (value->kind == ValueKind::List) {
        spec.rows = data::table_from_rows(*value, "", diagnostics);
        return spec.rows.has_value();
    }
    messages::bad_value(diagnostics, value->span, "data", "the name of a data source, or a list of rows");
    return false;
}

std::optional<Layer> read_layer(Value const& value, Geometry geometry, Diagnostics& diagnostics) {
    Layer layer;
    layer.geometry = geometry;
    if (value.kind == ValueKind::Scalar && !value.scalar.empty()) {
        layer.field = value.scalar;
        layer.label = value.scalar.text;
        return layer;
    }
    if (value.kind != ValueKind::Map) {
        messages::bad_value(diagnostics, value.span, "series", "the name of a column, or a map with 'field'");
        return std::nullopt;
    }
    Record const record(value, kSeriesFields, "series", diagnostics);
    auto const field = record.text("field");
    if (!record.valid() || !field) return std::nullopt;
    layer.field = *field;
    layer.label = record.string("label", field->text);
    layer.unit = record.string("unit");
    layer.axis = record.choice("axis").value_or(0) == 1 ? Axis::Right : Axis::Left;
    if (auto const format = record.text("format")) {
        layer.format = data::parse_number_format(*format, diagnostics);
        if (!layer.format) return std::nullopt;
    }
    return layer;
}

/// A YAML list of scalars (null: an empty cell) as a column.
std::optional<data::Column> read_column(Value const& value, std::string_view name, Diagnostics& diagnostics) {
    data::Column column{SourcedText(std::string(name)), {}};
    for (Value const& entry : value.list) {
        if (entry.kind != ValueKind::Scalar && entry.kind != ValueKind::Null) {
            messages::bad_value(diagnostics, entry.span, name, "a list of plain values");
            return std::nullopt;
        }
        column.cells.push_back(entry.scalar);
    }
    return column;
}

}  // namespace

std::span<data::Field const> series_fields() { return kSeriesFields; }

bool read_common(Record const& record, Spec& spec, Diagnostics& diagnostics) {
    bool good = read_data(record, spec, diagnostics);
    good = read_estimates(record, spec, diagnostics) && good;
    good = read_height(record, spec, diagnostics) && good;
    if (auto const nulls = record.choice("nulls")) spec.nulls = static_cast<Nulls>(*nulls);
    return good;
}

bool read_x(Record const& record, Spec& spec, Diagnostics& diagnostics) {
    Value const* x = record.get("x");
    if (x == nullptr) {
        messages::missing_key(diagnostics, record.span(), record.string("kind"), "x");
        return false;
    }
    Value const* field = x->kind == ValueKind::Map ? x->find("field") : x;
    if (field == nullptr || field->kind != ValueKind::Scalar || field->scalar.empty()) {
        messages::bad_value(diagnostics, x->span, "x", "the name of a column");
        return false;
    }
    spec.x = field->scalar;
    return true;
}

bool read_layers(Value const& value, Geometry geometry, Spec& spec, Diagnostics& diagnostics) {
    constexpr std::size_t kMostSeries = 12;
    if (value.kind != ValueKind::List) {
        auto layer = read_layer(value, geometry, diagnostics);
        if (layer) spec.layers.push_back(std::move(*layer));
        return !spec.layers.empty();
    }
    if (value.list.size() > kMostSeries) {
        messages::too_many(diagnostics, value.span, value.list.size(), "series", kMostSeries, "show the ones that the title speaks of");
        return false;
    }
    bool good = !value.list.empty();
    if (!good) messages::bad_value(diagnostics, value.span, "series", "a column or a list of columns");
    for (Value const& entry : value.list) {
        auto layer = read_layer(entry, geometry, diagnostics);
        good = good && layer;
        if (layer) spec.layers.push_back(std::move(*layer));
    }
    return good;
}

bool read_inline(Record const& record, Geometry geometry, Spec& spec, Diagnostics& diagnostics) {
    Value const *x = record.get("x"), *y = record.get("y");
    if (x == nullptr || y == nullptr || x->kind != ValueKind::List || y->kind != ValueKind::List) {
        messages::missing_key(diagnostics, record.span(), record.string("kind"), "data");
        return false;
    }
    std::string const label = record.string("label");
    auto x_column = read_column(*x, "x", diagnostics), y_column = read_column(*y, label.empty() ? "y" : label, diagnostics);
    if (!x_column || !y_column) return false;
    if (x->list.size() != y->list.size()) {
        messages::different_lengths(diagnostics, y->span, x->list.size(), y->list.size());
        return false;
    }
    Layer layer;
    layer.geometry = geometry;
    layer.field = y_column->name;
    layer.label = label.empty() ? "value" : label;
    spec.x = x_column->name;
    spec.layers.push_back(std::move(layer));
    spec.rows = data::Table{};
    spec.rows->span = record.span();
    spec.rows->columns = {std::move(*x_column), std::move(*y_column)};
    return true;
}

data::Column const* find_column(data::Table const& table, SourcedText const& name, Span fallback, Diagnostics& diagnostics) {
    if (data::Column const* column = table.find(name.text)) return column;
    messages::unknown_column(diagnostics, name.source != 0 ? name.span() : fallback, name.text, table.name, names_of(table));
    return nullptr;
}

}  // namespace offprint::chart
