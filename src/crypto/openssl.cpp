#include "crypto/openssl.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <chrono>
#include <ctime>

#include "fmt/format.h"

namespace offprint::crypto {

std::string last_error(char const* otherwise) {
    unsigned long const code = ERR_peek_last_error();
    ERR_clear_error();
    char const* const reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
    return reason != nullptr ? reason : otherwise;
}

std::optional<std::vector<Certificate>> read_certificates(std::string_view pem) {
    Bio const bio = memory(pem);
    std::vector<Certificate> out;
    while (X509* const certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) out.emplace_back(certificate);
    // The end of the file is told as a missing begin; anything else is damage.
    bool const at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (!at_end || out.empty()) return std::nullopt;
    return out;
}

Certificate certificate_of(std::string_view der) {
    unsigned char const* at = bytes_of(der);
    Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (at != bytes_of(der) + der.size()) certificate.reset();
    ERR_clear_error();
    return certificate;
}

std::string name_of(X509_NAME const* name) {
    int const at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at >= 0) {
        unsigned char* text = nullptr;
        int const size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
        if (size >= 0) {
            std::string const out(reinterpret_cast<char const*>(text), static_cast<std::size_t>(size));
            OPENSSL_free(text);
            return out;
        }
    }
    Bio const bio(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253);
    char* text = nullptr;
    long const size = BIO_get_mem_data(bio.get(), &text);
    return std::string(text, static_cast<std::size_t>(size));
}

std::string iso_time(std::int64_t seconds) {
    using namespace std::chrono;
    auto const time = sys_seconds(std::chrono::seconds(seconds));
    auto const day = floor<days>(time);
    year_month_day const date(day);
    hh_mm_ss const clock(time - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<std::int64_t> seconds_of(ASN1_TIME const* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return static_cast<std::int64_t>(timegm(&parts));
}

std::string digest_of(std::vector<std::string_view> const& pieces, EVP_MD const* algorithm) {
    Digest const context(EVP_MD_CTX_new());
    EVP_DigestInit_ex(context.get(), algorithm, nullptr);
    for (std::string_view const piece : pieces) EVP_DigestUpdate(context.get(), piece.data(), piece.size());
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_DigestFinal_ex(context.get(), out, &size);
    return std::string(reinterpret_cast<char const*>(out), size);
}

}  // namespace offprint::crypto
