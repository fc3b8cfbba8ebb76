#include "check/check.h"

#include <algorithm>
#include <memory>

#include "check/context.h"
#include "check/xmp.h"

namespace offprint::check {
namespace {

constexpr std::size_t kMostPages = 1'000'000;

std::string words_for(Claims claims, Xmp const* xmp) {
    std::string words;
    for (auto const& [claim, name] : {std::pair{kA2, "PDF/A-2"}, {kA3, "PDF/A-3"}, {kA4, "PDF/A-4"}, {kUa1, "PDF/UA-1"}, {kUa2, "PDF/UA-2"}}) {
        if ((claims & claim) == 0) continue;
        words += (words.empty() ? "" : " and ") + std::string(name);
        if (xmp == nullptr || (claim & kA) == 0) continue;
        for (char const c : xmp->value("pdfaid:conformance")) words += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return words.empty() ? "nothing" : words;
}

std::size_t rules_of(Claims claims) {
    std::span<Rule const> const all = rules();
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](Rule const& rule) { return (rule.claims & claims) != 0; }));
}

}  // namespace

Context::Context(reader::File const& of, Report& into, Memo& known)
    : file(of), report(into), memo(known), types{"",   "Document", "Table", "THead",  "TBody",   "TFoot", "TR",   "TH",  "TD", "Caption",
                                                 "L",  "LI",       "Lbl",   "LBody",  "TOC",     "TOCI",  "H",    "H1",  "H2", "H3",
                                                 "H4", "H5",       "H6",    "Figure", "Formula", "Note",  "Link", "Form"} {}

void Context::read_page(std::size_t index, Object& into) const {
    if (auto const direct = direct_pages.find(index); direct != direct_pages.end())
        into = direct->second;
    else
        read_resolved(file, pages[index].number, into);
}

bool Context::is_element_of(std::uint32_t number, Tag tag) const {
    if (number >= is_element.size() || !is_element[number]) return false;
    auto const known = named_types.find(file.at(file.object(number), "S").text);
    return known != named_types.end() && known->second == tag;
}

void read_resolved(reader::File const& file, std::uint32_t number, Object& into) {
    file.read(number, into);
    if (into.is(Kind::Reference)) into = Object(file.resolve(into));
}

namespace {

/// A node of the tree of pages, as far as is known before it is looked at.
struct PageNode {
    std::uint32_t number = 0, end = 0;  // of the reference to it, and of what that leads to at last
    bool is_dictionary = false, is_page = false;
    std::optional<std::int64_t> parents;
    std::unique_ptr<Object> direct;  // where it is no object of its own
};

/// The object that a reference leads to at last.
std::uint32_t end_of(reader::File const& file, std::uint32_t number) {
    Object const* at = &file.object(number);
    for (int steps = 0; at->is(Kind::Reference) && steps < 32; ++steps) at = &file.object(number = number_of(*at));
    return number;
}

PageNode page_node(reader::File const& file, Object const& reference) {
    reader::File::Passing const passing(file);
    Object const& value = file.resolve(reference);
    PageNode node;
    node.number = number_of(reference);
    node.end = end_of(file, node.number);
    node.is_dictionary = value.is_dictionary();
    node.is_page = !file.resolve(value["Type"]).is_name("Pages");
    if (!reference.is(Kind::Reference)) node.direct = std::make_unique<Object>(value);
    reader::File::Passing const quiet(file, reader::File::Passing::Faults::Untold);  // who looks at the page will read it again
    Object const& parents = file.resolve(value["StructParents"]);
    if (parents.is(Kind::Integer)) node.parents = parents.integer;
    return node;
}

}  // namespace

