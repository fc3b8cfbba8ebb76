#include "layout/page_notes.h"

#include <algorithm>

namespace offprint::layout {

NoteDemand note_demand(Flow const& flow, NoteStart start, std::uint32_t end_atom) {
    NoteDemand demand{start.from, start.own, flow.notes_before(end_atom), 0};
    if (demand.own < demand.end) {
        std::size_t const behind = end_atom < flow.atoms.size() ? flow.atoms[end_atom].first_note : flow.note_begins.size() - 1;
        demand.least_end = flow.note_begins[behind - 1] + 1;
    } else {
        demand.least_end = demand.has_carry() ? demand.from + 1 : demand.from;
    }
    return demand;
}

Length notes_height(Flow const& flow, std::uint32_t from, std::uint32_t end) {
    if (from >= end) return {};
    return flow.notes_above + (flow.note_parts[end - 1].bottom - flow.note_parts[from].top);
}

bool carry_fits_a_page(PageSetting const& setting, NoteDemand const& demand) {
    return notes_height(setting.flow, demand.from, demand.own) <= setting.geometry.height;
}

namespace {

/// The furthest place, at most `demand.end`, up to which the notes fit in a room.
std::uint32_t furthest(Flow const& flow, NoteDemand const& demand, Length room) {
    std::uint32_t fits = demand.from, too_far = demand.end + 1;
    while (too_far - fits > 1) {
        std::uint32_t const middle = fits + (too_far - fits) / 2;
        (notes_height(flow, demand.from, middle) <= room ? fits : too_far) = middle;
    }
    return fits;
}

/// What it costs that the notes end there: parted, or parted once more, or not even begun.
PageNotes notes_until(PageSetting const& setting, NoteDemand const& demand, std::uint32_t end) {
    Flow const& flow = setting.flow;
    PageNotes notes{notes_height(flow, demand.from, end), 0, demand.from, end, 0};
    if (end == demand.end) return notes;
    bool const parts_own = end > demand.own;
    if (end > demand.from) notes.cost = flow.note_parts[end - 1].cost;
    notes.cost += parts_own ? setting.costs.note_split : setting.costs.note_deferred;
    auto const note_at = [&](std::uint32_t part) { return std::lower_bound(flow.note_begins.begin(), flow.note_begins.end(), part); };
    notes.late = static_cast<std::uint32_t>(note_at(demand.end) - note_at(std::max(end, demand.own)));
    notes.cost += setting.costs.keep_broken * notes.late;
    return notes;
}

}  // namespace

PageNotes notes_between(PageSetting const& setting, NoteStart start, PageStart next) {
    return notes_until(setting, note_demand(setting.flow, start, next.atom), next.note_part);
}

NoteWays note_ways(PageSetting const& setting, NoteStart start, std::uint32_t begin, std::uint32_t end, Length room) {
    NoteDemand const demand = note_demand(setting.flow, start, end);
    std::uint32_t const most = furthest(setting.flow, demand, room);
    NoteWays result;
    auto add = [&](std::uint32_t part) { result.ways[static_cast<std::size_t>(result.count++)] = notes_until(setting, demand, part); };
    if (most == demand.end) {
        add(most);
    } else if (most >= demand.least_end) {
        if (most - 1 >= demand.least_end) add(most - 1);
        add(most);
    } else if (end - begin == 1 && !demand.has_carry()) {
        add(most);
    }
    return result;
}

PageNotes only_notes(PageSetting const& setting, NoteStart start, Length height) {
    NoteDemand const demand{start.from, start.own, start.own, start.from + 1};
    std::uint32_t const most = furthest(setting.flow, demand, height);
    return notes_until(setting, demand, std::max(most, demand.from + 1));
}

}  // namespace offprint::layout
