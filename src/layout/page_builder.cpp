#include "layout/page_builder.h"

#include <algorithm>

#include "layout/messages.h"
#include "layout/page_notes.h"
#include "layout/page_search.h"

namespace offprint::layout {
namespace {

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

/// Notes stand on the foot of the page, in order; alone on a page at its head.
void place_notes(PagePlan& page, Flow const& flow, PageNotes const& notes, Length page_height) {
    if (notes.begin == notes.end) return;
    page.notes_top = page.items.empty() ? Length{} : page_height - notes.height;
    Length const first_top = page.notes_top + flow.notes_above;
    for (std::uint32_t i = notes.begin; i < notes.end; ++i) {
        NotePart const& part = flow.note_parts[i];
        if (!page.notes.empty() && page.notes.back().note == part.note) {
            page.notes.back().to_step = part.to_step;
        } else {
            page.notes.push_back({part.note, first_top + part.top - flow.note_parts[notes.begin].top, part.from_step, part.to_step});
        }
    }
}

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

/// Names what did not fit on a page, and what was parted against the author's wish at its end.
class Reporter {
public:
    Reporter(PageSetting const& setting, VList const& list, Footnotes const& footnotes, Diagnostics& diagnostics)
        : setting_(setting), list_(list), footnotes_(footnotes), diagnostics_(diagnostics) {}

    void report(std::uint32_t begin, std::uint32_t end, PageLayout const& layout, PageNotes const& notes) {
        Flow const& flow = setting_.flow;
        Length const height = setting_.height_of_page_at(begin);
        if (layout.price.overfull && begin == end) {
            diagnostics_.error("E551", note_span(notes.begin), messages::too_tall(notes.height - flow.notes_above, height - flow.notes_above),
                               messages::too_tall_hint());
        } else if (layout.price.overfull && !layout.boxes_fit) {
            diagnostics_.error("E551", span_of(begin), messages::too_tall(layout.price.used, height), messages::too_tall_hint());
        } else if (layout.price.overfull) {
            diagnostics_.error("E552", span_of(begin), messages::rail_too_tall(height), messages::rail_too_tall_hint());
        }
        if (begin < end && end < flow.atoms.size() && flow.atoms[end].cut == Cut::Forbidden) {
            diagnostics_.warning("W553", span_of(end), messages::keep_broken(flow.atoms[end].reason), messages::keep_broken_hint());
        }
        if (notes.late > 0) {
            std::uint32_t const own = std::max(notes.end, flow.notes_before(begin));
            diagnostics_.warning("W554", note_span(own), messages::note_late(notes.late), messages::note_late_hint());
        }
    }

private:
    Span span_of(std::uint32_t atom) const { return std::get<VBox>(list_[setting_.flow.atoms[atom].item]).span; }
    Span note_span(std::uint32_t part) const { return footnotes_.notes[setting_.flow.note_parts[part].note].span; }

    PageSetting const& setting_;
    VList const& list_;
    Footnotes const& footnotes_;
    Diagnostics& diagnostics_;
};

}  // namespace

FlowPlan paginate(VList const& list, Footnotes const& footnotes, PageGeometry const& geometry, PageCosts const& costs, Diagnostics& diagnostics) {
    Flow const flow = flatten(list, footnotes);
    FlowPlan plan;
    if (flow.atoms.empty()) return plan;
    PageSetting const setting{flow, geometry, costs};
    PageSearch const search(setting);
    PageStart start;
    plan.cost = search.best(start).cost;
    plan.pages.reserve(search.best(start).pages);
    GroupPlacer groups(flow);
    Reporter reporter(setting, list, footnotes, diagnostics);
    PageStart const last{static_cast<std::uint32_t>(flow.atoms.size()), static_cast<std::uint32_t>(flow.note_parts.size())};
    while (start != last) {
        Best const& best = search.best(start);
        std::uint32_t const begin = start.atom, end = best.next.atom;
        PageNotes const notes = notes_between(setting, start, best.next);
        PageLayout const layout = *lay_out_page(setting, begin, end, notes);
        PagePlan page = make_page(setting, begin, end, layout);
        place_notes(page, flow, notes, setting.height_of_page_at(begin));
        // What stands between two pages' boxes goes with the later one, what follows the last box with the last page.
        std::uint32_t const after_last = plan.pages.empty() ? 0 : plan.pages.back().end_item;
        page.begin_item = page.end_item = after_last;
        if (begin < end) {
            page.groups = groups.place(begin, end, layout.tops);
            if (begin > 0 && !flow.atoms[begin].starts_box) page.begin_item = flow.atoms[begin].item;
            page.end_item = end == last.atom ? static_cast<std::uint32_t>(list.size()) : flow.atoms[end - 1].item + 1;
        }
        reporter.report(begin, end, layout, notes);
        plan.pages.push_back(std::move(page));
        start = best.next;
    }
    return plan;
}

}  // namespace offprint::layout
