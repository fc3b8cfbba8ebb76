// What revisions after a signature changed. Nothing that is seen, read or said may be changed: only what proves signatures later may be added, the DSS and
// document time stamps (ETSI EN 319 142-1, 5.4 and 5.5). Everything else is refused, whether it can be seen today or not: what hides until it is shown is the
// point of a shadow attack.
#pragma once
#include <string>
#include <vector>

#include "reader/file.h"

namespace offprint::sign {

/// What is not allowed, in words; empty if all is. `before`: the file as it ended with the signature, `now`: the whole file.
std::vector<std::string> forbidden_changes(reader::File const& before, reader::File const& now);

}  // namespace offprint::sign
