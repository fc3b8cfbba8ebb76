// What a block is given when it is built, and the few moves that all blocks share: opening with space, stacking pieces,
// standing something in the rail.
#pragma once
#include <functional>

#include "blocks/index_book.h"
#include "blocks/notes.h"
#include "blocks/picture_files.h"
#include "blocks/references.h"
#include "blocks/typesetter.h"
#include "data/number_format.h"
#include "layout/stack.h"
#include "layout/variants.h"

namespace offprint::blocks {

/// Left edge and width of the place where a block stands, from the left edge of the text area.
struct Region {
    Length x, width;
};

/// A paragraph at the foot of a stack, in the leading of its style.
void set_paragraph(layout::Stack& stack, Typesetter& type, text::ParagraphPtr const& paragraph, doc::TextStyle const& style);
/// A rule across a column, its upper edge at the foot of the stack.
void set_rule(layout::Stack& stack, Length column, Length width, Color color);

/// Adds to the price of every penalty from an item on.
void raise_penalties(layout::VList& list, std::size_t from, std::int64_t cost, char const* reason);

/// Everything that stays the same while an article is built, and the flow that grows.
struct BuildContext {
    doc::Article const& article;
    doc::Theme const& theme;
    doc::Paper const& paper;
    doc::Messages const& messages;
    std::map<std::string, data::Table, std::less<>> const& tables;
    std::vector<doc::Clause> const& clauses;
    Typesetter& type;
    draw::StructTree& tree;
    Diagnostics& diagnostics;
    PictureFiles& pictures;

    layout::VList list{};
    NoteBook notes{article};
    ReferenceBook references{article, messages, theme.exhibits_by_kind};
    IndexBook index{references};
    layout::Footnotes footnotes{};           // filled when the article is built
    draw::NodeId parent = draw::kFirstNode;  // where the next block goes in the structure tree
    Region inset{};                          // width > 0: blocks are being built inside a box (callout)
    int heading_level = 1;                   // of the last heading
    /// A section of the flow that is not closed, and its node.
    struct OpenSection {
        std::int64_t level;
        draw::NodeId node;
    };
    std::vector<OpenSection> open_sections{};  // from the outermost in
    std::string exhibit{};                     // "Exhibit 3": of the exhibit that is being built
    bool after_text = false;                   // the block before was a paragraph of the same flow: indent the next
    bool resumes = false;    // paragraphs and other blocks behind them, no heading: what comes goes on with the text, as it does behind a float
    Length pending_space{};  // the last block's space below, not yet laid
    bool any_box = false;
    bool nested = false;                         // inside a box: no rail, off the grid
    bool at_once = false;                        // what is built will be asked for its height: no line may come later
    bool turned = false;                         // the block stands on a page that lies on its side
    std::optional<doc::BlockSpan> asked_span{};  // what the block's author asks for
    bool heading_above = false;                  // the last thing set was a heading: two lines must follow it

    /// A paragraph of the flow that is still being broken: where its lines go, and how.
    struct Awaited {
        std::size_t at = 0;      // before which item of `list`
        std::size_t number = 0;  // the typesetter's
        Length x, leading, ascent;
        bool on_grid = false, heading_above = false, across = false, turned = false, clears_rail = false;
        Span span;
        /// What panels around it add to the price of every break between its lines, from the innermost out.
        struct Raise {
            std::int64_t cost;
            char const* reason;
        };
        std::vector<Raise> raises{};
    };
    std::vector<Awaited> awaited{};
    /// What can be built only when the whole article is: where its items go, and how they are made (at the end of an empty list).
    struct Late {
        std::size_t at = 0;
        std::function<void(BuildContext&)> build;
        std::optional<doc::BlockSpan> asked_span{};
        bool turned = false;
    };
    std::vector<Late> late{};
    void later(std::function<void(BuildContext&)> build) {
        if (aside) return build(*this);  // its place is not in the flow
        late.push_back({list.size(), std::move(build), asked_span, turned});
        list.push_back(layout::VGlue{});  // what comes next stands behind it, even if it waits too
    }

    /// Those whose words may change.
    std::map<text::Paragraph const*, Awaited> changing_flow{};
    /// A text that is drawn when its page is, and may change until then: what sets it again says whether it fits its place.
    struct ChangingCell {
        text::StyledText text;
        std::function<bool(text::StyledText)> set;
    };
    std::vector<ChangingCell> changing_cells{};
    /// A place beside a sidebar, and where in `list` it begins.
    struct Beside {
        Region region;
        Length height;
        std::size_t from = 0;
    };
    std::optional<Beside> beside{};
    bool aside = false;            // what is built is one box in the end
    bool clear_next = false;       // the next box begins below the sidebar
    bool sidebar_follows = false;  // the opening leaves its key data to the sidebar after it
    std::function<layout::VBox(Region, BuildContext&)> key_data{};
    bool across = false;                               // what is set now stands on the whole width
    std::size_t marked_items = 0, marked_awaited = 0;  // of `list` and `awaited`: what knows already where it stands

