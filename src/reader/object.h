// The values of a PDF file as they are read back (ISO 32000-1, 7.3).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace offprint::reader {

/// One value. A stream is its dictionary and a place in the file; its bytes are asked of the file that holds it.
struct Object {
    /// References: many of them one after another in an array, where the parser is asked to pack them.
    enum class Kind : std::uint8_t { Null, Boolean, Integer, Real, Name, String, Array, Dictionary, Stream, Reference, References };
    Kind kind = Kind::Null;
    bool boolean = false;
    std::int64_t integer = 0;         // of an integer; the number of a reference
    std::uint32_t generation = 0;     // of a reference
    double real = 0;                  // of a real
    std::string text;                 // a name without its slash, the bytes of a string; numbers of packed references
    std::vector<std::string> keys;    // of a dictionary or stream, in the order of the file; each value at the same index of `items`
    std::vector<Object> items;        // of an array, dictionary or stream
    std::size_t begin = 0, size = 0;  // of a stream's bytes as they stand in the file

    bool is(Kind k) const { return kind == k; }
    bool is_name(std::string_view name) const { return kind == Kind::Name && text == name; }
    bool is_dictionary() const { return kind == Kind::Dictionary || kind == Kind::Stream; }
    /// The value of a key, null if there is none; of a key that stands twice the first.
    Object const& operator[](std::string_view key) const;
    /// Packed references: how many, the numbers that they name, one more of them.
    std::size_t packed() const { return text.size() / sizeof(std::uint32_t); }
    std::uint32_t packed(std::size_t index) const;
    void pack(std::uint32_t number);
};

}  // namespace offprint::reader
