// Key data: labels and their values in one or more columns, between hairlines or along leaders. A column of numbers stands on its
// decimal points, whatever stands before and behind the figures; other values end at the right edge.
#include <algorithm>

#include "blocks/beside.h"
#include "blocks/block_type.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kItemFields[] = {
    {"label", data::Kind::Text, data::Required::Yes, "What it is."},
    {"value", data::Kind::Number, data::Required::No, "The number. Exactly one of `value` and `text`."},
    {"format", data::Kind::Text, data::Required::No, "How the number is printed: \"$0.0a\", \"+0%\"."},
    {"text", data::Kind::Text, data::Required::No, "The words, where it is no number."},
};
constexpr data::Field kFields[] = {
    {"items", data::Kind::RecordList, data::Required::Yes, "The lines.", {}, kItemFields},
    {"title", data::Kind::Text, data::Required::No, "A title over the lines."},
    {"columns", data::Kind::Integer, data::Required::No, "Columns side by side, 1 to 3; chosen by their number and the place when missing."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"title", doc::SlotKind::Text, "block-title", "The title."},
    {"label", doc::SlotKind::Text, "fact", "Labels."},
    {"value", doc::SlotKind::Text, "fact-value", "Values."},
    {"rule", doc::SlotKind::Color, "ink", "The rule above.", {}, true},
    {"hair", doc::SlotKind::Color, "hair", "Hairlines.", {}, true},
    {"leader", doc::SlotKind::Color, "soft", "Leaders.", {}, true},
    {"rule_width", doc::SlotKind::Length, "0.8", "The rule above."},
    {"hair_width", doc::SlotKind::Length, "0.4", "The hairlines; 0 for none."},
    {"leaders", doc::SlotKind::Flag, "false", "Dots lead from label to value."},
    {"leader_step", doc::SlotKind::Length, "3.6", "From one dot to the next."},
    {"title_pad", doc::SlotKind::Length, "5", "Space between the rule and the title."},
    {"title_gap", doc::SlotKind::Length, "3", "Space below the title."},
    {"row", doc::SlotKind::Length, "14.2", "Height of a line."},
    {"gutter", doc::SlotKind::Length, "20", "Space between columns."},
    {"narrow", doc::SlotKind::Length, "150", "Least width of a column where the article does not say their number."},
    {"few", doc::SlotKind::Number, "3", "How many lines stand in one column in any case."},
    {"above", doc::SlotKind::Length, "13", "Space above."},
    {"below", doc::SlotKind::Length, "13", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where they stand; in the rail they begin beside what follows."},
};

struct Fact {
    SourcedText label, text;
    std::optional<data::Decimal> value;
    std::optional<data::NumberFormat> format;
    Span span;
};
struct Facts final : doc::Block {
    std::vector<Fact> facts;
    SourcedText title;
    std::size_t columns = 0;
};

std::optional<Fact> read_fact(data::Value const& value, doc::ReadContext& context) {
    data::Record const record(value, kItemFields, "a fact", context.diagnostics);
    if (!record.valid()) return std::nullopt;
    if (record.has("value") == record.has("text")) {
        context.diagnostics.error("E207", record.has("text") ? record.span_of("text") : value.span, "a fact needs exactly one of 'value' and 'text'");
        return std::nullopt;
    }
    auto text = [&](std::string_view name) { return doc::smart_quotes(record.text(name).value_or(SourcedText{}), context.language); };
    Fact fact{text("label"), text("text"), record.number("value"), std::nullopt, value.span};
    fact.format = data::parse_number_format(record.text("format").value_or(SourcedText("#,##0.##")), context.diagnostics);
    return fact;
}

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    auto block = std::make_unique<Facts>();
    data::Value const* items = &value;  // `facts: [...]` is short for `facts: {items: [...]}`
    if (value.kind != data::ValueKind::List) {
        data::Record const record(value, kFields, "facts", context.diagnostics);
        items = record.get("items");
        if (items == nullptr) return nullptr;
        block->title = doc::smart_quotes(record.text("title").value_or(SourcedText{}), context.language);
        block->name.title = block->title;
        if (auto const columns = record.integer("columns")) {
            if (*columns < 1 || *columns > 3) {
                context.diagnostics.error("E206", record.span_of("columns"), "'columns' must be 1 to 3");
                return nullptr;
            }
            block->columns = static_cast<std::size_t>(*columns);
        }
    }
    for (data::Value const& item : items->list) {
        if (auto fact = read_fact(item, context)) block->facts.push_back(std::move(*fact));
    }
    if (items->list.empty()) context.diagnostics.error("E202", items->span, "facts need at least one item");
    return block->facts.empty() ? nullptr : std::move(block);
}

