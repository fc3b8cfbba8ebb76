#include "text/break_opportunities.h"

#include <catch2/catch.hpp>
#include <random>

#include "base/utf8.h"

using namespace offprint;
using namespace offprint::text;

namespace {

/// The text with its opportunities: "|" where a break is free, "|60|" where it costs, "-|60|" after a hyphen's kind too; "/" where forced.
std::string marked(std::string_view text, BreakTaste taste = BreakTaste::Prose, std::string_view language = "en-US") {
    BreakFinder finder;
    std::vector<Opportunity> found;
    finder.find(text, language, taste, found);
    std::string out;
    std::size_t at = 0;
    for (Opportunity const& o : found) {
        out += text.substr(at, o.offset - at);
        at = o.offset;
        if (o.kind == Opportunity::Kind::Forced) {
            out += '/';
        } else {
            out += o.kind == Opportunity::Kind::Hyphen ? "~|" : "|";
            if (o.penalty != 0) out += std::to_string(o.penalty) + "|";
        }
    }
    return out;
}

}  // namespace

TEST_CASE("words part at spaces", "[break_opportunities]") {
    CHECK(marked("one two  three") == "one |two  |three/");
    CHECK(marked("") == "/");
    CHECK(marked("one\ntwo\n") == "one\n/two\n/");
    CHECK(marked("a\u00A0b c\u202Fd") == "a\u00A0b |c\u202Fd/");
    CHECK(marked("(so) he said: \"Why?\"") == "(so) |he |said: |\"Why?\"/");
}

TEST_CASE("numbers keep their units, signs and currencies", "[break_opportunities]") {
    CHECK(marked("about 320 GW now") == "about |320 GW |now/");
    CHECK(marked("rose 5 % and") == "rose |5 % |and/");
    CHECK(marked("some 62.9 billion.") == "some |62.9 billion./");
    CHECK(marked("paid USD 40 or 40 USD") == "paid |USD 40 |or |40 USD/");
    CHECK(marked("paid € 40") == "paid |€ 40/");
    CHECK(marked("is ~ 196× and > 5") == "is |~ 196× |and |> 5/");
    CHECK(marked("is ~196x, ≈5, <$100, −3.2%, (1.5)") == "is |~196x, |≈5, |<$100, |−3.2%, |(1.5)/");
    CHECK(marked("+17% QoQ and +88% YoY") == "+17% QoQ |and |+88% YoY/");
    CHECK(marked("10\u2009000 units") == "10\u2009000 |20|units/");
    CHECK(marked("in 2026, GW rose") == "in |2026, |GW |rose/");
}

TEST_CASE("dates, periods and labels stay whole", "[break_opportunities]") {
    CHECK(marked("by Q3 2026 or 2H 2026; FY 2027, Q1 FY2026") == "by |Q3 2026 |or |2H 2026; |FY 2027, |Q1 FY2026/");
    CHECK(marked("on June 15, 2026 we") == "on |June 15, |100|2026 |we/");
    CHECK(marked("since June 2026") == "since |June |100|2026/");
    CHECK(marked("See Fig. 4, Exhibit 4, table 2 and (page 7).") == "See |Fig. 4, |Exhibit 4, |table 2 |and |(page 7)./");
    CHECK(marked("Appendix B says") == "Appendix B |says/");
}

TEST_CASE("names: tickers, letters, initials", "[break_opportunities]") {
    CHECK(marked("Astera Labs (NASDAQ: ALAB) rose") == "Astera |Labs |(NASDAQ: ALAB) |rose/");
    CHECK(marked("the Scorpio X switch") == "the |Scorpio |200|X |switch/");
    CHECK(marked("called Leo X.") == "called |Leo |200|X./");
    CHECK(marked("by J. Smith and Dr. Jones") == "by |J. |200|Smith |and |Dr. Jones/");
    CHECK(marked("PCIe 6 and S&P 500") == "PCIe |80|6 |and |S&P |80|500/");
    CHECK(marked("ISIN US04626A1034 ends") == "ISIN |US04626A1034 |ends/");
}

