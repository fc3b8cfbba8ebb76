#include "bind/params.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "bind/query_text.h"
#include "bind/snapshot.h"
#include "binding.h"

using namespace offprint;

TEST_CASE("Parameters are typed; each fault stands where the value was given") {
    Binding b;
    std::string const article =
        "params:\n  client: {type: string, required: true, pattern: \"C\\\\d\"}\n  rate: {type: percent, default: 5%, max: 10%}\n  day: date\n";
    auto const ask = [&](std::vector<std::pair<std::string, std::string>> const& texts, bool columns = false) {
        bind::Asked asked;
        for (auto const& [name, text] : texts) asked.parameters.push_back(b.given(name, text, columns));
        b.bind(article, asked);
        return b.codes();
    };
    CHECK(ask({{"client", "C1"}, {"day", "2026-06-15"}}).empty());
    CHECK(ask({}) == "a.yaml:2:3:E334 a.yaml:4:3:E334");
    CHECK(ask({{"client", "D1"}, {"rate", "11%"}, {"day", "x"}}) == "row.csv:1:1:E335 row.csv:1:1:E335 row.csv:1:1:E331");
    CHECK(ask({{"client", ""}, {"day", "2026-06-15"}}) == "row.csv:1:1:E334");
    CHECK(ask({{"client", "C1"}, {"day", "2026-06-15"}, {"other", "x"}}) == "row.csv:1:1:E333");
    CHECK(ask({{"client", "C1"}, {"day", "2026-06-15"}, {"other", "x"}}, true).empty());
    CHECK(ask({{"client", "\xFF"}, {"day", std::string("2026\0", 5)}}) == "row.csv:1:1:E335 row.csv:1:1:E335");
    CHECK(ask({{"client", "bad"}, {"client", "C1"}, {"day", "2026-06-15"}}).empty());  // the last one counts
}

TEST_CASE("Only declared parameters are told of, as they were given") {
    Binding b;
    auto const bound = b.bind("params: {client: string}\n", {{b.given("client", "C1", true), b.given("secret", "x", true)}, {}, {}, false});
    REQUIRE(bound);
    CHECK(bound->parameters == std::vector<std::pair<std::string, std::string>>{{"client", "C1"}});
}

TEST_CASE("Faults of declarations") {
    Binding b;
    auto const codes = [&](std::string const& params) {
        b.bind("params: " + params);
        return b.codes();
    };
    CHECK(codes("[a]") == "a.yaml:1:9:E203");
    CHECK(codes("{a: {type: strang}}") == "a.yaml:1:20:E332");
    CHECK(codes("{a: {type: string, min: 1}}") == "a.yaml:1:33:E348");
    CHECK(codes("{a: {type: enum}}") == "a.yaml:1:20:E348");
    CHECK(codes("{a: {default: \"{{ run.asof }}\"}}") == "a.yaml:1:31:E352");
    CHECK(codes("{a: {pattern: \"(\"}}") == "a.yaml:1:24:E332");
}

TEST_CASE("Values stand in a query as names outside of strings and comments") {
    Diagnostics faults;
    auto const names = [&](std::string const& sql) {
        auto const query = bind::read_query(SourcedText(sql), faults);
        REQUIRE(query);
        std::string out;
        for (bind::QueryParameter const& one : query->parameters) out += one.name + " ";
        return out;
    };
    CHECK(names("select :a, ':b', \":c\", x::text, :d -- :e\n, /* :f */ :a, $tag$ :g $tag$, E'\\' :h', 'it''s :i'") == "a d a ");
    CHECK(names("select '\\' , :a") == "a ");  // in a plain string a backslash is itself
    auto const query = bind::read_query(SourcedText("select :a, :bb, :a from t"), faults);
    CHECK(bind::numbered(*query) == "select $1, $2, $1 from t");
    for (std::size_t at = 0; at < 25; ++at) CHECK(bind::unnumbered(*query, at) >= at);
    CHECK(query->sql.text.substr(bind::unnumbered(*query, bind::numbered(*query).find("from")), 4) == "from");
    CHECK_FALSE(faults.has_errors());
    for (char const* const wrong : {"delete from t", "", "select '{{ x }}'", "-- select\ndrop table t", "pragma x"}) {
        Diagnostics more;
        CHECK_FALSE(bind::read_query(SourcedText(wrong), more));
        CHECK(more.error_count() == 1);
    }
}

