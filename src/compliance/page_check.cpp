#include "compliance/page_check.h"

#include <algorithm>

#include "base/utf8.h"
#include "compliance/check.h"
#include "fmt/format.h"

namespace offprint::compliance {

using draw::GlyphRunItem;
using draw::NodeId;
using draw::Role;

namespace {

bool is_unseen(char32_t c) {
    return c <= 0x20 || c == 0xA0 || c == 0xAD || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x2064) || c == 0x3000 ||
           c == 0xFEFF;
}

GlyphRunItem const* text_of(Painted const& painted) {
    auto const* text = std::get_if<GlyphRunItem>(&painted.item->value);
    return text != nullptr && !alike(text->run.text).empty() ? text : nullptr;
}

/// Calls `visit` with every glyph run of a list of items, in paint order.
template <class Visit>
void each_run(std::vector<draw::Item> const& items, Visit const& visit) {
    for (draw::Item const& item : items) {
        if (auto const* text = std::get_if<GlyphRunItem>(&item.value)) visit(*text);
        if (auto const* group = std::get_if<draw::GroupItem>(&item.value)) each_run(group->items, visit);
    }
}

/// Calls `visit` with every node but those of rows that are alike, in the order of reading.
template <class Visit>
void each_node(draw::StructTree const& tree, Visit const& visit) {
    std::vector<NodeId> open{tree.root()};
    while (!open.empty()) {
        NodeId const node = open.back();
        open.pop_back();
        if (tree.run_of(node) != nullptr) continue;
        visit(node);
        auto const& children = tree.children_and_runs(node);
        open.insert(open.end(), children.rbegin(), children.rend());
    }
}

}  // namespace

std::string alike(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        char32_t c = utf8::next(text, at);
        if (is_unseen(c)) continue;
        bool const latin = c >= 0xC0 && c <= 0xDE && c != 0xD7;
        if ((c >= U'A' && c <= U'Z') || latin) c += 0x20;
        utf8::append(out, c);
    }
    return out;
}

/// A clause that must be found: its paragraphs as stretches of words between what only the setting knows (page numbers).
struct PageCheck::Wanted {
    struct Paragraph {
        Span span;
        std::vector<std::string> stretches;
    };
    std::vector<Paragraph> paragraphs;
    std::map<NodeId, std::string> found;  // by the node of a paragraph: its words in paint order
    std::map<NodeId, Span> places;
    std::set<std::string> told;
};

PageCheck::PageCheck(PageCheckInputs inputs, draw::StructTree const& tree) : in_(std::move(inputs)), tree_(tree), label_on_first_(in_.clauses.size(), false) {
    if (in_.policy != nullptr) limits_ = {in_.policy->limits.least_type, in_.policy->limits.least_contrast};
    Diagnostics told_already;  // when the clause was set
    for (doc::Clause const& clause : in_.clauses) {
        auto wanted = std::make_unique<Wanted>();
        for (doc::MarkdownBlock& block : doc::parse_markdown(clause.text, told_already)) {
            if (block.kind != doc::MarkdownBlock::Kind::Paragraph) continue;
            doc::smarten_quotes(block.runs, clause.language);
            Wanted::Paragraph paragraph{block.span, {""}};
            for (doc::InlineRun const& run : block.runs) {
                if (run.is_words())
                    paragraph.stretches.back() += alike(run.text.text);
                else
                    paragraph.stretches.emplace_back();
            }
            wanted->paragraphs.push_back(std::move(paragraph));
        }
        wanted_.push_back(std::move(wanted));
    }
    if (!in_.clauses.empty()) find_clauses();
}

PageCheck::~PageCheck() = default;

bool PageCheck::wants(std::string_view rule) const {
    return std::any_of(in_.active.begin(), in_.active.end(), [&](Rule const* active) { return active->code == rule; });
}

void PageCheck::fault(std::size_t clause, std::string const& message, Span part) {
    if (!wanted_[clause]->told.insert(message).second) return;
    Span const place = clause < in_.standings.size() ? in_.standings[clause].asked_at : in_.article.disclosures_span;
    Diagnostic& told = faults_.error("K151", place, fmt::format("the disclosure '{}' {}", in_.clauses[clause].id, message),
                                     "disclosures stand in the document as its readers see it, whole and legible");
    if (part) told.notes.push_back({part, "these words"});
}

