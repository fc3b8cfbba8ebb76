#include "compliance/sight.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.h"
#include "compliance/outline.h"
#include "fmt/format.h"

namespace offprint::compliance {
namespace {

using draw::GlyphRunItem;
using draw::ImageItem;
using draw::PathItem;

/// Of the type's size: how high letters stand over the baseline, and how far below it they go.
constexpr double kAbove = 0.7, kBelow = 0.2;

/// Where the letters stand, in the run's own frame.
Rect ink_box(GlyphRunItem const& text) {
    Length const size = text.run.size, baseline = text.origin.y - text.run.rise;
    Length x = text.origin.x, left = x, right = x, top = baseline - scaled(size, kAbove), bottom = baseline + scaled(size, kBelow);
    for (text::Glyph const& glyph : text.run.glyphs) {
        Length const at = x + Length::from_raw(glyph.x_offset), up = Length::from_raw(glyph.y_offset);
        Length const end = at + Length::from_raw(std::max(glyph.advance, 0));
        left = min(left, at);
        right = max(right, end);
        top = min(top, baseline - up - scaled(size, kAbove));
        bottom = max(bottom, baseline - up + scaled(size, kBelow));
        x += Length::from_raw(glyph.advance);
    }
    return {left, top, right - left, bottom - top};
}

class Flattener {
public:
    explicit Flattener(PaintedPage& page) : page_(page) {}

    void add(std::vector<draw::Item> const& items, Transform const& map, std::size_t clip) {
        for (draw::Item const& item : items) {
            if (auto const* text = std::get_if<GlyphRunItem>(&item.value)) {
                page_.items.push_back({&item, text->node, map, mapped(ink_box(*text), map), clip});
            } else if (auto const* path = std::get_if<PathItem>(&item.value)) {
                Rect box = bounds(path->path, map);
                if (path->stroke) {
                    Length const pen = scaled(path->stroke->width, map.mean_scale());
                    box = {box.x - pen, box.y - pen, box.width + pen * 2, box.height + pen * 2};
                }
                page_.items.push_back({&item, path->node, map, box, clip});
            } else if (auto const* image = std::get_if<ImageItem>(&item.value)) {
                page_.items.push_back({&item, image->node, map, mapped(image->place, map), clip});
            } else if (auto const* group = std::get_if<draw::GroupItem>(&item.value)) {
                Transform const inner = group->to_frame ? map * *group->to_frame : map;
                std::size_t own = clip;
                if (group->clip) {
                    page_.clips.push_back({&*group->clip, group->rule, inner, clip});
                    own = page_.clips.size();
                }
                add(group->items, inner, own);
            }
        }
    }

private:
    PaintedPage& page_;
};

std::string points(double value) {
    std::string out = fmt::format("{:.2f}", value);
    while (out.ends_with('0')) out.pop_back();
    if (out.ends_with('.')) out.pop_back();
    return out;
}

/// What the letters of a run are, whatever stands around them.
class Letters {
public:
    Letters(GlyphRunItem const& text, Transform const& map) : run_(text.run), map_(map) {}

    Unreadable fault(Legible const& limits) const {
        if (run_.glyphs.empty()) return {"has no letters", {}};
        if (std::abs(map_.b) > 1e-6 || std::abs(map_.c) > 1e-6 || map_.a <= 0 || map_.d <= 0) return {"is turned or mirrored", {}};
        double const size = run_.size.to_points() * std::min(map_.a, map_.d);
        if (size < limits.type - 1e-6) return {fmt::format("is set in {} points", points(size)), points(limits.type) + " are the least"};
        if (is_moved()) return {"has letters moved away from their line", {}};
        if (is_blank()) return {"has letters without ink", {}};
        return {is_distorted() ? "has letters pressed together or pulled apart" : "", {}};
    }

private:
    bool is_moved() const {
        auto const far = [&](Length l) { return l > run_.size / 2 || -l > run_.size / 2; };
        return far(run_.rise) || std::any_of(run_.glyphs.begin(), run_.glyphs.end(),
                                             [&](text::Glyph const& g) { return far(Length::from_raw(g.x_offset)) || far(Length::from_raw(g.y_offset)); });
    }

    /// Letters painted as blanks, as nothing, or all as the same letter.
    bool is_blank() const {
        std::uint32_t const blank = run_.face->nominal_glyph(U' ');
        std::array<std::uint32_t, 26> drawn{};
        std::size_t kinds = 0, same = 0;  // of letters
        std::uint32_t last = 0;
        for (text::Glyph const& glyph : run_.glyphs) {
            if (glyph.cluster >= run_.text.size()) return true;
            std::size_t at = glyph.cluster;
            char32_t const c = utf8::next(run_.text, at);
            bool const letter = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9');
            if (!letter) continue;
            if (glyph.id == 0 || glyph.id == blank) return true;
            if (c <= U'9') continue;
            std::uint32_t const index = (static_cast<std::uint32_t>(c) | 0x20U) - U'a';
            if (drawn[index] == 0 && kinds++ > 0 && glyph.id == last) ++same;
            drawn[index] = last = glyph.id;
        }
        return kinds >= 3 && same * 2 >= kinds;
    }

