#include "chart/bands.h"

#include <algorithm>

#include "chart/axes.h"
#include "chart/messages.h"
#include "chart/placement.h"

namespace offprint::chart {
namespace {

constexpr std::size_t kMostBars = 60, kMostMarkers = 12;
constexpr Length kMostBar = Length::millimetres(18), kBarGap = Length::points(1.5), kMarker = Length::points(2.9), kLabelGap = Length::points(3.2),
                 kTopAir = Length::points(4), kSmallest = Length::points(0.5);

bool is_bar(Series const& s) { return s.layer->geometry == Geometry::Bar; }
bool is_line(Series const& s) { return s.layer->geometry == Geometry::Line; }
bool on_left(Series const& s) { return s.layer->axis == Axis::Left; }
bool on_right(Series const& s) { return s.layer->axis == Axis::Right; }

/// One bar as placed, for its label.
struct PlacedBar {
    Rect rect;
    Series const* series;
    std::size_t row;
    bool negative;
};

/// Draws in passes: axes, room, bars, lines, labels. A value object per drawing.
class BandChart {
public:
    BandChart(DrawContext const& context, SeriesSet const& set, BandStyle const& bands) : c_(context), set_(set), bands_(bands) {}

    std::optional<Drawing> draw() {
        set_values();
        choose_axes();
        if (!make_room()) return std::nullopt;
        draw_guides();
        draw_bars();
        draw_baseline(c_, area_, zero(), out_);
        draw_lines();
        draw_values();
        return std::move(out_);
    }

private:
    std::size_t bar_series() const { return static_cast<std::size_t>(std::count_if(set_.series.begin(), set_.series.end(), is_bar)); }
    bool has_lines() const { return std::any_of(set_.series.begin(), set_.series.end(), is_line); }

    /// The words of all values; bars' labels are all shown or none.
    void set_values() {
        for (Series const& s : set_.series) {
            auto& words = values_.emplace_back();
            for (auto const& v : s.values) words.push_back(v ? c_.texts.set(s.printer.value(*v), in_color(c_.style.value, s.color)) : SetText{});
        }
    }

    Length widest_bar_value() const {
        Length widest;
        for (Series const& s : set_.series)
            if (is_bar(s))
                for (SetText const& t : values_[static_cast<std::size_t>(s.index)]) widest = max(widest, t.width);
        return widest;
    }

    /// A step on the widest plot that can be, to decide on labels before the margins are known.
    Length slot_for(Length width) const {
        Length const step = width / static_cast<std::int64_t>(set_.rows());
        if (bar_series() < 2) return step - Length::points(3);
        return min(scaled(step, bands_.bar_share, 1000), kMostBar * static_cast<std::int64_t>(bar_series())) / static_cast<std::int64_t>(bar_series());
    }

    /// The tops of columns and the points of lines in the same band, where they are read on different axes.
    std::vector<std::pair<data::Decimal, data::Decimal>> tops_below_points() const {
        std::vector<std::pair<data::Decimal, data::Decimal>> pairs;
        for (Series const& bar : set_.series)
            for (Series const& line : set_.series) {
                if (!is_bar(bar) || !is_line(line) || bar.layer->axis != Axis::Left || line.layer->axis != Axis::Right) continue;
                for (std::size_t i = 0; i < std::min(bar.values.size(), line.values.size()); ++i)
                    if (bar.values[i] && line.values[i]) pairs.emplace_back(*bar.values[i], *line.values[i]);
            }
        return pairs;
    }

