// The vertical list made ready for page breaking: boxes cut into atoms, everything between two of them added up. Made once
// from a VList; the page builder sees nothing else.
#pragma once
#include <span>

#include "layout/variants.h"

namespace offprint::layout {

/// What a page break before an atom is.
enum class Cut : std::uint8_t { Free, Forbidden, Forced };

/// The smallest thing that a page takes or leaves: a box, or the part of a box between two neighbouring steps.
struct Atom {
    Length height;
    Length space;           // between it and the atom before when both stand on one page: glue, padding of groups
    Length glue;            // the glue alone: between two bands of a page
    Length room_above;      // over it at the head of a page: padding of the groups around it, `before` of the break
    Length room_below;      // under it at the foot of a page: `after` of the break, padding of the groups around it
    Length grid_phase;      // from its top down to its box's first baseline; negative in later parts
    Length after;           // the break's share in `room_below`
    std::int64_t cost = 0;  // of a page break before it
    char const* reason = "";
    int stretch = 0;                           // grid lines that the space may grow by
    std::uint32_t item = 0;                    // its box in the list
    std::uint32_t from_step = 0, to_step = 0;  // as in PlacedItem
    std::uint32_t first_attachment = 0, end_attachment = 0;
    std::uint32_t first_note = 0;  // of the notes whose first mark stands in it; those of the next atom begin where its own end
    Cut cut = Cut::Free;
    bool starts_box = true, on_grid = false, clears_rail = false;
    bool across = false, turned = false, sinks = false;  // as in VBox
    bool in_text = false;                                // a break before it parts a paragraph or two, though a float may stand in between
};

struct AtomAttachment {
    Length offset;  // from the top of its atom
    Length height;
    std::uint32_t index = 0;  // in its box
};

/// A decorated group with at least one box: atoms [first, end).
struct AtomGroup {
    std::uint32_t begin_item = 0;
    std::uint32_t first = 0, end = 0;
    Length padding_top, padding_bottom;
    Length lead, tail;  // inside a page: from its top to its first atom, from its last atom to its bottom
};

/// The smallest thing of a footnote that a page takes or leaves. The parts of all notes make one row, in the order in which the notes are
/// begun; a place in that row says how far the notes have come (a "note cursor").
struct NotePart {
    Length top, bottom;      // as if all notes stood one below another, gaps between them counted
    std::int64_t cost = 0;   // of a page break after it; 0 for the last part of a note
    std::uint32_t note = 0;  // index in Footnotes::notes
    std::uint32_t from_step = 0, to_step = 0;
};

/// Another setting of atoms [first, end): other atoms for the same stretch of the flow, as if they stood in its place.
struct AtomVariant {
    std::uint32_t first = 0, end = 0;
    std::int64_t cost = 0;
    std::uint32_t index = 0;  // of the FlowVariant
    std::vector<Atom> atoms;
};

struct Flow {
    std::vector<Atom> atoms;
    std::vector<AtomVariant> variants;
    std::vector<AtomAttachment> attachments;
    std::vector<AtomGroup> groups;  // in order of their begin: an outer one before those inside it
    std::vector<NotePart> note_parts;
    std::vector<std::uint32_t> note_begins;  // the first part of each note that has a mark, in order; one more for the end of all
    Length notes_above;                      // Footnotes::above

    /// The place in the row of parts that all notes with a mark before an atom end at.
    std::uint32_t notes_before(std::uint32_t atom) const {
        return note_parts.empty() ? 0 : atom < atoms.size() ? note_begins[atoms[atom].first_note] : note_begins.back();
    }
};

/// Prices of the break before an atom, each with its reason.
using Charges = std::vector<PriceShare>;

/// A note is begun where its first mark stands, however often it is referred to; notes without a mark are left out.
/// `charges`, if given, is filled with the prices that make up each atom's `cost` (before it is held within bounds).
/// `variants` are in order of the list; one whose end a price from above still reaches is left out.
Flow flatten(VList const& list, Footnotes const& footnotes = {}, std::vector<Charges>* charges = nullptr, std::span<FlowVariant const> variants = {});

/// The penalties between a box and the one before it.
std::vector<VPenalty const*> penalties_above(VList const& list, std::uint32_t box);

/// The heights of a box between two of its steps (numbered as in PlacedItem).
struct PartRange {
    Length from, to;
    bool is_first = true, is_last = true;
    /// Whether a piece at this height belongs to the part.
    bool holds(Length y) const { return (is_first || y >= from) && (is_last || y < to); }
};
PartRange part_of(VBox const& box, std::uint32_t from_step, std::uint32_t to_step);

}  // namespace offprint::layout
