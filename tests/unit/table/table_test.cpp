// Whole tables: decimal points in line, regular rows, what breaks cost and repeat.
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "table/flow.h"

using namespace offprint;
using namespace offprint::literals;
using namespace offprint::table;

namespace {

TextLook look(char const* file, Length size) {
    std::string error;
    TextLook out;
    out.chars.faces = {text::FontFace::open(std::string(OFFPRINT_SOURCE_DIR) + "/fonts/" + file, error)};
    out.chars.size = size;
    out.chars.features = {{{'t', 'n', 'u', 'm'}, 1}};
    out.leading = 10_pt;
    out.ascent = 8_pt;
    return out;
}

Look house() {
    Look out;
    out.cell = out.head = out.spanner = out.continued = look("inter/Inter-Regular.ttf", Length::points(7.4));
    out.strong = look("inter/Inter-SemiBold.ttf", Length::points(7.4));
    out.gap = 10_pt;
    out.tight_gap = 4_pt;
    out.pad = 2_pt;
    out.head_pad = 2_pt;
    out.group_space = 4_pt;
    out.indent = 8_pt;
    out.rule_width = Length::points(0.5);
    return out;
}

/// A table of one text column and two of numbers in every dress.
struct Fixture {
    std::shared_ptr<data::Table> cells = std::make_shared<data::Table>();
    std::shared_ptr<Grid> grid = std::make_shared<Grid>();
    text::Shaper shaper;
    Diagnostics diagnostics;
    std::shared_ptr<TableSetting> setting;
    draw::StructTree tree{"en"};
    draw::NodeId table = 0;

    explicit Fixture(std::uint32_t rows, unsigned seed) {
        std::mt19937 random(seed);
        cells->columns.resize(3);
        grid->columns.resize(3);
        grid->marks = {{"a", 0}, {"b", 1}};
        grid->columns[0].stub = true;
        grid->columns[0].label = SourcedText("Item");
        for (std::size_t c = 1; c < 3; ++c) {
            grid->columns[c].type = ColumnType::Number;
            grid->columns[c].align = Align::Decimal;
            grid->columns[c].sum = true;
            grid->columns[c].label = SourcedText("A label of some words");
            grid->columns[c].format = *data::parse_number_format(c == 1 ? "#,##0.0;(#,##0.0)" : "0.00\"x\"");
        }
        for (std::uint32_t r = 0; r < rows; ++r) {
            cells->columns[0].cells.push_back(SourcedText(r % 7 == 3 ? "A long name that may need a second line" : "Name"));
            for (std::size_t c = 1; c < 3; ++c) {
                std::string text = decimal_text({static_cast<std::int64_t>(random() % 2'000'000) - 1'000'000, -static_cast<int>(random() % 3)});
                if (random() % 5 == 0) text += "E";
                if (random() % 4 == 0) text += "[a]";
                if (random() % 6 == 0) text += "[b]";
                if (random() % 12 == 0) text = "n.a.";
                cells->columns[c].cells.push_back(SourcedText(text));
            }
            RowKind const kind = r % 10 == 0 ? RowKind::Group : r % 10 == 9 ? RowKind::Subtotal : r + 1 == rows ? RowKind::Total : RowKind::Body;
            grid->rows.push_back({kind, static_cast<std::uint8_t>(r % 3), false, r, kind == RowKind::Group ? kNone : r - r % 10});
        }
        for (data::Column const& column : cells->columns) grid->cells.push_back(&column);
        setting = std::make_shared<TableSetting>(grid, house(), Words{"continued", "Carried forward", "Brought forward", data::number_locale("en")}, shaper,
                                                 diagnostics);
        setting->needs = measure_columns(setting->tools());
        setting->sums.emplace(*grid);
        table = tree.add(tree.root(), draw::Role::Table);
    }
    std::shared_ptr<SliceSetting> slice(Length width) {
        Widths widths = place_columns(setting->tools(), setting->needs, width);
        REQUIRE(widths.slices.size() == 1);
        auto out = std::make_shared<SliceSetting>(setting, std::move(widths.slices.front()));
        out->add_nodes(tree, table);
        return out;
    }
};

/// Places of the decimal points of a row, by column.
std::vector<Length> points_of(draw::Frame const& frame) {
    std::vector<Length> points;
    for (draw::Item const& item : frame.items) {
        auto const* run = std::get_if<draw::GlyphRunItem>(&item.value);
        if (run == nullptr) continue;
        Length x = run->origin.x;
        for (text::Glyph const& glyph : run->run.glyphs) {
            // A run begins at the point: ".5", ".5)E".
            if (glyph.cluster == 0 && run->run.text.size() > 1 && run->run.text[0] == '.' && run->run.text[1] >= '0' && run->run.text[1] <= '9')
                points.push_back(x);
            x += Length::from_raw(glyph.advance);
        }
    }
    return points;
}

}  // namespace

