// One page laid out exactly: where its atoms and attachments stand, how far it is filled, what it costs. The one definition of
// a page, which the search for breaks, the finished plan and the brute force of the tests share.
#pragma once
#include <array>
#include <optional>

#include "layout/flow.h"
#include "layout/page_builder.h"

namespace offprint::layout {

/// More atoms than this never stand on one page; keeps a flow of boxes without height from costing quadratic time.
inline constexpr std::uint32_t kMaxAtomsPerPage = 1024;
/// A page is never stretched by more grid lines.
inline constexpr int kMaxStretchLines = 5;

/// What all pages of a flow have in common.
struct PageSetting {
    Flow const& flow;
    PageGeometry const& geometry;
    PageCosts const& costs;
    /// Whether the page that begins with an atom lies on its side.
    bool turned_at(std::uint32_t first_atom) const {
        if (flow.atoms.empty()) return false;
        return first_atom < flow.atoms.size() ? flow.atoms[first_atom].turned : flow.atoms.back().turned;
    }
    Length height_of_page_at(std::uint32_t first_atom) const {
        if (turned_at(first_atom)) return geometry.turned_height;
        return first_atom == 0 ? geometry.first_height : geometry.height;
    }
};

/// The place of a column on its page: from `top` down to the page's height.
struct ColumnFrame {
    Length top, height;
};

/// The atoms before which a page is stretched, one entry a grid line.
struct StretchLines {
    std::array<std::uint32_t, kMaxStretchLines> atoms{};
    int count = 0;
    int before(std::uint32_t atom) const {
        int lines = 0;
        for (int i = 0; i < count; ++i) lines += atoms[static_cast<std::size_t>(i)] == atom;
        return lines;
    }
};

/// Where a page starts: at an atom, with the footnotes come to a part (a place in the row of Flow::note_parts).
struct PageStart {
    std::uint32_t atom = 0, note_part = 0;
    friend auto operator<=>(PageStart const&, PageStart const&) = default;
};

/// What a page takes of the footnotes (layout/page_notes.h).
struct PageNotes {
    Length height;                     // the room above them counted; zero without notes
    std::int64_t cost = 0;             // of what of them is left for later pages
    std::uint32_t begin = 0, end = 0;  // parts of the row
    std::uint32_t late = 0;            // notes with their mark on this page and their first line on a later one
};

/// Places atoms one below another in a column. Where an atom stands depends only on what stands above it there.
class PageCursor {
public:
    /// On a page of one column.
    PageCursor(PageSetting const& setting, std::uint32_t first_atom) : PageCursor(setting, first_atom, {{}, setting.height_of_page_at(first_atom)}) {}
    PageCursor(PageSetting const& setting, std::uint32_t first_atom, ColumnFrame frame)
        : setting_(setting), top_(frame.top), height_(frame.height), foot_(frame.top), rail_free_(frame.top), next_(first_atom), first_(first_atom) {}

    /// Places the next atom and its attachments; their tops are appended to `attachment_tops` if there is one. Gives the atom's top.
    Length place_next(int stretch_lines = 0, std::vector<Length>* attachment_tops = nullptr);

    ColumnFrame frame() const { return {top_, height_}; }
    Length page_height() const { return height_; }
    /// Foot of the last atom, without the room that a break there needs.
    Length foot() const { return foot_; }
    /// Whether all atoms and attachments end on the page. Once false it stays so, whatever is added or stretched.
    bool fits() const { return boxes_fit_ && rail_fits_; }
    bool boxes_fit() const { return boxes_fit_; }
    /// Foot of what stands in the rail.
    Length rail_foot() const { return rail_foot_; }
    std::int64_t rail_cost() const { return rail_cost_; }
    /// Sum of the stretch between the atoms.
    int stretch() const { return stretch_; }

private:
    void place_attachments(Atom const& atom, Length top, std::vector<Length>* tops);

    PageSetting const& setting_;
    Length top_, height_, foot_, rail_foot_;
    Length rail_free_;  // the rail is free from here on, the gap counted
    std::int64_t rail_cost_ = 0;
    int stretch_ = 0;
    std::uint32_t next_, first_;
    bool boxes_fit_ = true, rail_fits_ = true;
};

/// What a page comes to.
struct PagePrice {
    std::int64_t cost = 0;
    Length used;
    bool overfull = false;
    StretchLines stretch;
};

/// A search needs only the cost, which lets it leave out stretching where that could not lower it.
enum class PriceDetail { CostOnly, Full };

/// The price of what is left empty of a column that is filled down to `used`; where the author stops (`free_end`) only a minimum is owed.
std::int64_t fill_cost(PageSetting const& setting, Length used, Length height, bool free_end);
/// The price of a break before an atom.
std::int64_t break_cost(PageSetting const& setting, std::uint32_t end);

/// The price of the column [begin, end), whose atoms `natural` has placed without stretching, with `notes` at its foot; nothing if they
/// do not fit. A column of one atom, or of notes alone, always has a price, for there is nothing less to put into one.
std::optional<PagePrice> price_column(PageSetting const& setting, std::uint32_t begin, std::uint32_t end, PageCursor const& natural, PageNotes const& notes,
                                      PriceDetail detail);
/// The same for a page of one column, which costs something by itself.
std::optional<PagePrice> price_page(PageSetting const& setting, std::uint32_t begin, std::uint32_t end, PageCursor const& natural, PageNotes const& notes,
                                    PriceDetail detail);

struct PageLayout {
    PagePrice price;
    bool boxes_fit = true;
    std::vector<Length> tops;             // of atoms
    std::vector<Length> attachment_tops;  // in order of the flow
};
/// Lays out the page [begin, end) with notes that are known to be possible there; nothing if it is no page.
std::optional<PageLayout> lay_out_page(PageSetting const& setting, std::uint32_t begin, std::uint32_t end, PageNotes const& notes = {});
/// The same for a column.
std::optional<PageLayout> lay_out_column(PageSetting const& setting, std::uint32_t begin, std::uint32_t end, ColumnFrame frame, PageNotes const& notes);

}  // namespace offprint::layout
