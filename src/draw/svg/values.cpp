#include "draw/svg/values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace offprint::draw::svg {
namespace {

constexpr double kPi = 3.14159265358979323846;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct NamedColor {
    std::string_view name;
    std::uint32_t rgb;
};
constexpr NamedColor kColors[] = {
    {"aqua", 0x00FFFF},      {"beige", 0xF5F5DC},      {"black", 0x000000},     {"blue", 0x0000FF},      {"brown", 0xA52A2A},     {"coral", 0xFF7F50},
    {"crimson", 0xDC143C},   {"cyan", 0x00FFFF},       {"darkblue", 0x00008B},  {"darkgray", 0xA9A9A9},  {"darkgreen", 0x006400}, {"darkgrey", 0xA9A9A9},
    {"darkred", 0x8B0000},   {"dimgray", 0x696969},    {"dimgrey", 0x696969},   {"fuchsia", 0xFF00FF},   {"gold", 0xFFD700},      {"gray", 0x808080},
    {"green", 0x008000},     {"grey", 0x808080},       {"indigo", 0x4B0082},    {"ivory", 0xFFFFF0},     {"khaki", 0xF0E68C},     {"lightblue", 0xADD8E6},
    {"lightgray", 0xD3D3D3}, {"lightgreen", 0x90EE90}, {"lightgrey", 0xD3D3D3}, {"lime", 0x00FF00},      {"magenta", 0xFF00FF},   {"maroon", 0x800000},
    {"navy", 0x000080},      {"olive", 0x808000},      {"orange", 0xFFA500},    {"orangered", 0xFF4500}, {"pink", 0xFFC0CB},      {"purple", 0x800080},
    {"red", 0xFF0000},       {"salmon", 0xFA8072},     {"silver", 0xC0C0C0},    {"skyblue", 0x87CEEB},   {"slategray", 0x708090}, {"steelblue", 0x4682B4},
    {"tan", 0xD2B48C},       {"teal", 0x008080},       {"tomato", 0xFF6347},    {"turquoise", 0x40E0D0}, {"violet", 0xEE82EE},    {"white", 0xFFFFFF},
    {"yellow", 0xFFFF00},
};

struct Unit {
    std::string_view name;
    double pixels;
};
constexpr Unit kUnits[] = {{"", 1}, {"px", 1}, {"pt", 96.0 / 72}, {"pc", 16}, {"mm", 96 / 25.4}, {"cm", 96 / 2.54}, {"in", 96}};

/// "name(inside)" at the front of a list; empty name at its end or when it is none.
struct Call {
    std::string_view name, inside;
};
Call next_call(std::string_view& list) {
    while (!list.empty() && (is_blank(list.front()) || list.front() == ',')) list.remove_prefix(1);
    std::size_t const open = list.find('('), close = list.find(')');
    if (open == list.npos || close == list.npos || close < open) return {};
    Call const call{trimmed(list.substr(0, open)), list.substr(open + 1, close - open - 1)};
    list.remove_prefix(close + 1);
    return call;
}

/// Hue in degrees, saturation and lightness in per cent (CSS Color 3, 4.2.4).
std::optional<Color> hsl_color(std::string_view inside) {
    std::string list(inside);
    if (std::count(list.begin(), list.end(), '%') != 2) return std::nullopt;
    std::replace(list.begin(), list.end(), '%', ' ');
    if (std::size_t const degrees = list.find("deg"); degrees != list.npos) list.replace(degrees, 3, "   ");
    std::vector<double> const v = parse_numbers(list);
    if (v.size() != 3) return std::nullopt;
    double const saturation = std::clamp(v[1] / 100, 0.0, 1.0), light = std::clamp(v[2] / 100, 0.0, 1.0);
    auto const byte = [&](double shift) {
        double const k = std::fmod(std::fmod(v[0] / 30 + shift, 12) + 12, 12);
        double const value = light - saturation * std::min(light, 1 - light) * std::max(-1.0, std::min({k - 3, 9 - k, 1.0}));
        return static_cast<std::uint8_t>(value * 255 + 0.5);
    };
    return Color{byte(0), byte(8), byte(4)};
}

std::optional<Transform> transform_of(Call const& call) {
    std::vector<double> const v = parse_numbers(call.inside);
    auto const tangent = [&] { return std::tan(v[0] * kPi / 180); };
    if (call.name == "matrix" && v.size() == 6) return Transform{v[0], v[1], v[2], v[3], v[4], v[5]};
    if (call.name == "translate" && (v.size() == 1 || v.size() == 2)) return Transform::move(v[0], v.size() == 2 ? v[1] : 0);
    if (call.name == "scale" && (v.size() == 1 || v.size() == 2)) return Transform::scale(v[0], v.back());
    if (call.name == "skewX" && v.size() == 1) return Transform{1, 0, tangent(), 1, 0, 0};
    if (call.name == "skewY" && v.size() == 1) return Transform{1, tangent(), 0, 1, 0, 0};
    if (call.name == "rotate" && (v.size() == 1 || v.size() == 3)) {
        double const c = std::cos(v[0] * kPi / 180), s = std::sin(v[0] * kPi / 180);
        Transform const turn{c, s, -s, c, 0, 0};
        return v.size() == 1 ? turn : Transform::move(v[1], v[2]) * turn * Transform::move(-v[1], -v[2]);
    }
    return std::nullopt;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

void NumberReader::skip_blanks() {
    while (!text_.empty() && (is_blank(text_.front()) || text_.front() == ',')) text_.remove_prefix(1);
}

std::optional<double> NumberReader::number() {
    std::string_view text = text_;
    if (text.starts_with('+')) text.remove_prefix(1);
    // What from_chars takes beside numbers (inf, nan) begins with a letter.
    std::string_view const digits = text.starts_with('-') ? text.substr(1) : text;
    if (digits.empty() || (!is_digit(digits.front()) && (digits.front() != '.' || digits.size() < 2 || !is_digit(digits[1])))) return std::nullopt;
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || !std::isfinite(value) || std::abs(value) > kLargest) return std::nullopt;
    text_ = text_.substr(static_cast<std::size_t>(end - text_.data()));
    skip_blanks();
    return value;
}

std::optional<bool> NumberReader::flag() {
    if (peek() != '0' && peek() != '1') return std::nullopt;
    return take() == '1';
}

std::optional<double> parse_length(std::string_view text, double whole, double font_size) {
    NumberReader reader(trimmed(text));
    std::optional<double> const value = reader.number();
    if (!value) return std::nullopt;
    std::string_view const unit = trimmed(reader.rest());
    if (unit == "%") return *value / 100 * whole;
    if (unit == "em") return *value * font_size;
    if (unit == "ex") return *value * font_size / 2;
    for (Unit const& known : kUnits)
        if (unit == known.name) return *value * known.pixels;
    return std::nullopt;
}

std::vector<double> parse_numbers(std::string_view text) {
    std::vector<double> out;
    NumberReader reader(text);
    while (std::optional<double> const value = reader.number()) out.push_back(*value);
    if (!reader.at_end()) out.clear();
    return out;
}

std::optional<Color> parse_svg_color(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('#')) return parse_color(text);
    if (text.starts_with("rgb")) {
        std::size_t const open = text.find('('), close = text.find(')');
        if (open == text.npos || close == text.npos || close < open) return std::nullopt;
        std::string inside(text.substr(open + 1, close - open - 1));
        bool const percent = inside.find('%') != std::string::npos;
        std::replace(inside.begin(), inside.end(), '%', ' ');
        std::vector<double> const v = parse_numbers(inside);
        if (v.size() != 3) return std::nullopt;
        auto const byte = [&](double value) { return static_cast<std::uint8_t>(std::clamp(percent ? value * 255 / 100 : value, 0.0, 255.0) + 0.5); };
        return Color{byte(v[0]), byte(v[1]), byte(v[2])};
    }
    if (text.starts_with("hsl(") && text.ends_with(')')) return hsl_color(text.substr(4, text.size() - 5));
    std::string lower(text);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    for (NamedColor const& color : kColors)
        if (color.name == lower)
            return Color{static_cast<std::uint8_t>(color.rgb >> 16), static_cast<std::uint8_t>(color.rgb >> 8), static_cast<std::uint8_t>(color.rgb)};
    return std::nullopt;
}

std::optional<Transform> parse_transform(std::string_view text) {
    Transform all;
    while (!trimmed(text).empty()) {
        Call const call = next_call(text);
        std::optional<Transform> const one = transform_of(call);
        if (!one) return std::nullopt;
        all = all * *one;
    }
    return all;
}

std::string_view reference(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with("url(")) {
        std::size_t const close = text.find(')');
        if (close == text.npos) return {};
        text = trimmed(text.substr(4, close - 4));
        while (!text.empty() && (text.front() == '"' || text.front() == '\'')) text.remove_prefix(1);
        while (!text.empty() && (text.back() == '"' || text.back() == '\'')) text.remove_suffix(1);
    }
    return text.starts_with('#') ? text.substr(1) : std::string_view{};
}

}  // namespace offprint::draw::svg
