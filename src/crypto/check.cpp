#include "crypto/check.h"

#include <openssl/err.h>
#include <openssl/ess.h>

#include <ctime>

#include "crypto/chain.h"
#include "crypto/stamp.h"
#include "fmt/format.h"

namespace offprint::crypto {
namespace {

using Kind = Finding::Kind;

constexpr int kFewestRsaBits = 2048;

std::int64_t now_or(std::optional<std::int64_t> const& at) { return at ? *at : static_cast<std::int64_t>(std::time(nullptr)); }

std::string_view text_of(ASN1_STRING const* string) {
    return {reinterpret_cast<char const*>(ASN1_STRING_get0_data(string)), static_cast<std::size_t>(ASN1_STRING_length(string))};
}

/// The signature taken apart, step by step; a step that finds nothing to go on with ends it.
class SignatureCheck {
public:
    explicit SignatureCheck(Question const& question) : question_(question) {}

    Answer run() {
        if (!open() || !find_signer()) return std::move(answer_);
        check_attributes();
        check_bytes();
        check_value();
        check_certificate();
        check_stamp();
        std::int64_t const at = answer_.stamped ? *answer_.stamped : now_or(question_.at);
        Known const known = gather(question_, certificates());
        Chain const chain = check_chain(signer_, known, Purpose::Signature, at, "chain", answer_.findings);
        answer_.has_revocation = check_revocation(chain, known, at, "revocation", answer_.findings);
        return std::move(answer_);
    }

private:
    void add(Kind kind, char const* part, std::string words) { answer_.findings.push_back({kind, part, std::move(words)}); }
    bool refuse(char const* part, std::string words) { return add(Kind::Differs, part, std::move(words)), false; }

    bool open() {
        unsigned char const* at = bytes_of(question_.signature);
        cms_.reset(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(question_.signature.size())));
        ERR_clear_error();
        if (!cms_ || at != bytes_of(question_.signature) + question_.signature.size() || OBJ_obj2nid(CMS_get0_type(cms_.get())) != NID_pkcs7_signed)
            return refuse("signature", "it is no CMS signature");
        if (CMS_is_detached(cms_.get()) != 1) return refuse("signature", "it holds a document of its own, instead of being over the file");
        STACK_OF(CMS_SignerInfo)* const infos = CMS_get0_SignerInfos(cms_.get());
        if (sk_CMS_SignerInfo_num(infos) != 1) return refuse("signature", fmt::format("it has {} signers, where one is allowed", sk_CMS_SignerInfo_num(infos)));
        info_ = sk_CMS_SignerInfo_value(infos, 0);
        return true;
    }

    bool find_signer() {
        X509_ALGOR* digest = nullptr;
        CMS_set1_signers_certs(cms_.get(), nullptr, 0);
        CMS_SignerInfo_get0_algs(info_, nullptr, &signer_, &digest, nullptr);
        ERR_clear_error();
        if (signer_ == nullptr) return refuse("signature", "the certificate of its signer is not in it");
        answer_.signer = subject_of(signer_);
        ASN1_OBJECT const* name = nullptr;
        X509_ALGOR_get0(&name, nullptr, nullptr, digest);
        digest_ = OBJ_obj2nid(name) == NID_sha256   ? EVP_sha256()
                  : OBJ_obj2nid(name) == NID_sha384 ? EVP_sha384()
                  : OBJ_obj2nid(name) == NID_sha512 ? EVP_sha512()
                                                    : nullptr;
        if (digest_ == nullptr) return refuse("signature", fmt::format("its digest is {}, none of SHA-256, SHA-384, SHA-512", OBJ_nid2sn(OBJ_obj2nid(name))));
        EVP_PKEY* const key = X509_get0_pubkey(signer_);
        if (key == nullptr || (EVP_PKEY_is_a(key, "RSA") == 1 && EVP_PKEY_get_bits(key) < kFewestRsaBits)) return refuse("signature", "its key is too short");
        return true;
    }

    int count(int name) const {
        int found = 0;
        for (int at = -1; (at = CMS_signed_get_attr_by_NID(info_, name, at)) >= 0;) ++found;
        return found;
    }

    /// ETSI EN 319 142-1, table 1.
    void check_attributes() {
        ASN1_OBJECT const* const type =
            static_cast<ASN1_OBJECT const*>(CMS_signed_get0_data_by_OBJ(info_, OBJ_nid2obj(NID_pkcs9_contentType), -3, V_ASN1_OBJECT));
        std::vector<std::string> wrong;
        if (CMS_signed_get_attr_count(info_) < 0) wrong.emplace_back("nothing but the file is signed");
        if (type == nullptr || OBJ_obj2nid(type) != NID_pkcs7_data) wrong.emplace_back("content-type is not data");
        if (count(NID_pkcs9_messageDigest) != 1) wrong.emplace_back("there is no message-digest");
        if (count(NID_id_smime_aa_signingCertificateV2) != 1) wrong.emplace_back("there is no signing-certificate-v2");
        if (count(NID_pkcs9_signingTime) != 0) wrong.emplace_back("signing-time is forbidden");
        if (wrong.empty())
            add(Kind::Proved, "attributes", "content-type, message-digest, signing-certificate-v2; no signing-time");
        else
            add(Kind::Differs, "attributes", fmt::format("{}", fmt::join(wrong, "; ")));
    }

