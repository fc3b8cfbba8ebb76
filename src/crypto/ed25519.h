// Ed25519 (RFC 8032): the keys of an archive's checkpoints.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace offprint::crypto {

std::string new_ed25519_key();
std::optional<std::string> ed25519_public_key(std::string_view private_pem);
std::optional<std::string> ed25519_sign(std::string_view private_pem, std::string_view message);
bool ed25519_verify(std::string_view public_pem, std::string_view message, std::string_view signature);

}  // namespace offprint::crypto
