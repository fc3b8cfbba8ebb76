// A rating box: the rating and where it stands on its scale, the price target, the price and what lies between them.
#include "blocks/rating.h"

#include <algorithm>

#include "blocks/beside.h"
#include "blocks/block_type.h"
#include "fmt/format.h"

namespace offprint::blocks {

std::optional<data::Decimal> change_ratio(data::Decimal from, data::Decimal to, int decimals) {
    __extension__ using Wide = __int128;
    if (from.mantissa <= 0 || decimals < 0 || decimals > 9) return std::nullopt;
    Wide constexpr kMost = static_cast<Wide>(1'000'000'000'000'000'000) * 1'000'000'000;  // 1e27: 1e9 times it still fits
    auto times_ten = [&](Wide& value, int times) {
        for (; times > 0 && value != 0; --times) {
            if (value > kMost || value < -kMost) return false;
            value *= 10;
        }
        return true;
    };
    int const exponent = std::min(from.exponent, to.exponent);
    Wide base = from.mantissa, target = to.mantissa;
    if (!times_ten(base, from.exponent - exponent) || !times_ten(target, to.exponent - exponent)) return std::nullopt;
    Wide difference = target - base;
    if (!times_ten(difference, decimals)) return std::nullopt;
    Wide const half = base / 2, magnitude = difference < 0 ? -difference : difference;
    Wide const quotient = (magnitude + half) / base;  // half away from zero
    if (quotient > 999'999'999'999'999'999) return std::nullopt;
    auto const rounded = static_cast<std::int64_t>(quotient);
    return data::Decimal{difference < 0 ? -rounded : rounded, -decimals};
}

namespace {

constexpr data::Field kFields[] = {
    {"rating", data::Kind::Text, data::Required::Yes, "The rating: Buy."},
    {"label", data::Kind::Text, data::Required::No, "What is rated, over it; \"Rating\" in the article's language when missing."},
    {"previous", data::Kind::Text, data::Required::No, "The rating before, where it changed."},
    {"scale", data::Kind::TextList, data::Required::No, "All ratings of the house from worst to best, 2 to 7; the present one is marked."},
    {"target", data::Kind::Number, data::Required::No, "The price target."},
    {"previous_target", data::Kind::Number, data::Required::No, "The price target before."},
    {"price", data::Kind::Number, data::Required::No, "The price; that of the article's instrument when missing."},
    {"priced", data::Kind::Date, data::Required::No, "The day of the price; that of the instrument when missing."},
    {"currency", data::Kind::Text, data::Required::No, "ISO 4217 code; that of the instrument, else USD."},
    {"upside", data::Kind::Bool, data::Required::No, "Print what lies between price and target, computed from both."},
    {"analyst", data::Kind::Text, data::Required::No, "Whose rating it is."},
    {"date", data::Kind::Date, data::Required::No, "The day of the rating."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"label", doc::SlotKind::Text, "tile-label", "Labels."},
    {"rating", doc::SlotKind::Text, "tile-value", "The rating; its colour is that of the mark on the scale."},
    {"value", doc::SlotKind::Text, "plot-value", "Figures and names."},
    {"note", doc::SlotKind::Text, "tile-note", "What was before; days."},
    {"step", doc::SlotKind::Text, "tile-note", "Names of the steps of the scale."},
    {"row_label", doc::SlotKind::Text, "fact", "Labels in a narrow place."},
    {"row_value", doc::SlotKind::Text, "fact-value", "Figures and names in a narrow place."},
    {"mark", doc::SlotKind::Color, "accent", "The rating, and its step on the scale."},
    {"bar", doc::SlotKind::Color, "hair", "The other steps.", {}, true},
    {"rule", doc::SlotKind::Color, "accent", "The rule above.", {}, true},
    {"hair", doc::SlotKind::Color, "hair", "Hairlines.", {}, true},
    {"rule_width", doc::SlotKind::Length, "1.4", "The rule above."},
    {"hair_width", doc::SlotKind::Length, "0.4", "The hairlines."},
    {"bar_height", doc::SlotKind::Length, "4", "Height of the steps."},
    {"bar_gap", doc::SlotKind::Length, "2", "Space between steps."},
    {"pad", doc::SlotKind::Length, "7", "Space below the rule and between the parts."},
    {"value_gap", doc::SlotKind::Length, "1", "Space between a label and its value."},
    {"gutter", doc::SlotKind::Length, "14", "Space between figures."},
    {"row", doc::SlotKind::Length, "14.2", "Height of a line in a narrow place."},
    {"narrow", doc::SlotKind::Length, "250", "On less than this, everything stands in lines one below another."},
    {"above", doc::SlotKind::Length, "14", "Space above."},
    {"below", doc::SlotKind::Length, "14", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where it stands; in the rail it begins beside what follows."},
};

struct Rating final : doc::Block {
    SourcedText label, rating, previous, analyst, currency;
    std::vector<SourcedText> scale;
    std::optional<std::size_t> step, previous_step;
    std::optional<data::Decimal> target, previous_target, price;
    std::optional<data::Date> priced, date;
    bool upside = false;
    Span upside_span;
};

/// Where a rating stands on the scale; an error when the scale has no such step.
std::optional<std::size_t> step_of(SourcedText const& rating, std::vector<SourcedText> const& scale, doc::ReadContext& context) {
    std::vector<std::string_view> names;
    for (SourcedText const& step : scale) names.push_back(step.text);
    auto const at = std::find(names.begin(), names.end(), rating.text);
    if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
    std::string_view const guess = data::did_you_mean(rating.text, names);
    context.diagnostics.error("E206", rating.span(), fmt::format("'{}' is no step of the scale", rating.text),
                              guess.empty() ? fmt::format("one of: {}", fmt::join(names, ", ")) : fmt::format("did you mean '{}'?", guess));
    return std::nullopt;
}

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    data::Record const record(value, kFields, "a rating", context.diagnostics);
    if (!record.valid()) return nullptr;
    auto block = std::make_unique<Rating>();
    auto text = [&](std::string_view name) { return doc::smart_quotes(record.text(name).value_or(SourcedText{}), context.language); };
    block->label = text("label");
    block->rating = text("rating");
    block->previous = text("previous");
    block->analyst = text("analyst");
    block->currency = record.text("currency").value_or(SourcedText{});
    block->target = record.number("target");
    block->previous_target = record.number("previous_target");
    block->price = record.number("price");
    block->priced = record.date("priced");
    block->date = record.date("date");
    block->upside = record.boolean("upside", false);
    block->upside_span = record.span_of("upside");
    if (!record.has("scale")) return block;
    for (SourcedText const& step : record.texts("scale")) block->scale.push_back(doc::smart_quotes(step, context.language));
    if (block->scale.size() < 2 || block->scale.size() > 7) {
        context.diagnostics.error("E206", record.span_of("scale"), "a scale has 2 to 7 steps");
        return nullptr;
    }
    block->step = step_of(block->rating, block->scale, context);
    if (!block->previous.empty()) block->previous_step = step_of(block->previous, block->scale, context);
    return block->step ? std::move(block) : nullptr;
}

/// A figure of the box: what it is, its value, and a line below (which may have a label of its own). `note_word` says what the line
/// is where it stands by itself.
struct Figure {
    SourcedText label, value, note_label, note, note_word = {};
};

bool has_cents(std::optional<data::Decimal> const& value) {
    if (!value) return false;
    auto const whole = data::rounded(*value, 0);
    return !whole || data::compare(*value, {*whole, 0}) != 0;
}

/// The figures that are known, in their order. Reports what cannot be computed.
std::vector<Figure> figures_of(Rating const& rating, BuildContext& context) {
    auto const& instrument = context.article.instrument;
    std::optional<data::Decimal> price = rating.price;
    std::optional<data::Date> priced = rating.priced;
    std::string currency = rating.currency.text;
    if (!price && instrument) {
        price = instrument->price;
        if (!priced) priced = instrument->priced;
    }
    if (currency.empty() && instrument) currency = instrument->currency;
    auto const format =
        context.money_format(currency, has_cents(rating.target) || has_cents(rating.previous_target) || has_cents(price) ? "#,##0.00" : "#,##0");
    auto money = [&](data::Decimal value) {
        SourcedText out;
        out.append(number_words(value, format, {}, context.locale()), rating.span);
        return out;
    };
    auto word = [&](std::string_view key) { return SourcedText(context.messages.get(key)); };
    std::vector<Figure> figures;
    if (rating.target) {
        Figure figure{word("price_target"), money(*rating.target), {}, {}};
        if (rating.previous_target) figure.note_label = word("previously"), figure.note = money(*rating.previous_target);
        figures.push_back(std::move(figure));
    }
    if (price) {
        Figure figure{word("price"), money(*price), {}, {}};
        if (priced) figure.note = SourcedText(context.messages.date(*priced, true));
        figure.note_word = word("priced");
        figures.push_back(std::move(figure));
    }
    if (rating.upside) {
        std::optional<data::Decimal> const change = price && rating.target ? change_ratio(*price, *rating.target, 3) : std::nullopt;
        if (change) {
            static constexpr std::string_view kChange = "+0.0%";
            figures.push_back({word(change->negative() ? "downside" : "upside"),
                               SourcedText(number_words(*change, data::parse_number_format(kChange), {}, context.locale())),
                               {},
                               {}});
        } else {
            context.diagnostics.error("E207", rating.upside_span, "'upside' needs a 'target' and a 'price' above zero");
        }
    }
    if (!rating.analyst.empty()) {
        Figure figure{word("analyst"), rating.analyst, {}, {}};
        if (rating.date) figure.note = SourcedText(context.messages.date(*rating.date, true));
        figure.note_word = word("rated");
        figures.push_back(std::move(figure));
    } else if (rating.date) {
        figures.push_back({word("rated"), SourcedText(context.messages.date(*rating.date, true)), {}, {}});
    }
    return figures;
}

std::string alt_of(Rating const& rating, BuildContext const& context) {
    std::string alt = (rating.label.empty() ? std::string{} : rating.label.text + ". ") +
                      context.messages.get("rating_scale", {{"first", rating.scale.front().text},
                                                            {"last", rating.scale.back().text},
                                                            {"steps", std::to_string(rating.scale.size())},
                                                            {"rating", rating.rating.text},
                                                            {"step", std::to_string(*rating.step + 1)}});
    if (!rating.previous.empty()) alt += " " + context.messages.get("rating_before", {{"previous", rating.previous.text}});
    return alt;
}

/// Puts the parts of a rating box in their places.
class Setter {
public:
    Setter(Rating const& rating, doc::BlockStyle const& style, BuildContext& context) : rating_(rating), style_(style), context_(context) {
        draw::NodeId const node = context.tree.add(context.parent, draw::Role::Div, rating.span);
        body_ = context.tree.add(context.tree.add(node, draw::Role::Table, rating.span), draw::Role::TBody);
        if (!rating.scale.empty()) {
            figure_ = context.tree.add(node, draw::Role::Figure, rating.span);
            context.tree[figure_].alt = alt_of(rating, context);
        }
    }

    std::vector<layout::VBox> wide(Region region) {
        Length const third = region.width * 3 / 10, gutter = style_.length("gutter");
        bool const scale = !rating_.scale.empty();
        layout::Stack words(region.x);
        add_rating(words, scale ? third : region.width);
        std::vector<layout::Stack> stacks = {std::move(words)};
        if (scale) {
            layout::Stack steps(region.x + third + gutter);
            // The bars stand at the height of the rating's letters.
            doc::TextStyle const& look = style_.text("rating");
            Length const baseline = style_.length("rule_width") + style_.length("pad") + style_.text("label").leading + style_.length("value_gap") +
                                    context_.type.first_baseline(look);
            steps.space(baseline - (context_.type.cap_height(look) + style_.length("bar_height")) / 2);
            Length const width = region.width - third - gutter;
            add_scale(steps, width, words_fit(width) ? Names::All : Names::Ends);
            stacks.push_back(std::move(steps));
        }
        std::vector<layout::VBox> boxes;
        boxes.push_back(layout::row_of(stacks, rating_.span, layout::Splittable::No));
        add_rules(boxes.back(), region, true, false);
        std::vector<Figure> const figures = figures_of(rating_, context_);
        if (!figures.empty()) boxes.push_back(tiles(figures, region));
        return boxes;
    }

    std::vector<layout::VBox> narrow(Region region) {
        layout::Stack stack(region.x);
        add_rating(stack, region.width);
        if (!rating_.scale.empty()) {
            stack.space(style_.length("pad"));
            add_scale(stack, region.width, names_fit(region.width) ? Names::All : Names::Ends);
        }
        std::vector<layout::VBox> boxes = {stack.box(rating_.span)};
        add_rules(boxes.back(), region, true, false);
        std::vector<Figure> const figures = figures_of(rating_, context_);
        if (!figures.empty()) boxes.front().height += style_.length("pad") / 2;
        for (Figure const& figure : figures) {
            boxes.push_back(row(figure.label, figure.value, region));
            if (!figure.note.empty()) boxes.push_back(row(figure.note_label.empty() ? figure.note_word : figure.note_label, figure.note, region));
        }
        return boxes;
    }

private:
    text::ParagraphPtr paragraph(SourcedText const& words, doc::TextStyle const& look, Length width, draw::NodeId node) {
        return context_.type.paragraph(context_.type.plain(words, look, node), look, width);
    }
    void add(layout::Stack& stack, SourcedText const& words, doc::TextStyle const& look, Length width, draw::NodeId node) {
        set_paragraph(stack, context_.type, paragraph(words, look, width, node), look);
    }

    struct Cells {
        draw::NodeId head, value;
    };
    Cells add_row(Span span) {
        draw::NodeId const row = context_.tree.add(body_, draw::Role::TR, span);
        Cells cells{};
        cells.head = context_.tree.add(row, draw::Role::TH, span);
        context_.tree[cells.head].scope = draw::Scope::Row;
        cells.value = context_.tree.add(row, draw::Role::TD, span);
        return cells;
    }

    /// A line below a value: words, or a label and its own value.
    void add_note(layout::Stack& stack, SourcedText const& label, SourcedText const& note, Length width, draw::NodeId node) {
        doc::TextStyle const& look = style_.text("note");
        text::StyledText text;
        if (!label.empty()) {
            Cells const cells = add_row(note.span());
            text.append(label, context_.type.chars(look), cells.head);
            text.append(SourcedText(" "), context_.type.chars(look), cells.head);
            node = cells.value;
        }
        text.append(note, context_.type.chars(look), node);
        set_paragraph(stack, context_.type, context_.type.paragraph(std::move(text), look, width), look);
    }

    void add_rating(layout::Stack& stack, Length width) {
        stack.space(style_.length("rule_width") + style_.length("pad"));
        Cells const cells = add_row(rating_.rating.span());
        add(stack, rating_.label.empty() ? SourcedText(context_.messages.get("rating")) : rating_.label, style_.text("label"), width, cells.head);
        stack.space(style_.length("value_gap"));
        doc::TextStyle look = style_.text("rating");
        look.color = style_.color("mark");
        add(stack, rating_.rating, look, width, cells.value);
        if (!rating_.previous.empty()) add_note(stack, SourcedText(context_.messages.get("previously")), rating_.previous, width, cells.value);
    }

    enum class Names { All, Ends };

    Length bar_width(Length width) const {
        auto const n = static_cast<std::int64_t>(rating_.scale.size());
        return (width - style_.length("bar_gap") * (n - 1)) / n;
    }
    bool fits(SourcedText const& words, Length bar) {
        doc::TextStyle look = style_.text("step");
        look.weight = std::max(600, look.weight);
        return text::line_width(context_.type.line(words, look, draw::kArtifactLayout)) <= bar;
    }
    /// Whether every step is as wide as its name.
    bool names_fit(Length width) {
        return std::all_of(rating_.scale.begin(), rating_.scale.end(), [&](SourcedText const& step) { return fits(step, bar_width(width)); });
    }
    /// The same for names of several lines: no word is wider than its step.
    bool words_fit(Length width) {
        return std::all_of(rating_.scale.begin(), rating_.scale.end(), [&](SourcedText const& step) {
            for (std::size_t from = 0; from < step.text.size();) {
                std::size_t const end = std::min(step.text.find(' ', from), step.text.size());
                if (!fits(step.substr(from, end - from), bar_width(width))) return false;
                from = end + 1;
            }
            return true;
        });
    }

    /// Steps side by side, their names below: the present one filled, the one before outlined. Where the steps are too narrow for their
    /// names, only those of the ends are printed: the rating itself stands above.
    void add_scale(layout::Stack& stack, Length width, Names which) {
        Length const gap = style_.length("bar_gap"), height = style_.length("bar_height");
        auto const n = static_cast<std::int64_t>(rating_.scale.size());
        Length const bar = bar_width(width);
        doc::TextStyle const& look = style_.text("step");
        doc::TextStyle present = look;
        present.color = style_.color("mark");
        present.weight = std::max(600, look.weight);
        draw::Frame bars;
        bars.size = {width, height};
        std::vector<layout::Stack> names;
        for (std::int64_t i = 0; i < n; ++i) {
            auto const index = static_cast<std::size_t>(i);
            Rect const box{(bar + gap) * i, {}, bar, height};
            bool const here = index == *rating_.step;
            bars.fill(figure_, box, style_.color(here ? "mark" : "bar"));
            if (!here && rating_.previous_step == index) {
                Length const line = Length::points(0.7);
                bars.stroke(figure_, Path::rect({box.x + line / 2, line / 2, bar - line, height - line}), {style_.color("mark"), line, {}});
            }
        }
        stack.add_frame(std::move(bars));
        stack.space(Length::points(2.5));
        draw::Frame words;
        Length tallest;
        for (std::int64_t i = 0; i < n; ++i) {
            auto const index = static_cast<std::size_t>(i);
            doc::TextStyle name = index == *rating_.step ? present : look;
            bool const first = i == 0, last = i + 1 == n, end = which == Names::Ends;
            if (end && !first && !last) continue;
            name.align = !end ? doc::Align::Centered : first ? doc::Align::Ragged : doc::Align::End;
            Length const room = end ? width / 2 : bar, left = end ? (last ? width - room : Length{}) : (bar + gap) * i;
            text::ParagraphPtr const set = paragraph(rating_.scale[index], name, room, figure_);
            Length y = context_.type.first_baseline(name);
            for (std::size_t line = 0; line < set->lines().size(); ++line, y += name.leading) {
                for (text::PlacedRun& run : text::set_line(*set, line)) words.text(figure_, {left + run.x, y}, std::move(run.run));
            }
            tallest = max(tallest, name.leading * static_cast<std::int64_t>(set->lines().size()));
        }
        words.size = {width, tallest};
        stack.add_frame(std::move(words));
    }

    /// Figures side by side below a hairline.
    layout::VBox tiles(std::vector<Figure> const& figures, Region region) {
        auto const n = static_cast<std::int64_t>(figures.size());
        Length const gutter = style_.length("gutter"), hair = style_.length("hair_width"), all = region.width - gutter * (n - 1);
        std::vector<layout::Stack> stacks;
        for (std::int64_t i = 0; i < n; ++i) {
            Figure const& figure = figures[static_cast<std::size_t>(i)];
            Length const left = scaled(all, i, n), width = scaled(all, i + 1, n) - left;
            layout::Stack stack(region.x + left + gutter * i);
            Cells const cells = add_row(figure.value.span());
            stack.space(style_.length("pad") + hair + style_.length("pad") * 3 / 4);
            add(stack, figure.label, style_.text("label"), width, cells.head);
            stack.space(style_.length("value_gap"));
            // Two lines of one cell are two paragraphs.
            bool const two = !figure.note.empty() && figure.note_label.empty();
            auto node = [&](Span span) { return two ? context_.tree.add(cells.value, draw::Role::P, span) : cells.value; };
            add(stack, figure.value, style_.text("value"), width, node(figure.value.span()));
            if (!figure.note.empty()) add_note(stack, figure.note_label, figure.note, width, node(figure.note.span()));
            stacks.push_back(std::move(stack));
        }
        layout::VBox box = layout::row_of(stacks, rating_.span, layout::Splittable::No);
        draw::Frame lines;
        box.height += style_.length("pad") + hair;
        lines.size = {region.width, box.height};
        lines.fill(draw::kArtifactLayout, Rect{{}, style_.length("pad"), region.width, hair}, style_.color("hair"));
        lines.fill(draw::kArtifactLayout, Rect{{}, box.height - hair, region.width, hair}, style_.color("hair"));
        for (std::int64_t i = 1; i < n; ++i) {
            Length const top = style_.length("pad") + hair, x = scaled(all, i, n) + gutter * (i - 1) + (gutter - hair) / 2;
            lines.fill(draw::kArtifactLayout, Rect{x, top, hair, box.height - top - hair}, style_.color("hair"));
        }
        box.pieces.insert(box.pieces.begin(), {{region.x, {}}, std::make_shared<draw::Frame const>(std::move(lines))});
        return box;
    }

    void add_rules(layout::VBox& box, Region region, bool above, bool below) {
        draw::Frame lines;
        lines.size = {region.width, box.height};
        Length const rule = style_.length("rule_width"), hair = style_.length("hair_width");
        if (above) lines.fill(draw::kArtifactLayout, Rect{{}, {}, region.width, rule}, style_.color("rule"));
        if (below) lines.fill(draw::kArtifactLayout, Rect{{}, box.height - hair, region.width, hair}, style_.color("hair"));
        box.pieces.insert(box.pieces.begin(), {{region.x, {}}, std::make_shared<draw::Frame const>(std::move(lines))});
    }

    /// A label and its value in one line of a narrow place.
    layout::VBox row(SourcedText const& label, SourcedText const& value, Region region) {
        Cells const cells = add_row(value.span());
        doc::TextStyle const &left = style_.text("row_label"), &right_look = style_.text("row_value");
        doc::TextStyle right = right_look;
        right.align = doc::Align::End;
        layout::VBox box;
        box.span = rating_.span;
        Length const first = (style_.length("row") - style_.length("hair_width") + context_.type.cap_height(left)) / 2;
        text::ParagraphPtr const head = paragraph(label, left, region.width * 11 / 20, cells.head);
        text::ParagraphPtr const set = paragraph(value, right, region.width * 9 / 20, cells.value);
        for (std::uint32_t i = 0; i < head->lines().size(); ++i) box.pieces.push_back({{region.x, first + left.leading * i}, layout::LineContent{head, i}});
        for (std::uint32_t i = 0; i < set->lines().size(); ++i) {
            box.pieces.push_back({{region.x + region.width * 11 / 20, first + right.leading * i}, layout::LineContent{set, i}});
        }
        auto const more = static_cast<std::int64_t>(std::max<std::size_t>(1, std::max(head->lines().size(), set->lines().size()))) - 1;
        box.height = style_.length("row") + max(left.leading, right.leading) * more;
        add_rules(box, region, false, true);
        return box;
    }

    Rating const& rating_;
    doc::BlockStyle const& style_;
    BuildContext& context_;
    draw::NodeId body_ = 0, figure_ = 0;
};

void build(doc::Block const& block, BuildContext& context) {
    auto const& rating = static_cast<Rating const&>(block);
    doc::BlockStyle const& style = context.style("rating");
    doc::BlockSpan const span = context.placement(style.span("span"));
    Region const region = context.stand(span);
    bool const narrow = region.width < style.length("narrow");
    std::size_t const first = context.list.size();
    bool const rail = stands_in_rail(span, context);
    if (!rail) context.open(style.length("above"), 1);
    Setter setter(rating, style, context);
    std::vector<layout::VBox> boxes = narrow ? setter.narrow(region) : setter.wide(region);
    if (rail) return stand_in_rail(boxes, rating.span, context);
    for (layout::VBox& box : boxes) {
        box.clears_rail = region.x == Length{} && !context.nested;
        context.box(std::move(box));
    }
    context.settle(first, style.length("above"), style.length("below"));
}

}  // namespace

BlockType const kRating{
    "rating",
    "The rating on its scale, price target and price. What lies between them is computed.",
    kFields,
    kSlots,
    read,
    build,
    "- rating:\n    rating: Buy\n    previous: Hold\n    scale: [Sell, Reduce, Hold, Buy, Strong buy]\n    target: 420\n    previous_target: 380\n"
    "    price: 367.15\n    priced: 2026-06-15\n    upside: true\n    analyst: R. Okafor\n    date: 2026-06-16\n"};

}  // namespace offprint::blocks