TEST_CASE("Decimal points stand in line to the unit: bold, in parentheses, with suffixes and note marks") {
    Fixture fixture(200, 1);
    auto const slice = fixture.slice(300_pt);
    Length const first = slice->slice().columns[1].point(), second = slice->slice().columns[2].point();
    int seen = 0;
    for (std::uint32_t r = 0; r < 200; ++r) {
        for (Length const point : points_of(slice->paint(r, 0))) {
            CHECK((point == first || point == second));
            ++seen;
        }
    }
    CHECK(seen > 250);
    CHECK(fixture.diagnostics.items().empty());
}

TEST_CASE("Numbers that keep their own decimals stand in line by their points all the same") {
    Fixture fixture(120, 21);
    for (char const* format : {"#,##0", "#,##0.0", "#,##0.00"}) fixture.grid->columns[1].by_decimals.push_back(*data::parse_number_format(format));
    fixture.setting->needs = measure_columns(fixture.setting->tools());
    auto const slice = fixture.slice(300_pt);
    std::set<std::size_t> decimals;
    for (std::uint32_t r = 0; r < 120; ++r) {
        if (fixture.grid->rows[r].kind == RowKind::Group) continue;
        PrintedCell const cell = print_cell(fixture.setting->tools(), r, 1);
        if (cell.empty || cell.number.words) continue;
        decimals.insert(cell.number.tail - cell.number.point);
        std::vector<Length> const points = points_of(slice->paint(r, 0));
        if (cell.number.tail > cell.number.point) CHECK(points.at(0) == slice->slice().columns[1].point());
    }
    CHECK(decimals == std::set<std::size_t>{0, 2, 3});  // with the point
}

TEST_CASE("A label ends with the digits: where most numbers are whole with those, else with the decimals") {
    for (int const parted : {1, 60}) {
        Fixture fixture(120, 22);
        fixture.grid->columns[1].by_decimals = {*data::parse_number_format("#,##0"), *data::parse_number_format("#,##0.0")};
        data::Cells cells;
        for (int r = 0; r < 120; ++r) cells.push_back(SourcedText(r < parted ? "14.5" : "630"));
        fixture.cells->columns[1].cells = cells;
        fixture.setting->needs = measure_columns(fixture.setting->tools());
        auto const slice = fixture.slice(300_pt);
        PlacedColumn const& place = slice->slice().columns[1];
        Length const label_end = place.x + place.width - place.beyond_label;
        if (parted == 1)
            CHECK(label_end == place.point());
        else
            CHECK(label_end > place.point());
    }
}

TEST_CASE("A label ends with the digits where all numbers but the totals stand in parentheses") {
    for (bool const positive : {false, true}) {
        Fixture fixture(40, 22);
        data::Cells cells;
        for (Row const& row : fixture.grid->rows) cells.push_back(SourcedText(row.kind == RowKind::Body || !positive ? "-63.5" : "63.5"));
        fixture.cells->columns[1].cells = cells;
        fixture.setting->needs = measure_columns(fixture.setting->tools());
        auto const slice = fixture.slice(300_pt);
        PlacedColumn const& place = slice->slice().columns[1];
        Length const label_end = place.x + place.width - place.beyond_label;
        if (positive)
            CHECK(label_end == place.digits_right());
        else
            CHECK(label_end > place.digits_right());
    }
}

TEST_CASE("Numbers made from the shape of others are glyph for glyph those shaped by themselves") {
    text::Shaper shaper;
    Diagnostics diagnostics;
    TextLook const style = look("inter/Inter-Regular.ttf", 9_pt);
    NumberSetter setter(shaper, diagnostics);
    for (char const* cell : {"1234.5", "9876.1", "-1111.0", "0.7", "1110.9"}) {
        PrintedNumber const number = print_number(read_number_cell(cell), cell, *data::parse_number_format("#,##0.0;(#,##0.0)"), data::number_locale("en"));
        text::StyledText plain;
        plain.append(SourcedText(number.text), style.chars, 7);
        auto const expected = text::shape_line(shaper, plain, diagnostics), made = setter.set(number, style, 7);
        REQUIRE(made.size() == expected.size());
        CHECK(made[0].run.text == expected[0].run.text);
        CHECK(made[0].run.mark == 7);
        REQUIRE(made[0].run.glyphs.size() == expected[0].run.glyphs.size());
        for (std::size_t i = 0; i < made[0].run.glyphs.size(); ++i) {
            CHECK(made[0].run.glyphs[i].id == expected[0].run.glyphs[i].id);
            CHECK(made[0].run.glyphs[i].advance == expected[0].run.glyphs[i].advance);
        }
    }
}

