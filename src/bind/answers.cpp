#include "bind/answers.h"

#include <algorithm>

#include "data/arithmetic.h"
#include "fmt/format.h"
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
            diagnostics.error("E343", place, fmt::format("the query is stopped: {}", words),
                              fault.is_of_time ? "give it longer with 'timeout', or ask for less: fewer rows, an index" : "ask for less: fewer rows, an index");
            break;
        case QueryFault::Kind::Unavailable:
            diagnostics.error("E342", place, fmt::format("the database is not available: {}", words)).fault = FaultClass::DataUnavailable;
            break;
    }
}

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
    Database* const database = connections_->find(ask.question.kind, ask.place, files_, diagnostics);
    if (database == nullptr) return std::nullopt;
    database->allow(ask.time);
    bool const by_number = ask.question.kind == "postgres";
    CsvWriter rows;
    QueryFault fault;
    if (!database->run(by_number ? numbered(ask.query) : ask.query.sql.text, ask.question.arguments, rows, fault)) {
        report(fault, ask.query, by_number, diagnostics);
        // A file is opened anew by the next question. A server's connection does so by itself, and comes back to the state that it showed.
        if (fault.kind == QueryFault::Kind::Unavailable && !by_number) connections_->close(ask.question.kind, ask.place);
        return std::nullopt;
    }
    std::string csv = rows.take();
    return snapshot_.keep(ask.question, csv, diagnostics) ? std::optional(std::move(csv)) : std::nullopt;
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

void Databases::share(data::Value const& data, Diagnostics& diagnostics) {
    if (snapshot_.is_frozen()) return;
    for (data::MapEntry const& source : data.map) {
        data::Value const* const place = source.value.find("postgres");
        if (place != nullptr && place->kind == data::ValueKind::Scalar) connections_->share(place->scalar, files_, diagnostics);
    }
}

Databases::Databases(Files& files) : files_(files), connections_(std::make_shared<Connections>()) {}
Databases::~Databases() = default;

}  // namespace offprint::bind
