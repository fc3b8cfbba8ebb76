// `explain` for pages of several columns.
#include <algorithm>

#include "layout/column_search.h"
#include "layout/explain_terms.h"

namespace offprint::layout {
namespace {

/// Everything about one page of a plan.
class Explainer {
public:
    Explainer(PageSetting const& setting, VList const& list, std::vector<Charges> const& charges)
        : setting_(setting), list_(list), charges_(charges), search_(setting) {
        total_ = search_.best(search_.page_start({})).cost;
    }

    PageExplanation explain(std::size_t page, std::size_t others) {
        go_to(page);
        PageExplanation out;
        out.height = search_.frame(path_.front().first).height;
        for (auto const& [start, step] : path_) add_fills(start, step, out);
        auto const& [last, step] = path_.back();
        PageStart const chosen{step.next.atom, step.next.notes.from};
        out.end = end_of(step, terms_of());
        explain_others(last, chosen, others, out);
        if (chosen.atom < setting_.flow.atoms.size() && setting_.flow.atoms[chosen.atom].cut != Cut::Forced) avoid(chosen, out);
        return out;
    }

private:
    /// Follows the plan to a page; `path_` are the steps that fill it.
    void go_to(std::size_t page) {
        ColumnStart start = search_.page_start({});
        for (;;) {
            ColumnStep const& step = *search_.best(start).step;
            path_.emplace_back(start, step);
            if (step.ends_page && pages_before_ == page) return;
            if (step.ends_page) {
                for (auto const& [from, passed] : path_) spent_ += passed.cost;
                path_.clear();
                ++pages_before_;
            }
            start = step.next;
        }
    }

    void add_fills(ColumnStart const& start, ColumnStep const& step, PageExplanation& out) const {
        for (int i = 0; i < step.count; ++i) {
            FilledColumn const& filled = step.columns[static_cast<std::size_t>(i)];
            PageCursor cursor(setting_, filled.begin, search_.frame(start));
            for (std::uint32_t k = filled.begin; k < filled.end; ++k) cursor.place_next();
            ColumnFill fill{start.top, cursor.foot(), filled.notes.height, search_.is_across(start.atom)};
            if (filled.begin < filled.end) fill.flow += setting_.flow.atoms[filled.end - 1].room_below;
            if (!step.balanced && filled.begin < filled.end)
                fill.flow = lay_out_column(setting_, filled.begin, filled.end, search_.frame(start), filled.notes)->price.used;
            out.flow = max(out.flow, fill.flow);
            out.notes = max(out.notes, fill.notes);
            out.columns.push_back(fill);
        }
    }

    PageEnd end_of(ColumnStep const& step, std::vector<CostTerm> costs) const {
        Flow const& flow = setting_.flow;
        PageEnd end;
        bool const last = step.next.atom == flow.atoms.size();
        end.item = last ? static_cast<std::uint32_t>(list_.size()) : flow.atoms[step.next.atom].item;
        end.step = last ? 0 : flow.atoms[step.next.atom].from_step;
        std::int64_t before = spent_;
        for (std::size_t i = 0; i + 1 < path_.size(); ++i) before += path_[i].second.cost;
        end.more = without_pulls(before + step.cost + search_.best(step.next).cost - total_, setting_.costs);
        end.pages = pages_before_ + 1 + search_.best(step.next).pages;
        end.costs = std::move(costs);
        return end;
    }

    void add_terms(ColumnStep const& step, TermList& terms) const {
        for (int i = 0; i < step.count; ++i) {
            FilledColumn const& filled = step.columns[static_cast<std::size_t>(i)];
            bool const goes_on = !step.ends_page && step.balanced && filled.end == step.next.atom;  // in the band below
            bool const again = i > 0 && step.columns[static_cast<std::size_t>(i) - 1].end == filled.end;
            if (filled.begin < filled.end && !goes_on && !again) terms.add_break(filled.end);
            terms.add_notes(filled.notes);
        }
    }

    std::vector<CostTerm> terms_of() const {
        std::int64_t price = -setting_.costs.page;
        for (auto const& [start, step] : path_) price += step.cost;
        TermList terms(setting_, charges_, price);
        for (auto const& [start, step] : path_) add_terms(step, terms);
        return terms.finish(path_.back().second.balanced ? "columns of unequal height" : "short columns");
    }

    /// Other ends of the page's last column.
    void explain_others(ColumnStart const& last, PageStart chosen, std::size_t count, PageExplanation& out) {
        std::vector<std::pair<PageStart, PageEnd>> ends;
        for (ColumnStep const& step : search_.steps(last)) {
            PageStart const next{step.next.atom, step.next.notes.from};
            if (!step.ends_page || next.atom == chosen.atom || (!search_.is_end(step.next) && !search_.best(step.next).step)) continue;
            TermList terms(setting_, charges_, step.cost - setting_.costs.page);
            add_terms(step, terms);
            PageEnd end = end_of(step, terms.finish("short columns"));
            if (!ends.empty() && ends.back().first.atom == next.atom) {
                if (end.more < ends.back().second.more) ends.back() = {next, std::move(end)};
            } else {
                ends.emplace_back(next, std::move(end));
            }
        }
        out.others = nearest_ends(std::move(ends), chosen, count);
    }

    /// The best plan without this end of a page.
    void avoid(PageStart chosen, PageExplanation& out) const {
        ColumnSearch const search(setting_, chosen.atom);
        out.avoiding = without_pulls(search.best(search.page_start({})).cost - total_, setting_.costs);
        out.unavoidable = *out.avoiding >= setting_.costs.keep_broken / 2;
    }

    PageSetting const& setting_;
    VList const& list_;
    std::vector<Charges> const& charges_;
    ColumnSearch search_;
    std::vector<std::pair<ColumnStart, ColumnStep>> path_;
    std::int64_t total_ = 0, spent_ = 0;
    std::size_t pages_before_ = 0;
};

}  // namespace

PageExplanation explain_columns(PageSetting const& setting, VList const& list, std::vector<Charges> const& charges, std::size_t page, std::size_t others) {
    return Explainer(setting, list, charges).explain(page, others);
}

}  // namespace offprint::layout
