// Which words may be hyphenated, and where: common words by the dictionary, never figures, names, tickers, addresses, compounds that
// have a hyphen of their own, or the last word of a paragraph (typesetting.md, section 3).
#include <unicode/uchar.h>

#include <algorithm>

#include "base/utf8.h"
#include "text/break_rules.h"
#include "text/paragraph_parts.h"

namespace offprint::text {

namespace {

/// Letters that stay on either side of a hyphen, and up to how many of them it is near the word's edge.
constexpr std::size_t kLeastBefore = 2, kLeastAfter = 3, kNearEdge = 3;
/// A hyphen behind two letters leaves a stub that is read twice: so much dearer than others near an edge.
constexpr std::size_t kStub = 2;
constexpr std::int64_t kStubFactor = 2;
/// A word with a capital and more letters than this is divided rather than leave a gap in its line: a hyphen there is so much dearer.
constexpr std::size_t kLongName = 12;
constexpr std::int64_t kLongNameFactor = 8;
/// A word with this many letters and a capital, then a period, is an abbreviation: no sentence begins behind it.
constexpr std::size_t kAbbreviation = 4;

bool is_letter(char32_t c) {
    if (c < 0x80) return (c | 0x20) >= U'a' && (c | 0x20) <= U'z';
    return u_isalpha(static_cast<UChar32>(c)) != 0 || u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
}
bool is_capital(char32_t c) { return c < 0x80 ? c >= U'A' && c <= U'Z' : u_isupper(static_cast<UChar32>(c)) != 0; }
bool is_apostrophe(char32_t c) { return c == U'\'' || c == U'’'; }

/// The letters of a word without the marks around them and without an English genitive, or empty when it is no plain word.
std::string_view plain_core(std::string_view word) {
    std::size_t begin = std::string_view::npos, end = 0;
    bool closed = false;
    for (std::size_t at = 0; at < word.size();) {
        std::size_t const here = at;
        char32_t const c = utf8::next(word, at);
        if (is_letter(c)) {
            if (closed) return {};
            if (begin == std::string_view::npos) begin = here;
            end = at;
        } else if (begin != std::string_view::npos) {
            std::string_view const rest = word.substr(at);
            bool const genitive = is_apostrophe(c) && (rest.starts_with("s") || rest.starts_with("t"));
            if (genitive) at += 1;
            closed = true;
        }
        if (c >= U'0' && c <= U'9') return {};
    }
    return begin == std::string_view::npos ? std::string_view{} : word.substr(begin, end - begin);
}

/// True when a word that follows may begin a sentence.
bool ends_sentence(std::string_view word) {
    auto const end = word.find_last_of(".!?");
    if (end == std::string_view::npos || word.size() - end > 7) return false;  // 7: a mark and two closing quotes
    for (std::size_t at = end + 1; at < word.size();)
        if (is_letter(utf8::next(word, at))) return false;
    std::size_t at = 0;
    return !(word[end] == '.' && end <= kAbbreviation && is_capital(utf8::next(word, at)));
}

/// The house's own hyphenations: "data-base" is the word "database" with its places.
class Exceptions {
public:
    explicit Exceptions(std::vector<std::string> const* list) {
        if (list == nullptr) return;
        for (std::string const& given : *list) {
            Entry entry;
            for (char const c : given) {
                if (c == '-') entry.points.push_back(static_cast<std::uint32_t>(entry.word.size()));
                if (c != '-') entry.word += lower(c);
            }
            entries_.push_back(std::move(entry));
        }
        std::stable_sort(entries_.begin(), entries_.end(), [](Entry const& a, Entry const& b) { return a.word < b.word; });
    }
    std::vector<std::uint32_t> const* find(std::string_view word) const {
        if (entries_.empty()) return nullptr;
        std::string wanted;
        for (char const c : word) wanted += lower(c);
        auto const at = std::lower_bound(entries_.begin(), entries_.end(), wanted, [](Entry const& e, std::string const& w) { return e.word < w; });
        return at != entries_.end() && at->word == wanted ? &at->points : nullptr;
    }

private:
    struct Entry {
        std::string word;
        std::vector<std::uint32_t> points;
    };
    static char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
    std::vector<Entry> entries_;
};

class Finder {
public:
    Finder(Pieces const& pieces, ParagraphStyle const& style, std::vector<std::uint32_t> const& soft)
        : pieces_(pieces), style_(style), exceptions_(style.exceptions.get()), soft_(soft) {}

