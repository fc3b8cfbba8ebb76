#include "bind/shaping.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "bind/value_rules.h"
#include "data/arithmetic.h"
#include "fmt/format.h"

namespace offprint::bind {
namespace {

using Numbers = std::vector<std::uint32_t>;

constexpr std::string_view kKeys[] = {"only", "where", "group", "sum", "avg", "min", "max", "count", "sort", "limit"};
constexpr std::string_view kSums[] = {"sum", "avg", "min", "max"};

/// A row of a table as an expression sees it: its columns by name, `row` itself, then what stands around it.
class RowScope final : public Scope {
public:
    RowScope(std::shared_ptr<data::Table const> table, Scope const& outer) : outer_(outer), view_{std::move(table), 0} {}
    void go_to(std::uint32_t row) { view_.row = row; }
    std::optional<data::Datum> find(std::string_view name) const override {
        if (data::Column const* const column = view_.table->find(name)) return data::cell_datum(*column, view_.row);
        if (name == "row") return data::Datum{view_};
        return outer_.find(name);
    }
    std::vector<std::string> names() const override {
        std::vector<std::string> out = outer_.names();
        for (data::Column const& column : view_.table->columns) out.push_back(column.name.text);
        return out;
    }

private:
    Scope const& outer_;
    data::RowView view_;
};

class Shaper {
public:
    Shaper(std::shared_ptr<data::Table const> base, data::Record const& record, Evaluation const& with, RowIndex* index, Diagnostics& diagnostics)
        : table_(std::move(base)), record_(record), with_(with), index_(index), diagnostics_(diagnostics) {}

    std::optional<Shaped> run() {
        std::size_t const before = diagnostics_.error_count();
        auto const fine = [&] { return diagnostics_.error_count() == before; };
        std::shared_ptr<data::Table const> own;
        if (data::Value const* const only = record_.get("only")) {
            keep_only(*only);
            if (!only->map.empty()) own = table_;
        }
        if (fine()) keep_where();
        if (fine()) group();
        if (fine()) sort();
        if (fine()) limit();
        return fine() ? std::optional(Shaped{*table_, std::move(own)}) : std::nullopt;
    }

private:
    std::optional<std::size_t> column(SourcedText const& name) {
        for (std::size_t c = 0; c < table_->columns.size(); ++c)
            if (table_->columns[c].name.text == name.text) return c;
        std::vector<std::string_view> names;
        for (data::Column const& one : table_->columns) names.push_back(one.name.text);
        std::string_view const meant = data::did_you_mean(name.text, names);
        diagnostics_.error("E347", name.span(), fmt::format("'{}' has no column '{}'", table_->name, name.text),
                           meant.empty() ? fmt::format("columns: {}", fmt::join(names, ", ")) : fmt::format("did you mean '{}'?", meant));
        return std::nullopt;
    }

    void take(data::RowNumbers const& rows) {
        table_ = std::make_shared<data::Table const>(table_->chosen(rows));
        index_ = nullptr;
    }

    void keep_only(data::Value const& only) {
        if (only.kind != data::ValueKind::Map) {
            diagnostics_.error("E203", only.span, "'only' must be a map of columns to values", "only: {client: \"{{ params.client }}\"}");
            return;
        }
        for (data::MapEntry const& entry : only.map) {
            auto const at = column(entry.key);
            if (!at) return;
            auto const wanted = entry.value.kind == data::ValueKind::Scalar ? value_of(entry.value.scalar, with_, diagnostics_) : data::Datum{};
            if (!wanted) return;
            auto const key = key_of(*wanted, entry, table_->columns[*at].cells);
            if (!key) return;
            take(index_ != nullptr ? index_->find(*table_, *at, *key) : look_for(*at, *key));
        }
    }

    /// The value in the spelling of the column's cells.
    std::optional<std::string> key_of(data::Datum const& wanted, data::MapEntry const& entry, data::Cells const& cells) {
        auto const words = data::canonical_text(wanted);
        if (!words) {
            diagnostics_.error("E346", entry.value.span, fmt::format("{}: a list, a map or rows is no value of a cell", entry.key.text));
            return std::nullopt;
        }
        if (cells.type() == nullptr || wanted.get<data::Decimal>() != nullptr) return lookup_key(cells.type(), *words);
        std::optional<data::CellFault> fault;
        std::string const canonical = data::canonical({*cells.type(), '.', {}}, *words, &fault);
        if (!fault) return lookup_key(cells.type(), canonical);
        SourcedText said;
        said.append(*words, entry.value.span);
        data::report_cell(entry.key.text, said, *fault, diagnostics_);
        return std::nullopt;
    }

