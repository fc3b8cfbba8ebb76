#include "blocks/clause_columns.h"

#include <optional>

namespace offprint::blocks {
namespace {

/// What an end of a column before a line costs, in lines: nothing between paragraphs, more where it leaves a lone line of one. Nothing at all: no column ends
/// there.
std::optional<std::int64_t> cut_cost(std::vector<ColumnLine> const& lines, std::size_t cut) {
    if (cut >= lines.size()) return 0;
    if (lines[cut - 1].holds_next) return std::nullopt;
    if (lines[cut].opens) return 0;
    bool const lone = lines[cut - 1].opens || cut + 1 == lines.size() || lines[cut + 1].opens;
    return lone ? 3 : 1;
}

/// Fills columns of height `limit` from the left. A column ends up to `early` lines early where that is at the end of a paragraph; a lone line of a paragraph
/// on either side costs two lines. Nothing when the text does not fit.
std::optional<ColumnChoice> fill_columns(std::vector<ColumnLine> const& lines, std::size_t columns, Length limit, std::size_t early, Length leading) {
    ColumnChoice out;
    std::size_t at = 0;
    for (std::size_t c = 0; c < columns; ++c) {
        out.starts.push_back(at);
        Length height, best_cost, filled;
        std::size_t best = at;
        for (std::size_t i = at; i < lines.size(); ++i) {
            height += leading + (i > at ? lines[i].above : Length{});
            if (height > limit) break;
            auto const cut = cut_cost(lines, i + 1);
            if (!cut) continue;
            if (best == at || i + 1 == lines.size() || leading * *cut <= best_cost || i >= best + early) {
                best = i + 1;
                best_cost = leading * *cut;
                filled = height;
            }
        }
        out.tallest = max(out.tallest, filled);
        out.cost += best_cost;
        at = best;
    }
    if (at < lines.size()) return std::nullopt;
    out.cost += out.tallest;
    return out;
}

}  // namespace

ColumnChoice choose_columns(std::vector<ColumnLine> const& lines, std::size_t columns, Length leading) {
    Length all;
    for (ColumnLine const& line : lines) all += leading + line.above;
    Length const even = leading * static_cast<std::int64_t>((lines.size() + columns - 1) / columns);
    Length const share = max(even, all / static_cast<std::int64_t>(columns) - leading * 2);
    std::optional<ColumnChoice> best;
    for (Length limit = share; !best || limit <= share + leading * 5; limit += leading / 2) {
        for (std::size_t const early : {std::size_t{0}, std::size_t{4}}) {
            auto const filled = fill_columns(lines, columns, limit, early, leading);
            if (filled && (!best || filled->cost < best->cost)) best = filled;
        }
    }
    return *best;
}

std::vector<layout::Piece> column_pieces(std::vector<ColumnLine> const& lines, ColumnChoice const& columns, Length x, Length step, Length leading,
                                         Length first_baseline) {
    std::vector<layout::Piece> pieces;
    for (std::size_t c = 0; c < columns.starts.size(); ++c) {
        std::size_t const begin = columns.starts[c], end = c + 1 < columns.starts.size() ? columns.starts[c + 1] : lines.size();
        Length y;
        for (std::size_t i = begin; i < end; ++i) {
            if (i > begin) y += lines[i].above;
            pieces.push_back({{x + step * static_cast<std::int64_t>(c), y + first_baseline}, layout::LineContent{lines[i].paragraph, lines[i].line}});
            y += leading;
        }
    }
    return pieces;
}

}  // namespace offprint::blocks