TEST_CASE("hyphens, dashes, slashes and arrows are weak places", "[break_opportunities]") {
    CHECK(marked("the KV-cache offload") == "the |KV-~|60|cache |offload/");
    CHECK(marked("a 320-lane switch") == "a |15|320-~|200|lane |switch/");
    CHECK(marked("the in-network, co-packaged one") == "the |in-~|150|network, |co-~|150|packaged |one/");
    CHECK(marked("an X-ray by e-mail, built-in") == "an |X-ray |by |e-mail, |built-~|150|in/");
    CHECK(marked("in 2027–2028, 5–10× more") == "in |2027–2028, |5–10× |20|more/");
    CHECK(marked("one—two – three") == "one—|20|two – |three/");
    CHECK(marked("NPO / CPO and UALink/NVLink, and q/q, I/O") == "NPO / |100|CPO |and |UALink/|100|NVLink, |and |q/q, |I/O/");
    CHECK(marked("estimates → beat") == "estimates → |beat/");
    CHECK(marked("-5 and -x") == "-5 |and |-x/");
}

TEST_CASE("headings do not end a line on a small word", "[break_opportunities]") {
    CHECK(marked("The price of a link", BreakTaste::Heading) == "The |130|price |of |110|a |130|link/");
    CHECK(marked("lost in 21 months", BreakTaste::Heading) == "lost |in |110|21 |150|months/");
    CHECK(marked("The price of a link") == "The |price |of |a |15|link/");
}

TEST_CASE("addresses are cut at their joints only", "[break_opportunities]") {
    CHECK(marked("see https://example.com/some/page?id=7.") == "see |https://example|60|.com/|60|some/|60|page|60|?id=7./");
    CHECK(marked("www.example.com") == "www.example|60|.com/");
    CHECK(marked("to a.person@example.com now") == "to |a.person@|60|example|60|.com |now/");
    std::string const digest = marked("http://x.org/0123456789abcdef0123");
    CHECK(digest.find("0123|9000|4|9000|5") != std::string::npos);
    CHECK(digest.find("e|9000|f|9000|0123/") != std::string::npos);
}

TEST_CASE("Polish words of one letter stand before the next word", "[break_opportunities]") {
    CHECK(marked("w domu i w lesie, z nim (a on)", BreakTaste::Prose, "pl") == "w domu |i w lesie, |z nim |(a on)/");
    CHECK(marked("W domu są: O nas to w.", BreakTaste::Prose, "pl-PL") == "W domu |są: |O nas |to |w./");
    CHECK(marked("w domu", BreakTaste::Prose, "en") == "w |domu/");
}

TEST_CASE("other writings break as Unicode says", "[break_opportunities]") {
    CHECK(marked("日本語。", BreakTaste::Prose, "ja") == "日|本|語。/");
    CHECK(marked("สวัสดีชาวโลก", BreakTaste::Prose, "th").find('|') != std::string::npos);
}

TEST_CASE("any bytes give ascending places that end with the text", "[break_opportunities]") {
    std::mt19937 random(3);
    BreakFinder finder;
    std::vector<Opportunity> found;
    constexpr std::string_view kPool = "aZ09 .,-/@:\n\t~$%\xE2\x80\x93\xC2\xA0\xFF\xE2\x86\x92()www";
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (std::size_t i = random() % 60; i > 0; --i) text += random() % 9 == 0 ? static_cast<char>(random() % 256) : kPool[random() % kPool.size()];
        finder.find(text, round % 2 == 0 ? "en-US" : "\xFF!", round % 3 == 0 ? BreakTaste::Heading : BreakTaste::Prose, found);
        REQUIRE_FALSE(found.empty());
        REQUIRE(found.back() == Opportunity{static_cast<std::uint32_t>(text.size()), 0, Opportunity::Kind::Forced});
        for (std::size_t i = 1; i < found.size(); ++i) {
            INFO(text);
            REQUIRE(found[i - 1].offset < found[i].offset);
        }
    }
}
