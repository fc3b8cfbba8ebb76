#include "doc/entities.h"

#include <charconv>
#include <utility>

#include "base/utf8.h"

namespace offprint::doc {
namespace {

constexpr std::pair<std::string_view, char32_t> kNames[] = {
    {"amp", '&'},      {"lt", '<'},        {"gt", '>'},       {"quot", '"'},     {"apos", '\''},     {"nbsp", 0xA0},    {"shy", 0xAD},      {"ensp", 0x2002},
    {"emsp", 0x2003},  {"thinsp", 0x2009}, {"ndash", 0x2013}, {"mdash", 0x2014}, {"hellip", 0x2026}, {"lsquo", 0x2018}, {"rsquo", 0x2019},  {"sbquo", 0x201A},
    {"ldquo", 0x201C}, {"rdquo", 0x201D},  {"bdquo", 0x201E}, {"laquo", 0xAB},   {"raquo", 0xBB},    {"times", 0xD7},   {"divide", 0xF7},   {"minus", 0x2212},
    {"plusmn", 0xB1},  {"asymp", 0x2248},  {"le", 0x2264},    {"ge", 0x2265},    {"ne", 0x2260},     {"frac12", 0xBD},  {"frac13", 0x2153}, {"frac14", 0xBC},
    {"frac34", 0xBE},  {"sup2", 0xB2},     {"sup3", 0xB3},    {"deg", 0xB0},     {"permil", 0x2030}, {"euro", 0x20AC},  {"pound", 0xA3},    {"yen", 0xA5},
    {"cent", 0xA2},    {"copy", 0xA9},     {"reg", 0xAE},     {"trade", 0x2122}, {"sect", 0xA7},     {"para", 0xB6},    {"dagger", 0x2020}, {"Dagger", 0x2021},
    {"bull", 0x2022},  {"middot", 0xB7},   {"larr", 0x2190},  {"uarr", 0x2191},  {"rarr", 0x2192},   {"darr", 0x2193},  {"Delta", 0x394},   {"alpha", 0x3B1},
    {"beta", 0x3B2},   {"sigma", 0x3C3},   {"micro", 0xB5},
};

}  // namespace

std::string decode_entity(std::string_view entity) {
    if (entity.size() < 3 || entity.front() != '&' || entity.back() != ';') return {};
    std::string_view const body = entity.substr(1, entity.size() - 2);
    std::string out;
    if (body[0] != '#') {
        for (auto const& [name, code] : kNames) {
            if (name == body) utf8::append(out, code);
        }
        return out;
    }
    bool const hex = body.size() > 2 && (body[1] == 'x' || body[1] == 'X');
    std::string_view const digits = body.substr(hex ? 2 : 1);
    std::uint32_t code = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
    bool const whole = error == std::errc{} && end == digits.data() + digits.size();
    bool const surrogate = code >= 0xD800 && code <= 0xDFFF, control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    if (whole && !surrogate && !control && code <= 0x10FFFF) utf8::append(out, code);
    return out;
}

}  // namespace offprint::doc
