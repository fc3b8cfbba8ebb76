#include "compare/sequence.h"

#include <algorithm>
#include <map>
#include <optional>

namespace offprint::compare {
namespace {

using Members = std::span<std::uint32_t const>;

constexpr std::size_t kMostDifferences = 2000;

class Search {
public:
    explicit Search(Budget& budget) : budget_(budget) {}

    /// Appends the pairs of two stretches that begin at `at_a` and `at_b` of the whole.
    void run(Members a, Members b, std::size_t at_a, std::size_t at_b) {
        std::size_t head = 0, tail = 0;
        while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
        for (std::size_t i = 0; i < head; ++i) pairs_.emplace_back(at_a + i, at_b + i);
        a = a.subspan(head), b = b.subspan(head);
        at_a += head, at_b += head;
        while (tail < a.size() && tail < b.size() && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
        inner(a.first(a.size() - tail), b.first(b.size() - tail), at_a, at_b);
        for (std::size_t i = tail; i-- > 0;) pairs_.emplace_back(at_a + a.size() - 1 - i, at_b + b.size() - 1 - i);
    }

    Pairs take() { return std::move(pairs_); }

private:
    void inner(Members a, Members b, std::size_t at_a, std::size_t at_b) {
        if (a.empty() || b.empty()) return;
        if (std::optional<Pairs> const found = shortest_edit(a, b)) {
            for (auto const& [i, k] : *found) pairs_.emplace_back(at_a + i, at_b + k);
            return;
        }
        std::size_t from_a = 0, from_b = 0;
        Pairs const fixed = anchors(a, b);
        if (fixed.empty()) return;
        for (auto const& [i, k] : fixed) {
            run(a.subspan(from_a, i - from_a), b.subspan(from_b, k - from_b), at_a + from_a, at_b + from_b);
            pairs_.emplace_back(at_a + i, at_b + k);
            from_a = i + 1, from_b = k + 1;
        }
        run(a.subspan(from_a), b.subspan(from_b), at_a + from_a, at_b + from_b);
    }

    /// Myers's greedy search; nothing where it takes too long. `trace[d]` holds the furthest x on each diagonal after d differences.
    std::optional<Pairs> shortest_edit(Members a, Members b) {
        auto const n = static_cast<std::ptrdiff_t>(a.size()), m = static_cast<std::ptrdiff_t>(b.size());
        std::ptrdiff_t const most = std::min<std::ptrdiff_t>(n + m, kMostDifferences);
        std::vector<std::vector<std::ptrdiff_t>> trace;
        std::vector<std::ptrdiff_t> furthest(static_cast<std::size_t>(2 * most + 3), 0);
        auto const at = [&](std::ptrdiff_t diagonal) -> std::ptrdiff_t& { return furthest[static_cast<std::size_t>(diagonal + most + 1)]; };
        for (std::ptrdiff_t d = 0; d <= most; ++d) {
            for (std::ptrdiff_t k = -d; k <= d; k += 2) {
                std::ptrdiff_t x = k == -d || (k != d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
                std::ptrdiff_t const from = x;
                while (x < n && x - k < m && x - k >= 0 && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)]) ++x;
                at(k) = x;
                if (!budget_.take(1 + static_cast<std::size_t>(x - from))) return std::nullopt;
                if (x >= n && x - k >= m) return walk_back(trace, n, m);
            }
            trace.emplace_back(furthest.begin() + (most + 1 - d), furthest.begin() + (most + 2 + d));
        }
        return std::nullopt;
    }

    static Pairs walk_back(std::vector<std::vector<std::ptrdiff_t>> const& trace, std::ptrdiff_t x, std::ptrdiff_t y) {
        Pairs pairs;
        for (std::size_t step = trace.size(); step > 0; --step) {
            std::vector<std::ptrdiff_t> const& before = trace[step - 1];  // after step - 1 differences, diagonals 1 - step to step - 1
            auto const reach = static_cast<std::ptrdiff_t>(step) - 1;
            auto const at = [&](std::ptrdiff_t k) { return k < -reach || k > reach ? std::ptrdiff_t{-1} : before[static_cast<std::size_t>(k + reach)]; };
            std::ptrdiff_t const k = x - y, d = reach + 1;
            bool const down = k == -d || (k != d && at(k - 1) < at(k + 1));
            std::ptrdiff_t const from_x = down ? at(k + 1) : at(k - 1), from_y = from_x - (down ? k + 1 : k - 1);
            for (std::ptrdiff_t const start_x = down ? from_x : from_x + 1; x > start_x; --x, --y) pairs.emplace_back(x - 1, y - 1);
            x = from_x, y = from_y;
        }
        for (; x > 0 && y > 0; --x, --y) pairs.emplace_back(x - 1, y - 1);
        std::reverse(pairs.begin(), pairs.end());
        return pairs;
    }

    /// Members that stand once on each side, as many as keep their order (patience sorting).
    static Pairs anchors(Members a, Members b) {
        struct Places {
            std::size_t in_a = 0, in_b = 0, count_a = 0, count_b = 0;
        };
        std::map<std::uint32_t, Places> places;
        for (std::size_t i = 0; i < a.size(); ++i) {
            Places& p = places[a[i]];
            p.in_a = i, ++p.count_a;
        }
        for (std::size_t i = 0; i < b.size(); ++i) {
            Places& p = places[b[i]];
            p.in_b = i, ++p.count_b;
        }
        Pairs once;
        for (auto const& [member, p] : places)
            if (p.count_a == 1 && p.count_b == 1) once.emplace_back(p.in_a, p.in_b);
        std::sort(once.begin(), once.end());
        std::vector<std::size_t> tops, before(once.size(), once.size());  // indexes into `once`
        for (std::size_t i = 0; i < once.size(); ++i) {
            auto const pile = std::lower_bound(tops.begin(), tops.end(), once[i].second, [&](std::size_t top, std::size_t y) { return once[top].second < y; });
            if (pile != tops.begin()) before[i] = *std::prev(pile);
            if (pile == tops.end())
                tops.push_back(i);
            else
                *pile = i;
        }
        Pairs out;
        for (std::size_t i = tops.empty() ? once.size() : tops.back(); i < once.size(); i = before[i]) out.push_back(once[i]);
        std::reverse(out.begin(), out.end());
        return out;
    }

    Budget& budget_;
    Pairs pairs_;
};

}  // namespace

Pairs common_subsequence(std::span<std::uint32_t const> a, std::span<std::uint32_t const> b, Budget& budget) {
    Search search(budget);
    search.run(a, b, 0, 0);
    return search.take();
}

}  // namespace offprint::compare
