#include "text/paragraph.h"

#include <catch2/catch.hpp>
#include <random>

#include "base/utf8.h"
#include "fonts_for_test.h"
#include "text/paragraph_memo.h"
#include "text/paragraph_parts.h"
#include "text/protrusion.h"

using namespace offprint;
using namespace offprint::text;
using offprint::text::test::font;
using offprint::text::test::style_of;

namespace {

// Written for these tests: kerning pairs, ligatures, figures, quotes, compounds, names, an address.
constexpr char const* kProse[] = {
    "The first two years of this cycle rewarded one idea: own the accelerators. At cluster scale the scarce thing is no longer arithmetic but "
    "movement, and whoever sells the movement sells the time of everybody else’s chips. “Waiting is the dearest instruction,” an engineer told us; "
    "we think that she was right by about 62.9 billion dollars.",
    "A retimer answers a narrow question: does the link work? A fabric switch answers a wider one. It organises, forwards and schedules the traffic of "
    "an entire cluster, and that office belongs to another, far more valuable tier of the stack. Volume of the 320-lane Scorpio X switch is expected in "
    "2H 2026, after initial shipments in Q1 2026 (see Fig. 4 and Table 2).",
    "Type AV, To, Wa, Ty., f’f, offices, affluent fjords, waffles and difficult influences: AWAY. Tom’s Yes-men, V. Woolf’s “To the Lighthouse” and "
    "T-shaped, well-known, near-packaged parts—all kerned—keep their widths at 5–10× or ~196x forward earnings, +17% QoQ / +88% YoY, P/E < 20.",
    "In-network compute, KV-cache offload and all-to-all routing are described at https://www.example.com/research/2026/connectivity-and-memory.html in "
    "considerable detail; correspondence to desk@example.com is welcome. Internationalisation, characteristically, complicates hyphenation.",
};

std::shared_ptr<Hyphenator const> english() {
    auto hyphenator = Hyphenator::open(std::string(OFFPRINT_BINARY_DIR) + "/share/offprint/hyphenation", "en-US");
    REQUIRE(hyphenator);
    return hyphenator;
}

CharStyle look(FontPtr face, int size = 10) {
    CharStyle style = style_of(std::move(face));
    style.size = Length::points(size);
    style.language = "en-US";
    return style;
}

StyledText plain(std::string text, CharStyle const& style) {
    StyledText styled;
    styled.append(SourcedText(std::move(text)), style, 1);
    return styled;
}

/// Text whose style changes at random places, inside words too.
StyledText mixed(std::string_view text, std::vector<CharStyle> const& styles, std::mt19937& random) {
    StyledText styled;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = std::min(text.size(), at + 1 + random() % 60);
        while (end < text.size() && utf8::is_continuation(text[end])) ++end;
        styled.append(SourcedText(std::string(text.substr(at, end - at))), styles[random() % styles.size()], static_cast<std::uint32_t>(random() % 3));
        at = end;
    }
    return styled;
}

ParagraphStyle style_for(double measure, Alignment alignment = Alignment::Justified) {
    ParagraphStyle style;
    style.measure = Length::points(measure);
    style.alignment = alignment;
    style.hyphenator = english();
    return style;
}

std::vector<std::string> lines_of(Paragraph const& paragraph) {
    std::vector<std::string> lines;
    for (Line const& line : paragraph.lines()) {
        lines.push_back(paragraph.text().text.text.substr(line.begin, line.end - line.begin));
        if (line.hyphenated) lines.back() += '-';
    }
    return lines;
}

Length sum(std::vector<PlacedRun> const& runs) { return line_width(runs); }

/// Glyphs of a line shaped at once, run by run and face by face, with nothing before and nothing behind.
struct Whole {
    Length width, spaces;
    std::vector<std::uint32_t> glyphs;
};
Whole shape_whole(Shaper& shaper, Paragraph const& paragraph, Line const& line) {
    StyledText const& text = paragraph.text();
    Diagnostics ignored;
    Whole whole;
    for (StyledText::Run const& run : text.runs) {
        for (auto const& range : shaper.split_by_face(text, run, ignored)) {
            std::uint32_t const begin = std::max(range.begin, line.begin), end = std::min(range.end, line.end);
            if (begin >= end) continue;
            std::string part = text.text.text.substr(begin, end - begin);
            if (line.hyphenated && end == line.end) part += "\u2010";
            CharStyle const& style = text.styles[run.style];
            ShapedPtr const shaped = shaper.shape(range.face, style, "", part, "");
            whole.width += piece_width(*shaped, style.size, style.tracking);
            for (ShapedGlyph const& g : shaped->glyphs) {
                whole.glyphs.push_back(g.id);
                if (part[g.cluster] != ' ') continue;
                whole.spaces += range.face->at_size(g.advance, style.size) + style.tracking;
            }
        }
    }
    return whole;
}

