// Quotations, code, key data, timelines, pros and cons, ratings: what they read, what they become, and that they stand everywhere.
#include <map>
#include <random>
#include <set>

#include "blocks/rating.h"
#include "house.h"

using namespace offprint;
using blocks::test::Built;
using blocks::test::check;
using blocks::test::Setting;
using blocks::test::words;
using layout::VBox;

namespace {

/// A run of text: where it begins, from the left edge of the text area and the top of its box.
struct Run {
    Point at;
    text::GlyphRun run;
};

void collect(layout::Piece const& piece, std::vector<Run>& out) {
    if (auto const* line = std::get_if<layout::LineContent>(&piece.content)) {
        for (text::PlacedRun& placed : text::set_line(*line->paragraph, line->line))
            out.push_back({{piece.at.x + placed.x, piece.at.y}, std::move(placed.run)});
        return;
    }
    for (draw::Item const& item : std::get<layout::FrameContent>(piece.content)->items) {
        if (auto const* run = std::get_if<draw::GlyphRunItem>(&item.value)) out.push_back({piece.at + run->origin, run->run});
    }
}

std::vector<Run> runs_of(VBox const& box) {
    std::vector<Run> out;
    for (layout::Piece const& piece : box.pieces) collect(piece, out);
    return out;
}

/// The text below a node, box by box, joined by a bar.
std::string text_of(Built const& built, draw::NodeId node) {
    std::string out;
    for (VBox const* box : built.boxes()) {
        std::string line;
        for (Run const& run : runs_of(*box)) line += run.run.mark == node ? run.run.text : "";
        if (!line.empty()) out += (out.empty() ? "" : "|") + line;
    }
    return out;
}

std::string text_of(Built const& built, draw::Role role, std::size_t index = 0) { return text_of(built, built.nodes(role).at(index)); }

std::string const kCode = "- code:\n    language: python\n    text: |\n";

}  // namespace

TEST_CASE("quote: words, by whom and where") {
    check({{"- quote: {text: Words}\n", ""},
           {"- quote: {text: Words, by: A, source: B, pull: true}\n", ""},
           {"- quote: {by: A}\n", "1:11:E202"},
           {"- quote: {text: Words, who: A}\n", "1:24:E201"},
           {"- quote: {text: Words, pull: perhaps}\n", "1:30:E206"},
           {"- quote: {text: \"a\\n\\nb\"}\n", "1:23:E258"},
           {"- quote: {text: \"\"}\n", "1:17:E202"},
           {"- quote: words\n", "1:10:E203"}});
}

TEST_CASE("quote: the language's marks hang to the left of the words") {
    for (auto const& [language, said] :
         {std::pair<std::string, std::string>{"en-US", "“We ‘do’ it”"}, {"de", "„We ‚do‘ it“"}, {"fr", "«\u202FWe ‘do’ it\u202F»"}}) {
        Setting setting;
        setting.language = language;
        Built const built("- quote: {text: 'We \"do\" it', by: A, source: B}\n", setting);
        INFO(language);
        CHECK(built.codes() == "");
        std::vector<draw::NodeId> const quotes = built.nodes(draw::Role::BlockQuote);
        REQUIRE(quotes.size() == 1);
        CHECK(built.outline(quotes[0]) == "BlockQuote(P P)");
        CHECK(text_of(built, built.tree->children(quotes[0])[0]) == said);
        CHECK(text_of(built, built.tree->children(quotes[0])[1]) == "A, B");
        // The first letter of the words and that of the source line stand on one edge.
        Length words_at, source_at, mark_at;
        for (VBox const* box : built.boxes()) {
            for (Run const& run : runs_of(*box)) {
                if (run.run.text.starts_with("We")) words_at = run.at.x;
                if (run.run.text == said.substr(0, said.find("We"))) mark_at = run.at.x;
                if (run.run.text == "A") source_at = run.at.x;
            }
        }
        CHECK(std::abs((words_at - source_at).raw()) <= 2);
        CHECK(mark_at < words_at);
    }
}

