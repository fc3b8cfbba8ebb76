#include "query/module.h"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace offprint::query {
namespace {

constexpr int kStepsBetweenLooks = 100'000;  // of SQLite's machine
constexpr int kMostLooks = 20'000;           // 2e9 steps: about a minute; the same on each machine
constexpr int kLongestValue = 16 << 20, kLongestQuery = 1 << 20;

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Handle = std::unique_ptr<sqlite3, CloseDatabase>;
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

bool execute(sqlite3* database, char const* sql) { return sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK; }

/// Lets through what reads: no PRAGMA, no ATTACH, no change of anything; no function whose answer is another each time. `closed`: nor the schema, if it tells
/// what was asked before.
int authorize(void* closed, int action, char const* first, char const* second, char const*, char const*) {
    switch (action) {
        case SQLITE_READ:
            if (closed != nullptr && first != nullptr && sqlite3_strnicmp(first, "sqlite_", 7) == 0) return SQLITE_DENY;
            return SQLITE_OK;
        case SQLITE_SELECT:
        case SQLITE_RECURSIVE: return SQLITE_OK;
        case SQLITE_FUNCTION: {
            std::string_view const name = second != nullptr ? second : "";
            for (char const* const refused : {"random", "randomblob", "load_extension", "current_date", "current_time", "current_timestamp"})
                if (sqlite3_stricmp(std::string(name).c_str(), refused) == 0) return SQLITE_DENY;
            return SQLITE_OK;
        }
        default: return SQLITE_DENY;
    }
}

QueryFault fault_of(sqlite3* database, int code) {
    QueryFault fault;
    fault.message = database != nullptr ? sqlite3_errmsg(database) : "out of memory";
    switch (code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_CANTOPEN:
        case SQLITE_IOERR:
        case SQLITE_PROTOCOL: fault.kind = QueryFault::Kind::Unavailable; break;
        case SQLITE_INTERRUPT:
            fault.kind = QueryFault::Kind::Limit;
            fault.message = "the query takes too many steps";
            break;
        case SQLITE_NOMEM:
        case SQLITE_TOOBIG:
        case SQLITE_FULL: fault.kind = QueryFault::Kind::Limit; break;
        case SQLITE_AUTH: fault.message = "only reading is allowed: " + fault.message; break;
        default: break;
    }
    if (database != nullptr) {
        if (int const at = sqlite3_error_offset(database); at >= 0) fault.at = static_cast<std::size_t>(at);
    }
    return fault;
}

/// Shortest text that reads back as the same number.
std::string number_text(double value) {
    char buffer[64];
    auto const [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
    return error == std::errc{} ? std::string(buffer, end) : std::string();
}

/// The value stays where it is until the statement has run.
int bind(sqlite3_stmt* statement, int place, QueryValue const& value) {
    if (auto const* number = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(statement, place, *number);
    if (auto const* number = std::get_if<double>(&value)) return sqlite3_bind_double(statement, place, *number);
    if (auto const* text = std::get_if<std::string>(&value))
        return sqlite3_bind_text(statement, place, text->c_str(), static_cast<int>(text->size()), SQLITE_STATIC);
    return sqlite3_bind_null(statement, place);
}

class SqliteDatabase final : public MemoryDatabase {
public:
    /// An empty path: in memory.
    explicit SqliteDatabase(std::string path) : path_(std::move(path)), process_(::getpid()) {}
    ~SqliteDatabase() override {
        // What another process opened is not ours to close.
        if (process_ != ::getpid()) static_cast<void>(handle_.release());
    }

    bool open(QueryFault& fault) {
        std::string const target = path_.empty() ? std::string(":memory:") : path_;
        int const flags = path_.empty() ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY : SQLITE_OPEN_READONLY;
        if (open_as(target, flags, fault)) return true;
        // A folder that cannot be written to keeps SQLite from a database in WAL mode, unless it is told that nobody changes it.
        return !path_.empty() && fault.kind == QueryFault::Kind::Unavailable && open_as(still_address(), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, fault);
    }

    bool run(std::string const& sql, std::vector<QueryArgument> const& arguments, QueryRows& rows, QueryFault& fault) override {
        if (process_ != ::getpid() && !path_.empty()) {
            static_cast<void>(handle_.release());
            process_ = ::getpid();
            if (!open(fault)) return false;
        }
        sqlite3* const database = handle_.get();
        sqlite3_set_authorizer(database, authorize, path_.empty() ? this : nullptr);
        looks_ = 0;
        sqlite3_progress_handler(
            database, kStepsBetweenLooks, [](void* looks) { return ++*static_cast<int*>(looks) > kMostLooks ? 1 : 0; }, &looks_);
        sqlite3_stmt* raw = nullptr;
        char const* rest = nullptr;
        int code = sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &raw, &rest);
        Statement const statement(raw);
        if (code != SQLITE_OK) return fault = fault_of(database, code), false;
        if (!statement) return fault = {QueryFault::Kind::Query, "the query is empty"}, false;
        if (!is_blank(rest)) return fault = {QueryFault::Kind::Query, "a second statement stands here", static_cast<std::size_t>(rest - sql.data())}, false;
        if (!bind_all(raw, arguments, fault)) return false;
        int const width = sqlite3_column_count(raw);
        std::vector<std::string> names;
        for (int c = 0; c < width; ++c) {
            char const* const name = sqlite3_column_name(raw, c);
            names.emplace_back(name != nullptr ? name : "");
        }
        QueryFault const enough{QueryFault::Kind::Limit, "the query gives more than a table may hold"};
        if (!rows.columns(names)) return fault = enough, false;
        std::vector<std::optional<std::string>> cells(static_cast<std::size_t>(width));
        while ((code = sqlite3_step(raw)) == SQLITE_ROW) {
            for (int c = 0; c < width; ++c)
                if (!read_cell(raw, c, cells[static_cast<std::size_t>(c)], fault)) return false;
            if (!rows.row(cells)) return fault = enough, false;
        }
        if (code == SQLITE_DONE) return true;
        return fault = fault_of(database, code), false;
    }

    bool make_table(std::string const& name, bool again, std::vector<std::pair<std::string, bool>> const& columns, QueryFault& fault) override {
        sqlite3_set_authorizer(handle_.get(), nullptr, nullptr);
        insert_.reset();
        std::string create = (again ? "DROP TABLE " + quoted(name) + "; " : std::string()) + "CREATE TABLE " + quoted(name) + "(",
                    insert = "INSERT INTO " + quoted(name) + " VALUES(";
        for (std::size_t i = 0; i < columns.size(); ++i) {
            create += (i > 0 ? ", " : "") + quoted(columns[i].first) + (columns[i].second ? " NUMERIC" : "");
            insert += i > 0 ? ", ?" : "?";
        }
        sqlite3_stmt* raw = nullptr;
        insert += ")";
        bool const good = execute(handle_.get(), (create + ")").c_str()) &&
                          sqlite3_prepare_v2(handle_.get(), insert.data(), static_cast<int>(insert.size()), &raw, nullptr) == SQLITE_OK;
        insert_.reset(raw);
        if (!good) fault = fault_of(handle_.get(), sqlite3_errcode(handle_.get()));
        return good;
    }

    bool add_row(std::vector<QueryValue> const& cells, QueryFault& fault) override {
        bool good = true;
        for (std::size_t i = 0; i < cells.size(); ++i) good = good && bind(insert_.get(), static_cast<int>(i) + 1, cells[i]) == SQLITE_OK;
        good = good && sqlite3_step(insert_.get()) == SQLITE_DONE;
        if (!good) fault = fault_of(handle_.get(), sqlite3_errcode(handle_.get()));
        sqlite3_reset(insert_.get());
        return good;
    }

private:
    bool open_as(std::string const& target, int flags, QueryFault& fault) {
        sqlite3* raw = nullptr;
        int const code = sqlite3_open_v2(target.c_str(), &raw, flags, nullptr);
        handle_.reset(raw);
        if (code != SQLITE_OK) return fault = fault_of(raw, code), false;
        sqlite3_busy_timeout(raw, 10'000);
        sqlite3_extended_result_codes(raw, 1);
        sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, kLongestValue);
        sqlite3_limit(raw, SQLITE_LIMIT_SQL_LENGTH, kLongestQuery);
        sqlite3_limit(raw, SQLITE_LIMIT_ATTACHED, 0);
        sqlite3_limit(raw, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000);
        // A database is input like any other: what stands in its schema is not trusted.
        bool good = execute(raw, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA hard_heap_limit = 1073741824");
        // Tables in memory are filled in one transaction, which is never taken back and ends with them.
        good = good && execute(raw, path_.empty() ? "PRAGMA journal_mode = OFF; BEGIN" : "PRAGMA query_only = ON; BEGIN; SELECT count(*) FROM sqlite_schema");
        if (!good) fault = fault_of(raw, sqlite3_errcode(raw));
        return good;
    }

    std::string still_address() const {
        constexpr std::string_view kHex = "0123456789ABCDEF";
        std::string out = "file:";
        for (char const c : path_) {
            bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-' || c == '_';
            if (plain) {
                out += c;
            } else {
                out += '%';
                out += kHex[static_cast<unsigned char>(c) >> 4];
                out += kHex[static_cast<unsigned char>(c) & 15];
            }
        }
        return out + "?immutable=1";
    }

    static std::string quoted(std::string const& name) {
        std::string out = "\"";
        for (char const c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
        return out + '"';
    }

    static bool is_blank(std::string_view rest) {
        while (!rest.empty()) {
            std::size_t skip = 0;
            if (std::string_view(" \t\r\n;").find(rest.front()) != std::string_view::npos) {
                skip = 1;
            } else if (rest.starts_with("--")) {
                skip = std::min(rest.find('\n'), rest.size());
            } else if (rest.starts_with("/*")) {
                std::size_t const end = rest.find("*/", 2);
                skip = end == std::string_view::npos ? rest.size() : end + 2;
            } else {
                return false;
            }
            rest.remove_prefix(skip);
        }
        return true;
    }

    static bool bind_all(sqlite3_stmt* statement, std::vector<QueryArgument> const& arguments, QueryFault& fault) {
        for (int i = 1; i <= sqlite3_bind_parameter_count(statement); ++i) {
            char const* const name = sqlite3_bind_parameter_name(statement, i);
            auto const found = std::find_if(arguments.begin(), arguments.end(),
                                            [&](QueryArgument const& one) { return name != nullptr && name[0] == ':' && one.name == name + 1; });
            if (found == arguments.end())
                return fault = {QueryFault::Kind::Query, std::string("there is no value for ") + (name != nullptr ? name : "'?'")}, false;
            if (bind(statement, i, found->value) != SQLITE_OK)
                return fault = {QueryFault::Kind::Query, std::string("the value of ") + name + " is too large"}, false;
        }
        return true;
    }

    static bool read_cell(sqlite3_stmt* statement, int column, std::optional<std::string>& cell, QueryFault& fault) {
        switch (sqlite3_column_type(statement, column)) {
            case SQLITE_NULL: cell.reset(); return true;
            case SQLITE_FLOAT: cell = number_text(sqlite3_column_double(statement, column)); return true;
            case SQLITE_BLOB:
                fault = {QueryFault::Kind::Query, std::string("the column '") + sqlite3_column_name(statement, column) + "' holds bytes, not text"};
                return false;
            default: break;
        }
        auto const* const text = reinterpret_cast<char const*>(sqlite3_column_text(statement, column));
        if (text == nullptr) return fault = {QueryFault::Kind::Limit, "out of memory"}, false;
        cell.emplace(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
        return true;
    }

    std::string path_;
    pid_t process_;
    Handle handle_;
    Statement insert_;
    int looks_ = 0;
};

std::unique_ptr<SqliteDatabase> opened(std::string path, QueryFault& fault) {
    auto database = std::make_unique<SqliteDatabase>(std::move(path));
    return database->open(fault) ? std::move(database) : nullptr;
}

std::unique_ptr<Database> open(std::string const& path, QueryFault& fault) { return opened(path, fault); }
std::unique_ptr<MemoryDatabase> make(QueryFault& fault) { return opened({}, fault); }

}  // namespace
}  // namespace offprint::query

offprint::ModuleTable const* offprint_module() {
    using namespace offprint;
    static query::Module const table{{module_build(), sizeof(query::Module)}, query::open, query::make};
    return &table;
}
