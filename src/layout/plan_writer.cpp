#include "layout/plan_writer.h"

#include <algorithm>

#include "layout/messages.h"

namespace offprint::layout {

std::vector<ChosenColumn> chosen_columns(ColumnSearch const& search, ColumnStart const& start, ColumnStep const& step) {
    std::vector<ChosenColumn> columns;
    for (int i = 0; i < step.count; ++i) {
        FilledColumn const& filled = step.columns[static_cast<std::size_t>(i)];
        ChosenColumn column{filled.begin, filled.end, filled.notes, start.slot + i, search.frame(start)};
        column.across = search.is_across(filled.begin) && filled.begin < filled.end;
        column.stretched = !step.balanced;
        column.own = i == 0 ? start.notes.own : search.notes_before(filled.begin);
        column.continues = !step.ends_page && step.balanced && filled.end == step.next.atom;
        columns.push_back(column);
    }
    return columns;
}

void PlanWriter::add_page(std::span<ChosenColumn const> columns, std::int64_t cost, FlowPlan& plan) {
    Flow const& flow = setting_.flow;
    PagePlan page;
    std::uint32_t const begin = columns.front().begin, end = columns.back().end;
    // What stands between two pages' boxes goes with the later one, what follows the last box with the last page.
    page.begin_item = page.end_item = plan.pages.empty() ? 0 : plan.pages.back().end_item;
    page.cost = cost;
    page.turned = setting_.turned_at(begin);
    for (ChosenColumn const& column : columns) add_column(column, page);
    add_notes_below(columns, page);
    if (begin < end) {
        if (begin > 0 && !flow.atoms[begin].starts_box) page.begin_item = flow.atoms[begin].item;
        page.end_item = end == flow.atoms.size() ? static_cast<std::uint32_t>(list_.size()) : flow.atoms[end - 1].item + 1;
    }
    if (end < flow.atoms.size()) page.break_reason = flow.atoms[end].reason;
    add_rules(columns, page);
    plan.pages.push_back(std::move(page));
}

/// What ends a column and belongs to its foot goes down there.
void PlanWriter::sink(ChosenColumn const& column, PageLayout& layout) const {
    std::vector<Atom> const& atoms = setting_.flow.atoms;
    Length const room = column.frame.height - column.notes.height - layout.price.used;
    if (column.end == atoms.size() || column.continues || room <= Length{}) return;
    std::size_t attachments = layout.attachment_tops.size();
    for (std::uint32_t i = column.end; i-- > column.begin && atoms[i].sinks;) {
        if (i == column.begin && column.frame.top == Length{}) return;  // nothing stands above it
        layout.tops[i - column.begin] += room;
        for (std::uint32_t k = atoms[i].first_attachment; k < atoms[i].end_attachment; ++k) layout.attachment_tops[--attachments] += room;
    }
}

PageLayout PlanWriter::layout_of(ChosenColumn const& column) const {
    PageLayout layout = column.stretched ? *lay_out_column(setting_, column.begin, column.end, column.frame, column.notes) : natural_layout(column);
    sink(column, layout);
    return layout;
}

PageLayout PlanWriter::natural_layout(ChosenColumn const& column) const {
    PageLayout layout;
    PageCursor cursor(setting_, column.begin, column.frame);
    for (std::uint32_t i = column.begin; i < column.end; ++i) layout.tops.push_back(cursor.place_next(0, &layout.attachment_tops));
    layout.price.used = cursor.foot() + (column.begin < column.end ? setting_.flow.atoms[column.end - 1].room_below : Length{});
    layout.boxes_fit = cursor.boxes_fit() && layout.price.used <= column.frame.height;
    layout.price.overfull = !cursor.fits() || layout.price.used + column.notes.height > column.frame.height;
    return layout;
}

PlacedColumn& PlanWriter::open_column(ChosenColumn const& column, PagePlan& page) const {
    PlacedColumn placed;
    Length const pitch = page.turned ? setting_.geometry.turned_pitch : setting_.geometry.column_pitch;
    placed.x = column.across ? Length{} : pitch * column.slot;
    placed.top = placed.foot = column.frame.top;
    placed.items.begin = static_cast<std::uint32_t>(page.items.size());
    placed.attachments.begin = static_cast<std::uint32_t>(page.attachments.size());
    placed.groups.begin = static_cast<std::uint32_t>(page.groups.size());
    placed.notes.begin = static_cast<std::uint32_t>(page.notes.size());
    page.columns.push_back(placed);
    return page.columns.back();
}

void PlanWriter::close_column(PagePlan& page) {
    PlacedColumn& whole = page.columns.back();
    whole.items.end = static_cast<std::uint32_t>(page.items.size());
    whole.attachments.end = static_cast<std::uint32_t>(page.attachments.size());
    whole.groups.end = static_cast<std::uint32_t>(page.groups.size());
    whole.notes.end = static_cast<std::uint32_t>(page.notes.size());
}

void PlanWriter::add_column(ChosenColumn const& column, PagePlan& page) {
    PageLayout const layout = layout_of(column);
    PlacedColumn& placed = open_column(column, page);
    placed.foot = layout.price.used;
    placed.continues = column.continues;
    // What a band begins with stands below another band and not below a break.
    placed.continued = column.begin == 0 || (column.frame.top > Length{} && column.slot == 0);
    if (column.begin < column.end) {
        add_items(column, layout, page);
        add_groups(column, layout.tops, page);
    }
    if (!column.across) add_notes(column, column.notes, page);
    close_column(page);
    page.used = max(page.used, layout.price.used);
    report(column, layout);
}

void PlanWriter::add_items(ChosenColumn const& column, PageLayout const& layout, PagePlan& page) const {
    std::size_t attachment = 0;
    for (std::uint32_t i = column.begin; i < column.end; ++i) {
        Atom const& atom = setting_.flow.atoms[i];
        if (i > column.begin && !atom.starts_box) {
            page.items.back().to_step = atom.to_step;
        } else {
            page.items.push_back({atom.item, layout.tops[i - column.begin], atom.from_step, atom.to_step});
        }
        for (std::uint32_t k = atom.first_attachment; k < atom.end_attachment; ++k) {
            page.attachments.push_back({atom.item, setting_.flow.attachments[k].index, layout.attachment_tops[attachment++]});
        }
    }
}

/// Finds the parts of groups in column after column.
void PlanWriter::add_groups(ChosenColumn const& column, std::vector<Length> const& tops, PagePlan& page) {
    Flow const& flow = setting_.flow;
    std::uint32_t const begin = column.begin, end = column.end;
    std::erase_if(open_groups_, [&](std::uint32_t group) { return flow.groups[group].end <= begin; });
    for (; next_group_ < flow.groups.size() && flow.groups[next_group_].first < end; ++next_group_) open_groups_.push_back(next_group_);

    std::size_t const first = page.groups.size();
    Atom const& foot = flow.atoms[end - 1];
    Length top = tops.front() - flow.atoms[begin].room_above;
    for (std::uint32_t index : open_groups_) {
        AtomGroup const& group = flow.groups[index];
        PlacedGroup part{group.begin_item, {}, {}, group.first >= begin, group.end <= end};
        if (group.first > begin) {
            part.top = tops[group.first - begin] - group.lead;
        } else {
            part.top = top;
            top += group.padding_top;
        }
        page.groups.push_back(part);
    }
    Length bottom = tops.back() + foot.height + (end < flow.atoms.size() ? foot.after : Length{});
    for (std::size_t i = open_groups_.size(); i-- > 0;) {
        AtomGroup const& group = flow.groups[open_groups_[i]];
        if (group.end < end) {
            Atom const& last = flow.atoms[group.end - 1];
            page.groups[first + i].bottom = tops[group.end - 1 - begin] + last.height + group.tail;
        } else {
            bottom += group.padding_bottom;
            page.groups[first + i].bottom = bottom;
        }
    }
}

/// Notes stand on the foot of the page, in order; without anything else in their column at its head.
void PlanWriter::add_notes(ChosenColumn const& column, PageNotes const& notes, PagePlan& page) const {
    if (notes.begin == notes.end) return;
    PlacedColumn& placed = page.columns.back();
    placed.notes_top = column.begin == column.end ? column.frame.top : column.frame.height - notes.height;
    Length const first_top = placed.notes_top + setting_.flow.notes_above;
    for (std::uint32_t i = notes.begin; i < notes.end; ++i) {
        NotePart const& part = setting_.flow.note_parts[i];
        if (page.notes.size() > placed.notes.begin && page.notes.back().note == part.note) {
            page.notes.back().to_step = part.to_step;
        } else {
            page.notes.push_back({part.note, first_top + part.top - setting_.flow.note_parts[notes.begin].top, part.from_step, part.to_step});
        }
    }
}

/// Notes below a band across: each in the column of its mark, as far as their order lets it. The search has kept room for all of them in one.
void PlanWriter::add_notes_below(std::span<ChosenColumn const> columns, PagePlan& page) const {
    Flow const& flow = setting_.flow;
    ChosenColumn below = columns.back();
    PageNotes const all = below.notes;
    if (!below.across || all.begin == all.end) return;
    auto const slot_of = [&](std::uint32_t part) {
        auto const note = static_cast<std::uint32_t>(std::upper_bound(flow.note_begins.begin(), flow.note_begins.end(), part) - flow.note_begins.begin() - 1);
        for (ChosenColumn const& column : columns) {
            std::uint32_t const end =
                column.end < flow.atoms.size() ? flow.atoms[column.end].first_note : static_cast<std::uint32_t>(flow.note_begins.size()) - 1;
            if (!column.across && column.begin < column.end && note >= flow.atoms[column.begin].first_note && note < end) return column.slot;
        }
        return 0;
    };
    below.across = false;
    below.slot = 0;
    for (std::uint32_t begin = all.begin, end = begin; begin < all.end; begin = end) {
        below.slot = std::max(below.slot, slot_of(begin));
        while (end < all.end && slot_of(end) <= below.slot) ++end;
        open_column(below, page);
        add_notes(below, {notes_height(flow, begin, end), 0, begin, end, 0}, page);
        close_column(page);
    }
}

/// A rule between columns that both hold something: as far down as the columns of a balanced band, else to the foot of the page.
void PlanWriter::add_rules(std::span<ChosenColumn const> columns, PagePlan& page) const {
    Length const pitch = page.turned ? setting_.geometry.turned_pitch : setting_.geometry.column_pitch;
    for (std::size_t i = 0; i < columns.size();) {
        std::size_t end = i;
        Length foot;
        for (; end < columns.size() && columns[end].frame.top == columns[i].frame.top && columns[end].across == columns[i].across; ++end) {
            bool const empty = page.columns[end].items.begin == page.columns[end].items.end && page.columns[end].notes.begin == page.columns[end].notes.end;
            if (empty) continue;
            foot = max(foot, columns[end].stretched ? columns[end].frame.height : page.columns[end].foot);
            if (!columns[end].across && columns[end].slot > 0) {
                page.rules.push_back({pitch * columns[end].slot - setting_.geometry.column_gutter / 2, columns[i].frame.top, {}});
            }
        }
        for (PlacedRule& rule : page.rules) {
            if (rule.foot == Length{}) rule.foot = foot;
        }
        i = end;
    }
}

void PlanWriter::report(ChosenColumn const& column, PageLayout const& layout) const {
    Flow const& flow = setting_.flow;
    std::uint32_t const begin = column.begin, end = column.end;
    PageNotes const& notes = column.notes;
    Length const height = column.frame.height - column.frame.top;
    if (layout.price.overfull && begin == end) {
        diagnostics_.error("E551", note_span(notes.begin), messages::too_tall(notes.height - flow.notes_above, height - flow.notes_above),
                           messages::too_tall_hint());
    } else if (layout.price.overfull && !layout.boxes_fit) {
        diagnostics_.error("E551", span_of(begin), messages::too_tall(layout.price.used - column.frame.top, height), messages::too_tall_hint());
    } else if (layout.price.overfull) {
        diagnostics_.error("E552", span_of(begin), messages::rail_too_tall(height), messages::rail_too_tall_hint());
    }
    if (begin < end && !column.continues && end < flow.atoms.size() && flow.atoms[end].cut == Cut::Forbidden) {
        diagnostics_.warning("W553", span_of(end), messages::keep_broken(flow.atoms[end].reason), messages::keep_broken_hint());
    }
    if (notes.late > 0) {
        diagnostics_.warning("W554", note_span(std::max(notes.end, column.own)), messages::note_late(notes.late), messages::note_late_hint());
    }
}

}  // namespace offprint::layout
