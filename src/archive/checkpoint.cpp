#include "archive/checkpoint.h"

#include <charconv>

#include "archive/record.h"
#include "fmt/format.h"

namespace offprint::archive {
namespace {

std::string hex_of(std::string_view bytes) {
    std::string out;
    for (char const c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return out;
}

/// Takes the line `KEY VALUE` off the front.
std::optional<std::string_view> take_line(std::string_view& text, std::string_view key) {
    std::size_t const end = text.find('\n');
    if (end == text.npos || !text.starts_with(key) || end <= key.size() || text[key.size()] != ' ') return std::nullopt;
    std::string_view const value = text.substr(key.size() + 1, end - key.size() - 1);
    text.remove_prefix(end + 1);
    return value;
}

}  // namespace

std::string signed_text(Checkpoint const& c) {
    return fmt::format("offprint-archive-checkpoint 1\norigin {}\nsize {}\nroot {}\ntime {}\n", c.origin, c.size, to_hex(c.root), c.time);
}

std::optional<std::string> checkpoint_file(Checkpoint const& checkpoint, crypto::Module const& crypto, std::string_view private_pem) {
    std::string out = signed_text(checkpoint);
    auto const signature = crypto.ed25519_sign(private_pem, out);
    if (!signature) return std::nullopt;
    return out + "signature " + hex_of(*signature) + "\n";
}

std::optional<SignedCheckpoint> read_checkpoint(std::string_view file) {
    std::string_view rest = file;
    auto const version = take_line(rest, "offprint-archive-checkpoint");
    auto const origin = take_line(rest, "origin"), size = take_line(rest, "size"), root = take_line(rest, "root"), time = take_line(rest, "time"),
               signature = take_line(rest, "signature");
    if (!version || !origin || !size || !root || !time || !signature || signature->size() != 128) return std::nullopt;
    SignedCheckpoint out;
    out.checkpoint.origin = *origin;
    out.checkpoint.time = *time;
    auto const digest = digest_of_hex(*root);
    auto const left = digest_of_hex(signature->substr(0, 64)), right = digest_of_hex(signature->substr(64));
    auto const number = std::from_chars(size->data(), size->data() + size->size(), out.checkpoint.size);
    if (!digest || !left || !right || number.ec != std::errc()) return std::nullopt;
    out.checkpoint.root = *digest;
    out.signature.assign(left->begin(), left->end());
    out.signature.append(right->begin(), right->end());
    if (signed_text(out.checkpoint) + "signature " + hex_of(out.signature) + "\n" != file) return std::nullopt;
    return out;
}

bool is_signed_by(SignedCheckpoint const& one, crypto::Module const& crypto, std::string_view public_pem) {
    return crypto.ed25519_verify(public_pem, signed_text(one.checkpoint), one.signature);
}

std::string checkpoint_name(std::uint64_t size) { return fmt::format("{:020}.txt", size); }

}  // namespace offprint::archive
