// Lengths: the one unit of the whole program. A Length is a whole number of 1/65536 pt, so that layout is exact,
// comparable and the same on every machine. Points appear only in YAML, in messages and at the very edge (PDF numbers).
#pragma once
#include <cmath>
#include <compare>
#include <cstdint>

namespace offprint {

/// An exact length in 1/65536 pt. Arithmetic never rounds; only construction from points and division do.
class Length {
public:
    static constexpr std::int64_t kUnitsPerPoint = 65536;

    constexpr Length() = default;
    static constexpr Length from_raw(std::int64_t raw) {
        Length l;
        l.raw_ = raw;
        return l;
    }
    /// Nearest Length to a number of points, halves away from zero.
    static constexpr Length points(double pt) {
        double const scaled = pt * static_cast<double>(kUnitsPerPoint);
        return from_raw(static_cast<std::int64_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5));
    }
    static constexpr Length millimetres(double mm) { return points(mm * 72.0 / 25.4); }

    constexpr std::int64_t raw() const { return raw_; }
    constexpr double to_points() const { return static_cast<double>(raw_) / static_cast<double>(kUnitsPerPoint); }

    constexpr Length operator-() const { return from_raw(-raw_); }
    constexpr Length& operator+=(Length o) {
        raw_ += o.raw_;
        return *this;
    }
    constexpr Length& operator-=(Length o) {
        raw_ -= o.raw_;
        return *this;
    }
    friend constexpr Length operator+(Length a, Length b) { return from_raw(a.raw_ + b.raw_); }
    friend constexpr Length operator-(Length a, Length b) { return from_raw(a.raw_ - b.raw_); }
    friend constexpr Length operator*(Length a, std::int64_t n) { return from_raw(a.raw_ * n); }
    friend constexpr Length operator*(std::int64_t n, Length a) { return a * n; }
    /// Rounds toward zero.
    friend constexpr Length operator/(Length a, std::int64_t n) { return from_raw(a.raw_ / n); }
    friend constexpr auto operator<=>(Length, Length) = default;

private:
    std::int64_t raw_ = 0;
};

/// a * numerator / denominator, rounded half away from zero, without intermediate overflow for page-sized lengths.
constexpr Length scaled(Length a, std::int64_t numerator, std::int64_t denominator) {
    constexpr std::int64_t kRoomy = std::int64_t{1} << 62;
    std::int64_t narrow = 0;
    if (!__builtin_mul_overflow(a.raw(), numerator, &narrow) && narrow < kRoomy && narrow > -kRoomy && denominator < kRoomy) {
        std::int64_t const half = denominator / 2;
        return Length::from_raw(narrow < 0 ? -((-narrow + half) / denominator) : (narrow + half) / denominator);
    }
    __extension__ using Wide = __int128;
    Wide const product = static_cast<Wide>(a.raw()) * numerator;
    Wide const half = denominator / 2;
    return Length::from_raw(static_cast<std::int64_t>(product < 0 ? -((-product + half) / denominator) : (product + half) / denominator));
}

constexpr Length scaled(Length a, double factor) { return Length::points(a.to_points() * factor); }

constexpr Length max(Length a, Length b) { return a < b ? b : a; }
constexpr Length min(Length a, Length b) { return b < a ? b : a; }

namespace literals {
constexpr Length operator""_pt(long double v) { return Length::points(static_cast<double>(v)); }
constexpr Length operator""_pt(unsigned long long v) { return Length::from_raw(static_cast<std::int64_t>(v) * Length::kUnitsPerPoint); }
}  // namespace literals

}  // namespace offprint
