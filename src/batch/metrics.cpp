#include "batch/metrics.h"

#include <cstdlib>

#include "fmt/format.h"

namespace offprint::batch {
namespace {

constexpr std::string_view kLastSuccess = "offprint_run_last_success_timestamp_seconds";

std::string escaped(std::string const& text) {
    std::string out;
    for (char const c : text) {
        if (c == '\\' || c == '"') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

}  // namespace

void Histogram::add(double seconds) {
    std::size_t bucket = 0;
    while (bucket < kBounds.size() && seconds > kBounds[bucket]) ++bucket;
    ++counts_[bucket];
    sum_ += seconds;
}

std::string Histogram::text(std::string const& name, std::string const& labels) const {
    std::string out;
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        sum += counts_[i];
        out += fmt::format("{}_bucket{{{},le=\"{}\"}} {}\n", name, labels, i < kBounds.size() ? fmt::format("{}", kBounds[i]) : "+Inf", sum);
    }
    return out + fmt::format("{0}_sum{{{1}}} {2:.6f}\n{0}_count{{{1}}} {3}\n", name, labels, sum_, sum);
}

std::string metrics_text(Figures const& f) {
    std::string out;
    std::string const label = fmt::format("job_name=\"{}\"", escaped(f.job));
    auto const head = [&](std::string_view name, char const* type, char const* help) {
        out += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
    };
    auto const one = [&](std::string_view name, char const* type, char const* help, auto value) {
        head(name, type, help);
        out += fmt::format("{}{{{}}} {}\n", name, label, value);
    };
    head("offprint_reports_total", "counter", "Rows of the newest run by what became of them.");
    out += fmt::format(
        "offprint_reports_total{{{0},state=\"ok\"}} {1}\noffprint_reports_total{{{0},state=\"skipped\"}} {2}\noffprint_reports_total{{{0},state=\"failed\"}} "
        "{3}\n",
        label, f.counts.ok, f.counts.skipped, f.counts.failed);
    one("offprint_rows", "gauge", "Rows that the newest run was given.", f.counts.total);
    head("offprint_report_seconds", "histogram", "Time to make a PDF.");
    out += f.seconds.text("offprint_report_seconds", label);
    one("offprint_run_seconds", "gauge", "How long the newest run has taken.", f.run_seconds);
    one("offprint_run_seconds_left", "gauge", "How long it will still take.", f.seconds_left);
    one("offprint_run_exit_code", "gauge", "How it ended; -1 while it goes on.", f.exit_code);
    one("offprint_bytes_total", "counter", "Bytes of PDFs that it made.", f.bytes);
    head("offprint_cache_hits_total", "counter", "Rows whose PDF was there already.");
    out += fmt::format("offprint_cache_hits_total{{{},cache=\"output\"}} {}\n", label, f.counts.skipped);
    if (f.deadline > 0) one("offprint_run_deadline_timestamp_seconds", "gauge", "When it must be done.", f.deadline);
    if (f.last_success > 0) one(kLastSuccess, "gauge", "When a run was last done without a failed row.", f.last_success);
    return out;
}

std::int64_t last_success_in(std::string const& text) {
    std::size_t at = text.find("\n" + std::string(kLastSuccess) + "{");
    if (at == text.npos) return 0;
    at = text.find("} ", at);
    return at == text.npos ? 0 : std::max(0LL, std::strtoll(text.c_str() + at + 2, nullptr, 10));
}

}  // namespace offprint::batch
