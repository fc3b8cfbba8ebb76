// Tags: what elements are and may hold. Each is looked at as it begins and as it ends, as a long table has more than can be held.
#include <algorithm>
#include <deque>

#include "check/structure_walk.h"
#include "check/table_check.h"

namespace offprint::check {
namespace {

bool is_part_of(Tag tag, std::initializer_list<Tag> tags) { return std::find(tags.begin(), tags.end(), tag) != tags.end(); }
bool is_table_part(Tag tag) { return is_part_of(tag, {kTHead, kTBody, kTFoot}); }

/// Findings in the order of the elements that they are about, though they come as these end: of each rule the first.
class OrderedFindings {
public:
    /// What a finding stands behind: of an element what it is found to be as it begins, then what its kids are, then what it is as a whole.
    enum class Stage : std::uint8_t { Begin, Kids, End };
    struct Place {
        std::uint32_t element = 0;
        Stage stage = Stage::Begin;
        std::uint32_t kid = 0;
        auto operator<=>(Place const&) const = default;
    };

    explicit OrderedFindings(Context& context) : context_(context) {}

    void add(std::string_view rule, Place place, std::uint32_t object, std::string words) {
        std::vector<Waiting>& list = of_[rule];
        if (list.size() == kMostFindings && list.back().place <= place) return;
        auto const at = std::upper_bound(list.begin(), list.end(), place, [](Place const& p, Waiting const& waiting) { return p < waiting.place; });
        list.insert(at, {place, object, std::move(words)});
        if (list.size() > kMostFindings) list.pop_back();
    }
    void tell() {
        for (auto& [rule, list] : of_)
            for (Waiting& waiting : list) context_.find(rule, waiting.object, std::move(waiting.words));
    }

private:
    struct Waiting {
        Place place;
        std::uint32_t object;
        std::string words;
    };
    Context& context_;
    std::map<std::string_view, std::vector<Waiting>> of_;
};

using Stage = OrderedFindings::Stage;

/// Attributes and names of an element.
class ElementReader {
public:
    explicit ElementReader(reader::File const& file) : file_(file) {}

    bool has_words(Object const& value) const { return !file_.resolve(value["Alt"]).text.empty() || !value["ActualText"].is(Kind::Null); }
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

private:
    reader::File const& file_;
};

class StructureChecker final : public ElementVisitor {
public:
    explicit StructureChecker(Context& context) : context_(context), file_(context.file), read_(context.file), walk_(context), later_(context) {}

    void check() {
        if (!walk_.has_tree()) return;
        each_entry(file_, walk_.root()["IDTree"], "Names", [&](Object const& id, Object const&) { ids_[id.text].listed = true; });
        read_parent_tree();
        walk_.run(*this);
        context_.held_marks->sort();
        context_.report.elements = walk_.count();
        later_.tell();
        if (root_kids_ != 1 || !begins_with_document_)
            context_.find("one-document", number_of(context_.catalog()["StructTreeRoot"]), "it holds " + std::to_string(root_kids_) + " elements");
        if (numbered_ && plain_) context_.find("headings-of-one-kind", 0, "there are both");
    }

    void begin(Object const& value) override {
        Element const& element = walk_.path().back();
        Element const& parent = walk_.path()[walk_.path().size() - 2];
        note_kid(parent, element.tag);
        open_.emplace_back();
        check_value(element, parent, value);
        check_id(element, value);
        if (element.number != 0) check_object(context_, element.number, value);
        check_heading(element);
        check_place(element, parent);
        check_as_kid(element, parent);
        begin_in_table(element, parent, value);
    }

    void hold(Element const& element, std::uint32_t page, std::int64_t mark) override {
        context_.held_marks->hold({page, as_mark(mark), element.order, element.number});
    }

    void end() override {
        Element const& element = walk_.path().back();
        Open const& open = open_.back();
        end_in_table(element, open);
        if (element.tag == kTOC && open.caption > 0) tell("contents-parts", element, Stage::End, "its Caption is not first");
        if (element.tag == kL && (open.caption > 0 || open.captions > 1)) tell("list-parts", element, Stage::End, "its Caption is not first");
        if (element.has_content && (element.tag == kTable || is_table_part(element.tag)))
            tell("table-parts", element, Stage::End, "text stands in " + context_.types[element.tag] + " itself");
        if (element.has_content && element.tag == kTR) tell("table-rows", element, Stage::End, "text stands in TR itself");
        if (element.has_content && element.tag == kTOC) tell("contents-parts", element, Stage::Begin, "text stands in TOC itself");
        if (open.plain_headings > 1) tell("headings-of-one-kind", element, Stage::End, "it holds more than one H");
        open_.pop_back();
    }

private:
    /// What is known of an element until it ends: which kids it had, and what it is to a table.
    struct Open {
        std::uint32_t kids = 0;
        std::int32_t caption = -1;                                                       // place of the first
        std::uint8_t captions = 0, heads = 0, feet = 0, bodies = 0, plain_headings = 0;  // as far as two
        bool is_row = false, is_cell = false;
    };
    struct Id {
        bool listed = false, used = false;  // in the tree of IDs, by an element
    };

