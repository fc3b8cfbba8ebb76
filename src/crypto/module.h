// The module `crypto`: keys, CMS signatures (RFC 5652, CAdES: ETSI EN 319 122-1), time stamps (RFC 3161), certificates and what revokes them. OpenSSL is behind
// it. It knows no PDF and reads no files.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "base/module.h"

namespace offprint::crypto {

/// What went wrong, and whether it was a service that did not answer.
struct Fault {
    std::string words;
    bool unavailable = false;
};

/// Bytes of the files of a key: a private key and a certificate in PEM, or PKCS #12. `chain`: PEM files of the certificates above.
struct KeyFiles {
    std::string_view key, certificate, pkcs12, passphrase;
    std::vector<std::string_view> chain;
};

/// A key that is ready to sign.
class Signer {
public:
    virtual ~Signer() = default;
    /// The common name of its certificate.
    virtual std::string name() const = 0;
    /// Its certificate and those above it, in DER.
    virtual std::vector<std::string> const& certificates() const = 0;
    /// A detached CMS signature in DER over the pieces one after the other: one signer, SHA-256, content-type, message-digest and signing-certificate-v2
    /// signed, no signing-time. `authority`: the URL of a time stamping authority that stamps the signature; empty: none.
    virtual std::optional<std::string> sign(std::vector<std::string_view> const& pieces, std::string const& authority, Fault& fault) = 0;
};

/// What a signature can still be checked by when nobody answers any more, in DER.
struct Evidence {
    std::vector<std::string> certificates, revocation_lists, ocsp_responses;
};

/// A signature and what it should be of.
struct Question {
    std::vector<std::string_view> pieces;
    std::string_view signature;  // DER, nothing after it
    Evidence const* evidence = nullptr;
    std::string_view trusted;        // PEM: certificates that are trusted; empty: the chain is not checked
    std::optional<std::int64_t> at;  // seconds since 1970 for which certificates must be valid where no time stamp tells; none: now
};

struct Answer {
    std::vector<Finding> findings;
    std::string signer;
    std::optional<std::int64_t> stamped;  // when, by the time stamp's authority
    bool has_revocation = false;          // for every certificate of the chain that can be revoked
};

struct Module : ModuleTable {
    static constexpr std::string_view kModule = "crypto";
    /// Null, with the fault, for a key that cannot be used.
    std::unique_ptr<Signer> (*open_signer)(KeyFiles const& files, Fault& fault);
    /// Certificates, revocation lists (PEM or DER) and OCSP responses (DER), each checked to be one; nothing, with the fault, if one is not.
    std::optional<Evidence> (*read_evidence)(std::vector<std::string_view> const& certificates, std::vector<std::string_view> const& revocation_lists,
                                             std::vector<std::string_view> const& ocsp_responses, Fault& fault);
    /// A CAdES signature of a PDF (ETSI EN 319 142-1, 6.3).
    Answer (*check_signature)(Question const& question);
    /// A time stamp token over the pieces, as a document time stamp is.
    Answer (*check_time_stamp)(Question const& question);
    /// A time stamp token over the pieces.
    std::optional<std::string> (*time_stamp)(std::vector<std::string_view> const& pieces, std::string const& authority, Fault& fault);
    /// A new Ed25519 key (RFC 8032) in PEM; empty if none can be made.
    std::string (*new_ed25519_key)();
    /// The public half in PEM; nothing for what is no such key, or is locked by a passphrase.
    std::optional<std::string> (*ed25519_public_key)(std::string_view private_pem);
    /// 64 bytes; nothing for what is no such key.
    std::optional<std::string> (*ed25519_sign)(std::string_view private_pem, std::string_view message);
    bool (*ed25519_verify)(std::string_view public_pem, std::string_view message, std::string_view signature);
};

}  // namespace offprint::crypto