    void choose_axes() {
        Length const height = c_.spec.height.value_or(bands_.height);
        int const target = tick_target(height - Length::points(24), c_.style.axis);
        auto left = extent_of(set_, on_left), right = extent_of(set_, on_right);
        if (!left) left = Extent{{0, 0}, {1, 0}};
        if (right) {
            auto const [l, r] = aligned_ticks(*left, *right, target, tops_below_points());
            left_ = make_axis(c_, l, printer_of(Axis::Left), c_.style.soft);
            right_ = make_axis(c_, r, printer_of(Axis::Right), color_of(Axis::Right));
        } else {
            left->include({0, 0});
            if (left->low.zero() && left->high.zero()) left->high = {1, 0};
            left_ = make_axis(c_, nice_ticks(*left, target), printer_of(Axis::Left), c_.style.soft);
        }
        bool const fit = widest_bar_value() <= slot_for(c_.width - (bands_.always_axis || right ? left_.width : Length{}) - right_.width);
        labelled_ = fit;
        axis_ = bands_.always_axis || has_lines() || right || !fit;
        if (axis_) return;
        // Every bar says its value: no axis, and the scale ends where the data end.
        plain_ = *left;
    }

    /// The first series on an axis says how its ticks are printed. An axis without series prints plain numbers.
    Printer const& printer_of(Axis axis) const {
        for (Series const& s : set_.series)
            if (s.layer->axis == axis) return s.printer;
        return set_.series.front().printer;
    }
    Color color_of(Axis axis) const {
        for (Series const& s : set_.series)
            if (s.layer->axis == axis) return s.color;
        return c_.style.soft;
    }

    /// The box between the axes: what is left when all words around it have their room.
    bool make_room() {
        Length const height = c_.spec.height.value_or(bands_.height);
        out_.size = {c_.width, height};
        area_.left = axis_ ? left_.width : Length{};
        area_.right = c_.width - right_.width;
        if (area_.width() < c_.width / 3) return fail();
        std::vector<Series const*> named;
        for (Series const& s : set_.series)
            if (set_.series.size() > 1 && (bar_series() > 1 || set_.series.size() > 2 || !c_.spec.has_subtitle)) named.push_back(&s);
        legend_ = fit_legend(c_, named);
        categories_ = fit_categories(c_, set_, centres(), band().step());
        SetText const sample = c_.texts.set("0", c_.style.value);
        Length const label_room = kLabelGap + sample.ascent + Length::points(1);
        area_.top = legend_.height + (axis_ ? sample.ascent / 2 + kTopAir : label_room);
        // Bars that hang below zero carry their value under them, above the names.
        bool const hanging = !axis_ && plain_.low.negative();
        area_.bottom = height - categories_.height - (hanging ? label_room + Length::points(2) : Length{});
        if (!axis_ && plain_.high.zero()) area_.top = legend_.height + Length::points(2);
        if (has_lines()) area_.top += headroom();
        return area_.height() >= Length::points(24) || fail();
    }

    /// What the plot must begin lower so that a line's highest value can stand above its point, not beside a tick.
    Length headroom() const {
        Length more;
        for (Series const& s : set_.series) {
            if (!is_line(s) || set_.rows() > kMostMarkers) continue;
            for (std::size_t i = 0; i < set_.rows(); ++i) {
                if (!s.values[i]) continue;
                SetText const& text = values_[static_cast<std::size_t>(s.index)][i];
                Length const above = kMarker + kPointGap + text.descent + text.ascent;
                Length const y = scale_of(s).at(*s.values[i]), lacking = legend_.height + above - y;
                // The point itself moves by less than the top does.
                if (lacking > Length{} && y < area_.bottom) more = max(more, scaled(lacking, area_.height().raw(), (area_.bottom - y).raw()));
            }
        }
        return more;
    }

    bool fail() {
        messages::too_narrow(c_.diagnostics, c_.spec.span);
        return false;
    }

    LinearScale scale_of(Series const& s) const {
        if (!axis_) return {plain_.low, plain_.high, area_.bottom, area_.top};
        return on_right(s) ? right_.scale(area_) : left_.scale(area_);
    }
    Length zero() const { return axis_ ? left_.scale(area_).at({0, 0}) : LinearScale(plain_.low, plain_.high, area_.bottom, area_.top).at({0, 0}); }

