#include "base/geometry.h"

namespace offprint {

Path Path::circle(Point centre, Length radius) {
    Length const k = scaled(radius, 0.5522847498);
    Length const r = radius;
    auto at = [&](Length dx, Length dy) { return Point{centre.x + dx, centre.y + dy}; };
    Path p;
    p.move_to(at(r, {}))
        .curve_to(at(r, k), at(k, r), at({}, r))
        .curve_to(at(-k, r), at(-r, k), at(-r, {}))
        .curve_to(at(-r, -k), at(-k, -r), at({}, -r))
        .curve_to(at(k, -r), at(r, -k), at(r, {}))
        .close();
    return p;
}

}  // namespace offprint
