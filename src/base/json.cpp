#include "base/json.h"

#include "base/utf8.h"
#include "fmt/format.h"

namespace offprint {

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        char32_t const c = utf8::next(text, at);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (c < 0x20 || utf8::is_unprintable(c)) {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<std::uint32_t>(c));
        } else {
            utf8::append(out, c);
        }
    }
    out += '"';
}

}  // namespace offprint