    BandScale band() const {
        auto const count = static_cast<std::int64_t>(std::max<std::size_t>(bar_series(), 1));
        return {set_.rows(), area_.left, area_.right, bands_.bar_share, kMostBar * count};
    }

    std::vector<Length> centres() const {
        std::vector<Length> all;
        for (std::size_t i = 0; i < set_.rows(); ++i) all.push_back(band().centre(i));
        return all;
    }

    void draw_guides() {
        draw_legend(c_, legend_, out_);
        if (axis_) {
            grid_ = draw_grid(c_, left_, area_, out_);
            draw_tick_labels(left_, area_, Axis::Left, out_);
            if (right_.width > Length{}) draw_tick_labels(right_, area_, Axis::Right, out_);
        }
        Length const foot = c_.spec.height.value_or(bands_.height) - categories_.height;
        draw_categories(c_, categories_, centres(), foot, out_);
    }

    void draw_bars() {
        auto const count = static_cast<std::int64_t>(bar_series());
        std::int64_t slot = 0;
        for (Series const& s : set_.series) {
            if (!is_bar(s)) continue;
            for (std::size_t i = 0; i < set_.rows(); ++i)
                if (s.values[i]) draw_bar(s, i, slot, count);
            ++slot;
        }
    }

    void draw_bar(Series const& s, std::size_t row, std::int64_t slot, std::int64_t count) {
        // Equal bars with equal gaps, whatever the rounding.
        Length const group = band().bar_width(), gap = count > 1 ? min(kBarGap, group / (8 * count)) : Length{};
        Length const width = (group - gap * (count - 1)) / count, from = band().centre(row) - group / 2 + (width + gap) * slot, to = from + width;
        Length const base = zero(), end = scale_of(s).at(*s.values[row]);
        bool const negative = s.values[row]->negative();
        Rect rect{from, min(base, end), to - from, max(base, end) - min(base, end)};
        if (rect.height == Length{}) rect = {from, base - kSmallest, to - from, kSmallest};
        bool const estimate = set_.estimate[row];
        out_.marks.push_back(BarMark{rect, estimate ? Fill::Hatch : Fill::Solid, s.color, c_.style.paper, estimate, false, {static_cast<int>(row), s.index}});
        bars_.push_back({rect, &s, row, negative});
    }

    void draw_lines() {
        for (Series const& s : set_.series)
            if (is_line(s)) draw_line(s);
    }

    Point point_of(Series const& s, std::size_t row) const { return {band().centre(row), scale_of(s).at(*s.values[row])}; }

    void draw_line(Series const& s) {
        LineMark const line = trace_line(set_, s, c_, [&](std::size_t row) { return point_of(s, row); });
        occupy(line, plane_.marks());
        out_.marks.push_back(line);
        for (std::size_t i = 0; i < set_.rows(); ++i) {
            if (!s.values[i] || set_.rows() > kMostMarkers) continue;
            PointMark const point{point_of(s, i), kMarker, s.color, c_.style.paper, set_.estimate[i], {static_cast<int>(i), s.index}};
            occupy(point, plane_.marks());
            out_.marks.push_back(point);
        }
    }

    void draw_values() {
        if (!has_lines()) {
            if (labelled_)
                for (PlacedBar const& bar : bars_) draw_plain_value(bar);
            return;
        }
        plane_.frame({{}, legend_.height, c_.width, area_.bottom - legend_.height});
        for (Length y : grid_) plane_.add_edge({area_.left, y}, {area_.right, y}, 2);
        plane_.add_edge({area_.left, zero()}, {area_.right, zero()}, 40);
        for (PlacedBar const& bar : bars_) add_edges(bar.rect);
        reserve_tick_labels();
        std::vector<PlaneLabel> labels = line_labels();
        if (labelled_)
            for (PlacedBar const& bar : bars_) labels.push_back(bar_label(bar));
        if (std::size_t const lost = plane_.place(labels, c_.style.paper, out_); lost > 0)
            messages::labels_left_out(c_.diagnostics, c_.spec.span, lost, lost == 1 ? "value label" : "value labels");
    }

