#include "sign/serialize.h"

#include <algorithm>
#include <charconv>

#include "base/number.h"
#include "pdf/syntax.h"
#include "reader/lexical.h"

namespace offprint::sign {
namespace {

using reader::Object;
using Kind = Object::Kind;

void append_name(std::string& out, std::string const& name) {
    out += '/';
    for (char const c : name) {
        if (c > 0x20 && c < 0x7F && c != '#' && !reader::is_delimiter(c)) {
            out += c;
        } else {
            out += '#';
            pdf::append_hex2(out, static_cast<unsigned char>(c));
        }
    }
}

void append_string(std::string& out, std::string const& bytes) {
    out += '<';
    for (char const c : bytes) pdf::append_hex2(out, static_cast<unsigned char>(c));
    out += '>';
}

void append_real(std::string& out, double value) {
    char digits[400];
    auto const [end, failed] = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed);
    out.append(digits, failed == std::errc() ? end : digits);
}

void append_entry(std::string& out, std::string const& key, Object const& value) {
    append_name(out, key);
    if (value.kind == Kind::Null || value.kind == Kind::Boolean || value.kind == Kind::Integer || value.kind == Kind::Real || value.kind == Kind::Reference)
        out += ' ';
    append_value(out, value);
}

}  // namespace

void append_value(std::string& out, Object const& value) {
    switch (value.kind) {
        case Kind::Null: out += "null"; break;
        case Kind::Boolean: out += value.boolean ? "true" : "false"; break;
        case Kind::Integer: append_integer(out, value.integer); break;
        case Kind::Real: append_real(out, value.real); break;
        case Kind::Name: append_name(out, value.text); break;
        case Kind::String: append_string(out, value.text); break;
        case Kind::Array:
            out += '[';
            for (std::size_t i = 0; i < value.items.size(); ++i) {
                if (i > 0) out += ' ';
                append_value(out, value.items[i]);
            }
            out += ']';
            break;
        case Kind::Dictionary:
        case Kind::Stream:
            out += "<<";
            for (std::size_t i = 0; i < value.keys.size(); ++i) append_entry(out, value.keys[i], value.items[i]);
            out += ">>";
            break;
        case Kind::Reference:
            append_integer(out, value.integer);
            out += ' ';
            append_integer(out, value.generation);
            out += " R";
            break;
        case Kind::References:
            for (std::size_t i = 0; i < value.packed(); ++i) out += (i > 0 ? " " : "") + std::to_string(value.packed(i)) + " 0 R";
            break;
    }
}

std::string entries_without(Object const& dictionary, std::initializer_list<std::string_view> keys) {
    std::string out;
    for (std::size_t i = 0; i < dictionary.keys.size(); ++i)
        if (std::find(keys.begin(), keys.end(), dictionary.keys[i]) == keys.end()) append_entry(out, dictionary.keys[i], dictionary.items[i]);
    return out;
}

}  // namespace offprint::sign
