#include "layout/flow.h"

#include <algorithm>
#include <utility>

namespace offprint::layout {
namespace {

Length not_negative(Length length) { return max(length, Length{}); }

/// Adds up what stands between two boxes.
struct Gap {
    Length space, glue, after, before;
    std::int64_t cost = 0, largest = 0;
    char const* reason = "";
    int stretch = 0;
    bool breakable = false, forbidden = false, forced = false, forbidden_from_above = false, priced = false, in_text = false;
    Charges* record = nullptr;  // prices are noted down there

    /// All shares of a penalty's price; their sum and the largest are the penalty's own.
    void charge(VPenalty const& penalty) {
        Charges* const notes = std::exchange(record, nullptr);
        charge(penalty.cost, penalty.reason);
        record = notes;
        if (record == nullptr) return;
        if (penalty.shares[0].reason == nullptr) record->push_back({std::clamp(penalty.cost, -kLargestPrice, kLargestPrice), penalty.reason});
        for (PriceShare const& share : penalty.shares) {
            if (share.reason != nullptr) record->push_back(share);
        }
    }
    void charge(std::int64_t price, char const* why) {
        forbidden |= price >= kForbidden;
        forced |= price <= kForced;
        // A forced break is explained by what forces it, whatever else stands beside it.
        std::int64_t const weight = price <= kForced ? kForbidden - 1 : price;
        if (!priced || weight > largest) {
            largest = weight;
            reason = why;
        }
        priced = true;
        if (record != nullptr) record->push_back({std::clamp(price, -kLargestPrice, kLargestPrice), why});
        cost = std::clamp(cost + std::clamp(price, -kLargestPrice, kLargestPrice), -kLargestPrice, kLargestPrice);
    }
    /// The price of a penalty further up. It forbids nothing that is forced here.
    void charge_from_above(std::int64_t price, char const* why) {
        charge(std::min(price, kForbidden - 2), why);
        forbidden_from_above |= price >= kForbidden;
    }
    Cut cut() const {
        if (forbidden || !breakable) return Cut::Forbidden;
        if (forced) return Cut::Forced;
        return forbidden_from_above ? Cut::Forbidden : Cut::Free;
    }
};

/// A penalty that still wants height below it.
struct Reaching {
    std::int64_t cost;
    char const* reason;
    Length remaining;
};

/// A keep that is open.
struct Keep {
    std::int64_t cost;
    char const* reason;
    bool has_box;
};

/// For every item: whether it is the begin or the end of a group that holds a box.
std::vector<bool> find_groups_with_boxes(VList const& list) {
    struct Open {
        std::size_t item;
        bool has_box;
    };
    std::vector<bool> counts(list.size(), false);
    std::vector<Open> open;
    auto close = [&] {
        bool const has_box = open.back().has_box;
        counts[open.back().item] = has_box;
        open.pop_back();
        if (has_box && !open.empty()) open.back().has_box = true;
        return has_box;
    };
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (std::holds_alternative<GroupBegin>(list[i])) {
            open.push_back({i, false});
        } else if (std::holds_alternative<VBox>(list[i])) {
            if (!open.empty()) open.back().has_box = true;
        } else if (std::holds_alternative<GroupEnd>(list[i])) {
            if (!open.empty()) counts[i] = close();
        }
    }
    while (!open.empty()) close();
    return counts;
}

class Flattener {
public:
    Flattener(VList const& list, Footnotes const& footnotes, std::vector<Charges>* charges, std::span<FlowVariant const> variants)
        : list_(list),
          footnotes_(footnotes),
          variants_(variants),
          counts_(find_groups_with_boxes(list)),
          begun_(footnotes.notes.size(), false),
          charges_(charges) {
        start_gap();
    }

    Flow run() {
        // A long table is many atoms: growing would hold them twice.
        std::size_t atoms = 0;
        for (VItem const& item : list_) {
            if (auto const* box = std::get_if<VBox>(&item)) atoms += box->step_count() + std::size_t{1};
        }
        flow_.atoms.reserve(atoms);
        for (std::uint32_t i = 0; i < list_.size(); ++i) {
            if (!variants_.empty()) read_variants(i);
            std::visit([&](auto const& item) { add(item, i); }, list_[i]);
        }
        end_variants(static_cast<std::uint32_t>(list_.size()));
        // Groups that nobody closed end with the list.
        for (std::uint32_t group : open_) flow_.groups[group].end = atom_count();
        flow_.note_begins.push_back(static_cast<std::uint32_t>(flow_.note_parts.size()));
        flow_.notes_above = not_negative(footnotes_.above);
        std::erase_if(flow_.variants, [](AtomVariant const& variant) { return variant.end == 0; });
        return std::move(flow_);
    }

private:
    std::uint32_t atom_count() const { return static_cast<std::uint32_t>(flow_.atoms.size()); }

