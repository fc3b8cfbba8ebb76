#include "layout/vlist.h"

namespace offprint::layout {

void VPenalty::add(std::int64_t price, char const* why) {
    if (cost >= kForbidden || cost <= kForced) return;
    std::size_t used = 0;
    while (used < shares.size() && shares[used].reason != nullptr) ++used;
    if (used == 0 && cost != 0) shares[used++] = {cost, reason};
    std::int64_t largest = 0;
    for (PriceShare const& share : shares) largest = share.cost > largest ? share.cost : largest;
    if (price > largest) reason = why;
    // What finds no room of its own counts with the last share.
    if (used < shares.size())
        shares[used] = {price, why};
    else
        shares.back().cost += price;
    cost = price >= kForbidden ? kForbidden : cost + price;
}

}  // namespace offprint::layout