TEST_CASE("Everything stands inside the table, and every row covers its columns once") {
    Fixture fixture(60, 2);
    fixture.grid->spans = {{5, 1, 2}, {12, 0, 3}};
    auto const slice = fixture.slice(220_pt);
    for (std::uint32_t r = 0; r < 60; ++r) {
        draw::Frame const frame = slice->paint(r, 0);
        for (draw::Item const& item : frame.items) {
            auto const* run = std::get_if<draw::GlyphRunItem>(&item.value);
            if (run == nullptr) continue;
            CHECK(run->origin.x >= Length{});
            CHECK(run->origin.x + run->run.width() <= slice->slice().width + Length::from_raw(64));
            CHECK(run->origin.y <= slice->row_height(r));
        }
    }
    int rows = 0;
    for (draw::NodeId id = fixture.tree.root(); id < fixture.tree.end(); ++id) {
        draw::StructNode const& node = fixture.tree[id];
        if (node.role == draw::Role::TH) CHECK(node.scope != draw::Scope::None);
        if (node.role != draw::Role::TR) continue;
        int columns = 0;
        for (draw::NodeId const cell : fixture.tree.children(id)) columns += fixture.tree[cell].column_span;
        CHECK(columns == 3);
        ++rows;
    }
    CHECK(rows == 61);
}

