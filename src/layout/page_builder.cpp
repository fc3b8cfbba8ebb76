#include "layout/page_builder.h"

#include "layout/column_search.h"
#include "layout/page_search.h"
#include "layout/plan_writer.h"

namespace offprint::layout {
namespace {

FlowPlan plan_pages(PageSetting const& setting, PlanWriter& writer) {
    PageSearch const search(setting);
    FlowPlan plan;
    PageStart start;
    plan.cost = search.best(start).cost;
    plan.pages.reserve(search.best(start).pages);
    PageStart const last{static_cast<std::uint32_t>(setting.flow.atoms.size()), static_cast<std::uint32_t>(setting.flow.note_parts.size())};
    while (start != last) {
        PageStart const next = search.best(start).next;
        PageNotes const notes = notes_between(setting, notes_at(setting.flow, start), next);
        ChosenColumn column{start.atom, next.atom, notes, 0, {{}, setting.height_of_page_at(start.atom)}};
        column.own = setting.flow.notes_before(start.atom);
        writer.add_page({&column, 1}, search.best(start).cost - search.best(next).cost, plan);
        start = next;
    }
    return plan;
}

FlowPlan plan_columns(PageSetting const& setting, PlanWriter& writer) {
    ColumnSearch const search(setting);
    FlowPlan plan;
    ColumnStart start = search.page_start({});
    plan.cost = search.best(start).cost;
    plan.pages.reserve(search.best(start).pages);
    std::vector<ChosenColumn> columns;
    std::int64_t cost = 0;
    while (!search.is_end(start)) {
        ColumnStep const& step = *search.best(start).step;
        for (ChosenColumn const& column : chosen_columns(search, start, step)) columns.push_back(column);
        cost += step.cost;
        if (step.ends_page) {
            writer.add_page(columns, cost, plan);
            columns.clear();
            cost = 0;
        }
        start = step.next;
    }
    return plan;
}

}  // namespace

FlowPlan paginate(VList const& list, Footnotes const& footnotes, PageGeometry const& geometry, PageCosts const& costs, Diagnostics& diagnostics) {
    Flow const flow = flatten(list, footnotes);
    if (flow.atoms.empty()) return {};
    PageSetting const setting{flow, geometry, costs};
    PlanWriter writer(setting, list, footnotes, diagnostics);
    return geometry.columns > 1 ? plan_columns(setting, writer) : plan_pages(setting, writer);
}

}  // namespace offprint::layout
