// The data of a run, frozen before its first row: every source is read once, into a folder from which the rows of this run and of later ones are made
// (bind/snapshot.h).
#pragma once
#include <functional>
#include <map>
#include <string>

#include "batch/row_work.h"

namespace offprint::batch {

struct Frozen {
    enum class State { Ready, Refused, Unavailable, Unwritable, Interrupted } state = State::Ready;
    bool is_new = false;                   // frozen now; else it was there already
    std::map<std::size_t, Answer> failed;  // rows whose data have a fault; only where it is new
    std::string sum;                       // SHA-256 of the folder's sums, which hold that of every file
    std::string words;                     // why it is not ready
};

/// Takes the snapshot in `folder`, or makes it if there is none: all of it appears at once or nothing does. Then the press reads its data there. A folder with
/// something else in it is refused (E976), a source that is unavailable ends it, since one moment is frozen and not two.
Frozen freeze(std::string const& folder, ops::Press& press, Rows const& rows, archive::Io& io, std::function<bool()> const& is_interrupted,
              Diagnostics& diagnostics);

}  // namespace offprint::batch
