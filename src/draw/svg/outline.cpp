#include "draw/svg/outline.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "draw/svg/values.h"

namespace offprint::draw::svg {
namespace {

using Kind = PathSegment::Kind;

constexpr double kPi = 3.14159265358979323846;
constexpr double kCircle = 0.5522847498307936;  // control points of a quarter circle
constexpr double kFarthest = 25'000;            // points; pages are smaller, and PDF readers' numbers end at 32,767

/// An elliptical arc as cubic curves of at most a quarter turn (SVG 1.1, F.6).
void arc_to(Outline& out, Vec from, double rx, double ry, double turn_degrees, bool large, bool sweep, Vec to) {
    rx = std::abs(rx);
    ry = std::abs(ry);
    if (rx == 0 || ry == 0) return out.line_to(to);
    if (from.x == to.x && from.y == to.y) return;
    double const turn = turn_degrees * kPi / 180, c = std::cos(turn), s = std::sin(turn);
    Vec const half = 0.5 * (from - to);
    Vec const p{c * half.x + s * half.y, -s * half.x + c * half.y};
    // Radii too small to reach are made larger.
    double const need = p.x * p.x / (rx * rx) + p.y * p.y / (ry * ry);
    if (need > 1) {
        rx *= std::sqrt(need);
        ry *= std::sqrt(need);
    }
    double const num = rx * rx * ry * ry - rx * rx * p.y * p.y - ry * ry * p.x * p.x, den = rx * rx * p.y * p.y + ry * ry * p.x * p.x;
    double const k = (large == sweep ? -1 : 1) * std::sqrt(std::max(0.0, num / den));
    Vec const centre_turned{k * rx * p.y / ry, -k * ry * p.x / rx};
    Vec const middle = 0.5 * (from + to);
    Vec const centre{c * centre_turned.x - s * centre_turned.y + middle.x, s * centre_turned.x + c * centre_turned.y + middle.y};
    double const start = std::atan2((p.y - centre_turned.y) / ry, (p.x - centre_turned.x) / rx);
    double sweep_angle = std::atan2((-p.y - centre_turned.y) / ry, (-p.x - centre_turned.x) / rx) - start;
    if (sweep && sweep_angle < 0) sweep_angle += 2 * kPi;
    if (!sweep && sweep_angle > 0) sweep_angle -= 2 * kPi;
    int const pieces = std::max(1, static_cast<int>(std::ceil(std::abs(sweep_angle) / (kPi / 2) - 1e-9)));
    double const step = sweep_angle / pieces, handle = 4.0 / 3 * std::tan(step / 4);
    auto const at = [&](double x, double y) { return Vec{centre.x + c * rx * x - s * ry * y, centre.y + s * rx * x + c * ry * y}; };
    for (int i = 0; i < pieces; ++i) {
        double const a = start + step * i, b = a + step;
        Vec const end = i + 1 == pieces ? to : at(std::cos(b), std::sin(b));
        out.curve_to(at(std::cos(a) - handle * std::sin(a), std::sin(a) + handle * std::cos(a)),
                     at(std::cos(b) + handle * std::sin(b), std::sin(b) - handle * std::cos(b)), end);
    }
}

/// Reads path data command by command.
class PathReader {
public:
    explicit PathReader(std::string_view data) : in_(data) {}

    Outline run(bool& whole) {
        char command = '\0';
        whole = true;
        while (!in_.at_end()) {
            char const c = in_.peek();
            bool const is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (is_letter)
                command = in_.take();
            else if (command == 'M' || command == 'm')
                command = command == 'M' ? 'L' : 'l';  // further points of a move are lines
            else if (command == 'Z' || command == 'z')
                command = '\0';
            bool const first = out_.segments.empty();
            if ((first && command != 'M' && command != 'm') || !take(command)) {
                whole = false;
                break;
            }
        }
        return std::move(out_);
    }

private:
    /// Reads the numbers of a command; false if there are too few.
    template <std::size_t N>
    bool numbers(std::array<double, N>& values) {
        for (double& value : values) {
            std::optional<double> const read = in_.number();
            if (!read) return false;
            value = *read;
        }
        return true;
    }

