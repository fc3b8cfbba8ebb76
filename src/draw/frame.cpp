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

Transform moved(Transform const& transform, Point by) { return Transform::move(by.x.to_points(), by.y.to_points()) * transform; }

Item moved(Item const& item, Point by) {
    return std::visit(
        [&](auto const& value) -> Item {
            using T = std::decay_t<decltype(value)>;
            T copy = value;
            if constexpr (std::is_same_v<T, GlyphRunItem>) copy.origin = copy.origin + by;
            if constexpr (std::is_same_v<T, PathItem>) {
                copy.path = moved(std::move(copy.path), by);
                if (copy.gradient) {
                    Gradient gradient = *copy.gradient;
                    gradient.to_frame = moved(gradient.to_frame, by);
                    copy.gradient = std::make_shared<Gradient const>(std::move(gradient));
                }
            }
            if constexpr (std::is_same_v<T, ImageItem>) {
                copy.place.x += by.x;
                copy.place.y += by.y;
            }
            if constexpr (std::is_same_v<T, LinkItem>) {
                copy.area.x += by.x;
                copy.area.y += by.y;
            }
            if constexpr (std::is_same_v<T, AnchorItem>) copy.at = copy.at + by;
            if constexpr (std::is_same_v<T, GroupItem>) {
                // What is turned moves as a whole.
                if (copy.to_frame) {
                    copy.to_frame = moved(*copy.to_frame, by);
                    return {std::move(copy)};
                }
                if (copy.clip) copy.clip = moved(std::move(*copy.clip), by);
                for (Item& inner : copy.items) inner = moved(inner, by);
            }
            return {std::move(copy)};
        },
        item.value);
}

void put_under(std::vector<Item>& items, NodeId node) {
    for (Item& item : items) {
        if (auto* const group = std::get_if<GroupItem>(&item.value)) put_under(group->items, node);
        if (auto* const run = std::get_if<GlyphRunItem>(&item.value)) run->node = node;
        if (auto* const path = std::get_if<PathItem>(&item.value)) path->node = node;
        if (auto* const image = std::get_if<ImageItem>(&item.value)) image->node = node;
    }
}

}  // namespace

Frame Frame::under(NodeId node) const {
    Frame out = *this;
    put_under(out.items, node);
    return out;
}

void Frame::place(Frame const& other, Point at) {
    items.reserve(items.size() + other.items.size());
    for (Item const& item : other.items) items.push_back(moved(item, at));
}

}  // namespace offprint::draw
