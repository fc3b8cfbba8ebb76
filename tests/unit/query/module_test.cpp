#include "query/module.h"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>

using namespace offprint;

namespace {

query::Module const& module() {
    std::string error;
    auto const* const table = static_cast<query::Module const*>(open_module("query", sizeof(query::Module), {OFFPRINT_BINARY_DIR}, error));
    INFO(error);
    REQUIRE(table != nullptr);
    return *table;
}

/// Rows as text: cells with commas between, rows with blanks, "~" for null. Takes as many rows as it is told to.
class Text final : public QueryRows {
public:
    explicit Text(std::size_t most = 1000) : most_(most) {}
    bool columns(std::vector<std::string> const& names) override {
        for (std::string const& name : names) heads += (heads.empty() ? "" : ",") + name;
        return true;
    }
    bool row(std::vector<std::optional<std::string>> const& cells) override {
        if (count_ > 0) text += ' ';
        for (std::size_t i = 0; i < cells.size(); ++i) text += (i > 0 ? "," : "") + cells[i].value_or("~");
        return ++count_ <= most_;
    }
    std::string heads, text;

private:
    std::size_t most_, count_ = 0;
};

/// A database file in a folder of its own.
struct File {
    File() : folder((std::filesystem::temp_directory_path() / ("offprint-query-" + std::to_string(::getpid()))).string()), path(folder + "/a b?.db") {
        std::filesystem::create_directories(folder);
        sqlite3* database = nullptr;
        REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
        REQUIRE(sqlite3_exec(database,
                             "create table t(c text, w real, n int); insert into t values('A', 0.1, 1), ('B', 1e-7, 9007199254740993), (null, null, null)",
                             nullptr, nullptr, nullptr) == SQLITE_OK);
        sqlite3_close(database);
    }
    ~File() { std::filesystem::remove_all(folder); }
    std::string folder, path;
};

/// What a query gives, or "!" and why it gives nothing.
std::string ask(Database& database, std::string const& sql, std::vector<QueryArgument> const& arguments = {}, std::size_t most = 1000) {
    Text rows(most);
    QueryFault fault;
    if (database.run(sql, arguments, rows, fault)) return rows.heads + ": " + rows.text;
    return fault.kind == QueryFault::Kind::Limit ? "!limit" : fault.kind == QueryFault::Kind::Unavailable ? "!unavailable" : "!" + fault.message;
}

}  // namespace

TEST_CASE("Numbers keep their digits, null is null, values are bound") {
    File const file;
    QueryFault fault;
    auto const database = module().open(file.path, fault);
    REQUIRE(database);
    CHECK(ask(*database, "select * from t") == "c,w,n: A,0.1,1 B,1e-07,9007199254740993 ~,~,~");
    CHECK(ask(*database, "select n from t where c = :c", {{"c", std::string("' or 1 = 1")}}) == "n: ");
    CHECK(ask(*database, "select n from t where c = :c and w < :w;  -- end", {{"w", 0.5}, {"c", std::string("A")}}) == "n: 1");
    CHECK(ask(*database, "select :a + :a x, :b y", {{"a", std::int64_t{3}}, {"b", std::monostate{}}}) == "x,y: 6,~");
    CHECK(ask(*database, "select :a", {}) == "!there is no value for :a");
    CHECK(ask(*database, "select ?", {}) == "!there is no value for '?'");
}

TEST_CASE("Nothing but reading is let through") {
    File const file;
    QueryFault fault;
    auto const database = module().open(file.path, fault);
    REQUIRE(database);
    for (char const* const sql : {"insert into t values(1, 2, 3)", "delete from t", "drop table t", "attach 'x.db' as x", "pragma query_only = off",
                                  "create temp table x(a)", "vacuum", "begin", "commit", "select * from pragma_table_info('t')", "select random()",
                                  "select current_timestamp", "select load_extension('x')", "select x'41'", "select 1; select 2", "select", ""}) {
        INFO(sql);
        CHECK(ask(*database, sql).starts_with("!"));
    }
    CHECK(ask(*database, "select count(*) n from t") == "n: 3");
    CHECK(ask(*database, "with recursive c(n) as (select 1 union all select n + 1 from c) select n from c", {}, 5) == "!limit");
    CHECK(ask(*database, "select group_concat(a.n || hex(zeroblob(9000000))) from t a, t b, t c") == "!limit");
}

TEST_CASE("A run sees one state of the data, and a child process opens a connection of its own") {
    File const file;
    QueryFault fault;
    auto const database = module().open(file.path, fault);
    REQUIRE(database);
    CHECK(ask(*database, "select count(*) n from t") == "n: 3");
    pid_t const child = ::fork();
    if (child == 0) ::_exit(ask(*database, "select count(*) n from t") == "n: 3" ? 0 : 1);
    int state = 0;
    REQUIRE(::waitpid(child, &state, 0) == child);
    CHECK(WEXITSTATUS(state) == 0);
    CHECK(ask(*database, "select count(*) n from t") == "n: 3");
}

TEST_CASE("Tables in memory are asked as files are") {
    QueryFault fault;
    auto const database = module().make(fault);
    REQUIRE(database);
    REQUIRE(database->make_table("a \"b", false, {{"x", true}, {"select", false}}, fault));
    REQUIRE(database->add_row({0.5, std::string("one")}, fault));
    REQUIRE(database->add_row({std::int64_t{2}, std::monostate{}}, fault));
    CHECK(ask(*database, "select \"select\", x from \"a \"\"b\" where x < :m", {{"m", std::string("1.5")}}) == "select,x: one,0.5");
    CHECK(ask(*database, "delete from \"a \"\"b\"").starts_with("!"));
    REQUIRE(database->make_table("c", false, {{"y", false}}, fault));
    REQUIRE(database->add_row({std::string("old")}, fault));
    CHECK_FALSE(database->make_table("c", false, {{"y", false}}, fault));
    REQUIRE(database->make_table("c", true, {{"z", false}}, fault));
    REQUIRE(database->add_row({std::string("new")}, fault));
    CHECK(ask(*database, "select * from c") == "z: new");
    // What was asked before is nobody's business.
    CHECK(ask(*database, "select name from sqlite_schema").starts_with("!"));
}

TEST_CASE("A damaged file gives an error, or rows, and nothing worse") {
    File const file;
    std::ifstream in(file.path, std::ios::binary);
    std::string const whole((std::istreambuf_iterator<char>(in)), {});
    std::mt19937 random(3);
    for (int i = 0; i < 200; ++i) {
        std::string bytes = whole;
        for (int edits = 0; edits < 20; ++edits) bytes[random() % bytes.size()] = static_cast<char>(random());
        if (i % 4 == 0) bytes.resize(random() % bytes.size());
        std::ofstream(file.path, std::ios::binary) << bytes;
        QueryFault fault;
        auto const database = module().open(file.path, fault);
        if (database) ask(*database, "select * from t order by w");
    }
}
