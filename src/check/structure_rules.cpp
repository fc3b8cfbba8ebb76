// Tags: the structure tree, and what its elements are and may hold. Each is read once, as a long table has more than can be held: what is asked of it alone is
// asked then, what is asked of it among others after that, of what was noted.
#include <algorithm>
#include <array>
#include <memory>
#include <tuple>
#include <utility>

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

/// Of more kids a hostile file could ask, by arrays that many elements share, than there is memory.
constexpr std::size_t kMostKids = 2 * reader::kMostObjects;

bool is_part_of(std::string_view type, std::initializer_list<std::string_view> types) { return std::find(types.begin(), types.end(), type) != types.end(); }

class StructureChecker {
public:
    explicit StructureChecker(Context& context)
        : context_(context), file_(context.file), root_(file_.at(context.catalog(), "StructTreeRoot")), pdf2_((context.report.claims & (kA4 | kUa2)) != 0) {}

    void check() {
        if (!root_.is_dictionary()) return;
        each_entry(file_, root_["IDTree"], "Names", [&](Object const& id, Object const&) { listed_ids_.insert(id.text); });
        read_elements();
        context_.report.elements = context_.elements.size() - 1;
        check_root();
        for (std::size_t i = 1; i < context_.elements.size(); ++i) check_place(i);
        check_headings();
        // Of two elements that hold a mark the first counts.
        std::sort(context_.held_marks.begin(), context_.held_marks.end(),
                  [](HeldMark const& a, HeldMark const& b) { return std::tie(a.page, a.mark, a.element) < std::tie(b.page, b.mark, b.element); });
    }

private:
    /// What stands under K and is still to be looked at: a reference, or an element that is no object of its own.
    struct Open {
        std::uint32_t number = 0;
        std::uint32_t parent = 0, page = 0;  // index of the element that holds it, and number of its page
        std::unique_ptr<Object> direct;
    };

    std::vector<Element> const& elements() const { return context_.elements; }
    std::string_view type_of(std::size_t element) const { return context_.type_of(element); }
    void find(std::string_view rule, std::size_t element, std::string words) { context_.find(rule, elements()[element].number, std::move(words)); }

