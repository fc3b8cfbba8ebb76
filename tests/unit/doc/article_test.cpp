#include "doc/article.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "base/file.h"

using namespace offprint;
using namespace offprint::doc;

namespace {

/// A block that keeps the text it was given; `boxes` hold blocks.
struct Plain final : Block {
    std::string text;
    BlockList body;
};
BlockPtr read_plain(data::Value const& value, ReadContext&) {
    auto block = std::make_unique<Plain>();
    block->text = value.scalar.text;
    return block;
}
BlockPtr read_boxed(data::Value const& value, ReadContext& context) {
    auto block = std::make_unique<Plain>();
    block->body = context.read_blocks(value);
    return block;
}
BlockPtr read_broken(data::Value const& value, ReadContext& context) {
    context.diagnostics.error("E999", value.span, "broken");
    return nullptr;
}
constexpr BlockReader kReaders[] = {{"prose", read_plain}, {"boxed", read_boxed}, {"broken", read_broken}};

struct Read {
    Sources sources;
    Diagnostics faults;
    std::optional<data::Value> tree;
    std::optional<Article> article;

    explicit Read(std::string text) {
        tree = data::parse_yaml(sources, sources.add("a.yaml", std::move(text)), faults);
        REQUIRE(tree);
        article = read_article(*tree, kReaders, faults);
    }
    std::string codes() const {
        std::string out;
        for (Diagnostic const& d : faults.items()) {
            Place const p = sources.place(d.span.source, d.span.begin);
            if (!out.empty()) out += ' ';
            out.append(std::to_string(p.line)).append(":").append(std::to_string(p.column)).append(":").append(d.code);
        }
        return out;
    }
    std::string hint() const { return faults.items().empty() || faults.items()[0].hints.empty() ? "" : faults.items()[0].hints[0]; }
    Place place(Span span) const { return sources.place(span.source, span.begin); }
};

std::string const kHead = "offprint: 1\ntitle: T\nbody: [words]\n";

data::Value parsed(std::string const& text) {
    Sources sources;
    Diagnostics faults;
    auto value = data::parse_yaml(sources, sources.add("m.yaml", text), faults);
    REQUIRE(value);
    return std::move(*value);
}

std::string const kMonths = "months: [a, b, c, d, e, f, g, h, i, j, k, l]\nshort_months: [A, B, C, D, E, F, G, H, I, J, K, L]\n";

}  // namespace

TEST_CASE("An article's keys are read into their types") {
    Read const r(
        "offprint: 1\nlayout: conviction-note\npaper: letter\nlang: de\ntitle: \"Die \\\"Kupfer\\\"-Frage\\nund die Faser\"\nkicker: K\n"
        "dek: Ein *kurzer* Vorspann.\nrating: Buy\npublisher: Desk\nauthors: [A, B]\ndate: 2026-06-15\nsubject: S\nkeywords: [x, y]\n"
        "disclosures: [std]\nbody:\n  - first\n  - boxed: [inner, boxed: [deep]]\n");
    INFO(r.codes());
    REQUIRE(r.article);
    REQUIRE_FALSE(r.faults.has_errors());
    Article const& a = *r.article;
    CHECK(a.layout == "conviction-note");
    CHECK(r.place(a.layout_span).line == 2);
    CHECK(a.paper == "letter");
    CHECK(a.language == "de");
    CHECK(a.title.text == "Die „Kupfer“-Frage\nund die Faser");
    REQUIRE(a.dek.size() == 3);
    CHECK(a.dek[1].emphasis);
    CHECK(a.rating.text == "Buy");
    CHECK(a.authors == std::vector<std::string>{"A", "B"});
    CHECK(a.keywords.size() == 2);
    REQUIRE(a.date);
    CHECK(a.date->iso() == "2026-06-15");
    CHECK(r.place(a.date_span).line == 11);
    REQUIRE(a.disclosures.size() == 1);
    CHECK(r.place(a.disclosures[0].span()).line == 14);
    REQUIRE(a.body.size() == 2);
    CHECK(a.body[0]->type == "prose");
    CHECK(static_cast<Plain const&>(*a.body[0]).text == "first");
    CHECK(a.body[1]->type == "boxed");
    CHECK(r.place(a.body[1]->span).line == 17);
    CHECK(r.place(a.body[1]->span).column == 5);
    auto const& boxed = static_cast<Plain const&>(*a.body[1]);
    REQUIRE(boxed.body.size() == 2);
    CHECK(static_cast<Plain const&>(*boxed.body[1]).body.size() == 1);
}

