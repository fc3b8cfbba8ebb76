// The search of layout/page_search.h where paragraphs have variants. A page may begin inside a variant too, and takes up to
// kMostVariantsOnPage of those that begin on it; pages themselves are weighed by `each_page`, over the atoms as they stand then.
#include <algorithm>
#include <limits>
#include <map>

#include "layout/page_notes.h"
#include "layout/variants.h"

namespace offprint::layout {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// Where a page starts: at an atom of the flow, or at a later atom of a variant that the page before took.
struct VariantStart {
    std::uint32_t variant = kNone;
    PageStart at;
    friend auto operator<=>(VariantStart const&, VariantStart const&) = default;
};

/// Variants that a page takes, in order of the flow.
struct Taken {
    std::array<std::uint32_t, kMostVariantsOnPage> variants{};
    std::size_t count = 0;
    std::int64_t cost = 0;
};

struct VariantBest {
    std::int64_t cost = 0;
    std::uint32_t pages = 0;
    VariantStart next;
    Taken taken;
};

/// No page of the document has more room.
Length tallest_page(PageGeometry const& geometry) { return max(max(geometry.height, geometry.first_height), geometry.turned_height); }

/// The atoms that a page can hold, with variants in their places, as a flow of its own.
class Window {
public:
    Window(PageSetting const& all, Flow const& flow) : all_(all), whole_(flow) {
        flow_.attachments = flow.attachments;
        flow_.note_parts = flow.note_parts;
        flow_.note_begins = flow.note_begins;
        flow_.notes_above = flow.notes_above;
    }

    /// Enough atoms from `start` on to fill a page, and the place behind the first atom of the last variant.
    void fill(VariantStart start, Taken const& taken) {
        flow_.atoms.clear();
        places_.clear();
        height_ = Length{};
        own_ = 0;
        bool const first_page = start.variant == kNone && start.at.atom == 0;
        if (!first_page) push(Atom{}, start);  // what begins at 0 has the height of the first page
        begin_ = static_cast<std::uint32_t>(flow_.atoms.size());
        std::uint32_t atom = start.at.atom;
        if (start.variant != kNone) {
            AtomVariant const& variant = whole_.variants[start.variant];
            for (; atom < variant.atoms.size() && !full(); ++atom) push(variant.atoms[atom], {start.variant, {atom, 0}});
            atom = variant.end;
        }
        for (std::size_t i = 0; i < taken.count; ++i) {
            std::uint32_t const index = taken.variants[i];
            AtomVariant const& variant = whole_.variants[index];
            push_flow(atom, variant.first);
            if (full()) return;
            own_ = static_cast<std::uint32_t>(flow_.atoms.size()) + 1;
            for (std::uint32_t k = 0; k < variant.atoms.size() && !full(); ++k)
                push(variant.atoms[k], k == 0 ? VariantStart{kNone, {variant.first, 0}} : VariantStart{index, {k, 0}});
            atom = variant.end;
        }
        push_flow(atom, static_cast<std::uint32_t>(whole_.atoms.size()));
    }

    std::uint32_t begin() const { return begin_; }
    /// Pages that end before it do not hold a line of the last variant.
    std::uint32_t own() const { return own_; }
    PageSetting setting() const { return {flow_, all_.geometry, all_.costs}; }
    VariantStart place(std::uint32_t end, std::uint32_t note_part) const {
        VariantStart start = end < places_.size() ? places_[end] : VariantStart{kNone, {static_cast<std::uint32_t>(whole_.atoms.size()), 0}};
        start.at.note_part = note_part;
        return start;
    }

private:
    /// Whether more atoms could not be of use: the page is full, and no end of it is the end of the window.
    bool full() const {
        std::size_t const count = flow_.atoms.size() - begin_;
        return count >= 2 && (height_ > tallest_page(all_.geometry) || count > kMaxAtomsPerPage + 1);
    }
    void push(Atom const& atom, VariantStart place) {
        flow_.atoms.push_back(atom);
        places_.push_back(place);
        height_ += atom.height;
    }
    void push_flow(std::uint32_t from, std::uint32_t to) {
        for (; from < to && !full(); ++from) push(whole_.atoms[from], {kNone, {from, 0}});
    }

