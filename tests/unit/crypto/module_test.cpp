#include "crypto/module.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "base/file.h"

using namespace offprint;
using Kind = Finding::Kind;

namespace {

crypto::Module const& module() {
    std::string error;
    auto const* const table = static_cast<crypto::Module const*>(open_module("crypto", sizeof(crypto::Module), {OFFPRINT_BINARY_DIR}, error));
    INFO(error);
    REQUIRE(table != nullptr);
    return *table;
}

/// A key and its certificate, made by openssl; empty where that is not installed.
struct Keys {
    std::string key, certificate;
    explicit Keys(std::string const& kind) {
        std::string folder = (std::filesystem::temp_directory_path() / "offprint-crypto-XXXXXX").string();
        REQUIRE(::mkdtemp(folder.data()) != nullptr);
        std::string const command =
            "openssl req -x509 -nodes " + kind + " -keyout " + folder + "/key -out " + folder + "/cert -days 9 -subj '/CN=A Signer' 2>/dev/null";
        std::string error;
        if (std::system(command.c_str()) == 0) {
            key = read_file(folder + "/key", 1 << 16, error).value_or("");
            certificate = read_file(folder + "/cert", 1 << 16, error).value_or("");
        } else {
            WARN("openssl is not installed");
        }
        std::filesystem::remove_all(folder);
    }
};

std::vector<std::string> faults_of(crypto::Answer const& answer) {
    std::vector<std::string> parts;
    for (Finding const& finding : answer.findings)
        if (finding.kind == Kind::Differs) parts.push_back(finding.part);
    return parts;
}

crypto::Answer check(std::vector<std::string_view> pieces, std::string_view signature, std::string_view trusted) {
    crypto::Question question;
    question.pieces = std::move(pieces);
    question.signature = signature;
    question.trusted = trusted;
    return module().check_signature(question);
}

}  // namespace

TEST_CASE("what is signed is proved, and nothing else") {
    Keys const keys(GENERATE("-newkey rsa:2048", "-newkey ec -pkeyopt ec_paramgen_curve:P-384"));
    Keys const other("-newkey ec -pkeyopt ec_paramgen_curve:P-256");
    if (keys.key.empty()) return;
    crypto::Fault fault;
    auto const signer = module().open_signer({keys.key, keys.certificate, {}, {}, {}}, fault);
    INFO(fault.words);
    REQUIRE(signer);
    CHECK(signer->name() == "A Signer");
    CHECK(signer->certificates().size() == 1);
    std::optional<std::string> const signature = signer->sign({"some ", "bytes"}, "", fault);
    REQUIRE(signature);

    CHECK(faults_of(check({"some ", "bytes"}, *signature, keys.certificate)).empty());
    CHECK(faults_of(check({"some bytes"}, *signature, {})).empty());
    CHECK(faults_of(check({"some bytes", ""}, *signature, other.certificate)) == std::vector<std::string>{"chain"});
    CHECK(faults_of(check({"some  bytes"}, *signature, keys.certificate)) == std::vector<std::string>{"bytes"});
    CHECK(faults_of(check({"some bytes"}, *signature + '\0', keys.certificate)) == std::vector<std::string>{"signature"});
    CHECK(faults_of(check({"some bytes"}, "", keys.certificate)) == std::vector<std::string>{"signature"});
}

TEST_CASE("a damaged signature is at worst refused") {
    Keys const keys("-newkey rsa:2048");
    if (keys.key.empty()) return;
    crypto::Fault fault;
    auto const signer = module().open_signer({keys.key, keys.certificate, {}, {}, {}}, fault);
    REQUIRE(signer);
    std::string const whole = *signer->sign({"bytes"}, "", fault);
    std::mt19937 random(3);
    for (int round = 0; round < 600; ++round) {
        std::string damaged = whole;
        for (unsigned i = 0; i < 1 + random() % 3; ++i) damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
        if (random() % 6 == 0) damaged.resize(random() % damaged.size());
        check({"bytes"}, damaged, keys.certificate);
        crypto::Question question;
        question.signature = damaged;
        CHECK_FALSE(faults_of(module().check_time_stamp(question)).empty());
        CHECK_FALSE(module().read_evidence({damaged}, {damaged}, {damaged}, fault));
    }
}

TEST_CASE("keys that cannot be used are refused") {
    Keys const keys("-newkey ec -pkeyopt ec_paramgen_curve:P-256"), other("-newkey ec -pkeyopt ec_paramgen_curve:P-256"), small("-newkey rsa:1024"),
        edwards("-newkey ed25519");
    if (keys.key.empty()) return;
    auto const why = [](crypto::KeyFiles const& files) {
        crypto::Fault fault;
        CHECK_FALSE(module().open_signer(files, fault));
        return fault.words;
    };
    CHECK(why({keys.key, other.certificate, {}, {}, {}}).find("not that of the key") != std::string::npos);
    CHECK(why({keys.certificate, keys.certificate, {}, {}, {}}).find("cannot be read") != std::string::npos);
    CHECK(why({keys.key, keys.key, {}, {}, {}}).find("no PEM file") != std::string::npos);
    CHECK(why({keys.key, keys.certificate, {}, {}, {"words"}}).find("of the chain") != std::string::npos);
    CHECK(why({{}, {}, "no archive", {}, {}}).find("no PKCS #12") != std::string::npos);
    if (!small.key.empty()) CHECK(why({small.key, small.certificate, {}, {}, {}}).find("fewer than 2048") != std::string::npos);
    if (!edwards.key.empty()) CHECK(why({edwards.key, edwards.certificate, {}, {}, {}}).find("neither RSA nor") != std::string::npos);
}

TEST_CASE("an address that is none is told before anybody is asked") {
    crypto::Fault fault;
    for (std::string const address : {"https://example.com/", "ftp://x", "", "http://"}) {
        CHECK_FALSE(module().time_stamp({"x"}, address, fault));
        CHECK_FALSE(fault.unavailable);
    }
}

TEST_CASE("Ed25519 signs, and what is not so signed is refused") {
    // RFC 8032, 7.1, test 2: the key in PKCS #8 (RFC 8410).
    std::string const key = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n-----END PRIVATE KEY-----\n";
    auto const signature = module().ed25519_sign(key, "\x72");
    REQUIRE(signature);
    CHECK(signature->substr(0, 4) == "\x92\xa0\x09\xa9");
    CHECK(signature->size() == 64);
    std::string const half = module().ed25519_public_key(key).value();
    CHECK(module().ed25519_verify(half, "\x72", *signature));
    CHECK_FALSE(module().ed25519_verify(half, "\x73", *signature));
    CHECK_FALSE(module().ed25519_verify(half, "\x72", signature->substr(0, 63)));
    std::string const other = module().new_ed25519_key();
    CHECK(other != module().new_ed25519_key());
    CHECK_FALSE(module().ed25519_verify(module().ed25519_public_key(other).value(), "\x72", *signature));
    CHECK_FALSE(module().ed25519_sign("", "\x72"));
    CHECK_FALSE(module().ed25519_public_key(half));
    if (Keys const rsa("-newkey rsa:2048"); !rsa.key.empty()) CHECK_FALSE(module().ed25519_sign(rsa.key, "\x72"));
}