TEST_CASE("quote: marks that were typed around the whole are not doubled") {
    Built const built("- quote: {text: '\"All of it\"'}\n");
    CHECK(text_of(built, built.tree->children(built.nodes(draw::Role::BlockQuote)[0])[0]) == "“All of it”");
}

TEST_CASE("quote: a pull quote stands in the rail where the layout says so, and takes no room in the flow") {
    Setting rail;
    rail.layout = "mine";
    rail.instead = {
        "mine",
        "layout: mine\nextends: conviction-note\nblocks: {quote: {pull_span: rail}, facts: {span: rail}, timeline: {span: rail}, rating: {span: rail}}\n"};
    std::string const prose = "- " + words(120) + "\n";
    Built const with(prose + "- quote: {text: Words of somebody, by: A, pull: true}\n" + prose, rail), without(prose + prose, rail);
    CHECK(with.codes() == "");
    std::size_t hung = 0;
    for (VBox const* box : with.boxes()) {
        if (box->attachments.empty() || box->height != Length{}) continue;
        ++hung;
        for (layout::Piece const& piece : box->attachments[0].pieces) CHECK(piece.at.x < with.theme->rail);
    }
    CHECK(hung == 1);
    CHECK(with.boxes().size() == without.boxes().size() + 1);
    REQUIRE(with.plan.pages.size() == without.plan.pages.size());
    CHECK(with.plan.pages[0].items.back().y == without.plan.pages[0].items.back().y);
    // The other blocks that may stand there do so as well.
    Built const others(prose + "- facts: [{label: A, value: 1}]\n- timeline: [{when: Now, title: T}]\n" + prose +
                           "- rating: {rating: Buy, scale: [Sell, Buy], target: 4, price: 3, upside: true}\n" + prose,
                       rail);
    CHECK(others.codes() == "");
}

TEST_CASE("code: faults") {
    check({{"- code: {text: a}\n", ""},
           {"- code: {text: a, language: sql, title: T, numbers: true, first: 40, wrap: false}\n", ""},
           {"- code: {language: sql}\n", "1:10:E202"},
           {"- code: {text: \" \"}\n", "1:16:E202"},
           {"- code: {text: a, language: sgl}\n", "1:29:E206", "did you mean 'sql'?"},
           {"- code: {text: a, first: -1}\n", "1:26:E206"},
           {"- code: {text: a, first: x}\n", "1:26:E204"},
           {"- code: {text: a, wrap: false, text: b}\n", "1:32:E105"},
           {"- code: a\n", "1:9:E203"}});
}

TEST_CASE("code: lines are kept to the blank, tabs stand on columns") {
    Built const built(kCode + "      def f(x):\n          if x:\n\n      \ta\tbc\tdef\n      \treturn  1   # é\n");
    INFO(render_text(built.faults, built.sources));
    CHECK(built.codes() == "");
    CHECK(text_of(built, draw::Role::Code) == "def f(x):|    if x:|    a   bc  def|    return  1   # é");
    REQUIRE(built.nodes(draw::Role::Code).size() == 1);
    draw::NodeId const code = built.nodes(draw::Role::Code)[0];
    draw::StructNode const& node = (*built.tree)[code];
    CHECK((*built.tree)[built.tree->parent(code)].role == draw::Role::P);
    CHECK(node.actual_text == "def f(x):\n    if x:\n\n\ta\tbc\tdef\n\treturn  1   # é");
}

TEST_CASE("code: numbers are no part of the text") {
    Built const built("- code: {text: \"a\\nb\", first: 99}\n");
    std::string numbers;
    for (VBox const* box : built.boxes()) {
        for (Run const& run : runs_of(*box)) numbers += draw::is_artifact(run.run.mark) ? run.run.text + " " : "";
    }
    CHECK(numbers == "99 100 ");
    CHECK(text_of(built, draw::Role::Code) == "a|b");
}

