#include "pdf/structure_writer.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "base/number.h"
#include "pdf/navigation.h"
#include "pdf/syntax.h"

namespace offprint::pdf {
namespace {

using draw::NodeId;
using draw::Role;
using draw::StructNode;

/// Entries in a leaf of a number or name tree. Far below the 4,096 of old readers; small leaves also pack well into object streams.
constexpr std::size_t kLeaf = 64;

/// A piece of a node's own content: a mark on a page, or an annotation.
struct Content {
    NodeId node = 0;
    std::uint32_t page = 0;
    std::uint32_t index : 31 = 0;  // MCID, or index of the annotation
    std::uint32_t is_annotation : 1 = 0;
    std::uint64_t order() const;  // of painting: page, then mark; annotations after the marks of their page
};

constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

std::uint64_t Content::order() const {
    return (static_cast<std::uint64_t>(page) << 32) | (is_annotation ? std::uint64_t{1} << 31 : 0) | static_cast<std::uint64_t>(index);
}

/// Cells and rows stand even when empty, or the table would lose its shape (PDF/UA 7.2-15).
bool keeps_shape(Role role) { return role == Role::TR || role == Role::TH || role == Role::TD; }

/// Whether a type stands in the namespace of PDF 2.0 (ISO 32000-2, 14.8.4); the others are still those of PDF 1.7. Notes go by their new name.
bool is_in_pdf2(Role role) { return role != Role::BlockQuote && role != Role::Code && role != Role::Reference && role != Role::TOC && role != Role::TOCI; }

/// A number or name tree (7.9.6, 7.9.7) of entries that are written on demand: one node, or leaves with limits under a root.
template <class AppendKey, class AppendValue>
struct EntryTree {
    std::string_view array_name;
    std::size_t count;
    AppendKey append_key;
    AppendValue append_value;

    std::size_t leaves() const { return (count + kLeaf - 1) / kLeaf; }
    std::string array(std::size_t begin, std::size_t end) const {
        std::string body(array_name);
        body += '[';
        for (std::size_t i = begin; i < end; ++i) {
            append_key(body, i);
            append_value(body, i);
        }
        return body + ']';
    }
    std::string leaf(std::size_t index) const {
        std::size_t const begin = index * kLeaf, end = std::min(begin + kLeaf, count);
        std::string body = "/Limits[";
        append_key(body, begin);
        body += ' ';
        append_key(body, end - 1);
        return body + ']' + array(begin, end);
    }
    /// The root over leaves of consecutive numbers.
    std::string root(std::uint32_t first_leaf) const {
        std::string kids = "/Kids[";
        for (std::uint32_t i = 0; i < leaves(); ++i) {
            if (i > 0) kids += ' ';
            append_reference(kids, first_leaf + i);
        }
        return kids + ']';
    }
};

/// A run of alike rows as it was painted.
struct PaintedRun {
    struct OnPage {
        std::uint32_t page;
        NodeId low, high;  // the nodes marked there
    };
    std::vector<OnPage> pages;
    std::uint64_t first_paint = kNever;
    std::uint32_t number = 0;  // of the first row's element; 0: not kept
    bool ascending = true;     // from page to page, so that one may be searched for
};

class StructureWriter final : public StructureElements {
    /// Keys are numbers: those of pages, then those of links.
    auto parent_tree() const {
        auto const key = [](std::string& out, std::size_t i) {
            if (out.back() != '[' && out.back() != ']' && out.back() != ' ') out += ' ';
            append_integer(out, static_cast<std::int64_t>(i));
        };
        auto const value = [this](std::string& out, std::size_t i) {
            if (i >= pages_.size()) {
                out += ' ';
                return append_reference(out, number(links_[i - pages_.size()].node));
            }
            out += '[';
            for (NodeId const node : pages_[i].encoded.marks) {
                if (out.back() != '[') out += ' ';
                append_reference(out, number(node));
            }
            out += ']';
        };
        return EntryTree<decltype(key), decltype(value)>{"/Nums", pages_.size() + links_.size(), key, value};
    }

public:
    StructureWriter(Haru& haru, draw::StructTree const& tree, std::span<PageRecord const> pages, std::span<LinkAnnotation const> links, StructureRules rules)
        : haru_(haru), tree_(tree), pages_(pages), links_(links), rules_(rules) {}