/// What the last seen glyph of a set line hangs by.
Length right_hang(std::vector<PlacedRun> const& runs, Line const& line, std::string_view text, Length tracking) {
    std::size_t at = utf8::previous(text, line.end);
    char32_t const last = line.hyphenated ? U'\u2010' : utf8::next(text, at);
    for (auto run = runs.rbegin(); run != runs.rend(); ++run)
        for (auto g = run->run.glyphs.rbegin(); g != run->run.glyphs.rend(); ++g)
            if (g->advance != 0) {
                Length const natural = scaled(Length::from_raw(g->advance), 1000, 1000 + line.expansion);
                return tracking + scaled(natural - tracking, right_permille(last), 1000);
            }
    return {};
}

void check_line(Shaper& shaper, Paragraph const& paragraph, std::size_t number) {
    Line const& line = paragraph.lines()[number];
    std::string const& text = paragraph.text().text.text;
    INFO("line '" << text.substr(line.begin, line.end - line.begin) << "'");
    Whole const whole = shape_whole(shaper, paragraph, line);
    auto const runs = set_line(paragraph, number);
    REQUIRE(line.natural == whole.width);
    std::vector<std::uint32_t> glyphs;
    Length x = line.x, trailing;
    for (PlacedRun const& placed : runs) {
        REQUIRE(placed.x == x);
        x += placed.run.width();
        std::uint32_t before = 0;
        for (Glyph const& g : placed.run.glyphs) {
            REQUIRE(g.cluster >= before);
            REQUIRE(g.cluster < placed.run.text.size());
            before = g.cluster;
            glyphs.push_back(g.id);
        }
    }
    REQUIRE(glyphs.size() >= whole.glyphs.size());
    glyphs.resize(whole.glyphs.size());  // the rest is trailing space
    REQUIRE(glyphs == whole.glyphs);
    Length const added = line.space_adjust * line.spaces + Length::from_raw(line.leftover);
    REQUIRE(line.expanded() == expansion_of(whole.width - whole.spaces, line.expansion));
    REQUIRE(sum(runs) == line.natural + line.expanded() + added);
    for (PlacedRun const& placed : runs) REQUIRE(placed.run.expansion == line.expansion);
    bool const last = number + 1 == paragraph.lines().size();
    if (paragraph.style().alignment == Alignment::Justified && line.spaces > 0 && !line.overfull && !last) {
        Length const hang = paragraph.style().protrude ? right_hang(runs, line, text, paragraph.text().styles.front().tracking) : Length{};
        // The hang is rounded by itself here, in the line as a part of the whole.
        Length const off = line.x + sum(runs) - paragraph.style().measure - hang - expansion_of(hang, line.expansion);
        REQUIRE(std::abs(off.raw()) <= (line.expansion == 0 ? 0 : 4));
    }
}

/// Everything the lines say, in order, is the text: spaces at line ends included, hyphens as U+00AD.
void check_text(Paragraph const& paragraph) {
    std::string said, expected = paragraph.text().text.text;
    for (std::size_t i = 0; i < paragraph.lines().size(); ++i) {
        std::string line;
        for (PlacedRun const& placed : set_line(paragraph, i)) line += placed.run.text;
        if (paragraph.lines()[i].hyphenated) {
            REQUIRE(line.ends_with("\u00AD"));
            line.resize(line.size() - 2);
        }
        said += line;
    }
    REQUIRE(said == expected);
}

}  // namespace

TEST_CASE("every line is what the whole line shaped at once is, to the unit", "[paragraph]") {
    std::mt19937 random(2026);
    std::vector<FontPtr> const faces{test::serif(), test::sans(), test::mono()};
    FontPtr const italic = font("source-serif-4/SourceSerif4-Italic.ttf");
    Shaper shaper;
    int hyphenated = 0, lines = 0;
    for (FontPtr const& face : faces) {
        for (double const measure : {50.0, 83.3, 120.0, 171.7, 240.0, 318.9, 400.0}) {
            for (char const* prose : kProse) {
                bool const even = random() % 2 == 0;
                auto style = style_for(measure, even ? Alignment::Justified : Alignment::Ragged);
                style.protrude = random() % 4 != 0;
                style.expansion = static_cast<int>(random() % 3) * 2;
                if (random() % 3 == 0) style.first_indent = Length::points(12);
                CharStyle tracked = look(face);
                if (random() % 4 == 0) tracked.tracking = Length::points(0.3);
                Diagnostics diagnostics;
                auto const text = random() % 3 == 0 ? plain(prose, tracked) : mixed(prose, {look(face), look(italic), look(face, 8)}, random);
                auto const paragraph = break_paragraph(shaper, text, style, diagnostics);
                for (std::size_t i = 0; i < paragraph->lines().size(); ++i) {
                    check_line(shaper, *paragraph, i);
                    hyphenated += paragraph->lines()[i].hyphenated;
                    ++lines;
                    INFO(measure << " " << face->family_name() << " " << lines_of(*paragraph)[i]);
                    if (measure > 100) CHECK_FALSE(paragraph->lines()[i].overfull);
                }
                check_text(*paragraph);
            }
        }
    }
    CHECK(lines > 500);
    CHECK(hyphenated > 50);
}

