#include "bind/functions.h"

#include <algorithm>

#include "base/utf8.h"
#include "bind/rows.h"
#include "data/calculation.h"
#include "data/letter_case.h"
#include "data/number_format.h"
#include "data/table.h"
#include "fmt/format.h"

namespace offprint::bind {
namespace {

using data::Date;
using data::Datum;
using data::DatumList;
using data::Decimal;
using data::TableView;
using Arguments = std::span<Datum const>;
using Result = std::optional<Datum>;

std::nullopt_t refuse(Failure& failure, std::string message, std::string hint = {}) {
    failure = {"E354", std::move(message), std::move(hint)};
    return std::nullopt;
}

Datum meaningless() { return Datum{std::string(data::kNotMeaningful)}; }

/// Nothing stays nothing, and what has no meaning has none in another form.
bool passes(Datum const& value) {
    auto const* const text = value.get<std::string>();
    return value.is_null() || (text != nullptr && *text == data::kNotMeaningful);
}

std::optional<Decimal> number_at(Arguments arguments, std::size_t at, Failure& failure) {
    if (auto const number = number_in(arguments[at])) return number;
    auto const text = text_of_value(arguments[at]);
    return refuse(failure, text ? fmt::format("'{}' is not a number", text->substr(0, 60)) : "a number is wanted here"), std::nullopt;
}

/// A small whole number, such as decimals.
std::optional<int> whole_at(Arguments arguments, std::size_t at, int fallback, int most, Failure& failure) {
    if (at >= arguments.size()) return fallback;
    auto const number = number_in(arguments[at]);
    auto const whole = number ? data::whole_number(*number) : std::nullopt;
    if (!whole || *whole < 0 || *whole > most) return refuse(failure, fmt::format("a whole number from 0 to {} is wanted here", most)), std::nullopt;
    return static_cast<int>(*whole);
}

std::optional<std::string> text_at(Arguments arguments, std::size_t at, Failure& failure) {
    auto text = text_of_value(arguments[at]);
    if (!text) refuse(failure, arguments[at].is_null() ? "a text is wanted here, and this is empty" : "a text is wanted here");
    return text;
}

Result printed(Decimal value, data::NumberFormat const& format, Words const& words) {
    return Datum{data::format_number(value, format, data::number_locale(words.language))};
}

/// A preset with so many decimals.
Result preset(std::string_view name, int usual, Arguments arguments, Words const& words, Failure& failure) {
    if (passes(arguments[0])) return arguments[0];
    auto const value = number_at(arguments, 0, failure);
    auto const decimals = whole_at(arguments, 1, usual, 15, failure);
    if (!value || !decimals) return std::nullopt;
    auto format = data::parse_number_format(name);
    for (data::NumberSection& section : format->sections) section.minimum_decimals = section.maximum_decimals = *decimals;
    return printed(*value, *format, words);
}

Result money(Arguments arguments, Words const& words, Failure& failure) {
    if (passes(arguments[0])) return arguments[0];
    auto const value = number_at(arguments, 0, failure);
    auto const decimals = whole_at(arguments, 1, 2, 15, failure);
    if (!value || !decimals) return std::nullopt;
    auto format = data::parse_number_format("money");
    data::NumberSection& section = format->sections.front();
    section.minimum_decimals = section.maximum_decimals = *decimals;
    if (arguments.size() > 2 && !arguments[2].is_null()) {
        auto const scale = text_at(arguments, 2, failure);
        if (!scale) return std::nullopt;
        constexpr std::string_view kScales = "KMBT";
        std::size_t const known = scale->size() == 1 ? kScales.find((*scale)[0]) : kScales.npos;
        if (*scale == "a")
            section.automatic_scale = true;
        else if (known == kScales.npos)
            return refuse(failure, fmt::format("there is no scale '{}'", scale->substr(0, 20)), "K, M, B, T, or a for the one that fits");
        else {
            section.scale_word = 3 * (static_cast<int>(known) + 1);
            // Where the language has no word for it, the next smaller one is taken.
            data::NumberLocale const locale = data::number_locale(words.language);
            while (section.scale_word > 3 &&
                   std::none_of(locale.scales.begin(), locale.scales.end(), [&](auto const& w) { return w.exponent == section.scale_word; }))
                section.scale_word -= 3;
            section.scale_exponent = -section.scale_word;
        }
    }
    std::string code = "USD";
    if (arguments.size() > 3) {
        auto const asked = text_at(arguments, 3, failure);
        if (!asked) return std::nullopt;
        if (asked->size() != 3) return refuse(failure, fmt::format("'{}' is no currency", asked->substr(0, 20)), "ISO 4217: USD, EUR, CHF");
        code = *asked;
    }
    section.currency = std::string(data::currency_sign(code, words.language));
    return printed(*value, *format, words);
}

Result pct(Arguments a, Words const& w, Failure& f) { return preset("pct", 1, a, w, f); }
Result pp(Arguments a, Words const& w, Failure& f) { return preset("pp", 1, a, w, f); }
Result bps(Arguments a, Words const& w, Failure& f) { return preset("bps", 0, a, w, f); }
Result mult(Arguments a, Words const& w, Failure& f) { return preset("mult", 1, a, w, f); }

Result num(Arguments arguments, Words const& words, Failure& failure) {
    if (passes(arguments[0])) return arguments[0];
    auto const value = number_at(arguments, 0, failure);
    auto const pattern = arguments.size() > 1 ? text_at(arguments, 1, failure) : std::optional<std::string>("#,##0.##");
    if (!value || !pattern) return std::nullopt;
    Diagnostics faults;
    auto const format = data::parse_number_format(SourcedText(*pattern), faults);
    if (!format) return refuse(failure, faults.items().front().message, faults.items().front().hints.empty() ? "" : faults.items().front().hints.front());
    return printed(*value, *format, words);
}

Result round_number(Arguments arguments, Words const&, Failure& failure) {
    if (passes(arguments[0])) return arguments[0];
    auto const value = number_at(arguments, 0, failure);
    auto const decimals = whole_at(arguments, 1, 0, 15, failure);
    if (!value || !decimals) return std::nullopt;
    return Datum{data::round_to(*value, *decimals).value_or(*value)};
}

Result absolute(Arguments arguments, Words const&, Failure& failure) {
    if (passes(arguments[0])) return arguments[0];
    auto const value = number_at(arguments, 0, failure);
    if (!value) return std::nullopt;
    return Datum{Decimal{value->negative() ? -value->mantissa : value->mantissa, value->exponent}};
}

Result number(Arguments arguments, Words const&, Failure& failure) {
    if (passes(arguments[0])) return arguments[0];
    auto const value = number_at(arguments, 0, failure);
    return value ? Result(Datum{*value}) : std::nullopt;
}

/// `d MMM yyyy`: letters are parts of the date, what stands in single quotes and other signs is text.
std::optional<std::string> date_text(Date date, std::string_view pattern, Words const& words, Failure& failure) {
    std::string out;
    for (std::size_t at = 0; at < pattern.size();) {
        char const c = pattern[at];
        if (c == '\'') {
            std::size_t const end = std::min(pattern.find('\'', at + 1), pattern.size());
            out += end == at + 1 ? "'" : std::string(pattern.substr(at + 1, end - at - 1));
            at = std::min(end + 1, pattern.size());
            continue;
        }
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        std::size_t const end = letter ? std::min(pattern.find_first_not_of(c, at), pattern.size()) : at + 1;
        std::size_t const size = end - at;
        auto const month = static_cast<std::size_t>(date.month - 1);
        if (!letter)
            out += c;
        else if (c == 'd' && size <= 2)
            out += fmt::format("{:0{}}", date.day, size);
        else if (c == 'M' && size <= 2)
            out += fmt::format("{:0{}}", date.month, size);
        else if (c == 'M' && size == 3)
            out += words.short_months[month];
        else if (c == 'M' && size == 4)
            out += words.months[month];
        else if (c == 'y' && size == 2)
            out += fmt::format("{:02}", date.year % 100);
        else if (c == 'y' && (size == 4 || size == 1))
            out += fmt::format("{:04}", date.year);
        else if (c == 'Q' && size == 1)
            out += fmt::format("{}", (date.month + 2) / 3);
        else
            return refuse(failure, fmt::format("'{}' is no part of a date", pattern.substr(at, std::min<std::size_t>(size, 20))),
                          "d dd M MM MMM MMMM yy yyyy Q; words stand in single quotes"),
                   std::nullopt;
        at = end;
    }
    return out;
}

std::optional<Date> date_in(Datum const& value) {
    if (auto const* const date = value.get<Date>()) return *date;
    auto const* const text = value.get<std::string>();
    return text != nullptr ? data::parse_date(*text) : std::nullopt;
}

Result date(Arguments arguments, Words const& words, Failure& failure) {
    if (passes(arguments[0])) return arguments[0];
    auto const value = date_in(arguments[0]);
    auto const pattern = arguments.size() > 1 ? text_at(arguments, 1, failure) : std::optional<std::string>("d MMM yyyy");
    if (!pattern) return std::nullopt;
    if (!value) return refuse(failure, "this is no date", "dates are written 2026-06-15");
    auto text = date_text(*value, *pattern, words, failure);
    return text ? Result(Datum{std::move(*text)}) : std::nullopt;
}

/// 2026Q1, 2026-Q1: "Q1 2026"; 2026-03: "Mar 2026"; any other period as it is written.
Result period(Arguments arguments, Words const& words, Failure& failure) {
    if (passes(arguments[0])) return arguments[0];
    auto text = text_at(arguments, 0, failure);
    if (!text) return std::nullopt;
    auto const digits = [&](std::size_t at, std::size_t size) {
        return text->size() >= at + size && std::all_of(text->begin() + static_cast<std::ptrdiff_t>(at), text->begin() + static_cast<std::ptrdiff_t>(at + size),
                                                        [](char c) { return c >= '0' && c <= '9'; });
    };
    if (!digits(0, 4)) return Datum{*text};
    std::string const year = text->substr(0, 4);
    std::string const rest = text->substr(text->size() > 4 && (*text)[4] == '-' ? 5 : 4);
    std::size_t const q = rest.size();
    if ((q == 2 || q == 3) && rest[0] == 'Q' && rest[1] >= '1' && rest[1] <= '4' && (q == 2 || rest[2] == 'E' || rest[2] == 'A'))
        return Datum{fmt::format("{} {}", rest, year)};
    if (q == 2 && (*text)[4] == '-' && digits(5, 2) && rest >= "01" && rest <= "12")
        return Datum{fmt::format("{} {}", words.short_months[static_cast<std::size_t>((rest[0] - '0') * 10 + rest[1] - '1')], year)};
    return Datum{*text};
}

Result fallback(Arguments arguments, Words const&, Failure&) {
    auto const* const text = arguments[0].get<std::string>();
    return arguments[0].is_null() || (text != nullptr && text->empty()) ? arguments[1] : arguments[0];
}

Result direction(Arguments arguments, Words const&, Failure& failure) {
    if (passes(arguments[0])) return arguments[0];
    auto const value = number_at(arguments, 0, failure);
    auto const flat = arguments.size() > 4 ? number_at(arguments, 4, failure) : std::optional(Decimal{});
    if (!value || !flat) return std::nullopt;
    if (data::compare(*value, *flat) > 0) return arguments[1];
    if (data::compare(*value, Decimal{-flat->mantissa, flat->exponent}) < 0) return arguments[2];
    return arguments[3];
}

/// The forms of a noun: one and many, in Polish one, few and many (CLDR).
Result plural(Arguments arguments, Words const& words, Failure& failure) {
    if (passes(arguments[0])) return arguments[0];
    auto const value = number_at(arguments, 0, failure);
    if (!value) return std::nullopt;
    auto const whole = data::whole_number(*value);
    std::string_view const language = std::string_view(words.language).substr(0, 2);
    if (language == "fr" || language == "pt") {
        Decimal const size{value->negative() ? -value->mantissa : value->mantissa, value->exponent};
        return data::compare(size, Decimal{2, 0}) < 0 ? arguments[1] : arguments.back();
    }
    if (language == "pl" && arguments.size() == 4 && whole && *whole != 1) {
        std::int64_t const last = *whole % 10, two = *whole % 100;
        return last >= 2 && last <= 4 && (two < 12 || two > 14) ? arguments[2] : arguments[3];
    }
    return whole && *whole == 1 ? arguments[1] : arguments.back();
}

Result upper(Arguments arguments, Words const& words, Failure& failure) {
    if (passes(arguments[0])) return arguments[0];
    auto const text = text_at(arguments, 0, failure);
    return text ? Result(Datum{data::upper_case(*text, words.language)}) : std::nullopt;
}
Result lower(Arguments arguments, Words const& words, Failure& failure) {
    if (passes(arguments[0])) return arguments[0];
    auto const text = text_at(arguments, 0, failure);
    return text ? Result(Datum{data::lower_case(*text, words.language)}) : std::nullopt;
}

Result join(Arguments arguments, Words const&, Failure& failure) {
    auto const* const list = arguments[0].get<std::shared_ptr<DatumList const>>();
    if (list == nullptr) return refuse(failure, "a list is wanted here", "the values of a column are a list: data.peers.ticker");
    auto const between = arguments.size() > 1 ? text_at(arguments, 1, failure) : std::optional<std::string>(", ");
    auto const last = arguments.size() > 2 ? text_at(arguments, 2, failure) : between;
    if (!between || !last) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < (*list)->size(); ++i) {
        auto const text = text_of_value((**list)[i]);
        if (!text) return refuse(failure, fmt::format("value {} of the list is empty, or no text", i + 1));
        if (i > 0) out += i + 1 == (*list)->size() ? *last : *between;
        out += *text;
    }
    return Datum{std::move(out)};
}

// Finance. What has no meaning is n.m., never an error and never infinite.

Result ratio_less_one(Decimal before, Decimal after) {
    if (before.zero() || before.negative()) return meaningless();
    auto const ratio = data::quotient(after, before);
    auto const result = ratio ? data::difference(*ratio, Decimal{1, 0}) : std::nullopt;
    return result ? Datum{*result} : meaningless();
}

/// Two numbers, or nothing with `out` set where one is null or meaningless.
std::optional<std::pair<Decimal, Decimal>> two_numbers(Arguments arguments, Result& out, Failure& failure) {
    for (Datum const& value : arguments.first(2)) {
        if (!passes(value)) continue;
        out = value.is_null() ? Datum{} : meaningless();
        return std::nullopt;
    }
    auto const a = number_at(arguments, 0, failure);
    auto const b = a ? number_at(arguments, 1, failure) : std::nullopt;
    if (!b) return std::nullopt;
    return std::pair(*a, *b);
}

Result growth(Arguments arguments, Words const&, Failure& failure) {
    Result out;
    auto const pair = two_numbers(arguments, out, failure);
    return pair ? ratio_less_one(pair->first, pair->second) : out;
}

Result cagr(Arguments arguments, Words const&, Failure& failure) {
    Result out;
    auto const pair = two_numbers(arguments, out, failure);
    if (!pair) return out;
    auto const years = number_at(arguments, 2, failure);
    if (!years) return std::nullopt;
    auto const tenths = data::whole_number({years->mantissa, years->exponent + 1});
    if (!tenths || *tenths < 1 || *tenths > 1000) return refuse(failure, "years are a number from 0.1 to 100, with one decimal at most");
    if (pair->first.zero() || pair->first.negative() || pair->second.negative()) return meaningless();
    auto const ratio = data::quotient(pair->second, pair->first);
    bool const whole = *tenths % 10 == 0;
    auto const raised = ratio && !whole ? data::power(*ratio, 10) : ratio;
    auto const factor = raised ? data::root(*raised, static_cast<int>(whole ? *tenths / 10 : *tenths)) : std::nullopt;
    auto const result = factor ? data::difference(*factor, Decimal{1, 0}) : std::nullopt;
    return result ? Datum{*result} : meaningless();
}

std::optional<std::vector<Datum>> column_values(Datum const& rows, Datum const& name, Failure& failure) {
    auto const* const view = rows.get<TableView>();
    auto const* const column_name = name.get<std::string>();
    if (view == nullptr) return refuse(failure, "rows are wanted here", "as in data.holdings | sum('weight')"), std::nullopt;
    if (column_name == nullptr) return refuse(failure, "the name of a column is wanted here", "in quotes: sum('weight')"), std::nullopt;
    auto const column = column_of(*view->table, *column_name);
    if (!column) {
        std::string_view const meant = data::did_you_mean(*column_name, column_names(*view->table));
        failure = {"E352", fmt::format("'{}' has no column '{}'", view->table->name, column_name->substr(0, 60)),
                   meant.empty() ? fmt::format("columns: {}", fmt::join(column_names(*view->table), ", ")) : fmt::format("did you mean '{}'?", meant)};
        return std::nullopt;
    }
    std::vector<Datum> values;
    values.reserve(view->size());
    for (std::size_t i = 0; i < view->size(); ++i) values.push_back(cell_of(*view->table, *column, view->row(i)));
    return values;
}

/// Growth to the last row of a column from the one so many rows before, or from the second number to the first.
Result growth_back(std::size_t rows_back, Arguments arguments, Words const&, Failure& failure) {
    if (arguments[0].get<TableView>() == nullptr) {
        Datum const turned[] = {arguments[1], arguments[0]};
        return growth(turned, {}, failure);
    }
    auto const values = column_values(arguments[0], arguments[1], failure);
    if (!values) return std::nullopt;
    if (values->size() <= rows_back) return meaningless();
    Datum const pair[] = {(*values)[values->size() - 1 - rows_back], values->back()};
    return growth(pair, {}, failure);
}
Result yoy(Arguments a, Words const& w, Failure& f) { return growth_back(4, a, w, f); }
Result qoq(Arguments a, Words const& w, Failure& f) { return growth_back(1, a, w, f); }

Result weight(Arguments arguments, Words const&, Failure& failure) {
    Result out;
    auto const pair = two_numbers(arguments, out, failure);
    if (!pair) return out;
    auto const share = data::quotient(pair->first, pair->second);
    return share ? Datum{*share} : meaningless();
}

Result contribution(Arguments arguments, Words const&, Failure& failure) {
    Result out;
    auto const pair = two_numbers(arguments, out, failure);
    if (!pair) return out;
    auto const total = number_at(arguments, 2, failure);
    if (!total) return std::nullopt;
    auto const gained = data::difference(pair->second, pair->first);
    auto const share = gained ? data::quotient(*gained, *total) : std::nullopt;
    return share ? Datum{*share} : meaningless();
}

Result rebase(Arguments arguments, Words const&, Failure& failure) {
    auto const* const list = arguments[0].get<std::shared_ptr<DatumList const>>();
    if (list == nullptr) return refuse(failure, "a list is wanted here", "the values of a column are a list: data.px.close | rebase(100)");
    auto const base = arguments.size() > 1 ? number_at(arguments, 1, failure) : std::optional(Decimal{100, 0});
    if (!base) return std::nullopt;
    DatumList out;
    for (std::size_t i = 0; i < (*list)->size(); ++i) {
        if (passes((**list)[i])) {
            out.push_back((**list)[i]);
            continue;
        }
        auto const value = number_at(**list, i, failure), first = number_at(**list, 0, failure);
        if (!value || !first) return std::nullopt;
        auto const ratio = data::quotient(*value, *first);
        auto const scaled = ratio ? data::product(*ratio, *base) : std::nullopt;
        out.push_back(scaled ? Datum{*scaled} : meaningless());
    }
    return Datum{std::make_shared<DatumList const>(std::move(out))};
}

// Rows.

/// The numbers of a column, or of a list; empty cells are left out.
std::optional<std::vector<Decimal>> numbers_of(Arguments arguments, Failure& failure) {
    std::vector<Datum> values;
    if (auto const* const list = arguments[0].get<std::shared_ptr<DatumList const>>()) {
        values = **list;
    } else if (arguments.size() < 2) {
        return refuse(failure, "the name of a column is wanted here", "in quotes: sum('weight')"), std::nullopt;
    } else {
        auto held = column_values(arguments[0], arguments[1], failure);
        if (!held) return std::nullopt;
        values = std::move(*held);
    }
    std::vector<Decimal> numbers;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].is_null()) continue;
        auto const number = number_at(values, i, failure);
        if (!number) {
            failure.message = fmt::format("row {}: {}", i + 1, failure.message);
            return std::nullopt;
        }
        numbers.push_back(*number);
    }
    return numbers;
}

