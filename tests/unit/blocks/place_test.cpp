// Where blocks stand: across columns or in one, on a page lying on its side, beside the text.
#include "house.h"

using namespace offprint;
using namespace offprint::blocks;
using namespace offprint::blocks::test;
using namespace offprint::literals;
using layout::VBox;

namespace {

Setting const kTwo{"two", "a4", "en-US", true, 1, {"two", "layout: two\nextends: classic-note\ncolumns: {count: 2, gutter: 20}\n"}};

std::string paragraphs(int count) {
    std::string text = "- |\n";
    for (int i = 0; i < count; ++i) {
        text += "  ";
        for (int word = 0; word < 40; ++word) text += "word ";
        text += "\n\n";
    }
    return text;
}

/// The paragraphs of prose, by their first lines.
std::vector<VBox const*> first_lines(Built const& built) {
    std::vector<VBox const*> found;
    for (VBox const* box : built.boxes()) {
        if (!box->on_grid || box->pieces.empty()) continue;
        auto const* line = std::get_if<layout::LineContent>(&box->pieces.front().content);
        if (line != nullptr && line->line == 0) found.push_back(box);
    }
    return found;
}
Length measure_of(VBox const& box) { return std::get<layout::LineContent>(box.pieces.front().content).paragraph->style().measure; }

}  // namespace

TEST_CASE("on pages of columns prose stands in a column, what the layout or the author puts on the whole width across all") {
    Built const built(paragraphs(1) + "- stats: [{label: A, value: 1}]\n- stats: [{label: B, value: 2}]\n  span: full\n- Words.\n  ", kTwo);
    CHECK(built.codes().empty());
    Length const full = built.theme->full(built.paper), column = (full - 20_pt) / 2;
    std::vector<VBox const*> const boxes = built.boxes();
    CHECK(boxes.front()->across);  // the opening
    CHECK(boxes.back()->across);   // the disclosures
    std::vector<VBox const*> const lines = first_lines(built);
    REQUIRE(lines.size() == 2);
    CHECK(measure_of(*lines[0]) == column);
    CHECK((!lines[0]->across && lines[0]->pieces.front().at.x == Length{}));
    int across = 0, inside = 0;
    for (std::size_t i = 2; i + 2 < boxes.size(); ++i) (boxes[i]->across ? across : inside)++;
    CHECK(across == 1);
    CHECK(inside > 3);
}

TEST_CASE("a landscape block stands on pages of its own, as wide as they are") {
    Built const built("- Words before.\n- prose: Words on the page that lies.\n  page: landscape\n- Words after.\n", {"classic-note"});
    INFO(render_text(built.faults, built.sources));
    CHECK(built.codes().empty());
    std::vector<VBox const*> const lines = first_lines(built);
    REQUIRE(lines.size() == 3);
    CHECK((!lines[0]->turned && lines[1]->turned && !lines[2]->turned));
    CHECK(measure_of(*lines[1]) == built.paper.size.height - built.paper.left - built.paper.right);
    CHECK(measure_of(*lines[2]) == built.theme->full(built.paper));
}

TEST_CASE("text beside a sidebar is narrower until it has passed it") {
    std::string const sidebar =
        "- sidebar:\n  - facts: [{label: A, value: 1}, {label: B, value: 2}, {label: C, value: 3}]\n  - Some words of the house about it.\n";
    Built const built(sidebar + paragraphs(8), {"classic-note"});
    CHECK(built.codes().empty());
    doc::BlockStyle const& style = built.theme->block("sidebar");
    Length const full = built.theme->full(built.paper), narrow = full - style.length("width") - style.length("gutter");
    std::vector<VBox const*> const lines = first_lines(built);
    CHECK((lines.size() == 8 || lines.size() == 9));  // a paragraph that passes the foot of the sidebar is torn there
    std::size_t beside = 0;
    while (beside < lines.size() && measure_of(*lines[beside]) == narrow) ++beside;
    CHECK(beside >= 1);
    REQUIRE(beside < lines.size());
    CHECK(lines[beside]->clears_rail);
    for (std::size_t i = beside; i < lines.size(); ++i) CHECK(measure_of(*lines[i]) == full);
    // Everything in the sidebar stands at the right, beside the text.
    std::size_t attached = 0;
    for (VBox const* box : built.boxes()) {
        for (layout::Attachment const& attachment : box->attachments) {
            ++attached;
            CHECK(attachment.height > Length{});
            for (layout::Piece const& piece : attachment.pieces) CHECK(piece.at.x >= full - style.length("width"));
        }
    }
    CHECK(attached == 1);
}

TEST_CASE("a table in a sidebar has all its rows") {
    std::string const columns =
        "- sidebar:\n  - table:\n      title: T\n      columns: [{field: a, label: Item}, {field: b, label: Value, type: number}]\n      rows: [{a: One, b: 1}";
    auto const drawn = [](Built const& built) {
        std::size_t pieces = 0;
        for (VBox const* box : built.boxes())
            for (layout::Attachment const& attachment : box->attachments) pieces += attachment.pieces.size();
        return pieces;
    };
    Built const one(columns + "]\n- Words.\n"), three(columns + ", {a: Two, b: 2}, {a: Three, b: 3}]\n- Words.\n");
    CHECK(one.codes() + three.codes() == "");
    CHECK(drawn(three) >= drawn(one) + 2);
}

TEST_CASE("in a layout with a rail a sidebar stands there, and titles beside it keep their numbers") {
    std::string const body = "- sidebar:\n  - facts: [{label: A, value: 1}, {label: B, value: 2}]\n- section: {number: \"01\", title: Copper}\n" +
                             paragraphs(6) + "- section: {number: \"02\", title: Zinc}\n- Words.\n";
    Built const built(body);
    CHECK(built.codes().empty());
    std::vector<std::size_t> attachments;
    for (VBox const* box : built.boxes()) {
        if (!box->attachments.empty()) attachments.push_back(box->attachments.size());
    }
    // The sidebar, and the number of the second title; that of the first stands above it.
    CHECK(attachments.size() >= 2);
    for (VBox const* box : first_lines(built)) CHECK(measure_of(*box) == built.theme->measure(built.paper));
}
