#include "bind/column_rules.h"

#include <algorithm>
#include <chrono>
#include <unordered_map>
#include <unordered_set>

#include "data/binding_keys.h"
#include "fmt/format.h"

namespace offprint::bind {
namespace {

std::string shown(std::string const& text) { return text.size() <= 60 ? text : "…"; }

/// "max(date) >= as_of - 3d".
bool read_freshness(SourcedText const& text, TableRules& rules, Diagnostics& diagnostics) {
    std::string plain;
    for (char const c : text.text)
        if (c != ' ') plain += c;
    std::size_t const close = plain.find(')');
    std::string_view const head = "max(", middle = ")>=as_of";
    bool good = plain.starts_with(head) && close != std::string::npos && close > head.size() && std::string_view(plain).substr(close).starts_with(middle);
    if (good) {
        std::string_view rest = std::string_view(plain).substr(close + middle.size());
        rules.fresh_column = plain.substr(head.size(), close - head.size());
        rules.fresh_place = text.span();
        if (!rest.empty()) {
            good = rest.size() >= 3 && rest.size() <= 7 && rest.front() == '-' && rest.back() == 'd';
            for (std::size_t i = 1; good && i + 1 < rest.size(); ++i) {
                good = rest[i] >= '0' && rest[i] <= '9';
                rules.fresh_days = rules.fresh_days * 10 + (rest[i] - '0');
            }
        }
    }
    if (!good) diagnostics.error("E348", text.span(), "this is no freshness", "write it as max(date) >= as_of - 3d");
    return good;
}

std::int64_t days_of(data::Date date) {
    return std::chrono::sys_days(std::chrono::year(date.year) / std::chrono::month(static_cast<unsigned>(date.month)) /
                                 std::chrono::day(static_cast<unsigned>(date.day)))
        .time_since_epoch()
        .count();
}

class RuleChecker {
public:
    RuleChecker(data::Table& table, TableRules const& rules, CheckContext const& context, Diagnostics& diagnostics)
        : table_(table), rules_(rules), context_(context), diagnostics_(diagnostics) {}

    void run(data::CellFormat const& dialect) {
        set_formats(dialect);
        for (ColumnRule const& rule : rules_.columns)
            if (data::Column const* const column = table_.find(rule.column.text)) check_column(rule, *column);
        if (rules_.closed) refuse_others();
        if (context_.of_part) return;
        check_count();
        if (!rules_.fresh_column.empty()) check_freshness();
    }

private:
    void note(Diagnostic& fault, Span rule) const {
        if (rule && rule != fault.span) fault.notes.push_back({rule, "the rule stands here"});
        if (context_.asked && context_.asked != rule) fault.notes.push_back({context_.asked, "the source is asked for here"});
    }

    void set_formats(data::CellFormat const& dialect) {
        for (data::Column& column : table_.columns) {
            data::CellFormat format = dialect;
            for (ColumnRule const& rule : rules_.columns)
                if (rule.column.text == column.name.text) format.type = rule.rules.type;
            if (!format.is_plain()) column.cells.set_format(std::make_shared<data::CellFormat const>(std::move(format)));
        }
        for (ColumnRule const& rule : rules_.columns) {
            if (table_.find(rule.column.text) != nullptr) continue;
            std::vector<std::string_view> names;
            for (data::Column const& column : table_.columns) names.push_back(column.name.text);
            std::string_view const meant = data::did_you_mean(rule.column.text, names);
            note(diagnostics_.error("E336", rule.column.span(), fmt::format("'{}' has no column '{}'", table_.name, rule.column.text),
                                    meant.empty() ? fmt::format("columns: {}", fmt::join(names, ", ")) : fmt::format("did you mean '{}'?", meant)),
                 rule.column.span());
        }
    }

