// What the blocks become: the shape of the flow, its forbidden breaks, what stands in the rail, and the structure tree.
#include <map>
#include <set>

#include "house.h"

using namespace offprint;
using blocks::test::Built;
using blocks::test::Setting;
using blocks::test::words;
using layout::VBox;

namespace {

Setting const kClassic{"classic-note", "a4", "en-US", true};
Setting const kBare{"conviction-note", "a4", "en-US", false};

bool contains(std::string const& text, std::string const& part) { return text.find(part) != text.npos; }

/// The items between one box and the next, as letters.
std::string between(std::string const& shape, std::size_t from) {
    std::size_t const first = shape.find_first_of("Bb", from), second = shape.find_first_of("Bb", first + 1);
    return shape.substr(first + 1, second - first - 1);
}

/// Baseline of the first line of a placed box, from the top of the text area.
Length baseline_of(Built const& built, layout::PlacedItem const& placed) { return placed.y + std::get<VBox>(built.list[placed.item]).baseline; }
bool on_grid(Built const& built, Length baseline) { return (baseline - built.geometry.grid_origin).raw() % built.geometry.grid.raw() == 0; }

}  // namespace

TEST_CASE("An article begins with the hero and ends with the disclosures, named or not") {
    Built const implied("- words\n"), named("- hero:\n- words\n- disclaimer:\n");
    CHECK(implied.codes() == "");
    CHECK(implied.shape() == named.shape());
    CHECK(implied.shape().starts_with("oB"));
    REQUIRE(implied.nodes(draw::Role::H1).size() == 1);
    CHECK((*implied.tree)[implied.nodes(draw::Role::H1)[0]].title == "A headline");
    // The last heading is the clause's.
    CHECK((*implied.tree)[implied.nodes(draw::Role::H2).back()].title == "Disclosures");
    Built const none("- words\n", kBare);
    CHECK(none.nodes(draw::Role::H2).empty());
}

TEST_CASE("The hero stands in the rail where there is one, else below the headline and never apart from it") {
    std::string const head = "rating: Buy\ninstrument: {symbol: ALAB, exchange: NASDAQ, price: 367.15, market_cap: 62.9e9, priced: 2026-06-15}\n";
    Built const rail("- words\n", {}, head), band("- words\n", kClassic, head);
    CHECK(rail.boxes()[0]->clears_rail);
    CHECK(rail.shape().starts_with("oB"));
    CHECK(band.shape().starts_with("oB!gB"));
    CHECK(rail.nodes(draw::Role::Table).size() == 1);
    CHECK(rail.nodes(draw::Role::TR).size() == 4);
    CHECK(rail.nodes(draw::Role::TH).size() == rail.nodes(draw::Role::TD).size());
    CHECK(band.nodes(draw::Role::TR).size() == 4);
}

TEST_CASE("Paragraphs: lines on the grid, a penalty between two lines, no space between paragraphs") {
    Built const built("- \"" + words(60) + "\\n\\n" + words(60) + "\"\n", kBare);
    std::string const shape = built.shape();
    INFO(shape);
    std::string const body = shape.substr(shape.find('b'));
    CHECK(contains(body, "bpbpb"));
    CHECK(contains(body, "bgpb"));
    CHECK_FALSE(contains(body, "bb"));
    for (layout::PagePlan const& page : built.plan.pages) {
        for (layout::PlacedItem const& placed : page.items) {
            if (std::get<VBox>(built.list[placed.item]).on_grid) CHECK(on_grid(built, baseline_of(built, placed)));
        }
    }
    // The second paragraph is indented, the first is not.
    std::vector<text::ParagraphPtr> paragraphs;
    for (VBox const* box : built.boxes()) {
        if (!box->on_grid) continue;
        auto const& line = std::get<layout::LineContent>(box->pieces.front().content);
        if (line.line == 0) paragraphs.push_back(line.paragraph);
    }
    REQUIRE(paragraphs.size() == 2);
    CHECK(paragraphs[0]->style().first_indent == Length{});
    CHECK(paragraphs[1]->style().first_indent == built.theme->block("prose").length("indent"));
}