    /// Looks at the word that pieces [begin, end) make up.
    void word(std::uint32_t begin, std::uint32_t end, bool sentence_start, bool last) {
        std::uint32_t const from = pieces_.pieces[begin].begin, to = pieces_.pieces[end - 1].end;
        while (next_soft_ < soft_.size() && soft_[next_soft_] <= from) ++next_soft_;
        if (next_soft_ < soft_.size() && soft_[next_soft_] < to) {
            for (; next_soft_ < soft_.size() && soft_[next_soft_] < to; ++next_soft_) add(begin, end, soft_[next_soft_], style_.costs.hyphen_inside);
            return;
        }
        if (last || !style_.hyphenate) return;
        std::string_view const core = plain_core(pieces_.text().substr(from, to - from));
        if (core.size() < kLeastBefore + kLeastAfter) return;
        auto const core_begin = static_cast<std::uint32_t>(core.data() - pieces_.text().data());
        Piece const* const piece = piece_at(begin, end, core_begin);
        if (piece == nullptr || piece->end < core_begin + core.size()) return;  // a change of style inside
        CharStyle const& look = pieces_.style_of(piece->segment);
        if (!look.hyphenate) return;
        if (std::int64_t const factor = price_factor(core, sentence_start, look.language))
            add_points(core, core_begin, begin, end, factor, hyphenator_of(look.language));
    }
    std::vector<HyphenPoint> points;

private:
    /// A name, a ticker, a spelling of its own? In German capitals mean nothing. 0: not to be divided.
    static std::int64_t price_factor(std::string_view core, bool sentence_start, std::string_view language) {
        bool const nouns = language.starts_with("de");
        std::size_t at = 0;
        bool const name = is_capital(utf8::next(core, at)) && !sentence_start && !nouns;
        while (at < core.size())
            if (is_capital(utf8::next(core, at))) return 0;
        return !name ? 1 : count(core) > kLongName ? kLongNameFactor : 0;
    }
    std::shared_ptr<Hyphenator const> const& hyphenator_of(std::string_view language) const {
        for (auto const& [other, hyphenator] : style_.other_hyphenators) {
            if (other == language) return hyphenator;
        }
        return style_.hyphenator;
    }
    void add_points(std::string_view core, std::uint32_t core_begin, std::uint32_t begin, std::uint32_t end, std::int64_t factor,
                    std::shared_ptr<Hyphenator const> const& hyphenator) {
        auto const* const known = exceptions_.find(core);
        if (known == nullptr && hyphenator == nullptr) return;
        std::vector<std::uint32_t> const& found = known != nullptr ? *known : pieces_.shaper().hyphen_points(hyphenator, core);
        std::size_t const letters = count(core);
        for (std::uint32_t const point : found) {
            std::size_t const before = count(core.substr(0, point)), after = letters - before;
            if (before < kLeastBefore || after < kLeastAfter) continue;
            bool const near_edge = before <= kNearEdge || after <= kNearEdge;
            std::int64_t const price = near_edge ? style_.costs.hyphen_near_edge : style_.costs.hyphen_inside;
            add(begin, end, core_begin + point, factor * (before <= kStub ? kStubFactor : 1) * price);
        }
    }
    void add(std::uint32_t begin, std::uint32_t end, std::uint32_t offset, std::int64_t penalty) {
        Piece const* const piece = piece_at(begin, end, offset);
        if (piece == nullptr || piece->begin == offset) return;
        points.push_back({offset, static_cast<std::uint32_t>(piece - pieces_.pieces.data()), penalty});
    }
    Piece const* piece_at(std::uint32_t begin, std::uint32_t end, std::uint32_t offset) const {
        for (std::uint32_t i = begin; i < end; ++i)
            if (pieces_.pieces[i].begin <= offset && offset < pieces_.pieces[i].end) return &pieces_.pieces[i];
        return nullptr;
    }
    static std::size_t count(std::string_view text) {
        return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !utf8::is_continuation(c); }));
    }

    Pieces const& pieces_;
    ParagraphStyle const& style_;
    Exceptions const exceptions_;
    std::vector<std::uint32_t> const& soft_;
    std::size_t next_soft_ = 0;
};

