#include "catalog/module.h"

#include <array>

#include "catalog/sqlite.h"

namespace offprint::catalog {
namespace {

/// The text columns of a report, in the order in which they stand in the table.
constexpr std::array<std::pair<char const*, std::string Row::*>, 14> kTexts = {{{"id", &Row::id},
                                                                                {"object", &Row::object},
                                                                                {"title", &Row::title},
                                                                                {"date", &Row::date},
                                                                                {"client", &Row::client},
                                                                                {"instrument", &Row::instrument},
                                                                                {"profile", &Row::profile},
                                                                                {"authors", &Row::authors},
                                                                                {"classes", &Row::classes},
                                                                                {"approved_by", &Row::approved_by},
                                                                                {"added", &Row::added},
                                                                                {"until", &Row::until},
                                                                                {"disposed", &Row::disposed},
                                                                                {"matters", &Row::matters}}};

std::string columns() {
    std::string out = "seq, pages";
    for (auto const& [name, member] : kTexts) out += std::string(", ") + name;
    return out;
}

bool make_tables(sqlite3* database) {
    std::string sql = "CREATE TABLE reports(seq INTEGER PRIMARY KEY, pages INTEGER NOT NULL";
    for (auto const& [name, member] : kTexts) sql += std::string(", ") + name + " TEXT NOT NULL";
    sql += ") STRICT;";
    sql += "CREATE INDEX by_client ON reports(client COLLATE NOCASE, date); CREATE INDEX by_instrument ON reports(instrument COLLATE NOCASE, date);";
    sql += "CREATE INDEX by_date ON reports(date);";
    sql += "CREATE TABLE position(only INTEGER PRIMARY KEY CHECK(only = 1), records INTEGER NOT NULL, root TEXT NOT NULL) STRICT;";
    sql += "INSERT INTO position VALUES(1, 0, '');";
    sql += "CREATE VIRTUAL TABLE words USING fts5(title, body, tokenize = \"unicode61 remove_diacritics 2\");";
    return run(database, sql.c_str());
}

/// Each word of a query as a string of FTS5, so that none is an operator; all must be found.
std::string words_of(std::string const& text) {
    std::string out;
    std::size_t at = 0;
    while ((at = text.find_first_not_of(" \t\n", at)) != text.npos) {
        std::size_t const end = std::min(text.find_first_of(" \t\n", at), text.size());
        out += out.empty() ? "\"" : " \"";
        for (char const c : text.substr(at, end - at)) out += c == '"' ? "\"\"" : std::string(1, c);
        out += '"';
        at = end;
    }
    return out;
}

class SqliteCatalog final : public Catalog {
public:
    explicit SqliteCatalog(Database database) : database_(std::move(database)) {}

    std::optional<Position> position(std::string& error) override {
        Statement select(database_.get(), "SELECT records, root FROM position");
        if (!select.step()) return tell(error), std::nullopt;
        return Position{static_cast<std::uint64_t>(select.number(0)), select.text(1)};
    }

    bool apply(std::vector<Change> const& changes, Position const& position, std::string& error) override {
        bool done = run(database_.get(), "BEGIN IMMEDIATE");
        for (Change const& change : changes) done = done && put(change);
        done =
            done &&
            Statement(database_.get(), "UPDATE position SET records = ?, root = ?").bind(static_cast<std::int64_t>(position.records)).bind(position.root).run();
        done = done && run(database_.get(), "COMMIT");
        if (!done) {
            tell(error);
            run(database_.get(), "ROLLBACK");
        }
        return done;
    }

    std::optional<std::vector<Row>> find(Query const& query, std::string& error) override {
        std::string sql = "SELECT " + columns() + " FROM reports WHERE 1";
        std::string const words = words_of(query.text);
        if (!query.client.empty()) sql += " AND client = ? COLLATE NOCASE";
        if (!query.instrument.empty()) sql += " AND instrument = ? COLLATE NOCASE";
        if (!query.from.empty()) sql += " AND date >= ?";
        if (!query.to.empty()) sql += " AND date <= ? AND date <> ''";
        if (!words.empty()) sql += " AND seq IN (SELECT rowid FROM words WHERE words MATCH ?)";
        Statement select(database_.get(), sql + " ORDER BY seq");
        for (std::string const* const value : {&query.client, &query.instrument, &query.from, &query.to, &words})
            if (!value->empty()) select.bind(*value);
        std::vector<Row> out;
        while (select.step()) {
            Row row;
            row.seq = static_cast<std::uint64_t>(select.number(0));
            row.pages = static_cast<std::uint64_t>(select.number(1));
            for (std::size_t i = 0; i < kTexts.size(); ++i) row.*kTexts[i].second = select.text(static_cast<int>(i) + 2);
            out.push_back(std::move(row));
        }
        if (select.failed()) return tell(error), std::nullopt;
        return out;
    }

