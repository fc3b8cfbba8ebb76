// Paragraphs in a line more or less: other settings of the same stretch of the flow, which the page search may take at a price
// (typesetting.md, section 5, "Paragraph variants"). They are asked for only around pages that cost more than the price of one.
#pragma once
#include "layout/page_builder.h"

namespace offprint::layout {

/// Another setting of the items [first_item, end_item) of a list: a paragraph's boxes and the penalties between them.
struct FlowVariant {
    std::uint32_t first_item = 0, end_item = 0;
    int lines = 0;          // more than the original has
    std::int64_t cost = 0;  // of setting it so
    VList items;
};

/// Sets paragraphs again, for whoever plans pages.
class VariantMaker {
public:
    virtual ~VariantMaker() = default;
    /// Other settings that have `most_extra` demerits more at most.
    virtual std::vector<text::ParagraphVariant> variants(text::Paragraph const& paragraph, std::int64_t most_extra) = 0;
    /// Tells a box of the marks of footnotes in its lines.
    virtual void anchor(VBox& box) = 0;
};

/// Shorter paragraphs have no variants: a line more or less would be seen.
inline constexpr std::size_t kLeastLinesToVary = 4;
/// A page begins at most so many paragraphs in a line more or less: the more are changed, the more it shows.
inline constexpr int kMostVariantsOnPage = 3;

/// The variants of all paragraphs on the pages that cost more than `costs.variant`, and on those before them, in order of the list. They cost less
/// than the pages around them do.
/// `hyphen_at_page_end` is the price that a break after a divided word has.
std::vector<FlowVariant> offer_variants(VList const& list, FlowPlan const& plan, PageCosts const& costs, std::int64_t hyphen_at_page_end, VariantMaker& maker);

/// A choice among variants.
struct VariantChoice {
    std::int64_t cost = 0;            // of the whole document, its variants counted
    std::vector<std::size_t> chosen;  // indices, ascending; at most one for a stretch
};
/// The best plan that takes any of the variants (in order of the list; those of one stretch beside each other): never worse than without, and
/// without where that is as good.
VariantChoice choose_variants(VList const& list, std::vector<FlowVariant> const& variants, Footnotes const& footnotes, PageGeometry const& geometry,
                              PageCosts const& costs);

/// Puts chosen variants in the place of what they stand for; gives where they are then.
std::vector<SetVariant> take_variants(VList& list, std::vector<FlowVariant> variants, std::vector<std::size_t> const& chosen);

/// `paginate`, with paragraphs set in a line more or less where that makes better pages; the list is what the plan speaks of.
FlowPlan paginate_with_variants(VList& list, Footnotes const& footnotes, PageGeometry const& geometry, PageCosts const& costs, std::int64_t hyphen_at_page_end,
                                VariantMaker& maker, Diagnostics& diagnostics);

}  // namespace offprint::layout
