#include "blocks/reference.h"

#include <algorithm>

#include "blocks/block_type.h"
#include "chart/chart.h"
#include "chart/spec.h"
#include "fmt/format.h"

namespace offprint::blocks {
namespace {

using data::Field;

std::string_view kind_name(Field const& field) {
    switch (field.kind) {
        case data::Kind::Text: return "text";
        case data::Kind::Markdown: return "Markdown";
        case data::Kind::Number: return "number";
        case data::Kind::Integer: return "whole number";
        case data::Kind::Bool: return "true or false";
        case data::Kind::Date: return "date";
        case data::Kind::Choice: return "choice";
        case data::Kind::Path: return "path";
        case data::Kind::TextList: return "list of texts";
        case data::Kind::Record: return "map";
        case data::Kind::RecordList: return "list of maps";
        case data::Kind::Blocks: return "blocks";
        case data::Kind::BlockLists: return "lists of blocks";
        case data::Kind::Any: break;
    }
    switch (field.shape) {
        case data::Shape::Free: break;
        case data::Shape::TextOrTexts: return "text, or list of texts";
        case data::Shape::TextsOrMaps: return "list of texts or maps";
        case data::Shape::Rows: return "list of rows";
        case data::Shape::TextsByName: return "texts by name";
        case data::Shape::TextOrMapByName: return "texts or maps by name";
    }
    return "see text";
}

/// A cell of a Markdown table: a bar would end it.
std::string cell(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '|') out += '\\';
        out += c;
    }
    return out;
}

std::string choices_of(Field const& field) {
    std::string out;
    for (std::string_view const choice : field.choices) out += fmt::format("{}`{}`", out.empty() ? "" : ", ", choice);
    return out;
}

/// A table of fields, then a table for each field that holds maps itself.
void append_fields(std::string& out, std::span<Field const> fields) {
    if (fields.empty()) return;
    out += "\n| key | what | |\n|---|---|---|\n";
    for (Field const& field : fields) {
        std::string const what = field.choices.empty() ? std::string(kind_name(field)) : choices_of(field);
        out += fmt::format("| `{}`{} | {} | {} |\n", field.name, field.required == data::Required::Yes ? " **required**" : "", what, cell(field.help));
    }
    for (Field const& field : fields) {
        if (field.fields.empty()) continue;
        bool const list = field.kind == data::Kind::RecordList;
        char const* const whose = list                                      ? "Each entry of"
                                  : field.shape == data::Shape::TextsOrMaps ? "A map in"
                                  : field.shape == data::Shape::Rows        ? "A cell that is a map, in"
                                                                            : "Keys of";
        out += fmt::format("\n{} `{}`:\n", whose, field.name);
        append_fields(out, field.fields);
    }
}

/// What may stand after the block's name, where that is not its map.
std::string_view form_note(data::BlockForm form) {
    switch (form) {
        case data::BlockForm::Map: return {};
        case data::BlockForm::MapOrItems: return " A plain list stands for its `items`.";
        case data::BlockForm::MapOrNothing: return " The map may be left out.";
        case data::BlockForm::Text: return " Takes text; a plain string in `body` is the same.";
        case data::BlockForm::Nothing: return " Takes nothing.";
    }
    return {};
}

/// Charts have keys that depend on their kind: those of all charts first, then a table for each kind.
void append_chart_fields(std::string& out, std::span<Field const> all) {
    auto own = [](Field const& field) {
        auto const types = chart::chart_types();
        return std::any_of(types.begin(), types.end(), [&](chart::ChartType const& type) {
            return std::any_of(type.fields.begin(), type.fields.end(), [&](Field const& f) { return f.name == field.name; });
        });
    };
    std::vector<Field> common;
    std::copy_if(all.begin(), all.end(), std::back_inserter(common), [&](Field const& field) { return !own(field); });
    append_fields(out, common);
    for (chart::ChartType const& type : chart::chart_types()) {
        out += fmt::format("\n#### `kind: {}`\n\n{}\n", type.name, type.help);
        append_fields(out, type.fields);
    }
    out += "\n#### A series\n\nWhere a series is named (`y`, `bars`, `line`) a map may stand for the column's name:\n";
    append_fields(out, chart::series_fields());
}

void append_block(std::string& out, BlockType const& type) {
    out += fmt::format("\n### `{0}`\n\n{1}{2}\n\n```yaml\n{3}```\n\n![{0}](pictures/{0}.png)\n", type.name, type.help, form_note(type.form), type.example);
    if (&type == &kChart)
        append_chart_fields(out, type.fields);
    else
        append_fields(out, type.fields);
}

std::string_view slot_kind(doc::SlotKind kind) {
    switch (kind) {
        case doc::SlotKind::Text: return "style";
        case doc::SlotKind::Length: return "points";
        case doc::SlotKind::Color: return "colour";
        case doc::SlotKind::Span: return "span";
        case doc::SlotKind::Number: return "whole number";
        case doc::SlotKind::Flag: return "true or false";
    }
    return {};
}

}  // namespace

std::string author_reference() {
    std::string out = "## Keys of an article\n";
    append_fields(out, doc::article_fields());
    out += "\n## Blocks\n\nBeside its name every block may have hints for page breaking, and a language: `- {section: {title: Risks}, page: new}`.\n";
    append_fields(out, doc::hint_fields());
    for (BlockType const* type : block_types()) append_block(out, *type);
    return out;
}

std::string layout_reference() {
    std::string out = "## Keys of a layout\n";
    for (doc::LayoutTable const& table : doc::layout_tables()) {
        out += fmt::format("\n### {}\n", table.name);
        append_fields(out, table.fields);
    }
    out += "\n## Slots of the blocks\n";
    for (doc::BlockSlots const& type : block_slots()) {
        out += fmt::format("\n### `blocks: {{{}: …}}`\n\n| slot | what | default | |\n|---|---|---|---|\n", type.type);
        for (doc::StyleSlot const& slot : type.slots)
            out += fmt::format("| `{}` | {} | `{}` | {} |\n", slot.name, slot_kind(slot.kind), slot.fallback, cell(slot.help));
    }
    out += "\n## Costs of page breaking\n\n| cost | default | of what |\n|---|---|---|\n";
    for (doc::Cost const& cost : doc::cost_names()) out += fmt::format("| `{}` | {} | {} |\n", cost.name, cost.value, cell(cost.help));
    return out;
}

}  // namespace offprint::blocks
