#include "ops/finishing.h"

#include <algorithm>

#include "base/sha256.h"
#include "fmt/format.h"
#include "pdf/metadata.h"
#include "pdf/profile.h"
#include "text/saslprep.h"

namespace offprint::ops {
namespace {

/// Readers look at no more of a password (ISO 32000-2, 7.6.4.3.3).
constexpr std::size_t kLongestPassword = 127;

/// A password as the file takes it; empty, reported, if it takes it in no form.
Secret prepared(Secret const& given, char const* what, Diagnostics& diagnostics) {
    std::string reason;
    Secret password = text::saslprep(given.bytes(), reason);
    if (reason.empty() && password.is_empty()) reason = "it is empty";
    if (password.bytes().size() > kLongestPassword) reason = fmt::format("it is longer than {} bytes in UTF-8", kLongestPassword);
    if (reason.empty()) return password;
    diagnostics.error("E852", {}, fmt::format("the {} cannot be used: {}", what, reason),
                      "a password is text in UTF-8, prepared by SASLprep, so that every reader comes to the same bytes");
    return {};
}

bool refuse(Diagnostics& diagnostics, char const* code, std::string words, std::string hint) {
    diagnostics.error(code, {}, std::move(words), std::move(hint));
    return false;
}

/// Whether the passwords are there that the profile wants, and no others.
bool has_right_passwords(FinishingRequest const& request, pdf::Profile const& profile, Diagnostics& diagnostics) {
    if (profile.is_locked && !request.password.is_given())
        return refuse(diagnostics, "E851", fmt::format("the profile '{}' is locked, and there is no password", profile.name),
                      "give '--password-file file', '--password-fd number' or '--password-env NAME'");
    if (!profile.is_locked && (request.password.is_given() || request.owner_password.is_given()))
        return refuse(diagnostics, "E851", fmt::format("the profile '{}' is not locked, so there is no use for a password", profile.name),
                      "'--profile locked' is");
    return true;
}

/// Whether the file stays what it is when its objects are put into another order.
bool may_be_linear(pdf::Profile const& profile, Diagnostics& diagnostics) {
    if (profile.is_sealed)
        return refuse(diagnostics, "E853", fmt::format("the profile '{}' is not linearised: its signature is over the file as it is written", profile.name),
                      "leave out '--linear'");
    if (profile.is_locked)
        return refuse(diagnostics, "E853", fmt::format("the profile '{}' is not linearised: not every reader opens such a file", profile.name),
                      "leave out '--linear'");
    if (profile.attaches_sources)
        return refuse(diagnostics, "E853", fmt::format("the profile '{}' is not linearised: 'offprint verify' could not make its bytes again", profile.name),
                      "leave out '--linear', or take the profile 'client'");
    return true;
}

/// Puts the digest of all bytes where it stands open among them, and gives it.
std::string record_digest(std::string& pdf) {
    std::string const digest = to_hex(sha256(pdf));
    std::string const open = std::string(pdf::kUnlockedBefore) + std::string(pdf::kOpenDigest);
    if (std::size_t const at = pdf.find(open); at != pdf.npos) pdf.replace(at + pdf::kUnlockedBefore.size(), digest.size(), digest);
    return digest;
}

}  // namespace

std::optional<Finishing> Finishing::open(FinishingRequest const& request, pdf::Profile const* profile, Diagnostics& diagnostics) {
    Finishing out;
    if (profile == nullptr) return std::nullopt;  // reported by who looked for it
    bool good = has_right_passwords(request, *profile, diagnostics);
    if (request.is_linear) good = may_be_linear(*profile, diagnostics) && good;
    if (!good) return std::nullopt;
    out.is_linear_ = request.is_linear;
    auto const permits = [&](char const* what) { return std::find(request.permits.begin(), request.permits.end(), what) != request.permits.end(); };
    out.permissions_ = {permits("print"), permits("copy")};
    if (profile->is_locked) {
        std::optional<Secret> const user = read_secret(request.password, "password", "E851", diagnostics),
                                    owner = read_secret(request.owner_password, "owner password", "E851", diagnostics);
        if (!user || !owner) return std::nullopt;
        out.user_ = prepared(*user, "password", diagnostics);
        if (request.owner_password.is_given()) out.owner_ = prepared(*owner, "owner password", diagnostics);
        if (out.user_.is_empty() || (request.owner_password.is_given() && out.owner_.is_empty())) return std::nullopt;
        if (out.user_.bytes() == out.owner_.bytes()) {
            refuse(diagnostics, "E852", "the owner password cannot be used: it is the password", "with one for all there is nobody whom permissions bind");
            return std::nullopt;
        }
    }
    if (out.is_needed() && (out.module_ = load_module<rewrite::Module>(diagnostics)) == nullptr) return std::nullopt;
    return out;
}

std::optional<std::string> Finishing::finish(std::string pdf, Diagnostics& diagnostics) {
    rewrite::Request request;
    request.is_linear = is_linear_;
    if (locks()) {
        request.lock = rewrite::Lock{user_.bytes(), owner_.bytes(), permissions_};
        unlocked_digest_ = record_digest(pdf);
    }
    std::string error;
    std::optional<std::string> out = module_->rewrite(pdf, request, error);
    if (!out) diagnostics.error("E854", {}, fmt::format("the {} file cannot be made: {}", locks() ? "locked" : "linearised", error));
    return out;
}

}  // namespace offprint::ops
