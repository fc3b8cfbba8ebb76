// Whether a signature, or a time stamp in its place, is one of the bytes that it is said to be of.
#pragma once
#include "crypto/module.h"

namespace offprint::crypto {

Answer check_signature(Question const& question);
Answer check_time_stamp(Question const& question);

}  // namespace offprint::crypto
