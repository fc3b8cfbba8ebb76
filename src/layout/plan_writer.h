// Chosen pages written down as a plan: columns laid out exactly, grounds and notes placed.
#pragma once
#include "layout/column_search.h"

namespace offprint::layout {

/// A column of a page as the search chose it.
struct ChosenColumn {
    std::uint32_t begin = 0, end = 0;  // atoms
    PageNotes notes;
    int slot = 0;
    ColumnFrame frame;
    bool across = false;     // the text area's whole width
    bool stretched = true;   // glue may be stretched to reach the foot of the page
    std::uint32_t own = 0;   // part of the notes at which those begin that are due here
    bool continues = false;  // what follows stands below it, or beside it in a band that is closed, on the same page
};

/// The columns that a step of the search fills.
std::vector<ChosenColumn> chosen_columns(ColumnSearch const& search, ColumnStart const& start, ColumnStep const& step);

/// Writes the pages of a plan one after the other.
class PlanWriter {
public:
    PlanWriter(PageSetting const& setting, VList const& list, Footnotes const& footnotes, Diagnostics& diagnostics)
        : setting_(setting), list_(list), footnotes_(footnotes), diagnostics_(diagnostics) {}

    /// Appends a page; what did not fit, and what was parted against the author's wish, is reported.
    void add_page(std::span<ChosenColumn const> columns, std::int64_t cost, FlowPlan& plan);

private:
    void add_column(ChosenColumn const& column, PagePlan& page);
    PlacedColumn& open_column(ChosenColumn const& column, PagePlan& page) const;
    static void close_column(PagePlan& page);
    void add_items(ChosenColumn const& column, PageLayout const& layout, PagePlan& page) const;
    void add_groups(ChosenColumn const& column, std::vector<Length> const& tops, PagePlan& page);
    void add_notes(ChosenColumn const& column, PageNotes const& notes, PagePlan& page) const;
    void add_notes_below(std::span<ChosenColumn const> columns, PagePlan& page) const;
    void add_rules(std::span<ChosenColumn const> columns, PagePlan& page) const;
    void report(ChosenColumn const& column, PageLayout const& layout) const;
    PageLayout layout_of(ChosenColumn const& column) const;
    PageLayout natural_layout(ChosenColumn const& column) const;
    void sink(ChosenColumn const& column, PageLayout& layout) const;
    Span span_of(std::uint32_t atom) const { return std::get<VBox>(list_[setting_.flow.atoms[atom].item]).span; }
    Span note_span(std::uint32_t part) const { return footnotes_.notes[setting_.flow.note_parts[part].note].span; }

    PageSetting const& setting_;
    VList const& list_;
    Footnotes const& footnotes_;
    Diagnostics& diagnostics_;
    std::uint32_t next_group_ = 0;
    std::vector<std::uint32_t> open_groups_;  // outer before inner
};

}  // namespace offprint::layout
