#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "doc/inline.h"
#include "doc/span_marks.h"

namespace offprint::doc {
namespace {

/// The marks of a language: double and single, each with the space that stands inside.
struct QuoteMarks {
    std::string_view language, open, close, single_open, single_close;
};

/// By the style guides that CLDR follows; a region before its language.
constexpr QuoteMarks kMarks[] = {
    {"de-CH", "«", "»", "‹", "›"}, {"de", "„", "“", "‚", "‘"}, {"fr-CH", "«", "»", "‹", "›"}, {"fr", "«\u202F", "\u202F»", "‘", "’"},
    {"es", "«", "»", "“", "”"},    {"it", "«", "»", "“", "”"}, {"pl", "„", "”", "‚", "’"},    {"pt", "“", "”", "‘", "’"},
    {"nl", "“", "”", "‘", "’"},
};
constexpr QuoteMarks kEnglish{"en", "“", "”", "‘", "’"};
constexpr std::string_view kApostrophe = "’";

QuoteMarks const& marks_of(std::string_view language) {
    for (QuoteMarks const& m : kMarks) {
        if (language == m.language || (language.starts_with(m.language) && language[m.language.size()] == '-')) return m;
    }
    return kEnglish;
}

/// A character of the paragraph and where it stands. Quotes look at both neighbours, whatever run those are in.
struct Letter {
    std::size_t run, at;
    char32_t code;
    std::string_view language;
    bool code_span;
};

bool is_space(char32_t c) { return c == ' ' || c == '\n' || c == '\t' || c == 0xA0 || c == 0x2009 || c == 0x202F || c == 0; }
bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7) || c > 0x2E80; }
/// After these a quote opens.
bool opens_after(char32_t c) {
    return is_space(c) || std::u32string_view(U"([{<\u2013\u2014/\u201C\u2018\u201E\u201A\u00AB\u2039=").find(c) != std::u32string_view::npos;
}

/// Words that begin with an apostrophe, by language: 'em, 'til; 's avonds.
bool elided(std::string_view language, std::u32string const& word) {
    constexpr std::u32string_view kEnglishWords[] = {U"em", U"til", U"tis", U"twas", U"n", U"cause", U"round", U"bout"};
    constexpr std::u32string_view kDutchWords[] = {U"s", U"t", U"n", U"k", U"m", U"r"};
    bool const english = std::find(std::begin(kEnglishWords), std::end(kEnglishWords), word) != std::end(kEnglishWords);
    bool const dutch = std::find(std::begin(kDutchWords), std::end(kDutchWords), word) != std::end(kDutchWords);
    return language.starts_with("nl") ? dutch : english && language.starts_with("en");
}

/// Chooses the mark for each straight quote, from left to right.
class Chooser {
public:
    explicit Chooser(std::vector<Letter> const& letters) : letters_(letters) {}

    std::string_view choose(std::size_t i) { return letters_[i].code == '"' ? choose_double(i) : choose_single(i); }

private:
    char32_t after(std::size_t i) const { return i + 1 < letters_.size() ? letters_[i + 1].code : 0; }

    /// Whether a quote may open here: at the start, after a space, a bracket, a dash, or a quote that opened.
    bool opens_here(std::size_t i) const {
        if (i == 0) return true;
        Letter const& before = letters_[i - 1];
        if (before.code_span) return false;
        if (before.code == '"' || before.code == '\'') return opened_at_ == i - 1;
        return opens_after(before.code);
    }

    /// Whether a short word that lost its vowel stands before: l'"effet", dell'"anno". What closed, or is open already, opens nothing.
    bool after_elision(std::size_t i) const {
        if (i < 2 || double_open_ || letters_[i - 1].code_span || !is_letter(letters_[i - 2].code) || !is_letter(after(i))) return false;
        char32_t const mark = letters_[i - 1].code;
        return mark == U'\u2019' || (mark == '\'' && closed_at_ != i - 1);
    }

    std::string_view choose_double(std::size_t i) {
        QuoteMarks const& marks = marks_of(letters_[i].language);
        bool const opens = after_elision(i) || (opens_here(i) && !is_space(after(i)) && (i == 0 || letters_[i - 1].code != '"'));
        double_open_ = opens;
        if (!opens) return marks.close;
        opened_at_ = i;
        return marks.open;
    }

