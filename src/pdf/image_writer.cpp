#include "pdf/image_writer.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/number.h"
#include "pdf/syntax.h"

namespace offprint::pdf {
namespace {

constexpr std::size_t kMostPaletteColors = 256;

void append_entry(std::string& out, std::string_view key, std::int64_t value) {
    out += key;
    append_integer(out, value);
}

std::string size_entries(draw::Image const& image) {
    std::string out = "/Type/XObject/Subtype/Image";
    append_entry(out, "/Width ", image.width);
    append_entry(out, "/Height ", image.height);
    return out;
}

/// The picture's colours in the order in which they first stand, and each pixel as a number of one; nothing if they are too many.
struct Indexed {
    std::string palette;
    std::string indices;  // one byte a pixel
    std::size_t colors = 0;
};
std::optional<Indexed> indexed(draw::Image const& image) {
    std::size_t const n = static_cast<std::size_t>(image.components);
    Indexed out;
    out.indices.reserve(image.data.size() / n);
    std::unordered_map<std::uint32_t, unsigned char> numbers;
    for (std::size_t at = 0; at + n <= image.data.size(); at += n) {
        std::uint32_t color = 0;
        for (std::size_t c = 0; c < n; ++c) color = color << 8 | static_cast<unsigned char>(image.data[at + c]);
        auto const [it, is_new] = numbers.try_emplace(color, static_cast<unsigned char>(out.colors));
        if (is_new) {
            if (++out.colors > kMostPaletteColors) return std::nullopt;
            out.palette.append(image.data, at, n);
        }
        out.indices += static_cast<char>(it->second);
    }
    return out;
}

/// Rows of numbers of 1, 2, 4 or 8 bits, each row filled up to a whole byte.
std::string packed(std::string const& indices, std::size_t width, unsigned bits) {
    if (bits == 8) return indices;
    std::string out;
    for (std::size_t row = 0; row < indices.size(); row += width) {
        unsigned byte = 0, used = 0;
        for (std::size_t x = 0; x < width; ++x) {
            byte = byte << bits | static_cast<unsigned char>(indices[row + x]);
            used += bits;
            if (used == 8) out += static_cast<char>(std::exchange(byte, 0));
            used %= 8;
        }
        if (used > 0) out += static_cast<char>(byte << (8 - used));
    }
    return out;
}

int paeth(int left, int above, int corner) {
    int const guess = left + above - corner;
    int const to_left = std::abs(guess - left), to_above = std::abs(guess - above), to_corner = std::abs(guess - corner);
    return to_left <= to_above && to_left <= to_corner ? left : to_above <= to_corner ? above : corner;
}

/// A row and the one above it, each behind a pixel of zeros, so that every byte has neighbours.
struct RowPair {
    unsigned char const *row, *above;  // of the first byte
    std::size_t size, pixel;
    int value(std::size_t x) const { return row[x]; }
    int left(std::size_t x) const { return row[static_cast<std::ptrdiff_t>(x) - static_cast<std::ptrdiff_t>(pixel)]; }
    int up(std::size_t x) const { return above[x]; }
    int corner(std::size_t x) const { return above[static_cast<std::ptrdiff_t>(x) - static_cast<std::ptrdiff_t>(pixel)]; }
};

/// The row less what `predict` says of each byte; gives the sum of the differences' sizes.
template <class Predict>
std::int64_t filter_row(RowPair const& rows, std::string& out, Predict predict) {
    std::int64_t sum = 0;
    for (std::size_t x = 0; x < rows.size; ++x) {
        auto const byte = static_cast<unsigned char>(rows.value(x) - predict(x));
        out[x] = static_cast<char>(byte);
        sum += byte < 128 ? byte : 256 - byte;
    }
    return sum;
}

std::string predictor_entries(int colors, int columns) {
    std::string out;
    append_entry(out, "/DecodeParms<</Predictor 15/Colors ", colors);
    append_entry(out, "/Columns ", columns);
    return out + ">>";
}

}  // namespace

std::string filtered_rows(std::string const& pixels, std::size_t row, std::size_t bytes_per_pixel) {
    std::string out;
    out.reserve(pixels.size() + pixels.size() / row);
    std::array<std::string, 5> tries;
    for (std::string& attempt : tries) attempt.resize(row);
    std::string here(row + bytes_per_pixel, '\0'), above = here;
    for (std::size_t begin = 0; begin < pixels.size(); begin += row) {
        std::copy_n(pixels.begin() + static_cast<std::ptrdiff_t>(begin), row, here.begin() + static_cast<std::ptrdiff_t>(bytes_per_pixel));
        auto const bytes = [&](std::string const& text) { return reinterpret_cast<unsigned char const*>(text.data()) + bytes_per_pixel; };
        RowPair const rows{bytes(here), bytes(above), row, bytes_per_pixel};
        std::array<std::int64_t, 5> const sums = {
            filter_row(rows, tries[0], [](std::size_t) { return 0; }),
            filter_row(rows, tries[1], [&](std::size_t x) { return rows.left(x); }),
            filter_row(rows, tries[2], [&](std::size_t x) { return rows.up(x); }),
            filter_row(rows, tries[3], [&](std::size_t x) { return (rows.left(x) + rows.up(x)) / 2; }),
            filter_row(rows, tries[4], [&](std::size_t x) { return paeth(rows.left(x), rows.up(x), rows.corner(x)); }),
        };
        auto const best = static_cast<std::size_t>(std::min_element(sums.begin(), sums.end()) - sums.begin());
        out += static_cast<char>(best);
        out += tries[best];
        std::swap(here, above);
    }
    return out;
}

ImageStream color_stream(draw::Image const& image) {
    ImageStream out;
    out.entries = size_entries(image);
    std::string_view const space = image.components == 1 ? "/DeviceGray" : "/DeviceRGB";
    if (image.coding == draw::Image::Coding::Jpeg) {
        out.entries += "/BitsPerComponent 8/ColorSpace";
        out.entries += space;
        out.entries += "/Filter/DCTDecode";
        out.bytes = image.data;
        out.deflated = false;
        return out;
    }
    if (std::optional<Indexed> const few = indexed(image)) {
        unsigned const bits = few->colors <= 2 ? 1 : few->colors <= 4 ? 2 : few->colors <= 16 ? 4 : 8;
        append_entry(out.entries, "/BitsPerComponent ", bits);
        out.entries += "/ColorSpace[/Indexed";
        out.entries += space;
        append_entry(out.entries, " ", static_cast<std::int64_t>(few->colors) - 1);
        append_literal_string(out.entries, few->palette);
        out.entries += "]/Filter/FlateDecode";
        out.bytes = packed(few->indices, static_cast<std::size_t>(image.width), bits);
        return out;
    }
    std::size_t const n = static_cast<std::size_t>(image.components);
    out.entries += "/BitsPerComponent 8/ColorSpace";
    out.entries += space;
    out.entries += "/Filter/FlateDecode" + predictor_entries(image.components, image.width);
    out.bytes = filtered_rows(image.data, static_cast<std::size_t>(image.width) * n, n);
    return out;
}

ImageStream alpha_stream(draw::Image const& image) {
    ImageStream out;
    out.entries = size_entries(image) + "/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode" + predictor_entries(1, image.width);
    out.bytes = filtered_rows(image.alpha, static_cast<std::size_t>(image.width), 1);
    return out;
}

}  // namespace offprint::pdf
