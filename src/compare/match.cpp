#include "compare/match.h"

#include <algorithm>

namespace offprint::compare {
namespace {

/// Less alike than this, two blocks are two.
constexpr double kAlike = 0.45;
/// What stands elsewhere must be more alike to be taken for the same.
constexpr double kAlikeElsewhere = 0.6;
/// Pairs that are weighed between two fixed places; where there are more, only neighbours are.
constexpr std::size_t kMostPairs = 250'000;
constexpr std::size_t kNeighbours = 64;
/// Words of a block that are looked at when it is weighed.
constexpr std::size_t kMostWords = 2000;

/// A block's words as sorted numbers, and what it is equal to.
struct Fingerprint {
    BlockKind kind = BlockKind::Paragraph;
    std::vector<std::uint32_t> words;
    std::uint32_t whole = 0;
};

/// Texts that make blocks equal or alike.
std::vector<std::string> texts_of(Block const& block) {
    std::vector<std::string> keys;
    for (Word const& word : block.words) keys.push_back(folded(word.key));
    for (std::string const& column : block.table.columns) keys.push_back("c" + folded(column));
    for (Row const& row : block.table.rows) keys.push_back("r" + folded(row.group + "\n" + row.label));
    if (block.kind != BlockKind::Paragraph)
        for (std::string const& caption : block.captions) keys.push_back("t" + folded(caption));
    return keys;
}

Fingerprint fingerprint(Block const& block, Numbering& numbers) {
    Fingerprint print;
    // What stands over an exhibit as a caption is a paragraph in another layout.
    print.kind = block.kind == BlockKind::Caption ? BlockKind::Paragraph : block.kind;
    std::vector<std::string> const keys = texts_of(block);
    std::string whole = std::to_string(static_cast<int>(print.kind)) + "\n";
    for (std::string const& key : keys) {
        whole += key + "\x1F";
        if (print.words.size() < kMostWords) print.words.push_back(numbers.of(key));
    }
    for (Row const& row : block.table.rows)
        for (Cell const& cell : row.cells) whole += folded(cell.text) + "\x1E";
    print.whole = numbers.of(whole);
    std::sort(print.words.begin(), print.words.end());
    return print;
}

/// How alike two blocks are, 0 to 1: the share of words that both have; of tables that of rows and columns. When the budget is spent, none are.
double likeness_of(Fingerprint const& a, Fingerprint const& b, Budget& budget) {
    if (a.kind != b.kind) return 0;
    if (a.whole == b.whole) return 1;
    if (a.words.empty() || b.words.empty() || !budget.take(a.words.size() + b.words.size())) return 0;
    std::size_t common = 0;
    for (auto i = a.words.begin(), k = b.words.begin(); i != a.words.end() && k != b.words.end();) {
        if (*i == *k)
            ++common, ++i, ++k;
        else
            *i < *k ? ++i : ++k;
    }
    return 2.0 * static_cast<double>(common) / static_cast<double>(a.words.size() + b.words.size());
}

using Prints = std::vector<Fingerprint>;

/// Pairs of blocks that are alike within two stretches, in order, with the greatest sum of likeness.
void match_gap(Prints const& a, Prints const& b, std::size_t a0, std::size_t a1, std::size_t b0, std::size_t b1, Pairs& out, Budget& budget) {
    std::size_t const n = a1 - a0, m = b1 - b0;
    if (n == 0 || m == 0) return;
    if (n > kMostPairs / m) {
        std::size_t next = b0;
        for (std::size_t i = a0; i < a1; ++i) {
            std::size_t best = b1;
            double most = kAlike;
            for (std::size_t k = next; k < std::min(b1, next + kNeighbours); ++k)
                if (double const alike = likeness_of(a[i], b[k], budget); alike > most) most = alike, best = k;
            if (best == b1) continue;
            out.emplace_back(i, best);
            next = best + 1;
        }
        return;
    }
    std::vector<double> sum((n + 1) * (m + 1), 0), alike(n * m, 0);
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t k = m; k-- > 0;) {
            double const here = likeness_of(a[a0 + i], b[b0 + k], budget);
            alike[i * m + k] = here;
            double& best = sum[i * (m + 1) + k];
            best = std::max(sum[(i + 1) * (m + 1) + k], sum[i * (m + 1) + k + 1]);
            if (here >= kAlike) best = std::max(best, here + sum[(i + 1) * (m + 1) + k + 1]);
        }
    }
    for (std::size_t i = 0, k = 0; i < n && k < m;) {
        double const best = sum[i * (m + 1) + k], here = alike[i * m + k];
        if (here >= kAlike && best == here + sum[(i + 1) * (m + 1) + k + 1])
            out.emplace_back(a0 + i++, b0 + k++);
        else
            best == sum[(i + 1) * (m + 1) + k] ? ++i : ++k;
    }
}

