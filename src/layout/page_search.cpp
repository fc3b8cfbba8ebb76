#include "layout/page_search.h"

#include "layout/page_notes.h"

namespace offprint::layout {

PageSearch::PageSearch(PageSetting const& setting) : setting_(setting), best_(setting.flow.atoms.size() + 1) {
    for (auto begin = static_cast<std::uint32_t>(setting.flow.atoms.size()); begin-- > 0;) solve({begin, setting.flow.notes_before(begin)});
}

Best const* PageSearch::find(PageStart start) const {
    if (is_plain(start)) return &best_[start.atom];
    auto const it = carried_.find(start);
    return it == carried_.end() ? nullptr : &it->second;
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
