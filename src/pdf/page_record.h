// What stays of a page after its frame is gone.
#pragma once
#include <vector>

#include "pdf/deflate.h"
#include "pdf/haru.h"
#include "pdf/page_encoder.h"

namespace offprint::pdf {

struct PageRecord {
    Size size;
    std::string label;
    EncodedPage encoded;  // its content was moved on
    Deflating deflating;
    HPDF_Dict content = nullptr;  // its stream
    HPDF_Dict object = nullptr;   // made when the file is written

    Centi height() const { return to_centi(size.height); }
    Box in_page_space(Rect r) const { return {to_centi(r.x), height() - to_centi(r.bottom()), to_centi(r.right()), height() - to_centi(r.y)}; }
};

/// A link annotation: the area of a link on one line.
struct LinkAnnotation {
    draw::NodeId node = 0;
    std::size_t page = 0;
    Rect area;
    HPDF_Dict object = nullptr;
};

}  // namespace offprint::pdf
