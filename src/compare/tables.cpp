#include <algorithm>
#include <map>

#include "compare/amount.h"
#include "compare/changes.h"
#include "compare/match.h"
#include "fmt/format.h"

namespace offprint::compare {
namespace {

/// Lines of one table that a line of the other is held against when its label is not there.
constexpr std::size_t kNeighbours = 16;

/// Rows or columns that are the same one in two tables, and what only one of them has.
struct Lines {
    Pairs pairs;
    std::vector<std::size_t> gone, come;
    Pairs moved;
};

/// Lines in order by their labels; then those between fixed ones that hold the same, however they are called now; then those that stand elsewhere.
template <class Alike>
Lines match_lines(std::vector<std::string> const& before, std::vector<std::string> const& after, Alike const& alike, Budget& budget) {
    Numbering numbers;
    std::vector<std::uint32_t> a, b;
    for (std::string const& label : before) a.push_back(numbers.of(folded(label)));
    for (std::string const& label : after) b.push_back(numbers.of(folded(label)));
    Lines lines;
    Pairs more;
    std::vector<bool> has_a(a.size(), false), has_b(b.size(), false);
    Pairs const fixed = common_subsequence(a, b, budget);
    std::size_t at_a = 0, at_b = 0;
    auto const gap = [&](std::size_t end_a, std::size_t end_b) {
        for (; at_a < end_a; ++at_a) {
            for (std::size_t k = at_b; k < std::min(end_b, at_b + kNeighbours); ++k) {
                if (!alike(at_a, k)) continue;
                more.emplace_back(at_a, k);
                at_b = k + 1;
                break;
            }
        }
        at_a = end_a, at_b = end_b;
    };
    for (auto const& [i, k] : fixed) {
        gap(i, k);
        more.emplace_back(i, k);
        at_a = i + 1, at_b = k + 1;
    }
    gap(a.size(), b.size());
    lines.pairs = std::move(more);
    for (auto const& [i, k] : lines.pairs) has_a[i] = has_b[k] = true;
    std::multimap<std::uint32_t, std::size_t> left;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (!has_a[i]) left.emplace(a[i], i);
    for (std::size_t k = 0; k < b.size(); ++k) {
        if (has_b[k]) continue;
        auto const it = left.find(b[k]);
        if (it == left.end() || after[k].empty()) {
            lines.come.push_back(k);
            continue;
        }
        lines.moved.emplace_back(it->second, k);
        has_a[it->second] = true;
        left.erase(it);
    }
    for (std::size_t i = 0; i < a.size(); ++i)
        if (!has_a[i]) lines.gone.push_back(i);
    return lines;
}

class TableComparer {
public:
    TableComparer(Table const& before, Table const& after, char decimal_sign, Change& change, Budget& budget)
        : before_(before), after_(after), decimal_sign_(decimal_sign), change_(change), budget_(budget) {}

    void run() {
        Lines const columns = match_lines(
            before_.columns, after_.columns, [&](std::size_t i, std::size_t k) { return alike_columns(i, k); }, budget_);
        columns_ = columns.pairs;
        columns_.insert(columns_.end(), columns.moved.begin(), columns.moved.end());
        std::sort(columns_.begin(), columns_.end(), [](auto const& a, auto const& b) { return a.second < b.second; });
        for (std::size_t const c : columns.gone) remark("Column “{}” removed", before_.columns[c]);
        for (std::size_t const c : columns.come) remark("Column “{}” added", after_.columns[c]);
        for (auto const& [i, k] : columns.moved) remark("Column “{}” moved", after_.columns[k]);
        for (auto const& [i, k] : columns.pairs)
            if (!say_the_same(before_.columns[i], after_.columns[k])) remark("Column “{}” is now “{}”", before_.columns[i], after_.columns[k]);

        Lines const rows = match_lines(
            labels(before_), labels(after_), [&](std::size_t i, std::size_t k) { return alike_rows(i, k); }, budget_);
        for (std::size_t const r : rows.gone) remark("Row removed: {}", words_of_row(before_.rows[r]));
        for (std::size_t const r : rows.come) remark("Row added: {}", words_of_row(after_.rows[r]));
        for (auto const& [i, k] : rows.moved) remark("Row “{}” moved", after_.rows[k].label);
        Pairs pairs = rows.pairs;
        pairs.insert(pairs.end(), rows.moved.begin(), rows.moved.end());
        std::sort(pairs.begin(), pairs.end(), [](auto const& a, auto const& b) { return a.second < b.second; });
        for (auto const& [i, k] : pairs) compare_row(before_.rows[i], after_.rows[k]);
        if (left_out_ > 0) change_.remarks.push_back(fmt::format("{} more changes of this table are not shown", left_out_));
        narrow_to_cells();
    }

private:
    template <class... Words>
    void remark(fmt::format_string<Words...> pattern, Words&&... words) {
        if (change_.remarks.size() < kMostCellChanges)
            change_.remarks.push_back(fmt::format(pattern, std::forward<Words>(words)...));
        else
            ++left_out_;
    }

