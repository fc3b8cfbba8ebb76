// Keys, and what is signed with them.
#include "crypto/signer.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <cstring>

#include "crypto/stamp.h"
#include "fmt/format.h"

namespace offprint::crypto {
namespace {

constexpr int kFewestRsaBits = 2048;

/// What asks for the passphrase gets the one that was given, or none: nobody is ever asked at a terminal.
int give_passphrase(char* buffer, int size, int, void* passphrase) {
    auto const& words = *static_cast<std::string_view const*>(passphrase);
    if (words.empty() || static_cast<std::size_t>(size) < words.size()) return -1;
    std::memcpy(buffer, words.data(), words.size());
    return static_cast<int>(words.size());
}

struct Opened {
    Key key;
    std::vector<Certificate> certificates;
};

std::string why_not_read(std::string_view passphrase) {
    ERR_clear_error();
    return passphrase.empty() ? "it is damaged, or it is locked and no passphrase was given" : "it is damaged, or the passphrase is wrong";
}

bool open_pem(KeyFiles const& files, Opened& out, Fault& fault) {
    std::string_view passphrase = files.passphrase;
    Bio const bio = memory(files.key);
    out.key.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, &passphrase));
    if (!out.key) return fault.words = "the key cannot be read: " + why_not_read(passphrase), false;
    auto certificates = read_certificates(files.certificate);
    if (!certificates) return fault.words = "the certificate is no PEM file of certificates", false;
    out.certificates = std::move(*certificates);
    return true;
}

bool open_pkcs12(KeyFiles const& files, Opened& out, Fault& fault) {
    unsigned char const* at = bytes_of(files.pkcs12);
    Owned<PKCS12, PKCS12_free> const archive(d2i_PKCS12(nullptr, &at, static_cast<long>(files.pkcs12.size())));
    std::string passphrase(files.passphrase);
    EVP_PKEY* key = nullptr;
    X509* certificate = nullptr;
    STACK_OF(X509)* others = nullptr;
    bool const read = archive && PKCS12_parse(archive.get(), passphrase.c_str(), &key, &certificate, &others) == 1;
    OPENSSL_cleanse(passphrase.data(), passphrase.size());
    out.key.reset(key);
    if (certificate != nullptr) out.certificates.emplace_back(certificate);
    for (int i = 0; i < sk_X509_num(others); ++i) out.certificates.emplace_back(sk_X509_value(others, i));
    sk_X509_free(others);
    if (!archive) return fault.words = "the file is no PKCS #12 file", ERR_clear_error(), false;
    if (!read) return fault.words = "the PKCS #12 file cannot be opened: " + why_not_read(files.passphrase), false;
    if (!out.key || certificate == nullptr) return fault.words = "the PKCS #12 file holds no key with its certificate", false;
    return true;
}

bool is_usable(Opened const& opened, Fault& fault) {
    X509* const own = opened.certificates.front().get();
    if (X509_check_private_key(own, opened.key.get()) != 1)
        return fault.words = fmt::format("the certificate of '{}' is not that of the key", subject_of(own)), ERR_clear_error(), false;
    bool const is_rsa = EVP_PKEY_is_a(opened.key.get(), "RSA") == 1, is_curve = EVP_PKEY_is_a(opened.key.get(), "EC") == 1;
    if (!is_rsa && !is_curve) return fault.words = "the key is neither RSA nor of an elliptic curve", false;
    if (is_rsa && EVP_PKEY_get_bits(opened.key.get()) < kFewestRsaBits) return fault.words = "the RSA key has fewer than 2048 bits", false;
    if ((X509_get_key_usage(own) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0)
        return fault.words = fmt::format("the certificate of '{}' is not for signatures (its key usage)", subject_of(own)), false;
    return true;
}

/// The signed attributes as they are signed: a SET OF in DER (RFC 5652, 5.4), so in the order of their bytes.
std::string attributes_to_sign(CMS_SignerInfo* signer) {
    std::vector<std::string> attributes;
    for (int i = 0; i < CMS_signed_get_attr_count(signer); ++i) attributes.push_back(der_of(CMS_signed_get_attr(signer, i), i2d_X509_ATTRIBUTE));
    std::sort(attributes.begin(), attributes.end());
    std::size_t size = 0;
    for (std::string const& attribute : attributes) size += attribute.size();
    std::string out = "\x31";
    if (size < 0x80) {
        out += static_cast<char>(size);
    } else {
        out += size < 0x100 ? '\x81' : '\x82';
        if (size >= 0x100) out += static_cast<char>(size >> 8);
        out += static_cast<char>(size & 0xFF);
    }
    for (std::string const& attribute : attributes) out += attribute;
    return out;
}

class OpenSigner final : public Signer {
public:
    explicit OpenSigner(Opened opened) : opened_(std::move(opened)) {
        for (Certificate const& certificate : opened_.certificates) der_.push_back(der_of(certificate.get()));
    }

    std::string name() const override { return subject_of(own()); }
    std::vector<std::string> const& certificates() const override { return der_; }

    std::optional<std::string> sign(std::vector<std::string_view> const& pieces, std::string const& authority, Fault& fault) override {
        Cms const cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, CMS_DETACHED | CMS_BINARY | CMS_PARTIAL));
        unsigned const flags = CMS_CADES | CMS_NOSMIMECAP | CMS_BINARY | CMS_DETACHED;
        CMS_SignerInfo* const signer = cms ? CMS_add1_signer(cms.get(), own(), opened_.key.get(), EVP_sha256(), flags) : nullptr;
        bool done = signer != nullptr;
        for (std::size_t i = 1; done && i < opened_.certificates.size(); ++i) done = CMS_add1_cert(cms.get(), opened_.certificates[i].get()) == 1;
        done = done && digest(cms.get(), pieces) && sign_anew(signer);
        if (!done) {
            fault.words = "the signature could not be made: " + last_error("no reason was given");
            return std::nullopt;
        }
        if (!authority.empty() && !add_time_stamp(signer, authority, fault)) return std::nullopt;
        return der_of(cms.get(), i2d_CMS_ContentInfo);
    }