TEST_CASE("candidate widths are those of the lines that they promise", "[paragraph]") {
    std::mt19937 random(11);
    Shaper shaper;
    for (FontPtr const& face : {test::serif(), test::sans(), test::mono(), font("source-serif-4/SourceSerif4-Italic.ttf")}) {
        for (char const* prose : kProse) {
            Diagnostics diagnostics;
            auto const style = style_for(200);
            StyledText const text = random() % 2 == 0 ? plain(prose, look(face)) : mixed(prose, {look(face), look(face, 7)}, random);
            std::vector<Opportunity> opportunities;
            shaper.break_finder().find(text.text.text, "en-US", BreakTaste::Prose, opportunities);
            Pieces const pieces(shaper, text, style, opportunities, diagnostics);
            Candidates candidates = find_candidates(pieces, style, opportunities);
            add_hyphens(candidates, pieces, hyphen_points(pieces, style, opportunities, {}));
            auto const& breaks = candidates.problem.breaks;
            for (std::size_t from = 0; from + 1 < breaks.size(); ++from) {
                for (std::size_t to = from + 1; to < std::min(breaks.size(), from + 25); ++to) {
                    if (breaks[from].start_unit == breaks[to].end_unit) continue;
                    ShapedLine const line = shape_line_between(pieces, candidates.places[from], candidates.places[to]);
                    INFO(text.text.text.substr(candidates.places[from].start, candidates.places[to].end - candidates.places[from].start));
                    REQUIRE((breaks[to].end - breaks[from].start).raw() == (line.natural - line.left_hang - line.right_hang).raw());
                }
            }
            for (std::size_t at = 1; at < breaks.size(); ++at) {  // the breaker's contract
                REQUIRE(breaks[at].stretch >= breaks[at - 1].start_stretch);
                REQUIRE(breaks[at].start_stretch >= breaks[at].stretch);
                REQUIRE(breaks[at].end_unit >= breaks[at - 1].end_unit);
                REQUIRE(breaks[at].start_unit >= breaks[at - 1].start_unit);
            }
        }
    }
}

TEST_CASE("hyphens keep out of names, figures, compounds, addresses and last words", "[paragraph]") {
    Shaper shaper;
    auto const style = style_for(30);
    auto const points = [&](std::string const& text, std::vector<std::string> exceptions = {}, std::vector<std::uint32_t> const& soft = {}) {
        StyledText const styled = plain(text, look(test::serif()));
        auto with = style;
        with.exceptions = std::make_shared<std::vector<std::string>>(std::move(exceptions));
        Diagnostics diagnostics;
        std::vector<Opportunity> opportunities;
        shaper.break_finder().find(text, "en-US", BreakTaste::Prose, opportunities);
        Pieces const pieces(shaper, styled, with, opportunities, diagnostics);
        std::string marked = text;
        auto const found = hyphen_points(pieces, with, opportunities, soft);
        for (auto p = found.rbegin(); p != found.rend(); ++p) marked.insert(p->offset, p->penalty == with.costs.hyphen_inside ? "=" : "-");
        return marked;
    };
    CHECK(points("some hyphenation here") == "some hy-phen=ation here");
    CHECK(points("the connectivity") == "the connectivity");
    CHECK(points("the Connectivity here") == "the Connectivity here");
    CHECK(points("Connectivity here. Connectivity there") == "Con-nec=tiv-ity here. Con-nec=tiv-ity there");
    CHECK(points("Connectivity and the Connectivity here") == "Connectivity and the Connectivity here");
    CHECK(points("Scorpion X here") == "Scorpion X here");
    CHECK(points("a CONNECTIVITY NVConnectivity x") == "a CONNECTIVITY NVConnectivity x");
    CHECK(points("a well-connectivity connectivity2 www.connectivity.com x") == "a well-connectivity connectivity2 www.connectivity.com x");
    CHECK(points("(“connectivity’s” yes)") == "(“con-nec=tiv-ity’s” yes)");
    CHECK(points("Mr. Anderssonian said") == "Mr. Anderssonian said");
    CHECK(points("the Interconnectivity here") == "the In-ter-con-nec-tiv-ity here");  // long: dear, but better than a gap
    CHECK(points("a database x", {"data-base"}) == "a data=base x");
    CHECK(points("a Hyphenation hyphenation x", {"hyphenation"}) == "a Hyphenation hyphenation x");
    CHECK(points("a hyphenation x", {}, {6}) == "a hyph=enation x");
    CHECK(points("some billion of $3.1 billion here") == "some bil-lion of $3.1 billion here");
}

