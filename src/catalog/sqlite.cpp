#include "catalog/sqlite.h"

namespace offprint::catalog {

Statement::Statement(sqlite3* database, std::string const& sql) {
    failed_ = sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement_, nullptr) != SQLITE_OK;
}

Statement& Statement::bind(std::string_view text) {
    // SQLite takes a null pointer for no value at all.
    char const* const bytes = text.data() != nullptr ? text.data() : "";
    failed_ = failed_ || sqlite3_bind_text(statement_, ++bound_, bytes, static_cast<int>(text.size()), nullptr) != SQLITE_OK;
    return *this;
}

Statement& Statement::bind(std::int64_t number) {
    failed_ = failed_ || sqlite3_bind_int64(statement_, ++bound_, number) != SQLITE_OK;
    return *this;
}

bool Statement::step() {
    if (failed_) return false;
    int const result = sqlite3_step(statement_);
    failed_ = result != SQLITE_ROW && result != SQLITE_DONE;
    return result == SQLITE_ROW;
}

std::string Statement::text(int column) const {
    auto const* const bytes = reinterpret_cast<char const*>(sqlite3_column_text(statement_, column));
    return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

bool run(sqlite3* database, char const* sql) { return sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK; }

}  // namespace offprint::catalog
