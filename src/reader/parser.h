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
    /// In contents there are no references: two integers before an operator R are just that (ISO 32000-1, 7.8.2).
    /// Packed is that of files with long lists packed, which may have a million references: those of a dictionary's K, and arrays in its Nums.
    enum class Syntax : std::uint8_t { File, Packed, Content };

    explicit Parser(std::string_view bytes, std::size_t at = 0, Syntax syntax = Syntax::File) : bytes_(bytes), at_(at), syntax_(syntax) {}

    /// The next value; nothing where there is none that is well-formed. References are told from integers by looking ahead.
    std::optional<Object> value();
    /// The same into an object, whatever it was, which saves the room that it has; false where there is none, and the object is then not to be used.
    bool read(Object& into);
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
    std::size_t values() const { return values_ + references_; }

private:
    bool read(Object& into, int depth);
    bool number(Object& into);
    bool literal_string(Object& into);
    bool hex_string(Object& into);
    bool name(std::string& into);
    bool array(Object& into, int depth);
    bool dictionary(Object& into, int depth);
    void take_reference(Object& number);
    bool pack_reference(Object& list);
    std::string_view word();
    char peek(std::size_t ahead = 0) const { return at_ + ahead < bytes_.size() ? bytes_[at_ + ahead] : '\0'; }

    std::string_view bytes_;
    std::size_t at_;
    std::size_t values_ = 0, references_ = 0;  // references_: those packed
    int packed_depth_ = -1;                    // of arrays whose references are packed
    Syntax syntax_;
};

}  // namespace offprint::reader
