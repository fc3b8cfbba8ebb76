// SQLite's handles, each owned once, and statements that are easy to read.
#pragma once
#include <sqlite3.h>

#include <memory>
#include <string>
#include <string_view>

namespace offprint::catalog {

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

/// A statement. Texts that are bound must live until it is stepped.
class Statement {
public:
    Statement(sqlite3* database, std::string const& sql);
    Statement(Statement const&) = delete;
    Statement& operator=(Statement const&) = delete;
    ~Statement() { sqlite3_finalize(statement_); }

    Statement& bind(std::string_view text);
    Statement& bind(std::int64_t number);
    /// Whether there is a row; false too after a fault, which `failed` tells.
    bool step();
    bool run() { return !step() && !failed_; }
    bool failed() const { return failed_; }
    std::string text(int column) const;
    std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }

private:
    sqlite3_stmt* statement_ = nullptr;
    int bound_ = 0;
    bool failed_ = false;
};

/// Runs statements that give nothing.
bool run(sqlite3* database, char const* sql);

}  // namespace offprint::catalog
