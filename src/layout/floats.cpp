#include "layout/floats.h"

#include <algorithm>
#include <utility>

namespace offprint::layout {
namespace {

constexpr char const* kReason = "float";
/// How many pages a float may be late, and how many places around each page end are weighed.
constexpr std::size_t kMostLate = 2;
constexpr std::ptrdiff_t kPlacesAround = 2;
/// In a flow with no more places than this all of them are weighed.
constexpr std::size_t kWeighAll = 32;
/// Where the first look leaves more cost than about a page ending a sixth short, a second one follows so many ways at once. Not among more floats than
/// this: each look takes time by the square of a document's length.
constexpr std::int64_t kGoodEnough = 3000;
constexpr std::size_t kManyWays = 4, kMostForWays = 16;

/// Behind: right behind the float before it, which drew it along.
enum class Spot { Here, Head, Foot, Behind, Nowhere };

struct Float {
    FloatBegin how;
    VList content;
    std::size_t anchor = 0;  // in the flow without floats: what follows it there
    bool turned = false;     // on pages of its own, lying on their side, so that the text need not stop where it was written
};

/// A float's place: before an item of the flow without floats.
struct Choice {
    Spot spot = Spot::Here;
    std::size_t before = 0;
};

/// The flow without floats, and what it was parted into.
struct Parted {
    VList flow;
    std::vector<Float> floats;
};

bool has_box(VList const& content) {
    return std::any_of(content.begin(), content.end(), [](VItem const& item) { return std::holds_alternative<VBox>(item); });
}

bool is_turned(VItem const& item) {
    auto const* box = std::get_if<VBox>(&item);
    return box != nullptr && box->turned;
}

/// What stands on pages lying on their side, from an item on: up to the last box of them. It floats by itself.
std::size_t end_of_turned(VList const& list, std::size_t begin) {
    std::size_t end = begin;
    for (std::size_t i = begin; i < list.size(); ++i) {
        bool const goes_on = is_turned(list[i]) || std::holds_alternative<VGlue>(list[i]) || std::holds_alternative<VPenalty>(list[i]);
        if (!goes_on) break;
        if (is_turned(list[i])) end = i + 1;
    }
    return end;
}

Parted part(VList list) {
    Parted out;
    bool inside = false;
    int depth = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
        VItem& item = list[i];
        if (std::holds_alternative<GroupBegin>(item) || std::holds_alternative<KeepBegin>(item)) ++depth;
        if (std::holds_alternative<GroupEnd>(item) || std::holds_alternative<KeepEnd>(item)) --depth;
        if (!inside && depth == 0 && is_turned(item)) {
            Float& lying = out.floats.emplace_back();
            lying.how.place = FloatPlace::Auto;
            lying.turned = true;
            // The space around it goes with it: where it stood the text closes up.
            while (!out.flow.empty() && std::holds_alternative<VGlue>(out.flow.back())) {
                lying.content.insert(lying.content.begin(), std::move(out.flow.back()));
                out.flow.pop_back();
            }
            lying.anchor = out.flow.size();
            for (std::size_t const end = end_of_turned(list, i); i < end; ++i) lying.content.push_back(std::move(list[i]));
            for (; i < list.size() && std::holds_alternative<VGlue>(list[i]); ++i) lying.content.push_back(std::move(list[i]));
            if (i < list.size() && !out.flow.empty()) out.flow.push_back(VGlue{});  // what stood around it may be parted
            --i;
            continue;
        }
        if (auto const* begin = std::get_if<FloatBegin>(&item)) {
            out.floats.push_back({*begin, {}, out.flow.size(), false});
            inside = true;
        } else if (std::holds_alternative<FloatEnd>(item)) {
            inside = false;
            // A block that could not be built leaves nothing to place.
            if (!has_box(out.floats.back().content)) out.floats.pop_back();
        } else {
            (inside ? out.floats.back().content : out.flow).push_back(std::move(item));
        }
    }
    return out;
}

bool has_notes(VList const& content) {
    return std::any_of(content.begin(), content.end(), [](VItem const& item) {
        auto const* box = std::get_if<VBox>(&item);
        return box != nullptr && !box->notes.empty();
    });
}

/// A list with floats in it, and where things came to stand.
struct Composed {
    VList list;
    std::vector<std::uint32_t> flow_at;                             // by item of the flow
    std::vector<std::pair<std::uint32_t, std::uint32_t>> boxes_of;  // by float: its first and its last box
};

class Placer {
public:
    Placer(Parted parted, Footnotes const& footnotes, PageGeometry const& geometry, PageCosts const& costs)
        : parted_(std::move(parted)), footnotes_(footnotes), geometry_(geometry), costs_(costs) {}

