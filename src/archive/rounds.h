// Objects hashed in portions, the oldest first: an archive that takes hours to hash is gone round a part of an hour each night. Records of the log tell how far
// a round came, so whoever goes on knows it, and an auditor sees when each object was last looked at.
#pragma once
#include "archive/pace.h"
#include "archive/store.h"
#include "base/finding.h"

namespace offprint::archive {

/// Every object is to be looked at once in so many days (compliance: 17a-4 asks that a record's quality is verified; the number is the house's).
inline constexpr std::int64_t kRoundDays = 30;

/// Where the hashing of all objects stands, as the log's `verify` records tell.
struct Round {
    std::uint64_t next = 0;  // number of the first record whose report was not looked at; 0: a new round is to begin
    std::string began;       // when it began; empty: it has not
    std::string whole;       // when the last whole one ended; empty: none did
};
Round round_of(std::vector<Entry> const& entries);

struct PortionRequest {
    double seconds = 0;                             // for about so long; one report is looked at in any case
    double bytes_per_second = 0;                    // at most; 0: as fast as it goes
    std::function<std::optional<Store>()> open;     // the archive, for writing; its fault is told by who gave this
    std::function<void(Store const&)> committed{};  // after each record
    Clock clock{};
};

/// Goes on with the round where the last portion ended, or begins one, and ends with the round at the latest. Nobody is held off while objects are read: the
/// archive is opened for a moment every ten minutes, when a record tells what was looked at and what is wrong. Nothing, with the fault or as `open` told, when
/// the archive cannot be written.
std::optional<std::vector<Finding>> hash_portion(PortionRequest const& request, Fault& fault);

}  // namespace offprint::archive
