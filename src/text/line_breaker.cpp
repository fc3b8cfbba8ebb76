// The search for the best line breaks. Dynamic programming over (break, fitness and expansion of the line before, run of hyphens): nothing
// else of the past enters the price of what follows (equal words at line ends or starts depend on the two breaks of one line alone).
#include "text/line_breaker.h"

#include <bit>
#include <limits>
#include <map>

#include "text/line_breaker_cost.h"

namespace offprint::text {

std::array<LinePass, 5> line_passes(LineCosts const& costs) {
    return {{
        {.tolerance = costs.pretolerance, .hyphens = false},
        {.tolerance = costs.tolerance},
        {.tolerance = costs.tolerance, .emergency = true},
        {.emergency = true},
        {.emergency = true, .cap_hyphens = false, .overfull = true},
    }};
}

std::optional<std::int64_t> demerits_of(LineProblem const& problem, LineCosts const& costs, LinePass const& pass, std::vector<std::uint32_t> const& breaks) {
    LinePricer const pricer(problem, costs, pass);
    if (breaks.empty() || breaks.front() != 0 || breaks.back() + 1 != problem.breaks.size()) return std::nullopt;
    std::int64_t sum = 0;
    int run = 0;
    Fitness before = Fitness::Decent;
    int expansion_before = 0;
    for (std::size_t i = 1; i < breaks.size(); ++i) {
        std::uint32_t const from = breaks[i - 1], to = breaks[i];
        for (std::uint32_t inside = from + 1; inside < to; ++inside)
            if (problem.breaks[inside].forced) return std::nullopt;
        if (from >= to || !pricer.usable(to)) return std::nullopt;
        auto const line = pricer.span(from, to);
        if (!line) return std::nullopt;
        auto const fit = pricer.price(*line, expansion_before, from == 0);
        run = pricer.hyphen_run(run, to);
        if (!fit || run < 0) return std::nullopt;
        sum += fit->demerits + pricer.jump(before, fit->fitness);
        before = fit->fitness;
        expansion_before = fit->expansion;
    }
    return sum;
}

namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// A way to reach a break: the best of its state.
struct Node {
    std::int64_t demerits = 0;
    std::uint32_t at = 0, previous = kNone, lines = 0;
    Fitness fitness = Fitness::Decent;
    std::uint8_t hyphen_run = 0;
    std::int8_t expansion = 0;
    bool overfull = false;  // the line that ends here
};

/// A break that lines may start after, with its nodes.
struct Start {
    std::uint32_t at, first_node, end_node;
};

class Search {
public:
    /// With `most_lines` the number of lines belongs to a state too, and none has more.
    Search(LineProblem const& problem, LineCosts const& costs, LinePass const& pass, std::uint32_t most_lines = 0)
        : problem_(problem), pricer_(problem, costs, pass), most_lines_(most_lines) {}
    /// Whether some sequence reaches the end.
    bool run();
    /// The best one, of so many lines if `lines` is not 0. After a run that reached the end.
    std::optional<BrokenLines> best(std::uint32_t lines = 0) const;

private:
    static constexpr std::size_t kExpansions = 2 * kMostExpansion + 1;
    static constexpr std::size_t kStates = 4 * (LinePricer::kMostHyphens + 1) * kExpansions;

    void find_bounds();
    void drop_starts(std::uint32_t to);
    void try_starts(std::uint32_t to);
    void try_line(Start const& start, std::uint32_t to);
    void offer(Node const& node);
    /// What glyphs up to a position can lose at most, as if all of it expanded.
    Length loss(Length position) const { return expansion_of(position, pricer_.most_steps() * kExpansionStep); }
    bool none_fills(std::uint32_t from, std::uint32_t to) const;
    bool better(Node const& a, Node const& b) const;
    void commit(std::uint32_t to);
    BrokenLines trace(std::uint32_t node) const;

