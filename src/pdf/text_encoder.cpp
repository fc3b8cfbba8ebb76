#include "pdf/text_encoder.h"

#include <algorithm>

#include "base/number.h"
#include "base/utf8.h"

namespace offprint::pdf {
namespace {

/// A constant less than this (0.02 pt) is left to TJ: kerning and justification make such medians by chance.
constexpr std::int64_t kLeastTrackingMilli = 20;
/// Above this size (12 pt) a whole thousandth of an em is too coarse for the tolerance; TJ gets a tenth.
constexpr std::int64_t kFineSizeMilli = 12'000;

/// Corrections of up to this many units are strays of rounding, not blanks.
constexpr std::int64_t kSmallMove = 3;

std::int64_t rounded_quotient(std::int64_t a, std::int64_t positive) { return (a < 0 ? a - positive / 2 : a + positive / 2) / positive; }

std::int64_t floor_quotient(std::int64_t a, std::int64_t positive) { return a >= 0 ? a / positive : -((-a + positive - 1) / positive); }
std::int64_t ceiling_quotient(std::int64_t a, std::int64_t positive) { return -floor_quotient(-a, positive); }

std::size_t code_point_count(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !utf8::is_continuation(c); }));
}

/// Whether the clusters ascend, as they do in left to right text.
bool in_text_order(text::GlyphRun const& run) {
    return std::is_sorted(run.glyphs.begin(), run.glyphs.end(), [](auto const& a, auto const& b) { return a.cluster < b.cluster; });
}

}  // namespace

/// Whether a glyph is but one more of the string that is open, as most are.
inline bool TextEncoder::goes_on(text::Glyph const& glyph, std::int64_t move) const {
    return string_open_ && move == 0 && rise_milli_ == 0 && glyph.y_offset == 0;
}

inline void TextEncoder::show_code(std::uint16_t cid) {
    auto const add = [this](int byte) {
        char const c = static_cast<char>(byte);
        if (c == '(' || c == ')' || c == '\\') array_ += '\\';
        array_ += c;
    };
    if (!is_short_code(cid)) add(cid >> 8);
    add(cid & 0xFF);
}

inline TextEncoder::Cluster TextEncoder::cluster_at(text::GlyphRun const& run, std::size_t begin) {
    std::string_view const text = run.text;
    std::size_t end = begin + 1;
    while (end < run.glyphs.size() && run.glyphs[end].cluster == run.glyphs[begin].cluster) ++end;
    std::size_t const from = std::min<std::size_t>(begin == 0 ? 0 : run.glyphs[begin].cluster, text.size());
    std::size_t const to = end == run.glyphs.size() ? text.size() : std::min<std::size_t>(run.glyphs[end].cluster, text.size());
    return {begin, end, text.substr(from, to - from)};
}

// The text of one glyph of a cluster. One glyph has it all; glyphs that are their characters' own, one by one in order, have one
// each and need no ActualText; else the first glyph has all of it and the others none, for readers that know no ActualText.
std::string_view TextEncoder::glyph_text(text::GlyphRun const& run, Cluster const& cluster, std::size_t glyph, bool& one_by_one) {
    std::size_t const count = cluster.end - cluster.begin;
    one_by_one = count == code_point_count(cluster.text);
    std::string_view mine;
    std::size_t at = 0;
    for (std::size_t i = cluster.begin; one_by_one && i < cluster.end; ++i) {
        std::size_t const start = at;
        char32_t const character = utf8::next(cluster.text, at);
        one_by_one = run.face->nominal_glyph(character) == run.glyphs[i].id;
        if (i == glyph) mine = cluster.text.substr(start, at - start);
    }
    if (one_by_one) return mine;
    return glyph == cluster.begin ? cluster.text : std::string_view();
}

// What every glyph of the run is moved on by beyond its width: the median, so that kerning and justified spaces do not matter.
std::int64_t TextEncoder::tracking_milli(text::GlyphRun const& run) {
    if (run.glyphs.size() < 3) return space_milli_;
    std::size_t const count = run.glyphs.size() - 1;
    extra_.resize(count);
    for (std::size_t i = 0; i < count; ++i) extra_[i] = to_ticks(run.glyphs[i].advance) - expanded(widths_[i] * size_milli_ * 10);
    // Most text has none; that is told by counting, without the median itself.
    constexpr Tick kLeast = kLeastTrackingMilli * kTicksPerMilli - kTicksPerMilli / 2;
    auto const below = static_cast<std::size_t>(std::count_if(extra_.begin(), extra_.end(), [](Tick tick) { return tick <= -kLeast; }));
    auto const above = static_cast<std::size_t>(std::count_if(extra_.begin(), extra_.end(), [](Tick tick) { return tick >= kLeast; }));
    std::size_t const middle = count / 2;
    if (below <= middle && middle < count - above) return 0;
    std::nth_element(extra_.begin(), extra_.begin() + static_cast<std::ptrdiff_t>(middle), extra_.end());
    return rounded_quotient(extra_[middle], kTicksPerMilli);
}

