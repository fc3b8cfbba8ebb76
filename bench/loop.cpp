// offprint_bench_loop COUNT ARTICLE [FONT-FOLDER]: renders an article COUNT times in one process and prints the milliseconds of the
// first and the median of the others, and the peak of memory. What a service that stays up would see; the product has no such option.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "ops/pipeline.h"

namespace {

double render_once(offprint::ops::RenderRequest const& request) {
    auto const start = std::chrono::steady_clock::now();
    offprint::Sources sources;
    offprint::Diagnostics diagnostics;
    if (!offprint::ops::render(request, sources, diagnostics).pdf) {
        std::fputs("the article has errors\n", stderr);
        std::exit(2);
    }
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
    double const first = render_once(request);
    std::vector<double> others;
    for (int i = 1; i < count; ++i) others.push_back(render_once(request));
    std::sort(others.begin(), others.end());
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("first %.1f ms, then %.1f ms (%.1f-%.1f), peak %.1f MiB\n", first, others[others.size() / 2], others.front(), others.back(),
                static_cast<double>(usage.ru_maxrss) / 1024);
}
