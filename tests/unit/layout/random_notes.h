// Random footnotes and their marks, from a seed.
#pragma once
#include "random_flow.h"

namespace offprint::layout::test {

inline Footnotes random_notes(Dice& dice, int count) {
    Footnotes notes;
    notes.above = dice.points(12);
    notes.gap = dice.points(3);
    for (int i = 0; i < count; ++i) {
        int const lines = 1 + dice.upto(dice.one_in(4) ? 12 : 3);
        VBox note = solid(Length::points(lines * 7));
        for (int k = 1; k < lines; ++k) note.steps.push_back({Length::points(k * 7), dice.upto(6000), {}, {}});
        notes.notes.push_back(note);
    }
    return notes;
}

/// Puts marks anywhere, some notes twice, some not at all.
inline void add_marks(Dice& dice, VList& list, int notes) {
    for (VItem& item : list) {
        auto* box = std::get_if<VBox>(&item);
        if (box == nullptr || !dice.one_in(3)) continue;
        for (int i = dice.one_in(6) ? 3 : 1; i > 0; --i) {
            Length const at = Length::from_raw(box->height.raw() / 8 * dice.upto(8));
            box->notes.push_back({at, static_cast<std::uint32_t>(dice.upto(notes - 1))});
        }
    }
}

/// A table as the blocks lay one out: a head that stands again on every page, rows that want company below the head and above the
/// total, a row that may be cut, figures carried over.
inline void add_table(Dice& dice, VList& list) {
    Length const head = 6_pt + dice.points(10), foot = dice.one_in(3) ? 4_pt + dice.points(6) : Length{};
    list.emplace_back(VGlue{dice.points(8), dice.one_in(2) ? 1 : 0});
    list.emplace_back(solid(head));
    int const rows = 1 + dice.upto(4);
    for (int row = 0; row <= rows; ++row) {
        bool const total = row == rows;
        if (total && dice.one_in(2)) break;
        VPenalty penalty{900, "inside a table", foot, head};
        if (row == 0) penalty = {kForbidden, "table head", {}, {}};
        if (row == 1) penalty.add(30000, "table head with one row");
        if (total || (row + 1 == rows && dice.one_in(2))) penalty.add(30000, "total alone");
        list.emplace_back(penalty);
        VBox box = solid(6_pt + dice.points(14));
        if (dice.one_in(5)) {
            box.height = 24_pt;
            box.steps = {{12_pt, 4000, foot, head}};
        }
        list.emplace_back(std::move(box));
    }
}

}  // namespace offprint::layout::test
