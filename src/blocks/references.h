// Cross references: what they say, which of their words hang on pages, and where their targets stand.
#pragma once
#include <map>
#include <set>

#include "doc/article.h"
#include "draw/structure.h"
#include "text/paragraph.h"

namespace offprint::blocks {

class NoteBook;

/// Words that begin a sentence.
std::string with_capital(std::string const& words, std::string const& language);
/// A title as one line.
std::string one_line(std::string text);

/// The numbers that are known only when all notes are marked and pages are made. They are kept when an article is built again.
struct KnownNumbers {
    /// The page of a place, from 1; 0 while it is unknown. `digits` is how wide a number its references keep room for.
    struct Page {
        std::uint32_t number = 0;
        std::size_t digits = 1;
    };
    std::map<std::string, Page, std::less<>> pages;
    std::map<doc::NoteText const*, std::uint32_t> notes;
    /// Lines that an entry of the index has had since `only_grow`, by its key: from then on it keeps room for them, so that pages settle.
    std::map<std::string, std::size_t, std::less<>> index_lines;
    bool only_grow = false;
};

/// Something that is referred to: what is painted under the nodes [first, end) of the structure tree.
struct ReferenceTarget {
    std::string place;  // the name that links use
    draw::NodeId first = 0, end = 0;
};

/// Places and the pages that they stand on, from 1.
using PlacePages = std::map<std::string, std::uint32_t, std::less<>>;

/// The references of an article.
class ReferenceBook {
public:
    /// `by_kind`: figures and tables are counted each for themselves.
    ReferenceBook(doc::Article const& article, doc::Messages const& messages, bool by_kind) : article_(article), messages_(messages), by_kind_(by_kind) {}

    /// Appends the words of a reference to the text of `node`, below a Reference and a Link. Nothing but a report if it leads nowhere (E263, E270)
    /// or its target has nothing to be called by (E274). `capitals`: the text is set in capitals.
    void append(text::StyledText& text, doc::CrossReference const& reference, text::CharStyle const& look, bool capitals, draw::StructTree& tree,
                draw::NodeId node, Diagnostics& diagnostics);

    /// Words as wide as those of a reference may get with what is known, for measuring; nothing of what leads nowhere.
    std::string room_for(doc::CrossReference const& reference) const;

    /// Leads a link to a landmark, and appends the landmark's page to a text of the link.
    void append_page(text::StyledText& text, std::uint32_t landmark, text::CharStyle const& look, draw::StructTree& tree, draw::NodeId link);
    /// "Exhibit 4", "Table 2", "Section 1"; empty where there is no number.
    std::string label_of(doc::Landmark const& landmark) const;

    /// Numbers the sources that a footnote's text cites, where its mark stands: its text is set later.
    void cite_in(doc::NoteText const& note);
    /// The sources cited so far, in the order of their numbers: indices in Article::sources.
    std::vector<std::uint32_t> const& cited() const { return cited_; }
    /// Reports sources that no text cites (W278).
    void report_uncited(Diagnostics& diagnostics) const;
    /// The nodes that the bibliography made for the source of a number, from 1.
    void listed(std::size_t number, draw::NodeId first, draw::NodeId end) { targets_.push_back({place_of_source(number), first, end}); }

    /// A place in a text, whose words have the nodes [first, end): its page is asked for with `page_of`.
    void place_pages(std::string const& place, Span span, draw::NodeId first, draw::NodeId end);
    /// The page of a place as it is known, from 1; 0 while it is not.
    std::uint32_t page_of(std::string_view place) const;

    /// The nodes that the block of a landmark made.
    void built(std::uint32_t landmark, draw::NodeId first, draw::NodeId end) { targets_.push_back({place_of(landmark), first, end}); }
    /// All notes have their numbers now: what refers to them learns it. Reports those that no text marks (E275).
    void number_notes(NoteBook const& notes, draw::StructTree& tree, Diagnostics& diagnostics);

    /// Whether words of a text hang on numbers that may change.
    bool hang_in(text::StyledText const& text) const;
    /// The text with its words as they are known now; `roomy`: its pages as the widest number that they keep room for.
    text::StyledText renewed(text::StyledText const& text, bool roomy) const;

    /// Whether links lead anywhere in the article; whether pages are printed.
    bool any() const { return !wanted_.empty(); }
    bool any_pages() const { return !paged_.empty(); }
    /// Everything that links lead to.
    std::vector<ReferenceTarget> targets() const;
    /// Learns on which pages places stand, from 1. True if the words of a reference are others now; with `keep_room`, if one wants more room.
    bool see_pages(PlacePages const& pages, bool keep_room);
    /// Gives all numbers the room of the widest.
    void widen_all();
    /// Reports the places that stand on no page (E275).
    void report_missing(PlacePages const& pages, Diagnostics& diagnostics) const;
    KnownNumbers& known() { return known_; }
    /// The name by which links lead to a landmark.
    static std::string place_of(std::uint32_t landmark) { return "block-" + std::to_string(landmark + 1); }

private:
    /// Words with room for numbers. They are all that stands in a node, a link mostly, by which they are found again.
    struct Words {
        draw::NodeId link = 0;
        std::string pattern;  // kPage and kNote stand for the numbers
        std::string place;
        doc::NoteText const* note = nullptr;
        Span span;
    };
    static std::string place_of_source(std::size_t number) { return "source-" + std::to_string(number); }
    std::optional<std::uint32_t> find_source(std::string_view key) const;
    std::size_t cite(std::uint32_t source);
    void append_citation(text::StyledText& text, doc::CrossReference const& reference, text::CharStyle const& look, draw::StructTree& tree, draw::NodeId node,
                         Diagnostics& diagnostics);
    std::optional<std::uint32_t> find(doc::CrossReference const& reference, Diagnostics& diagnostics) const;
    doc::NoteText const* find_note(doc::CrossReference const& reference, Diagnostics& diagnostics) const;
    std::string name_of(doc::Landmark const& landmark) const;
    std::string number_of(doc::Landmark const& landmark) const;
    std::string title_of(doc::Landmark const& landmark) const;
    std::string pattern_of(doc::Landmark const& landmark, doc::CrossReference const& reference) const;
    std::string pattern_of_note(doc::CrossReference const& reference) const;
    std::string page_pattern() const;
    std::string printed(Words const& words, bool roomy) const;
    Words const* words_of(draw::NodeId link) const;

    doc::Article const& article_;
    doc::Messages const& messages_;
    bool by_kind_;
    std::vector<Words> words_;  // those with numbers, by link, ascending
    std::vector<ReferenceTarget> targets_;
    std::vector<std::uint32_t> cited_;
    std::map<std::string, Span, std::less<>> wanted_;  // places, each with one of the references to it
    std::set<std::string, std::less<>> paged_;         // those whose page is printed
    KnownNumbers known_;
};

}  // namespace offprint::blocks
