#include "bind/lua_evaluator.h"

#include <algorithm>
#include <unordered_map>

#include "bind/bind.h"
#include "bind/functions.h"
#include "bind/lua_text.h"
#include "bind/rows.h"
#include "data/calculation.h"
#include "fmt/format.h"
#include "lua/module.h"

namespace offprint::bind {
namespace {

using data::Datum;
using data::DatumList;
using data::DatumMap;
using data::TableView;
using lua::Fault;

constexpr std::size_t kMostPrograms = 100'000;  // of an article and all that it includes; beyond, they are compiled anew

std::string meant_among(std::string_view name, std::vector<std::string_view> const& names) {
    std::string_view const meant = data::did_you_mean(name, names);
    if (!meant.empty()) return fmt::format("did you mean '{}'?", meant);
    std::vector<std::string_view> const some(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(names.size(), 12)));
    return some.empty() ? std::string() : fmt::format("there are: {}{}", fmt::join(some, ", "), some.size() < names.size() ? ", ..." : "");
}

std::nullopt_t refuse(Fault& fault, std::string code, std::string message, std::string hint) {
    fault = {0, std::move(code), std::move(message), std::move(hint)};
    return std::nullopt;
}

std::string shown(std::string_view text) { return std::string(text.substr(0, 60)); }

/// What an expression finds: names of a scope, functions, and members of values.
class ScopeHost final : public lua::Host {
public:
    ScopeHost(Scope const& scope, Words const& words) : scope_(scope), words_(words) {}

    std::optional<Datum> variable(std::string_view name, Fault& fault) const override {
        auto value = scope_.find(name);
        if (value) return value;
        if (find_function(name) >= 0) return refuse(fault, "E351", fmt::format("'{}' is a function, and is called: {}(...)", name, name), "");
        if (name == "null" || name == "None") return refuse(fault, "E351", fmt::format("unknown name '{}'", name), "nothing is written nil");
        std::vector<std::string> const names = scope_.names();
        return refuse(fault, "E351", fmt::format("unknown name '{}'", shown(name)), meant_among(name, {names.begin(), names.end()}));
    }

    int function(std::string_view name, Fault& fault) const override {
        int const known = find_function(name);
        if (known >= 0) return known;
        std::vector<std::string_view> names;
        for (Function const& entry : functions()) names.push_back(entry.name);
        std::string_view const meant = data::did_you_mean(name, names);
        refuse(fault, "E353", fmt::format("there is no filter or function '{}'", shown(name)),
               meant.empty() ? "docs/expressions.md lists them" : fmt::format("did you mean '{}'?", meant));
        return -1;
    }

    std::optional<Datum> call(int function, std::vector<Datum> const& arguments, Fault& fault) const override {
        Failure failure;
        auto result = call_function(function, arguments, words_, failure);
        if (!result) refuse(fault, std::move(failure.code), std::move(failure.message), std::move(failure.hint));
        return result;
    }

    std::optional<lua::Member> member(Datum const& of, std::string_view name, Fault& fault) const override {
        if (auto const* const rows = of.get<TableView>()) return member_of_rows(*rows, name, fault);
        if (auto const* const row = of.get<data::RowView>()) return as_member(cell(*row, name, fault));
        if (auto const* const map = of.get<std::shared_ptr<DatumMap const>>()) return as_member(entry(**map, name, fault));
        if (auto const* const list = of.get<std::shared_ptr<DatumList const>>()) return member_of_list(of, **list, name, fault);
        if (of.is_null())
            return refuse(fault, "E330", fmt::format("the value before '.{}' is empty", shown(name)), "test it before: x and x.name"), std::nullopt;
        return refuse(fault, "E352", fmt::format("this value has no '{}'", shown(name)), ""), std::nullopt;
    }

