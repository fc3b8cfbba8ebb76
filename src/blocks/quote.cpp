// Quotations: what somebody said, who and where. The marks are those of the article's language and hang in the margin, so that the
// words stand on one edge. As a pull quote the words are set large between rules, or stand in the rail where the layout says so.
#include <algorithm>

#include "blocks/beside.h"
#include "blocks/block_type.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kFields[] = {
    {"text", data::Kind::Markdown, data::Required::Yes, "The words, one paragraph, without quotation marks around them."},
    {"by", data::Kind::Text, data::Required::No, "Who said it."},
    {"source", data::Kind::Text, data::Required::No, "Where and when: a call, a filing, a date."},
    {"pull", data::Kind::Bool, data::Required::No, "A pull quote: set large, to catch the eye."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"text", doc::SlotKind::Text, "dek", "The words."},
    {"pull", doc::SlotKind::Text, "section", "The words of a pull quote."},
    {"pull_rail", doc::SlotKind::Text, "dek", "The words of a pull quote in the rail."},
    {"code", doc::SlotKind::Text, "code", "Code inside the words."},
    {"by", doc::SlotKind::Text, "fact-value", "Who said it."},
    {"source", doc::SlotKind::Text, "fact", "Where it was said."},
    {"mark", doc::SlotKind::Color, "accent", "The quotation marks."},
    {"rule", doc::SlotKind::Color, "accent", "The rule over a pull quote.", {}, true},
    {"rule_width", doc::SlotKind::Length, "1.4", "The rule over a pull quote; 0 for none."},
    {"hair", doc::SlotKind::Color, "hair", "The hairline below a pull quote.", {}, true},
    {"hair_width", doc::SlotKind::Length, "0.4", "The hairline below a pull quote; there is none in the rail."},
    {"indent", doc::SlotKind::Length, "13", "From the edges to the words; those of a pull quote stand on the edges."},
    {"pad", doc::SlotKind::Length, "8", "Space between the rules of a pull quote and its words."},
    {"source_gap", doc::SlotKind::Length, "3", "Space above the source line."},
    {"above", doc::SlotKind::Length, "12", "Space above."},
    {"below", doc::SlotKind::Length, "12", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where a quotation stands."},
    {"pull_span", doc::SlotKind::Span, "measure", "Where a pull quote stands: in the rail it begins beside what follows."},
};

struct Quote final : doc::Block {
    std::vector<doc::InlineRun> words;  // with the language's marks, each a run of its own
    SourcedText by, source;
    bool pull = false;
};

/// What stands before and behind the words in a language; a pair of typed quotes shows it.
struct Marks {
    std::string open, close;
};
Marks marks_of(std::string_view language) {
    std::string const pair = doc::smart_quotes(SourcedText("\"x\""), language).text;
    std::size_t const middle = pair.find('x');
    return {pair.substr(0, middle), pair.substr(middle + 1)};
}

/// Quotes inside a quotation are the inner ones. Both are one byte, so every byte keeps its place. Those that an author typed around the whole go.
void settle_typed_quotes(std::vector<doc::InlineRun>& runs) {
    std::size_t quotes = 0;
    for (doc::InlineRun const& run : runs) quotes += run.code ? 0 : static_cast<std::size_t>(std::count(run.text.text.begin(), run.text.text.end(), '"'));
    std::string const &first = runs.front().text.text, &last = runs.back().text.text;
    if (quotes == 2 && first.starts_with('"') && last.ends_with('"') && first.size() + (runs.size() - 1) * 2 > 2) {
        runs.back().text = runs.back().text.substr(0, last.size() - 1);
        runs.front().text = runs.front().text.substr(1);
        return;
    }
    for (doc::InlineRun& run : runs) {
        std::string& text = run.text.text;
        for (std::size_t at = text.find('"'); at != text.npos && !run.code; at = text.find('"', at + 1))
            if (!doc::is_literal(run.text, at)) text[at] = '\'';
    }
}

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    data::Record const record(value, kFields, "a quote", context.diagnostics);
    if (!record.valid()) return nullptr;
    auto block = std::make_unique<Quote>();
    block->words = doc::parse_inline(*record.text("text"), context.diagnostics);
    if (block->words.empty()) {
        context.diagnostics.error("E202", record.span_of("text"), "a quote needs words");
        return nullptr;
    }
    settle_typed_quotes(block->words);
    doc::smarten_quotes(block->words, context.language);
    Marks const marks = marks_of(context.language);
    Span const begin = block->words.front().text.span(), end = block->words.back().text.span();
    doc::InlineRun open, close;
    open.text.append(marks.open, {begin.source, begin.begin, begin.begin});
    close.text.append(marks.close, {end.source, end.end, end.end});
    block->words.insert(block->words.begin(), std::move(open));
    block->words.push_back(std::move(close));
    auto text = [&](std::string_view name) { return doc::smart_quotes(record.text(name).value_or(SourcedText{}), context.language); };
    block->by = text("by");
    block->source = text("source");
    block->pull = record.boolean("pull", false);
    return block;
}

