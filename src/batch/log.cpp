#include "batch/log.h"

#include <cerrno>
#include <chrono>

#include "archive/io.h"
#include "base/json.h"
#include "fmt/format.h"

namespace offprint::batch {
namespace {

void add(std::string& line, char const* name, std::string_view text) {
    if (text.empty()) return;
    line += fmt::format(",\"{}\":", name);
    append_json_string(line, text);
}

}  // namespace

std::string time_text(std::int64_t seconds) {
    std::int64_t const days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400, rest = seconds - days * 86400;
    std::chrono::year_month_day const day{std::chrono::sys_days(std::chrono::days(days))};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()), rest / 3600, rest / 60 % 60, rest % 60);
}

std::string fault_members(std::string_view id, RowFault const& fault, std::string_view words) {
    std::string out;
    add(out, "row", id);
    add(out, "code", fault.code);
    add(out, "file", fault.file);
    if (fault.line > 0) out += fmt::format(",\"line\":{},\"col\":{}", fault.line, fault.column);
    add(out, "msg", words);
    return out;
}

std::optional<Log> Log::open(std::string const& path, std::string const& run_id, std::string& error) {
    Log log;
    log.run_id_ = run_id;
    if (path.empty()) return log;
    log.file_.reset(path == "-" ? stderr : std::fopen(path.c_str(), "ae"));
    if (log.file_ == nullptr) return error = archive::words_of_error(errno), std::nullopt;
    return log;
}

std::string Log::head(std::string_view level, std::string_view phase) const {
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    std::string line = "{\"ts\":\"" + time_text(std::chrono::duration_cast<std::chrono::seconds>(now).count()) + "\"";
    add(line, "lvl", level);
    add(line, "run", run_id_);
    add(line, "phase", phase);
    return line;
}

void Log::put(std::string line) {
    line += "}\n";
    std::fwrite(line.data(), 1, line.size(), file_.get());
    std::fflush(file_.get());
}

void Log::say(std::string_view level, std::string_view phase, std::string_view message) {
    if (!is_on()) return;
    std::string line = head(level, phase);
    add(line, "msg", message);
    put(std::move(line));
}

void Log::row(std::string_view level, std::string_view phase, std::string_view id, Answer const& answer, std::string_view words) {
    if (!is_on()) return;
    std::string line = head(level, phase);
    add(line, "row", id);
    add(line, "key", answer.key);
    line += fmt::format(",\"ms\":{}", answer.milliseconds);
    if (!answer.faults.empty()) line += fault_members({}, answer.faults.front(), words);
    put(std::move(line));
}

}  // namespace offprint::batch
