// The log of a run: one JSON object a line. What stands in cells is the client's and comes in only where that was asked for.
#pragma once
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "batch/row_work.h"

namespace offprint::batch {

class Log {
public:
    /// `path`: a file that is appended to, `-` for standard error, empty for none. Nothing, with the reason, if it cannot be opened.
    static std::optional<Log> open(std::string const& path, std::string const& run_id, std::string& error);

    bool is_on() const { return file_ != nullptr; }
    /// Something of the run as a whole.
    void say(std::string_view level, std::string_view phase, std::string_view message);
    /// `words`: what may be told of its first fault.
    void row(std::string_view level, std::string_view phase, std::string_view id, Answer const& answer, std::string_view words = {});

private:
    struct Close {
        void operator()(std::FILE* file) const {
            if (file != stderr) std::fclose(file);
        }
    };
    std::string head(std::string_view level, std::string_view phase) const;
    void put(std::string line);

    std::unique_ptr<std::FILE, Close> file_;
    std::string run_id_;
};

/// `,"row":...,"code":...` and so on: a row, a fault of it and what may be told of that, as members of a JSON object.
std::string fault_members(std::string_view id, RowFault const& fault, std::string_view words);

/// The time now, or of a count of seconds since 1970, as 2026-06-15T06:00:00Z.
std::string time_text(std::int64_t seconds);

}  // namespace offprint::batch
