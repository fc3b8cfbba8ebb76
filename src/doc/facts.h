// What an article says of itself for compliance: who wrote it, what conflicts there are, what a rating means. Held against the field
// table when it is read; asked for by path, since rules and clause texts name facts in words: "rating.meaning".
#pragma once
#include <memory>

#include "data/record.h"

namespace offprint::doc {

/// A day and a minute with their zone, as "2026-11-25T18:40-05:00".
struct Moment {
    data::Date date;
    int hour = 0, minute = 0, offset = 0;  // of the zone from UTC, in minutes
    /// Minutes on one scale, for comparing.
    std::int64_t instant() const;
    /// "18:40 UTC-05:00".
    std::string time() const;
};
/// Date, 'T' or a blank, hours and minutes (seconds may follow), 'Z' or an offset.
std::optional<Moment> parse_moment(std::string_view text);

/// The fields of `compliance`.
std::span<data::Field const> fact_fields();
/// The field that a path leads to; null if there is none.
data::Field const* find_fact_field(std::string_view path);

/// A map of facts; the article's `compliance`, or a map inside it.
class Facts {
public:
    Facts() = default;
    /// A map that was held against the field table (`checked`: nothing was wrong). Moments that are none are told here (E205).
    static Facts of(data::Value const& value, bool checked, Diagnostics& diagnostics);

    /// Whether there are any.
    explicit operator bool() const { return tree_ != nullptr; }
    /// Whether all that is there was in order.
    bool valid() const { return valid_; }
    /// The map's place.
    Span span() const { return tree_ ? tree_->span : Span{}; }
    /// The place of a fact; of the map around it where it is missing.
    Span span(std::string_view path) const;

    bool has(std::string_view path) const { return find(path) != nullptr; }
    std::optional<SourcedText> text(std::string_view path) const;
    std::string string(std::string_view path) const;
    std::optional<data::Decimal> number(std::string_view path) const;
    std::optional<data::Date> date(std::string_view path) const;
    std::optional<Moment> moment(std::string_view path) const;
    /// A choice of yes and no; nothing where it is not answered.
    std::optional<bool> answer(std::string_view path) const;
    std::vector<SourcedText> texts(std::string_view path) const;
    /// The maps of a list.
    std::vector<Facts> list(std::string_view path) const;

private:
    explicit Facts(std::shared_ptr<data::Value const> tree, bool valid) : tree_(std::move(tree)), valid_(valid) {}
    data::Value const* find(std::string_view path) const;
    std::shared_ptr<data::Value const> tree_;
    bool valid_ = true;
};

}  // namespace offprint::doc