    /// The type of an element, as `Element::type` says it.
    std::uint32_t noted_type(std::string const& name, std::uint32_t number) {
        if (auto const known = types_.find(name); known != types_.end()) return known->second;
        std::string const type(standard(name, number));
        auto const [it, is_new] = types_.try_emplace(type, static_cast<std::uint32_t>(context_.types.size()));
        if (is_new) context_.types.push_back(type);
        return types_[name] = it->second;
    }

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
        context_.types.emplace_back();
        context_.element_of.resize(file_.size());
        context_.elements.reserve(file_.size());
        add_element(number_of(context_.catalog()["StructTreeRoot"]), 0, 0);
        std::vector<Open> open;
        open_kids(root_, 0, open);
        while (!open.empty()) {
            Open const next = std::move(open.back());
            open.pop_back();
            if (next.number != 0 && context_.element_with(next.number) != 0) {
                context_.find("parent", next.number, "it stands in the tree twice");
                continue;
            }
            if (open.size() > kMostKids || context_.held_marks.size() > kMostKids)
                return context_.find("readable", 0, "its structure tree is too large"), find_ends();
            reader::File::Passing const passing(file_);
            see(next.direct ? *next.direct : file_.object(next.number), next, open);
        }
        find_ends();
    }

    void find_ends() {
        for (std::size_t i = elements().size(); i-- > 1;) {
            std::uint32_t& end = context_.elements[elements()[i].parent].end;
            end = std::max(end, elements()[i].end);
        }
    }

    void add_element(std::uint32_t number, std::uint32_t type, std::uint32_t parent) {
        Element element;
        element.number = number;
        element.type = type;
        element.parent = parent;
        element.end = static_cast<std::uint32_t>(elements().size() + 1);
        context_.elements.push_back(element);
    }

    /// Marks that stand under K themselves are noted, all else is left to be looked at.
    void open_kids(Object const& holder, std::uint32_t index, std::vector<Open>& open) {
        Object const& kids = holder["K"];
        Object const& all = file_.resolve(kids);
        std::uint32_t const page = number_of(holder["Pg"]);
        auto const push = [&](Object const& kid) {
            if (kid.is(Kind::Integer)) {
                note_mark(kid.integer, page, index);
            } else if (kid.is(Kind::Reference)) {
                open.push_back({number_of(kid), index, page, nullptr});
            } else if (kid.is_dictionary() && !see_content(kid, page, index)) {
                open.push_back({0, index, page, std::make_unique<Object>(kid)});
            }
        };
        if (!all.is(Kind::Array)) return push(kids);
        for (std::size_t i = all.items.size(); i-- > 0;) push(all.items[i]);
    }

    /// Whether it is content of its holder; it is then noted.
    bool see_content(Object const& value, std::uint32_t page, std::uint32_t holder) {
        if (value.is(Kind::Integer)) {
            note_mark(value.integer, page, holder);
        } else if (value["Type"].is_name("MCR")) {
            if (value["Stm"].is(Kind::Null))
                note_mark(file_.resolve(value["MCID"]).integer, value["Pg"].is(Kind::Null) ? page : number_of(value["Pg"]), holder);
            context_.elements[holder].has_content = true;
        } else if (value["Type"].is_name("OBJR")) {
            context_.elements[holder].has_content = true;
        } else {
            return false;
        }
        return true;
    }

    void note_mark(std::int64_t mark, std::uint32_t page, std::uint32_t holder) {
        context_.elements[holder].has_content = true;
        context_.held_marks.push_back({page, as_mark(mark), holder});
    }

    void see(Object const& unresolved, Open const& from, std::vector<Open>& open) {
        Object const& value = file_.resolve(unresolved);
        if (see_content(value, from.page, from.parent) || !file_.resolve(value["S"]).is(Kind::Name)) return;
        auto const index = static_cast<std::uint32_t>(elements().size());
        if (from.number != 0 && from.number < context_.element_of.size()) context_.element_of[from.number] = index;
        add_element(from.number, noted_type(file_.resolve(value["S"]).text, from.number), from.parent);
        if (from.direct) context_.direct.emplace(index, *from.direct);
        check_value(index, value);
        if (from.number != 0) check_object(context_, from.number, value);
        open_kids(value, index, open);
    }

    /// What is asked of an element by itself.
    void check_value(std::size_t index, Object const& value) {
        Element& element = context_.elements[index];
        std::string_view const type = type_of(index);
        if (!value["P"].is(Kind::Reference))
            find("parent", index, "P is missing");
        else if (elements()[element.parent].number != 0 && number_of(value["P"]) != elements()[element.parent].number)
            find("parent", index, "P names another element");
        if (type == "Figure") {
            if (!has_words(value)) find("figure-words", index, "neither Alt nor ActualText");
            if (attribute(value, "Layout", "BBox").items.size() != 4) find("figure-box", index, "it has no BBox");
        }
        if (type == "Formula" && !has_words(value)) find("formula-words", index, "neither Alt nor ActualText");
        if (type == "TH") {
            Object const& scope = attribute(value, "Table", "Scope");
            if (!scope.is(Kind::Name)) find("header-scope", index, "it has none");
            element.heads_rows = scope.text == "Row" || scope.text == "Both";
            element.heads_columns = scope.text == "Column" || scope.text == "Both";
        }
        if (type == "TH" || type == "TD") {
            element.is_spanned = span(value, "ColSpan") > 1 || span(value, "RowSpan") > 1;
            element.names_headers = type == "TD" && !attribute(value, "Table", "Headers").items.empty();
        }
        check_id(index, value);
    }

    void check_id(std::size_t index, Object const& value) {
        std::string const& id = file_.resolve(value["ID"]).text;
        bool const is_note = type_of(index) == "Note";
        if (id.empty()) {
            if (is_note) find("note-id", index, "it has none");
            return;
        }
        if (!ids_.insert(id).second) find(is_note ? "note-id" : "id-tree", index, "two elements have the ID '" + id + "'");
        if (!listed_ids_.contains(id)) find("id-tree", index, "'" + id + "' stands not in it");
    }

    void check_root() {
        std::size_t const kids = count(0);
        if (kids != 1 || type_of(1) != "Document") context_.find("one-document", elements()[0].number, "it holds " + std::to_string(kids) + " elements");
    }

    /// What is asked of an element for where it stands and what it holds.
    void check_place(std::size_t index) {
        Element const& element = elements()[index];
        std::string_view const type = type_of(index), parent = type_of(element.parent);
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
        if (count(index, "H") > 1) find("headings-of-one-kind", index, "it holds more than one H");
    }

    static std::string named(std::string_view type) { return type.empty() ? "the root" : std::string(type); }

    bool has_words(Object const& value) const { return !file_.resolve(value["Alt"]).text.empty() || !value["ActualText"].is(Kind::Null); }

    void check_kids(std::size_t index, std::string_view rule, std::initializer_list<std::string_view> types) {
        context_.each_kid(index, [&](std::size_t kid) {
            if (!is_part_of(type_of(kid), types)) find(rule, kid, std::string(type_of(kid)) + " in " + named(type_of(index)));
        });
    }

    /// Where a kid of a type stands first; -1: nowhere.
    std::ptrdiff_t place_of(std::size_t index, std::string_view type) const {
        std::ptrdiff_t found = -1, at = 0;
        context_.each_kid(index, [&](std::size_t kid) {
            if (found < 0 && type_of(kid) == type) found = at;
            ++at;
        });
        return found;
    }

    /// How many of a type an element holds, or of any.
    std::size_t count(std::size_t index, std::string_view type = {}) const {
        std::size_t found = 0;
        context_.each_kid(index, [&](std::size_t kid) { found += type.empty() || type_of(kid) == type ? 1 : 0; });
        return found;
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

    std::uint32_t span(Object const& cell, std::string_view key) const {
        return static_cast<std::uint32_t>(std::clamp<std::int64_t>(attribute(cell, "Table", key).integer, 1, 10'000));
    }

    void check_table(std::size_t index) {
        check_kids(index, "table-parts", {"TR", "THead", "TBody", "TFoot", "Caption"});
        std::size_t const heads = count(index, "THead"), feet = count(index, "TFoot"), bodies = count(index, "TBody"), captions = count(index, "Caption");
        if (heads > 1 || feet > 1) find("table-part-count", index, "more than one head or foot");
        if (heads + feet > 0 && bodies == 0) find("table-part-count", index, "head or foot without a body");
        std::ptrdiff_t const at = place_of(index, "Caption");
        bool const at_edge = at <= 0 || at + 1 == static_cast<std::ptrdiff_t>(count(index));
        if (captions > 1 || !at_edge) find("table-caption", index, "it stands in between, or there are two");

        TableGrid grid;
        each_cell(index, grid, [](std::size_t, TableGrid::Place, std::uint32_t, std::uint32_t) {});
        if (std::string const fault = grid.finish(); !fault.empty()) return find("table-regular", index, fault);
        check_headers(index, grid);
    }

    /// Puts the cells of a table into an empty grid and calls `use(cell, place, columns, rows)` for each.
    template <class Use>
    void each_cell(std::size_t table, TableGrid& grid, Use const& use) const {
        auto const add_row = [&](std::size_t row) {
            grid.begin_row();
            context_.each_kid(row, [&](std::size_t cell) {
                if (type_of(cell) != "TH" && type_of(cell) != "TD") return;
                std::uint32_t columns = 1, rows = 1;
                if (elements()[cell].is_spanned) {
                    reader::File::Passing const passing(file_);
                    Object const& value = context_.value_of(cell);
                    columns = span(value, "ColSpan");
                    rows = span(value, "RowSpan");
                }
                use(cell, grid.add(columns, rows), columns, rows);
            });
        };
        context_.each_kid(table, [&](std::size_t kid) {
            if (type_of(kid) == "TR") add_row(kid);
            if (!is_part_of(type_of(kid), {"THead", "TBody", "TFoot"})) return;
            context_.each_kid(kid, [&](std::size_t row) {
                if (type_of(row) == "TR") add_row(row);
            });
        });
    }

    /// Of a table that is regular.
    void check_headers(std::size_t table, TableGrid const& whole) {
        std::vector<bool> row_heads(whole.rows()), column_heads(whole.columns());
        bool has_named = false;
        TableGrid heads;
        each_cell(table, heads, [&](std::size_t cell, TableGrid::Place place, std::uint32_t columns, std::uint32_t rows) {
            Element const& element = elements()[cell];
            has_named = has_named || element.names_headers;
            for (std::size_t row = place.row; row < place.row + rows && element.heads_rows; ++row) row_heads[row] = true;
            for (std::size_t column = place.column; column < place.column + columns && element.heads_columns; ++column) column_heads[column] = true;
        });
        std::set<std::string, std::less<>> const ids = has_named ? ids_of_headers(table) : std::set<std::string, std::less<>>();
        TableGrid cells;
        each_cell(table, cells, [&](std::size_t cell, TableGrid::Place place, std::uint32_t columns, std::uint32_t rows) {
            Element const& element = elements()[cell];
            if (element.names_headers) return check_named_headers(cell, ids);
            bool headed = type_of(cell) != "TD";
            for (std::size_t row = place.row; row < place.row + rows && !headed; ++row) headed = row_heads[row];
            for (std::size_t column = place.column; column < place.column + columns && !headed; ++column) headed = column_heads[column];
            // A blank corner has nothing to tell.
            if (!headed && (element.has_content || element.end > cell + 1)) find("table-headers", cell, "no header reaches it");
        });
    }

    std::set<std::string, std::less<>> ids_of_headers(std::size_t table) const {
        std::set<std::string, std::less<>> ids;
        TableGrid grid;
        each_cell(table, grid, [&](std::size_t cell, TableGrid::Place, std::uint32_t, std::uint32_t) {
            if (type_of(cell) != "TH") return;
            reader::File::Passing const passing(file_);
            ids.insert(file_.resolve(context_.value_of(cell)["ID"]).text);
        });
        return ids;
    }

    void check_named_headers(std::size_t cell, std::set<std::string, std::less<>> const& ids) {
        reader::File::Passing const passing(file_);
        for (Object const& id : attribute(context_.value_of(cell), "Table", "Headers").items)
            if (!ids.contains(file_.resolve(id).text)) find("table-headers", cell, "it names a header that its table does not have");
    }

    void check_headings() {
        int last = 0;
        bool numbered = false, plain = false;
        for (std::size_t i = 1; i < elements().size(); ++i) {
            std::string_view const type = type_of(i);
            plain = plain || type == "H";
            if (type.size() != 2 || type[0] != 'H' || type[1] < '1' || type[1] > '6') continue;
            numbered = true;
            int const level = type[1] - '0';
            if (level > last + 1) find("headings", i, std::string(type) + (last == 0 ? " is the first" : " follows H" + std::to_string(last)));
            last = level;
        }
        if (numbered && plain) context_.find("headings-of-one-kind", 0, "there are both");
    }

    Context& context_;
    reader::File const& file_;
    Object const& root_;
    bool pdf2_;
    std::map<std::string, std::uint32_t, std::less<>> types_;  // by the name that elements give: none leads from a type to another
    std::set<std::string, std::less<>> listed_ids_, ids_;      // in the tree of IDs, of elements
};

}  // namespace

void check_structure(Context& context) { StructureChecker(context).check(); }

}  // namespace offprint::check
