// A section opener: number and kicker in the rail, the title on the measure, both on one baseline.
#include "blocks/block_type.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kFields[] = {
    {"number", data::Kind::Text, data::Required::No, "The large figure: \"01\"."},
    {"kicker", data::Kind::Text, data::Required::No, "A word or two beside or above the title."},
    {"title", data::Kind::Text, data::Required::Yes, "The section's title."},
    {"level", data::Kind::Integer, data::Required::No, "1 to 3: a section, one inside it, one inside that. 1 when missing."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"title", doc::SlotKind::Text, "section", "The title."},
    {"number", doc::SlotKind::Text, "section-number", "The figure."},
    {"kicker", doc::SlotKind::Text, "label", "The kicker."},
    {"rule", doc::SlotKind::Color, "ink", "A rule above.", {}, true},
    {"rule_width", doc::SlotKind::Length, "0", "Its width; 0 for none."},
    {"pad", doc::SlotKind::Length, "5", "Space below the rule."},
    {"above", doc::SlotKind::Length, "20", "Space above."},
    {"below", doc::SlotKind::Length, "6", "Space between title and text."},
    {"kicker_gap", doc::SlotKind::Length, "3", "Space between number and kicker, or kicker and title."},
    {"drop", doc::SlotKind::Length, "3.5", "How far the title stands below the grid, nearer to its text."},
    {"number_inside", doc::SlotKind::Flag, "false", "Where there is no rail the number begins the title, in its own colour, instead of standing over it."},
    {"title2", doc::SlotKind::Text, "block-title", "The title of a section inside a section."},
    {"above2", doc::SlotKind::Length, "13", "Space above it."},
    {"below2", doc::SlotKind::Length, "2", "Space between it and its text."},
    {"title3", doc::SlotKind::Text, "block-title", "The title of one inside that."},
    {"above3", doc::SlotKind::Length, "10", "Space above it."},
    {"below3", doc::SlotKind::Length, "1", "Space between it and its text."},
    {"stretch", doc::SlotKind::Number, "1", "Grid lines that may be added above to fill a page."},
    {"span", doc::SlotKind::Span, "measure", "Where the title stands."},
};

struct Section final : doc::Block {
    SourcedText number, kicker, title;
    std::int64_t level = 1;
};

/// The name of a slot for titles of a level.
std::string of_level(std::string slot, std::int64_t level) { return level > 1 ? slot + std::to_string(level) : slot; }

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    data::Record const record(value, kFields, "a section", context.diagnostics);
    if (!record.valid()) return nullptr;
    auto block = std::make_unique<Section>();
    auto text = [&](std::string_view name) { return doc::smart_quotes(record.text(name).value_or(SourcedText{}), context.language); };
    block->number = text("number");
    block->kicker = text("kicker");
    block->title = text("title");
    block->level = record.integer("level").value_or(1);
    if (block->level < 1 || block->level > doc::kMostSectionLevels) {
        context.diagnostics.error("E206", record.get("level")->span, "'level' must be 1, 2 or 3", "1 is a section of the article, 2 one inside that");
        block->level = 1;
    }
    block->name = {doc::BlockName::Kind::Section, block->number, block->title, static_cast<int>(block->level)};
    return block;
}

/// The rail beside the title: its first line stands on the title's first baseline.
layout::Attachment rail_of(Section const& section, doc::BlockStyle const& style, BuildContext& context, draw::NodeId parent, Length title_baseline) {
    Region const region = context.region(doc::BlockSpan::Rail);
    layout::Stack rail(region.x);
    auto add = [&](SourcedText const& words, std::string_view slot) {
        if (words.empty()) return;
        if (rail.height() > Length{}) rail.space(style.length("kicker_gap"));
        draw::NodeId const node = context.tree.add(parent, draw::Role::P, section.span);
        set_paragraph(rail, context.type, context.type.paragraph(context.type.plain(words, style.text(slot), node), style.text(slot), region.width),
                      style.text(slot));
    };
    add(section.number, "number");
    add(section.kicker, "kicker");
    return rail.attachment(title_baseline - rail.first_baseline());
}

/// The title, its number before it where the layout wants that.
text::StyledText title_text(Section const& section, doc::BlockStyle const& style, bool numbered, BuildContext& context, draw::NodeId node) {
    doc::TextStyle const& look = style.text(of_level("title", section.level));
    if (!numbered) return context.type.plain(section.title, look, node);
    doc::TextStyle number = look;
    number.color = style.text("number").color;
    text::StyledText text = context.type.plain(section.number, number, node);
    text.append(SourcedText("\u2002"), context.type.chars(look), node);
    text.append(section.title, context.type.chars(look), node);
    return text;
}

