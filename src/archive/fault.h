// Why the archive does not do what it is asked.
#pragma once
#include <string>

namespace offprint::archive {

struct Fault {
    enum class Kind { Request, Damaged, Unwritable, Locked } kind = Kind::Request;
    std::string code, words, hint;
};

/// Sets it and gives false, for `return`.
inline bool refuse(Fault& fault, std::string words, std::string hint = {}) {
    fault = {Fault::Kind::Request, "E951", std::move(words), std::move(hint)};
    return false;
}
inline bool damaged(Fault& fault, std::string words) {
    fault = {Fault::Kind::Damaged, "E952", std::move(words), "nothing more is written; 'offprint archive verify' tells all of it, 'repair' mends it"};
    return false;
}
inline bool unwritable(Fault& fault, std::string words) {
    fault = {Fault::Kind::Unwritable, "E953", std::move(words), {}};
    return false;
}

}  // namespace offprint::archive
