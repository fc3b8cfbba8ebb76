#include "check/check.h"

#include <algorithm>

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

void read_pages(Context& context) {
    struct Open {
        std::uint32_t number;
        Object const* value;
    };
    Object const& root = context.catalog()["Pages"];
    std::vector<Open> open = {{number_of(root), &context.file.resolve(root)}};
    std::set<Object const*> seen;
    while (!open.empty()) {
        auto const [number, node] = open.back();
        open.pop_back();
        if (!node->is_dictionary() || !seen.insert(node).second || context.pages.size() > kMostPages) {
            context.find("readable", number, "the tree of pages is damaged");
            return;
        }
        if (!context.file.resolve((*node)["Type"]).is_name("Pages")) {
            context.page_of.emplace(number, context.pages.size());
            context.pages.push_back({number, node, {}, false});
            continue;
        }
        Object const& kids = context.file.at(*node, "Kids");
        for (std::size_t i = kids.items.size(); i-- > 0;) open.push_back({number_of(kids.items[i]), &context.file.resolve(kids.items[i])});
    }
}

void each_entry(reader::File const& file, Object const& tree, std::string_view list, std::function<void(Object const& key, Object const& value)> const& use) {
    constexpr int kDeepest = 32;
    std::set<std::uint32_t> seen;
    auto const visit = [&](auto const& self, Object const& reference, int depth) -> void {
        if (depth > kDeepest || (number_of(reference) != 0 && !seen.insert(number_of(reference)).second)) return;
        reader::File::Passing const passing(file);
        Object const& node = file.resolve(reference);
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

Report check_file(reader::File const& file, std::optional<Claims> claims) {
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
    Context context(file, report);
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

Report check_bytes(std::string bytes, std::optional<Claims> claims) {
    std::string error;
    std::optional<reader::File> const file = reader::File::open(std::move(bytes), error);
    if (file) return check_file(*file, claims);
    Report report;
    report.claims = claims ? static_cast<Claims>(*claims | kHouse) : kHouse;
    report.claimed = words_for(report.claims, nullptr);
    report.rules = rules_of(report.claims);
    report.findings.push_back({&rule("readable"), 0, error});
    return report;
}

}  // namespace offprint::check