// Where each glyph is wanted against where the widths alone would put it, and what to do about it.
void TextEncoder::plan(draw::GlyphRunItem const& item, Centi x) {
    Tick pen = x * kTicksPerCenti;
    std::int64_t raw = item.origin.x.raw();
    drift_.resize(item.run.glyphs.size());
    for (std::size_t i = 0; i < item.run.glyphs.size(); ++i) {
        text::Glyph const& glyph = item.run.glyphs[i];
        drift_[i] = to_ticks(raw + glyph.x_offset) - pen;
        pen += expanded(widths_[i] * size_milli_ * 10 + space_milli_ * kTicksPerMilli);
        raw += glyph.advance;
    }
    // TJ counts in thousandths of an em: size_milli * 10 ticks each, expanded like the glyphs.
    std::int64_t const tenths = size_milli_ > kFineSizeMilli ? 1 : 10;
    moves_ = plan_corrections(drift_, expanded(size_milli_ * tenths), kTolerance);
    for (std::int64_t& move : moves_) move *= tenths;
}

void TextEncoder::show(draw::GlyphRunItem const& item, ActualText actual_text) {
    text::GlyphRun const& run = item.run;
    size_milli_ = scaled(run.size, 1000, Length::kUnitsPerPoint).raw();
    if (run.glyphs.empty() || size_milli_ <= 0) return;
    font_ = fonts_.use(run.face);
    widths_.resize(run.glyphs.size());
    for (std::size_t i = 0; i < run.glyphs.size(); ++i) widths_[i] = fonts_.width(font_, run.glyphs[i].id);
    out_.begin_text();
    out_.set_fill(run.color);
    out_.set_font(font_, size_milli_);
    out_.set_expansion(expansion_ = run.expansion);
    out_.set_character_space(space_milli_ = tracking_milli(run));
    Centi const x = to_centi(item.origin.x);
    out_.move_text(x, to_centi(item.origin.y - run.rise));
    rise_milli_ = 0;
    plan(item, x);

    if (in_text_order(run)) {
        for (std::size_t begin = 0; begin < run.glyphs.size();) {
            Cluster const cluster = cluster_at(run, begin);
            if (cluster.end - begin > 1)
                show_cluster(run, cluster, actual_text);
            else if (goes_on(run.glyphs[begin], moves_[begin]))
                show_code(fonts_.code(font_, run.glyphs[begin].id, cluster.text).cid);
            else
                show_glyph(run.glyphs[begin], cluster.text, moves_[begin]);
            begin = cluster.end;
        }
    } else {
        show_cluster(run, {0, run.glyphs.size(), run.text}, actual_text);
    }
    flush();
    out_.set_rise(0);
}

// Several glyphs: what they stand for is said around them, unless each has a character of its own.
void TextEncoder::show_cluster(text::GlyphRun const& run, Cluster const& cluster, ActualText actual_text) {
    bool span_open = false;
    for (std::size_t i = cluster.begin; i < cluster.end; ++i) {
        bool one_by_one = true;
        std::string_view const text = glyph_text(run, cluster, i, one_by_one);
        if (!one_by_one && !span_open && actual_text == ActualText::Allowed) {
            flush();
            std::string operands = "/Span<</ActualText";
            append_text_string(operands, cluster.text);
            out_.begin_mark(operands + ">>");
            span_open = true;
        }
        show_glyph(run.glyphs[i], text, moves_[i]);
    }
    if (!span_open) return;
    flush();
    out_.end_mark();
}

void TextEncoder::show_glyph(text::Glyph const& glyph, std::string_view text, std::int64_t move) {
    std::int64_t const rise = glyph.y_offset == 0 ? 0 : scaled(Length::from_raw(glyph.y_offset), 1000, Length::kUnitsPerPoint).raw();
    if (rise != rise_milli_) {
        flush();
        out_.set_rise(rise_milli_ = rise);
    }
    if (move != 0) {
        if (string_open_) array_ += ')';
        string_open_ = false;
        append_fixed(array_, -move, 1);
        adjusted_ = true;
    }
    if (!string_open_) array_ += '(';
    string_open_ = true;
    show_code(fonts_.code(font_, glyph.id, text).cid);
}

void TextEncoder::flush() {
    if (array_.empty()) return;
    if (string_open_) array_ += ')';
    out_.show_text(array_, adjusted_);
    array_.clear();
    string_open_ = adjusted_ = false;
}

// Greedy: a correction is kept for as long as one value will do for all places since it began. That is the fewest changes, as for
// any family of intervals on a line.
std::vector<std::int64_t> plan_corrections(std::vector<Tick> const& drift, Tick unit, Tick tolerance) {
    std::vector<std::int64_t> moves(drift.size(), 0);
    std::int64_t correction = 0, last_move = 0;
    for (std::size_t begin = 0; begin < drift.size();) {
        // What the correction may be: multiples of the unit from `low` to `high`. At first it is none, if that will do.
        std::int64_t low = ceiling_quotient(drift[begin] - tolerance, unit), high = floor_quotient(drift[begin] + tolerance, unit);
        if (low > high) low = high = rounded_quotient(drift[begin], unit);
        if (begin == 0 && low <= 0 && high >= 0) low = high = 0;
        std::size_t end = begin + 1;
        for (; end < drift.size(); ++end) {
            // Divided only where a bound is drawn in, which is seldom.
            Tick const least = drift[end] - tolerance, most = drift[end] + tolerance;
            std::int64_t const next_low = least <= low * unit ? low : ceiling_quotient(least, unit);
            std::int64_t const next_high = most >= high * unit ? high : floor_quotient(most, unit);
            if (next_low > next_high) break;
            low = next_low;
            high = next_high;
        }
        std::int64_t const chosen = std::clamp(correction + last_move, low, high);
        moves[begin] = chosen - correction;
        if (std::abs(moves[begin]) > kSmallMove) last_move = moves[begin];
        correction = chosen;
        begin = end;
    }
    return moves;
}

}  // namespace offprint::pdf
