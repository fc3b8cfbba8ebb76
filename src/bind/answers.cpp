#include "bind/answers.h"

#include <algorithm>

#include "data/arithmetic.h"
#include "fmt/format.h"
#include "postgres/module.h"
#include "query/module.h"

namespace offprint::bind {
namespace {

constexpr std::size_t kMostBytes = 60u << 20;  // of an answer
constexpr std::size_t kMostColumns = 4096, kMostCells = 2'000'000;

/// Writes rows as CSV (RFC 4180).
class CsvWriter final : public QueryRows {
public:
    bool columns(std::vector<std::string> const& names) override {
        if (names.size() > kMostColumns) return false;
        for (std::size_t i = 0; i < names.size(); ++i) add(names[i], i == 0, names.size() == 1);
        out_ += '\n';
        return true;
    }
    bool row(std::vector<std::optional<std::string>> const& cells) override {
        cells_ += cells.size();
        for (std::size_t i = 0; i < cells.size(); ++i) add(cells[i] ? std::string_view(*cells[i]) : std::string_view{}, i == 0, cells.size() == 1);
        out_ += '\n';
        return out_.size() <= kMostBytes && cells_ <= kMostCells;
    }
    std::string take() { return std::move(out_); }

private:
    void add(std::string_view text, bool first, bool alone) {
        if (!first) out_ += ',';
        // One empty cell alone would be an empty line.
        bool const plain = text.find_first_of(",\"\r\n") == std::string_view::npos && !(alone && text.empty());
        if (plain) {
            out_ += text;
            return;
        }
        out_ += '"';
        for (char const c : text) {
            if (c == '"') out_ += '"';
            out_ += c;
        }
        out_ += '"';
    }
    std::string out_;
    std::size_t cells_ = 0;
};

/// Tells a fault at its place in the query, which was written with `:name` or, if `by_number`, with `$1`.
void report(QueryFault const& fault, QueryText const& query, bool by_number, Diagnostics& diagnostics) {
    std::string_view const sql = query.sql.text;
    Span place = query.sql.span();
    if (fault.at) {
        std::size_t const at = std::min(by_number ? unnumbered(query, *fault.at) : *fault.at, sql.size());
        std::size_t end = at;
        while (end < sql.size() && std::string_view(" \t\r\n,()").find(sql[end]) == std::string_view::npos) ++end;
        place = query.sql.span(at, std::max(end, std::min(at + 1, sql.size())));
    }
    std::string words = fault.message;
    switch (fault.kind) {
        case QueryFault::Kind::Query: diagnostics.error("E340", place, fmt::format("the database refuses the query: {}", words)); break;
        case QueryFault::Kind::Limit:
            diagnostics.error("E343", place, fmt::format("the query is stopped: {}", words), "ask for less: fewer rows, an index");
            break;
        case QueryFault::Kind::Unavailable:
            diagnostics.error("E342", place, fmt::format("the database is not available: {}", words)).fault = FaultClass::DataUnavailable;
            break;
    }
}

std::string connection_key(Ask const& ask) { return ask.question.kind + "\n" + ask.place.text; }

}  // namespace

std::optional<QueryValue> query_value(data::Datum const& datum) {
    if (datum.is_null()) return QueryValue{};
    if (auto const* number = datum.get<data::Decimal>()) {
        data::Decimal const plain = data::normalized(*number);
        if (auto const whole = plain.exponent >= 0 ? data::rounded(plain, 0) : std::nullopt) return QueryValue{*whole};
        return QueryValue{plain.to_double()};
    }
    if (auto const* truth = datum.get<bool>()) return QueryValue{std::int64_t{*truth}};
    auto text = data::canonical_text(datum);
    return text ? std::optional<QueryValue>(std::move(*text)) : std::nullopt;
}

std::optional<std::string> Databases::ask(Ask const& ask, Diagnostics& diagnostics) {
    if (snapshot_.is_frozen()) return snapshot_.find(ask.question, ask.place.span(), diagnostics);
    Database* const database = connect(ask, diagnostics);
    if (database == nullptr) return std::nullopt;
    bool const by_number = ask.question.kind == "postgres";
    CsvWriter rows;
    QueryFault fault;
    if (!database->run(by_number ? numbered(ask.query) : ask.query.sql.text, ask.question.arguments, rows, fault)) {
        report(fault, ask.query, by_number, diagnostics);
        // A connection that is gone does not come back; the next question opens another.
        if (fault.kind == QueryFault::Kind::Unavailable) connections_.erase(connection_key(ask));
        return std::nullopt;
    }
    std::string csv = rows.take();
    return snapshot_.keep(ask.question, csv, diagnostics) ? std::optional(std::move(csv)) : std::nullopt;
}

Database* Databases::connect(Ask const& ask, Diagnostics& diagnostics) {
    auto& connection = connections_[connection_key(ask)];
    if (connection) return connection.get();
    QueryFault fault;
    if (ask.question.kind == "sqlite") {
        auto const file = files_.find(ask.place, diagnostics);
        auto const* const module = file ? load_module<query::Module>(diagnostics) : nullptr;
        if (module == nullptr) return nullptr;
        connection = module->open(*file, fault);
    } else {
        auto const words = files_.secret(ask.place, diagnostics);
        auto const* const module = words ? load_module<postgres::Module>(diagnostics) : nullptr;
        if (module == nullptr) return nullptr;
        connection = module->open(*words, fault);
    }
    if (connection) return connection.get();
    bool const away = fault.kind == QueryFault::Kind::Unavailable;
    Diagnostic& told = diagnostics.error(away ? "E342" : "E340", ask.place.span(),
                                         fmt::format("'{}' {}: {}", ask.place.text, away ? "is not available" : "cannot be read", fault.message));
    if (away) told.fault = FaultClass::DataUnavailable;
    return nullptr;
}

bool Databases::put_table(std::string const& name, std::shared_ptr<data::Table const> const& table, QueryFault& fault) {
    std::shared_ptr<data::Table const>& there = in_memory_[name];
    if (there == table) return true;
    std::vector<std::pair<std::string, bool>> columns;
    for (data::Column const& column : table->columns)
        columns.emplace_back(column.name.text, column.cells.type() != nullptr && column.cells.type()->is_number());
    bool good = memory_->make_table(name, there != nullptr, columns, fault);
    std::vector<QueryValue> cells(columns.size());
    for (std::size_t row = 0; good && row < table->rows(); ++row) {
        for (std::size_t c = 0; c < columns.size(); ++c) cells[c] = query_value(data::cell_datum(table->columns[c], row)).value_or(QueryValue{});
        good = memory_->add_row(cells, fault);
    }
    if (good) there = table;
    return good;
}

std::optional<std::string> Databases::ask_tables(NamedTables const& tables, QueryText const& query, std::vector<QueryArgument> const& arguments,
                                                 Diagnostics& diagnostics) {
    auto const* const module = load_module<query::Module>(diagnostics);
    if (module == nullptr) return std::nullopt;
    QueryFault fault;
    if (memory_ == nullptr) memory_ = module->make(fault);
    bool const good =
        memory_ != nullptr && std::all_of(tables.begin(), tables.end(), [&](auto const& table) { return put_table(table.first, table.second, fault); });
    CsvWriter rows;
    if (good && memory_->run(query.sql.text, arguments, rows, fault)) return rows.take();
    // Whatever went wrong, the next query finds nothing of it.
    memory_.reset();
    in_memory_.clear();
    report(fault, query, false, diagnostics);
    return std::nullopt;
}

Databases::Databases(Files& files) : files_(files) {}
Databases::~Databases() = default;

}  // namespace offprint::bind
