#include "reader/structure.h"

#include <algorithm>
#include <set>

#include "reader/attachments.h"

namespace offprint::reader {
namespace {

using Kind = Object::Kind;

class TreeReader {
public:
    TreeReader(File const& file, std::vector<Object const*> const& pages, std::string& error)
        : file_(file), root_(file.at(file.at(file.trailer(), "Root"), "StructTreeRoot")), roles_(file.at(root_, "RoleMap")), error_(error) {
        for (std::size_t i = 0; i < pages.size(); ++i) page_numbers_.emplace(pages[i], i);
    }

    std::optional<Structure> run() {
        if (root_.is(Kind::Null)) return Structure{};
        out_.elements.emplace_back();
        out_.elements[0].type = "Document";
        if (!read_kids(root_, 0, nullptr, 0)) return std::nullopt;
        return std::move(out_);
    }

private:
    bool fail(char const* why) { return error_ = why, false; }

    bool read_kids(Object const& node, std::size_t owner, Object const* page, std::size_t depth) {
        if (depth > kDeepestElement) return fail("the structure tree is nested too deeply");
        Object const& own_page = file_.at(node, "Pg");
        if (own_page.is_dictionary()) page = &own_page;
        Object const& kids = file_.at(node, "K");
        if (!kids.is(Kind::Array)) return read_kid(kids, owner, page, depth);
        return std::all_of(kids.items.begin(), kids.items.end(), [&](Object const& kid) { return read_kid(file_.resolve(kid), owner, page, depth); });
    }

    bool read_kid(Object const& kid, std::size_t owner, Object const* page, std::size_t depth) {
        if (kid.is(Kind::Integer)) return add_mark(owner, page, kid.integer);
        if (!kid.is_dictionary()) return true;
        if (file_.at(kid, "Type").is_name("MCR")) {
            Object const& other = file_.at(kid, "Pg");
            Object const& mark = file_.at(kid, "MCID");
            // Content of a form XObject (Stm) is not read.
            if (!mark.is(Kind::Integer) || !file_.at(kid, "Stm").is(Kind::Null)) return true;
            return add_mark(owner, other.is_dictionary() ? &other : page, mark.integer);
        }
        if (file_.at(kid, "Type").is_name("OBJR")) return true;
        if (!seen_.insert(&kid).second) return fail("the structure tree leads back to itself");
        if (out_.elements.size() >= kMostElements) return fail("the structure tree has too many elements");
        std::size_t const index = out_.elements.size();
        out_.elements.push_back(element_of(kid));
        Kid link;
        link.element = index;
        out_.elements[owner].kids.push_back(link);
        return read_kids(kid, index, page, depth + 1);
    }

    bool add_mark(std::size_t owner, Object const* page, std::int64_t mark) {
        auto const it = page_numbers_.find(page);
        if (it == page_numbers_.end()) return true;
        if (++marks_ > kMostElements) return fail("the structure tree has too many marks");
        Kid kid;
        kid.is_mark = true;
        kid.page = it->second;
        kid.mark = mark;
        out_.elements[owner].kids.push_back(kid);
        return true;
    }

    Element element_of(Object const& node) {
        Element element;
        element.type = standard_type(file_.at(node, "S").text);
        element.alt = text_of(file_.at(node, "Alt").text);
        element.actual_text = text_of(file_.at(node, "ActualText").text);
        element.title = text_of(file_.at(node, "T").text);
        Object const& attributes = file_.at(node, "A");
        if (attributes.is(Kind::Array)) {
            for (Object const& item : attributes.items) read_attributes(file_.resolve(item), element);
        } else {
            read_attributes(attributes, element);
        }
        return element;
    }

    void read_attributes(Object const& attributes, Element& element) {
        if (!attributes.is_dictionary()) return;
        auto const span = [&](char const* key, int otherwise) {
            Object const& value = file_.at(attributes, key);
            return value.is(Kind::Integer) ? static_cast<int>(std::clamp<std::int64_t>(value.integer, 1, 10'000)) : otherwise;
        };
        element.row_span = span("RowSpan", element.row_span);
        element.column_span = span("ColSpan", element.column_span);
        if (file_.at(attributes, "Scope").is_name("Row")) element.is_row_head = true;
        if (Object const& box = file_.at(attributes, "BBox"); box.is(Kind::Array)) element.box = box_of(file_, box);
    }

    std::string standard_type(std::string type) const {
        for (int i = 0; i < 8; ++i) {
            Object const& role = file_.at(roles_, type);
            if (!role.is(Kind::Name) || role.text == type) break;
            type = role.text;
        }
        return type;
    }

    File const& file_;
    Object const& root_;
    Object const& roles_;
    std::string& error_;
    std::map<Object const*, std::size_t> page_numbers_;
    std::set<Object const*> seen_;
    std::size_t marks_ = 0;
    Structure out_;
};

}  // namespace

std::optional<Structure> structure(File const& file, std::vector<Object const*> const& pages, std::string& error) {
    return TreeReader(file, pages, error).run();
}

}  // namespace offprint::reader
