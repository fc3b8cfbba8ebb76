// The structure tree: what things are, in reading order, whatever page or column they stand on (ISO 32000-1, 14.7 and 14.8).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace offprint::draw {

/// Index of a node. Small numbers are artifacts: painted, but no part of the text.
using NodeId = std::uint32_t;
inline constexpr NodeId kArtifactLayout = 0, kArtifactBackground = 1, kArtifactHeader = 2, kArtifactFooter = 3;
inline constexpr NodeId kFirstNode = 8;
constexpr bool is_artifact(NodeId node) { return node < kFirstNode; }

/// Standard structure types that our blocks use; the name is the PDF name.
enum class Role {
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
    Caption,
    Table,
    THead,
    TBody,
    TR,
    TH,
    TD,
    Link,
    Span,
    BlockQuote,
    Code,
    Note,
    Reference,
};
std::string_view role_name(Role role);

enum class ListNumbering { None, Disc, Decimal };
enum class Scope { None, Row, Column };

struct StructNode {
    Role role = Role::Span;
    NodeId parent = 0;
    std::vector<NodeId> children;
    std::string alt;  // what a figure shows, in words
    std::string actual_text;
    std::string language;  // when it differs from the document's
    std::string title;     // a heading's words, for outlines
    std::string url;       // Link: where it goes
    std::string anchor;    // the name of the place where its text begins; links go there by "#name"
    ListNumbering numbering = ListNumbering::None;
    Scope scope = Scope::None;
    int row_span = 1, column_span = 1;
    Span span;  // where the author wrote it
};

/// The tree. Children stand in reading order; a node whose own text is mixed with children (a paragraph with a link) is
/// ordered by first paint, which within a paragraph is the order of the text.
class StructTree {
public:
    explicit StructTree(std::string language);
    NodeId root() const { return kFirstNode; }  // the Document
    NodeId add(NodeId parent, Role role, Span span = {});
    StructNode& operator[](NodeId id) { return nodes_[id - kFirstNode]; }
    StructNode const& operator[](NodeId id) const { return nodes_[id - kFirstNode]; }
    NodeId end() const { return kFirstNode + static_cast<NodeId>(nodes_.size()); }

private:
    std::vector<StructNode> nodes_;
};

}  // namespace offprint::draw
