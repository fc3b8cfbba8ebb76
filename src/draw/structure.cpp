#include "draw/structure.h"

#include <algorithm>

namespace offprint::draw {

std::string_view role_name(Role role) {
    constexpr std::string_view kNames[] = {"Document", "Part", "Sect",  "Div",        "H1",      "H2",      "H3",        "H4",    "H5",    "H6",    "P",  "L",
                                           "LI",       "Lbl",  "LBody", "Figure",     "Formula", "Caption", "Table",     "THead", "TBody", "TFoot", "TR", "TH",
                                           "TD",       "Link", "Span",  "BlockQuote", "Code",    "Note",    "Reference", "TOC",   "TOCI",  "Form"};
    return kNames[static_cast<std::size_t>(role)];
}

StructTree::StructTree(std::string language) {
    nodes_.emplace_back();
    nodes_.back().node.role = Role::Document;
    nodes_.back().node.language = std::move(language);
    end_ = kFirstNode + 1;
}

NodeId StructTree::add(NodeId parent, Role role, Span span) {
    NodeId const id = end_++;
    Held& held_node = nodes_.emplace_back();
    held_node.node.role = role;
    held_node.node.span = span;
    held_node.parent = parent;
    nodes_[held(parent)].children.push_back(id);
    return id;
}

std::uint32_t StructTree::add_pattern(RowPattern pattern) {
    patterns_.push_back(std::move(pattern));
    return static_cast<std::uint32_t>(patterns_.size() - 1);
}

NodeId StructTree::add_rows(NodeId parent, std::uint32_t pattern, std::uint32_t count, std::vector<NodeId> under) {
    NodeId const first = end_;
    if (count == 0) return first;
    auto const step = static_cast<std::uint32_t>(patterns_[pattern].cells.size() + 1);
    end_ += count * step;
    runs_.push_back({first, end_, parent, pattern, step, std::move(under)});
    in_runs_.push_back((in_runs_.empty() ? 0 : in_runs_.back()) + count * step);
    nodes_[held(parent)].children.push_back(first);
    return first;
}

std::vector<NodeId> StructTree::heads(NodeId cell) const {
    RowRun const* const run = run_of(cell);
    if (run == nullptr) {
        auto const named = heads_.find(cell);
        return named == heads_.end() ? std::vector<NodeId>{} : named->second;
    }
    RowPattern const& pattern = patterns_[run->pattern];
    NodeId const row = run->row_of(cell);
    if (pattern.heads.empty() || row == cell) return {};
    std::vector<NodeId> heads = run->under;
    if (pattern.cells[cell - row - 1].role == Role::TH) return heads;
    for (NodeId other = row + 1; other < row + run->step; ++other)
        if (pattern.cells[other - row - 1].identified) heads.push_back(other);
    std::vector<NodeId> const& over = pattern.heads[cell - row - 1];
    heads.insert(heads.end(), over.begin(), over.end());
    return heads;
}

std::size_t StructTree::held(NodeId id) const {
    std::size_t const place = id - kFirstNode;
    if (runs_.empty() || id < runs_.front().first) return place;
    auto const next = std::upper_bound(runs_.begin(), runs_.end(), id, [](NodeId a, RowRun const& run) { return a < run.first; });
    return place - in_runs_[static_cast<std::size_t>(next - runs_.begin()) - 1];
}

StructNode const& StructTree::operator[](NodeId id) const {
    RowRun const* const run = run_of(id);
    if (run == nullptr) return nodes_[held(id)].node;
    RowPattern const& pattern = patterns_[run->pattern];
    NodeId const row = run->row_of(id);
    return row == id ? pattern.row : pattern.cells[id - row - 1];
}

void StructTree::put_first(NodeId id) {
    std::vector<NodeId>& siblings = nodes_[held(parent(id))].children;
    auto const at = std::find(siblings.begin(), siblings.end(), id);
    std::rotate(siblings.begin(), at, at + 1);
}

NodeId StructTree::parent(NodeId id) const {
    RowRun const* const run = run_of(id);
    if (run == nullptr) return nodes_[held(id)].parent;
    NodeId const row = run->row_of(id);
    return row == id ? run->parent : row;
}

std::vector<NodeId> StructTree::children(NodeId id) const {
    std::vector<NodeId> all;
    each_child(id, [&](NodeId child) { all.push_back(child); });
    return all;
}

}  // namespace offprint::draw
