// Footnotes: numbered as the texts refer to them, set when the whole article is built.
#pragma once
#include <map>
#include <utility>

#include "doc/article.h"
#include "doc/theme.h"
#include "draw/structure.h"
#include "layout/vlist.h"

namespace offprint::blocks {

struct BuildContext;
struct Region;
class Typesetter;

/// What a layout chooses for footnotes: `blocks: {notes: ...}`.
std::span<doc::StyleSlot const> note_slots();

/// The footnotes of an article. A note gets its number with its first mark and is printed once, however many marks it has.
class NoteBook {
public:
    explicit NoteBook(doc::Article const& article) : article_(article) {}

    /// All notes will stand in one list; none at the foot of a page.
    void gather() { gathers_ = true; }
    /// False if nothing was to be gathered, and from the second time on.
    bool claim() { return gathers_ && !std::exchange(claimed_, true); }
    /// The gathered notes, in the order of their numbers; `style` has `text`, `code`, `indent` and `mark_gap`.
    std::vector<layout::VBox> take_all(doc::BlockStyle const& style, Region region, BuildContext& context) const;

    /// A mark in a text.
    struct Mark {
        int number = 0;
        draw::NodeId node = 0;  // the link to the note, below a Reference
    };
    /// The mark of a note in the text of `node`, which is in a language as its note is then, with its nodes in the tree; those of the note itself follow the
    /// text. Nothing if the article has no such note (E263).
    std::optional<Mark> refer(doc::NoteReference const& reference, draw::StructTree& tree, draw::NodeId node, std::string const& language,
                              Diagnostics& diagnostics);

    /// The number of a note, once a text has its mark.
    std::optional<std::uint32_t> number_of(doc::NoteText const& note) const;
    /// The place that links to a note go to, and the nodes of its label and text.
    static std::string place_of(std::uint32_t number);
    std::pair<draw::NodeId, draw::NodeId> nodes_of(std::uint32_t number) const { return {entries_[number - 1].label, entries_[number - 1].body + 1}; }

    doc::NoteText const& text_of(std::uint32_t number) const { return *entries_[number - 1].text; }

    /// A mark on a line of a broken paragraph.
    struct LineMark {
        std::uint32_t line = 0, note = 0;  // note: index in Footnotes::notes
        friend bool operator==(LineMark const&, LineMark const&) = default;
    };
    /// For blocks that paint lines by themselves and must tell their boxes (`VBox::notes`); all others are found in the flow. None where notes are gathered.
    std::vector<LineMark> marks_in(text::Paragraph const& paragraph) const;

    /// Adds the marks of the lines in a box, and in what stands beside it, to the box.
    void anchor(layout::VBox& box) const;

    /// Sets the notes, tells every box of the flow of the marks in it, and reports notes of the article that have none (W264).
    void finish(BuildContext& context);

private:
    struct Entry {
        std::shared_ptr<doc::NoteText const> text;
        draw::NodeId element = 0, label = 0, body = 0;  // the note; the link back to the first mark; the note's paragraph
        std::string language;
    };
    std::shared_ptr<doc::NoteText const> find(doc::NoteReference const& reference, Diagnostics& diagnostics) const;
    std::uint32_t add(std::shared_ptr<doc::NoteText const> text, doc::NoteReference const& reference, draw::StructTree& tree, draw::NodeId node);
    layout::VBox set_note(std::uint32_t note, doc::BlockStyle const& style, Region region, BuildContext& context) const;

    doc::Article const& article_;
    bool gathers_ = false, claimed_ = false;
    std::vector<Entry> entries_;
    std::map<doc::NoteText const*, std::uint32_t> numbers_;
    std::vector<std::pair<draw::NodeId, std::uint32_t>> marks_;  // by node, ascending
};

}  // namespace offprint::blocks
