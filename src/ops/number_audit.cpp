#include "ops/number_audit.h"

#include <algorithm>
#include <unordered_set>

#include "blocks/block_type.h"
#include "data/arithmetic.h"
#include "fmt/format.h"
#include "ops/prose_numbers.h"
#include "ops/typeset.h"

namespace offprint::ops {
namespace {

using data::Kind;
using data::Value;
using data::ValueKind;

/// All numbers that the article's facts and data say, to be asked for at any precision.
class Known {
public:
    void add(data::Decimal value) {
        if (value.mantissa < 0) value.mantissa = -value.mantissa;
        values_.push_back(value);
        auto const whole = data::rounded(value, 0);
        if (whole && *whole < kSmall && data::compare(value, {*whole, 0}) == 0) small_.insert(*whole);
    }
    /// A number as it is typed, with a unit and marks of notes or without: 308.4M, 17%, "-98.2[a]".
    void add_typed(std::string_view text) {
        if (auto const number = data::parse_decimal(text)) return add(*number);
        std::size_t const begin = text.find_first_of("0123456789");
        if (begin == text.npos || begin > 4) return;
        std::size_t const end = std::min(text.find_first_not_of("0123456789.", begin), text.size());
        auto const number = data::parse_decimal(text.substr(begin, end - begin));
        if (!number || text.size() - end > 8) return;  // a sentence that begins with a number
        add(*number);
        constexpr std::pair<char, int> kScales[] = {{'%', -2}, {'K', 3}, {'M', 6}, {'B', 9}, {'T', 12}};
        for (auto const& [unit, shift] : kScales)
            if (end < text.size() && text[end] == unit) add({number->mantissa, number->exponent + shift});
    }

    bool says(ProseNumber const& number) {
        auto const wanted = data::rounded(number.value, number.decimals);
        if (!wanted) return false;
        // A small count is what it is: 3 is not 3.4.
        if (number.decimals == 0 && number.shifts.size() == 1 && *wanted < kSmall)
            return data::compare(number.value, {*wanted, 0}) == 0 && small_.contains(*wanted);
        return std::any_of(number.shifts.begin(), number.shifts.end(), [&](int shift) { return at_precision(number.decimals + shift).contains(*wanted); });
    }

private:
    std::unordered_set<std::int64_t> const& at_precision(int decimals) {
        auto const [it, added] = rounded_.try_emplace(decimals);
        if (added)
            for (data::Decimal const value : values_)
                if (auto const whole = data::rounded(value, decimals)) it->second.insert(*whole);
        return it->second;
    }

    static constexpr std::int64_t kSmall = 100;
    std::vector<data::Decimal> values_;
    std::unordered_set<std::int64_t> small_;  // whole ones
    std::map<int, std::unordered_set<std::int64_t>> rounded_;
};

/// Goes through an article by the tables of its keys: what is prose, and what is a figure.
class Walk {
public:
    void article(Value const& tree) { record(tree, doc::article_fields()); }

    std::vector<SourcedText const*> const& prose() const { return prose_; }
    std::vector<std::string_view> const& figures() const { return figures_; }

private:
    void record(Value const& value, std::span<data::Field const> fields) {
        for (data::MapEntry const& entry : value.map) {
            auto const field = std::find_if(fields.begin(), fields.end(), [&](data::Field const& f) { return f.name == entry.key.text; });
            if (field != fields.end()) read(*field, entry.value);
        }
    }

