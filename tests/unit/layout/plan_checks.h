// What must hold of every plan of pages, told from the list alone.
#pragma once
#include <catch2/catch.hpp>

#include "layout/flow.h"
#include "layout/page_builder.h"

namespace offprint::layout::test {

/// Every part of every box stands on exactly one page, in order, and forced breaks are kept.
void check_whole(VList const& list, FlowPlan const& plan);
/// Places on one page: the grid, the spaces, the foot, the padding of groups.
void check_flow(VList const& list, PagePlan const& page, PageGeometry const& geometry, Length height, bool overfull);
/// What stands in the rail keeps its distance and its order.
void check_rail(VList const& list, PagePlan const& page, PageGeometry const& geometry, Length height, bool overfull);
/// A ground reaches from its padding over the first of its boxes on the page to that below the last, and holds those inside it.
void check_groups(VList const& list, PagePlan const& page);

}  // namespace offprint::layout::test