    void tell(std::string_view rule, Element const& element, Stage stage, std::string words) {
        later_.add(rule, {element.order, stage, 0}, element.number, std::move(words));
    }
    std::string named(Tag tag) const { return tag == kRoot ? "the root" : context_.types[tag]; }

    /// What the marks of pages lead to.
    void read_parent_tree() {
        // It will be read again, with all objects; what cannot be read is told then.
        reader::File::Passing const passing(file_, reader::File::Passing::Faults::Untold);
        HeldMarks& marks = context_.held_marks.emplace();
        each_entry(file_, walk_.root()["ParentTree"], "Nums", [&](Object const& key, Object const& value) {
            if (marks.is_full()) return;
            Object const& parents = file_.resolve(value);
            if (!parents.is(Kind::Array)) return;
            std::vector<std::uint32_t> list;
            for (Object const& parent : parents.items) {
                if (!parent.is(Kind::References)) list.push_back(number_of(parent));
                for (std::size_t i = 0; parent.is(Kind::References) && i < parent.packed(); ++i) list.push_back(parent.packed(i));
            }
            marks.add_list(key.integer, list);
        });
        for (Page const& page : context_.pages)
            if (page.parents) marks.set_page(*page.parents, page.number);
        marks.begin_marks();
    }

    void note_kid(Element const& parent, Tag tag) {
        if (parent.order == 0) {
            if (root_kids_ == 0) begins_with_document_ = tag == kDocument;
            ++root_kids_;
            return;
        }
        Open& open = open_.back();
        auto const count = [](std::uint8_t& of) { of = static_cast<std::uint8_t>(std::min(of + 1, 2)); };
        if (tag == kCaption) {
            if (open.captions == 0) open.caption = static_cast<std::int32_t>(open.kids);
            count(open.captions);
        }
        if (tag == kTHead) count(open.heads);
        if (tag == kTFoot) count(open.feet);
        if (tag == kTBody) count(open.bodies);
        if (tag == kH) count(open.plain_headings);
        ++open.kids;
    }

    /// What is asked of an element by itself.
    void check_value(Element const& element, Element const& parent, Object const& value) {
        auto const find = [&](std::string_view rule, char const* words) { context_.find(rule, element.number, words); };
        if (!value["P"].is(Kind::Reference))
            find("parent", "P is missing");
        else if (parent.number != 0 && number_of(value["P"]) != parent.number)
            find("parent", "P names another element");
        if (element.tag == kFigure) {
            if (!read_.has_words(value)) find("figure-words", "neither Alt nor ActualText");
            if (read_.attribute(value, "Layout", "BBox").items.size() != 4) find("figure-box", "it has no BBox");
        }
        if (element.tag == kFormula && !read_.has_words(value)) find("formula-words", "neither Alt nor ActualText");
        if (element.tag == kTH && !read_.attribute(value, "Table", "Scope").is(Kind::Name)) find("header-scope", "it has none");
    }

    void check_id(Element const& element, Object const& value) {
        std::string const& id = file_.resolve(value["ID"]).text;
        bool const is_note = element.tag == kNote;
        if (id.empty()) {
            if (is_note) context_.find("note-id", element.number, "it has none");
            return;
        }
        Id& known = ids_[id];
        if (known.used) context_.find(is_note ? "note-id" : "id-tree", element.number, "two elements have the ID '" + id + "'");
        if (!known.listed) context_.find("id-tree", element.number, "'" + id + "' stands not in it");
        known.used = true;
    }

    void check_heading(Element const& element) {
        plain_ = plain_ || element.tag == kH;
        if (element.tag < kH1 || element.tag > kH6) return;
        numbered_ = true;
        int const level = static_cast<int>(element.tag - kH1) + 1;
        if (level > last_heading_ + 1)
            context_.find("headings", element.number,
                          context_.types[element.tag] + (last_heading_ == 0 ? " is the first" : " follows H" + std::to_string(last_heading_)));
        last_heading_ = level;
    }

