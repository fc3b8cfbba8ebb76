// What one line costs: the part of the definition of `demerits_of` that the search evaluates for every pair of breaks.
#pragma once
#include <algorithm>

#include "text/break_rules.h"
#include "text/line_breaker.h"

namespace offprint::text {

/// Fitness classes of TeX (The TeXbook, chapter 14).
enum class Fitness : std::uint8_t { Tight, Decent, Loose, VeryLoose };

/// A line between two breaks: how it fits, and all its demerits but the jump of fitness from the line before it.
struct LineFit {
    std::int64_t demerits = 0;
    Fitness fitness = Fitness::Decent;
    bool overfull = false;
    std::int8_t expansion = 0;  // steps
};

/// What a line is before its expansion is chosen: the same whatever stands above it.
struct LineSpan {
    std::int64_t gap = 0;         // room less natural width
    std::int64_t expandable = 0;  // natural width of what expands
    std::int64_t stretch = 0, shrink = 0;
    std::int64_t fixed = 0;  // demerits that do not depend on how it fits
    std::uint32_t from = 0, to = 0;
    bool last = false;      // need not be filled
    std::int8_t ideal = 0;  // steps that bring the spaces nearest to their natural width
};

/// Prices lines of one problem in one pass.
class LinePricer {
public:
    LinePricer(LineProblem const& problem, LineCosts const& costs, LinePass const& pass);

    bool usable(std::uint32_t at) const {
        Break const& b = problem_.breaks[at];
        return (pass_.hyphens || !b.discretionary) && (pass_.overfull || b.penalty < kLastResort);
    }
    Length available(std::uint32_t from) const { return problem_.measure - (from == 0 ? problem_.first_indent : problem_.hanging_indent); }
    /// Natural width of a line.
    Length width(std::uint32_t from, std::uint32_t to) const;
    /// Nothing when the line is impossible in this pass, however it expands. Both breaks must be usable.
    std::optional<LineSpan> span(std::uint32_t from, std::uint32_t to) const;
    /// The line below one of so many steps of expansion, as the search sees it; below none where `first`. Nothing when it is impossible.
    std::optional<LineFit> price(LineSpan const& line, int expansion_before, bool first) const;
    /// The line at so many steps, whatever stands above it. Nothing when it is impossible.
    std::optional<LineFit> fit(LineSpan const& line, int expansion) const;
    /// How far the spaces of a line at so many steps are from their design: the square of that in units of their stretch, in 2^-24.
    std::int64_t unevenness(LineSpan const& line, int expansion) const;
    /// The most that glyphs of this natural width can gain or lose.
    Length most_expansion(Length width) const { return width > Length{} ? expansion_of(width, most_steps_ * kExpansionStep) : Length{}; }
    bool expands() const { return most_steps_ > 0; }
    int most_steps() const { return most_steps_; }
    /// Can a line with so much room to fill and so much stretch of its own be within the tolerance?
    bool fillable(Length gap, Length glue_stretch) const {
        std::int64_t const stretch = std::max<std::int64_t>(0, glue_stretch.raw()) + extra_stretch_;
        return gap.raw() <= 0 || pass_.tolerance >= kWorstBadness || (gap.raw() << kRatioBits) < (largest_ratio_ + 1) * stretch;
    }
    /// Length of the run of hyphens after a line, or -1 when the cap forbids the line.
    int hyphen_run(int run_before, std::uint32_t to) const {
        if (!pass_.cap_hyphens || !problem_.breaks[to].hyphen) return 0;
        return run_before < max_hyphen_run_ ? run_before + 1 : -1;
    }
    /// What the change of fitness from the line before costs.
    std::int64_t jump(Fitness before, Fitness now) const {
        int const distance = static_cast<int>(before) - static_cast<int>(now);
        return distance > 1 || distance < -1 ? costs_.fitness_jump : 0;
    }

    static constexpr int kMostHyphens = 7;

private:
    static constexpr int kRatioBits = 12;
    std::int64_t badness(std::int64_t gap, std::int64_t stretch) const;
    std::int64_t penalty_demerits(Break const& to) const;
    std::int64_t neighbour_demerits(Break const& from, Break const& to) const;
    std::int64_t runt_demerits(std::uint32_t from, std::uint32_t to, Length width) const;
    std::optional<LineFit> overfull(LineSpan const& line, int expansion, std::int64_t excess) const;
    int ideal_expansion(LineSpan const& line) const;

    LineProblem const& problem_;
    LineCosts const costs_;  // clamped, so that no sum can overflow
    LinePass const& pass_;
    std::int64_t extra_stretch_ = 0;  // of every line, besides its glue
    std::int64_t largest_ratio_ = 0;  // within the tolerance, in 2^-kRatioBits
    int max_hyphen_run_ = 0;
    int most_steps_ = 0;
};

}  // namespace offprint::text
