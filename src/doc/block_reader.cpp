#include "doc/block_reader.h"

#include <algorithm>
#include <utility>

#include "doc/reference_marks.h"
#include "doc/span_marks.h"
#include "fmt/format.h"

namespace offprint::doc {
namespace {

using data::Value;
using data::ValueKind;

constexpr std::string_view kPages[] = {"new", "landscape"};
constexpr std::string_view kSpans[] = {"full", "measure"};
constexpr std::string_view kPlaces[] = {"here", "top", "bottom", "auto"};  // in the order of BlockHints::Place
constexpr std::string_view kFloating[] = {"figure", "chart", "table"};
constexpr data::Field kHintFields[] = {
    {"keep", data::Kind::Text, data::Required::No,
     "`next`: on one page with the block after it; `together`: on one page. A price may follow: `together 3000`; alone it means together."},
    {"break", data::Kind::Text, data::Required::No,
     "Of a page break before the block: `prefer`, `avoid`, or a price of your own; one below zero wishes for it: `-3000`."},
    {"lang", data::Kind::Text, data::Required::No, "Language of the block's words, where it is not the article's: fr, de-CH."},
    {"id", data::Kind::Text, data::Required::No, "A name for `[@id]` in texts: letters, digits, - _ and dots."},
    {"place", data::Kind::Choice, data::Required::No,
     "Of a figure, chart or table: `here`, at the `top` or the `bottom` of a page, or, with `auto`, where the whole document comes out best.", kPlaces},
    {"page", data::Kind::Choice, data::Required::No,
     "`new`: the block begins a page. `landscape`: it stands on pages of the same paper lying on its side, on the whole width, with neighbours that say the "
     "same.",
     kPages},
    {"span", data::Kind::Choice, data::Required::No,
     "`full`: on the whole width, across columns and rail; `measure`: on the text's width, or in a column. The layout's choice when missing.", kSpans},
};
constexpr std::int64_t kLargestPrice = 10'000'000;

bool is_hint(data::MapEntry const& entry) {
    return std::any_of(std::begin(kHintFields), std::end(kHintFields), [&](data::Field const& field) { return field.name == entry.key.text; });
}

/// `next`, `together`, a price, or a word and a price.
bool read_keep(std::string_view text, BlockHints& hints) {
    std::size_t const blank = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, blank), price = text.substr(std::min(blank + 1, text.size()));
    if (word != "next" && word != "together") {
        if (!price.empty()) return false;
        price = std::exchange(word, "together");
    } else if (blank < text.size() && price.empty()) {
        return false;
    }
    std::int64_t cost = -1;
    if (!price.empty()) {
        auto const number = data::parse_decimal(price);
        auto const whole = number ? data::rounded(*number, 0) : std::nullopt;
        if (!whole || *whole < 0 || *whole > kLargestPrice) return false;
        cost = *whole;
    }
    (word == "next" ? hints.keep_next : hints.keep_together) = cost;
    return true;
}

/// `prefer`, `avoid`, or a price.
bool read_break(std::string_view text, BlockHints& hints) {
    if (text == "prefer" || text == "avoid") {
        hints.wish = text == "prefer" ? BlockHints::Wish::Prefer : BlockHints::Wish::Avoid;
        return true;
    }
    auto const number = data::parse_decimal(text);
    auto const whole = number ? data::rounded(*number, 0) : std::nullopt;
    if (!whole || *whole < -kLargestPrice || *whole > kLargestPrice) return false;
    hints.break_before = *whole;
    return true;
}

/// What an author says beside a block's name.
struct Beside {
    BlockHints hints;
    SourcedText id;
};

Beside read_beside(Value const& value, ReadContext& context) {
    Beside beside;
    Value only;
    only.kind = ValueKind::Map;
    only.span = value.span;
    std::copy_if(value.map.begin(), value.map.end(), std::back_inserter(only.map), is_hint);
    if (only.map.empty()) return beside;
    data::Record const record(only, kHintFields, "a block's hints", context.diagnostics);
    if (auto const page = record.choice("page")) (*page == 0 ? beside.hints.new_page : beside.hints.turned) = true;
    if (auto const span = record.choice("span")) beside.hints.full_width = *span == 0;
    beside.hints.place = static_cast<BlockHints::Place>(record.choice("place").value_or(0));
    if (auto const keep = record.text("keep"); keep && !read_keep(keep->text, beside.hints))
        context.diagnostics.error("E206", keep->span(), fmt::format("'keep' cannot be '{}'", keep->text),
                                  "one of: next, together, a price, or both: 'next 3000'");
    if (auto const wish = record.text("break"); wish && !read_break(wish->text, beside.hints))
        context.diagnostics.error("E206", wish->span(), fmt::format("'break' cannot be '{}'", wish->text.substr(0, 40)),
                                  "prefer, avoid, or a price: 3000 against a page break before the block, -3000 for one");
    if (auto const language = record.text("lang")) {
        if (is_language_tag(language->text))
            beside.hints.language = language->text;
        else
            context.diagnostics.error("E289", language->span(), fmt::format("'{}' is no language", language->text.substr(0, 40)),
                                      "a tag such as fr, de or pt-BR");
    }
    beside.id = record.text("id").value_or(SourcedText{});
    if (record.has("id") && !is_reference_id(beside.id.text)) {
        context.diagnostics.error("E272", record.span_of("id"), fmt::format("'id' cannot be '{}'", beside.id.text),
                                  "letters a to z, digits, '-', '_' and '.', such as fig-climb");
        beside.id = {};
    }
    return beside;
}

/// Lists a block that can be referred to.
void add_landmark(Block& block, SourcedText id, ReadContext& context) {
    if (context.landmarks == nullptr || ((block.name.kind == BlockName::Kind::Other || block.name.needs_id) && id.empty())) return;
    block.landmark = std::make_shared<Landmark>();
    block.landmark->name = block.name;
    block.landmark->id = std::move(id);
    block.landmark->span = block.span;
    context.landmarks->push_back(block.landmark);
}

BlockPtr read_prose(Value const& value, std::span<BlockReader const> readers, ReadContext& context) {
    auto const prose = std::find_if(readers.begin(), readers.end(), [](BlockReader const& r) { return r.type == "prose"; });
    BlockPtr block = prose->read(value, context);
    if (block == nullptr) return block;
    block->type = prose->type;
    block->span = value.span;
    return block;
}

/// The one key of a block's map that is no hint; null, and reported, if there is not just one.
data::MapEntry const* name_of(Value const& value, Diagnostics& diagnostics) {
    if (value.kind != ValueKind::Map) {
        diagnostics.error("E208", value.span, "a block is text or a map with one key");
        return nullptr;
    }
    auto const name = std::find_if_not(value.map.begin(), value.map.end(), is_hint);
    if (name != value.map.end() && std::find_if_not(name + 1, value.map.end(), is_hint) == value.map.end()) return &*name;
    diagnostics.error("E208", value.span, "a block is a map with one key, its name", value.map.size() > 1 ? "start each block with its own '-'" : "");
    return nullptr;
}

}  // namespace