    void check_column(ColumnRule const& rule, data::Column const& column) {
        data::CellFormat const* const format = column.cells.format();
        bool const has_rules = !rule.rules.values.empty() || rule.rules.pattern || rule.rules.min || rule.rules.max;
        std::unordered_map<std::string, std::size_t> first;
        std::optional<std::unordered_set<std::string>> const known = rule.source.empty() || context_.of_part ? std::nullopt : values_of(rule);
        std::string room;
        for (std::size_t row = 0; row < column.cells.size(); ++row) {
            std::optional<data::CellFault> fault;
            auto const cell = [&] { return column.cells.as_written(row); };
            std::string const text =
                format != nullptr ? data::canonical(*format, column.cells.raw(row, room), &fault) : std::string(column.cells.raw(row, room));
            if (fault) {
                note(data::report_cell(column.name.text, cell(), *fault, diagnostics_), rule.place);
                continue;
            }
            if (text.empty()) {
                if (rule.required) tell("E335", cell().span(), fmt::format("{}: an empty cell in a column that is required", column.name.text), rule);
                continue;
            }
            if (has_rules) {
                if (std::string const broken = broken_rule(rule.rules, text); !broken.empty())
                    tell("E335", cell().span(), fmt::format("{}: '{}' {}", column.name.text, shown(cell().text), broken), rule);
            }
            if (rule.unique) {
                auto const [it, added] = first.try_emplace(text, row);
                if (!added) {
                    Diagnostic& twice = diagnostics_.error("E337", cell().span(), fmt::format("{}: '{}' stands twice", column.name.text, shown(cell().text)));
                    twice.notes.push_back({column.cells.as_written(it->second).span(), "the first stands here"});
                    note(twice, rule.place);
                }
            }
            if (known && !known->contains(text))
                tell("E338", cell().span(), fmt::format("{}: '{}' does not stand in {}.{}", column.name.text, shown(cell().text), rule.source, rule.target),
                     rule);
        }
    }

    void tell(char const* code, Span place, std::string message, ColumnRule const& rule) {
        note(diagnostics_.error(code, place, std::move(message)), rule.place);
    }

    /// What a foreign key may be; nothing, reported, when that cannot be told.
    std::optional<std::unordered_set<std::string>> values_of(ColumnRule const& rule) {
        data::Table const* const other = context_.find_source ? context_.find_source(rule.source) : nullptr;
        data::Column const* const column = other != nullptr ? other->find(rule.target) : nullptr;
        if (column == nullptr) {
            note(diagnostics_.error("E336", rule.place,
                                    other == nullptr ? fmt::format("the source '{}' that is referred to cannot be had", rule.source)
                                                     : fmt::format("'{}' has no column '{}'", rule.source, rule.target)),
                 rule.place);
            return std::nullopt;
        }
        std::unordered_set<std::string> out;
        std::string room;
        for (std::size_t row = 0; row < column->cells.size(); ++row) out.emplace(column->cells.text(row, room));
        return out;
    }

    void refuse_others() {
        for (data::Column const& column : table_.columns) {
            bool const told =
                std::any_of(rules_.columns.begin(), rules_.columns.end(), [&](ColumnRule const& rule) { return rule.column.text == column.name.text; });
            if (!told)
                note(diagnostics_.error("E336", column.name.span(), fmt::format("the schema knows no column '{}'", column.name.text), "it says 'closed: true'"),
                     {});
        }
    }

    void check_count() {
        auto const rows = static_cast<std::int64_t>(table_.rows());
        if (rules_.least_rows && rows < *rules_.least_rows)
            note(diagnostics_.error("E339", rules_.rows_place, fmt::format("'{}' has {} rows; at least {} are wanted", table_.name, rows, *rules_.least_rows)),
                 rules_.rows_place);
        if (rules_.most_rows && rows > *rules_.most_rows)
            note(diagnostics_.error("E339", rules_.rows_place, fmt::format("'{}' has {} rows; at most {} are wanted", table_.name, rows, *rules_.most_rows)),
                 rules_.rows_place);
    }

    void check_freshness() {
        data::Column const* const column = table_.find(rules_.fresh_column);
        if (column == nullptr || column->cells.type() == nullptr || column->cells.type()->kind != data::CellKind::Date) {
            note(diagnostics_.error("E348", rules_.fresh_place, fmt::format("freshness needs a column '{}' of type date", rules_.fresh_column)), {});
            return;
        }
        if (!context_.as_of) {
            note(diagnostics_.error("E339", rules_.fresh_place, "freshness is held against a day, and there is none", "give --as-of, or the article a date"),
                 {});
            return;
        }
        std::optional<data::Date> newest;
        std::size_t newest_row = 0;
        for (std::size_t row = 0; row < column->cells.size(); ++row) {
            data::Datum const datum = data::cell_datum(*column, row);
            auto const* const date = datum.get<data::Date>();
            if (date == nullptr || (newest && *date <= *newest)) continue;
            newest = *date;
            newest_row = row;
        }
        if (newest && days_of(*newest) >= days_of(*context_.as_of) - rules_.fresh_days) return;
        Diagnostic& fault = diagnostics_.error("E339", newest ? column->cells.as_written(newest_row).span() : rules_.fresh_place,
                                               newest ? fmt::format("the newest {} is {}, more than {} days before {}", rules_.fresh_column, newest->iso(),
                                                                    rules_.fresh_days, context_.as_of->iso())
                                                      : fmt::format("no row has a {}", rules_.fresh_column));
        note(fault, rules_.fresh_place);
    }

