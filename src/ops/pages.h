// From a plan of pages to frames: the flow's pieces, the running head and foot, and what the outline says of them.
#pragma once
#include "blocks/build_context.h"
#include "ops/typeset.h"
#include "pdf/writer.h"

namespace offprint::ops {

/// The room for the flow on a paper: from the theme's margins, grid from the body's first baseline.
layout::PageGeometry page_geometry(doc::Theme const& theme, doc::Paper const& paper, blocks::Typesetter& type);
layout::PageCosts page_costs(doc::Theme const& theme);

/// The pictures of the running lines; null: none.
struct RunningLogos {
    draw::PicturePtr head, foot;
};

/// Paints page after page, so that only one frame is held at a time.
class PagePainter {
public:
    /// The structure tree gets its nodes for logos here; afterwards it does not change.
    explicit PagePainter(SetArticle& set, RunningLogos const& logos = {});
    draw::Page paint(std::size_t page);
    std::vector<pdf::OutlineEntry> outline() const;

private:
    /// A logo drawn: on the first page it says what it is, on later ones it belongs to the running line.
    struct Logo {
        draw::Frame first, later;
    };
    std::optional<Logo> set_logo(draw::PicturePtr const& picture, doc::RunningLine const& line, draw::NodeId artifact);
    /// Page 1 is a right one.
    bool is_left(std::size_t page) const { return context_.theme.mirrored && page % 2 == 1; }
    doc::Paper paper_of(std::size_t page) const;
    void running_line(draw::Frame& frame, doc::RunningLine const& line, bool head, std::size_t page);

    blocks::BuildContext& context_;
    layout::VList const& list_;
    layout::FlowPlan const& plan_;
    std::vector<LinkPlace> const& places_;
    std::optional<Logo> head_logo_, foot_logo_;
    std::string short_disclosure_, short_language_;
    /// The sections of a page: in force at its top, the first and the last that begin on it (the one in force where none does).
    struct Sections {
        std::string_view top, first, last;
    };
    std::vector<Sections> sections_;  // empty on the first page, which says itself what it is
};

}  // namespace offprint::ops
