// What was read in files before, for whoever checks many that hold the same fonts.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "reader/code_map.h"

namespace offprint::check {

/// Says what bytes mean, never whether they are good: each file is judged anew. One thread at a time.
class Memo {
public:
    /// A CMap as it is read (reader/code_map.h).
    std::shared_ptr<reader::CodeMap const> code_map(std::string_view bytes);

private:
    static constexpr std::size_t kMost = 64;  // when there are as many, all of them go
    std::map<std::string, std::shared_ptr<reader::CodeMap const>, std::less<>> code_maps_;
};

}  // namespace offprint::check