TEST_CASE("a hyphen behind two letters is dearer than one behind three", "[paragraph]") {
    Shaper shaper;
    auto const style = style_for(30);
    StyledText const styled = plain("before consider it", look(test::serif()));
    Diagnostics diagnostics;
    std::vector<Opportunity> opportunities;
    shaper.break_finder().find(styled.text.text, "en-US", BreakTaste::Prose, opportunities);
    Pieces const pieces(shaper, styled, style, opportunities, diagnostics);
    auto const found = hyphen_points(pieces, style, opportunities, {});
    REQUIRE(found.size() >= 2);
    CHECK(found[0].offset == 2);
    CHECK(found[0].penalty == 2 * style.costs.hyphen_near_edge);
    CHECK(found[1].offset == 10);
    CHECK(found[1].penalty == style.costs.hyphen_near_edge);
}

TEST_CASE("soft hyphens are taken out and serve as points", "[paragraph]") {
    Shaper shaper;
    Diagnostics diagnostics;
    auto style = style_for(46, Alignment::Ragged);
    style.hyphenate = false;
    auto const paragraph = break_paragraph(shaper, plain("an off\u00ADice is indi\u00ADvisible", look(test::serif())), style, diagnostics);
    CHECK(paragraph->text().text.text == "an office is indivisible");
    CHECK(lines_of(*paragraph) == std::vector<std::string>{"an office", "is indi-", "visible"});
    auto const runs = set_line(*paragraph, 1);
    REQUIRE(runs.size() == 1);
    CHECK(runs[0].run.text == "is indi\u00AD");
    check_text(*paragraph);
    CHECK(diagnostics.error_count() == 0);
}

TEST_CASE("a loose line is told at its place", "[paragraph]") {
    Shaper shaper;
    auto const told = [&](std::string const& words, double measure, bool hyphenate) {
        Diagnostics diagnostics;
        auto style = style_for(measure);
        style.hyphenate = hyphenate;
        auto const paragraph = break_paragraph(shaper, plain(words, look(test::serif())), style, diagnostics);
        return diagnostics.items().empty() ? std::string() : diagnostics.items()[0].code + " " + diagnostics.items()[0].message;
    };
    std::string const words = "it was so that all of an incomprehensibility was told to us again and again as it was";
    CHECK(told(words, 140, true) == "");
    CHECK(told(words, 140, false).starts_with("W405 line 'it was so that all of an' is loose: its spaces are "));
    CHECK(told("a b", 140, false) == "");  // a last line need not be filled
    CHECK(told("it was so that all of an Incomprehensibility was told to us again and again as it was", 140, true) == "");
}

TEST_CASE("an address breaks inside its names only where it would stick out", "[paragraph]") {
    Shaper shaper;
    std::string const words = "and see https://www.bundesfinanzministerium.de/Web for more";
    for (double measure = 60; measure < 200; measure += 5) {
        Diagnostics diagnostics;
        auto const lines = lines_of(*break_paragraph(shaper, plain(words, look(test::serif())), style_for(measure), diagnostics));
        INFO(measure);
        CHECK(diagnostics.error_count() == 0);
        bool const whole = std::any_of(lines.begin(), lines.end(), [](std::string const& line) { return line.find("bundesfinanzministerium") != line.npos; });
        CHECK(whole == (measure >= 130));
    }
}

TEST_CASE("an overfull line is reported at its place", "[paragraph]") {
    Shaper shaper;
    Diagnostics diagnostics;
    StyledText text;
    std::string const words = "see 0123456789ABCDEF0123456789 now";
    text.append(SourcedText(words, 3, {{0, static_cast<std::uint32_t>(words.size()), 100, static_cast<std::uint32_t>(words.size()), true}}),
                look(test::serif()), 1);
    auto const paragraph = break_paragraph(shaper, text, style_for(60), diagnostics);
    REQUIRE(diagnostics.error_count() == 1);
    Diagnostic const& found = diagnostics.items()[0];
    CHECK(found.code == "E402");
    CHECK(found.span == Span{3, 104, 130});
    CHECK(found.message.find("'0123456789ABCDEF0123456789' is ") != std::string::npos);
    CHECK(found.hints.size() == 1);
    CHECK(paragraph->lines()[1].overfull);
    CHECK(paragraph->lines().size() == 3);
}

TEST_CASE("forced lines, empty ones too, and empty text", "[paragraph]") {
    Shaper shaper;
    Diagnostics diagnostics;
    auto const style = style_for(300, Alignment::Balanced);
    CHECK(break_paragraph(shaper, StyledText{}, style, diagnostics)->lines().empty());
    auto const paragraph = break_paragraph(shaper, plain("They counted chips.\nWe counted wires.\n\nEnd", look(test::serif(), 20)), style, diagnostics);
    CHECK(lines_of(*paragraph) == std::vector<std::string>{"They counted chips.", "We counted wires.", "", "End"});
    CHECK(set_line(*paragraph, 2).empty());
    auto const one = break_paragraph(shaper, plain("Just one  ", look(test::serif())), style_for(300), diagnostics);
    CHECK(lines_of(*one) == std::vector<std::string>{"Just one"});
    CHECK(sum(set_line(*one, 0)) == one->lines()[0].natural);
    check_text(*one);
    CHECK(break_paragraph(shaper, plain("   ", look(test::serif())), style_for(300), diagnostics)->lines().size() == 1);
}