    /// The paper as it lies.
    doc::Paper current_paper() const { return turned ? paper.turned() : paper; }
    Region region(doc::BlockSpan span) const;
    /// Where a block stands: what its author asks for, else what its layout chose.
    doc::BlockSpan placement(doc::BlockSpan chosen) const { return nested ? chosen : asked_span.value_or(chosen); }
    /// The region of a block's place. What is set from now on stands there: across all columns, or in one of them.
    Region stand(doc::BlockSpan chosen);
    /// Tells the boxes set since the last time where they stand.
    void mark_boxes();
    bool has_rail() const { return theme.rail > Length{} && !nested && !beside; }

    /// What is set from now on stands beside something of that height, in a place of its own, until it has passed it.
    void narrow_beside(Region region, Length height);
    /// Goes back to the usual place when that is so.
    void look_beside();
    /// What is left of its height below what has been set.
    Length left_beside() const;
    layout::ParagraphBreakCosts paragraph_costs() const;
    doc::BlockStyle const& style(std::string_view type_name) const { return theme.block(type_name); }
    std::int64_t cost(std::string_view name) const { return theme.costs.find(name)->second; }

    /// Space before a block: the larger of what the last one leaves below and what this one wants above. Extra whole grid
    /// lines may be added here to fill a page (`stretch`).
    void open(Length above, int stretch = 0);
    void close(Length below) { pending_space = below; }
    /// Ends a block that is not set line by line. What its height and the space around it lack to fill whole grid lines is
    /// shared between the space above (the glue after `first`) and below, so that text can go on without a gap of its own.
    void settle(std::size_t first, Length above, Length below);
    /// How many lines words take as a paragraph of a width.
    std::size_t lines_of(SourcedText const& words, doc::TextStyle const& style, Length width);
    /// Prices a page break between a paragraph and what it leads in to (tiles, cards, a list).
    void keep_lead_in() {
        if (after_text) keep_with_next(cost("list_lead_in"), "apart from its lead-in");
    }
    void keep_with_next(std::int64_t cost, char const* reason) { list.push_back(layout::VPenalty{cost, reason, {}, {}}); }
    /// What `build` sets is in another language: its outermost nodes say so.
    void in_language(std::string const& language, std::function<void()> const& build);
    /// Appends a box. One that reaches into the rail must say so (`clears_rail`).
    layout::VBox& box(layout::VBox box);
    /// The lines of a paragraph as boxes on the grid, with the prices of breaking it.
    void lines(text::ParagraphPtr const& paragraph, doc::TextStyle const& style, Length x, Span span, bool on_grid = true);

    /// The same for a paragraph that may be broken on another thread while the article is built on. Only for text that nothing
    /// asks back for its lines or height: in the flow itself, or in a panel there. Its lines come into the list with `insert_awaited`.
    void lines_later(text::StyledText text, doc::TextStyle const& style, Region region, Length first_indent, Span span, bool on_grid = true);
    void insert_awaited();
    /// Builds what waited for the end of the article, and puts it in its place; before `insert_awaited`.
    void insert_late();
    /// Appends the lines of one to a list.
    void append_lines(layout::VList& to, text::ParagraphPtr const& paragraph, Awaited const& waiting) const;

    data::NumberLocale locale() const { return data::number_locale(article.language); }
    /// The number format of an amount: `pattern` and a currency (ISO 4217; none named is USD), its sign where the language puts it.
    std::optional<data::NumberFormat> money_format(std::string_view currency, std::string_view pattern) const;
};

/// Sets paragraphs of the flow in a line more or less for the page search.
class ProseVariants final : public layout::VariantMaker {
public:
    explicit ProseVariants(BuildContext& context) : context_(context) {}
    /// None of a paragraph whose words hang on pages: it is set again by itself.
    std::vector<text::ParagraphVariant> variants(text::Paragraph const& paragraph, std::int64_t most_extra) override {
        return context_.changing_flow.contains(&paragraph) ? std::vector<text::ParagraphVariant>{} : context_.type.variants(paragraph, most_extra);
    }
    void anchor(layout::VBox& box) override { context_.notes.anchor(box); }

private:
    BuildContext& context_;
};

/// The heading role one below the last (H2 after H1 ...), and moves the level. Levels are never skipped (PDF/UA-1, 7.4.2).
draw::Role heading_role(BuildContext& context, int level);

/// The words of a number: `text` if given, else the value in its format.
std::string number_words(std::optional<data::Decimal> const& value, std::optional<data::NumberFormat> const& format, SourcedText const& text,
                         data::NumberLocale const& locale);

}  // namespace offprint::blocks
