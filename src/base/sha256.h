// SHA-256 (FIPS 180-4): small and our own, because linking libcrypto for it would cost 2.4 ms of every start.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace offprint {

using Sha256Digest = std::array<std::uint8_t, 32>;
Sha256Digest sha256(std::string_view bytes);

/// The digest of bytes that come one after the other.
class Sha256 {
public:
    Sha256();
    void add(std::string_view bytes);
    /// Of all that was added. Call once.
    Sha256Digest finish();

private:
    /// Takes in so many blocks of 64 bytes.
    using Compress = void (*)(std::array<std::uint32_t, 8>& state, unsigned char const* data, std::size_t blocks);
    explicit Sha256(Compress take_in) : take_in_(take_in) {}
    friend Sha256Digest sha256_portable(std::string_view bytes);

    Compress take_in_;
    std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, 64> block_{};  // begun, `size_` % 64 bytes of it
    std::uint64_t size_ = 0;
};

/// The same without the processor's own instructions for it; tests hold one against the other.
Sha256Digest sha256_portable(std::string_view bytes);
std::string to_hex(Sha256Digest const& digest);

}  // namespace offprint
