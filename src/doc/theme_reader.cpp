#include "doc/theme_reader.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "doc/layout_keys.h"
#include "fmt/format.h"

namespace offprint::doc {

using namespace layout_keys;  // the tables, under their own names
using data::Record;
using data::Value;

/// Reads one merged layout tree; each method one part of it.
class ThemeReader {
public:
    ThemeReader(Value const& root, std::span<BlockSlots const> blocks, Diagnostics& diagnostics)
        : root_(root),
          slots_(blocks),
          diagnostics_(diagnostics),
          faults_before_(diagnostics.error_count()),
          record_(root, kLayoutFields, "a layout", diagnostics) {}

    std::optional<Theme> read() {
        theme_.name = record_.string("layout");
        theme_.description = record_.string("description");
        theme_.span = root_.span;
        read_palette();
        read_fonts();
        read_styles();
        read_papers();
        read_grid();
        read_exhibits();
        read_blocks();
        theme_.head = read_line("head");
        theme_.foot = read_line("foot");
        read_disclosures();
        read_costs();
        for (SourcedText const& word : record_.texts("hyphenation")) theme_.hyphenation_exceptions.push_back(word.text);
        if (diagnostics_.error_count() != faults_before_) return std::nullopt;
        check_contrast();
        if (diagnostics_.error_count() != faults_before_) return std::nullopt;
        return std::move(theme_);
    }

private:
    /// Entries of a map-valued key; none when it is missing, an error when it is something else.
    std::vector<data::MapEntry> const& entries(std::string_view key) {
        static std::vector<data::MapEntry> const kNone;
        Value const* value = record_.get(key);
        if (value == nullptr) return kNone;
        if (value->kind != data::ValueKind::Map) {
            diagnostics_.error("E203", value->span, fmt::format("'{}' must be a map", key));
            return kNone;
        }
        return value->map;
    }

    template <class Map>
    void unknown(std::string_view what, std::string_view name, Span span, Map const& known) {
        std::vector<std::string_view> names;
        for (auto const& [key, value] : known) names.push_back(key);
        std::string_view const guess = data::did_you_mean(name, names);
        diagnostics_.error("E503", span, fmt::format("unknown {} '{}'", what, name), guess.empty() ? std::string{} : fmt::format("did you mean '{}'?", guess));
    }

    Color color_of(std::string_view name, Span span) {
        auto const it = theme_.palette.find(name);
        if (it != theme_.palette.end()) return it->second;
        unknown("colour", name, span, theme_.palette);
        return {};
    }

    TextStyle style_of(std::string_view name, Span span) {
        auto const it = theme_.styles.find(name);
        if (it != theme_.styles.end()) return it->second;
        unknown("style", name, span, theme_.styles);
        return {};
    }

    void read_palette() {
        for (data::MapEntry const& entry : entries("palette")) {
            std::optional<Color> const color = parse_color(entry.value.scalar.text);
            if (!color) diagnostics_.error("E504", entry.value.span, fmt::format("'{}' is no colour", entry.value.scalar.text), "write it as \"#14181F\"");
            theme_.palette[entry.key.text] = color.value_or(Color{});
        }
        if (!theme_.palette.contains("paper")) theme_.palette["paper"] = kWhite;
        theme_.paper = theme_.palette["paper"];
        for (SourcedText const& name : record_.texts("series")) theme_.series.push_back(color_of(name.text, name.span()));
    }

    void read_fonts() {
        for (data::MapEntry const& entry : entries("fonts")) {
            std::vector<std::string>& stack = fonts_[entry.key.text];
            if (entry.value.kind == data::ValueKind::Scalar) stack.push_back(entry.value.scalar.text);
            for (Value const& family : entry.value.list) stack.push_back(family.scalar.text);
            if (stack.empty()) diagnostics_.error("E203", entry.value.span, fmt::format("font stack '{}' names no family", entry.key.text));
        }
        if (auto const math = fonts_.find("math"); math != fonts_.end() && !math->second.empty()) theme_.math_fonts = math->second;
    }