    PageSetting const& all_;
    Flow const& whole_;
    Flow flow_;
    std::vector<VariantStart> places_;  // of the window's atoms in the flow
    Length height_;
    std::uint32_t begin_ = 0, own_ = 0;
};

/// Dynamic programming from the end, as in PageSearch.
class VariantSearch {
public:
    explicit VariantSearch(PageSetting const& setting) : setting_(setting), flow_(setting.flow), window_(setting, flow_), best_(flow_.atoms.size() + 1) {
        for (AtomVariant const& variant : flow_.variants) {
            inner_.emplace_back(variant.atoms.size());
            Length own, other;
            for (Atom const& atom : variant.atoms) own += atom.height;
            for (std::uint32_t i = variant.first; i < variant.end; ++i) other += flow_.atoms[i].height;
            most_saved_ = max(most_saved_, other - own);
        }
        std::size_t unsolved = flow_.variants.size();
        for (auto begin = static_cast<std::uint32_t>(flow_.atoms.size()); begin-- > 0;) {
            for (; unsolved > 0 && flow_.variants[unsolved - 1].end > begin; --unsolved) solve_inside(static_cast<std::uint32_t>(unsolved - 1));
            solve({kNone, {begin, flow_.notes_before(begin)}});
        }
    }

    VariantChoice choice() const {
        VariantStart start;
        VariantChoice choice{find(start)->cost, {}};
        while (start.variant != kNone || start.at.atom < flow_.atoms.size() || start.at.note_part < flow_.note_parts.size()) {
            VariantBest const& best = *find(start);
            for (std::size_t i = 0; i < best.taken.count; ++i) choice.chosen.push_back(flow_.variants[best.taken.variants[i]].index);
            start = best.next;
        }
        return choice;
    }

private:
    void solve_inside(std::uint32_t variant) {
        std::vector<Atom> const& atoms = flow_.variants[variant].atoms;
        for (auto k = static_cast<std::uint32_t>(atoms.size()); k-- > 1;) solve({variant, {k, notes_before({variant, {k, 0}})}});
    }

    std::uint32_t notes_before(VariantStart start) const {
        if (flow_.note_parts.empty()) return 0;
        if (start.variant == kNone) return flow_.notes_before(start.at.atom);
        return flow_.note_begins[flow_.variants[start.variant].atoms[start.at.atom].first_note];
    }
    bool is_plain(VariantStart start) const { return start.at.note_part == notes_before(start); }
    VariantBest const* find(VariantStart start) const {
        if (is_plain(start)) return start.variant == kNone ? &best_[start.at.atom] : &inner_[start.variant][start.at.atom];
        auto const it = carried_.find(start);
        return it == carried_.end() ? nullptr : &it->second;
    }
    void store(VariantStart start, VariantBest const& best) {
        if (!is_plain(start)) {
            carried_.insert_or_assign(start, best);
        } else if (start.variant == kNone) {
            best_[start.at.atom] = best;
        } else {
            inner_[start.variant][start.at.atom] = best;
        }
    }

    void solve(VariantStart first) {
        std::vector<VariantStart> open{first};
        while (!open.empty()) {
            VariantStart const start = open.back();
            std::size_t const below = open.size();
            std::optional<VariantBest> best;
            try_pages(start, {}, best, open);
            if (open.size() == below && best) try_variants(start, best, open);
            if (open.size() > below) continue;  // again, when what it needs is known
            open.pop_back();
            store(start, *best);
        }
    }

    /// All pages from a start that take these variants. Of equal plans the one with fewer pages, then the one with less taken, then the later end.
    void try_pages(VariantStart start, Taken const& taken, std::optional<VariantBest>& best, std::vector<VariantStart>& open) {
        bool const plain = start.variant == kNone && taken.count == 0;
        if (!plain) window_.fill(start, taken);
        PageSetting const setting = plain ? setting_ : window_.setting();
        PageStart const at = plain ? start.at : PageStart{window_.begin(), start.at.note_part};
        std::uint32_t const own = taken.count > 0 ? window_.own() : 0;
        if (taken.count > 0 && own == 0) return;
        each_page(setting, at, PriceDetail::CostOnly, [&](std::uint32_t end, PageNotes const& notes, PagePrice const& price) {
            if (end < own) return;
            VariantStart const next = plain ? VariantStart{kNone, {end, notes.end}} : window_.place(end, notes.end);
            VariantBest const* const rest = find(next);
            if (rest == nullptr) {
                open.push_back(next);
                return;
            }
            VariantBest const way{price.cost + taken.cost + rest->cost, rest->pages + 1, next, taken};
            if (best && (way.cost > best->cost || (way.cost == best->cost && way.pages > best->pages))) return;
            if (best && way.cost == best->cost && way.pages == best->pages && way.taken.count > best->taken.count) return;
            best = way;
        });
    }

