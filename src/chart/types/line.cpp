// Lines: one or several courses over categories, numbers or dates, each named at its end in its own colour.
#include <algorithm>
#include <array>

#include "chart/axes.h"
#include "chart/messages.h"
#include "chart/time_axis.h"
#include "chart/types/xy.h"

namespace offprint::chart {
namespace {

constexpr std::size_t kMostRows = 20000, kMostMarkers = 12;
constexpr Length kHeight = Length::points(140), kEndGap = Length::points(6), kLastDot = Length::points(2.4), kMarker = Length::points(1.9),
                 kLabelApart = Length::points(9), kLabelDrop = Length::points(5), kInset = Length::points(4);

constexpr std::array<data::Field, 3> kFields{{
    {"label", data::Kind::Text, data::Required::No, "Name of the series, for its alternative text and table."},
    {"unit", data::Kind::Text, data::Required::No, "Unit of the values, once on the top tick: $, $B, %, x."},
    {"format", data::Kind::Text, data::Required::No, "Number format of the values: $0.00\"B\"."},
}};

bool read(data::Record const& record, Spec& spec, Diagnostics& diagnostics) { return read_xy(record, Geometry::Line, spec, diagnostics); }

/// What the axis shows. Zero when it is near; else a third of the height stays free below the lowest point (charts.md, rule 3).
Extent line_extent(Extent data) {
    if (data.low.negative() || data.low.zero()) return data;
    int const shift = -magnitude(data.high);
    double const low = shifted(data.low, shift), high = shifted(data.high, shift);
    double const floor = low - (high - low) / 2;
    if (low <= 0.5 * high || floor <= 0) return {{0, 0}, data.high};
    // Four figures of the floor are enough: the ticks round it down anyway.
    return {{static_cast<std::int64_t>(floor * 1e4), -shift - 4}, data.high};
}

/// Labels under the axis with their places, thinned until they stand apart.
struct XLabel {
    Length centre;
    SetText words, below;
};

class LineChart {
public:
    LineChart(DrawContext const& context, SeriesSet const& set) : c_(context), set_(set), axis_(read_line_axis(set)) {}

    std::optional<Drawing> draw() {
        if (!make_room()) return std::nullopt;
        draw_grid(c_, values_, area_, out_);
        draw_tick_labels(values_, area_, Axis::Left, out_);
        bool const zero_inside = !(values_.ticks.low().mantissa > 0 || values_.ticks.high().mantissa < 0);
        if (zero_inside) draw_baseline(c_, area_, values_.scale(area_).at({0, 0}), out_);
        draw_x_labels();
        // The first series is the subject: it is painted last, over the others.
        for (auto s = set_.series.rbegin(); s != set_.series.rend(); ++s) draw_line(*s);
        draw_ends();
        return std::move(out_);
    }

private:
    bool make_room() {
        Length const height = c_.spec.height.value_or(kHeight);
        out_.size = {c_.width, height};
        Extent const extent = line_extent(*extent_of(set_, [](Series const&) { return true; }));
        Ticks const ticks = nice_ticks(extent, tick_target(height - Length::points(24), c_.style.axis));
        values_ = make_axis(c_, ticks, set_.series.front().printer, c_.style.soft);
        Length widest;
        for (Series const& s : set_.series) {
            ends_.push_back(end_text(s));
            widest = max(widest, ends_.back().width);
        }
        area_ = {values_.width, ends_.front().ascent / 2 + Length::points(4), c_.width - widest - kEndGap - kLastDot, height};
        x_labels_ = fit_x_labels();
        Length const ascent = c_.texts.set("0", c_.style.axis).ascent;
        bool const two = std::any_of(x_labels_.begin(), x_labels_.end(), [](XLabel const& l) { return !l.below.words.empty(); });
        area_.bottom = height - kLabelDrop - ascent - scaled(c_.style.axis.size, 3, 10) - (two ? leading(c_.style.axis) : Length{});
        if (area_.width() >= c_.width / 3 && area_.height() >= Length::points(24)) return true;
        messages::too_narrow(c_.diagnostics, c_.spec.span);
        return false;
    }

    std::size_t last_row(Series const& s) const {
        std::size_t last = set_.rows() - 1;
        while (!s.values[last]) --last;
        return last;
    }

    /// "GoAI 412" in the line's colour; a line alone needs no name.
    SetText end_text(Series const& s) const {
        std::string words = s.printer.value(*s.values[last_row(s)]);
        if (set_.series.size() > 1) words = s.layer->label + "\u2002" + words;
        return c_.texts.fit(SourcedText(std::move(words)), in_color(c_.style.value, s.color), scaled(c_.width, 38, 100));
    }

    LinearScale x_scale() const {
        if (axis_.places.size() == 1) return {{-1, 0}, {1, 0}, area_.left, area_.right};
        return {axis_.places.front(), axis_.places.back(), area_.left + kInset, area_.right - kInset};
    }

    std::vector<XLabel> fit_x_labels() const {
        if (axis_.kind == LineAxis::Kind::Date)
            if (auto labels = date_labels(); !labels.empty()) return labels;
        // The fewest rows to step over so that labels stand apart, counted from the last one; a label is at least a figure wide.
        auto const most = static_cast<std::size_t>(area_.width().raw() / kLabelApart.raw()) + 1;
        for (std::size_t stride = (set_.rows() + most - 1) / most;; ++stride) {
            std::vector<XLabel> labels;
            for (std::size_t i = (set_.rows() - 1) % stride; i < set_.rows(); i += stride) {
                SetText words = c_.texts.fit(set_.x->cells[i], in_color(c_.style.axis, c_.style.ink), c_.width / 2);
                labels.push_back({x_scale().at(axis_.places[i]), std::move(words), {}});
            }
            if (stand_apart(labels) || stride >= set_.rows()) return labels;
        }
    }