    data::RowNumbers look_for(std::size_t at, std::string const& key) const {
        auto rows = std::make_shared<Numbers>();
        data::Cells const& cells = table_->columns[at].cells;
        std::string room;
        for (std::size_t row = 0; row < cells.size(); ++row)
            if (lookup_key(cells.type(), cells.text(row, room)) == key) rows->push_back(static_cast<std::uint32_t>(row));
        return rows;
    }

    void keep_where() {
        auto const expression = record_.text("where");
        if (!expression) return;
        if (with_.evaluator == nullptr) {
            diagnostics_.error("E349", expression->span(), "there are no expressions here", "'only' keeps the rows of one value");
            return;
        }
        RowScope scope(table_, with_.scope);
        auto rows = std::make_shared<Numbers>();
        for (std::uint32_t row = 0; row < table_->rows(); ++row) {
            scope.go_to(row);
            std::size_t const before = diagnostics_.error_count();
            auto const value = with_.evaluator->evaluate(*expression, scope, diagnostics_);
            if (!value || diagnostics_.error_count() != before) return;  // the next rows would say the same
            auto const* const truth = value->get<bool>();
            if (truth == nullptr && !value->is_null()) {
                diagnostics_.error("E346", expression->span(), "'where' must come to true or false", "compare with something: weight > 0.01");
                return;
            }
            if (truth != nullptr && *truth) rows->push_back(row);
        }
        take(rows);
    }

    /// A column that is computed over groups.
    struct Total {
        std::string_view how;
        std::size_t column = 0;
        SourcedText name;
    };

    std::vector<Total> totals() {
        std::vector<Total> out;
        for (std::string_view const how : kSums) {
            data::Value const* const value = record_.get(how);
            if (value == nullptr) continue;
            for (SourcedText& name : names_in(*value, diagnostics_))
                if (auto const at = column(name)) out.push_back({how, *at, std::move(name)});
        }
        return out;
    }

    void group() {
        data::Value const* const by = record_.get("group");
        std::vector<Total> sums = totals();
        auto const count = record_.text("count");
        if (by == nullptr && sums.empty() && !count) return;
        std::vector<std::size_t> keys;
        if (by != nullptr)
            for (SourcedText const& name : names_in(*by, diagnostics_))
                if (auto const at = column(name)) keys.push_back(*at);
        std::vector<Numbers> groups = grouped(keys);
        data::Table out;
        out.name = table_->name;
        out.source = table_->source;
        out.span = table_->span;
        for (std::size_t const key : keys) {
            data::Column const& from = table_->columns[key];
            data::Column& made = out.columns.emplace_back(data::Column{from.name, {}});
            for (Numbers const& rows : groups) made.cells.push_back(from.cells[rows.front()]);
            set_type(made, from.cells.type());
        }
        for (Total const& total : sums) add_total(out, total, groups, sums);
        if (count) {
            data::Column& made = out.columns.emplace_back(data::Column{*count, {}});
            for (Numbers const& rows : groups) made.cells.push_back(computed(std::to_string(rows.size()), count->span()));
            data::CellType const whole{data::CellKind::Int, {}, 0, {}};
            set_type(made, &whole);
        }
        for (std::size_t a = 0; a < out.columns.size(); ++a)
            for (std::size_t b = 0; b < a; ++b)
                if (out.columns[a].name.text == out.columns[b].name.text)
                    diagnostics_.error("E347", out.columns[a].name.span(), fmt::format("two columns are named '{}'", out.columns[a].name.text));
        table_ = std::make_shared<data::Table const>(std::move(out));
        index_ = nullptr;
    }

    /// Rows by the texts of their keys, in the order in which each first stands; all of them where there are no keys.
    std::vector<Numbers> grouped(std::vector<std::size_t> const& keys) const {
        std::vector<Numbers> out;
        if (keys.empty()) {
            out.emplace_back(table_->rows());
            std::iota(out.back().begin(), out.back().end(), 0u);
            return out;
        }
        std::unordered_map<std::string, std::size_t> places;
        std::string room;
        for (std::uint32_t row = 0; row < table_->rows(); ++row) {
            std::string all;
            for (std::size_t const key : keys) {
                data::Cells const& cells = table_->columns[key].cells;
                std::string const one = lookup_key(cells.type(), cells.text(row, room));
                all += std::to_string(one.size()) + ":" + one;
            }
            auto const [it, added] = places.try_emplace(std::move(all), out.size());
            if (added) out.emplace_back();
            out[it->second].push_back(row);
        }
        return out;
    }