    LineProblem const& problem_;
    LinePricer const pricer_;
    std::vector<Length> least_start_;  // of this break and all after it
    std::vector<Length> least_width_;  // of end less shrink, of this break and all after it
    std::vector<Node> nodes_;
    std::vector<Start> starts_;
    std::size_t head_ = 0;  // starts before it are out of reach
    std::array<Node, kStates> best_;
    std::array<std::uint64_t, (kStates + 63) / 64> best_set_{};  // bit per state
    std::uint32_t const most_lines_;                             // 0: lines are not counted
    std::map<std::size_t, Node> counted_;                        // where they are, in place of `best_`
};

// Positions need not ascend, so bounds are taken over all that is still to come: a start is dropped, or left untried, only
// when no line at all can be made of it.
void Search::find_bounds() {
    std::size_t const count = problem_.breaks.size();
    least_start_.resize(count + 1, Length::from_raw(std::numeric_limits<std::int64_t>::max() / 4));
    least_width_ = least_start_;
    for (std::size_t i = count; i-- > 0;) {
        Break const& b = problem_.breaks[i];
        least_start_[i] = min(least_start_[i + 1], b.start);
        least_width_[i] = min(least_width_[i + 1], problem_.justified ? b.end - b.shrink - loss(b.end) : b.end);
    }
}

void Search::drop_starts(std::uint32_t to) {
    for (; head_ < starts_.size(); ++head_) {
        std::uint32_t const from = starts_[head_].at;
        Break const& start = problem_.breaks[from];
        if (from + 1 == to) return;  // may yet be the one overfull piece
        if (start.start_unit != 0 && start.start_unit >= problem_.breaks[to].end_unit) return;
        Length const shrunk = problem_.justified ? start.start - start.start_shrink - loss(start.start) : start.start;
        constexpr Length kRounding = Length::from_raw(2);
        if (least_width_[to] - shrunk - kRounding <= pricer_.available(from)) return;
    }
}

/// True when neither `from` nor any start after it, units aside, is far enough before `to` to fill its line.
bool Search::none_fills(std::uint32_t from, std::uint32_t to) const {
    Break const& end = problem_.breaks[to];
    if (end.forced || from == 0) return false;
    Length const widest = end.end - least_start_[from];
    Length const gap = pricer_.available(from) - widest - pricer_.most_expansion(widest);
    return !pricer_.fillable(gap, problem_.justified ? end.stretch - problem_.breaks[from].start_stretch : Length{});
}

void Search::try_starts(std::uint32_t to) {
    std::size_t i = head_;
    for (; i < starts_.size() && !none_fills(starts_[i].at, to); ++i) try_line(starts_[i], to);
    std::uint32_t const unit = problem_.breaks[to].end_unit;
    if (unit == 0) return;
    std::size_t same = starts_.size();
    while (same > i && problem_.breaks[starts_[same - 1].at].start_unit == unit) --same;
    for (; same < starts_.size(); ++same) try_line(starts_[same], to);
}

void Search::try_line(Start const& start, std::uint32_t to) {
    auto const line = pricer_.span(start.at, to);
    if (!line) return;
    auto fit = pricer_.price(*line, 0, true);
    for (std::uint32_t n = start.first_node; n < start.end_node; ++n) {
        Node const& before = nodes_[n];
        int const run = pricer_.hyphen_run(before.hyphen_run, to);
        if (run < 0) continue;
        if (pricer_.expands() && start.at != 0) fit = pricer_.price(*line, before.expansion, false);
        if (!fit) continue;
        offer({before.demerits + fit->demerits + pricer_.jump(before.fitness, fit->fitness), to, n, before.lines + 1, fit->fitness,
               static_cast<std::uint8_t>(run), fit->expansion, fit->overfull});
    }
}

void Search::offer(Node const& node) {
    std::size_t const expansion = static_cast<std::size_t>(node.expansion + kMostExpansion);
    std::size_t const state = (std::size_t{node.hyphen_run} * kExpansions + expansion) * 4 + static_cast<std::size_t>(node.fitness);
    if (most_lines_ > 0) {
        if (node.lines > most_lines_) return;
        auto const [it, added] = counted_.try_emplace(node.lines * kStates + state, node);
        if (!added && better(node, it->second)) it->second = node;
        return;
    }
    std::uint64_t const bit = std::uint64_t{1} << (state % 64);
    if ((best_set_[state / 64] & bit) != 0 && !better(node, best_[state])) return;
    best_[state] = node;
    best_set_[state / 64] |= bit;
}

bool Search::better(Node const& a, Node const& b) const {
    if (a.demerits != b.demerits) return a.demerits < b.demerits;
    if (a.lines != b.lines) return a.lines < b.lines;
    std::uint32_t p = a.previous, q = b.previous;
    while (p != q && nodes_[p].at == nodes_[q].at) {
        p = nodes_[p].previous;
        q = nodes_[q].previous;
    }
    return p != q && nodes_[p].at < nodes_[q].at;
}

void Search::commit(std::uint32_t to) {
    if (problem_.breaks[to].forced) head_ = starts_.size();
    auto const first = static_cast<std::uint32_t>(nodes_.size());
    for (std::size_t word = 0; word < best_set_.size(); ++word)
        for (; best_set_[word] != 0; best_set_[word] &= best_set_[word] - 1)
            nodes_.push_back(best_[word * 64 + static_cast<std::size_t>(std::countr_zero(best_set_[word]))]);
    for (auto const& [state, node] : counted_) nodes_.push_back(node);
    counted_.clear();
    if (nodes_.size() > first) starts_.push_back({to, first, static_cast<std::uint32_t>(nodes_.size())});
}

std::optional<BrokenLines> Search::best(std::uint32_t lines) const {
    Start const& last = starts_.back();
    std::uint32_t node = kNone;
    for (std::uint32_t n = last.first_node; n < last.end_node; ++n) {
        if (lines != 0 && nodes_[n].lines != lines) continue;
        if (node == kNone || better(nodes_[n], nodes_[node])) node = n;
    }
    if (node == kNone) return std::nullopt;
    return trace(node);
}

BrokenLines Search::trace(std::uint32_t node) const {
    BrokenLines lines;
    lines.demerits = nodes_[node].demerits;
    lines.breaks.resize(nodes_[node].lines + 1);
    for (std::size_t i = lines.breaks.size(); i-- > 0; node = nodes_[node].previous) {
        lines.breaks[i] = nodes_[node].at;
        lines.overfull |= nodes_[node].overfull;
    }
    return lines;
}

bool Search::run() {
    find_bounds();
    nodes_.reserve(2 * problem_.breaks.size());
    starts_.reserve(problem_.breaks.size());
    nodes_.push_back({});
    starts_.push_back({0, 0, 1});
    for (std::uint32_t to = 1; to < problem_.breaks.size(); ++to) {
        if (!pricer_.usable(to)) continue;
        drop_starts(to);
        if (head_ == starts_.size()) return false;
        try_starts(to);
        commit(to);
    }
    return starts_.back().at + 1 == problem_.breaks.size();
}

}  // namespace

std::optional<BrokenLines> break_in_pass(LineProblem const& problem, LineCosts const& costs, LinePass const& pass) {
    Search search(problem, costs, pass);
    auto best = search.run() ? search.best() : std::nullopt;
    if (best) level_expansion(problem, costs, pass, *best);
    return best;
}

std::vector<BrokenLines> frontier_in_pass(LineProblem const& problem, LineCosts const& costs, LinePass const& pass, std::uint32_t least, std::uint32_t most) {
    std::vector<BrokenLines> frontier;
    if (most == 0) return frontier;
    Search search(problem, costs, pass, most);
    if (!search.run()) return frontier;
    for (std::uint32_t lines = std::max(least, 1u); lines <= most; ++lines) {
        auto best = search.best(lines);
        if (!best) continue;
        level_expansion(problem, costs, pass, *best);
        frontier.push_back(std::move(*best));
    }
    return frontier;
}

BrokenLines break_lines(LineProblem const& problem, LineCosts const& costs, std::size_t first_pass) {
    auto const passes = line_passes(costs);
    for (std::size_t i = first_pass; i < passes.size(); ++i)
        if (auto lines = break_in_pass(problem, costs, passes[i])) return *lines;
    return {};
}

}  // namespace offprint::text
