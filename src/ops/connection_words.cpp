#include "ops/connection_words.h"

#include <sys/stat.h>

#include <cstdlib>

#include "base/file.h"
#include "fmt/format.h"

namespace offprint::ops {

namespace {

constexpr std::size_t kLongest = 4096;

}  // namespace

std::optional<std::string> connection_words(Workspace const& workspace, SourcedText const& place, Diagnostics& diagnostics) {
    std::string const& text = place.text;
    auto const fault = [&](std::string message, std::string hint, FaultClass kind = FaultClass::Input) -> std::optional<std::string> {
        diagnostics.error("E322", place.span(), std::move(message), std::move(hint)).fault = kind;
        return std::nullopt;
    };
    if (text.starts_with("env:")) {
        char const* const value = std::getenv(text.c_str() + 4);
        if (value != nullptr && *value != '\0') return std::string(value).substr(0, kLongest);
        return fault(fmt::format("there is no environment variable '{}'", text.substr(4)), "it holds the connection string: host=… dbname=… user=…",
                     FaultClass::DataUnavailable);
    }
    if (!text.starts_with("file:"))
        return fault("a connection string does not stand in an article", "write 'env:NAME' or 'file:PATH', and say there where the database is");
    std::string path = text.substr(5);
    if (!path.starts_with('/')) {
        auto const found = resolve_path(workspace, place.substr(5), diagnostics);
        if (!found) return std::nullopt;
        path = *found;
    }
    struct stat state {};
    if (::stat(path.c_str(), &state) != 0) return fault(fmt::format("'{}' cannot be read", path), {}, FaultClass::DataUnavailable);
    if ((state.st_mode & 077) != 0) return fault(fmt::format("others can read '{}', which holds a connection string", path), fmt::format("chmod 600 {}", path));
    std::string error;
    auto words = read_file(path, kLongest, error);
    if (!words) return fault(fmt::format("'{}' cannot be read: {}", path, error), {}, FaultClass::DataUnavailable);
    while (words->ends_with('\n') || words->ends_with('\r')) words->pop_back();
    return words;
}

}  // namespace offprint::ops
