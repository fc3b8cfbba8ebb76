// Reading a map by a table of fields. The same table checks the keys and kinds, makes "did you mean", the JSON Schema
// and the reference documentation, so that none of them can drift from the reader.
#pragma once
#include <span>

#include "data/decimal.h"
#include "data/value.h"

namespace offprint::data {

/// What a field holds. `Blocks`, `BlockLists` and `Any` are checked by whoever reads the field.
enum class Kind {
    Text,      // a scalar, printed as typed
    Markdown,  // a scalar whose text is Markdown
    Number,    // a decimal number: 367.15, 62.9e9, 1_000
    Integer,
    Bool,        // true or false
    Date,        // 2026-06-15
    Choice,      // one of `choices`
    Path,        // a file below the root
    TextList,    // a list of scalars
    Record,      // a map read by `fields`
    RecordList,  // a list of such maps
    Blocks,      // a list of blocks, as `body`
    BlockLists,  // a list of such lists
    Any,         // anything; its own reader checks it
};

enum class Required { No, Yes };

/// What stands in a field of `Any`, for the schema and the reference.
enum class Shape {
    Free,
    TextOrTexts,      // a text or a list of texts
    TextsOrMaps,      // a list of texts and maps of `fields`
    Rows,             // a list of rows, each a list of cells or a map of them; a cell may be a map of `fields`
    TextsByName,      // a map whose values are texts
    TextOrMapByName,  // a map whose values are texts or maps of `fields`
};

struct Field {
    std::string_view name;
    Kind kind = Kind::Text;
    Required required = Required::No;
    std::string_view help;                        // one sentence for the schema and the reference
    std::span<std::string_view const> choices{};  // Choice
    std::span<Field const> fields{};              // Record, RecordList, and of `shape`
    Shape shape = Shape::Free;                    // Any
};

/// A civil date; `text()` is ISO 8601.
struct Date {
    int year = 0, month = 0, day = 0;
    friend constexpr auto operator<=>(Date, Date) = default;
    std::string iso() const;
};
std::optional<Date> parse_date(std::string_view text);

/// A map held against its field table. The constructor reports unknown keys (with "did you mean"), missing required
/// ones and values of the wrong kind; the getters then give typed values or nothing, without reporting again.
class Record {
public:
    Record(Value const& value, std::span<Field const> fields, std::string_view what, Diagnostics& diagnostics);

    Value const& value() const { return *value_; }
    Span span() const { return value_->span; }
    bool valid() const { return valid_; }
    bool has(std::string_view name) const { return get(name) != nullptr; }
    Value const* get(std::string_view name) const;  // only values that passed the check
    /// Place to report about a field: the value's, else the record's.
    Span span_of(std::string_view name) const;

    std::optional<SourcedText> text(std::string_view name) const;
    std::string string(std::string_view name, std::string_view fallback = {}) const;
    std::optional<Decimal> number(std::string_view name) const;
    std::optional<std::int64_t> integer(std::string_view name) const;
    bool boolean(std::string_view name, bool fallback) const;
    std::optional<Date> date(std::string_view name) const;
    /// Index into the field's `choices`, or nothing.
    std::optional<std::size_t> choice(std::string_view name) const;
    std::vector<SourcedText> texts(std::string_view name) const;

private:
    Value const* value_;
    std::span<Field const> fields_;
    std::vector<std::pair<std::string_view, Value const*>> accepted_;
    bool valid_ = true;
};

}  // namespace offprint::data
