#include "plan_checks.h"

#include "layout/page_layout.h"

namespace offprint::layout::test {
namespace {

VBox const& box_at(VList const& list, std::uint32_t item) { return std::get<VBox>(list[item]); }

/// Groups that hold a box, by the items of their begin and end.
struct GroupRange {
    std::size_t begin, end;
    bool around(std::uint32_t item) const { return begin < item && item < end; }
};
std::vector<GroupRange> groups_of(VList const& list) {
    std::vector<GroupRange> groups;
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (std::holds_alternative<GroupBegin>(list[i])) {
            open.push_back(groups.size());
            groups.push_back({i, list.size()});
        } else if (std::holds_alternative<GroupEnd>(list[i]) && !open.empty()) {
            groups[open.back()].end = i;
            open.pop_back();
        }
    }
    return groups;  // the random lists have no group without a box but unclosed ones, which always have
}

Length padding_around(VList const& list, std::uint32_t item, bool top) {
    Length sum;
    for (GroupRange const& range : groups_of(list)) {
        Decoration const& decoration = std::get<GroupBegin>(list[range.begin]).decoration;
        if (range.around(item)) sum += top ? decoration.padding_top : decoration.padding_bottom;
    }
    return sum;
}

/// Glue, padding and stretch between two boxes that follow one another on a page.
std::pair<Length, int> between(VList const& list, std::uint32_t above, std::uint32_t below) {
    Length space;
    int stretch = 0;
    for (std::uint32_t i = above + 1; i < below; ++i) {
        if (VGlue const* glue = std::get_if<VGlue>(&list[i])) space += glue->height, stretch += glue->stretch;
    }
    for (GroupRange const& range : groups_of(list)) {
        Decoration const& decoration = std::get<GroupBegin>(list[range.begin]).decoration;
        if (range.around(below) && !range.around(above)) space += decoration.padding_top;
        if (range.around(above) && !range.around(below)) space += decoration.padding_bottom;
    }
    return {space, stretch};
}

Length part_height(VList const& list, PlacedItem const& item) {
    PartRange const part = part_of(box_at(list, item.item), item.from_step, item.to_step);
    return part.to - part.from;
}

}  // namespace

void check_whole(VList const& list, FlowPlan const& plan) {
    std::vector<PlacedItem> placed;
    std::uint32_t next_item = 0;
    std::int64_t cost = 0;
    for (PagePlan const& page : plan.pages) {
        cost += page.cost;
        CHECK((page.begin_item == next_item || page.begin_item + 1 == next_item));
        next_item = page.end_item;
        for (std::size_t i = 1; i < page.items.size(); ++i) {
            bool forced = false, forbidden = false;
            for (std::uint32_t k = page.items[i - 1].item; k < page.items[i].item; ++k) {
                VPenalty const* penalty = std::get_if<VPenalty>(&list[k]);
                forced |= penalty && penalty->cost == kForced;
                forbidden |= penalty && penalty->cost >= kForbidden;
            }
            if (!forbidden && forced) CHECK(page.items[i].item == 0);  // only reached by a fault: a page goes on past a forced break
        }
        placed.insert(placed.end(), page.items.begin(), page.items.end());
    }
    CHECK(next_item == list.size());
    CHECK(cost == plan.cost);
    std::size_t at = 0;
    for (std::uint32_t i = 0; i < list.size(); ++i) {
        VBox const* box = std::get_if<VBox>(&list[i]);
        if (!box) continue;
        std::uint32_t step = 0;
        while (step <= box->steps.size()) {
            REQUIRE(at < placed.size());
            REQUIRE((placed[at].item == i && placed[at].from_step == step && placed[at].to_step > step));
            step = placed[at++].to_step;
        }
    }
    CHECK(at == placed.size());
}

