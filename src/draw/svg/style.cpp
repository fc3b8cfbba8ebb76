#include "draw/svg/style.h"

#include <algorithm>

namespace offprint::draw::svg {
namespace {

template <class Value>
struct Word {
    std::string_view word;
    Value value;
};
template <class Value, std::size_t N>
bool choose(Word<Value> const (&words)[N], std::string_view text, Value& out) {
    auto const it = std::find_if(std::begin(words), std::end(words), [&](Word<Value> const& w) { return w.word == text; });
    if (it == std::end(words)) return false;
    out = it->value;
    return true;
}

constexpr Word<Cap> kCaps[] = {{"butt", Cap::Butt}, {"round", Cap::Round}, {"square", Cap::Square}};
constexpr Word<Join> kJoins[] = {{"miter", Join::Miter}, {"round", Join::Round}, {"bevel", Join::Bevel}};
constexpr Word<FillRule> kRules[] = {{"nonzero", FillRule::NonZero}, {"evenodd", FillRule::EvenOdd}};
constexpr Word<Style::Anchor> kAnchors[] = {{"start", Style::Anchor::Start}, {"middle", Style::Anchor::Middle}, {"end", Style::Anchor::End}};
constexpr Word<bool> kVisible[] = {{"visible", true}, {"hidden", false}, {"collapse", false}};
constexpr Word<bool> kSlants[] = {{"normal", false}, {"italic", true}, {"oblique", true}};

bool opacity(std::string_view text, double& out) {
    std::optional<double> const value = parse_length(text, 1);
    if (value) out = std::clamp(*value, 0.0, 1.0);
    return value.has_value();
}

bool length(std::string_view text, double whole, double font_size, double& out) {
    std::optional<double> const value = parse_length(text, whole, font_size);
    if (value) out = *value;
    return value.has_value();
}

bool paint(std::string_view text, Style const& style, Paint& out) {
    text = trimmed(text);
    Paint read;
    if (text.starts_with("url(")) {
        read.gradient = std::string(reference(text));
        std::size_t const end = text.find(')');
        text = end == text.npos ? std::string_view{} : trimmed(text.substr(end + 1));
        if (text.empty()) text = "none";
        if (read.gradient.empty()) return false;
    }
    if (text == "currentColor") {
        read.color = style.current;
    } else if (text != "none" && text != "transparent") {
        read.color = parse_svg_color(text);
        if (!read.color) return false;
    }
    out = std::move(read);
    return true;
}

bool dashes(std::string_view text, double whole, std::vector<double>& out) {
    out.clear();
    if (text == "none") return true;
    std::string list(text);
    std::replace(list.begin(), list.end(), ',', ' ');
    std::string_view rest = list;
    for (rest = trimmed(rest); !rest.empty() && out.size() < 64; rest = trimmed(rest)) {
        std::size_t const end = std::min(rest.find(' '), rest.size());
        std::optional<double> const value = parse_length(rest.substr(0, end), whole);
        if (!value || *value < 0) return false;
        out.push_back(*value);
        rest.remove_prefix(end);
    }
    if (std::all_of(out.begin(), out.end(), [](double d) { return d == 0; })) out.clear();
    // An odd number of dashes is gone through twice.
    if (out.size() % 2 == 1) out.insert(out.end(), out.begin(), out.begin() + static_cast<std::ptrdiff_t>(out.size()));
    return true;
}

/// The house has three families: a drawing's stand for one of them by what their names say.
FontWish::Family family_of(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    auto const names = [&](std::string_view part) { return lower.find(part) != std::string::npos; };
    if (names("mono") || names("courier") || names("consol") || names("menlo")) return FontWish::Family::Mono;
    if (names("sans")) return FontWish::Family::Sans;
    if (names("serif") || names("times") || names("georgia") || names("garamond") || names("palatino")) return FontWish::Family::Serif;
    return FontWish::Family::Sans;
}

bool weight(std::string_view text, int parent, int& out) {
    if (text == "normal")
        out = 400;
    else if (text == "bold")
        out = 700;
    else if (text == "bolder")
        out = std::min(900, parent + 300);
    else if (text == "lighter")
        out = std::max(100, parent - 300);
    else if (std::optional<double> const value = parse_length(text, 0); value && *value >= 1 && *value <= 1000)
        out = static_cast<int>(*value);
    else
        return false;
    return true;
}

constexpr Applied applied(bool ok) { return ok ? Applied::Yes : Applied::BadValue; }

Applied apply_text_property(Style& style, Style const& parent, std::string_view name, std::string_view value) {
    if (name == "font-family") {
        style.font.family = family_of(value);
        return Applied::Yes;
    }
    if (name == "font-size") return applied(length(value, parent.font_size, parent.font_size, style.font_size) && style.font_size >= 0);
    if (name == "font-weight") return applied(weight(value, parent.font.weight, style.font.weight));
    if (name == "font-style") return applied(choose(kSlants, value, style.font.italic));
    if (name == "text-anchor") return applied(choose(kAnchors, value, style.anchor));
    if (name == "letter-spacing") return applied(value == "normal" || length(value, 0, style.font_size, style.letter_space));
    return Applied::Unknown;
}

Applied apply_stroke_property(Style& style, std::string_view name, std::string_view value, double whole) {
    if (name == "stroke") return applied(paint(value, style, style.stroke));
    if (name == "stroke-opacity") return applied(opacity(value, style.stroke_opacity));
    if (name == "stroke-width") return applied(length(value, whole, style.font_size, style.stroke_width) && style.stroke_width >= 0);
    if (name == "stroke-linecap") return applied(choose(kCaps, value, style.cap));
    if (name == "stroke-linejoin") return applied(choose(kJoins, value, style.join));
    if (name == "stroke-miterlimit") return applied(length(value, 0, style.font_size, style.miter_limit) && style.miter_limit >= 1);
    if (name == "stroke-dasharray") return applied(dashes(value, whole, style.dash));
    if (name == "stroke-dashoffset") return applied(length(value, whole, style.font_size, style.dash_phase));
    return Applied::Unknown;
}

}  // namespace

Applied apply_property(Style& style, Style const& parent, std::string_view name, std::string_view value, double whole) {
    value = trimmed(value);
    if (value == "inherit") return Applied::Yes;
    if (name == "fill") return applied(paint(value, style, style.fill));
    if (name == "fill-opacity") return applied(opacity(value, style.fill_opacity));
    if (name == "fill-rule") return applied(choose(kRules, value, style.fill_rule));
    if (name == "clip-rule") return applied(choose(kRules, value, style.clip_rule));
    if (name == "opacity") {
        double own = 1;
        if (!opacity(value, own)) return Applied::BadValue;
        style.opacity = parent.opacity * own;
        return Applied::Yes;
    }
    if (name == "color") {
        std::optional<Color> const color = parse_svg_color(value);
        if (color) style.current = *color;
        return applied(color.has_value());
    }
    if (name == "display") {
        style.shown = value != "none";
        return Applied::Yes;
    }
    if (name == "visibility") return applied(choose(kVisible, value, style.visible));
    if (name == "clip-path") {
        style.clip = std::string(reference(value));
        return applied(value == "none" || !style.clip.empty());
    }
    if (Applied const result = apply_stroke_property(style, name, value, whole); result != Applied::Unknown) return result;
    return apply_text_property(style, parent, name, value);
}

bool is_harmless_attribute(std::string_view name) {
    constexpr std::string_view kNames[] = {"id",
                                           "class",
                                           "version",
                                           "baseProfile",
                                           "style",
                                           "transform",
                                           "role",
                                           "tabindex",
                                           "focusable",
                                           "lang",
                                           "enable-background",
                                           "shape-rendering",
                                           "text-rendering",
                                           "image-rendering",
                                           "overflow",
                                           "cursor",
                                           "pointer-events",
                                           "color-rendering",
                                           "color-interpolation",
                                           "contentScriptType",
                                           "contentStyleType",
                                           "solid-color",
                                           "solid-opacity",
                                           "isolation",
                                           "font-stretch",
                                           "font-variant",
                                           "stop-color",
                                           "stop-opacity",
                                           "white-space",
                                           "line-height",
                                           "preserveAspectRatio",
                                           "viewBox",
                                           "zoomAndPan",
                                           "direction"};
    if (name.starts_with("data-") || name.starts_with("aria-") || name.starts_with("-inkscape") || name.starts_with("xmlns")) return true;
    // Names of other vocabularies; `xlink:href` is looked at where it means something.
    if (name.find(':') != name.npos) return true;
    return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

}  // namespace offprint::draw::svg
