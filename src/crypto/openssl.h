// OpenSSL's handles, each owned once.
#pragma once
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/pkcs12.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace offprint::crypto {

template <auto Free>
struct Freeing {
    template <class T>
    void operator()(T* handle) const {
        Free(handle);
    }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Freeing<Free>>;

inline void free_stack(STACK_OF(X509) * stack) { sk_X509_free(stack); }

using Bio = Owned<BIO, BIO_free_all>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Certificate = Owned<X509, X509_free>;
using RevocationList = Owned<X509_CRL, X509_CRL_free>;
using Cms = Owned<CMS_ContentInfo, CMS_ContentInfo_free>;
using Digest = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using Store = Owned<X509_STORE, X509_STORE_free>;
using StoreContext = Owned<X509_STORE_CTX, X509_STORE_CTX_free>;
using Stack = Owned<STACK_OF(X509), free_stack>;  // of certificates that others own
using OcspResponse = Owned<OCSP_RESPONSE, OCSP_RESPONSE_free>;
using OcspBasic = Owned<OCSP_BASICRESP, OCSP_BASICRESP_free>;
using Token = Owned<PKCS7, PKCS7_free>;
using TokenInfo = Owned<TS_TST_INFO, TS_TST_INFO_free>;
using TokenCheck = Owned<TS_VERIFY_CTX, TS_VERIFY_CTX_free>;

inline unsigned char const* bytes_of(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }
/// Reads from memory that outlives it.
inline Bio memory(std::string_view bytes) { return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))); }

/// DER of anything that has an i2d.
template <class T, class Encode>
std::string der_of(T* thing, Encode encode) {
    unsigned char* out = nullptr;
    int const size = encode(thing, &out);
    std::string der;
    if (size > 0) der.assign(reinterpret_cast<char const*>(out), static_cast<std::size_t>(size));
    OPENSSL_free(out);
    return der;
}
inline std::string der_of(X509 const* certificate) { return der_of(certificate, i2d_X509); }

/// The last thing that OpenSSL complained of, in its words; the queue is empty then.
std::string last_error(char const* otherwise);

/// Certificates of a PEM file; nothing if it holds none, or something else among them.
std::optional<std::vector<Certificate>> read_certificates(std::string_view pem);
Certificate certificate_of(std::string_view der);
/// The common name, or the whole name where there is none.
std::string name_of(X509_NAME const* name);
inline std::string subject_of(X509 const* certificate) { return name_of(X509_get_subject_name(certificate)); }
/// "2026-06-15T12:00:00Z".
std::string iso_time(std::int64_t seconds);
std::optional<std::int64_t> seconds_of(ASN1_TIME const* time);

/// SHA-256 or another digest of the pieces one after the other.
std::string digest_of(std::vector<std::string_view> const& pieces, EVP_MD const* algorithm);

}  // namespace offprint::crypto
