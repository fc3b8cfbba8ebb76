#include "blocks/notes.h"

#include <algorithm>

#include "blocks/build_context.h"
#include "fmt/format.h"

namespace offprint::blocks {
namespace {

constexpr doc::StyleSlot kSlots[] = {
    {"text", doc::SlotKind::Text, "legal", "The notes."},
    {"code", doc::SlotKind::Text, "code", "Code inside notes."},
    {"rule", doc::SlotKind::Color, "ink", "The short rule above.", {}, true},
    {"rule_width", doc::SlotKind::Length, "0.4", "Its width."},
    {"rule_length", doc::SlotKind::Length, "48", "Its length."},
    {"indent", doc::SlotKind::Length, "9", "From the left edge to the text; the mark hangs in it."},
    {"mark_gap", doc::SlotKind::Length, "2.5", "Space between mark and text."},
    {"above", doc::SlotKind::Length, "9", "Least space between the page's text and the rule."},
    {"pad", doc::SlotKind::Length, "4", "Space below the rule."},
    {"gap", doc::SlotKind::Length, "1.5", "Space between notes."},
    {"span", doc::SlotKind::Span, "measure", "Where they stand; with columns, in that of their mark."},
};

/// A text whose children may stand beside it; text of other kinds (a list item, a cell) keeps its notes inside.
bool has_siblings(draw::Role role) {
    using enum draw::Role;
    return role == P || role == Caption || (role >= H1 && role <= H6);
}

/// Notes stand in the column of their mark where there are several.
Region place_of_notes(doc::BlockStyle const& style, BuildContext const& context) {
    return context.region(context.theme.columns.count > 1 ? doc::BlockSpan::Measure : style.span("span"));
}

std::string named_place(std::string_view what, std::size_t number) { return fmt::format("{}-{}", what, number); }

}  // namespace

std::span<doc::StyleSlot const> note_slots() { return kSlots; }

std::shared_ptr<doc::NoteText const> NoteBook::find(doc::NoteReference const& reference, Diagnostics& diagnostics) const {
    if (reference.text != nullptr) return reference.text;
    std::vector<std::string_view> names;
    for (doc::ArticleNote const& note : article_.notes) {
        if (note.id.text == reference.id.text) return note.text;
        names.push_back(note.id.text);
    }
    std::string_view const guess = data::did_you_mean(reference.id.text, names);
    diagnostics.error("E263", reference.span, fmt::format("no footnote '{}'", reference.id.text),
                      !guess.empty() ? fmt::format("did you mean '{}'?", guess)
                                     : fmt::format("write a line '[^{}]: ...' below this text, or add it to the article's 'notes'", reference.id.text));
    return nullptr;
}

std::uint32_t NoteBook::add(std::shared_ptr<doc::NoteText const> text, doc::NoteReference const& reference, draw::StructTree& tree, draw::NodeId node) {
    auto const note = static_cast<std::uint32_t>(entries_.size());
    draw::NodeId const element = tree.add(has_siblings(tree[node].role) ? tree.parent(node) : node, draw::Role::Note, reference.span);
    draw::NodeId const back = tree.add(tree.add(element, draw::Role::Lbl), draw::Role::Link);
    tree[back].url = "#" + named_place("mark", note + 1);
    tree[back].anchor = named_place("note", note + 1);
    numbers_[text.get()] = note;
    Span const place = text->span;
    entries_.push_back({std::move(text), element, back, tree.add(element, draw::Role::P, place), {}});
    return note;
}

std::optional<NoteBook::Mark> NoteBook::refer(doc::NoteReference const& reference, draw::StructTree& tree, draw::NodeId node, std::string const& language,
                                              Diagnostics& diagnostics) {
    std::shared_ptr<doc::NoteText const> text = find(reference, diagnostics);
    if (text == nullptr) return std::nullopt;
    auto const known = numbers_.find(text.get());
    bool const first = known == numbers_.end();
    draw::NodeId const link = tree.add(tree.add(node, draw::Role::Reference, reference.span), draw::Role::Link, reference.span);
    std::uint32_t const note = first ? add(std::move(text), reference, tree, node) : known->second;
    if (first) {
        // What the article says for several texts is in its own language, whatever that of the first of them.
        std::string const& own = reference.text == nullptr ? article_.language : language;
        entries_[note].language = own;
        if (language != article_.language) tree[entries_[note].element].language = own;
    }
    tree[link].url = "#" + named_place("note", note + 1);
    if (first) tree[link].anchor = named_place("mark", note + 1);
    marks_.emplace_back(link, note);
    return Mark{static_cast<int>(note) + 1, link};
}

std::vector<NoteBook::LineMark> NoteBook::marks_in(text::Paragraph const& paragraph) const {
    std::vector<LineMark> found;
    if (marks_.empty() || gathers_) return found;
    std::vector<text::Line> const& lines = paragraph.lines();
    std::uint32_t line = 0;
    for (text::StyledText::Run const& run : paragraph.text().runs) {
        auto const mark = std::lower_bound(marks_.begin(), marks_.end(), std::pair<draw::NodeId, std::uint32_t>(run.mark, 0));
        if (mark == marks_.end() || mark->first != run.mark) continue;
        while (line + 1 < lines.size() && lines[line].end <= run.begin) ++line;
        found.push_back({line, mark->second});
    }
    return found;
}

std::optional<std::uint32_t> NoteBook::number_of(doc::NoteText const& note) const {
    auto const it = numbers_.find(&note);
    return it == numbers_.end() ? std::nullopt : std::optional(it->second + 1);
}

std::string NoteBook::place_of(std::uint32_t number) { return named_place("note", number); }

void NoteBook::anchor(layout::VBox& box) const {
    if (box.parts) return;  // told by who made them
    auto add = [&](layout::Piece const& piece, std::optional<Length> at) {
        auto const* line = std::get_if<layout::LineContent>(&piece.content);
        if (line == nullptr || line->paragraph == nullptr) return;
        for (LineMark const& mark : marks_in(*line->paragraph)) {
            if (mark.line == line->line) box.notes.push_back({at.value_or(piece.at.y), mark.note});
        }
    };
    for (layout::Piece const& piece : box.pieces) add(piece, std::nullopt);
    for (layout::Attachment const& attachment : box.attachments) {
        for (layout::Piece const& piece : attachment.pieces) add(piece, attachment.offset);
    }
    std::stable_sort(box.notes.begin(), box.notes.end(), [](layout::NoteAnchor const& a, layout::NoteAnchor const& b) { return a.note < b.note; });
    // A page begins the notes of a box's upper part first: no split may bring a later note before an earlier one.
    std::erase_if(box.steps, [&](layout::Step const& step) {
        auto const below = [&](layout::NoteAnchor const& note) { return note.at >= step.height; };
        auto const first = std::find_if(box.notes.begin(), box.notes.end(), below);
        return !std::all_of(first, box.notes.end(), below);
    });
}

layout::VBox NoteBook::set_note(std::uint32_t note, doc::BlockStyle const& style, Region region, BuildContext& context) const {
    doc::TextStyle const& look = style.text("text");
    Length const indent = style.length("indent");
    Entry const& entry = entries_[note];
    layout::Stack stack(region.x + indent);
    std::string const outer = context.type.set_language(entry.language);
    text::StyledText words = context.type.inlines(entry.text->runs, look, style.text("code"), context.tree, entry.body);
    layout::ParagraphBreakCosts const costs{context.cost("widow"), context.cost("orphan"), context.cost("hyphen_at_page_end"), 0};
    Length const baseline = context.type.first_baseline(look);
    stack.add_paragraph(context.type.paragraph(std::move(words), look, region.width - indent), {}, {look.leading, baseline}, costs);
    context.type.set_language(outer);
    layout::VBox box = layout::row_of(std::span(&stack, 1), entry.text->span);
    doc::TextStyle mark_look = look;
    mark_look.align = doc::Align::Ragged;
    text::ParagraphPtr const mark = context.type.paragraph(context.type.note_mark(static_cast<int>(note) + 1, look, entry.label), mark_look, region.width);
    box.pieces.insert(box.pieces.begin(), {{region.x + indent - style.length("mark_gap") - mark->width(), baseline}, layout::LineContent{mark, 0}});
    return box;
}

void NoteBook::finish(BuildContext& context) {
    for (doc::ArticleNote const& note : article_.notes) {
        if (!numbers_.contains(note.text.get())) doc::report_unused_note(note.id, context.diagnostics);
    }
    if (entries_.empty() || gathers_) return;
    for (layout::VItem& item : context.list) {
        if (auto* box = std::get_if<layout::VBox>(&item)) anchor(*box);
    }
    doc::BlockStyle const& style = context.style("notes");
    layout::Footnotes& footnotes = context.footnotes;
    footnotes.gap = style.length("gap");
    footnotes.above = style.length("above") + style.length("rule_width") + style.length("pad");
    draw::Frame rule;
    rule.size = {style.length("rule_length"), style.length("rule_width")};
    rule.fill(draw::kArtifactLayout, Rect{{}, {}, rule.size.width, rule.size.height}, style.color("rule"));
    footnotes.rule.push_back({{place_of_notes(style, context).x, style.length("above")}, std::make_shared<draw::Frame const>(std::move(rule))});
    for (std::uint32_t note = 0; note < entries_.size(); ++note) footnotes.notes.push_back(set_note(note, style, place_of_notes(style, context), context));
}

std::vector<layout::VBox> NoteBook::take_all(doc::BlockStyle const& style, Region region, BuildContext& context) const {
    std::vector<layout::VBox> notes;
    for (std::uint32_t note = 0; note < entries_.size(); ++note) notes.push_back(set_note(note, style, region, context));
    return notes;
}

}  // namespace offprint::blocks
