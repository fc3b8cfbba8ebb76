#include "compare/report.h"

#include <algorithm>
#include <map>

#include "fmt/format.h"

namespace offprint::compare {
namespace {

/// The areas of a change on one page, as shares of what is seen of it. Of turned pages none are known.
void add_marks(std::vector<Region> const& regions, Document const& document, std::size_t number, ChangeKind kind,
               std::map<std::size_t, std::vector<Mark>>& marks) {
    for (Region const& region : regions) {
        if (region.page >= document.pages.size()) continue;
        reader::PageSize const& size = document.pages[region.page];
        reader::Box const& box = size.visible;
        std::vector<Mark>& on_page = marks[region.page];  // the page is shown, with or without a mark
        if (size.rotated != 0 || box.is_empty() || region.box.is_empty()) continue;
        double const width = box.right - box.left, height = box.top - box.bottom;
        auto const share = [](double value) { return std::clamp(value, 0.0, 1.0); };
        on_page.push_back({share((region.box.left - box.left) / width), share((box.top - region.box.top) / height),
                           share((region.box.right - box.left) / width), share((box.top - region.box.bottom) / height), number, kind});
    }
}

std::string pages_of(std::vector<Region> const& regions) {
    std::size_t low = SIZE_MAX, high = 0;
    for (Region const& region : regions) {
        low = std::min(low, region.page + 1);
        high = std::max(high, region.page + 1);
    }
    return low == high ? fmt::format("p.\u00A0{}", low) : fmt::format("pp.\u00A0{}–{}", low, high);
}

}  // namespace

std::vector<PagePair> changed_pages(Report const& report) {
    std::map<std::size_t, std::vector<Mark>> before, after;
    for (std::size_t i = 0; i < report.comparison.changes.size(); ++i) {
        Change const& change = report.comparison.changes[i];
        add_marks(change.before, report.before, i + 1, change.kind, before);
        add_marks(change.after, report.after, i + 1, change.kind, after);
    }
    auto const view = [](std::size_t page, std::map<std::size_t, std::vector<Mark>> const& marks) {
        auto const it = marks.find(page);
        return PageView{page, it == marks.end() ? std::vector<Mark>{} : it->second, {}, 0, 0};
    };
    std::vector<PagePair> pairs;
    std::vector<bool> shown(report.before.pages.size(), false);
    for (std::size_t page = 0; page < report.after.pages.size(); ++page) {
        std::optional<std::size_t> const beside = page < report.comparison.page_before.size() ? report.comparison.page_before[page] : std::nullopt;
        bool const counterpart_changed = beside && before.contains(*beside) && !shown[*beside];
        if (!after.contains(page) && !counterpart_changed) continue;
        PagePair pair;
        pair.after = view(page, after);
        if (beside && *beside < shown.size()) {
            pair.before = view(*beside, before);
            shown[*beside] = true;
        }
        pairs.push_back(std::move(pair));
    }
    for (auto const& [page, marks] : before)
        if (page < shown.size() && !shown[page]) pairs.push_back({view(page, before), std::nullopt});
    std::stable_sort(pairs.begin(), pairs.end(), [](PagePair const& a, PagePair const& b) {
        auto const place = [](PagePair const& pair) { return pair.after ? pair.after->page : pair.before->page; };
        return place(a) < place(b);
    });
    if (pairs.size() > kMostPagePairs) pairs.resize(kMostPagePairs);
    return pairs;
}

std::string headline(Change const& change) {
    std::string out;
    if (change.of_data)
        out = change.block == BlockKind::Figure ? "chart data" : "data";
    else
        out = name_of(change.block);
    switch (change.kind) {
        case ChangeKind::Changed: out += change.moved ? " moved and changed" : " changed"; break;
        case ChangeKind::Added: out += " added"; break;
        case ChangeKind::Removed: out += " removed"; break;
        case ChangeKind::Moved: out += " moved"; break;
    }
    return out;
}

std::string place_of(Change const& change, std::string_view arrow) {
    if (change.before.empty() && change.after.empty()) return {};
    if (change.before.empty()) return pages_of(change.after);
    if (change.after.empty()) return pages_of(change.before);
    return fmt::format("{} {} {}", pages_of(change.before), arrow, pages_of(change.after));
}

std::pair<std::string, std::string> short_names(Report const& report) {
    auto const last = [](std::string const& path) { return path.substr(path.rfind('/') + 1); };
    std::string before = last(report.before.name), after = last(report.after.name);
    if (before == after) return {report.before.name, report.after.name};
    return {std::move(before), std::move(after)};
}

std::string count_of(std::size_t count, std::string_view one) { return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s"); }

}  // namespace offprint::compare