std::optional<Decimal> total_of(std::vector<Decimal> const& numbers, Failure& failure) {
    Decimal total;
    for (Decimal const& number : numbers) {
        auto const next = data::sum(total, number);
        if (!next) return refuse(failure, "this sum is too large to be held"), std::nullopt;
        total = *next;
    }
    return total;
}

Result sum_of(Arguments arguments, Words const&, Failure& failure) {
    auto const numbers = numbers_of(arguments, failure);
    auto const total = numbers ? total_of(*numbers, failure) : std::nullopt;
    return total ? Result(Datum{*total}) : std::nullopt;
}
Result average(Arguments arguments, Words const&, Failure& failure) {
    auto const numbers = numbers_of(arguments, failure);
    auto const total = numbers ? total_of(*numbers, failure) : std::nullopt;
    if (!total) return std::nullopt;
    if (numbers->empty()) return Datum{};
    return Datum{data::quotient(*total, Decimal{static_cast<std::int64_t>(numbers->size()), 0}).value_or(Decimal{})};
}
/// Of rows and a column, of a list, or of the arguments themselves.
Result extreme(int sign, Arguments arguments, Failure& failure) {
    std::optional<std::vector<Decimal>> numbers;
    if (arguments[0].get<TableView>() != nullptr || arguments[0].get<std::shared_ptr<DatumList const>>() != nullptr) {
        numbers = numbers_of(arguments, failure);
    } else {
        DatumList const list(arguments.begin(), arguments.end());
        Datum const held{std::make_shared<DatumList const>(list)};
        numbers = numbers_of({&held, 1}, failure);
    }
    if (!numbers) return std::nullopt;
    if (numbers->empty()) return Datum{};
    return Datum{*std::max_element(numbers->begin(), numbers->end(), [sign](Decimal a, Decimal b) { return data::compare(a, b) * sign < 0; })};
}
Result least(Arguments a, Words const&, Failure& f) { return extreme(-1, a, f); }
Result largest(Arguments a, Words const&, Failure& f) { return extreme(1, a, f); }

