// Bytes that wait to be written: many strings packed into large blocks, each given back to the system when the last of its bytes is
// written. Held as strings, the pages of a long document would stand in memory twice while the file is put together.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace offprint::pdf {

/// Bytes and what keeps them.
struct StoredBytes {
    std::shared_ptr<void const> owner;
    std::string_view bytes;
};
/// A string as it is.
StoredBytes stored(std::string bytes);

class Spool {
public:
    StoredBytes put(std::string_view bytes);

private:
    std::shared_ptr<char[]> block_;
    std::size_t used_ = 0, size_ = 0;
};

}  // namespace offprint::pdf
