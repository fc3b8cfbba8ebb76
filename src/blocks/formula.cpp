// Displayed formulas: written in the small part of TeX's language that `math/parser.h` reads, set by TeX's rules, one formula for a screen reader.
#include <algorithm>

#include "blocks/block_type.h"
#include "fmt/format.h"
#include "math/lines.h"
#include "math/parser.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kFields[] = {
    {"tex", data::Kind::Text, data::Required::Yes,
     "The formula, as in TeX: `\\frac{a}{b}`, `x_i^2`, `\\sum_{t=1}^{n}`, `\\sqrt{x}`, `\\left( \\right)`, `\\text{words}`. Best between single quotes or "
     "after `|`."},
    {"alt", data::Kind::Text, data::Required::Yes, "How it is read aloud, for those who cannot see it."},
    {"number", data::Kind::Bool, data::Required::No, "Whether it has a number, (1), at the right. Without this key it has one if it has an `id`."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"text", doc::SlotKind::Text, "body", "Size, leading and colour; the family is that of the font stack `math`."},
    {"words", doc::SlotKind::Text, "body", "The face of `\\text{...}`."},
    {"number", doc::SlotKind::Text, "body", "The number."},
    {"scale", doc::SlotKind::Number, "0", "Size of the letters in percent of `text`; 0: half way to where small letters are as tall as those of `words`."},
    {"least_scale", doc::SlotKind::Number, "85", "How small a formula may be made that fits in no other way, in percent."},
    {"centered", doc::SlotKind::Flag, "false", "It stands in the middle; else `indent` from the left."},
    {"indent", doc::SlotKind::Length, "18", "From the left edge of the text."},
    {"number_gap", doc::SlotKind::Length, "12", "Least space before the number."},
    {"line_gap", doc::SlotKind::Length, "4", "Space between the lines of a formula that is broken."},
    {"above", doc::SlotKind::Length, "7", "Space above."},
    {"below", doc::SlotKind::Length, "7", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where it stands."},
};

struct Formula final : doc::Block {
    SourcedText tex, alt;
    math::List list;
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    data::Record const record(value, kFields, "a formula", context.diagnostics);
    if (!record.valid()) return nullptr;
    auto block = std::make_unique<Formula>();
    block->tex = *record.text("tex");
    block->alt = *record.text("alt");
    std::size_t const faults = context.diagnostics.error_count();
    bool const decimal_comma = data::number_locale(context.language).decimal == ",";
    block->list = math::parse_formula(block->tex, context.diagnostics, decimal_comma ? math::Comma::IsDecimal : math::Comma::PartsNumbers);
    if (faults == context.diagnostics.error_count() && block->list.empty()) context.diagnostics.error("E202", record.span_of("tex"), "a formula needs 'tex'");
    if (block->alt.empty()) context.diagnostics.error("E207", record.span_of("alt"), "a formula needs 'alt'", "say it in words, for readers who cannot see it");
    bool const numbered = record.boolean("number", true);
    if (numbered) block->name.kind = doc::BlockName::Kind::Formula;
    block->name.needs_id = !record.has("number");
    return block;
}

/// Sets one formula: its lines in the size in which they fit.
class FormulaSetter {
public:
    FormulaSetter(Formula const& formula, text::FontPtr const& face, BuildContext& context, draw::NodeId node)
        : formula_(formula), style_(context.style("formula")), context_(context), table_(face), node_(node) {}

    std::vector<math::Line> lines(Length measure) {
        std::vector<math::Line> lines = lines_at(measure, 100);
        Length const wide = width_of(lines);
        if (wide <= measure) return lines;
        std::int64_t const least = std::clamp<std::int64_t>(style_.number("least_scale"), 50, 100);
        // What cannot be broken shrinks as its letters do.
        bool const hopeless = scaled(wide, least - 1, 100) > measure;
        for (std::int64_t percent = 99; percent >= least && !hopeless; --percent) {
            std::vector<math::Line> smaller = lines_at(measure, percent);
            if (width_of(smaller) > measure) continue;
            context_.diagnostics.warning("W685", formula_.tex.span(), fmt::format("this formula is set at {} % of its size to fit its place", percent),
                                         "shorten it, or let it be broken at a sign outside of fractions and brackets");
            return smaller;
        }
        context_.diagnostics.error("E684", formula_.tex.span(), fmt::format("this formula is {:.1f} points wider than its place", (wide - measure).to_points()),
                                   "shorten it, give names to its parts, or say 'span: full'");
        return lines;
    }

private:
    static Length width_of(std::vector<math::Line> const& lines) {
        Length width;
        for (math::Line const& line : lines) width = max(width, line.indent + line.box.width);
        return width;
    }