    bool take(char command) {
        bool const relative = command >= 'a';
        Vec const origin = relative ? at_ : Vec{};
        char const upper = relative ? static_cast<char>(command - 'a' + 'A') : command;
        switch (upper) {
            case 'M':
            case 'L':
            case 'T': return point(upper, origin);
            case 'H':
            case 'V': return straight(upper, origin);
            case 'C': return cubic(origin);
            case 'S':
            case 'Q': return two_points(upper, origin);
            case 'A': return arc(origin);
            case 'Z':
                out_.close();
                at_ = start_;
                last_ = 'Z';
                return true;
            default: return false;
        }
    }

    /// A path that goes on behind a `Z` begins where the closed part began.
    void begin_again() {
        if (last_ == 'Z') out_.move_to(start_);
    }

    bool point(char command, Vec origin) {
        std::array<double, 2> v{};
        if (!numbers(v)) return false;
        Vec const to = origin + Vec{v[0], v[1]};
        if (command == 'M') {
            out_.move_to(to);
            start_ = to;
        } else {
            begin_again();
            if (command == 'L')
                out_.line_to(to);
            else
                quadratic(last_ == 'Q' ? at_ + (at_ - control_) : at_, to);
        }
        at_ = to;
        last_ = command == 'T' ? 'Q' : command;
        return true;
    }

    bool straight(char command, Vec origin) {
        std::array<double, 1> v{};
        if (!numbers(v)) return false;
        begin_again();
        at_ = command == 'H' ? Vec{origin.x + v[0], at_.y} : Vec{at_.x, origin.y + v[0]};
        out_.line_to(at_);
        last_ = command;
        return true;
    }

    bool cubic(Vec origin) {
        std::array<double, 6> v{};
        if (!numbers(v)) return false;
        begin_again();
        Vec const c1 = origin + Vec{v[0], v[1]};
        control_ = origin + Vec{v[2], v[3]};
        at_ = origin + Vec{v[4], v[5]};
        out_.curve_to(c1, control_, at_);
        last_ = 'C';
        return true;
    }

    bool two_points(char command, Vec origin) {
        std::array<double, 4> v{};
        if (!numbers(v)) return false;
        begin_again();
        Vec const control = origin + Vec{v[0], v[1]}, to = origin + Vec{v[2], v[3]};
        if (command == 'Q') {
            quadratic(control, to);
        } else {
            out_.curve_to(last_ == 'C' ? at_ + (at_ - control_) : at_, control, to);
            control_ = control;
        }
        at_ = to;
        last_ = command == 'Q' ? 'Q' : 'C';
        return true;
    }

    bool arc(Vec origin) {
        std::array<double, 3> radii{};
        if (!numbers(radii)) return false;
        std::optional<bool> const large = in_.flag(), sweep = large ? in_.flag() : std::nullopt;
        std::array<double, 2> v{};
        if (!sweep || !numbers(v)) return false;
        begin_again();
        Vec const to = origin + Vec{v[0], v[1]};
        arc_to(out_, at_, radii[0], radii[1], radii[2], *large, *sweep, to);
        at_ = to;
        last_ = 'A';
        return true;
    }

    void quadratic(Vec control, Vec to) {
        out_.curve_to(at_ + 2.0 / 3 * (control - at_), to + 2.0 / 3 * (control - to), to);
        control_ = control;
    }

