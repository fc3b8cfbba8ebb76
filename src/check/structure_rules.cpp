// Tags: the structure tree, what its elements may hold, and that marks and elements lead to each other.
#include <algorithm>
#include <array>

#include "check/context.h"
#include "check/table_grid.h"

namespace offprint::check {
namespace {

/// Standard types of PDF 1.7 (ISO 32000-1, 14.8.4) and those that PDF 2.0 adds.
constexpr std::string_view kStandard[] = {"Document",  "Part",    "Art",   "Sect",    "Div",       "BlockQuote", "Caption", "TOC",     "TOCI",  "Index",
                                          "NonStruct", "Private", "P",     "H",       "H1",        "H2",         "H3",      "H4",      "H5",    "H6",
                                          "L",         "LI",      "Lbl",   "LBody",   "Table",     "TR",         "TH",      "TD",      "THead", "TBody",
                                          "TFoot",     "Span",    "Quote", "Note",    "Reference", "BibEntry",   "Code",    "Link",    "Annot", "Ruby",
                                          "RB",        "RT",      "RP",    "Warichu", "WT",        "WP",         "Figure",  "Formula", "Form"};
constexpr std::string_view kStandard2[] = {"DocumentFragment", "Aside", "Title", "FENote", "Sub", "Em", "Strong", "Artifact"};

bool is_standard(std::string_view type, bool pdf2) {
    if (std::find(std::begin(kStandard), std::end(kStandard), type) != std::end(kStandard)) return true;
    return pdf2 && std::find(std::begin(kStandard2), std::end(kStandard2), type) != std::end(kStandard2);
}

bool is_part_of(std::string_view type, std::initializer_list<std::string_view> types) { return std::find(types.begin(), types.end(), type) != types.end(); }

class StructureChecker {
public:
    explicit StructureChecker(Context& context)
        : context_(context), file_(context.file), root_(file_.at(context.catalog(), "StructTreeRoot")), pdf2_((context.report.claims & (kA4 | kUa2)) != 0) {}

    void check() {
        if (!root_.is_dictionary()) return;
        read_elements();
        context_.report.elements = context_.elements.size() - 1;
        check_root();
        for (std::size_t i = 1; i < context_.elements.size(); ++i) check_element(i);
        check_headings();
        check_ids();
        check_parent_tree();
    }

private:
    std::vector<Element> const& elements() const { return context_.elements; }
    void find(std::string_view rule, std::size_t element, std::string words) { context_.find(rule, elements()[element].number, std::move(words)); }

    /// The standard type that a type stands for; itself where there is none.
    std::string_view standard(std::string_view type, std::uint32_t number) {
        Object const& map = file_.at(root_, "RoleMap");
        auto const next_of = [&](std::string_view of) -> std::string_view {
            Object const& next = file_.resolve(map[of]);
            return next.is(Kind::Name) ? std::string_view(next.text) : std::string_view{};
        };
        if (is_standard(type, pdf2_)) {
            std::string_view const other = next_of(type);
            if (other == type) context_.find("role-cycle", number, std::string(type));
            if (!other.empty() && other != type) context_.find("role-standard", number, std::string(type) + " stands for " + std::string(other));
            return type;
        }
        std::set<std::string_view> seen;
        while (!is_standard(type, pdf2_)) {
            if (!seen.insert(type).second) return context_.find("role-cycle", number, std::string(type)), type;
            std::string_view const next = next_of(type);
            if (next.empty()) return context_.find("role", number, "'" + std::string(type) + "' stands for nothing"), type;
            type = next;
        }
        return type;
    }

