// Whether a text can be read where it stands on a finished page: large enough, upright, inside the page and its clips, of a colour that stands out from what is
// painted beneath, with nothing painted over it.
#pragma once
#include "draw/frame.h"

namespace offprint::compliance {

/// A clip that holds on a page, and the one around it.
struct Clip {
    Path const* path = nullptr;
    draw::FillRule rule = draw::FillRule::NonZero;
    Transform to_page;
    std::size_t around = 0;  // index + 1 of the next one out; 0: none
};

/// Something painted, as it stands on its page.
struct Painted {
    draw::Item const* item = nullptr;
    draw::NodeId node = 0;
    Transform to_page;
    Rect box;              // on the page
    std::size_t clip = 0;  // index + 1 in `PaintedPage::clips`; 0: none
};

/// A page's items without groups, in paint order. Refers to the frame.
struct PaintedPage {
    Size size;
    std::vector<Painted> items;
    std::vector<Clip> clips;
};
PaintedPage paint_order(draw::Frame const& frame);

/// What a text must be to be legible, where no policy asks for more: a small imprint may be, what nobody can read may not.
struct Legible {
    double type = 6, contrast = 4.5;
};

/// Why a text cannot be read, as the end of a sentence: "is set in 6.5 points", "7 are the least".
struct Unreadable {
    std::string what, limit;
    explicit operator bool() const { return !what.empty(); }
};
/// The same of the glyph run at `index`; nothing where it can be read.
Unreadable unreadable(PaintedPage const& page, std::size_t index, Legible const& limits);

}  // namespace offprint::compliance
