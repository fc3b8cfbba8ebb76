// What a page takes of the footnotes. The first line of a note stands on the page of its mark; a page's notes stand complete, in
// order, except that the last may go on on the next page, before all others there (typesetting.md, section 5).
#pragma once
#include "layout/page_layout.h"

namespace offprint::layout {

/// How far the notes have come where a column begins, as places in the row of parts.
struct NoteStart {
    std::uint32_t from = 0;  // the first part not yet set
    std::uint32_t own = 0;   // where the notes begin whose marks stand in the column; before it what is left of earlier ones
};
inline NoteStart notes_at(Flow const& flow, PageStart start) { return {start.note_part, flow.notes_before(start.atom)}; }

/// The notes that a column has to deal with.
struct NoteDemand {
    std::uint32_t from = 0;       // the first part not yet set
    std::uint32_t own = 0;        // as in NoteStart
    std::uint32_t end = 0;        // behind the last note that has a mark here or earlier
    std::uint32_t least_end = 0;  // as far the column must come: every note of its own begun, the others complete; or one part of what is left
    bool has_carry() const { return from < own; }
};
NoteDemand note_demand(Flow const& flow, NoteStart start, std::uint32_t end_atom);

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
/// For a column of atoms [begin, end) with `room` below them. None if the notes cannot be set as they must; a column of a
/// single atom without earlier notes then has one all the same, with notes that begin late.
NoteWays note_ways(PageSetting const& setting, NoteStart start, std::uint32_t begin, std::uint32_t end, Length room);
/// What a column takes of the notes that leads from one start to the next.
PageNotes notes_between(PageSetting const& setting, NoteStart start, PageStart next);
/// The column, of such a height, that holds nothing but what is left of earlier notes.
PageNotes only_notes(PageSetting const& setting, NoteStart start, Length height);

/// Calls `use(end_atom, notes, price)` for every column that may begin at `begin` and ends at `limit` at the latest; of equal plans the
/// later one is the better.
///
/// A column grows atom by atom until it no longer fits. That loses nothing: an atom's place depends only on what stands above it, no
/// length is negative, stretching only moves things down, and a longer column has no fewer notes to begin: so what is past the foot
/// stays past it in every longer one. The room that a break needs is not part of that: it is looked at for each end by itself.
template <class Use>
void each_column(PageSetting const& setting, std::uint32_t begin, NoteStart start, ColumnFrame frame, std::uint32_t limit, PriceDetail detail, Use&& use) {
    Flow const& flow = setting.flow;
    PageCursor cursor(setting, begin, frame);
    bool const noted = !flow.note_parts.empty();
    if (noted) {
        NoteDemand const demand = note_demand(flow, start, begin);
        if (demand.has_carry()) {
            PageNotes const notes = only_notes(setting, start, frame.height - frame.top);
            use(begin, notes, *price_column(setting, begin, begin, cursor, notes, detail));
            if (!carry_fits_a_page(setting, demand)) return;
        }
    }
    for (std::uint32_t end = begin + 1; end <= limit; ++end) {
        cursor.place_next();
        if (!noted) {
            if (std::optional<PagePrice> const price = price_column(setting, begin, end, cursor, {}, detail)) use(end, PageNotes{}, *price);
        } else {
            Length const room = cursor.page_height() - max(cursor.foot() + flow.atoms[end - 1].room_below, cursor.rail_foot());
            for (PageNotes const& notes : note_ways(setting, start, begin, end, room)) {
                if (std::optional<PagePrice> const price = price_column(setting, begin, end, cursor, notes, detail)) use(end, notes, *price);
            }
            NoteDemand const demand = note_demand(flow, start, end);
            if (cursor.foot() + notes_height(flow, demand.from, demand.least_end) > cursor.page_height()) return;
        }
        if (!cursor.fits() || (end < flow.atoms.size() && flow.atoms[end].cut == Cut::Forced)) return;
    }
}

/// The same for pages of one column.
template <class Use>
void each_page(PageSetting const& setting, PageStart start, PriceDetail detail, Use&& use) {
    auto const count = static_cast<std::uint32_t>(setting.flow.atoms.size());
    ColumnFrame const frame{{}, setting.height_of_page_at(start.atom)};
    each_column(setting, start.atom, notes_at(setting.flow, start), frame, count, detail, [&](std::uint32_t end, PageNotes const& notes, PagePrice price) {
        price.cost += setting.costs.page;
        use(end, notes, price);
    });
}

}  // namespace offprint::layout
