// How far a run is, how fast, and when it will be done.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace offprint::batch {

struct Counts {
    std::uint64_t total = 0, ok = 0, skipped = 0, failed = 0;
    std::uint64_t done() const { return ok + skipped + failed; }
};

/// Rows a second: an average in which what is 30 s old counts half.
class Rate {
public:
    /// `done` rows at `seconds` of a steady clock; looks closer together than a second are one.
    void see(double seconds, std::uint64_t done);
    double per_second() const { return weight_ > 0 ? mean_ / weight_ : 0; }
    /// Seconds for so many rows, and by how much that may be off (one standard deviation); 0 where nothing is known yet.
    double left(std::uint64_t rows) const;
    double left_spread(std::uint64_t rows) const;

private:
    bool begun_ = false;
    double at_ = 0, mean_ = 0, square_ = 0, weight_ = 0, weights_squared_ = 0;
    std::uint64_t done_ = 0;
};

/// `[=====>    ] 61,204/100,000  ok 61,198  skip 0  fail 6  142/s  ETA 4m33s (+-20s)`
std::string progress_line(Counts const& counts, Rate const& rate);
std::string progress_json(Counts const& counts, Rate const& rate);
/// The last line for a machine: counts, exit code and why.
std::string end_json(Counts const& counts, int exit_code, std::string_view words);

enum class ProgressKind { None, Terminal, Lines, Json };

/// Tells of it on standard error, no oftener than it helps: five times a second on a terminal, else every ten seconds.
class Progress {
public:
    explicit Progress(ProgressKind kind) : kind_(kind) {}
    void see(double seconds, Counts const& counts);
    /// The last word.
    void end(Counts const& counts);
    /// Takes the line off the terminal, for a message in its place.
    void clear();
    Rate const& rate() const { return rate_; }

private:
    void tell(Counts const& counts);
    ProgressKind kind_;
    Rate rate_;
    double told_ = -1e9;
    bool stands_ = false;
};

}  // namespace offprint::batch
