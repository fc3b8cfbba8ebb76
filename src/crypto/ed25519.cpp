#include "crypto/ed25519.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "crypto/openssl.h"

namespace offprint::crypto {
namespace {

std::string taken(Bio const& bio) {
    char* text = nullptr;
    long const size = BIO_get_mem_data(bio.get(), &text);
    return std::string(text, static_cast<std::size_t>(size));
}

/// No passphrase is asked for on the terminal: a key that wants one is no key here.
int no_passphrase(char*, int, int, void*) { return -1; }

Key only_ed25519(Key key) {
    ERR_clear_error();
    if (key && EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) key.reset();
    return key;
}

Key private_key(std::string_view pem) { return only_ed25519(Key(PEM_read_bio_PrivateKey(memory(pem).get(), nullptr, no_passphrase, nullptr))); }

}  // namespace

std::string new_ed25519_key() {
    Key const key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    Bio const bio(BIO_new(BIO_s_mem()));
    if (!key || PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) return {};
    return taken(bio);
}

std::optional<std::string> ed25519_public_key(std::string_view private_pem) {
    Key const key = private_key(private_pem);
    Bio const bio(BIO_new(BIO_s_mem()));
    if (!key || PEM_write_bio_PUBKEY(bio.get(), key.get()) != 1) return std::nullopt;
    return taken(bio);
}

std::optional<std::string> ed25519_sign(std::string_view private_pem, std::string_view message) {
    Key const key = private_key(private_pem);
    Digest const context(EVP_MD_CTX_new());
    std::string signature(64, '\0');
    std::size_t size = signature.size();
    bool const made = key && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes_of(message), message.size()) == 1;
    ERR_clear_error();
    if (!made || size != signature.size()) return std::nullopt;
    return signature;
}

bool ed25519_verify(std::string_view public_pem, std::string_view message, std::string_view signature) {
    Key const key = only_ed25519(Key(PEM_read_bio_PUBKEY(memory(public_pem).get(), nullptr, no_passphrase, nullptr)));
    Digest const context(EVP_MD_CTX_new());
    bool const holds = key && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                       EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
    ERR_clear_error();
    return holds;
}

}  // namespace offprint::crypto
