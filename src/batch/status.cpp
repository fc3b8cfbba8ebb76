#include "batch/status.h"

#include "batch/log.h"
#include "fmt/format.h"

namespace offprint::batch {

std::string status_text(History const& history) {
    std::uint64_t made = 0, skipped = 0, failed = 0;
    std::string rows;
    for (auto const& [id, entry] : history.rows) {
        if (entry->state == Entry::State::Failed) {
            ++failed;
            rows += fmt::format("failed   {}  {}\n", id, entry->code);
        } else {
            ++(entry->state == Entry::State::Ok ? made : skipped);
        }
    }
    RunHead const& head = history.head;
    std::string out =
        fmt::format("run      {}\nrows     {} of {}\nbegun    {}\n", head.run_id.empty() ? "-" : head.run_id, head.count, head.rows, time_text(head.started));
    if (history.end)
        out += fmt::format("ended    {}, exit code {}\n", time_text(history.end->ended), history.end->exit_code);
    else
        out += "ended    not yet, or it was cut off\n";
    if (history.end && !history.end->root.empty()) out += fmt::format("root     {}\n", history.end->root);
    return out + fmt::format("made     {}\nskipped  {}\nfailed   {}\n", made, skipped, failed) + rows;
}

}  // namespace offprint::batch