    void read_elements() {
        struct Open {
            Object const* kid;
            std::size_t parent;
        };
        context_.elements.push_back({number_of(context_.catalog()["StructTreeRoot"]), &root_, {}, 0, {}, false, 0});
        std::vector<Open> open;
        auto const push = [&](Object const& kids, std::size_t parent) {
            Object const& all = file_.resolve(kids);
            if (!all.is(Kind::Array)) return open.push_back({&kids, parent});
            for (std::size_t i = all.items.size(); i-- > 0;) open.push_back({&all.items[i], parent});
        };
        push(root_["K"], 0);
        while (!open.empty()) {
            auto const [kid, parent] = open.back();
            open.pop_back();
            Object const& value = file_.resolve(*kid);
            Element& holder = context_.elements[parent];
            if (value.is(Kind::Integer)) {
                holder.has_content = true;
                note_mark(*holder.value, *holder.value, value.integer, parent);
            } else if (value["Type"].is_name("MCR")) {
                holder.has_content = true;
                note_mark(value, *holder.value, file_.resolve(value["MCID"]).integer, parent);
            } else if (value["Type"].is_name("OBJR")) {
                holder.has_content = true;
                ++holder.object_kids;
            } else if (value["S"].is(Kind::Name) || file_.resolve(value["S"]).is(Kind::Name)) {
                std::uint32_t const number = number_of(*kid);
                std::size_t const index = context_.elements.size();
                if (number != 0 && !context_.element_of.emplace(number, index).second) {
                    context_.find("parent", number, "it stands in the tree twice");
                    continue;
                }
                holder.kids.push_back(index);
                context_.elements.push_back({number, &value, standard(file_.resolve(value["S"]).text, number), parent, {}, false, 0});
                push(value["K"], index);
            }
        }
    }

    void note_mark(Object const& reference, Object const& holder, std::int64_t mark, std::size_t element) {
        Object const& page = reference["Pg"].is(Kind::Null) ? holder["Pg"] : reference["Pg"];
        if (reference["Stm"].is(Kind::Null)) marks_.emplace(std::pair(number_of(page), mark), element);
    }

    void check_root() {
        std::vector<std::size_t> const& kids = elements()[0].kids;
        if (kids.size() != 1 || elements()[kids[0]].type != "Document")
            context_.find("one-document", elements()[0].number, "it holds " + std::to_string(kids.size()) + " elements");
    }

    void check_element(std::size_t index) {
        Element const& element = elements()[index];
        Object const& value = *element.value;
        std::string_view const type = element.type, parent = elements()[element.parent].type;
        if (!value["P"].is(Kind::Reference))
            find("parent", index, "P is missing");
        else if (elements()[element.parent].number != 0 && number_of(value["P"]) != elements()[element.parent].number)
            find("parent", index, "P names another element");
        if (type == "Figure") {
            if (!has_words(value)) find("figure-words", index, "neither Alt nor ActualText");
            if (attribute(value, "Layout", "BBox").items.size() != 4) find("figure-box", index, "it has no BBox");
        }
        if (type == "Formula" && !has_words(value)) find("formula-words", index, "neither Alt nor ActualText");
        if (type == "Table") check_table(index);
        if (is_part_of(type, {"THead", "TBody", "TFoot"})) {
            if (parent != "Table") find("table-parts", index, std::string(type) + " in " + named(parent));
            check_kids(index, "table-parts", {"TR"});
        }
        if (type == "TR") {
            if (!is_part_of(parent, {"Table", "THead", "TBody", "TFoot"})) find("table-rows", index, "TR in " + named(parent));
            check_kids(index, "table-rows", {"TH", "TD"});
        }
        if ((type == "TH" || type == "TD") && parent != "TR") find("table-rows", index, std::string(type) + " in " + named(parent));
        if (type == "TH" && !attribute(value, "Table", "Scope").is(Kind::Name)) find("header-scope", index, "it has none");
        if (is_part_of(type, {"Table", "THead", "TBody", "TFoot"}) && element.has_content)
            find("table-parts", index, "text stands in " + std::string(type) + " itself");
        if (type == "TR" && element.has_content) find("table-rows", index, "text stands in TR itself");
        if (type == "TOC" && element.has_content) find("contents-parts", index, "text stands in TOC itself");
        if (type == "L") check_list(index);
        if (type == "LI") {
            if (parent != "L") find("list-parts", index, "LI in " + named(parent));
            check_kids(index, "list-parts", {"Lbl", "LBody"});
        }
        if (type == "LBody" && parent != "LI") find("list-parts", index, "LBody in " + named(parent));
        if (type == "TOC") {
            check_kids(index, "contents-parts", {"TOC", "TOCI", "Caption"});
            if (place_of(index, "Caption") > 0) find("contents-parts", index, "its Caption is not first");
        }
        if (type == "TOCI" && parent != "TOC") find("contents-parts", index, "TOCI in " + named(parent));
        if (std::count_if(element.kids.begin(), element.kids.end(), [&](std::size_t kid) { return elements()[kid].type == "H"; }) > 1)
            find("headings-of-one-kind", index, "it holds more than one H");
    }

