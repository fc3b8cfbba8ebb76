#include "crypto/chain.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "fmt/format.h"

namespace offprint::crypto {
namespace {

using Kind = Finding::Kind;

constexpr std::size_t kLongestChain = 16;

Certificate shared(X509* certificate) {
    X509_up_ref(certificate);
    return Certificate(certificate);
}

bool is_issued_by(X509* certificate, X509* issuer) {
    bool const issued = X509_check_issued(issuer, certificate) == X509_V_OK && X509_verify(certificate, X509_get0_pubkey(issuer)) == 1;
    ERR_clear_error();
    return issued;
}

X509* issuer_of(X509* certificate, Known const& known) {
    for (auto const* const list : {&known.trusted, &known.others})
        for (Certificate const& other : *list)
            if (is_issued_by(certificate, other.get())) return other.get();
    return nullptr;
}

bool is_self_issued(X509* certificate) { return X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) == 0; }

std::string names_of(Chain const& chain) {
    std::string out;
    for (Certificate const& certificate : chain.certificates) out += (out.empty() ? "" : " < ") + subject_of(certificate.get());
    return out;
}

Chain known_part(X509* leaf, Known const& known) {
    Chain chain;
    chain.certificates.push_back(shared(leaf));
    while (chain.certificates.size() < kLongestChain && !is_self_issued(chain.certificates.back().get())) {
        X509* const issuer = issuer_of(chain.certificates.back().get(), known);
        if (issuer == nullptr) break;
        chain.certificates.push_back(shared(issuer));
    }
    return chain;
}

/// What a list or a response says of a certificate.
struct Verdict {
    bool known = false, revoked = false;
    std::string source, when;
};

Verdict by_list(X509* certificate, X509* issuer, Known const& known, std::int64_t at) {
    Verdict verdict;
    for (RevocationList const& list : known.revocation_lists) {
        if (X509_NAME_cmp(X509_CRL_get_issuer(list.get()), X509_get_issuer_name(certificate)) != 0) continue;
        bool const is_real = X509_CRL_verify(list.get(), X509_get0_pubkey(issuer)) == 1;
        ERR_clear_error();
        if (!is_real) continue;
        verdict.known = true;
        verdict.source = "its list";
        X509_REVOKED* entry = nullptr;
        if (X509_CRL_get0_by_cert(list.get(), &entry, certificate) != 1) continue;
        std::optional<std::int64_t> const when = seconds_of(X509_REVOKED_get0_revocationDate(entry));
        if (when && *when > at) continue;
        verdict.revoked = true;
        verdict.when = when ? iso_time(*when) : "an unknown time";
        return verdict;
    }
    return verdict;
}

/// A response counts if the issuer signed it, or somebody whom the issuer certified to.
Verdict by_response(X509* certificate, X509* issuer, Known const& known, std::int64_t at) {
    Verdict verdict;
    Store const store(X509_STORE_new());
    X509_STORE_add_cert(store.get(), issuer);
    X509_VERIFY_PARAM* const how = X509_STORE_get0_param(store.get());
    X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME);
    Stack const others(sk_X509_new_null());
    sk_X509_push(others.get(), issuer);
    for (Certificate const& other : known.others) sk_X509_push(others.get(), other.get());
    for (OcspResponse const& response : known.ocsp_responses) {
        OcspBasic const basic(OCSP_response_get1_basic(response.get()));
        if (!basic || OCSP_basic_verify(basic.get(), others.get(), store.get(), OCSP_PARTIAL_CHAIN) != 1) continue;
        Owned<OCSP_CERTID, OCSP_CERTID_free> id(OCSP_cert_to_id(EVP_sha1(), certificate, issuer));
        int status = 0, reason = 0;
        ASN1_GENERALIZEDTIME *when = nullptr, *from = nullptr, *until = nullptr;
        bool found = OCSP_resp_find_status(basic.get(), id.get(), &status, &reason, &when, &from, &until) == 1;
        if (!found) {
            id.reset(OCSP_cert_to_id(EVP_sha256(), certificate, issuer));
            found = OCSP_resp_find_status(basic.get(), id.get(), &status, &reason, &when, &from, &until) == 1;
        }
        if (!found || status == V_OCSP_CERTSTATUS_UNKNOWN) continue;
        verdict.known = true;
        verdict.source = "a response of its issuer";
        if (status != V_OCSP_CERTSTATUS_REVOKED) continue;
        std::optional<std::int64_t> const moment = seconds_of(when);
        if (moment && *moment > at) continue;
        verdict.revoked = true;
        verdict.when = moment ? iso_time(*moment) : "an unknown time";
        break;
    }
    ERR_clear_error();
    return verdict;
}

}  // namespace

