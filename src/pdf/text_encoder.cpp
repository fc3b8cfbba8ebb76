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

std::int64_t rounded_quotient(std::int64_t a, std::int64_t positive) { return (a < 0 ? a - positive / 2 : a + positive / 2) / positive; }

std::size_t code_point_count(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !utf8::is_continuation(c); }));
}

/// Whether the clusters ascend, as they do in left to right text.
bool in_text_order(text::GlyphRun const& run) {
    return std::is_sorted(run.glyphs.begin(), run.glyphs.end(), [](auto const& a, auto const& b) { return a.cluster < b.cluster; });
}

}  // namespace

std::vector<TextEncoder::Cluster> TextEncoder::clusters(text::GlyphRun const& run) const {
    std::string_view const text = run.text;
    if (!in_text_order(run)) return {{0, run.glyphs.size(), text, true}};
    std::vector<Cluster> result;
    for (std::size_t begin = 0; begin < run.glyphs.size();) {
        std::size_t end = begin + 1;
        while (end < run.glyphs.size() && run.glyphs[end].cluster == run.glyphs[begin].cluster) ++end;
        std::size_t const from = std::min<std::size_t>(begin == 0 ? 0 : run.glyphs[begin].cluster, text.size());
        std::size_t const to = end == run.glyphs.size() ? text.size() : std::min<std::size_t>(run.glyphs[end].cluster, text.size());
        result.push_back({begin, end, text.substr(from, to - from), end - begin > 1});
        begin = end;
    }
    return result;
}

// The text of one glyph of a cluster. One glyph has it all; glyphs that are their characters' own, one by one in order, have one
// each and need no ActualText; else the first glyph has all of it and the others none, for readers that know no ActualText.
std::string_view TextEncoder::glyph_text(text::GlyphRun const& run, Cluster const& cluster, std::size_t glyph, bool& one_by_one) const {
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
    std::vector<Tick> extra;
    extra.reserve(run.glyphs.size());
    int const units = std::max(run.face->metrics().units_per_em, 1);
    for (std::size_t i = 0; i + 1 < run.glyphs.size(); ++i) {
        std::int64_t const width = rounded_quotient(2000LL * run.face->advance(run.glyphs[i].id), 2 * units);
        extra.push_back(to_ticks(run.glyphs[i].advance) - width * size_milli_ * 10);
    }
    auto const middle = extra.begin() + static_cast<std::ptrdiff_t>(extra.size() / 2);
    std::nth_element(extra.begin(), middle, extra.end());
    std::int64_t const milli = rounded_quotient(*middle, kTicksPerPoint / 1000);
    return std::abs(milli) < kLeastTrackingMilli ? 0 : milli;
}

void TextEncoder::show(draw::GlyphRunItem const& item, ActualText actual_text) {
    text::GlyphRun const& run = item.run;
    size_milli_ = scaled(run.size, 1000, Length::kUnitsPerPoint).raw();
    if (run.glyphs.empty() || size_milli_ <= 0) return;
    font_ = fonts_.use(run.face);
    out_.begin_text();
    out_.set_fill(run.color);
    out_.set_font(font_, size_milli_);
    out_.set_character_space(space_milli_ = tracking_milli(run));
    Centi const x = to_centi(item.origin.x);
    out_.move_text(x, to_centi(item.origin.y - run.rise));
    pen_ = x * kTicksPerCenti;
    rise_milli_ = 0;

    std::int64_t raw = item.origin.x.raw();
    for (Cluster const& cluster : clusters(run)) {
        bool span_open = false;
        for (std::size_t i = cluster.begin; i < cluster.end; ++i) {
            bool one_by_one = true;
            std::string_view const text = cluster.needs_actual_text ? glyph_text(run, cluster, i, one_by_one) : cluster.text;
            if (!one_by_one && !span_open && actual_text == ActualText::Allowed) {
                flush();
                std::string operands = "/Span<</ActualText";
                append_text_string(operands, cluster.text);
                out_.begin_mark(operands + ">>");
                span_open = true;
            }
            show_glyph(run.glyphs[i], text, raw);
            raw += run.glyphs[i].advance;
        }
        if (!span_open) continue;
        flush();
        out_.end_mark();
    }
    flush();
    out_.set_rise(0);
}

void TextEncoder::show_glyph(text::Glyph const& glyph, std::string_view text, std::int64_t origin_raw) {
    std::int64_t const rise = scaled(Length::from_raw(glyph.y_offset), 1000, Length::kUnitsPerPoint).raw();
    if (rise != rise_milli_) {
        flush();
        out_.set_rise(rise_milli_ = rise);
    }
    adjust_to(to_ticks(origin_raw + glyph.x_offset));
    FontEmbedder::Code const& code = fonts_.code(font_, glyph.id, text);
    if (!string_open_) array_ += '(';
    string_open_ = true;
    for (int const byte : {code.cid >> 8, code.cid & 0xFF}) {
        char const c = static_cast<char>(byte);
        if (c == '(' || c == ')' || c == '\\') array_ += '\\';
        array_ += c;
    }
    pen_ += code.width * size_milli_ * 10 + space_milli_ * (kTicksPerPoint / 1000);
}

void TextEncoder::adjust_to(Tick wanted) {
    Tick const off = wanted - pen_;
    if (std::abs(off) <= kTolerance) return;
    // TJ moves back by thousandths of an em: size_milli * 10 ticks each.
    bool const fine = size_milli_ > kFineSizeMilli;
    std::int64_t const tenths = fine ? rounded_quotient(-off, size_milli_) : 10 * rounded_quotient(-off, size_milli_ * 10);
    if (string_open_) array_ += ')';
    string_open_ = false;
    append_fixed(array_, tenths, 1);
    adjusted_ = true;
    pen_ -= tenths * size_milli_;
}

void TextEncoder::flush() {
    if (array_.empty()) return;
    if (string_open_) array_ += ')';
    out_.show_text(array_, adjusted_);
    array_.clear();
    string_open_ = adjusted_ = false;
}

}  // namespace offprint::pdf
