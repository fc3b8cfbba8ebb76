// Builders of vertical material that every block shares: paragraphs as lines of the flow, and stacks of paragraphs and frames at
// exact places for what is one box (tiles, cards, rail items).
#pragma once
#include <span>

#include "layout/vlist.h"

namespace offprint::layout {

/// Prices of page breaks inside a paragraph; they add up. Theme keys of the same names.
struct ParagraphBreakCosts {
    std::int64_t widow = 6000;               // the last line alone on the next page
    std::int64_t orphan = 5000;              // the first line alone at the foot
    std::int64_t hyphen_at_page_end = 3000;  // the page ends inside a word
    std::int64_t split = 0;                  // any break in the paragraph: kForbidden keeps it whole
};

/// How lines stand one below another.
struct LineSetting {
    Length leading;
    Length ascent;  // from the top of a line's box to its baseline
};

/// The price of a break after line `line` (from 0, not the last) of `count` lines, with the reason that weighs most.
VPenalty penalty_after_line(std::size_t line, std::size_t count, bool hyphenated, ParagraphBreakCosts const& costs);

/// Appends a paragraph to the flow: a box of the height of the leading for each line, a penalty between two of them. Nothing
/// before the first and after the last line; put glue there. `x` is that of the paragraph's left edge.
void append_paragraph(VList& list, text::ParagraphPtr const& paragraph, Length x, Length leading, Length ascent_above_baseline,
                      ParagraphBreakCosts const& costs, bool on_grid, Span span);

/// Forbids (kForbidden) or prices a page break between what was appended last and what comes next. With `reach`, the same price
/// holds until boxes of that height in sum have followed: two leadings for a heading that wants two lines below it.
void keep_with_next(VList& list, std::int64_t cost, char const* reason, Length reach = {});

/// Where a stack may be split: anywhere from the foot of what stands above to the top of what stands below.
struct StackSplit {
    Length foot, top;
    std::int64_t cost = 0;
};

/// Paragraphs and frames one below another, at exact places from the stack's top. Remembers where it may be split: between
/// lines and between parts.
class Stack {
public:
    /// All x are counted from `left`, which is counted from the left edge of the text area.
    explicit Stack(Length left = {}) : left_(left) {}

    void space(Length height) { height_ += height; }
    /// Space up to a height, if it is not reached: what comes next stands level with what stands beside it.
    void reach(Length height) { height_ = max(height_, height); }
    /// Forbids a split above what comes next: between a title and its text.
    void keep() { keep_ = true; }
    void add_paragraph(text::ParagraphPtr const& paragraph, Length x, LineSetting const& setting, ParagraphBreakCosts const& costs = {});
    /// A frame takes its own height, or the one given.
    void add_frame(draw::Frame frame, Length x = {});
    void add_frame(FrameContent frame, Length x, Length height);
    /// The same for what is drawn when its page is.
    void add_deferred(DeferredContent content, Length height);

    /// Of everything so far, space at the foot included.
    Length height() const { return height_; }
    /// Foot of the last line or frame.
    Length foot() const { return foot_; }
    /// Baseline of the first line, from the top; zero if there is no line.
    Length first_baseline() const { return first_baseline_; }
    std::vector<Piece> const& pieces() const { return pieces_; }
    std::vector<StackSplit> const& splits() const { return splits_; }
    /// The splits as a box wants them: at the top of what stands below.
    std::vector<Step> steps() const;

    /// The stack as a box that cannot be split.
    VBox box(Span span) const;
    Attachment attachment(Length offset = {}) const { return {offset, height_, pieces_}; }

private:
    void begin_part(std::int64_t cost);

    Length left_, height_, foot_, first_baseline_;
    std::vector<Piece> pieces_;
    std::vector<StackSplit> splits_;
    bool keep_ = false, has_part_ = false, has_line_ = false;
};

enum class Splittable { No, Yes };

/// Stacks side by side, their tops in line, as one box of the height of the tallest; its baseline is that of the first stack that
/// has a line. It may be split wherever no stack has a line or a frame across the cut, once each stack that goes on below has
/// given its first part (FOP's rule for table rows). The price is the sum of those of the stacks that are cut.
VBox row_of(std::span<Stack const> stacks, Span span, Splittable splittable = Splittable::Yes);

}  // namespace offprint::layout
