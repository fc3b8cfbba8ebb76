#include "layout/column_search.h"

namespace offprint::layout {

ColumnSearch::ColumnSearch(PageSetting const& setting, std::optional<std::uint32_t> avoided)
    : setting_(setting),
      avoided_(avoided),
      balancer_(setting),
      band_ends_(setting.flow.atoms.size()),
      plain_((setting.flow.atoms.size() + 1) * static_cast<std::size_t>(setting.geometry.columns)) {
    std::vector<Atom> const& atoms = setting.flow.atoms;
    auto const count = static_cast<std::uint32_t>(atoms.size());
    for (std::uint32_t i = count; i-- > 0;) {
        bool const last = ends_freely(i + 1) || atoms[i + 1].across != atoms[i].across;
        band_ends_[i] = last ? i + 1 : band_ends_[i + 1];
    }
    for (std::uint32_t atom = count; atom-- > 0;) {
        // The head of a page first: a column may stay empty and leave its atom to the next page.
        int const slots = atoms[atom].across ? 1 : setting.geometry.columns;
        NoteStart const notes{setting.flow.notes_before(atom), setting.flow.notes_before(atom)};
        for (int slot = 0; slot < slots; ++slot) solve({atom, notes, slot, {}});
    }
}

ColumnFrame ColumnSearch::frame(ColumnStart const& start) const {
    return {start.top, setting_.turned_at(start.atom) ? setting_.geometry.turned_height : setting_.geometry.height};
}

bool ColumnSearch::is_plain(ColumnStart const& start) const {
    std::uint32_t const before = setting_.flow.notes_before(start.atom);
    return start.top == Length{} && start.notes.from == before && start.notes.own == before;
}

std::size_t ColumnSearch::place(ColumnStart const& start) const {
    return start.atom * static_cast<std::size_t>(setting_.geometry.columns) + static_cast<std::size_t>(start.slot);
}

ColumnBest const* ColumnSearch::find(ColumnStart const& start) const {
    if (is_plain(start)) return &plain_[place(start)];
    auto const it = others_.find(start);
    return it == others_.end() ? nullptr : &it->second;
}

/// Solves a start and those that it leads to. Not by recursion: a page may have as many bands as the document.
void ColumnSearch::solve(ColumnStart const& first) {
    std::vector<ColumnStart> open{first};
    while (!open.empty()) {
        ColumnStart const start = open.back();
        std::size_t const below = open.size();
        ColumnBest best;
        for (ColumnStep const& step : steps(start)) {
            ColumnBest const* const rest = find(step.next);
            if (rest == nullptr) {
                open.push_back(step.next);
                continue;
            }
            if (!rest->step && !is_end(step.next)) continue;
            std::int64_t const cost = step.cost + rest->cost;
            std::uint32_t const pages = rest->pages + (step.ends_page ? 1 : 0);
            if (best.step && (cost > best.cost || (cost == best.cost && pages > best.pages))) continue;
            best = {cost, pages, step};
        }
        if (open.size() > below) continue;  // again, when what it needs is known
        open.pop_back();
        if (is_plain(start))
            plain_[place(start)] = best;
        else
            others_.insert_or_assign(start, best);
    }
}

std::vector<ColumnStep> ColumnSearch::steps(ColumnStart const& start) {
    std::vector<ColumnStep> out;
    if (is_across(start.atom)) {
        add_across(start, out);
    } else {
        if (start.slot == 0) add_balanced(start, out);
        add_full(start, out);
    }
    for (ColumnStep& step : out) {
        if (avoided_ && step.ends_page && step.next.atom == *avoided_) step.cost += setting_.costs.keep_broken;
    }
    return out;
}

ColumnStart ColumnSearch::below(ColumnStart const& start, std::uint32_t end, Length foot) const {
    return {end, start.notes, 0, foot + setting_.flow.atoms[end].glue};
}

void ColumnSearch::add_across(ColumnStart const& start, std::vector<ColumnStep>& out) const {
    Flow const& flow = setting_.flow;
    std::uint32_t const limit = band_end(start.atom);
    ColumnFrame const place = frame(start);
    each_column(setting_, start.atom, start.notes, place, limit, PriceDetail::CostOnly, [&](std::uint32_t end, PageNotes const& notes, PagePrice const& price) {
        if (end == start.atom && start.top > Length{}) return;  // a page does not end where a band begins without the price of that
        ColumnStep step;
        step.columns[0] = {start.atom, end, notes};
        step.count = 1;
        step.ends_page = true;
        step.next = page_start({end, notes.end});
        step.cost = price.cost + setting_.costs.page;
        out.push_back(step);
    });
    if (ends_freely(limit)) return;
    PageCursor cursor(setting_, start.atom, place);
    for (std::uint32_t i = start.atom; i < limit && cursor.fits(); ++i) cursor.place_next();
    Length const foot = cursor.foot() + flow.atoms[limit - 1].room_below;
    if (!cursor.fits() || foot > place.height) return;
    ColumnStep step;
    step.columns[0] = {start.atom, limit, {{}, 0, start.notes.from, start.notes.from, 0}};
    step.count = 1;
    step.balanced = true;
    step.next = below(start, limit, foot);
    out.push_back(step);
}

void ColumnSearch::add_full(ColumnStart const& start, std::vector<ColumnStep>& out) const {
    int const columns = setting_.geometry.columns;
    std::uint32_t const limit = band_end(start.atom);
    ColumnFrame const place = frame(start);
    std::int64_t const empty = fill_cost(setting_, place.top, place.height, false);
    bool const carries = start.notes.from < start.notes.own;
    if (start.slot > 0 && !carries && start.atom < setting_.flow.atoms.size()) {
        ColumnStep step;  // what begins here may be too tall for a low band
        step.ends_page = true;
        step.next = page_start({start.atom, start.notes.from});
        step.cost = empty * (columns - start.slot) + setting_.costs.page;
        out.push_back(step);
    }
    each_column(setting_, start.atom, start.notes, place, limit, PriceDetail::CostOnly, [&](std::uint32_t end, PageNotes const& notes, PagePrice const& price) {
        bool const only_notes = end == start.atom;
        if (only_notes && start.slot == 0 && start.top > Length{}) return;
        if (!only_notes && end == limit && ends_freely(end)) return;  // such a band is balanced
        ColumnStep step;
        step.columns[0] = {start.atom, end, notes};
        step.count = 1;
        step.cost = price.cost;
        PageStart const next{end, notes.end};
        bool const last = start.slot + 1 == columns, over = only_notes ? is_end(page_start(next)) : end == limit;
        step.ends_page = last || over;
        if (step.ends_page) {
            step.next = page_start(next);
            step.cost += setting_.costs.page;
            // Columns that nothing is left for: none is owed at the end of the flow.
            if (over && !only_notes) step.cost += empty * (columns - 1 - start.slot);
        } else {
            step.next = {end, notes_at(setting_.flow, next), start.slot + 1, start.top};
        }
        out.push_back(step);
    });
}

void ColumnSearch::add_balanced(ColumnStart const& start, std::vector<ColumnStep>& out) {
    std::uint32_t const limit = band_end(start.atom);
    if (limit == start.atom) return;  // nothing but notes is left
    bool const ends_page = ends_freely(limit);
    ColumnFrame const place = frame(start);
    std::optional<BalancedColumns> const found = balancer_.balance(start.atom, limit, place, ends_page ? std::optional(start.notes) : std::nullopt);
    if (!found) return;
    ColumnStep step;
    step.count = setting_.geometry.columns;
    std::uint32_t begin = start.atom;
    for (std::size_t i = 0; i < static_cast<std::size_t>(step.count); ++i) {
        step.columns[i] = {begin, found->ends[i], found->notes[i]};
        begin = found->ends[i];
    }
    step.balanced = true;
    step.ends_page = ends_page;
    step.next = ends_page ? page_start({limit, found->notes[static_cast<std::size_t>(step.count) - 1].end}) : below(start, limit, found->foot);
    step.cost = found->cost + (ends_page ? setting_.costs.page : 0);
    out.push_back(step);
}

}  // namespace offprint::layout