    static void set_type(data::Column& column, data::CellType const* type) {
        if (type != nullptr) column.cells.set_format(std::make_shared<data::CellFormat const>(data::CellFormat{data::canonical_type(*type), '.', {}}));
    }
    static SourcedText computed(std::string words, Span place) {
        SourcedText out;
        out.append(words, place);
        return out;
    }

    void add_total(data::Table& out, Total const& total, std::vector<Numbers> const& groups, std::vector<Total> const& all) {
        data::Column const& from = table_->columns[total.column];
        data::CellType const* const type = from.cells.type();
        bool const adds = total.how == "sum" || total.how == "avg";
        if (adds && type != nullptr && !type->is_number()) {
            diagnostics_.error("E347", total.name.span(), fmt::format("'{}' holds no numbers to take the {} of", total.name.text, total.how));
            return;
        }
        if (!adds && type == nullptr) {
            diagnostics_.error("E347", total.name.span(), fmt::format("'{}' has no type: numbers and words have different orders", total.name.text),
                               fmt::format("types: {{{}: decimal}}, or string where words are meant", total.name.text));
            return;
        }
        bool const again = std::count_if(all.begin(), all.end(), [&](Total const& other) { return other.column == total.column; }) > 1;
        data::CellType const decimal{data::CellKind::Decimal, {}, 0, {}};
        data::CellType const* const read_as = type != nullptr ? type : &decimal;
        data::CellType made_type = *read_as;
        if (total.how == "avg" && made_type.kind == data::CellKind::Int) made_type.kind = data::CellKind::Decimal;
        std::vector<data::Datum> values = column_data(from, *read_as);
        SourcedText name = total.name;
        if (again) name = computed(fmt::format("{}_{}", total.name.text, total.how), total.name.span());
        data::Column& made = out.columns.emplace_back(data::Column{std::move(name), {}});
        for (Numbers const& rows : groups) {
            auto const value = adds ? added(values, rows, total) : extreme(values, rows, total.how == "min");
            made.cells.push_back(computed(data::canonical_text(value).value_or(""), total.name.span()));
        }
        set_type(made, &made_type);
    }

    /// The cells of a column as values; those of one without a type are read as numbers, and told where they are none.
    std::vector<data::Datum> column_data(data::Column const& column, data::CellType const& type) {
        std::vector<data::Datum> out;
        out.reserve(column.cells.size());
        if (column.cells.type() == nullptr) {
            for (auto const& number : data::number_cells(column, diagnostics_)) out.push_back(number ? data::Datum{*number} : data::Datum{});
            return out;
        }
        std::string room;
        for (std::size_t row = 0; row < column.cells.size(); ++row) out.push_back(data::datum_of(&type, column.cells.text(row, room)));
        return out;
    }

    data::Datum added(std::vector<data::Datum> const& values, Numbers const& rows, Total const& total) {
        std::optional<data::Decimal> sum = data::Decimal{};
        std::int64_t count = 0;
        for (std::uint32_t const row : rows) {
            auto const* const number = values[row].get<data::Decimal>();
            if (number == nullptr) continue;
            ++count;
            if (sum) sum = data::add(*sum, *number);
        }
        if (count == 0) return {};
        if (sum && total.how == "avg") sum = data::divide(*sum, {count, 0});
        if (sum) return {*sum};
        diagnostics_.error("E347", total.name.span(), fmt::format("the {} of '{}' has more than 18 digits", total.how, total.name.text));
        return {};
    }

    static data::Datum extreme(std::vector<data::Datum> const& values, Numbers const& rows, bool least) {
        data::Datum best;
        for (std::uint32_t const row : rows) {
            if (values[row].is_null()) continue;
            int const order = best.is_null() ? 0 : compare_data(values[row], best).value_or(0);
            if (best.is_null() || (least ? order < 0 : order > 0)) best = values[row];
        }
        return best;
    }