TEST_CASE("trailing spaces are kept without width", "[paragraph]") {
    Shaper shaper;
    Diagnostics diagnostics;
    auto const paragraph = break_paragraph(shaper, plain("one two three four five six seven", look(test::serif())), style_for(60), diagnostics);
    auto const runs = set_line(*paragraph, 0);
    REQUIRE(runs.size() == 1);
    CHECK(runs[0].run.text.ends_with(' '));
    CHECK(runs[0].run.glyphs.back().advance == 0);
    CHECK(runs[0].run.glyphs.back().cluster + 1 == runs[0].run.text.size());
}

TEST_CASE("alignment places lines in the measure", "[paragraph]") {
    Shaper shaper;
    Diagnostics diagnostics;
    for (Alignment const alignment : {Alignment::Ragged, Alignment::Centered, Alignment::End}) {
        auto style = style_for(120, alignment);
        style.protrude = false;
        auto const paragraph = break_paragraph(shaper, plain(kProse[0], look(test::serif())), style, diagnostics);
        for (std::size_t i = 0; i < paragraph->lines().size(); ++i) {
            Line const& line = paragraph->lines()[i];
            Length const right = line.x + sum(set_line(*paragraph, i));
            CHECK(right <= style.measure);
            CHECK(line.space_adjust == Length{});
            if (alignment == Alignment::Ragged) CHECK(line.x == Length{});
            if (alignment == Alignment::End) CHECK(right == style.measure);
            if (alignment == Alignment::Centered) CHECK(line.x == (style.measure - line.natural) / 2);
        }
    }
}

TEST_CASE("headings are balanced and never hyphenated", "[paragraph]") {
    Shaper shaper;
    Diagnostics diagnostics;
    auto const style = style_for(400, Alignment::Balanced);
    auto const paragraph =
        break_paragraph(shaper, plain("Scorpio moves connectivity companies from the link to the switch", look(test::serif(), 18)), style, diagnostics);
    CHECK(lines_of(*paragraph) == std::vector<std::string>{"Scorpio moves connectivity companies", "from the link to the switch"});
}

TEST_CASE("a measure of the width that came out holds the same lines", "[paragraph]") {
    Shaper shaper;
    Diagnostics diagnostics;
    for (Alignment const alignment : {Alignment::Balanced, Alignment::Ragged}) {
        auto const style = style_for(170, alignment);
        auto const paragraph = break_paragraph(shaper, plain(kProse[1], look(test::serif())), style, diagnostics);
        auto narrow = style;
        narrow.measure = paragraph->width();
        CHECK(narrow.measure < style.measure);
        CHECK(break_paragraph(shaper, plain(kProse[1], look(test::serif())), narrow, diagnostics)->lines().size() == paragraph->lines().size());
    }
    CHECK(diagnostics.error_count() == 0);
}

TEST_CASE("no-break spaces stretch but do not break", "[paragraph]") {
    Shaper shaper;
    Diagnostics diagnostics;
    auto style = style_for(100);
    auto const paragraph =
        break_paragraph(shaper, plain("one\u00A0two three four five six\u00A0seven eight nine ten", look(test::serif())), style, diagnostics);
    for (auto const& line : lines_of(*paragraph)) CHECK_FALSE(line.ends_with("one"));
    CHECK(paragraph->lines()[0].spaces >= 3);
    check_line(shaper, *paragraph, 0);
}

TEST_CASE("ladders stay within the cap", "[paragraph]") {
    Shaper shaper;
    std::string text;
    for (int i = 0; i < 12; ++i) text += "characteristically internationalised considerations notwithstanding ";
    for (double const measure : {60.0, 75.0, 90.0, 110.0}) {
        Diagnostics diagnostics;
        auto const paragraph = break_paragraph(shaper, plain(text + "end", look(test::serif())), style_for(measure), diagnostics);
        int run = 0, longest = 0;
        for (Line const& line : paragraph->lines()) longest = std::max(longest, run = line.hyphenated ? run + 1 : 0);
        INFO(measure);
        CHECK(longest <= 2);
    }
}

