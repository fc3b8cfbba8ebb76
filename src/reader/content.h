// The operators of content streams and CMaps (ISO 32000-1, 7.8.2).
#pragma once
#include <deque>
#include <span>
#include <string_view>
#include <vector>

#include "reader/parser.h"

namespace offprint::reader {

/// Operands beyond these are dropped.
inline constexpr std::size_t kMostOperands = 1024;

/// A value as it stands in a content. Unlike an object it owns nothing: it is good until the next operator is read.
struct Operand {
    using Kind = Object::Kind;
    Kind kind = Kind::Null;
    bool boolean = false;
    std::int64_t integer = 0;
    double real = 0;
    std::string_view text;                   // a name without its slash, the bytes of a string
    std::span<Operand const> items;          // of an array or dictionary
    std::span<std::string_view const> keys;  // of a dictionary, in its order; each value at the same index of `items`

    bool is(Kind k) const { return kind == k; }
    bool is_name(std::string_view name) const { return kind == Kind::Name && text == name; }
    /// The value of a key, null if there is none; of a key that stands twice the first.
    Operand const& operator[](std::string_view key) const;
};

/// The same as an object of its own.
Object to_object(Operand const& operand);

/// Reads operators one after another out of a content that outlives it. What is most of every content (numbers, names, strings without escapes, arrays and
/// dictionaries of them) is read where it stands; all else goes through the parser, whose rules are the rules.
class ContentReader {
public:
    explicit ContentReader(std::string_view content) : content_(content) {}
    ContentReader(ContentReader const&) = delete;
    ContentReader& operator=(ContentReader const&) = delete;

    /// On to the next operator, over what is neither operator nor operand; false at the end. The bytes of a picture within the content (8.9.7) are skipped, and
    /// its operator is "EI".
    bool next();
    std::string_view word() const { return word_; }
    std::span<Operand const> operands() const { return operands_; }

private:
    bool take_operand();
    bool take(Operand& into);
    bool take_scalar(Operand& into);
    bool take_literal(Operand& into);
    bool take_hexadecimal(Operand& into);
    bool take_name(Operand& into);
    bool take_array(Operand& into);
    bool take_dictionary(Operand& into);
    bool take_any(Operand& into);
    void hold(Object const& value, Operand& into);
    std::vector<Operand>& new_list();
    std::vector<std::string_view>& new_keys();
    void forget_operands();
    void skip_blanks();
    void skip_comments();
    void skip_picture();

    std::string_view content_, word_;
    std::size_t at_ = 0;
    std::vector<Operand> operands_;
    std::size_t values_ = 0;  // of this operator, those inside others counted
    // What operands refer to; none of it moves before the next operator.
    struct Room {
        std::size_t lists = 0, keys = 0, parsed = 0;  // in use
    };
    Room used_;
    std::deque<std::vector<Operand>> lists_;
    std::deque<std::vector<std::string_view>> keys_;
    std::deque<Object> parsed_;
    std::string decoded_;
};

/// Calls `use(operator, operands)` for every operator of a content.
template <class Use>
void each_operator(std::string_view content, Use const& use) {
    for (ContentReader reader(content); reader.next();) use(reader.word(), reader.operands());
}

}  // namespace offprint::reader
