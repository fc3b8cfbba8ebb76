// What a page takes of the footnotes. The first line of a note stands on the page of its mark; a page's notes stand complete, in
// order, except that the last may go on on the next page, before all others there (typesetting.md, section 5).
#pragma once
#include "layout/page_layout.h"

namespace offprint::layout {

/// The notes that a page has to deal with, as places in the row of parts.
struct NoteDemand {
    std::uint32_t from = 0;       // the first part not yet set
    std::uint32_t own = 0;        // where the notes begin whose marks stand on the page; before it what is left of earlier ones
    std::uint32_t end = 0;        // behind the last note that has a mark here or earlier
    std::uint32_t least_end = 0;  // as far the page must come: every note of its own begun, the others complete; or one part of what is left
    bool has_carry() const { return from < own; }
};
NoteDemand note_demand(Flow const& flow, PageStart start, std::uint32_t end_atom);

/// Height of the parts [from, end) at a page's foot, the room above them counted; zero for none.
Length notes_height(Flow const& flow, std::uint32_t from, std::uint32_t end);
/// Whether what is left of earlier notes fits on a page at all. If not, the next page holds nothing else.
bool carry_fits_a_page(PageSetting const& setting, NoteDemand const& demand);

/// The ways to set a page's notes, at most two. All of them where they fit; else as much as fits, or one part less (which may spare
/// the next page a lone line). Of equal plans the later way is taken.
struct NoteWays {
    std::array<PageNotes, 2> ways;
    int count = 0;
    PageNotes const* begin() const { return ways.data(); }
    PageNotes const* end() const { return ways.data() + count; }
};
/// For the page of atoms [start.atom, end_atom) that `natural` has placed. None if the notes cannot be set as they must; a page of a
/// single atom without earlier notes then has one all the same, with notes that begin late.
NoteWays note_ways(PageSetting const& setting, PageStart start, std::uint32_t end_atom, PageCursor const& natural);
/// What a page takes of the notes that leads from one start to the next.
PageNotes notes_between(PageSetting const& setting, PageStart start, PageStart next);
/// The page that holds nothing but what is left of earlier notes.
PageNotes only_notes(PageSetting const& setting, PageStart start);

/// Calls `use(end_atom, notes, price)` for every page that may begin at `start`; of equal plans the later one is the better.
///
/// A page grows atom by atom until it no longer fits. That loses nothing: an atom's place depends only on what stands above it, no
/// length is negative, stretching only moves things down, and a longer page has no fewer notes to begin: so what is past the foot
/// stays past it on every longer page. The room that a break needs is not part of that: it is looked at for each end by itself.
template <class Use>
void each_page(PageSetting const& setting, PageStart start, PriceDetail detail, Use&& use) {
    Flow const& flow = setting.flow;
    auto const count = static_cast<std::uint32_t>(flow.atoms.size());
    PageCursor cursor(setting, start.atom);
    bool const noted = !flow.note_parts.empty();
    if (noted) {
        NoteDemand const demand = note_demand(flow, start, start.atom);
        if (demand.has_carry()) {
            PageNotes const notes = only_notes(setting, start);
            use(start.atom, notes, *price_page(setting, start.atom, start.atom, cursor, notes, detail));
            if (!carry_fits_a_page(setting, demand)) return;
        }
    }
    for (std::uint32_t end = start.atom + 1; end <= count; ++end) {
        cursor.place_next();
        if (!noted) {
            if (std::optional<PagePrice> const price = price_page(setting, start.atom, end, cursor, {}, detail)) use(end, PageNotes{}, *price);
        } else {
            for (PageNotes const& notes : note_ways(setting, start, end, cursor)) {
                if (std::optional<PagePrice> const price = price_page(setting, start.atom, end, cursor, notes, detail)) use(end, notes, *price);
            }
            NoteDemand const demand = note_demand(flow, start, end);
            if (cursor.foot() + notes_height(flow, demand.from, demand.least_end) > cursor.page_height()) return;
        }
        if (!cursor.fits() || (end < count && flow.atoms[end].cut == Cut::Forced)) return;
    }
}

}  // namespace offprint::layout