    HPDF_Dict run() {
        collect_contents();
        find_painted();
        root_ = haru_.add_object();
        if (rules_ == StructureRules::Pdf2) namespace_ = number_of(haru_.add_object("/Type/Namespace/NS(http://iso.org/pdf2/ssn)"));
        make_objects();
        if (rules_ == StructureRules::Pdf2) find_relations();
        number_notes();
        number_heads();
        if (!haru_.takes_late_objects()) write_elements();
        write_root();
        return root_;
    }

    std::size_t late_size(std::uint32_t number) const override {
        constexpr std::size_t kElement = 80, kReference = 10;
        if (number < first_leaf_ || number - first_leaf_ >= leaves_) return kElement;
        std::size_t size = 0;
        std::size_t const begin = (number - first_leaf_) * kLeaf, end = std::min(begin + kLeaf, pages_.size());
        for (std::size_t page = begin; page < end; ++page) size += pages_[page].encoded.marks.size() * kReference;
        return size;
    }

    std::string late_body(std::uint32_t number) const override {
        if (number >= first_leaf_ && number - first_leaf_ < leaves_) return parent_tree().leaf(number - first_leaf_);
        Stretch const& stretch =
            *std::prev(std::upper_bound(order_.begin(), order_.end(), number, [](std::uint32_t n, Stretch const& s) { return n < s.number; }));
        return body(stretch.id + (number - stretch.number));
    }

    std::uint32_t element_of(NodeId node) const override {
        if (node < tree_.root() || node >= tree_.end()) node = tree_.root();
        while (number(node) == 0 && node != tree_.root()) node = tree_.parent(node);
        return number(node);
    }

private:
    /// Elements of consecutive numbers for nodes of consecutive ids.
    struct Stretch {
        std::uint32_t number, count;
        NodeId id;
    };

    std::size_t index_of(draw::RowRun const& run) const { return static_cast<std::size_t>(&run - tree_.runs().data()); }
    PaintedRun const& painted(draw::RowRun const& run) const { return runs_[index_of(run)]; }
    /// The number of a node's element, 0 if it has none.
    std::uint32_t number(NodeId id) const {
        draw::RowRun const* const run = tree_.run_of(id);
        if (run == nullptr) return numbers_[tree_.held(id)];
        return painted(*run).number == 0 ? 0 : painted(*run).number + (id - run->first);
    }
    std::uint64_t first_paint(NodeId id) const {
        draw::RowRun const* const run = tree_.run_of(id);
        return run == nullptr ? first_paint_[tree_.held(id)] : painted(*run).first_paint;
    }
    /// What was painted of a node. Those of rows that are alike are looked up on their pages; they have room in `found`.
    std::span<Content const> own(NodeId id, std::vector<Content>& found) const {
        if (draw::RowRun const* const run = tree_.run_of(id)) {
            find_marks(painted(*run), id, found);
            return found;
        }
        std::size_t const index = tree_.held(id);
        return {contents_.data() + starts_[index], starts_[index + 1] - starts_[index]};
    }
    void find_marks(PaintedRun const& run, NodeId id, std::vector<Content>& found) const {
        auto page = run.pages.begin();
        if (run.ascending) page = std::partition_point(page, run.pages.end(), [&](PaintedRun::OnPage const& p) { return p.high < id; });
        for (; page != run.pages.end() && (page->low <= id || !run.ascending); ++page) {
            auto const& marks = pages_[page->page].encoded.marks;
            for (auto at = std::find(marks.begin(), marks.end(), id); at != marks.end(); at = std::find(at + 1, marks.end(), id))
                found.push_back(content(id, page->page, static_cast<std::size_t>(at - marks.begin()), false));
        }
    }

