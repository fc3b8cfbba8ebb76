#include "batch/job.h"

#include <cstdio>
#include <ctime>
#include <filesystem>

#include "fmt/format.h"

namespace offprint::batch {
namespace {

using data::Field;
using data::Kind;
using data::Required;

constexpr Field kFields[] = {
    {"batch", Kind::Integer, Required::Yes, "1: the version of this form."},
    {"article", Kind::Text, Required::Yes, "The article, from this file's folder."},
    {"rows", Kind::Text, Required::Yes, "The rows, a CSV file."},
    {"out", Kind::Text, Required::No, "The folder of the PDFs. Default: `out` beside this file."},
    {"id", Kind::TextList, Required::No, "Columns that tell rows apart. Default: the first."},
    {"name", Kind::Text, Required::No, "Names of the PDFs: `{id}_{as_of}.pdf`."},
    {"priority", Kind::Text, Required::No, "Column with a number; lower ones are made first."},
    {"as_of", Kind::Date, Required::No, "The only \"now\" of the run."},
    {"run_id", Kind::Text, Required::No, "Name of the run."},
    {"snapshot", Kind::Text, Required::No, "A folder that all data come from; they are frozen there before the first row if it is not there yet."},
    {"layout", Kind::Text, Required::No, "House style instead of the article's."},
    {"paper", Kind::Text, Required::No, "Paper instead of the article's."},
    {"profile", Kind::Text, Required::No, "PDF profile instead of the layout's."},
    {"jobs", Kind::Integer, Required::No, "Workers. Default: one a processor."},
    {"row_time", Kind::Number, Required::No, "Seconds that a row may take."},
    {"row_memory", Kind::Integer, Required::No, "Megabytes that a worker may take."},
    {"max_failures", Kind::Text, Required::No, "`25` or `5%`."},
    {"deadline", Kind::Text, Required::No, "`06:00`: no row is begun after it."},
    {"metrics", Kind::Text, Required::No, "File for Prometheus."},
    {"log", Kind::Text, Required::No, "File of JSON lines."},
};

std::string from_folder_of(std::string const& file, std::string const& path) {
    if (path == "-") return path;
    std::filesystem::path const folder = std::filesystem::path(file).parent_path();
    return (folder / path).lexically_normal().string();
}

}  // namespace

bool is_job(data::Value const& tree) { return tree.kind == data::ValueKind::Map && tree.find("batch") != nullptr; }

void read_job(data::Value const& tree, std::string const& path, RunRequest& request, Diagnostics& diagnostics) {
    data::Record const job(tree, kFields, "a batch", diagnostics);
    if (job.integer("batch").value_or(1) != 1) diagnostics.error("E965", job.span_of("batch"), "this program knows version 1 of a batch");
    auto const take = [&](char const* name, std::string& to) {
        if (job.has(name)) to = job.string(name);
    };
    auto const take_path = [&](char const* name, std::string& to) {
        if (job.has(name)) to = from_folder_of(path, job.string(name));
    };
    take_path("article", request.render.article);
    take_path("rows", request.rows.path);
    request.out = from_folder_of(path, job.string("out", "out"));
    take_path("snapshot", request.snapshot);
    take_path("metrics", request.metrics);
    take_path("log", request.log);
    for (SourcedText const& id : job.texts("id")) request.rows.id.push_back(id.text);
    take("name", request.rows.name);
    take("priority", request.rows.priority);
    take("as_of", request.render.as_of);
    take("run_id", request.render.run_id);
    take("layout", request.render.layout);
    take("paper", request.render.paper);
    take("profile", request.render.profile);
    auto const positive = [&](char const* name, std::int64_t most) -> std::optional<std::int64_t> {
        auto const n = job.integer(name);
        if (n && (*n < 1 || *n > most)) return diagnostics.error("E965", job.span_of(name), fmt::format("'{}' is 1 to {}", name, most)), std::nullopt;
        return n;
    };
    if (auto const n = positive("jobs", 256)) request.pool.jobs = static_cast<unsigned>(*n);
    if (auto const n = positive("row_memory", 1 << 20)) request.pool.row_bytes = static_cast<std::uint64_t>(*n) << 20;
    if (auto const n = job.number("row_time")) {
        auto const thousandths = data::rounded(*n, 3);
        if (!thousandths || *thousandths < 1) diagnostics.error("E965", job.span_of("row_time"), "a row needs some time");
        request.pool.row_seconds = static_cast<double>(thousandths.value_or(60'000)) / 1000;
    }
    if (job.has("max_failures")) {
        auto const budget = read_budget(job.string("max_failures"));
        if (!budget) diagnostics.error("E965", job.span_of("max_failures"), "a budget is a number or a share", "25, or 5%");
        request.budget = budget.value_or(Budget{});
    }
    if (job.has("deadline")) {
        request.deadline = read_deadline(job.string("deadline"), std::time(nullptr));
        if (!request.deadline) diagnostics.error("E965", job.span_of("deadline"), "a deadline is a time of day", "06:00, or 2026-06-15T06:00");
    }
}

std::optional<std::int64_t> read_deadline(std::string const& text, std::int64_t now) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, end = 0;
    std::time_t const from = now;
    std::tm local = {};
    ::localtime_r(&from, &local);
    int const size = static_cast<int>(text.size());
    bool const is_date = (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d%n", &year, &month, &day, &hour, &minute, &end) == 5 && end == size) ||
                         (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute, &second, &end) == 6 && end == size);
    if (!is_date && !(std::sscanf(text.c_str(), "%2d:%2d%n", &hour, &minute, &end) == 2 && end == size)) return std::nullopt;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
    if (is_date && !data::parse_date(text.substr(0, 10))) return std::nullopt;
    std::tm at = local;
    if (is_date) {
        at.tm_year = year - 1900;
        at.tm_mon = month - 1;
        at.tm_mday = day;
    }
    at.tm_hour = hour;
    at.tm_min = minute;
    at.tm_sec = second;
    at.tm_isdst = -1;
    std::tm tomorrow = at;
    std::time_t const first = std::mktime(&at);
    if (is_date || first > now) return first;
    ++tomorrow.tm_mday;
    return std::mktime(&tomorrow);
}

}  // namespace offprint::batch