/// Where the integer part of a printed number ends: at its decimal point, else behind its last figure.
std::size_t point_of(std::string const& words, std::string const& decimal) {
    auto is_digit = [&](std::size_t i) { return i < words.size() && words[i] >= '0' && words[i] <= '9'; };
    for (std::size_t at = words.rfind(decimal); at != std::string::npos && at > 0; at = words.rfind(decimal, at - 1)) {
        if (is_digit(at - 1) && is_digit(at + decimal.size())) return at;
    }
    std::size_t const last = words.find_last_of("0123456789");
    return last == std::string::npos ? words.size() : last + 1;
}

/// What stands behind the last figure and the parenthesis of a negative number: a percent sign, a unit.
std::string_view unit_of(std::string_view words) {
    std::size_t const last = words.find_last_of("0123456789)");
    return last == std::string_view::npos ? std::string_view{} : words.substr(last + 1);
}

/// Width of the first `bytes` bytes of a paragraph's first line.
Length width_up_to(text::Paragraph const& paragraph, std::size_t bytes) {
    Length width;
    std::size_t offset = 0;
    for (text::PlacedRun const& placed : text::set_line(paragraph, 0)) {
        for (text::Glyph const& glyph : placed.run.glyphs) {
            if (offset + glyph.cluster < bytes) width += Length::from_raw(glyph.advance);
        }
        offset += placed.run.text.size();
    }
    return width;
}

/// A line of key data, set but not yet placed.
struct Line {
    text::ParagraphPtr label, value;
    Length left;  // of a number: up to its decimal point
    Length x;     // of the value, from the left edge of the column
    draw::NodeId head = 0;
    SourcedText words;  // of the label
    std::string unit;   // of a number: what stands behind it
    bool number = false;
};

/// Sets and places lines of key data in columns of one width.
class FactSetter {
public:
    FactSetter(doc::BlockStyle const& style, BuildContext& context, Length width) : style_(style), context_(context), width_(width) {}

    Line set(Fact const& fact, draw::NodeId head, draw::NodeId cell) {
        Line line;
        line.number = fact.value.has_value();
        SourcedText words = fact.text;
        if (line.number) words.append(number_words(fact.value, fact.format, {}, context_.locale()), fact.span);
        doc::TextStyle look = style_.text("value");
        look.align = doc::Align::Ragged;
        Length const most = width_ * 3 / 5;
        line.value = paragraph(words, look, width_, cell);
        if (line.value->lines().size() > 1 || line.value->width() > most) {
            // Words that are too long for one line end at the right edge line by line.
            look.align = doc::Align::End;
            line.value = paragraph(words, look, most, cell);
        } else if (line.number && !line.value->lines().empty()) {
            line.unit = unit_of(words.text);
            line.left = width_up_to(*line.value, point_of(words.text, context_.locale().decimal));
        }
        line.words = fact.label;
        line.head = head;
        return line;
    }

    /// Places the values of a column, numbers on one point where there is nothing else, and sets the labels in the room that is left.
    void align(std::vector<Line>& lines) {
        // Numbers of different units have nothing to compare: they end at the right edge like words.
        bool const on_point = lines.size() > 1 && std::all_of(lines.begin(), lines.end(), [&](Line const& line) {
                                  return line.number && line.value->lines().size() == 1 && line.unit == lines.front().unit;
                              });
        Length right;
        for (Line const& line : lines) right = max(right, line.value->width() - line.left);
        for (Line& line : lines) {
            bool const at_edge = line.value->style().alignment == text::Alignment::End;
            line.x = width_ - (at_edge ? line.value->style().measure : on_point ? right + line.left : line.value->width());
            line.label = paragraph(line.words, style_.text("label"), line.x - gap(), line.head);
        }
    }

    Length height(Line const& line) const {
        doc::TextStyle const &label = style_.text("label"), &value = style_.text("value");
        auto const count = [](text::ParagraphPtr const& p) { return static_cast<std::int64_t>(p->lines().size()); };
        Length const more = max(label.leading * (count(line.label) - 1), value.leading * (count(line.value) - 1));
        return style_.length("row") + max(more, Length{});
    }

