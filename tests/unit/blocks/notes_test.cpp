// Footnotes and hints in built articles: numbers, the tree, what boxes are told, what pages take.
#include "house.h"
#include "layout/flow.h"

using namespace offprint;
using namespace offprint::blocks;
using namespace offprint::blocks::test;

namespace {

/// The notes that each page holds, as "1 2|3".
std::string notes_of(Built const& built) {
    std::string out;
    for (layout::PagePlan const& page : built.plan.pages) {
        if (&page != &built.plan.pages.front()) out += '|';
        for (layout::PlacedNote const& note : page.notes) out += (out.empty() || out.back() == '|' ? "" : " ") + std::to_string(note.note + 1);
    }
    return out;
}

std::size_t penalties(Built const& built, std::string_view reason) {
    std::size_t count = 0;
    for (layout::VItem const& item : built.list) {
        auto const* penalty = std::get_if<layout::VPenalty>(&item);
        count += penalty != nullptr && penalty->reason == reason;
    }
    return count;
}

}  // namespace

TEST_CASE("Notes are numbered through the article and printed once") {
    Built const built("  - |\n    One[^b] and two^[In place.] and one again.[^b]\n\n    [^b]: Below.\n  - \"Three[^a] in another text.\"\n", {},
                      "notes: {a: Above.}\n");
    CHECK(built.codes().empty());
    REQUIRE(built.footnotes.notes.size() == 3);
    CHECK(notes_of(built) == "1 2 3");
    CHECK(built.nodes(draw::Role::Note).size() == 3);
    CHECK(built.nodes(draw::Role::Reference).size() == 4);
}

TEST_CASE("A note follows its paragraph in the tree, or stands inside what has no siblings of its kind") {
    Built const built("  - Prose^[With *a* note.].\n  - list: [\"An item^[too]\"]\n");
    draw::NodeId const note = built.nodes(draw::Role::Note).at(0);
    CHECK(built.outline(note) == "Note(Lbl(Link) P)");
    std::vector<draw::NodeId> const siblings = built.tree->children(built.tree->parent(note));
    auto const at = std::find(siblings.begin(), siblings.end(), note);
    REQUIRE(at != siblings.begin());
    CHECK(built.outline(*(at - 1)) == "P(Reference(Link))");
    CHECK(built.outline(built.nodes(draw::Role::LBody).at(0)) == "LBody(Reference(Link) Note(Lbl(Link) P))");
}

TEST_CASE("Notes in callouts, cards, list items, captions, tiles and the standfirst stand at the foot of their page") {
    Built const built(
        "  - callout: {text: \"A^[1]\"}\n  - list: [\"A^[2]\"]\n  - cards: [{title: A, text: \"B^[3]\"}]\n"
        "  - chart: {kind: bar, title: T, subtitle: \"S^[5]\", caption: \"C^[4]\", x: [a, b], y: [1, 2]}\n"
        "  - stats: {items: [{label: A, value: 1, note: \"N^[6]\"}], note: \"F^[7]\"}\n",
        {}, "dek: \"D^[0]\"\n");
    CHECK(built.codes().empty());
    CHECK(built.footnotes.notes.size() == 8);
    std::size_t anchors = 0;
    for (layout::VBox const* box : built.boxes()) anchors += box->notes.size();
    CHECK(anchors == 8);
}

TEST_CASE("Faults of notes that only the whole article shows") {
    CHECK(Built("  - \"A[^x].\"\n").codes() == "1:7:E263");
    Built const near("  - \"A[^gudance].\"\n", {}, "notes: {guidance: G.}\n");
    CHECK(near.hint() == "did you mean 'guidance'?");
    CHECK(Built("  - A.\n", {}, "notes: {x: Unused.}\n").faults.warning_count() == 1);
}

TEST_CASE("Endnotes: all notes in one list, in the order of their marks, none at the foot of a page") {
    Built const built("  - \"A^[First.] and [^x].\"\n  - cards: [{title: C, text: \"B^[Third.]\"}]\n  - endnotes:\n  - \"After^[Fourth.]\"\n", {},
                      "notes: {x: Second.}\n");
    CHECK(built.codes().empty());
    CHECK(built.footnotes.notes.empty());
    for (layout::VBox const* box : built.boxes()) CHECK(box->notes.empty());
    std::string said;
    for (layout::VBox const* box : built.boxes()) {
        for (layout::Piece const& piece : box->pieces) {
            auto const* line = std::get_if<layout::LineContent>(&piece.content);
            if (line != nullptr && line->line == 0) said += line->paragraph->text().text.text + "|";
        }
    }
    CHECK(said.find("Notes|1|First.|2|Second.|3|Third.|4|Fourth.|") != std::string::npos);
    CHECK(Built("  - A.\n  - endnotes:\n").codes() == "2:5:E294");
    CHECK(Built("  - A^[B].\n  - endnotes:\n  - endnotes:\n").codes() == "3:5:E294");
    CHECK(Built("  - A^[B].\n  - callout: {body: [{endnotes: }]}\n").codes() == "2:23:E294");
}

TEST_CASE("Hints of the author become prices") {
    Built const built("  - prose: One.\n    keep: next\n  - prose: |\n      Two.\n\n      Three.\n    keep: together 7000\n  - prose: Four.\n    page: new\n");
    CHECK(built.codes().empty());
    CHECK(penalties(built, "kept with the next block, by the author") == 1);
    CHECK(penalties(built, "new page, by the author") == 1);
    std::vector<layout::Charges> charges;
    layout::Flow const flow = layout::flatten(built.list, {}, &charges);
    REQUIRE(charges.size() == flow.atoms.size());
    int kept = 0;
    for (std::size_t i = 0; i < charges.size(); ++i) {
        for (layout::PriceShare const& share : charges[i]) kept += std::string_view(share.reason) == "kept together, by the author" && share.cost == 7000;
    }
    CHECK(kept == 1);
    CHECK(built.plan.pages.size() == 2);
}

TEST_CASE("A page break may be wished for or avoided, at the layout's price or the author's") {
    Built const built(
        "  - prose: One.\n  - prose: Two.\n    break: prefer\n  - prose: Three.\n    break: avoid\n  - prose: Four.\n    break: -70000\n  - prose: Five.\n    "
        "break: 12\n");
    CHECK(built.codes().empty());
    std::vector<std::int64_t> prices;
    for (layout::VItem const& item : built.list) {
        auto const* penalty = std::get_if<layout::VPenalty>(&item);
        if (penalty != nullptr && std::string_view(penalty->reason).ends_with("by the author")) prices.push_back(penalty->cost);
    }
    CHECK(prices == std::vector<std::int64_t>{-3000, 3000, -70000, 12});
    CHECK(built.plan.pages.size() == 2);
}

TEST_CASE("A hint that cannot be read is told at its place") {
    CHECK(Built("  - prose: One.\n    keep: nxt\n").codes() == "2:11:E206");
    CHECK(Built("  - prose: One.\n    page: old\n").codes() == "2:11:E206");
    CHECK(Built("  - prose: One.\n    break: maybe\n").codes() == "2:12:E206");
    CHECK(Built("  - prose: One.\n    break: 10000001\n").codes() == "2:12:E206");
}