    NumberReader in_;
    Outline out_;
    Vec at_, start_, control_;
    char last_ = '\0';
};

/// Grows a box to the farthest places of one coordinate of a cubic: its ends, and where it turns.
void reach_curve(double from, double c1, double c2, double to, double& low, double& high) {
    auto const at = [&](double t) {
        double const u = 1 - t;
        return u * u * u * from + 3 * u * u * t * c1 + 3 * u * t * t * c2 + t * t * t * to;
    };
    auto const reach = [&](double t) {
        if (!(t > 0 && t < 1)) return;
        low = std::min(low, at(t));
        high = std::max(high, at(t));
    };
    double const a = -from + 3 * c1 - 3 * c2 + to, b = 2 * (from - 2 * c1 + c2), c = c1 - from;
    if (std::abs(a) < 1e-12) {
        if (std::abs(b) > 1e-12) reach(-c / b);
        return;
    }
    double const root = b * b - 4 * a * c;
    if (root < 0) return;
    reach((-b + std::sqrt(root)) / (2 * a));
    reach((-b - std::sqrt(root)) / (2 * a));
}

}  // namespace

Outline path_outline(std::string_view data, bool& whole) { return PathReader(data).run(whole); }

Outline rect_outline(double x, double y, double width, double height, double rx, double ry) {
    Outline out;
    rx = std::clamp(rx, 0.0, width / 2);
    ry = std::clamp(ry, 0.0, height / 2);
    double const right = x + width, bottom = y + height, kx = rx * (1 - kCircle), ky = ry * (1 - kCircle);
    if (rx == 0 || ry == 0) {
        out.move_to({x, y});
        for (Vec const corner : {Vec{right, y}, Vec{right, bottom}, Vec{x, bottom}}) out.line_to(corner);
    } else {
        out.move_to({x + rx, y});
        out.line_to({right - rx, y});
        out.curve_to({right - kx, y}, {right, y + ky}, {right, y + ry});
        out.line_to({right, bottom - ry});
        out.curve_to({right, bottom - ky}, {right - kx, bottom}, {right - rx, bottom});
        out.line_to({x + rx, bottom});
        out.curve_to({x + kx, bottom}, {x, bottom - ky}, {x, bottom - ry});
        out.line_to({x, y + ry});
        out.curve_to({x, y + ky}, {x + kx, y}, {x + rx, y});
    }
    out.close();
    return out;
}

Outline ellipse_outline(Vec c, double rx, double ry) {
    Outline out;
    double const kx = rx * kCircle, ky = ry * kCircle;
    out.move_to({c.x + rx, c.y});
    out.curve_to({c.x + rx, c.y + ky}, {c.x + kx, c.y + ry}, {c.x, c.y + ry});
    out.curve_to({c.x - kx, c.y + ry}, {c.x - rx, c.y + ky}, {c.x - rx, c.y});
    out.curve_to({c.x - rx, c.y - ky}, {c.x - kx, c.y - ry}, {c.x, c.y - ry});
    out.curve_to({c.x + kx, c.y - ry}, {c.x + rx, c.y - ky}, {c.x + rx, c.y});
    out.close();
    return out;
}

Outline polygon_outline(std::vector<double> const& points, bool closed) {
    Outline out;
    for (std::size_t i = 0; i + 1 < points.size(); i += 2) {
        if (i == 0)
            out.move_to({points[0], points[1]});
        else
            out.line_to({points[i], points[i + 1]});
    }
    if (closed && !out.segments.empty()) out.close();
    return out;
}

std::optional<Bounds> bounds_of(Outline const& outline) {
    if (outline.segments.empty()) return std::nullopt;
    Bounds box{outline.segments.front().p1, outline.segments.front().p1};
    auto const reach = [&](Vec p) {
        box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y)};
        box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y)};
    };
    Vec at;
    for (Segment const& s : outline.segments) {
        if (s.kind == Kind::Close) continue;
        Vec const end = s.kind == Kind::Curve ? s.p3 : s.p1;
        reach(end);
        if (s.kind == Kind::Curve) {
            reach_curve(at.x, s.p1.x, s.p2.x, s.p3.x, box.low.x, box.high.x);
            reach_curve(at.y, s.p1.y, s.p2.y, s.p3.y, box.low.y, box.high.y);
        }
        at = end;
    }
    return box;
}

std::optional<Path> mapped(Outline const& outline, Transform const& to_frame) {
    Path path;
    path.segments.reserve(outline.segments.size());
    bool near = true;
    auto const place = [&](Vec p) {
        double const x = to_frame.a * p.x + to_frame.c * p.y + to_frame.e, y = to_frame.b * p.x + to_frame.d * p.y + to_frame.f;
        near = near && std::abs(x) < kFarthest && std::abs(y) < kFarthest;
        return near ? Point{Length::points(x), Length::points(y)} : Point{};
    };
    for (Segment const& s : outline.segments) path.segments.push_back({s.kind, place(s.p1), place(s.p2), place(s.p3)});
    if (!near) return std::nullopt;
    return path;
}

}  // namespace offprint::draw::svg
