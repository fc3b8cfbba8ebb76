// Every message of this room, so that tone stays one tone.
#pragma once
#include <string>

#include "base/number.h"

namespace offprint::layout::messages {

inline std::string in_points(Length length) {
    std::string text;
    append_points(text, length, 1);
    return text + " pt";
}

inline std::string too_tall(Length height, Length page) {
    return "this block is " + in_points(height) + " tall and cannot be split; the page has room for " + in_points(page);
}
inline std::string too_tall_hint() { return "make it smaller, or make several blocks of it"; }

inline std::string rail_too_tall(Length page) { return "what stands in the margin beside this block does not fit on a page of " + in_points(page); }
inline std::string rail_too_tall_hint() { return "shorten the text in the margin"; }

inline std::string keep_broken(std::string const& reason) {
    std::string const kept = reason.empty() ? "" : " ('" + reason + "')";
    return "this had to be parted from what stands before it" + kept + ": together they are taller than a page";
}
inline std::string keep_broken_hint() { return "make one of them smaller, or let the text before them break"; }

inline std::string note_late(std::uint32_t notes) {
    return notes == 1 ? "this footnote could not begin on the page of its mark"
                      : "this footnote and " + std::to_string(notes - 1) + " more could not begin on the page of their marks";
}
inline std::string note_late_hint() { return "fewer notes in one line or box, or shorter ones"; }

}  // namespace offprint::layout::messages
