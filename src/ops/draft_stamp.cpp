#include "ops/draft_stamp.h"

#include <cmath>

namespace offprint::ops {
namespace {

constexpr std::string_view kWord = "DRAFT";
constexpr double kTurn = 52;           // degrees
constexpr double kShareOfPage = 0.66;  // of the diagonal that the word takes
constexpr int kTintPermille = 80;      // of ink on paper: text keeps its contrast on it
constexpr Color kRed{0xB0, 0x1E, 0x1E}, kLightRed{0xFF, 0x9A, 0x9A};

}  // namespace

void stamp_draft(draw::Frame& frame, std::string const& why, SetArticle& set) {
    doc::Theme const& theme = set.context.theme;
    doc::TextStyle style = theme.block("prose").text("text");
    Color const ink = style.color;
    style.color = mixed(theme.paper, ink, kTintPermille);
    style.features.clear();
    double const width = std::hypot(frame.size.width.to_points(), frame.size.height.to_points()) * kShareOfPage;
    style.size = Length::points(100);
    std::vector<text::PlacedRun> const trial = set.type.line(SourcedText(std::string(kWord)), style, draw::kArtifactBackground);
    style.size = Length::points(100 * width / text::line_width(trial).to_points());
    std::vector<text::PlacedRun> const line = set.type.line(SourcedText(std::string(kWord)), style, draw::kArtifactBackground);
    draw::GroupItem word;
    double const turn = -kTurn * 3.14159265358979323846 / 180, cos = std::cos(turn), sin = std::sin(turn);
    word.to_frame = Transform{cos, sin, -sin, cos, frame.size.width.to_points() / 2, frame.size.height.to_points() / 2};
    for (text::PlacedRun const& run : line)
        word.items.push_back({draw::GlyphRunItem{draw::kArtifactBackground, {run.x - text::line_width(line) / 2, style.size / 3}, run.run}});
    bool const painted_paper = theme.paper != kWhite;
    frame.items.insert(frame.items.begin() + (painted_paper ? 1 : 0), draw::Item{std::move(word)});

    style.size = Length::points(8);
    style.color = contrast_ratio(kRed, theme.paper) >= 4.5 ? kRed : kLightRed;
    std::vector<text::PlacedRun> const note =
        set.type.line(SourcedText(std::string(kWord) + (why.empty() ? "" : " \u00B7 " + why)), style, draw::kArtifactHeader);
    for (text::PlacedRun const& run : note)
        frame.text(draw::kArtifactHeader, {(frame.size.width - text::line_width(note)) / 2 + run.x, Length::points(15)}, run.run);
}

}  // namespace offprint::ops
