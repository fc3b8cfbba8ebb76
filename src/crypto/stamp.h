// Time stamps (RFC 3161): asked of an authority, and checked.
#pragma once
#include "crypto/module.h"
#include "crypto/openssl.h"

namespace offprint::crypto {

/// A token over a SHA-256 digest, of the authority behind an http:// URL, in DER. It is checked to be what was asked for.
std::optional<std::string> fetch_time_stamp(std::string const& digest, std::string const& authority, Fault& fault);

/// A token that is over the given bytes and signed by its authority.
struct Stamp {
    std::int64_t time = 0;
    Certificate authority;
    std::vector<Certificate> certificates;  // all that the token brings
};
/// Nothing, with the reason in `why`, if it is not.
std::optional<Stamp> check_token(std::string_view der, std::vector<std::string_view> const& pieces, std::vector<Certificate> const& others, std::string& why);

}  // namespace offprint::crypto