/// The words with hung marks: the first line begins to the left of the edge by the width of the mark.
text::ParagraphPtr set_words(Quote const& quote, doc::TextStyle const& look, Length width, doc::BlockStyle const& style, BuildContext& context,
                             draw::NodeId node) {
    text::StyledText text = context.type.inlines(quote.words, look, style.text("code"), context.tree, node);
    std::size_t const mark = quote.words.front().text.text.size();
    // The marks take their colour: the first one is the head of the first run.
    text::CharStyle coloured = context.type.chars(look);
    coloured.color = style.color("mark");
    text::StyledText hung;
    hung.append(text.text.substr(0, mark), coloured, node);
    Length const hang = text::line_width(context.type.line(quote.words.front().text, look, node));
    std::size_t const last = text.text.text.size() - quote.words.back().text.text.size();
    for (text::StyledText::Run const& run : text.runs) {
        std::size_t const begin = std::max<std::size_t>(run.begin, mark), end = std::min<std::size_t>(run.end, last);
        if (begin < end) hung.append(text.text.substr(begin, end - begin), text.styles[run.style], run.mark);
    }
    hung.append(text.text.substr(last), coloured, node);
    return context.type.paragraph(std::move(hung), look, width, -hang);
}

/// Who and where, in one paragraph; null when neither is known.
text::ParagraphPtr set_source(Quote const& quote, Length width, doc::BlockStyle const& style, BuildContext& context, draw::NodeId parent) {
    if (quote.by.empty() && quote.source.empty()) return nullptr;
    draw::NodeId const node = context.tree.add(parent, draw::Role::P, quote.by.empty() ? quote.source.span() : quote.by.span());
    text::StyledText text;
    if (!quote.by.empty()) text.append(quote.by, context.type.chars(style.text("by")), node);
    if (!quote.by.empty() && !quote.source.empty()) text.append(SourcedText(", "), context.type.chars(style.text("source")), node);
    if (!quote.source.empty()) text.append(quote.source, context.type.chars(style.text("source")), node);
    return context.type.paragraph(std::move(text), style.text("source"), width);
}

void build_plain(Quote const& quote, doc::BlockStyle const& style, BuildContext& context, draw::NodeId node) {
    Region const region = context.stand(style.span("span"));
    Length const indent = min(style.length("indent"), region.width / 6);
    Region const inner{region.x + indent, region.width - indent * 2};
    doc::TextStyle const& look = style.text("text");
    std::size_t const first = context.list.size();
    context.keep_lead_in();
    context.open(style.length("above"), 1);
    context.lines(set_words(quote, look, inner.width, style, context, context.tree.add(node, draw::Role::P, quote.span)), look, inner.x, quote.span, false);
    if (text::ParagraphPtr const source = set_source(quote, inner.width, style, context, node)) {
        context.keep_with_next(layout::kForbidden, "source apart from its quotation");
        context.list.push_back(layout::VGlue{style.length("source_gap"), 0});
        context.lines(source, style.text("source"), inner.x, quote.span, false);
    }
    context.settle(first, style.length("above"), style.length("below"));
}

layout::Stack pull_stack(Quote const& quote, Region region, doc::TextStyle const& look, doc::BlockStyle const& style, BuildContext& context,
                         draw::NodeId node) {
    layout::Stack stack(region.x);
    if (style.length("rule_width") > Length{}) {
        set_rule(stack, region.width, style.length("rule_width"), style.color("rule"));
        stack.space(style.length("pad"));
    }
    set_paragraph(stack, context.type, set_words(quote, look, region.width, style, context, context.tree.add(node, draw::Role::P, quote.span)), look);
    if (text::ParagraphPtr const source = set_source(quote, region.width, style, context, node)) {
        stack.space(style.length("source_gap"));
        set_paragraph(stack, context.type, source, style.text("source"));
    }
    return stack;
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& quote = static_cast<Quote const&>(block);
    doc::BlockStyle const& style = context.style("quote");
    draw::NodeId const node = context.tree.add(context.parent, draw::Role::BlockQuote, quote.span);
    if (!quote.pull) return build_plain(quote, style, context, node);
    if (stands_in_rail(context.placement(style.span("pull_span")), context)) {
        Region const rail = context.region(doc::BlockSpan::Rail);
        return stand_in_rail({pull_stack(quote, rail, style.text("pull_rail"), style, context, node).box(quote.span)}, quote.span, context);
    }
    Region region = context.stand(style.span("pull_span"));
    if (context.nested) {  // inside a box the marks hang within its padding
        Length const indent = min(style.length("indent"), region.width / 6);
        region = {region.x + indent, region.width - indent};
    }
    layout::Stack stack = pull_stack(quote, region, style.text("pull"), style, context, node);
    if (style.length("hair_width") > Length{}) {
        stack.space(style.length("pad"));
        set_rule(stack, region.width, style.length("hair_width"), style.color("hair"));
    }
    std::size_t const first = context.list.size();
    context.open(style.length("above"), 1);
    context.box(stack.box(quote.span)).clears_rail = region.x == Length{} && !context.nested;
    context.settle(first, style.length("above"), style.length("below"));
}

}  // namespace

BlockType const kQuote{
    "quote",
    "What somebody said, who and where. Quotation marks are set by the language.",
    kFields,
    kSlots,
    read,
    build,
    "- quote:\n    text: We no longer sell parts. We sell the time that an accelerator does not wait.\n    by: Mara Lindqvist, chief executive\n"
    "    source: first-quarter call, 5 May 2026\n"};

}  // namespace offprint::blocks
