// Annotations: links and fields.
#include <algorithm>

#include "check/context.h"

namespace offprint::check {
namespace {

constexpr std::string_view kKinds[] = {"Text",           "Link",      "FreeText",    "Line",      "Square",    "Circle", "Polygon", "PolyLine",
                                       "Highlight",      "Underline", "Squiggly",    "StrikeOut", "Stamp",     "Caret",  "Ink",     "Popup",
                                       "FileAttachment", "Widget",    "PrinterMark", "TrapNet",   "Watermark", "Redact"};
constexpr std::int64_t kInvisible = 1, kHidden = 2, kPrint = 4, kNoView = 32, kToggleNoView = 256;

class AnnotationChecker {
public:
    explicit AnnotationChecker(Context& context) : context_(context), file_(context.file) { read_parents(); }

    void check(std::size_t index) {
        reader::File::Passing const passing(file_);
        context_.read_page(index, page_);
        Object const& list = file_.at(page_, "Annots");
        if (list.items.empty()) return;
        Object const& tabs = file_.resolve(page_["Tabs"]);
        if (!tabs.is_name("S")) context_.find("tab-order", context_.pages[index].number, "Tabs is not S");
        for (Object const& item : list.items) check_one(number_of(item), file_.resolve(item));
    }

private:
    /// Keys of the parent tree that lead to single elements.
    void read_parents() {
        each_entry(file_, file_.at(context_.catalog(), "StructTreeRoot")["ParentTree"], "Nums",
                   [&](Object const& key, Object const& element) { parents_[key.integer] = number_of(element); });
    }

    void check_one(std::uint32_t number, Object const& annotation) {
        std::string const& kind = file_.resolve(annotation["Subtype"]).text;
        if (std::find(std::begin(kKinds), std::end(kKinds), kind) == std::end(kKinds)) context_.find("annotation-kind", number, "'" + kind + "'");
        Object const& flags = file_.resolve(annotation["F"]);
        std::int64_t const bits = flags.integer;
        if (kind != "Popup" && !flags.is(Kind::Integer)) context_.find("annotation-flags", number, "it has none");
        if (flags.is(Kind::Integer) && ((bits & kPrint) == 0 || (bits & (kInvisible | kHidden | kNoView | kToggleNoView)) != 0))
            context_.find("annotation-flags", number, "they are " + std::to_string(bits));
        Object const& area = file_.resolve(annotation["Rect"]);
        double side[4] = {};
        for (std::size_t i = 0; i < 4 && i < area.items.size(); ++i) side[i] = number_in(file_.resolve(area.items[i])).value_or(0);
        bool const seen = side[0] != side[2] || side[1] != side[3];
        if (seen && kind != "Popup" && kind != "Link" && annotation["AP"].is(Kind::Null)) context_.find("annotation-appearance", number, "it has none");
        if (kind == "Widget" && (!annotation["A"].is(Kind::Null) || !annotation["AA"].is(Kind::Null))) context_.find("field-actions", number, "it has actions");
        if ((bits & kHidden) != 0 || is_off(side)) return;
        check_tags(number, annotation, kind);
        if (kind == "Link") check_target(number, annotation);
    }

    /// Whether nothing of it lies on the page.
    bool is_off(double const (&side)[4]) const {
        Object const& crop = file_.resolve(page_["CropBox"]);
        Object const& box = crop.items.size() == 4 ? crop : file_.resolve(page_["MediaBox"]);
        if (box.items.size() != 4) return false;
        double edge[4] = {};
        for (std::size_t i = 0; i < 4; ++i) edge[i] = number_in(file_.resolve(box.items[i])).value_or(0);
        return std::max(side[0], side[2]) < edge[0] || std::min(side[0], side[2]) > edge[2] || std::max(side[1], side[3]) < edge[1] ||
               std::min(side[1], side[3]) > edge[3];
    }

    void check_tags(std::uint32_t number, Object const& annotation, std::string const& kind) {
        Object const& key = file_.resolve(annotation["StructParent"]);
        auto const parent = key.is(Kind::Integer) ? parents_.find(key.integer) : parents_.end();
        std::uint32_t const holder = parent == parents_.end() ? 0 : parent->second;
        bool const is_held = holder < context_.is_element.size() && context_.is_element[holder];
        std::string const alt = is_held ? file_.resolve(file_.object(holder)["Alt"]).text : "";
        bool const says = !file_.resolve(annotation["Contents"]).text.empty() || !alt.empty();
        if (kind != "Widget" && kind != "Popup" && !says) context_.find("annotation-words", number, "it says nothing");
        if (kind == "Link" && !context_.is_element_of(holder, kLink)) context_.find("link-tagged", number, "it lies elsewhere");
        if (kind == "Widget" && !context_.is_element_of(holder, kForm)) context_.find("widget-tagged", number, "it lies elsewhere");
        if (!is_held || (kind != "Link" && kind != "Widget")) return;
        Object const& kids = file_.resolve(file_.object(holder)["K"]);
        auto const refers = [&](Object const& kid) { return file_.resolve(kid)["Obj"].is(Kind::Reference) && number_of(file_.resolve(kid)["Obj"]) == number; };
        if (!refers(kids) && std::none_of(kids.items.begin(), kids.items.end(), refers)) context_.find("parent-tree", number, "its element does not hold it");
    }

    void check_target(std::uint32_t number, Object const& link) {
        Object const& action = file_.resolve(link["A"]);
        bool const goes = action["S"].is_name("GoTo");
        Object const& place = file_.resolve(goes ? action["D"] : link["Dest"]);
        if (place.is(Kind::Null)) return;
        if (goes && file_.resolve(action["SD"]).items.empty()) context_.find("structure-destination", number, "it names a page only");
        if (!goes) context_.find("structure-destination", number, "it names a page only");
        if (place.is(Kind::Array) && !place.items.empty() && !context_.page_of.contains(number_of(place.items[0])))
            context_.find("link-target", number, "it leads to no page of this file");
    }

    Context& context_;
    reader::File const& file_;
    std::map<std::int64_t, std::uint32_t> parents_;
    Object page_;  // the one that is looked at
};

}  // namespace

void check_annotations(Context& context) {
    AnnotationChecker checker(context);
    for (std::size_t index = 0; index < context.pages.size(); ++index) checker.check(index);
    for (Object const& item : context.file.at(context.file.at(context.catalog(), "AcroForm"), "Fields").items)
        if (!context.file.resolve(item)["AA"].is(Kind::Null)) context.find("field-actions", number_of(item), "it has AA");
}

}  // namespace offprint::check
