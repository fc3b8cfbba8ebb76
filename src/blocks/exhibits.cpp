// The list of exhibits: charts, tables and their pages.
#include "blocks/block_type.h"
#include "blocks/listing.h"

namespace offprint::blocks {
namespace {

using Kind = doc::BlockName::Kind;

constexpr std::string_view kKinds[] = {"all", "figures", "tables"};
constexpr data::Field kFields[] = {
    {"title", data::Kind::Text, data::Required::No, "Its title; \"Exhibits\" in the article's language when missing, none when empty."},
    {"kinds", data::Kind::Choice, data::Required::No, "Which exhibits it lists; all when missing.", kKinds},
};

struct Exhibits final : doc::Block {
    std::optional<SourcedText> title;
    std::size_t kinds = 0;
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    auto block = std::make_unique<Exhibits>();
    if (value.kind == data::ValueKind::Null) return block;
    data::Record const record(value, kFields, "a list of exhibits", context.diagnostics);
    if (!record.valid()) return nullptr;
    block->title = read_listing_title(record, context);
    block->kinds = record.choice("kinds").value_or(0);
    return block;
}

bool is_listed(doc::Landmark const& landmark, std::size_t kinds) {
    Kind const kind = landmark.name.kind;
    return (kind == Kind::Figure && kinds != 2) || (kind == Kind::Table && kinds != 1);
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& exhibits = static_cast<Exhibits const&>(block);
    std::vector<ListingLine> lines;
    for (doc::LandmarkPtr const& landmark : context.article.landmarks) {
        if (is_listed(*landmark, exhibits.kinds))
            lines.push_back({SourcedText(context.references.label_of(*landmark)), in_one_line(landmark->name.title), landmark->index});
    }
    if (lines.empty()) {
        context.diagnostics.warning("W277", block.span, "there are no exhibits to list", "delete the block");
        return;
    }
    build_listing(lines, listing_title(exhibits.title, "exhibits", context), context.style("exhibits"), block.span, context);
}

}  // namespace

BlockType const kExhibits{
    "exhibits",
    "The list of exhibits: charts and tables with their pages.",
    kFields,
    listing_slots(),
    read,
    build,
    "- exhibits:\n"
    "- chart: {kind: bar, title: Revenue grows 73% in two years, subtitle: Revenue in $B, x: [2026E, 2027E, 2028E], y: [1.55, 2.18, 2.68]}\n",
    data::BlockForm::MapOrNothing};

}  // namespace offprint::blocks
