// A page's frame to its content stream, with what the rest of the file must know of it: which marks belong to which nodes, where
// links and anchors are, how far figures reach.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "draw/frame.h"
#include "pdf/content_stream.h"
#include "pdf/font_embedder.h"
#include "pdf/graphics_resources.h"
#include "pdf/text_encoder.h"

namespace offprint::pdf {

/// A rectangle in page space: hundredths of a point, y up.
struct Box {
    Centi left = 0, bottom = 0, right = 0, top = 0;
};
/// "[0 0 10 20]".
void append_box(std::string& out, Box const& box);

struct LinkArea {
    draw::NodeId node = 0;  // the Link node
    Rect area;
};

struct EncodedPage {
    std::string content;
    std::vector<draw::NodeId> marks;  // by MCID
    std::vector<LinkArea> links;
    std::vector<draw::AnchorItem> anchors;
    bool has_alpha = false;                     // something lets through what is behind it
    std::map<draw::NodeId, Rect> figures;       // what is painted of a figure here
    std::map<draw::NodeId, std::string> texts;  // words of links here
};

class PageEncoder {
public:
    /// `runs`: glyph runs that were shown in other files; may be null.
    PageEncoder(draw::StructTree const& tree, FontEmbedder& fonts, GraphicsResources& graphics, Diagnostics& faults, std::shared_ptr<RunMemo> runs = nullptr)
        : tree_(tree), fonts_(fonts), graphics_(graphics), faults_(faults), runs_(std::move(runs)) {}

    /// `number` counts from 1 and is for messages.
    EncodedPage encode(draw::Page const& page, std::size_t number);

private:
    class Walk;
    draw::StructTree const& tree_;
    FontEmbedder& fonts_;
    GraphicsResources& graphics_;
    Diagnostics& faults_;
    std::shared_ptr<RunMemo> runs_;
};

}  // namespace offprint::pdf