    /// Those that begin at an item, after those that end there.
    void read_variants(std::uint32_t item) {
        end_variants(item);
        for (; next_variant_ < variants_.size() && variants_[next_variant_].first_item == item; ++next_variant_) {
            if (std::optional<AtomVariant> variant = read_variant(variants_[next_variant_])) {
                open_variants_.push_back(static_cast<std::uint32_t>(flow_.variants.size()));
                flow_.variants.push_back(std::move(*variant));
            }
        }
    }

    /// The atoms of a variant; then all is as if it had not been read, but for what stands beside its boxes in the rail.
    std::optional<AtomVariant> read_variant(FlowVariant const& variant) {
        AtomVariant result{atom_count(), 0, variant.cost, static_cast<std::uint32_t>(&variant - variants_.data()), {}};
        Gap const gap = gap_;
        auto const reaching = reaching_;
        auto const keeps = keeps_;
        auto const begun = begun_;
        std::size_t const parts = flow_.note_parts.size(), begins = flow_.note_begins.size();
        auto* const charges = std::exchange(charges_, nullptr);
        auto starting = std::exchange(starting_, {});
        gap_.record = nullptr;
        bool const first = flow_.atoms.empty();
        if (!first) result.atoms.push_back(flow_.atoms.back());
        std::swap(result.atoms, flow_.atoms);
        for (VItem const& item : variant.items) std::visit([&](auto const& one) { add(one, variant.first_item); }, item);
        std::swap(result.atoms, flow_.atoms);
        if (!first) result.atoms.erase(result.atoms.begin());
        bool const reached = !reaching_.empty();
        gap_ = gap;
        reaching_ = reaching;
        keeps_ = keeps;
        begun_ = begun;
        flow_.note_parts.resize(parts);
        flow_.note_begins.resize(begins);
        charges_ = charges;
        starting_ = std::move(starting);
        return reached || result.atoms.empty() ? std::nullopt : std::optional(std::move(result));
    }

    void end_variants(std::uint32_t item) {
        std::erase_if(open_variants_, [&](std::uint32_t index) {
            if (variants_[flow_.variants[index].index].end_item != item) return false;
            flow_.variants[index].end = reaching_.empty() ? atom_count() : 0;
            ended_variants_.push_back(index);
            return true;
        });
    }

    void add(VGlue const& glue, std::uint32_t) {
        gap_.space += not_negative(glue.height);
        gap_.glue += not_negative(glue.height);
        gap_.stretch += std::clamp(glue.stretch, 0, 1000);
        gap_.breakable = true;
    }
    void add(VPenalty const& penalty, std::uint32_t) {
        gap_.breakable = true;
        gap_.in_text |= penalty.in_text;
        gap_.charge(penalty);
        gap_.after += not_negative(penalty.after);
        gap_.before += not_negative(penalty.before);
        if (penalty.reach > Length{} && penalty.cost > kForced) reaching_.push_back({penalty.cost, penalty.reason, penalty.reach});
    }
    void add(GroupBegin const& begin, std::uint32_t i) {
        if (!counts_[i]) return;
        Decoration const& decoration = begin.decoration;
        // `lead` keeps where the group begins until its first box tells how far that is away.
        AtomGroup group{i, atom_count(), 0, not_negative(decoration.padding_top), not_negative(decoration.padding_bottom), gap_.space, {}};
        gap_.space += group.padding_top;
        padding_top_ += group.padding_top;
        padding_bottom_ += group.padding_bottom;
        open_.push_back(static_cast<std::uint32_t>(flow_.groups.size()));
        starting_.push_back(open_.back());
        flow_.groups.push_back(group);
    }
    void add(GroupEnd const&, std::uint32_t i) {
        if (!counts_[i]) return;
        AtomGroup& group = flow_.groups[open_.back()];
        open_.pop_back();
        padding_top_ -= group.padding_top;
        padding_bottom_ -= group.padding_bottom;
        gap_.space += group.padding_bottom;
        group.tail = gap_.space;
        group.end = atom_count();
    }
    void add(KeepBegin const& keep, std::uint32_t) { keeps_.push_back({keep.cost, keep.reason, false}); }
    // Taken away before pages are broken (layout/floats.h).
    void add(FloatBegin const&, std::uint32_t) {}
    void add(FloatEnd const&, std::uint32_t) {}
    void add(KeepEnd const&, std::uint32_t) {
        if (!keeps_.empty()) keeps_.pop_back();
    }
    void add(RunningMark const&, std::uint32_t) {}
    void add(Bookmark const&, std::uint32_t) {}