    void read_styles() {
        for (data::MapEntry const& entry : entries("styles")) read_style(entry.key.text, {});
    }

    /// Reads a style and, first, the one that it is like; `path` are the styles on the way here.
    void read_style(std::string const& name, std::set<std::string> path) {
        if (theme_.styles.contains(name)) return;
        Value const* all = record_.get("styles");
        Value const* value = all->find(name);
        Record const record(*value, kStyleFields, fmt::format("style '{}'", name), diagnostics_);
        TextStyle style;
        if (auto like = record.text("like")) {
            path.insert(name);
            if (path.contains(like->text)) {
                diagnostics_.error("E505", like->span(), fmt::format("style '{}' is like itself", like->text));
            } else if (all->find(like->text) != nullptr) {
                read_style(like->text, path);
                style = theme_.styles.find(like->text)->second;
            } else {
                std::map<std::string_view, int> names;
                for (data::MapEntry const& e : all->map) names[e.key.text] = 0;
                unknown("style", like->text, like->span(), names);
            }
        }
        style.name = name;
        style.span = value->span;
        apply(record, style);
        theme_.styles[name] = style;
    }

    void apply(Record const& record, TextStyle& style) {
        if (auto font = record.text("font")) {
            auto const it = fonts_.find(font->text);
            if (it == fonts_.end())
                unknown("font stack", font->text, font->span(), fonts_);
            else
                style.families = it->second;
        }
        if (style.families.empty()) diagnostics_.error("E202", record.span(), fmt::format("style '{}' has no font", style.name), "add 'font:' or 'like:'");
        if (auto v = record.integer("weight")) {
            if (*v < 100 || *v > 900) diagnostics_.error("E507", record.span_of("weight"), "a weight must be 100 to 900");
            style.weight = static_cast<int>(std::clamp<std::int64_t>(*v, 100, 900));
        }
        style.italic = record.boolean("italic", style.italic);
        if (auto v = record.number("size")) style.size = bounded(*v, 3, 200, record.span_of("size"), "a size");
        if (auto v = record.number("leading")) style.leading = bounded(*v, 3, 300, record.span_of("leading"), "a leading");
        if (style.size == Length{}) diagnostics_.error("E202", record.span(), fmt::format("style '{}' has no size", style.name));
        if (style.leading == Length{}) style.leading = scaled(style.size, 13, 10);
        if (auto v = record.text("color")) style.color = color_of(v->text, v->span());
        if (auto v = record.number("tracking")) {
            if (std::abs(v->to_double()) > 1000)
                diagnostics_.error("E507", record.span_of("tracking"), "a tracking must be -1000 to 1000 thousandths of an em");
            style.tracking = scaled(style.size, std::clamp(v->to_double(), -1000.0, 1000.0) / 1000);
        }
        if (record.has("features")) {
            style.features.clear();
            for (SourcedText const& f : record.texts("features")) {
                std::size_t const sign = f.text.starts_with('-') ? 1 : 0;
                if (f.text.size() - sign != 4)
                    diagnostics_.error("E506", f.span(), fmt::format("'{}' is no OpenType feature tag", f.text), "a tag has four letters");
                else
                    style.features.push_back(f.text);
            }
        }
        if (auto v = record.choice("align")) style.align = static_cast<Align>(*v);
        style.hyphenate = record.boolean("hyphenate", style.hyphenate);
        if (auto v = record.number("expansion")) {
            double const percent = v->to_double();
            if (percent < 0 || percent > 2) diagnostics_.error("E507", record.span_of("expansion"), "an expansion must be 0 to 2 percent");
            style.expansion = static_cast<int>(std::clamp(percent, 0.0, 2.0) * 10);
        }
        style.capitals = record.boolean("capitals", style.capitals);
    }

    Length bounded(data::Decimal value, double low, double high, Span span, std::string_view what) {
        double const v = value.to_double();
        if (v < low || v > high) diagnostics_.error("E507", span, fmt::format("{} must be {} to {} points", what, low, high));
        return Length::points(std::clamp(v, low, high));
    }

