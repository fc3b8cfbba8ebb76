#include <algorithm>

#include "base/utf8.h"
#include "doc/inline.h"

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
    Chooser(std::vector<Letter> const& letters, std::string_view language) : letters_(letters), language_(language), marks_(marks_of(language)) {}

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

    std::string_view choose_double(std::size_t i) {
        if (!opens_here(i) || is_space(after(i)) || (i > 0 && letters_[i - 1].code == '"')) return marks_.close;
        opened_at_ = i;
        return marks_.open;
    }

    std::string_view choose_single(std::size_t i) {
        char32_t const next = after(i);
        if (opens_here(i) && !is_space(next)) {
            if (is_digit(next) || elided(language_, word_after(i))) return kApostrophe;  // '26
            single_open_ = true;
            opened_at_ = i;
            return marks_.single_open;
        }
        // Between letters it is an apostrophe; at a word's end it closes what is open.
        if (single_open_ && !is_letter(next) && !is_digit(next)) {
            single_open_ = false;
            return marks_.single_close;
        }
        return kApostrophe;
    }

    std::u32string word_after(std::size_t i) const {
        std::u32string word;
        for (++i; i < letters_.size() && is_letter(letters_[i].code) && word.size() < 8; ++i) word += letters_[i].code;
        return word;
    }

    std::vector<Letter> const& letters_;
    std::string_view language_;
    QuoteMarks const& marks_;
    bool single_open_ = false;
    std::size_t opened_at_ = std::string::npos;  // the last quote that opened
};

}  // namespace

void smarten_quotes(std::vector<InlineRun>& runs, std::string_view language) {
    // Two marks may share a note: curling its quotes again changes nothing.
    for (InlineRun const& run : runs) {
        if (run.note != nullptr && run.note->text != nullptr) smarten_quotes(run.note->text->runs, language);
    }
    bool const any = std::any_of(runs.begin(), runs.end(), [](InlineRun const& r) { return !r.code && r.text.text.find_first_of("\"'") != std::string::npos; });
    if (!any) return;
    std::vector<Letter> letters;
    for (std::size_t r = 0; r < runs.size(); ++r) {
        std::string const& text = runs[r].text.text;
        if (runs[r].reference != nullptr) letters.push_back({r, 0, U'x', false});  // it will be words
        for (std::size_t at = 0; at < text.size();) {
            std::size_t const begin = at;
            char32_t const code = utf8::next(text, at);
            letters.push_back({r, begin, code, runs[r].code});
        }
    }
    Chooser chooser(letters, language);
    std::vector<std::pair<std::size_t, std::string_view>> changes;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        Letter const& l = letters[i];
        if (!l.code_span && (l.code == '"' || l.code == '\'')) changes.emplace_back(i, chooser.choose(i));
    }
    // Runs are rebuilt once, whatever the number of their quotes.
    for (std::size_t r = 0, c = 0; r < runs.size(); ++r) {
        SourcedText const& old = runs[r].text;
        SourcedText made;
        made.source = old.source;
        std::size_t from = 0;
        bool changed = false;
        for (; c < changes.size() && letters[changes[c].first].run == r; ++c) {
            std::size_t const at = letters[changes[c].first].at;
            if (at > from) made.append(old.substr(from, at - from));
            made.append(changes[c].second, old.span(at, at + 1));
            from = at + 1;
            changed = true;
        }
        if (!changed) continue;
        if (from < old.text.size()) made.append(old.substr(from));
        runs[r].text = std::move(made);
    }
}

SourcedText smart_quotes(SourcedText const& text, std::string_view language) {
    std::vector<InlineRun> runs(1);
    runs.front().text = text;
    smarten_quotes(runs, language);
    return std::move(runs.front().text);
}

}  // namespace offprint::doc