    VList run() {
        find_places();
        State best = search(1);
        if (best.weighed.cost > kGoodEnough && parted_.floats.size() > 1 && parted_.floats.size() <= kMostForWays) {
            State other = search(kManyWays);
            if (other.weighed.cost < best.weighed.cost) best = std::move(other);
        }
        return std::move(compose(best.choices).list);
    }

private:
    struct Weighed {
        bool sound = false;
        std::int64_t cost = 0;
        FlowPlan plan;
        std::vector<std::uint32_t> flow_at;
    };

    /// A choice of places, and what it costs.
    struct State {
        std::vector<Choice> choices;
        Weighed weighed;
    };

    /// Places the floats one after the other; of all ways so far only the best few are followed.
    State search(std::size_t ways) const {
        std::vector<Choice> choices;
        for (Float const& f : parted_.floats) choices.push_back({Spot::Here, f.anchor});
        std::vector<State> states;
        Weighed first = weigh(choices);
        states.push_back({std::move(choices), std::move(first)});
        for (std::size_t i = 0; i < parted_.floats.size(); ++i) {
            if (!has_notes(parted_.floats[i].content)) place(i, ways, states);
        }
        return std::move(states.front());
    }

    /// The best ways to place a float, given ways to place those before it: each as it was, and with every place tried.
    void place(std::size_t number, std::size_t ways, std::vector<State>& states) const {
        // A float that was asked for at the head or the foot goes there if it can at all. So does one that lies on its side: that the page before it
        // ends short has no price where a break is forced.
        bool const asked = parted_.floats[number].how.place != FloatPlace::Auto || parted_.floats[number].turned;
        auto const stays = [&](State const& state) { return state.choices[number].spot == Spot::Here || state.choices[number].spot == Spot::Behind; };
        std::size_t const before = states.size();
        for (std::size_t k = 0; k < before; ++k) {
            for (Choice const& choice : candidates(number, states[k].choices)) {
                std::vector<Choice> tried = with(states[k].choices, number, choice);
                Weighed weighed = weigh(tried);
                if (weighed.sound) states.push_back({std::move(tried), std::move(weighed)});
            }
        }
        std::stable_sort(states.begin(), states.end(), [&](State const& a, State const& b) {
            if (asked && stays(a) != stays(b)) return stays(b);
            return a.weighed.cost < b.weighed.cost;
        });
        // Nor does a way that leaves it where it was written come back for what a later float saves.
        if (asked && !stays(states.front())) std::erase_if(states, stays);
        if (states.size() > ways) states.erase(states.begin() + static_cast<std::ptrdiff_t>(ways), states.end());
    }

    /// A float at a place. It draws along those after it that were to stand before that, as they keep their order.
    static std::vector<Choice> with(std::vector<Choice> choices, std::size_t number, Choice const& choice) {
        choices[number] = choice;
        for (std::size_t i = number + 1; i < choices.size() && choices[i].before < choice.before; ++i) choices[i] = {Spot::Behind, choice.before};
        return choices;
    }

    // Between two boxes of the bare text, nothing but glue and prices that allow a break: a place for the head or the foot of a page.
    void find_places() {
        int depth = 0;
        bool plain = false;
        for (std::size_t i = 0; i < parted_.flow.size(); ++i) {
            VItem const& item = parted_.flow[i];
            if (std::holds_alternative<GroupBegin>(item) || std::holds_alternative<KeepBegin>(item)) ++depth;
            if (std::holds_alternative<GroupEnd>(item) || std::holds_alternative<KeepEnd>(item)) --depth;
            if (auto const* penalty = std::get_if<VPenalty>(&item))
                plain = plain && penalty->cost < kForbidden && penalty->cost > kForced && !penalty->continuation;
            if (auto const* box = std::get_if<VBox>(&item)) {
                if (plain && depth == 0 && box->height > Length{}) places_.push_back(i);
                plain = box->height > Length{};
            } else if (!std::holds_alternative<VGlue>(item) && !std::holds_alternative<VPenalty>(item)) {
                plain = false;
            }
        }
    }

