#include "chart/marks/mark.h"

namespace offprint::chart {

void paint(RuleMark const& mark, draw::NodeId, draw::Frame& frame) { frame.stroke(draw::kArtifactLayout, Path::line(mark.from, mark.to), mark.stroke); }

}  // namespace offprint::chart