TEST_CASE("A section's number and kicker stand in the rail; without one, above the title in the same box") {
    std::string const body = "- section: {number: \"01\", kicker: The insight, title: Copper}\n- " + words(30) + "\n";
    Built const rail(body, kBare);
    VBox const& title = *rail.boxes()[1];
    REQUIRE(title.attachments.size() == 1);
    CHECK(title.on_grid);
    CHECK(title.attachments[0].height > Length{});
    for (layout::Piece const& piece : title.attachments[0].pieces) CHECK(piece.at.x < rail.theme->rail);
    CHECK(contains(rail.shape(), "mobp"));
    Built const flow(body, kClassic);
    CHECK(contains(flow.shape(), "mobp"));
    VBox const& labelled = *flow.boxes()[2];
    CHECK(labelled.attachments.empty());
    CHECK(labelled.on_grid);
    REQUIRE(labelled.pieces.size() == 2);  // the label, then the title
    CHECK(labelled.pieces[0].at.y < labelled.pieces[1].at.y);
    CHECK(labelled.baseline == labelled.pieces[1].at.y - flow.theme->block("section").length("drop"));
}

TEST_CASE("A break between a section's title and its text, or after one line of it, costs more than a widow") {
    Built const built("- section: {title: Copper}\n- " + words(60) + "\n", kBare);
    std::int64_t const alone = built.theme->costs.at("heading_alone");
    std::vector<std::int64_t> costs;
    for (layout::VItem const& item : built.list) {
        if (auto const* penalty = std::get_if<layout::VPenalty>(&item)) costs.push_back(penalty->cost);
    }
    // After the hero, after the title, after the first line of text, then those of the paragraph alone.
    REQUIRE(costs.size() >= 4);
    CHECK(costs[1] >= alone);
    CHECK(costs[2] >= alone + built.theme->costs.at("orphan"));
    CHECK(costs[3] < alone);
}

TEST_CASE("The text below a title keeps its distance, whether the title has one line or two") {
    auto below = [](std::string const& title, std::size_t lines) {
        Built const built("- words\n- section: {title: " + title + "}\n- " + words(30) + "\n", kBare);
        REQUIRE(built.codes() == "");
        std::vector<layout::PlacedItem> const& items = built.plan.pages.at(0).items;
        // Hero, one line, title, text.
        auto const& box = std::get<VBox>(built.list[items.at(2).item]);
        REQUIRE(box.pieces.size() == lines);
        CHECK(on_grid(built, baseline_of(built, items[2])));
        CHECK(on_grid(built, baseline_of(built, items[3])));
        return baseline_of(built, items[3]) - baseline_of(built, items[2]);
    };
    CHECK(below("Copper", 1) == below("Copper carries the links inside a rack and light will carry those between racks", 2));
}

TEST_CASE("A callout is a group; its title and text cannot be parted, its lines at a price") {
    Built const built("- callout: {title: The edge, tone: caution, text: " + words(60) + "}\n- after\n", kBare);
    std::string const shape = built.shape();
    INFO(shape);
    std::size_t const from = shape.find('[');
    CHECK(contains(between(shape, from), "!"));
    CHECK(contains(shape, "]"));
    CHECK_FALSE(contains(shape.substr(from, shape.find(']') - from), "b"));  // inside a ground lines stand off the grid
    auto const& begin = std::get<layout::GroupBegin>(built.list[from]);
    CHECK(begin.decoration.edge == built.theme->block("callout").color("caution"));
    CHECK(begin.decoration.box.width == built.theme->measure(built.paper));
    for (std::size_t i = from; i < shape.find(']'); ++i) {
        if (shape[i] == 'p') CHECK(std::get<layout::VPenalty>(built.list[i]).cost >= built.theme->costs.at("split_callout"));
    }
    // What follows the callout stands on the grid again.
    layout::PlacedItem const& last = built.plan.pages.at(0).items.back();
    CHECK(on_grid(built, baseline_of(built, last)));
}

TEST_CASE("A callout longer than what is left goes on over the page break, its ground on both pages") {
    Built const built("- callout: {title: The edge, text: " + words(1500) + "}\n", kBare);
    REQUIRE(built.codes() == "");
    REQUIRE(built.plan.pages.size() >= 2);
    std::size_t parts = 0;
    for (std::size_t p = 0; p < built.plan.pages.size(); ++p) {
        layout::PagePlan const& page = built.plan.pages[p];
        REQUIRE(page.groups.size() == 1);
        CHECK(page.groups[0].first == (p == 0));
        CHECK(page.groups[0].last == (p + 1 == built.plan.pages.size()));
        CHECK(page.groups[0].top >= Length{});
        CHECK(page.groups[0].bottom <= built.geometry.height);
        CHECK(page.groups[0].bottom > page.groups[0].top);
        ++parts;
    }
    CHECK(parts == built.plan.pages.size());
}

