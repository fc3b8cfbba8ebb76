#include "doc/article.h"

#include <algorithm>
#include <future>
#include <iterator>

#include "data/binding_keys.h"
#include "doc/block_reader.h"
#include "doc/fact_keys.h"
#include "doc/source_list.h"
#include "doc/span_marks.h"
#include "fmt/format.h"

namespace offprint::doc {

using data::Field;
using data::Kind;
using data::Record;
using data::Required;
using data::Value;
using data::ValueKind;

namespace {

constexpr Field kInstrumentFields[] = {
    {"symbol", Kind::Text, Required::Yes, "Ticker: ALAB."},
    {"exchange", Kind::Text, Required::No, "Where it trades: NASDAQ."},
    {"price", Kind::Number, Required::No, "Last price, in `currency`."},
    {"currency", Kind::Text, Required::No, "ISO 4217 code; USD when missing."},
    {"market_cap", Kind::Number, Required::No, "Market capitalisation, in `currency`."},
    {"priced", Kind::Date, Required::No, "The day of the price."},
};
constexpr std::string_view kFormats[] = {"1"};
constexpr Field kArticleFields[] = {
    {"offprint", Kind::Choice, Required::Yes, "Version of the format: 1.", kFormats},
    {"layout", Kind::Text, Required::No, "The house style: a name from layouts/. The workspace's default when missing."},
    {"variant", Kind::Text, Required::No, "One of the layout's variants: print."},
    {"paper", Kind::Text, Required::No, "One of the layout's papers: a4, letter."},
    {"lang", Kind::Text, Required::No, "Language of the text (BCP 47): en-US, de. Decides hyphenation, quotes, numbers and generated words."},
    {"title", Kind::Text, Required::Yes, "The headline. A line break in it is kept."},
    {"kicker", Kind::Text, Required::No, "The few words above the headline."},
    {"dek", Kind::Markdown, Required::No, "The standfirst below the headline."},
    {"rating", Kind::Text, Required::No, "The badge: Conviction Pick, Buy."},
    {"instrument", Kind::Record, Required::No, "What the article is about.", {}, kInstrumentFields},
    {"publisher", Kind::Text, Required::No, "The desk, as it stands in the running head."},
    {"client", Kind::Text, Required::No, "Whom this copy is made for; running lines can print it."},
    {"authors", Kind::TextList, Required::No, "Who wrote it."},
    {"date", Kind::Date, Required::No, "The date printed: 2026-06-15. Never taken from the clock."},
    {"subject", Kind::Text, Required::No, "One sentence for the PDF's properties."},
    {"keywords", Kind::TextList, Required::No, "Words for the PDF's properties."},
    {"disclosures", Kind::TextList, Required::No, "Ids of clause texts that are printed in full at the end."},
    {"compliance", Kind::Record, Required::No, "Regimes that the article is held to, and the facts that their rules ask for.", {}, fact_keys::kFacts},
    {"params",
     Kind::Any,
     Required::No,
     "What is given for each copy, by name: a type, or a map.",
     {},
     data::binding_keys::kParameter,
     data::Shape::TextOrMapByName},
    {"data",
     Kind::Any,
     Required::No,
     "Sources of data by name: the path of a CSV file, or a map.",
     {},
     data::binding_keys::kSource,
     data::Shape::TextOrMapByName},
    {"facts",
     Kind::Any,
     Required::No,
     "Numbers and texts that are said once, by name, for expressions: {rev_q1: 308.4M}.",
     {},
     data::binding_keys::kFact,
     data::Shape::TextOrMapByName},
    {"asserts", Kind::RecordList, Required::No, "What must hold before anything is printed.", {}, data::binding_keys::kAssert},
    {"notes", Kind::Any, Required::No, "Footnotes by id, for `[^id]` in any text: Markdown of one paragraph each.", {}, {}, data::Shape::TextsByName},
    {"sources", Kind::Any, Required::No, "What texts cite by `[@key]`, by key: Markdown of one paragraph, or a map with title, author, in, date, pages, url."},
    {"body", Kind::Blocks, Required::Yes, "The blocks, in order. Plain text is Markdown."},
};
constexpr Field kClausePartFields[] = {
    {"when", Kind::Text, Required::Yes, "The fact that makes it true: conflicts.market_maker, not rating, label=marketing."},
    {"text", Kind::Markdown, Required::Yes, "What is said then."},
};
constexpr Field kTranslationFields[] = {
    {"lang", Kind::Text, Required::Yes, "Its language (BCP 47)."},
    {"title", Kind::Text, Required::Yes, "Heading of the full text."},
    {"short", Kind::Text, Required::No, "The line in every page's foot."},
    {"label", Kind::Text, Required::No, "Words that stand on the first page."},
    {"text", Kind::Markdown, Required::Yes, "The full text."},
    {"parts", Kind::RecordList, Required::No, "What is said under a condition, after the text.", {}, kClausePartFields},
};
constexpr Field kClauseFields[] = {
    {"clause", Kind::Text, Required::Yes, "Its id."},
    {"lang", Kind::Text, Required::No, "The language of its words (BCP 47); the article's when missing."},
    {"version", Kind::Text, Required::Yes, "Its version."},
    {"regime", Kind::Text, Required::No, "Whose words they are. With a regime, names of facts in braces are filled in."},
    {"rules", Kind::TextList, Required::No, "The rules that it serves: K120."},
    {"regions", Kind::TextList, Required::No, "The regions that it is written for."},
    {"valid_from", Kind::Date, Required::No, "The first day on which it may go out."},
    {"valid_to", Kind::Date, Required::No, "The last one."},
    {"when", Kind::Text, Required::No, "The fact that calls for it; always, when missing."},
    {"title", Kind::Text, Required::Yes, "Heading of the full text."},
    {"short", Kind::Text, Required::No, "The line in every page's foot; needed without a regime."},
    {"label", Kind::Text, Required::No, "Words that stand on the first page."},
    {"text", Kind::Markdown, Required::Yes, "The full text."},
    {"parts", Kind::RecordList, Required::No, "What is said under a condition, after the text.", {}, kClausePartFields},
    {"translations", Kind::RecordList, Required::No, "The same words in other languages.", {}, kTranslationFields},
};

void read_notes(Value const& value, Article& article, Diagnostics& diagnostics) {
    if (value.kind != ValueKind::Map) {
        diagnostics.error("E203", value.span, "'notes' must be a map of ids to texts", "notes: {guidance: What the company said in May.}");
        return;
    }
    for (data::MapEntry const& entry : value.map) {
        if (entry.value.kind != ValueKind::Scalar || entry.value.scalar.text.find_first_not_of(" \t\n") == std::string::npos) {
            diagnostics.error("E267", entry.key.span(), "a footnote without text", "write what it says, or delete it");
            continue;
        }
        ArticleNote note{entry.key, parse_note(entry.value.scalar, diagnostics)};
        smarten_quotes(note.text->runs, article.language);
        article.notes.push_back(std::move(note));
    }
}

void number_exhibits(Landmarks& landmarks) {
    int all = 0, figures = 0, tables = 0, formulas = 0;
    for (std::size_t i = 0; i < landmarks.size(); ++i) {
        Landmark& landmark = *landmarks[i];
        landmark.index = static_cast<std::uint32_t>(i);
        if (landmark.name.kind == BlockName::Kind::Formula) landmark.of_kind = ++formulas;
        bool const table = landmark.name.kind == BlockName::Kind::Table;
        if (!table && landmark.name.kind != BlockName::Kind::Figure) continue;
        landmark.of_exhibits = ++all;
        landmark.of_kind = ++(table ? tables : figures);
    }
}

/// An id names one block.
void check_ids(Landmarks const& landmarks, Diagnostics& diagnostics) {
    std::map<std::string_view, Span> places;
    for (LandmarkPtr const& landmark : landmarks) {
        if (landmark->id.empty()) continue;
        auto const [first, added] = places.try_emplace(landmark->id.text, landmark->id.span());
        if (added) continue;
        diagnostics.error("E271", landmark->id.span(), fmt::format("the id '{}' is given twice", landmark->id.text), "give one of the two another")
            .notes.push_back({first->second, "the first one"});
    }
}

std::optional<Instrument> read_instrument(Value const& value, Diagnostics& diagnostics) {
    Record const r(value, kInstrumentFields, "'instrument'", diagnostics);
    if (!r.valid()) return std::nullopt;
    return Instrument{r.string("symbol"), r.string("exchange"), r.string("currency", "USD"), r.number("price"), r.number("market_cap"), r.date("priced"),
                      value.span};
}

/// Reads lists of blocks. Each block is read by itself, so a long body is read in two halves at once.
class BodyReader {
public:
    BodyReader(std::span<BlockReader const> readers, std::string const& language) : readers_(readers), language_(language) {}

