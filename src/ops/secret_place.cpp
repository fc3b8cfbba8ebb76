#include "ops/secret_place.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <cstdlib>

#include "fmt/format.h"

namespace offprint::ops {
namespace {

constexpr std::size_t kSecretLimit = 1024;

/// What can be read of a descriptor, up to the limit.
std::optional<Secret> read_descriptor(int descriptor) {
    std::string bytes(kSecretLimit + 1, '\0');
    std::size_t size = 0;
    for (ssize_t got = 1; got > 0 && size < bytes.size(); size += static_cast<std::size_t>(got)) {
        got = ::read(descriptor, bytes.data() + size, bytes.size() - size);
        if (got < 0) return Secret::wipe(bytes), std::nullopt;
    }
    if (size > kSecretLimit) return Secret::wipe(bytes), std::nullopt;
    bytes.resize(size);
    Secret secret(std::move(bytes));
    for (char const end : {'\n', '\r'})
        if (!secret.is_empty() && secret.bytes().back() == end) secret.drop_last();
    return secret;
}

std::optional<Secret> read_variable(std::string const& name) {
    char* const value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    Secret secret{std::string(value)};
    explicit_bzero(value, secret.bytes().size());  // nobody needs it there any more
    return secret;
}

}  // namespace

std::optional<Secret> read_secret(SecretPlace const& place, char const* what, char const* code, Diagnostics& diagnostics) {
    int const given = (place.file.empty() ? 0 : 1) + (place.variable.empty() ? 0 : 1) + (place.descriptor < 0 ? 0 : 1);
    if (given == 0) return Secret();
    std::optional<Secret> secret;
    if (given > 1) {
        diagnostics.error(code, {}, fmt::format("the {} is given in more than one place", what));
    } else if (!place.variable.empty()) {
        secret = read_variable(place.variable);
        if (!secret)
            diagnostics.error(code, {}, fmt::format("there is no environment variable '{}'", place.variable),
                              fmt::format("what is wanted is the name of a variable, not the {}", what));
    } else {
        int const descriptor = place.file.empty() ? place.descriptor : ::open(place.file.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor >= 0) secret = read_descriptor(descriptor);
        if (!place.file.empty() && descriptor >= 0) ::close(descriptor);
        if (!secret)
            diagnostics.error(code, {}, fmt::format("the {} cannot be read where it is said to be", what),
                              fmt::format("at most {} bytes are read of a file or descriptor that can be read", kSecretLimit));
    }
    return secret;
}

}  // namespace offprint::ops