    std::vector<math::Line> lines_at(Length measure, std::int64_t percent) {
        Length const size = scaled(style_.text("text").size, scale() * percent, 100'000);
        // Words keep their size to that of the letters, in scripts too.
        auto const words = [&, letters = size](SourcedText const& said, Length at) {
            doc::TextStyle look = style_.text("words");
            look.size = scaled(scaled(look.size, percent, 100), at.raw(), std::max<std::int64_t>(1, letters.raw()));
            look.color = style_.text("text").color;
            return context_.type.line(said, look, node_);
        };
        return math::set_display(math::Setter(table_, size, words), formula_.list, measure);
    }

    /// Permille of `text`. Letters of two designs look equal when the small ones are, but figures and capitals then differ: half of it is a good mean.
    std::int64_t scale() {
        if (std::int64_t const asked = style_.number("scale"); asked > 0) return std::clamp<std::int64_t>(asked, 50, 200) * 10;
        text::CharStyle const chars = context_.type.chars(style_.text("words"));
        text::FontPtr const words = chars.faces.empty() ? nullptr : chars.faces.front();
        Length const one = Length::points(1000);
        if (words == nullptr || words->metrics().x_height <= 0 || table_.face()->metrics().x_height <= 0) return 1000;
        Length const theirs = words->at_size(words->metrics().x_height, one), ours = table_.face()->at_size(table_.face()->metrics().x_height, one);
        return std::clamp<std::int64_t>((1000 + theirs.raw() * 1000 / ours.raw()) / 2, 800, 1250);
    }

    Formula const& formula_;
    doc::BlockStyle const& style_;
    BuildContext& context_;
    text::MathTable table_;
    draw::NodeId node_;
};

/// A line as a box of the flow: no lower than a line of text, and with the number at its right, if any.
layout::VBox box_of(math::Line const& line, Region region, Length x, std::vector<text::PlacedRun> const& number, draw::NodeId node, Formula const& formula,
                    BuildContext& context) {
    doc::TextStyle const& look = context.style("formula").text("text");
    Length const baseline = context.type.first_baseline(look);
    Length const height = max(line.box.height, baseline), depth = max(line.box.depth, look.leading - baseline);
    draw::Frame frame;
    frame.size = {region.width, height + depth};
    frame.place(math::frame_of(line.box, look.color, node), {x, height - line.box.height});
    for (text::PlacedRun const& run : number) frame.text(run.run.mark, {region.width - text::line_width(number) + run.x, height}, run.run);
    layout::VBox box;
    box.height = frame.size.height;
    box.baseline = height;
    box.span = formula.span;
    box.pieces.push_back({{region.x, {}}, std::make_shared<draw::Frame const>(std::move(frame))});
    return box;
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& formula = static_cast<Formula const&>(block);
    doc::BlockStyle const& style = context.style("formula");
    text::FontPtr const face = context.type.math_face(context.theme.math_fonts, formula.span);
    if (face == nullptr || formula.list.empty()) return;
    Region const region = context.stand(style.span("span"));
    bool const numbered = formula.name.kind == doc::BlockName::Kind::Formula && formula.landmark;
    draw::NodeId const outer = numbered ? context.tree.add(context.parent, draw::Role::Div, formula.span) : context.parent;
    draw::NodeId const node = context.tree.add(outer, draw::Role::Formula, formula.span);
    context.tree[node].alt = formula.alt.text;
    std::vector<text::PlacedRun> number;
    if (numbered) {
        SourcedText const words(fmt::format("({})", formula.landmark->of_kind));
        number = context.type.line(words, style.text("number"), context.tree.add(outer, draw::Role::P, formula.span));
    }
    bool const centered = style.flag("centered");
    Length const indent = centered ? Length{} : min(style.length("indent"), region.width / 8);
    Length const beside = numbered ? text::line_width(number) + style.length("number_gap") : Length{};
    // In the middle it keeps away from the number on both sides, as long as there is room for that.
    std::vector<math::Line> const lines = FormulaSetter(formula, face, context, node).lines(region.width - indent - beside);
    Length widest;
    for (math::Line const& line : lines) widest = max(widest, line.indent + line.box.width);
    Length const left = centered ? max(Length{}, min((region.width - widest) / 2, region.width - beside - widest)) : indent;
    // What leads in to a formula is the first half of a sentence.
    if (context.after_text) context.keep_with_next(layout::kForbidden, "formula apart from its text");
    std::size_t const first_item = context.list.size();
    context.open(style.length("above"));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0) {
            context.keep_with_next(context.cost("split_card"), "formula split");
            context.list.push_back(layout::VGlue{style.length("line_gap"), 0});
        }
        bool const last = i + 1 == lines.size();
        context.box(box_of(lines[i], region, left + lines[i].indent, last ? number : std::vector<text::PlacedRun>{}, node, formula, context));
    }
    context.settle(first_item, style.length("above"), style.length("below"));
}

}  // namespace

BlockType const kFormula{
    "formula",
    "A displayed formula, written as in TeX.",
    kFields,
    kSlots,
    read,
    build,
    "- id: ev\n"
    "  formula:\n"
    "    tex: 'EV = \\sum_{t=1}^{n} \\frac{FCF_t}{(1 + WACC)^t} + \\frac{TV}{(1 + WACC)^n}'\n"
    "    alt: Enterprise value is the sum of the free cash flows of the years 1 to n and of the terminal value, all discounted at the WACC.\n"
    "- \"[@ev] holds for any horizon *n*.\"\n"};

}  // namespace offprint::blocks
