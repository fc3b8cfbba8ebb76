#include "ops/yaml_files.h"

#include "base/file.h"
#include "fmt/format.h"
#include "ops/workspace.h"

namespace offprint::ops {

data::Value const* YamlFiles::read(std::string const& path, std::size_t limit, Span asked_at, Diagnostics& diagnostics) {
    File& file = files_[path];
    if (!file.sound) {
        std::string error;
        auto bytes = read_file(path, limit, error);
        if (!bytes) {
            diagnostics.error("E320", asked_at, fmt::format("'{}' cannot be read: {}", shown_path(path), error));
            return nullptr;
        }
        Diagnostics faults;
        file.tree = data::parse_yaml(sources_, sources_.add(shown_path(path), std::move(*bytes)), faults);
        file.sound = faults.items().empty();
        diagnostics.append(faults);
    }
    return file.tree ? &*file.tree : nullptr;
}

}  // namespace offprint::ops
