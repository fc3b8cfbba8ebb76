#include "layout/page_search.h"

#include "layout/page_notes.h"

namespace offprint::layout {

PageSearch::PageSearch(PageSetting const& setting) : setting_(setting), best_(setting.flow.atoms.size() + 1) {
    std::vector<PageCursor> cursors;
    for (auto begin = static_cast<std::uint32_t>(setting.flow.atoms.size()); begin-- > 0;) {
        if (setting.flow.note_parts.empty())
            solve_without_notes(begin, cursors);
        else
            solve({begin, setting.flow.notes_before(begin)});
    }
}

Best const* PageSearch::find(PageStart start) const {
    if (is_plain(start)) return &best_[start.atom];
    auto const it = carried_.find(start);
    return it == carried_.end() ? nullptr : &it->second;
}

/// The fullest page first: it is the best one most of the time, and what a shorter one leaves for later is mostly dearer by itself than
/// that, so that it need not be priced.
void PageSearch::solve_without_notes(std::uint32_t begin, std::vector<PageCursor>& cursors) {
    Flow const& flow = setting_.flow;
    PageCosts const& costs = setting_.costs;
    bool const only_adds = costs.short_page >= 0 && costs.last_under_minimum >= 0 && costs.rail_shift >= 0;
    auto const count = static_cast<std::uint32_t>(flow.atoms.size());
    PageCursor cursor(setting_, begin);
    cursors.clear();
    for (std::uint32_t end = begin + 1; end <= count; ++end) {
        cursor.place_next();
        cursors.push_back(cursor);
        if (!cursor.fits() || (end < count && flow.atoms[end].cut == Cut::Forced)) break;
    }
    bool found = false;
    Best best;
    auto const is_better = [&](std::int64_t cost, std::uint32_t pages) { return !found || cost < best.cost || (cost == best.cost && pages < best.pages); };
    for (std::size_t i = cursors.size(); i-- > 0;) {
        auto const end = static_cast<std::uint32_t>(begin + 1 + i);
        Best const& rest = best_[end];
        if (only_adds && !is_better(costs.page + break_cost(setting_, end) + rest.cost, rest.pages + 1)) continue;
        std::optional<PagePrice> const price = price_page(setting_, begin, end, cursors[i], {}, PriceDetail::CostOnly);
        if (!price || !is_better(price->cost + rest.cost, rest.pages + 1)) continue;
        best = {price->cost + rest.cost, rest.pages + 1, {end, 0}};
        found = true;
    }
    best_[begin] = best;
}

/// Solves a start and those that it leads to. Not by recursion: a chain of parted notes may be as long as the document.
void PageSearch::solve(PageStart first) {
    std::vector<PageStart> open{first};
    while (!open.empty()) {
        PageStart const start = open.back();
        std::size_t const below = open.size();
        bool found = false;
        Best best;
        each_page(setting_, start, PriceDetail::CostOnly, [&](std::uint32_t end, PageNotes const& notes, PagePrice const& price) {
            PageStart const next{end, notes.end};
            Best const* const rest = find(next);
            if (rest == nullptr) {
                open.push_back(next);
                return;
            }
            std::int64_t const cost = price.cost + rest->cost;
            if (found && (cost > best.cost || (cost == best.cost && rest->pages + 1 > best.pages))) return;
            best = {cost, rest->pages + 1, next};
            found = true;
        });
        if (open.size() > below) continue;  // again, when what it needs is known
        open.pop_back();
        if (is_plain(start))
            best_[start.atom] = best;
        else
            carried_.insert_or_assign(start, best);
    }
}

}  // namespace offprint::layout
