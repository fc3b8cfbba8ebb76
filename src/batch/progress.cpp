#include "batch/progress.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/json.h"
#include "fmt/format.h"

namespace offprint::batch {
namespace {

constexpr double kHalfLife = 30, kLook = 1, kTerminal = 0.2, kOthers = 10;
constexpr std::size_t kBar = 20;

std::string grouped(std::uint64_t n) {
    std::string out = std::to_string(n);
    for (std::size_t at = out.size(); at > 3;) out.insert(at -= 3, ",");
    return out;
}

std::string span_of(double seconds) {
    auto const s = static_cast<std::uint64_t>(std::llround(std::min(seconds, 1e9)));
    if (s < 60) return fmt::format("{}s", s);
    if (s < 3600) return fmt::format("{}m{:02}s", s / 60, s % 60);
    return fmt::format("{}h{:02}m", s / 3600, s / 60 % 60);
}

}  // namespace

void Rate::see(double seconds, std::uint64_t done) {
    if (!begun_) {
        begun_ = true;
        at_ = seconds;
        done_ = done;
        return;
    }
    double const time = seconds - at_;
    if (time < kLook) return;
    double const fresh = static_cast<double>(done - done_) / time, keep = std::exp2(-time / kHalfLife), share = 1 - keep;
    mean_ = keep * mean_ + share * fresh;
    square_ = keep * square_ + share * fresh * fresh;
    weight_ = keep * weight_ + share;
    weights_squared_ = keep * keep * weights_squared_ + share * share;
    at_ = seconds;
    done_ = done;
}

double Rate::left(std::uint64_t rows) const { return per_second() > 0 ? static_cast<double>(rows) / per_second() : 0; }

double Rate::left_spread(std::uint64_t rows) const {
    double const rate = per_second();
    if (rate <= 0) return 0;
    double const variance = std::max(0.0, square_ / weight_ - rate * rate), of_mean = variance * weights_squared_ / (weight_ * weight_);
    return left(rows) * std::sqrt(of_mean) / rate;
}

std::string progress_line(Counts const& c, Rate const& rate) {
    std::size_t const full = c.total == 0 ? kBar : static_cast<std::size_t>(c.done() * kBar / c.total);
    std::string bar(full, '=');
    if (full < kBar) bar += '>';
    bar.resize(kBar, ' ');
    std::string out =
        fmt::format("[{}] {}/{}  ok {}  skip {}  fail {}", bar, grouped(c.done()), grouped(c.total), grouped(c.ok), grouped(c.skipped), grouped(c.failed));
    if (rate.per_second() <= 0) return out;
    out += rate.per_second() < 10 ? fmt::format("  {:.1f}/s", rate.per_second()) : fmt::format("  {:.0f}/s", rate.per_second());
    if (c.done() < c.total) out += fmt::format("  ETA {} (+-{})", span_of(rate.left(c.total - c.done())), span_of(rate.left_spread(c.total - c.done())));
    return out;
}

std::string progress_json(Counts const& c, Rate const& rate) {
    return fmt::format("{{\"phase\":\"progress\",\"total\":{},\"ok\":{},\"skipped\":{},\"failed\":{},\"per_second\":{:.2f},\"seconds_left\":{:.0f}}}", c.total,
                       c.ok, c.skipped, c.failed, rate.per_second(), rate.left(c.total - c.done()));
}

std::string end_json(Counts const& c, int exit_code, std::string_view words) {
    std::string out =
        fmt::format("{{\"phase\":\"end\",\"total\":{},\"ok\":{},\"skipped\":{},\"failed\":{},\"exit_code\":{}", c.total, c.ok, c.skipped, c.failed, exit_code);
    if (!words.empty()) append_json_string(out += ",\"msg\":", words);
    return out + "}";
}

void Progress::tell(Counts const& counts) {
    std::string text = kind_ == ProgressKind::Json ? progress_json(counts, rate_) : progress_line(counts, rate_);
    text = kind_ == ProgressKind::Terminal ? "\r\x1b[K" + text : text + "\n";
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
    stands_ = kind_ == ProgressKind::Terminal;
}

void Progress::see(double seconds, Counts const& counts) {
    rate_.see(seconds, counts.done());
    if (kind_ == ProgressKind::None) return;
    if (told_ < -1e8) told_ = kind_ == ProgressKind::Terminal ? told_ : seconds;  // a short run says nothing before its end
    if (seconds - told_ < (kind_ == ProgressKind::Terminal ? kTerminal : kOthers)) return;
    told_ = seconds;
    tell(counts);
}

void Progress::end(Counts const& counts) {
    if (kind_ == ProgressKind::None) return;
    tell(counts);
    if (stands_) std::fputc('\n', stderr);
    stands_ = false;
}

void Progress::clear() {
    if (stands_) std::fputs("\r\x1b[K", stderr);
    stands_ = false;
}

}  // namespace offprint::batch