    std::optional<Datum> item(Datum const& of, Datum const& key, Fault& fault) const override {
        auto const number = key.get<data::Decimal>() != nullptr ? data::whole_number(*key.get<data::Decimal>()) : std::nullopt;
        auto const text = text_of_value(key);
        if (auto const* const rows = of.get<TableView>()) {
            if (key.get<data::Decimal>() != nullptr) {
                if (!number || *number < 1 || static_cast<std::size_t>(*number) > rows->size())
                    return refuse(fault, "E352", fmt::format("there is no row {} of {}", *text, rows->size()),
                                  "rows count from 1; a row by its first column is looked up by a text: ['2027E']");
                return row_of(*rows, static_cast<std::size_t>(*number - 1));
            }
            if (text) return row_by_name(*rows, *text, fault);
        }
        if (auto const* const row = of.get<data::RowView>(); row != nullptr && text) return cell(*row, *text, fault);
        if (auto const* const map = of.get<std::shared_ptr<DatumMap const>>(); map != nullptr && text) return entry(**map, *text, fault);
        if (auto const* const list = of.get<std::shared_ptr<DatumList const>>(); list != nullptr && number) {
            if (*number >= 1 && static_cast<std::size_t>(*number) <= (*list)->size()) return (**list)[static_cast<std::size_t>(*number - 1)];
            return refuse(fault, "E352", fmt::format("there is no value {} of {}", *number, (*list)->size()), "they count from 1");
        }
        if (of.is_null()) return refuse(fault, "E330", "the value before '[' is empty", "test it before");
        return refuse(fault, "E352", "nothing can be looked up here by that key", "rows: by number or by the text of their first column");
    }

private:
    static std::optional<lua::Member> as_member(std::optional<Datum> value) { return value ? std::optional(lua::Member{std::move(*value)}) : std::nullopt; }

    static std::optional<Datum> cell(data::RowView const& row, std::string_view name, Fault& fault) {
        if (auto const column = column_of(*row.table, name)) return cell_of(*row.table, *column, row.row);
        return refuse(fault, "E352", fmt::format("'{}' has no column '{}'", row.table->name, shown(name)), meant_among(name, column_names(*row.table)));
    }

    static std::optional<Datum> entry(DatumMap const& map, std::string_view name, Fault& fault) {
        auto const found = std::find_if(map.begin(), map.end(), [&](auto const& e) { return e.first == name; });
        if (found != map.end()) return found->second;
        std::vector<std::string_view> names;
        for (auto const& [key, value] : map) names.push_back(key);
        return refuse(fault, "E352", fmt::format("there is no '{}' here", shown(name)), meant_among(name, names));
    }

    static std::optional<Datum> row_by_name(TableView const& rows, std::string const& name, Fault& fault) {
        if (rows.table->columns.empty()) return refuse(fault, "E352", "there are no rows here", "");
        std::optional<std::size_t> found;
        std::vector<std::string> names;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            auto const text = text_of_value(cell_of(*rows.table, 0, rows.row(i)));
            if (text && *text == name) {
                if (found)
                    return refuse(fault, "E352", fmt::format("'{}' has more than one row '{}'", rows.table->name, shown(name)), "choose them by .where{...}");
                found = i;
            }
        }
        if (found) return row_of(rows, *found);
        for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 1000); ++i)
            names.push_back(text_of_value(cell_of(*rows.table, 0, rows.row(i))).value_or(""));
        return refuse(fault, "E352", fmt::format("'{}' has no row whose '{}' is '{}'", rows.table->name, rows.table->columns.front().name.text, shown(name)),
                      meant_among(name, {names.begin(), names.end()}));
    }

    static std::optional<lua::Member> method(std::string_view name) {
        constexpr std::string_view kMethods[] = {"where", "sum", "avg", "min", "max", "rank", "values", "yoy", "qoq"};
        if (std::find(std::begin(kMethods), std::end(kMethods), name) == std::end(kMethods)) return std::nullopt;
        return lua::Member{{}, find_function(name)};
    }

    static std::optional<lua::Member> member_of_rows(TableView const& rows, std::string_view name, Fault& fault) {
        if (name == "count") return lua::Member{Datum{data::Decimal{static_cast<std::int64_t>(rows.size()), 0}}};
        if (name == "rows") return lua::Member{Datum{rows}};
        if (name == "columns") {
            DatumList names;
            for (std::string_view column : column_names(*rows.table)) names.push_back(Datum{std::string(column)});
            return lua::Member{Datum{std::make_shared<DatumList const>(std::move(names))}};
        }
        if (name == "first" || name == "last") {
            if (rows.size() == 0) return refuse(fault, "E352", fmt::format("'{}' has no rows here", rows.table->name), "test .count > 0 before"), std::nullopt;
            return lua::Member{row_of(rows, name == "first" ? 0 : rows.size() - 1)};
        }
        if (auto known = method(name)) return known;
        auto const column = column_of(*rows.table, name);
        if (!column) {
            std::vector<std::string_view> names = column_names(*rows.table);
            names.insert(names.end(), {"first", "last", "count", "rows", "columns", "where", "sum", "avg", "min", "max", "rank"});
            refuse(fault, "E352", fmt::format("'{}' has no column '{}'", rows.table->name, shown(name)), meant_among(name, names));
            return std::nullopt;
        }
        DatumList values;
        for (std::size_t i = 0; i < rows.size(); ++i) values.push_back(cell_of(*rows.table, *column, rows.row(i)));
        return lua::Member{Datum{std::make_shared<DatumList const>(std::move(values))}};
    }

    static std::optional<lua::Member> member_of_list(Datum const&, DatumList const& list, std::string_view name, Fault& fault) {
        if (name == "count") return lua::Member{Datum{data::Decimal{static_cast<std::int64_t>(list.size()), 0}}};
        if ((name == "first" || name == "last") && !list.empty()) return lua::Member{name == "first" ? list.front() : list.back()};
        if (name == "sum" || name == "avg" || name == "min" || name == "max") return lua::Member{{}, find_function(name)};
        refuse(fault, "E352", fmt::format("a list has no '{}'", shown(name)), "first, last, count, sum, avg, min, max");
        return std::nullopt;
    }

    Scope const& scope_;
    Words const& words_;
};

