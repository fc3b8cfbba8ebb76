// libFuzzer: any bytes as a PDF are held against all rules, whatever it claims; the same bytes again give the same findings.
#include <cstdlib>

#include "check/check.h"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    using namespace offprint::check;
    std::string const bytes(reinterpret_cast<char const*>(data), size);
    Report const report = check_bytes(bytes, kAny), again = check_bytes(bytes, kAny);
    if (report.findings.size() != again.findings.size() || report.elements != again.elements) std::abort();
    return 0;
}
