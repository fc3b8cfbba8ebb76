// Affine maps of the plane, in points. For what is drawn once from outside coordinates (SVG); layout itself never scales.
#pragma once
#include "base/geometry.h"

namespace offprint {

/// x' = a x + c y + e, y' = b x + d y + f.
struct Transform {
    double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;

    friend bool operator==(Transform const&, Transform const&) = default;
    static Transform move(double x, double y) { return {1, 0, 0, 1, x, y}; }
    static Transform scale(double x, double y) { return {x, 0, 0, y, 0, 0}; }
    /// First the one at the right, then the one at the left, as matrices multiply.
    friend Transform operator*(Transform const& l, Transform const& r) {
        return {l.a * r.a + l.c * r.b, l.b * r.a + l.d * r.b,       l.a * r.c + l.c * r.d,
                l.b * r.c + l.d * r.d, l.a * r.e + l.c * r.f + l.e, l.b * r.e + l.d * r.f + l.f};
    }
    Point operator()(double x, double y) const { return {Length::points(a * x + c * y + e), Length::points(b * x + d * y + f)}; }
    double determinant() const { return a * d - b * c; }
    /// By how much areas grow, as a length: the widths of lines go with it.
    double mean_scale() const { return std::sqrt(std::abs(determinant())); }
};

}  // namespace offprint