/// The only block of a kind between two fixed places on each side is the same one, however it reads now: a heading, a short paragraph.
void match_lone(Prints const& a, Prints const& b, std::size_t a0, std::size_t a1, std::size_t b0, std::size_t b1, Pairs& out) {
    if (a1 - a0 != 1 || b1 - b0 != 1 || a[a0].kind != b[b0].kind) return;
    bool const is_short = std::max(a[a0].words.size(), b[b0].words.size()) <= 12;
    if (is_short || a[a0].kind == BlockKind::Heading || a[a0].kind == BlockKind::Table || a[a0].kind == BlockKind::Figure) out.emplace_back(a0, b0);
}

template <class Use>
void each_gap(Pairs const& pairs, std::size_t n, std::size_t m, Use const& use) {
    std::size_t a = 0, b = 0;
    for (auto const& [i, k] : pairs) {
        use(a, i, b, k);
        a = i + 1, b = k + 1;
    }
    use(a, n, b, m);
}

Pairs refined(Pairs pairs, Prints const& a, Prints const& b, Budget& budget) {
    Pairs more;
    each_gap(pairs, a.size(), b.size(), [&](std::size_t a0, std::size_t a1, std::size_t b0, std::size_t b1) { match_gap(a, b, a0, a1, b0, b1, more, budget); });
    pairs.insert(pairs.end(), more.begin(), more.end());
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

/// Blocks that are left on both sides and are the same.
Pairs moved_pairs(Prints const& a, Prints const& b, std::vector<std::size_t> const& gone, std::vector<std::size_t> const& come, Budget& budget) {
    Pairs pairs;
    std::vector<bool> taken(come.size(), false);
    std::vector<std::size_t> rest;
    std::multimap<std::uint32_t, std::size_t> wholes;
    for (std::size_t k = 0; k < come.size(); ++k) wholes.emplace(b[come[k]].whole, k);
    for (std::size_t const i : gone) {
        auto const it = wholes.find(a[i].whole);
        if (it == wholes.end()) {
            rest.push_back(i);
            continue;
        }
        pairs.emplace_back(i, come[it->second]);
        taken[it->second] = true;
        wholes.erase(it);
    }
    if (!rest.empty() && come.size() > kMostPairs / rest.size()) return pairs;
    for (std::size_t const i : rest) {
        std::size_t best = come.size();
        double most = kAlikeElsewhere;
        for (std::size_t k = 0; k < come.size(); ++k)
            if (double const alike = taken[k] ? 0 : likeness_of(a[i], b[come[k]], budget); alike > most) most = alike, best = k;
        if (best == come.size()) continue;
        taken[best] = true;
        pairs.emplace_back(i, come[best]);
    }
    return pairs;
}

}  // namespace

std::vector<Match> match_blocks(std::vector<Block> const& before, std::vector<Block> const& after, Budget& budget) {
    Numbering numbers;
    Prints a, b;
    std::vector<std::uint32_t> wholes_a, wholes_b;
    for (Block const& block : before) wholes_a.push_back(a.emplace_back(fingerprint(block, numbers)).whole);
    for (Block const& block : after) wholes_b.push_back(b.emplace_back(fingerprint(block, numbers)).whole);
    Pairs pairs = refined(common_subsequence(wholes_a, wholes_b, budget), a, b, budget);

    std::vector<bool> has_a(a.size(), false), has_b(b.size(), false);
    for (auto const& [i, k] : pairs) has_a[i] = has_b[k] = true;
    std::vector<std::size_t> gone, come;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (!has_a[i]) gone.push_back(i);
    for (std::size_t k = 0; k < b.size(); ++k)
        if (!has_b[k]) come.push_back(k);
    Pairs const moved = moved_pairs(a, b, gone, come, budget);
    std::vector<std::optional<std::size_t>> moved_to(b.size());
    std::vector<bool> moved_from(a.size(), false);
    for (auto const& [i, k] : moved) moved_to[k] = i, moved_from[i] = true;

    // A last look between fixed places, at what neither stayed nor moved.
    Pairs lone;
    each_gap(pairs, a.size(), b.size(), [&](std::size_t a0, std::size_t a1, std::size_t b0, std::size_t b1) {
        while (a0 < a1 && moved_from[a0]) ++a0;
        while (a0 < a1 && moved_from[a1 - 1]) --a1;
        while (b0 < b1 && moved_to[b0]) ++b0;
        while (b0 < b1 && moved_to[b1 - 1]) --b1;
        match_lone(a, b, a0, a1, b0, b1, lone);
    });
    pairs.insert(pairs.end(), lone.begin(), lone.end());
    std::sort(pairs.begin(), pairs.end());

    std::vector<Match> out;
    each_gap(pairs, a.size(), b.size(), [&](std::size_t a0, std::size_t a1, std::size_t b0, std::size_t b1) {
        for (std::size_t i = a0; i < a1; ++i)
            if (!moved_from[i]) out.push_back({i, std::nullopt});
        for (std::size_t k = b0; k < b1; ++k) out.push_back({moved_to[k], k, moved_to[k].has_value()});
        if (a1 < a.size() && b1 < b.size()) out.push_back({a1, b1});
    });
    return out;
}

}  // namespace offprint::compare