Result count(Arguments arguments, Words const&, Failure& failure) {
    if (auto const* const rows = arguments[0].get<TableView>()) return Datum{Decimal{static_cast<std::int64_t>(rows->size()), 0}};
    if (auto const* const list = arguments[0].get<std::shared_ptr<DatumList const>>()) return Datum{Decimal{static_cast<std::int64_t>((*list)->size()), 0}};
    return refuse(failure, "rows or a list are wanted here");
}
Result values(Arguments arguments, Words const&, Failure& failure) {
    auto held = column_values(arguments[0], arguments[1], failure);
    return held ? Result(Datum{std::make_shared<DatumList const>(std::move(*held))}) : std::nullopt;
}

/// The rows in which each of the named columns has the value.
Result where(Arguments arguments, Words const&, Failure& failure) {
    auto const* const rows = arguments[0].get<TableView>();
    auto const* const wanted = arguments[1].get<std::shared_ptr<data::DatumMap const>>();
    if (rows == nullptr || wanted == nullptr) return refuse(failure, "rows and values by column are wanted here", "as in data.forecast.where{year = '2027E'}");
    std::vector<std::uint32_t> numbers;
    for (std::size_t i = 0; i < rows->size(); ++i) numbers.push_back(static_cast<std::uint32_t>(rows->row(i)));
    for (auto const& [name, value] : **wanted) {
        auto const held = column_values(Datum{chosen(*rows, numbers)}, Datum{name}, failure);
        if (!held) return std::nullopt;
        std::vector<std::uint32_t> kept;
        for (std::size_t i = 0; i < numbers.size(); ++i)
            if (is_same((*held)[i], value)) kept.push_back(numbers[i]);
        numbers = std::move(kept);
    }
    return Datum{chosen(*rows, std::move(numbers))};
}

