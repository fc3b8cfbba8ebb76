// The values of SVG's attributes (SVG 1.1, 4.2): numbers, lengths, colours, transforms, lists. Nothing here depends on the locale, and no
// number is beyond kLargest: what is, or is no number at all, counts as not there.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "base/color.h"
#include "base/transform.h"

namespace offprint::draw::svg {

inline constexpr double kLargest = 1e7;

/// Reads numbers one after another, parted by blanks and commas or by nothing at all ("1-2.5.5").
class NumberReader {
public:
    explicit NumberReader(std::string_view text) : text_(text) { skip_blanks(); }
    bool at_end() const { return text_.empty(); }
    char peek() const { return text_.empty() ? '\0' : text_.front(); }
    char take() {
        char const c = peek();
        if (!text_.empty()) text_.remove_prefix(1);
        skip_blanks();
        return c;
    }
    std::optional<double> number();
    /// "0" or "1", which may stand with nothing after it: the flags of an arc.
    std::optional<bool> flag();
    std::string_view rest() const { return text_; }

private:
    void skip_blanks();
    std::string_view text_;
};

/// A length in user units (px); percentages of `whole`, em of `font_size`.
std::optional<double> parse_length(std::string_view text, double whole, double font_size = 16);
std::vector<double> parse_numbers(std::string_view text);
/// "#abc", "#aabbcc", "rgb(1, 2, 3)", "rgb(10%, 20%, 30%)", "hsl(200, 50%, 40%)", a name of CSS's sixteen and the commonest others.
std::optional<Color> parse_svg_color(std::string_view text);
/// A list of transforms; nothing if there is a fault in it.
std::optional<Transform> parse_transform(std::string_view text);
std::string_view trimmed(std::string_view text);
/// The name in "url(#name)" or "#name"; empty if the text is none of them.
std::string_view reference(std::string_view text);

}  // namespace offprint::draw::svg