TEST_CASE("code: a page never ends after the first line or before the last") {
    for (int count = 1; count <= 7; ++count) {
        std::string body = kCode;
        for (int i = 0; i < count; ++i) body += "      line_" + std::to_string(i) + "\n";
        Built const built(body);
        std::string const shape = built.shape();
        std::string const inside = shape.substr(shape.find('['), shape.find(']') - shape.find('[') + 1);
        std::string expected = "[B";
        for (int i = 1; i < count; ++i) expected += i == 1 || i == count - 1 ? "!B" : "pB";
        CHECK(inside == expected + "]");
    }
}

TEST_CASE("code: a line that is too long goes on below; nothing of it is lost and nothing stands outside") {
    std::mt19937 random(11);
    for (std::string const& layout : {std::string("conviction-note"), std::string("classic-note")}) {
        for (int round = 0; round < 12; ++round) {
            std::string line(random() % 8, ' ');
            for (std::uint64_t n = 20 + random() % 30; n > 0; --n)
                line += std::string(1 + random() % 14, static_cast<char>('a' + random() % 26)) + (random() % 4 ? " " : "(");
            line += "x";
            Setting setting;
            setting.layout = layout;
            Built const built("- code: {text: \"|\\n" + line + "\"}\n", setting);
            INFO(line);
            CHECK(built.codes() == "");
            std::string got = text_of(built, draw::Role::Code);
            auto squeeze = [](std::string text) {
                text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '|'; }), text.end());
                return text;
            };
            CHECK(squeeze(got) == squeeze(line));
            Length const right = built.theme->full(built.paper);
            for (VBox const* box : built.boxes()) {
                for (Run const& run : runs_of(*box)) CHECK(run.at.x + run.run.width() <= right);
            }
        }
    }
    Built const refused("- code:\n    wrap: false\n    text: |\n      short\n      " + std::string(200, 'x') + "\n");
    CHECK(refused.codes() == "5:7:E659");
}

TEST_CASE("facts: faults") {
    check({{"- facts: [{label: A, value: 1}]\n", ""},
           {"- facts: {title: T, columns: 2, items: [{label: A, text: b}]}\n", ""},
           {"- facts: []\n", "1:10:E202"},
           {"- facts: {title: T}\n", "1:11:E202"},
           {"- facts: [{label: A}]\n", "1:11:E207"},
           {"- facts: [{label: A, value: 1, text: x}]\n", "1:38:E207"},
           {"- facts: [{label: A, value: 1, format: 0.0x}]\n", "1:43:E207"},
           {"- facts: {columns: 4, items: [{label: A, value: 1}]}\n", "1:20:E206"},
           {"- facts: word\n", "1:10:E203"}});
}

TEST_CASE("facts: a table with row headers; a column of numbers stands on its decimal points") {
    for (std::string const& language : {std::string("en-US"), std::string("de")}) {
        Setting setting;
        setting.language = language;
        Built const built(
            "- facts:\n    columns: 1\n    title: T\n    items:\n      - {label: A, value: 122.4, format: '0.0'}\n      - {label: B, value: 0.93, format: "
            "'+0.0##'}\n"
            "      - {label: C, value: -1234.5, format: '#,##0.0;(#,##0.0)'}\n      - {label: D, value: 1160.25, format: '#,##0.00'}\n",
            setting);
        CHECK(built.codes() == "");
        CHECK(built.outline(built.nodes(draw::Role::Table).back()) == "Table(Caption TBody(TR(TH TD) TR(TH TD) TR(TH TD) TR(TH TD)))");
        std::string const decimal = language == "de" ? "," : ".";
        std::vector<Length> points;
        for (VBox const* box : built.boxes()) {
            for (Run const& run : runs_of(*box)) {
                std::string const& text = run.run.text;
                if (text.find_first_of("0123456789") == text.npos || run.at.x < Length::points(200)) continue;
                std::size_t at = text.rfind(decimal);
                if (at == text.npos) at = text.find_last_of("0123456789") + 1;
                Length x = run.at.x;
                for (text::Glyph const& glyph : run.run.glyphs) x += glyph.cluster < at ? Length::from_raw(glyph.advance) : Length{};
                points.push_back(x);
            }
        }
        REQUIRE(points.size() == 4);
        for (Length const x : points) CHECK(std::abs((x - points[0]).to_points()) < 0.01);
    }
}