void read_pages(Context& context) {
    reader::File const& file = context.file;
    std::vector<PageNode> open;
    open.push_back(page_node(file, context.catalog()["Pages"]));
    std::vector<bool> seen(file.size());
    Object read;
    while (!open.empty()) {
        PageNode const next = std::move(open.back());
        open.pop_back();
        bool const again = !next.direct && next.end < seen.size() && seen[next.end];
        if (!next.is_dictionary || again || context.pages.size() > kMostPages) return context.find("readable", next.number, "the tree of pages is damaged");
        if (!next.direct && next.end < seen.size()) seen[next.end] = true;
        if (next.is_page) {
            if (next.direct) context.direct_pages.emplace(context.pages.size(), *next.direct);
            context.page_of.emplace(next.number, context.pages.size());
            context.pages.push_back({next.number, next.parents});
            continue;
        }
        reader::File::Passing const passing(file);
        if (!next.direct) read_resolved(file, next.number, read);
        Object const& kids = file.at(next.direct ? *next.direct : read, "Kids");
        for (std::size_t i = kids.items.size(); i-- > 0;) open.push_back(page_node(file, kids.items[i]));
    }
}

void each_entry(reader::File const& file, Object const& tree, std::string_view list, std::function<void(Object const& key, Object const& value)> const& use) {
    constexpr int kDeepest = 32;
    std::set<std::uint32_t> seen;
    auto const visit = [&](auto const& self, Object const& reference, int depth) -> void {
        bool const refers = reference.is(Kind::Reference);
        if (depth > kDeepest || (refers && !seen.insert(number_of(reference)).second)) return;
        reader::File::Passing const passing(file);
        Object read;
        if (refers) read_resolved(file, number_of(reference), read);
        Object const& node = refers ? read : reference;
        if (!node.is_dictionary()) return;
        Object const& entries = file.at(node, list);
        for (std::size_t i = 0; i + 1 < entries.items.size(); i += 2) use(file.resolve(entries.items[i]), entries.items[i + 1]);
        for (Object const& kid : file.at(node, "Kids").items) self(self, kid, depth + 1);
    };
    visit(visit, tree, 0);
}

void Context::find(std::string_view name, std::uint32_t object, std::string words) {
    Rule const& broken = rule(name);
    if ((broken.claims & report.claims) == 0) return;
    auto const known = std::count_if(report.findings.begin(), report.findings.end(), [&](Finding const& f) { return f.rule == &broken; });
    // Words of a hostile file are not to steer a terminal.
    std::replace_if(
        words.begin(), words.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '?');
    if (static_cast<std::size_t>(known) < kMostFindings) report.findings.push_back({&broken, object, std::move(words)});
}

Report check_file(reader::File const& file, std::optional<Claims> claims, Memo* memo) {
    Report report;
    std::string error;
    std::optional<Xmp> const xmp = read_xmp(file, error);
    report.claims = claims ? static_cast<Claims>(*claims | kHouse) : xmp ? claims_of(*xmp) : kHouse;
    report.claimed = words_for(report.claims, xmp ? &*xmp : nullptr);
    report.rules = rules_of(report.claims);
    if (!file.trailer()["Encrypt"].is(Kind::Null)) {
        // Strings and streams mean nothing without the key.
        report.findings.push_back({&rule((report.claims & kA) != 0 ? "not-encrypted" : "readable"), 0, "it is encrypted: check it before it is locked"});
        return report;
    }
    Memo of_this_file;
    Context context(file, report, memo != nullptr ? *memo : of_this_file);
    read_pages(context);
    report.pages = context.pages.size();
    check_syntax(context);
    check_metadata(context);
    check_catalog(context);
    check_structure(context);
    check_objects(context);
    check_marks(context);
    check_annotations(context);
    std::stable_sort(report.findings.begin(), report.findings.end(), [](Finding const& a, Finding const& b) { return a.rule < b.rule; });
    return report;
}

Report check_bytes(std::string_view bytes, std::optional<Claims> claims, Memo* memo) {
    std::string error;
    std::optional<reader::File> const file = reader::File::look_at(bytes, error);
    if (file) return check_file(*file, claims, memo);
    Report report;
    report.claims = claims ? static_cast<Claims>(*claims | kHouse) : kHouse;
    report.claimed = words_for(report.claims, nullptr);
    report.rules = rules_of(report.claims);
    report.findings.push_back({&rule("readable"), 0, error});
    return report;
}

}  // namespace offprint::check
