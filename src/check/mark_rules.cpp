// Marks and elements lead to each other: by the element that holds a mark, and by the parent tree (ISO 32000-1, 14.7.4.4).
#include <algorithm>
#include <limits>

#include "check/context.h"

namespace offprint::check {
namespace {

class MarkChecker {
public:
    MarkChecker(Context& context, HeldMarks const& marks) : context_(context), marks_(marks) {}

    void see(PageFacts const& facts) {
        page_ = facts.page.number;
        list_ = facts.page.parents ? marks_.list(*facts.page.parents) : nullptr;
        place_ = 0;
        auto const at_page = [](HeldMark const& mark, std::uint32_t number) { return mark.page < number; };
        other_ = std::lower_bound(marks_.others().begin(), marks_.others().end(), page_, at_page);
        for (std::int64_t const mark : facts.marks) {
            tell_nowhere(as_mark(mark));
            see_mark(mark);
        }
        tell_nowhere(std::numeric_limits<std::int64_t>::max());
    }

    void finish() {
        for (HeldMark const& mark : marks_.others())
            if (!context_.page_of.contains(mark.page)) find_nowhere(mark.mark, mark.element);
    }

private:
    bool owns_list() const { return list_ != nullptr && list_->page == page_ && page_ != 0; }
    bool has_other() const { return other_ != marks_.others().end() && other_->page == page_; }

    /// A mark of the page.
    void see_mark(std::int64_t mark) {
        bool const listed = list_ != nullptr && mark >= 0 && static_cast<std::size_t>(mark) < list_->size;
        std::size_t const place = listed ? list_->begin + static_cast<std::size_t>(mark) : 0;
        bool const held = listed && owns_list() && marks_.is_held(place);
        bool const other = has_other() && other_->mark == as_mark(mark);
        if (!held && !other) return context_.find("parent-tree", page_, "no element holds mark " + std::to_string(mark));
        // Of elements that hold one the first counts.
        bool const leads = held && !(other && !other_->second);
        if (!leads && !(listed && other_->element == marks_.element(place)))
            context_.find("parent-tree", page_, "mark " + std::to_string(mark) + " does not lead to its element");
        while (has_other() && other_->mark == as_mark(mark)) ++other_;
        if (listed) place_ = std::max(place_, static_cast<std::size_t>(mark) + 1);
    }

    /// Tells those that elements hold and the page does not have, up to a mark.
    void tell_nowhere(std::int64_t end) {
        std::size_t const listed = owns_list() ? list_->size : 0;
        for (; place_ < listed && static_cast<std::int64_t>(place_) < end; ++place_) {
            if (!marks_.is_held(list_->begin + place_)) continue;
            auto const mark = static_cast<std::int64_t>(place_);
            tell_others(mark);
            for (; has_other() && other_->mark == mark && !other_->second; ++other_) find_nowhere(mark, other_->element);
            find_nowhere(mark, marks_.element(list_->begin + place_));
        }
        tell_others(end);
    }

    void tell_others(std::int64_t end) {
        for (; has_other() && other_->mark < end; ++other_) find_nowhere(other_->mark, other_->element);
    }

    void find_nowhere(std::int64_t mark, std::uint32_t element) {
        context_.find("parent-tree", element, "mark " + std::to_string(mark) + " is nowhere on its page");
    }

    Context& context_;
    HeldMarks const& marks_;
    // Of the page that is looked at; what stands before was told.
    std::uint32_t page_ = 0;
    HeldMarks::List const* list_ = nullptr;
    std::size_t place_ = 0;
    std::vector<HeldMark>::const_iterator other_;
};

}  // namespace

void check_marks(Context& context) {
    if (!context.held_marks) return check_contents(context, [](PageFacts const&) {});
    MarkChecker checker(context, *context.held_marks);
    check_contents(context, [&](PageFacts const& page) { checker.see(page); });
    checker.finish();
}

}  // namespace offprint::check
