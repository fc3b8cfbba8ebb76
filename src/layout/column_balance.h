// Columns of equal height.
#pragma once
#include <map>
#include <span>

#include "layout/page_notes.h"

namespace offprint::layout {

/// What it costs that columns, whose heights are given from the first slot on, are not equal: the differences to the tallest, in lines,
/// squared. The last should not be the tallest: by how much it is costs four times as much.
std::int64_t balance_cost(PageSetting const& setting, std::span<Length const> heights);

/// Columns side by side that hold a stretch of the flow.
struct BalancedColumns {
    std::array<std::uint32_t, kMaxColumns> ends{};
    std::array<PageNotes, kMaxColumns> notes{};
    Length foot;  // of the tallest, the room that its end needs counted
    std::int64_t cost = 0;
};

/// Balances columns; remembers how tall they come out wherever they begin.
class ColumnBalancer {
public:
    explicit ColumnBalancer(PageSetting const& setting) : setting_(setting) {}

    /// The cheapest way to set atoms [begin, end), which belong to one band, in its columns, none of which is stretched; of equal ones that
    /// with the least foot. With `notes` the band is the last of its page and has them at its columns' feet. Nothing where it does not fit.
    std::optional<BalancedColumns> balance(std::uint32_t begin, std::uint32_t end, ColumnFrame frame, std::optional<NoteStart> notes);

private:
    /// A column that ends at an atom.
    struct Foot {
        Length foot;  // the room that its end needs counted
        bool fits = true;
    };
    class Trial;
    /// Of the columns of a band that begin so many atoms before its end; for each one entry for each end, the first of a single atom, as far
    /// as they fit.
    using Feet = std::vector<std::vector<Foot>>;

    std::vector<Foot> const& feet(Feet& known, std::uint32_t begin, std::uint32_t end, ColumnFrame frame);
    bool may_fit(std::uint32_t begin, std::uint32_t end, ColumnFrame frame) const;

    PageSetting const& setting_;
    std::map<std::pair<Length, std::uint32_t>, Feet> feet_;  // by top and end of a band
    std::size_t remembered_ = 0;
};

}  // namespace offprint::layout