/// Clauses are known by the file that their words come from.
void PageCheck::find_clauses() {
    std::map<SourceId, std::size_t> by_source;
    for (std::size_t i = 0; i < in_.clauses.size(); ++i) by_source.emplace(in_.clauses[i].text.source, i);
    by_source.erase(SourceId{0});
    each_node(tree_, [&](NodeId node) {
        NodeId const parent = node == tree_.root() ? node : tree_.parent(node);
        if (auto const known = nodes_.find(parent); known != nodes_.end() && known->second.second != 0) {
            nodes_.emplace(node, known->second);  // inside a paragraph
        } else if (auto const clause = by_source.find(tree_[node].span.source); clause != by_source.end()) {
            bool const paragraph = tree_[node].role == Role::P;
            nodes_.emplace(node, std::pair(clause->second, paragraph ? node : NodeId{0}));
            if (paragraph) {
                wanted_[clause->second]->found[node];
                wanted_[clause->second]->places[node] = tree_[node].span;
            }
        } else {
            return;
        }
        // What stands for the words of a node, or hides them from those who listen, stands on it or around it.
        for (NodeId at = node;; at = tree_.parent(at)) {
            draw::StructNode const& around = tree_[at];
            if (!around.alt.empty() || !around.actual_text.empty() || around.role == Role::Figure)
                fault(nodes_.find(node)->second.first, "has other words in its place in the structure tree", tree_[node].span);
            if (at == tree_.root()) break;
        }
    });
}

void PageCheck::see(std::size_t page, draw::Frame const& frame) {
    if (wants("K160")) content_.add(draw::dump(frame, tree_));
    bool any = false;
    each_run(frame.items, [&](GlyphRunItem const& text) {
        any = any || nodes_.contains(text.node);
        if (draw::is_artifact(text.node) && !in_.clauses.empty()) artifacts_ += alike(text.run.text);
    });
    if (!in_.active.empty()) see_years(frame);
    if (wants("K141") && !in_.promises_told) see_texts(frame);
    bool const first = page == 0 && !in_.active.empty();
    if (!any && !first) return;
    PaintedPage const painted = paint_order(frame);
    std::vector<std::size_t> runs;
    for (std::size_t i = 0; i < painted.items.size(); ++i)
        if (text_of(painted.items[i]) != nullptr && nodes_.contains(painted.items[i].node)) runs.push_back(i);
    see_clause_text(painted, page, runs);
    if (first) see_first_page(painted);
}

void PageCheck::see_clause_text(PaintedPage const& painted, std::size_t page, std::vector<std::size_t> const& runs) {
    for (std::size_t const index : runs) {
        GlyphRunItem const& text = *text_of(painted.items[index]);
        auto const& [clause, paragraph] = nodes_.find(text.node)->second;
        pages_.insert(page);
        if (Unreadable const reason = unreadable(painted, index, limits_))
            fault(clause, fmt::format("{} on page {}{}{}", reason.what, page + 1, reason.limit.empty() ? "" : "; ", reason.limit), tree_[text.node].span);
        if (paragraph != 0) wanted_[clause]->found[paragraph] += alike(text.run.text);
    }
}

/// The words of page 1 that can be read and belong to the text; labels of clauses; numbers of links to the disclosures.
void PageCheck::see_first_page(PaintedPage const& painted) {
    std::map<NodeId, std::string> links;
    for (std::size_t i = 0; i < painted.items.size(); ++i) {
        GlyphRunItem const* const text = text_of(painted.items[i]);
        if (text == nullptr || draw::is_artifact(text->node) || unreadable(painted, i, limits_)) continue;
        first_page_ += alike(text->run.text);
        for (NodeId at = text->node; at != tree_.root(); at = tree_.parent(at))
            if (tree_[at].role == Role::Link && !in_.disclosures_place.empty() && tree_[at].url.str() == "#" + in_.disclosures_place)
                links[at] += text->run.text;
    }
    for (auto const& [node, words] : links) {
        std::string number;
        for (char const c : words + " ") {
            if (c >= '0' && c <= '9')
                number += c;
            else if (!number.empty())
                pages_named_.insert(std::exchange(number, {}));
        }
    }
    for (std::size_t i = 0; i < in_.clauses.size(); ++i)
        label_on_first_[i] = !in_.clauses[i].label.empty() && first_page_.find(alike(in_.clauses[i].label.text)) != first_page_.npos;
}

