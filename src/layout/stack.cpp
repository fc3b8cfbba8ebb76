#include "layout/stack.h"

#include <algorithm>

namespace offprint::layout {

VPenalty penalty_after_line(std::size_t line, std::size_t count, bool hyphenated, ParagraphBreakCosts const& costs) {
    VPenalty penalty;
    penalty.in_text = true;
    if (costs.split != 0) penalty.add(costs.split, "paragraph split");
    if (line + 2 == count && costs.widow != 0) penalty.add(costs.widow, "widow");
    if (line == 0 && costs.orphan != 0) penalty.add(costs.orphan, "orphan");
    if (hyphenated && costs.hyphen_at_page_end != 0) penalty.add(costs.hyphen_at_page_end, "hyphen at page end");
    return penalty;
}

void append_paragraph(VList& list, text::ParagraphPtr const& paragraph, Length x, Length leading, Length ascent_above_baseline,
                      ParagraphBreakCosts const& costs, bool on_grid, Span span) {
    std::vector<text::Line> const& lines = paragraph->lines();
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
        if (i > 0) list.emplace_back(penalty_after_line(i - 1, lines.size(), lines[i - 1].hyphenated, costs));
        VBox box;
        box.height = leading;
        box.baseline = ascent_above_baseline;
        box.on_grid = on_grid;
        box.span = span;
        box.pieces.push_back({{x, ascent_above_baseline}, LineContent{paragraph, i}});
        list.emplace_back(std::move(box));
    }
}

void keep_with_next(VList& list, std::int64_t cost, char const* reason, Length reach) { list.emplace_back(VPenalty{cost, reason, {}, {}, reach}); }

void Stack::begin_part(std::int64_t cost) {
    if (has_part_ && !keep_ && cost < kForbidden) splits_.push_back({foot_, height_, cost});
    keep_ = false;
    has_part_ = true;
}

void Stack::add_paragraph(text::ParagraphPtr const& paragraph, Length x, LineSetting const& setting, ParagraphBreakCosts const& costs) {
    std::vector<text::Line> const& lines = paragraph->lines();
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
        begin_part(i > 0 ? penalty_after_line(i - 1, lines.size(), lines[i - 1].hyphenated, costs).cost : 0);
        Length const baseline = height_ + setting.ascent;
        if (!has_line_) first_baseline_ = baseline;
        has_line_ = true;
        pieces_.push_back({{left_ + x, baseline}, LineContent{paragraph, i}});
        height_ += setting.leading;
        foot_ = height_;
    }
}

void Stack::add_frame(draw::Frame frame, Length x) {
    Length const height = frame.size.height;
    add_frame(std::make_shared<draw::Frame const>(std::move(frame)), x, height);
}

void Stack::add_frame(FrameContent frame, Length x, Length height) {
    begin_part(0);
    pieces_.push_back({{left_ + x, height_}, std::move(frame)});
    height_ += height;
    foot_ = height_;
}

void Stack::add_deferred(DeferredContent content, Length height) {
    begin_part(0);
    pieces_.push_back({{left_, height_}, std::move(content)});
    height_ += height;
    foot_ = height_;
}

std::vector<Step> Stack::steps() const {
    std::vector<Step> steps;
    for (StackSplit const& split : splits_) steps.push_back({split.top, split.cost, {}, {}});
    return steps;
}

VBox Stack::box(Span span) const { return row_of(std::span(this, 1), span, Splittable::No); }

namespace {

/// The price of cutting a stack at a height, nothing if something stands across.
std::optional<std::int64_t> cut_cost(Stack const& stack, Length height) {
    if (height >= stack.foot()) return 0;
    for (StackSplit const& split : stack.splits()) {
        if (split.foot <= height && height <= split.top) return split.cost;
    }
    return std::nullopt;
}

std::optional<Step> common_step(std::span<Stack const> stacks, Length height) {
    Step step{height, 0, {}, {}};
    for (Stack const& stack : stacks) {
        std::optional<std::int64_t> const cost = cut_cost(stack, height);
        if (!cost) return std::nullopt;
        step.cost = std::clamp(step.cost + *cost, -kLargestPrice, kLargestPrice);
    }
    return step;
}

}  // namespace

VBox row_of(std::span<Stack const> stacks, Span span, Splittable splittable) {
    VBox box;
    box.span = span;
    std::vector<Length> heights;
    for (Stack const& stack : stacks) {
        box.height = max(box.height, stack.height());
        if (box.baseline == Length{}) box.baseline = stack.first_baseline();
        box.pieces.insert(box.pieces.end(), stack.pieces().begin(), stack.pieces().end());
        for (StackSplit const& split : stack.splits()) heights.push_back(split.top);
    }
    if (splittable == Splittable::No) return box;
    std::sort(heights.begin(), heights.end());
    heights.erase(std::unique(heights.begin(), heights.end()), heights.end());
    for (Length const height : heights) {
        if (std::optional<Step> const step = common_step(stacks, height)) box.steps.push_back(*step);
    }
    return box;
}

}  // namespace offprint::layout