void check_flow(VList const& list, PagePlan const& page, PageGeometry const& geometry, Length height, bool overfull) {
    int stretched = 0;
    for (std::size_t i = 0; i < page.items.size(); ++i) {
        PlacedItem const& item = page.items[i];
        VBox const& box = box_at(list, item.item);
        Length const from = part_of(box, item.from_step, item.to_step).from;
        if (box.on_grid && geometry.grid > Length{}) CHECK((item.y - from + box.baseline - geometry.grid_origin).raw() % geometry.grid.raw() == 0);
        if (i == 0) {
            CHECK(item.y >= padding_around(list, item.item, true));
            continue;
        }
        auto const [space, stretch] = between(list, page.items[i - 1].item, item.item);
        Length const extra = item.y - page.items[i - 1].y - part_height(list, page.items[i - 1]) - space;
        CHECK(extra >= Length{});
        if (box.clears_rail) continue;
        Length const lines = geometry.grid * stretch;
        if (box.on_grid) {
            CHECK(extra <= lines + max(geometry.grid, geometry.grid_origin));
        } else {
            CHECK(extra <= lines);
            if (extra != Length{}) CHECK(extra.raw() % geometry.grid.raw() == 0);
            if (extra != Length{}) stretched += static_cast<int>(extra.raw() / geometry.grid.raw());
        }
    }
    CHECK(stretched <= kMaxStretchLines);
    PlacedItem const& last = page.items.back();
    CHECK(page.used >= last.y + part_height(list, last) + padding_around(list, last.item, false));
    if (!overfull) CHECK(page.used <= height);
}

void check_rail(VList const& list, PagePlan const& page, PageGeometry const& geometry, Length height, bool overfull) {
    std::size_t next = 0;
    Length free;
    for (PlacedItem const& item : page.items) {
        VBox const& box = box_at(list, item.item);
        Length const from = part_of(box, item.from_step, item.to_step).from;
        if (box.clears_rail) CHECK(item.y >= free);
        for (; next < page.attachments.size() && page.attachments[next].item == item.item; ++next) {
            PlacedAttachment const& placed = page.attachments[next];
            Attachment const& attachment = box.attachments[placed.attachment];
            CHECK(placed.y >= free);
            CHECK(placed.y >= item.y - from + attachment.offset);
            CHECK((placed.y == max(free, item.y - from + attachment.offset)));
            if (!overfull) CHECK(placed.y + attachment.height <= height);
            free = placed.y + attachment.height + geometry.rail_gap;
        }
        if (box.clears_rail) free = max(free, item.y + part_height(list, item));
    }
    CHECK(next == page.attachments.size());
}

void check_groups(VList const& list, PagePlan const& page) {
    std::size_t seen = 0;
    for (GroupRange const& range : groups_of(list)) {
        PlacedItem const *first = nullptr, *last = nullptr;
        for (PlacedItem const& item : page.items) {
            if (!range.around(item.item)) continue;
            if (!first) first = &item;
            last = &item;
        }
        if (!first) continue;
        REQUIRE(seen < page.groups.size());
        PlacedGroup const& ground = page.groups[seen++];
        REQUIRE(ground.begin_item == range.begin);
        Decoration const& decoration = std::get<GroupBegin>(list[range.begin]).decoration;
        CHECK(ground.top >= Length{});
        CHECK(ground.top <= first->y - decoration.padding_top);
        CHECK(ground.bottom >= last->y + part_height(list, *last) + decoration.padding_bottom);
        CHECK(ground.bottom <= page.used);
        bool begins = first->from_step == 0, ends = last->to_step > box_at(list, last->item).steps.size();
        for (std::uint32_t i = 0; i < list.size(); ++i) {
            if (!std::holds_alternative<VBox>(list[i]) || !range.around(i)) continue;
            begins = begins && i >= first->item;
            ends = ends && i <= last->item;
        }
        CHECK(ground.first == begins);
        CHECK(ground.last == ends);
        for (PlacedItem const& item : page.items) {
            if (range.around(item.item)) continue;
            CHECK((item.y + part_height(list, item) <= ground.top || item.y >= ground.bottom));
        }
    }
    CHECK(seen == page.groups.size());
}

}  // namespace offprint::layout::test
