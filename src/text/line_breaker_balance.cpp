// Balanced lines: for headings, captions and labels, where total fit's price of looseness says nothing. Each part between
// forced breaks is solved from its end backward, so that ties can be settled in favour of longer earlier lines.
#include <algorithm>
#include <limits>

#include "text/line_breaker.h"

namespace offprint::text {

namespace {

/// A line between two eligible breaks, as balancing sees it.
struct Edge {
    bool overfull = false;
    Length right;    // right edge
    Length widened;  // the same, plus what the break's penalty adds
};

/// The last line counts as wider by these permille of the measure, so that a heading rather narrows downward.
constexpr std::int64_t kLastLine = 60;

class Balancer {
public:
    explicit Balancer(LineProblem const& problem) : problem_(problem) {
        for (std::uint32_t i = 0; i < problem.breaks.size(); ++i)
            if (!problem.breaks[i].discretionary) eligible_.push_back(i);
    }

    std::vector<std::uint32_t> const& eligible() const { return eligible_; }
    /// Nothing when the line does not fit though it could be broken inside. Arguments count eligible breaks.
    std::optional<Edge> edge(std::size_t from, std::size_t to) const {
        Break const& start = problem_.breaks[eligible_[from]];
        Break const& end = problem_.breaks[eligible_[to]];
        Length width = end.end - start.start;
        if (start.start_unit != 0 && start.start_unit == end.end_unit && problem_.exact_width)
            width = problem_.exact_width(eligible_[from], eligible_[to]).value_or(width);
        Edge edge;
        edge.right = (from == 0 ? problem_.first_indent : problem_.hanging_indent) + width;
        edge.overfull = edge.right > problem_.measure;
        if (edge.overfull && to != from + 1) return std::nullopt;
        edge.widened = edge.right;
        edge.widened += scaled(problem_.measure, end.forced ? kLastLine : std::clamp<std::int64_t>(end.penalty, 0, 10'000), 1000);
        return edge;
    }
    /// Solves the part that ends at eligible break `last` and begins at the forced break before it, which is returned.
    std::size_t solve(std::size_t last);
    /// The break that follows an eligible one in the solution.
    std::size_t next(std::size_t at) const { return cells_[at].next; }
    bool overfull() const { return overfull_; }

private:
    struct Cell {
        std::uint32_t lines = 0;  // from here to the end of the part
        Length widest;            // the least possible
        std::int64_t squares = 0;
        std::size_t next = 0;
        std::size_t reach = 0;  // one past the last break that a line from here can end at
    };
    void count_lines(std::size_t first, std::size_t last);
    void find_widest(std::size_t at, std::size_t last);
    void choose(std::size_t at, std::size_t last, Length widest);

    LineProblem const& problem_;
    std::vector<std::uint32_t> eligible_;
    std::vector<Cell> cells_;
    bool overfull_ = false;
};

/// Square of a right edge in 1/64 pt: a million lines of a metre do not overflow.
std::int64_t square(Length right) {
    std::int64_t const x = std::clamp<std::int64_t>(right.raw() / 1024, -(1 << 20), 1 << 20);
    return x * x;
}

constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 4;

void Balancer::count_lines(std::size_t first, std::size_t last) {
    std::vector<Length> least_end(last + 2, Length::from_raw(kFar));  // of this break and all after it: ends need not ascend
    for (std::size_t i = last + 1; i-- > first;) least_end[i] = min(least_end[i + 1], problem_.breaks[eligible_[i]].end);
    for (std::size_t at = last; at-- > first;) {
        Cell& cell = cells_[at];
        Break const& start = problem_.breaks[eligible_[at]];
        Length const limit = problem_.measure - (at == 0 ? problem_.first_indent : problem_.hanging_indent) + start.start;
        cell.lines = std::numeric_limits<std::uint32_t>::max();
        cell.reach = at + 1;
        for (std::size_t to = at + 1; to <= last; ++to) {
            bool const same_unit = start.start_unit != 0 && start.start_unit >= problem_.breaks[eligible_[to]].end_unit;
            if (to > at + 1 && !same_unit && least_end[to] > limit) break;
            if (!edge(at, to)) continue;
            cell.reach = to + 1;
            cell.lines = std::min(cell.lines, cells_[to].lines + 1);
        }
    }
}

// A line of a shortest solution always leads to a break that needs one line fewer, so nothing else is looked at.
void Balancer::find_widest(std::size_t at, std::size_t last) {
    Cell& cell = cells_[at];
    cell.widest = Length::from_raw(kFar);
    for (std::size_t to = at + 1; to < cell.reach && to <= last; ++to) {
        if (cells_[to].lines + 1 != cell.lines) continue;
        auto const line = edge(at, to);
        if (line) cell.widest = min(cell.widest, to == last ? line->widened : max(line->widened, cells_[to].widest));
    }
}

void Balancer::choose(std::size_t at, std::size_t last, Length widest) {
    Cell& cell = cells_[at];
    cell.squares = kFar;
    for (std::size_t to = at + 1; to < cell.reach && to <= last; ++to) {
        if (cells_[to].lines + 1 != cell.lines || cells_[to].squares == kFar) continue;
        auto const line = edge(at, to);
        if (!line || line->widened > widest) continue;
        std::int64_t const squares = square(line->right) + cells_[to].squares;
        if (squares > cell.squares) continue;
        cell.squares = squares;
        cell.next = to;  // the last of equals: a longer line
    }
}

std::size_t Balancer::solve(std::size_t last) {
    cells_.resize(eligible_.size());
    std::size_t first = last - 1;
    while (first > 0 && !problem_.breaks[eligible_[first]].forced) --first;
    Cell const after = cells_[last];
    cells_[last] = Cell{};
    count_lines(first, last);
    for (std::size_t at = last; at-- > first;) find_widest(at, last);
    Length const widest = cells_[first].widest;
    for (std::size_t at = last; at-- > first;) choose(at, last, widest);
    for (std::size_t at = first; at != last; at = cells_[at].next) overfull_ |= edge(at, cells_[at].next)->overfull;
    cells_[last] = after;
    return first;
}

}  // namespace

std::optional<std::vector<Balance>> balance_of(LineProblem const& problem, std::vector<std::uint32_t> const& breaks) {
    Balancer const balancer(problem);
    auto const& eligible = balancer.eligible();
    std::vector<Balance> parts(1);
    if (breaks.empty() || breaks.front() != 0 || breaks.back() + 1 != problem.breaks.size()) return std::nullopt;
    for (std::size_t i = 1; i < breaks.size(); ++i) {
        auto const from = std::find(eligible.begin(), eligible.end(), breaks[i - 1]);
        auto const to = std::find(from, eligible.end(), breaks[i]);
        if (to == eligible.end() || to == from) return std::nullopt;
        if (std::any_of(from + 1, to, [&](std::uint32_t at) { return problem.breaks[at].forced; })) return std::nullopt;
        auto const line = balancer.edge(static_cast<std::size_t>(from - eligible.begin()), static_cast<std::size_t>(to - eligible.begin()));
        if (!line) return std::nullopt;
        Balance& part = parts.back();
        part.widest = part.lines == 0 ? line->widened : max(part.widest, line->widened);
        ++part.lines;
        part.squares += square(line->right);
        if (problem.breaks[*to].forced && i + 1 < breaks.size()) parts.emplace_back();
    }
    return parts;
}

BrokenLines balance_lines(LineProblem const& problem) {
    BrokenLines lines;
    if (problem.breaks.size() < 2) return lines;
    Balancer balancer(problem);
    std::size_t const end = balancer.eligible().size() - 1;
    for (std::size_t last = end; last > 0;) last = balancer.solve(last);
    for (std::size_t at = 0; at != end; at = balancer.next(at)) lines.breaks.push_back(balancer.eligible()[at]);
    lines.breaks.push_back(balancer.eligible()[end]);
    lines.overfull = balancer.overfull();
    return lines;
}

}  // namespace offprint::text
