#include "postgres/module.h"

#include <libpq-fe.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/utf8.h"

namespace offprint::postgres {
namespace {

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
struct Free {
    void operator()(char* text) const { PQfreemem(text); }
};
using Clock = std::chrono::steady_clock;
using Connection = std::unique_ptr<PGconn, Finish>;
using Literal = std::unique_ptr<char, Free>;
using Result = std::unique_ptr<PGresult, Clear>;

/// What every session says first: one view of the data, no writing, texts in one spelling whatever the server's settings.
constexpr char const* kOpening =
    "SET client_encoding = 'UTF8'; SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'; SET intervalstyle = 'iso_8601'; SET bytea_output = 'hex'; "
    "SET standard_conforming_strings = on; SET extra_float_digits = 1; SET statement_timeout = '60s'; SET lock_timeout = '10s'; "
    "SET idle_in_transaction_session_timeout = 0; "
    "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; ";

std::string first_line(char const* text) {
    std::string out = text != nullptr ? text : "";
    out.resize(std::min(out.find('\n'), out.size()));
    return out;
}

std::string value_text(QueryValue const& value) {
    char buffer[64];
    if (auto const* number = std::get_if<std::int64_t>(&value)) return {buffer, std::to_chars(buffer, buffer + sizeof buffer, *number).ptr};
    if (auto const* number = std::get_if<double>(&value)) return {buffer, std::to_chars(buffer, buffer + sizeof buffer, *number).ptr};
    return std::get<std::string>(value);
}

class PostgresDatabase final : public Session {
public:
    explicit PostgresDatabase(std::string connection) : words_(std::move(connection)), process_(::getpid()) {}
    ~PostgresDatabase() override {
        // Closing says goodbye to the server, in the name of the process that opened it.
        if (process_ != ::getpid()) static_cast<void>(connection_.release());
    }

    bool open(QueryFault& fault) {
        if (connect(fault) && begin(fault)) return true;
        connection_.reset();
        return false;
    }

    bool share(QueryFault& fault) override {
        Result const result(PQexec(connection_.get(), "SELECT pg_export_snapshot()"));
        if (PQresultStatus(result.get()) == PGRES_TUPLES_OK) return state_ = PQgetvalue(result.get(), 0, 0), true;
        fault = fault_of(result.get());
        connection_.reset();  // its transaction has failed
        return false;
    }

    void allow(std::chrono::seconds time) override { time_ = time; }

    bool run(std::string const& sql, std::vector<QueryArgument> const& arguments, QueryRows& rows, QueryFault& fault) override {
        if (process_ != ::getpid()) {
            static_cast<void>(connection_.release());
            process_ = ::getpid();
        }
        if (connection_ == nullptr && !open(fault)) return false;
        if (answer(sql, arguments, rows, fault)) return true;
        if (fault.kind == QueryFault::Kind::Unavailable) connection_.reset();
        return false;
    }

private:
    bool connect(QueryFault& fault) {
        // What libpq says of a string that is none would show it, whatever secret it may be.
        PQconninfoOption* const options = PQconninfoParse(words_.c_str(), nullptr);
        if (options == nullptr) return fault = {QueryFault::Kind::Query, "what stands there is no connection string"}, false;
        PQconninfoFree(options);
        char const* const keys[] = {"dbname", "connect_timeout", "application_name", nullptr};
        char const* const values[] = {words_.c_str(), "10", "offprint", nullptr};
        connection_.reset(PQconnectdbParams(keys, values, 1));
        // libpq would print what a server remarks, between lines that are for machines.
        auto const say_nothing = [](void*, char const*) {};
        if (connection_ != nullptr) PQsetNoticeProcessor(connection_.get(), say_nothing, nullptr);
        if (connection_ != nullptr && PQstatus(connection_.get()) == CONNECTION_OK) return true;
        fault = {QueryFault::Kind::Unavailable, connection_ ? first_line(PQerrorMessage(connection_.get())) : "out of memory"};
        return false;
    }

    /// The transaction, in the state of the process that shared it if there is one.
    bool begin(QueryFault& fault) {
        std::string words = kOpening;
        if (!state_.empty()) {
            Literal const state(PQescapeLiteral(connection_.get(), state_.data(), state_.size()));
            words += std::string("SET TRANSACTION SNAPSHOT ") + (state != nullptr ? state.get() : "NULL") + "; ";
        }
        Result const result(PQexec(connection_.get(), (words + "SELECT 1").c_str()));
        if (PQresultStatus(result.get()) == PGRES_TUPLES_OK) return true;
        fault = {QueryFault::Kind::Unavailable, first_line(PQerrorMessage(connection_.get()))};
        // The server is there, but the transaction that holds the state is not: it was started anew, or is another one.
        if (!state_.empty() && PQstatus(connection_.get()) == CONNECTION_OK) fault.message = "what the run began with cannot be had any more: " + fault.message;
        return false;
    }

    bool answer(std::string const& sql, std::vector<QueryArgument> const& arguments, QueryRows& rows, QueryFault& fault) {
        // A fault would end the transaction, and with it the one view of the data.
        if (!command(("SAVEPOINT offprint; SET LOCAL statement_timeout = '" + std::to_string(time_.count()) + "s'").c_str(), fault)) return false;
        begun_ = Clock::now();
        bool const good = ask(sql, arguments, rows, fault);
        QueryFault ignored;
        bool const kept = command(good ? "RELEASE SAVEPOINT offprint" : "ROLLBACK TO SAVEPOINT offprint", good ? fault : ignored);
        return good && kept;
    }

