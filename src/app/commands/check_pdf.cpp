#include "app/commands/check_pdf.h"

#include <algorithm>
#include <cstdio>

#include "app/command.h"
#include "base/file.h"
#include "base/json.h"
#include "check/check.h"
#include "check/review.h"
#include "fmt/format.h"
#include "ops/rebuild.h"

namespace offprint::app {
namespace {

/// "2,ua1": what the file is to be held to, instead of its own claims. Nothing where a word is none.
std::optional<check::Claims> claims_named(std::string_view words) {
    constexpr std::pair<std::string_view, check::Claims> kNames[] = {
        {"a2", check::kA2}, {"a3", check::kA3}, {"a4", check::kA4}, {"ua1", check::kUa1}, {"ua2", check::kUa2}};
    check::Claims claims = check::kHouse;
    while (!words.empty()) {
        std::string_view const word = words.substr(0, words.find(','));
        words.remove_prefix(std::min(words.size(), word.size() + 1));
        auto const* const it = std::find_if(std::begin(kNames), std::end(kNames), [&](auto const& name) { return name.first == word; });
        if (it == std::end(kNames)) return std::nullopt;
        claims |= it->second;
    }
    return claims;
}

std::string count(std::size_t n, std::string_view one) { return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s"); }

std::string as_text(std::string const& path, check::Report const& report) {
    std::string out = fmt::format("{}: claims {}: {} against {}, {}, {}\n", path, report.claimed, count(report.findings.size(), "finding"),
                                  count(report.rules, "rule"), count(report.pages, "page"), count(report.elements, "element"));
    for (check::Finding const& finding : report.findings) {
        out += fmt::format("  {}: {}: {}", finding.rule->name, finding.rule->says, finding.words);
        if (finding.object != 0) out += fmt::format(" (object {})", finding.object);
        if (!finding.rule->clauses.empty()) out += fmt::format(" [{}]", finding.rule->clauses);
        out += '\n';
    }
    return out;
}

std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

std::string as_json(std::string const& path, check::Report const& report) {
    std::string out = fmt::format("{{\"file\":{},\"claims\":{},\"rules\":{},\"pages\":{},\"elements\":{},\"findings\":[", quoted(path), quoted(report.claimed),
                                  report.rules, report.pages, report.elements);
    for (check::Finding const& finding : report.findings) {
        if (out.back() != '[') out += ',';
        out += fmt::format("{{\"rule\":{},\"clauses\":{},\"object\":{},\"words\":{}}}", quoted(finding.rule->name), quoted(finding.rule->clauses),
                           finding.object, quoted(finding.words));
    }
    return out + "]}\n";
}

}  // namespace

bool is_pdf(std::string const& path) {
    if (path.ends_with(".pdf")) return true;
    std::FILE* const file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) return false;
    char head[5] = {};
    bool const is = std::fread(head, 1, sizeof head, file) == sizeof head && std::string_view(head, sizeof head) == "%PDF-";
    std::fclose(file);
    return is;
}

int check_pdf(PdfCheck const& what) {
    Sources sources;
    Diagnostics diagnostics;
    std::string error;
    std::optional<check::Claims> claims;
    if (!what.claims.empty() && !(claims = claims_named(what.claims))) {
        diagnostics.error("E807", {}, fmt::format("--claims '{}' names no standard", what.claims), "some of a2, a3, a4, ua1, ua2, with commas between them");
        return report(diagnostics, sources, what.format, false);
    }
    std::optional<std::string> bytes = read_file(what.path, ops::kPdfLimit, error);
    if (!bytes) {
        diagnostics.error("E803", {}, fmt::format("'{}' cannot be read: {}", what.path, error));
        return report(diagnostics, sources, what.format, false);
    }
    if (what.review) return print_review(std::move(*bytes), what.path, what.format);
    check::Report const found = check::check_bytes(std::move(*bytes), claims);
    std::string const out = what.format == "json" ? as_json(what.path, found) : as_text(what.path, found);
    std::fwrite(out.data(), 1, out.size(), stdout);
    return found.findings.empty() ? kDone : kFindings;
}

int print_review(std::string bytes, std::string const& name, std::string const& format) {
    std::string error;
    std::optional<reader::File> const file = reader::File::open(std::move(bytes), error);
    std::optional<std::string> const sheet = file ? check::review_sheet(*file, name, error) : std::nullopt;
    if (!sheet) {
        Sources sources;
        Diagnostics diagnostics;
        diagnostics.error("E803", {}, fmt::format("'{}' cannot be reviewed: {}", name, error));
        return report(diagnostics, sources, format, false);
    }
    std::fwrite(sheet->data(), 1, sheet->size(), stdout);
    return kDone;
}

}  // namespace offprint::app