    static std::string named(std::string_view type) { return type.empty() ? "the root" : std::string(type); }

    bool has_words(Object const& value) const { return !file_.resolve(value["Alt"]).text.empty() || !value["ActualText"].is(Kind::Null); }

    void check_kids(std::size_t index, std::string_view rule, std::initializer_list<std::string_view> types) {
        for (std::size_t const kid : elements()[index].kids)
            if (!is_part_of(elements()[kid].type, types)) find(rule, kid, std::string(elements()[kid].type) + " in " + named(elements()[index].type));
    }

    /// Where a kid of a type stands first; -1: nowhere.
    std::ptrdiff_t place_of(std::size_t index, std::string_view type) const {
        std::vector<std::size_t> const& kids = elements()[index].kids;
        auto const it = std::find_if(kids.begin(), kids.end(), [&](std::size_t kid) { return elements()[kid].type == type; });
        return it == kids.end() ? -1 : it - kids.begin();
    }

    std::size_t count(std::size_t index, std::string_view type) const {
        std::vector<std::size_t> const& kids = elements()[index].kids;
        return static_cast<std::size_t>(std::count_if(kids.begin(), kids.end(), [&](std::size_t kid) { return elements()[kid].type == type; }));
    }

    void check_list(std::size_t index) {
        check_kids(index, "list-parts", {"L", "LI", "Caption"});
        if (place_of(index, "Caption") > 0 || count(index, "Caption") > 1) find("list-parts", index, "its Caption is not first");
    }

    /// An attribute of an owner (14.7.5).
    Object const& attribute(Object const& value, std::string_view owner, std::string_view key) const {
        Object const& all = file_.resolve(value["A"]);
        if (all.is_dictionary()) return file_.resolve(file_.resolve(all["O"]).is_name(owner) ? all[key] : all[""]);
        for (Object const& item : all.items) {
            Object const& one = file_.resolve(item);
            if (one.is_dictionary() && file_.resolve(one["O"]).is_name(owner) && !one[key].is(Kind::Null)) return file_.resolve(one[key]);
        }
        return all[""];
    }

