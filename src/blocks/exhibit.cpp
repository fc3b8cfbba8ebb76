#include "blocks/exhibit.h"

#include "fmt/format.h"

namespace offprint::blocks {
namespace {

/// Words of the subtitle: strong ones take the first series' colour, emphasised ones the second's instead of a slant.
text::StyledText subtitle_text(std::vector<doc::InlineRun> const& runs, doc::BlockStyle const& style, BuildContext& context, draw::NodeId node) {
    auto const dress = [&](doc::InlineRun const& run, doc::TextStyle& look) {
        if (run.strong || run.emphasis) look.weight = 600;
        if (run.strong && !context.theme.series.empty()) look.color = context.theme.series.front();
        if (run.emphasis) look.color = style.color("second");
    };
    doc::TextStyle const& look = style.text("subtitle");
    return context.type.inlines(runs, look, look, context.tree, node, dress);
}

/// A title stands in outlines and lists too, where nothing can be followed: it is plain text.
void check_title(SourcedText const& title, Diagnostics& diagnostics) {
    for (std::string_view const markup : {"[@", "^[", "[^", "]("}) {
        std::size_t const at = title.text.find(markup);
        if (at == std::string::npos) continue;
        diagnostics.warning("W669", title.span(at, at + markup.size()), fmt::format("a title is plain text: '{}' is printed as typed", markup),
                            "put it into the subtitle or the caption");
        return;
    }
}

void set_remark(layout::Stack& stack, ExhibitText const& text, Length width, doc::BlockStyle const& style, BuildContext& context, draw::NodeId parent) {
    if (text.caption.empty()) return;
    stack.space(style.length("caption_gap"));
    doc::TextStyle const& look = style.text("caption");
    draw::NodeId const node = context.tree.add(parent, draw::Role::P, text.span);
    set_paragraph(stack, context.type, context.type.paragraph(context.type.inlines(text.caption, look, look, context.tree, node), look, width), look);
}

void set_number(layout::Stack& stack, ExhibitText const& text, Length width, doc::BlockStyle const& style, BuildContext& context, draw::NodeId parent) {
    if (!style.flag("numbered")) return;
    SourcedText const words(context.exhibit);
    doc::TextStyle const& label = style.text("label");
    draw::NodeId const node = context.tree.add(parent, draw::Role::P, text.span);
    set_paragraph(stack, context.type, context.type.paragraph(context.type.plain(words, label, node), label, width), label);
}

}  // namespace

std::vector<doc::InlineRun> inline_field(data::Record const& record, std::string_view name, doc::ReadContext& context) {
    auto const text = record.text(name);
    if (!text) return {};
    std::vector<doc::InlineRun> runs = doc::parse_inline(*text, context.diagnostics);
    doc::smarten_quotes(runs, context.language);
    return runs;
}

ExhibitText read_exhibit_text(data::Record const& record, doc::ReadContext& context) {
    ExhibitText text;
    text.title = doc::smart_quotes(record.text("title").value_or(SourcedText{}), context.language);
    check_title(text.title, context.diagnostics);
    text.source = inline_field(record, "source", context);
    text.subtitle = inline_field(record, "subtitle", context);
    text.caption = inline_field(record, "caption", context);
    text.span = record.span();
    return text;
}

data::Table const* find_table(SourcedText const& name, BuildContext& context, bool& missing) {
    missing = false;
    if (name.empty()) return nullptr;
    auto const it = context.tables.find(name.text);
    if (it != context.tables.end()) return &it->second;
    missing = true;
    // A source that was named but could not be read has been reported already.
    std::vector<std::string_view> const names(context.article.data.begin(), context.article.data.end());
    if (std::find(names.begin(), names.end(), name.text) != names.end()) return nullptr;
    std::string_view const guess = data::did_you_mean(name.text, names);
    context.diagnostics.error("E602", name.span(), fmt::format("no data source '{}'", name.text),
                              !guess.empty() ? fmt::format("did you mean '{}'?", guess) : "name it under the article's 'data'");
    return nullptr;
}

bool exhibit_has_rail(BuildContext const& context, Region region) { return context.has_rail() && region.x > Length{}; }

std::optional<layout::Attachment> set_exhibit_head(layout::Stack& stack, ExhibitText const& text, Region region, doc::BlockStyle const& style,
                                                   BuildContext& context, draw::NodeId parent) {
    set_rule(stack, region.width, style.length("rule_width"), style.color("rule"));
    stack.space(style.length("pad"));
    std::optional<layout::Attachment> beside;
    doc::TextStyle const& title_look = style.text("title");
    if (exhibit_has_rail(context, region)) {
        Region const rail = context.region(doc::BlockSpan::Rail);
        layout::Stack caption(rail.x);
        set_number(caption, text, rail.width, style, context, parent);
        set_remark(caption, text, rail.width, style, context, parent);
        Length const baseline = context.type.first_baseline(text.title.empty() ? style.text("label") : title_look);
        if (!caption.pieces().empty()) beside = caption.attachment(stack.height() + baseline - caption.first_baseline());
    } else {
        set_number(stack, text, region.width, style, context, parent);
    }
    auto add = [&](text::StyledText words, std::string_view slot) {
        set_paragraph(stack, context.type, context.type.paragraph(std::move(words), style.text(slot), region.width), style.text(slot));
    };
    if (!text.title.empty()) add(context.type.plain(text.title, title_look, context.tree.add(parent, draw::Role::P, text.title.span())), "title");
    if (!text.subtitle.empty()) add(subtitle_text(text.subtitle, style, context, context.tree.add(parent, draw::Role::P, text.span)), "subtitle");
    return beside;
}

void set_exhibit_foot(layout::Stack& stack, ExhibitText const& text, Region region, doc::BlockStyle const& style, BuildContext& context, draw::NodeId parent,
                      bool has_head) {
    if (!has_head || !exhibit_has_rail(context, region)) set_remark(stack, text, region.width, style, context, parent);
    if (text.source.empty()) return;
    std::vector<doc::InlineRun> words = text.source;
    words.emplace(words.begin())->text = SourcedText(context.messages.get("source") + " ");
    doc::TextStyle const& look = style.text("source");
    draw::NodeId const node = context.tree.add(parent, draw::Role::P, text.span);
    set_paragraph(stack, context.type, context.type.paragraph(context.type.inlines(words, look, look, context.tree, node), look, region.width), look);
}

}  // namespace offprint::blocks
