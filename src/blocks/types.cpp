// What is made of the table of block types: readers, slots, and the order of an article.
#include <algorithm>
#include <utility>

#include "blocks/block_type.h"

namespace offprint::blocks {

namespace {
constexpr BlockType const* kTypes[] = {
#define OFFPRINT_BLOCK(name) &name,
#include "blocks/types.inc"
#undef OFFPRINT_BLOCK
};
}  // namespace

std::span<BlockType const* const> block_types() { return kTypes; }

std::vector<doc::BlockReader> block_readers() {
    std::vector<doc::BlockReader> readers;
    for (BlockType const* type : kTypes) readers.push_back({type->name, type->read});
    return readers;
}

std::vector<doc::BlockSlots> block_slots() {
    std::vector<doc::BlockSlots> slots;
    for (BlockType const* type : kTypes) slots.push_back({type->name, type->slots});
    slots.push_back({"notes", note_slots()});
    return slots;
}

namespace {

/// A block whose words may be of another language.
void build_in_language(BlockType const& type, doc::Block const& block, BuildContext& context) {
    std::string const& language = block.hints.language;
    if (language.empty()) return type.build(block, context);
    context.in_language(language, [&] { type.build(block, context); });
}

/// Exhibits are numbered as they are written: no float passes one that stays.
void bar_floats(layout::VList& list, std::size_t from) {
    for (std::size_t i = from; i < list.size(); ++i) {
        auto* box = std::get_if<layout::VBox>(&list[i]);
        if (box == nullptr) continue;
        box->bars_floats = true;
        return;
    }
}

/// Builds a block where its author asks for it, and tells its boxes where they stand.
void build_placed(BlockType const& type, doc::Block const& block, BuildContext& context) {
    if (context.nested) return build_in_language(type, block, context);
    doc::BlockHints const& hints = block.hints;
    context.turned = hints.turned;
    // What is turned is turned because it is wide.
    if (hints.turned || hints.full_width) context.asked_span = hints.full_width.value_or(true) ? doc::BlockSpan::Full : doc::BlockSpan::Measure;
    build_in_language(type, block, context);
    context.mark_boxes();
    context.turned = context.across = false;
    context.asked_span.reset();
}

// The flow goes on as if nothing stood there: spaces, the first line's indent, what a heading wants below it.
void build_float(BlockType const& type, doc::Block const& block, BuildContext& context) {
    using Place = doc::BlockHints::Place;
    if (context.nested) {
        context.diagnostics.error("E206", block.span, "inside another block nothing floats", "take 'place' away");
        return build_placed(type, block, context);
    }
    Place const place = block.hints.place;
    std::size_t const at = context.list.size();
    layout::FloatBegin begins;
    begins.place = place == Place::Top ? layout::FloatPlace::Top : place == Place::Bottom ? layout::FloatPlace::Bottom : layout::FloatPlace::Auto;
    context.list.push_back(begins);
    Length const space = std::exchange(context.pending_space, {});
    bool const after_text = std::exchange(context.after_text, false), below_heading = std::exchange(context.heading_above, false);
    bool const had_box = std::exchange(context.any_box, false);
    build_placed(type, block, context);
    auto& begin = std::get<layout::FloatBegin>(context.list[at]);
    begin.above = context.style(type.name).length("above");
    begin.below = std::exchange(context.pending_space, space);
    context.after_text = after_text;
    context.heading_above = below_heading;
    context.any_box = had_box;
    context.list.push_back(layout::FloatEnd{});
}

/// The price of a break before a block, as its author wants it.
std::int64_t wish_before(doc::BlockHints const& hints, BuildContext const& context) {
    if (hints.break_before) return *hints.break_before;
    if (hints.wish == doc::BlockHints::Wish::None) return 0;
    return hints.wish == doc::BlockHints::Wish::Avoid ? context.cost("break_hint") : -context.cost("break_hint");
}

}  // namespace

void build_block(doc::Block const& block, BuildContext& context) {
    auto const type = std::find_if(std::begin(kTypes), std::end(kTypes), [&](BlockType const* t) { return t->name == block.type; });
    doc::BlockHints const& hints = block.hints;
    auto price = [&](std::int64_t given, std::string_view name) { return given < 0 ? context.cost(name) : given; };
    if (hints.new_page) context.list.push_back(layout::VPenalty{layout::kForced, "new page, by the author"});
    if (auto const wish = wish_before(hints, context); wish != 0)
        context.list.push_back(layout::VPenalty{wish, wish < 0 ? "break wished for, by the author" : "break avoided, by the author"});
    if (hints.keep_together) context.list.push_back(layout::KeepBegin{price(*hints.keep_together, "keep_together"), "kept together, by the author"});
    draw::NodeId const first = context.tree.end();
    if (block.landmark) context.exhibit = context.references.label_of(*block.landmark);
    std::size_t const at = context.list.size();
    bool const resumed = context.resumes, ran = context.after_text || resumed;
    if (*type != &kProse) context.resumes = false;
    if (hints.place == doc::BlockHints::Place::Here) {
        build_placed(**type, block, context);
        if (block.landmark && block.landmark->of_exhibits > 0) bar_floats(context.list, at);
        context.resumes = ran && *type != &kSection && *type != &kFormula;  // a sentence goes on below a formula
    } else {
        build_float(**type, block, context);
        context.resumes = resumed;
    }
    if (block.landmark) context.references.built(block.landmark->index, first, context.tree.end());
    if (hints.keep_together) context.list.push_back(layout::KeepEnd{});
    if (hints.keep_next) context.keep_with_next(price(*hints.keep_next, "keep_next"), "kept with the next block, by the author");
}

layout::VList build_article(BuildContext& context) {
    doc::BlockList const& body = context.article.body;
    auto has = [&](std::string_view type) { return std::any_of(body.begin(), body.end(), [&](doc::BlockPtr const& b) { return b->type == type; }); };
    doc::ReadContext reader{context.diagnostics, context.article.language, {}};
    auto build_implied = [&](BlockType const& type) {
        doc::BlockPtr block = type.read(data::Value{}, reader);
        block->type = type.name;
        block->span = context.article.span;
        build_placed(type, *block, context);
    };
    context.type.number_notes(&context.notes);
    context.type.follow_references(&context.references);
    context.type.mark_terms(&context.index);
    if (has(kIndex.name)) context.index.open();
    if (has(kEndnotes.name)) context.notes.gather();
    auto const opens = std::find_if(body.begin(), body.end(), [](doc::BlockPtr const& b) { return b->type != kHero.name; });
    context.sidebar_follows = opens != body.end() && (*opens)->type == kSidebar.name && !context.has_rail() && context.theme.columns.count == 1;
    if (!has("hero")) build_implied(kHero);
    for (doc::BlockPtr const& block : body) build_block(*block, context);
    if (!has("bibliography") && !context.references.cited().empty()) build_implied(kBibliography);
    if (!has("disclaimer")) build_implied(kDisclaimer);
    context.insert_late();
    context.references.report_uncited(context.diagnostics);
    context.insert_awaited();
    context.notes.finish(context);
    context.references.number_notes(context.notes, context.tree, context.diagnostics);
    context.type.number_notes(nullptr);
    context.type.follow_references(nullptr);
    context.type.mark_terms(nullptr);
    if (doc::IndexMark const* const mark = context.index.first_mark(); mark != nullptr && !context.index.is_open())
        context.diagnostics.warning("W293", mark->span, "words are marked for an index, and the article has none",
                                    "add the block '- index:', or take the marks away");
    return std::move(context.list);
}

}  // namespace offprint::blocks
