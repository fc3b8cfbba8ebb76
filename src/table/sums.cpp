#include "table/sums.h"

#include <limits>

#include "table/number_cell.h"

namespace offprint::table {

void ExactSum::add(data::Decimal value) {
    if (value.mantissa == 0) return;
    Wide addend = value.mantissa;
    auto const shift = [&](Wide& number, int steps) {
        for (; steps > 0 && !lost_; --steps) lost_ = __builtin_mul_overflow(number, static_cast<Wide>(10), &number);
    };
    if (value.exponent < exponent_) {
        shift(mantissa_, mantissa_ == 0 ? 0 : exponent_ - value.exponent);
        exponent_ = value.exponent;
    } else {
        shift(addend, value.exponent - exponent_);
    }
    lost_ = lost_ || __builtin_add_overflow(mantissa_, addend, &mantissa_);
}

std::optional<data::Decimal> ExactSum::value() const {
    if (lost_) return std::nullopt;
    Wide mantissa = mantissa_;
    int exponent = exponent_;
    if (mantissa == 0) return data::Decimal{};
    while (exponent < 0 && mantissa % 10 == 0) {
        mantissa /= 10;
        ++exponent;
    }
    if (mantissa > std::numeric_limits<std::int64_t>::max() || mantissa < -std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    return data::Decimal{static_cast<std::int64_t>(mantissa), exponent};
}

std::string decimal_text(data::Decimal value) {
    std::string digits = std::to_string(value.mantissa);
    if (value.exponent >= 0) return value.mantissa == 0 ? "0" : digits + std::string(static_cast<std::size_t>(value.exponent), '0');
    bool const negative = digits.front() == '-';
    if (negative) digits.erase(0, 1);
    auto const decimals = static_cast<std::size_t>(-value.exponent);
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    digits.insert(digits.size() - decimals, 1, '.');
    return negative ? "-" + digits : digits;
}

void RunningSums::add_row(Grid const& grid, std::size_t row, std::vector<ExactSum>& sums) {
    if (grid.rows[row].kind != RowKind::Body) return;
    for (std::size_t c = 0; c < grid.columns.size(); ++c) {
        if (!grid.columns[c].sum) continue;
        std::string room;
        NumberCell const cell = read_number_cell(split_marks(grid.text(row, c, room), grid.marks).text);
        if (cell.adds()) sums[c].add(cell.value);
    }
}

RunningSums::RunningSums(Grid const& grid) : grid_(grid) {
    std::vector<ExactSum> sums(grid.columns.size());
    for (std::size_t r = 0; r < grid.rows.size(); ++r) {
        if (r % kStep == 0) checkpoints_.push_back(sums);
        add_row(grid, r, sums);
    }
    if (checkpoints_.empty() || grid.rows.size() % kStep == 0) checkpoints_.push_back(std::move(sums));
}

std::vector<ExactSum> RunningSums::until(std::size_t end) const {
    std::size_t const step = end / kStep;
    std::vector<ExactSum> sums = checkpoints_[step];
    for (std::size_t r = step * kStep; r < end; ++r) add_row(grid_, r, sums);
    return sums;
}

}  // namespace offprint::table