TEST_CASE("A callout holds blocks, its heading one level down and no lower for what follows") {
    Built const built(
        "- section: {title: One}\n- callout: {title: In it, body: [words, {list: [a, b]}, {stats: [{label: L, value: 1}]}]}\n- callout: {title: Another, text: "
        "x}\n"
        "- section: {title: Two}\n",
        kBare);
    REQUIRE(built.codes() == "");
    auto titles = [&](draw::Role role) {
        std::string out;
        for (draw::NodeId id : built.nodes(role)) out += (out.empty() ? "" : ", ") + (*built.tree)[id].title.str();
        return out;
    };
    CHECK(titles(draw::Role::H2) == "One, Two");
    CHECK(titles(draw::Role::H3) == "In it, Another");
    CHECK(built.nodes(draw::Role::H4).empty());
    for (VBox const* box : built.boxes()) CHECK(box->height > Length{});
}

TEST_CASE("Headings never skip a level, whatever stands first") {
    for (std::string const& body :
         {std::string("- callout: {title: A, text: x}\n- section: {title: S}\n- cards: {title: C, items: [{title: a}]}\n- takeaway: {title: T}\n"),
          std::string("- cards: {title: C, items: [{title: a}]}\n- callout: {title: A, body: [{callout: {title: B, text: x}}]}\n"),
          std::string("- takeaway: {title: T}\n- callout: {title: A, text: x}\n- section: {title: S}\n- callout: {title: B, text: x}\n")}) {
        for (Setting const& setting : {Setting{}, kClassic}) {
            Built const built(body, setting);
            INFO(body);
            REQUIRE(built.codes() == "");
            int level = 0, first = 0;
            for (draw::NodeId id = draw::kFirstNode; id < built.tree->end(); ++id) {
                int const at = static_cast<int>((*built.tree)[id].role) - static_cast<int>(draw::Role::H1) + 1;
                if (at < 1 || at > 6) continue;
                CHECK_FALSE((*built.tree)[id].title.empty());
                if (first == 0) first = at;
                CHECK(at <= level + 1);
                level = at;
            }
            CHECK(first == 1);
        }
    }
}

TEST_CASE("Lists: items nest as L, LI, Lbl and LBody, their marks in the text's margin") {
    Built const built("- list: {items: [one, two], marks: number}\n- |\n  - outer\n\n    1. inner\n", kBare);
    REQUIRE(built.codes() == "");
    std::vector<draw::NodeId> const lists = built.nodes(draw::Role::L);
    REQUIRE(lists.size() == 3);
    CHECK((*built.tree)[lists[0]].numbering == draw::ListNumbering::Decimal);
    CHECK((*built.tree)[lists[1]].numbering == draw::ListNumbering::Disc);
    CHECK((*built.tree)[lists[2]].numbering == draw::ListNumbering::Decimal);
    CHECK(built.outline(lists[0]) == "L(LI(Lbl LBody) LI(Lbl LBody))");
    CHECK(built.outline(lists[1]) == "L(LI(Lbl LBody(L(LI(Lbl LBody)))))");
    for (draw::NodeId id = draw::kFirstNode; id < built.tree->end(); ++id) {
        draw::StructNode const& node = (*built.tree)[id];
        draw::Role const above = built.tree->parent(id) >= draw::kFirstNode ? (*built.tree)[built.tree->parent(id)].role : draw::Role::Document;
        if (node.role == draw::Role::LI) CHECK(above == draw::Role::L);
        if (node.role == draw::Role::Lbl || node.role == draw::Role::LBody) CHECK(above == draw::Role::LI);
    }
}

TEST_CASE("Tiles: a row is one box, rows filled evenly, a note that cannot be parted from them") {
    std::string tiles;
    for (int i = 0; i < 7; ++i) tiles += std::string(i == 0 ? "" : ", ") + "{label: L" + std::to_string(i) + ", value: " + std::to_string(i) + "}";
    Built const built("- stats: {items: [" + tiles + "], note: A note.}\n", kBare);
    INFO(built.shape());
    REQUIRE(built.codes() == "");
    CHECK(contains(built.shape(), "BpB!gB"));  // rows of four and three, then the note
    CHECK(built.nodes(draw::Role::LI).size() == 7);
    CHECK(built.nodes(draw::Role::Lbl).size() == 7);
    CHECK(built.boxes()[1]->clears_rail);  // more than few: across the page
    Built const few("- stats: [{label: A, value: 1}]\n", kBare);
    CHECK_FALSE(few.boxes()[1]->clears_rail);
}