TEST_CASE("facts: numbers of different units end at the right edge") {
    Built const built(
        "- facts:\n    columns: 1\n    items:\n      - {label: A, value: 122.4, format: '0.0\"×\"'}\n      - {label: B, value: 0.93, format: '0%'}\n"
        "      - {label: C, value: 48}\n");
    CHECK(built.codes() == "");
    std::vector<Length> ends;
    for (VBox const* box : built.boxes()) {
        for (Run const& run : runs_of(*box)) {
            if (run.run.text.find_first_of("0123456789") != std::string::npos && run.at.x > Length::points(200)) ends.push_back(run.at.x + run.run.width());
        }
    }
    REQUIRE(ends.size() == 3);
    for (Length const end : ends) CHECK(std::abs((end - ends[0]).to_points()) < 0.01);
}

TEST_CASE("timeline: faults") {
    check({{"- timeline: [{date: 2026-01-02, title: T}]\n", ""},
           {"- timeline: {items: [{when: Soon, title: T, text: \"*x*\", tone: next}]}\n", ""},
           {"- timeline: []\n", "1:13:E202"},
           {"- timeline: [{title: T}]\n", "1:14:E207"},
           {"- timeline: [{title: T, date: 2026-01-02, when: x}]\n", "1:49:E207"},
           {"- timeline: [{date: 2026-02-30, title: T}]\n", "1:21:E205"},
           {"- timeline: [{when: x, title: T, tone: later}]\n", "1:40:E206"},
           {"- timeline: [{when: x}]\n", "1:15:E202"}});
}

TEST_CASE("timeline: a list whose labels are the dates, in the colours of their tones") {
    Built const built(
        "- timeline:\n    - {date: 2026-03-18, title: A, text: Words}\n    - {date: 2026-06-15, title: B}\n    - {when: Later, title: C}\n"
        "    - {date: 2026-09-01, title: D, tone: past}\n");
    CHECK(built.codes() == "");
    std::vector<draw::NodeId> const lists = built.nodes(draw::Role::L);
    REQUIRE(lists.size() == 1);
    CHECK(built.outline(lists[0]) == "L(LI(Lbl LBody(P P)) LI(Lbl LBody(P)) LI(Lbl LBody(P)) LI(Lbl LBody(P)))");
    doc::BlockStyle const& style = built.theme->block("timeline");
    std::vector<Color> colors;
    for (draw::NodeId const label : built.nodes(draw::Role::Lbl)) {
        for (VBox const* box : built.boxes()) {
            for (Run const& run : runs_of(*box)) {
                if (run.run.mark == label) {
                    colors.push_back(run.run.color);
                    break;
                }
            }
        }
    }
    CHECK(colors == std::vector<Color>{style.color("past"), style.color("now"), style.color("next"), style.color("past")});
    CHECK(text_of(built, draw::Role::Lbl) == "18 MAR 2026");
}

TEST_CASE("pros and cons: faults") {
    check({{"- pros_cons: {pros: [a], cons: [b], pros_title: P, cons_title: C}\n", ""},
           {"- pros_cons: {pros: [a]}\n", "1:15:E202"},
           {"- pros_cons: {pros: [], cons: [b]}\n", "1:21:E202"},
           {"- pros_cons: {pros: a, cons: [b]}\n", "1:21:E203"},
           {"- pros_cons: {pros: [a], con: [b]}\n", "1:26:E201 1:15:E202"},
           {"- pros_cons: [a]\n", "1:14:E203"}});
}