    void collect_contents() {
        runs_.resize(tree_.runs().size());
        for (std::size_t page = 0; page < pages_.size(); ++page) {
            auto const& marks = pages_[page].encoded.marks;
            draw::RowRun const* run = nullptr;
            for (std::size_t mcid = 0; mcid < marks.size(); ++mcid) {
                if (run == nullptr || marks[mcid] < run->first || marks[mcid] >= run->end) run = tree_.run_of(marks[mcid]);
                Content const made = content(marks[mcid], page, mcid, false);
                if (run == nullptr)
                    contents_.push_back(made);
                else
                    note_paint(runs_[index_of(*run)], made);
            }
        }
        for (std::size_t i = 0; i < links_.size(); ++i) contents_.push_back(content(links_[i].node, links_[i].page, i, true));
        std::sort(contents_.begin(), contents_.end(),
                  [](Content const& a, Content const& b) { return std::pair(a.node, a.order()) < std::pair(b.node, b.order()); });
        starts_.reserve(tree_.held_count() + 1);
        for (std::size_t n = 0, at = 0; n <= tree_.held_count(); ++n) {
            while (at < contents_.size() && tree_.held(contents_[at].node) < n) ++at;
            starts_.push_back(static_cast<std::uint32_t>(at));
        }
    }
    static void note_paint(PaintedRun& run, Content const& content) {
        run.first_paint = std::min(run.first_paint, content.order());
        if (run.pages.empty() || run.pages.back().page != content.page) {
            run.pages.push_back({content.page, content.node, content.node});
        } else {
            run.pages.back().low = std::min(run.pages.back().low, content.node);
            run.pages.back().high = std::max(run.pages.back().high, content.node);
        }
        if (run.pages.size() > 1) {
            PaintedRun::OnPage const &last = run.pages.back(), &before = run.pages[run.pages.size() - 2];
            run.ascending = run.ascending && before.low <= last.low && before.high <= last.high;
        }
    }
    static Content content(NodeId node, std::size_t page, std::size_t index, bool is_annotation) {
        Content content{node, static_cast<std::uint32_t>(page)};
        content.index = static_cast<std::uint32_t>(index) & 0x7FFFFFFF;
        content.is_annotation = is_annotation ? 1 : 0;
        return content;
    }

    // Children have higher numbers than their parents.
    void find_painted() {
        first_paint_.assign(tree_.held_count(), kNever);
        auto const reaches = [&](NodeId parent, std::uint64_t paint) {
            std::uint64_t& first = first_paint_[tree_.held(parent)];
            first = std::min(first, paint);
        };
        std::vector<Content> none;
        for (NodeId id = tree_.end(); id-- > tree_.root();) {
            if (draw::RowRun const* const run = tree_.run_of(id)) {
                reaches(run->parent, painted(*run).first_paint);
                id = run->first;
                continue;
            }
            if (std::span<Content const> const mine = own(id, none); !mine.empty()) reaches(id, mine.front().order());
            if (id != tree_.root()) reaches(tree_.parent(id), first_paint(id));
        }
    }

    // Objects in reading order, so that their numbers and neighbours in object streams look alike.
    void make_objects() {
        numbers_.assign(tree_.held_count(), 0);
        std::vector<NodeId> open = {tree_.root()};
        while (!open.empty()) {
            NodeId const id = open.back();
            open.pop_back();
            if (draw::RowRun const* const run = tree_.run_of(id)) {
                if (number(run->parent) != 0) runs_[index_of(*run)].number = add_elements(run->first, run->end - run->first);
                continue;
            }
            bool const kept = id == tree_.root() || first_paint(id) != kNever || (keeps_shape(tree_[id].role) && number(tree_.parent(id)) != 0);
            if (!kept) continue;
            numbers_[tree_.held(id)] = add_elements(id, 1);
            auto const& children = tree_.children_and_runs(id);
            open.insert(open.end(), children.rbegin(), children.rend());
        }
    }
    /// Numbers for the elements of nodes of consecutive ids; gives the first.
    std::uint32_t add_elements(NodeId id, std::uint32_t count) {
        std::uint32_t const first = haru_.takes_late_objects() ? haru_.add_late_objects(count) : number_of(haru_.add_object());
        for (std::uint32_t i = 1; i < count && !haru_.takes_late_objects(); ++i) haru_.add_object();
        bool const goes_on = !order_.empty() && order_.back().number + order_.back().count == first && order_.back().id + order_.back().count == id;
        if (goes_on)
            order_.back().count += count;
        else
            order_.push_back({first, count, id});
        return first;
    }

    void number_notes() {
        for (NodeId id = tree_.root(); id < tree_.end(); ++id) {
            if (draw::RowRun const* const run = tree_.run_of(id))
                id = run->end - 1;
            else if (number(id) != 0 && tree_[id].role == Role::Note)
                notes_.push_back(id);
        }
    }

