// What is made of the table of block types: readers, slots, and the order of an article.
#include <algorithm>

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
/// Builds a block where its author asks for it, and tells its boxes where they stand.
void build_placed(BlockType const& type, doc::Block const& block, BuildContext& context) {
    if (context.nested) return type.build(block, context);
    doc::BlockHints const& hints = block.hints;
    context.turned = hints.turned;
    // What is turned is turned because it is wide.
    if (hints.turned || hints.full_width) context.asked_span = hints.full_width.value_or(true) ? doc::BlockSpan::Full : doc::BlockSpan::Measure;
    type.build(block, context);
    context.mark_boxes();
    context.turned = context.across = false;
    context.asked_span.reset();
}
}  // namespace

void build_block(doc::Block const& block, BuildContext& context) {
    auto const type = std::find_if(std::begin(kTypes), std::end(kTypes), [&](BlockType const* t) { return t->name == block.type; });
    doc::BlockHints const& hints = block.hints;
    auto price = [&](std::int64_t given, std::string_view name) { return given < 0 ? context.cost(name) : given; };
    if (hints.new_page) context.list.push_back(layout::VPenalty{layout::kForced, "new page, by the author"});
    if (hints.keep_together) context.list.push_back(layout::KeepBegin{price(*hints.keep_together, "keep_together"), "kept together, by the author"});
    build_placed(**type, block, context);
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
    if (!has("hero")) build_implied(kHero);
    for (doc::BlockPtr const& block : body) build_block(*block, context);
    if (!has("disclaimer")) build_implied(kDisclaimer);
    context.insert_awaited();
    context.notes.finish(context);
    context.type.number_notes(nullptr);
    return std::move(context.list);
}

}  // namespace offprint::blocks