TEST_CASE("pros and cons: two lists with captions in the article's language; long ones may be cut between points") {
    Setting german;
    german.language = "de";
    Built const built("- pros_cons: {pros: [a, b], cons: [c]}\n", german);
    CHECK(built.codes() == "");
    std::vector<draw::NodeId> const lists = built.nodes(draw::Role::L);
    REQUIRE(lists.size() == 2);
    CHECK(built.outline(lists[0]) == "L(Caption LI(Lbl LBody) LI(Lbl LBody))");
    CHECK(text_of(built, draw::Role::Caption, 0) == "Dafür");
    CHECK(text_of(built, draw::Role::Caption, 1) == "Dagegen");
    CHECK(text_of(built, draw::Role::Lbl, 2) == "\u2212");
    std::string points;
    for (int i = 0; i < 30; ++i) points += (i ? ", " : "") + words(30).substr(0, 150);
    Built const many("- pros_cons: {pros: [" + points + "], cons: [x, y]}\n");
    CHECK(many.codes() == "");
    CHECK(many.plan.pages.size() > 1);
}

TEST_CASE("timeline: the column of dates is as wide as they need, up to a third of the place") {
    auto lines = [](std::string const& when) {
        Setting setting;
        setting.layout = "classic-note";
        setting.language = "de";
        Built const built("- timeline:\n    - {" + when + ", title: A}\n    - {when: H2, title: B}\n", setting);
        CHECK(built.codes() == "");
        std::set<Length> baselines;
        for (VBox const* box : built.boxes()) {
            for (Run const& run : runs_of(*box)) {
                if (run.run.mark == built.nodes(draw::Role::Lbl)[0]) baselines.insert(run.at.y);
            }
        }
        return baselines.size();
    };
    CHECK(lines("date: 2026-03-18") == 1);
    CHECK(lines("when: 18. September 2026") == 1);
    CHECK(lines("when: im Herbst des kommenden Jahres oder im Winter danach") > 1);
}

TEST_CASE("callout: on few letters to a line words are not spread") {
    std::string const words = "Something else entirely than what was said before of the company and its customers in this place.";
    auto alignments = [&](std::string const& layout) {
        std::set<text::Alignment> found;
        Built const built("- sidebar:\n    - callout: {title: T, text: " + words + "}\n- words\n", {layout, "a4", "en-US", true});
        CHECK(built.codes() == "");
        for (VBox const* box : built.boxes()) {
            auto look = [&](layout::Piece const& piece) {
                auto const* line = std::get_if<layout::LineContent>(&piece.content);
                if (line != nullptr && line->paragraph->text().text.text == words) found.insert(line->paragraph->style().alignment);
            };
            for (layout::Piece const& piece : box->pieces) look(piece);
            for (layout::Attachment const& hung : box->attachments)
                for (layout::Piece const& piece : hung.pieces) look(piece);
        }
        return found;
    };
    CHECK(alignments("classic-note") == std::set{text::Alignment::Ragged});
    CHECK(alignments("conviction-note") == std::set{text::Alignment::Ragged});
}

TEST_CASE("rating: faults") {
    check({{"- rating: {rating: Buy}\n", ""},
           {"- rating: {rating: Buy, scale: [Sell, Buy], previous: Sell, target: 2, price: 1, upside: true, date: 2026-01-02}\n", ""},
           {"- rating: {target: 3}\n", "1:12:E202"},
           {"- rating: {rating: Bye, scale: [Sell, Buy]}\n", "1:20:E206", "one of: Sell, Buy"},
           {"- rating: {rating: Buy, previous: Hold, scale: [Sell, Buy]}\n", "1:35:E206"},
           {"- rating: {rating: Buy, scale: [Buy]}\n", "1:32:E206"},
           {"- rating: {rating: Buy, upside: true}\n", "1:33:E207"},
           {"- rating: {rating: Buy, upside: true, target: 3, price: 0}\n", "1:33:E207"},
           {"- rating: {rating: Buy, target: $3}\n", "1:33:E204"}});
}