    void add(VBox const& box, std::uint32_t i) {
        for (std::uint32_t group : starting_) flow_.groups[group].lead = gap_.space - flow_.groups[group].lead;
        starting_.clear();
        charge_keeps();
        for (Keep& keep : keeps_) keep.has_box = true;
        if (!flow_.atoms.empty() && flow_.atoms.back().turned != box.turned) turn_page();
        add_parts(box, i);
        Length const height = not_negative(box.height);
        for (Reaching& reach : reaching_) reach.remaining -= height;
        std::erase_if(reaching_, [](Reaching const& reach) { return reach.remaining <= Length{}; });
        start_gap();
        charge_reaching(gap_, Length{});
    }

    void start_gap() {
        gap_ = Gap{};
        if (charges_ == nullptr) return;
        recorded_.clear();
        gap_.record = &recorded_;
    }

    /// A page that lies on its side is another page whatever stands between the boxes.
    void turn_page() {
        gap_.forbidden = false;
        gap_.breakable = true;
        gap_.charge(kForced, "page turned");
    }

    /// Between two boxes of a keep, and inside one.
    void charge_keeps() {
        for (Keep const& keep : keeps_) {
            if (keep.has_box) gap_.charge(keep.cost, keep.reason);
        }
    }

    /// One atom for each part of a box; `gap_` is what stands before the next one.
    void add_parts(VBox const& box, std::uint32_t item) {
        Length const height = not_negative(box.height);
        Length from;
        std::uint32_t from_step = 0;
        for (std::uint32_t k = 0; k < box.step_count(); ++k) {
            Step const step = box.step(k);
            if (step.height <= from || step.height >= height) continue;  // a part without height is no part
            add_atom(box, item, from_step, k + 1);
            start_gap();
            gap_.breakable = true;
            gap_.charge(step.cost, step.reason);
            charge_keeps();
            gap_.after = not_negative(step.after);
            gap_.before = not_negative(step.before);
            charge_reaching(gap_, step.height);
            from = step.height;
            from_step = k + 1;
        }
        add_atom(box, item, from_step, box.step_count() + 1);
    }

    void add_atom(VBox const& box, std::uint32_t item, std::uint32_t from_step, std::uint32_t to_step) {
        PartRange const part = part_of(box, from_step, to_step);
        if (flow_.atoms.empty()) {
            gap_.before = Length{};  // there is no break before the first box
        } else {
            flow_.atoms.back().after = gap_.after;
            flow_.atoms.back().room_below += gap_.after;
        }
        for (std::uint32_t const index : std::exchange(ended_variants_, {})) {
            flow_.variants[index].atoms.back().after = gap_.after;
            flow_.variants[index].atoms.back().room_below += gap_.after;
        }
        Atom atom;
        atom.height = part.to - part.from;
        atom.space = gap_.space;
        atom.glue = gap_.glue;
        atom.room_above = padding_top_ + gap_.before;
        atom.room_below = padding_bottom_;
        atom.grid_phase = box.baseline - part.from;
        atom.cost = gap_.cost;
        atom.reason = gap_.reason;
        atom.stretch = gap_.stretch;
        atom.item = item;
        atom.from_step = from_step;
        atom.to_step = to_step;
        atom.cut = gap_.cut();
        atom.starts_box = part.is_first;
        atom.in_text = gap_.in_text;
        atom.on_grid = box.on_grid;
        atom.clears_rail = box.clears_rail;
        atom.across = box.across;
        atom.turned = box.turned;
        atom.sinks = box.sinks;
        atom.first_attachment = static_cast<std::uint32_t>(flow_.attachments.size());
        for (std::uint32_t k = 0; k < box.attachments.size(); ++k) {
            Attachment const& attachment = box.attachments[k];
            if (part.holds(attachment.offset)) flow_.attachments.push_back({attachment.offset - part.from, not_negative(attachment.height), k});
        }
        atom.end_attachment = static_cast<std::uint32_t>(flow_.attachments.size());
        atom.first_note = static_cast<std::uint32_t>(flow_.note_begins.size());
        if (box.parts) {
            // They stand in order, and there may be as many as rows.
            if (part.is_first) next_note_ = 0;
            for (; next_note_ < box.notes.size() && part.holds(box.notes[next_note_].at); ++next_note_) begin_note(box.notes[next_note_].note);
        } else {
            for (NoteAnchor const& anchor : box.notes) {
                if (part.holds(anchor.at)) begin_note(anchor.note);
            }
        }
        flow_.atoms.push_back(atom);
        if (charges_ != nullptr) charges_->push_back(recorded_);
    }

