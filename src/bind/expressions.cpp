#include "bind/expressions.h"

#include <algorithm>

#include "bind/functions.h"
#include "bind/rows.h"
#include "data/calculation.h"
#include "data/table.h"
#include "data/value.h"
#include "fmt/format.h"

namespace offprint::bind {
namespace {

using data::Datum;
using data::DatumList;
using data::DatumMap;
using data::RowView;
using data::TableView;

constexpr std::size_t kShown = 60;

std::nullopt_t refuse(lua::Fault& fault, std::string code, std::string message, std::string hint = {}) {
    fault = {0, std::move(code), std::move(message), std::move(hint)};
    return std::nullopt;
}

/// "did you mean", or the names that there are.
std::string guess(std::string_view name, std::vector<std::string_view> const& names, std::string_view what) {
    std::string_view const meant = data::did_you_mean(name, names);
    if (!meant.empty()) return fmt::format("did you mean '{}'?", meant);
    constexpr std::size_t kMost = 12;
    if (names.empty() || names.size() > kMost) return {};
    return fmt::format("{}: {}", what, fmt::join(names, ", "));
}

std::optional<Datum> cell(RowView const& row, std::string_view column, lua::Fault& fault) {
    auto const number = column_of(*row.table, column);
    if (!number)
        return refuse(fault, "E352", fmt::format("there is no column '{}'", column.substr(0, kShown)), guess(column, column_names(*row.table), "columns"));
    return cell_of(*row.table, *number, row.row);
}

std::optional<Datum> entry(DatumMap const& map, std::string_view name, lua::Fault& fault) {
    auto const it = std::find_if(map.begin(), map.end(), [&](auto const& one) { return one.first == name; });
    if (it != map.end()) return it->second;
    std::vector<std::string_view> names;
    for (auto const& one : map) names.push_back(one.first);
    return refuse(fault, "E352", fmt::format("there is no '{}' here", name.substr(0, kShown)), guess(name, names, "there are"));
}

/// What is known of names while an expression runs.
class EvaluationHost final : public lua::Host {
public:
    EvaluationHost(Scope const& scope, Words const& words) : scope_(scope), words_(words) {}

    std::optional<Datum> variable(std::string_view name, lua::Fault& fault) const override {
        if (auto value = scope_.find(name)) return value;
        std::vector<std::string> const known = scope_.names();
        std::vector<std::string_view> const names(known.begin(), known.end());
        if (find_function(name) >= 0)
            return refuse(fault, "E351", fmt::format("'{}' is a function", name), fmt::format("it is called: {}(…), or behind '|'", name));
        return refuse(fault, "E351", fmt::format("there is no name '{}'", name.substr(0, kShown)), guess(name, names, "names"));
    }

    int function(std::string_view name, lua::Fault& fault) const override {
        int const number = find_function(name);
        if (number >= 0) return number;
        std::vector<std::string_view> names;
        for (Function const& one : functions()) names.push_back(one.name);
        refuse(fault, "E351", fmt::format("there is no function or filter '{}'", name.substr(0, kShown)), guess(name, names, "functions"));
        return -1;
    }

    std::optional<Datum> call(int number, std::vector<Datum> const& arguments, lua::Fault& fault) const override {
        Failure failure;
        auto value = call_function(number, arguments, words_, failure);
        if (!value) fault = {0, std::move(failure.code), std::move(failure.message), std::move(failure.hint)};
        return value;
    }

    std::optional<lua::Member> member(Datum const& of, std::string_view name, lua::Fault& fault) const override {
        auto const value = [](std::optional<Datum> found) { return found ? std::optional(lua::Member{std::move(*found), -1}) : std::nullopt; };
        if (auto const* const map = of.get<std::shared_ptr<DatumMap const>>()) return value(entry(**map, name, fault));
        if (auto const* const row = of.get<RowView>()) return value(cell(*row, name, fault));
        if (auto const* const rows = of.get<TableView>()) return value_of_rows(of, *rows, name, fault);
        if (auto const* const list = of.get<std::shared_ptr<DatumList const>>()) return value_of_list(**list, name, fault);
        if (of.is_null())
            return refuse(fault, "E330", fmt::format("what '{}' is asked of is empty", name.substr(0, kShown)),
                          "handle it: default(…), or 'if' around the block"),
                   std::nullopt;
        return refuse(fault, "E352", fmt::format("this has no '{}'", name.substr(0, kShown))), std::nullopt;
    }

    std::optional<Datum> item(Datum const& of, Datum const& key, lua::Fault& fault) const override {
        auto const* const name = key.get<std::string>();
        if (name != nullptr)
            if (auto const* const map = of.get<std::shared_ptr<DatumMap const>>()) return entry(**map, *name, fault);
        if (name != nullptr)
            if (auto const* const row = of.get<RowView>()) return cell(*row, *name, fault);
        if (auto const* const rows = of.get<TableView>()) return row_at(*rows, key, fault);
        auto const* const list = of.get<std::shared_ptr<DatumList const>>();
        if (list == nullptr) return refuse(fault, "E352", "nothing can be looked up in this", "rows, lists and maps have brackets: data.forecast['2027E']");
        auto const index = place_in(key, (*list)->size(), fault);
        return index ? std::optional((**list)[*index]) : std::nullopt;
    }

private:
    static std::optional<std::size_t> place_in(Datum const& key, std::size_t size, lua::Fault& fault) {
        auto const* const number = key.get<data::Decimal>();
        auto const whole = number != nullptr ? data::whole_number(*number) : std::nullopt;
        if (whole && *whole >= 1 && static_cast<std::uint64_t>(*whole) <= size) return static_cast<std::size_t>(*whole - 1);
        return refuse(fault, "E353", "there is no such place", fmt::format("places count from 1 to {}", size)), std::nullopt;
    }

