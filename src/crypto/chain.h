// Who stands behind a certificate, and whether it was revoked.
#pragma once
#include "crypto/module.h"
#include "crypto/openssl.h"

namespace offprint::crypto {

enum class Purpose { Signature, TimeStamp };

/// A certificate with those above it, as far as they are known.
struct Chain {
    std::vector<Certificate> certificates;
};

/// All that chains are built of.
struct Known {
    std::vector<Certificate> others;   // that came with signatures or as evidence
    std::vector<Certificate> trusted;  // that the reader trusts; empty: chains are not checked
    std::vector<RevocationList> revocation_lists;
    std::vector<OcspResponse> ocsp_responses;
};

/// Takes in what can be read of it.
Known gather(Question const& question, std::vector<Certificate> from_signature);
/// The chain above a certificate: by validity if there is somebody to trust, else as far as issuers are known. Adds a finding under `part`.
Chain check_chain(X509* leaf, Known const& known, Purpose purpose, std::int64_t at, std::string const& part, std::vector<Finding>& findings);
/// Whether one of the chain was revoked at that time. Adds a finding. True if every certificate below the last has a list or a response that says it was not.
bool check_revocation(Chain const& chain, Known const& known, std::int64_t at, std::string const& part, std::vector<Finding>& findings);

}  // namespace offprint::crypto
