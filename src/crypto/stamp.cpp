#include "crypto/stamp.h"

#include <openssl/err.h>
#include <openssl/http.h>
#include <openssl/rand.h>
#include <signal.h>

#include "fmt/format.h"

namespace offprint::crypto {
namespace {

constexpr int kTimeout = 10;  // seconds for an authority to answer; OpenSSL tries one that refuses the connection until then
constexpr std::size_t kLargestAnswer = 256 << 10;

/// A connection that ends while it is written to is an error, not the end of the program.
class WithoutPipeSignal {
public:
    WithoutPipeSignal() {
        struct sigaction ignore {};
        ignore.sa_handler = SIG_IGN;
        sigaction(SIGPIPE, &ignore, &before_);
    }
    WithoutPipeSignal(WithoutPipeSignal const&) = delete;
    WithoutPipeSignal& operator=(WithoutPipeSignal const&) = delete;
    ~WithoutPipeSignal() { sigaction(SIGPIPE, &before_, nullptr); }

private:
    struct sigaction before_ {};
};

struct Address {
    std::string host, port, path;
};

std::optional<Address> parse_address(std::string const& url, Fault& fault) {
    char *host = nullptr, *port = nullptr, *path = nullptr, *query = nullptr;
    int encrypted = 0, number = 0;
    bool const parsed = url.starts_with("http://") && OSSL_HTTP_parse_url(url.c_str(), &encrypted, nullptr, &host, &port, &number, &path, &query, nullptr) == 1;
    std::optional<Address> out;
    if (parsed && host != nullptr && *host != '\0')
        out = Address{host, port, std::string(path) + (query != nullptr && *query != '\0' ? "?" + std::string(query) : "")};
    for (char* const part : {host, port, path, query}) OPENSSL_free(part);
    ERR_clear_error();
    if (!out) fault.words = fmt::format("'{}' is no http:// address of a time stamping authority (its answer is signed, so that it needs no TLS)", url);
    return out;
}

Owned<TS_REQ, TS_REQ_free> make_request(std::string const& digest) {
    Owned<TS_REQ, TS_REQ_free> request(TS_REQ_new());
    Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free> const imprint(TS_MSG_IMPRINT_new());
    Owned<X509_ALGOR, X509_ALGOR_free> const algorithm(X509_ALGOR_new());
    X509_ALGOR_set_md(algorithm.get(), EVP_sha256());
    std::string copy = digest;
    TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get());
    TS_MSG_IMPRINT_set_msg(imprint.get(), reinterpret_cast<unsigned char*>(copy.data()), static_cast<int>(copy.size()));
    unsigned char random[8];
    RAND_bytes(random, sizeof random);
    random[0] &= 0x7F;
    random[0] |= 0x40;
    Owned<BIGNUM, BN_free> const number(BN_bin2bn(random, sizeof random, nullptr));
    Owned<ASN1_INTEGER, ASN1_INTEGER_free> const nonce(BN_to_ASN1_INTEGER(number.get(), nullptr));
    TS_REQ_set_version(request.get(), 1);
    TS_REQ_set_msg_imprint(request.get(), imprint.get());
    TS_REQ_set_nonce(request.get(), nonce.get());
    TS_REQ_set_cert_req(request.get(), 1);
    return request;
}

std::string imprint_of(TS_TST_INFO* info) {
    ASN1_OCTET_STRING const* const message = TS_MSG_IMPRINT_get_msg(TS_TST_INFO_get_msg_imprint(info));
    return std::string(reinterpret_cast<char const*>(ASN1_STRING_get0_data(message)), static_cast<std::size_t>(ASN1_STRING_length(message)));
}

EVP_MD const* algorithm_of(TS_TST_INFO* info) {
    ASN1_OBJECT const* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, TS_MSG_IMPRINT_get_algo(TS_TST_INFO_get_msg_imprint(info)));
    int const name = OBJ_obj2nid(object);
    if (name == NID_sha256) return EVP_sha256();
    if (name == NID_sha384) return EVP_sha384();
    return name == NID_sha512 ? EVP_sha512() : nullptr;
}

/// The authority's signature, with the given certificates taken for trusted: whether they are is asked of the chain.
Certificate verify_with(PKCS7* token, STACK_OF(X509) * inside, std::vector<Certificate> const& others, X509 const* left_out, std::int64_t at) {
    Store const store(X509_STORE_new());
    for (int i = 0; i < sk_X509_num(inside); ++i)
        if (left_out == nullptr || X509_cmp(sk_X509_value(inside, i), left_out) != 0) X509_STORE_add_cert(store.get(), sk_X509_value(inside, i));
    for (Certificate const& other : others) X509_STORE_add_cert(store.get(), other.get());
    X509_VERIFY_PARAM* const how = X509_STORE_get0_param(store.get());
    X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_time(how, static_cast<time_t>(at));
    X509* signer = nullptr;
    bool const verified = TS_RESP_verify_signature(token, nullptr, store.get(), &signer) == 1;
    Certificate out(signer);
    if (!verified) out.reset();
    return out;
}

}  // namespace

