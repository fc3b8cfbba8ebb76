#include "data/record.h"

#include "yaml_testing.h"

using namespace offprint;
using namespace offprint::data;

namespace {

constexpr std::string_view kTones[] = {"insight", "note", "evidence"};
constexpr Field kItem[] = {{"label", Kind::Text, Required::Yes, "The row's name."}, {"value", Kind::Number, Required::No, "Its number."}};
constexpr Field kFields[] = {
    {"title", Kind::Text, Required::Yes, "Words on top."},
    {"tone", Kind::Choice, Required::No, "Its colour.", kTones},
    {"price", Kind::Number, Required::No, "A price."},
    {"count", Kind::Integer, Required::No, "A count."},
    {"wide", Kind::Bool, Required::No, "Full width."},
    {"date", Kind::Date, Required::No, "A day."},
    {"authors", Kind::TextList, Required::No, "Names."},
    {"item", Kind::Record, Required::No, "One item.", {}, kItem},
    {"rows", Kind::RecordList, Required::No, "Items.", {}, kItem},
    {"body", Kind::Blocks, Required::No, "Blocks."},
};

/// Parses and reads in one go.
struct Read : Parsed {
    std::optional<Record> record;
    explicit Read(std::string text) : Parsed(std::move(text)) {
        REQUIRE(value);
        record.emplace(*value, kFields, "a callout", faults);
    }
};

}  // namespace

TEST_CASE("typed values of a good record") {
    Read const r(
        "title: \"Edge\"\ntone: note\nprice: 62.9e9\ncount: 1e3\nwide: true\ndate: 2026-06-15\nauthors: [GoAI, B]\nitem: {label: a}\nrows: [{label: b, value: "
        "1}]\n");
    CHECK(r.codes().empty());
    CHECK(r.record->valid());
    CHECK(r.record->string("title") == "Edge");
    CHECK(r.record->text("title")->span() == Span{1, 8, 12});
    CHECK(r.record->choice("tone") == 1);
    CHECK(compare(*r.record->number("price"), {629, 8}) == 0);
    CHECK(r.record->integer("count") == 1000);
    CHECK(r.record->boolean("wide", false));
    CHECK(r.record->date("date") == Date{2026, 6, 15});
    CHECK(r.record->date("date")->iso() == "2026-06-15");
    CHECK(r.record->texts("authors").size() == 2);
    CHECK(r.record->get("rows")->list.size() == 1);
    CHECK_FALSE(r.record->has("body"));
    CHECK(r.record->string("body", "none") == "none");
    CHECK(r.record->boolean("none", true));
    CHECK(r.record->span_of("none") == r.record->span());
}

TEST_CASE("faults of a record, each at its place") {
    struct Case {
        std::string text, codes;
    };
    Case const cases[] = {
        {"titel: x\n", "1:1:E201 1:1:E202"},
        {"title:\n", "1:1:E202"},
        {"title: [x]\n", "1:8:E203"},
        {"title: a\ntone: blue\n", "2:7:E206"},
        {"title: a\nprice: 2.1O\n", "2:8:E204"},
        {"title: a\nprice: 1,000\n", "2:8:E204"},
        {"title: a\ncount: 1.5\n", "2:8:E204"},
        {"title: a\ncount: 1e30\n", "2:8:E204"},
        {"title: a\nwide: yes\n", "2:7:E206"},
        {"title: a\ndate: 2026-02-29\n", "2:7:E205"},
        {"title: a\nauthors: GoAI\n", "2:10:E203"},
        {"title: a\nauthors: [a, {b: c}, [d]]\n", "2:14:E203 2:22:E203"},
        {"title: a\nitem: {value: x}\n", "2:15:E204 2:8:E202"},
        {"title: a\nrows: [{label: b}, {lable: c}]\n", "2:21:E201 2:21:E202"},
        {"title: a\nrows: {label: b}\n", "2:7:E203"},
        {"[a]\n", "1:1:E203"},
        {"{}\n", "1:1:E202"},
    };
    for (Case const& c : cases) {
        INFO(c.text);
        Read const r(c.text);
        CHECK(r.codes() == c.codes);
        CHECK_FALSE(r.record->valid());
    }
}

TEST_CASE("a value that failed its check is not given") {
    Read const r("title: a\nprice: x\ntone: nota\nauthors: [[b]]\n");
    CHECK_FALSE(r.record->has("price"));
    CHECK_FALSE(r.record->number("price"));
    CHECK_FALSE(r.record->choice("tone"));
    CHECK(r.record->texts("authors").empty());
    CHECK(r.record->string("title") == "a");
}

TEST_CASE("hints tell what was meant and what there is") {
    Read const r("titel: x\ntone: nota\nprice: 93%\n");
    auto const& items = r.faults.items();
    REQUIRE(items.size() == 4);
    CHECK(items[0].message == "unknown key 'titel' in a callout");
    CHECK(items[0].hints == std::vector<std::string>{"did you mean 'title'?", "keys here: title, tone, price, count, wide, date, authors, item, rows, body"});
    CHECK(items[1].hints == std::vector<std::string>{"did you mean 'note'?", "one of: insight, note, evidence"});
    CHECK(items[2].hints == std::vector<std::string>{"write a share of one (0.93) and show it with a format ('0%')"});
    CHECK(items[3].hints == std::vector<std::string>{"Words on top."});
}

TEST_CASE("dates are days of the calendar") {
    CHECK(parse_date("2024-02-29") == Date{2024, 2, 29});
    CHECK(parse_date("2000-02-29").has_value());
    for (std::string_view const text :
         {"1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31", "0000-01-01", "26-01-01", "2026/01/01", "2026-1-01", "2026-01-011", ""}) {
        INFO(text);
        CHECK_FALSE(parse_date(text));
    }
}