/// A word of the paragraph: the pieces that make it up and where it stands.
struct Word {
    std::uint32_t begin_piece, end_piece;
    std::string_view text;
    bool starts_sentence, last;  // last: of its forced line
};

std::vector<Word> words_of(Pieces const& pieces, std::vector<Opportunity> const& opportunities) {
    std::vector<Word> words;
    auto const& all = pieces.pieces;
    auto const count = static_cast<std::uint32_t>(all.size());
    auto forced = opportunities.begin();
    bool starts_sentence = true;
    for (std::uint32_t i = 0; i < count;) {
        if (all[i].kind != PieceKind::Word) {
            ++i;
            continue;
        }
        std::uint32_t const begin = i;
        while (i < count && all[i].kind == PieceKind::Word && (i == begin || all[i].begin == all[i - 1].end)) ++i;
        std::uint32_t const from = all[begin].begin, to = all[i - 1].end;
        std::uint32_t next = i;
        while (next < count && all[next].kind != PieceKind::Word) ++next;
        while (forced != opportunities.end() && (forced->kind != Opportunity::Kind::Forced || forced->offset < to)) ++forced;
        bool const last = next == count || (forced != opportunities.end() && forced->offset <= all[next].begin);
        std::string_view const text = pieces.text().substr(from, to - from);
        words.push_back({begin, i, text, starts_sentence, last});
        starts_sentence = last || ends_sentence(text);
    }
    return words;
}

/// A unit and its figure are read as one: "$44.8 million" is not parted at its space, and not inside the word either.
bool completes(Word const& before, Word const& word) {
    bool const figure = std::any_of(before.text.begin(), before.text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return figure && !before.last && space_penalty({{}, before.text, word.text}, BreakTaste::Prose) >= kNoBreak;
}

/// Words that are names though they may begin a sentence: seen with a capital inside one, or followed by a lone capital (Scorpio X).
std::vector<std::string_view> names_among(std::vector<Word> const& words) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string_view const core = plain_core(words[i].text);
        std::size_t at = 0;
        if (core.empty() || !is_capital(utf8::next(core, at))) continue;
        std::string_view const next = i + 1 < words.size() ? plain_core(words[i + 1].text) : std::string_view{};
        bool const lone = next.size() == 1 && next != "I" && next != "A" && is_capital(static_cast<unsigned char>(next[0]));
        if (!words[i].starts_sentence || lone) names.push_back(core);
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

std::vector<HyphenPoint> hyphen_points(Pieces const& pieces, ParagraphStyle const& style, std::vector<Opportunity> const& opportunities,
                                       std::vector<std::uint32_t> const& soft) {
    std::vector<Word> const words = words_of(pieces, opportunities);
    std::vector<std::string_view> const names = names_among(words);
    Finder finder(pieces, style, soft);
    for (std::size_t i = 0; i < words.size(); ++i) {
        Word const& word = words[i];
        if (is_address(word.text) || (i > 0 && completes(words[i - 1], word))) continue;
        bool const named = word.starts_sentence && std::binary_search(names.begin(), names.end(), plain_core(word.text));
        finder.word(word.begin_piece, word.end_piece, word.starts_sentence && !named, word.last);
    }
    return std::move(finder.points);
}

}  // namespace offprint::text
