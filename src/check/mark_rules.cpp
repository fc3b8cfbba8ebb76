// Marks and elements lead to each other: by the element that holds a mark, and by the parent tree (ISO 32000-1, 14.7.4.4).
#include "check/context.h"

namespace offprint::check {
namespace {

class MarkChecker {
public:
    explicit MarkChecker(Context& context) : context_(context), file_(context.file) {
        each_entry(file_, file_.at(context.catalog(), "StructTreeRoot")["ParentTree"], "Nums", [&](Object const& key, Object const& value) {
            Object const& parents = file_.resolve(value);
            if (!parents.is(Kind::Array)) return;
            std::vector<std::uint32_t>& list = lists_[key.integer];
            list.clear();
            for (Object const& parent : parents.items) list.push_back(number_of(parent));
        });
    }

    void see(PageFacts const& page) {
        Object const& key = file_.resolve((*page.value)["StructParents"]);
        auto const list = key.is(Kind::Integer) ? lists_.find(key.integer) : lists_.end();
        std::vector<HeldMark> const& all = context_.held_marks;
        auto held = std::lower_bound(all.begin(), all.end(), page.number, [](HeldMark const& mark, std::uint32_t number) { return mark.page < number; });
        auto const nowhere = [&](HeldMark const& mark) { find_nowhere(mark); };
        for (std::int64_t const mark : page.marks) {
            std::int32_t const wanted = as_mark(mark);
            for (; held != all.end() && held->page == page.number && held->mark < wanted; ++held) nowhere(*held);
            if (held == all.end() || held->page != page.number || held->mark != wanted) {
                context_.find("parent-tree", page.number, "no element holds mark " + std::to_string(mark));
                continue;
            }
            bool const listed = list != lists_.end() && mark >= 0 && static_cast<std::size_t>(mark) < list->second.size();
            if (!listed || list->second[static_cast<std::size_t>(mark)] != context_.elements[held->element].number)
                context_.find("parent-tree", page.number, "mark " + std::to_string(mark) + " does not lead to its element");
            do ++held;
            while (held != all.end() && held->page == page.number && held->mark == wanted);
        }
        for (; held != all.end() && held->page == page.number; ++held) nowhere(*held);
    }

    void finish() {
        for (HeldMark const& mark : context_.held_marks)
            if (!context_.page_of.contains(mark.page)) find_nowhere(mark);
    }

private:
    void find_nowhere(HeldMark const& mark) {
        context_.find("parent-tree", context_.elements[mark.element].number, "mark " + std::to_string(mark.mark) + " is nowhere on its page");
    }

    Context& context_;
    reader::File const& file_;
    std::map<std::int64_t, std::vector<std::uint32_t>> lists_;  // of the parent tree: elements by mark
};

}  // namespace

void check_marks(Context& context) {
    if (context.elements.empty()) return check_contents(context, [](PageFacts const&) {});
    MarkChecker checker(context);
    check_contents(context, [&](PageFacts const& page) { checker.see(page); });
    checker.finish();
}

}  // namespace offprint::check