    bool command(char const* sql, QueryFault& fault) {
        Result const result(PQexec(connection_.get(), sql));
        if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return true;
        fault = fault_of(result.get());
        return false;
    }

    QueryFault fault_of(PGresult const* result) const {
        QueryFault fault;
        char const* const words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        fault.message = first_line(words != nullptr ? words : PQerrorMessage(connection_.get()));
        char const* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        std::string_view const code = state != nullptr ? state : "";
        // A fault without a code is none of the server's: its answer did not come. PQstatus alone does not tell, it stays CONNECTION_OK where the server
        // said a last word and went before the question was written.
        if (code.empty() || PQstatus(connection_.get()) != CONNECTION_OK || code.starts_with("08") || code.starts_with("57P") || code.starts_with("53") ||
            code == "55P03")
            fault.kind = QueryFault::Kind::Unavailable;
        else if (code == "57014") {
            fault.kind = QueryFault::Kind::Limit;
            // The server's code does not tell its time from the hand of an administrator.
            fault.is_of_time = Clock::now() - begun_ >= time_;
            if (fault.is_of_time) fault.message = "it takes longer than " + std::to_string(time_.count()) + " s";
        }
        char const* const position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
        int at = 0;
        if (position != nullptr && std::from_chars(position, position + std::strlen(position), at).ec == std::errc{} && at > 0)
            fault.at = static_cast<std::size_t>(at - 1);
        return fault;
    }

    bool ask(std::string const& sql, std::vector<QueryArgument> const& arguments, QueryRows& rows, QueryFault& fault) {
        std::vector<std::string> texts;
        for (QueryArgument const& one : arguments) texts.push_back(std::holds_alternative<std::monostate>(one.value) ? std::string() : value_text(one.value));
        std::vector<char const*> values;
        for (std::size_t i = 0; i < arguments.size(); ++i)
            values.push_back(std::holds_alternative<std::monostate>(arguments[i].value) ? nullptr : texts[i].c_str());
        if (PQsendQueryParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(), nullptr, nullptr, 0) == 0 ||
            PQsetSingleRowMode(connection_.get()) == 0) {
            fault = {QueryFault::Kind::Unavailable, first_line(PQerrorMessage(connection_.get()))};
            return false;
        }
        bool good = true, named = false;
        while (Result const result{PQgetResult(connection_.get())}) {
            if (!good) continue;  // the rest of the answer has to be fetched all the same
            ExecStatusType const status = PQresultStatus(result.get());
            if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK) {
                fault = status == PGRES_FATAL_ERROR ? fault_of(result.get()) : QueryFault{QueryFault::Kind::Query, "the query gives no rows"};
                if (fault.at) fault.at = byte_of(sql, *fault.at);
                good = false;
            } else if (!take(result.get(), rows, named)) {
                fault = {QueryFault::Kind::Limit, "the query gives more than a table may hold"};
                good = false;
                cancel();
            }
        }
        return good;
    }

    static bool take(PGresult const* result, QueryRows& rows, bool& named) {
        int const width = PQnfields(result);
        if (!named) {
            named = true;
            std::vector<std::string> names;
            for (int c = 0; c < width; ++c) names.emplace_back(PQfname(result, c));
            if (!rows.columns(names)) return false;
        }
        std::vector<std::optional<std::string>> cells(static_cast<std::size_t>(width));
        for (int row = 0; row < PQntuples(result); ++row) {
            for (int c = 0; c < width; ++c) {
                auto& cell = cells[static_cast<std::size_t>(c)];
                if (PQgetisnull(result, row, c) != 0)
                    cell.reset();
                else
                    cell.emplace(PQgetvalue(result, row, c), static_cast<std::size_t>(PQgetlength(result, row, c)));
            }
            if (!rows.row(cells)) return false;
        }
        return true;
    }

    void cancel() {
        PGcancel* const request = PQgetCancel(connection_.get());
        char ignored[256];
        if (request != nullptr) PQcancel(request, ignored, sizeof ignored);
        PQfreeCancel(request);
    }

    /// The server counts characters.
    static std::size_t byte_of(std::string_view sql, std::size_t characters) {
        std::size_t at = 0;
        while (characters > 0 && at < sql.size()) {
            utf8::next(sql, at);
            --characters;
        }
        return at;
    }

    std::string words_;
    std::string state_;  // the server's name for what all processes see; empty: each its own
    pid_t process_;
    std::chrono::seconds time_{60};
    Clock::time_point begun_{};  // of the query
    Connection connection_;
};

std::unique_ptr<Session> open(std::string const& connection, QueryFault& fault) {
    auto database = std::make_unique<PostgresDatabase>(connection);
    return database->open(fault) ? std::move(database) : nullptr;
}

}  // namespace
}  // namespace offprint::postgres

offprint::ModuleTable const* offprint_module() {
    using namespace offprint;
    static postgres::Module const table{{module_build(), sizeof(postgres::Module)}, postgres::open};
    return &table;
}
