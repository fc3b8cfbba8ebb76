// PDF syntax to values (ISO 32000-1, 7.2 and 7.3). Any bytes at worst give nothing.
#pragma once
#include <optional>

#include "reader/object.h"

namespace offprint::reader {

/// Deeper than any file of ours by far; keeps hostile nesting from the stack.
inline constexpr int kDeepest = 64;
/// Values that one may hold: a value takes over a hundred bytes of memory, so a small hostile file could else fill it.
inline constexpr std::size_t kMostValues = 1'000'000;

/// Reads values one after another out of bytes that outlive it.
class Parser {
public:
    explicit Parser(std::string_view bytes, std::size_t at = 0) : bytes_(bytes), at_(at) {}

    /// The next value; nothing where there is none that is well-formed. References are told from integers by looking ahead.
    std::optional<Object> value() { return value(0); }
    /// An unsigned number without sign or point.
    std::optional<std::uint64_t> unsigned_integer();
    /// Whether the next word is this keyword; it is then taken.
    bool keyword(std::string_view word);
    /// The next word of letters, as the operators of a content stream are; empty if there is none.
    std::string_view operator_word();
    /// Past white space and comments.
    void skip_blanks();
    std::size_t at() const { return at_; }
    bool at_end() const { return at_ >= bytes_.size(); }
    /// Values read so far, those inside others counted.
    std::size_t values() const { return values_; }

private:
    std::optional<Object> value(int depth);
    std::optional<Object> number();
    std::optional<Object> literal_string();
    std::optional<Object> hex_string();
    std::optional<std::string> name();
    std::optional<Object> array(int depth);
    std::optional<Object> dictionary(int depth);
    char peek(std::size_t ahead = 0) const { return at_ + ahead < bytes_.size() ? bytes_[at_ + ahead] : '\0'; }

    std::string_view bytes_;
    std::size_t at_;
    std::size_t values_ = 0;
};

bool is_white(char c);
bool is_delimiter(char c);

}  // namespace offprint::reader