/// Place of a value among those of a column, from 1 for the largest.
Result rank(Arguments arguments, Words const&, Failure& failure) {
    auto const numbers = numbers_of(arguments.first(2), failure);
    if (!numbers) return std::nullopt;
    Datum value = arguments[2];
    if (auto const* const row = value.get<data::RowView>()) {
        auto const column = column_of(*row->table, arguments[1].get<std::string>() != nullptr ? *arguments[1].get<std::string>() : "");
        if (!column) return refuse(failure, "this row is not of these rows");
        value = cell_of(*row->table, *column, row->row);
    }
    if (passes(value)) return value;
    auto const number = number_at({&value, 1}, 0, failure);
    if (!number) return std::nullopt;
    auto const above = std::count_if(numbers->begin(), numbers->end(), [&](Decimal other) { return data::compare(other, *number) > 0; });
    return Datum{Decimal{above + 1, 0}};
}

constexpr Function kFunctions[] = {
    {"money", 1, 4, money, "308.4M | money(1, 'M')", "An amount: decimals (2), a scale K, M, B, T or a, and a currency (USD)."},
    {"pct", 1, 2, pct, "17% | pct(1)", "A share as per cent, with decimals (1)."},
    {"pp", 1, 2, pp, "0.5pp | pp(1)", "A difference of shares in percentage points, with its sign."},
    {"bps", 1, 2, bps, "30bp | bps", "The same in basis points."},
    {"mult", 1, 2, mult, "196x | mult(0)", "A multiple, with decimals (1)."},
    {"num", 1, 2, num, "1234.5 | num('#,##0.0')", "A number in a format as in a table."},
    {"date", 1, 2, date, "'2026-06-15' | date('d MMM yyyy')", "A date: d dd M MM MMM MMMM yy yyyy Q."},
    {"period", 1, 1, period, "'2026Q1' | period", "A quarter or a month as it is printed."},
    {"default", 2, 2, fallback, "nil | default('n.a.')", "Another value for one that is empty."},
    {"direction", 4, 5, direction, "3% | direction('rose', 'fell', 'was flat', 0.05%)", "A word by the sign of a number; the last argument is still flat."},
    {"plural", 3, 4, plural, "2 | plural('share', 'shares')", "The form of a noun for a number."},
    {"upper", 1, 1, upper, "'alab' | upper", "In capitals."},
    {"lower", 1, 1, lower, "'ALAB' | lower", "In small letters."},
    {"join", 1, 3, join, "{'a', 'b', 'c'} | join(', ', ' and ')", "The values of a list with words between them."},
    {"round", 1, 2, round_number, "round(2.345, 2)", "Rounded half away from zero, to decimals (0)."},
    {"abs", 1, 1, absolute, "abs(-3)", "Without its sign."},
    {"number", 1, 1, number, "number('12.50')", "The number that a text says."},
    {"growth", 2, 2, growth, "growth(308.4M, 360M) | pct(1)", "From the first number to the second, as a share of the first."},
    {"cagr", 3, 3, cagr, "cagr(100, 121, 2) | pct(1)", "The yearly rate from the first number to the second over years."},
    {"yoy", 2, 2, yoy, "yoy(360, 300) | pct(0)", "Growth to the first number from the second; of rows: from four rows before the last."},
    {"qoq", 2, 2, qoq, "qoq(110, 100) | pct(0)", "The same; of rows: from the row before the last."},
    {"contribution", 3, 3, contribution, "contribution(10, 14, 200) | pct(1)", "What a part added to the growth of a whole: (after - before) / whole."},
    {"weight", 2, 2, weight, "weight(3, 12) | pct(0)", "A part of a whole."},
    {"rebase", 1, 2, rebase, "{50, 55} | rebase(100) | join", "A series that begins at 100, or at another number."},
    {"sum", 1, 2, sum_of, "{1, 2.5} | sum", "Of a column of rows, or of a list."},
    {"avg", 1, 2, average, "{1, 2} | avg", "The mean; empty cells do not count."},
    {"min", 1, -1, least, "min(3, 2)", "The least: of a column, of a list, or of the arguments."},
    {"max", 1, -1, largest, "max(3, 2)", "The largest."},
    {"count", 1, 1, count, "{1, 2} | count", "How many rows or values."},
    {"values", 2, 2, values, "", "A column of rows as a list: data.peers | values('ticker')."},
    {"where", 2, 2, where, "", "The rows that have these values: data.forecast.where{year = '2027E'}."},
    {"rank", 3, 3, rank, "", "The place of a value in a column, 1 for the largest: data.peers.rank('ev_s', row)."},
};

}  // namespace

std::span<Function const> functions() { return kFunctions; }

int find_function(std::string_view name) {
    auto const known = std::find_if(std::begin(kFunctions), std::end(kFunctions), [&](Function const& f) { return f.name == name; });
    return known == std::end(kFunctions) ? -1 : static_cast<int>(known - std::begin(kFunctions));
}

std::optional<Datum> call_function(int function, Arguments arguments, Words const& words, Failure& failure) {
    Function const& called = kFunctions[function];
    auto const size = static_cast<int>(arguments.size());
    if (size < called.least || (called.most >= 0 && size > called.most)) {
        std::string const wanted = called.most < 0               ? fmt::format("at least {}", called.least)
                                   : called.least == called.most ? fmt::format("{}", called.least)
                                                                 : fmt::format("{} to {}", called.least, called.most);
        return refuse(failure, fmt::format("'{}' takes {} arguments, the value before a '|' counted; here are {}", called.name, wanted, size),
                      called.usage.empty() ? std::string(called.help) : fmt::format("as in {}", called.usage));
    }
    return called.call(arguments, words, failure);
}

}  // namespace offprint::bind
