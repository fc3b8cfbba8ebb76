#include "check/structure_walk.h"

#include <algorithm>

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

/// Of more kids, and marks among them, a hostile file could ask, by arrays that many elements share, than there is time and memory.
constexpr std::size_t kMostKids = 4 * std::size_t{reader::kMostObjects}, kMostMarks = 2 * std::size_t{reader::kMostObjects};

}  // namespace

StructureWalk::StructureWalk(Context& context)
    : context_(context), file_(context.file), root_(file_.at(context.catalog(), "StructTreeRoot")), pdf2_((context.report.claims & (kA4 | kUa2)) != 0) {}

void StructureWalk::run(ElementVisitor& visitor) {
    visitor_ = &visitor;
    context_.is_element.resize(file_.size());
    Element tree;
    tree.number = number_of(context_.catalog()["StructTreeRoot"]);
    tree.page = number_of(root_["Pg"]);
    begin(tree, root_);
    Object value;
    while (!path_.empty()) {
        if (open_.size() == begins_.back()) {
            end();
            continue;
        }
        Kids& next = open_.back();
        std::uint32_t const number = next.number;
        std::unique_ptr<Object> const direct = std::move(next.direct);
        next.number += next.step;
        if (--next.count == 0) open_.pop_back();
        if (kids_ > kMostKids || marks_ > kMostMarks) {
            context_.find("readable", 0, "its structure tree is too large");
            while (!path_.empty()) end();
            return;
        }
        if (number != 0 && number < context_.is_element.size() && context_.is_element[number]) {
            context_.find("parent", number, "it stands in the tree twice");
            continue;
        }
        reader::File::Passing const passing(file_);
        if (!direct) read_resolved(file_, number, value);
        see(direct ? *direct : value, number);
    }
}

void StructureWalk::see(Object const& value, std::uint32_t number) {
    if (see_content(value, path_.back())) return;
    Object const& type = file_.resolve(value["S"]);
    if (!type.is(Kind::Name)) return;
    if (number < context_.is_element.size()) context_.is_element[number] = number != 0;
    Element element;
    element.order = ++count_;
    element.number = number;
    element.tag = tag_of(type.text, number);
    element.page = number_of(value["Pg"]);
    begin(element, value);
}

void StructureWalk::begin(Element const& element, Object const& value) {
    path_.push_back(element);
    begins_.push_back(open_.size());
    if (element.order != 0) visitor_->begin(value);
    open_kids(value["K"], open_.size());
}

void StructureWalk::end() {
    open_.resize(begins_.back());
    if (path_.size() > 1) visitor_->end();
    path_.pop_back();
    begins_.pop_back();
}

/// Whether a value is content of its holder, which then holds it.
bool StructureWalk::see_content(Object const& value, Element& holder) {
    if (value.is(Kind::Integer)) {
        hold_mark(holder, holder.page, value.integer);
    } else if (value["Type"].is_name("MCR")) {
        holder.has_content = true;
        if (!value["Stm"].is(Kind::Null)) return true;
        hold_mark(holder, value["Pg"].is(Kind::Null) ? holder.page : number_of(value["Pg"]), file_.resolve(value["MCID"]).integer);
    } else if (value["Type"].is_name("OBJR")) {
        holder.has_content = true;
    } else {
        return false;
    }
    return true;
}

void StructureWalk::hold_mark(Element& holder, std::uint32_t page, std::int64_t mark) {
    ++marks_;
    holder.has_content = true;
    visitor_->hold(holder, page, mark);
}

/// What the last element of the path holds: content is its own at once, all else is left to be looked at, so that the first is the last that is open.
void StructureWalk::open_kids(Object const& list, std::size_t begin) {
    Object const& all = file_.resolve(list);
    kids_ += all.items.size() + 1;
    if (!all.is(Kind::Array)) return open_kid(list, begin);
    for (std::size_t i = all.items.size(); i-- > 0;) {
        Object const& item = all.items[i];
        if (!item.is(Kind::References)) open_kid(item, begin);
        std::size_t const packed = item.is(Kind::References) ? item.packed() : 0;
        kids_ += packed;
        for (std::size_t k = packed; k-- > 0;) open_reference(item.packed(k), begin);
    }
}

void StructureWalk::open_kid(Object const& kid, std::size_t begin) {
    if (kid.is(Kind::Reference)) {
        open_reference(number_of(kid), begin);
    } else if (kid.is(Kind::Integer)) {
        hold_mark(path_.back(), path_.back().page, kid.integer);
    } else if (kid.is_dictionary() && !see_content(kid, path_.back())) {
        open_.emplace_back().direct = std::make_unique<Object>(kid);
    }
}

/// Puts a reference before those that are open already.
void StructureWalk::open_reference(std::uint32_t number, std::size_t begin) {
    if (number == 0) return;
    Kids* const next = open_.size() > begin && !open_.back().direct ? &open_.back() : nullptr;
    std::uint32_t const step = next != nullptr ? next->number - number : 0;
    if (next == nullptr || (next->count > 1 && next->step != step)) {
        open_.emplace_back().number = number;
    } else {
        next->number = number;
        next->step = step;
        ++next->count;
    }
}

Tag StructureWalk::tag_of(std::string const& name, std::uint32_t number) {
    if (auto const told = context_.named_types.find(name); told != context_.named_types.end()) return told->second;
    std::string const type(standard(name, number));
    auto known = context_.named_types.find(type);
    if (known == context_.named_types.end()) {
        auto const tag = std::find(context_.types.begin(), context_.types.begin() + kKnownTags, type) - context_.types.begin();
        known = context_.named_types.emplace(type, static_cast<Tag>(tag < kKnownTags ? static_cast<std::size_t>(tag) : context_.types.size())).first;
        if (tag == kKnownTags) context_.types.push_back(type);
    }
    return context_.named_types[name] = known->second;
}

/// The standard type that a type stands for; itself where there is none.
std::string_view StructureWalk::standard(std::string_view type, std::uint32_t number) {
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

}  // namespace offprint::check
