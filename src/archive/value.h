// What a record says, as JSON in the canonical form of RFC 8785: one text for one value, so that a hash of the text is a hash of what it says.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace offprint::archive {

struct Value;
using List = std::vector<Value>;
using Map = std::map<std::string, Value, std::less<>>;

/// A text, an integer within ±2^53, a truth, a list or a map. There are no fractions and no null in the log.
struct Value {
    std::variant<std::string, std::int64_t, bool, List, Map> is;

    Value() = default;
    Value(std::string text) : is(std::move(text)) {}
    Value(std::string_view text) : is(std::string(text)) {}
    Value(char const* text) : is(std::string(text)) {}
    Value(std::int64_t number) : is(number) {}
    Value(bool truth) : is(truth) {}
    Value(List list) : is(std::move(list)) {}
    Value(Map map) : is(std::move(map)) {}
    friend bool operator==(Value const&, Value const&) = default;

    Map const* map() const { return std::get_if<Map>(&is); }
    List const* list() const { return std::get_if<List>(&is); }
};

/// The text, number, list or map of a key; empty, 0 or null where there is none of that kind.
std::string text_at(Map const& map, std::string_view key);
std::int64_t number_at(Map const& map, std::string_view key);
Map const* map_at(Map const& map, std::string_view key);
/// The texts of a list; what is no text is left out.
std::vector<std::string> texts_at(Map const& map, std::string_view key);
Value list_of(std::vector<std::string> const& texts);

/// Ill-formed UTF-8 becomes U+FFFD: what comes into a record passes here.
std::string well_formed(std::string_view text);

std::string canonical(Value const& value);
/// Reads what `canonical` wrote; nothing for any other bytes, also where they say the same.
std::optional<Value> read_canonical(std::string_view text);

}  // namespace offprint::archive
