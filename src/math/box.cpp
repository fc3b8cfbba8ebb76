#include "math/box.h"

#include <optional>

namespace offprint::math {
namespace {

constexpr std::int64_t kSpaceFrom = 150;  // permille of an em: a thin space is one

bool goes_on(draw::GlyphRunItem const& item, Length end, Element const& element, text::GlyphRun const& next) {
    text::GlyphRun const& run = item.run;
    Length const gap = element.at.x - end;
    return run.face == next.face && run.size == next.size && item.origin.y == element.at.y && gap > -next.size && gap < next.size * 3 && !run.glyphs.empty() &&
           run.glyphs.back().y_offset == 0 && !next.glyphs.empty() && next.glyphs.front().y_offset == 0;
}

void join(text::GlyphRun& run, Length gap, text::GlyphRun const& next) {
    std::uint32_t const space = gap.raw() * 1000 >= next.size.raw() * kSpaceFrom ? run.face->nominal_glyph(' ') : 0;
    if (space != 0) {
        run.glyphs.push_back({space, static_cast<std::uint32_t>(run.text.size()), static_cast<std::int32_t>(gap.raw()), 0, 0});
        run.text += ' ';
    } else {
        run.glyphs.back().advance += static_cast<std::int32_t>(gap.raw());
    }
    auto const offset = static_cast<std::uint32_t>(run.text.size());
    for (text::Glyph glyph : next.glyphs) {
        glyph.cluster += offset;
        run.glyphs.push_back(glyph);
    }
    run.text += next.text;
}

}  // namespace

void Box::put(Box const& other, Length x, Length down) {
    for (Element element : other.elements) {
        element.at.x += x;
        element.at.y += down;
        elements.push_back(std::move(element));
    }
    height = max(height, other.height - down);
    depth = max(depth, other.depth + down);
}

void Box::put_rule(Rule rule, Point at) {
    elements.push_back({at, rule});
    height = max(height, -at.y);
    depth = max(depth, at.y + rule.height);
}

draw::Frame frame_of(Box const& box, Color color, draw::NodeId node) {
    draw::Frame frame;
    frame.size = {box.width, box.total()};
    std::optional<std::size_t> open;  // the run that may go on
    Length end;
    for (Element const& element : box.elements) {
        Point const at{element.at.x, element.at.y + box.height};
        if (auto const* rule = std::get_if<Rule>(&element.what)) {
            frame.fill(node, Rect{at.x, at.y, rule->width, rule->height}, color);
            open.reset();
            continue;
        }
        auto const& run = std::get<text::GlyphRun>(element.what);
        draw::GlyphRunItem* const last = open ? std::get_if<draw::GlyphRunItem>(&frame.items[*open].value) : nullptr;
        if (last != nullptr && goes_on(*last, end, {at, {}}, run)) {
            join(last->run, at.x - end, run);
        } else {
            open = frame.items.size();
            frame.text(node, at, run);
            std::get<draw::GlyphRunItem>(frame.items.back().value).run.color = color;
        }
        end = at.x + run.width();
    }
    return frame;
}

}  // namespace offprint::math
