#include "sign/later_changes.h"

#include <algorithm>
#include <map>
#include <set>

#include "fmt/format.h"
#include "reader/page_text.h"

namespace offprint::sign {
namespace {

using reader::Object;
using Kind = Object::Kind;

constexpr std::size_t kMostTold = 5;

/// Two values that are the same to the byte, as far as a reader can tell.
bool is_same(reader::File const& a_file, Object const& a, reader::File const& b_file, Object const& b) {
    if (a.kind != b.kind || a.boolean != b.boolean || a.integer != b.integer || a.generation != b.generation || a.real != b.real || a.text != b.text ||
        a.keys != b.keys || a.items.size() != b.items.size())
        return false;
    if (a.is(Kind::Stream) && a_file.bytes().substr(a.begin, a.size) != b_file.bytes().substr(b.begin, b.size)) return false;
    for (std::size_t i = 0; i < a.items.size(); ++i)
        if (!is_same(a_file, a.items[i], b_file, b.items[i])) return false;
    return true;
}

Object const& empty_dictionary() {
    static Object const nothing = [] {
        Object object;
        object.kind = Kind::Dictionary;
        return object;
    }();
    return nothing;
}

/// What an object is to the document, where that allows it to change.
enum class Part { Catalog, Form, FormFields, Page, Annotations, StructureRoot, ParentTree, TopElement, Evidence };

class Comparison {
public:
    Comparison(reader::File const& before, reader::File const& now) : before_(before), now_(now) {}

    std::vector<std::string> run() {
        compare_trailers();
        look_for_promises(before_.trailer());
        note_parts();
        for (std::uint32_t number = 1; number < before_.size() && told_.size() <= kMostTold; ++number) {
            Object const &a = before_.object(number), &b = now_.object(number);
            look_for_promises(a);
            // Where what was free is used now, nothing of the old file leads to it, or that was told.
            if (a.is(Kind::Null) || is_same(before_, a, now_, b)) continue;
            auto const part = parts_.find(number);
            if (part == parts_.end() || !is_allowed(part->second, a, b)) tell(describe(number, a, b));
        }
        if (!before_.fault().empty()) tell("the signed revision cannot be read whole: " + before_.fault());
        if (!now_.fault().empty()) tell("the file cannot be read whole: " + now_.fault());
        if (told_.size() > kMostTold) told_.back() = "and more";
        return told_;
    }

private:
    void tell(std::string words) { told_.push_back(std::move(words)); }

    static std::string describe(std::uint32_t number, Object const& a, Object const& b) {
        Object const& type = a["Type"];
        std::string const what = type.is(Kind::Name) ? fmt::format("object {} ({})", number, type.text) : fmt::format("object {}", number);
        return what + (b.is(Kind::Null) ? " was removed" : " was changed");
    }

    /// References of the old file to what was not there then, and is now.
    void look_for_promises(Object const& value) {
        if (value.is(Kind::Reference) && told_.size() <= kMostTold) {
            auto const number = static_cast<std::uint32_t>(value.integer);
            if (before_.object(number).is(Kind::Null) && !now_.object(number).is(Kind::Null) && promised_.insert(number).second)
                tell(fmt::format("object {}, which the signed revision refers to but did not have, was added", number));
        }
        for (Object const& item : value.items) look_for_promises(item);
    }

    void compare_trailers() {
        auto const same = [&](Object const& a, Object const& b) { return is_same(before_, a, now_, b); };
        Object const &a = before_.trailer(), &b = now_.trailer();
        for (std::string_view const key : {"Root", "Info", "Encrypt"})
            if (!same(a[key], b[key])) tell(fmt::format("the trailer's {} was changed", key));
        // Readers may take objects past Size for missing.
        if (!b["Size"].is(Kind::Integer) || b["Size"].integer < static_cast<std::int64_t>(before_.size())) tell("the trailer leaves out objects");
        Object const &old_id = before_.resolve(a["ID"]), &new_id = now_.resolve(b["ID"]);
        if (!old_id.items.empty() && (new_id.items.empty() || !same(old_id.items[0], new_id.items[0]))) tell("the file's identifier was changed");
    }

    void note(Object const& reference, Part part) {
        if (reference.is(Kind::Reference)) parts_.emplace(static_cast<std::uint32_t>(reference.integer), part);
    }

