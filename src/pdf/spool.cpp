#include "pdf/spool.h"

#include <algorithm>

namespace offprint::pdf {
namespace {

/// Large enough to be a mapping of its own, which goes back to the system at once.
constexpr std::size_t kBlock = (1u << 20) + (1u << 16);

}  // namespace

StoredBytes stored(std::string bytes) {
    auto const owner = std::make_shared<std::string const>(std::move(bytes));
    return {owner, *owner};
}

StoredBytes Spool::put(std::string_view bytes) {
    // A short document is not worth a block: its pages stay strings.
    if (size_ == 0 && used_ + bytes.size() < kBlock / 2) {
        used_ += bytes.size();
        return stored(std::string(bytes));
    }
    if (size_ - std::min(used_, size_) < bytes.size()) {
        size_ = std::max(kBlock, bytes.size());
        block_.reset(new char[size_]);
        used_ = 0;
    }
    char* const begin = block_.get() + used_;
    std::copy(bytes.begin(), bytes.end(), begin);
    used_ += bytes.size();
    return {block_, {begin, bytes.size()}};
}

}  // namespace offprint::pdf