/// Number and kicker in one line, where there is no rail to hold them.
void set_label(layout::Stack& stack, Section const& section, doc::BlockStyle const& style, Region region, BuildContext& context, draw::NodeId parent) {
    SourcedText label = style.flag("number_inside") || section.level > 1 ? SourcedText{} : section.number;
    if (!label.empty() && !section.kicker.empty()) label.append(SourcedText(" \u00B7 "));
    label.append(section.kicker);
    draw::NodeId const node = context.tree.add(parent, draw::Role::P, section.span);
    doc::TextStyle const& look = style.text("kicker");
    set_paragraph(stack, context.type, context.type.paragraph(context.type.plain(label, look, node), look, region.width), look);
}

/// The section's node: inside that of the section that it belongs to. In a box or a column it stays there: what stands beside it comes after it.
draw::NodeId open_section(Section const& section, BuildContext& context) {
    std::vector<BuildContext::OpenSection>& open = context.open_sections;
    if (context.nested) return context.parent = context.tree.add(context.parent, draw::Role::Sect, section.span);
    while (!open.empty() && open.back().level >= section.level) open.pop_back();
    draw::NodeId const node = context.tree.add(open.empty() ? draw::kFirstNode : open.back().node, draw::Role::Sect, section.span);
    open.push_back({section.level, node});
    return context.parent = node;
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& section = static_cast<Section const&>(block);
    doc::BlockStyle const& style = context.style("section");
    Region const region = context.stand(style.span("span"));
    bool const top = section.level == 1;
    doc::TextStyle const& title_style = style.text(of_level("title", section.level));
    context.open(style.length(of_level("above", section.level)), static_cast<int>(style.number("stretch")));
    if (top) context.list.push_back(layout::RunningMark{section.kicker.empty() ? section.title.text : section.kicker.text});

    draw::NodeId const sect = open_section(section, context);
    bool const rail = context.has_rail() && top;
    bool const inside = !rail && (style.flag("number_inside") || !top) && !section.number.empty();
    bool const marked = (!section.number.empty() && !inside) || !section.kicker.empty();
    std::optional<layout::Attachment> attachment;
    layout::Stack stack(region.x);
    if (top && style.length("rule_width") > Length{}) {
        set_rule(stack, region.width, style.length("rule_width"), style.color("rule"));
        stack.space(style.length("pad"));
    }
    if (rail && marked) attachment = rail_of(section, style, context, sect, stack.height() + context.type.first_baseline(title_style));
    if (!rail && marked) {
        set_label(stack, section, style, region, context, sect);
        stack.space(style.length("kicker_gap"));
    }
    draw::NodeId const heading = context.tree.add(sect, heading_role(context, 1 + static_cast<int>(section.level)), section.span);
    context.tree[heading].title = section.title.text;
    context.list.push_back(layout::Bookmark{section.title.text, static_cast<int>(section.level), heading});
    text::ParagraphPtr const title = context.type.paragraph(title_text(section, style, inside, context, heading), title_style, region.width);
    Length const above_title = stack.height();
    set_paragraph(stack, context.type, title, title_style);
    layout::VBox& box = context.box(stack.box(section.span));
    // The last line stands on the grid: the text below then keeps the same distance whether the title has one line or two.
    box.baseline = above_title + context.type.first_baseline(title_style) + title_style.leading * (static_cast<std::int64_t>(title->lines().size()) - 1) -
                   (top ? style.length("drop") : Length{});
    box.on_grid = context.theme.grid > Length{};
    if (attachment) box.attachments.push_back(std::move(*attachment));
    context.keep_with_next(context.cost("heading_alone"), "heading without text");
    context.close(style.length(of_level("below", section.level)));
    context.after_text = false;
    context.heading_above = true;
}

}  // namespace

BlockType const kSection{"section",
                         "A section opener: number, kicker, title.",
                         kFields,
                         kSlots,
                         read,
                         build,
                         "- section: {number: \"01\", kicker: The insight, title: Movement is scarce}\n"
                         "- Copper carries the links inside a rack.\n"
                         "- section: {level: 2, number: \"1.1\", title: What light costs}\n"
                         "- Light will carry those between racks.\n"};

}  // namespace offprint::blocks