struct Compiled {
    LuaText text;
    std::unique_ptr<lua::Program> program;  // null: it was found to be none
};

class LuaEvaluator final : public Evaluator {
public:
    explicit LuaEvaluator(Words words) : words_(std::move(words)) {}

    std::optional<Datum> evaluate(SourcedText const& expression, Scope const& scope, Diagnostics& diagnostics) override {
        Compiled const* const compiled = find(expression, diagnostics);
        if (compiled == nullptr) return std::nullopt;
        Fault fault;
        ScopeHost const host(scope, words_);
        auto value = compiled->program->run(host, fault);
        if (!value) report(fault, compiled->text, expression, diagnostics);
        return value;
    }

    void rest() override {
        if (engine_ != nullptr) engine_->rest();
    }

private:
    Compiled const* find(SourcedText const& expression, Diagnostics& diagnostics) {
        if (auto const kept = programs_.find(expression.text); kept != programs_.end()) return &kept->second;
        auto text = write_lua(expression, diagnostics);
        if (!text || !open_engine(diagnostics)) return nullptr;
        Fault fault;
        auto program = engine_->compile(text->code, text->constants, fault);
        if (program == nullptr) {
            report(fault, *text, expression, diagnostics);
            return nullptr;
        }
        if (programs_.size() == kMostPrograms) programs_.clear();
        return &programs_.emplace(expression.text, Compiled{std::move(*text), std::move(program)}).first->second;
    }

    bool open_engine(Diagnostics& diagnostics) {
        if (engine_ != nullptr) return true;
        if (is_missing_) return false;
        auto const* const module = load_module<lua::Module>(diagnostics);
        if (module != nullptr) engine_ = module->make({});
        is_missing_ = engine_ == nullptr;
        return engine_ != nullptr;
    }

    static void report(Fault const& fault, LuaText const& text, SourcedText const& expression, Diagnostics& diagnostics) {
        Stretch at = text.place(fault.line, expression.text.size());
        // What is looked up last is told at the end of the chunk.
        if (!fault.message.empty() && at.begin == at.end && !text.places.empty()) at = text.places.back();
        std::string message = fault.message;
        if (message.empty())
            message = at.begin == at.end ? "this expression ends too early"
                                         : fmt::format("'{}' cannot stand here in an expression",
                                                       shown(std::string_view(expression.text).substr(at.begin, at.end - at.begin)));
        if (message.starts_with("not enough memory")) {
            diagnostics.error("E355", expression.span(), "this expression takes too much memory");
            return;
        }
        diagnostics.error(fault.code, expression.span(at.begin, at.end), std::move(message), fault.hint);
    }

    Words words_;
    std::unique_ptr<lua::Engine> engine_;
    bool is_missing_ = false;
    std::unordered_map<std::string, Compiled> programs_;  // after the engine: they go before it
};

}  // namespace

void load_evaluator(std::string_view article) {
    Diagnostics told_later;
    if (article.find("{{") != article.npos) load_module<lua::Module>(told_later);
}

std::unique_ptr<Evaluator> make_evaluator(Words words) { return std::make_unique<LuaEvaluator>(std::move(words)); }

}  // namespace offprint::bind
