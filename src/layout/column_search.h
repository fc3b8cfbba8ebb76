// The search for the best breaks of a flow on pages of several columns.
//
// A page is a pile of bands: columns side by side, or boxes across all columns. The bands follow the flow: where boxes across begin, the
// columns above them are closed; where they end, columns begin below. Columns that are closed, or that end the flow or come before a forced
// break, are balanced. All others are full: each is priced as a page of one column is.
//
// A footnote stands at the foot of the page in the column of its mark. Those of bands that have others below them go to the first column of
// the page's last band, so that the notes of a page keep their order.
#pragma once
#include <map>
#include <tuple>

#include "layout/column_balance.h"

namespace offprint::layout {

/// Where a column begins: what flow and notes have come to, its slot in the row of columns, the top of its band.
struct ColumnStart {
    std::uint32_t atom = 0;
    NoteStart notes;
    int slot = 0;
    Length top;
    friend bool operator<(ColumnStart const& a, ColumnStart const& b) {
        return std::tuple(a.atom, a.slot, a.top, a.notes.from, a.notes.own) < std::tuple(b.atom, b.slot, b.top, b.notes.from, b.notes.own);
    }
};

/// A column that a step fills.
struct FilledColumn {
    std::uint32_t begin = 0, end = 0;
    PageNotes notes;
};

/// One step of a plan: the columns that it fills, from the slot of its start on, and where the flow goes on.
struct ColumnStep {
    std::array<FilledColumn, kMaxColumns> columns{};
    int count = 0;           // none: what is left of the page's columns stays empty
    bool balanced = false;   // columns as tall as they are: nothing is stretched
    bool ends_page = false;  // else what follows stands on the same page
    ColumnStart next;
    std::int64_t cost = 0;
};

/// The best way to go on from a column's start; no step where there is none.
struct ColumnBest {
    std::int64_t cost = 0;
    std::uint32_t pages = 0;
    std::optional<ColumnStep> step;
};

/// Dynamic programming from the end over the starts of columns. Those on the head of a page are known beforehand; those below a band across
/// and those with a note that runs over are solved when a step first leads to them.
class ColumnSearch {
public:
    /// A page that ends before the atom `avoided` costs as much as a broken keep.
    explicit ColumnSearch(PageSetting const& setting, std::optional<std::uint32_t> avoided = std::nullopt);

    /// The head of a page.
    ColumnStart page_start(PageStart start) const { return {start.atom, notes_at(setting_.flow, start), 0, {}}; }
    bool is_end(ColumnStart const& start) const { return start.atom == setting_.flow.atoms.size() && start.notes.from == setting_.flow.note_parts.size(); }
    std::uint32_t notes_before(std::uint32_t atom) const { return setting_.flow.notes_before(atom); }
    bool is_across(std::uint32_t atom) const { return atom < setting_.flow.atoms.size() && setting_.flow.atoms[atom].across; }
    ColumnFrame frame(ColumnStart const& start) const;
    /// The best way from the head of a page, or from a start that the best step of another leads to.
    ColumnBest const& best(ColumnStart const& start) const { return *find(start); }
    /// All steps from a start; of equal ones the later is the better.
    std::vector<ColumnStep> steps(ColumnStart const& start);

private:
    ColumnBest const* find(ColumnStart const& start) const;
    bool is_plain(ColumnStart const& start) const;
    std::size_t place(ColumnStart const& start) const;
    void solve(ColumnStart const& first);
    /// Whether the flow, or all that may stand on a page, ends before an atom.
    bool ends_freely(std::uint32_t end) const { return end == setting_.flow.atoms.size() || setting_.flow.atoms[end].cut == Cut::Forced; }
    std::uint32_t band_end(std::uint32_t atom) const { return atom < band_ends_.size() ? band_ends_[atom] : atom; }
    /// The start of the band below one that ends with `foot`, on the same page.
    ColumnStart below(ColumnStart const& start, std::uint32_t end, Length foot) const;
    void add_across(ColumnStart const& start, std::vector<ColumnStep>& out) const;
    void add_full(ColumnStart const& start, std::vector<ColumnStep>& out) const;
    void add_balanced(ColumnStart const& start, std::vector<ColumnStep>& out);

    PageSetting const& setting_;
    std::optional<std::uint32_t> avoided_;
    ColumnBalancer balancer_;
    std::vector<std::uint32_t> band_ends_;  // by atom
    std::vector<ColumnBest> plain_;         // of plain starts, all slots of an atom beside each other
    std::map<ColumnStart, ColumnBest> others_;
};

}  // namespace offprint::layout
