// The structure tree: what things are, in reading order, whatever page or column they stand on (ISO 32000-1, 14.7 and 14.8).
#pragma once
#include <cstdint>
#include <memory>
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
    TOC,
    TOCI,
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
    NodeId parent = 0;
    std::vector<NodeId> children;
    RareText alt;  // what a figure shows, in words
    RareText actual_text;
    RareText language;  // when it differs from the document's
    RareText title;     // a heading's words, for outlines
    RareText url;       // Link: where it goes
    RareText anchor;    // the name of the place where its text begins; links go there by "#name"
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
    /// Makes room for so many more nodes at once.
    void reserve(std::size_t more) { nodes_.reserve(nodes_.size() + more); }
    StructNode& operator[](NodeId id) { return nodes_[id - kFirstNode]; }
    StructNode const& operator[](NodeId id) const { return nodes_[id - kFirstNode]; }
    NodeId end() const { return kFirstNode + static_cast<NodeId>(nodes_.size()); }

private:
    std::vector<StructNode> nodes_;
};

}  // namespace offprint::draw
