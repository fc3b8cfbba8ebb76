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

/// Whether a run is long enough to tell what its constant space is; a shorter one takes that of the run before it.
bool has_own_space(text::GlyphRun const& run) { return run.glyphs.size() >= 3; }

}  // namespace

/// Whether a glyph is but one more of the string that is open, as most are.
inline bool TextEncoder::goes_on(text::Glyph const& glyph, std::int64_t move) const {
    return string_open_ && move == 0 && rise_milli_ == 0 && glyph.y_offset == 0;
}

inline void TextEncoder::show_byte(int byte) {
    char const c = static_cast<char>(byte);
    if (c == '(' || c == ')' || c == '\\') array_ += '\\';
    array_ += c;
}

inline void TextEncoder::show_code(std::uint16_t cid) {
    if (!is_short_code(cid)) show_byte(cid >> 8);
    show_byte(cid & 0xFF);
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

void TextEncoder::measure(std::span<text::Glyph const> glyphs) {
    widths_.resize(glyphs.size());
    Tick const milli = size_milli_ * 10;
    Tick* width = widths_.data();
    for (text::Glyph const& glyph : glyphs) *width++ = fonts_.width(font_, glyph.id) * milli;
    if (expansion_ != 0)
        for (Tick& one : widths_) one = expanded(one);
}

// What every glyph of the run is moved on by beyond its width: the median, so that kerning and justified spaces do not matter.
std::int64_t TextEncoder::tracking_milli(text::GlyphRun const& run) {
    if (!has_own_space(run)) return space_milli_;
    std::size_t const count = run.glyphs.size() - 1, middle = count / 2;
    extra_.resize(count);
    // Most text has none; that is told by counting, without the median itself.
    constexpr Tick kLeast = kLeastTrackingMilli * kTicksPerMilli - kTicksPerMilli / 2;
    std::size_t below = 0, above = 0;
    text::Glyph const* glyph = run.glyphs.data();
    Tick const* width = widths_.data();
    for (Tick& extra : extra_) {
        extra = to_ticks((glyph++)->advance) - *width++;
        below += extra <= -kLeast ? 1 : 0;
        above += extra >= kLeast ? 1 : 0;
    }
    if (below <= middle && middle < count - above) return 0;
    std::nth_element(extra_.begin(), extra_.begin() + static_cast<std::ptrdiff_t>(middle), extra_.end());
    return rounded_quotient(extra_[middle], kTicksPerMilli);
}

// Where each glyph is wanted against where the widths alone would put it, and what to do about it.
void TextEncoder::plan(draw::GlyphRunItem const& item, Centi x) {
    Tick pen = x * kTicksPerCenti;
    std::int64_t raw = item.origin.x.raw();
    // Both are expanded at once, as the viewer does: the sum is what is rounded.
    bool const is_plain = space_milli_ == 0;
    drift_.resize(item.run.glyphs.size());
    Tick* drift = drift_.data();
    Tick const* width = widths_.data();
    for (text::Glyph const& glyph : item.run.glyphs) {
        *drift++ = to_ticks(raw + glyph.x_offset) - pen;
        pen += is_plain ? *width++ : expanded(fonts_.width(font_, glyph.id) * size_milli_ * 10 + space_milli_ * kTicksPerMilli);
        raw += glyph.advance;
    }
    // TJ counts in thousandths of an em: size_milli * 10 ticks each, expanded like the glyphs.
    move_unit_ = size_milli_ > kFineSizeMilli ? 1 : 10;
    plan_corrections(drift_, expanded(size_milli_ * move_unit_), kTolerance, moves_);
}

void TextEncoder::show(draw::GlyphRunItem const& item, ActualText actual_text) {
    text::GlyphRun const& run = item.run;
    size_milli_ = scaled(run.size, 1000, Length::kUnitsPerPoint).raw();
    if (run.glyphs.empty() || size_milli_ <= 0) return;
    font_ = fonts_.use(run.face);
    expansion_ = run.expansion;
    out_.begin_text();
    out_.set_fill(run.color);
    out_.set_font(font_, size_milli_);
    out_.set_expansion(expansion_);
    Centi const x = to_centi(item.origin.x), y = to_centi(item.origin.y - run.rise);
    std::optional<RunMemo::Key> key;
    if (memo_ != nullptr) {
        key.emplace(RunMemo::key(run, item.origin.x, has_own_space(run) ? 0 : space_milli_));
        if (ShownRun const* const known = memo_->find(*key); known != nullptr && show_known(run, *known, x, y)) return;
    }
    measure(run.glyphs);
    out_.set_character_space(space_milli_ = tracking_milli(run));
    out_.move_text(x, y);
    rise_milli_ = 0;
    is_whole_ = true;
    plan(item, x);

    if (in_text_order(run)) {
        for (std::size_t begin = 0;;) {
            begin = show_bytes(run, begin);
            if (begin == run.glyphs.size()) break;
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
    close_string();
    if (key && is_whole_ && memo_->is_known(*key)) keep(*key);
    flush();
    out_.set_rise(0);
}

/// Shows a run as it was shown before; false, and nothing is shown, if its codes are others here.
bool TextEncoder::show_known(text::GlyphRun const& run, ShownRun const& known, Centi x, Centi y) {
    std::string_view const text = run.text;
    for (ShownRun::Code const& code : known.codes)
        if (fonts_.code(font_, code.glyph, text.substr(code.begin, code.length)).cid != code.cid) return false;
    out_.set_character_space(space_milli_ = known.space_milli);
    out_.move_text(x, y);
    out_.show_text(known.array, known.adjusted);
    return true;
}

/// Keeps the run that was just shown.
void TextEncoder::keep(RunMemo::Key const& key) {
    text::GlyphRun const& run = key.run;
    ShownRun shown{space_milli_, array_, adjusted_, {}};
    std::vector<std::uint16_t> cids;
    for (std::size_t i = 0; i < run.glyphs.size(); ++i) {
        std::string_view const text = cluster_at(run, i).text;
        std::uint16_t const cid = fonts_.code(font_, run.glyphs[i].id, text).cid;
        if (std::find(cids.begin(), cids.end(), cid) != cids.end()) continue;
        cids.push_back(cid);
        auto const begin = static_cast<std::uint32_t>(text.data() - run.text.data());
        shown.codes.push_back({run.glyphs[i].id, begin, static_cast<std::uint32_t>(text.size()), cid});
    }
    memo_->keep(key, std::move(shown));
}

/// Shows glyphs from `begin` on that go on with the open string, each one byte for one byte of text, as nearly all do; gives the first that does not.
std::size_t TextEncoder::show_bytes(text::GlyphRun const& run, std::size_t begin) {
    if (!string_open_ || rise_milli_ != 0) return begin;
    std::span<FontEmbedder::ByteCode const> const codes = fonts_.byte_codes(font_);
    std::span<text::Glyph const> const glyphs = run.glyphs;
    std::string_view const text = run.text;
    std::int64_t const* const moves = moves_.data();
    for (; begin < glyphs.size(); ++begin) {
        text::Glyph const& glyph = glyphs[begin];
        std::size_t const at = glyph.cluster, end = begin + 1 < glyphs.size() ? glyphs[begin + 1].cluster : text.size();
        if (moves[begin] != 0 || glyph.y_offset != 0 || end != at + 1 || end > text.size() || glyph.id >= codes.size()) break;
        FontEmbedder::ByteCode const code = codes[glyph.id];
        if (code.byte == 0 || code.text != text[at]) break;
        show_byte(code.byte);
    }
    return begin;
}

// Several glyphs: what they stand for is said around them, unless each has a character of its own.
void TextEncoder::show_cluster(text::GlyphRun const& run, Cluster const& cluster, ActualText actual_text) {
    bool span_open = false;
    is_whole_ = false;
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
        is_whole_ = false;
        flush();
        out_.set_rise(rise_milli_ = rise);
    }
    if (move != 0) {
        close_string();
        append_fixed(array_, -move * move_unit_, 1);
        adjusted_ = true;
    }
    if (!string_open_) array_ += '(';
    string_open_ = true;
    show_code(fonts_.code(font_, glyph.id, text).cid);
}

void TextEncoder::close_string() {
    if (string_open_) array_ += ')';
    string_open_ = false;
}

void TextEncoder::flush() {
    if (array_.empty()) return;
    close_string();
    out_.show_text(array_, adjusted_);
    array_.clear();
    adjusted_ = false;
}

// Greedy: a correction is kept for as long as one value will do for all places since it began. That is the fewest changes, as for
// any family of intervals on a line.
void plan_corrections(std::vector<Tick> const& drift, Tick unit, Tick tolerance, std::vector<std::int64_t>& moves) {
    moves.assign(drift.size(), 0);
    std::int64_t correction = 0, last_move = 0;
    for (std::size_t begin = 0; begin < drift.size();) {
        // What the correction may be: multiples of the unit from `low` to `high`. At first it is none, if that will do.
        std::int64_t low = ceiling_quotient(drift[begin] - tolerance, unit), high = floor_quotient(drift[begin] + tolerance, unit);
        if (low > high) low = high = rounded_quotient(drift[begin], unit);
        if (begin == 0 && low <= 0 && high >= 0) low = high = 0;
        // Drifts for which all of these will do; only where one lies outside a bound is drawn in.
        Tick least = high * unit - tolerance, most = low * unit + tolerance;
        std::size_t end = begin + 1;
        for (; end < drift.size(); ++end) {
            if (drift[end] >= least && drift[end] <= most) continue;
            std::int64_t const next_low = drift[end] <= most ? low : ceiling_quotient(drift[end] - tolerance, unit);
            std::int64_t const next_high = drift[end] >= least ? high : floor_quotient(drift[end] + tolerance, unit);
            if (next_low > next_high) break;
            low = next_low;
            high = next_high;
            least = high * unit - tolerance;
            most = low * unit + tolerance;
        }
        std::int64_t const chosen = std::clamp(correction + last_move, low, high);
        moves[begin] = chosen - correction;
        if (std::abs(moves[begin]) > kSmallMove) last_move = moves[begin];
        correction = chosen;
        begin = end;
    }
}

std::vector<std::int64_t> plan_corrections(std::vector<Tick> const& drift, Tick unit, Tick tolerance) {
    std::vector<std::int64_t> moves;
    plan_corrections(drift, unit, tolerance, moves);
    return moves;
}

}  // namespace offprint::pdf