    /// Puts a line into a box; x is the column's left edge.
    void place(Line const& line, layout::VBox& box, Length x) {
        doc::TextStyle const &label = style_.text("label"), &value = style_.text("value");
        Length const hair = style_.length("hair_width");
        // The first line's capitals stand in the middle of a row of the usual height.
        Length const first = (style_.length("row") - hair + context_.type.cap_height(label)) / 2;
        for (std::uint32_t i = 0; i < line.label->lines().size(); ++i) {
            box.pieces.push_back({{x, first + label.leading * i}, layout::LineContent{line.label, i}});
        }
        bool const leaders = style_.flag("leaders");
        auto const last = static_cast<std::int64_t>(std::max<std::size_t>(1, line.label->lines().size())) - 1;
        Length const baseline = first + (leaders && line.value->lines().size() == 1 ? label.leading * last : Length{});
        Length const left = x + line.x;
        for (std::uint32_t i = 0; i < line.value->lines().size(); ++i) {
            box.pieces.push_back({{left, baseline + value.leading * i}, layout::LineContent{line.value, i}});
        }
        draw::Frame lines;
        lines.size = {width_, box.height};
        if (leaders && line.value->lines().size() == 1 && !line.label->lines().empty())
            add_leader(lines, line, static_cast<std::size_t>(last), line.x, baseline);
        if (!leaders && hair > Length{}) lines.fill(draw::kArtifactLayout, Rect{{}, box.height - hair, width_, hair}, style_.color("hair"));
        if (!lines.items.empty()) box.pieces.push_back({{x, {}}, std::make_shared<draw::Frame const>(std::move(lines))});
    }

private:
    text::ParagraphPtr paragraph(SourcedText const& words, doc::TextStyle const& look, Length measure, draw::NodeId node) {
        return context_.type.paragraph(context_.type.plain(words, look, node), look, measure);
    }
    Length gap() const { return Length::points(8); }

    /// Dots on a raster that all lines share, counted from the right edge.
    void add_leader(draw::Frame& frame, Line const& line, std::size_t row, Length value_x, Length baseline) {
        Length const step = style_.length("leader_step"), clear = Length::points(3);
        Length const from = line.label->lines()[row].natural + clear, to = value_x - clear;
        std::int64_t const nearest = (width_ - to).raw() / step.raw() + 1, farthest = (width_ - from).raw() / step.raw();
        if (farthest <= nearest) return;
        draw::Stroke const dots = draw::Stroke::round(style_.color("leader"), Length::points(0.7), {Length{}, step});
        frame.stroke(draw::kArtifactLayout,
                     Path::line({width_ - step * farthest, baseline - Length::points(0.4)}, {width_ - step * nearest, baseline - Length::points(0.4)}),
                     std::move(dots));
    }

    doc::BlockStyle const& style_;
    BuildContext& context_;
    Length width_;
};

/// The cells of a fact in the structure tree.
struct Cells {
    draw::NodeId head = 0, value = 0;
};
Cells add_row(BuildContext& context, draw::NodeId body, Fact const& fact) {
    draw::NodeId const row = context.tree.add(body, draw::Role::TR, fact.span);
    Cells cells;
    cells.head = context.tree.add(row, draw::Role::TH, fact.label.span());
    context.tree[cells.head].scope = draw::Scope::Row;
    cells.value = context.tree.add(row, draw::Role::TD, fact.span);
    return cells;
}

std::size_t columns_of(Facts const& facts, doc::BlockStyle const& style, Length width) {
    std::size_t const count = facts.facts.size();
    if (facts.columns > 0) return std::min(facts.columns, count);
    bool const wide = width >= style.length("narrow") * 2 + style.length("gutter");
    return wide && count > static_cast<std::size_t>(std::max<std::int64_t>(0, style.number("few"))) ? 2 : 1;
}

layout::VBox title_box(Facts const& facts, doc::BlockStyle const& style, Region region, BuildContext& context, draw::NodeId table) {
    layout::Stack stack(region.x);
    set_rule(stack, region.width, style.length("rule_width"), style.color("rule"));
    if (!facts.title.empty()) {
        doc::TextStyle const& look = style.text("title");
        draw::NodeId const caption = context.tree.add(table, draw::Role::Caption, facts.title.span());
        stack.space(style.length("title_pad"));
        set_paragraph(stack, context.type, context.type.paragraph(context.type.plain(facts.title, look, caption), look, region.width), look);
        stack.space(style.length("title_gap"));
    }
    return stack.box(facts.span);
}