TEST_CASE("Tiles and cards side by side: figures and texts stand on one line, whatever the words above them take") {
    for (std::string const& block :
         {"- stats: [{label: " + words(30) + ", value: 1}, {label: B, value: 2}]\n", "- cards: [{title: " + words(30) + ", text: a}, {title: B, text: b}]\n"}) {
        INFO(block);
        Built const built(block, kBare);
        REQUIRE(built.codes() == "");
        std::map<Length, std::vector<Length>> lines;  // by their left edges
        for (layout::Piece const& piece : built.boxes().back()->pieces)
            if (std::holds_alternative<layout::LineContent>(piece.content)) lines[piece.at.x].push_back(piece.at.y);
        REQUIRE(lines.size() == 2);
        CHECK(lines.begin()->second.size() > 2);
        CHECK(lines.rbegin()->second.size() == 2);
        CHECK(lines.begin()->second.front() == lines.rbegin()->second.front());
        CHECK(lines.begin()->second.back() == lines.rbegin()->second.back());
    }
}

TEST_CASE("Cards: a row may be cut between lines, its title stays with it") {
    std::string const text = words(40);
    Built const built("- cards: {title: The portfolio, items: [{title: A, kicker: k, text: " + text + "}, {title: B, kicker: k, text: " + text + "}]}\n",
                      kBare);
    INFO(built.shape());
    CHECK(contains(built.shape(), "B!B"));
    VBox const& row = *built.boxes()[2];
    CHECK(row.steps.size() > 1);
    for (std::size_t i = 0; i < row.steps.size(); ++i) {
        CHECK(row.steps[i].height < row.height);
        if (i > 0) CHECK(row.steps[i - 1].height < row.steps[i].height);
    }
    CHECK((*built.tree)[built.nodes(draw::Role::H2)[0]].title == "The portfolio");
}

TEST_CASE("Charts: numbered, with a caption in the rail and words for those who cannot see them") {
    std::string const one = "- chart: {kind: bar, title: T, subtitle: S, caption: C, x: [a, b], y: [1, 2], source: Desk}\n";
    Built const built(one + one, kBare);
    REQUIRE(built.codes() == "");
    std::vector<draw::NodeId> const figures = built.nodes(draw::Role::Figure);
    REQUIRE(figures.size() == 2);
    for (draw::NodeId id : figures) CHECK((*built.tree)[id].alt.str().size() > 12);
    REQUIRE(built.boxes()[1]->attachments.size() == 1);
    CHECK_FALSE(built.boxes()[1]->clears_rail);
    Built const classic(one, kClassic);
    CHECK(classic.boxes()[2]->attachments.empty());
    Built const alt("- chart: {kind: bar, title: T, x: [a], y: [1], alt: My own words.}\n", kBare);
    CHECK((*alt.tree)[alt.nodes(draw::Role::Figure)[0]].alt == "My own words.");
}

TEST_CASE("A chart takes its rows from a named source; a wrong name is offered the right one") {
    std::string const head = "data: {forecast: {rows: [{year: a, v: 1}, {year: b, v: 2}]}}\n";
    Built const built("- chart: {kind: bar, title: T, data: forecast, x: year, y: v}\n", kBare, head);
    CHECK(built.codes() == "");
    CHECK(built.nodes(draw::Role::Figure).size() == 1);
    Built const wrong("- chart: {kind: bar, title: T, data: forcast, x: year, y: v}\n", kBare, head);
    CHECK(wrong.codes() == "1:38:E602");
    CHECK(wrong.hint() == "did you mean 'forecast'?");
}

TEST_CASE("The takeaway is a group in a section of its own, with an entry in the outline") {
    Built const built("- takeaway: {kicker: Takeaway, title: Own the layer, text: " + words(40) + "}\n", kBare);
    std::string const shape = built.shape();
    INFO(shape);
    std::size_t const from = shape.find('['), to = shape.find(']');
    REQUIRE(to != shape.npos);
    CHECK(shape.substr(from, 3) == "[oB");
    CHECK(contains(between(shape, from), "!"));
    CHECK(to > from);
    CHECK(std::get<layout::GroupBegin>(built.list[from]).decoration.fill == built.theme->palette.at("panel"));
    Built const classic("- takeaway: {kicker: Takeaway, title: Own the layer, text: words}\n", kClassic);
    CHECK(contains(classic.shape(), "[B!"));  // the kicker above the title, never apart
}

