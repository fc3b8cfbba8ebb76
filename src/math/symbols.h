// The commands and characters of formulas that stand for a sign.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "math/formula.h"

namespace offprint::math {

/// A command that is one sign: `\times`. The name is without the backslash.
struct NamedSymbol {
    std::string_view name;
    char32_t character;
    Class kind;
};
NamedSymbol const* find_symbol(std::string_view name);

/// A command that is a word: `\log`. With limits its scripts stand above and below in displays.
struct NamedFunction {
    std::string_view name, words;
    bool limits;
};
NamedFunction const* find_function(std::string_view name);

/// A command that puts a mark over its argument: `\hat`.
struct NamedAccent {
    std::string_view name;
    char32_t mark;
    bool wide;
};
NamedAccent const* find_accent(std::string_view name);

/// A command that is nothing but space, in eighteenths of an em.
struct NamedSpace {
    std::string_view name;
    int mu;
};
NamedSpace const* find_space(std::string_view name);

/// The alphabets that letters may be asked for in.
enum class Alphabet : std::uint8_t { Italic, Upright, Bold, DoubleStruck, Script };
/// A letter or figure in an alphabet; what the alphabet has not stays upright.
Symbol letter(char32_t character, Alphabet alphabet);

/// What a character that was typed is in a formula; nothing if formulas have no such character.
std::optional<Atom> typed_character(char32_t character);
/// The sign that a command stands for.
Atom symbol_atom(NamedSymbol const& symbol);

/// The delimiter that a typed character, or a command (without its backslash), stands for: 0 for `.`, which is none, nothing if it is no delimiter.
std::optional<char32_t> typed_delimiter(char32_t typed);
std::optional<char32_t> named_delimiter(std::string_view name);

/// The names of all commands in these tables, for suggestions.
std::vector<std::string_view> symbol_names();

}  // namespace offprint::math
