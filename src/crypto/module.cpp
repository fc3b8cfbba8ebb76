#include "crypto/module.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "crypto/check.h"
#include "crypto/ed25519.h"
#include "crypto/signer.h"
#include "crypto/stamp.h"

namespace offprint::crypto {
namespace {

std::optional<std::string> revocation_list(std::string_view file) {
    unsigned char const* at = bytes_of(file);
    RevocationList list(d2i_X509_CRL(nullptr, &at, static_cast<long>(file.size())));
    if (!list) list.reset(PEM_read_bio_X509_CRL(memory(file).get(), nullptr, nullptr, nullptr));
    ERR_clear_error();
    return list ? std::optional(der_of(list.get(), i2d_X509_CRL)) : std::nullopt;
}

std::optional<std::string> ocsp_response(std::string_view file) {
    unsigned char const* at = bytes_of(file);
    OcspResponse const response(d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(file.size())));
    ERR_clear_error();
    bool const answers = response && at == bytes_of(file) + file.size() && OCSP_response_status(response.get()) == OCSP_RESPONSE_STATUS_SUCCESSFUL;
    return answers ? std::optional(std::string(file)) : std::nullopt;
}

std::optional<Evidence> read_evidence(std::vector<std::string_view> const& certificates, std::vector<std::string_view> const& revocation_lists,
                                      std::vector<std::string_view> const& ocsp_responses, Fault& fault) {
    Evidence out;
    for (std::string_view const file : certificates) {
        auto const read = read_certificates(file);
        if (!read) return fault.words = "a file of certificates is no PEM file of such", std::nullopt;
        for (Certificate const& certificate : *read) out.certificates.push_back(der_of(certificate.get()));
    }
    for (std::string_view const file : revocation_lists) {
        auto list = revocation_list(file);
        if (!list) return fault.words = "a file of '--crl' is no revocation list", std::nullopt;
        out.revocation_lists.push_back(std::move(*list));
    }
    for (std::string_view const file : ocsp_responses) {
        auto response = ocsp_response(file);
        if (!response) return fault.words = "a file of '--ocsp' is no OCSP response, or one that refuses", std::nullopt;
        out.ocsp_responses.push_back(std::move(*response));
    }
    return out;
}

std::optional<std::string> time_stamp(std::vector<std::string_view> const& pieces, std::string const& authority, Fault& fault) {
    return fetch_time_stamp(digest_of(pieces, EVP_sha256()), authority, fault);
}

}  // namespace
}  // namespace offprint::crypto

offprint::ModuleTable const* offprint_module() {
    using namespace offprint;
    static crypto::Module const table{{module_build(), sizeof(crypto::Module)},
                                      crypto::open_signer,
                                      crypto::read_evidence,
                                      crypto::check_signature,
                                      crypto::check_time_stamp,
                                      crypto::time_stamp,
                                      crypto::new_ed25519_key,
                                      crypto::ed25519_public_key,
                                      crypto::ed25519_sign,
                                      crypto::ed25519_verify};
    return &table;
}
