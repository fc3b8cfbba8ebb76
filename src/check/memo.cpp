#include "check/memo.h"

namespace offprint::check {

std::shared_ptr<reader::CodeMap const> Memo::code_map(std::string_view bytes) {
    auto const known = code_maps_.find(bytes);
    if (known != code_maps_.end()) return known->second;
    if (code_maps_.size() >= kMost) code_maps_.clear();
    return code_maps_.emplace(bytes, std::make_shared<reader::CodeMap const>(reader::read_code_map(bytes))).first->second;
}

}  // namespace offprint::check
