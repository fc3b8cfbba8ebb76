#include "reader/code_map.h"

#include <algorithm>

#include "reader/attachments.h"
#include "reader/content.h"

namespace offprint::reader {
namespace {

/// Codes that one range of a ToUnicode map may have: its last byte counts (9.10.3).
constexpr std::uint32_t kLongestRange = 256;

std::string of_utf16(std::string_view bytes) { return text_of("\xFE\xFF" + std::string(bytes)); }

void read_ranges(CodeMap& map, std::span<Operand const> operands) {
    for (std::size_t i = 0; i + 2 < operands.size(); i += 3) {
        std::uint32_t const first = code_of(operands[i].text), last = code_of(operands[i + 1].text);
        std::string target(operands[i + 2].text);
        for (std::uint32_t code = first; code <= last && code - first < kLongestRange; ++code) {
            bool const listed = operands[i + 2].is(Object::Kind::Array);
            if (listed && code - first >= operands[i + 2].items.size()) break;
            map.texts[code] = of_utf16(listed ? operands[i + 2].items[code - first].text : target);
            if (!target.empty()) ++target.back();
        }
    }
}

}  // namespace

bool Codespace::holds(std::string_view bytes) const {
    if (bytes.size() < low.size()) return false;
    for (std::size_t i = 0; i < low.size(); ++i) {
        auto const byte = [&](std::string_view of) { return static_cast<unsigned char>(of[i]); };
        if (byte(bytes) < byte(low) || byte(bytes) > byte(high)) return false;
    }
    return true;
}

std::size_t CodeMap::length(std::string_view bytes) const {
    std::size_t shortest = 2;
    for (Codespace const& space : spaces) {
        if (space.holds(bytes)) return space.low.size();
        shortest = std::min(shortest, space.low.size());
    }
    return std::min(shortest, bytes.size());
}

bool CodeMap::is_whole(unsigned char byte) const {
    for (Codespace const& space : spaces)
        if (byte >= static_cast<unsigned char>(space.low.front()) && byte <= static_cast<unsigned char>(space.high.front())) return space.low.size() == 1;
    return false;
}

std::optional<std::uint32_t> CodeMap::cid(std::uint32_t code) const {
    for (Cids const& range : cids)
        if (code >= range.first && code <= range.last) return range.cid + (code - range.first);
    return std::nullopt;
}

std::uint32_t code_of(std::string_view bytes) {
    std::uint32_t code = 0;
    for (char const c : bytes.substr(0, 4)) code = (code << 8) | static_cast<unsigned char>(c);
    return code;
}

CodeMap read_code_map(std::string_view cmap) {
    CodeMap map;
    auto const cid = [](Operand const& value) { return static_cast<std::uint32_t>(std::clamp<std::int64_t>(value.integer, 0, 0xFFFF)); };
    each_operator(cmap, [&](std::string_view word, std::span<Operand const> operands) {
        if (word == "endcodespacerange") {
            for (std::size_t i = 0; i + 1 < operands.size(); i += 2) {
                Codespace space{std::string(operands[i].text), std::string(operands[i + 1].text)};
                if (!space.low.empty() && space.low.size() <= 4 && space.low.size() == space.high.size()) map.spaces.push_back(std::move(space));
            }
        } else if (word == "endbfchar") {
            for (std::size_t i = 0; i + 1 < operands.size(); i += 2) map.texts[code_of(operands[i].text)] = of_utf16(operands[i + 1].text);
        } else if (word == "endbfrange") {
            read_ranges(map, operands);
        } else if (word == "endcidchar") {
            for (std::size_t i = 0; i + 1 < operands.size(); i += 2)
                map.cids.push_back({code_of(operands[i].text), code_of(operands[i].text), cid(operands[i + 1])});
        } else if (word == "endcidrange") {
            for (std::size_t i = 0; i + 2 < operands.size(); i += 3)
                map.cids.push_back({code_of(operands[i].text), code_of(operands[i + 1].text), cid(operands[i + 2])});
        }
    });
    return map;
}

}  // namespace offprint::reader