    /// Whether it stands where its type may.
    void check_place(Element const& element, Element const& parent) {
        Tag const tag = element.tag, in = parent.tag;
        auto const is_wrong = [&](std::string_view rule) { tell(rule, element, Stage::Begin, context_.types[tag] + " in " + named(in)); };
        if (is_table_part(tag) && in != kTable) is_wrong("table-parts");
        if (tag == kTR && in != kTable && !is_table_part(in)) is_wrong("table-rows");
        if ((tag == kTH || tag == kTD) && in != kTR) is_wrong("table-rows");
        if (tag == kLI && in != kL) is_wrong("list-parts");
        if (tag == kLBody && in != kLI) is_wrong("list-parts");
        if (tag == kTOCI && in != kTOC) is_wrong("contents-parts");
    }

    /// Whether what holds it may.
    void check_as_kid(Element const& element, Element const& parent) {
        auto const allow = [&](std::string_view rule, std::initializer_list<Tag> tags) {
            if (is_part_of(element.tag, tags)) return;
            later_.add(rule, {parent.order, Stage::Kids, element.order}, element.number, context_.types[element.tag] + " in " + named(parent.tag));
        };
        switch (parent.tag) {
            case kTable: return allow("table-parts", {kTR, kTHead, kTBody, kTFoot, kCaption});
            case kTHead:
            case kTBody:
            case kTFoot: return allow("table-parts", {kTR});
            case kTR: return allow("table-rows", {kTH, kTD});
            case kL: return allow("list-parts", {kL, kLI, kCaption});
            case kLI: return allow("list-parts", {kLbl, kLBody});
            case kTOC: return allow("contents-parts", {kTOC, kTOCI, kCaption});
            default: return;
        }
    }

    void begin_in_table(Element const& element, Element const& parent, Object const& value) {
        if (element.tag == kTable) tables_.emplace_back();
        if (element.tag == kTR) {
            bool const in_part = is_table_part(parent.tag) && walk_.path()[walk_.path().size() - 3].tag == kTable;
            open_.back().is_row = parent.tag == kTable || in_part;
            if (open_.back().is_row) tables_.back().begin_row();
        }
        if ((element.tag == kTH || element.tag == kTD) && parent.tag == kTR && open_[open_.size() - 2].is_row) begin_cell(element, value);
    }

    void begin_cell(Element const& element, Object const& value) {
        open_.back().is_cell = true;
        TableCheck::Cell cell;
        cell.order = element.order;
        cell.number = element.number;
        cell.columns = read_.span(value, "ColSpan");
        cell.rows = read_.span(value, "RowSpan");
        cell.is_header = element.tag == kTH;
        if (cell.is_header) {
            std::string const& scope = read_.attribute(value, "Table", "Scope").text;
            cell.heads_rows = scope == "Row" || scope == "Both";
            cell.heads_columns = scope == "Column" || scope == "Both";
            return tables_.back().begin_cell(cell, file_.resolve(value["ID"]).text);
        }
        Object const& headers = read_.attribute(value, "Table", "Headers");
        cell.names_headers = !headers.items.empty();
        tables_.back().begin_cell(cell, {});
        for (Object const& id : headers.items) tables_.back().name_header(file_.resolve(id).text);
    }

    void end_in_table(Element const& element, Open const& open) {
        if (open.is_cell) tables_.back().end_cell(!element.has_content && open.kids == 0);
        if (open.is_row) tables_.back().end_row();
        if (element.tag != kTable) return;
        if (open.heads > 1 || open.feet > 1) tell("table-part-count", element, Stage::End, "more than one head or foot");
        if (open.heads + open.feet > 0 && open.bodies == 0) tell("table-part-count", element, Stage::End, "head or foot without a body");
        bool const at_edge = open.caption <= 0 || static_cast<std::uint32_t>(open.caption) + 1 == open.kids;
        if (open.captions > 1 || !at_edge) tell("table-caption", element, Stage::End, "it stands in between, or there are two");
        end_table(element, tables_.back());
        tables_.pop_back();
    }

    void end_table(Element const& element, TableCheck& table) {
        if (std::string const fault = table.finish(); !fault.empty()) return tell("table-regular", element, Stage::End, fault);
        for (TableCheck::Fault const& fault : table.faults()) later_.add("table-headers", {element.order, Stage::Kids, fault.order}, fault.number, fault.words);
    }

    Context& context_;
    reader::File const& file_;
    ElementReader read_;
    StructureWalk walk_;
    OrderedFindings later_;
    std::vector<Open> open_;         // by element of the path, but for the root
    std::deque<TableCheck> tables_;  // that are open
    std::map<std::string, Id> ids_;
    std::uint32_t root_kids_ = 0;
    bool begins_with_document_ = false, numbered_ = false, plain_ = false;
    int last_heading_ = 0;
};

}  // namespace

void check_structure(Context& context) { StructureChecker(context).check(); }

}  // namespace offprint::check