    /// Lists what can be referred to in `landmarks`.
    BlockList read(Value const& list, Diagnostics& diagnostics, Landmarks& landmarks, unsigned threads) const {
        constexpr std::size_t kWorthAThread = 64;  // blocks
        if (list.kind != ValueKind::List) {
            diagnostics.error("E203", list.span, "blocks must be a list");
            return {};
        }
        std::span<Value const> const items(list.list);
        if (threads < 2 || items.size() < kWorthAThread) return read(items, diagnostics, landmarks);
        auto const head = items.first(items.size() / 2), tail = items.subspan(items.size() / 2);
        Diagnostics tail_faults;
        Landmarks tail_landmarks;
        std::future<BlockList> reading = std::async(std::launch::async, [&] { return read(tail, tail_faults, tail_landmarks); });
        BlockList blocks = read(head, diagnostics, landmarks);
        BlockList others = reading.get();
        std::move(others.begin(), others.end(), std::back_inserter(blocks));
        std::move(tail_landmarks.begin(), tail_landmarks.end(), std::back_inserter(landmarks));
        diagnostics.append(tail_faults);
        return blocks;
    }

private:
    BlockList read(std::span<Value const> items, Diagnostics& diagnostics, Landmarks& landmarks) const {
        ReadContext context{diagnostics, language_, {}, &landmarks};
        context.read_blocks = [&](Value const& list) { return read(list, diagnostics, landmarks, 1); };
        BlockList blocks;
        for (Value const& item : items) {
            if (BlockPtr block = read_block(item, readers_, context)) blocks.push_back(std::move(block));
        }
        return blocks;
    }

