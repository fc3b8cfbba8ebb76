#include "table/widths.h"

#include <algorithm>
#include <numeric>

namespace offprint::table {

Length BreakableText::widest_word() const { return words.empty() ? Length{} : *std::max_element(words.begin(), words.end()); }

Length BreakableText::natural() const {
    Length sum;
    for (Length const word : words) sum += word + space;
    return words.empty() ? sum : sum - space;
}

int BreakableText::lines_at(Length width) const {
    int lines = words.empty() ? 0 : 1;
    Length used;
    bool begun = false;
    for (Length const word : words) {
        if (begun && used + space + word > width) {
            ++lines;
            used = word;
        } else {
            used += begun ? space + word : word;
        }
        begun = true;
    }
    return lines;
}

Length BreakableText::least_width(int lines) const {
    std::int64_t low = widest_word().raw(), high = natural().raw();
    while (low < high) {
        std::int64_t const middle = low + (high - low) / 2;
        if (lines_at(Length::from_raw(middle)) <= lines)
            high = middle;
        else
            low = middle + 1;
    }
    return Length::from_raw(low);
}

namespace {

/// Widths worth trying for a column, at most.
constexpr std::size_t kMostSteps = 48;
/// Combinations that are all tried.
constexpr std::size_t kMostCombinations = 40'000;
/// Rows whose own steps are tried when no column alone saves anything.
constexpr std::size_t kMostRows = 160;

/// The search: widths are chosen among the steps of each column, cells know their lines at each step.
class Search {
public:
    explicit Search(WidthProblem const& problem) : problem_(problem) {
        find_steps();
        for (auto const& row : problem.rows) {
            std::vector<Cell> cells;
            for (FlexibleCell const& cell : row) {
                Cell entry{cell.column, {}};
                for (Length const width : steps_[cell.column]) entry.heights.push_back(cell.text.leading * cell.text.lines_at(width));
                if (entry.heights.front() != entry.heights.back() || row.size() > 1) cells.push_back(std::move(entry));
            }
            if (!cells.empty()) rows_.push_back(std::move(cells));
        }
        Length const used = std::accumulate(problem.minimum.begin(), problem.minimum.end(), Length{});
        spare_ = problem.available - used;
    }

    std::vector<Length> run() {
        std::vector<std::size_t> choice(steps_.size(), 0);
        if (spare_ > Length{} && !rows_.empty()) choice = combinations() <= kMostCombinations / std::max<std::size_t>(rows_.size() / 8, 1) ? exact() : greedy();
        std::vector<Length> widths;
        for (std::size_t c = 0; c < steps_.size(); ++c) widths.push_back(steps_[c][choice[c]]);
        return widths;
    }

private:
    struct Cell {
        std::uint32_t column;
        std::vector<Length> heights;  // by step
    };