TEST_CASE("What an article need not say") {
    Read const r(kHead);
    REQUIRE(r.article);
    CHECK(r.codes() == "");
    CHECK(r.article->language == "en-US");
    CHECK_FALSE(r.article->date);
    CHECK_FALSE(r.article->instrument);
    CHECK(r.article->layout.empty());
    CHECK(r.article->disclosures.empty());
}

TEST_CASE("Faults of an article stand at their places, all in one run") {
    struct Case {
        std::string text, codes, hint;
    };
    for (Case const& c : {
             Case{"title: T\nbody: [x]\n", "1:1:E202", ""},
             Case{"offprint: 2\ntitle: T\nbody: [x]\n", "1:11:E206", ""},
             Case{"offprint: 1\nbody: [x]\n", "1:1:E202", ""},
             Case{"offprint: 1\ntitle: \" \"\nbody: [x]\n", "2:8:E202", ""},
             Case{"offprint: 1\ntitle: T\nbody: []\n", "3:7:E202", ""},
             Case{"offprint: 1\ntitle: T\nbody: x\n", "3:7:E203", ""},
             Case{kHead + "titel: U\n", "4:1:E201", "did you mean 'title'?"},
             Case{kHead + "date: 2026-02-30\n", "4:7:E205", ""},
             Case{kHead + "authors: me\n", "4:10:E203", ""},
             Case{"offprint: 1\ntitle: T\nbody:\n  - {boxed: [], prose: x}\n", "4:5:E208", "start each block with its own '-'"},
             Case{"offprint: 1\ntitle: T\nbody:\n  - [x]\n", "4:5:E208", ""},
             Case{"offprint: 1\ntitle: T\nbody:\n  - boxd: [x]\n", "4:5:E209", "did you mean 'boxed'?"},
             Case{"offprint: 1\ntitle: T\nbody:\n  - zzzz: x\n", "4:5:E209", "blocks: prose, boxed, broken"},
             Case{"offprint: 1\ntitle: T\nbody:\n  - boxed: x\n", "4:12:E203", ""},
             Case{"offprint: 1\ntitle: T\nbody: [{broken: x}, {brokn: y}, {broken: z}]\n", "3:17:E999 3:22:E209 3:42:E999", ""},
         }) {
        Read const r(c.text);
        INFO(c.text);
        CHECK(r.codes() == c.codes);
        if (!c.hint.empty()) CHECK(r.hint() == c.hint);
        CHECK(r.article);  // what could be read is there, so that later stages find their faults too
    }
    Read const list("- a\n");
    CHECK_FALSE(list.article);
    CHECK(list.codes() == "1:1:E203");
}

TEST_CASE("The instrument") {
    Read const r(kHead + "instrument: {symbol: ALAB, exchange: NASDAQ, price: 367.15, market_cap: 62.9e9, priced: 2026-06-15}\n");
    INFO(r.codes());
    REQUIRE(r.article);
    REQUIRE(r.article->instrument);
    Instrument const& i = *r.article->instrument;
    CHECK(i.symbol == "ALAB");
    CHECK(i.currency == "USD");
    REQUIRE(i.price);
    CHECK(data::compare(*i.price, {36715, -2}) == 0);
    REQUIRE(i.market_cap);
    CHECK(data::compare(*i.market_cap, {629, 8}) == 0);
    REQUIRE(i.priced);
    CHECK(i.priced->day == 15);

    Read const missing(kHead + "instrument: {price: 1}\n");
    CHECK(missing.codes() == "4:14:E202");
    CHECK_FALSE(missing.article->instrument);
    Read const wrong(kHead + "instrument: {symbol: A, price: cheap}\n");
    CHECK(wrong.codes() == "4:32:E204");
    Read const unknown(kHead + "instrument: {symbol: A, pirce: 1}\n");
    CHECK(unknown.codes() == "4:25:E201");
    CHECK(unknown.hint() == "did you mean 'price'?");
}

TEST_CASE("A clause has all its parts or none") {
    Diagnostics faults;
    auto const clause = read_clause(parsed("clause: std\nversion: 2\ntitle: D\nshort: S\ntext: |\n  Words.\n"), "fr", faults);
    REQUIRE(clause);
    CHECK(clause->language == "fr");
    CHECK(clause->id == "std");
    CHECK(clause->version == "2");
    CHECK(clause->short_text.text == "S");
    CHECK(clause->text.text == "Words.\n");
    CHECK_FALSE(faults.has_errors());
    CHECK_FALSE(read_clause(parsed("clause: std\nversion: 2\ntitle: D\ntext: T\n"), "en", faults));
    CHECK(faults.error_count() == 1);
    std::string const rest = "clause: std\nversion: 2\ntitle: \"'D'\"\nshort: \"\\\"S\\\";\"\ntext: T\n";
    auto const german = read_clause(parsed("lang: de\n" + rest), "fr", faults);
    REQUIRE(german);
    CHECK(german->language == "de");
    CHECK(german->short_text.text == "„S“;");
    CHECK(read_clause(parsed("lang: en\n" + rest), "en-US", faults)->language == "en-US");
    CHECK_FALSE(read_clause(parsed("lang: 7!\n" + rest), "en-US", faults));
    CHECK(faults.items().back().code == "E289");
}