    void note_parts() {
        Object const& root = before_.trailer()["Root"];
        Object const& catalog = before_.resolve(root);
        note(root, Part::Catalog);
        note(catalog["AcroForm"], Part::Form);
        note(before_.resolve(catalog["AcroForm"])["Fields"], Part::FormFields);
        note(catalog["DSS"], Part::Evidence);
        Object const& structure = before_.resolve(catalog["StructTreeRoot"]);
        note(catalog["StructTreeRoot"], Part::StructureRoot);
        note(structure["ParentTree"], Part::ParentTree);
        Object const& kids = before_.resolve(structure["K"]);
        note(kids.is(Kind::Array) && !kids.items.empty() ? kids.items[0] : structure["K"], Part::TopElement);
        Object const& next = structure["ParentTreeNextKey"];
        next_key_ = next.is(Kind::Integer) ? next.integer : reader::kMostObjects;
        note_first_page(before_.at(catalog, "Pages"));
    }

    void note_first_page(Object const& tree) {
        Object const* node = &tree;
        for (int depth = 0; depth < 32; ++depth) {
            Object const& kids = before_.at(*node, "Kids");
            if (kids.items.empty()) return;
            node = &before_.resolve(kids.items[0]);
            if (!(*node)["Type"].is_name("Page")) continue;
            note(kids.items[0], Part::Page);
            note((*node)["Annots"], Part::Annotations);
            return;
        }
    }

    bool is_allowed(Part part, Object const& a, Object const& b) {
        switch (part) {
            case Part::Catalog:
                return others_same(a, b, {"AcroForm", "DSS", "Extensions"}) &&
                       may_become(a["AcroForm"], b["AcroForm"], [&] { return is_form(a["AcroForm"], b["AcroForm"]); });
            case Part::Form: return is_form(a, b);
            case Part::FormFields: return grows(a, b, [&](Object const& item) { return is_time_stamp(item); });
            case Part::Page: return others_same(a, b, {"Annots"}) && is_annotations(a["Annots"], b["Annots"]);
            case Part::Annotations: return is_annotations(a, b);
            case Part::StructureRoot:
                return others_same(a, b, {"ParentTree", "ParentTreeNextKey"}) && b["ParentTreeNextKey"].is(Kind::Integer) &&
                       b["ParentTreeNextKey"].integer >= next_key_ &&
                       (is_same(before_, a["ParentTree"], now_, b["ParentTree"]) || is_parent_tree(a["ParentTree"], b["ParentTree"]));
            case Part::ParentTree: return is_parent_tree(a, b);
            case Part::TopElement: return others_same(a, b, {"K"}) && grows(a["K"], b["K"], [&](Object const& item) { return is_element(item); });
            case Part::Evidence: return b.is(a.kind);
        }
        return false;
    }

    template <class Call>
    bool may_become(Object const& a, Object const& b, Call const& call) const {
        return is_same(before_, a, now_, b) || call();
    }

    /// Whether two dictionaries have the same entries but for those keys, each key once.
    bool others_same(Object const& a, Object const& b, std::initializer_list<std::string_view> except) const {
        if (!a.is(Kind::Dictionary) || !b.is(Kind::Dictionary)) return false;
        auto const is_excepted = [&](std::string const& key) { return std::find(except.begin(), except.end(), key) != except.end(); };
        std::set<std::string_view> seen;
        for (std::string const& key : b.keys) {
            if (!seen.insert(key).second) return false;
            if (!is_excepted(key) && !is_same(before_, a[key], now_, b[key])) return false;
        }
        return std::all_of(a.keys.begin(), a.keys.end(), [&](std::string const& key) { return is_excepted(key) || seen.count(key) > 0; });
    }

    /// Whether an array (or what stood without brackets) has the same items, and more that may be there.
    template <class Call>
    bool grows(Object const& a_value, Object const& b_value, Call const& may_be_added) const {
        Object const &a = before_.resolve(a_value), &b = now_.resolve(b_value);
        if (!b.is(Kind::Array)) return false;
        std::vector<Object const*> old;
        if (a.is(Kind::Array)) {
            for (Object const& item : a.items) old.push_back(&item);
        } else if (!a.is(Kind::Null)) {
            old.push_back(&a_value);
        }
        if (b.items.size() < old.size()) return false;
        for (std::size_t i = 0; i < old.size(); ++i)
            if (!is_same(before_, *old[i], now_, b.items[i])) return false;
        return std::all_of(b.items.begin() + static_cast<std::ptrdiff_t>(old.size()), b.items.end(), may_be_added);
    }

    /// A new object, that the old file knows nothing of.
    Object const* added(Object const& reference) const {
        if (!reference.is(Kind::Reference) || reference.integer < before_.size()) return nullptr;
        return &now_.resolve(reference);
    }

