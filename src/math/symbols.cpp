#include "math/symbols.h"

#include <algorithm>
#include <iterator>

#include "base/utf8.h"

namespace offprint::math {
namespace {

using enum Class;

// Characters that stand in the font of formulas too (scripts/make-math-font.py).
constexpr NamedSymbol kSymbols[] = {
    {"alpha", U'α', Ord},
    {"beta", U'β', Ord},
    {"gamma", U'γ', Ord},
    {"delta", U'δ', Ord},
    {"epsilon", U'ϵ', Ord},
    {"varepsilon", U'ε', Ord},
    {"zeta", U'ζ', Ord},
    {"eta", U'η', Ord},
    {"theta", U'θ', Ord},
    {"vartheta", U'ϑ', Ord},
    {"iota", U'ι', Ord},
    {"kappa", U'κ', Ord},
    {"lambda", U'λ', Ord},
    {"mu", U'μ', Ord},
    {"nu", U'ν', Ord},
    {"xi", U'ξ', Ord},
    {"omicron", U'ο', Ord},
    {"pi", U'π', Ord},
    {"varpi", U'ϖ', Ord},
    {"rho", U'ρ', Ord},
    {"varrho", U'ϱ', Ord},
    {"sigma", U'σ', Ord},
    {"varsigma", U'ς', Ord},
    {"tau", U'τ', Ord},
    {"upsilon", U'υ', Ord},
    {"phi", U'ϕ', Ord},
    {"varphi", U'φ', Ord},
    {"chi", U'χ', Ord},
    {"psi", U'ψ', Ord},
    {"omega", U'ω', Ord},
    {"Gamma", U'Γ', Ord},
    {"Delta", U'Δ', Ord},
    {"Theta", U'Θ', Ord},
    {"Lambda", U'Λ', Ord},
    {"Xi", U'Ξ', Ord},
    {"Pi", U'Π', Ord},
    {"Sigma", U'Σ', Ord},
    {"Upsilon", U'Υ', Ord},
    {"Phi", U'Φ', Ord},
    {"Psi", U'Ψ', Ord},
    {"Omega", U'Ω', Ord},
    {"infty", U'∞', Ord},
    {"partial", U'∂', Ord},
    {"nabla", U'∇', Ord},
    {"ell", U'ℓ', Ord},
    {"forall", U'∀', Ord},
    {"exists", U'∃', Ord},
    {"emptyset", U'∅', Ord},
    {"neg", U'¬', Ord},
    {"prime", U'′', Ord},
    {"degree", U'°', Ord},
    {"euro", U'€', Ord},
    {"pounds", U'£', Ord},
    {"yen", U'¥', Ord},
    {"S", U'§', Ord},
    {"%", U'%', Ord},
    {"$", U'$', Ord},
    {"&", U'&', Ord},
    {"#", U'#', Ord},
    {"_", U'_', Ord},
    {"vert", U'|', Ord},
    {"Vert", U'‖', Ord},
    {"|", U'‖', Ord},
    {"ldots", U'…', Inner},
    {"dots", U'…', Inner},
    {"cdots", U'⋯', Inner},
    {"vdots", U'⋮', Ord},
    {"ddots", U'⋱', Inner},
    {"sum", U'∑', Op},
    {"prod", U'∏', Op},
    {"coprod", U'∐', Op},
    {"int", U'∫', Op},
    {"iint", U'∬', Op},
    {"oint", U'∮', Op},
    {"bigcup", U'⋃', Op},
    {"bigcap", U'⋂', Op},
    {"bigvee", U'⋁', Op},
    {"bigwedge", U'⋀', Op},
    {"cdot", U'⋅', Bin},
    {"times", U'×', Bin},
    {"div", U'÷', Bin},
    {"pm", U'±', Bin},
    {"mp", U'∓', Bin},
    {"ast", U'∗', Bin},
    {"star", U'⋆', Bin},
    {"circ", U'∘', Bin},
    {"cup", U'∪', Bin},
    {"cap", U'∩', Bin},
    {"wedge", U'∧', Bin},
    {"land", U'∧', Bin},
    {"vee", U'∨', Bin},
    {"lor", U'∨', Bin},
    {"oplus", U'⊕', Bin},
    {"otimes", U'⊗', Bin},
    {"le", U'≤', Rel},
    {"leq", U'≤', Rel},
    {"ge", U'≥', Rel},
    {"geq", U'≥', Rel},
    {"ne", U'≠', Rel},
    {"neq", U'≠', Rel},
    {"lt", U'<', Rel},
    {"gt", U'>', Rel},
    {"ll", U'≪', Rel},
    {"gg", U'≫', Rel},
    {"approx", U'≈', Rel},
    {"sim", U'∼', Rel},
    {"simeq", U'≃', Rel},
    {"cong", U'≅', Rel},
    {"equiv", U'≡', Rel},
    {"propto", U'∝', Rel},
    {"coloneqq", U'≔', Rel},
    {"triangleq", U'≜', Rel},
    {"in", U'∈', Rel},
    {"notin", U'∉', Rel},
    {"ni", U'∋', Rel},
    {"subset", U'⊂', Rel},
    {"supset", U'⊃', Rel},
    {"subseteq", U'⊆', Rel},
    {"supseteq", U'⊇', Rel},
    {"prec", U'≺', Rel},
    {"succ", U'≻', Rel},
    {"perp", U'⊥', Rel},
    {"mid", U'∣', Rel},
    {"parallel", U'∥', Rel},
    {"to", U'→', Rel},
    {"rightarrow", U'→', Rel},
    {"leftarrow", U'←', Rel},
    {"leftrightarrow", U'↔', Rel},
    {"uparrow", U'↑', Rel},
    {"downarrow", U'↓', Rel},
    {"mapsto", U'↦', Rel},
    {"Rightarrow", U'⇒', Rel},
    {"implies", U'⇒', Rel},
    {"Leftarrow", U'⇐', Rel},
    {"Leftrightarrow", U'⇔', Rel},
    {"iff", U'⇔', Rel},
    {"therefore", U'∴', Rel},
    {"because", U'∵', Rel},
    {"colon", U':', Punct},
    {"{", U'{', Open},
    {"lbrace", U'{', Open},
    {"lbrack", U'[', Open},
    {"langle", U'⟨', Open},
    {"lfloor", U'⌊', Open},
    {"lceil", U'⌈', Open},
    {"}", U'}', Close},
    {"rbrace", U'}', Close},
    {"rbrack", U']', Close},
    {"rangle", U'⟩', Close},
    {"rfloor", U'⌋', Close},
    {"rceil", U'⌉', Close},
};

constexpr NamedFunction kFunctions[] = {
    {"log", "log", false},       {"ln", "ln", false},         {"lg", "lg", false},         {"exp", "exp", false},       {"sin", "sin", false},
    {"cos", "cos", false},       {"tan", "tan", false},       {"sinh", "sinh", false},     {"cosh", "cosh", false},     {"tanh", "tanh", false},
    {"arcsin", "arcsin", false}, {"arccos", "arccos", false}, {"arctan", "arctan", false}, {"dim", "dim", false},       {"deg", "deg", false},
    {"min", "min", true},        {"max", "max", true},        {"inf", "inf", true},        {"sup", "sup", true},        {"lim", "lim", true},
    {"limsup", "lim sup", true}, {"liminf", "lim inf", true}, {"argmin", "arg min", true}, {"argmax", "arg max", true}, {"Pr", "Pr", true},
    {"det", "det", true},        {"gcd", "gcd", true},
};

constexpr NamedAccent kAccents[] = {
    {"bar", 0x304, false},   {"hat", 0x302, false},  {"tilde", 0x303, false},  {"dot", 0x307, false},      {"ddot", 0x308, false},
    {"check", 0x30C, false}, {"vec", 0x20D7, false}, {"widehat", 0x302, true}, {"widetilde", 0x303, true},
};

constexpr NamedSpace kSpaces[] = {{",", 3}, {"thinspace", 3}, {":", 4},       {">", 4},     {";", 5},     {"!", -3},
                                  {" ", 6}, {"~", 6},         {"enspace", 9}, {"quad", 18}, {"qquad", 36}};

struct TypedSign {
    char32_t typed, shown;
    Class kind;
};
constexpr TypedSign kTyped[] = {
    {'+', '+', Bin},   {'-', U'−', Bin},  {'*', U'∗', Bin},  {U'−', U'−', Bin}, {U'·', U'⋅', Bin}, {'=', '=', Rel},   {'<', '<', Rel},
    {'>', '>', Rel},   {':', ':', Rel},   {'(', '(', Open},  {'[', '[', Open},  {')', ')', Close}, {']', ']', Close}, {'!', '!', Close},
    {'?', '?', Close}, {',', ',', Punct}, {';', ';', Punct}, {'|', '|', Ord},   {'.', '.', Ord},   {'/', '/', Ord},   {'@', '@', Ord},
};

template <class Row, std::size_t size>
Row const* find_named(Row const (&rows)[size], std::string_view name) {
    auto const found = std::find_if(std::begin(rows), std::end(rows), [&](Row const& row) { return row.name == name; });
    return found == std::end(rows) ? nullptr : found;
}

std::string utf8_of(char32_t character) {
    std::string out;
    utf8::append(out, character);
    return out;
}

bool is_integral(char32_t c) { return c == U'∫' || c == U'∬' || c == U'∮'; }
bool is_figure(char32_t c) { return c >= '0' && c <= '9'; }
bool is_small_greek(char32_t c) { return (c >= U'α' && c <= U'ω') || c == U'ϵ' || c == U'ϑ' || c == U'ϕ' || c == U'ϱ' || c == U'ϖ'; }

char32_t italic(char32_t c) {
    if (c == 'h') return U'ℎ';  // U+1D455 was never given: Planck's constant had it already
    if (c >= 'a' && c <= 'z') return 0x1D44E + (c - 'a');
    if (c >= 'A' && c <= 'Z') return 0x1D434 + (c - 'A');
    if (c >= U'α' && c <= U'ω') return 0x1D6FC + (c - U'α');
    switch (c) {
        case U'∂': return 0x1D715;
        case U'ϵ': return 0x1D716;
        case U'ϑ': return 0x1D717;
        case U'ϕ': return 0x1D719;
        case U'ϱ': return 0x1D71A;
        case U'ϖ': return 0x1D71B;
        default: return c;
    }
}

char32_t double_struck(char32_t c) {
    switch (c) {
        case 'C': return U'ℂ';
        case 'H': return U'ℍ';
        case 'N': return U'ℕ';
        case 'P': return U'ℙ';
        case 'Q': return U'ℚ';
        case 'R': return U'ℝ';
        case 'Z': return U'ℤ';
        case '1': return 0x1D7D9;
        default: return c >= 'A' && c <= 'Z' ? 0x1D538 + (c - 'A') : c;
    }
}

char32_t script(char32_t c) {
    switch (c) {
        case 'B': return U'ℬ';
        case 'E': return U'ℰ';
        case 'F': return U'ℱ';
        case 'H': return U'ℋ';
        case 'I': return U'ℐ';
        case 'L': return U'ℒ';
        case 'M': return U'ℳ';
        case 'R': return U'ℛ';
        default: return c >= 'A' && c <= 'Z' ? 0x1D49C + (c - 'A') : c;
    }
}

char32_t bold(char32_t c) {
    if (c >= 'a' && c <= 'z') return 0x1D41A + (c - 'a');
    if (c >= 'A' && c <= 'Z') return 0x1D400 + (c - 'A');
    return is_figure(c) ? 0x1D7CE + (c - '0') : c;
}

}  // namespace

NamedSymbol const* find_symbol(std::string_view name) { return find_named(kSymbols, name); }
NamedFunction const* find_function(std::string_view name) { return find_named(kFunctions, name); }
NamedAccent const* find_accent(std::string_view name) { return find_named(kAccents, name); }
NamedSpace const* find_space(std::string_view name) { return find_named(kSpaces, name); }

Symbol letter(char32_t character, Alphabet alphabet) {
    Symbol symbol{character, utf8_of(character)};
    switch (alphabet) {
        case Alphabet::Italic: symbol.glyph = italic(character); break;
        case Alphabet::Bold: symbol.glyph = bold(character); break;
        case Alphabet::DoubleStruck: symbol.glyph = double_struck(character); break;
        case Alphabet::Script: symbol.glyph = script(character); break;
        case Alphabet::Upright: break;
    }
    return symbol;
}

Atom symbol_atom(NamedSymbol const& symbol) {
    Atom atom;
    atom.kind = symbol.kind;
    atom.nucleus = is_small_greek(symbol.character) || symbol.character == U'∂' ? letter(symbol.character, Alphabet::Italic)
                                                                                : Symbol{symbol.character, utf8_of(symbol.character)};
    atom.large = symbol.kind == Op;
    if (atom.large && !is_integral(symbol.character)) atom.limits = Limits::InDisplay;
    return atom;
}

std::optional<Atom> typed_character(char32_t c) {
    Atom atom;
    auto const typed = std::find_if(std::begin(kTyped), std::end(kTyped), [&](TypedSign const& sign) { return sign.typed == c; });
    if (typed != std::end(kTyped)) {
        atom.kind = typed->kind;
        atom.nucleus = Symbol{typed->shown, utf8_of(typed->shown)};
        return atom;
    }
    bool const latin = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (latin || is_figure(c)) {
        atom.nucleus = letter(c, latin ? Alphabet::Italic : Alphabet::Upright);
        return atom;
    }
    // What has a command may be typed as itself, except signs of the language.
    if (c < 0x80) return std::nullopt;
    if (c == U'µ') c = U'μ';  // the sign for micro is the letter
    auto const named = std::find_if(std::begin(kSymbols), std::end(kSymbols), [&](NamedSymbol const& symbol) { return symbol.character == c; });
    if (named == std::end(kSymbols)) return std::nullopt;
    return symbol_atom(*named);
}

std::optional<char32_t> typed_delimiter(char32_t typed) {
    switch (typed) {
        case '.': return char32_t{0};
        case '<': return U'⟨';
        case '>': return U'⟩';
        case '(':
        case ')':
        case '[':
        case ']':
        case '/':
        case '|': return typed;
        default: return std::nullopt;
    }
}

std::optional<char32_t> named_delimiter(std::string_view name) {
    if (name == "vert" || name == "lvert" || name == "rvert") return U'|';
    if (name == "|" || name == "Vert" || name == "lVert" || name == "rVert") return U'‖';
    NamedSymbol const* const symbol = find_symbol(name);
    if (symbol == nullptr || (symbol->kind != Open && symbol->kind != Close)) return std::nullopt;
    return symbol->character;
}

std::vector<std::string_view> symbol_names() {
    std::vector<std::string_view> names;
    for (NamedSymbol const& row : kSymbols) names.push_back(row.name);
    for (NamedFunction const& row : kFunctions) names.push_back(row.name);
    for (NamedAccent const& row : kAccents) names.push_back(row.name);
    for (NamedSpace const& row : kSpaces) names.push_back(row.name);
    return names;
}

}  // namespace offprint::math
