// Passwords as files take them.
#pragma once
#include <string>
#include <string_view>

#include "base/secret.h"

namespace offprint::text {

/// Prepares a password by SASLprep (RFC 4013, as ISO 32000-2, 7.6.4.3.3, wants): NFKC, blanks of all kinds as one kind, nothing that must not be in one. In
/// UTF-8. Empty, with the reason in `error`, for bytes that are no UTF-8 and for characters that are prohibited or were not assigned in Unicode 3.2.
Secret saslprep(std::string_view password, std::string& error);

}  // namespace offprint::text
