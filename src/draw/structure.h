// The structure tree: what things are, in reading order, whatever page or column they stand on (ISO 32000-1, 14.7 and 14.8).
#pragma once
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source.h"

namespace offprint::draw {

/// Index of a node. Small numbers are artifacts: painted, but no part of the text.
using NodeId = std::uint32_t;
inline constexpr NodeId kArtifactLayout = 0, kArtifactBackground = 1, kArtifactHeader = 2, kArtifactFooter = 3;
inline constexpr NodeId kFirstNode = 8;
constexpr bool is_artifact(NodeId node) { return node < kFirstNode; }

/// Standard structure types that our blocks use; the name is the PDF name.
enum class Role : std::uint8_t {
    Document,
    Part,
    Sect,
    Div,
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
    P,
    L,
    LI,
    Lbl,
    LBody,
    Figure,
    Formula,
    Caption,
    Table,
    THead,
    TBody,
    TFoot,
    TR,
    TH,
    TD,
    Link,
    Span,
    BlockQuote,
    Code,
    Note,
    Reference,
    TOC,
    TOCI,
    Form,  // around a field: a signature's
};
std::string_view role_name(Role role);

enum class ListNumbering : std::uint8_t { None, Disc, Decimal };
enum class Scope : std::uint8_t { None, Row, Column };

/// A text that most nodes have not: no more than a pointer where it is empty. A long table has a million nodes.
class RareText {
public:
    RareText() = default;
    RareText(std::string text) : text_(text.empty() ? nullptr : std::make_unique<std::string>(std::move(text))) {}  // NOLINT: stands for a text
    RareText(char const* text) : RareText(std::string(text)) {}                                                     // NOLINT
    RareText(RareText const& other) : RareText(other.str()) {}
    RareText(RareText&&) noexcept = default;
    RareText& operator=(RareText const& other) { return *this = RareText(other); }
    RareText& operator=(RareText&&) noexcept = default;
    ~RareText() = default;

    bool empty() const { return text_ == nullptr; }
    std::string const& str() const {
        static std::string const nothing;
        return text_ ? *text_ : nothing;
    }
    operator std::string const&() const { return str(); }  // NOLINT
    operator std::string_view() const { return str(); }    // NOLINT
    friend bool operator==(RareText const& text, std::string_view other) { return text.str() == other; }

private:
    std::unique_ptr<std::string> text_;
};

struct StructNode {
    Role role = Role::Span;
    ListNumbering numbering = ListNumbering::None;
    Scope scope = Scope::None;
    bool identified = false;  // TH: cells name it as a head of theirs (`StructTree::heads`)
    RareText alt;             // what a figure shows, in words
    RareText actual_text;
    RareText language;  // when it differs from the document's
    RareText title;     // a heading's words, for outlines
    RareText url;       // Link: where it goes
    RareText anchor;    // the name of the place where its text begins; links go there by "#name"
    int row_span = 1, column_span = 1;
    Span span;  // where the author wrote it
};

/// Rows of a table that are alike: a TR and its cells. What differs from row to row (texts of their own, places in the article) has no
/// room here.
struct RowPattern {
    StructNode row;
    std::vector<StructNode> cells;
    std::vector<std::vector<NodeId>> heads;  // by cell: the labels over it, where its table is one whose cells name their heads
};

/// A stretch of rows made from one pattern. A row's node is followed by those of its cells.
struct RowRun {
    NodeId first = 0, end = 0;  // ids
    NodeId parent = 0;
    std::uint32_t pattern = 0, step = 0;  // step: ids from one row to the next
    std::vector<NodeId> under;            // heads of all cells of these rows that stand in rows above: of their group
    NodeId row_of(NodeId id) const { return id - (id - first) % step; }
};

/// The tree. Children stand in reading order; a node whose own text is mixed with children (a paragraph with a link) is
/// ordered by first paint, which within a paragraph is the order of the text. A node's parent has a smaller id.
///
/// A long table has a million nodes: those of rows that are alike are not held one by one but as runs.
class StructTree {
public:
    explicit StructTree(std::string language);
    NodeId root() const { return kFirstNode; }  // the Document
    NodeId add(NodeId parent, Role role, Span span = {});
    /// A pattern for `add_rows`.
    std::uint32_t add_pattern(RowPattern pattern);
    /// Adds `count` rows below a node that is no part of such rows itself, and under heads in rows above; gives the first one's id.
    NodeId add_rows(NodeId parent, std::uint32_t pattern, std::uint32_t count, std::vector<NodeId> under = {});
    /// Names the heads of a cell that was added by `add`.
    void set_heads(NodeId cell, std::vector<NodeId> heads) { heads_[cell] = std::move(heads); }
    /// The heads that a cell names (ISO 32000-1, 14.8.5.7, Headers): labels over it, the heads of its row, those of its group. Empty: it names none.
    std::vector<NodeId> heads(NodeId cell) const;
    /// Makes a node that was added by `add` the first child of its parent: it is read before all that was added earlier.
    void put_first(NodeId id);
    NodeId end() const { return end_; }

    /// Of rows that are alike the pattern's node: what is changed there is changed in all of them.
    StructNode& operator[](NodeId id) { return const_cast<StructNode&>(std::as_const(*this)[id]); }
    StructNode const& operator[](NodeId id) const;
    NodeId parent(NodeId id) const;
    std::vector<NodeId> children(NodeId id) const;
    template <class Call>
    void each_child(NodeId id, Call const& call) const;
    /// Children of a node that was added by `add`; of each run of rows only the first row.
    std::vector<NodeId> const& children_and_runs(NodeId id) const { return nodes_[held(id)].children; }

    /// The runs of rows, by ascending ids.
    std::vector<RowRun> const& runs() const { return runs_; }
    /// The run that a node belongs to; null for one that was added by `add`.
    RowRun const* run_of(NodeId id) const {
        auto const next = std::upper_bound(runs_.begin(), runs_.end(), id, [](NodeId a, RowRun const& run) { return a < run.first; });
        return next != runs_.begin() && id < std::prev(next)->end ? &*std::prev(next) : nullptr;
    }
    /// How many nodes were added by `add`, and the how manieth (from 0) such a node is.
    std::size_t held_count() const { return nodes_.size(); }
    std::size_t held(NodeId id) const;

private:
    struct Held {
        StructNode node;
        NodeId parent = 0;
        std::vector<NodeId> children;  // of a run the first row
    };
    std::vector<Held> nodes_;
    std::vector<RowPattern> patterns_;
    std::vector<RowRun> runs_;
    std::map<NodeId, std::vector<NodeId>> heads_;  // of cells that were added by `add`
    std::vector<NodeId> in_runs_;                  // by run: ids in it and in those before
    NodeId end_ = kFirstNode;
};

template <class Call>
void StructTree::each_child(NodeId id, Call const& call) const {
    if (RowRun const* const run = run_of(id)) {
        if (run->row_of(id) != id) return;
        for (NodeId cell = id + 1; cell < id + run->step; ++cell) call(cell);
        return;
    }
    for (NodeId const child : nodes_[held(id)].children) {
        RowRun const* const run = run_of(child);
        if (run == nullptr) {
            call(child);
        } else {
            for (NodeId row = child; row < run->end; row += run->step) call(row);
        }
    }
}

}  // namespace offprint::draw