    Composed compose(std::vector<Choice> const& choices) const {
        Composed out;
        out.boxes_of.resize(choices.size());
        out.flow_at.resize(parted_.flow.size());
        std::size_t next = 0;
        for (std::size_t i = 0; i <= parted_.flow.size(); ++i) {
            for (; next < choices.size() && choices[next].before == i; ++next) {
                if (choices[next].spot != Spot::Nowhere) add_float(out, next, choices[next]);
            }
            if (i == parted_.flow.size()) break;
            out.flow_at[i] = static_cast<std::uint32_t>(out.list.size());
            out.list.push_back(parted_.flow[i]);
        }
        return out;
    }

    /// The space that stands before the next box of the flow: what is below a float is no less, and no more than that where it is greater.
    Length space_after(std::size_t item) const {
        Length space;
        for (; item < parted_.flow.size() && !std::holds_alternative<VBox>(parted_.flow[item]); ++item)
            if (auto const* glue = std::get_if<VGlue>(&parted_.flow[item])) space += glue->height;
        return space;
    }

    /// Whether text that was begun goes on with the next box: then that is so before the float, too.
    bool text_goes_on(std::size_t item) const {
        for (; item < parted_.flow.size() && !std::holds_alternative<VBox>(parted_.flow[item]); ++item)
            if (auto const* penalty = std::get_if<VPenalty>(&parted_.flow[item]); penalty != nullptr && penalty->in_text) return true;
        return false;
    }

    // The glue and prices between the two boxes of the flow belong to the break that the page makes there: before a float at the head, behind
    // one at the foot.
    void add_float(Composed& out, std::size_t number, Choice const& choice) const {
        Float const& f = parted_.floats[number];
        VList between;
        if (choice.spot == Spot::Foot) {
            while (!out.list.empty() && !std::holds_alternative<VBox>(out.list.back())) {
                between.insert(between.begin(), std::move(out.list.back()));
                out.list.pop_back();
            }
            out.list.push_back(VPenalty{kForbidden, kReason, {}, {}});
        }
        if (choice.spot != Spot::Foot && text_goes_on(choice.before)) out.list.push_back(VPenalty{.in_text = true});
        if (choice.spot == Spot::Head && !f.turned) out.list.push_back(VPenalty{-kFloatPull, kReason, {}, {}});
        out.list.push_back(VGlue{f.how.above, 1});
        auto& boxes = out.boxes_of[number];
        bool first = true;
        std::size_t const begin = out.list.size();
        for (VItem const& item : f.content) {
            if (std::holds_alternative<VBox>(item)) {
                boxes.second = static_cast<std::uint32_t>(out.list.size());
                if (std::exchange(first, false)) boxes.first = boxes.second;
            }
            out.list.push_back(item);
        }
        for (std::size_t i = begin; choice.spot == Spot::Foot && i < out.list.size(); ++i) {
            if (auto* box = std::get_if<VBox>(&out.list[i])) box->sinks = true;
        }
        if (choice.spot != Spot::Foot) out.list.push_back(VGlue{max(f.how.below - space_after(choice.before), Length{}), 1});
        if (choice.spot == Spot::Foot) out.list.push_back(VPenalty{-kFloatPull, kReason, {}, {}});
        for (VItem& item : between) out.list.push_back(std::move(item));
    }

    static std::size_t page_of(FlowPlan const& plan, std::uint32_t item) {
        auto const it = std::partition_point(plan.pages.begin(), plan.pages.end(), [&](PagePlan const& page) { return page.end_item <= item; });
        return static_cast<std::size_t>(it - plan.pages.begin());
    }

    /// The page of the text above a float, in its plan.
    std::size_t anchor_page(std::size_t number, FlowPlan const& plan, std::vector<std::uint32_t> const& flow_at) const {
        for (std::size_t i = parted_.floats[number].anchor; i-- > 0;) {
            if (std::holds_alternative<VBox>(parted_.flow[i])) return page_of(plan, flow_at[i]);
        }
        return 0;
    }

