// What the rules share: the file, where findings go, and what is known of pages and elements.
#pragma once
#include <map>
#include <set>

#include "check/check.h"
#include "reader/trees.h"

namespace offprint::check {

using reader::Object;
using Kind = Object::Kind;

/// An element of the structure tree.
struct Element {
    std::uint32_t number = 0;  // of its object; 0: it is none of its own
    Object const* value = nullptr;
    std::string_view type;   // the standard type that it stands for, or its own
    std::size_t parent = 0;  // index; of the root's children 0, which is the root itself
    std::vector<std::size_t> kids;
    bool has_content = false;  // marks or annotations of its own
    std::uint32_t object_kids = 0;
};

/// What a page's contents were found to be marked with.
struct PageFacts {
    std::uint32_t number = 0;
    Object const* value = nullptr;
    std::set<std::int64_t> marks;
    bool has_alpha = false;
};

struct Context {
    reader::File const& file;
    Report& report;
    std::vector<PageFacts> pages;
    std::map<std::uint32_t, std::size_t> page_of;  // by number of object
    std::vector<Element> elements;                 // 0 is the root of the tree, no element
    std::map<std::uint32_t, std::size_t> element_of;
    bool has_intent = false, has_cmyk_intent = false;

    /// Whether a rule is asked for.
    bool wants(std::string_view name) const { return (rule(name).claims & report.claims) != 0; }
    void find(std::string_view name, std::uint32_t object, std::string words);
    Object const& catalog() const { return file.at(file.trailer(), "Root"); }
};

/// The number of a reference, 0 for anything else.
inline std::uint32_t number_of(Object const& value) { return value.is(Kind::Reference) && value.integer > 0 ? static_cast<std::uint32_t>(value.integer) : 0; }
std::optional<double> number_in(Object const& value);
/// The entries of a name or number tree; what is damaged in it is passed over.
template <class Use>
void each_entry(reader::File const& file, Object const& tree, std::string_view list, Use const& use) {
    reader::each_tree_entry(file, tree, list, reader::kMostObjects, use);
}

bool is_rendering_intent(std::string_view name);
/// Limits of a value that stands in a content.
void check_operand(Context& context, std::uint32_t number, Object const& operand);

/// The pages, by the tree of pages.
void read_pages(Context& context);
void check_syntax(Context& context);
void check_metadata(Context& context);
void check_catalog(Context& context);
void check_objects(Context& context);
void check_contents(Context& context);
void check_structure(Context& context);
void check_annotations(Context& context);

}  // namespace offprint::check
