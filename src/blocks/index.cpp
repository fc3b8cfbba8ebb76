// The index of terms: the words that texts mark for it, sorted, with their pages.
#include <algorithm>

#include "blocks/block_type.h"
#include "blocks/listing.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kFields[] = {
    {"title", data::Kind::Text, data::Required::No, "Its title; \"Index\" in the article's language when missing, none when empty."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"title", doc::SlotKind::Text, "block-title", "The title."},
    {"letter", doc::SlotKind::Text, "label", "Letters over the entries."},
    {"text", doc::SlotKind::Text, "list", "Entries and their pages."},
    {"rule", doc::SlotKind::Color, "ink", "The rule above.", {}, true},
    {"rule_width", doc::SlotKind::Length, "0.8", "The rule above; 0 for none."},
    {"title_pad", doc::SlotKind::Length, "5", "Space between the rule and the title."},
    {"title_gap", doc::SlotKind::Length, "3", "Space below the title."},
    {"columns", doc::SlotKind::Number, "2", "Columns side by side, where it stands on more than a column of the page."},
    {"column_gap", doc::SlotKind::Length, "18", "Space between them."},
    {"letters", doc::SlotKind::Flag, "true", "Letters stand over the entries."},
    {"letter_gap", doc::SlotKind::Length, "6", "Space above a letter."},
    {"gap", doc::SlotKind::Length, "1", "Space between entries."},
    {"indent", doc::SlotKind::Length, "10", "Of a level, and of the lines of an entry after its first."},
    {"above", doc::SlotKind::Length, "16", "Space above."},
    {"below", doc::SlotKind::Length, "16", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where it stands."},
};

struct Index final : doc::Block {
    std::optional<SourcedText> title;
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    auto block = std::make_unique<Index>();
    if (value.kind == data::ValueKind::Null) return block;
    data::Record const record(value, kFields, "an index", context.diagnostics);
    if (!record.valid()) return nullptr;
    block->title = read_listing_title(record, context);
    return block;
}

/// A letter or an entry, to be stood somewhere.
struct Row {
    Length above;  // space, not at the head of a column
    Length height, baseline;
    std::vector<layout::Piece> pieces;  // from its top left corner
    bool keeps_next = false;            // a column does not end with it
    Span span;
};

/// Sets the entries in a column of some width.
class Setter {
public:
    Setter(doc::BlockStyle const& style, Length width, draw::NodeId node, BuildContext& context)
        : style_(style), text_(style.text("text")), letter_(style.text("letter")), width_(width), node_(node), context_(context) {
        text_.align = letter_.align = doc::Align::Ragged;
    }

    std::vector<Row> set(std::vector<IndexLine> const& lines) {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            IndexLine const& line = lines[i];
            bool const opens = line.level == 0 && (i == 0 || line.letter != lines[i - 1].letter);
            if (opens && i > 0) rows_.push_back({style_.length("letter_gap"), {}, {}, {}, true, {}});
            if (opens && style_.flag("letters") && !line.letter.empty()) set_letter(line);
            bool const leads = i + 1 < lines.size() && lines[i + 1].level > line.level;
            set_line(line, leads);
        }
        return joined();
    }

