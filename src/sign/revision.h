// A further revision of a file, appended to it (ISO 32000-1, 7.5.6): what stood there stays to the byte.
#pragma once
#include <map>
#include <string>

#include "reader/file.h"

namespace offprint::sign {

class Revision {
public:
    explicit Revision(reader::File const& file) : file_(file), next_(first_free(file)) {}

    /// A number for a new object, whose body comes later.
    std::uint32_t reserve() { return next_++; }
    /// The body of an object, all between `obj` and `endobj`: of a new one, or in place of what the file has.
    void set(std::uint32_t number, std::string body) { bodies_[number] = std::move(body); }
    std::uint32_t add(std::string body) {
        set(next_, std::move(body));
        return next_++;
    }
    /// A stream, as it is, with entries beside its length.
    std::uint32_t add_stream(std::string_view bytes, std::string_view entries = {});

    /// The file with its revision: cross references of the kind that the file has, the same first half of its identifier.
    std::string finish() const;

private:
    static std::uint32_t first_free(reader::File const& file);
    std::string trailer_entries(std::string const& identifier) const;

    reader::File const& file_;
    std::uint32_t next_;
    std::map<std::uint32_t, std::string> bodies_;
};

}  // namespace offprint::sign
