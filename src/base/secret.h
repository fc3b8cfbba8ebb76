// Words that nobody else may read: a passphrase, a private key.
#pragma once
#include <string.h>

#include <string>
#include <string_view>
#include <utility>

namespace offprint {

/// Holds bytes and wipes them when it ends. Never printed, never copied.
class Secret {
public:
    Secret() = default;
    /// Takes the bytes over; `bytes` is wiped.
    explicit Secret(std::string&& bytes) : bytes_(bytes.begin(), bytes.end()) { wipe(bytes); }
    Secret(Secret&& other) noexcept : bytes_(other.bytes_.begin(), other.bytes_.end()) { wipe(other.bytes_); }
    Secret& operator=(Secret&& other) noexcept {
        if (this == &other) return *this;
        wipe(bytes_);
        bytes_.assign(other.bytes_);
        wipe(other.bytes_);
        return *this;
    }
    ~Secret() { wipe(bytes_); }
    std::string_view bytes() const { return bytes_; }
    bool is_empty() const { return bytes_.empty(); }
    void drop_last() {
        if (!bytes_.empty()) bytes_.pop_back();
    }

    template <class Char>
    static void wipe(std::basic_string<Char>& bytes) {
        explicit_bzero(bytes.data(), bytes.capacity() * sizeof(Char));
        bytes.clear();
    }

private:
    std::string bytes_;
};

}  // namespace offprint
