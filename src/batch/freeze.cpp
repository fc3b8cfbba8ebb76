#include "batch/freeze.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <filesystem>

#include "base/file.h"
#include "base/sha256.h"
#include "bind/snapshot.h"
#include "fmt/format.h"

namespace offprint::batch {
namespace {

namespace fs = std::filesystem;
using State = Frozen::State;

constexpr std::size_t kSumsLimit = 1u << 30;
constexpr std::string_view kPartial = ".partial-";

std::optional<std::string> sum_of(std::string const& folder) {
    std::string error;
    auto const sums = read_file(folder + "/" + std::string(bind::kSnapshotSums), kSumsLimit, error);
    return sums ? std::optional(to_hex(sha256(*sums))) : std::nullopt;
}

/// Removes what runs that are gone have begun beside the folder and not finished.
void sweep(fs::path const& folder) {
    std::error_code failed;
    std::string const start = folder.filename().string() + std::string(kPartial);
    fs::path const beside = folder.has_parent_path() ? folder.parent_path() : fs::path(".");
    for (auto it = fs::directory_iterator(beside, failed); !failed && it != fs::directory_iterator(); it.increment(failed)) {
        std::string const name = it->path().filename().string();
        pid_t process = 0;
        if (!name.starts_with(start) || std::from_chars(name.data() + start.size(), name.data() + name.size(), process).ptr != name.data() + name.size())
            continue;
        std::error_code ignored;
        if (process > 0 && ::kill(process, 0) != 0 && errno == ESRCH) fs::remove_all(it->path(), ignored);
    }
}

/// Data of all rows, asked for one after the other.
class Freezing {
public:
    Freezing(std::string const& folder, ops::Press& press, Rows const& rows, archive::Io& io, std::function<bool()> const& is_interrupted)
        : folder_(folder),
          partial_(fmt::format("{}{}{}", folder, kPartial, ::getpid())),
          press_(press),
          rows_(rows),
          io_(io),
          is_interrupted_(is_interrupted) {}
    Freezing(Freezing const&) = delete;
    Freezing& operator=(Freezing const&) = delete;
    ~Freezing() {
        std::error_code failed;
        fs::remove_all(partial_, failed);
    }

    Frozen run(Diagnostics& diagnostics) {
        press_.begin_snapshot(partial_);
        for (std::size_t row = 0; row < rows_.size() && out_.state == State::Ready; ++row) {
            read(row);
            if (is_interrupted_()) stop(State::Interrupted, "interrupted before the first row; run it again to go on");
        }
        // Where nothing is right the article is wrong: there is nothing to keep of it.
        if (out_.failed.size() == rows_.size()) return std::move(out_);
        if (out_.state == State::Ready && !press_.finish_snapshot(diagnostics)) stop(State::Unwritable, fmt::format("cannot write the snapshot '{}'", folder_));
        if (out_.state == State::Ready) put_in_place();
        return std::move(out_);
    }

private:
    void stop(State state, std::string words) {
        out_.state = state;
        out_.words = std::move(words);
    }

    void read(std::size_t row) {
        Diagnostics faults;
        press_.freeze(rows_.given(row), faults);
        if (!faults.has_errors()) return;
        for (Diagnostic const& fault : faults.items())
            if (fault.fault == FaultClass::OutputUnwritable) return stop(State::Unwritable, fault.message);
        Answer answer;
        take_faults(answer, row, rows_, press_.sources(), faults);
        RowFault const& first = answer.faults.front();
        if (answer.state == Answer::State::Unavailable)
            return stop(State::Unavailable, fmt::format("a source of data is unavailable [{}]; run it again", first.code));
        out_.failed.emplace(row, std::move(answer));
    }

    void put_in_place() {
        int error = io_.sync_all(partial_);
        if (error >= 0) error = io_.rename(partial_, folder_);
        // Another run was quicker: its moment is the one that is frozen.
        bool const is_other = (error == -EEXIST || error == -ENOTEMPTY) && sum_of(folder_);
        if (error < 0 && !is_other) return stop(State::Unwritable, fmt::format("cannot write the snapshot '{}': {}", folder_, archive::words_of_error(error)));
        out_.is_new = !is_other;
        if (is_other) out_.failed.clear();
        fs::path const path(folder_);
        io_.sync_folder(path.has_parent_path() ? path.parent_path().string() : ".");
    }

    std::string folder_, partial_;
    ops::Press& press_;
    Rows const& rows_;
    archive::Io& io_;
    std::function<bool()> const& is_interrupted_;
    Frozen out_;
};

}  // namespace

Frozen freeze(std::string const& folder, ops::Press& press, Rows const& rows, archive::Io& io, std::function<bool()> const& is_interrupted,
              Diagnostics& diagnostics) {
    Frozen frozen;
    std::error_code failed;
    bool const is_there = fs::exists(folder, failed);
    if (!sum_of(folder)) {
        if (is_there && !fs::is_empty(folder, failed)) {
            diagnostics.error("E976", {}, fmt::format("'{}' holds something else than a snapshot", folder), "name a folder that is not there yet, or is empty");
            frozen.state = State::Refused;
            return frozen;
        }
        sweep(folder);
        frozen = Freezing(folder, press, rows, io, is_interrupted).run(diagnostics);
        if (frozen.state != State::Ready || frozen.failed.size() == rows.size()) return frozen;
    }
    frozen.sum = sum_of(folder).value_or(std::string());
    press.use_snapshot(folder);
    return frozen;
}

}  // namespace offprint::batch