private:
    X509* own() const { return opened_.certificates.front().get(); }

    static bool digest(CMS_ContentInfo* cms, std::vector<std::string_view> const& pieces) {
        Bio sink(BIO_new(BIO_s_null()));
        BIO* const chain = CMS_dataInit(cms, sink.get());
        if (chain == nullptr) return false;
        sink.release();
        Bio const all(chain);  // the sink with it
        for (std::string_view piece : pieces) {
            while (!piece.empty()) {
                std::size_t const some = std::min<std::size_t>(piece.size(), 1u << 30);
                if (BIO_write(chain, piece.data(), static_cast<int>(some)) != static_cast<int>(some)) return false;
                piece.remove_prefix(some);
            }
        }
        BIO_flush(chain);
        return CMS_dataFinal(cms, chain) == 1;
    }

    /// OpenSSL always adds the signing time, which PAdES forbids (ETSI EN 319 142-1, table 1: the time is M in the PDF). So it is taken out, and what is left
    /// is signed once more.
    bool sign_anew(CMS_SignerInfo* signer) const {
        int const at = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1);
        if (at >= 0) X509_ATTRIBUTE_free(CMS_signed_delete_attr(signer, at));
        std::string const attributes = attributes_to_sign(signer);
        Digest const context(EVP_MD_CTX_new());
        std::size_t size = 0;
        if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, opened_.key.get()) != 1 ||
            EVP_DigestSign(context.get(), nullptr, &size, bytes_of(attributes), attributes.size()) != 1)
            return false;
        std::vector<unsigned char> signature(size);
        if (EVP_DigestSign(context.get(), signature.data(), &size, bytes_of(attributes), attributes.size()) != 1) return false;
        return ASN1_OCTET_STRING_set(CMS_SignerInfo_get0_signature(signer), signature.data(), static_cast<int>(size)) == 1;
    }

    static bool add_time_stamp(CMS_SignerInfo* signer, std::string const& authority, Fault& fault) {
        ASN1_OCTET_STRING const* const signature = CMS_SignerInfo_get0_signature(signer);
        std::string_view const value(reinterpret_cast<char const*>(ASN1_STRING_get0_data(signature)), static_cast<std::size_t>(ASN1_STRING_length(signature)));
        std::optional<std::string> const token = fetch_time_stamp(digest_of({value}, EVP_sha256()), authority, fault);
        if (!token) return false;
        return CMS_unsigned_add1_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE, token->data(), static_cast<int>(token->size())) == 1;
    }

    Opened opened_;
    std::vector<std::string> der_;
};

}  // namespace

std::unique_ptr<Signer> open_signer(KeyFiles const& files, Fault& fault) {
    Opened opened;
    if (!(files.pkcs12.empty() ? open_pem(files, opened, fault) : open_pkcs12(files, opened, fault))) return nullptr;
    for (std::string_view const file : files.chain) {
        auto certificates = read_certificates(file);
        if (!certificates) return fault.words = "a file of the chain is no PEM file of certificates", nullptr;
        for (Certificate& certificate : *certificates) opened.certificates.push_back(std::move(certificate));
    }
    if (!is_usable(opened, fault)) return nullptr;
    // Each once: a chain may be in the PKCS #12 file and beside it.
    auto& all = opened.certificates;
    for (std::size_t i = 0; i < all.size(); ++i)
        all.erase(std::remove_if(all.begin() + static_cast<std::ptrdiff_t>(i) + 1, all.end(),
                                 [&](Certificate const& other) { return X509_cmp(all[i].get(), other.get()) == 0; }),
                  all.end());
    return std::make_unique<OpenSigner>(std::move(opened));
}

}  // namespace offprint::crypto
