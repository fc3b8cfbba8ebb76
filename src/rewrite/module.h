// The module `rewrite`: a whole file written anew, encrypted (AES-256, ISO 32000-2, 7.6) or linearised (ISO 32000-1, annex F). libqpdf is behind it. It keeps
// nothing and writes no files.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/module.h"

namespace offprint::rewrite {

/// What who opens a file with the user password may do beside reading it. Reading it aloud is always allowed, as PDF/UA wants (ISO 14289-1, 7.16); changing it
/// never.
struct Permissions {
    bool print = true;
    bool copy = true;
};

/// Passwords in UTF-8 as a file takes them: prepared, 1 to 127 bytes, no zeros. Without an owner password there is a random one that nobody knows.
struct Lock {
    std::string_view user, owner;
    Permissions permissions;
};

struct Request {
    std::optional<Lock> lock;
    bool is_linear = false;
};

struct Module : ModuleTable {
    static constexpr std::string_view kModule = "rewrite";
    /// The file written anew and read back as a check; nothing, with the reason, if that cannot be done. An unlocked file comes out with the same bytes each
    /// time, a locked one never: its keys and salts are random.
    std::optional<std::string> (*rewrite)(std::string_view pdf, Request const& request, std::string& error);
};

}  // namespace offprint::rewrite
