// A checkpoint: the size and root of the log at a time, signed. Whoever keeps one elsewhere can tell later that nothing before it was changed.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/sha256.h"
#include "crypto/module.h"

namespace offprint::archive {

struct Checkpoint {
    std::string origin;  // the archive's name
    std::uint64_t size = 0;
    Sha256Digest root{};
    std::string time;
};

/// What is signed: lines `offprint-archive-checkpoint 1`, `origin`, `size`, `root`, `time`.
std::string signed_text(Checkpoint const& checkpoint);
/// The file: the signed text and the line `signature` with 128 digits of hex. Nothing if the key cannot sign.
std::optional<std::string> checkpoint_file(Checkpoint const& checkpoint, crypto::Module const& crypto, std::string_view private_pem);

struct SignedCheckpoint {
    Checkpoint checkpoint;
    std::string signature;  // 64 bytes
};
/// Reads a file that is written exactly so.
std::optional<SignedCheckpoint> read_checkpoint(std::string_view file);
bool is_signed_by(SignedCheckpoint const& one, crypto::Module const& crypto, std::string_view public_pem);
/// "00000000000000000017.txt"
std::string checkpoint_name(std::uint64_t size);

}  // namespace offprint::archive
