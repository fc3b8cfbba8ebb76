// The forms of a report on what changed between two documents. Texts of the documents are hostile: each form escapes them in its own way.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "compare/changes.h"

namespace offprint::compare {

/// What a report is made from.
struct Report {
    Document const& before;
    Document const& after;
    Comparison const& comparison;
};

/// For a terminal: `[-gone-]{+new+}` within the words around them.
std::string text_report(Report const& report);
/// One JSON object (docs/diff.md).
std::string json_report(Report const& report);

/// A changed area of a page as shares of its visible part from its upper left, and the number of the change.
struct Mark {
    double left = 0, top = 0, right = 0, bottom = 0;
    std::size_t number = 0;
    ChangeKind kind = ChangeKind::Changed;
};

/// A page, its marks and its picture, which may be missing.
struct PageView {
    std::size_t page = 0;
    std::vector<Mark> marks;
    std::string png;
    std::uint32_t width = 0, height = 0;
};

/// Pages of both documents that stand beside each other.
struct PagePair {
    std::optional<PageView> before, after;
};

/// Pairs of pages with pictures in a report; there may be more changed pages.
inline constexpr std::size_t kMostPagePairs = 40;

/// The pages with changes, in order, each beside the page of the other document that most of its blocks stand on.
std::vector<PagePair> changed_pages(Report const& report);

/// One file that needs no other, no script and no network.
std::string html_report(Report const& report, std::vector<PagePair> const& pages);

/// The pictures' names in an article: "before-3.png" is page 3 of the old document.
std::string picture_name(bool is_before, std::size_t page);
/// The report as an article for the layout `change-report`. Characters for which `can_print` is false are replaced.
std::string article_report(Report const& report, std::vector<PagePair> const& pages, std::string const& date, std::function<bool(char32_t)> const& can_print);

/// "paragraph changed", "table added", "chart data changed"
std::string headline(Change const& change);
/// "p. 3 → p. 4"
std::string place_of(Change const& change, std::string_view arrow);
/// The documents' names without their folders, where that tells them apart.
std::pair<std::string, std::string> short_names(Report const& report);
/// "3 changes"
std::string count_of(std::size_t count, std::string_view one);

}  // namespace offprint::compare