std::optional<Stamp> check_token(std::string_view der, std::vector<std::string_view> const& pieces, std::vector<Certificate> const& others, std::string& why) {
    unsigned char const* at = bytes_of(der);
    Token const token(d2i_PKCS7(nullptr, &at, static_cast<long>(der.size())));
    TokenInfo const info(token && at == bytes_of(der) + der.size() && PKCS7_type_is_signed(token.get()) ? PKCS7_to_TS_TST_INFO(token.get()) : nullptr);
    ERR_clear_error();
    if (!info) return why = "it is no time stamp token", std::nullopt;
    EVP_MD const* const algorithm = algorithm_of(info.get());
    if (algorithm == nullptr) return why = "its digest is none of SHA-256, SHA-384, SHA-512", std::nullopt;
    if (imprint_of(info.get()) != digest_of(pieces, algorithm)) return why = "it stamps something else", std::nullopt;
    ASN1_GENERALIZEDTIME const* const time = TS_TST_INFO_get_time(info.get());
    std::optional<std::int64_t> const seconds = seconds_of(time);
    if (!seconds) return why = "it tells no time", std::nullopt;
    STACK_OF(X509)* const inside = token->d.sign->cert;
    Stack const signers(PKCS7_get0_signers(token.get(), nullptr, 0));
    if (!signers || sk_X509_num(signers.get()) != 1) return why = "the certificate of its authority is not in it", ERR_clear_error(), std::nullopt;
    Stamp stamp;
    stamp.time = *seconds;
    // The token may name certificates above its signer's, so the chain is first built to those; then of the signer alone.
    stamp.authority = verify_with(token.get(), inside, others, sk_X509_value(signers.get(), 0), *seconds);
    if (!stamp.authority) stamp.authority = verify_with(token.get(), inside, others, nullptr, *seconds);
    if (!stamp.authority) return why = "its signature does not hold: " + last_error("no reason was given"), std::nullopt;
    ERR_clear_error();
    for (int i = 0; i < sk_X509_num(inside); ++i) {
        X509_up_ref(sk_X509_value(inside, i));
        stamp.certificates.emplace_back(sk_X509_value(inside, i));
    }
    return stamp;
}

std::optional<std::string> fetch_time_stamp(std::string const& digest, std::string const& authority, Fault& fault) {
    std::optional<Address> const address = parse_address(authority, fault);
    if (!address) return std::nullopt;
    auto const request = make_request(digest);
    std::string const asked = der_of(request.get(), i2d_TS_REQ);
    Bio const body = memory(asked);
    auto const failed = [&](std::string words) {
        fault = {fmt::format("the time stamping authority '{}' {}", authority, words), true};
        ERR_clear_error();
        return std::nullopt;
    };
    Bio answer;
    {
        WithoutPipeSignal const quiet;
        answer.reset(OSSL_HTTP_transfer(nullptr, address->host.c_str(), address->port.c_str(), address->path.c_str(), 0, nullptr, nullptr, nullptr, nullptr,
                                        nullptr, nullptr, 0, nullptr, "application/timestamp-query", body.get(), "application/timestamp-reply", 1,
                                        kLargestAnswer, kTimeout, 0));
    }
    if (!answer) return failed("does not answer: " + last_error("no reason was given"));
    Owned<TS_RESP, TS_RESP_free> const response(d2i_TS_RESP_bio(answer.get(), nullptr));
    if (!response) return failed("gives no answer of RFC 3161");
    std::int64_t const status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response.get())));
    PKCS7* const token = TS_RESP_get_token(response.get());
    TS_TST_INFO* const info = TS_RESP_get_tst_info(response.get());
    if (status > 1 || token == nullptr || info == nullptr) return failed(fmt::format("refuses (status {})", status));
    ASN1_INTEGER const* const nonce = TS_TST_INFO_get_nonce(info);
    if (imprint_of(info) != digest || nonce == nullptr || ASN1_INTEGER_cmp(nonce, TS_REQ_get_nonce(request.get())) != 0)
        return failed("stamps something else than it was asked to");
    return der_of(token, i2d_PKCS7);
}

}  // namespace offprint::crypto