    /// Sets of the variants that begin within reach, as far as they can pay.
    void try_variants(VariantStart start, std::optional<VariantBest>& best, std::vector<VariantStart>& open) {
        std::uint32_t const from = start.variant == kNone ? start.at.atom : flow_.variants[start.variant].end;
        auto const first =
            std::lower_bound(flow_.variants.begin(), flow_.variants.end(), from, [](AtomVariant const& v, std::uint32_t a) { return v.first < a; });
        if (first == flow_.variants.end()) return;
        std::int64_t const least = least_after(start, from);
        add_to({}, static_cast<std::uint32_t>(first - flow_.variants.begin()), start, least, best, open);
    }

    void add_to(Taken const& taken, std::uint32_t from, VariantStart start, std::int64_t least, std::optional<VariantBest>& best,
                std::vector<VariantStart>& open) {
        if (taken.count == taken.variants.size()) return;
        for (std::uint32_t i = from; i < flow_.variants.size() && flow_.variants[i].first < reach_; ++i) {
            Taken more = taken;
            more.variants[more.count++] = i;
            more.cost += flow_.variants[i].cost;
            if (least + more.cost >= best->cost) continue;
            try_pages(start, more, best, open);
            std::uint32_t after = i + 1;
            while (after < flow_.variants.size() && flow_.variants[after].first < flow_.variants[i].end) ++after;
            add_to(more, after, start, least, best, open);
        }
    }

    /// No plan from here costs less, whatever variants its first page takes: that page, its end, and the best from there. Sets how far the page can reach.
    std::int64_t least_after(VariantStart start, std::uint32_t from) {
        Length height;
        if (start.variant != kNone) {
            auto const& atoms = flow_.variants[start.variant].atoms;
            for (std::uint32_t k = start.at.atom; k < atoms.size(); ++k) height += atoms[k].height;
        }
        Length const room = tallest_page(setting_.geometry) + most_saved_ * kMostVariantsOnPage;
        std::int64_t least = std::numeric_limits<std::int64_t>::max() / 2;
        auto consider = [&](VariantStart next, Atom const* atom) {
            std::int64_t const edge = atom == nullptr || atom->cut == Cut::Forced ? 0 : atom->cut == Cut::Forbidden ? setting_.costs.keep_broken : atom->cost;
            next.at.note_part = notes_before(next);
            least = std::min(least, edge + find(next)->cost);
            for (auto it = carried_.lower_bound({next.variant, {next.at.atom, 0}}); it != carried_.end(); ++it) {
                if (it->first.variant != next.variant || it->first.at.atom != next.at.atom) break;
                least = std::min(least, edge + it->second.cost);
            }
        };
        auto consider_inside = [&](std::uint32_t variant, std::uint32_t k) { consider({variant, {k, 0}}, &flow_.variants[variant].atoms[k]); };
        if (start.variant != kNone) {
            for (std::uint32_t k = start.at.atom + 1; k < flow_.variants[start.variant].atoms.size(); ++k) consider_inside(start.variant, k);
        }
        auto variant = std::lower_bound(flow_.variants.begin(), flow_.variants.end(), from, [](AtomVariant const& v, std::uint32_t a) { return v.first < a; });
        std::uint32_t end = from;
        for (std::uint32_t count = 0; end < flow_.atoms.size() && (count < 2 || height <= room) && count <= kMaxAtomsPerPage + 1; ++count) {
            for (; variant != flow_.variants.end() && variant->first == end; ++variant) {
                for (std::uint32_t k = 1; k < variant->atoms.size(); ++k) consider_inside(static_cast<std::uint32_t>(variant - flow_.variants.begin()), k);
            }
            height += flow_.atoms[end].height;
            ++end;
            consider({kNone, {end, 0}}, end < flow_.atoms.size() ? &flow_.atoms[end] : nullptr);
        }
        if (start.variant != kNone) consider({kNone, {from, 0}}, from < flow_.atoms.size() ? &flow_.atoms[from] : nullptr);
        reach_ = end;
        return least + setting_.costs.page;
    }

    PageSetting const& setting_;
    Flow const& flow_;
    Window window_;
    Length most_saved_;
    std::vector<VariantBest> best_;                // by atom, of plain starts
    std::vector<std::vector<VariantBest>> inner_;  // the same inside each variant
    std::map<VariantStart, VariantBest> carried_;
    std::uint32_t reach_ = 0;
};

}  // namespace

VariantChoice choose_variants(VList const& list, std::vector<FlowVariant> const& variants, Footnotes const& footnotes, PageGeometry const& geometry,
                              PageCosts const& costs) {
    Flow const flow = flatten(list, footnotes, nullptr, variants);
    if (flow.atoms.empty()) return {};
    PageSetting const setting{flow, geometry, costs};
    return VariantSearch(setting).choice();
}

}  // namespace offprint::layout