TEST_CASE("Disclosures: short ones in columns that stay whole, long ones in lines that may be parted; no line is lost") {
    Built const built("- words\n");
    VBox const& columns = *built.boxes().back();
    CHECK(columns.steps.empty());
    CHECK(contains(between(built.shape(), built.shape().rfind('o')), "!"));
    std::map<std::int64_t, Length> last;  // by left edge: the baseline above
    std::set<std::pair<void const*, std::uint32_t>> lines;
    for (layout::Piece const& piece : columns.pieces) {
        auto const& line = std::get<layout::LineContent>(piece.content);
        CHECK(lines.insert({line.paragraph.get(), line.line}).second);
        CHECK(piece.at.y > last[piece.at.x.raw()]);
        CHECK(piece.at.y <= columns.height);
        last[piece.at.x.raw()] = piece.at.y;
    }
    CHECK(last.size() == static_cast<std::size_t>(built.theme->block("disclaimer").number("columns")));
    std::set<text::Paragraph const*> paragraphs;
    std::size_t all = 0;
    for (auto const& [paragraph, line] : lines) {
        auto const* p = static_cast<text::Paragraph const*>(paragraph);
        if (paragraphs.insert(p).second) all += p->lines().size();
    }
    CHECK(paragraphs.size() == 3);
    CHECK(all == lines.size());

    Setting many;
    many.clause_copies = 12;
    Built const lengthy("- words\n", many);
    REQUIRE(lengthy.codes() == "");
    CHECK(lengthy.plan.pages.size() > 1);
}

TEST_CASE("Links are nodes of their own, one for each link") {
    Built const built("- see [one *and* more](https://example.org/a) and [two](https://example.org/b)\n", kBare);
    std::vector<draw::NodeId> const links = built.nodes(draw::Role::Link);
    REQUIRE(links.size() == 2);
    CHECK((*built.tree)[links[0]].url == "https://example.org/a");
    CHECK((*built.tree)[built.tree->parent(links[0])].role == draw::Role::P);
}

TEST_CASE("Quotes and generated words follow the language") {
    Built const built("- chart: {kind: bar, title: \"\\\"T\\\"\", x: [a], y: [1]}\n", {"classic-note", "a4", "de", true});
    REQUIRE(built.codes() == "");
    std::string set;
    for (VBox const* box : built.boxes()) {
        for (layout::Piece const& piece : box->pieces) {
            auto const* line = std::get_if<layout::LineContent>(&piece.content);
            if (line != nullptr && line->line == 0) set += line->paragraph->text().text.text + "|";
        }
    }
    INFO(set);
    CHECK(contains(set, "Übersicht 1|"));
    CHECK(contains(set, "„T“|"));
}

TEST_CASE("A font that is not there is told once, with the nearest name") {
    Built const built("- words\n");
    Diagnostics faults;
    text::Shaper shaper;
    blocks::Typesetter type(blocks::test::fonts(), shaper, nullptr, "en", nullptr, faults);
    doc::TextStyle style = built.theme->styles.at("body");
    style.families = {"Intr"};
    type.chars(style);
    type.chars(style);
    REQUIRE(faults.error_count() == 1);
    CHECK(faults.items()[0].code == "E403");
    CHECK(faults.items()[0].span == style.span);
    CHECK(faults.items()[0].hints[0] == "did you mean 'Inter'?");
    style.families = {"Inter", "No Such Fallback"};
    CHECK(type.chars(style).faces.size() == 1);  // a fallback may be missing
    CHECK(faults.error_count() == 1);
}

TEST_CASE("Words and blocks of another language say so in the tree") {
    Built const built(
        "  - \"So [mots *durs*]{lang=fr} and [*Worte*]{lang=de}[mehr]{lang=de} and [so]{lang=en-US}.\"\n"
        "  - {callout: {title: Alors, text: \"Un mot; et^[Une note!] [a word]{lang=en-US}.\"}, lang: fr}\n"
        "  - After it.\n");
    CHECK(built.codes().empty());
    std::string said;
    for (draw::NodeId id = draw::kFirstNode + 1; id < built.tree->end(); ++id) {
        draw::StructNode const& node = (*built.tree)[id];
        if (!node.language.empty()) said += std::string(draw::role_name(node.role)) + ":" + node.language.str() + " ";
    }
    CHECK(said == "Span:fr Span:de Div:fr Note:fr Span:en-US ");
    CHECK(built.tree->root() == draw::kFirstNode);
    CHECK((*built.tree)[built.tree->root()].language == "en-US");
}
