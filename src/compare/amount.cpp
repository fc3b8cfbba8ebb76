#include "compare/amount.h"

#include <algorithm>
#include <cmath>

#include "fmt/format.h"

namespace offprint::compare {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

constexpr std::string_view kMinus[] = {"-", "\u2212", "\u2013"};
constexpr std::string_view kGroups[] = {"'", "\u2019", "\u00A0", "\u202F", "\u2009", " "};

/// Whether a sign that stands once between digits parts groups of three, not decimals.
bool parts_groups(std::string_view digits, char sign, char decimal_sign) {
    if (std::count(digits.begin(), digits.end(), sign) > 1) return true;
    return sign != decimal_sign && digits.size() - digits.rfind(sign) == 4;
}

/// The digits with a plain point; `decimals` counts those behind it.
std::string plain(std::string_view digits, char decimal_sign, int& decimals) {
    std::string out(digits);
    for (std::string_view const group : kGroups)
        for (std::size_t at; (at = out.find(group)) != std::string::npos;) out.erase(at, group.size());
    std::size_t const last = out.find_last_of(".,");
    if (last == std::string::npos) return out;
    char const sign = out[last], other = sign == '.' ? ',' : '.';
    bool const both = out.find(other) != std::string::npos;
    bool const groups = both ? std::count(out.begin(), out.end(), sign) > 1 : parts_groups(out, sign, decimal_sign);
    std::string plain_digits;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (is_digit(out[i]))
            plain_digits += out[i];
        else if (i == last && !groups)
            plain_digits += '.';
    }
    if (!groups) decimals = static_cast<int>(out.size() - last - 1);
    return plain_digits;
}

/// Powers of ten of the short words for large numbers.
std::optional<int> power(std::string_view unit) {
    constexpr std::pair<std::string_view, int> kPowers[] = {{"K", 3}, {"k", 3}, {"M", 6}, {"m", 6}, {"mn", 6}, {"B", 9}, {"bn", 9}, {"T", 12}, {"tn", 12}};
    for (auto const& [word, exponent] : kPowers)
        if (word == unit) return exponent;
    return std::nullopt;
}

bool is_year(Amount const& amount) {
    return amount.before.empty() && !amount.grouped && amount.decimals == 0 && amount.value.exponent == 0 && amount.value.mantissa >= 1800 &&
           amount.value.mantissa <= 2199 && (amount.behind.empty() || amount.behind == "E" || amount.behind == "A");
}

std::string percent(double before, double after) {
    if (before == 0) return {};
    double const change = (after - before) / std::abs(before) * 100;
    return std::abs(change) < 1e6 ? fmt::format(" ({}{:.1f}%)", change < 0 ? "\u2212" : "+", std::abs(change)) : std::string();
}

/// A difference with as many decimals as the longer of the two numbers has.
std::string signed_number(std::int64_t scaled, int decimals, std::string_view before, std::string_view behind) {
    std::string digits = std::to_string(scaled < 0 ? -scaled : scaled);
    auto const places = static_cast<std::size_t>(decimals);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    if (places > 0) digits.insert(digits.size() - places, ".");
    return fmt::format("{}{}{}{}", scaled < 0 ? "\u2212" : "+", before, digits, behind);
}

}  // namespace

std::optional<Amount> read_amount(std::string_view text, char decimal_sign) {
    while (take(text, " ")) {}
    while (text.ends_with(' ')) text.remove_suffix(1);
    bool negative = text.size() > 2 && text.front() == '(' && text.back() == ')';
    if (negative) text = text.substr(1, text.size() - 2);
    for (std::string_view const minus : kMinus) negative |= take(text, minus);
    take(text, "+");
    Amount amount;
    std::size_t const begin = text.find_first_of("0123456789");
    if (begin == std::string_view::npos) return std::nullopt;
    amount.before = text.substr(0, begin);
    text.remove_prefix(begin);
    for (std::string_view const minus : kMinus)
        if (amount.before == minus) negative = true, amount.before.clear();
    std::size_t end = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (is_digit(text[i])) {
            end = ++i;
            continue;
        }
        std::size_t width = text[i] == '.' || text[i] == ',' ? 1 : 0;
        for (std::string_view const group : kGroups)
            if (text.substr(i).starts_with(group)) width = group.size();
        if (width == 0 || i + width >= text.size() || !is_digit(text[i + width])) break;
        i += width;
    }
    amount.behind = text.substr(end);
    for (std::string_view const space : {"\u00A0", "\u202F", "\u2009", " "})
        if (std::string_view(amount.behind).starts_with(space)) amount.behind.erase(0, space.size());
    // A sentence is no number, nor is a date.
    if (amount.before.size() > 4 || amount.behind.size() > 6 || amount.behind.find_first_of("0123456789/: ") != std::string::npos) return std::nullopt;
    std::string const digits = plain(text.substr(0, end), decimal_sign, amount.decimals);
    amount.grouped = digits.size() < end;
    std::optional<data::Decimal> const value = data::parse_decimal((negative ? "-" : "") + digits);
    if (!value || amount.decimals > 15) return std::nullopt;
    amount.value = *value;
    return amount;
}

std::string difference(Amount const& before, Amount const& after) {
    if (before.before != after.before || (is_year(before) && is_year(after))) return {};
    double const was = before.value.to_double(), is = after.value.to_double();
    if (before.behind != after.behind) {
        auto const one = power(before.behind), other = power(after.behind);
        if (!one || !other) return {};
        std::string const share = percent(was * std::pow(10.0, *one), is * std::pow(10.0, *other));
        return share.empty() ? share : share.substr(2, share.size() - 3);
    }
    int const decimals = std::max(before.decimals, after.decimals);
    auto const a = data::rounded(before.value, decimals), b = data::rounded(after.value, decimals);
    if (!a || !b || *a == *b || std::abs(was) > 1e17 || std::abs(is) > 1e17) return {};
    if (after.behind == "%") return signed_number(*b - *a, decimals, "", " pp");
    return signed_number(*b - *a, decimals, after.before, after.behind) + percent(was, is);
}

std::string difference(std::string_view before, std::string_view after, char decimal_sign) {
    auto const a = read_amount(before, decimal_sign), b = read_amount(after, decimal_sign);
    return a && b ? difference(*a, *b) : std::string();
}

}  // namespace offprint::compare