    Weighed weigh(std::vector<Choice> const& choices) const {
        Weighed out;
        Composed composed = compose(choices);
        Diagnostics faults;
        out.plan = paginate(composed.list, footnotes_, geometry_, costs_, faults);
        out.flow_at = std::move(composed.flow_at);
        out.cost = out.plan.cost;
        out.sound = true;
        for (std::size_t i = 0; i < choices.size() && out.sound; ++i) {
            if (choices[i].spot == Spot::Nowhere) continue;
            auto const [first, last] = composed.boxes_of[i];
            std::size_t const page = page_of(out.plan, first), anchor = anchor_page(i, out.plan, out.flow_at);
            if (page >= out.plan.pages.size() || page < anchor) {
                out.sound = choices[i].spot == Spot::Here;
                continue;
            }
            bool const pulls = (choices[i].spot == Spot::Head || choices[i].spot == Spot::Foot) && !parted_.floats[i].turned;
            // What is split over pages stands at no page's head or foot.
            if (pulls && page_of(out.plan, last) != page) out.sound = false;
            if (pulls) out.cost += kFloatPull;
            if (choices[i].spot == Spot::Head) out.sound = out.sound && is_at_head(out.plan.pages[page], first);
            if (choices[i].spot == Spot::Foot) out.sound = out.sound && page + 1 < out.plan.pages.size() && is_at_foot(out.plan.pages[page], last);
            auto const late = static_cast<std::int64_t>(page - anchor);
            if (choices[i].spot != Spot::Here) out.cost += costs_.float_late * late * late;
        }
        return out;
    }

    /// Whether a box begins a page or, where those go to its foot, a column; also one that stands below what goes across them.
    static bool is_at_head(PagePlan const& page, std::uint32_t box) {
        return std::any_of(page.columns.begin(), page.columns.end(), [&](PlacedColumn const& column) {
            return (column.top == Length{} || !column.continued) && column.items.begin < column.items.end && page.items[column.items.begin].item == box;
        });
    }
    static bool is_at_foot(PagePlan const& page, std::uint32_t box) {
        return std::any_of(page.columns.begin(), page.columns.end(), [&](PlacedColumn const& column) {
            return !column.continues && column.items.begin < column.items.end && page.items[column.items.end - 1].item == box;
        });
    }

    /// Places near the ends of the pages and columns as they would be without the float and those after it: at the text above it, and later.
    std::vector<Choice> candidates(std::size_t number, std::vector<Choice> const& choices) const {
        std::vector<Choice> out;
        FloatPlace const place = parted_.floats[number].how.place;
        // Not before the place of the float before it, and at a foot not behind that of the next, which nothing draws along there: so they keep their order.
        std::size_t const least = number == 0 ? 0 : choices[number - 1].before;
        std::size_t const next = number + 1 < choices.size() ? choices[number + 1].before : parted_.flow.size();
        std::size_t most = bar_after(number);
        // What nobody asked to float stays in its section.
        if (parted_.floats[number].turned) most = std::min(most, end_of_section(parted_.floats[number].anchor));
        bool const turned = parted_.floats[number].turned;
        if (places_.size() <= kWeighAll && !turned) {
            for (std::size_t const at : places_) {
                if (at < least || at > most) continue;
                if (place != FloatPlace::Bottom) out.push_back({Spot::Head, at});
                if (place != FloatPlace::Top && at <= next) out.push_back({Spot::Foot, at});
            }
            return out;
        }
        std::vector<Choice> before = choices;
        for (std::size_t i = number; i < before.size(); ++i) before[i].spot = Spot::Nowhere;
        Weighed const now = weigh(before);
        std::size_t const anchor = anchor_page(number, now.plan, now.flow_at);
        Length height = parted_.floats[number].how.above;
        bool across = false;
        for (VItem const& item : parted_.floats[number].content) {
            if (auto const* box = std::get_if<VBox>(&item)) {
                height += box->height;
                across = box->across;
            }
            if (auto const* glue = std::get_if<VGlue>(&item)) height += glue->height;
        }
        if (across) height = height * geometry_.columns;  // it takes its height from all columns
        for (std::size_t page = anchor; page <= anchor + kMostLate && page < now.plan.pages.size(); ++page) {
            for (auto const& [begin, end] : ends_of(now.plan.pages[page], across)) {
                // No price tells a good end of the page before from a bad one where the break is forced: only the ends are taken that the text makes by itself.
                if (turned) {
                    if (page > anchor) add_around(begin, Spot::Head, least, most, now, out, 0);
                    continue;
                }
                if (place != FloatPlace::Bottom) add_around(begin, Spot::Head, least, most, now, out);
                if (place != FloatPlace::Top) add_around(foot_place(now, begin, end, height), Spot::Foot, least, std::min(most, next), now, out);
            }
        }
        return out;
    }