    /// A new field of a document time stamp, which is not seen and does nothing.
    bool is_time_stamp(Object const& reference) const {
        Object const* const field = added(reference);
        if (field == nullptr || !now_.at(*field, "FT").is_name("Sig") || !now_.at(now_.at(*field, "V"), "Type").is_name("DocTimeStamp")) return false;
        Object const& area = now_.at(*field, "Rect");
        bool const has_none = area.items.size() == 4 &&
                              std::all_of(area.items.begin(), area.items.end(), [](Object const& side) { return side.is(Kind::Integer) && side.integer == 0; });
        static constexpr std::string_view known[] = {"Type", "Subtype", "FT", "Rect", "F", "T", "TU", "Contents", "V", "P", "StructParent"};
        return has_none && std::all_of(field->keys.begin(), field->keys.end(),
                                       [](std::string const& key) { return std::find(std::begin(known), std::end(known), key) != std::end(known); });
    }

    bool is_form(Object const& a_value, Object const& b_value) const {
        Object const &a = before_.resolve(a_value), &b = now_.resolve(b_value);
        auto const may_be_added = [&](Object const& item) { return is_time_stamp(item); };
        if (a.is(Kind::Null))
            return b.is(Kind::Dictionary) && others_same(empty_dictionary(), b, {"Fields", "SigFlags"}) && grows({}, b["Fields"], may_be_added);
        return others_same(a, b, {"Fields", "SigFlags"}) && grows(a["Fields"], b["Fields"], may_be_added);
    }

    bool is_annotations(Object const& a, Object const& b) const {
        return grows(a, b, [&](Object const& item) { return is_time_stamp(item); });
    }

    /// A Form element around a time stamp's widget and nothing else.
    bool is_element(Object const& reference) const {
        Object const* const element = added(reference);
        if (element == nullptr || !now_.at(*element, "S").is_name("Form")) return false;
        static constexpr std::string_view known[] = {"S", "P", "K", "Pg"};
        Object const& content = now_.at(*element, "K");
        return now_.at(content, "Type").is_name("OBJR") && is_time_stamp(content["Obj"]) &&
               std::all_of(element->keys.begin(), element->keys.end(),
                           [](std::string const& key) { return std::find(std::begin(known), std::end(known), key) != std::end(known); });
    }

    /// New keys that lead to new elements, in the root or in new leaves.
    bool is_parent_tree(Object const& a_value, Object const& b_value) const {
        Object const &a = before_.resolve(a_value), &b = now_.resolve(b_value);
        return others_same(a, b, {"Nums", "Kids"}) && are_entries(a["Nums"], b["Nums"]) && grows_or_none(a["Kids"], b["Kids"]);
    }
    bool are_entries(Object const& a_value, Object const& b_value) const {
        Object const &a = before_.resolve(a_value), &b = now_.resolve(b_value);
        if (a.is(Kind::Null) && b.is(Kind::Null)) return true;
        if (!b.is(Kind::Array) || b.items.size() < a.items.size() || b.items.size() % 2 != 0) return false;
        for (std::size_t i = 0; i < a.items.size(); ++i)
            if (!is_same(before_, a.items[i], now_, b.items[i])) return false;
        for (std::size_t i = a.items.size(); i < b.items.size(); i += 2)
            if (!b.items[i].is(Kind::Integer) || b.items[i].integer < next_key_ || !is_element(b.items[i + 1])) return false;
        return true;
    }
    bool grows_or_none(Object const& a, Object const& b) const {
        if (before_.resolve(a).is(Kind::Null) && now_.resolve(b).is(Kind::Null)) return true;
        return grows(a, b, [&](Object const& item) {
            Object const* const leaf = added(item);
            return leaf != nullptr && now_.at(*leaf, "Limits").items.size() == 2 && now_.at(*leaf, "Limits").items[0].integer >= next_key_ &&
                   others_same(empty_dictionary(), *leaf, {"Limits", "Nums"}) && are_entries({}, (*leaf)["Nums"]);
        });
    }

    reader::File const &before_, &now_;
    std::map<std::uint32_t, Part> parts_;
    std::set<std::uint32_t> promised_;
    std::int64_t next_key_ = 0;
    std::vector<std::string> told_;
};

}  // namespace

std::vector<std::string> forbidden_changes(reader::File const& before, reader::File const& now) { return Comparison(before, now).run(); }

}  // namespace offprint::sign
