// The article as its author said it: typed, checked, still without any size on paper.
#pragma once
#include <functional>
#include <map>
#include <memory>

#include "data/record.h"
#include "data/table.h"
#include "doc/facts.h"
#include "doc/inline.h"

namespace offprint::doc {

/// What an author asks of pages, beside a block's name: `break: prefer`, `keep: next`, `keep: together 3000`, `page: new`, `span: full`.
struct BlockHints {
    bool new_page = false;
    bool turned = false;                                                       // on a page that lies on its side
    std::optional<bool> full_width;                                            // across the whole width, or on the measure; nothing: as the layout has it
    std::optional<std::int64_t> keep_next, keep_together;                      // prices of the breaks; -1: the layout's own
    std::optional<std::int64_t> break_before;                                  // the price of a break before it; less than 0: it is wished for
    enum class Wish : std::uint8_t { None, Prefer, Avoid } wish = Wish::None;  // the same at the layout's price
    enum class Place : std::uint8_t { Here, Top, Bottom, Auto } place = Place::Here;
    std::string language;  // of its words; empty: that of what it stands in
};
/// The keys of hints, for every block.
std::span<data::Field const> hint_fields();

/// What other texts may call a block by. Sections, exhibits and formulas are counted; other blocks have a name only when their author gives them an `id`.
struct BlockName {
    enum class Kind : std::uint8_t { Other, Section, Figure, Table, Formula } kind = Kind::Other;
    SourcedText number;  // a section's, as its author wrote it
    SourcedText title;
    int level = 1;          // of a section
    bool needs_id = false;  // without an id it is not counted
};
inline constexpr std::int64_t kMostSectionLevels = 3;

/// A block that can be referred to: a section, an exhibit, or any with an `id`. In the order of the article.
struct Landmark {
    BlockName name;
    SourcedText id;           // may be empty
    int of_kind = 0;          // figures, tables and formulas, each counted for themselves, from 1
    int of_exhibits = 0;      // figures and tables counted together, from 1
    std::uint32_t index = 0;  // in Article::landmarks
    Span span;
};
using LandmarkPtr = std::shared_ptr<Landmark>;
using Landmarks = std::vector<LandmarkPtr>;

/// A block of the body. Each type derives its own (src/blocks).
struct Block {
    virtual ~Block() = default;
    std::string_view type;
    Span span;
    BlockHints hints;
    BlockName name;
    LandmarkPtr landmark;  // null if nothing can refer to it
};
using BlockPtr = std::unique_ptr<Block>;
using BlockList = std::vector<BlockPtr>;

/// What a reader of blocks is given.
struct ReadContext {
    Diagnostics& diagnostics;
    std::string language;
    /// Reads a list of blocks inside a block.
    std::function<BlockList(data::Value const&)> read_blocks;
    /// Where blocks that can be referred to are listed; may be null.
    Landmarks* landmarks = nullptr;
};

/// How `body` finds the reader of a block: by the one key of its map, or for plain text.
struct BlockReader {
    std::string_view type;
    BlockPtr (*read)(data::Value const&, ReadContext&);
};

struct Instrument {
    std::string symbol, exchange, currency;
    std::optional<data::Decimal> price, market_cap;
    std::optional<data::Date> priced;
    Span span;
};

/// A footnote that any text of the article may refer to.
struct ArticleNote {
    SourcedText id;
    std::shared_ptr<NoteText> text;
};

/// Something that texts cite by `[@key]`: how the bibliography prints it.
struct CitedSource {
    SourcedText key;
    std::vector<InlineRun> text;
    Span span;
};

struct Article {
    std::string layout, paper, language = "en-US";
    SourcedText variant;  // of the layout
    Span layout_span, paper_span, span;
    SourcedText title, kicker, rating, publisher, client, subject;
    std::vector<InlineRun> dek;
    std::vector<std::string> authors, keywords;
    std::optional<Instrument> instrument;
    std::optional<data::Date> date;
    Span date_span;
    std::vector<SourcedText> disclosures;
    Span disclosures_span;
    Facts facts;                    // `compliance`
    std::vector<std::string> data;  // names of its sources, whether they could be read or not
    std::vector<ArticleNote> notes;
    std::vector<CitedSource> sources;
    BlockList body;
    Landmarks landmarks;
};

/// The fields of an article, for the schema and the reference.
std::span<data::Field const> article_fields();
std::span<data::Field const> instrument_fields();
std::span<data::Field const> source_fields();

/// Reads the tree of an article. Gives one as long as the top is a map; faults are in `diagnostics`.
std::optional<Article> read_article(data::Value const& root, std::span<BlockReader const> readers, Diagnostics& diagnostics, unsigned threads = 1);

/// What a clause says where a fact is true.
struct ClausePart {
    SourcedText when, text;
};

/// A disclosure as its clause file has it.
struct Clause {
    std::string id, version, language;
    SourcedText title, short_text, text;
    SourcedText label;              // stands on the first page
    std::vector<ClausePart> parts;  // until the clause is filled in (compliance/clause_text.h)
    std::string regime;             // empty: its words are printed as they are
    std::vector<std::string> rules, regions;
    std::optional<data::Date> valid_from, valid_to;
    SourcedText when;
    std::vector<std::string> printed;  // the facts that it prints, once it is filled in
    Span span;
};
/// A clause without a language, or in another region's form of it, is in the article's. Of a clause with translations the one in the article's language is
/// taken, where there is one.
std::optional<Clause> read_clause(data::Value const& root, std::string const& article_language, Diagnostics& diagnostics);
/// Whether two BCP 47 tags name one language, whatever their regions.
bool same_language(std::string_view a, std::string_view b);

/// Generated words in one language, from messages/<language>.yaml.
struct Messages {
    std::map<std::string, std::string, std::less<>> words;
    std::vector<std::string> months, short_months;
    /// The word, with {name} replaced; the key itself when a file lacks it (a test holds every file to the same keys).
    std::string get(std::string_view key, std::initializer_list<std::pair<std::string_view, std::string_view>> values = {}) const;
    std::string date(data::Date date, bool short_form) const;
    /// Its month and year.
    std::string month(data::Date date, bool short_form) const;
};
std::optional<Messages> read_messages(data::Value const& root, Diagnostics& diagnostics);
/// Replaces {name} in a text; an unknown name stays as typed.
std::string with_values(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string_view>> values);
/// The same for a running line: parts between middle dots that come out empty go, and their dots with them.
std::string joined_values(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string_view>> values);

}  // namespace offprint::doc
