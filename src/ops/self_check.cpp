#include "ops/self_check.h"

#include "check/check.h"
#include "fmt/format.h"

namespace offprint::ops {

bool self_check(std::string_view bytes, Diagnostics& diagnostics, check::Memo* memo) {
    check::Report const report = check::check_bytes(bytes, {}, memo);
    for (check::Finding const& finding : report.findings)
        diagnostics
            .error("E808", {}, fmt::format("the finished file does not keep the rule '{}' ({}): {}", finding.rule->name, finding.rule->says, finding.words),
                   "this is a fault of the program: please report it with the article")
            .fault = FaultClass::Program;
    return report.findings.empty();
}

}  // namespace offprint::ops