    static std::vector<std::string> labels(Table const& table) {
        std::vector<std::string> out;
        for (Row const& row : table.rows) out.push_back(row.group.empty() ? row.label : row.group + "\n" + row.label);
        return out;
    }

    static bool mostly(std::size_t same, std::size_t all) { return all > 0 && 2 * same >= all; }

    bool alike_columns(std::size_t i, std::size_t k) const {
        std::size_t same = 0, all = 0;
        for (std::size_t r = 0; r < std::min({before_.rows.size(), after_.rows.size(), std::size_t{200}}); ++r, ++all) {
            auto const &a = before_.rows[r].cells, &b = after_.rows[r].cells;
            same += i < a.size() && k < b.size() && a[i].text == b[k].text;
        }
        return mostly(same, all);
    }

    bool alike_rows(std::size_t i, std::size_t k) const {
        std::size_t same = 0, all = 0;
        for (auto const& [a, b] : columns_) {
            auto const &was = before_.rows[i].cells, &is = after_.rows[k].cells;
            if (a >= was.size() || b >= is.size() || (a == 0 && b == 0)) continue;
            ++all;
            same += was[a].text == is[b].text;
        }
        return mostly(same, all);
    }

    void compare_row(Row const& was, Row const& is) {
        for (auto const& [i, k] : columns_) {
            std::string const a = i < was.cells.size() ? was.cells[i].text : std::string();
            std::string const b = k < is.cells.size() ? is.cells[k].text : std::string();
            if (say_the_same(a, b)) continue;
            // A label that reaches over several columns is told once.
            if (k > 0 && k < is.cells.size() && i > 0 && i < was.cells.size() && is.cells[k].text == is.cells[k - 1].text &&
                was.cells[i].text == was.cells[i - 1].text)
                continue;
            if (change_.cells.size() >= kMostCellChanges) {
                ++left_out_;
                continue;
            }
            std::string const label = is.group.empty() || is.group == is.label ? is.label : is.group + " / " + is.label;
            change_.cells.push_back({label, after_.columns[k], a, b, difference(a, b, decimal_sign_)});
            if (i < was.cells.size() && was.cells[i].region) cells_before_.push_back(*was.cells[i].region);
            if (k < is.cells.size() && is.cells[k].region) cells_after_.push_back(*is.cells[k].region);
        }
    }

    /// Where only cells changed, they are the place of the change, not the whole table.
    void narrow_to_cells() {
        if (change_.cells.empty() || !change_.remarks.empty() || change_.cells.size() > 40) return;
        if (!cells_before_.empty()) change_.before = cells_before_;
        if (!cells_after_.empty()) change_.after = cells_after_;
    }

    Table const &before_, &after_;
    char decimal_sign_;
    Change& change_;
    Budget& budget_;
    Pairs columns_;
    std::vector<Region> cells_before_, cells_after_;
    std::size_t left_out_ = 0;
};

}  // namespace

std::string words_of_row(Row const& row) {
    constexpr std::size_t kMost = 12;
    bool const one =
        !row.cells.empty() && std::all_of(row.cells.begin(), row.cells.end(), [&](Cell const& cell) { return cell.text == row.cells.front().text; });
    if (one) return row.cells.front().text;
    std::string out;
    for (std::size_t i = 0; i < std::min(row.cells.size(), kMost); ++i) out += (i == 0 ? "" : " | ") + row.cells[i].text;
    return out;
}

void compare_tables(Table const& before, Table const& after, char decimal_sign, Change& change, Budget& budget) {
    TableComparer(before, after, decimal_sign, change, budget).run();
}

}  // namespace offprint::compare