    void check_bytes() {
        auto const* const told =
            static_cast<ASN1_OCTET_STRING const*>(CMS_signed_get0_data_by_OBJ(info_, OBJ_nid2obj(NID_pkcs9_messageDigest), -3, V_ASN1_OCTET_STRING));
        if (told == nullptr) return;
        if (text_of(told) == digest_of(question_.pieces, digest_))
            add(Kind::Proved, "bytes", fmt::format("as they were signed ({})", EVP_MD_get0_name(digest_)));
        else
            add(Kind::Differs, "bytes", "the file was changed after it was signed: its digest is another");
    }

    void check_value() {
        bool const holds = CMS_signed_get_attr_count(info_) > 0 && CMS_SignerInfo_verify(info_) == 1;
        ERR_clear_error();
        EVP_PKEY* const key = X509_get0_pubkey(signer_);
        if (holds)
            add(Kind::Proved, "signature",
                fmt::format("by the key of '{}' ({}, {} bits)", answer_.signer, EVP_PKEY_get0_type_name(key), EVP_PKEY_get_bits(key)));
        else
            add(Kind::Differs, "signature", fmt::format("it was not made by the key of '{}'", answer_.signer));
    }

    /// Without this, another certificate of the same key and number could be put into the signature.
    void check_certificate() {
        ASN1_STRING const* const der =
            static_cast<ASN1_STRING const*>(CMS_signed_get0_data_by_OBJ(info_, OBJ_nid2obj(NID_id_smime_aa_signingCertificateV2), -3, V_ASN1_SEQUENCE));
        if (der == nullptr) return;
        unsigned char const* at = ASN1_STRING_get0_data(der);
        Owned<ESS_SIGNING_CERT_V2, ESS_SIGNING_CERT_V2_free> const signed_for(d2i_ESS_SIGNING_CERT_V2(nullptr, &at, ASN1_STRING_length(der)));
        Stack const chain(sk_X509_new_null());
        sk_X509_push(chain.get(), signer_);
        std::vector<Certificate> const all = certificates();
        for (Certificate const& other : all)
            if (X509_cmp(other.get(), signer_) != 0) sk_X509_push(chain.get(), other.get());
        bool const matches = signed_for && OSSL_ESS_check_signing_certs(nullptr, signed_for.get(), chain.get(), 1) == 1;
        ERR_clear_error();
        if (matches)
            add(Kind::Proved, "certificate", "the one that was signed with");
        else
            add(Kind::Differs, "certificate", "signing-certificate-v2 names another certificate");
        if ((X509_get_key_usage(signer_) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0)
            add(Kind::Differs, "certificate", "it is not for signatures (its key usage)");
    }

    void check_stamp() {
        auto const* const token =
            static_cast<ASN1_STRING const*>(CMS_unsigned_get0_data_by_OBJ(info_, OBJ_nid2obj(NID_id_smime_aa_timeStampToken), -3, V_ASN1_SEQUENCE));
        if (token == nullptr) {
            if (CMS_unsigned_get_attr_by_NID(info_, NID_id_smime_aa_timeStampToken, -1) >= 0) add(Kind::Differs, "time stamp", "there is not exactly one");
            return;
        }
        Known known = gather(question_, {});
        std::string why;
        std::optional<Stamp> stamp = check_token(text_of(token), {text_of(CMS_SignerInfo_get0_signature(info_))}, known.others, why);
        if (!stamp) return add(Kind::Differs, "time stamp", why);
        add(Kind::Proved, "time stamp", fmt::format("{}, by '{}'", iso_time(stamp->time), subject_of(stamp->authority.get())));
        for (Certificate& certificate : stamp->certificates) known.others.push_back(std::move(certificate));
        std::size_t const before = answer_.findings.size();
        check_chain(stamp->authority.get(), known, Purpose::TimeStamp, stamp->time, "time stamp", answer_.findings);
        // Whom nobody trusted stands behind proves no time.
        if (answer_.findings[before].kind != Kind::Differs) answer_.stamped = stamp->time;
    }

    std::vector<Certificate> certificates() const {
        std::vector<Certificate> out;
        STACK_OF(X509)* const all = CMS_get1_certs(cms_.get());
        for (int i = 0; i < sk_X509_num(all); ++i) out.emplace_back(sk_X509_value(all, i));
        sk_X509_free(all);
        return out;
    }

    Question const& question_;
    Answer answer_;
    Cms cms_;
    CMS_SignerInfo* info_ = nullptr;
    X509* signer_ = nullptr;
    EVP_MD const* digest_ = nullptr;
};

}  // namespace

Answer check_signature(Question const& question) { return SignatureCheck(question).run(); }

Answer check_time_stamp(Question const& question) {
    Answer answer;
    std::string why;
    Known known = gather(question, {});
    std::optional<Stamp> stamp = check_token(question.signature, question.pieces, known.others, why);
    if (!stamp) {
        answer.findings.push_back({Kind::Differs, "time stamp", why});
        return answer;
    }
    answer.signer = subject_of(stamp->authority.get());
    answer.stamped = stamp->time;
    answer.findings.push_back({Kind::Proved, "time stamp", fmt::format("{}, by '{}'", iso_time(stamp->time), answer.signer)});
    for (Certificate& certificate : stamp->certificates) known.others.push_back(std::move(certificate));
    Chain const chain = check_chain(stamp->authority.get(), known, Purpose::TimeStamp, stamp->time, "time stamp", answer.findings);
    answer.has_revocation = check_revocation(chain, known, stamp->time, "revocation", answer.findings);
    return answer;
}

}  // namespace offprint::crypto