    /// Heads of tables that cells name; by ascending ids.
    void number_heads() {
        for (NodeId id = tree_.root(); id < tree_.end(); ++id) {
            draw::RowRun const* const run = tree_.run_of(id);
            if (run == nullptr) {
                if (number(id) != 0 && tree_[id].identified) heads_.push_back(id);
                continue;
            }
            std::vector<NodeId> in_row;
            for (NodeId cell = run->first + 1; cell < run->first + run->step; ++cell)
                if (tree_[cell].identified) in_row.push_back(cell - run->first);
            if (number(run->first) != 0)
                for (NodeId row = run->first; row < run->end; row += run->step)
                    for (NodeId const cell : in_row) heads_.push_back(row + cell);
            id = run->end - 1;
        }
    }

    /// The nearest node of a role around a node, or itself; 0 for none.
    NodeId around(NodeId node, Role role) const {
        while (node != tree_.root() && tree_[node].role != role) node = tree_.parent(node);
        return tree_[node].role == role ? node : 0;
    }

    /// What elements of a PDF 2.0 file name by `Ref`: entries of a table of contents what they lead to (ISO 14289-2, 8.2.5.8), notes and their marks each
    /// other (8.2.5.14).
    void find_relations() {
        Anchors const anchors = find_anchors(pages_);
        auto const add = [&](NodeId from, NodeId to) {
            std::vector<std::uint32_t>& known = relations_[from];
            std::uint32_t const element = element_of(to);
            if (std::find(known.begin(), known.end(), element) == known.end()) known.push_back(element);
        };
        for (NodeId id = tree_.root(); id < tree_.end(); ++id) {
            if (draw::RowRun const* const run = tree_.run_of(id)) {
                id = run->end - 1;
                continue;
            }
            std::string const& url = tree_[id].url;
            if (tree_[id].role != Role::Link || number(id) == 0 || url.empty() || url[0] != '#') continue;
            auto const target = anchors.find(std::string_view(url).substr(1));
            if (target == anchors.end() || draw::is_artifact(target->second.node)) continue;
            if (NodeId const entry = around(id, Role::TOCI)) add(entry, target->second.node);
            NodeId const note = around(target->second.node, Role::Note), mark = around(id, Role::Reference);
            if (note == 0 || mark == 0 || around(id, Role::Note) == note) continue;
            add(mark, note);
            add(note, mark);
        }
    }

    void write_elements() {
        for (Stretch const& stretch : order_) {
            for (std::uint32_t i = 0; i < stretch.count; ++i) haru_.set_body(static_cast<HPDF_Dict>(haru_.object_at(stretch.number + i)), body(stretch.id + i));
        }
    }

    std::string body(NodeId id) const {
        StructNode const& node = tree_[id];
        std::string out = "/S/";
        bool const of_pdf2 = rules_ == StructureRules::Pdf2;
        out += of_pdf2 ? pdf2_name(id) : draw::role_name(node.role);
        if (of_pdf2 && is_in_pdf2(node.role)) {
            out += "/NS ";
            append_reference(out, namespace_);
        }
        out += "/P ";
        append_reference(out, id == tree_.root() ? number_of(root_) : number(tree_.parent(id)));
        if (auto const related = relations_.find(id); related != relations_.end()) {
            out += "/Ref[";
            for (std::uint32_t const element : related->second) {
                if (out.back() != '[') out += ' ';
                append_reference(out, element);
            }
            out += ']';
        }
        append_kids(out, id);
        if (id != tree_.root()) append_text_entry(out, "/Lang", node.language);
        append_text_entry(out, "/T", one_line(node.title));
        append_text_entry(out, "/Alt", node.alt);
        append_text_entry(out, "/ActualText", node.actual_text);
        append_attributes(out, id);
        if (node.role == Role::Note) {
            out += "/ID";
            append_id(out, static_cast<std::size_t>(std::lower_bound(notes_.begin(), notes_.end(), id) - notes_.begin()));
        }
        if (node.identified) {
            out += "/ID";
            append_head_id(out, id);
        }
        return out;
    }

    /// Before those of notes, in order and of a fixed width too.
    static void append_head_id(std::string& out, NodeId id) {
        std::string const digits = std::to_string(id);
        append_literal_string(out, "head-" + std::string(digits.size() < 8 ? 8 - digits.size() : 0, '0') + digits);
    }

    static void append_text_entry(std::string& out, std::string_view key, std::string const& text) {
        if (text.empty()) return;
        out += key;
        append_text_string(out, text);
    }

    /// Note ids have a fixed width, so that they are in order as strings too.
    static void append_id(std::string& out, std::size_t index) {
        std::string const digits = std::to_string(index + 1);
        append_literal_string(out, "note-" + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits);
    }

