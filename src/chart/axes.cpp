#include "chart/axes.h"

#include <algorithm>

#include "chart/messages.h"

namespace offprint::chart {
namespace {

constexpr Length kTickGap = Length::points(6), kCategoryDrop = Length::points(7), kCategoryGap = Length::points(5);
constexpr Length kChip = Length::points(6), kChipGap = Length::points(4), kEntryGap = Length::points(14), kLegendAir = Length::points(5);

/// Breaks at spaces only. The whole label on one line when that is no help.
std::vector<SetText> wrap_words(TextSetter const& texts, SourcedText const& label, text::CharStyle const& style, Length room, std::size_t most) {
    std::vector<SetText> lines;
    for (std::size_t begin = 0; begin < label.text.size();) {
        std::size_t end = label.text.size();
        while (end != std::string::npos && end > begin && texts.set(label.substr(begin, end - begin), style).width > room) end = label.text.rfind(' ', end - 1);
        if (end == std::string::npos || end <= begin || lines.size() == most) return {texts.set(label, style)};
        lines.push_back(texts.set(label.substr(begin, end - begin), style));
        begin = end;
        while (begin < label.text.size() && label.text[begin] == ' ') ++begin;
    }
    return lines;
}

/// Centred, but inside the drawing.
Length left_of(DrawContext const& c, SetText const& line, Length centre) { return max(Length{}, min(c.width - line.width, centre - line.width / 2)); }

/// Whether every `stride`-th label, counted from the last, leaves air before the next.
bool stand_apart(DrawContext const& c, std::vector<SetText> const& labels, std::vector<Length> const& centres, std::size_t stride) {
    std::optional<Length> end;
    for (std::size_t i = (labels.size() - 1) % stride; i < labels.size(); i += stride) {
        Length const left = left_of(c, labels[i], centres[i]);
        if (end && left < *end + kCategoryGap) return false;
        end = left + labels[i].width;
    }
    return true;
}

}  // namespace

int tick_target(Length height, text::CharStyle const& style) {
    double const lines = height.to_points() / (3.2 * leading(style).to_points());
    return std::clamp(static_cast<int>(lines), 3, 7);
}

ValueAxis make_axis(DrawContext const& c, Ticks const& ticks, Printer const& printer, Color color) {
    ValueAxis axis{ticks, {}, {}};
    Length widest;
    for (int i = 0; i < ticks.count; ++i) {
        axis.labels.push_back(c.texts.set(printer.tick(ticks, i), in_color(c.style.axis, color)));
        widest = max(widest, axis.labels.back().width);
    }
    axis.width = widest + kTickGap;
    return axis;
}

std::vector<Length> draw_grid(DrawContext const& c, ValueAxis const& axis, PlotArea const& area, Drawing& out) {
    LinearScale const scale = axis.scale(area);
    std::vector<Length> places;
    for (int i = 0; i < axis.ticks.count; ++i) {
        Length const y = scale.at(axis.ticks.at(i));
        out.marks.push_back(RuleMark{{area.left, y}, {area.right, y}, {c.style.hair, c.style.grid_width, {}}});
        places.push_back(y);
    }
    return places;
}

void draw_baseline(DrawContext const& c, PlotArea const& area, Length y, Drawing& out) {
    out.marks.push_back(RuleMark{{area.left, y}, {area.right, y}, {c.style.ink, c.style.axis_width, {}}});
}

void draw_tick_labels(ValueAxis const& axis, PlotArea const& area, Axis side, Drawing& out) {
    LinearScale const scale = axis.scale(area);
    for (int i = 0; i < axis.ticks.count; ++i) {
        SetText const& label = axis.labels[static_cast<std::size_t>(i)];
        Length const x = side == Axis::Left ? area.left - kTickGap - label.width : area.right + kTickGap;
        out.marks.push_back(TextMark{label, {x, scale.at(axis.ticks.at(i)) + label.ascent / 2}, TextRole::Axis, std::nullopt, {}});
    }
}

CategoryLabels fit_categories(DrawContext const& c, SeriesSet const& set, std::vector<Length> const& centres, Length step) {
    constexpr std::size_t kMostLines = 3;
    text::CharStyle const style = in_color(c.style.axis, c.style.ink);
    Length const room = max(step - kCategoryGap, Length::points(1)), most = c.width / 2;
    CategoryLabels labels;
    std::vector<SetText> whole;
    Length widest;
    std::size_t most_lines = 1;
    for (std::size_t i = 0; i < set.rows(); ++i) {
        whole.push_back(c.texts.fit(set.x->cells[i], style, most));
        // Words are not broken for an axis: labels whose words do not fit their step are thinned out instead.
        std::vector<SetText> lines{whole.back()};
        if (whole.back().width > room) lines = wrap_words(c.texts, set.x->cells[i], style, room, kMostLines);
        for (SetText const& line : lines) widest = max(widest, line.width);
        most_lines = std::max(most_lines, lines.size());
        labels.lines.push_back(std::move(lines));
    }
    if (widest > room && set.rows() > 1) {
        // Counted from the end: the latest period is the one that is looked for.
        std::size_t stride = 2;
        while (stride < set.rows() && !stand_apart(c, whole, centres, stride)) ++stride;
        for (std::size_t i = 0; i < set.rows(); ++i) labels.lines[i].assign((set.rows() - 1 - i) % stride == 0 ? 1 : 0, whole[i]);
        // A missing year is understood; a missing name is not.
        if (std::size_t const shown = (set.rows() + stride - 1) / stride; !set.is_course())
            messages::labels_left_out(c.diagnostics, c.spec.span, set.rows() - shown, "names on the axis");
        most_lines = 1;
    }
    labels.height = kCategoryDrop + whole.front().ascent + leading(style) * static_cast<std::int64_t>(most_lines - 1) + scaled(style.size, 3, 10);
    return labels;
}

void draw_categories(DrawContext const& c, CategoryLabels const& labels, std::vector<Length> const& centres, Length baseline, Drawing& out) {
    for (std::size_t i = 0; i < labels.lines.size(); ++i) {
        Length y = baseline + kCategoryDrop;
        for (std::size_t n = 0; n < labels.lines[i].size(); ++n) {
            SetText const& line = labels.lines[i][n];
            y += n == 0 ? line.ascent : leading(c.style.axis);
            Length const x = left_of(c, line, centres[i]);
            out.marks.push_back(TextMark{line, {x, y}, TextRole::Label, std::nullopt, {static_cast<int>(i), -1}});
        }
    }
}

Legend fit_legend(DrawContext const& c, std::vector<Series const*> const& series) {
    Legend legend;
    Length x, y;
    for (Series const* s : series) {
        SetText name = c.texts.set(s->layer->label, in_color(c.style.axis, c.style.ink));
        Length const width = kChip + kChipGap + name.width;
        if (x > Length{} && x + width > c.width) {
            x = {};
            y += leading(c.style.axis) + Length::points(2);
        }
        Length const tall = max(name.ascent, kChip);  // chip and name share their middle
        legend.height = y + tall + kLegendAir;
        legend.entries.push_back({name, {x, y + tall / 2 + name.ascent / 2}, s});
        x += width + kEntryGap;
    }
    return legend;
}

void draw_legend(DrawContext const& c, Legend const& legend, Drawing& out) {
    for (Legend::Entry const& entry : legend.entries) {
        Length const middle = entry.origin.y - entry.name.ascent / 2;
        int const series = entry.series->index;
        if (entry.series->layer->geometry == Geometry::Bar) {
            Rect const chip{entry.origin.x, middle - kChip / 2, kChip, kChip};
            out.marks.push_back(BarMark{chip, Fill::Solid, entry.series->color, c.style.paper, false, false, {-1, series}});
        } else {
            Point const from{entry.origin.x, middle}, to{entry.origin.x + kChip, middle};
            out.marks.push_back(LineMark{{{{from, to}, false}}, entry.series->color, c.style.line_width, {-1, series}});
        }
        out.marks.push_back(TextMark{entry.name, {entry.origin.x + kChip + kChipGap, entry.origin.y}, TextRole::Label, std::nullopt, {-1, series}});
    }
}

}  // namespace offprint::chart