/// What is printed outside clauses, by the node of its paragraph or cell.
void PageCheck::see_texts(draw::Frame const& frame) {
    each_run(frame.items, [&](GlyphRunItem const& text) {
        if (draw::is_artifact(text.node) || nodes_.contains(text.node)) return;
        NodeId node = text.node;
        for (Role role = tree_[node].role; node != tree_.root() && (role == Role::Span || role == Role::Link || role == Role::Reference);
             role = tree_[node].role)
            node = tree_.parent(node);
        texts_[node] += text.run.text;
    });
}

/// Years that lie ahead, alone in a chart or in the head of a table.
void PageCheck::see_years(draw::Frame const& frame) {
    auto const sent = in_.article.facts.moment("disseminated_at");
    std::optional<data::Date> const day = sent ? std::optional(sent->date) : in_.article.date;
    if (!day) return;
    each_run(frame.items, [&](GlyphRunItem const& text) {
        std::string const& words = text.run.text;
        bool const year =
            words.size() == 4 && std::all_of(words.begin(), words.end(), [](char c) { return c >= '0' && c <= '9'; }) && words.substr(0, 2) == "20";
        if (!year || std::stoi(words) <= day->year || draw::is_artifact(text.node)) return;
        for (NodeId at = text.node; at != tree_.root(); at = tree_.parent(at)) {
            if (tree_[at].role != Role::TH && tree_[at].role != Role::Figure) continue;
            NodeId placed = at;
            while (placed != tree_.root() && !tree_[placed].span) placed = tree_.parent(placed);
            years_.emplace_back(words, tree_[placed].span);
            return;
        }
    });
}

/// Every paragraph stands somewhere with all its words, and nowhere with fewer.
void PageCheck::check_whole(std::size_t clause) {
    Wanted const& wanted = *wanted_[clause];
    for (Wanted::Paragraph const& paragraph : wanted.paragraphs) {
        bool found = false;
        for (auto const& [node, span] : wanted.places) {
            if (span != paragraph.span) continue;
            std::string const& words = wanted.found.find(node)->second;
            std::size_t at = 0;
            bool whole = words.starts_with(paragraph.stretches.front()) && words.ends_with(paragraph.stretches.back());
            for (std::string const& stretch : paragraph.stretches) {
                at = whole ? words.find(stretch, at) : words.npos;
                whole = at != words.npos;
                at += whole ? stretch.size() : 0;
            }
            if (paragraph.stretches.size() == 1 && words != paragraph.stretches.front()) whole = false;
            found = found || whole;
            if (!whole && !words.empty()) fault(clause, "does not stand on the pages word for word", paragraph.span);
        }
        if (found) continue;
        std::string const begin = paragraph.stretches.front().substr(0, 40);
        bool const artifact = !begin.empty() && artifacts_.find(begin) != artifacts_.npos;
        fault(clause, artifact ? "stands on the pages as an artifact, which is not read out" : "does not stand on the pages as a whole", paragraph.span);
    }
    bool const empty = std::all_of(wanted.paragraphs.begin(), wanted.paragraphs.end(), [](Wanted::Paragraph const& paragraph) {
        return std::all_of(paragraph.stretches.begin(), paragraph.stretches.end(), [](std::string const& stretch) { return stretch.empty(); });
    });
    if (empty) fault(clause, "has no text");
}

void PageCheck::finish(Diagnostics& diagnostics) {
    for (std::size_t i = 0; i < in_.clauses.size(); ++i) check_whole(i);
    std::string content;
    if (wants("K160")) {
        content_.add(draw::dump(tree_));
        content = to_hex(content_.finish());
    }
    std::vector<std::pair<std::string, Span>> texts;
    for (auto const& [node, words] : texts_) {
        NodeId placed = node;
        while (placed != tree_.root() && !tree_[placed].span) placed = tree_.parent(placed);
        texts.emplace_back(words, tree_[placed].span);
    }
    PagesView const view{in_.article,
                         in_.policy,
                         in_.clauses,
                         label_on_first_,
                         first_page_,
                         pages_,
                         pages_named_,
                         years_,
                         std::move(texts),
                         std::move(content),
                         in_.article.disclosures_span};
    check_pages(view, in_.active, faults_);
    diagnostics.append(faults_);
}

}  // namespace offprint::compliance