    std::size_t span(Object const& cell, std::string_view key) const {
        return static_cast<std::size_t>(std::clamp<std::int64_t>(attribute(cell, "Table", key).integer, 1, 10'000));
    }

    void check_table(std::size_t index) {
        check_kids(index, "table-parts", {"TR", "THead", "TBody", "TFoot", "Caption"});
        std::size_t const heads = count(index, "THead"), feet = count(index, "TFoot"), bodies = count(index, "TBody"), captions = count(index, "Caption");
        if (heads > 1 || feet > 1) find("table-part-count", index, "more than one head or foot");
        if (heads + feet > 0 && bodies == 0) find("table-part-count", index, "head or foot without a body");
        std::ptrdiff_t const at = place_of(index, "Caption");
        bool const at_edge = at <= 0 || at + 1 == static_cast<std::ptrdiff_t>(elements()[index].kids.size());
        if (captions > 1 || !at_edge) find("table-caption", index, "it stands in between, or there are two");

        TableGrid grid;
        auto const add_row = [&](std::size_t row) {
            grid.begin_row();
            for (std::size_t const cell : elements()[row].kids) {
                Element const& element = elements()[cell];
                if (element.type == "TH" || element.type == "TD") grid.add(cell, span(*element.value, "ColSpan"), span(*element.value, "RowSpan"));
            }
        };
        for (std::size_t const kid : elements()[index].kids) {
            if (elements()[kid].type == "TR") add_row(kid);
            if (!is_part_of(elements()[kid].type, {"THead", "TBody", "TFoot"})) continue;
            for (std::size_t const row : elements()[kid].kids)
                if (elements()[row].type == "TR") add_row(row);
        }
        if (std::string const fault = grid.finish(); !fault.empty()) return find("table-regular", index, fault);
        check_headers(grid);
    }

    void check_headers(TableGrid const& grid) {
        std::set<std::string, std::less<>> ids;
        std::vector<bool> row_heads(grid.rows()), column_heads(grid.columns());
        for (TableGrid::Cell const& cell : grid.cells()) {
            Element const& element = elements()[cell.element];
            if (element.type != "TH") continue;
            ids.insert(file_.resolve((*element.value)["ID"]).text);
            std::string const& scope = attribute(*element.value, "Table", "Scope").text;
            for (std::size_t row = cell.row; row < cell.row + cell.rows && (scope == "Row" || scope == "Both"); ++row) row_heads[row] = true;
            for (std::size_t column = cell.column; column < cell.column + cell.columns && (scope == "Column" || scope == "Both"); ++column)
                column_heads[column] = true;
        }
        for (TableGrid::Cell const& cell : grid.cells()) {
            Element const& element = elements()[cell.element];
            if (element.type != "TD") continue;
            Object const& named = attribute(*element.value, "Table", "Headers");
            if (!named.items.empty()) {
                for (Object const& id : named.items)
                    if (!ids.contains(file_.resolve(id).text)) find("table-headers", cell.element, "it names a header that its table does not have");
                continue;
            }
            bool headed = false;
            for (std::size_t row = cell.row; row < cell.row + cell.rows; ++row) headed = headed || row_heads[row];
            for (std::size_t column = cell.column; column < cell.column + cell.columns; ++column) headed = headed || column_heads[column];
            // A blank corner has nothing to tell.
            if (!headed && (element.has_content || !element.kids.empty())) find("table-headers", cell.element, "no header reaches it");
        }
    }

    void check_headings() {
        int last = 0;
        bool numbered = false, plain = false;
        for (std::size_t i = 1; i < elements().size(); ++i) {
            std::string_view const type = elements()[i].type;
            plain = plain || type == "H";
            if (type.size() != 2 || type[0] != 'H' || type[1] < '1' || type[1] > '6') continue;
            numbered = true;
            int const level = type[1] - '0';
            if (level > last + 1) find("headings", i, std::string(type) + (last == 0 ? " is the first" : " follows H" + std::to_string(last)));
            last = level;
        }
        if (numbered && plain) context_.find("headings-of-one-kind", 0, "there are both");
    }

    void check_ids() {
        std::set<std::string, std::less<>> in_tree, seen;
        each_entry(file_, file_.at(root_, "IDTree"), "Names", [&](Object const& id, Object const&) { in_tree.insert(id.text); });
        for (std::size_t i = 1; i < elements().size(); ++i) {
            std::string const& id = file_.resolve((*elements()[i].value)["ID"]).text;
            bool const is_note = elements()[i].type == "Note";
            if (id.empty()) {
                if (is_note) find("note-id", i, "it has none");
                continue;
            }
            if (!seen.insert(id).second) find(is_note ? "note-id" : "id-tree", i, "two elements have the ID '" + id + "'");
            if (!in_tree.contains(id)) find("id-tree", i, "'" + id + "' stands not in it");
        }
    }

    void check_parent_tree() {
        std::map<std::int64_t, Object const*> lists;
        each_entry(file_, file_.at(root_, "ParentTree"), "Nums", [&](Object const& key, Object const& list) { lists[key.integer] = &list; });
        for (PageFacts const& page : context_.pages) {
            Object const& key = file_.resolve((*page.value)["StructParents"]);
            auto const list = key.is(Kind::Integer) ? lists.find(key.integer) : lists.end();
            Object const* const parents = list == lists.end() ? nullptr : &file_.resolve(*list->second);
            for (std::int64_t const mark : page.marks) {
                auto const holder = marks_.find({page.number, mark});
                if (holder == marks_.end()) {
                    context_.find("parent-tree", page.number, "no element holds mark " + std::to_string(mark));
                    continue;
                }
                bool const listed = parents != nullptr && mark >= 0 && static_cast<std::size_t>(mark) < parents->items.size();
                if (!listed || number_of(parents->items[static_cast<std::size_t>(mark)]) != elements()[holder->second].number)
                    context_.find("parent-tree", page.number, "mark " + std::to_string(mark) + " does not lead to its element");
            }
        }
        for (auto const& [mark, element] : marks_) {
            auto const page = context_.page_of.find(mark.first);
            if (page == context_.page_of.end() || !context_.pages[page->second].marks.contains(mark.second))
                find("parent-tree", element, "mark " + std::to_string(mark.second) + " is nowhere on its page");
        }
    }

    Context& context_;
    reader::File const& file_;
    Object const& root_;
    bool pdf2_;
    std::map<std::pair<std::uint32_t, std::int64_t>, std::size_t> marks_;  // page and MCID to the element that holds it
};

}  // namespace

void check_structure(Context& context) { StructureChecker(context).check(); }

}  // namespace offprint::check
