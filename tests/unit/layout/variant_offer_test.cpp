// Paragraphs in a real font offered in a line more or less, and taken where that saves a page from ending badly.
#include <catch2/catch.hpp>

#include "layout/explain.h"
#include "layout/stack.h"
#include "layout/variants.h"
#include "solid.h"

using namespace offprint;
using namespace offprint::layout;
using namespace offprint::layout::test;

namespace {

constexpr char const* kFont = OFFPRINT_SOURCE_DIR "/fonts/inter/Inter-Regular.ttf";
constexpr char const* kWords =
    "a bundle of copper wires and light carries what the chips have to say to one another across the hall and back again, and whoever sells the wires sells "
    "the time of all the chips that wait at the end of them for what the others have to say";

class Maker final : public VariantMaker {
public:
    std::vector<text::ParagraphVariant> variants(text::Paragraph const& paragraph, std::int64_t most_extra) override {
        return text::paragraph_variants(shaper, paragraph, most_extra);
    }
    void anchor(VBox& box) override {
        auto const& line = std::get<LineContent>(box.pieces.back().content);
        text::Line const& place = line.paragraph->lines()[line.line];
        std::size_t const mark = line.paragraph->text().text.text.find("sells");
        if (place.begin <= mark && mark < place.end) box.notes.push_back({box.baseline, 0});
    }
    text::Shaper shaper;
};

text::ParagraphPtr paragraph(text::Shaper& shaper, Length measure) {
    std::string error;
    text::CharStyle style;
    style.faces = {text::FontFace::open(kFont, error)};
    REQUIRE(style.faces.front());
    style.size = 10_pt;
    text::StyledText styled;
    styled.append(SourcedText(kWords), style, 20);
    text::ParagraphStyle setting;
    setting.measure = measure;
    setting.costs.tolerance = 2000;
    Diagnostics diagnostics;
    return text::break_paragraph(shaper, styled, setting, diagnostics);
}

VList flow_of(Maker& maker, text::ParagraphPtr const& words, int lines_above, Length height_below) {
    VList list;
    list.emplace_back(solid(10_pt * lines_above));
    list.emplace_back(VGlue{});
    std::size_t const from = list.size();
    append_paragraph(list, words, {}, 10_pt, 8_pt, {6000, 5000, 3000, 300}, true, {1, 2, 3});
    for (std::size_t i = from; i < list.size(); ++i) {
        if (auto* box = std::get_if<VBox>(&list[i])) maker.anchor(*box);
    }
    list.emplace_back(VPenalty{9000, "figure apart"});
    list.emplace_back(solid(height_below));
    list.emplace_back(VGlue{});
    list.emplace_back(solid(60_pt));
    return list;
}

}  // namespace

TEST_CASE("a paragraph gives up a line where a figure lacks just that, and nothing else changes") {
    Maker maker;
    PageCosts costs;
    int shorter = 0, longer = 0, kept = 0;
    for (int measure = 100; measure <= 300; measure += 4) {
        text::ParagraphPtr const words = paragraph(maker.shaper, Length::points(measure));
        auto const lines = static_cast<int>(words->lines().size());
        if (lines < static_cast<int>(kLeastLinesToVary) || lines > 8) continue;
        std::vector<text::ParagraphVariant> const variants = text::paragraph_variants(maker.shaper, *words);
        for (int above = 0; above <= 9 - lines; ++above) {
            for (int below = 1; below <= 6; ++below) {
                CAPTURE(measure, lines, above, below);
                VList const original = flow_of(maker, words, above, 10_pt * below);
                VList list = original;
                Footnotes notes;
                notes.notes.push_back(solid(10_pt));
                Diagnostics diagnostics;
                FlowPlan const plain = paginate(original, notes, ten_lines(), costs, diagnostics);
                FlowPlan const plan = paginate_with_variants(list, notes, ten_lines(), costs, 3000, maker, diagnostics);
                CHECK(plan.cost <= plain.cost);
                if (plan.variants.empty()) {
                    CHECK(plan.cost == plain.cost);
                    CHECK(list.size() == original.size());
                    ++kept;
                    continue;
                }
                REQUIRE(plan.variants.size() == 1);
                SetVariant const& set = plan.variants.front();
                (set.lines < 0 ? shorter : longer)++;
                CHECK(plan.cost < plain.cost);
                CHECK(list.size() == original.size() + static_cast<std::size_t>(2 * set.lines + 2) - 2);
                auto const& head = std::get<LineContent>(std::get<VBox>(list[set.first_item]).pieces.front().content);
                CHECK(static_cast<int>(head.paragraph->lines().size()) == lines + set.lines);
                CHECK(head.paragraph->text().text.text == words->text().text.text);
                std::int64_t extra = -1;
                for (text::ParagraphVariant const& variant : variants) {
                    if (variant.lines == set.lines) extra = variant.extra;
                }
                CHECK(set.cost == costs.variant + extra * costs.variant_lines / 100);
                std::int64_t pages = set.cost;
                for (PagePlan const& page : plan.pages) pages += page.cost;
                CHECK(pages == plan.cost);
                int marks = 0, count = 0;
                for (VItem const& item : list) {
                    auto const* box = std::get_if<VBox>(&item);
                    if (box == nullptr || box->pieces.empty()) continue;
                    marks += static_cast<int>(box->notes.size());
                    CHECK(std::get<LineContent>(box->pieces.front().content).line == static_cast<std::uint32_t>(count++));
                    CHECK((box->height == 10_pt && box->on_grid && box->span == Span{1, 2, 3}));
                }
                CHECK(marks == 1);
                CHECK(count == lines + set.lines);
            }
        }
    }
    CHECK(shorter + longer > 10);
    CHECK(kept > 100);
}

TEST_CASE("in columns too a paragraph is set in a line more or less where that costs less, and never where it does not") {
    Maker maker;
    PageCosts costs;
    PageGeometry geometry = ten_lines();
    geometry.columns = 2;
    geometry.column_pitch = 320_pt;
    int taken = 0, kept = 0;
    for (int measure = 100; measure <= 300; measure += 4) {
        text::ParagraphPtr const words = paragraph(maker.shaper, Length::points(measure));
        auto const lines = static_cast<int>(words->lines().size());
        if (lines < static_cast<int>(kLeastLinesToVary) || lines > 8) continue;
        for (int above = 0; above <= 9 - lines; ++above) {
            for (int below = 1; below <= 6; ++below) {
                CAPTURE(measure, lines, above, below);
                VList const original = flow_of(maker, words, above, 10_pt * below);
                VList list = original;
                Footnotes notes;
                notes.notes.push_back(solid(10_pt));
                Diagnostics diagnostics;
                FlowPlan const plain = paginate(original, notes, geometry, costs, diagnostics);
                FlowPlan const plan = paginate_with_variants(list, notes, geometry, costs, 3000, maker, diagnostics);
                std::int64_t pages = 0;
                for (SetVariant const& set : plan.variants) pages += set.cost;
                for (PagePlan const& page : plan.pages) pages += page.cost;
                CHECK(pages == plan.cost);
                CHECK((plan.variants.empty() ? plan.cost == plain.cost && list.size() == original.size() : plan.cost < plain.cost));
                (plan.variants.empty() ? kept : taken)++;
            }
        }
    }
    CHECK(taken > 3);
    CHECK(kept > 30);
}