    void find_steps() {
        steps_.resize(problem_.minimum.size());
        for (auto const& row : problem_.rows) {
            for (FlexibleCell const& cell : row) {
                Length const minimum = problem_.minimum[cell.column];
                for (int lines = cell.text.lines_at(minimum) - 1; lines >= 1; --lines) {
                    Length const width = cell.text.least_width(lines);
                    if (width > minimum && steps_[cell.column].size() < 20'000) steps_[cell.column].push_back(width);
                }
            }
        }
        for (std::size_t c = 0; c < steps_.size(); ++c) {
            std::vector<Length>& steps = steps_[c];
            steps.push_back(problem_.minimum[c]);
            std::sort(steps.begin(), steps.end());
            steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
            thin(steps);
        }
    }
    /// Keeps the first, the last and evenly spread ones between.
    static void thin(std::vector<Length>& steps) {
        if (steps.size() <= kMostSteps) return;
        std::vector<Length> kept;
        for (std::size_t i = 0; i < kMostSteps; ++i) kept.push_back(steps[i * (steps.size() - 1) / (kMostSteps - 1)]);
        steps = std::move(kept);
    }
    std::size_t combinations() const {
        std::size_t product = 1;
        for (auto const& steps : steps_) {
            product *= steps.size();
            if (product > kMostCombinations) return product;
        }
        return product;
    }
    Length height(std::vector<std::size_t> const& choice) const {
        Length sum;
        for (auto const& row : rows_) {
            Length tallest;
            for (Cell const& cell : row) tallest = max(tallest, cell.heights[choice[cell.column]]);
            sum += tallest;
        }
        return sum;
    }
    Length extra(std::vector<std::size_t> const& choice) const {
        Length sum;
        for (std::size_t c = 0; c < steps_.size(); ++c) sum += steps_[c][choice[c]] - steps_[c].front();
        return sum;
    }

    std::vector<std::size_t> exact() const {
        std::vector<std::size_t> choice(steps_.size(), 0), best = choice;
        auto best_key = std::pair(height(best), Length{});
        while (next(choice)) {
            Length const width = extra(choice);
            if (width > spare_) continue;
            auto const key = std::pair(height(choice), width);
            if (key < best_key) {
                best_key = key;
                best = choice;
            }
        }
        return best;
    }
    bool next(std::vector<std::size_t>& choice) const {
        for (std::size_t c = 0; c < choice.size(); ++c) {
            if (++choice[c] < steps_[c].size()) return true;
            choice[c] = 0;
        }
        return false;
    }

    /// Most height saved for the width, until nothing saves any more.
    std::vector<std::size_t> greedy() const {
        std::vector<std::size_t> choice(steps_.size(), 0);
        for (;;) {
            Best best{choice, 0.0};
            Length const now = height(choice), spent = extra(choice);
            for (std::size_t c = 0; c < steps_.size(); ++c) {
                std::vector<std::size_t> moved = choice;
                for (++moved[c]; moved[c] < steps_[c].size(); ++moved[c]) consider(moved, now, spent, best);
            }
            if (best.ratio <= 0) consider_rows(choice, now, spent, best);
            if (best.ratio <= 0) return choice;
            choice = best.choice;
        }
    }
    struct Best {
        std::vector<std::size_t> choice;
        double ratio;
    };
    void consider(std::vector<std::size_t> const& moved, Length now, Length spent, Best& best) const {
        Length const width = extra(moved);
        if (width > spare_ || width <= spent) return;
        double const ratio = (now - height(moved)).to_points() / (width - spent).to_points();
        if (ratio > best.ratio) best = {moved, ratio};
    }
    /// Two cells of a row may have to grow together before the row loses a line.
    void consider_rows(std::vector<std::size_t> const& choice, Length now, Length spent, Best& best) const {
        std::size_t const stride = rows_.size() / kMostRows + 1;
        for (std::size_t r = 0; r < rows_.size(); r += stride) {
            Length tallest;
            for (Cell const& cell : rows_[r]) tallest = max(tallest, cell.heights[choice[cell.column]]);
            std::vector<std::size_t> moved = choice;
            for (Cell const& cell : rows_[r]) {
                while (moved[cell.column] + 1 < steps_[cell.column].size() && cell.heights[moved[cell.column]] >= tallest) ++moved[cell.column];
            }
            consider(moved, now, spent, best);
        }
    }

    WidthProblem const& problem_;
    std::vector<std::vector<Length>> steps_;  // by column, ascending from its minimum
    std::vector<std::vector<Cell>> rows_;
    Length spare_;
};

}  // namespace

Length height_at(WidthProblem const& problem, std::vector<Length> const& widths) {
    Length sum;
    for (auto const& row : problem.rows) {
        Length tallest;
        for (FlexibleCell const& cell : row) tallest = max(tallest, cell.text.leading * cell.text.lines_at(widths[cell.column]));
        sum += tallest;
    }
    return sum;
}

std::vector<Length> spend_spare_width(WidthProblem const& problem) { return Search(problem).run(); }

}  // namespace offprint::table
