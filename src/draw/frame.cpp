#include "draw/frame.h"

#include <type_traits>

namespace offprint::draw {
namespace {

Path moved(Path path, Point by) {
    for (PathSegment& s : path.segments) {
        s.p1 = s.p1 + by;
        s.p2 = s.p2 + by;
        s.p3 = s.p3 + by;
    }
    return path;
}

Item moved(Item const& item, Point by) {
    return std::visit(
        [&](auto const& value) -> Item {
            using T = std::decay_t<decltype(value)>;
            T copy = value;
            if constexpr (std::is_same_v<T, GlyphRunItem>) copy.origin = copy.origin + by;
            if constexpr (std::is_same_v<T, PathItem>) copy.path = moved(std::move(copy.path), by);
            if constexpr (std::is_same_v<T, LinkItem>) {
                copy.area.x += by.x;
                copy.area.y += by.y;
            }
            if constexpr (std::is_same_v<T, AnchorItem>) copy.at = copy.at + by;
            if constexpr (std::is_same_v<T, GroupItem>) {
                if (copy.clip) copy.clip = moved(std::move(*copy.clip), by);
                for (Item& inner : copy.items) inner = moved(inner, by);
            }
            return {std::move(copy)};
        },
        item.value);
}

}  // namespace

void Frame::place(Frame const& other, Point at) {
    items.reserve(items.size() + other.items.size());
    for (Item const& item : other.items) items.push_back(moved(item, at));
}

}  // namespace offprint::draw