    data::Table& table_;
    TableRules const& rules_;
    CheckContext const& context_;
    Diagnostics& diagnostics_;
};

}  // namespace

std::optional<TableRules> read_table_rules(data::Value const& tree, Diagnostics& diagnostics) {
    std::size_t const before = diagnostics.error_count();
    data::Record const record(tree, data::binding_keys::kSchema, "a schema", diagnostics);
    if (!record.valid()) return std::nullopt;
    TableRules rules;
    rules.closed = record.boolean("closed", false);
    if (auto const text = record.text("freshness")) read_freshness(*text, rules, diagnostics);
    if (data::Value const* const count = record.get("rows")) {
        data::Record const bounds(*count, data::binding_keys::kRowCount, "'rows'", diagnostics);
        rules.least_rows = bounds.integer("min");
        rules.most_rows = bounds.integer("max");
        rules.rows_place = count->span;
    }
    data::Value const* const columns = record.get("columns");
    if (columns->kind != data::ValueKind::Map) {
        diagnostics.error("E203", columns->span, "'columns' must be a map of columns to rules", "columns: {client: {type: string, required: true}}");
        return std::nullopt;
    }
    for (data::MapEntry const& entry : columns->map) {
        ColumnRule rule;
        rule.column = entry.key;
        rule.place = entry.key.span();
        if (entry.value.kind == data::ValueKind::Scalar) {
            rule.rules.type = data::parse_cell_type(entry.value.scalar, diagnostics);
        } else if (entry.value.kind != data::ValueKind::Null) {
            data::Record const keys(entry.value, data::binding_keys::kColumnRule, fmt::format("column '{}'", entry.key.text), diagnostics);
            if (!keys.valid()) continue;
            auto values = read_value_rules(keys, std::nullopt, diagnostics);
            if (!values) continue;
            rule.rules = std::move(*values);
            rule.required = keys.boolean("required", false);
            rule.unique = keys.boolean("unique", false);
            if (auto const reference = keys.text("references")) {
                std::size_t const point = reference->text.find('.');
                if (point == std::string::npos || point == 0 || point + 1 == reference->text.size()) {
                    diagnostics.error("E348", reference->span(), fmt::format("'{}' names no column of a source", shown(reference->text)),
                                      "write SOURCE.COLUMN");
                    continue;
                }
                rule.source = reference->text.substr(0, point);
                rule.target = reference->text.substr(point + 1);
            }
        }
        rules.columns.push_back(std::move(rule));
    }
    if (diagnostics.error_count() != before) return std::nullopt;
    return rules;
}

bool add_types(data::Value const& types, TableRules& rules, Diagnostics& diagnostics) {
    if (types.kind != data::ValueKind::Map) {
        diagnostics.error("E203", types.span, "'types' must be a map of columns to types", "types: {year: period, eps: decimal}");
        return false;
    }
    bool good = true;
    for (data::MapEntry const& entry : types.map) {
        if (entry.value.kind != data::ValueKind::Scalar) {
            diagnostics.error("E203", entry.value.span, fmt::format("the type of '{}' must be a text", entry.key.text),
                              fmt::format("types: {}", data::kCellTypes));
            good = false;
            continue;
        }
        auto type = data::parse_cell_type(entry.value.scalar, diagnostics);
        if (!type) {
            good = false;
            continue;
        }
        auto const known = std::find_if(rules.columns.begin(), rules.columns.end(), [&](ColumnRule const& rule) { return rule.column.text == entry.key.text; });
        ColumnRule& rule = known != rules.columns.end() ? *known : rules.columns.emplace_back();
        rule.column = entry.key;
        rule.place = entry.key.span();
        rule.rules.type = std::move(type);
    }
    return good;
}

bool apply_rules(data::Table& table, TableRules const& rules, data::CellFormat const& dialect, CheckContext const& context, Diagnostics& diagnostics) {
    std::size_t const before = diagnostics.error_count();
    RuleChecker(table, rules, context, diagnostics).run(dialect);
    return diagnostics.error_count() == before;
}

}  // namespace offprint::bind