    /// By place, or by what stands in the first column.
    static std::optional<Datum> row_at(TableView const& rows, Datum const& key, lua::Fault& fault) {
        bool const is_text = key.get<std::string>() != nullptr || key.get<data::Date>() != nullptr;
        if (!is_text) {
            auto const index = place_in(key, rows.size(), fault);
            return index ? std::optional(row_of(rows, *index)) : std::nullopt;
        }
        std::string const wanted = text_of_value(key).value_or(std::string{});
        std::string room;
        std::vector<std::string> first_values;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::string_view const text = rows.table->columns.front().cells.text(rows.row(i), room);
            if (text == wanted) return row_of(rows, i);
            if (first_values.size() < kShown) first_values.emplace_back(text);
        }
        std::vector<std::string_view> const names(first_values.begin(), first_values.end());
        return refuse(fault, "E353", fmt::format("no row has '{}' in its first column, '{}'", wanted.substr(0, kShown), rows.table->columns.front().name.text),
                      guess(wanted, names, "there are"));
    }

    std::optional<lua::Member> value_of_rows(Datum const& of, TableView const& rows, std::string_view name, lua::Fault& fault) const {
        if (name == "rows") return lua::Member{of, -1};
        if (name == "count") return lua::Member{Datum{data::Decimal{static_cast<std::int64_t>(rows.size()), 0}}, -1};
        if (name == "first" || name == "last") {
            if (rows.size() == 0) return lua::Member{};
            return lua::Member{row_of(rows, name == "first" ? 0 : rows.size() - 1), -1};
        }
        // A column goes before a function of the same name.
        if (auto const column = column_of(*rows.table, name)) {
            DatumList list;
            for (std::size_t i = 0; i < rows.size(); ++i) list.push_back(cell_of(*rows.table, *column, rows.row(i)));
            return lua::Member{Datum{std::make_shared<DatumList const>(std::move(list))}, -1};
        }
        if (int const method = find_function(name); method >= 0) return lua::Member{{}, method};
        return refuse(fault, "E352", fmt::format("there is no column '{}'", name.substr(0, kShown)), guess(name, column_names(*rows.table), "columns")),
               std::nullopt;
    }

    static std::optional<lua::Member> value_of_list(DatumList const& list, std::string_view name, lua::Fault& fault) {
        if (name == "count") return lua::Member{Datum{data::Decimal{static_cast<std::int64_t>(list.size()), 0}}, -1};
        if (name == "first" || name == "last") return lua::Member{list.empty() ? Datum{} : name == "first" ? list.front() : list.back(), -1};
        if (int const method = find_function(name); method >= 0) return lua::Member{{}, method};
        return refuse(fault, "E352", fmt::format("a list has no '{}'", name.substr(0, kShown)), "a list has first, last, count, and functions such as sum()"),
               std::nullopt;
    }

    Scope const& scope_;
    Words const& words_;
};

}  // namespace

LuaEvaluator::Compiled const* LuaEvaluator::compiled(SourcedText const& expression, Diagnostics& diagnostics) {
    if (auto const known = kept_.find(expression.text); known != kept_.end()) return &known->second;
    if (engine_ == nullptr) {
        auto const* const module = load_module<lua::Module>(diagnostics);
        if (module == nullptr) return nullptr;
        engine_ = module->make({});
        if (engine_ == nullptr) {
            diagnostics.error("E355", expression.span(), "there is no memory for expressions");
            return nullptr;
        }
    }
    auto text = write_lua(expression, diagnostics);
    if (!text) return nullptr;
    lua::Fault fault;
    auto program = engine_->compile(text->code, text->constants, fault);
    if (program == nullptr) {
        Stretch const place = text->place(fault.line, expression.text.size());
        if (fault.message.empty()) fault.message = "the expression is not well formed here";
        diagnostics.error(fault.code, expression.span(place.begin, place.end), std::move(fault.message), std::move(fault.hint));
        return nullptr;
    }
    if (kept_.size() >= kMostKept) kept_.clear();
    return &kept_.emplace(expression.text, Compiled{std::move(*text), std::move(program)}).first->second;
}

std::optional<Datum> LuaEvaluator::evaluate(SourcedText const& expression, Scope const& scope, Diagnostics& diagnostics) {
    Compiled const* const found = compiled(expression, diagnostics);
    if (found == nullptr) return std::nullopt;
    EvaluationHost const host(scope, words_);
    lua::Fault fault;
    auto value = found->program->run(host, fault);
    if (value) return value;
    Stretch const place = found->text.place(fault.line, expression.text.size());
    diagnostics.error(fault.code, expression.span(place.begin, place.end), std::move(fault.message), std::move(fault.hint));
    return std::nullopt;
}

}  // namespace offprint::bind
