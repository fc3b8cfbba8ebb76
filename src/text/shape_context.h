// What a piece of text needs to know of its neighbours to be shaped as it is in their midst: its script, and how much of them to take along.
#pragma once
#include <string_view>

#include "text/shape_setting.h"

namespace offprint::text {

/// How far a character without a script looks for a neighbour that has one.
inline constexpr int kScriptSearch = 64;

/// A piece and the text around it.
struct Joined {
    std::string_view before, text, after;
};

/// Script of the first character. UAX #24: Common and Inherited take the script of what stands before them, at the start of what follows;
/// Latin when there is none.
hb_script_t script_at_start(Joined const& joined);
/// Where the first script of `text` ends.
std::size_t script_end(std::string_view text, hb_script_t script);

/// How much of the text on one side may change a piece.
struct ContextSide {
    std::size_t bytes = 0;
    bool blind = false;  // nothing, however much there is
    bool near = false;   // the first character decides that
};
struct Context {
    ContextSide before, after;
};
/// `joined` is of the setting's script; `scratch` is for trials.
Context context_of(ShapeSetting& setting, Joined const& joined, hb_buffer_t* scratch);

}  // namespace offprint::text
