// A second copy of the archive: brought up to it, and held against it record by record.
#pragma once
#include "archive/index.h"

namespace offprint::archive {

struct ReplicateRequest {
    std::string folder;       // of the copy: new, empty, or an earlier copy of this archive
    bool incomplete = false;  // the copy's log goes on though objects that it names are whole nowhere
};
struct Replicated {
    std::size_t reports = 0, records = 0;  // in the copy
    std::size_t objects = 0;               // brought by this run
    std::string root;                      // of the copy's log as the disk gives it back; it is ours
    std::vector<std::string> lost;         // a line for each file of ours that is damaged and was not copied
    std::string catalogue;                 // why the copy's catalogue could not be written; empty: it was
};

/// Brings what is signed, objects first, then the log, then checkpoints: at every moment the copy is nothing yet, or whole as far as its newest checkpoint
/// goes. Writers are held off only while the log is read. A copy with a record or a checkpoint that is not ours is a fault, and nothing is written. If it gives
/// false, `out.lost` tells of damaged objects because of which the copy's log stays as it is.
bool replicate(Io& io, crypto::Module const& crypto, catalog::Module const& catalog, StoreOptions const& options, ReplicateRequest const& request,
               Replicated& out, Fault& fault);

}  // namespace offprint::archive
