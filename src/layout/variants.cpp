#include "layout/variants.h"

#include <algorithm>
#include <numeric>
#include <string_view>

namespace offprint::layout {
namespace {

/// The line of a paragraph that a box holds, if it is one: a box of a single line, whatever mark stands beside it.
LineContent const* line_of(VBox const& box) {
    if (box.pieces.empty() || !box.steps.empty()) return nullptr;
    return std::get_if<LineContent>(&box.pieces.back().content);
}

/// A paragraph of the flow: boxes of one line each, a penalty between two of them.
struct Stretch {
    std::uint32_t first_item = 0, end_item = 0;
    text::ParagraphPtr paragraph;
};

/// The paragraph that begins at an item, if one does, whole and in lines that are alike.
std::optional<Stretch> paragraph_at(VList const& list, std::uint32_t first) {
    VBox const* const head = std::get_if<VBox>(&list[first]);
    LineContent const* const begin = head != nullptr ? line_of(*head) : nullptr;
    if (begin == nullptr || begin->paragraph == nullptr || begin->line != 0) return std::nullopt;
    std::size_t const lines = begin->paragraph->lines().size();
    if (lines < kLeastLinesToVary || list.size() - first < 2 * lines - 1) return std::nullopt;
    for (std::uint32_t i = 1; i < lines; ++i) {
        VBox const* const box = std::get_if<VBox>(&list[first + 2 * i]);
        if (box == nullptr || !std::holds_alternative<VPenalty>(list[first + 2 * i - 1]) || box->pieces.size() != 1 || !box->attachments.empty())
            return std::nullopt;
        LineContent const* const line = line_of(*box);
        if (line == nullptr || line->paragraph != begin->paragraph || line->line != i || box->height != head->height) return std::nullopt;
    }
    return Stretch{first, first + static_cast<std::uint32_t>(2 * lines - 1), begin->paragraph};
}

constexpr std::string_view kHyphenReason = "hyphen at page end";

/// A penalty with the price of a hyphen as it is for another line.
VPenalty with_hyphen(VPenalty const& penalty, bool hyphenated, std::int64_t price) {
    if (penalty.cost >= kForbidden || penalty.cost <= kForced) return penalty;
    VPenalty result{0, "", penalty.after, penalty.before, penalty.reach, penalty.continuation};
    auto keep = [&](std::int64_t cost, char const* reason) {
        if (reason != kHyphenReason && (cost != 0 || *reason != '\0')) result.add(cost, reason);
    };
    if (penalty.shares[0].reason == nullptr) keep(penalty.cost, penalty.reason);
    for (PriceShare const& share : penalty.shares) {
        if (share.reason != nullptr) keep(share.cost, share.reason);
    }
    if (hyphenated && price != 0) result.add(price, kHyphenReason.data());
    return result;
}

/// The items of a paragraph set otherwise: the first and the last break keep what they cost, those between cost what the second one does.
VList variant_items(VList const& list, Stretch const& stretch, text::ParagraphPtr const& paragraph, std::int64_t hyphen_price, VariantMaker& maker) {
    std::size_t const lines = paragraph->lines().size(), breaks_before = stretch.paragraph->lines().size() - 1;
    VList items;
    items.reserve(2 * lines - 1);
    for (std::uint32_t i = 0; i < lines; ++i) {
        if (i > 0) {
            std::size_t const like = i == 1 ? 0 : i + 1 == lines ? breaks_before - 1 : 1;
            auto const& penalty = std::get<VPenalty>(list[stretch.first_item + 2 * like + 1]);
            items.emplace_back(with_hyphen(penalty, paragraph->lines()[i - 1].hyphenated, hyphen_price));
        }
        VBox box = std::get<VBox>(list[i == 0 ? stretch.first_item : stretch.first_item + 2]);
        box.pieces.back().content = LineContent{paragraph, i};
        box.notes.clear();
        maker.anchor(box);
        items.emplace_back(std::move(box));
    }
    return items;
}

/// For each page whether paragraphs on it may be set otherwise.
std::vector<bool> pages_in_trouble(FlowPlan const& plan, PageCosts const& costs) {
    std::vector<bool> wanted(plan.pages.size(), false);
    for (std::size_t page = 0; page < plan.pages.size(); ++page) {
        if (plan.pages[page].cost - costs.page <= costs.variant) continue;
        wanted[page] = true;
        if (page > 0) wanted[page - 1] = true;
    }
    return wanted;
}

/// Lines are priced by squares of badness, pages by what a reader minds: the one is worth a share of the other.
std::int64_t price_of(text::ParagraphVariant const& variant, PageCosts const& costs) {
    return costs.variant + std::min(variant.extra, kLargestPrice) * std::clamp<std::int64_t>(costs.variant_lines, 0, 1000) / 100;
}

/// The demerits that make a variant cost as much.
std::int64_t extra_at(std::int64_t price, PageCosts const& costs) {
    std::int64_t const share = std::clamp<std::int64_t>(costs.variant_lines, 0, 1000);
    return share == 0 ? text::kWorstExtra : std::min(text::kWorstExtra, std::max<std::int64_t>(0, price - costs.variant) / share * 100 + 100);
}

/// What a page and its neighbours cost besides being pages.
std::int64_t trouble_around(FlowPlan const& plan, std::size_t page, PageCosts const& costs) {
    std::int64_t trouble = 0;
    for (std::size_t i = page == 0 ? 0 : page - 1; i < std::min(page + 2, plan.pages.size()); ++i) trouble += plan.pages[i].cost - costs.page;
    return trouble;
}

}  // namespace

std::vector<FlowVariant> offer_variants(VList const& list, FlowPlan const& plan, PageCosts const& costs, std::int64_t hyphen_at_page_end, VariantMaker& maker) {
    std::vector<FlowVariant> offered;
    std::vector<bool> const wanted = pages_in_trouble(plan, costs);
    std::uint32_t seen = 0;  // items before it were offered
    for (std::size_t page = 0; page < plan.pages.size(); ++page) {
        if (!wanted[page]) continue;
        PagePlan const& place = plan.pages[page];
        std::int64_t const most = trouble_around(plan, page, costs);  // what is dearer would hardly pay
        std::uint32_t first = place.begin_item;
        // A paragraph that began on the page before: from its first line.
        if (!place.items.empty()) {
            LineContent const* const line = line_of(std::get<VBox>(list[place.items.front().item]));
            if (line != nullptr && place.items.front().item >= 2 * line->line) first = std::min(first, place.items.front().item - 2 * line->line);
        }
        for (std::uint32_t i = std::max(first, seen); i < place.end_item; ++i) {
            std::optional<Stretch> const stretch = paragraph_at(list, i);
            if (!stretch) continue;
            for (text::ParagraphVariant const& variant : maker.variants(*stretch->paragraph, extra_at(most, costs))) {
                std::int64_t const cost = price_of(variant, costs);
                if (cost >= most) continue;
                offered.push_back(
                    {stretch->first_item, stretch->end_item, variant.lines, cost, variant_items(list, *stretch, variant.paragraph, hyphen_at_page_end, maker)});
            }
            i = stretch->end_item - 1;
        }
        seen = std::max(seen, place.end_item);
    }
    return offered;
}

std::vector<SetVariant> take_variants(VList& list, std::vector<FlowVariant> variants, std::vector<std::size_t> const& chosen) {
    std::vector<SetVariant> set;
    VList whole;
    whole.reserve(list.size() + 2 * chosen.size());
    std::uint32_t next = 0;
    auto copy_until = [&](std::uint32_t end) {
        for (; next < end; ++next) whole.push_back(std::move(list[next]));
    };
    for (std::size_t const index : chosen) {
        FlowVariant& variant = variants[index];
        copy_until(variant.first_item);
        set.push_back({static_cast<std::uint32_t>(whole.size()), variant.lines, variant.cost});
        std::move(variant.items.begin(), variant.items.end(), std::back_inserter(whole));
        next = variant.end_item;
    }
    copy_until(static_cast<std::uint32_t>(list.size()));
    list = std::move(whole);
    return set;
}

namespace {

/// Columns: the search does not know variants, so each is tried by breaking the whole flow with it, the cheapest first, and kept where that costs
/// less. A long document would wait for it: the more boxes, the fewer are tried, down to none.
std::vector<std::size_t> try_variants(VList const& list, std::vector<FlowVariant> const& variants, FlowPlan const& plain, Footnotes const& footnotes,
                                      PageGeometry const& geometry, PageCosts const& costs) {
    constexpr std::size_t kMostTries = 24, kBoxesInAll = 12'000;
    auto const boxes = static_cast<std::size_t>(std::count_if(list.begin(), list.end(), [](VItem const& item) { return std::holds_alternative<VBox>(item); }));
    std::vector<std::size_t> order(variants.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return variants[a].cost < variants[b].cost; });
    order.resize(std::min({order.size(), kMostTries, kBoxesInAll / std::max<std::size_t>(boxes, 1)}));
    std::vector<std::size_t> chosen;
    std::int64_t least = plain.cost;
    for (std::size_t const candidate : order) {
        bool const taken =
            std::any_of(chosen.begin(), chosen.end(), [&](std::size_t other) { return variants[other].first_item == variants[candidate].first_item; });
        if (taken) continue;
        std::vector<std::size_t> tried = chosen;
        tried.insert(std::upper_bound(tried.begin(), tried.end(), candidate), candidate);
        VList with = list;
        std::vector<SetVariant> const sets = take_variants(with, variants, tried);
        std::int64_t cost = 0;
        for (SetVariant const& set : sets) cost += set.cost;
        Diagnostics faults;
        FlowPlan const plan = paginate(with, footnotes, geometry, costs, faults);
        cost += plan.cost;
        bool const dense = std::any_of(plan.pages.begin(), plan.pages.end(), [&](PagePlan const& page) {
            auto const here = [&](SetVariant const& set) { return set.first_item >= page.begin_item && set.first_item < page.end_item; };
            return std::count_if(sets.begin(), sets.end(), here) > kMostVariantsOnPage;
        });
        if (cost >= least || dense) continue;
        least = cost;
        chosen = std::move(tried);
    }
    return chosen;
}

}  // namespace

FlowPlan paginate_with_variants(VList& list, Footnotes const& footnotes, PageGeometry const& geometry, PageCosts const& costs, std::int64_t hyphen_at_page_end,
                                VariantMaker& maker, Diagnostics& diagnostics) {
    Diagnostics faults;
    FlowPlan plan = paginate(list, footnotes, geometry, costs, faults);
    std::vector<FlowVariant> variants = offer_variants(list, plan, costs, hyphen_at_page_end, maker);
    VariantChoice choice;
    if (geometry.columns > 1)
        choice.chosen = try_variants(list, variants, plan, footnotes, geometry, costs);
    else if (!variants.empty())
        choice = choose_variants(list, variants, footnotes, geometry, costs);
    if (choice.chosen.empty()) {
        diagnostics.append(faults);
        return plan;
    }
    std::vector<SetVariant> set = take_variants(list, std::move(variants), choice.chosen);
    plan = paginate(list, footnotes, geometry, costs, diagnostics);
    for (SetVariant const& variant : set) plan.cost += variant.cost;
    plan.variants = std::move(set);
    return plan;
}

}  // namespace offprint::layout
