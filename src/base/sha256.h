// SHA-256 (FIPS 180-4): small and our own, because linking libcrypto for it would cost 2.4 ms of every start.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace offprint {

using Sha256Digest = std::array<std::uint8_t, 32>;
Sha256Digest sha256(std::string_view bytes);
/// The same without the processor's own instructions for it; tests hold one against the other.
Sha256Digest sha256_portable(std::string_view bytes);
std::string to_hex(Sha256Digest const& digest);

}  // namespace offprint
