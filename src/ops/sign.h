// Signing: a key is opened, a finished file is given its signature as a further revision, or a file that the writer left open is filled.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "crypto/module.h"
#include "ops/secret_place.h"
#include "pdf/signature_field.h"

namespace offprint::ops {

/// How a file is to be signed. A passphrase is never given by itself, only where it can be read.
struct SigningRequest {
    std::string key, certificate, pkcs12;  // paths
    std::vector<std::string> chain;        // paths: certificates above
    SecretPlace passphrase;
    std::string name, reason, location;
    std::string date;                // ISO; else SOURCE_DATE_EPOCH, else the clock: signing is the one step that happens at a time
    std::string authority;           // URL of a time stamping authority
    std::vector<std::string> lists;  // paths: revocation lists
    std::vector<std::string> responses;
    std::string stamp;           // page,x,y,width,height: where the signature is seen; empty: nowhere
    bool certifies = false;      // no change afterwards
    bool adds_evidence = false;  // chain, lists and responses go into the file

    bool is_asked() const { return !key.empty() || !certificate.empty() || !pkcs12.empty(); }
};

/// A request whose files were read and whose key is open.
class Signing {
public:
    /// Nothing, with the faults reported (E841: options, E842: a file that cannot be used), if it cannot be.
    static std::optional<Signing> open(SigningRequest const& request, Diagnostics& diagnostics);

    pdf::SignatureWords const& words() const { return words_; }
    crypto::Evidence const& evidence() const { return evidence_; }
    /// Fills the one hole of a file and checks what came of it. False, reported (E844: the authority does not answer, E845), if it cannot be filled: then the
    /// file must not leave the program.
    bool fill(std::string& pdf, Diagnostics& diagnostics) const;

private:
    crypto::Module const* module_ = nullptr;
    std::shared_ptr<crypto::Signer> signer_;
    pdf::SignatureWords words_;
    crypto::Evidence evidence_;
    std::string authority_;
};

/// Signs a finished file by a further revision. Nothing, reported (E843: a file that cannot be signed), if that cannot be.
std::optional<std::string> sign_file(std::string pdf, SigningRequest const& request, std::string const& shown_name, Diagnostics& diagnostics);
/// Adds evidence and, with an authority, a document time stamp to a signed file, so that it can be proved when certificates have expired (PAdES-B-LT, B-LTA).
std::optional<std::string> extend_file(std::string pdf, SigningRequest const& request, std::string const& shown_name, Diagnostics& diagnostics);

}  // namespace offprint::ops
