// The price of a page taken apart.
#pragma once
#include "layout/explain.h"
#include "layout/page_layout.h"

namespace offprint::layout {

/// Collects what makes up a price; what remains when all else is told has a name of its own.
class TermList {
public:
    TermList(PageSetting const& setting, std::vector<Charges> const& charges, std::int64_t price) : setting_(setting), charges_(charges), rest_(price) {}

    void add(std::string reason, std::int64_t cost);
    /// The shares of a break before an atom.
    void add_break(std::uint32_t end);
    void add_notes(PageNotes const& notes);
    /// All terms, the largest first.
    std::vector<CostTerm> finish(std::string rest);

private:
    PageSetting const& setting_;
    std::vector<Charges> const& charges_;
    std::int64_t rest_;
    std::vector<CostTerm> terms_;
};

/// Explains a page of a plan of columns.
PageExplanation explain_columns(PageSetting const& setting, VList const& list, std::vector<Charges> const& charges, std::size_t page, std::size_t others);

/// What another plan costs more, without what the breaks are paid for that floats want: there they stand elsewhere.
std::int64_t without_pulls(std::int64_t more, PageCosts const& costs);

/// The ends nearest to the chosen one, in the order of the flow.
std::vector<PageEnd> nearest_ends(std::vector<std::pair<PageStart, PageEnd>> ends, PageStart chosen, std::size_t count);

}  // namespace offprint::layout
