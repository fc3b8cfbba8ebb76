#include "layout/explain_terms.h"

#include <algorithm>

#include "layout/floats.h"

namespace offprint::layout {

void TermList::add(std::string reason, std::int64_t cost) {
    if (cost == 0) return;
    rest_ -= cost;
    auto const same = std::find_if(terms_.begin(), terms_.end(), [&](CostTerm const& term) { return term.reason == reason; });
    if (same != terms_.end())
        same->cost += cost;
    else
        terms_.push_back({std::move(reason), cost});
}

void TermList::add_break(std::uint32_t end) {
    if (end == setting_.flow.atoms.size()) return;
    Atom const& atom = setting_.flow.atoms[end];
    if (atom.cut == Cut::Forced) return;
    if (atom.cut == Cut::Forbidden) return add("parted: " + std::string(atom.reason), setting_.costs.keep_broken);
    std::int64_t told = 0;
    for (PriceShare const& share : charges_[end]) {
        told += share.cost;
        if (share.cost == -kFloatPull)
            rest_ -= share.cost;  // no price, but how a float keeps its place
        else
            add(share.reason, share.cost);
    }
    add("held within bounds", atom.cost - told);
}

void TermList::add_notes(PageNotes const& notes) {
    std::int64_t const late = setting_.costs.keep_broken * notes.late;
    add("footnote begun on a later page", late);
    add("footnote parted", notes.cost - late);
}

std::int64_t without_pulls(std::int64_t more, PageCosts const& costs) {
    if (more >= costs.keep_broken / 2) return more;
    return more - (more + kFloatPull / 2) / kFloatPull * kFloatPull;
}

std::vector<CostTerm> TermList::finish(std::string rest) {
    add(std::move(rest), rest_);
    std::stable_sort(terms_.begin(), terms_.end(), [](CostTerm const& a, CostTerm const& b) { return a.cost > b.cost; });
    return std::move(terms_);
}

std::vector<PageEnd> nearest_ends(std::vector<std::pair<PageStart, PageEnd>> ends, PageStart chosen, std::size_t count) {
    auto const distance = [&](PageStart next) { return next.atom < chosen.atom ? chosen.atom - next.atom : next.atom - chosen.atom; };
    std::stable_sort(ends.begin(), ends.end(), [&](auto const& a, auto const& b) { return distance(a.first) < distance(b.first); });
    if (ends.size() > count) ends.resize(count);
    std::sort(ends.begin(), ends.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
    std::vector<PageEnd> nearest;
    for (auto& [next, end] : ends) nearest.push_back(std::move(end));
    return nearest;
}

}  // namespace offprint::layout