    /// How far a float may go: to the next thing that no float passes.
    std::size_t bar_after(std::size_t number) const {
        std::size_t bar = parted_.floats[number].anchor;
        for (; bar < parted_.flow.size(); ++bar) {
            auto const* box = std::get_if<VBox>(&parted_.flow[bar]);
            if (box != nullptr && box->bars_floats) break;
        }
        for (std::size_t i = number + 1; i < parted_.floats.size(); ++i) {
            if (parted_.floats[i].turned || has_notes(parted_.floats[i].content)) bar = std::min(bar, parted_.floats[i].anchor);
        }
        return bar;
    }

    std::size_t end_of_section(std::size_t from) const {
        while (from < parted_.flow.size() && !std::holds_alternative<Bookmark>(parted_.flow[from])) ++from;
        return from;
    }

    /// The items of a page, or of each of its columns that reach from its head to its foot.
    static std::vector<std::pair<std::uint32_t, std::uint32_t>> ends_of(PagePlan const& page, bool across) {
        std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
        for (PlacedColumn const& column : page.columns) {
            if (across || column.items.begin == column.items.end || column.continues) continue;
            ends.emplace_back(page.items[column.items.begin].item, page.items[column.items.end - 1].item + 1);
        }
        if (ends.empty()) ends.emplace_back(page.begin_item, page.end_item);
        return ends;
    }

    /// The item of a page above whose end there is room for a height.
    std::uint32_t foot_place(Weighed const& now, std::uint32_t begin, std::uint32_t end, Length height) const {
        Length sum;
        for (std::size_t i = parted_.flow.size(); i-- > 0;) {
            if (now.flow_at[i] >= end) continue;
            if (now.flow_at[i] < begin) break;
            if (auto const* box = std::get_if<VBox>(&parted_.flow[i])) sum += box->height;
            if (sum >= height) return now.flow_at[i];
        }
        return begin;
    }

    void add_around(std::uint32_t item, Spot spot, std::size_t least, std::size_t most, Weighed const& now, std::vector<Choice>& out,
                    std::ptrdiff_t around = kPlacesAround) const {
        auto const middle =
            std::partition_point(places_.begin(), places_.end(), [&](std::size_t place) { return now.flow_at[place] < item; }) - places_.begin();
        for (std::ptrdiff_t k = middle - around; k <= middle + around; ++k) {
            if (k < 0 || k >= static_cast<std::ptrdiff_t>(places_.size())) continue;
            std::size_t const place = places_[static_cast<std::size_t>(k)];
            if (place >= least && place <= most) out.push_back({spot, place});
        }
    }

    Parted parted_;
    Footnotes const& footnotes_;
    PageGeometry const& geometry_;
    PageCosts const& costs_;
    std::vector<std::size_t> places_;  // items of the flow before which a page may end and a float stand
};

}  // namespace

bool has_floats(VList const& list) {
    return std::any_of(list.begin(), list.end(), [](VItem const& item) { return std::holds_alternative<FloatBegin>(item) || is_turned(item); });
}

VList place_floats(VList list, Footnotes const& footnotes, PageGeometry const& geometry, PageCosts const& costs) {
    if (!has_floats(list)) return list;
    Parted parted = part(std::move(list));
    if (parted.floats.empty()) return std::move(parted.flow);
    return Placer(std::move(parted), footnotes, geometry, costs).run();
}

}  // namespace offprint::layout
