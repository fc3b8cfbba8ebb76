// Where bytes go that are made one after the other.
#pragma once
#include <string>
#include <string_view>

namespace offprint {

class ByteSink {
public:
    virtual ~ByteSink() = default;
    /// Takes bytes. What goes wrong is told by who owns the sink, when it is closed.
    virtual void append(std::string_view bytes) = 0;
};

/// Keeps them.
class StringSink final : public ByteSink {
public:
    void append(std::string_view bytes) override { bytes_ += bytes; }
    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

}  // namespace offprint