private:
    void set_letter(IndexLine const& line) {
        draw::NodeId const node = context_.tree.add(node_, draw::Role::P, line.words.span());
        lists_.clear();
        text::ParagraphPtr const letter = context_.type.paragraph(context_.type.plain(SourcedText(line.letter), letter_, node), letter_, width_);
        add(letter, letter_, {}, letter_.leading, true, line.words.span());
    }

    void set_line(IndexLine const& line, bool leads) {
        Length const step = style_.length("indent"), indent = step * static_cast<std::int64_t>(line.level);
        draw::NodeId const body = add_item(line);
        SourcedText words = line.words;
        text::StyledText text = context_.type.plain(words, text_, body);
        for (IndexPages const& pages : line.pages) {
            text.append(SourcedText(", "), context_.type.chars(text_), body);
            draw::NodeId const link = context_.tree.add(context_.tree.add(body, draw::Role::Reference), draw::Role::Link, line.words.span());
            context_.tree[link].url = "#" + pages.place;
            std::string const range = pages.last > pages.first ? "\u2013" + std::to_string(pages.last) : std::string{};
            text.append(SourcedText(std::to_string(pages.first) + range), context_.type.chars(text_), link);
        }
        text.append(SourcedText(" "), context_.type.chars(text_), body);  // apart from the next where they are read one after the other
        text::ParagraphPtr const paragraph = context_.type.paragraph(std::move(text), text_, width_ - indent, {}, step);
        std::size_t lines = std::max<std::size_t>(paragraph->lines().size(), 1);
        KnownNumbers& known = context_.references.known();
        if (known.only_grow) lines = known.index_lines[line.key] = std::max(lines, known.index_lines[line.key]);
        add(paragraph, text_, indent, text_.leading * static_cast<std::int64_t>(lines), leads, line.words.span());
    }

    /// The body of a list item on a line's level: lists lie in the items of those above.
    draw::NodeId add_item(IndexLine const& line) {
        lists_.resize(std::min(lists_.size(), line.level + 1));
        while (lists_.size() <= line.level) {
            draw::NodeId const above = lists_.empty() ? node_ : lists_.back().second;
            draw::NodeId const list = context_.tree.add(above, draw::Role::L, line.words.span());
            context_.tree[list].numbering = draw::ListNumbering::None;
            lists_.emplace_back(list, list);
        }
        draw::NodeId const item = context_.tree.add(lists_.back().first, draw::Role::LI, line.words.span());
        return lists_.back().second = context_.tree.add(item, draw::Role::LBody, line.words.span());
    }

    void add(text::ParagraphPtr const& paragraph, doc::TextStyle const& look, Length x, Length height, bool keeps_next, Span span) {
        Row row{style_.length("gap"), height, context_.type.first_baseline(look), {}, keeps_next, span};
        for (std::uint32_t i = 0; i < paragraph->lines().size(); ++i)
            row.pieces.push_back({{x, row.baseline + look.leading * i}, layout::LineContent{paragraph, i}});
        rows_.push_back(std::move(row));
    }

    /// Space above letters goes to what stands below it.
    std::vector<Row> joined() {
        std::vector<Row> out;
        Length space;
        for (Row& row : rows_) {
            if (row.pieces.empty()) {
                space = row.above;
                continue;
            }
            row.above = max(row.above, std::exchange(space, {}));
            out.push_back(std::move(row));
        }
        return out;
    }

    doc::BlockStyle const& style_;
    doc::TextStyle text_, letter_;
    Length width_;
    draw::NodeId node_;
    BuildContext& context_;
    std::vector<std::pair<draw::NodeId, draw::NodeId>> lists_;  // by level: the list, the body of its last item
    std::vector<Row> rows_;
};

/// Rows of the flow, one below another.
void append_rows(std::vector<Row> rows, Length x, BuildContext& context) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i > 0 && rows[i - 1].keeps_next) context.keep_with_next(layout::kForbidden, "entry apart from those below it");
        if (i > 0 && i + 1 == rows.size()) context.keep_with_next(context.cost("split_list_item") * 3, "list item alone");
        if (i > 0) context.list.push_back(layout::VGlue{rows[i].above});
        layout::VBox box;
        box.height = rows[i].height;
        box.baseline = rows[i].baseline;
        box.span = rows[i].span;
        for (layout::Piece& piece : rows[i].pieces) {
            piece.at.x += x;
            box.pieces.push_back(std::move(piece));
        }
        context.box(std::move(box));
    }
}

/// Where the columns begin when rows from `begin` on fill some of them to a height: at most `count`, as many rows as go in.
std::vector<std::size_t> fill(std::vector<Row> const& rows, std::size_t begin, std::size_t count, Length height) {
    std::vector<std::size_t> starts{begin};
    std::size_t i = begin;
    for (std::size_t column = 0; column < count && i < rows.size(); ++column) {
        Length used;
        std::size_t const first = i;
        for (; i < rows.size(); ++i) {
            Length const more = (i == first ? Length{} : rows[i].above) + rows[i].height;
            if (i > first && used + more > height) break;
            used += more;
        }
        // What leads to the next goes with it.
        while (i < rows.size() && i > first + 1 && rows[i - 1].keeps_next) --i;
        starts.push_back(i);
    }
    return starts;
}