    bool is_distorted() const {
        constexpr int kMostExpansion = 60;
        if (run_.expansion > kMostExpansion || run_.expansion < -kMostExpansion) return true;
        double own = 0, set = 0;
        std::size_t letters = 0;
        for (text::Glyph const& glyph : run_.glyphs) {
            if (glyph.cluster >= run_.text.size() || run_.text[glyph.cluster] == ' ') continue;
            own += run_.face->at_size(run_.face->advance(glyph.id), run_.size).to_points();
            set += Length::from_raw(glyph.advance).to_points();
            ++letters;
        }
        return letters >= 3 && own > 0 && (set < own * 0.8 || set > own * 1.6);
    }

    text::GlyphRun const& run_;
    Transform const& map_;
};

/// What a path does to the colours beneath an area.
struct Paint {
    std::vector<Color> colors;
    int alpha = 1000;
    bool whole = false;  // all of the area
};

Paint paint_of(PathItem const& path, Painted const& painted, Rect area) {
    Paint out;
    Outline const outline(path.path, painted.to_page);
    bool const filled = (path.fill || path.gradient) && path.fill_alpha > 0;
    if (filled && outline.touches(area, path.rule)) {
        if (path.gradient)
            for (draw::Gradient::Stop const& stop : path.gradient->stops) out.colors.push_back(stop.color);
        else
            out.colors.push_back(*path.fill);
        out.alpha = path.fill_alpha;
        out.whole = outline.holds(area, path.rule) && painted.clip == 0;
    }
    bool const stroked = path.stroke && path.stroke_alpha > 0 && path.stroke->width > Length{};
    if (stroked && outline.crosses(area, path.stroke->width.to_points() * painted.to_page.mean_scale())) {
        out.colors.push_back(path.stroke->color);
        out.alpha = std::max(out.colors.size() > 1 ? out.alpha : 0, path.stroke_alpha);
        out.whole = false;
    }
    return out;
}

/// The colours that may be beneath a text.
class Ground {
public:
    void put(Paint const& paint) {
        constexpr std::size_t kMost = 64;
        std::vector<Color> next;
        if (!paint.whole) next = colors_;
        for (Color const below : colors_)
            for (Color const color : paint.colors) next.push_back(mixed(below, color, paint.alpha));
        std::sort(next.begin(), next.end());
        next.erase(std::unique(next.begin(), next.end()), next.end());
        if (next.size() > kMost) next.resize(kMost);
        colors_ = std::move(next);
    }
    double least_contrast(Color text) const {
        double least = 21;
        for (Color const color : colors_) least = std::min(least, contrast_ratio(text, color));
        return least;
    }

private:
    std::vector<Color> colors_{kWhite};
};

/// Whether two boxes share more than what neighbours in a text do.
bool collide(Rect a, Rect b) {
    Length const trifle = Length::points(1);
    Length const width = min(a.right(), b.right()) - max(a.x, b.x), height = min(a.bottom(), b.bottom()) - max(a.y, b.y);
    return width > trifle && height > trifle;
}

bool has_ink(GlyphRunItem const& text) { return text.run.text.find_first_not_of(' ') != std::string::npos; }

}  // namespace

PaintedPage paint_order(draw::Frame const& frame) {
    PaintedPage page{frame.size, {}, {}};
    Flattener(page).add(frame.items, {}, 0);
    return page;
}

Unreadable unreadable(PaintedPage const& page, std::size_t index, Legible const& limits) {
    Painted const& painted = page.items[index];
    auto const& text = std::get<GlyphRunItem>(painted.item->value);
    if (Unreadable fault = Letters(text, painted.to_page).fault(limits)) return fault;
    Rect const area = painted.box;
    if (area.x < Length{} || area.y < Length{} || area.right() > page.size.width || area.bottom() > page.size.height) return {"leaves the page", {}};
    for (std::size_t clip = painted.clip; clip != 0; clip = page.clips[clip - 1].around) {
        Clip const& c = page.clips[clip - 1];
        if (!Outline(*c.path, c.to_page).holds(area, c.rule)) return {"is cut off", {}};
    }
    Ground ground;
    for (std::size_t i = 0; i < page.items.size(); ++i) {
        Painted const& other = page.items[i];
        if (i == index || !overlap(other.box, area)) continue;
        bool const over = i > index;
        if (std::holds_alternative<ImageItem>(other.item->value)) return {over ? "is covered by a picture" : "stands on a picture", {}};
        if (auto const* words = std::get_if<GlyphRunItem>(&other.item->value)) {
            if (!has_ink(*words) || !collide(other.box, area)) continue;
            if (over || other.node != draw::kArtifactBackground) return {"stands in the same place as other words", {}};
            ground.put({{words->run.color}, 1000, false});
            continue;
        }
        Paint const paint = paint_of(std::get<PathItem>(other.item->value), other, area);
        if (paint.colors.empty()) continue;
        if (over) return {"is covered by a shape", {}};
        ground.put(paint);
    }
    double const contrast = ground.least_contrast(text.run.color);
    if (contrast < limits.contrast - 1e-9)
        return {fmt::format("has a contrast of {:.1f} to what is beneath it", contrast), points(limits.contrast) + " is the least"};
    return {};
}

}  // namespace offprint::compliance
