// All messages of the chart room, so that tone stays one tone. Codes E601 to E629 (docs/diagnostics.md).
#pragma once
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "data/value.h"

namespace offprint::chart::messages {

/// "did you mean 'x'?" or what there is.
inline std::string suggestion(std::string_view word, std::vector<std::string_view> const& known, std::string_view what) {
    if (std::string_view const meant = data::did_you_mean(word, known); !meant.empty()) return fmt::format("did you mean '{}'?", meant);
    return fmt::format("{}: {}", what, fmt::join(known, ", "));
}

inline void unknown_kind(Diagnostics& d, Span at, std::string_view name, std::vector<std::string_view> const& known) {
    d.error("E601", at, fmt::format("unknown chart kind '{}'", name), suggestion(name, known, "kinds are"));
}
inline void missing_kind(Diagnostics& d, Span at) { d.error("E606", at, "the chart does not say its kind", "for example: kind: bar"); }
inline void missing_key(Diagnostics& d, Span at, std::string_view kind, std::string_view key) {
    d.error("E603", at, fmt::format("a chart of kind '{}' needs '{}'", kind, key));
}
inline void bad_value(Diagnostics& d, Span at, std::string_view key, std::string_view expected) {
    d.error("E604", at, fmt::format("'{}' must be {}", key, expected));
}
inline void unknown_column(Diagnostics& d, Span at, std::string_view name, std::string_view table, std::vector<std::string_view> const& known) {
    std::string const where = table.empty() ? std::string("the chart's data") : fmt::format("'{}'", table);
    d.error("E605", at, fmt::format("{} has no column '{}'", where, name), suggestion(name, known, "columns are"));
}
inline void no_table(Diagnostics& d, Span at, std::string_view name) { d.error("E602", at, fmt::format("there are no data named '{}' to draw", name)); }
inline void empty_table(Diagnostics& d, Span at) { d.error("E607", at, "there is nothing to draw: the data have no rows"); }
inline void no_numbers(Diagnostics& d, Span at, std::string_view field) {
    d.error("E607", at, fmt::format("there is nothing to draw: column '{}' has no number", field));
}
inline void too_many(Diagnostics& d, Span at, std::size_t count, std::string_view what, std::size_t most, std::string_view advice) {
    d.error("E608", at, fmt::format("{} {} are too many for one chart, {} is the most", count, what, most), std::string(advice));
}
inline void different_lengths(Diagnostics& d, Span at, std::size_t x, std::size_t y) {
    d.error("E609", at, fmt::format("x has {} entries and y has {}", x, y), "give both lists the same length; use ~ where a value is missing");
}
inline void bad_ladder_value(Diagnostics& d, Span at, std::string_view text) {
    d.error("E610", at, fmt::format("cannot read '{}' as a step of a ladder", text),
            "write 400, <400, 400+, 400..800 or 400..800+; unit and grouping are added");
}
inline void negative_ladder(Diagnostics& d, Span at, std::string_view text) {
    d.error("E611", at, fmt::format("a ladder cannot show the negative value '{}'", text), "use a chart of kind 'bar'");
}
inline void backward_range(Diagnostics& d, Span at, std::string_view text) {
    d.error("E612", at, fmt::format("the range '{}' runs backwards", text), "write the smaller number first");
}
inline void out_of_scale(Diagnostics& d, Span at, std::string_view text) {
    d.error("E613", at, fmt::format("'{}' is outside of what an axis can show, 1e-15 to 1e15", text));
}
inline void label_too_long(Diagnostics& d, Span at, std::size_t most) {
    d.error("E614", at, fmt::format("the label is longer than {} bytes", most), "a label names its mark in a few words");
}
inline void labels_left_out(Diagnostics& d, Span at, std::size_t count, std::string_view what) {
    d.warning("E615", at, fmt::format("{} {} found no free place and {} left out", count, what, count == 1 ? "is" : "are"),
              "make the chart higher or wider, or show fewer rows");
}
inline void labels_do_not_fit(Diagnostics& d, Span at, std::string_view what) {
    d.warning("E616", at, fmt::format("{} run into each other", what), "make the chart higher, or show fewer series");
}
inline void too_narrow(Diagnostics& d, Span at) { d.error("E617", at, "the chart is too narrow for its labels", "shorten the labels or give it more room"); }
inline void unknown_estimate(Diagnostics& d, Span at, std::string_view name) {
    d.error("E618", at, fmt::format("the estimate '{}' is none of the chart's x values", name));
}
inline void label_cut(Diagnostics& d, Span at, std::string_view text) {
    d.warning("E619", at, fmt::format("the label '{}' does not fit and is cut", text), "shorten it");
}

}  // namespace offprint::chart::messages
