#include <algorithm>

#include "base/utf8.h"
#include "data/value.h"

namespace offprint::data {
namespace {

/// Lower case of ASCII, and '_' for '-': authors mix both.
std::u32string folded(std::string_view word) {
    std::u32string out;
    for (std::size_t at = 0; at < word.size();) {
        char32_t const c = utf8::next(word, at);
        out += c >= 'A' && c <= 'Z' ? c + 32 : c == '-' || c == ' ' ? U'_' : c;
    }
    return out;
}

/// Damerau-Levenshtein distance in its restricted form (optimal string alignment): insert, delete, replace, swap neighbours.
std::size_t distance(std::u32string const& a, std::u32string const& b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

}  // namespace

std::string_view did_you_mean(std::string_view word, std::vector<std::string_view> const& candidates) {
    // Nobody misspells a name of more than 64 letters; the bound keeps hostile words cheap.
    if (word.size() > 64) return {};
    std::u32string const wanted = folded(word);
    std::string_view best;
    std::size_t best_distance = 0;
    for (std::string_view const candidate : candidates) {
        if (candidate.empty() || candidate.size() > 128) continue;
        std::u32string const name = folded(candidate);
        std::size_t const d = distance(wanted, name);
        if (d > std::max(wanted.size(), name.size()) / 3) continue;
        if (best.empty() || d < best_distance) {
            best = candidate;
            best_distance = d;
        }
    }
    return best;
}

}  // namespace offprint::data
