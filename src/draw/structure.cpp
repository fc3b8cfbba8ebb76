#include "draw/structure.h"

namespace offprint::draw {

std::string_view role_name(Role role) {
    constexpr std::string_view kNames[] = {"Document", "Part", "Sect", "Div",        "H1",     "H2",      "H3",        "H4",    "H5",    "H6", "P",
                                           "L",        "LI",   "Lbl",  "LBody",      "Figure", "Caption", "Table",     "THead", "TBody", "TR", "TH",
                                           "TD",       "Link", "Span", "BlockQuote", "Code",   "Note",    "Reference", "TOC",   "TOCI"};
    return kNames[static_cast<std::size_t>(role)];
}

StructTree::StructTree(std::string language) {
    nodes_.emplace_back();
    nodes_.back().role = Role::Document;
    nodes_.back().language = std::move(language);
}

NodeId StructTree::add(NodeId parent, Role role, Span span) {
    NodeId const id = end();
    nodes_.emplace_back();
    nodes_.back().role = role;
    nodes_.back().parent = parent;
    nodes_.back().span = span;
    (*this)[parent].children.push_back(id);
    return id;
}

}  // namespace offprint::draw