TEST_CASE("hostile text only gives lines or errors", "[paragraph]") {
    std::mt19937 random(5);
    Shaper shaper;
    constexpr std::string_view kPool = "aTV. ,-/@:\n\t~$%\xE2\x80\x93\xC2\xA0\xC2\xAD\xFF\xE2\x86\x92()\xE2\x80\x89\xCC\x81\xE6\x97\xA5\xD7\x90\r\xE2\x80\xA8";
    for (int round = 0; round < 400; ++round) {
        std::string bytes;
        for (std::size_t i = random() % 80; i > 0; --i) bytes += random() % 12 == 0 ? static_cast<char>(random() % 256) : kPool[random() % kPool.size()];
        auto style = style_for(static_cast<double>(random() % 120) - 10, static_cast<Alignment>(random() % 5));
        style.first_indent = Length::points(static_cast<double>(random() % 30) - 10);
        Diagnostics diagnostics;
        auto const text = mixed(bytes, {look(test::serif()), look(test::sans(), 3), look(test::mono())}, random);
        auto const paragraph = break_paragraph(shaper, text, style, diagnostics);
        std::uint32_t end = 0;
        for (std::size_t i = 0; i < paragraph->lines().size(); ++i) {
            Line const& line = paragraph->lines()[i];
            REQUIRE(line.begin >= end);
            REQUIRE(line.end >= line.begin);
            end = line.end;
            set_line(*paragraph, i);
        }
    }
}

TEST_CASE("settled lines begin where they shall, with other words between", "[paragraph]") {
    Shaper shaper;
    ParagraphStyle style;
    style.measure = Length::points(180);
    style.hyphenator = english();
    for (char const* const prose : kProse) {
        Diagnostics faults;
        std::string const text = std::string("See page 000 and so on: ") + prose;
        ParagraphPtr const roomy = break_paragraph(shaper, plain(text, look(test::serif())), style, faults);
        REQUIRE(roomy->lines().size() > 3);
        ParagraphStyle settled = style;
        // Two figures less in the first line move all that follows by two bytes.
        for (std::size_t i = 1; i < roomy->lines().size(); ++i) settled.line_starts.push_back(roomy->lines()[i].begin - 2);
        std::string shorter = text;
        shorter.replace(shorter.find("000"), 3, "7");
        ParagraphPtr const in_room = break_paragraph(shaper, plain(shorter, look(test::serif())), settled, faults);
        CHECK(faults.error_count() == 0);
        REQUIRE(in_room->lines().size() == roomy->lines().size());
        for (std::size_t i = 0; i < roomy->lines().size(); ++i) {
            if (i > 0) CHECK(in_room->lines()[i].begin == roomy->lines()[i].begin - 2);
            CHECK(in_room->lines()[i].hyphenated == roomy->lines()[i].hyphenated);
            CHECK_FALSE(in_room->lines()[i].overfull);
        }
    }
}

TEST_CASE("variants: the same text in a line less or more, each line as exact as ever", "[paragraph]") {
    Shaper shaper;
    int shorter = 0, longer = 0;
    for (Alignment const alignment : {Alignment::Justified, Alignment::Ragged}) {
        for (int measure = 110; measure <= 320; measure += 15) {
            for (char const* const prose : kProse) {
                Diagnostics diagnostics;
                auto style = style_for(measure, alignment);
                style.costs.tolerance = 30000;
                style.expansion = 4;
                std::string const soft = "Un\u00ADsplit " + std::string(prose);
                auto const paragraph = break_paragraph(shaper, plain(soft, look(test::serif())), style, diagnostics);
                for (ParagraphVariant const& variant : paragraph_variants(shaper, *paragraph)) {
                    Paragraph const& other = *variant.paragraph;
                    CAPTURE(measure, prose, variant.lines);
                    CHECK((variant.lines == 1 || variant.lines == -1));
                    CHECK(static_cast<int>(other.lines().size()) == static_cast<int>(paragraph->lines().size()) + variant.lines);
                    CHECK(other.text().text.text == paragraph->text().text.text);
                    CHECK(variant.extra == std::max<std::int64_t>(0, other.demerits() - paragraph->demerits()));
                    for (std::size_t i = 0; i < other.lines().size(); ++i) {
                        CHECK_FALSE(other.lines()[i].overfull);
                        check_line(shaper, other, i);
                    }
                    (variant.lines > 0 ? longer : shorter)++;
                }
            }
        }
    }
    CHECK(shorter > 5);
    CHECK(longer > 20);
    Diagnostics diagnostics;
    auto const heading = break_paragraph(shaper, plain(kProse[0], look(test::serif())), style_for(150, Alignment::Balanced), diagnostics);
    CHECK(paragraph_variants(shaper, *heading).empty());
}