TEST_CASE("rating: a table and a figure whose words are made from the data") {
    Built const built(
        "- rating: {rating: Buy, previous: Hold, scale: [Sell, Hold, Buy], target: 420, price: 367.15, upside: true, analyst: A, date: 2026-06-16}\n");
    CHECK(built.codes() == "");
    std::vector<draw::NodeId> const figures = built.nodes(draw::Role::Figure), tables = built.nodes(draw::Role::Table);
    REQUIRE(figures.size() == 1);
    CHECK((*built.tree)[figures[0]].alt == "Rating scale from Sell to Buy, 3 steps: Buy is step 3. Before: Hold.");
    CHECK(built.outline(tables.back()) == "Table(TBody(TR(TH TD) TR(TH TD) TR(TH TD) TR(TH TD) TR(TH TD) TR(TH TD(P P))))");
    std::vector<std::string> cells;
    for (draw::NodeId const cell : built.nodes(draw::Role::TD)) cells.push_back(text_of(built, cell));
    CHECK(cells == std::vector<std::string>{"Buy", "Hold", "$420.00", "$367.15", "+14.4%", ""});
    Built const loss("- rating: {rating: Buy, target: 300.5, price: 367.15, currency: EUR, upside: true}\n");
    CHECK(text_of(loss, loss.nodes(draw::Role::TD).back()) == "\u221218.2%");
    CHECK(text_of(loss, loss.nodes(draw::Role::TH).back()) == "DOWNSIDE");
}

TEST_CASE("rating: a scale whose names are wider than their steps names its ends") {
    Built const built("- rating: {rating: Outperform, scale: [Strong sell, Underperform, Market perform, Outperform, Strong buy]}\n");
    CHECK(built.codes() == "");
    CHECK(text_of(built, draw::Role::Figure) == "Strong sellStrong buy");
    Built const fitting("- rating: {rating: Hold, scale: [Strong sell, Sell, Hold, Buy, Strong buy]}\n");
    CHECK(text_of(fitting, draw::Role::Figure).find("Hold") != std::string::npos);
}

TEST_CASE("hero: key data too long for one line keep clear of each other") {
    std::string const body = "- hero: {facts: [{label: Dividend yield 2027E, text: about 4.3 per cent net of tax}]}\n- words\n";
    std::string const head = "instrument: {symbol: \"7203\", exchange: Tokyo Stock Exchange Prime}\n";
    for (std::string const& layout : {std::string("conviction-note"), std::string("classic-note"), std::string("fact-sheet")}) {
        Built const built(body, {layout, "a4", "en-US", true}, head);
        INFO(layout);
        CHECK(built.codes() == "");
        std::map<draw::NodeId, std::pair<Length, Length>> reach;  // from the left of the first letter to the right of the last
        for (VBox const* box : built.boxes()) {
            for (Run const& run : runs_of(*box)) {
                auto const [at, fresh] = reach.try_emplace(run.run.mark, run.at.x, run.at.x);
                at->second.first = min(at->second.first, run.at.x);
                at->second.second = max(at->second.second, run.at.x + run.run.width());
            }
        }
        std::vector<draw::NodeId> const heads = built.nodes(draw::Role::TH), values = built.nodes(draw::Role::TD);
        REQUIRE(heads.size() == 2);
        for (std::size_t i = 0; i < heads.size(); ++i) CHECK(reach[heads[i]].second < reach[values[i]].first);
    }
}

