// The keys of a layout: one table for each of its maps. From them come reading, checks and the reference.
#pragma once
#include "doc/theme.h"

namespace offprint::doc::layout_keys {

using data::Field;
using data::Kind;
using data::Required;

inline constexpr Cost kCosts[] = {
    {"widow", 6000, "The last line of a paragraph alone at the head of a page."},
    {"orphan", 5000, "The first line of a paragraph alone at the foot of a page."},
    {"heading_alone", 40000, "A heading at the foot of a page, or with one line below it."},
    {"split_paragraph", 300, "Any break inside a paragraph."},
    {"split_callout", 2500, "Any break inside a callout."},
    {"split_card", 20000, "A card, or rows of cards or tiles, apart."},
    {"split_takeaway", 9000, "Any break inside the takeaway."},
    {"split_list_item", 1500, "A list item; three times as much for one item alone."},
    {"hyphen_at_page_end", 3000, "A page that ends inside a word."},
    {"short_page", 100000, "An empty page; the share of a page left empty is squared into it."},
    {"column_balance", 150,
     "Columns that should be of equal height, for a grid line of difference; it is squared. Four times as much for a last one that is the tallest."},
    {"last_page", 2000, "Each tenth of the last page, or of one before `page: new`, that is missing below `last_page_fill`."},
    {"last_page_fill", 25, "How much of the last page should be filled, in percent."},
    {"paragraph_variant", 500, "A paragraph set a line longer or shorter for better pages; `offprint explain` tells which."},
    {"paragraph_variant_lines", 10, "How much of what its lines then cost more counts too, in percent."},
    {"rail_shift", 3000, "What stands in the rail moved down, per grid line."},
    {"list_lead_in", 8000, "A list, tiles, cards or a table without a title apart from the sentence before."},
    {"note_split", 5000, "A footnote that goes on on the next page."},
    {"note_deferred", 10000, "What is left of a footnote goes on on yet another page."},
    {"float_late", 1500, "A float a page later than the text above it; pages are squared."},
    {"break_hint", 3000, "A break before a block with `break: avoid`; with `break: prefer` it is worth as much."},
    {"keep_next", 20000, "A break after a block with `keep: next`."},
    {"keep_together", 20000, "A break inside a block with `keep: together`."},
    {"table_head", 30000, "Fewer than two rows of a table below its head."},
    {"table_total", 30000, "A total with fewer than two rows above it."},
    {"table_group", 30000, "Fewer than two rows below the label of a group."},
    {"split_row", 4000, "A row of a table, apart."},
    {"split_table", 900, "Any break inside a table; in one of at most 40 rows three times as much before a group's label, twelve times elsewhere."},
};

inline constexpr std::string_view kExhibitCounters[] = {"together", "by_kind"};
inline constexpr Field kLayoutFields[] = {
    {"layout", Kind::Text, Required::Yes, "The layout's name; the same as its file's."},
    {"description", Kind::Text, Required::No, "What it is for, in a line."},
    {"extends", Kind::Text, Required::No, "The layout whose tokens this one starts from."},
    {"variants", Kind::Any, Required::No, "Other looks of the same layout, by name: each a map of keys laid over it."},
    {"variant", Kind::Text, Required::No, "The variant used when the article names none."},
    {"paper", Kind::Text, Required::No, "The paper used when the article names none."},
    {"papers", Kind::Any, Required::No, "Sizes and margins in points, by name."},
    {"profile", Kind::Text, Required::No,
     "What its PDFs claim to be: client (the default), archive, client-sealed (signed; wants a key), locked (encrypted; wants a password), modern (PDF 2.0)."},
    {"rail", Kind::Number, Required::No, "Width of the rail in points; 0 for none."},
    {"gutter", Kind::Number, Required::No, "Space between rail and measure in points."},
    {"columns", Kind::Any, Required::No, "Columns of text, where there is no rail."},
    {"mirrored", Kind::Bool, Required::No, "Left pages mirror right ones: `left` is the inner margin, head and foot change sides."},
    {"grid", Kind::Number, Required::No, "Step of the baseline grid in points."},
    {"exhibits", Kind::Choice, Required::No, "How exhibits are counted: charts and tables `together` (Exhibit 3), or `by_kind` (Figure 2, Table 1).",
     kExhibitCounters},
    {"palette", Kind::Any, Required::No, "Colours by name; everything else names them."},
    {"series", Kind::TextList, Required::No, "Palette names for the series of charts, in order."},
    {"fonts", Kind::Any, Required::No, "Font stacks by name: a family, or a list with fallbacks."},
    {"styles", Kind::Any, Required::No, "Text styles by name."},
    {"blocks", Kind::Any, Required::No, "Choices for each block type."},
    {"head", Kind::Any, Required::No, "The running head."},
    {"foot", Kind::Any, Required::No, "The running foot."},
    {"disclosures", Kind::Any, Required::No, "Which disclosures an article must carry."},
    {"hyphenation", Kind::TextList, Required::No, "The house's own hyphenations: 'data-base'."},
    {"costs", Kind::Any, Required::No, "Prices of page breaking."},
};
inline constexpr Field kPaperFields[] = {
    {"width", Kind::Number, Required::Yes, "Points."},  {"height", Kind::Number, Required::Yes, "Points."}, {"top", Kind::Number, Required::Yes, "Margin."},
    {"bottom", Kind::Number, Required::Yes, "Margin."}, {"left", Kind::Number, Required::Yes, "Margin."},   {"right", Kind::Number, Required::Yes, "Margin."},
};
inline constexpr Field kColumnFields[] = {
    {"count", Kind::Integer, Required::Yes, "1 to 3."},
    {"gutter", Kind::Number, Required::No, "Space between two columns, points; 18 when missing."},
    {"rule", Kind::Number, Required::No, "Width of a rule between two columns, points; none when missing."},
    {"rule_color", Kind::Text, Required::No, "A palette name; `hair` when missing."},
};
inline constexpr std::string_view kAligns[] = {"justified", "ragged", "balanced", "centered", "end"};
inline constexpr Field kStyleFields[] = {
    {"like", Kind::Text, Required::No, "The style that this one starts from."},
    {"font", Kind::Text, Required::No, "A font stack by name."},
    {"weight", Kind::Integer, Required::No, "100 to 900."},
    {"italic", Kind::Bool, Required::No, "Slanted."},
    {"size", Kind::Number, Required::No, "Points."},
    {"leading", Kind::Number, Required::No, "Baseline to baseline, points."},
    {"color", Kind::Text, Required::No, "A palette name."},
    {"tracking", Kind::Number, Required::No, "Extra space after each letter, thousandths of an em."},
    {"features", Kind::TextList, Required::No, "OpenType features: onum, tnum, smcp, -liga."},
    {"align", Kind::Choice, Required::No, "How lines are set.", kAligns},
    {"hyphenate", Kind::Bool, Required::No, "Words may be divided."},
    {"expansion", Kind::Number, Required::No, "Percent by which letters of a justified line may be wider or narrower: 0 to 2."},
    {"capitals", Kind::Bool, Required::No, "Set in capitals."},
};
inline constexpr std::string_view kSides[] = {"left", "right"};
inline constexpr Field kLineFields[] = {
    {"left", Kind::Text, Required::No, "Text at the left, with {tokens}."},
    {"center", Kind::Text, Required::No, "Text in the middle."},
    {"right", Kind::Text, Required::No, "Text at the right."},
    {"left_style", Kind::Text, Required::No, "Its text style."},
    {"center_style", Kind::Text, Required::No, "Its text style."},
    {"right_style", Kind::Text, Required::No, "Its text style."},
    {"baseline", Kind::Number, Required::No, "Distance from the paper's edge, points."},
    {"rule", Kind::Number, Required::No, "Distance of the rule from the paper's edge, points."},
    {"rule_width", Kind::Number, Required::No, "Points."},
    {"rule_color", Kind::Text, Required::No, "A palette name."},
    {"double_rule", Kind::Bool, Required::No, "A hairline 2 points beyond the rule."},
    {"logo", Kind::Path, Required::No, "A picture, from the layouts' folder; it stands on the baseline."},
    {"logo_alt", Kind::Text, Required::No, "What the logo shows; wanted with `logo`."},
    {"logo_height", Kind::Number, Required::No, "Height of the logo, points; 12 when missing."},
    {"logo_side", Kind::Choice, Required::No, "Where the logo stands: left, or right. The text there makes room.", kSides},
};
inline constexpr Field kDisclosureFields[] = {
    {"required", Kind::Bool, Required::No, "An article must name at least one."},
    {"ids", Kind::TextList, Required::No, "Disclosures that every article must name."},
    {"clauses", Kind::Text, Required::No, "Folder of the clause texts, below the layout's folder."},
};

inline constexpr LayoutTable kLayoutTables[] = {
    {"A layout", kLayoutFields},        {"`papers`: each entry", kPaperFields}, {"`columns`", kColumnFields}, {"`styles`: each entry", kStyleFields},
    {"`head` and `foot`", kLineFields}, {"`disclosures`", kDisclosureFields},
};

}  // namespace offprint::doc::layout_keys
