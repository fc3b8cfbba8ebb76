#include "data/number_format.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace offprint::data {
namespace {

constexpr int kMaxDecimals = 15, kMaxIntegerDigits = 18;

struct Preset {
    std::string_view name, pattern;
    int scale_exponent;
    std::string_view currency = {};
};

/// Values are shares of one: pct, pp and bps scale it. No-break spaces keep number and unit together.
constexpr Preset kPresets[] = {
    {"money", "#,##0.00", 0, "$"}, {"pct", "0.0%", 0},     {"pp", "+0.0\"\u00A0pp\"", 2}, {"bps", "+0\"\u00A0bps\"", 4},
    {"mult", "0.0\"\u00D7\"", 0},  {"shares", "#,##0", 0}, {"int", "#,##0", 0},
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Reads the sections of one format from left to right.
class Reader {
public:
    Reader(SourcedText const& text, Diagnostics& diagnostics) : source_(text), text_(text.text), diagnostics_(diagnostics) {}

    std::optional<NumberFormat> read() {
        NumberFormat format;
        for (;;) {
            NumberSection section;
            std::size_t const begin = at_;
            if (!read_section(section)) return std::nullopt;
            // An empty section prints nothing; an empty format is a slip.
            if (!section.has_number && begin == at_ && format.sections.empty()) {
                fail(0, "a number format is empty", "write '0' for whole numbers");
                return std::nullopt;
            }
            format.sections.push_back(std::move(section));
            if (at_ >= text_.size()) return format;
            if (format.sections.size() == 3) {
                fail(at_, "a number format has at most three sections: positive; negative; zero", "");
                return std::nullopt;
            }
            ++at_;
        }
    }

private:
    bool fail(std::size_t at, std::string message, std::string hint) {
        std::size_t next = at;
        if (next < text_.size()) utf8::next(text_, next);
        diagnostics_.error("E207", source_.span(at, next), std::move(message), std::move(hint));
        return false;
    }

    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    static bool in_pattern(char c) { return c == '0' || c == '#' || c == '.' || c == ','; }

    bool read_section(NumberSection& section) {
        section.has_number = false;
        while (at_ < text_.size() && text_[at_] != ';') {
            bool const fine = in_pattern(peek()) ? read_pattern(section) : read_other(section);
            if (!fine) return false;
        }
        return true;
    }

    /// `#,##0.0#,,` and the 'a' or '%' right after it.
    bool read_pattern(NumberSection& section) {
        std::size_t const begin = at_;
        if (section.has_number) return fail(begin, "a section shows one number", "a digit, comma or point that is text goes in quotes");
        section.has_number = true;
        section.minimum_integer_digits = 0;
        std::size_t end = at_;
        while (end < text_.size() && in_pattern(text_[end])) ++end;
        std::string_view const pattern = std::string_view(text_).substr(begin, end - begin);
        std::size_t const point = std::min(pattern.find('.'), pattern.size());
        std::string_view const whole = pattern.substr(0, point), decimals = pattern.substr(std::min(point + 1, pattern.size()));
        if (std::size_t const second = decimals.find('.'); second != std::string_view::npos)
            return fail(begin + point + 1 + second, "a number has one point", "");
        if (!read_whole(whole, begin, section) || !read_decimals(decimals, begin + point + 1, section)) return false;
        if (pattern.find_first_of("0#") == std::string_view::npos)
            return fail(begin, "a comma or point needs digits ('0' or '#')", "put it in quotes when it is text");
        at_ = end;
        if (peek() == 'a' && !is_letter(peek(1))) {
            section.automatic_scale = true;
            ++at_;
        }
        return true;
    }

    bool read_whole(std::string_view whole, std::size_t begin, NumberSection& section) {
        std::size_t const last = whole.find_last_of("0#");
        int digits = 0;
        for (std::size_t i = 0; i < whole.size(); ++i) {
            if (whole[i] == ',') {
                if (last == std::string_view::npos || i > last) {
                    section.scale_exponent -= 3;
                } else if (i == 0) {
                    return fail(begin, "a number format cannot start with a comma", "write '#,##0'");
                } else {
                    section.grouping = true;
                }
                continue;
            }
            ++digits;
            // '0' after which '#' stands shows that digit too.
            if (whole[i] == '0' || section.minimum_integer_digits > 0) ++section.minimum_integer_digits;
        }
        if (digits > kMaxIntegerDigits) return fail(begin, fmt::format("a number format has at most {} digits before the point", kMaxIntegerDigits), "");
        return true;
    }

    bool read_decimals(std::string_view decimals, std::size_t begin, NumberSection& section) {
        bool scaling = false;
        for (std::size_t i = 0; i < decimals.size(); ++i) {
            if (decimals[i] == ',') {
                scaling = true;
                section.scale_exponent -= 3;
                continue;
            }
            if (scaling) return fail(begin + i, "a comma after the point stands at the end, where it divides by a thousand", "");
            ++section.maximum_decimals;
            if (decimals[i] == '0') section.minimum_decimals = section.maximum_decimals;
        }
        if (section.maximum_decimals > kMaxDecimals) return fail(begin, fmt::format("a number format has at most {} decimals", kMaxDecimals), "");
        return true;
    }

    /// Literals, the sign and the percent sign.
    bool read_other(NumberSection& section) {
        std::string& out = section.has_number ? section.suffix : section.prefix;
        char const c = peek();
        std::size_t const begin = at_;
        switch (c) {
            case '"': {
                std::size_t const end = text_.find('"', at_ + 1);
                if (end == std::string::npos) return fail(begin, "a quote is not closed", "");
                out.append(text_, at_ + 1, end - at_ - 1);
                at_ = end + 1;
                return true;
            }
            case '\\':
                ++at_;
                if (at_ == text_.size()) return fail(begin, "a backslash needs a character after it", "");
                break;
            case '%':
                if (!section.has_number) return fail(begin, "'%' stands after the digits", "write '0%', or '\"%\"' when it is text");
                if (section.percent) return fail(begin, "one '%' is enough", "");
                section.scale_exponent += 2;
                section.percent = out.empty();
                if (!out.empty()) out += '%';  // its own space stands before it: `0 %`
                ++at_;
                return true;
            case '+':
                if (section.has_number) break;
                section.always_sign = true;
                ++at_;
                return true;
            case '-':
                out += "\u2212";
                ++at_;
                return true;
            case '[': return fail(begin, "colours and conditions in brackets are not supported", "styles come from the layout");
            case '?':
            case '*':
            case '_':
            case '@': return fail(begin, fmt::format("'{}' of a number format is not supported", c), "put it in quotes when it is text");
            default:
                if (is_letter(c)) return fail_letter();
        }
        std::size_t end = at_;
        utf8::next(text_, end);
        out.append(text_, at_, end - at_);
        at_ = end;
        return true;
    }

    bool fail_letter() {
        std::size_t end = at_;
        while (end < text_.size() && is_letter(text_[end])) ++end;
        std::string const word = text_.substr(at_, end - at_);
        diagnostics_.error("E207", source_.span(at_, end), fmt::format("letters in a number format go in quotes, here '{}'", word),
                           fmt::format("write \"{}\" in double quotes", word));
        return false;
    }

    SourcedText const& source_;
    std::string const& text_;
    Diagnostics& diagnostics_;
    std::size_t at_ = 0;
};

}  // namespace

std::optional<NumberFormat> parse_number_format(SourcedText const& text, Diagnostics& diagnostics) {
    auto const preset = std::find_if(std::begin(kPresets), std::end(kPresets), [&](Preset const& p) { return p.name == text.text; });
    if (preset == std::end(kPresets)) return Reader(text, diagnostics).read();
    SourcedText const pattern{std::string(preset->pattern)};
    auto format = Reader(pattern, diagnostics).read();
    if (!format) return format;
    format->sections.front().scale_exponent += preset->scale_exponent;
    format->sections.front().currency = preset->currency;
    return format;
}

std::optional<NumberFormat> parse_number_format(std::string_view text) {
    Diagnostics unused;
    return parse_number_format(SourcedText(std::string(text)), unused);
}

}  // namespace offprint::data