    std::optional<std::string> text(std::uint64_t seq, std::string& error) override {
        Statement select(database_.get(), "SELECT body FROM words WHERE rowid = ?");
        select.bind(static_cast<std::int64_t>(seq));
        bool const found = select.step();
        if (select.failed()) return tell(error), std::nullopt;
        return found ? select.text(0) : std::string();
    }

    std::string check() override {
        Statement whole(database_.get(), "PRAGMA integrity_check(1)");
        if (!whole.step()) return sqlite3_errmsg(database_.get());
        if (std::string const said = whole.text(0); said != "ok") return said;
        return {};
    }

    bool close() override {
        int left = 0, moved = 0;
        bool const whole = sqlite3_wal_checkpoint_v2(database_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, &left, &moved) == SQLITE_OK;
        database_.reset();
        return whole;
    }

private:
    bool put(Change const& change) {
        std::string sql = "INSERT OR REPLACE INTO reports(" + columns() + ") VALUES(?, ?";
        for (std::size_t i = 0; i < kTexts.size(); ++i) sql += ", ?";
        auto const seq = static_cast<std::int64_t>(change.row.seq);
        Statement insert(database_.get(), sql + ")");
        insert.bind(seq).bind(static_cast<std::int64_t>(change.row.pages));
        for (auto const& [name, member] : kTexts) insert.bind(change.row.*member);
        if (!insert.run()) return false;
        if (!change.text) return true;
        if (!Statement(database_.get(), "DELETE FROM words WHERE rowid = ?").bind(seq).run()) return false;
        return Statement(database_.get(), "INSERT INTO words(rowid, title, body) VALUES(?, ?, ?)").bind(seq).bind(change.row.title).bind(*change.text).run();
    }

    void tell(std::string& error) const { error = sqlite3_errmsg(database_.get()); }

    Database database_;
};

/// A file that nobody writes to meanwhile, by an address that says so: nothing is made beside it, so a folder may be read-only.
std::string address_of_still(std::string const& path) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out = "file:";
    for (char const c : path) {
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

std::unique_ptr<Catalog> open(std::string const& path, Mode mode, std::string& error) {
    sqlite3* handle = nullptr;
    bool const reads = mode == Mode::Read || mode == Mode::Still;
    int const flags = mode == Mode::Still   ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
                      : mode == Mode::Read  ? SQLITE_OPEN_READONLY
                      : mode == Mode::Write ? SQLITE_OPEN_READWRITE
                                            : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int const opened = sqlite3_open_v2(mode == Mode::Still ? address_of_still(path).c_str() : path.c_str(), &handle, flags, nullptr);
    Database database(handle);
    bool good = opened == SQLITE_OK && sqlite3_busy_timeout(handle, 10'000) == SQLITE_OK;
    // A catalogue is input like any other: what stands in its schema is not trusted.
    good = good && run(handle, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;");
    if (!reads) good = good && run(handle, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;");
    if (mode == Mode::Make) good = good && make_tables(handle);
    if (reads) good = good && run(handle, "SELECT records FROM position");
    if (good) return std::make_unique<SqliteCatalog>(std::move(database));
    error = handle != nullptr ? sqlite3_errmsg(handle) : "out of memory";
    return mode == Mode::Read ? open(path, Mode::Still, error) : nullptr;
}

}  // namespace
}  // namespace offprint::catalog

offprint::ModuleTable const* offprint_module() {
    using namespace offprint;
    static catalog::Module const table{{module_build(), sizeof(catalog::Module)}, catalog::open};
    return &table;
}
