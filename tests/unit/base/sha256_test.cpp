#include "base/sha256.h"

#include <catch2/catch.hpp>
#include <random>

using namespace offprint;

TEST_CASE("SHA-256 of the NIST examples (FIPS 180-4 and the CAVP short messages)") {
    CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(to_hex(sha256("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu")) ==
          "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
    CHECK(to_hex(sha256(std::string(1000000, 'a'))) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    CHECK(to_hex(sha256("\xd3")) == "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1");
}

TEST_CASE("SHA-256 around the length of a block") {
    // Made with sha256sum over that many letters 'a'.
    CHECK(to_hex(sha256(std::string(55, 'a'))) == "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    CHECK(to_hex(sha256(std::string(56, 'a'))) == "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
    CHECK(to_hex(sha256(std::string(64, 'a'))) == "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
}

TEST_CASE("SHA-256 is the same with and without the processor's instructions") {
    std::minstd_rand random(3);
    for (std::size_t length = 0; length < 600; ++length) {
        std::string bytes(length, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random() >> 7);
        REQUIRE(sha256(bytes) == sha256_portable(bytes));
    }
    CHECK(to_hex(sha256_portable("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("The digest of bytes that come in pieces is that of the whole") {
    std::mt19937 random(7);
    for (int round = 0; round < 300; ++round) {
        std::string bytes(random() % 700, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random());
        Sha256 hash;
        for (std::size_t at = 0; at < bytes.size();) {
            std::size_t const piece = std::min<std::size_t>(bytes.size() - at, random() % 150);
            hash.add(std::string_view(bytes).substr(at, piece));
            at += piece;
        }
        CHECK(hash.finish() == sha256(bytes));
    }
}