TEST_CASE("what is remembered is what would be found", "[paragraph]") {
    Shaper fresh, remembering;
    remembering.remember_paragraphs();
    int found = 0;
    for (Alignment const alignment : {Alignment::Justified, Alignment::Ragged, Alignment::Justified, Alignment::Ragged}) {
        for (int measure = 110; measure <= 320; measure += 15) {
            for (char const* const prose : kProse) {
                auto style = style_for(measure, alignment);
                style.costs.tolerance = 30000;
                style.expansion = 4;
                auto const set = [&](Shaper& shaper) {
                    Diagnostics diagnostics;
                    return break_paragraph(shaper, plain("Un\u00ADsplit " + std::string(prose), look(test::serif())), style, diagnostics);
                };
                auto const is_same = [](Paragraph const& a, Paragraph const& b) {
                    return std::equal(a.lines().begin(), a.lines().end(), b.lines().begin(), b.lines().end(), [](Line const& x, Line const& y) {
                        return x.begin == y.begin && x.end == y.end && x.x == y.x && x.natural == y.natural && x.space_adjust == y.space_adjust;
                    });
                };
                auto const wanted = set(fresh), had = set(remembering);
                CAPTURE(measure, prose);
                CHECK(is_same(*wanted, *had));
                auto const others = paragraph_variants(fresh, *wanted), kept = paragraph_variants(remembering, *had);
                REQUIRE(others.size() == kept.size());
                for (std::size_t i = 0; i < others.size(); ++i) {
                    CHECK(is_same(*others[i].paragraph, *kept[i].paragraph));
                    CHECK(others[i].lines == kept[i].lines);
                    CHECK(others[i].extra == kept[i].extra);
                    ++found;
                }
            }
        }
    }
    CHECK(found > 50);
}

TEST_CASE("a memo keeps what is asked for and lets go of the rest", "[paragraph]") {
    auto const normal = look(test::serif());
    SharedStyle const style = style_for(200, Alignment::Ragged);
    Shaper shaper;
    ParagraphMemo memo;
    auto const words = [&](int number) { return plain("Paragraph number " + std::to_string(number) + " of many", normal); };
    auto const is_kept = [&](int number) {
        StyledText text = words(number);
        ParagraphPtr const found = memo.find(text, {}, style);
        if (found) CHECK(found->text().text.text == words(number).text.text);
        return found != nullptr;
    };
    auto const keep = [&](int number) {
        Diagnostics diagnostics;
        memo.keep(break_paragraph(shaper, words(number), style, diagnostics));
    };
    // The first few hundred at once, then what comes again.
    for (int number = 0; number < 5000; ++number) keep(number);
    for (int number : {0, 7, 8, 255}) CHECK(is_kept(number));
    for (int number : {256, 4999, 5000}) CHECK_FALSE(is_kept(number));
    keep(4999);
    CHECK(is_kept(4999));
    for (int number = 5000; number < 8000; ++number) {
        for (int time = 0; time < 2; ++time) keep(number);
        if (number % 200 == 0) CHECK(is_kept(7));
    }
    CHECK(is_kept(7));
    CHECK(is_kept(7999));
    CHECK_FALSE(is_kept(8));
    CHECK_FALSE(is_kept(8000));
    memo.clear();
    CHECK_FALSE(is_kept(7));
}

TEST_CASE("lines that are kept set are those that would be set, with the marks of the text that asks", "[paragraph]") {
    Shaper fresh, remembering;
    remembering.remember_paragraphs();
    auto const normal = look(test::serif());
    auto small = normal;
    small.size = Length::points(7);
    for (std::uint32_t mark = 1; mark <= 4; ++mark) {  // broken, set and kept, kept twice
        for (char const* const prose : kProse) {
            for (int const expansion : {0, 4}) {
                auto style = style_for(170, Alignment::Justified);
                style.costs.tolerance = 30000;
                style.expansion = expansion;
                auto const set = [&](Shaper& shaper) {
                    StyledText text;
                    text.append(SourcedText("Begins "), normal, mark);
                    text.append(SourcedText("small, "), small, mark + 10);
                    text.append(SourcedText(prose), normal, mark + 20);
                    Diagnostics diagnostics;
                    return break_paragraph(shaper, std::move(text), style, diagnostics);
                };
                auto const wanted = set(fresh), had = set(remembering);
                CAPTURE(mark, prose);
                REQUIRE(wanted->lines().size() == had->lines().size());
                for (std::size_t line = 0; line < wanted->lines().size(); ++line) {
                    auto const a = set_line(*wanted, line), b = set_line(*had, line);
                    CHECK(std::equal(a.begin(), a.end(), b.begin(), b.end(), [](PlacedRun const& x, PlacedRun const& y) {
                        auto const same_glyph = [](Glyph const& g, Glyph const& h) {
                            return g.id == h.id && g.cluster == h.cluster && g.advance == h.advance && g.x_offset == h.x_offset && g.y_offset == h.y_offset;
                        };
                        return x.x == y.x && x.run.mark == y.run.mark && x.run.text == y.run.text && x.run.face == y.run.face && x.run.size == y.run.size &&
                               x.run.expansion == y.run.expansion &&
                               std::equal(x.run.glyphs.begin(), x.run.glyphs.end(), y.run.glyphs.begin(), y.run.glyphs.end(), same_glyph);
                    }));
                    if (line == 0) CHECK((a.front().run.mark == mark && a[1].run.mark == mark + 10 && a[2].run.mark == mark + 20));
                }
            }
        }
    }
}

