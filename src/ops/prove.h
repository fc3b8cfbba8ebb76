// What a PDF proves of itself: its signatures, and as an archive copy that it is what its own sources say.
#pragma once
#include <cstdint>

#include "ops/rebuild.h"

namespace offprint::ops {

struct ProofRequest {
    RenderRequest how;               // as for `verify_archive_copy`
    std::string trusted;             // PEM: certificates whose owners are trusted; empty: chains are not checked
    std::optional<std::int64_t> at;  // for when certificates must be valid where no time stamp tells; none: now
    std::string level;               // the least level that is wanted: B-B, B-T, B-LT, B-LTA; empty: any
};

/// Whether there is anything to prove a PDF by: a signature, or the manifest of an archive copy. True also of one that cannot be read: `prove` tells why.
bool carries_proof(std::string pdf);

/// Proves every part that there is. A PDF with neither signature nor manifest is E804; other faults as in `verify_archive_copy`.
Rebuild prove(std::string pdf, ProofRequest const& request, Sources& sources, Diagnostics& diagnostics);

}  // namespace offprint::ops
