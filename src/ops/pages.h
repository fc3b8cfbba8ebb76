// From a plan of pages to frames: the flow's pieces, the running head and foot, and what the outline says of them.
#pragma once
#include "blocks/build_context.h"
#include "layout/page_builder.h"
#include "pdf/writer.h"

namespace offprint::ops {

/// The room for the flow on a paper: from the theme's margins, grid from the body's first baseline.
layout::PageGeometry page_geometry(doc::Theme const& theme, doc::Paper const& paper, blocks::Typesetter& type);
layout::PageCosts page_costs(doc::Theme const& theme);

/// Paints page after page, so that only one frame is held at a time.
class PagePainter {
public:
    PagePainter(blocks::BuildContext& context, layout::VList const& list, layout::FlowPlan const& plan);
    draw::Page paint(std::size_t page);
    std::vector<pdf::OutlineEntry> outline() const;

private:
    /// Page 1 is a right one.
    bool is_left(std::size_t page) const { return context_.theme.mirrored && page % 2 == 1; }
    doc::Paper paper_of(std::size_t page) const;
    void running_line(draw::Frame& frame, doc::RunningLine const& line, bool head, std::size_t page);

    blocks::BuildContext& context_;
    layout::VList const& list_;
    layout::FlowPlan const& plan_;
    std::string short_disclosure_;
    /// For each page the section in force at its top; empty on the first page, which says itself what it is.
    std::vector<std::string_view> sections_;
};

}  // namespace offprint::ops
