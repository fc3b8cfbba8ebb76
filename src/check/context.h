// What the rules share: the file, where findings go, and what is known of pages and elements.
#pragma once
#include <functional>
#include <map>
#include <set>

#include "check/check.h"
#include "check/held_marks.h"

namespace offprint::check {

using reader::Object;
using Kind = Object::Kind;

/// A page is read again by whoever looks at it: a long table has thousands.
struct Page {
    std::uint32_t number = 0;             // of its object; 0: it is none of its own
    std::optional<std::int64_t> parents;  // StructParents: its key in the parent tree
};

/// A page that is looked at, and what its contents were found to be marked with.
struct PageFacts {
    Page const& page;
    Object const& value;
    std::set<std::int64_t> marks = {};
    bool has_alpha = false;
};

/// The types of elements that rules know; any other has a number of its own behind them (`Context::types`).
enum Tag : std::uint32_t {
    kRoot,  // of the tree, which is no element
    kDocument,
    kTable,
    kTHead,
    kTBody,
    kTFoot,
    kTR,
    kTH,
    kTD,
    kCaption,
    kL,
    kLI,
    kLbl,
    kLBody,
    kTOC,
    kTOCI,
    kH,
    kH1,
    kH6 = kH1 + 5,
    kFigure,
    kFormula,
    kNote,
    kLink,
    kForm,
    kKnownTags
};

struct Context {
    Context(reader::File const& of, Report& into, Memo& known);

    reader::File const& file;
    Report& report;
    Memo& memo;
    std::vector<Page> pages;
    std::map<std::uint32_t, std::size_t> page_of;         // by number of object
    std::map<std::size_t, Object> direct_pages;           // those that are no objects of their own
    std::vector<std::string> types;                       // of elements, by tag
    std::map<std::string, Tag, std::less<>> named_types;  // by the name that elements give: none leads from a type to another
    std::vector<bool> is_element;                         // by number of object
    std::optional<HeldMarks> held_marks;                  // of a file with tags
    std::vector<bool> checked;                            // by number of object: its values were looked at
    bool has_intent = false, has_cmyk_intent = false;

    /// Whether a rule is asked for.
    bool wants(std::string_view name) const { return (rule(name).claims & report.claims) != 0; }
    void find(std::string_view name, std::uint32_t object, std::string words);
    Object const& catalog() const { return file.at(file.trailer(), "Root"); }
    /// The dictionary of a page.
    void read_page(std::size_t index, Object& into) const;
    /// Whether an object is an element of a type.
    bool is_element_of(std::uint32_t number, Tag tag) const;
};

/// The number of a reference, 0 for anything else.
inline std::uint32_t number_of(Object const& value) { return value.is(Kind::Reference) && value.integer > 0 ? static_cast<std::uint32_t>(value.integer) : 0; }
std::optional<double> number_in(Object const& value);
/// Reads an object for the asker alone, and what it leads to if it is a reference itself.
void read_resolved(reader::File const& file, std::uint32_t number, Object& into);
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
/// Goes through the elements, and looks at each and at how they stand.
void check_structure(Context& context);
/// Contents of pages, and that marks and elements lead to each other.
void check_marks(Context& context);
void check_annotations(Context& context);

}  // namespace offprint::check
