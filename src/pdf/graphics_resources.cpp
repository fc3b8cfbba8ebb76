#include "pdf/graphics_resources.h"

#include <algorithm>

#include "base/number.h"
#include "pdf/deflate.h"
#include "pdf/image_writer.h"
#include "pdf/syntax.h"

namespace offprint::pdf {
namespace {

/// The place of a thing in a list, at its end if it was not there.
template <class Thing>
std::size_t number_in(std::vector<Thing>& list, Thing const& thing) {
    auto const it = std::find(list.begin(), list.end(), thing);
    if (it != list.end()) return static_cast<std::size_t>(it - list.begin());
    list.push_back(thing);
    return list.size() - 1;
}

void append_name(std::string& out, char letter, std::size_t number) {
    out += '/';
    out += letter;
    append_integer(out, static_cast<std::int64_t>(number));
}

void append_color(std::string& out, Color color) {
    out += '[';
    for (std::uint8_t const byte : {color.r, color.g, color.b}) {
        if (out.back() != '[') out += ' ';
        append_fixed(out, (byte * 1000 + 127) / 255, 3);
    }
    out += ']';
}

/// From one colour to another, exponent 1 (7.10.3).
std::string step_function(Color from, Color to) {
    std::string out = "<</FunctionType 2/Domain[0 1]/N 1/C0";
    append_color(out, from);
    out += "/C1";
    append_color(out, to);
    return out + ">>";
}

/// All stops in a row (7.10.4). Functions may not begin or end inside one another, so stops before the first and after the last repeat it.
std::string stop_function(std::vector<draw::Gradient::Stop> stops) {
    if (stops.front().offset_permille > 0) stops.insert(stops.begin(), {0, stops.front().color});
    if (stops.back().offset_permille < 1000) stops.push_back({1000, stops.back().color});
    std::string functions, bounds, encode;
    for (std::size_t i = 0; i + 1 < stops.size(); ++i) {
        functions += step_function(stops[i].color, stops[i + 1].color);
        encode += i == 0 ? "0 1" : " 0 1";
        if (i == 0) continue;
        if (i > 1) bounds += ' ';
        append_fixed(bounds, stops[i].offset_permille, 3);
    }
    return "<</FunctionType 3/Domain[0 1]/Functions[" + functions + "]/Bounds[" + bounds + "]/Encode[" + encode + "]>>";
}

std::string shading_entries(draw::Gradient const& g) {
    std::string out = g.radial ? "/ShadingType 3" : "/ShadingType 2";
    out += "/ColorSpace/DeviceRGB/Extend[true true]/Coords[";
    std::vector<double> coords = {g.x1, g.y1, g.x2, g.y2};
    if (g.radial) coords = {g.x1, g.y1, g.r1, g.x2, g.y2, g.r2};
    for (std::size_t i = 0; i < coords.size(); ++i) {
        if (i > 0) out += ' ';
        append_factor(out, coords[i]);
    }
    return out + "]/Function" + stop_function(g.stops);
}

}  // namespace

std::size_t GraphicsResources::image(draw::ImagePtr const& image) {
    auto const [it, is_new] = image_numbers_.try_emplace(image->hash, images_.size());
    if (is_new) images_.push_back(image);
    return it->second;
}

std::size_t GraphicsResources::alpha(int fill, int stroke) { return number_in(alphas_, {fill, stroke}); }

std::size_t GraphicsResources::shading(draw::Gradient const& gradient) {
    draw::Gradient anywhere = gradient;
    anywhere.to_frame = {};
    return number_in(gradients_, anywhere);
}

std::string GraphicsResources::write_images(Haru& haru, Workers& workers) {
    // All are coded side by side, then taken in order.
    std::vector<ImageStream> colors(images_.size()), alphas(images_.size());
    {
        Batch coding(workers);
        for (std::size_t i = 0; i < images_.size(); ++i) {
            coding.add([&, i] {
                colors[i] = color_stream(*images_[i]);
                if (colors[i].deflated) colors[i].bytes = deflate(colors[i].bytes);
                if (images_[i]->alpha.empty()) return;
                alphas[i] = alpha_stream(*images_[i]);
                alphas[i].bytes = deflate(alphas[i].bytes);
            });
        }
        for (std::size_t i = 0; i < images_.size(); ++i) coding.wait(i);
    }
    std::string names;
    for (std::size_t i = 0; i < images_.size(); ++i) {
        if (!images_[i]->alpha.empty()) {
            colors[i].entries += "/SMask ";
            append_reference(colors[i].entries, number_of(haru.add_stream(std::move(alphas[i].entries), std::move(alphas[i].bytes))));
        }
        append_name(names, 'I', i);
        names += ' ';
        append_reference(names, number_of(haru.add_stream(std::move(colors[i].entries), std::move(colors[i].bytes))));
    }
    images_.clear();
    return names;
}

std::string GraphicsResources::write(Haru& haru, Workers& workers) {
    std::string out;
    if (!images_.empty()) out += "/XObject<<" + write_images(haru, workers) + ">>";
    if (!alphas_.empty()) {
        out += "/ExtGState<<";
        for (std::size_t i = 0; i < alphas_.size(); ++i) {
            append_name(out, 'G', i);
            out += "<</ca ";
            append_fixed(out, alphas_[i].first, 3);
            out += "/CA ";
            append_fixed(out, alphas_[i].second, 3);
            out += ">>";
        }
        out += ">>";
    }
    if (!gradients_.empty()) {
        out += "/Shading<<";
        for (std::size_t i = 0; i < gradients_.size(); ++i) {
            append_name(out, 'S', i);
            out += ' ';
            append_reference(out, number_of(haru.add_object(shading_entries(gradients_[i]))));
        }
        out += ">>";
    }
    return out;
}

}  // namespace offprint::pdf