    void read_papers() {
        for (data::MapEntry const& entry : entries("papers")) {
            Record const r(entry.value, kPaperFields, fmt::format("paper '{}'", entry.key.text), diagnostics_);
            auto get = [&](std::string_view name, double low, double high) {
                auto const v = r.number(name);
                return v ? bounded(*v, low, high, r.span_of(name), name) : Length{};
            };
            // A page side is 3 to 14,400 units in PDF (ISO 32000-1, annex C); ours leaves room for text.
            Paper const paper{{get("width", 100, 14400), get("height", 100, 14400)},
                              get("top", 0, 7000),
                              get("bottom", 0, 7000),
                              get("left", 0, 7000),
                              get("right", 0, 7000)};
            if (paper.size.height - paper.top - paper.bottom < Length::points(50) || paper.size.width - paper.left - paper.right < Length::points(50)) {
                if (r.valid()) diagnostics_.error("E507", entry.value.span, fmt::format("the margins of paper '{}' leave no room for text", entry.key.text));
            }
            theme_.papers[entry.key.text] = paper;
        }
        theme_.default_paper = record_.string("paper");
        theme_.profile = record_.string("profile");
        theme_.profile_span = record_.span_of("profile");
        if (theme_.papers.empty())
            diagnostics_.error("E202", root_.span, "the layout names no papers");
        else if (!theme_.papers.contains(theme_.default_paper))
            unknown("paper", theme_.default_paper, record_.span_of("paper"), theme_.papers);
    }

    void read_exhibits() { theme_.exhibits_by_kind = record_.choice("exhibits").value_or(0) == 1; }

    void read_grid() {
        if (auto v = record_.number("rail")) theme_.rail = v->zero() ? Length{} : bounded(*v, 0, 2000, record_.span_of("rail"), "a rail");
        if (auto v = record_.number("gutter")) theme_.gutter = bounded(*v, 0, 500, record_.span_of("gutter"), "a gutter");
        if (auto v = record_.number("grid")) theme_.grid = bounded(*v, 1, 100, record_.span_of("grid"), "a grid step");
        theme_.mirrored = record_.boolean("mirrored", false);
        read_columns();
        bool const columns = theme_.columns.count > 1;
        for (auto const& [name, paper] : theme_.papers) {
            if (theme_.measure(paper) < Length::points(60))
                diagnostics_.error("E507", record_.span_of(columns ? "columns" : "rail"),
                                   fmt::format("{} leave no measure on paper '{}'", columns ? "the columns" : "rail and gutter", name));
        }
    }

    void read_columns() {
        Value const* value = record_.get("columns");
        if (value == nullptr) return;
        Record const r(*value, kColumnFields, "the columns", diagnostics_);
        ColumnLayout& columns = theme_.columns;
        auto const count = r.integer("count").value_or(1);
        if (count < 1 || count > 3) diagnostics_.error("E507", r.span_of("count"), "a page has 1 to 3 columns");
        columns.count = static_cast<int>(std::clamp<std::int64_t>(count, 1, 3));
        auto const gutter = r.number("gutter"), rule = r.number("rule");
        columns.gutter = gutter ? bounded(*gutter, 0, 500, r.span_of("gutter"), "a gutter") : Length::points(18);
        if (rule) columns.rule = bounded(*rule, 0, 50, r.span_of("rule"), "a rule");
        if (columns.rule > Length{}) columns.rule_color = color_of(r.string("rule_color", "hair"), r.span_of("rule_color"));
        if (columns.count > 1 && theme_.rail > Length{}) diagnostics_.error("E511", value->span, "a layout has a rail or columns, not both", "rail: 0");
    }

    void read_blocks() {
        Value const* all = record_.get("blocks");
        for (data::MapEntry const& entry : entries("blocks")) {
            if (std::none_of(slots_.begin(), slots_.end(), [&](BlockSlots const& s) { return s.type == entry.key.text; })) {
                std::map<std::string_view, int> names;
                for (BlockSlots const& s : slots_) names[s.type] = 0;
                unknown("block", entry.key.text, entry.key.span(), names);
            }
        }
        for (BlockSlots const& type : slots_) read_block(type, all == nullptr ? nullptr : all->find(type.type));
    }