TEST_CASE("variants: what is not looked for is not there", "[paragraph]") {
    Shaper shaper;
    int spared = 0;
    for (Alignment const alignment : {Alignment::Justified, Alignment::Ragged}) {
        for (int measure = 90; measure <= 420; measure += 3) {
            for (char const* const prose : kProse) {
                Diagnostics diagnostics;
                auto style = style_for(measure, alignment);
                style.costs.tolerance = 30000;
                style.expansion = measure % 2 == 0 ? 4 : 0;
                style.hyphenator = english();
                auto const paragraph = break_paragraph(shaper, plain(prose, look(test::serif())), style, diagnostics);
                if (paragraph->lines().size() < 2) continue;
                for (std::int64_t const most : {std::int64_t{2000}, std::int64_t{20'000}, kWorstExtra}) {
                    if (may_vary(*paragraph, kVariantTolerance, most)) continue;
                    CAPTURE(measure, prose, most);
                    for (ParagraphVariant const& variant : search_variants(shaper, *paragraph)) CHECK(variant.extra > most);
                    ++spared;
                }
            }
        }
    }
    CHECK(spared > 100);
}

TEST_CASE("words of another language are hyphenated as it has them", "[paragraph]") {
    auto const german = Hyphenator::open(std::string(OFFPRINT_BINARY_DIR) + "/share/offprint/hyphenation", "de");
    if (german == nullptr) return;  // its dictionary was not there to compile
    Shaper shaper;
    constexpr std::string_view kWord = "marktbeherrschend", kEnglishWord = "hyphenation";
    auto german_look = look(test::serif());
    german_look.language = "de";
    StyledText text;
    for (int i = 0; i < 40; ++i) {
        text.append(SourcedText("some " + std::string(kEnglishWord) + " a "), look(test::serif()), 1);
        text.append(SourcedText(std::string(kWord) + " "), german_look, 2);
    }
    text.append(SourcedText("end"), look(test::serif()), 1);
    auto const at_points = [&](Paragraph const& paragraph, std::string_view word, Hyphenator const& hyphenator) {
        int divided = 0;
        std::string_view const whole = paragraph.text().text.text;
        auto const points = hyphenator.points(word);
        for (Line const& line : paragraph.lines()) {
            if (!line.hyphenated) continue;
            std::size_t const begin = whole.rfind(' ', line.end) + 1;
            if (!whole.substr(begin).starts_with(word)) continue;
            CHECK(std::find(points.begin(), points.end(), line.end - begin) != points.end());
            ++divided;
        }
        return divided;
    };
    int divided = 0, english_divided = 0, kept = 0;
    for (int measure = 70; measure <= 130; measure += 5) {
        Diagnostics diagnostics;
        auto style = style_for(measure);
        style.other_hyphenators.emplace_back("de", german);
        auto const paragraph = break_paragraph(shaper, text, style, diagnostics);
        divided += at_points(*paragraph, kWord, *german);
        english_divided += at_points(*paragraph, kEnglishWord, *style.hyphenator);
        style.other_hyphenators.back().second = nullptr;
        kept += at_points(*break_paragraph(shaper, text, style, diagnostics), kWord, *german);
    }
    CHECK(divided > 5);
    CHECK(english_divided > 5);
    CHECK(kept == 0);
}

TEST_CASE("A paragraph's lines outlive an emptied cache and the shaper itself") {
    auto const lines_of = [](Paragraph const& paragraph) {
        std::vector<std::int64_t> glyphs;
        for (std::size_t i = 0; i < paragraph.lines().size(); ++i)
            for (PlacedRun const& placed : set_line(paragraph, i))
                for (Glyph const& glyph : placed.run.glyphs) glyphs.insert(glyphs.end(), {glyph.id, glyph.cluster, glyph.advance, glyph.x_offset});
        return glyphs;
    };
    CharStyle const serif = look(test::serif());
    Diagnostics diagnostics;
    auto shaper = std::make_unique<Shaper>();
    auto const first = break_paragraph(*shaper, plain(kProse[0], serif), style_for(200, Alignment::Justified), diagnostics);
    std::vector<std::int64_t> const wanted = lines_of(*first);
    REQUIRE(wanted.size() > 1000);

    auto const full = shaper->shelf();
    bool emptied = false;
    for (int word = 0; word < 500'000 && !emptied; ++word) {
        shaper->shape(serif.faces.front(), serif, "", "word" + std::to_string(word), "");
        emptied = shaper->shelf() != full;
    }
    REQUIRE(emptied);
    auto const second = break_paragraph(*shaper, plain(kProse[0], serif), style_for(200, Alignment::Justified), diagnostics);
    shaper.reset();
    CHECK(lines_of(*first) == wanted);
    CHECK(lines_of(*second) == wanted);
}