    /// Own content and children. A node with both (a paragraph with a link) is ordered by first paint, any other as the tree has it.
    struct Kid {
        std::uint64_t order;
        Content const* content;  // null for a child
        NodeId child;
    };
    std::vector<Kid> kids(NodeId id, std::span<Content const> mine) const {
        std::vector<Kid> result;
        tree_.each_child(id, [&](NodeId child) {
            if (number(child) != 0) result.push_back({first_paint(child), nullptr, child});
        });
        for (Content const& content : mine) result.push_back({content.order(), &content, 0});
        std::stable_sort(result.begin(), result.end(), [](Kid const& a, Kid const& b) { return a.order < b.order; });
        return result;
    }

    void append_kids(std::string& out, NodeId id) const {
        std::vector<Content> found;
        std::span<Content const> const mine = own(id, found);
        std::size_t const page = mine.empty() ? 0 : mine.front().page;
        std::string list;
        std::size_t count = 0;
        auto const append = [&](Content const* content, NodeId child) {
            std::size_t const before = list.size();
            if (content)
                append_content(list, *content, page);
            else
                append_reference(list, number(child));
            if (before > 0 && list[before] != '<' && list[before - 1] != '>') list.insert(before, 1, ' ');
            ++count;
        };
        if (mine.empty()) {
            tree_.each_child(id, [&](NodeId child) {
                if (number(child) != 0) append(nullptr, child);
            });
        } else {
            for (Kid const& kid : kids(id, mine)) append(kid.content, kid.child);
        }
        if (count == 0) return;
        out += "/K";
        if (count == 1) {
            if (list.front() != '<') out += ' ';
            out += list;
        } else {
            out += '[';
            out += list;
            out += ']';
        }
        if (mine.empty()) return;
        out += "/Pg ";
        append_reference(out, number_of(pages_[page].object));
    }

    void append_content(std::string& out, Content const& content, std::size_t element_page) const {
        if (!content.is_annotation && content.page == element_page) return append_integer(out, static_cast<std::int64_t>(content.index));
        out += content.is_annotation ? "<</Type/OBJR/Obj " : "<</Type/MCR/MCID ";
        if (content.is_annotation)
            append_reference(out, number_of(links_[content.index].object));
        else
            append_integer(out, static_cast<std::int64_t>(content.index));
        if (content.page != element_page) {
            out += "/Pg ";
            append_reference(out, number_of(pages_[content.page].object));
        }
        out += ">>";
    }

    void append_attributes(std::string& out, NodeId id) const {
        StructNode const& node = tree_[id];
        if (node.role == Role::L) append_numbering(out, id);
        if (node.role == Role::Note && rules_ == StructureRules::Pdf2) out += "/A<</O/FENote/NoteType/Footnote>>";
        if (node.role == Role::TH || node.role == Role::TD) append_cell(out, id);
        if (node.role == Role::Figure || node.role == Role::Formula) append_figure(out, id);
    }

    /// A Div is no element that a Caption could belong to (ISO 14289-2, 8.2.5.27): the words over a figure, which stand beside it so that its Alt does not
    /// hide them, are a Div there.
    std::string_view pdf2_name(NodeId id) const {
        Role const role = tree_[id].role;
        if (role == Role::Note) return "FENote";
        return draw::role_name(role == Role::Caption && tree_[tree_.parent(id)].role == Role::Div ? Role::Div : role);
    }

    void append_numbering(std::string& out, NodeId list) const {
        std::string_view kind = tree_[list].numbering == draw::ListNumbering::Disc ? "Disc" : "Decimal";
        if (tree_[list].numbering == draw::ListNumbering::None) {
            bool labelled = false;
            tree_.each_child(list, [&](NodeId item) {
                tree_.each_child(item, [&](NodeId part) { labelled = labelled || (tree_[part].role == Role::Lbl && number(part) != 0); });
            });
            // Labels that are no numbers and no bullets: dates, terms.
            if (rules_ != StructureRules::Pdf2 || !labelled) return;
            kind = "Description";
        }
        out += "/A<</O/List/ListNumbering/";
        out += kind;
        out += ">>";
    }