Known gather(Question const& question, std::vector<Certificate> from_signature) {
    Known known;
    known.others = std::move(from_signature);
    if (auto trusted = read_certificates(question.trusted)) known.trusted = std::move(*trusted);
    if (question.evidence == nullptr) return known;
    for (std::string const& der : question.evidence->certificates)
        if (Certificate certificate = certificate_of(der)) known.others.push_back(std::move(certificate));
    for (std::string const& der : question.evidence->revocation_lists) {
        unsigned char const* at = bytes_of(der);
        if (RevocationList list{d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size()))}) known.revocation_lists.push_back(std::move(list));
    }
    for (std::string const& der : question.evidence->ocsp_responses) {
        unsigned char const* at = bytes_of(der);
        if (OcspResponse response{d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(der.size()))}) known.ocsp_responses.push_back(std::move(response));
    }
    ERR_clear_error();
    return known;
}

Chain check_chain(X509* leaf, Known const& known, Purpose purpose, std::int64_t at, std::string const& part, std::vector<Finding>& findings) {
    std::optional<std::int64_t> const from = seconds_of(X509_get0_notBefore(leaf)), until = seconds_of(X509_get0_notAfter(leaf));
    if (!from || !until || at < *from || at > *until) {
        std::string const span = from && until ? fmt::format("{} to {}", iso_time(*from), iso_time(*until)) : "a time that cannot be read";
        findings.push_back({Kind::Differs, part, fmt::format("the certificate of '{}' is valid {}, not at {}", subject_of(leaf), span, iso_time(at))});
        return known_part(leaf, known);
    }
    if (known.trusted.empty()) {
        Chain chain = known_part(leaf, known);
        findings.push_back({Kind::Note, part, fmt::format("{}; not checked: '--trust' names who is trusted", names_of(chain))});
        return chain;
    }
    Store const store(X509_STORE_new());
    for (Certificate const& trusted : known.trusted) X509_STORE_add_cert(store.get(), trusted.get());
    Stack const others(sk_X509_new_null());
    for (Certificate const& other : known.others) sk_X509_push(others.get(), other.get());
    StoreContext const context(X509_STORE_CTX_new());
    X509_STORE_CTX_init(context.get(), store.get(), leaf, others.get());
    X509_VERIFY_PARAM* const how = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_time(how, static_cast<time_t>(at));
    // Who is named as trusted is, whether a root or not.
    X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_PARTIAL_CHAIN);
    if (purpose == Purpose::TimeStamp) X509_VERIFY_PARAM_set_purpose(how, X509_PURPOSE_TIMESTAMP_SIGN);
    bool const verified = X509_verify_cert(context.get()) == 1;
    ERR_clear_error();
    if (!verified) {
        X509* const at_fault = X509_STORE_CTX_get_current_cert(context.get());
        findings.push_back(
            {Kind::Differs, part,
             fmt::format("nobody trusted stands behind '{}': {}, of '{}'", subject_of(leaf),
                         X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())), subject_of(at_fault != nullptr ? at_fault : leaf))});
        return known_part(leaf, known);
    }
    Chain chain;
    STACK_OF(X509)* const found = X509_STORE_CTX_get0_chain(context.get());
    for (int i = 0; i < sk_X509_num(found); ++i) chain.certificates.push_back(shared(sk_X509_value(found, i)));
    findings.push_back({Kind::Proved, part, fmt::format("{}, valid at {}", names_of(chain), iso_time(at))});
    return chain;
}

bool check_revocation(Chain const& chain, Known const& known, std::int64_t at, std::string const& part, std::vector<Finding>& findings) {
    std::vector<std::string> unknown, told;
    for (std::size_t i = 0; i < chain.certificates.size(); ++i) {
        X509* const certificate = chain.certificates[i].get();
        if (is_self_issued(certificate)) break;
        // One that is trusted needs nobody above it.
        bool const is_trusted =
            std::any_of(known.trusted.begin(), known.trusted.end(), [&](Certificate const& trusted) { return X509_cmp(trusted.get(), certificate) == 0; });
        if (is_trusted) break;
        X509* const issuer = i + 1 < chain.certificates.size() ? chain.certificates[i + 1].get() : nullptr;
        for (Verdict const& verdict : {issuer != nullptr ? by_list(certificate, issuer, known, at) : Verdict{},
                                       issuer != nullptr ? by_response(certificate, issuer, known, at) : Verdict{}}) {
            if (verdict.revoked) {
                findings.push_back({Kind::Differs, part, fmt::format("the certificate of '{}' was revoked at {}", subject_of(certificate), verdict.when)});
                return false;
            }
            if (verdict.known) told.push_back(fmt::format("'{}' not revoked by {}", subject_of(certificate), verdict.source));
        }
        if (told.empty() || told.back().find("'" + subject_of(certificate) + "'") != 0) unknown.push_back("'" + subject_of(certificate) + "'");
    }
    if (told.empty() && unknown.empty()) return true;
    if (!unknown.empty()) {
        findings.push_back({Kind::Note, part, fmt::format("nothing in the file tells of {}", fmt::join(unknown, ", "))});
        return false;
    }
    findings.push_back({Kind::Proved, part, fmt::format("{}", fmt::join(told, ", "))});
    return true;
}

}  // namespace offprint::crypto
