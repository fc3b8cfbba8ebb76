// Keys, and what is signed with them.
#pragma once
#include "crypto/module.h"
#include "crypto/openssl.h"

namespace offprint::crypto {

std::unique_ptr<Signer> open_signer(KeyFiles const& files, Fault& fault);

}  // namespace offprint::crypto
