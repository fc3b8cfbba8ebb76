#include "pdf/structure_writer.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/number.h"
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

/// A number or name tree of ready-made "key value" entries: one node, or leaves with limits under a root (7.9.6, 7.9.7).
template <class WriteKey>
HPDF_Dict write_tree(Haru& haru, std::string_view array_name, std::vector<std::string> const& values, WriteKey const& write_key) {
    auto const leaf_array = [&](std::size_t begin, std::size_t end) {
        std::string body(array_name);
        body += '[';
        for (std::size_t i = begin; i < end; ++i) {
            write_key(body, i);
            body += values[i];
        }
        return body + ']';
    };
    if (values.size() <= kLeaf) return haru.add_object(leaf_array(0, values.size()));
    std::string kids = "/Kids[";
    for (std::size_t begin = 0; begin < values.size(); begin += kLeaf) {
        std::size_t const end = std::min(begin + kLeaf, values.size());
        std::string body = "/Limits[";
        write_key(body, begin);
        body += ' ';
        write_key(body, end - 1);
        HPDF_Dict const leaf = haru.add_object(body + ']' + leaf_array(begin, end));
        if (begin > 0) kids += ' ';
        append_reference(kids, number_of(leaf));
    }
    return haru.add_object(kids + ']');
}

class StructureWriter final : public LateObjects {
public:
    StructureWriter(Haru& haru, draw::StructTree const& tree, std::span<PageRecord const> pages, std::span<LinkAnnotation const> links)
        : haru_(haru), tree_(tree), pages_(pages), links_(links), count_(tree.end() - draw::kFirstNode) {}

    HPDF_Dict run() {
        collect_contents();
        find_painted();
        root_ = haru_.add_object();
        make_objects();
        number_notes();
        if (!haru_.takes_late_objects()) write_elements();
        write_root();
        return root_;
    }

    std::string late_body(std::uint32_t number) const override { return body(order_[number - first_number_]); }

private:
    /// The number of a node's element, 0 if it has none.
    std::uint32_t number(NodeId id) const { return numbers_[id - draw::kFirstNode]; }
    std::uint64_t& first_paint(NodeId id) { return first_paint_[id - draw::kFirstNode]; }
    std::uint64_t first_paint(NodeId id) const { return first_paint_[id - draw::kFirstNode]; }
    std::span<Content const> own(NodeId id) const {
        auto const begin = starts_[id - draw::kFirstNode], end = starts_[id - draw::kFirstNode + 1];
        return {contents_.data() + begin, end - begin};
    }

    void collect_contents() {
        for (std::size_t page = 0; page < pages_.size(); ++page) {
            auto const& marks = pages_[page].encoded.marks;
            for (std::size_t mcid = 0; mcid < marks.size(); ++mcid) add_content(marks[mcid], page, mcid, false);
        }
        for (std::size_t i = 0; i < links_.size(); ++i) add_content(links_[i].node, links_[i].page, i, true);
        std::sort(contents_.begin(), contents_.end(),
                  [](Content const& a, Content const& b) { return std::pair(a.node, a.order()) < std::pair(b.node, b.order()); });
        starts_.reserve(count_ + 1);
        for (std::size_t n = 0, at = 0; n <= count_; ++n) {
            while (at < contents_.size() && contents_[at].node - draw::kFirstNode < n) ++at;
            starts_.push_back(static_cast<std::uint32_t>(at));
        }
    }
    void add_content(NodeId node, std::size_t page, std::size_t index, bool is_annotation) {
        Content content{node, static_cast<std::uint32_t>(page)};
        content.index = static_cast<std::uint32_t>(index) & 0x7FFFFFFF;
        content.is_annotation = is_annotation ? 1 : 0;
        contents_.push_back(content);
    }

    // Children have higher numbers than their parents.
    void find_painted() {
        first_paint_.assign(count_, kNever);
        for (NodeId id = tree_.end(); id-- > tree_.root();) {
            if (!own(id).empty()) first_paint(id) = std::min(first_paint(id), own(id).front().order());
            if (id != tree_.root()) first_paint(tree_[id].parent) = std::min(first_paint(tree_[id].parent), first_paint(id));
        }
    }

    // Objects in reading order, so that their numbers and neighbours in object streams look alike.
    void make_objects() {
        numbers_.assign(count_, 0);
        std::vector<NodeId> open = {tree_.root()};
        while (!open.empty()) {
            NodeId const id = open.back();
            open.pop_back();
            bool const kept = id == tree_.root() || first_paint(id) != kNever || (keeps_shape(tree_[id].role) && number(tree_[id].parent) != 0);
            if (!kept) continue;
            std::uint32_t const made = haru_.takes_late_objects() ? haru_.add_late_object() : number_of(haru_.add_object());
            if (order_.empty()) first_number_ = made;
            numbers_[id - draw::kFirstNode] = made;
            order_.push_back(id);
            auto const& children = tree_[id].children;
            open.insert(open.end(), children.rbegin(), children.rend());
        }
    }

    void number_notes() {
        for (NodeId id = tree_.root(); id < tree_.end(); ++id)
            if (number(id) != 0 && tree_[id].role == Role::Note) notes_.push_back(id);
    }

