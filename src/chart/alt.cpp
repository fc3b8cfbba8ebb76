#include "chart/alt.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/number.h"
#include "base/utf8.h"
#include "chart/ticks.h"

namespace offprint::chart {
namespace {

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !utf8::is_continuation(c); }));
}

/// At most `most` code points; what is cut off is replaced by an ellipsis.
std::string cut(std::string text, std::size_t most) {
    if (code_points(text) <= most) return text;
    std::size_t at = 0;
    for (std::size_t i = 0; i + 1 < most; ++i) utf8::next(text, at);
    text.resize(at);
    while (!text.empty() && (text.back() == ' ' || text.back() == ',')) text.pop_back();
    return text + "…";
}

}  // namespace

bool AltText::add(std::string_view joint, std::string_view part, std::size_t reserve) {
    if (code_points(text_) + code_points(joint) + code_points(part) + reserve + 1 > kMost) return false;
    text_.append(joint).append(part);
    return true;
}

std::string AltText::finish() && {
    if (!text_.ends_with('.')) text_ += '.';
    return cut(std::move(text_), kMost);
}

std::string change_percent(data::Decimal first, data::Decimal last) {
    if (first.zero() || first.negative() || last.negative()) return {};
    // Both at the magnitude of the first, so that no power of ten is lost.
    int const shift = -magnitude(first);
    double const percent = (shifted(last, shift) / shifted(first, shift) - 1.0) * 100.0;
    if (std::abs(percent) > 9999.0) return {};
    auto const whole = static_cast<std::int64_t>(percent < 0 ? percent - 0.5 : percent + 0.5);
    std::string out = whole > 0 ? "+" : whole < 0 ? "\u2212" : "";
    append_integer(out, whole < 0 ? -whole : whole);
    return out + "%";
}

std::string change_in_words(SeriesSpan const& span, bool verb, bool places) {
    std::string out;
    int const order = compare(span.first, span.last);
    if (verb) out = order < 0 ? "rises " : order > 0 ? "falls " : "goes ";
    auto place = [&](std::string const& x) { return places ? " (" + x + ")" : std::string(); };
    out += "from " + span.first_text + place(span.first_x) + " to " + span.last_text + place(span.last_x);
    if (std::string const percent = change_percent(span.first, span.last); !percent.empty()) out += ", " + percent;
    return out;
}

}  // namespace offprint::chart
