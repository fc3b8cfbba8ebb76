// How far items reach on a page, and whether that is too far to be written.
#pragma once
#include "draw/frame.h"

namespace offprint::pdf {

/// Whether something stands farther from the page's corner than 30,000 pt: readers keep coordinates in 16.16 numbers (annex C of
/// ISO 32000-1), and beyond it our own arithmetic would no longer be sure.
bool is_far(Path const& path);
bool is_far(Rect const& rect);
bool is_far(draw::GlyphRunItem const& item);

/// What an item covers: a path with half its pen, a run of text from ascender to descender, a group as far as its clip lets it. Nothing for
/// items that are not painted.
Rect bounds_of(Path const& path);
Rect bounds_of(draw::PathItem const& item);
Rect bounds_of(draw::GlyphRunItem const& item);
Rect bounds_of(draw::Item const& item);
/// The smallest rectangle around a mapped one.
Rect mapped(Rect rect, Transform const& map);
/// What both cover; an empty rectangle if nothing.
Rect intersected(Rect a, Rect b);

}  // namespace offprint::pdf
