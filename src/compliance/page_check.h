// The disclosures looked for on the finished pages, page by page as they are painted: all of their words, legible, in the structure tree, and said on page 1.
// It does not ask who placed them: what counts is what the display list paints.
#pragma once
#include <map>
#include <memory>

#include "base/sha256.h"
#include "compliance/rules.h"
#include "compliance/sight.h"
#include "draw/frame.h"

namespace offprint::compliance {

/// Letters as they are compared: without blanks and what cannot be seen, capitals and small letters alike.
std::string alike(std::string_view text);

/// What is looked for, and where faults are told.
struct PageCheckInputs {
    doc::Article const& article;
    std::vector<doc::Clause> const& clauses;
    std::vector<ClauseStanding> const& standings;
    Policy const* policy = nullptr;
    std::vector<Rule const*> active;  // of the policy
    std::string disclosures_place;    // the name by which links lead to the disclosures; empty: none do
    bool promises_told = false;       // the article's own words have been faulted for what they promise (K141)
};

class PageCheck {
public:
    /// The tree is whole by now.
    PageCheck(PageCheckInputs inputs, draw::StructTree const& tree);
    ~PageCheck();
    PageCheck(PageCheck const&) = delete;
    PageCheck& operator=(PageCheck const&) = delete;

    void see(std::size_t page, draw::Frame const& frame);
    /// Tells what was wrong on any page, and runs the rules that look at pages.
    void finish(Diagnostics& diagnostics);

private:
    struct Wanted;
    void find_clauses();
    void see_clause_text(PaintedPage const& painted, std::size_t page, std::vector<std::size_t> const& runs);
    void see_first_page(PaintedPage const& painted);
    void see_texts(draw::Frame const& frame);
    void see_years(draw::Frame const& frame);
    bool wants(std::string_view rule) const;
    void fault(std::size_t clause, std::string const& message, Span part = {});
    void check_whole(std::size_t clause);

    PageCheckInputs in_;
    draw::StructTree const& tree_;
    std::vector<std::unique_ptr<Wanted>> wanted_;                         // by clause
    std::map<draw::NodeId, std::pair<std::size_t, draw::NodeId>> nodes_;  // of clauses: which one, and which paragraph (0: its heading)
    Legible limits_;
    Diagnostics faults_;
    std::vector<bool> label_on_first_;
    std::string first_page_;
    std::set<std::size_t> pages_;
    std::set<std::string> pages_named_;
    std::vector<std::pair<std::string, Span>> years_;
    std::map<draw::NodeId, std::string> texts_;  // by paragraph
    std::string artifacts_;                      // their words, for a better message
    Sha256 content_;
};

}  // namespace offprint::compliance
