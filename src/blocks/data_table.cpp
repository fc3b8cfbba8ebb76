// The table: rows of cells under a head, over as many pages as it takes.
#include <algorithm>

#include "blocks/block_type.h"
#include "blocks/table_grid.h"
#include "blocks/table_keys.h"
#include "fmt/format.h"
#include "table/flow.h"

namespace offprint::blocks {
namespace {

constexpr std::string_view kWide[] = {"turn", "slice"};
constexpr std::string_view kScales[] = {"auto", "thousand", "million", "billion"};
constexpr data::Field kFields[] = {
    {"title", data::Kind::Text, data::Required::Yes, "What the table shows."},
    {"subtitle", data::Kind::Markdown, data::Required::No, "Measure, unit, period."},
    {"columns",
     data::Kind::Any,
     data::Required::No,
     "The columns: names, or a map for each. All of the data's when missing.",
     {},
     kColumnFields,
     data::Shape::TextsOrMaps},
    {"rows",
     data::Kind::Any,
     data::Required::No,
     "The rows: lists of cells or maps, with `kind` and `indent`. A list of one cell labels a group.",
     {},
     kCellFields,
     data::Shape::Rows},
    {"data", data::Kind::Text, data::Required::No, "Name of a data source. Exactly one of `rows` and `data`."},
    {"row_kind", data::Kind::Text, data::Required::No, "Column of the data that says what a row is: row, group, subtotal, total."},
    {"indent", data::Kind::Text, data::Required::No, "Column of the data with the level of a row, 0 to 9."},
    {"group_by",
     data::Kind::Any,
     data::Required::No,
     "Column of the data whose every new value begins a group of rows; a list for groups in groups, the outermost first.",
     {},
     {},
     data::Shape::TextOrTexts},
    {"subtotals", data::Kind::Text, data::Required::No, "Sums under each group: 'Total {group}'."},
    {"total", data::Kind::Text, data::Required::No, "Sums of all rows under this name: Total."},
    {"carry", data::Kind::Bool, data::Required::No, "Running sums at the foot of each page and at the head of the next."},
    {"zebra", data::Kind::Bool, data::Required::No, "Every second row on a tint; as the layout has it when missing."},
    {"wide", data::Kind::Choice, data::Required::No,
     "Where it is too wide: turn (a page lying on its side, if it fits there; the default) or slice (cut into parts).", kWide},
    {"scale", data::Kind::Choice, data::Required::No,
     "Units of its amounts, named in the subtitle: thousand, million, billion, or auto: the smallest ones in which the table is not too wide.", kScales},
    {"notes",
     data::Kind::Any,
     data::Required::No,
     "Notes by their marks: {a: Restated.}; a cell refers to one in brackets: 308.4[a].",
     {},
     {},
     data::Shape::TextsByName},
    {"note", data::Kind::Markdown, data::Required::No, "A remark below the table."},
    {"caption", data::Kind::Markdown, data::Required::No, "A remark beside or below the table."},
    {"source", data::Kind::Markdown, data::Required::No, "Where the numbers come from."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"title", doc::SlotKind::Text, "exhibit-title", "What it shows."},
    {"subtitle", doc::SlotKind::Text, "exhibit-subtitle", "Measure and unit."},
    {"source", doc::SlotKind::Text, "exhibit-source", "The source line."},
    {"label", doc::SlotKind::Text, "label", "\"Exhibit 1\"."},
    {"caption", doc::SlotKind::Text, "caption", "The remark."},
    {"cell", doc::SlotKind::Text, "table-cell", "Cells. Numbers take tabular figures by themselves."},
    {"strong", doc::SlotKind::Text, "table-strong", "Labels of groups, subtotals, totals."},
    {"head", doc::SlotKind::Text, "table-head", "Labels of columns."},
    {"spanner", doc::SlotKind::Text, "table-spanner", "Labels over several columns."},
    {"continued", doc::SlotKind::Text, "table-note", "\"(continued)\", \"Carried forward\"."},
    {"note", doc::SlotKind::Text, "table-note", "Notes below."},
    {"code", doc::SlotKind::Text, "code", "Code in cells."},
    {"second", doc::SlotKind::Color, "counter", "Emphasis in the subtitle."},
    {"rule", doc::SlotKind::Color, "ink", "The rules above, under the head, at totals and below.", {}, true},
    {"hair", doc::SlotKind::Color, "hair", "Hairlines under rows.", {}, true},
    {"ink", doc::SlotKind::Color, "ink", "Hairlines under labels of several columns, over subtotals.", {}, true},
    {"zebra", doc::SlotKind::Color, "tint", "Ground of every second row.", {}, true},
    {"high", doc::SlotKind::Color, "accent", "Shade of high values.", {}, true},
    {"low", doc::SlotKind::Color, "counter", "Shade of values below zero.", {}, true},
    {"bar", doc::SlotKind::Color, "accent", "Bars and lines in cells.", {}, true},
    {"numbered", doc::SlotKind::Flag, "true", "\"Exhibit 1\" stands over it or in the rail."},
    {"rule_width", doc::SlotKind::Length, "0.8", "The rule above."},
    {"inner_rule_width", doc::SlotKind::Length, "0.6", "The rules under the head, at totals and below."},
    {"hair_width", doc::SlotKind::Length, "0.25", "Hairlines under rows; 0: none."},
    {"pad", doc::SlotKind::Length, "5", "Space below the rule above."},
    {"head_gap", doc::SlotKind::Length, "5", "Space above the head."},
    {"caption_gap", doc::SlotKind::Length, "1", "Space between \"Exhibit 1\" and the remark."},
    {"foot_gap", doc::SlotKind::Length, "4", "Space above notes and source."},
    {"gap", doc::SlotKind::Length, "14", "Space between columns."},
    {"tight_gap", doc::SlotKind::Length, "5", "Least space between columns, where a table would be too wide."},
    {"row_pad", doc::SlotKind::Length, "1.5", "Space above and below a row's lines."},
    {"head_pad", doc::SlotKind::Length, "2", "Space above and below a label in the head."},
    {"group_space", doc::SlotKind::Length, "5", "Space above the label of a group."},
    {"indent", doc::SlotKind::Length, "8", "A level of indented rows."},
    {"ground_pad", doc::SlotKind::Length, "3.5", "Space between words and the table's edges where stripes or shades reach to them."},
    {"bar_width", doc::SlotKind::Length, "40", "Least room for bars in cells."},
    {"spark_width", doc::SlotKind::Length, "46", "Room for lines in cells."},
    {"zebra_rows", doc::SlotKind::Flag, "false", "Every second row on a tint."},
    {"above", doc::SlotKind::Length, "16", "Space above."},
    {"below", doc::SlotKind::Length, "16", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where it stands."},
    {"wide_span", doc::SlotKind::Span, "full", "Where one stands that is too wide for that."},
};

struct DataTable final : doc::Block {
    ExhibitText text;
    std::vector<doc::InlineRun> note;
    TableSpec spec;
    std::optional<bool> zebra;
    bool slice = false;  // where it is too wide, though it might fit a page lying on its side
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    data::Record const record(value, kFields, "a table", context.diagnostics);
    if (!record.valid()) return nullptr;
    auto spec = read_table_spec(record, context);
    if (!spec) return nullptr;
    auto block = std::make_unique<DataTable>();
    block->text = read_exhibit_text(record, context);
    block->name = {doc::BlockName::Kind::Table, {}, block->text.title};
    block->note = inline_field(record, "note", context);
    if (record.has("zebra")) block->zebra = record.boolean("zebra", false);
    block->slice = record.choice("wide") == std::size_t{1};
    block->spec = std::move(*spec);
    return block;
}

/// Characters of cells: lining tabular figures whatever the style says of them.
table::TextLook cell_look(doc::TextStyle const& style, BuildContext& context) {
    table::TextLook look{context.type.chars(style), style.leading, context.type.first_baseline(style)};
    auto const drop = [](text::Feature const& f) {
        std::string_view const tag(f.tag, 4);
        return tag == "onum" || tag == "pnum" || tag == "tnum" || tag == "lnum";
    };
    std::erase_if(look.chars.features, drop);
    look.chars.features.push_back({{'l', 'n', 'u', 'm'}, 1});
    look.chars.features.push_back({{'t', 'n', 'u', 'm'}, 1});
    return look;
}

table::Look look_of(doc::BlockStyle const& style, DataTable const& block, BuildContext& context) {
    table::Look look;
    look.cell = cell_look(style.text("cell"), context);
    look.strong = cell_look(style.text("strong"), context);
    look.date = look.cell;
    look.strong_date = look.strong;
    look.date.tabular = look.strong_date.tabular = true;
    look.head = cell_look(style.text("head"), context);
    look.spanner = cell_look(style.text("spanner"), context);
    look.continued = cell_look(style.text("continued"), context);
    look.rule = style.color("rule");
    look.hair = style.color("hair");
    look.ink = style.color("ink");
    look.zebra = style.color("zebra");
    look.high = style.color("high");
    look.low = style.color("low");
    look.bar = style.color("bar");
    look.paper = context.theme.paper;
    look.rule_width = style.length("inner_rule_width");
    look.hair_width = style.length("hair_width");
    look.gap = style.length("gap");
    look.tight_gap = min(style.length("tight_gap"), look.gap);
    look.pad = style.length("row_pad");
    look.head_pad = style.length("head_pad");
    look.group_space = style.length("group_space");
    look.indent = style.length("indent");
    look.ground_pad = style.length("ground_pad");
    look.bar_width = style.length("bar_width");
    look.spark_width = style.length("spark_width");
    look.zebra_rows = block.zebra.value_or(style.flag("zebra_rows"));
    return look;
}

table::TableCosts costs_of(BuildContext const& context) {
    return {context.cost("table_head"), context.cost("table_total"), context.cost("table_group"), context.cost("split_row"), context.cost("split_table")};
}

/// Builds one table.
class Builder {
public:
    Builder(DataTable const& block, BuildContext& context) : block_(block), context_(context), style_(context.style("table")), text_(block.text) {}

    void run() {
        TableWords words_of_cells;
        auto grid = make_grid(block_.spec, words_of_cells, context_);
        if (grid == nullptr) return;
        if (auto scaled = block_.spec.scale > 0 ? scaled_grid(*grid, block_.spec.scale) : nullptr) {
            grid = std::move(scaled);
            scale_ = block_.spec.scale;
        }
        setting_ = std::make_shared<table::TableSetting>(grid, look_of(style_, block_, context_), words(), context_.type.shaper(), context_.diagnostics);
        setting_->texts.set_rich(
            [&, grid](table::CellKey key, table::TextLook const&, draw::NodeId node) { return words_of_cells.set(key, *grid, context_, node); });
        measure();
        table::Widths const widths = choose_page();
        report(widths);
        name_units();
        parent_ = context_.tree.add(context_.parent, draw::Role::Div, block_.span);
        std::size_t const first = context_.list.size();
        for (std::size_t i = 0; i < widths.slices.size(); ++i) add_slice(widths.slices[i], i == 0);
        setting_->texts.set_rich({});  // all nodes are made
        add_foot();
        context_.settle(first, style_.length("above"), style_.length("below"));
    }

private:
    table::Words words() const {
        return {context_.messages.get("continued"), context_.messages.get("carried_forward"), context_.messages.get("brought_forward"), context_.locale()};
    }

    void measure() {
        table::Tools const tools = setting_->tools();
        setting_->needs = table::measure_columns(tools);
        if (!block_.spec.carry) return;
        table::Grid const& grid = *setting_->grid;
        setting_->sums.emplace(grid);
        std::vector<table::ExactSum> sums(grid.columns.size());
        for (std::size_t r = 0; r < grid.rows.size(); ++r) {
            table::RunningSums::add_row(grid, r, sums);
            for (std::size_t c = 0; c < grid.columns.size(); ++c) {
                if (!grid.columns[c].sum) continue;
                auto const value = sums[c].value();
                if (!value) continue;
                table::NumberCell cell{table::NumberCell::Kind::Number, *value, {}};
                table::need_number(tools, setting_->needs[c], table::print_number(cell, {}, grid.columns[c].format, tools.words.locale), tools.look.strong);
            }
        }
    }

    /// The usual place, or the wide one where the table does not fit the usual one or would be much higher there.
    table::Widths choose_region() {
        table::Tools const tools = setting_->tools();
        region_ = context_.stand(style_.span("span"));
        Region const wide = context_.region(style_.span("wide_span"));
        table::Widths widths = table::place_columns(tools, setting_->needs, region_.width);
        if (context_.asked_span || wide.width <= region_.width) return widths;
        table::Widths wider = table::place_columns(tools, setting_->needs, wide.width);
        bool const fits = !widths.tightened;
        if (fits && widths.slices.front().height * 4 <= wider.slices.front().height * 5) return widths;
        region_ = context_.stand(style_.span("wide_span"));
        return wider;
    }

    /// The same, its amounts in larger units where its author lets them be and it is too wide.
    table::Widths choose_units() {
        table::Widths widths = choose_region();
        if (!block_.spec.scale_to_fit || fits(widths)) return widths;
        too_wide_ = size_of(widths);
        auto const written = setting_->grid;
        for (int exponent = 3; exponent <= 9; exponent += 3) {
            auto scaled = scaled_grid(*written, exponent);
            if (scaled == nullptr) break;
            setting_->grid = std::move(scaled);
            measure();
            table::Widths closer = choose_region();
            if (!fits(closer)) continue;
            scale_ = exponent;
            return closer;
        }
        setting_->grid = written;
        measure();
        return choose_region();
    }
    static bool fits(table::Widths const& widths) { return widths.slices.size() < 2 && !widths.overfull; }

    /// The same, or a page lying on its side where the table then stays whole.
    table::Widths choose_page() {
        table::Widths const upright = choose_units();
        bool const may_turn = !context_.nested && !context_.turned && !block_.slice && block_.hints.place == doc::BlockHints::Place::Here;
        if (!may_turn || fits(upright)) return upright;
        context_.mark_boxes();
        context_.turned = true;
        Region const lying = context_.region(doc::BlockSpan::Full);
        table::Widths widths = table::place_columns(setting_->tools(), setting_->needs, lying.width);
        if (!fits(widths)) {
            context_.turned = false;
            return upright;
        }
        turned_from_ = region_.width;
        region_ = context_.stand(doc::BlockSpan::Full);
        return widths;
    }

    std::string size_of(table::Widths const& widths) const {
        auto const points = [](Length length) { return fmt::format("{:.0f}pt", length.to_points()); };
        return fmt::format("needs {} and has {}", points(widths.needed), points(turned_from_.value_or(region_.width)));
    }
    std::string unit_words() const { return context_.messages.get(scale_ == 3 ? "in_thousands" : scale_ == 6 ? "in_millions" : "in_billions"); }

    /// Units that the program chose or was told stand at the end of the subtitle.
    void name_units() {
        if (scale_ == 0) return;
        bool const alone = text_.subtitle.empty();
        std::string const words = alone ? with_capital(unit_words(), context_.article.language) : ", " + unit_words();
        text_.subtitle.emplace_back().text = SourcedText(words);
    }

    void report(table::Widths const& widths) {
        std::string const size = size_of(widths);
        if (widths.overfull)
            context_.diagnostics.error("E656", block_.span, "the table is too wide: " + size, "fewer or shorter words in its cells, or fewer columns");
        else if (scale_ > 0 && block_.spec.scale_to_fit)
            context_.diagnostics.warning("W663", block_.span, fmt::format("the table {}: its amounts are given in {}s", too_wide_, kScales[scale_ / 3]),
                                         fmt::format("fewer columns; or choose the units: 'scale: {}'", kScales[scale_ / 3]));
        else if (turned_from_)
            context_.diagnostics.warning("W660", block_.span, fmt::format("the table {}: it stands on a page lying on its side", size),
                                         "fewer columns, or larger units; 'wide: slice' cuts it into parts instead");
        else if (widths.slices.size() > 1)
            context_.diagnostics.warning("W657", block_.span, fmt::format("the table {} and was cut into {} parts", size, widths.slices.size()),
                                         "fewer columns, or larger units");
        else if (widths.tightened)
            context_.diagnostics.warning("W658", block_.span, fmt::format("the table {}: its columns stand closer", size), "shorter labels, or larger units");
    }

    /// "Exhibit 3 (continued)", or the title, over the head that later pages repeat; in the rail where the table's number stands there and it has room.
    table::ContinuedLine continued(Length width) {
        doc::TextStyle const& label = style_.text("label");
        layout::Stack stack;
        set_rule(stack, width, style_.length("rule_width"), style_.color("rule"));
        stack.space(style_.length("pad"));
        table::ContinuedLine line;
        Length const baseline = stack.height() + context_.type.first_baseline(label);
        std::string const name = style_.flag("numbered") ? context_.exhibit : block_.text.title.text;
        SourcedText const text(fmt::format("{} ({})", name, context_.messages.get("continued")));
        std::vector<text::PlacedRun> words = context_.type.line(text, label, draw::kArtifactLayout);
        Region const rail = context_.region(doc::BlockSpan::Rail);
        bool const in_rail = exhibit_has_rail(context_, region_) && !words.empty() && words.back().x + words.back().run.width() <= rail.width;
        line.height = stack.height() + (in_rail ? Length{} : label.leading + style_.length("head_gap"));
        line.frame.size = {width, line.height};
        line.frame.fill(draw::kArtifactLayout, Rect{{}, {}, width, style_.length("rule_width")}, style_.color("rule"));
        for (text::PlacedRun& placed : words)
            line.frame.text(draw::kArtifactLayout, {placed.x + (in_rail ? rail.x - region_.x : Length{}), baseline}, std::move(placed.run));
        return line;
    }

    /// What ends a part of the table above a break: the rule that ends the table, and its notes, which a reader of this page would else look for in vain.
    /// They repeat what is said below the table's end, so nothing here is more than plain words; more than a few lines of them stand there only.
    void end_parts(table::ContinuedLine& line, Length width) {
        constexpr std::int64_t kMostLines = 4;
        doc::TextStyle const& look = style_.text("note");
        layout::Stack stack(region_.x);
        set_rule(stack, width, style_.length("inner_rule_width"), style_.color("rule"));
        layout::Stack const rule = stack;
        stack.space(style_.length("foot_gap"));
        bool plain = true;
        for (auto const& [key, runs] : block_.spec.notes) {
            for (doc::InlineRun const& run : runs) plain = plain && run.is_words() && run.url.empty() && run.language.empty() && run.index == nullptr;
            if (plain)
                set_paragraph(stack, context_.type, context_.type.paragraph(note_text(key, runs, look, draw::kArtifactLayout), look, region_.width), look);
        }
        bool const few = stack.height() <= look.leading * kMostLines + style_.length("foot_gap") + rule.height();
        layout::Stack const& foot = plain && few && !block_.spec.notes.empty() ? stack : rule;
        line.foot = foot.pieces();
        line.foot_height = foot.height();
    }

    /// A note of the table: its mark, and what it says.
    text::StyledText note_text(SourcedText const& key, std::vector<doc::InlineRun> const& runs, doc::TextStyle const& look, draw::NodeId node) {
        text::StyledText text;
        text.append(key, table::mark_style(context_.type.chars(look)), node);
        text.append(SourcedText(" "), context_.type.chars(look), node);
        text::StyledText const said = context_.type.inlines(runs, look, look, context_.tree, node);
        for (text::StyledText::Run const& run : said.runs) text.append(said.text.substr(run.begin, run.end - run.begin), said.styles[run.style], run.mark);
        return text;
    }

    void add_slice(table::Slice columns, bool first) {
        auto const slice = std::make_shared<table::SliceSetting>(setting_, std::move(columns));
        layout::Stack stack(region_.x);
        std::optional<layout::Attachment> beside;
        table::ContinuedLine again = continued(slice->slice().width);
        end_parts(again, slice->slice().width);
        draw::NodeId const node = context_.tree.add(parent_, draw::Role::Table, block_.span);
        if (first) {
            beside = set_exhibit_head(stack, text_, region_, style_, context_, context_.tree.add(node, draw::Role::Caption, block_.span));
            stack.space(style_.length("head_gap"));
        } else {
            stack.add_frame(again.frame);
        }
        slice->add_nodes(context_.tree, node);
        Length const head_top = stack.height();
        stack.add_deferred(table::head_of(slice), slice->head_height());
        // With a title it needs no sentence before it.
        if (first && block_.text.title.text.empty()) context_.keep_lead_in();
        context_.open(style_.length(first ? "above" : "head_gap"), first ? 1 : 0);
        layout::VBox& box = context_.box(stack.box(block_.span));
        box.clears_rail = region_.x == Length{};
        if (beside) box.attachments.push_back(std::move(*beside));
        std::vector<table::RowNote> notes;
        for (auto const& [key, lines] : slice->rich_lines()) {
            for (NoteBook::LineMark const& mark : context_.notes.marks_in(*lines.paragraph)) {
                if (table::in_head(key))
                    box.notes.push_back({head_top + slice->label_top(key), mark.note});
                else
                    notes.push_back({key.row, mark.line, mark.note});
            }
        }
        for (auto const& [key, lines] : slice->rich_lines()) watch(slice, key, lines.paragraph->text());
        table::append_rows(context_.list, slice, setting_, region_.x, again, block_.spec.carry, costs_of(context_), block_.span, notes);
    }

    /// Words of a cell that hang on pages.
    void watch(std::shared_ptr<table::SliceSetting> const& slice, table::CellKey key, text::StyledText const& words) {
        if (!context_.references.hang_in(words)) return;
        context_.changing_cells.push_back({words, [&notes = context_.notes, slice, key](text::StyledText changed) {
                                               auto const marks = [&] { return notes.marks_in(*slice->rich_lines().at(key).paragraph); };
                                               auto const before = marks();
                                               return slice->renew(key, std::move(changed)) && marks() == before;
                                           }});
    }

    /// The rule below, notes, remark and source.
    void add_foot() {
        layout::Stack stack(region_.x);
        set_rule(stack, region_.width, style_.length("inner_rule_width"), style_.color("rule"));
        bool const words = !block_.spec.notes.empty() || !block_.note.empty() || !block_.text.source.empty() || !block_.text.caption.empty();
        if (words) stack.space(style_.length("foot_gap"));
        doc::TextStyle const& look = style_.text("note");
        auto const add = [&](text::StyledText text) {
            set_paragraph(stack, context_.type, context_.type.paragraph(std::move(text), look, region_.width), look);
        };
        for (auto const& [key, runs] : block_.spec.notes) { add(note_text(key, runs, look, context_.tree.add(parent_, draw::Role::Note, key.span()))); }
        if (!block_.note.empty()) add(context_.type.inlines(block_.note, look, look, context_.tree, context_.tree.add(parent_, draw::Role::P, block_.span)));
        set_exhibit_foot(stack, text_, region_, style_, context_, parent_);
        context_.list.push_back(layout::VPenalty{layout::kForbidden, "the foot of a table alone"});
        context_.box(stack.box(block_.span));
    }

    DataTable const& block_;
    BuildContext& context_;
    doc::BlockStyle const& style_;
    ExhibitText text_;
    std::shared_ptr<table::TableSetting> setting_;
    int scale_ = 0;         // the power of ten of the units that amounts are given in
    std::string too_wide_;  // what it needed and had, where units were chosen for that
    Region region_{};
    std::optional<Length> turned_from_;  // the width that was too narrow, where the table is turned
    draw::NodeId parent_ = 0;
};

void build(doc::Block const& block, BuildContext& context) { Builder(static_cast<DataTable const&>(block), context).run(); }

}  // namespace

BlockType const kTable{"table",
                       "A table: typed columns, figures in line, over as many pages as it takes.",
                       kFields,
                       kSlots,
                       read,
                       build,
                       "- table:\n"
                       "    title: Margins widen as volumes grow\n"
                       "    subtitle: $ million, years to December\n"
                       "    columns:\n"
                       "      - {field: item, label: \"\"}\n"
                       "      - {field: fy24, label: FY24, group: Actual}\n"
                       "      - {field: fy25, label: FY25, group: Actual}\n"
                       "      - {field: fy26, label: FY26E, group: Estimates}\n"
                       "      - {field: growth, label: Growth, type: percent, format: \"+0%;-0%\"}\n"
                       "    rows:\n"
                       "      - [Revenue, 308.4, 421.0, 562.5, 0.34]\n"
                       "      - [Cost of sales, -74.1, \"-98.2[a]\", -126.9, 0.29]\n"
                       "      - {item: Gross profit, fy24: 234.3, fy25: 322.8, fy26: 435.6, growth: 0.35, kind: total}\n"
                       "    notes: {a: Includes $3.1 million of inventory written down.}\n"
                       "    source: Company data, own estimates.\n"};

}  // namespace offprint::blocks
