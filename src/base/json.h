// Words of JSON (RFC 8259), for what is written in it.
#pragma once
#include <string>
#include <string_view>

namespace offprint {

/// A string in quotes; ill-formed UTF-8 becomes U+FFFD, what cannot be seen is escaped.
void append_json_string(std::string& out, std::string_view text);

}  // namespace offprint
