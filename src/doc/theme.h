// The house style: what a layout file says, read, inherited and checked. Plain data; fonts are still names here.
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/color.h"
#include "base/geometry.h"
#include "data/record.h"

namespace offprint::doc {

enum class Align { Justified, Ragged, Balanced, Centered, End };

/// A named text style. Sizes in points as everywhere; `families` are the primary one and its fallbacks.
struct TextStyle {
    std::string name;
    std::vector<std::string> families;
    int weight = 400;
    bool italic = false;
    Length size, leading;
    Color color;
    Length tracking;
    std::vector<std::string> features;  // "onum", "tnum", "smcp", "-liga"
    Align align = Align::Ragged;
    bool hyphenate = false;
    int expansion = 0;      // permille by which a justified line's glyphs may be widened or narrowed
    bool capitals = false;  // set in capitals; names with capitals inside (PCIe, YoY) keep their spelling
    Span span;
};

/// Which part of the page a block stands on.
enum class BlockSpan { Measure, Full, Rail };

/// What a block type lets a layout choose. `fallback` is written as in YAML: a style name, points, a palette name, a word.
enum class SlotKind { Text, Length, Color, Span, Number, Flag };
struct StyleSlot {
    std::string_view name;
    SlotKind kind = SlotKind::Length;
    std::string_view fallback;
    std::string_view help;
    std::string_view ground = {};  // Text and Color: the Color slot that lies behind it ("" = the paper); checked for contrast
    bool decorative = false;       // a rule or a ground: no contrast asked for
};

/// A block type's choices as made by a layout; every slot of the type has a value.
class BlockStyle {
public:
    TextStyle const& text(std::string_view slot) const { return texts_.find(slot)->second; }
    Length length(std::string_view slot) const { return lengths_.find(slot)->second; }
    Color color(std::string_view slot) const { return colors_.find(slot)->second; }
    BlockSpan span(std::string_view slot) const { return spans_.find(slot)->second; }
    std::int64_t number(std::string_view slot) const { return numbers_.find(slot)->second; }
    bool flag(std::string_view slot) const { return numbers_.find(slot)->second != 0; }

private:
    friend class ThemeReader;
    std::map<std::string, TextStyle, std::less<>> texts_;
    std::map<std::string, Length, std::less<>> lengths_;
    std::map<std::string, Color, std::less<>> colors_;
    std::map<std::string, BlockSpan, std::less<>> spans_;
    std::map<std::string, std::int64_t, std::less<>> numbers_;
};

/// The slots of one block type, by its name; handed in by whoever knows the types.
struct BlockSlots {
    std::string_view type;
    std::span<StyleSlot const> slots;
};

struct Paper {
    Size size;
    Length top, bottom, left, right;  // margins of the text area

    /// The paper lying on its side, its margins where they were on the page.
    Paper turned() const { return {{size.height, size.width}, top, bottom, left, right}; }
    /// The page on the other side of the sheet, where pages mirror each other.
    Paper mirrored() const { return {size, top, bottom, right, left}; }
};

/// The columns of a page's text.
struct ColumnLayout {
    int count = 1;
    Length gutter;
    Length rule;  // width of the rule between two columns; zero: none
    std::optional<Color> rule_color;
};

/// A running head or foot: three texts with {publisher} {section} {first_section} {last_section} {date} {symbol} {title} {page} {pages} {page_of}
/// {client} {prepared_for} {short_disclosure}.
struct RunningLine {
    std::string left, center, right;
    TextStyle left_style, center_style, right_style;
    Length baseline;  // from the top edge of the paper (head) or up from its bottom edge (foot)
    Length rule;      // distance of the rule from the same edge; zero: no rule
    Length rule_width;
    std::optional<Color> rule_color;
    bool double_rule = false;  // a second hairline below (classic)
    SourcedText logo;          // a picture, looked for as layouts are; its foot stands on the baseline
    std::string logo_alt;      // what it shows, said on the first page
    Length logo_height;
    bool logo_at_right = false;
};

struct Theme {
    std::string name;
    std::string description;
    Span span;
    std::map<std::string, Color, std::less<>> palette;
    std::map<std::string, TextStyle, std::less<>> styles;
    std::map<std::string, BlockStyle, std::less<>> blocks;
    std::map<std::string, Paper, std::less<>> papers;
    std::string default_paper;
    std::string profile;  // what files claim to be, by the name of a PDF profile; empty: the program's default
    Span profile_span;
    Length rail, gutter;            // rail zero: what would stand in the rail stands in the flow
    ColumnLayout columns;           // several only without a rail
    bool mirrored = false;          // left pages mirror right ones: a paper's `left` is the inner margin
    Length grid;                    // baseline grid
    bool exhibits_by_kind = false;  // figures and tables are counted each for themselves: "Figure 2", "Table 1"
    Color paper;
    std::vector<Color> series;
    std::vector<std::string> math_fonts = {"Offprint Math"};  // families for formulas: the font stack `math`
    RunningLine head, foot;
    bool requires_disclosure = false;
    std::vector<std::string> required_disclosures;  // by id
    std::string clause_folder;                      // absolute or relative to the layouts folder
    std::vector<std::string> hyphenation_exceptions;
    std::map<std::string, std::int64_t, std::less<>> costs;

    BlockStyle const& block(std::string_view type) const { return blocks.find(type)->second; }
    /// Width of the text: what the rail leaves, or a column.
    Length measure(Paper const& p) const {
        if (columns.count > 1) return (full(p) - columns.gutter * (columns.count - 1)) / columns.count;
        return full(p) - rail - (rail > Length{} ? gutter : Length{});
    }
    Length full(Paper const& p) const { return p.size.width - p.left - p.right; }
};

/// Loads a layout file by name: gives its source and remembers the path, or reports and gives 0.
class LayoutFiles {
public:
    virtual ~LayoutFiles() = default;
    virtual SourceId load(std::string_view name, Span asked_at) = 0;
};

/// Reads a layout with everything that it extends, fills every slot of every block type, and checks contrast: all text at 4.5:1 or better.
/// `variant` is one of the layout's variants, laid over it; when empty, the one that the layout itself names.
std::optional<Theme> read_theme(Sources const& sources, std::string_view name, Span asked_at, LayoutFiles& files, std::span<BlockSlots const> blocks,
                                Diagnostics& diagnostics, SourcedText const& variant = {});

/// A map of a layout file with the keys that it may hold, for the reference.
struct LayoutTable {
    std::string_view name;
    std::span<data::Field const> fields;
};
/// The layout's own keys first, then those of the maps inside it.
std::span<LayoutTable const> layout_tables();

/// A price of page breaking that a layout may set (the scale of FOP).
struct Cost {
    std::string_view name;
    std::int64_t value = 0;  // the default
    std::string_view help;
};
std::span<Cost const> cost_names();

}  // namespace offprint::doc