    /// Months, quarters, half years or years, the finest whose labels stand apart; nothing when fewer than two begin within the data.
    std::vector<XLabel> date_labels() const {
        std::int64_t const first = axis_.places.front().mantissa, last = axis_.places.back().mantissa;
        text::CharStyle const style = in_color(c_.style.axis, c_.style.ink);
        for (int months : {1, 3, 6, 12, 24, 60, 120, 240, 600}) {
            if ((last - first) / (28 * months) > 60) continue;
            std::vector<XLabel> labels;
            for (AxisTick const& tick : month_ticks(first, last, months, c_.style.short_months)) {
                SetText below = tick.below.empty() ? SetText{} : c_.texts.set(tick.below, style);
                labels.push_back({x_scale().at(tick.at), c_.texts.set(tick.words, style), std::move(below)});
            }
            if (labels.size() < 2) return {};
            if (stand_apart(labels)) return labels;
        }
        return {};
    }

    Length left_of(XLabel const& label, SetText const& line) const { return max(Length{}, min(c_.width - line.width, label.centre - line.width / 2)); }

    bool stand_apart(std::vector<XLabel> const& labels) const {
        std::optional<Length> end, below_end;
        for (XLabel const& label : labels) {
            if (end && left_of(label, label.words) < *end + kLabelApart) return false;
            end = left_of(label, label.words) + label.words.width;
            if (label.below.words.empty()) continue;
            if (below_end && left_of(label, label.below) < *below_end + kLabelApart / 2) return false;
            below_end = left_of(label, label.below) + label.below.width;
        }
        return true;
    }

    void draw_x_labels() {
        for (XLabel const& label : x_labels_) {
            Length const y = area_.bottom + kLabelDrop + label.words.ascent;
            out_.marks.push_back(TextMark{label.words, {left_of(label, label.words), y}, TextRole::Label, std::nullopt, {}});
            if (label.below.words.empty()) continue;
            Point const below{left_of(label, label.below), y + leading(c_.style.axis)};
            out_.marks.push_back(TextMark{label.below, below, TextRole::Label, std::nullopt, {}});
        }
    }

    Point point_of(Series const& s, std::size_t row) const { return {x_scale().at(axis_.places[row]), values_.scale(area_).at(*s.values[row])}; }

    void draw_line(Series const& s) {
        out_.marks.push_back(trace_line(set_, s, c_, [&](std::size_t row) { return point_of(s, row); }));
        for (std::size_t i = 0; i < set_.rows(); ++i) {
            if (!s.values[i]) continue;
            bool const last = i == last_row(s), lone = (i == 0 || !s.values[i - 1]) && (i + 1 == set_.rows() || !s.values[i + 1]);
            if (!last && !lone && set_.rows() > kMostMarkers) continue;
            out_.marks.push_back(
                PointMark{point_of(s, i), last ? kLastDot : kMarker, s.color, c_.style.paper, set_.estimate[i], {static_cast<int>(i), s.index}});
        }
    }

    /// End labels at the right, in the order of their lines' ends, moved apart as little as can be.
    void draw_ends() {
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < set_.series.size(); ++i) order.push_back(i);
        auto end_of = [&](std::size_t i) { return point_of(set_.series[i], last_row(set_.series[i])); };
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return end_of(a).y < end_of(b).y; });
        std::vector<Stacked> wanted;
        for (std::size_t i : order) wanted.push_back({end_of(i).y, ends_[i].ascent + Length::points(3.8)});
        Length total;
        for (Stacked const& label : wanted) total += label.height;
        if (total > out_.size.height) messages::labels_do_not_fit(c_.diagnostics, c_.spec.span, "the names at the lines' ends");
        std::vector<Length> const centres = spread(wanted, Length{}, max(area_.bottom, min(total, out_.size.height)));
        for (std::size_t n = 0; n < order.size(); ++n) draw_end(order[n], end_of(order[n]), centres[n]);
    }

    void draw_end(std::size_t i, Point end, Length centre) {
        Series const& s = set_.series[i];
        Length const x = area_.right + kEndGap, shift = centre > end.y ? centre - end.y : end.y - centre;
        // A leader where the label had to move, or where its line ends early.
        if (shift > ends_[i].ascent || end.x + 4 * kEndGap < x)
            out_.marks.push_back(
                RuleMark{{end.x + kLastDot + Length::points(1), end.y}, {x - Length::points(2), centre}, {c_.style.hair, c_.style.grid_width, {}}});
        Point const origin{x, centre + ends_[i].ascent / 2};
        out_.marks.push_back(TextMark{ends_[i], origin, TextRole::Label, std::nullopt, {static_cast<int>(last_row(s)), s.index}});
    }

    DrawContext const& c_;
    SeriesSet const& set_;
    LineAxis axis_;
    ValueAxis values_;
    PlotArea area_{};
    std::vector<SetText> ends_;  // by series
    std::vector<XLabel> x_labels_;
    Drawing out_;
};

std::optional<Drawing> draw(DrawContext const& context) {
    auto const set = read_series(context, kMostRows);
    if (!set) return std::nullopt;
    auto drawing = LineChart(context, *set).draw();
    if (!drawing) return std::nullopt;
    drawing->alt = describe(*set, set->series.size() == 1 ? "Line" : "Lines");
    drawing->table = make_table(*set);
    return drawing;
}

}  // namespace

Kind const kLine{{"line", "One or several courses over time, named at their ends.", kFields}, read, draw};

}  // namespace offprint::chart