    void read_block(BlockSlots const& type, Value const* value) {
        BlockStyle style;
        std::map<std::string_view, int> known;
        for (StyleSlot const& slot : type.slots) known[slot.name] = 0;
        if (value != nullptr) {
            if (value->kind != data::ValueKind::Map) diagnostics_.error("E203", value->span, fmt::format("the choices of block '{}' must be a map", type.type));
            for (data::MapEntry const& entry : value->map) {
                if (!known.contains(entry.key.text)) unknown(fmt::format("key of block '{}'", type.type), entry.key.text, entry.key.span(), known);
            }
        }
        for (StyleSlot const& slot : type.slots) {
            Value const* given = value == nullptr ? nullptr : value->find(slot.name);
            SourcedText const text = given != nullptr ? given->scalar : SourcedText(std::string(slot.fallback));
            fill(style, slot, text, given != nullptr ? given->span : root_.span);
        }
        theme_.blocks[std::string(type.type)] = std::move(style);
    }

    void fill(BlockStyle& style, StyleSlot const& slot, SourcedText const& text, Span span) {
        std::string const key(slot.name);
        switch (slot.kind) {
            case SlotKind::Text: style.texts_[key] = style_of(text.text, span); break;
            case SlotKind::Color: style.colors_[key] = color_of(text.text, span); break;
            case SlotKind::Length: {
                auto const v = data::parse_decimal(text.text);
                if (!v) diagnostics_.error("E204", span, fmt::format("'{}' is no length in points", text.text));
                style.lengths_[key] = v ? bounded(*v, -1000, 5000, span, slot.name) : Length{};
                break;
            }
            case SlotKind::Number: {
                auto const v = data::parse_decimal(text.text);
                auto const n = v ? data::rounded(*v, 0) : std::nullopt;
                if (!n || *n < 0 || *n > 1000000) diagnostics_.error("E204", span, fmt::format("'{}' is no whole number", text.text));
                style.numbers_[key] = n.value_or(0);
                break;
            }
            case SlotKind::Flag:
                if (text.text != "true" && text.text != "false") diagnostics_.error("E203", span, fmt::format("'{}' must be true or false", slot.name));
                style.numbers_[key] = text.text == "true" ? 1 : 0;
                break;
            case SlotKind::Span:
                if (text.text == "measure")
                    style.spans_[key] = BlockSpan::Measure;
                else if (text.text == "full")
                    style.spans_[key] = BlockSpan::Full;
                else if (text.text == "rail")
                    style.spans_[key] = BlockSpan::Rail;
                else
                    diagnostics_.error("E206", span, fmt::format("'{}' is no span", text.text), "one of: measure, full, rail");
                style.spans_.try_emplace(key, BlockSpan::Measure);
                break;
        }
    }

    RunningLine read_line(std::string_view key) {
        RunningLine line;
        Value const* value = record_.get(key);
        if (value == nullptr) return line;
        Record const r(*value, kLineFields, fmt::format("the running {}", key), diagnostics_);
        line.left = r.string("left");
        line.center = r.string("center");
        line.right = r.string("right");
        auto style = [&](std::string_view slot, std::string const& text) {
            return text.empty() ? TextStyle{} : style_of(r.string(slot, "body"), r.span_of(slot));
        };
        line.left_style = style("left_style", line.left);
        line.center_style = style("center_style", line.center);
        line.right_style = style("right_style", line.right);
        auto length = [&](std::string_view name, double most) {
            auto const v = r.number(name);
            return v ? bounded(*v, 0, most, r.span_of(name), name) : Length{};
        };
        line.baseline = length("baseline", 7000);
        line.rule = length("rule", 7000);
        line.rule_width = length("rule_width", 50);
        if (auto v = r.text("rule_color")) line.rule_color = color_of(v->text, v->span());
        line.double_rule = r.boolean("double_rule", false);
        line.logo = r.text("logo").value_or(SourcedText{});
        line.logo_alt = r.string("logo_alt");
        line.logo_height = r.has("logo_height") ? length("logo_height", 500) : Length::points(12);
        line.logo_at_right = r.choice("logo_side") == std::size_t{1};
        if (!line.logo.empty() && (line.logo_alt.empty() || line.logo_height < Length::points(1)))
            diagnostics_.error("E207", line.logo.span(), "a logo needs 'logo_alt' and a height",
                               "say in 'logo_alt' whose sign it is, for readers who cannot see it");
        return line;
    }

