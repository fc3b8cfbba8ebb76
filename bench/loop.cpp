// offprint_bench_loop COUNT ARTICLE [FONT-FOLDER]: prints an article COUNT times on one press, as a worker of a batch does, on one thread; tells the
// milliseconds of the first and the median of the others, the medians of the stages, and the peak of memory.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "ops/press.h"

namespace {

using Stages = std::map<std::string, std::vector<double>>;

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double print_once(offprint::ops::Press& press, Stages& stages) {
    auto const start = std::chrono::steady_clock::now();
    offprint::Diagnostics diagnostics;
    auto const result = press.print({}, nullptr, diagnostics);
    if (!result.pdf) {
        std::fputs("the article has errors\n", stderr);
        std::exit(2);
    }
    for (offprint::ops::StageTime const& one : result.times) stages[one.stage].push_back(one.milliseconds);
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main(int argc, char** argv) {
    int const count = argc > 2 ? std::atoi(argv[1]) : 0;
    if (count < 2) {
        std::fputs("usage: offprint_bench_loop COUNT ARTICLE [FONT-FOLDER]\n", stderr);
        return 2;
    }
    offprint::ops::RenderRequest request;
    request.article = argv[2];
    request.share = OFFPRINT_SHARE_DIR;
    if (argc > 3) request.font_folders = {argv[3]};
    request.threads = 1;
    offprint::ops::Press press(request);
    offprint::Diagnostics diagnostics;
    if (!press.prepare(diagnostics)) return 2;
    Stages stages;
    double const first = print_once(press, stages);
    stages.clear();
    std::vector<double> others;
    for (int i = 1; i < count; ++i) others.push_back(print_once(press, stages));
    std::sort(others.begin(), others.end());
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("first %.1f ms, then %.1f ms (%.1f-%.1f), peak %.1f MiB\n", first, median(others), others.front(), others.back(),
                static_cast<double>(usage.ru_maxrss) / 1024);
    for (auto const& [stage, times] : stages) std::printf("%12s %6.2f ms\n", stage.c_str(), median(times));
}