    std::span<BlockReader const> readers_;
    std::string const& language_;
};

}  // namespace

std::span<Field const> article_fields() { return kArticleFields; }
std::span<Field const> instrument_fields() { return kInstrumentFields; }

std::optional<Article> read_article(Value const& root, std::span<BlockReader const> readers, Diagnostics& diagnostics, unsigned threads) {
    if (root.kind != ValueKind::Map) {
        diagnostics.error("E203", root.span, "an article must be a map", "start it with 'offprint: 1'");
        return std::nullopt;
    }
    Record const r(root, kArticleFields, "an article", diagnostics);
    Article a;
    a.span = Span{root.span.source, 0, 0};
    a.layout = r.string("layout");
    a.layout_span = r.span_of("layout");
    a.variant = r.text("variant").value_or(SourcedText{});
    a.paper = r.string("paper");
    a.paper_span = r.span_of("paper");
    a.language = r.string("lang", "en-US");
    auto text = [&](std::string_view name) { return r.text(name).value_or(SourcedText{}); };
    a.title = text("title");
    if (r.has("title") && a.title.text.find_first_not_of(" \t\n") == std::string::npos) diagnostics.error("E202", r.span_of("title"), "'title' is empty");
    a.kicker = text("kicker");
    a.rating = text("rating");
    a.publisher = text("publisher");
    a.client = text("client");
    a.subject = text("subject");
    for (SourcedText* t : {&a.title, &a.kicker, &a.rating, &a.publisher}) *t = smart_quotes(*t, a.language);
    if (r.has("dek")) {
        a.dek = parse_inline(text("dek"), diagnostics);
        smarten_quotes(a.dek, a.language);
    }
    for (SourcedText const& t : r.texts("authors")) a.authors.push_back(t.text);
    for (SourcedText const& t : r.texts("keywords")) a.keywords.push_back(t.text);
    a.disclosures = r.texts("disclosures");
    a.disclosures_span = r.has("disclosures") ? r.span_of("disclosures") : a.span;
    if (Value const* v = root.find("compliance")) a.facts = Facts::of(*v, r.has("compliance"), diagnostics);
    if (Value const* v = r.get("instrument")) a.instrument = read_instrument(*v, diagnostics);
    a.date = r.date("date");
    a.date_span = r.has("date") ? r.span_of("date") : a.span;
    if (Value const* v = r.get("data"))
        for (data::MapEntry const& source : v->map) a.data.push_back(source.key.text);
    if (Value const* v = r.get("notes")) read_notes(*v, a, diagnostics);

    if (Value const* v = r.get("body")) {
        a.body = BodyReader(readers, a.language).read(*v, diagnostics, a.landmarks, threads);
        if (v->kind == ValueKind::List && v->list.empty()) diagnostics.error("E202", v->span, "'body' is empty");
    }
    number_exhibits(a.landmarks);
    check_ids(a.landmarks, diagnostics);
    if (Value const* v = r.get("sources")) a.sources = read_sources(*v, a.language, a.landmarks, diagnostics);
    return a;
}

bool same_language(std::string_view a, std::string_view b) { return a.substr(0, a.find('-')) == b.substr(0, b.find('-')); }

namespace {

/// The clause's own map, or that of its translation into the article's language.
Value const* words_of(Record const& clause, std::string& language, std::string const& article_language, Diagnostics& diagnostics) {
    if (same_language(language, article_language)) return &clause.value();
    Value const* const translations = clause.get("translations");
    if (translations == nullptr) return &clause.value();
    for (Value const& translation : translations->list) {
        Record const r(translation, kTranslationFields, "a translation", diagnostics);
        if (!r.valid() || !same_language(r.string("lang"), article_language)) continue;
        language = r.string("lang");
        return &translation;
    }
    return &clause.value();
}

std::vector<ClausePart> read_parts(Value const& words, Diagnostics& diagnostics) {
    std::vector<ClausePart> out;
    Value const* const parts = words.find("parts");
    if (parts == nullptr) return out;
    for (Value const& part : parts->list) {
        Record const r(part, kClausePartFields, "a part", diagnostics);
        if (r.valid()) out.push_back({*r.text("when"), *r.text("text")});
    }
    return out;
}

}  // namespace

std::optional<Clause> read_clause(Value const& root, std::string const& article_language, Diagnostics& diagnostics) {
    Record const r(root, kClauseFields, "a clause", diagnostics);
    if (!r.valid()) return std::nullopt;
    std::string language = r.string("lang", article_language);
    if (r.has("lang") && !is_language_tag(language)) {
        diagnostics.error("E289", r.span_of("lang"), fmt::format("'{}' is no language", language.substr(0, 40)), "a tag such as fr, de or pt-BR");
        return std::nullopt;
    }
    if (!r.has("regime") && !r.has("short")) {
        diagnostics.error("E202", root.span, "a clause needs 'short'", "the line in every page's foot");
        return std::nullopt;
    }
    Value const& words = *words_of(r, language, article_language, diagnostics);
    if (same_language(language, article_language)) language = article_language;
    auto const line = [&](std::string_view name) {
        Value const* const value = words.find(name);
        return value == nullptr ? SourcedText{} : smart_quotes(value->scalar, language);
    };
    Clause clause;
    clause.id = r.string("clause");
    clause.version = r.string("version");
    clause.language = language;
    clause.title = line("title");
    clause.short_text = line("short");
    clause.label = line("label");
    clause.text = words.find("text")->scalar;
    clause.parts = read_parts(words, diagnostics);
    clause.regime = r.string("regime");
    for (SourcedText const& rule : r.texts("rules")) clause.rules.push_back(rule.text);
    for (SourcedText const& region : r.texts("regions")) clause.regions.push_back(region.text);
    clause.valid_from = r.date("valid_from");
    clause.valid_to = r.date("valid_to");
    clause.when = r.text("when").value_or(SourcedText{});
    clause.span = root.span;
    return clause;
}

std::optional<Messages> read_messages(Value const& root, Diagnostics& diagnostics) {
    if (root.kind != ValueKind::Map) {
        diagnostics.error("E203", root.span, "a message file must be a map");
        return std::nullopt;
    }
    Messages messages;
    for (data::MapEntry const& entry : root.map) {
        std::vector<std::string>* list = entry.key.text == "months" ? &messages.months : entry.key.text == "short_months" ? &messages.short_months : nullptr;
        if (list == nullptr)
            messages.words[entry.key.text] = entry.value.scalar.text;
        else
            for (Value const& month : entry.value.list) list->push_back(month.scalar.text);
    }
    if (messages.months.size() != 12 || messages.short_months.size() != 12) {
        diagnostics.error("E202", root.span, "a message file needs twelve 'months' and twelve 'short_months'");
        return std::nullopt;
    }
    return messages;
}

std::string with_values(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const open = text.find('{', at), close = open == text.npos ? text.npos : text.find('}', open);
        if (close == text.npos) {
            out += text.substr(at);
            break;
        }
        out += text.substr(at, open - at);
        std::string_view const name = text.substr(open + 1, close - open - 1);
        auto const it = std::find_if(values.begin(), values.end(), [&](auto const& v) { return v.first == name; });
        out += it == values.end() ? text.substr(open, close + 1 - open) : it->second;
        at = close + 1;
    }
    return out;
}

std::string joined_values(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
    constexpr std::string_view kDot = " \u00B7 ";
    std::string out;
    for (std::size_t at = 0; at <= text.size();) {
        std::size_t const dot = std::min(text.find(kDot, at), text.size());
        std::string const part = with_values(text.substr(at, dot - at), values);
        if (!out.empty() && !part.empty()) out += kDot;
        out += part;
        at = dot + kDot.size();
    }
    return out;
}

std::string Messages::get(std::string_view key, std::initializer_list<std::pair<std::string_view, std::string_view>> values) const {
    auto const it = words.find(key);
    return with_values(it == words.end() ? key : std::string_view(it->second), values);
}

std::string Messages::date(data::Date date, bool short_form) const {
    std::string const day = date.day == 1 ? get("first_day") : std::to_string(date.day), year = std::to_string(date.year);
    return get(short_form ? "short_date" : "date",
               {{"day", day}, {"month", (short_form ? short_months : months)[static_cast<std::size_t>(date.month - 1)]}, {"year", year}});
}

std::string Messages::month(data::Date date, bool short_form) const {
    return (short_form ? short_months : months)[static_cast<std::size_t>(date.month - 1)] + " " + std::to_string(date.year);
}

}  // namespace offprint::doc
