#include "lua/operators.h"

#include "data/calculation.h"

namespace offprint::lua {
namespace {

using data::Date;
using data::Datum;
using data::Decimal;

std::nullopt_t refuse(Fault& fault, std::string message, std::string hint = {}) {
    fault.code = "E354";
    fault.message = std::move(message);
    fault.hint = std::move(hint);
    return std::nullopt;
}

std::string shown(std::string const& text) { return text.size() <= 60 ? text : text.substr(0, 57) + "..."; }

bool is_meaningless(Datum const& value) {
    auto const* const text = value.get<std::string>();
    return text != nullptr && *text == data::kNotMeaningful;
}

std::nullopt_t refuse_empty(Fault& fault) {
    fault.code = "E330";
    fault.message = "a value is empty here, and an empty one cannot be calculated with";
    fault.hint = "say what holds then: (x or 0), or test it before: x and x * 2";
    return std::nullopt;
}

/// A number, or a text that is one, as a cell is.
std::optional<Decimal> number_of(Datum const& value, Fault& fault) {
    if (auto const* const number = value.get<Decimal>()) return *number;
    if (auto const* const text = value.get<std::string>()) {
        if (auto const number = data::parse_decimal(*text)) return number;
        return refuse(fault, "'" + shown(*text) + "' is not a number");
    }
    if (value.is_null()) return refuse_empty(fault);
    return refuse(fault, "a number is wanted here, and this is " + std::string(kind_of(value)));
}

std::optional<Datum> with_days(Date date, Decimal days, bool back, Fault& fault) {
    auto const count = data::whole_number(days);
    if (!count || *count > 4'000'000 || *count < -4'000'000) return refuse(fault, "a date goes on by whole days", "as in params.as_of - 365d");
    auto const made = data::date_of(data::day_number(date) + (back ? -*count : *count));
    if (!made) return refuse(fault, "this date is outside the years 1 to 9999");
    return Datum{*made};
}

std::optional<Datum> calculate_dates(Operator what, Datum const& a, Datum const& b, Fault& fault) {
    auto const* const first = a.get<Date>();
    auto const* const second = b.get<Date>();
    if (first != nullptr && second != nullptr) {
        if (what == Operator::Subtract) return Datum{Decimal{data::day_number(*first) - data::day_number(*second), 0}};
        return refuse(fault, "of two dates only the difference in days can be had");
    }
    bool const fits = (what == Operator::Add) || (what == Operator::Subtract && first != nullptr);
    if (!fits) return refuse(fault, "a date and days can be added, or days taken from a date", "as in params.as_of - 365d");
    auto const days = number_of(first != nullptr ? b : a, fault);
    return days ? with_days(first != nullptr ? *first : *second, *days, what == Operator::Subtract, fault) : std::nullopt;
}

std::optional<Decimal> raise(Decimal base, Decimal exponent, Fault& fault) {
    auto const whole = data::whole_number(exponent);
    if (whole && *whole >= -1000 && *whole <= 1000) return data::power(base, static_cast<int>(*whole));
    if (compare(exponent, Decimal{5, -1}) == 0 && !base.negative()) return data::root(base, 2);
    refuse(fault, "a power is a whole number up to 1000, or 0.5", "a yearly rate is cagr(first, last, years)");
    return std::nullopt;
}

/// A text to join: a number is written out in full.
bool join(std::string& out, Datum const& value, Fault& fault) {
    if (auto const* const text = value.get<std::string>())
        out += *text;
    else if (auto const* const number = value.get<Decimal>())
        out += data::plain_text(*number);
    else if (auto const* const date = value.get<Date>())
        out += date->iso();
    else if (value.is_null())
        return refuse_empty(fault), false;
    else
        return refuse(fault, "'..' joins texts, and this is " + std::string(kind_of(value))), false;
    return true;
}

}  // namespace

std::string_view kind_of(Datum const& value) {
    constexpr std::string_view kKinds[] = {"empty", "a truth", "a number", "a date", "a text", "a list", "a map", "rows", "a row"};
    return kKinds[value.value.index()];
}

std::optional<Datum> calculate(Operator what, Datum const& a, Datum const& b, Fault& fault) {
    if (what == Operator::Join) {
        std::string out;
        if (!join(out, a, fault) || !join(out, b, fault)) return std::nullopt;
        return Datum{std::move(out)};
    }
    if (is_meaningless(a) || is_meaningless(b)) return Datum{std::string(data::kNotMeaningful)};
    if (a.get<Date>() != nullptr || b.get<Date>() != nullptr) return calculate_dates(what, a, b, fault);
    auto const x = number_of(a, fault);
    auto const y = x ? number_of(b, fault) : std::nullopt;
    if (!y) return std::nullopt;
    std::optional<Decimal> result;
    bool const divides = what == Operator::Divide || what == Operator::Remainder;
    if ((divides && y->zero()) || (what == Operator::Power && x->zero() && y->negative())) return Datum{std::string(data::kNotMeaningful)};
    switch (what) {
        case Operator::Add: result = data::sum(*x, *y); break;
        case Operator::Subtract: result = data::difference(*x, *y); break;
        case Operator::Multiply: result = data::product(*x, *y); break;
        case Operator::Divide: result = data::quotient(*x, *y); break;
        case Operator::Remainder: result = data::remainder(*x, *y); break;
        case Operator::Power: result = raise(*x, *y, fault); break;
        case Operator::Negate: result = Decimal{-x->mantissa, x->exponent}; break;
        case Operator::Join: break;
    }
    if (!result && fault.message.empty()) refuse(fault, "this number is too large, or too small, to be held");
    return result ? std::optional(Datum{*result}) : std::nullopt;
}

std::optional<bool> compare_values(Order order, Datum const& a, Datum const& b, Fault& fault) {
    auto const decide = [order](int sign) { return order == Order::Less ? sign < 0 : order == Order::LessOrEqual ? sign <= 0 : sign == 0; };
    if (is_meaningless(a) || is_meaningless(b)) return order == Order::Equal && is_meaningless(a) && is_meaningless(b);
    if (order == Order::Equal && (a.is_null() || b.is_null())) return a.is_null() && b.is_null();
    if (a.is_null() || b.is_null()) return refuse_empty(fault);
    auto const* const text_a = a.get<std::string>();
    auto const* const text_b = b.get<std::string>();
    if (text_a != nullptr && text_b != nullptr) {
        if (order == Order::Equal) return *text_a == *text_b;
        // Two cells without a type are compared as numbers if they are.
        auto const x = data::parse_decimal(*text_a), y = data::parse_decimal(*text_b);
        return decide(x && y ? data::compare(*x, *y) : text_a->compare(*text_b));
    }
    auto const* const date_a = a.get<Date>();
    auto const* const date_b = b.get<Date>();
    if (date_a != nullptr || date_b != nullptr) {
        auto const x = date_a != nullptr ? std::optional(*date_a) : text_a != nullptr ? data::parse_date(*text_a) : std::nullopt;
        auto const y = date_b != nullptr ? std::optional(*date_b) : text_b != nullptr ? data::parse_date(*text_b) : std::nullopt;
        if (!x || !y) return refuse(fault, "a date is compared with a date", "written as '2026-06-15'");
        return decide(*x < *y ? -1 : *y < *x ? 1 : 0);
    }
    bool const numbers = a.get<Decimal>() != nullptr || b.get<Decimal>() != nullptr;
    if (numbers && order == Order::Equal && (text_a != nullptr || text_b != nullptr))
        return refuse(fault, "a text and a number are never equal",
                      "give the column a type, or write the number without quotes; number(x) makes one of a text");
    if (numbers) {
        auto const x = number_of(a, fault);
        auto const y = x ? number_of(b, fault) : std::nullopt;
        return y ? std::optional(decide(data::compare(*x, *y))) : std::nullopt;
    }
    if (order == Order::Equal && a.get<bool>() != nullptr && b.get<bool>() != nullptr) return *a.get<bool>() == *b.get<bool>();
    return refuse(fault, std::string(kind_of(a)) + " and " + std::string(kind_of(b)) + " cannot be compared");
}

}  // namespace offprint::lua
