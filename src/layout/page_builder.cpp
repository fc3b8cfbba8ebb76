#include "layout/page_builder.h"

#include <algorithm>

#include "layout/messages.h"
#include "layout/page_layout.h"

namespace offprint::layout {
namespace {

/// The best way to go on from an atom that heads a page.
struct Best {
    std::int64_t cost = 0;
    std::uint32_t pages = 0;
    std::uint32_t next = 0;  // the atom that heads the page after
};

/// Dynamic programming from the end, so that a tie is settled by the earliest page on which two plans differ.
///
/// From each start the page grows atom by atom until it no longer fits. That loses nothing: an atom's place depends only on what
/// stands above it, no length is negative and stretching only moves things down, so what is past the foot stays past it on every
/// longer page. The room that a break needs is not part of that: it is looked at for each end by itself.
std::vector<Best> find_breaks(PageSetting const& setting) {
    auto const count = static_cast<std::uint32_t>(setting.flow.atoms.size());
    std::vector<Best> best(count + 1);
    for (std::uint32_t begin = count; begin-- > 0;) {
        PageCursor cursor(setting, begin);
        bool found = false;
        for (std::uint32_t end = begin + 1; end <= count; ++end) {
            cursor.place_next();
            if (std::optional<PagePrice> const price = price_page(setting, begin, end, cursor, PriceDetail::CostOnly)) {
                Best const candidate{price->cost + best[end].cost, best[end].pages + 1, end};
                auto const key = [](Best const& b) { return std::pair(b.cost, b.pages); };
                if (!found || key(candidate) <= key(best[begin])) best[begin] = candidate;
                found = true;
            }
            if (!cursor.fits() || (end < count && setting.flow.atoms[end].cut == Cut::Forced)) break;
        }
    }
    return best;
}

/// Finds the parts of groups on page after page.
class GroupPlacer {
public:
    explicit GroupPlacer(Flow const& flow) : flow_(flow) {}

    std::vector<PlacedGroup> place(std::uint32_t begin, std::uint32_t end, std::vector<Length> const& tops) {
        std::erase_if(open_, [&](std::uint32_t group) { return flow_.groups[group].end <= begin; });
        for (; next_ < flow_.groups.size() && flow_.groups[next_].first < end; ++next_) open_.push_back(next_);

        std::vector<PlacedGroup> placed;
        Atom const& foot = flow_.atoms[end - 1];
        Length top = tops.front() - flow_.atoms[begin].room_above;
        for (std::uint32_t index : open_) {
            AtomGroup const& group = flow_.groups[index];
            PlacedGroup part{group.begin_item, {}, {}, group.first >= begin, group.end <= end};
            if (group.first > begin) {
                part.top = tops[group.first - begin] - group.lead;
            } else {
                part.top = top;
                top += group.padding_top;
            }
            placed.push_back(part);
        }
        Length bottom = tops.back() + foot.height + (end < flow_.atoms.size() ? foot.after : Length{});
        for (std::size_t i = open_.size(); i-- > 0;) {
            AtomGroup const& group = flow_.groups[open_[i]];
            if (group.end < end) {
                Atom const& last = flow_.atoms[group.end - 1];
                placed[i].bottom = tops[group.end - 1 - begin] + last.height + group.tail;
            } else {
                bottom += group.padding_bottom;
                placed[i].bottom = bottom;
            }
        }
        return placed;
    }

private:
    Flow const& flow_;
    std::uint32_t next_ = 0;
    std::vector<std::uint32_t> open_;  // outer before inner
};

PagePlan make_page(PageSetting const& setting, std::uint32_t begin, std::uint32_t end, PageLayout const& layout) {
    Flow const& flow = setting.flow;
    PagePlan page;
    std::size_t attachment = 0;
    for (std::uint32_t i = begin; i < end; ++i) {
        Atom const& atom = flow.atoms[i];
        if (i > begin && !atom.starts_box) {
            page.items.back().to_step = atom.to_step;
        } else {
            page.items.push_back({atom.item, layout.tops[i - begin], atom.from_step, atom.to_step});
        }
        for (std::uint32_t k = atom.first_attachment; k < atom.end_attachment; ++k) {
            page.attachments.push_back({atom.item, flow.attachments[k].index, layout.attachment_tops[attachment++]});
        }
    }
    page.used = layout.price.used;
    page.cost = layout.price.cost;
    if (end < flow.atoms.size()) page.break_reason = flow.atoms[end].reason;
    return page;
}

/// Names what did not fit on the page [begin, end), and what was parted against the author's wish at its end.
void report(PageSetting const& setting, VList const& list, std::uint32_t begin, std::uint32_t end, PageLayout const& layout, Diagnostics& diagnostics) {
    Flow const& flow = setting.flow;
    auto const span_of = [&](std::uint32_t atom) { return std::get<VBox>(list[flow.atoms[atom].item]).span; };
    Length const height = setting.height_of_page_at(begin);
    if (layout.price.overfull && !layout.boxes_fit) {
        diagnostics.error("E551", span_of(begin), messages::too_tall(layout.price.used, height), messages::too_tall_hint());
    } else if (layout.price.overfull) {
        diagnostics.error("E552", span_of(begin), messages::rail_too_tall(height), messages::rail_too_tall_hint());
    }
    if (end < flow.atoms.size() && flow.atoms[end].cut == Cut::Forbidden) {
        diagnostics.warning("W553", span_of(end), messages::keep_broken(flow.atoms[end].reason), messages::keep_broken_hint());
    }
}

}  // namespace

FlowPlan paginate(VList const& list, PageGeometry const& geometry, PageCosts const& costs, Diagnostics& diagnostics) {
    Flow const flow = flatten(list);
    FlowPlan plan;
    if (flow.atoms.empty()) return plan;
    PageSetting const setting{flow, geometry, costs};
    std::vector<Best> const best = find_breaks(setting);
    plan.cost = best.front().cost;
    plan.pages.reserve(best.front().pages);
    GroupPlacer groups(flow);
    auto const count = static_cast<std::uint32_t>(flow.atoms.size());
    for (std::uint32_t begin = 0, end = 0; begin < count; begin = end) {
        end = best[begin].next;
        std::optional<PageLayout> const layout = lay_out_page(setting, begin, end);
        PagePlan page = make_page(setting, begin, end, *layout);
        page.groups = groups.place(begin, end, layout->tops);
        // What stands between two pages' boxes goes with the later one, what follows the last box with the last page.
        std::uint32_t const after_last = plan.pages.empty() ? 0 : plan.pages.back().end_item;
        page.begin_item = begin > 0 && !flow.atoms[begin].starts_box ? flow.atoms[begin].item : after_last;
        page.end_item = end == count ? static_cast<std::uint32_t>(list.size()) : flow.atoms[end - 1].item + 1;
        report(setting, list, begin, end, *layout, diagnostics);
        plan.pages.push_back(std::move(page));
    }
    return plan;
}

}  // namespace offprint::layout
