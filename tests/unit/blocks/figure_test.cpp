// Figures: size, place, tags.
#include "house.h"

using namespace offprint;
using blocks::test::Built;
using blocks::test::words;

namespace {

std::string const kAlt = "alt: A relief, ";

/// The places of all pictures and of the groups that drawings are.
std::vector<Rect> pictures(Built const& built) {
    std::vector<Rect> out;
    for (layout::PagePlan const& page : built.plan.pages) {
        draw::Frame frame;
        layout::paint_page(built.list, built.footnotes, page, {}, *built.tree, frame);
        for (draw::Item const& item : frame.items)
            if (auto const* image = std::get_if<draw::ImageItem>(&item.value)) out.push_back(image->place);
    }
    return out;
}

}  // namespace

TEST_CASE("A picture keeps its proportions and is as wide as its author says") {
    Built const built("- figure: {src: relief.jpg, " + kAlt + "width: 50%}\n");
    CHECK(built.codes().empty());
    std::vector<Rect> const places = pictures(built);
    REQUIRE(places.size() == 1);
    CHECK(places[0].width.to_points() == Approx(built.theme->measure(built.paper).to_points() / 2).margin(0.01));
    CHECK(places[0].height.to_points() == Approx(places[0].width.to_points() * 620 / 900).margin(0.01));
}

TEST_CASE("A numbered figure has its caption; the picture's node says what it shows; an ornament has no node") {
    Built const built("- figure: {src: relief.jpg, " + kAlt + "title: A country, source: Own.}\n- figure: {src: relief.jpg, decorative: true, width: 30%}\n");
    CHECK(built.codes().empty());
    std::vector<draw::NodeId> const figures = built.nodes(draw::Role::Figure);
    REQUIRE(figures.size() == 1);
    CHECK((*built.tree)[figures[0]].alt == "A relief");
    REQUIRE(built.nodes(draw::Role::Caption).size() == 1);
    draw::NodeId const outer = built.tree->parent(figures[0]);
    CHECK((*built.tree)[built.tree->children(outer)[0]].role == draw::Role::Caption);
    CHECK(pictures(built).size() == 2);
}

TEST_CASE("Text beside a picture stands in what the picture leaves, and goes on below it on the whole width") {
    for (std::string const side : {"left", "right"}) {
        for (int const count : {10, 120, 400}) {
            Built const built("- figure: {src: relief.jpg, " + kAlt + "width: 40%, side: " + side + ", beside: \"" + words(count) + "\"}\n");
            CHECK(built.codes().empty());
            std::vector<Rect> const places = pictures(built);
            REQUIRE(places.size() == 1);
            int lines = 0;
            layout::PagePlan const& page = built.plan.pages[0];
            draw::Frame frame;
            layout::paint_page(built.list, built.footnotes, page, {}, *built.tree, frame);
            bool below = false;
            std::string said;
            for (draw::Item const& item : frame.items) {
                auto const* run = std::get_if<draw::GlyphRunItem>(&item.value);
                if (run == nullptr) continue;
                said += run->run.text;
                if (run->run.text.find("copper") == std::string::npos) continue;
                ++lines;
                Length const left = run->origin.x, right = left + run->run.width();
                bool const beside = run->origin.y < places[0].bottom() + Length::points(1);
                if (beside) CHECK((side == "left" ? left >= places[0].right() : right <= places[0].x));
                below = below || (!beside && left < places[0].right() && right > places[0].x);
            }
            CHECK(lines >= 1);
            CHECK((below || count < 400));
            CHECK_FALSE((below && count == 10));
            // Nothing is lost where the paragraph is torn, and nothing is said twice.
            auto const count_in = [](std::string const& text) {
                std::size_t found = 0;
                for (std::size_t at = text.find("copper"); at != std::string::npos; at = text.find("copper", at + 1)) ++found;
                return found;
            };
            for (std::size_t at; (at = said.find("\u00AD")) != std::string::npos;) said.erase(at, 2);  // a divided word
            CHECK(count_in(said) == count_in(words(count)));
        }
    }
}

TEST_CASE("A picture too tall for the page is made smaller, not cut") {
    Built const built("- figure: {src: rings.svg, alt: A}\n- figure: {src: relief.jpg, " + kAlt + "width: fit}\n");
    for (Rect const& place : pictures(built)) CHECK(place.height <= built.geometry.height * 62 / 100 + Length::points(0.01));
    CHECK_FALSE(built.faults.has_errors());
}

TEST_CASE("What an author got wrong about a figure") {
    CHECK(Built("- figure: {src: relief.jpg}\n").codes() == "1:11:E207");
    CHECK(Built("- figure: {src: relief.jpg, alt: A, width: wide}\n").codes() == "1:44:E206");
    CHECK(Built("- figure: {src: gone.jpg, alt: A}\n").codes() == "1:17:E320");
}

TEST_CASE("A logo that hardly shows on dark paper is told, unless it has a form for dark paper") {
    std::string const logo = "- hero: {logo: mark.svg, logo_alt: The sign";
    blocks::test::Setting dark;
    dark.layout = "dark-one-pager";
    CHECK(Built(logo + "}\n").codes().empty());
    CHECK(Built(logo + "}\n", dark).codes() == "1:16:W864");
    CHECK(Built(logo + ", logo_on_dark: relief.jpg}\n", dark).codes().empty());
    CHECK(Built(logo + ", logo_on_dark: no-such.svg}\n").codes().empty());  // not asked for on white
    CHECK(Built("- hero: {logo_on_dark: rings.svg}\n").codes() == "1:24:E207");
}