    void read(data::Field const& field, Value const& value) {
        // Of the keys of an article facts and data are known as values; sources are other people's words.
        for (std::string_view const own : {"params", "data", "facts", "asserts", "sources"})
            if (field.name == own && field.kind == Kind::Any && field.shape != data::Shape::Rows && value.kind == ValueKind::Map) return;
        switch (field.kind) {
            case Kind::Markdown: words(value); break;
            case Kind::Text:
                if (field.name == "title" || field.name == "kicker")
                    words(value);
                else if (field.name == "value" || field.name == "text")
                    figure(value);
                break;
            case Kind::TextList:
                if (field.name == "items" || field.name == "pros" || field.name == "cons") words(value);
                break;
            case Kind::Number:
            case Kind::Integer: figure(value); break;
            case Kind::Record: record(value, field.fields); break;
            case Kind::RecordList:
                for (Value const& item : value.list) record(item, field.fields);
                break;
            case Kind::Blocks: blocks(value); break;
            case Kind::BlockLists:
                for (Value const& item : value.list) blocks(item);
                break;
            case Kind::Any:
                if (field.name == "notes")
                    words(value);
                else if (field.name == "rows" || field.name == "data" || field.name == "x" || field.name == "y")
                    figure(value);
                break;
            case Kind::Bool:
            case Kind::Date:
            case Kind::Choice:
            case Kind::Path: break;
        }
    }

    void blocks(Value const& list) {
        for (Value const& item : list.list) {
            if (item.kind == ValueKind::Scalar) words(item);
            for (data::MapEntry const& entry : item.map) {
                auto const types = blocks::block_types();
                auto const type = std::find_if(types.begin(), types.end(), [&](blocks::BlockType const* t) { return t->name == entry.key.text; });
                if (type == types.end() || (*type)->name == "code") continue;
                std::span<data::Field const> const fields = (*type)->fields;
                if (entry.value.kind == ValueKind::Map) {
                    record(entry.value, fields);
                } else if (entry.value.kind == ValueKind::List) {
                    for (data::Field const& one : fields)
                        if (one.name == "items") read(one, entry.value);
                } else {
                    words(entry.value);
                }
            }
        }
    }

    void words(Value const& value) {
        if (value.kind == ValueKind::Scalar) prose_.push_back(&value.scalar);
        for (Value const& item : value.list) words(item);
        for (data::MapEntry const& entry : value.map) words(entry.value);
    }
    void figure(Value const& value) {
        if (value.kind == ValueKind::Scalar) figures_.push_back(value.scalar.text);
        for (Value const& item : value.list) figure(item);
        for (data::MapEntry const& entry : value.map) figure(entry.value);
    }

    std::vector<SourcedText const*> prose_;
    std::vector<std::string_view> figures_;
};

void add_datum(data::Datum const& value, Known& known) {
    if (auto const* const number = value.get<data::Decimal>()) known.add(*number);
    if (auto const* const text = value.get<std::string>()) known.add_typed(*text);
    if (auto const* const list = value.get<std::shared_ptr<data::DatumList const>>())
        for (data::Datum const& one : **list) add_datum(one, known);
}

}  // namespace

NumberAudit audit_numbers(Inputs const& in, Diagnostics& diagnostics) {
    Walk walk;
    walk.article(in.tree);
    Known known;
    for (auto const& [name, value] : in.facts) add_datum(value, known);
    for (auto const& [name, text] : in.parameters) known.add_typed(text);
    for (std::string_view const figure : walk.figures()) known.add_typed(figure);
    std::string room;
    for (auto const& [name, table] : in.tables) {
        known.add({static_cast<std::int64_t>(table.rows()), 0});
        for (data::Column const& column : table.columns)
            for (std::size_t row = 0; row < table.rows(); ++row) known.add_typed(column.cells.text(row, room));
    }
    ProseLanguage language{data::number_locale(in.article.language), in.messages.months};
    language.months.insert(language.months.end(), in.messages.short_months.begin(), in.messages.short_months.end());
    NumberAudit audit;
    for (SourcedText const* const text : walk.prose()) {
        for (ProseNumber const& number : prose_numbers(*text, language)) {
            if (number.is_computed) {
                ++audit.computed;
            } else if (known.says(number)) {
                ++audit.explained;
            } else {
                ++audit.unexplained;
                diagnostics.warning("W362", text->span(number.begin, number.end),
                                    fmt::format("no fact and no data say '{}'", text->text.substr(number.begin, number.end - number.begin)),
                                    "print it by an expression, or name it under 'facts' with its source");
            }
        }
    }
    return audit;
}

}  // namespace offprint::ops
