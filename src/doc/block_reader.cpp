#include "doc/block_reader.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"

namespace offprint::doc {
namespace {

using data::Value;
using data::ValueKind;

constexpr std::string_view kPages[] = {"new", "landscape"};
constexpr std::string_view kSpans[] = {"full", "measure"};
constexpr data::Field kHintFields[] = {
    {"keep", data::Kind::Text, data::Required::No,
     "`next`: on one page with the block after it; `together`: on one page. A price may follow: `together 3000`; alone it means together."},
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

BlockHints read_hints(Value const& value, ReadContext& context) {
    BlockHints hints;
    Value only;
    only.kind = ValueKind::Map;
    only.span = value.span;
    std::copy_if(value.map.begin(), value.map.end(), std::back_inserter(only.map), is_hint);
    if (only.map.empty()) return hints;
    data::Record const record(only, kHintFields, "a block's hints", context.diagnostics);
    if (auto const page = record.choice("page")) (*page == 0 ? hints.new_page : hints.turned) = true;
    if (auto const span = record.choice("span")) hints.full_width = *span == 0;
    if (auto const keep = record.text("keep"); keep && !read_keep(keep->text, hints))
        context.diagnostics.error("E206", keep->span(), fmt::format("'keep' cannot be '{}'", keep->text),
                                  "one of: next, together, a price, or both: 'next 3000'");
    return hints;
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
    BlockHints const hints = read_hints(value, context);
    BlockPtr block = reader->read(entry->value, context);
    if (block == nullptr) return block;
    block->type = reader->type;
    block->span = entry->key.span();
    block->hints = hints;
    return block;
}

}  // namespace offprint::doc
