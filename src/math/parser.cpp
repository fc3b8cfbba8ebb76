#include "math/parser.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/utf8.h"
#include "math/messages.h"
#include "math/symbols.h"

namespace offprint::math {
namespace {

/// Commands that are no sign, word, accent or space.
constexpr std::string_view kStructures[] = {"frac",      "dfrac",  "tfrac",    "binom",  "sqrt",   "left",         "right",     "big",          "bigl",
                                            "bigr",      "Big",    "Bigl",     "Bigr",   "bigg",   "biggl",        "biggr",     "Bigg",         "Biggl",
                                            "Biggr",     "text",   "mathrm",   "mathbf", "mathbb", "mathcal",      "mathit",    "operatorname", "overline",
                                            "underline", "limits", "nolimits", "begin",  "end",    "displaystyle", "textstyle", "scriptstyle"};

struct Surroundings {
    std::string_view name;
    Grid::Kind kind;
    char32_t left, right;
};
constexpr Surroundings kGrids[] = {
    {"aligned", Grid::Kind::Aligned, 0, 0},    {"cases", Grid::Kind::Cases, '{', 0},      {"matrix", Grid::Kind::Matrix, 0, 0},
    {"pmatrix", Grid::Kind::Matrix, '(', ')'}, {"bmatrix", Grid::Kind::Matrix, '[', ']'}, {"vmatrix", Grid::Kind::Matrix, '|', '|'},
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_figure(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Parser {
public:
    Parser(SourcedText const& text, Diagnostics& diagnostics, Comma comma) : source_(text), text_(text.text), diagnostics_(diagnostics), comma_(comma) {
        for (SourcedText::Piece const& piece : text.pieces) {
            if (!piece.literal) continue;
            values_.resize(text_.size(), false);
            std::fill_n(values_.begin() + piece.text_begin, std::min<std::size_t>(piece.length, text_.size() - piece.text_begin), true);
        }
    }

    List parse() { return parse_list(End::Formula); }

private:
    /// What ends a list: a group's brace and a degree's bracket are read with it, the others are left for the caller.
    enum class End { Formula, Brace, Bracket, Right, Cell };

    Span span(std::size_t begin, std::size_t end) const { return source_.span(begin, std::min(end, text_.size())); }
    void wrong(std::size_t begin, std::size_t end, std::string message, std::string hint) {
        if (too_deep_) return;  // the rest was not read
        messages::wrong_structure(diagnostics_, span(begin, end), std::move(message), std::move(hint));
    }
    bool at_end() const { return at_ >= text_.size(); }
    /// The character here, if it can be a part of the language: what a value holds is printed as it is.
    char here() const { return at_end() ? '\0' : is_value(at_) ? '\1' : text_[at_]; }
    bool is_value(std::size_t at) const { return !values_.empty() && values_[at]; }
    void skip_blanks() {
        while (!at_end() && is_blank(text_[at_])) ++at_;
    }

    /// The command that begins here, without its backslash; empty if none does.
    std::string_view peek_command() const {
        if (here() != '\\' || at_ + 1 >= text_.size()) return {};
        std::size_t end = at_ + 1;
        if (!is_letter(text_[end])) {
            utf8::next(text_, end);
        } else {
            while (end < text_.size() && is_letter(text_[end])) ++end;
        }
        return text_.substr(at_ + 1, end - at_ - 1);
    }
    bool command_is(std::string_view name) const { return peek_command() == name; }
    void skip_command(std::string_view name) { at_ += 1 + name.size(); }

    /// Whether a list ends here. What ends another kind of list ends it as well, for the outer one to say so.
    bool ends(End end) {
        if (at_end()) return true;
        if (here() == '}') return end != End::Formula;
        if (end == End::Bracket && here() == ']') return true;
        if (end == End::Right && command_is("right")) return true;
        return end == End::Cell && (here() == '&' || command_is("\\") || command_is("end"));
    }

    List parse_list(End end) {
        List list;
        if (++depth_ > kDeepestFormula) give_up();
        for (skip_blanks(); !ends(end); skip_blanks()) parse_atom(list);
        --depth_;
        return list;
    }

    /// A nucleus and its scripts.
    void parse_atom(List& list) {
        std::size_t const begin = at_;
        if (here() != '^' && here() != '_' && here() != '\'') {
            std::size_t const before = list.size();
            parse_nucleus(list);
            if (list.size() == before) return;
        }
        bool const takes_scripts = !list.empty() && is_atom(list.back()) && begin != at_;
        parse_scripts(list, takes_scripts);
    }

    void parse_scripts(List& list, bool has_nucleus) {
        bool above = false, below = false;
        for (skip_blanks(); here() == '^' || here() == '_' || here() == '\''; skip_blanks()) {
            if (!has_nucleus) {
                list.emplace_back().nucleus = Group{};
                list.back().span = span(at_, at_ + 1);
                has_nucleus = true;
            }
            Atom& atom = list.back();
            std::size_t const mark = at_;
            if (here() == '\'') {
                for (; here() == '\''; ++at_) {
                    Atom prime;
                    prime.nucleus = Symbol{U'′', "′"};
                    atom.above.push_back(std::move(prime));
                }
                continue;
            }
            bool const up = text_[at_++] == '^';
            List script = parse_argument(up ? "a superscript" : "a subscript", mark);
            if (std::exchange(up ? above : below, true)) {
                wrong(mark, mark + 1, up ? "a second superscript" : "a second subscript", "put braces around what has the first one: {x^a}^b");
                continue;
            }
            List& to = up ? list.back().above : list.back().below;
            std::move(script.begin(), script.end(), std::back_inserter(to));
        }
    }

    /// A group in braces, or a single sign or command, as TeX takes them.
    List parse_argument(char const* what, std::size_t command) {
        skip_blanks();
        if (here() == '{') return parse_group();
        if (at_end() || here() == '}' || here() == '&' || here() == '^' || here() == '_' || here() == '\'' || command_is("right") || command_is("end") ||
            command_is("\\")) {
            wrong(command, std::max(at_, command + 1), std::string(what) + " is missing", "write it in braces: {...}");
            return {};
        }
        List list;
        if (++depth_ > kDeepestFormula)
            give_up();
        else
            parse_nucleus(list);
        --depth_;
        return list;
    }
    /// Nothing more is read.
    void give_up() {
        if (!std::exchange(too_deep_, true)) messages::too_much(diagnostics_, span(at_, at_ + 1), "groups stand too deep in groups");
        at_ = text_.size();
    }

    List parse_group() {
        std::size_t const brace = at_++;
        List list = parse_list(End::Brace);
        if (here() == '}')
            ++at_;
        else
            wrong(brace, brace + 1, "'{' is not closed", "every '{' needs a '}'; a brace that is printed is written \\{");
        return list;
    }

    void parse_nucleus(List& list) {
        std::size_t const begin = at_;
        if (here() == '\\') return parse_command(list);
        if (here() == '{') {
            Atom atom;
            atom.nucleus = Group{parse_group()};
            atom.span = span(begin, at_);
            list.push_back(std::move(atom));
            return;
        }
        if (here() == '}') {
            ++at_;
            return wrong(begin, at_, "'}' closes nothing", "take it away, or write \\} for a brace that is printed");
        }
        if (here() == '&') {
            ++at_;
            return wrong(begin, at_, "'&' stands between cells only", "\\& prints it; cells stand in \\begin{aligned} ... \\end{aligned}");
        }
        if (here() == '~') {
            ++at_;
            list.emplace_back().nucleus = Space{6};
            return;
        }
        parse_character(list);
    }

    void parse_character(List& list) {
        std::size_t const begin = at_;
        char32_t const character = utf8::next(text_, at_);
        std::optional<Atom> atom = typed_character(character);
        if (!atom && is_value(begin))
            if (NamedSymbol const* symbol = find_symbol(text_.substr(begin, at_ - begin))) atom = symbol_atom(*symbol);
        if (!atom) return unknown_character(begin, character);
        if (character == ',' && is_in_number(begin)) atom->kind = Class::Ord;
        atom->span = span(begin, at_);
        list.push_back(std::move(*atom));
    }

    /// Whether a comma belongs to a number: three figures and no fourth follow it, or any where it is the decimal sign.
    bool is_in_number(std::size_t comma) const {
        auto const figure = [&](std::size_t at) { return at < text_.size() && is_figure(text_[at]); };
        if (comma == 0 || !figure(comma - 1) || !figure(comma + 1)) return false;
        return comma_ == Comma::IsDecimal || (figure(comma + 2) && figure(comma + 3) && !figure(comma + 4));
    }

    void unknown_character(std::size_t begin, char32_t character) {
        std::string hint = "other letters and words stand in \\text{...}";
        if (character == '$') hint = "a formula needs no $ around it; \\$ prints one";
        if (character == '%' || character == '#') hint = std::string("\\") + static_cast<char>(character) + " prints it";
        if (character == '"' || character == '`') hint = "two primes are written x''; quotation marks stand in \\text{...}";
        messages::unknown_character(diagnostics_, span(begin, at_), text_.substr(begin, at_ - begin), std::move(hint));
    }

    void parse_command(List& list) {
        std::size_t const begin = at_;
        std::string_view const name = peek_command();
        if (name.empty()) {
            ++at_;
            return wrong(begin, at_, "'\\' stands before nothing", "a command follows it: \\alpha");
        }
        skip_command(name);
        Atom atom;
        if (NamedSymbol const* symbol = find_symbol(name)) {
            atom = symbol_atom(*symbol);
        } else if (NamedFunction const* function = find_function(name)) {
            atom = word(function->words);
            atom.kind = Class::Op;
            if (function->limits) atom.limits = Limits::InDisplay;
        } else if (NamedSpace const* space = find_space(name)) {
            atom.nucleus = Space{space->mu};
        } else if (NamedAccent const* accent = find_accent(name)) {
            atom.nucleus = Accent{accent->mark, parse_argument("what the mark stands over", begin), accent->wide};
        } else if (!parse_structure(name, begin, list, atom)) {
            return;
        }
        atom.span = span(begin, at_);
        list.push_back(std::move(atom));
    }

    static Atom word(std::string_view letters) {
        Atom atom;
        Word word;
        for (char const c : letters) word.letters.push_back(c == ' ' ? Symbol{U' ', " "} : letter(static_cast<unsigned char>(c), Alphabet::Upright));
        atom.nucleus = std::move(word);
        return atom;
    }

    /// The rest of the commands. False if there is no atom of it.
    bool parse_structure(std::string_view name, std::size_t begin, List& list, Atom& atom) {
        if (name == "frac" || name == "dfrac" || name == "tfrac" || name == "binom") return parse_fraction(name, begin, atom);
        if (name == "sqrt") return parse_root(begin, atom);
        if (name == "overline" || name == "underline") {
            atom.nucleus = Bar{parse_argument("what the rule belongs to", begin), name == "overline"};
            return true;
        }
        if (name == "text") return parse_text(begin, atom);
        if (name == "operatorname") return parse_operator(begin, atom);
        if (name.starts_with("math")) return parse_alphabet(name, begin, atom);
        if (name == "left") return parse_fenced(begin, atom);
        if (name.starts_with("big") || name.starts_with("Big")) return parse_fence(name, begin, atom);
        if (name == "begin") return parse_grid(begin, atom);
        if (name == "limits" || name == "nolimits") return change_limits(name, begin, list);
        if (name.ends_with("style")) {
            int const level = name == "displaystyle" ? 0 : name == "textstyle" ? 1 : name == "scriptstyle" ? 2 : -1;
            if (level < 0) return unknown(begin);
            atom.nucleus = StyleChange{level};
            return true;
        }
        if (name == "right") {
            wrong(begin, at_, "'\\right' without '\\left'", "they come in pairs: \\left( ... \\right)");
            parse_delimiter(begin);
            return false;
        }
        if (name == "\\" || name == "end") {
            wrong(begin, at_, std::string("'\\") + std::string(name) + "' stands in \\begin ... \\end only",
                  "\\begin{aligned} ... \\\\ ... \\end{aligned}; a long formula is broken by itself");
            if (name == "end") parse_name();
            return false;
        }
        return unknown(begin);
    }

    bool unknown(std::size_t begin) {
        std::vector<std::string_view> names = symbol_names();
        names.insert(names.end(), std::begin(kStructures), std::end(kStructures));
        for (Surroundings const& grid : kGrids) names.push_back(grid.name);
        messages::unknown_command(diagnostics_, span(begin, at_), text_.substr(begin, at_ - begin), names);
        return false;
    }

    bool parse_fraction(std::string_view name, std::size_t begin, Atom& atom) {
        Fraction fraction;
        fraction.has_rule = name != "binom";
        if (name == "dfrac") fraction.size = FractionSize::Display;
        if (name == "tfrac") fraction.size = FractionSize::Text;
        fraction.above = parse_argument("what stands above", begin);
        fraction.below = parse_argument("what stands below", begin);
        atom.kind = Class::Inner;
        if (fraction.has_rule) {
            atom.nucleus = std::move(fraction);
            return true;
        }
        Fenced fenced{'(', ')', {}};
        fenced.inside.emplace_back().nucleus = std::move(fraction);
        atom.nucleus = std::move(fenced);
        return true;
    }

    bool parse_root(std::size_t begin, Atom& atom) {
        Root root;
        skip_blanks();
        if (here() == '[') {
            std::size_t const bracket = at_++;
            root.degree = parse_list(End::Bracket);
            if (here() == ']')
                ++at_;
            else
                wrong(bracket, bracket + 1, "'[' is not closed", "the degree of a root stands in brackets: \\sqrt[3]{x}");
        }
        root.inside = parse_argument("what stands under the root", begin);
        atom.nucleus = std::move(root);
        return true;
    }

    /// `{...}` as it is written, for words. Nothing, told, if there is none.
    std::optional<SourcedText> parse_braced_words(std::size_t command) {
        skip_blanks();
        if (here() != '{') {
            wrong(command, at_, "words in braces are missing", "\\text{cash flow}");
            return std::nullopt;
        }
        std::size_t const brace = at_++;
        SourcedText words;
        words.source = source_.source;
        int depth = 0;
        for (; !at_end(); ++at_) {
            std::size_t const from = at_;
            if (here() == '}' && depth-- == 0) {
                ++at_;
                return words;
            }
            if (here() == '{') ++depth;
            if (here() == '{' || here() == '}') continue;
            if (here() == '\\') {
                ++at_;
                if (std::string_view("{}%$&#_ ").find(here()) == std::string_view::npos || at_end()) {
                    wrong(from, at_ + 1, "words have no commands", "end the words before it: \\text{...} \\alpha");
                    continue;
                }
                words.append(source_.substr(at_, 1));
                continue;
            }
            words.append(is_blank(here()) ? " " : text_.substr(at_, 1), span(at_, at_ + 1));
        }
        wrong(brace, brace + 1, "'{' is not closed", "every '{' needs a '}'");
        return std::nullopt;
    }

    bool parse_text(std::size_t begin, Atom& atom) {
        std::optional<SourcedText> words = parse_braced_words(begin);
        if (!words || words->empty()) return false;
        atom.nucleus = Words{std::move(*words)};
        return true;
    }

    bool parse_operator(std::size_t begin, Atom& atom) {
        bool const limits = here() == '*';
        if (limits) ++at_;
        std::optional<SourcedText> const words = parse_braced_words(begin);
        if (!words || words->empty()) return false;
        if (!set_upright(words->text, Alphabet::Upright, begin, atom)) return false;
        atom.kind = Class::Op;
        if (limits) atom.limits = Limits::InDisplay;
        return true;
    }

    bool parse_alphabet(std::string_view name, std::size_t begin, Atom& atom) {
        constexpr std::pair<std::string_view, Alphabet> kAlphabets[] = {{"mathrm", Alphabet::Upright},
                                                                        {"mathbf", Alphabet::Bold},
                                                                        {"mathbb", Alphabet::DoubleStruck},
                                                                        {"mathcal", Alphabet::Script},
                                                                        {"mathit", Alphabet::Italic}};
        auto const found = std::find_if(std::begin(kAlphabets), std::end(kAlphabets), [&](auto const& row) { return row.first == name; });
        if (found == std::end(kAlphabets)) return unknown(begin);
        std::optional<SourcedText> const words = parse_braced_words(begin);
        return words && !words->empty() && set_upright(words->text, found->second, begin, atom);
    }

    bool set_upright(std::string const& words, Alphabet alphabet, std::size_t begin, Atom& atom) {
        Word word;
        for (char const c : words) {
            bool const known = is_letter(c) || is_figure(c) || std::string_view(" -./&%").find(c) != std::string_view::npos;
            if (!known) {
                wrong(begin, at_, "letters and figures only stand here", "other words stand in \\text{...}");
                return false;
            }
            Symbol symbol = letter(static_cast<unsigned char>(c), alphabet);
            word.letters.push_back(std::move(symbol));
        }
        atom.nucleus = std::move(word);
        return true;
    }

    std::optional<char32_t> parse_delimiter(std::size_t command) {
        skip_blanks();
        std::size_t const begin = at_;
        std::optional<char32_t> found;
        if (std::string_view const name = peek_command(); !name.empty()) {
            found = named_delimiter(name);
            if (found) skip_command(name);
        } else if (!at_end()) {
            found = typed_delimiter(utf8::next(text_, at_));
            if (!found) at_ = begin;
        }
        if (!found) wrong(command, std::max(begin, command + 1), "a delimiter is missing", "one of ( ) [ ] \\{ \\} | \\| / \\langle \\rangle, or . for none");
        return found;
    }

    bool parse_fenced(std::size_t begin, Atom& atom) {
        Fenced fenced;
        fenced.left = parse_delimiter(begin).value_or(0);
        std::size_t const inside = at_;
        fenced.inside = parse_list(End::Right);
        if (command_is("right")) {
            std::size_t const right = at_;
            skip_command("right");
            fenced.right = parse_delimiter(right).value_or(0);
        } else {
            wrong(begin, inside, "'\\left' without '\\right'", "they come in pairs: \\left( ... \\right); '.' stands for no delimiter");
        }
        atom.kind = Class::Inner;
        atom.nucleus = std::move(fenced);
        return true;
    }

    bool parse_fence(std::string_view name, std::size_t begin, Atom& atom) {
        bool const left = name.ends_with('l'), right = name.ends_with('r');
        std::string_view const size = left || right ? name.substr(0, name.size() - 1) : name;
        int const step = size == "big" ? 1 : size == "Big" ? 2 : size == "bigg" ? 3 : size == "Bigg" ? 4 : 0;
        if (step == 0) return unknown(begin);
        std::optional<char32_t> const glyph = parse_delimiter(begin);
        if (!glyph || *glyph == 0) return false;
        atom.kind = left ? Class::Open : right ? Class::Close : Class::Ord;
        atom.nucleus = Fence{*glyph, step};
        return true;
    }

    bool change_limits(std::string_view name, std::size_t begin, List& list) {
        if (list.empty() || list.back().kind != Class::Op) {
            wrong(begin, at_, std::string("'\\") + std::string(name) + "' follows no operator", "it stands right after one: \\sum\\limits_{i}");
            return false;
        }
        list.back().limits = name == "limits" ? Limits::Always : Limits::Never;
        parse_scripts(list, true);
        return false;
    }

    /// The name in braces after \begin and \end.
    std::string_view parse_name() {
        skip_blanks();
        std::size_t const end = here() == '{' ? text_.find('}', at_) : std::string_view::npos;
        if (end == std::string_view::npos) return {};
        std::string_view const name = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        return name;
    }

    bool parse_grid(std::size_t begin, Atom& atom) {
        std::string_view const name = parse_name();
        auto const found = std::find_if(std::begin(kGrids), std::end(kGrids), [&](Surroundings const& grid) { return grid.name == name; });
        if (found == std::end(kGrids)) {
            wrong(begin, at_, "formulas have no such \\begin", "one of: aligned, cases, matrix, pmatrix, bmatrix, vmatrix");
            return false;
        }
        Grid grid{found->kind, found->left, found->right, {{}}};
        std::size_t const inside = at_;
        while (true) {
            grid.rows.back().push_back(parse_list(End::Cell));
            if (here() == '&') {
                ++at_;
            } else if (command_is("\\")) {
                skip_command("\\");
                grid.rows.emplace_back();
            } else {
                break;
            }
        }
        // What follows the last \\ is no row if there is nothing.
        if (grid.rows.size() > 1 && grid.rows.back().size() == 1 && grid.rows.back().front().empty()) grid.rows.pop_back();
        std::size_t const end = at_;
        if (command_is("end")) {
            skip_command("end");
            if (parse_name() != name) wrong(end, at_, "this ends something else", "\\end{" + std::string(name) + "} belongs here");
        } else {
            wrong(begin, inside, "'\\begin' without '\\end'", "\\end{" + std::string(name) + "} ends it");
        }
        atom.kind = grid.kind == Grid::Kind::Aligned ? Class::Ord : Class::Inner;
        atom.nucleus = std::move(grid);
        return true;
    }

    SourcedText const& source_;
    std::string_view text_;
    Diagnostics& diagnostics_;
    Comma comma_;
    std::vector<bool> values_;  // by byte, if there are any
    std::size_t at_ = 0;
    int depth_ = 0;
    bool too_deep_ = false;
};

}  // namespace

List parse_formula(SourcedText const& text, Diagnostics& diagnostics, Comma comma) {
    if (text.text.size() > kLongestFormula) {
        messages::too_much(diagnostics, text.span(), "this formula is longer than any line");
        return {};
    }
    return Parser(text, diagnostics, comma).parse();
}

}  // namespace offprint::math
