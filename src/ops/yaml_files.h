// Files in YAML beside the article (clauses, policies, words), each read once in a run however often it is asked for.
#pragma once
#include <map>
#include <string>

#include "base/diagnostic.h"
#include "data/value.h"

namespace offprint::ops {

class YamlFiles {
public:
    explicit YamlFiles(Sources& sources) : sources_(sources) {}
    /// The tree of a file of at most `limit` bytes, for as long as this stays; null, reported, if it cannot be read. One with a fault is read anew, and so
    /// told, each time.
    data::Value const* read(std::string const& path, std::size_t limit, Span asked_at, Diagnostics& diagnostics);

private:
    struct File {
        std::optional<data::Value> tree;
        bool sound = false;
    };
    Sources& sources_;
    std::map<std::string, File> files_;
};

}  // namespace offprint::ops
