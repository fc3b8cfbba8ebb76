// Ladder: rows from small to large, bars to scale, for values that are known only as bounds and ranges.
#include <algorithm>
#include <array>

#include "chart/alt.h"
#include "chart/messages.h"
#include "chart/scale.h"
#include "chart/spec.h"
#include "chart/types/ladder_value.h"

namespace offprint::chart {
namespace {

constexpr std::size_t kMostRows = 40, kMostLabel = 300;
constexpr Length kBar = Length::points(10.5), kTip = Length::points(10), kTextGap = Length::points(5), kColumnGap = Length::points(14),
                 kLeastPitch = Length::points(24), kRowAir = Length::points(8), kEdge = Length::points(2), kNoteAir = Length::points(0.8);

constexpr std::array<data::Field, 4> kRowFields{{
    {"label", data::Kind::Text, data::Required::Yes, "Name of the step."},
    {"note", data::Kind::Text, data::Required::No, "A second line under the name."},
    {"value", data::Kind::Text, data::Required::Yes, "400, <400, 400+, 400..800 or 400..800+."},
    {"text", data::Kind::Text, data::Required::No, "Words to print instead of the value."},
}};
constexpr std::array<data::Field, 6> kFields{{
    {"rows", data::Kind::RecordList, data::Required::No, "The steps, when they do not come from `data`.", {}, kRowFields},
    {"label", data::Kind::Text, data::Required::No, "Column with the names; 'label' if not given."},
    {"note", data::Kind::Text, data::Required::No, "Column with a second line under the name."},
    {"value", data::Kind::Text, data::Required::No, "Column with the values; 'value' if not given."},
    {"text", data::Kind::Text, data::Required::No, "Column with words to print instead of the value."},
    {"unit", data::Kind::Text, data::Required::No, "Unit of the values: $ stands before each number, x after it."},
}};

/// `rows:` as a table whose cells keep their places.
bool read_rows(data::Value const& rows, Spec& spec, Diagnostics& diagnostics) {
    data::Table table;
    table.span = rows.span;
    for (data::Field const& field : kRowFields) table.columns.push_back({SourcedText(std::string(field.name)), {}});
    bool good = true;
    for (data::Value const& row : rows.list) {
        data::Record const record(row, kRowFields, "row", diagnostics);
        good = good && record.valid();
        for (data::Column& column : table.columns) column.cells.push_back(record.text(column.name.text).value_or(SourcedText()));
    }
    spec.rows = std::move(table);
    spec.ladder.label = SourcedText("label");
    spec.ladder.note = SourcedText("note");
    spec.ladder.value = SourcedText("value");
    spec.ladder.text = SourcedText("text");
    return good;
}

bool read(data::Record const& record, Spec& spec, Diagnostics& diagnostics) {
    if (!read_common(record, spec, diagnostics)) return false;
    spec.ladder.unit = record.string("unit");
    if (data::Value const* rows = record.get("rows")) return read_rows(*rows, spec, diagnostics);
    if (spec.data.empty() && !spec.rows) {
        messages::missing_key(diagnostics, record.span(), "ladder", "data' or 'rows");
        return false;
    }
    spec.ladder.label = record.text("label").value_or(SourcedText("label"));
    spec.ladder.value = record.text("value").value_or(SourcedText("value"));
    spec.ladder.note = record.text("note").value_or(SourcedText());
    spec.ladder.text = record.text("text").value_or(SourcedText());
    return true;
}

struct Step {
    SourcedText label, note;
    LadderValue value;
    std::string printed;
    std::vector<SetText> label_lines, note_lines;
    SetText value_text;
    Length tip() const { return value.open ? kTip : Length{}; }
};

/// The columns that the spec names; label and value must be there.
struct Columns {
    data::Column const *label, *note, *value, *text;
};
std::optional<Columns> find_columns(DrawContext const& c) {
    Span const place = c.spec.span;
    LadderColumns const& names = c.spec.ladder;
    Columns found{find_column(c.table, names.label, place, c.diagnostics), nullptr, find_column(c.table, names.value, place, c.diagnostics), nullptr};
    if (!names.note.empty()) found.note = find_column(c.table, names.note, place, c.diagnostics);
    if (!names.text.empty()) found.text = find_column(c.table, names.text, place, c.diagnostics);
    bool const lost = (!names.note.empty() && found.note == nullptr) || (!names.text.empty() && found.text == nullptr);
    if (found.label == nullptr || found.value == nullptr || lost) return std::nullopt;
    return found;
}

std::optional<std::vector<Step>> read_steps(DrawContext const& c) {
    auto const columns = find_columns(c);
    if (!columns) return std::nullopt;
    if (c.table.rows() > kMostRows) {
        messages::too_many(c.diagnostics, c.spec.span, c.table.rows(), "steps", kMostRows, "filter the data, or set a table");
        return std::nullopt;
    }
    data::NumberLocale const locale = data::number_locale(c.style.language);
    Affixes const unit = placed(split_unit(c.spec.ladder.unit), locale);
    std::vector<Step> steps;
    bool good = true;
    for (std::size_t i = 0; i < c.table.rows(); ++i) {
        Step step;
        step.label = columns->label->cells[i];
        if (columns->note != nullptr) step.note = columns->note->cells[i];
        for (SourcedText const* text : {&step.label, &step.note})
            if (text->text.size() > kMostLabel) {
                messages::label_too_long(c.diagnostics, text->span(), kMostLabel);
                good = false;
            }
        auto const value = read_ladder_value(columns->value->cells[i], c.diagnostics);
        if (!value || !good) {
            good = false;
            continue;
        }
        step.value = *value;
        bool const own_words = columns->text != nullptr && !columns->text->cells[i].empty();
        step.printed = own_words ? columns->text->cells[i].text : print_ladder_value(*value, unit, locale);
        steps.push_back(std::move(step));
    }
    if (!good) return std::nullopt;
    return steps;
}

/// Text columns are as wide as their longest entry, at most 42 % of the plot; longer ones are wrapped.
Length set_labels(DrawContext const& c, std::vector<Step>& steps) {
    Length const most = scaled(c.width, 42, 100);
    Length widest;
    for (Step& step : steps) {
        step.label_lines = c.texts.wrap(step.label, c.style.label, most, 3);
        if (!step.note.empty()) step.note_lines = c.texts.wrap(step.note, c.style.note, most, 3);
        step.value_text = c.texts.set(step.printed, in_color(c.style.value, c.style.ink));
        for (auto const* lines : {&step.label_lines, &step.note_lines})
            for (SetText const& line : *lines) widest = max(widest, line.width);
    }
    return widest;
}

/// Height of the words of a row from the top of the capitals to the last baseline.
Length text_height(DrawContext const& c, Step const& step) {
    Length height;
    if (!step.label_lines.empty()) height = step.label_lines.front().ascent + leading(c.style.label) * static_cast<std::int64_t>(step.label_lines.size() - 1);
    if (!step.note_lines.empty()) height += kNoteAir;
    return height + leading(c.style.note) * static_cast<std::int64_t>(step.note_lines.size());
}

void draw_words(DrawContext const& c, Step const& step, int row, Length middle, Drawing& out) {
    Length y = middle - text_height(c, step) / 2;
    bool first = true;
    for (SetText const& line : step.label_lines) {
        y += first ? line.ascent : leading(c.style.label);
        first = false;
        out.marks.push_back(TextMark{line, {Length{}, y}, TextRole::Label, std::nullopt, {row, -1}});
    }
    if (!step.note_lines.empty()) y += kNoteAir;
    for (SetText const& line : step.note_lines) {
        y += leading(c.style.note);
        out.marks.push_back(TextMark{line, {Length{}, y}, TextRole::Label, std::nullopt, {row, -1}});
    }
}

/// Solid to what is certain, tint to what is possible, hatch for "and more"; then the words.
void draw_bar(DrawContext const& c, Step const& step, int row, LinearScale const& scale, Length left, Length middle, Drawing& out) {
    Color const accent = c.style.series.empty() ? c.style.ink : c.style.series.front();
    Length const top = middle - kBar / 2, sure = scale.at(step.value.certain), end = scale.at(step.value.possible);
    auto part = [&](Length from, Length to, Fill fill) {
        BarMark bar{{from, top, to - from, kBar}, fill, accent, c.style.paper, false, false, {row, 0}};
        bar.open_end = step.value.form == LadderValue::Form::Below;
        if (to > from) out.marks.push_back(bar);
    };
    part(left, sure, Fill::Solid);
    part(sure, end, Fill::Tint);
    if (step.value.open) part(end, end + kTip, Fill::Hatch);
    // A value of zero still leaves a mark on the common start.
    if (end == left && !step.value.open) part(left, left + Length::points(0.5), Fill::Solid);
    Point const origin{end + step.tip() + kTextGap, middle + step.value_text.ascent / 2};
    out.marks.push_back(TextMark{step.value_text, origin, TextRole::Label, std::nullopt, {row, 0}});
}

/// The scale on which the longest bar with its tip and its words still ends inside the plot.
std::optional<LinearScale> fit_scale(DrawContext const& c, std::vector<Step> const& steps, Length left) {
    std::optional<LinearScale> scale;
    data::Decimal binding;
    Length binding_end;
    for (Step const& step : steps) {
        Length const end = c.width - kEdge - step.value_text.width - kTextGap - step.tip();
        if (end - left < Length::points(20)) return std::nullopt;
        if (step.value.possible.zero()) continue;
        // The row that asks for the smallest scale: where its value would end on the scale so far is beyond its room.
        if (scale && scale->at(step.value.possible) <= end) continue;
        binding = step.value.possible;
        binding_end = end;
        scale = LinearScale({0, 0}, binding, left, binding_end);
    }
    if (!scale) scale = LinearScale({0, 0}, {1, 0}, left, left + Length::points(20));
    return scale;
}

std::string describe(std::vector<Step> const& steps) {
    AltText alt("Ladder of " + std::to_string(steps.size()) + (steps.size() == 1 ? " step" : " steps"));
    for (std::size_t i = 0; i < steps.size(); ++i) {
        bool const last = i + 1 == steps.size();
        std::string const part = steps[i].label.text + " " + steps[i].printed;
        if (alt.add(i == 0 ? ": " : ", ", part, last ? 0 : 16)) continue;
        // No room for all: say how many more there are, and how far they reach.
        alt.add(", ", "and " + std::to_string(steps.size() - i) + " more");
        break;
    }
    return std::move(alt).finish();
}

std::vector<std::vector<std::string>> make_table(DrawContext const& c, std::vector<Step> const& steps) {
    bool const notes = std::any_of(steps.begin(), steps.end(), [](Step const& s) { return !s.note_lines.empty(); });
    std::vector<std::string> header{c.spec.ladder.label.text};
    if (notes) header.push_back(c.spec.ladder.note.text);
    header.push_back(c.spec.ladder.value.text);
    std::vector<std::vector<std::string>> table{header};
    for (Step const& step : steps) {
        std::vector<std::string> row{step.label.text};
        if (notes) row.push_back(step.note.text);
        row.push_back(step.printed);
        table.push_back(std::move(row));
    }
    return table;
}

std::optional<Drawing> draw(DrawContext const& c) {
    auto steps = read_steps(c);
    if (!steps) return std::nullopt;
    Length const left = set_labels(c, *steps) + kColumnGap;
    auto const scale = fit_scale(c, *steps, left);
    if (!scale) {
        messages::too_narrow(c.diagnostics, c.spec.span);
        return std::nullopt;
    }
    Length pitch = kLeastPitch;
    for (Step const& step : *steps) pitch = max(pitch, text_height(c, step) + kRowAir + c.style.note.size / 4);
    auto const count = static_cast<std::int64_t>(steps->size());
    if (c.spec.height) pitch = max(pitch, *c.spec.height / count);

    Drawing out;
    out.size = {c.width, pitch * count};
    for (std::int64_t i = 1; i < count; ++i) out.marks.push_back(RuleMark{{Length{}, pitch * i}, {c.width, pitch * i}, {c.style.hair, c.style.grid_width, {}}});
    for (std::int64_t i = 0; i < count; ++i) {
        Step const& step = (*steps)[static_cast<std::size_t>(i)];
        Length const middle = pitch * i + pitch / 2;
        draw_words(c, step, static_cast<int>(i), middle, out);
        draw_bar(c, step, static_cast<int>(i), *scale, left, middle, out);
    }
    out.alt = describe(*steps);
    out.table = make_table(c, *steps);
    return out;
}

}  // namespace

Kind const kLadder{{"ladder", "Steps from small to large, bars to scale; values may be bounds and ranges.", kFields}, read, draw};

}  // namespace offprint::chart
