#include "layout/explain.h"

#include "layout/explain_terms.h"
#include "layout/page_notes.h"
#include "layout/page_search.h"

namespace offprint::layout {
namespace {

/// Everything about one page of a plan.
class Explainer {
public:
    Explainer(PageSetting const& setting, VList const& list, std::vector<Charges> const& charges)
        : setting_(setting), list_(list), charges_(charges), search_(setting) {
        start_ = {};
        total_ = search_.best(start_).cost;
    }

    /// Goes to a page; what was spent on those before is remembered.
    void go_to(std::size_t page) {
        for (; page > 0; --page) {
            PageStart const next = search_.best(start_).next;
            spent_ += search_.best(start_).cost - search_.best(next).cost;
            start_ = next;
            ++pages_before_;
        }
    }

    PageExplanation explain(std::size_t others) const {
        PageStart const chosen = search_.best(start_).next;
        PageExplanation out;
        out.height = setting_.height_of_page_at(start_.atom);
        PageNotes const notes = notes_between(setting_, notes_at(setting_.flow, start_), chosen);
        PageLayout const layout = *lay_out_page(setting_, start_.atom, chosen.atom, notes);
        out.flow = layout.price.used;
        out.notes = notes.height;
        out.end = end_of(chosen, notes, layout.price);
        explain_others(chosen, others, out);
        if (chosen.atom < setting_.flow.atoms.size() && chosen.atom > start_.atom && setting_.flow.atoms[chosen.atom].cut != Cut::Forced) avoid(chosen, out);
        return out;
    }

private:
    PageEnd end_of(PageStart next, PageNotes const& notes, PagePrice const& price) const {
        Flow const& flow = setting_.flow;
        PageEnd end;
        bool const last = next.atom == flow.atoms.size();
        end.item = last ? static_cast<std::uint32_t>(list_.size()) : flow.atoms[next.atom].item;
        end.step = last ? 0 : flow.atoms[next.atom].from_step;
        end.more = without_pulls(spent_ + price.cost + search_.best(next).cost - total_, setting_.costs);
        end.pages = pages_before_ + 1 + search_.best(next).pages;
        end.costs = terms_of(next, notes, price);
        return end;
    }

    /// What makes up a page's price; what remains when all else is told is the share of the page that is empty.
    std::vector<CostTerm> terms_of(PageStart next, PageNotes const& notes, PagePrice const& price) const {
        PageCosts const& costs = setting_.costs;
        TermList terms(setting_, charges_, price.cost - costs.page);
        bool const free_end = next.atom == setting_.flow.atoms.size() || setting_.flow.atoms[next.atom].cut == Cut::Forced;
        if (price.overfull) terms.add("taller than the page", costs.overfull);
        if (next.atom > start_.atom) terms.add_break(next.atom);
        terms.add_notes(notes);
        PageCursor cursor(setting_, start_.atom);
        for (std::uint32_t i = start_.atom; i < next.atom; ++i) cursor.place_next(price.stretch.before(i));
        if (!price.overfull) terms.add("moved down in the rail", cursor.rail_cost());
        return terms.finish(free_end ? "last page under its minimum" : "short page");
    }

    /// The nearest other ends of the page; of two ways to set the notes the cheaper.
    void explain_others(PageStart chosen, std::size_t count, PageExplanation& out) const {
        std::vector<std::pair<PageStart, PageEnd>> ends;
        each_page(setting_, start_, PriceDetail::Full, [&](std::uint32_t end, PageNotes const& notes, PagePrice const& price) {
            PageStart const next{end, notes.end};
            if (end == chosen.atom) return;
            PageEnd one = end_of(next, notes, price);
            if (!ends.empty() && ends.back().first.atom == end) {
                if (one.more < ends.back().second.more) ends.back() = {next, std::move(one)};
            } else {
                ends.emplace_back(next, std::move(one));
            }
        });
        out.others = nearest_ends(std::move(ends), chosen, count);
    }

    /// The best plan without this end.
    void avoid(PageStart chosen, PageExplanation& out) const {
        Flow other = setting_.flow;
        other.atoms[chosen.atom].cut = Cut::Forbidden;
        PageSetting const setting{other, setting_.geometry, setting_.costs};
        out.avoiding = without_pulls(PageSearch(setting).best({}).cost - total_, setting_.costs);
        out.unavoidable = *out.avoiding >= setting_.costs.keep_broken / 2;
    }

    PageSetting const& setting_;
    VList const& list_;
    std::vector<Charges> const& charges_;
    PageSearch search_;
    PageStart start_;
    std::int64_t total_ = 0, spent_ = 0;
    std::size_t pages_before_ = 0;
};

}  // namespace

PageExplanation explain_page(VList const& list, Footnotes const& footnotes, PageGeometry const& geometry, PageCosts const& costs, std::size_t page,
                             std::size_t others) {
    std::vector<Charges> charges;
    Flow const flow = flatten(list, footnotes, &charges);
    PageSetting const setting{flow, geometry, costs};
    if (geometry.columns > 1) return explain_columns(setting, list, charges, page, others);
    Explainer explainer(setting, list, charges);
    explainer.go_to(page);
    return explainer.explain(others);
}

}  // namespace offprint::layout
