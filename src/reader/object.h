// The values of a PDF file as they are read back (ISO 32000-1, 7.3).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace offprint::reader {

/// One value. A stream is its dictionary and a place in the file; its bytes are asked of the file that holds it.
struct Object {
    enum class Kind : std::uint8_t { Null, Boolean, Integer, Real, Name, String, Array, Dictionary, Stream, Reference };
    Kind kind = Kind::Null;
    bool boolean = false;
    std::int64_t integer = 0;         // of an integer; the number of a reference
    std::uint32_t generation = 0;     // of a reference
    double real = 0;                  // of a real
    std::string text;                 // a name without its slash, the bytes of a string
    std::vector<std::string> keys;    // of a dictionary or stream, in the order of the file; each value at the same index of `items`
    std::vector<Object> items;        // of an array, dictionary or stream
    std::size_t begin = 0, size = 0;  // of a stream's bytes as they stand in the file

    bool is(Kind k) const { return kind == k; }
    bool is_name(std::string_view name) const { return kind == Kind::Name && text == name; }
    bool is_dictionary() const { return kind == Kind::Dictionary || kind == Kind::Stream; }
    /// The value of a key, null if there is none; of a key that stands twice the first.
    Object const& operator[](std::string_view key) const;
};

}  // namespace offprint::reader