/// The title and the rows. Readers go down one column before the next, unless the list is so long that it may be cut: then along the rows.
std::vector<layout::VBox> rows_of(Facts const& facts, doc::BlockStyle const& style, Region region, BuildContext& context) {
    draw::NodeId const table = context.tree.add(context.parent, draw::Role::Table, facts.span);
    std::vector<layout::VBox> boxes;
    boxes.push_back(title_box(facts, style, region, context, table));
    draw::NodeId const body = context.tree.add(table, draw::Role::TBody);
    std::size_t const columns = columns_of(facts, style, region.width), count = facts.facts.size(), rows = (count + columns - 1) / columns;
    Length const page = context.paper.size.height - context.paper.top - context.paper.bottom;
    bool const down = columns > 1 && style.length("row") * static_cast<std::int64_t>(rows) < page / 3;
    auto const n = static_cast<std::int64_t>(columns);
    Length const gutter = style.length("gutter"), width = (region.width - gutter * (n - 1)) / n;
    FactSetter setter(style, context, width);
    std::vector<std::vector<Line>> lines(columns);
    for (std::size_t i = 0; i < count; ++i) {
        Cells const cells = add_row(context, body, facts.facts[i]);
        lines[down ? i / rows : i % columns].push_back(setter.set(facts.facts[i], cells.head, cells.value));
    }
    for (std::vector<Line>& column : lines) setter.align(column);
    auto column_x = [&](std::size_t c) { return region.x + (width + gutter) * static_cast<std::int64_t>(c); };
    if (down) {  // one box: a column keeps its rhythm whatever stands in the other
        layout::VBox whole;
        whole.span = facts.span;
        for (std::size_t c = 0; c < columns; ++c) {
            Length y;
            for (Line const& line : lines[c]) {
                layout::VBox cell;
                cell.height = setter.height(line);
                setter.place(line, cell, column_x(c));
                for (layout::Piece& piece : cell.pieces) {
                    piece.at.y += y;
                    whole.pieces.push_back(std::move(piece));
                }
                y += cell.height;
            }
            whole.height = max(whole.height, y);
        }
        boxes.push_back(std::move(whole));
        return boxes;
    }
    boxes.resize(1 + rows);
    for (std::size_t r = 0; r < rows; ++r) {
        boxes[r + 1].span = facts.span;
        for (std::vector<Line> const& column : lines) {
            if (r < column.size()) boxes[r + 1].height = max(boxes[r + 1].height, setter.height(column[r]));
        }
        for (std::size_t c = 0; c < columns; ++c) {
            if (r < lines[c].size()) setter.place(lines[c][r], boxes[r + 1], column_x(c));
        }
    }
    return boxes;
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& facts = static_cast<Facts const&>(block);
    doc::BlockStyle const& style = context.style("facts");
    doc::BlockSpan const span = context.placement(style.span("span"));
    Region const region = context.stand(span);
    if (stands_in_rail(span, context)) return stand_in_rail(rows_of(facts, style, region, context), facts.span, context);
    std::size_t const first = context.list.size();
    context.keep_lead_in();
    context.open(style.length("above"), 1);
    std::vector<layout::VBox> boxes = rows_of(facts, style, region, context);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        // A row alone at the foot or at the head of a page looks like a slip.
        bool const alone = i <= 2 || i + 1 == boxes.size();
        if (i > 0) context.keep_with_next(i == 1 || alone ? layout::kForbidden : context.cost("split_list_item"), "key data split");
        boxes[i].clears_rail = region.x == Length{} && !context.nested;
        context.box(std::move(boxes[i]));
    }
    context.settle(first, style.length("above"), style.length("below"));
}

}  // namespace

BlockType const kFacts{"facts",
                       "Key data: labels and values, line by line. A plain list stands for its `items`.",
                       kFields,
                       kSlots,
                       read,
                       build,
                       "- facts:\n    title: Fund facts\n    items:\n      - {label: Net assets, value: 1.284e9, format: \"$0.00a\"}\n"
                       "      - {label: Share price, value: 104.2, format: \"$0.00\"}\n      - {label: Yearly cost, value: 0.0045, format: \"0.00%\"}\n"
                       "      - {label: Holdings, value: 48, format: int}\n      - {label: Launched, text: 3 March 2019}\n"
                       "      - {label: Domicile, text: Luxembourg}\n",
                       data::BlockForm::MapOrItems};

}  // namespace offprint::blocks