    std::string_view choose_single(std::size_t i) {
        char32_t const next = after(i);
        QuoteMarks const& marks = marks_of(letters_[i].language);
        if (opens_here(i) && !is_space(next)) {
            if (is_digit(next) || elided(letters_[i].language, word_after(i))) return kApostrophe;  // '26
            single_open_ = true;
            opened_at_ = i;
            return marks.single_open;
        }
        // Between letters it is an apostrophe; at a word's end it closes what is open.
        if (single_open_ && !is_letter(next) && !is_digit(next)) {
            single_open_ = false;
            closed_at_ = i;
            return marks.single_close;
        }
        return kApostrophe;
    }

    std::u32string word_after(std::size_t i) const {
        std::u32string word;
        for (++i; i < letters_.size() && is_letter(letters_[i].code) && word.size() < 8; ++i) word += letters_[i].code;
        return word;
    }

    std::vector<Letter> const& letters_;
    bool single_open_ = false, double_open_ = false;
    std::size_t opened_at_ = std::string::npos;  // the last quote that opened
    std::size_t closed_at_ = std::string::npos;  // the last single one that closed
};

/// A character that is printed otherwise.
struct Change {
    std::size_t letter;
    std::string text;
};

/// The spaces that French sets inside guillemets and before double punctuation (Lexique des règles typographiques): narrow, but a whole one before
/// a colon. Blanks that the author typed there become such spaces. Canada sets none before ; ! ?.
class FrenchSpaces {
public:
    explicit FrenchSpaces(std::vector<Letter> const& letters) : letters_(letters) {}

    static bool concerns(std::string_view language) { return language == "fr" || language.starts_with("fr-"); }

    /// What stands at a place of the text with its space; nothing where it stays as it is.
    std::optional<std::string> change(std::size_t i) const {
        Letter const& letter = letters_[i];
        if (letter.code == U' ' && after(i) == U'\u00BB') return std::string(kNarrow);
        if (letter.code == U' ' && i > 0 && letters_[i - 1].code == U'\u00AB') return std::string(kNarrow);
        if (letter.code == U' ' && space_before(after(i), i + 1) != nullptr && i > 0 && is_word_end(letters_[i - 1].code)) return space_before(after(i), i + 1);
        if (letter.code == U'\u00AB' && !is_space(after(i))) return "\u00AB" + std::string(kNarrow);
        if (letter.code == U'\u00BB' && i > 0 && !is_space(letters_[i - 1].code)) return std::string(kNarrow) + "\u00BB";
        char const* const space = space_before(letter.code, i);
        if (space == nullptr || i == 0 || is_space(letters_[i - 1].code) || !is_word_end(letters_[i - 1].code)) return std::nullopt;
        return space + std::string(1, static_cast<char>(letter.code));
    }

private:
    static constexpr char const* kNarrow = "\u202F";

    char32_t after(std::size_t i) const { return i + 1 < letters_.size() ? letters_[i + 1].code : 0; }
    static bool is_word_end(char32_t c) {
        return is_letter(c) || is_digit(c) || std::u32string_view(U")]%\"'\u2019\u201D\u00BB\u2026\u20AC").find(c) != std::u32string_view::npos;
    }
    /// The space that a mark wants before it, where it ends something: not in 12:30 or an address.
    char const* space_before(char32_t mark, std::size_t at) const {
        bool const narrow = mark == U';' || mark == U'!' || mark == U'?';
        if ((!narrow && mark != U':') || at >= letters_.size()) return nullptr;
        if (letters_[at].code_span || !concerns(letters_[at].language)) return nullptr;
        if (narrow && letters_[at].language == "fr-CA") return nullptr;
        char32_t const next = after(at);
        if (is_letter(next) || is_digit(next) || next == U'/' || next == U'-' || (mark == U':' && next == U')')) return nullptr;
        return narrow ? kNarrow : "\u00A0";
    }

    std::vector<Letter> const& letters_;
};

