#include "layout/page_layout.h"

namespace offprint::layout {
namespace {

__extension__ using Wide = __int128;
constexpr std::int64_t kMillion = 1'000'000;

/// A share of one in millionths, so that all prices are integers.
std::int64_t millionths(double share) { return static_cast<std::int64_t>(share * static_cast<double>(kMillion) + 0.5); }
/// a * b / c without overflow; the wide division is slow and hardly ever needed.
std::int64_t multiplied(std::int64_t a, std::int64_t b, std::int64_t c) {
    std::int64_t product = 0;
    if (!__builtin_mul_overflow(a, b, &product)) return product / c;
    return static_cast<std::int64_t>(Wide{a} * b / c);
}
std::int64_t share_of(Length part, Length whole) { return multiplied(part.raw(), kMillion, whole.raw()); }

/// The next top, at `least` or below it, that puts the baseline (`phase` under the top) on the grid.
Length snap_to_grid(Length least, Length phase, PageGeometry const& geometry) {
    std::int64_t const step = geometry.grid.raw();
    if (step <= 0) return least;
    std::int64_t const above = (geometry.grid_origin - least - phase).raw();
    // A first baseline stands on the first grid line at the earliest; those of later parts stand above the page.
    if (above >= 0 && phase >= Length{}) return least + Length::from_raw(above);
    std::int64_t const rest = above % step;
    return least + Length::from_raw(rest < 0 ? rest + step : rest);
}

bool ends_freely(Flow const& flow, std::uint32_t end) { return end == flow.atoms.size() || flow.atoms[end].cut == Cut::Forced; }

/// Gives `lines` grid lines to the spaces of a page: always to the one that has got least, of equals to the one with most stretch left, of
/// equals to the topmost. So they grow alike, and none gets a second line while another has none.
StretchLines distribute(Flow const& flow, std::uint32_t begin, std::uint32_t end, int lines) {
    StretchLines result;
    while (result.count < lines) {
        std::uint32_t best = 0;
        int best_left = 0, best_given = 0;
        for (std::uint32_t i = begin + 1; i < end; ++i) {
            if (flow.atoms[i].stretch == 0) continue;
            int const given = result.before(i), left = flow.atoms[i].stretch - given;
            if (left > 0 && (best_left == 0 || given < best_given || (given == best_given && left > best_left))) {
                best = i;
                best_left = left;
                best_given = given;
            }
        }
        if (best_left == 0) break;
        result.atoms[static_cast<std::size_t>(result.count++)] = best;
    }
    return result;
}

/// How many grid lines a page should be stretched by, 0 if it cannot reach its foot.
int lines_to_stretch(PageSetting const& setting, PageCursor const& natural, Length used, bool free_end) {
    std::int64_t const grid = setting.geometry.grid.raw();
    if (free_end || grid <= 0 || natural.stretch() == 0) return 0;
    std::int64_t const lines = (natural.page_height() - used).raw() / grid;
    return lines >= 1 && lines <= kMaxStretchLines && lines <= natural.stretch() ? static_cast<int>(lines) : 0;
}

}  // namespace

std::int64_t fill_cost(PageSetting const& setting, Length used, Length height, bool free_end) {
    if (height <= Length{}) return 0;
    PageCosts const& costs = setting.costs;
    if (free_end) {
        std::int64_t const missing = millionths(costs.minimum_last_fill) - share_of(used, height);
        return missing > 0 ? multiplied(costs.last_under_minimum, missing, kMillion / 10) : 0;
    }
    std::int64_t const empty = share_of(height - used, height) - millionths(costs.tolerated_share);
    return empty > 0 ? multiplied(costs.short_page, empty * empty, kMillion * kMillion) : 0;
}

std::int64_t break_cost(PageSetting const& setting, std::uint32_t end) {
    if (end == setting.flow.atoms.size()) return 0;
    Atom const& next = setting.flow.atoms[end];
    switch (next.cut) {
        case Cut::Forced: return 0;
        case Cut::Forbidden: return setting.costs.keep_broken;
        case Cut::Free: break;
    }
    return next.cost;
}

Length PageCursor::place_next(int stretch_lines, std::vector<Length>* attachment_tops) {
    Atom const& atom = setting_.flow.atoms[next_];
    bool const head = next_ == first_;
    Length top = foot_ + atom.space + setting_.geometry.grid * stretch_lines;
    if (head) {
        top = top_ + atom.room_above;
    } else {
        stretch_ += atom.stretch;
    }
    if (head || atom.starts_box) {
        if (atom.clears_rail) top = max(top, rail_free_);
        if (atom.on_grid) top = snap_to_grid(top, atom.grid_phase, setting_.geometry);
    }
    foot_ = top + atom.height;
    place_attachments(atom, top, attachment_tops);
    if (atom.clears_rail) rail_free_ = max(rail_free_, foot_);
    ++next_;
    boxes_fit_ = boxes_fit_ && foot_ <= height_ && next_ - first_ <= kMaxAtomsPerPage;
    return top;
}

void PageCursor::place_attachments(Atom const& atom, Length top, std::vector<Length>* tops) {
    PageGeometry const& geometry = setting_.geometry;
    Length const line = geometry.grid > Length{} ? geometry.grid : Length::points(12);
    for (std::uint32_t i = atom.first_attachment; i < atom.end_attachment; ++i) {
        AtomAttachment const& attachment = setting_.flow.attachments[i];
        // Above the head of the page there is no rail: being moved down to it is nobody's fault and costs nothing.
        Length const wanted = max(top + attachment.offset, Length{});
        Length const y = max(wanted, rail_free_);
        rail_cost_ += multiplied(setting_.costs.rail_shift, (y - wanted).raw(), line.raw());
        rail_foot_ = max(rail_foot_, y + attachment.height);
        rail_free_ = y + attachment.height + max(geometry.rail_gap, Length{});
        rail_fits_ = rail_fits_ && rail_foot_ <= height_;
        if (tops) tops->push_back(y);
    }
}

std::optional<PagePrice> price_column(PageSetting const& setting, std::uint32_t begin, std::uint32_t end, PageCursor const& natural, PageNotes const& notes,
                                      PriceDetail detail) {
    bool const has_atoms = begin < end;
    Length const height = natural.page_height(), flow_height = height - notes.height;
    Length const room = has_atoms ? setting.flow.atoms[end - 1].room_below : Length{};
    bool const free_end = ends_freely(setting.flow, end);
    std::int64_t const fixed = (has_atoms ? break_cost(setting, end) : 0) + notes.cost;
    auto const fits = [&](PageCursor const& cursor, Length used) { return cursor.fits() && used <= flow_height && cursor.rail_foot() <= flow_height; };
    // White space where the text goes on has no reason that a reader could see.
    constexpr int kInText = 6;
    int const times = end < setting.flow.atoms.size() && setting.flow.atoms[end].in_text ? kInText : 1;
    PagePrice price;
    price.used = natural.foot() + room;
    if (!fits(natural, price.used)) {
        if (end > begin + 1) return std::nullopt;
        price.overfull = true;
        price.cost = fixed + setting.costs.overfull;
        return price;
    }
    price.cost = fixed + natural.rail_cost() + fill_cost(setting, price.used + notes.height, height, free_end) * times;
    if (detail == PriceDetail::CostOnly && price.cost == fixed) return price;
    int const lines = lines_to_stretch(setting, natural, price.used + notes.height, free_end);
    if (lines == 0) return price;

    StretchLines const stretch = distribute(setting.flow, begin, end, lines);
    PageCursor stretched(setting, begin, natural.frame());
    for (std::uint32_t i = begin; i < end; ++i) stretched.place_next(stretch.before(i));
    Length const used = stretched.foot() + room;
    if (!fits(stretched, used)) return price;
    std::int64_t const cost = fixed + stretched.rail_cost() + fill_cost(setting, used + notes.height, height, free_end) * times;
    if (cost <= price.cost) price = {cost, used, false, stretch};
    return price;
}

std::optional<PagePrice> price_page(PageSetting const& setting, std::uint32_t begin, std::uint32_t end, PageCursor const& natural, PageNotes const& notes,
                                    PriceDetail detail) {
    std::optional<PagePrice> price = price_column(setting, begin, end, natural, notes, detail);
    if (price) price->cost += setting.costs.page;
    return price;
}

std::optional<PageLayout> lay_out_page(PageSetting const& setting, std::uint32_t begin, std::uint32_t end, PageNotes const& notes) {
    std::optional<PageLayout> layout = lay_out_column(setting, begin, end, {{}, setting.height_of_page_at(begin)}, notes);
    if (layout) layout->price.cost += setting.costs.page;
    return layout;
}

std::optional<PageLayout> lay_out_column(PageSetting const& setting, std::uint32_t begin, std::uint32_t end, ColumnFrame frame, PageNotes const& notes) {
    PageCursor natural(setting, begin, frame);
    for (std::uint32_t i = begin; i < end; ++i) {
        // No page goes on past a forced break.
        if (i > begin && setting.flow.atoms[i].cut == Cut::Forced) return std::nullopt;
        natural.place_next();
    }
    std::optional<PagePrice> const price = price_column(setting, begin, end, natural, notes, PriceDetail::Full);
    if (!price) return std::nullopt;

    PageLayout layout{*price, true, {}, {}};
    PageCursor cursor(setting, begin, frame);
    for (std::uint32_t i = begin; i < end; ++i) layout.tops.push_back(cursor.place_next(price->stretch.before(i), &layout.attachment_tops));
    layout.boxes_fit = cursor.boxes_fit() && price->used <= cursor.page_height();
    return layout;
}

}  // namespace offprint::layout
