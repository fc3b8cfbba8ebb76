// What decides the bytes of a copy, as one hash.
#pragma once
#include <map>

#include "base/sha256.h"
#include "ops/stock.h"

namespace offprint::ops {

/// Hashes what copies of an article hang on. What all of them share is hashed once.
class CopyKeys {
public:
    /// `first_source` is the first that was read for the copies, `last_source` the last that all of them share.
    CopyKeys(RenderRequest const& request, Stock& stock, SourceId first_source, SourceId last_source);
    /// The SHA-256 of a copy's inputs, in hex.
    std::string of(Inputs const& in, RenderRequest const& request);

private:
    std::string const& file_hash(std::string const& path);
    Sha256Digest shared_{};
    std::map<std::string, std::string> files_;  // hashes of pictures, by path
};

}  // namespace offprint::ops
