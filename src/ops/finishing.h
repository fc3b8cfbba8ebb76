// What is done to a finished file before it leaves the program: it is locked with a password, or linearised for reading while it is still being loaded.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/secret.h"
#include "ops/secret_place.h"
#include "rewrite/module.h"

namespace offprint::pdf {
struct Profile;
}

namespace offprint::ops {

struct FinishingRequest {
    SecretPlace password, owner_password;
    std::vector<std::string> permits = {"print", "copy"};  // what who knows the password may do: of print, copy; "none" changes nothing
    bool is_linear = false;
};

/// A request whose passwords were read and whose module is there.
class Finishing {
public:
    /// Nothing, reported, if what was asked for cannot be: E851: no password where the profile wants one, or one where it does not; E852: a password that
    /// cannot be used; E853: a file that is not linearised. Then no file may be written at all: one that should be locked would not be.
    static std::optional<Finishing> open(FinishingRequest const& request, pdf::Profile const* profile, Diagnostics& diagnostics);

    bool locks() const { return !user_.is_empty(); }
    bool is_needed() const { return locks() || is_linear_; }
    /// The file as it is to leave the program; nothing, reported (E854), if it cannot be made. Of a locked one the metadata tell the SHA-256 of what was
    /// locked.
    std::optional<std::string> finish(std::string pdf, Diagnostics& diagnostics);
    /// Of the file before it was locked, in hexadecimal digits.
    std::string const& unlocked_digest() const { return unlocked_digest_; }

private:
    Secret user_, owner_;
    rewrite::Permissions permissions_;
    bool is_linear_ = false;
    rewrite::Module const* module_ = nullptr;
    std::string unlocked_digest_;
};

}  // namespace offprint::ops