    /// Values of lines may run into the margins, but not over the ticks there.
    void reserve_tick_labels() {
        for (Mark const& mark : out_.marks)
            if (auto const* text = std::get_if<TextMark>(&mark)) plane_.marks().add(text->box());
    }

    void add_edges(Rect r) {
        plane_.add_edge({r.x, r.y}, {r.right(), r.y}, 7);
        plane_.add_edge({r.x, r.y}, {r.x, r.bottom()}, 9);
        plane_.add_edge({r.right(), r.y}, {r.right(), r.bottom()}, 9);
    }

    /// Above the bar, below a hanging one: free by construction.
    void draw_plain_value(PlacedBar const& bar) {
        SetText const& text = value_of(bar);
        Length const x = bar.rect.x + bar.rect.width / 2 - text.width / 2;
        Length const y = bar.negative ? bar.rect.bottom() + kLabelGap + text.ascent : bar.rect.y - kLabelGap;
        SetText ink = text;
        for (text::PlacedRun& run : ink.runs) run.run.color = c_.style.ink;
        out_.marks.push_back(TextMark{std::move(ink), {x, y}, TextRole::Label, std::nullopt, {static_cast<int>(bar.row), bar.series->index}});
    }

    SetText const& value_of(PlacedBar const& bar) const { return values_[static_cast<std::size_t>(bar.series->index)][bar.row]; }

    /// Few points are all labelled; of many, the first and the last.
    std::vector<PlaneLabel> line_labels() const {
        std::vector<PlaneLabel> labels;
        for (Series const& s : set_.series) {
            if (!is_line(s)) continue;
            for (std::size_t i = 0; i < set_.rows(); ++i) {
                bool const shown = set_.rows() <= kMostMarkers || i == 0 || i + 1 == set_.rows();
                if (!s.values[i] || !shown) continue;
                SetText const& text = values_[static_cast<std::size_t>(s.index)][i];
                labels.push_back({text, around(point_of(s, i), kMarker, text), {static_cast<int>(i), s.index}});
            }
        }
        return labels;
    }

    /// On a solid bar a value inside is in paper colour, on a hatched one it has a plate.
    PlaneLabel bar_label(PlacedBar const& bar) const {
        Candidate inside;
        if (set_.estimate[bar.row]) inside.plate = c_.style.paper;
        if (!set_.estimate[bar.row]) inside.color = c_.style.paper;
        SetText const& text = value_of(bar);
        return {text, in_or_at_bar(bar.rect, bar.negative ? Hangs::Yes : Hangs::No, text, inside), {static_cast<int>(bar.row), bar.series->index}};
    }

    DrawContext const& c_;
    SeriesSet const& set_;
    BandStyle bands_;
    std::vector<std::vector<SetText>> values_;  // by series and row
    ValueAxis left_, right_;
    bool axis_ = true, labelled_ = true;
    Extent plain_{};  // of the scale when there is no axis
    PlotArea area_{};
    Legend legend_;
    CategoryLabels categories_;
    std::vector<Length> grid_;
    std::vector<PlacedBar> bars_;
    Plane plane_{Rect{}};
    Drawing out_;
};

}  // namespace

std::optional<Drawing> draw_bands(DrawContext const& context, BandStyle const& bands, std::string opening) {
    auto const set = read_series(context, kMostBars);
    if (!set) return std::nullopt;
    auto drawing = BandChart(context, *set, bands).draw();
    if (!drawing) return std::nullopt;
    drawing->alt = describe(*set, std::move(opening));
    drawing->table = make_table(*set);
    return drawing;
}

}  // namespace offprint::chart
