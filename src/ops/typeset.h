// An article set in type and cut into pages, again and again until every page that it prints is true.
#pragma once
#include <functional>
#include <memory>

#include "bind/bind.h"
#include "blocks/build_context.h"
#include "blocks/renew.h"
#include "layout/page_builder.h"
#include "ops/disclosures.h"
#include "ops/workspace.h"
#include "pdf/profile.h"

namespace offprint::ops {

/// Everything that is read before type is set.
struct Inputs {
    Workspace workspace;
    data::Value tree;
    doc::Article article;
    std::shared_ptr<doc::Theme const> theme;  // with `paper`, missing only where nothing can be set
    doc::Paper paper;
    std::string layout_name, paper_name;  // as they were asked for in the end
    pdf::Profile const* profile = nullptr;
    doc::Messages messages;
    std::map<std::string, data::Table, std::less<>> tables;
    std::vector<bind::Answer> answers;                            // of databases
    std::vector<bind::Excerpt> excerpts;                          // sources of which a part was used
    std::vector<Span> uncut;                                      // keys that choose a part of a source that cannot be cut
    std::vector<std::pair<std::string, std::string>> parameters;  // as they were given
    data::DatumMap facts;                                         // with their values
    std::vector<doc::Clause> clauses;
    Disclosures disclosures;
    std::unique_ptr<text::FontCatalog> fonts;
    std::function<std::shared_ptr<text::Hyphenator const>(std::string_view)> hyphenator;  // by language; null: none
    std::string head_logo, foot_logo;                                                     // paths of pictures; empty: none
};

/// A place that links lead to.
struct LinkPlace {
    std::string name;
    std::size_t page = 0;  // index
    Length y;              // from the top of the text area
    draw::NodeId node = 0;
};

/// An article in type: what was built, and how it is cut into pages.
struct SetArticle {
    SetArticle(Inputs const& in, text::Shaper& shaper, blocks::PictureFiles& pictures, unsigned threads);

    Diagnostics faults;  // that nobody was told yet: of running lines, once pages are painted
    draw::StructTree tree;
    blocks::Typesetter type;
    blocks::BuildContext context;
    layout::VList with_floats;  // as it was built, where floats have yet to find their places; else empty
    layout::VList list;         // as it is cut
    bool varied = false;        // paragraphs of `list` are in a line more or less where that makes better pages
    layout::FlowPlan plan;
    std::vector<LinkPlace> places;  // by page
};

/// Sets an article and cuts it into pages. An article that prints no pages ("page 7") is cut once. Otherwise it is cut, the words that were wrong are
/// set again, and so on: as long as all goes well with the pages just as they are; after some rounds with room kept for the widest page seen
/// by each reference, which is never given back. Room that can only grow comes to an end, and lines with room enough take any page.
class Typesetting {
public:
    /// Builds the article.
    Typesetting(Inputs const& in, text::Shaper& shaper, blocks::PictureFiles& pictures, unsigned threads);
    /// Whether `finish` may need the article's body once more.
    bool may_build_again() const { return !set_->type.changing().empty() || !set_->context.changing_cells.empty() || set_->context.index.is_open(); }
    /// Cuts it into pages; after `free_rounds` room is kept. Faults of the last round are told, not those of rounds before.
    SetArticle& finish(int free_rounds, Diagnostics& diagnostics);

private:
    void build_again();
    void renew();
    bool renew_words(blocks::PageWords words);
    Diagnostics cut();
    blocks::PlacePages find_places();

    Inputs const& in_;
    text::Shaper& shaper_;
    blocks::PictureFiles& pictures_;
    unsigned threads_;
    std::unique_ptr<SetArticle> set_;
    bool with_room_ = false;
};

}  // namespace offprint::ops
