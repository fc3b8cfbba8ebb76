// What the rules share: the file, where findings go, and what is known of pages and elements.
#pragma once
#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <set>

#include "check/check.h"

namespace offprint::check {

using reader::Object;
using Kind = Object::Kind;

/// An element of the structure tree, as far as rules on its place among others ask for it: a long table has a million of them. They stand in the order of
/// reading, each before those that it holds; what else is to know of one is read again.
struct Element {
    std::uint32_t number = 0;  // of its object; 0: it is none of its own
    std::uint32_t type = 0;    // index of `Context::types`: the standard type that it stands for, or its own
    std::uint32_t parent = 0;  // index; of the root's children 0, which is the root itself
    std::uint32_t end = 0;     // one past the last of those that it holds, at any depth
    bool has_content = false;  // marks or annotations of its own
    bool names_headers = false, heads_rows = false, heads_columns = false, is_spanned = false;  // of cells
};

/// What a page's contents were found to be marked with.
struct PageFacts {
    std::uint32_t number = 0;
    Object const* value = nullptr;
    std::set<std::int64_t> marks;  // while the page is looked at
    bool has_alpha = false;
};

/// A mark that an element holds.
struct HeldMark {
    std::uint32_t page;  // number of its object
    std::int32_t mark;
    std::uint32_t element;
};

/// Numbers of marks that PDF/A does not allow are one.
inline std::int32_t as_mark(std::int64_t mark) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(mark, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()));
}

struct Context {
    Context(reader::File const& of, Report& into) : file(of), report(into) {}

    reader::File const& file;
    Report& report;
    std::vector<PageFacts> pages;
    std::map<std::uint32_t, std::size_t> page_of;  // by number of object
    std::vector<Element> elements;                 // 0 is the root of the tree, no element
    std::vector<std::string> types;                // of elements; 0 is "", that of the root
    std::vector<std::uint32_t> element_of;         // by number of object; 0: it is none
    std::map<std::uint32_t, Object> direct;        // elements that are no objects of their own, by index
    std::vector<HeldMark> held_marks;              // by page and mark; of two elements that hold one the first is first
    std::vector<bool> checked;                     // by number of object: its values were looked at
    bool has_intent = false, has_cmyk_intent = false;

    /// Whether a rule is asked for.
    bool wants(std::string_view name) const { return (rule(name).claims & report.claims) != 0; }
    void find(std::string_view name, std::uint32_t object, std::string words);
    Object const& catalog() const { return file.at(file.trailer(), "Root"); }

    std::string_view type_of(std::size_t element) const { return types[elements[element].type]; }
    /// The dictionary of an element, which may be read for it.
    Object const& value_of(std::size_t element) const {
        return elements[element].number != 0 ? file.object(elements[element].number) : direct.at(static_cast<std::uint32_t>(element));
    }
    /// The element of an object; 0 for one that is none.
    std::size_t element_with(std::uint32_t number) const { return number < element_of.size() ? element_of[number] : 0; }
    /// The elements that an element holds itself, in their order.
    template <class Use>
    void each_kid(std::size_t element, Use const& use) const {
        for (std::size_t kid = element + 1; kid < elements[element].end; kid = elements[kid].end) use(kid);
    }
};

/// The number of a reference, 0 for anything else.
inline std::uint32_t number_of(Object const& value) { return value.is(Kind::Reference) && value.integer > 0 ? static_cast<std::uint32_t>(value.integer) : 0; }
std::optional<double> number_in(Object const& value);
/// The entries of a name or number tree; what is damaged in it is passed over. Of the values nothing may be kept.
void each_entry(reader::File const& file, Object const& tree, std::string_view list, std::function<void(Object const& key, Object const& value)> const& use);

bool is_rendering_intent(std::string_view name);
/// Limits of a value that stands in a content.
void check_operand(Context& context, std::uint32_t number, Object const& operand);
/// What an object may hold, wherever it stands; once.
void check_object(Context& context, std::uint32_t number, Object const& value);

/// The pages, by the tree of pages.
void read_pages(Context& context);
void check_syntax(Context& context);
void check_metadata(Context& context);
void check_catalog(Context& context);
void check_objects(Context& context);
/// Calls `looked_at` after each page, with its marks.
void check_contents(Context& context, std::function<void(PageFacts const&)> const& looked_at);
/// Reads the elements, and looks at each and at how they stand.
void check_structure(Context& context);
/// Contents of pages, and that marks and elements lead to each other.
void check_marks(Context& context);
void check_annotations(Context& context);

}  // namespace offprint::check