    struct SortKey {
        std::vector<data::Datum> values;
        bool down = false;
    };

    void sort() {
        data::Value const* const by = record_.get("sort");
        if (by == nullptr) return;
        std::vector<SortKey> keys;
        for (SourcedText const& written : names_in(*by, diagnostics_)) {
            bool const down = written.text.starts_with('-');
            SourcedText const name = down ? written.substr(1) : written;
            auto const at = column(name);
            if (!at) return;
            data::Column const& from = table_->columns[*at];
            SortKey key;
            key.down = down;
            for (std::size_t row = 0; row < table_->rows(); ++row) {
                key.values.push_back(data::cell_datum(from, row));
                auto const* const text = key.values.back().get<std::string>();
                if (from.cells.type() != nullptr || text == nullptr || !data::parse_decimal(*text)) continue;
                diagnostics_
                    .error("E347", name.span(), fmt::format("'{}' has no type, and numbers in it: they would be sorted as words", name.text),
                           fmt::format("types: {{{}: decimal}}, or string where words are meant", name.text))
                    .notes.push_back({from.cells.as_written(row).span(), "a number stands here"});
                return;
            }
            keys.push_back(std::move(key));
        }
        auto rows = std::make_shared<Numbers>(table_->rows());
        std::iota(rows->begin(), rows->end(), 0u);
        std::stable_sort(rows->begin(), rows->end(), [&](std::uint32_t a, std::uint32_t b) {
            for (SortKey const& key : keys) {
                data::Datum const &x = key.values[a], &y = key.values[b];
                if (x.is_null() != y.is_null()) return y.is_null();  // nothing comes last, either way
                int const order = x.is_null() ? 0 : compare_data(x, y).value_or(0);
                if (order != 0) return key.down ? order > 0 : order < 0;
            }
            return false;
        });
        take(rows);
    }

    void limit() {
        auto const written = record_.text("limit");
        if (!written) return;
        auto const text = text_of(*written, with_, diagnostics_);
        if (!text) return;
        auto const number = data::parse_decimal(text->text);
        auto const whole = number && data::normalized(*number).exponent >= 0 ? data::rounded(*number, 0) : std::nullopt;
        if (!whole || *whole < 0) {
            diagnostics_.error("E204", written->span(), fmt::format("'limit' needs a whole number, '{}' is none", text->text.substr(0, 60)));
            return;
        }
        if (static_cast<std::uint64_t>(*whole) >= table_->rows()) return;
        auto rows = std::make_shared<Numbers>(static_cast<std::size_t>(*whole));
        std::iota(rows->begin(), rows->end(), 0u);
        take(rows);
    }

    std::shared_ptr<data::Table const> table_;
    data::Record const& record_;
    Evaluation const& with_;
    RowIndex* index_;
    Diagnostics& diagnostics_;
};

}  // namespace

bool is_shaped(data::Record const& record) {
    return std::any_of(std::begin(kKeys), std::end(kKeys), [&](std::string_view key) { return record.has(key); });
}

std::optional<Shaped> shape(std::shared_ptr<data::Table const> const& base, data::Record const& record, Evaluation const& with, RowIndex* index,
                            Diagnostics& diagnostics) {
    return Shaper(base, record, with, index, diagnostics).run();
}

std::vector<SourcedText> names_in(data::Value const& value, Diagnostics& diagnostics) {
    std::vector<SourcedText> out;
    auto const add = [&](SourcedText const& text) {
        for (std::size_t begin = 0; begin <= text.text.size();) {
            std::size_t const comma = std::min(text.text.find(',', begin), text.text.size());
            std::size_t from = begin, to = comma;
            while (from < to && text.text[from] == ' ') ++from;
            while (to > from && text.text[to - 1] == ' ') --to;
            if (to > from) out.push_back(text.substr(from, to - from));
            begin = comma + 1;
        }
    };
    if (value.kind == data::ValueKind::Scalar) {
        add(value.scalar);
        return out;
    }
    bool const list = value.kind == data::ValueKind::List;
    if (!list) diagnostics.error("E203", value.span, "this must be a text or a list of texts", "name columns: [sector, region]");
    for (data::Value const& item : value.list) {
        if (item.kind == data::ValueKind::Scalar)
            out.push_back(item.scalar);
        else
            diagnostics.error("E203", item.span, "this must be the name of a column");
    }
    return out;
}

}  // namespace offprint::bind