TEST_CASE("What lies between price and target is exact, rounded once, half away from zero") {
    CHECK(blocks::change_ratio({200, 0}, {201, 0}, 2)->mantissa == 1);  // 0.5 % is 1 % at two decimals of the ratio
    CHECK(blocks::change_ratio({200, 0}, {199, 0}, 2)->mantissa == -1);
    CHECK_FALSE(blocks::change_ratio({0, 0}, {1, 0}, 3));
    CHECK_FALSE(blocks::change_ratio({-1, 0}, {1, 0}, 3));
    CHECK_FALSE(blocks::change_ratio({1, -300}, {1, 300}, 3));
    std::mt19937_64 random(3);
    for (int round = 0; round < 20'000; ++round) {
        std::int64_t const from = 1 + static_cast<std::int64_t>(random() % 100'000), to = static_cast<std::int64_t>(random() % 100'000);
        int const from_exponent = -static_cast<int>(random() % 4), to_exponent = -static_cast<int>(random() % 4);
        int const decimals = static_cast<int>(random() % 5);
        std::int64_t power = 1, base = from, target = to;
        for (int i = 0; i < decimals; ++i) power *= 10;
        for (int i = std::min(from_exponent, to_exponent); i < from_exponent; ++i) base *= 10;
        for (int i = std::min(from_exponent, to_exponent); i < to_exponent; ++i) target *= 10;
        auto const got = blocks::change_ratio({from, from_exponent}, {to, to_exponent}, decimals);
        REQUIRE(got);
        REQUIRE(got->exponent == -decimals);
        // Off by at most a half; a tie lies on the side away from zero.
        __extension__ using Wide = __int128;
        Wide const off = (static_cast<Wide>(got->mantissa) * base - static_cast<Wide>(target - base) * power) * 2;
        REQUIRE((off <= base && off >= -static_cast<Wide>(base)));
        if (off == base) REQUIRE(got->mantissa > 0);
        if (off == -static_cast<Wide>(base)) REQUIRE(got->mantissa < 0);
    }
}

TEST_CASE("Each block stands on the measure, full, in the rail and in a callout, in both layouts and on both papers") {
    std::string blocks;
    for (char const* body :
         {"quote: {text: Some words of somebody, by: A, source: B}", "quote: {text: Some words, pull: true}",
          "code: {language: sql, title: T, numbers: true, text: \"select a, b, c from d where e = 'f'\\n-- g\"}",
          "facts: {title: T, items: [{label: Name of it, value: 1.5}, {label: B, text: Some words of it}, {label: C, value: 3}, {label: D, value: 4}]}",
          "timeline: [{date: 2026-01-02, title: T, text: Some words}, {when: Later on, title: U}]",
          "pros_cons: {pros: [Some words, More], cons: [Other words]}",
          "rating: {rating: Buy, previous: Hold, scale: [Sell, Hold, Buy], target: 420, previous_target: 400, price: 367, upside: true, analyst: A}"})
        blocks += "- " + std::string(body) + "\n";
    std::string inside = "- callout:\n    body:\n";
    for (std::size_t at = 0; at < blocks.size();) {
        std::size_t const end = blocks.find('\n', at) + 1;
        inside += "      " + blocks.substr(at, end - at);
        at = end;
    }
    std::string const prose = "- " + words(80) + "\n";
    for (std::string const& layout : {std::string("conviction-note"), std::string("classic-note")}) {
        for (std::string const& paper : {std::string("a4"), std::string("letter")}) {
            for (std::string const& span : {std::string("measure"), std::string("full"), std::string("rail")}) {
                Setting setting;
                setting.layout = "mine";
                setting.paper = paper;
                setting.instead.first = "mine";
                setting.instead.second = "layout: mine\nextends: " + layout + "\nblocks:\n";
                for (char const* type : {"code", "facts", "timeline", "pros_cons", "rating"})
                    setting.instead.second += "  " + std::string(type) + ": {span: " + span + "}\n";
                setting.instead.second += "  quote: {span: " + span + ", pull_span: " + span + "}\n";
                Built const built(prose + blocks + inside + prose, setting);
                INFO(layout << " " << paper << " " << span << "\n" << render_text(built.faults, built.sources));
                CHECK(built.codes() == "");
                Length const full = built.theme->full(built.paper);
                for (VBox const* box : built.boxes()) {
                    for (Run const& run : runs_of(*box)) CHECK(run.at.x + run.run.width() <= full + Length::points(8));
                }
            }
        }
    }
}
