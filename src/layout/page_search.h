// The search for the best breaks of a whole flow.
#pragma once
#include <map>

#include "layout/page_layout.h"

namespace offprint::layout {

/// The best way to go on from a page's start.
struct Best {
    std::int64_t cost = 0;
    std::uint32_t pages = 0;
    PageStart next;  // of the page after
};

/// Dynamic programming from the end, so that a tie is settled by the earliest page on which two plans differ.
///
/// A page starts at an atom and, where a footnote runs over from the page before, at a part of it. Starts of that kind are few and are
/// looked at only when some page ends there.
class PageSearch {
public:
    explicit PageSearch(PageSetting const& setting);

    /// Of a start that follows the end of some page that `each_page` gives for a start of this kind.
    Best const& best(PageStart start) const { return *find(start); }

private:
    /// Whether all earlier notes are complete.
    bool is_plain(PageStart start) const { return setting_.flow.note_parts.empty() || start.note_part == setting_.flow.notes_before(start.atom); }
    Best const* find(PageStart start) const;
    void solve(PageStart first);
    void solve_without_notes(std::uint32_t begin, std::vector<PageCursor>& cursors);

    PageSetting const& setting_;
    std::vector<Best> best_;  // by atom, of plain starts
    std::map<PageStart, Best> carried_;
};

}  // namespace offprint::layout
