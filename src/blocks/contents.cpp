// The table of contents: the sections of the article and their pages.
#include "blocks/block_type.h"
#include "blocks/listing.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kFields[] = {
    {"title", data::Kind::Text, data::Required::No, "Its title; \"Contents\" in the article's language when missing, none when empty."},
    {"levels", data::Kind::Integer, data::Required::No, "Levels of sections that it lists, 1 to 3; 2 when missing."},
};

struct Contents final : doc::Block {
    std::optional<SourcedText> title;
    std::int64_t levels = 2;
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    auto block = std::make_unique<Contents>();
    if (value.kind == data::ValueKind::Null) return block;
    data::Record const record(value, kFields, "a table of contents", context.diagnostics);
    if (!record.valid()) return nullptr;
    block->title = read_listing_title(record, context);
    block->levels = record.integer("levels").value_or(block->levels);
    if (block->levels < 1 || block->levels > doc::kMostSectionLevels)
        context.diagnostics.error("E206", record.get("levels")->span, "'levels' must be 1, 2 or 3", "so many levels of sections are listed");
    return block;
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& contents = static_cast<Contents const&>(block);
    std::vector<ListingLine> lines;
    for (doc::LandmarkPtr const& landmark : context.article.landmarks) {
        doc::BlockName const& name = landmark->name;
        if (name.kind == doc::BlockName::Kind::Section && name.level <= contents.levels)
            lines.push_back({name.number, in_one_line(name.title), landmark->index, name.level});
    }
    if (lines.empty()) {
        context.diagnostics.warning("W277", block.span, "there are no sections for a table of contents", "delete the block, or give the article sections");
        return;
    }
    build_listing(lines, listing_title(contents.title, "contents", context), context.style("contents"), block.span, context);
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
                          "- section: {level: 2, title: What light costs}\n"
                          "- section: {number: \"02\", kicker: The risk, title: What could stop it}\n",
                          data::BlockForm::MapOrNothing};

}  // namespace offprint::blocks