TEST_CASE("A snapshot knows an answer by all that was asked") {
    bind::Question const one{"sqlite", "a.db", "select :a", {{"a", std::string("1")}}};
    auto changed = [&](auto change) {
        bind::Question other = one;
        change(other);
        return other.key() != one.key();
    };
    CHECK(one.key() == bind::Question(one).key());
    CHECK(changed([](auto& q) { q.kind = "postgres"; }));
    CHECK(changed([](auto& q) { q.place = "b.db"; }));
    CHECK(changed([](auto& q) { q.query += " "; }));
    CHECK(changed([](auto& q) { q.arguments[0].value = std::int64_t{1}; }));
    CHECK(changed([](auto& q) { q.arguments[0].value = std::monostate{}; }));
}

TEST_CASE("Files of data come from a snapshot, whatever became of them") {
    std::string const folder = (std::filesystem::temp_directory_path() / "offprint-snapshot-files-test").string();
    std::filesystem::remove_all(folder);
    std::string const article = "data:\n  h: h.csv\n  j: {json: j.json}\n  k: {csv: h.csv, sep: \";\"}\n";
    Binding before(Held{{"h.csv", "a\n1\n"}, {"j.json", "[{\"v\": 2}]"}});
    before.binder.write_snapshot(folder);
    REQUIRE(before.bind(article));
    REQUIRE(before.binder.finish_snapshot(before.faults));
    Binding after(Held{{"h.csv", "a\n7\n"}});
    after.binder.use_snapshot(folder);
    auto const bound = after.bind(article);
    REQUIRE(bound);
    CHECK(after.codes() == "");
    CHECK(after.files.loads == 0);
    CHECK(Binding::text(bound->tables.at("h")) == "1");
    CHECK(Binding::text(bound->tables.at("j")) == "2");
    CHECK(Binding::text(bound->tables.at("k")) == "1");
    after.bind("data:\n  h: other.csv\n");
    CHECK(after.codes() == "a.yaml:2:6:E323");
    std::filesystem::remove_all(folder);
}

TEST_CASE("Answers are written into a folder and found there again, by what was asked") {
    std::string const folder = (std::filesystem::temp_directory_path() / "offprint-snapshot-test").string();
    std::filesystem::remove_all(folder);
    bind::Question const one{"sqlite", "a.db", "select :a", {{"a", 0.5}}}, other{"sqlite", "a.db", "select :a", {{"a", 0.25}}};
    Diagnostics faults;
    bind::Snapshot made;
    CHECK(made.keep(one, "x\n1\n", faults));  // nowhere yet
    CHECK_FALSE(std::filesystem::exists(folder));
    made.write_to(folder);
    CHECK(made.keep(one, "x\n1\n", faults));
    CHECK(made.finish(faults));
    CHECK(std::filesystem::exists(folder + "/index.json"));
    CHECK(std::filesystem::exists(folder + "/SHA256SUMS"));
    bind::Snapshot read;
    CHECK_FALSE(read.is_frozen());
    read.read_from(folder);
    CHECK(read.is_frozen());
    CHECK(read.find(one, {}, faults) == "x\n1\n");
    CHECK_FALSE(faults.has_errors());
    CHECK_FALSE(read.find(other, {}, faults));
    CHECK(faults.items()[0].code == "E323");
    faults = {};
    std::ofstream(folder + "/" + one.key() + ".csv") << "x\n2\n";
    CHECK_FALSE(read.find(one, {}, faults));
    CHECK(faults.items()[0].code == "E324");
    // Without sums it is what an archive copy carries: answers alone, held by the copy's own manifest.
    std::filesystem::remove(folder + "/SHA256SUMS");
    bind::Snapshot carried;
    carried.read_from(folder);
    CHECK_FALSE(carried.has_files());
    CHECK(carried.find(one, {}, faults) == "x\n2\n");
    std::filesystem::remove_all(folder);
    made.write_to("/dev/null/folder");
    Diagnostics unwritten;
    CHECK_FALSE(made.keep(other, "x\n", unwritten));
    CHECK(unwritten.items()[0].fault == FaultClass::OutputUnwritable);
}