std::span<data::Field const> hint_fields() { return kHintFields; }

BlockPtr read_block(Value const& value, std::span<BlockReader const> readers, ReadContext& context) {
    if (value.kind == ValueKind::Scalar) return read_prose(value, readers, context);
    data::MapEntry const* entry = name_of(value, context.diagnostics);
    if (entry == nullptr) return nullptr;
    auto const reader = std::find_if(readers.begin(), readers.end(), [&](BlockReader const& r) { return r.type == entry->key.text; });
    if (reader == readers.end()) {
        std::vector<std::string_view> names;
        for (BlockReader const& r : readers) names.push_back(r.type);
        std::string_view const guess = data::did_you_mean(entry->key.text, names);
        context.diagnostics.error("E209", entry->key.span(), fmt::format("unknown block '{}'", entry->key.text),
                                  guess.empty() ? fmt::format("blocks: {}", fmt::join(names, ", ")) : fmt::format("did you mean '{}'?", guess));
        return nullptr;
    }
    Beside beside = read_beside(value, context);
    bool const floats = std::find(std::begin(kFloating), std::end(kFloating), reader->type) != std::end(kFloating);
    if (beside.hints.place != BlockHints::Place::Here && !floats)
        context.diagnostics.error("E206", value.find("place")->span, fmt::format("a block '{}' stays where it is written", reader->type),
                                  "figures, charts and tables may float");
    std::string const outer = context.language;
    if (!beside.hints.language.empty()) context.language = beside.hints.language;
    BlockPtr block = reader->read(entry->value, context);
    context.language = outer;
    if (block == nullptr) return block;
    block->type = reader->type;
    block->span = entry->key.span();
    block->hints = beside.hints;
    add_landmark(*block, std::move(beside.id), context);
    return block;
}

}  // namespace offprint::doc
