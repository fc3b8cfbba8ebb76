#include "text/outline.h"

#include "text/font_handles.h"

namespace offprint::text {
namespace {

using Steps = std::vector<OutlineStep>;
using Kind = OutlineStep::Kind;

void add(void* steps, Kind kind, std::array<float, 6> at = {}) { static_cast<Steps*>(steps)->push_back({kind, at}); }

void move_to(hb_draw_funcs_t*, void* steps, hb_draw_state_t*, float x, float y, void*) { add(steps, Kind::Move, {x, y}); }
void line_to(hb_draw_funcs_t*, void* steps, hb_draw_state_t*, float x, float y, void*) { add(steps, Kind::Line, {x, y}); }
void curve_to(hb_draw_funcs_t*, void* steps, hb_draw_state_t*, float x1, float y1, float x2, float y2, float x, float y, void*) {
    add(steps, Kind::Curve, {x1, y1, x2, y2, x, y});
}
void close(hb_draw_funcs_t*, void* steps, hb_draw_state_t*, void*) { add(steps, Kind::Close); }

}  // namespace

std::vector<OutlineStep> glyph_outline(FontFace const& face, std::uint32_t glyph) {
    std::unique_ptr<hb_draw_funcs_t, HandleDeleter<hb_draw_funcs_destroy>> const calls(hb_draw_funcs_create());
    hb_draw_funcs_set_move_to_func(calls.get(), move_to, nullptr, nullptr);
    hb_draw_funcs_set_line_to_func(calls.get(), line_to, nullptr, nullptr);
    hb_draw_funcs_set_cubic_to_func(calls.get(), curve_to, nullptr, nullptr);
    hb_draw_funcs_set_close_path_func(calls.get(), close, nullptr, nullptr);
    Steps steps;
    hb_font_get_glyph_shape(face.handles().font.get(), glyph, calls.get(), &steps);
    return steps;
}

}  // namespace offprint::text