Length height_of(std::vector<Row> const& rows, std::size_t begin, std::size_t end) {
    Length height;
    for (std::size_t i = begin; i < end; ++i) height += (i == begin ? Length{} : rows[i].above) + rows[i].height;
    return height;
}

/// Rows in columns side by side, each read to its foot. What does not go on a page goes on in columns on the next.
void append_columns(std::vector<Row> rows, Region region, std::size_t count, Length step, Length page, BuildContext& context) {
    for (std::size_t begin = 0; begin < rows.size();) {
        std::vector<std::size_t> starts = fill(rows, begin, count, page);
        if (starts.back() == rows.size()) {
            // The last columns are as even as can be: the least height that takes all.
            Length low, high = page;
            while (high - low > Length::points(0.25)) {
                Length const middle = low + (high - low) / 2;
                (fill(rows, begin, count, middle).back() == rows.size() ? high : low) = middle;
            }
            starts = fill(rows, begin, count, high);
        }
        if (begin > 0) context.list.push_back(layout::VGlue{rows[begin].above});
        layout::VBox box;
        box.span = rows[begin].span;
        box.baseline = rows[begin].baseline;
        for (std::size_t column = 0; column + 1 < starts.size(); ++column) {
            Length y;
            for (std::size_t i = starts[column]; i < starts[column + 1]; ++i) {
                if (i > starts[column]) y += rows[i].above;
                for (layout::Piece& piece : rows[i].pieces) {
                    piece.at.x += region.x + step * static_cast<std::int64_t>(column);
                    piece.at.y += y;
                    box.pieces.push_back(std::move(piece));
                }
                y += rows[i].height;
            }
            box.height = max(box.height, height_of(rows, starts[column], starts[column + 1]));
        }
        context.box(std::move(box)).clears_rail = region.x == Length{};
        begin = starts.back();
    }
}

void build_entries(draw::NodeId node, Region region, Span place, BuildContext& context) {
    doc::BlockStyle const& style = context.style("index");
    std::vector<IndexLine> const& lines = context.index.make_lines(context.article.language);
    if (lines.empty()) {
        context.diagnostics.error("E292", place, "no words are marked for the index", "mark them where they stand: [retimers]{index}");
        return;
    }
    bool const narrow = context.theme.columns.count > 1 && region.width <= context.theme.measure(context.paper);
    auto const wanted = static_cast<std::size_t>(std::clamp<std::int64_t>(style.number("columns"), 1, 6));
    std::size_t const count = narrow ? 1 : wanted;
    Length const gap = style.length("column_gap"), width = (region.width - gap * static_cast<std::int64_t>(count - 1)) / static_cast<std::int64_t>(count);
    std::vector<Row> rows = Setter(style, width, node, context).set(lines);
    if (count == 1) return append_rows(std::move(rows), region.x, context);
    doc::Paper const paper = context.current_paper();
    // What stands above the entries leaves its room on their first page.
    Length const head = style.length("above") + style.text("title").leading * 2;
    append_columns(std::move(rows), region, count, width + gap, paper.size.height - paper.top - paper.bottom - head, context);
}

void build(doc::Block const& block, BuildContext& context) {
    if (context.nested || !context.index.is_open() || !context.index.claim()) {
        context.diagnostics.error("E292", block.span, "an article has one index, in its body", "let one stand there");
        return;
    }
    doc::BlockStyle const& style = context.style("index");
    Region const region = context.stand(style.span("span"));
    draw::NodeId const node = context.tree.add(context.parent, draw::Role::Div, block.span);
    std::size_t const first = context.list.size();
    context.open(style.length("above"), 1);
    set_list_head(listing_title(static_cast<Index const&>(block).title, "index", context), style, region, block.span, node, context);
    context.later([node, region, place = block.span](BuildContext& later) { build_entries(node, region, place, later); });
    context.settle(first, style.length("above"), style.length("below"));
}

}  // namespace

BlockType const kIndex{"index",
                       "The index: words that texts mark with {index}, sorted, with their pages.",
                       kFields,
                       kSlots,
                       read,
                       build,
                       "- prose: \"A [retimer]{index} restores a signal; a [redriver]{index=\\\"Amplifiers > Redrivers\\\"} only lifts it.\"\n"
                       "- index:\n",
                       data::BlockForm::MapOrNothing};

}  // namespace offprint::blocks
