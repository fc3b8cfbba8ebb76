#include "ops/typeset.h"

#include <algorithm>
#include <utility>

#include "blocks/block_type.h"
#include "layout/floats.h"
#include "layout/page_marks.h"
#include "layout/variants.h"
#include "ops/pages.h"

namespace offprint::ops {
namespace {

/// From here on all references keep room for the widest page of any.
constexpr int kRoundsBeforeAllAreWide = 12;
/// Room has grown as far as it can long before; the bound keeps a fault of ours from running for ever.
constexpr int kMostRounds = 40;

/// Which of some targets a node belongs to. They may lie inside one another, as a chart in a callout.
class TargetFinder {
public:
    explicit TargetFinder(std::vector<blocks::ReferenceTarget> targets) : targets_(std::move(targets)) {
        std::stable_sort(targets_.begin(), targets_.end(), [](auto const& a, auto const& b) { return a.first != b.first ? a.first < b.first : a.end > b.end; });
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < targets_.size(); ++i) {
            while (!open.empty() && targets_[open.back()].end <= targets_[i].first) open.pop_back();
            around_.push_back(open.empty() ? kNone : open.back());
            open.push_back(i);
        }
        found_.assign(targets_.size(), false);
    }

    /// Calls `found` for each target that a node is the first of.
    template <typename Found>
    void visit(draw::NodeId node, Found const& found) {
        auto const next = std::upper_bound(targets_.begin(), targets_.end(), node, [](draw::NodeId id, auto const& target) { return id < target.first; });
        for (std::size_t i = next == targets_.begin() ? kNone : static_cast<std::size_t>(next - targets_.begin()) - 1; i != kNone; i = around_[i]) {
            if (node >= targets_[i].end || found_[i]) continue;
            found_[i] = true;
            found(targets_[i].place);
        }
    }

private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::vector<blocks::ReferenceTarget> targets_;
    std::vector<std::size_t> around_;
    std::vector<bool> found_;
};

}  // namespace

SetArticle::SetArticle(Inputs const& in, text::Shaper& shaper, blocks::PictureFiles& pictures, unsigned threads)
    : tree(in.article.language),
      type(*in.fonts, shaper, in.hyphenator(in.article.language), in.article.language, {in.theme, &in.theme->hyphenation_exceptions}, faults, threads),
      context{in.article, *in.theme, in.paper, in.messages, in.tables, in.clauses, type, tree, faults, pictures} {
    type.hyphenate_with(in.hyphenator);
}

Typesetting::Typesetting(Inputs const& in, text::Shaper& shaper, blocks::PictureFiles& pictures, unsigned threads)
    : in_(in), shaper_(shaper), pictures_(pictures), threads_(threads) {
    build_again();
}

void Typesetting::build_again() {
    auto next = std::make_unique<SetArticle>(in_, shaper_, pictures_, threads_);
    if (set_ != nullptr) next->context.references.known() = set_->context.references.known();
    next->list = blocks::build_article(next->context);
    if (layout::has_floats(next->list)) next->with_floats = std::exchange(next->list, {});
    set_ = std::move(next);
}

void Typesetting::renew() {
    auto const words = with_room_ ? blocks::PageWords::WithRoom : blocks::PageWords::AsKnown;
    if (renew_words(words)) return;
    build_again();
    // Built with the pages as they are known, every word is right; only the room to be kept may change some more.
    if (with_room_ && !renew_words(words)) build_again();
}

/// Words are renewed where the lines of a paragraph stand together: before floats are placed between them.
bool Typesetting::renew_words(blocks::PageWords words) {
    return blocks::renew_references(set_->context, set_->with_floats.empty() ? set_->list : set_->with_floats, words);
}

/// Paragraphs are varied once for a list: were they varied again each time that words change, pages might never settle.
Diagnostics Typesetting::cut() {
    Diagnostics faults;
    blocks::BuildContext& context = set_->context;
    layout::PageGeometry const geometry = page_geometry(*in_.theme, in_.paper, set_->type);
    layout::PageCosts const costs = page_costs(*in_.theme);
    if (!set_->with_floats.empty()) {
        set_->list = layout::place_floats(set_->with_floats, context.footnotes, geometry, costs);
        set_->varied = false;
    }
    if (std::exchange(set_->varied, true)) {
        set_->plan = layout::paginate(set_->list, context.footnotes, geometry, costs, faults);
    } else {
        blocks::ProseVariants variants(context);
        set_->plan = layout::paginate_with_variants(set_->list, context.footnotes, geometry, costs, context.cost("hyphen_at_page_end"), variants, faults);
    }
    return faults;
}

blocks::PlacePages Typesetting::find_places() {
    blocks::PlacePages pages;
    TargetFinder finder(set_->context.references.targets());
    set_->places.clear();
    for (std::size_t page = 0; page < set_->plan.pages.size(); ++page) {
        layout::visit_marks(set_->list, set_->context.footnotes, set_->plan.pages[page], [&](draw::NodeId node, Length top) {
            finder.visit(node, [&](std::string const& name) {
                pages.emplace(name, static_cast<std::uint32_t>(page + 1));
                set_->places.push_back({name, page, top, node});
            });
        });
    }
    return pages;
}

SetArticle& Typesetting::finish(int free_rounds, Diagnostics& diagnostics) {
    Diagnostics of_pages;
    with_room_ = free_rounds == 0;
    for (int round = 1;; ++round) {
        renew();
        of_pages = cut();
        blocks::ReferenceBook& references = set_->context.references;
        if (!references.any()) break;
        blocks::PlacePages const pages = find_places();
        bool changed = references.any_pages() && references.see_pages(pages, with_room_);
        changed = set_->context.index.is_stale() || changed;
        if (!changed) references.report_missing(pages, set_->faults);
        if (!changed) break;
        if (round == kMostRounds) {
            set_->faults.error("E276", in_.article.span, "the pages that the article refers to do not settle",
                               "this is a fault of the program: please report it");
            break;
        }
        with_room_ = round >= free_rounds;
        if (round >= kRoundsBeforeAllAreWide) references.widen_all();
    }
    if (with_room_) {
        renew_words(blocks::PageWords::InRoom);
        if (!set_->with_floats.empty()) of_pages = cut();  // the same lines, so the same pages
    }
    set_->type.report_changing();
    diagnostics.append(std::exchange(set_->faults, {}));
    diagnostics.append(of_pages);
    return *set_;
}

}  // namespace offprint::ops
