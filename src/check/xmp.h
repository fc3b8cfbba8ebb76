// A document's XMP packet, read.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "check/rules.h"
#include "reader/file.h"

namespace offprint::check {

struct Xmp {
    std::map<std::string, std::string, std::less<>> properties;  // by prefix and name; items of lists joined by ", "
    std::vector<std::string> described;                          // prefixes that extension schemas describe
    std::string head;                                            // of the packet
    bool filtered = false;
    std::string const& value(std::string_view name) const {
        static std::string const nothing;
        auto const it = properties.find(name);
        return it == properties.end() ? nothing : it->second;
    }
};

/// Nothing, with the reason, where there is none or it is not well-formed.
std::optional<Xmp> read_xmp(reader::File const& file, std::string& error);
/// What a file claims to be, with kHouse.
Claims claims_of(Xmp const& xmp);

}  // namespace offprint::check