    void append_cell(std::string& out, NodeId id) const {
        StructNode const& node = tree_[id];
        std::string entries;
        if (node.role == Role::TH && node.scope != draw::Scope::None) entries += node.scope == draw::Scope::Row ? "/Scope/Row" : "/Scope/Column";
        for (auto const& [key, span] : {std::pair{"/RowSpan ", node.row_span}, std::pair{"/ColSpan ", node.column_span}}) {
            if (span <= 1) continue;
            entries += key;
            append_integer(entries, span);
        }
        std::string names;
        for (NodeId const head : tree_.heads(id))
            if (number(head) != 0) append_head_id(names, head);
        if (!names.empty()) entries += "/Headers[" + names + ']';
        if (!entries.empty()) out += "/A<</O/Table" + entries + ">>";
    }

    void append_figure(std::string& out, NodeId id) const {
        for (PageRecord const& page : pages_) {
            auto const figure = page.encoded.figures.find(id);
            if (figure == page.encoded.figures.end()) continue;
            out += "/A<</O/Layout/Placement/Block/BBox";
            append_box(out, page.in_page_space(figure->second));
            out += ">>";
            return;
        }
    }

    HPDF_Dict write_parent_tree() {
        auto const tree = parent_tree();
        if (tree.count <= kLeaf) return haru_.add_object(tree.array(0, tree.count));
        if (!haru_.takes_late_objects()) return write_leaves(tree);
        leaves_ = static_cast<std::uint32_t>(tree.leaves());
        first_leaf_ = haru_.add_late_objects(leaves_);
        return haru_.add_object(tree.root(first_leaf_));
    }

    HPDF_Dict write_id_tree() {
        auto const key = [this](std::string& out, std::size_t i) { i < heads_.size() ? append_head_id(out, heads_[i]) : append_id(out, i - heads_.size()); };
        auto const value = [this](std::string& out, std::size_t i) {
            append_reference(out, number(i < heads_.size() ? heads_[i] : notes_[i - heads_.size()]));
        };
        EntryTree<decltype(key), decltype(value)> const tree{"/Names", heads_.size() + notes_.size(), key, value};
        return tree.count <= kLeaf ? haru_.add_object(tree.array(0, tree.count)) : write_leaves(tree);
    }

    template <class Tree>
    HPDF_Dict write_leaves(Tree const& tree) {
        std::uint32_t const first = number_of(haru_.add_object(tree.leaf(0)));
        for (std::size_t i = 1; i < tree.leaves(); ++i) haru_.add_object(tree.leaf(i));
        return haru_.add_object(tree.root(first));
    }

    void write_root() {
        std::string out = "/Type/StructTreeRoot/K ";
        append_reference(out, number(tree_.root()));
        out += "/ParentTree ";
        append_reference(out, number_of(write_parent_tree()));
        out += "/ParentTreeNextKey ";
        append_integer(out, static_cast<std::int64_t>(pages_.size() + links_.size()));
        if (!notes_.empty() || !heads_.empty()) {
            out += "/IDTree ";
            append_reference(out, number_of(write_id_tree()));
        }
        if (namespace_ != 0) {
            out += "/Namespaces[";
            append_reference(out, namespace_);
            out += ']';
        }
        haru_.set_body(root_, std::move(out));
    }

    Haru& haru_;
    draw::StructTree const& tree_;
    std::span<PageRecord const> pages_;
    std::span<LinkAnnotation const> links_;
    std::vector<Content> contents_;      // of nodes outside runs of rows: by node, then in order of painting
    std::vector<std::uint32_t> starts_;  // by such a node: where its contents begin
    std::vector<std::uint64_t> first_paint_;
    std::vector<std::uint32_t> numbers_;         // of elements; 0 for nodes that fall away
    std::vector<PaintedRun> runs_;               // by run of rows
    std::vector<Stretch> order_;                 // of the elements, ascending by number
    std::uint32_t first_leaf_ = 0, leaves_ = 0;  // of the parent tree, where they are late objects
    StructureRules rules_;
    std::uint32_t namespace_ = 0;                             // of PDF 2.0; 0 before
    std::map<NodeId, std::vector<std::uint32_t>> relations_;  // elements that a node's names by Ref
    std::vector<NodeId> notes_, heads_;                       // those that are kept, in order
    HPDF_Dict root_ = nullptr;
};

}  // namespace

WrittenStructure write_structure(Haru& haru, draw::StructTree const& tree, std::span<PageRecord const> pages, std::span<LinkAnnotation const> links,
                                 StructureRules rules) {
    auto writer = std::make_unique<StructureWriter>(haru, tree, pages, links, rules);
    HPDF_Dict const root = writer->run();
    return {root, std::move(writer)};
}

}  // namespace offprint::pdf
