#include "layout/page_search.h"

#include "layout/page_notes.h"
#include "layout/price_ahead.h"

namespace offprint::layout {

namespace {

/// A shorter flow is priced sooner than a thread is started.
constexpr std::size_t kWorthAThread = 1000;

}  // namespace

PageSearch::PageSearch(PageSetting const& setting, unsigned threads) : setting_(setting), best_(setting.flow.atoms.size() + 1) {
    if (threads > 1 && setting.flow.note_parts.empty() && setting.flow.atoms.size() >= kWorthAThread) {
        solve_plain();
        return;
    }
    for (auto begin = static_cast<std::uint32_t>(setting.flow.atoms.size()); begin-- > 0;) solve({begin, setting.flow.notes_before(begin)});
}

Best const* PageSearch::find(PageStart start) const {
    if (is_plain(start)) return &best_[start.atom];
    auto const it = carried_.find(start);
    return it == carried_.end() ? nullptr : &it->second;
}

/// All starts of a flow without notes.
void PageSearch::solve_plain() {
    PriceAhead prices(setting_);
    prices.each_start([&](std::uint32_t start, std::span<PriceAhead::Way const> ways) {
        Best& best = best_[start];
        bool found = false;
        for (PriceAhead::Way const& way : ways) {
            Best const& rest = best_[way.end];
            std::int64_t const cost = way.cost + rest.cost;
            if (found && (cost > best.cost || (cost == best.cost && rest.pages + 1 > best.pages))) continue;
            best = {cost, rest.pages + 1, {way.end, 0}};
            found = true;
        }
    });
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
