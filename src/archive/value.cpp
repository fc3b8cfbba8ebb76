#include "archive/value.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/utf8.h"

namespace offprint::archive {
namespace {

/// Deeper than any record by far; keeps hostile nesting from the stack.
constexpr int kDeepest = 16;
constexpr std::int64_t kLargest = std::int64_t{1} << 53;

template <class T>
T const* find(Map const& map, std::string_view key) {
    auto const at = map.find(key);
    return at == map.end() ? nullptr : std::get_if<T>(&at->second.is);
}

/// RFC 8785, 3.2.2.2: only what JSON must escape is escaped.
void append_text(std::string& out, std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out += '"';
    for (char const c : text) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\b': out += "\\b"; break;
            case '\t': out += "\\t"; break;
            case '\n': out += "\\n"; break;
            case '\f': out += "\\f"; break;
            case '\r': out += "\\r"; break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20) {
                    out += c;
                } else {
                    out += "\\u00";
                    out += kHex[static_cast<unsigned char>(c) >> 4];
                    out += kHex[static_cast<unsigned char>(c) & 15];
                }
        }
    }
    out += '"';
}

void append(std::string& out, Value const& value);

/// Members in the order of their keys' UTF-16 code units (RFC 8785, 3.2.3), which is not that of UTF-8 beyond U+FFFF.
void append_map(std::string& out, Map const& map) {
    std::vector<std::pair<std::u16string, Map::value_type const*>> members;
    for (auto const& member : map) members.emplace_back(utf8::to_utf16(member.first), &member);
    std::sort(members.begin(), members.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
    out += '{';
    for (auto const& [key, member] : members) {
        if (out.back() != '{') out += ',';
        append_text(out, member->first);
        out += ':';
        append(out, member->second);
    }
    out += '}';
}

void append(std::string& out, Value const& value) {
    if (auto const* const text = std::get_if<std::string>(&value.is)) {
        append_text(out, *text);
    } else if (auto const* const number = std::get_if<std::int64_t>(&value.is)) {
        out += std::to_string(*number);
    } else if (auto const* const truth = std::get_if<bool>(&value.is)) {
        out += *truth ? "true" : "false";
    } else if (List const* const list = value.list()) {
        out += '[';
        for (std::size_t i = 0; i < list->size(); ++i) {
            if (i > 0) out += ',';
            append(out, (*list)[i]);
        }
        out += ']';
    } else {
        append_map(out, *value.map());
    }
}

bool is_too_deep(std::string_view text) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (quoted && c == '\\')
            ++i;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '['))
            ++depth;
        else if (!quoted && (c == '}' || c == ']'))
            --depth;
        if (depth > kDeepest) return true;
    }
    return false;
}

std::optional<Value> converted(nlohmann::json const& json) {
    if (json.is_string()) return Value(json.get<std::string>());
    if (json.is_boolean()) return Value(json.get<bool>());
    if (json.is_number_integer()) {
        auto const number = json.get<std::int64_t>();
        if (number < -kLargest || number > kLargest) return std::nullopt;
        return Value(number);
    }
    if (json.is_array()) {
        List list;
        for (nlohmann::json const& item : json) {
            auto value = converted(item);
            if (!value) return std::nullopt;
            list.push_back(std::move(*value));
        }
        return Value(std::move(list));
    }
    if (!json.is_object()) return std::nullopt;
    Map map;
    for (auto const& [key, item] : json.items()) {
        auto value = converted(item);
        if (!value) return std::nullopt;
        map.emplace(key, std::move(*value));
    }
    return Value(std::move(map));
}

}  // namespace

std::string text_at(Map const& map, std::string_view key) {
    auto const* const text = find<std::string>(map, key);
    return text != nullptr ? *text : std::string();
}

std::int64_t number_at(Map const& map, std::string_view key) {
    auto const* const number = find<std::int64_t>(map, key);
    return number != nullptr ? *number : 0;
}

Map const* map_at(Map const& map, std::string_view key) { return find<Map>(map, key); }

std::vector<std::string> texts_at(Map const& map, std::string_view key) {
    std::vector<std::string> out;
    if (List const* const list = find<List>(map, key))
        for (Value const& item : *list)
            if (auto const* const text = std::get_if<std::string>(&item.is)) out.push_back(*text);
    return out;
}

Value list_of(std::vector<std::string> const& texts) {
    List list;
    for (std::string const& text : texts) list.emplace_back(text);
    return Value(std::move(list));
}

std::string well_formed(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) utf8::append(out, utf8::next(text, at));
    return out;
}

std::string canonical(Value const& value) {
    std::string out;
    append(out, value);
    return out;
}

std::optional<Value> read_canonical(std::string_view text) {
    if (is_too_deep(text)) return std::nullopt;
    nlohmann::json const json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded()) return std::nullopt;
    auto value = converted(json);
    if (!value || canonical(*value) != text) return std::nullopt;
    return value;
}

}  // namespace offprint::archive
