// What holds for the whole table of block types: schema, examples, layouts, and pages without anything off the paper.
#include <nlohmann/json.hpp>
#include <set>

#include "blocks/schema.h"
#include "house.h"

using namespace offprint;
using blocks::test::Built;
using blocks::test::Setting;
using blocks::test::words;

namespace {

Setting const kSettings[] = {{"conviction-note", "a4", "en-US", true},
                             {"conviction-note", "letter", "en-US", true},
                             {"classic-note", "a4", "en-US", true},
                             {"classic-note", "letter", "en-US", true}};

void check_items(std::vector<draw::Item> const& items, Length width, Length height) {
    auto inside = [&](Point p) { return p.x >= Length{} && p.y >= Length{} && p.x <= width && p.y <= height; };
    for (draw::Item const& item : items) {
        if (auto const* run = std::get_if<draw::GlyphRunItem>(&item.value)) {
            Length const right = run->origin.x + run->run.width();
            INFO(run->run.text << " at " << run->origin.x.to_points() << ", " << run->origin.y.to_points());
            CHECK(inside(run->origin));
            CHECK(inside({right, run->origin.y}));
        } else if (auto const* path = std::get_if<draw::PathItem>(&item.value)) {
            for (PathSegment const& segment : path->path.segments) {
                if (segment.kind != PathSegment::Kind::Close) CHECK(inside(segment.p1));
            }
        } else if (auto const* group = std::get_if<draw::GroupItem>(&item.value)) {
            if (!group->clip) check_items(group->items, width, height);
        } else if (auto const* link = std::get_if<draw::LinkItem>(&item.value)) {
            CHECK(inside({link->area.x, link->area.y}));
            CHECK(inside({link->area.right(), link->area.bottom()}));
        }
    }
}

/// Every page painted: nothing lies off the paper.
void check_pages(Built const& built) {
    for (layout::PagePlan const& page : built.plan.pages) {
        draw::Frame frame;
        layout::paint_page(built.list, built.footnotes, page, {built.paper.left, built.paper.top}, *built.tree, frame);
        REQUIRE_FALSE(frame.items.empty());
        check_items(frame.items, built.paper.size.width, built.paper.size.height);
    }
}

}  // namespace

TEST_CASE("Block types have names of their own, help, and slots that are all different") {
    std::set<std::string_view> names;
    for (blocks::BlockType const* type : blocks::block_types()) {
        INFO(type->name);
        CHECK(names.insert(type->name).second);
        CHECK(type->help.ends_with('.'));
        std::set<std::string_view> slots;
        for (doc::StyleSlot const& slot : type->slots) {
            CHECK(slots.insert(slot.name).second);
            CHECK_FALSE(slot.help.empty());
        }
        for (data::Field const& field : type->fields) CHECK_FALSE(field.help.empty());
    }
}

TEST_CASE("The schema is JSON, has every block, and is what the repository holds") {
    std::string const schema = blocks::article_schema();
    auto const json = nlohmann::json::parse(schema);
    for (blocks::BlockType const* type : blocks::block_types()) {
        INFO(type->name);
        CHECK(json["$defs"].contains(std::string(type->name)));
    }
    for (data::Field const& field : doc::article_fields()) CHECK(json["properties"].contains(std::string(field.name)));
    std::string error;
    auto const held = read_file(blocks::test::kSource + "/schema/article.schema.json", 4u << 20, error);
    REQUIRE(held);
    CHECK(*held == schema);  // else: offprint schema > schema/article.schema.json
}

TEST_CASE("Both layouts read clean with the slots of all blocks, on both papers") {
    for (char const* name : {"conviction-note", "classic-note"}) {
        Sources sources;
        Diagnostics faults;
        blocks::test::LayoutFolder files(sources, faults);
        std::vector<doc::BlockSlots> const slots = blocks::block_slots();
        auto const theme = doc::read_theme(sources, name, {}, files, slots, faults);
        INFO(render_text(faults, sources));
        REQUIRE(theme);
        CHECK(faults.items().empty());
        CHECK(theme->name == name);
        CHECK(theme->papers.contains("a4"));
        CHECK(theme->papers.contains("letter"));
        CHECK(theme->requires_disclosure);
        // Disclosures are legible: 7 on 9 points or more.
        doc::TextStyle const& legal = theme->block("disclaimer").text("text");
        CHECK(legal.size >= Length::points(7));
        CHECK(legal.leading >= Length::points(9));
    }
}

TEST_CASE("Every example reads without a fault and builds in both layouts") {
    for (blocks::BlockType const* type : blocks::block_types()) {
        INFO(type->name);
        REQUIRE_FALSE(type->example.empty());
        for (Setting const& setting : kSettings) {
            Built const built(std::string(type->example), setting);
            INFO(render_text(built.faults, built.sources));
            REQUIRE(built.faults.items().empty());
            REQUIRE(built.plan.pages.size() == 1);
            check_pages(built);
            if (type->name != "prose" && type->name != "disclaimer" && type->name != "hero") CHECK(built.boxes().size() > 1);
        }
    }
}

TEST_CASE("All blocks together, some of them long: every item of every page lies on the paper") {
    std::string cards, tiles, items;
    for (int i = 0; i < 9; ++i) {
        std::string const comma = i == 0 ? "" : ", ", n = std::to_string(i);
        cards += comma + "{title: Card " + n + ", kicker: Kicker, text: " + words(25 + i * 3) + "}";
        tiles += comma + "{label: Label " + n + ", value: " + n + "12345.6, format: \"$0.0a\", note: a note}";
        items += comma + words(20 + i * 5);
    }
    std::string const body = "- stats: {items: [" + tiles + "], note: " + words(12) +
                             "}\n- section: {number: \"12\", kicker: A longer kicker, title: " + words(18) + "}\n- " + words(300) +
                             "\n- callout: {title: " + words(14) + ", text: " + words(250) + "}\n- cards: {title: Nine, items: [" + cards + "]}\n- list: [" +
                             items + "]\n- chart: {kind: bar, title: " + words(16) + ", caption: " + words(30) +
                             ", x: [a, b, c], y: [1, 20, 300]}\n- takeaway: {kicker: Last, title: " + words(16) + ", text: " + words(200) + "}\n";
    for (Setting const& setting : kSettings) {
        INFO(setting.layout << " " << setting.paper);
        Built const built(body, setting);
        INFO(render_text(built.faults, built.sources));
        REQUIRE_FALSE(built.faults.has_errors());
        REQUIRE(built.plan.pages.size() >= 3);
        check_pages(built);
        // Every box is on some page, and inside the room for the flow.
        std::set<std::uint32_t> placed;
        for (layout::PagePlan const& page : built.plan.pages) {
            CHECK(page.used <= built.geometry.height);
            for (layout::PlacedItem const& item : page.items) placed.insert(item.item);
        }
        CHECK(placed.size() == built.boxes().size());
    }
}
