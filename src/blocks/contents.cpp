// The table of contents: the sections of the article and their pages.
#include "blocks/block_type.h"
#include "blocks/listing.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kFields[] = {
    {"title", data::Kind::Text, data::Required::No, "Its title; \"Contents\" in the article's language when missing, none when empty."},
};

struct Contents final : doc::Block {
    std::optional<SourcedText> title;
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    auto block = std::make_unique<Contents>();
    if (value.kind == data::ValueKind::Null) return block;
    data::Record const record(value, kFields, "a table of contents", context.diagnostics);
    if (!record.valid()) return nullptr;
    if (record.has("title")) block->title = doc::smart_quotes(record.text("title").value_or(SourcedText{}), context.language);
    return block;
}

void build(doc::Block const& block, BuildContext& context) {
    std::vector<ListingLine> lines;
    for (doc::LandmarkPtr const& landmark : context.article.landmarks) {
        if (landmark->name.kind == doc::BlockName::Kind::Section) lines.push_back({landmark->name.number, in_one_line(landmark->name.title), landmark->index});
    }
    if (lines.empty()) {
        context.diagnostics.warning("W277", block.span, "there are no sections for a table of contents", "delete the block, or give the article sections");
        return;
    }
    build_listing(lines, listing_title(static_cast<Contents const&>(block).title, "contents", context), context.style("contents"), block.span, context);
}

}  // namespace

BlockType const kContents{"contents",
                          "The table of contents: all sections with their pages.",
                          kFields,
                          listing_slots(),
                          read,
                          build,
                          "- contents:\n"
                          "- section: {number: \"01\", kicker: The case, title: Movement is scarce}\n"
                          "- section: {number: \"02\", kicker: The risk, title: What could stop it}\n",
                          data::BlockForm::MapOrNothing};

}  // namespace offprint::blocks
