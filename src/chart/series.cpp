#include "chart/series.h"

#include <algorithm>

#include "chart/alt.h"
#include "chart/messages.h"

namespace offprint::chart {
namespace {

constexpr std::size_t kMostLabel = 300;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "2026E", "FY26E", "Q2'26E": an E right after a figure.
bool says_estimate(std::string_view x) { return x.size() >= 2 && (x.back() == 'E' || x.back() == 'e') && is_digit(x[x.size() - 2]); }

bool mark_estimates(DrawContext const& c, SeriesSet& set) {
    Estimates const& rule = c.spec.estimates;
    set.estimate.assign(set.x->cells.size(), false);
    for (std::size_t i = 0; i < set.rows(); ++i)
        if (rule.rule == Estimates::Rule::Auto) set.estimate[i] = says_estimate(set.x_text(i));
    bool good = true;
    for (SourcedText const& name : rule.listed) {
        bool found = false;
        for (std::size_t i = 0; i < set.rows(); ++i)
            if (set.x_text(i) == name.text) found = set.estimate[i] = true;
        if (!found) messages::unknown_estimate(c.diagnostics, name.span(), name.text);
        good = good && found;
    }
    return good;
}

/// Numbers of a column that an axis can show.
std::optional<std::vector<std::optional<data::Decimal>>> read_values(DrawContext const& c, data::Column const& column) {
    std::size_t const before = c.diagnostics.error_count();
    auto values = data::number_cells(column, c.diagnostics);
    values.resize(c.table.rows());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] && !valid_magnitude(*values[i])) messages::out_of_scale(c.diagnostics, column.cells[i].span(), column.cells[i].text);
        if (!values[i] && c.spec.nulls == Nulls::Zero) values[i] = data::Decimal{};
    }
    if (c.diagnostics.error_count() != before) return std::nullopt;
    if (std::none_of(values.begin(), values.end(), [](auto const& v) { return v.has_value(); })) {
        messages::no_numbers(c.diagnostics, c.spec.span, column.name.text);
        return std::nullopt;
    }
    return values;
}

/// The palette's colours in order; a series beyond them is grey, and its label says which it is.
Color series_color(PlotStyle const& style, std::size_t i) { return i < style.series.size() ? style.series[i] : style.soft; }

SeriesSpan course_of(SeriesSet const& set, Series const& series) {
    std::size_t first = 0, last = series.values.size() - 1;
    while (!series.values[first]) ++first;
    while (!series.values[last]) --last;
    return {*series.values[first], *series.values[last], series.printer.value(*series.values[first]), series.printer.value(*series.values[last]),
            set.x_text(first),     set.x_text(last)};
}

/// "highest Nvidia $130B, lowest Astera $0.9B".
std::string ranking_of(SeriesSet const& set, Series const& series) {
    std::optional<std::size_t> high, low;
    for (std::size_t i = 0; i < series.values.size(); ++i) {
        if (!series.values[i]) continue;
        if (!high || compare(*series.values[i], *series.values[*high]) > 0) high = i;
        if (!low || compare(*series.values[i], *series.values[*low]) < 0) low = i;
    }
    std::string out = "highest " + set.x_text(*high) + " " + series.printer.value(*series.values[*high]);
    if (*low != *high) out += ", lowest " + set.x_text(*low) + " " + series.printer.value(*series.values[*low]);
    return out;
}

/// Series of one axis and unit without formats of their own are printed alike: as many decimals, the same scale.
void share_decimals(SeriesSet& set, std::string_view language) {
    for (Series& series : set.series) {
        if (series.layer->format) continue;
        std::vector<std::optional<data::Decimal>> all;
        for (Series const& other : set.series)
            if (other.layer->axis == series.layer->axis && other.layer->unit == series.layer->unit)
                all.insert(all.end(), other.values.begin(), other.values.end());
        series.printer = Printer(series.layer->unit, std::nullopt, all, language);
    }
}

}  // namespace

bool SeriesSet::mixed() const {
    auto const count = std::count(estimate.begin(), estimate.end(), true);
    return count != 0 && count != static_cast<std::ptrdiff_t>(estimate.size());
}

bool SeriesSet::is_course() const {
    return std::all_of(x->cells.begin(), x->cells.end(), [](SourcedText const& cell) { return std::any_of(cell.text.begin(), cell.text.end(), is_digit); });
}

std::optional<SeriesSet> read_series(DrawContext const& c, std::size_t most_rows) {
    if (c.table.rows() > most_rows) {
        messages::too_many(c.diagnostics, c.spec.span, c.table.rows(), "rows", most_rows, "filter or aggregate the data first");
        return std::nullopt;
    }
    SeriesSet set;
    set.x = find_column(c.table, c.spec.x, c.spec.span, c.diagnostics);
    bool good = set.x != nullptr;
    for (Layer const& layer : c.spec.layers) {
        data::Column const* column = find_column(c.table, layer.field, c.spec.span, c.diagnostics);
        auto values = column != nullptr ? read_values(c, *column) : std::nullopt;
        good = good && values;
        if (!values) continue;
        Printer printer(layer.unit, layer.format, *values, c.style.language);
        set.series.push_back({&layer, static_cast<int>(set.series.size()), std::move(*values), std::move(printer), series_color(c.style, set.series.size())});
    }
    if (!good) return std::nullopt;
    share_decimals(set, c.style.language);
    for (SourcedText const& cell : set.x->cells) {
        if (cell.text.size() <= kMostLabel) continue;
        messages::label_too_long(c.diagnostics, cell.span(), kMostLabel);
        return std::nullopt;
    }
    if (!mark_estimates(c, set)) return std::nullopt;
    return set;
}

std::vector<std::vector<std::string>> make_table(SeriesSet const& set) {
    std::vector<std::vector<std::string>> table(set.rows() + 1);
    table[0].push_back(set.x->name.text);
    for (std::size_t i = 0; i < set.rows(); ++i) table[i + 1].push_back(set.x_text(i));
    for (Series const& series : set.series) {
        table[0].push_back(series.layer->label);
        for (std::size_t i = 0; i < set.rows(); ++i) table[i + 1].push_back(series.values[i] ? series.printer.value(*series.values[i]) : std::string());
    }
    return table;
}

std::string describe(SeriesSet const& set, std::string opening) {
    AltText alt(std::move(opening));
    bool const course = set.is_course() && set.rows() > 1;
    std::optional<SeriesSpan> before;
    std::size_t told = 0;
    for (Series const& series : set.series) {
        std::string part = series.layer->label + " ";
        if (course) {
            SeriesSpan const span = course_of(set, series);
            bool const same_way = before && compare(before->first, before->last) == compare(span.first, span.last);
            bool const same_places = before && before->first_x == span.first_x && before->last_x == span.last_x;
            part += change_in_words(span, !same_way, !same_places);
            before = span;
        } else {
            part += ranking_of(set, series);
        }
        std::size_t const reserve = told + 1 == set.series.size() ? 0 : 16;
        if (!alt.add(told == 0 ? ". " : "; ", part, reserve)) break;
        ++told;
    }
    if (told < set.series.size()) alt.add(told == 0 ? ". " : "; ", std::to_string(set.series.size() - told) + " more series");
    return std::move(alt).finish();
}

}  // namespace offprint::chart