TEST_CASE("Breaks: none under the head, dear beside labels and totals, and what they repeat") {
    Fixture fixture(60, 3);
    auto const slice = fixture.slice(220_pt);
    layout::VList list;
    append_rows(list, slice, fixture.setting, 5_pt, {draw::Frame{}, 12_pt}, true, TableCosts{}, {});
    REQUIRE(list.size() == 2);
    CHECK(std::get<layout::VPenalty>(list[0]).cost == layout::kForbidden);
    auto const parts = std::get<layout::VBox>(list[1]).parts;
    REQUIRE(parts != nullptr);
    REQUIRE(parts->steps() == 59);
    auto const above = [&](std::uint32_t row) { return parts->step(row - 1); };
    CHECK(above(1).cost >= 30'000);  // the head and a label
    CHECK(above(5).cost == TableCosts{}.split);
    CHECK(above(8).cost >= 30'000);   // one row above a subtotal
    CHECK(above(9).cost >= 60'000);   // a subtotal alone
    CHECK(above(11).cost >= 60'000);  // a label alone
    CHECK(above(12).cost >= 30'000);  // a label with one row
    CHECK(above(59).cost >= 60'000);  // the total alone
    // Inside a group its label stands again; the carried figures stand on both sides.
    layout::Step const inside = above(5);
    REQUIRE(inside.continuation != nullptr);
    CHECK(inside.continuation->foot.size() == 1);
    CHECK(inside.continuation->head.size() == 4);
    CHECK(inside.after == slice->carried_height());
    CHECK(inside.before == 12_pt + slice->head_height() + slice->group_again_height() + slice->carried_height());
    CHECK(above(10).continuation->head.size() == 3);
    // The space over a label goes at the head of a page.
    CHECK(slice->space_above(10) > Length{});
    CHECK(above(10).before == 12_pt + slice->head_height() + slice->carried_height() - slice->space_above(10));
}

TEST_CASE("A part of a table above a break ends as the table does, below what is carried forward") {
    Fixture fixture(60, 3);
    auto const slice = fixture.slice(220_pt);
    ContinuedLine const line{draw::Frame{}, 12_pt, {{{5_pt, 1_pt}, layout::DeferredContent{}}}, 9_pt};
    for (bool const carry : {true, false}) {
        layout::VList list;
        append_rows(list, slice, fixture.setting, 5_pt, line, carry, TableCosts{}, {});
        layout::Step const step = std::get<layout::VBox>(list[1]).parts->step(5 - 1);
        Length const carried = carry ? slice->carried_height() : Length{};
        CHECK(step.after == carried + 9_pt);
        REQUIRE_FALSE(step.continuation->foot.empty());
        CHECK(step.continuation->foot.back().at.y == carried + 1_pt);
    }
}

TEST_CASE("A statement of few rows parts between two groups before it parts elsewhere") {
    Fixture fixture(40, 3);
    layout::VList list;
    append_rows(list, fixture.slice(220_pt), fixture.setting, {}, {draw::Frame{}, 12_pt}, false, TableCosts{}, {});
    auto const parts = std::get<layout::VBox>(list[1]).parts;
    REQUIRE(fixture.grid->rows[10].kind == RowKind::Group);
    CHECK(parts->step(10 - 1).cost == TableCosts{}.split * 3);
    CHECK(parts->step(5 - 1).cost == TableCosts{}.split * 12);
}

TEST_CASE("Cells of several rows: each place is covered once, words stand whole on every page, hairlines stop at them") {
    Fixture fixture(40, 12);
    for (Row& row : fixture.grid->rows) row.kind = RowKind::Body;
    data::Table names;
    names.columns.resize(1);
    for (int r = 0; r < 40; ++r)
        names.columns[0].cells.push_back(SourcedText(r == 10 ? "Words that take five lines or more in a column that is narrow" : "Name"));
    fixture.grid->cells[0] = &names.columns[0];
    fixture.grid->spans = {{2, 1, 2, 3}, {10, 0, 1, 3}, {20, 0, 1, 9}};
    fixture.grid->order_spans();
    fixture.setting->look.hair_width = Length::points(0.25);
    fixture.setting->look.zebra_rows = true;
    Slice narrow = place_columns(fixture.setting->tools(), fixture.setting->needs, 300_pt).slices.front();
    narrow.columns.front().width = 60_pt;
    auto const slice = std::make_shared<SliceSetting>(fixture.setting, std::move(narrow));
    slice->add_nodes(fixture.tree, fixture.table);

    std::vector<int> covered(40 * 3, 0);
    std::size_t row = 0;
    for (draw::NodeId id = fixture.tree.root(); id < fixture.tree.end(); ++id) {
        if (fixture.tree[id].role != draw::Role::TR || fixture.tree[fixture.tree.parent(id)].role != draw::Role::TBody) continue;
        std::size_t column = 0;
        for (draw::NodeId const cell : fixture.tree.children(id)) {
            while (column < 3 && covered[row * 3 + column] > 0) ++column;
            for (int r = 0; r < fixture.tree[cell].row_span; ++r) {
                for (int c = 0; c < fixture.tree[cell].column_span; ++c)
                    ++covered[(row + static_cast<std::size_t>(r)) * 3 + column + static_cast<std::size_t>(c)];
            }
            column += static_cast<std::size_t>(fixture.tree[cell].column_span);
        }
        ++row;
    }
    CHECK(row == 40);
    CHECK(std::all_of(covered.begin(), covered.end(), [](int count) { return count == 1; }));

    // The last row of a cell that is higher than its rows is as high as need be; the others are as they were.
    CellSpan const* const tall = fixture.grid->over(11, 0);
    REQUIRE(tall != nullptr);
    CHECK(slice->row_height(10) == slice->row_height(9));
    CHECK(slice->row_height(10) + slice->row_height(11) + slice->row_height(12) == slice->tall_height(*tall));
    auto const left_of_rules = [&](std::uint32_t r) {
        Length left = 300_pt;
        draw::Frame const frame = slice->paint(r, 0);
        for (draw::Item const& item : frame.items) {
            auto const* path = std::get_if<draw::PathItem>(&item.value);
            if (path == nullptr || path->path.segments.empty()) continue;
            for (PathSegment const& segment : path->path.segments) {
                if (segment.kind != PathSegment::Kind::Close) left = min(left, segment.p1.x);
            }
        }
        return left;
    };
    CHECK(left_of_rules(9) == Length{});
    CHECK(left_of_rules(10) == slice->slice().columns[1].x);
    CHECK(left_of_rules(12) == Length{});

    layout::VList list;
    append_rows(list, slice, fixture.setting, {}, {draw::Frame{}, 12_pt}, false, TableCosts{}, {});
    auto const parts = std::get<layout::VBox>(list[1]).parts;
    auto const above = [&](std::uint32_t r) { return parts->step(r - 1); };
    CHECK(above(11).cost >= layout::kLargestPrice);  // its words would be cut
    CHECK(above(25).cost == TableCosts{}.split * 12 + TableCosts{}.row);
    CHECK(above(29).cost == TableCosts{}.split * 12);
    // They stand again on the next page, as an artifact.
    layout::Step const parted = above(25);
    auto const& head = parted.continuation->head;
    CHECK(head.size() == above(29).continuation->head.size() + 1);
    auto const& again = std::get<layout::DeferredContent>(head.back().content);
    draw::Frame const frame = again.painter->paint(again.index, again.part);
    REQUIRE(!frame.items.empty());
    CHECK(draw::is_artifact(std::get<draw::GlyphRunItem>(frame.items.front().value).node));
}

TEST_CASE("Rows are one box: its steps ascend, its parts hold every row and every line of tall rows once") {
    std::mt19937 random(11);
    for (int round = 0; round < 20; ++round) {
        Fixture fixture(static_cast<std::uint32_t>(20 + random() % 200), static_cast<unsigned>(random()));
        // Narrow, so that names stand on many lines.
        Slice narrow = place_columns(fixture.setting->tools(), fixture.setting->needs, 400_pt).slices.front();
        narrow.columns.front().width = Length::points(30 + static_cast<double>(random() % 40));
        auto const slice = std::make_shared<SliceSetting>(fixture.setting, std::move(narrow));
        layout::VList list;
        append_rows(list, slice, fixture.setting, {}, {draw::Frame{}, 12_pt}, false, TableCosts{}, {});
        auto const& box = std::get<layout::VBox>(list[1]);
        std::uint32_t const steps = box.step_count();
        // Told once more, row by row and line by line.
        std::vector<std::pair<std::uint32_t, std::uint32_t>> expected;
        std::vector<Length> heights;
        Length top;
        for (std::uint32_t r = 0; r < slice->rows(); ++r) {
            if (r > 0) heights.push_back(top);
            int const lines = slice->lines(r);
            for (int line = 1; line <= lines && lines >= 4; ++line) {
                expected.emplace_back(r, line);
                if (line >= 3 && line <= lines - 1) heights.push_back(top + slice->row_top(r) + slice->row_leading(r) * (line - 1));
            }
            if (lines < 4) expected.emplace_back(r, 0);
            top += slice->row_height(r);
        }
        CHECK(box.height == top);
        REQUIRE(heights.size() == steps);
        std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
        for (std::uint32_t k = 0; k <= steps; ++k) {
            if (k < steps) CHECK(box.step(k).height == heights[k]);
            Length const from = k == 0 ? Length{} : heights[k - 1], to = k == steps ? top : heights[k];
            for (layout::Piece const& piece : box.parts->pieces(k, k + 1)) {
                CHECK((piece.at.y >= from && piece.at.y < to));
                auto const& content = std::get<layout::DeferredContent>(piece.content);
                found.emplace_back(content.index, content.part);
            }
        }
        CHECK(found == expected);
        CHECK(box.parts->pieces(0, steps + 1).size() == expected.size());
        CHECK((round > 0 || steps > slice->rows() - 1));  // there are tall rows
    }
}

TEST_CASE("Rich cells have nodes of their own, click where their links stand, and leave the table regular") {
    Fixture fixture(40, 8);
    fixture.grid->rich = {{3, 0}, {7, 0}, {kHeadRow, 0}};
    fixture.setting->texts.set_rich([&](CellKey, TextLook const& look, std::uint32_t node) {
        text::StyledText words;
        words.append(SourcedText("A "), look.chars, node);
        draw::NodeId const link = node == 0 ? 0 : fixture.tree.add(node, draw::Role::Link);
        words.append(SourcedText("link"), look.chars, link);
        return words;
    });
    auto const slice = fixture.slice(300_pt);
    CHECK(slice->rich_lines().size() == 3);
    std::size_t rows = 0;
    for (draw::NodeId id = fixture.tree.root(); id < fixture.tree.end(); ++id) {
        draw::Role const role = fixture.tree[id].role;
        if (role == draw::Role::TR) {
            ++rows;
            int columns = 0;
            for (draw::NodeId const cell : fixture.tree.children(id)) columns += fixture.tree[cell].column_span;
            CHECK(columns == 3);
        }
        if (role == draw::Role::Link) CHECK(fixture.tree[fixture.tree.parent(id)].role == draw::Role::TH);
    }
    CHECK(rows == 41);
    auto const links = [](draw::Frame const& frame) {
        std::set<draw::NodeId> found;
        for (draw::Item const& item : frame.items) {
            if (auto const* link = std::get_if<draw::LinkItem>(&item.value)) found.insert(link->node);
        }
        return found;
    };
    std::set<draw::NodeId> all = links(slice->draw_head(false));
    CHECK(all.size() == 1);
    CHECK(links(slice->draw_head(true)).empty());
    for (std::uint32_t r = 0; r < 40; ++r) {
        std::set<draw::NodeId> const in_row = links(slice->paint(r, 0));
        CHECK(in_row.size() == (r == 3 || r == 7 ? 1u : 0u));
        all.insert(in_row.begin(), in_row.end());
        // Every run stands in a node below its own row.
        for (draw::Item const& item : slice->paint(r, 0).items) {
            auto const* run = std::get_if<draw::GlyphRunItem>(&item.value);
            if (run == nullptr) continue;
            draw::NodeId node = run->node;
            while (fixture.tree[node].role != draw::Role::TR) node = fixture.tree.parent(node);
            std::vector<draw::NodeId> const body = fixture.tree.children(fixture.tree.parent(node));
            CHECK(body[r] == node);
        }
    }
    CHECK(all.size() == 3);
}

TEST_CASE("A line in a cell is a figure that says its values") {
    Fixture fixture(12, 9);
    fixture.grid->columns[2].type = ColumnType::Spark;
    data::Table lines;
    lines.columns.resize(1);
    for (int r = 0; r < 12; ++r) lines.columns[0].cells.push_back(SourcedText(r == 4 ? "" : r == 5 ? "1 ~" : r == 6 ? "1;;2.5;2" : "1 2.5 2"));
    fixture.grid->cells[2] = &lines.columns[0];
    auto const slice = fixture.slice(300_pt);
    std::vector<draw::NodeId> figures;
    for (draw::NodeId id = fixture.tree.root(); id < fixture.tree.end(); ++id) {
        if (fixture.tree[id].role != draw::Role::Figure) continue;
        figures.push_back(id);
        CHECK(fixture.tree[id].alt == (figures.size() == 4 ? "1; –; 2.5; 2" : "1; 2.5; 2"));
        CHECK(fixture.tree[fixture.tree.parent(id)].role == draw::Role::TD);
    }
    CHECK(figures.size() == 8);  // not the labels of two groups, not the two without a line
    std::set<draw::NodeId> painted;
    for (std::uint32_t r = 0; r < 12; ++r) {
        for (draw::Item const& item : slice->paint(r, 0).items) {
            auto const* path = std::get_if<draw::PathItem>(&item.value);
            if (path != nullptr && !draw::is_artifact(path->node)) painted.insert(path->node);
        }
    }
    CHECK(painted == std::set<draw::NodeId>(figures.begin(), figures.end()));
}

TEST_CASE("Repeated heads and carried figures are artifacts") {
    Fixture fixture(30, 4);
    auto const slice = fixture.slice(220_pt);
    auto const all_artifacts = [](draw::Frame const& frame) {
        for (draw::Item const& item : frame.items) {
            if (auto const* run = std::get_if<draw::GlyphRunItem>(&item.value)) {
                if (!draw::is_artifact(run->node)) return false;
            }
        }
        return true;
    };
    CHECK(all_artifacts(slice->draw_head(true)));
    CHECK(!all_artifacts(slice->draw_head(false)));
    CHECK(all_artifacts(slice->draw_group_again(0)));
    CHECK(all_artifacts(slice->draw_carried(12, "Carried forward")));
    CHECK(points_of(slice->draw_carried(12, "Carried forward"))[0] == slice->slice().columns[1].point());
}

TEST_CASE("Words that belong together count as one: a label is no narrower than it can be set") {
    text::Shaper shaper;
    Diagnostics faults;
    TextSetter setter(shaper, faults);
    Look const house_look = house();
    Grid const grid;
    struct Case {
        char const* text;
        std::size_t units;
    };
    for (Case const& c : {Case{"Q1 2024", 1}, {"Jun 27E", 1}, {"Net debt", 2}, {"Sales", 1}, {"Cash flow, Q3 2026E", 3}, {"", 0}, {"a  b", 2}, {"a\nb", 2}}) {
        CAPTURE(c.text);
        BreakableText const words = setter.words(SourcedText(c.text), house_look.head, grid);
        CHECK(words.words.size() == c.units);
        if (c.units == 0) continue;
        CellLines const lines = setter.lines(SourcedText(c.text), house_look.head, grid, words.widest_word() + Length::points(0.1), true, 0);
        CHECK(lines.count() <= std::max<std::size_t>(c.units, 1));
    }
    CHECK(faults.items().empty());
}

TEST_CASE("A column gets the width, or the share of the table, that its author asks for") {
    Fixture fixture(30, 6);
    Column& column = fixture.grid->columns[0];
    auto const width_at = [&](Length available) {
        return place_columns(fixture.setting->tools(), fixture.setting->needs, available).slices.at(0).columns.at(0).width;
    };
    column.wish = 170_pt;
    CHECK(width_at(400_pt) == 170_pt);
    CHECK(width_at(440_pt) == 170_pt);
    column.wish = Length{};
    column.share = 0.25;
    CHECK(width_at(400_pt) == 100_pt);
    CHECK(width_at(440_pt) == 110_pt);
}

TEST_CASE("A table too wide stands closer first, then in parts that each begin with the stub") {
    Fixture fixture(20, 5);
    Length const natural = least_width(fixture.setting->tools(), fixture.setting->needs);
    Widths const fits = place_columns(fixture.setting->tools(), fixture.setting->needs, natural);
    CHECK(!fits.tightened);
    Widths const closer = place_columns(fixture.setting->tools(), fixture.setting->needs, natural - 4_pt);
    CHECK(closer.tightened);
    CHECK(closer.slices.size() == 1);
    CHECK(closer.slices[0].width <= natural - 4_pt);
    Widths const parts = place_columns(fixture.setting->tools(), fixture.setting->needs, natural - 20_pt);
    REQUIRE(parts.slices.size() == 2);
    CHECK(!parts.overfull);
    for (Slice const& slice : parts.slices) CHECK(slice.columns.front().column == 0);
    CHECK(place_columns(fixture.setting->tools(), fixture.setting->needs, 30_pt).overfull);
}

TEST_CASE("Parts of a table are as few as can be, alike in width, whole under their labels, and their stubs are of one width") {
    Fixture fixture(20, 5);
    Grid& grid = *fixture.grid;
    auto const parts_of = [&](std::size_t count, std::initializer_list<char const*> groups, Length width) {
        grid.columns.resize(2);
        while (grid.columns.size() < count + 1) grid.columns.push_back(grid.columns[1]);
        for (std::size_t i = 0; i < count; ++i)
            grid.columns[i + 1].groups = groups.size() == 0 ? std::vector<SourcedText>{} : std::vector{SourcedText(groups.begin()[i])};
        grid.cells.assign(count + 1, &fixture.cells->columns[1]);
        grid.cells[0] = &fixture.cells->columns[0];
        fixture.setting->needs = measure_columns(fixture.setting->tools());
        Widths const widths = place_columns(fixture.setting->tools(), fixture.setting->needs, width);
        std::string sizes;
        for (Slice const& slice : widths.slices) {
            sizes += (sizes.empty() ? "" : "+") + std::to_string(slice.columns.size() - 1);
            CHECK(slice.width <= width);
            CHECK(slice.columns.front().width == widths.slices.front().columns.front().width);
        }
        return sizes;
    };
    CHECK(parts_of(16, {}, 800_pt) == "8+8");
    CHECK(parts_of(7, {}, 400_pt) == "4+3");
    CHECK(parts_of(7, {"A", "A", "A", "B", "B", "B", "B"}, 400_pt) == "3+4");
    CHECK(parts_of(7, {"A", "A", "B", "B", "B", "B", "B"}, 400_pt) == "2+5");
    CHECK(parts_of(7, {"A", "B", "B", "B", "B", "B", "B"}, 400_pt) == "1+6");
    CHECK(parts_of(3, {}, 130_pt) == "1+1+1");
}

TEST_CASE("Shades and stripes reach past the words they lie under, to the table's edges and not over what stands above") {
    Fixture fixture(12, 13);
    fixture.grid->columns[2].heat = true;
    fixture.setting->look.ground_pad = Length::points(3.5);
    fixture.setting->look.hair_width = Length::points(0.25);
    fixture.setting->needs = measure_columns(fixture.setting->tools());
    auto const shaded = fixture.slice(300_pt);
    CHECK(shaded->slice().width == 300_pt);
    CHECK(shaded->slice().columns[0].x == Length{});
    CHECK(shaded->slice().columns[2].x + shaded->slice().columns[2].width == 300_pt - Length::points(3.5));
    auto const box_of = [](draw::Frame const& frame) {
        Rect box{};
        for (draw::Item const& item : frame.items) {
            auto const* path = std::get_if<draw::PathItem>(&item.value);
            if (path == nullptr || path->node != draw::kArtifactBackground) continue;
            Point low = path->path.segments.front().p1, high = low;
            for (PathSegment const& segment : path->path.segments) {
                if (segment.kind == PathSegment::Kind::Close) continue;
                low = {min(low.x, segment.p1.x), min(low.y, segment.p1.y)};
                high = {max(high.x, segment.p1.x), max(high.y, segment.p1.y)};
            }
            box = {low.x, low.y, high.x - low.x, high.y - low.y};
        }
        return box;
    };
    int seen = 0;
    for (std::uint32_t r = 1; r < 9; ++r) {
        Rect const box = box_of(shaded->paint(r, 0));
        if (box.width == Length{}) continue;
        ++seen;
        CHECK(box.right() == 300_pt);
        CHECK(box.y == Length::points(0.25));
        CHECK(box.x == shaded->slice().columns[2].x - shaded->slice().gap / 2);
    }
    CHECK(seen > 3);
    fixture.setting->look.zebra_rows = true;
    auto const striped = fixture.slice(300_pt);
    CHECK(striped->slice().columns[0].x == Length::points(3.5));
}

TEST_CASE("A rule stands over a subtotal's figures only, and figures brought forward above the label of their group") {
    Fixture fixture(30, 14);
    data::Table figures;
    figures.columns.resize(1);
    for (int r = 0; r < 30; ++r) figures.columns[0].cells.push_back(SourcedText(r == 9 ? "" : "1.5"));
    fixture.grid->cells[1] = &figures.columns[0];
    fixture.setting->needs = measure_columns(fixture.setting->tools());
    fixture.setting->sums.emplace(*fixture.grid);
    auto const slice = fixture.slice(300_pt);
    auto const rules = [&](std::uint32_t r) {
        std::size_t count = 0;
        for (draw::Item const& item : slice->paint(r, 0).items) count += std::holds_alternative<draw::PathItem>(item.value);
        return count;
    };
    CHECK(rules(9) == 1);
    CHECK(rules(19) == 2);
    layout::VList list;
    append_rows(list, slice, fixture.setting, {}, {draw::Frame{}, 12_pt}, true, TableCosts{}, {});
    auto const head = std::get<layout::VBox>(list[1]).parts->step(14).continuation->head;
    REQUIRE(head.size() == 4);
    CHECK(std::holds_alternative<layout::DeferredContent>(head[2].content));
    CHECK(head[3].at.y == head[2].at.y + slice->carried_height());
}

TEST_CASE("Days of dates are as wide as one another") {
    Fixture fixture(10, 15);
    Look& look = fixture.setting->look;
    look.date = look.cell;
    look.date.tabular = true;
    auto const width = [&](char const* words, TextLook const& style) {
        return fixture.setting->texts.words(SourcedText(words), style, *fixture.grid).natural();
    };
    CHECK(width("11 Jun 2011", look.date) == width("20 Jun 2026", look.date));
    CHECK(width("11 Jun 2011", look.cell) != width("20 Jun 2026", look.cell));
}

TEST_CASE("A label over one column makes it as wide as it must be, and wider where that saves a line") {
    Fixture fixture(10, 16);
    fixture.grid->columns[1].groups = {SourcedText("Extraordinarilylongword and more words")};
    fixture.setting->needs = measure_columns(fixture.setting->tools());
    BreakableText const label = fixture.setting->texts.words(fixture.grid->columns[1].groups[0], fixture.setting->look.spanner, *fixture.grid);
    Length const least = least_width(fixture.setting->tools(), fixture.setting->needs);
    CHECK(fixture.slice(least)->slice().columns[1].width >= label.widest_word());
    CHECK(fixture.slice(500_pt)->slice().columns[1].width >= label.natural());
}

TEST_CASE("A cell over several columns has room for its widest word") {
    Fixture fixture(10, 17);
    data::Table words;
    words.columns.resize(1);
    std::string const long_word(60, 'w');
    for (int r = 0; r < 10; ++r) words.columns[0].cells.push_back(SourcedText(r == 5 ? long_word : "1"));
    fixture.grid->cells[1] = &words.columns[0];
    fixture.grid->spans = {{5, 1, 2}};
    fixture.setting->needs = measure_columns(fixture.setting->tools());
    Length const wide = fixture.setting->texts.words(SourcedText(long_word), fixture.setting->look.cell, *fixture.grid).natural();
    auto const slice = fixture.slice(least_width(fixture.setting->tools(), fixture.setting->needs));
    PlacedColumn const &first = slice->slice().columns[1], &last = slice->slice().columns[2];
    CHECK(last.x + last.width - first.x >= wide);
    fixture.grid->columns[1].label = fixture.grid->columns[2].label = SourcedText("L");
    words.columns[0].cells = {};
    for (int r = 0; r < 10; ++r) words.columns[0].cells.push_back(SourcedText(r == 5 ? "some words that fit a line" : "1"));
    fixture.setting->needs = measure_columns(fixture.setting->tools());
    CHECK(fixture.slice(400_pt)->lines(5) == 1);
}