    void begin_note(std::uint32_t note) {
        if (note >= begun_.size() || begun_[note]) return;
        begun_[note] = true;
        VBox const& box = footnotes_.notes[note];
        Length const height = not_negative(box.height);
        Length top = flow_.note_parts.empty() ? Length{} : flow_.note_parts.back().bottom + not_negative(footnotes_.gap);
        Length from;
        flow_.note_begins.push_back(static_cast<std::uint32_t>(flow_.note_parts.size()));
        std::uint32_t from_step = 0;
        for (std::uint32_t k = 0; k < box.steps.size(); ++k) {
            Step const& step = box.steps[k];
            if (step.height <= from || step.height >= height) continue;
            std::int64_t const cost = std::clamp(step.cost, -kLargestPrice, kLargestPrice);
            flow_.note_parts.push_back({top, top + (step.height - from), cost, note, from_step, k + 1});
            top = flow_.note_parts.back().bottom;
            from = step.height;
            from_step = k + 1;
        }
        flow_.note_parts.push_back({top, top + (height - from), 0, note, from_step, static_cast<std::uint32_t>(box.steps.size()) + 1});
    }

    void charge_reaching(Gap& gap, Length followed) const {
        for (Reaching const& reach : reaching_) {
            if (reach.remaining > followed) gap.charge_from_above(reach.cost, reach.reason);
        }
    }

    VList const& list_;
    Footnotes const& footnotes_;
    std::span<FlowVariant const> variants_;
    std::size_t next_variant_ = 0;
    std::vector<std::uint32_t> open_variants_, ended_variants_;  // of the flow: those whose stretch is read; those that no box has followed yet
    std::vector<bool> counts_, begun_;
    std::vector<Charges>* charges_;
    Charges recorded_;  // of the gap that is read
    Flow flow_;
    std::size_t next_note_ = 0;  // of a box of parts
    Gap gap_;
    std::vector<std::uint32_t> open_, starting_;  // groups around the place that is read; those that no box has followed yet
    std::vector<Reaching> reaching_;
    std::vector<Keep> keeps_;
    Length padding_top_, padding_bottom_;  // sums over `open_`
};

}  // namespace

Flow flatten(VList const& list, Footnotes const& footnotes, std::vector<Charges>* charges, std::span<FlowVariant const> variants) {
    return Flattener(list, footnotes, charges, variants).run();
}

std::vector<VPenalty const*> penalties_above(VList const& list, std::uint32_t box) {
    std::vector<VPenalty const*> penalties;
    for (std::uint32_t i = box; i-- > 0 && !std::holds_alternative<VBox>(list[i]);) {
        if (VPenalty const* penalty = std::get_if<VPenalty>(&list[i])) penalties.push_back(penalty);
    }
    std::reverse(penalties.begin(), penalties.end());
    return penalties;
}

PartRange part_of(VBox const& box, std::uint32_t from_step, std::uint32_t to_step) {
    bool const is_first = from_step == 0, is_last = to_step > box.step_count();
    return {is_first ? Length{} : box.step_height(from_step - 1), is_last ? not_negative(box.height) : box.step_height(to_step - 1), is_first, is_last};
}

}  // namespace offprint::layout