    void write_elements() {
        for (NodeId const id : order_) haru_.set_body(haru_.object_at(number(id)), body(id));
    }

    std::string body(NodeId id) const {
        StructNode const& node = tree_[id];
        std::string out = "/S/";
        out += draw::role_name(node.role);
        out += "/P ";
        append_reference(out, id == tree_.root() ? number_of(root_) : number(node.parent));
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
        return out;
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
    std::vector<Kid> kids(NodeId id) const {
        std::vector<Kid> result;
        for (NodeId const child : tree_[id].children)
            if (number(child) != 0) result.push_back({first_paint(child), nullptr, child});
        if (own(id).empty()) return result;
        for (Content const& content : own(id)) result.push_back({content.order(), &content, 0});
        std::stable_sort(result.begin(), result.end(), [](Kid const& a, Kid const& b) { return a.order < b.order; });
        return result;
    }

    void append_kids(std::string& out, NodeId id) const {
        std::vector<Kid> const all = kids(id);
        if (all.empty()) return;
        std::span<Content const> const mine = own(id);
        std::size_t const page = mine.empty() ? 0 : mine.front().page;
        out += "/K";
        std::string list;
        for (Kid const& kid : all) {
            std::size_t const before = list.size();
            if (kid.content)
                append_content(list, *kid.content, page);
            else
                append_reference(list, number(kid.child));
            if (before > 0 && list[before] != '<' && list[before - 1] != '>') list.insert(before, 1, ' ');
        }
        bool const single = all.size() == 1;
        if (single && list.front() != '<') out += ' ';
        out += single ? list : '[' + list + ']';
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
        if (node.role == Role::L && node.numbering != draw::ListNumbering::None)
            out += node.numbering == draw::ListNumbering::Disc ? "/A<</O/List/ListNumbering/Disc>>" : "/A<</O/List/ListNumbering/Decimal>>";
        if (node.role == Role::TH || node.role == Role::TD) append_cell(out, node);
        if (node.role == Role::Figure) append_figure(out, id);
    }

    static void append_cell(std::string& out, StructNode const& node) {
        std::string entries;
        if (node.role == Role::TH && node.scope != draw::Scope::None) entries += node.scope == draw::Scope::Row ? "/Scope/Row" : "/Scope/Column";
        for (auto const& [key, span] : {std::pair{"/RowSpan ", node.row_span}, std::pair{"/ColSpan ", node.column_span}}) {
            if (span <= 1) continue;
            entries += key;
            append_integer(entries, span);
        }
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
        std::vector<std::string> values;
        for (PageRecord const& page : pages_) {
            std::string& value = values.emplace_back("[");
            for (NodeId const node : page.encoded.marks) {
                if (value.size() > 1) value += ' ';
                append_reference(value, number(node));
            }
            value += ']';
        }
        for (LinkAnnotation const& link : links_) append_reference(values.emplace_back(" "), number(link.node));
        return write_tree(haru_, "/Nums", values, [](std::string& out, std::size_t i) {
            if (out.back() != '[' && out.back() != ']' && out.back() != ' ') out += ' ';
            append_integer(out, static_cast<std::int64_t>(i));
        });
    }

    HPDF_Dict write_id_tree() {
        std::vector<std::string> values;
        for (NodeId const note : notes_) append_reference(values.emplace_back(), number(note));
        return write_tree(haru_, "/Names", values, [](std::string& out, std::size_t i) { append_id(out, i); });
    }

    void write_root() {
        std::string out = "/Type/StructTreeRoot/K ";
        append_reference(out, number(tree_.root()));
        out += "/ParentTree ";
        append_reference(out, number_of(write_parent_tree()));
        out += "/ParentTreeNextKey ";
        append_integer(out, static_cast<std::int64_t>(pages_.size() + links_.size()));
        if (!notes_.empty()) {
            out += "/IDTree ";
            append_reference(out, number_of(write_id_tree()));
        }
        haru_.set_body(root_, std::move(out));
    }

    Haru& haru_;
    draw::StructTree const& tree_;
    std::span<PageRecord const> pages_;
    std::span<LinkAnnotation const> links_;
    std::size_t count_;
    std::vector<Content> contents_;      // by node, then in order of painting
    std::vector<std::uint32_t> starts_;  // by node: where its contents begin
    std::vector<std::uint64_t> first_paint_;
    std::vector<std::uint32_t> numbers_;  // of elements; 0 for nodes that fall away
    std::vector<NodeId> order_;           // of the elements, ascending by number
    std::uint32_t first_number_ = 0;
    std::vector<NodeId> notes_;  // those that are kept, in order
    HPDF_Dict root_ = nullptr;
};

}  // namespace

WrittenStructure write_structure(Haru& haru, draw::StructTree const& tree, std::span<PageRecord const> pages, std::span<LinkAnnotation const> links) {
    auto writer = std::make_unique<StructureWriter>(haru, tree, pages, links);
    HPDF_Dict const root = writer->run();
    return {root, haru.takes_late_objects() ? std::move(writer) : nullptr};
}

}  // namespace offprint::pdf
