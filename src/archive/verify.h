// Whether an archive is what it was: log, checkpoints, objects and catalogue, each held against the others.
#pragma once
#include "archive/index.h"
#include "archive/pace.h"

namespace offprint::archive {

struct VerifyRequest {
    bool objects = true;                   // hash every object, and compare the catalogue's texts
    std::vector<std::string> checkpoints;  // files of checkpoints that were kept elsewhere
    std::string public_key;                // file of the key that was kept elsewhere; may be empty
    double bytes_per_second = 0;           // at which objects are read at most; 0: as fast as it goes
    Clock clock{};
};

/// Looks at everything and changes nothing. Writers are held off meanwhile. A fault: there is nothing to look at.
std::optional<std::vector<Finding>> verify(Io& io, crypto::Module const& crypto, catalog::Module const& catalog, StoreOptions const& options,
                                           VerifyRequest const& request, Fault& fault);

/// What is wrong with an object, by its hash; empty: nothing. `size`: bytes that were read.
std::string fault_of_object(Io& io, Places const& places, std::string const& object, std::size_t& size);

/// Objects that stand where none should: names that are no hash, places that are not theirs, objects that no record names.
struct Stray {
    std::string path;  // below the folder of objects
    bool is_object;    // in its place, but named by no record
};
std::vector<Stray> stray_objects(Io& io, Places const& places, std::set<std::string> const& known);

}  // namespace offprint::archive