TEST_CASE("Generated words take values; what nobody knows stays as typed") {
    CHECK(with_values("Page {page} of {pages}", {{"page", "2"}, {"pages", "5"}}) == "Page 2 of 5");
    CHECK(with_values("{a}{a}", {{"a", "x"}}) == "xx");
    CHECK(with_values("{unknown} {a}", {{"a", "x"}}) == "{unknown} x");
    CHECK(with_values("{a", {{"a", "x"}}) == "{a");
    CHECK(with_values("a}{", {{"a", "x"}}) == "a}{");
    CHECK(with_values("", {}) == "");
    CHECK(with_values("{a}", {{"a", "{a}"}}) == "{a}");  // a value is not read again
}

TEST_CASE("Messages: words, and dates in long and short") {
    Diagnostics faults;
    auto const m = read_messages(
        parsed("page_of: \"{page}/{pages}\"\ndate: \"{day}. {month} {year}\"\nshort_date: \"{day}. {month} {year}\"\nfirst_day: 1st\n" + kMonths), faults);
    REQUIRE(m);
    CHECK(m->get("page_of", {{"page", "1"}, {"pages", "2"}}) == "1/2");
    CHECK(m->get("no_such_word") == "no_such_word");
    CHECK(m->date({2026, 6, 5}, false) == "5. f 2026");
    CHECK(m->date({2026, 12, 31}, true) == "31. L 2026");
    CHECK(m->date({2026, 12, 1}, true) == "1st. L 2026");
    CHECK_FALSE(read_messages(parsed("date: x\nmonths: [a]\nshort_months: [a]\n"), faults));
    CHECK_FALSE(read_messages(parsed("- a\n"), faults));
}

TEST_CASE("Every language has the same words, the same values in them, and twelve months") {
    auto values_in = [](std::string const& text) {
        std::set<std::string> names;
        for (std::size_t at = text.find('{'); at != text.npos; at = text.find('{', at + 1)) names.insert(text.substr(at, text.find('}', at) - at));
        return names;
    };
    std::map<std::string, Messages> languages;
    for (auto const& entry : std::filesystem::directory_iterator(OFFPRINT_SOURCE_DIR "/messages")) {
        std::string error;
        auto bytes = read_file(entry.path().string(), 1u << 20, error);
        REQUIRE(bytes);
        Diagnostics faults;
        INFO(entry.path());
        auto messages = read_messages(parsed(*bytes), faults);
        REQUIRE(messages);
        languages.emplace(entry.path().stem().string(), std::move(*messages));
    }
    REQUIRE(languages.contains("en"));
    Messages const& en = languages.at("en");
    for (auto const& [language, messages] : languages) {
        INFO(language);
        CHECK(messages.words.size() == en.words.size());
        for (auto const& [key, words] : en.words) {
            INFO(key);
            REQUIRE(messages.words.contains(key));
            CHECK_FALSE(messages.words.at(key).empty());
            CHECK(values_in(messages.words.at(key)) == values_in(words));
        }
        CHECK(std::set<std::string>(messages.months.begin(), messages.months.end()).size() == 12);
        CHECK(std::set<std::string>(messages.short_months.begin(), messages.short_months.end()).size() == 12);
    }
    CHECK(en.date({2026, 6, 15}, false) == "15 June 2026");
    CHECK(languages.at("de").date({2026, 3, 1}, false) == "1. März 2026");
    CHECK(languages.at("es").date({2026, 6, 15}, false) == "15 de junio de 2026");
    CHECK(languages.at("es").date({2026, 6, 15}, true) == "15 jun 2026");
    CHECK(languages.at("pt").date({2026, 6, 1}, false) == "1º de junho de 2026");
    CHECK(languages.at("fr").date({2026, 6, 1}, false) == "1er juin 2026");
    CHECK(languages.at("fr").date({2026, 6, 11}, true) == "11 juin 2026");
    // One counter of figures and tables: its word is that of neither alone, but for French, which says 'Figure' of both.
    for (auto const& [language, messages] : languages) CHECK((language == "fr" || messages.words.at("exhibit") != messages.words.at("figure")));
}
