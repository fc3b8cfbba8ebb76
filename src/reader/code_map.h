// What the codes of a font's strings mean: CMaps to CIDs and to Unicode (ISO 32000-1, 9.7.5 and 9.10.3).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace offprint::reader {

/// Codes that a CMap allows: as many bytes, each of them in its range (9.7.6.2).
struct Codespace {
    std::string low, high;
    bool holds(std::string_view bytes) const;
};

struct CodeMap {
    struct Cids {
        std::uint32_t first, last, cid;
    };
    std::vector<Codespace> spaces;
    std::map<std::uint32_t, std::string> texts;  // UTF-8, of a ToUnicode map
    std::vector<Cids> cids;                      // of a font's encoding

    /// Length of the code at the beginning of a text; where there is none, that of the shortest.
    std::size_t length(std::string_view bytes) const;
    /// Whether this byte is a code of its own, whatever follows it.
    bool is_whole(unsigned char byte) const;
    /// The CID of a code; nothing if the map has none.
    std::optional<std::uint32_t> cid(std::uint32_t code) const;
};

/// A code's bytes as a number.
std::uint32_t code_of(std::string_view bytes);
/// Reads the bytes of a CMap. What it does not understand is passed over.
CodeMap read_code_map(std::string_view cmap);

}  // namespace offprint::reader