    void read_disclosures() {
        theme_.clause_folder = "clauses";
        Value const* value = record_.get("disclosures");
        if (value == nullptr) return;
        Record const r(*value, kDisclosureFields, "the layout's disclosures", diagnostics_);
        theme_.requires_disclosure = r.boolean("required", false);
        for (SourcedText const& id : r.texts("ids")) theme_.required_disclosures.push_back(id.text);
        theme_.clause_folder = r.string("clauses", "clauses");
    }

    void read_costs() {
        for (Cost const& cost : kCosts) theme_.costs[std::string(cost.name)] = cost.value;
        for (data::MapEntry const& entry : entries("costs")) {
            auto const v = data::parse_decimal(entry.value.scalar.text);
            auto const n = v ? data::rounded(*v, 0) : std::nullopt;
            if (!theme_.costs.contains(entry.key.text))
                unknown("cost", entry.key.text, entry.key.span(), theme_.costs);
            else if (!n || *n < 0 || *n > 100'000'000)
                diagnostics_.error("E204", entry.value.span, fmt::format("'{}' is no cost", entry.value.scalar.text));
            else
                theme_.costs[entry.key.text] = *n;
        }
    }

    void check_pair(std::string const& what, Color text, Color ground, Span span) {
        double const ratio = contrast_ratio(text, ground);
        if (ratio >= 4.5) return;
        // Rounded down, so that a near miss does not read as a pass.
        diagnostics_.error("E510", span, fmt::format("{}: contrast of {} on {} is {:.2f}:1", what, to_hex(text), to_hex(ground), std::floor(ratio * 100) / 100),
                           "text needs 4.5:1 or more (WCAG 2.1, 1.4.3)");
    }

    void check_contrast() {
        // Names and values in a chart take the colour of their series, and the paper's where they stand on it.
        for (SourcedText const& name : record_.texts("series"))
            check_pair(fmt::format("series, {}", name.text), theme_.palette.find(name.text)->second, theme_.paper, name.span());
        for (BlockSlots const& type : slots_) {
            BlockStyle const& style = theme_.blocks.find(type.type)->second;
            for (StyleSlot const& slot : type.slots) {
                Color const ground = slot.ground.empty() ? theme_.paper : style.color(slot.ground);
                if (slot.kind == SlotKind::Text)
                    check_pair(fmt::format("block '{}', {}", type.type, slot.name), style.text(slot.name).color, ground, style.text(slot.name).span);
                if (slot.kind == SlotKind::Color && !slot.decorative)
                    check_pair(fmt::format("block '{}', {}", type.type, slot.name), style.color(slot.name), ground, theme_.span);
            }
        }
        for (RunningLine const* line : {&theme_.head, &theme_.foot}) {
            for (auto const& [text, style] :
                 {std::pair{&line->left, &line->left_style}, {&line->center, &line->center_style}, {&line->right, &line->right_style}}) {
                if (!text->empty()) check_pair("running line, style '" + style->name + "'", style->color, theme_.paper, style->span);
            }
        }
    }

    Value const& root_;
    std::span<BlockSlots const> slots_;
    Diagnostics& diagnostics_;
    std::size_t faults_before_;
    Record record_;
    std::map<std::string, std::vector<std::string>, std::less<>> fonts_;
    Theme theme_;
};

std::optional<Theme> read_merged_layout(Value const& root, std::span<BlockSlots const> blocks, Diagnostics& diagnostics) {
    return ThemeReader(root, blocks, diagnostics).read();
}

}  // namespace offprint::doc
