#include "data/bytes_check.h"

#include <fmt/format.h>

#include "base/utf8.h"

namespace offprint::data {

std::size_t bom_length(std::string_view text) { return text.starts_with("\xEF\xBB\xBF") ? 3 : 0; }

bool check_bytes(Sources const& sources, SourceId source, std::size_t limit, Diagnostics& diagnostics) {
    std::string_view const text = sources.text(source);
    auto at = [&](std::size_t offset) { return Span{source, static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(offset + 1)}; };
    if (text.size() > limit) {
        diagnostics.error("E103", {source, 0, 0}, fmt::format("the file has {} bytes; the limit is {}", text.size(), limit));
        return false;
    }
    bool fine = true;
    if (std::size_t const bad = utf8::find_invalid(text); bad != std::string_view::npos) {
        diagnostics.error("E101", at(bad), fmt::format("byte 0x{:02X} is not UTF-8", static_cast<unsigned char>(text[bad])),
                          bad == 0 && text.size() > 1 ? "save the file as UTF-8, not as UTF-16" : "save the file as UTF-8");
        fine = false;
    }
    bool control = false, lone_return = false;
    for (std::size_t i = 0; i < text.size() && !(control && lone_return); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != 0x7F) continue;
        if (!control && is_control(c)) {
            diagnostics.error("E102", at(i), fmt::format("control character U+{:04X} cannot stand in a text", c), "delete it");
            control = true;
        }
        if (!lone_return && c == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) {
            diagnostics.error("E116", at(i), "a carriage return stands without a line feed", "end lines with LF or CRLF");
            lone_return = true;
        }
    }
    return fine && !control && !lone_return;
}

}  // namespace offprint::data