/// Whether any run has a character that may be printed otherwise.
bool may_change(std::vector<InlineRun> const& runs, std::string_view language) {
    return std::any_of(runs.begin(), runs.end(), [&](InlineRun const& run) {
        if (run.code) return false;
        std::string const& text = run.text.text;
        if (FrenchSpaces::concerns(run.language.empty() ? language : std::string_view(run.language))) return text.find_first_of("\"';:!?\xC2") != text.npos;
        return text.find('"') != text.npos || text.find('\'') != text.npos;  // two quick looks
    });
}

}  // namespace

bool is_literal(SourcedText const& text, std::size_t at) {
    return std::any_of(text.pieces.begin(), text.pieces.end(),
                       [at](SourcedText::Piece const& piece) { return piece.literal && at >= piece.text_begin && at - piece.text_begin < piece.length; });
}

void smarten_quotes(std::vector<InlineRun>& runs, std::string_view language) {
    // Two marks may share a note: curling its quotes again changes nothing.
    for (InlineRun const& run : runs) {
        if (run.note != nullptr && run.note->text != nullptr) smarten_quotes(run.note->text->runs, language);
    }
    if (!may_change(runs, language)) return;
    std::vector<Letter> letters;
    for (std::size_t r = 0; r < runs.size(); ++r) {
        std::string const& text = runs[r].text.text;
        if (runs[r].reference != nullptr)
            letters.push_back({r, 0, U'x', runs[r].language.empty() ? language : std::string_view(runs[r].language), false});  // it will be words
        for (std::size_t at = 0; at < text.size();) {
            std::size_t const begin = at;
            char32_t const code = utf8::next(text, at);
            letters.push_back({r, begin, code, runs[r].language.empty() ? language : std::string_view(runs[r].language), runs[r].code});
        }
    }
    Chooser chooser(letters);
    FrenchSpaces const spaces(letters);
    std::vector<Change> changes;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        Letter const& l = letters[i];
        if (l.code_span) continue;
        bool const quote = l.code == '"' || l.code == '\'';
        if ((quote || FrenchSpaces::concerns(l.language)) && is_literal(runs[l.run].text, l.at)) continue;
        if (quote) {
            changes.push_back({i, std::string(chooser.choose(i))});
        } else if (FrenchSpaces::concerns(l.language)) {
            if (std::optional<std::string> text = spaces.change(i)) changes.push_back({i, std::move(*text)});
        }
    }
    // Runs are rebuilt once, whatever the number of their quotes.
    for (std::size_t r = 0, c = 0; r < runs.size(); ++r) {
        SourcedText const& old = runs[r].text;
        SourcedText made;
        made.source = old.source;
        std::size_t from = 0;
        bool changed = false;
        for (; c < changes.size() && letters[changes[c].letter].run == r; ++c) {
            std::size_t const at = letters[changes[c].letter].at;
            if (at > from) made.append(old.substr(from, at - from));
            std::size_t next = at;
            utf8::next(old.text, next);
            made.append(changes[c].text, old.span(at, next));
            from = next;
            changed = true;
        }
        if (!changed) continue;
        if (from < old.text.size()) made.append(old.substr(from));
        runs[r].text = std::move(made);
    }
}

SourcedText smart_quotes(SourcedText const& text, std::string_view language) {
    std::vector<InlineRun> runs;
    auto const add = [&](std::size_t begin, std::size_t end, bool literal) {
        if (begin == end && end < text.text.size()) return;
        InlineRun& run = runs.emplace_back();
        run.text = text.substr(begin, end - begin);
        run.code = literal;
    };
    // What is said of words is no text: [it]{index="retimer"}. Its faults are told where it is read as Markdown.
    std::size_t at = 0;
    if (text.text.find("]{") != std::string::npos) {
        std::string masked = text.text;
        Diagnostics told_later;
        for (SpanMark const& mark : take_spans(text, masked, told_later)) {
            if (mark.opens) continue;
            add(at, mark.begin, false);
            add(mark.begin, mark.end, true);
            at = mark.end;
        }
    }
    add(at, text.text.size(), false);
    smarten_quotes(runs, language);
    SourcedText out;
    out.source = text.source;
    for (InlineRun& run : runs) out.append(run.text);
    return out;
}

}  // namespace offprint::doc
