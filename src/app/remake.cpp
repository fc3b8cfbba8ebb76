#include "app/remake.h"

#include <map>

#include "fmt/format.h"
#include "ops/prove.h"
#include "ops/workspace.h"

namespace offprint::app {
namespace {

using enum Finding::Kind;

enum class Outcome { Made, CarriesNothing, Differs };

/// What speaks against a PDF goes to `findings`.
Outcome remake_one(archive::Report const& report, std::string pdf, ops::ProofRequest const& request, std::vector<Finding>& findings) {
    if (!ops::carries_proof(pdf)) return Outcome::CarriesNothing;
    Sources sources;
    Diagnostics faults;
    ops::Rebuild const proof = ops::prove(std::move(pdf), request, sources, faults);
    std::size_t const before = findings.size();
    auto const against = [&](std::string_view part, std::string_view words) {
        findings.push_back({Differs, "made again", fmt::format("{} ({}): {}: {}", report.id, report.file, part, words)});
    };
    for (Finding const& one : proof.findings)
        if (one.kind == Differs) against(one.part, one.words);
    for (Diagnostic const& fault : faults.items())
        if (fault.severity == Severity::Error) against(fault.code, fault.message);
    return findings.size() == before ? Outcome::Made : Outcome::Differs;
}

}  // namespace

std::vector<Finding> remake(archive::Store const& store, std::vector<std::string> const& fonts) {
    std::vector<Finding> findings;
    ops::ProofRequest request;
    request.how.share = ops::find_share_folder();
    request.how.font_folders = fonts;
    if (request.how.share.empty()) {
        findings.push_back({Differs, "made again", "the program's share folder is missing: install offprint again, or run it from its build folder"});
        return findings;
    }
    std::size_t made = 0, others = 0;
    auto const reports = [](std::size_t count) { return count == 1 ? std::string("1 report") : fmt::format("{} reports", count); };
    std::map<std::string, Outcome> known;  // the same PDF may be archived more than once
    for (archive::Report const& report : store.state().reports) {
        if (!report.disposed.empty()) continue;
        auto const [seen, is_new] = known.try_emplace(report.object, Outcome::Differs);
        if (is_new) {
            archive::Fault fault;
            auto pdf = store.object(report.object, fault);
            request.how.article = report.file;
            if (pdf)
                seen->second = remake_one(report, std::move(*pdf), request, findings);
            else
                findings.push_back({Differs, "made again", fmt::format("{} ({}): {}", report.id, report.file, fault.words)});
        }
        made += seen->second == Outcome::Made ? 1 : 0;
        others += seen->second == Outcome::CarriesNothing ? 1 : 0;
    }
    if (others > 0) findings.push_back({Note, "made again", fmt::format("{} with nothing to be made of", reports(others))});
    if (made > 0) findings.push_back({Proved, "made again", fmt::format("{}, byte for byte", reports(made))});
    return findings;
}

}  // namespace offprint::app
