#include "raster/module.h"

#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>

#include "raster/picture.h"

namespace offprint::raster {
namespace {

constexpr int kOutlineWidth = 2, kOutlineDistance = 3;  // pixels

/// What goes through the pipe before each picture's bytes.
struct Header {
    std::uint64_t size;
    std::uint32_t width, height;
};

void draw(Outline const& outline, Pixels& pixels) {
    auto const place = [](double share, std::uint32_t size, int away) {
        double const at = std::clamp(share, 0.0, 1.0) * size + away;
        return static_cast<int>(std::clamp(at, 0.0, static_cast<double>(size)));
    };
    int const left = place(outline.left, pixels.width, -kOutlineDistance), right = place(outline.right, pixels.width, kOutlineDistance);
    int const top = place(outline.top, pixels.height, -kOutlineDistance), bottom = place(outline.bottom, pixels.height, kOutlineDistance);
    for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x) {
            bool const inside = x >= left + kOutlineWidth && x < right - kOutlineWidth && y >= top + kOutlineWidth && y < bottom - kOutlineWidth;
            if (!inside) pixels.set(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), outline.color);
        }
    }
}

Picture picture_of(poppler::document const& document, Wish const& wish, double dots_per_inch) {
    if (wish.page >= static_cast<std::size_t>(document.pages())) return {};
    std::unique_ptr<poppler::page> const page(document.create_page(static_cast<int>(wish.page)));
    if (!page) return {};
    poppler::rectf const box = page->page_rect();
    double const area = std::abs(box.width() * box.height()) * dots_per_inch * dots_per_inch / (72.0 * 72.0);
    if (!(area > 0) || !std::isfinite(area)) return {};
    double const resolution = area > kMostPixels ? dots_per_inch * std::sqrt(kMostPixels / area) : dots_per_inch;
    if (std::max(std::abs(box.width()), std::abs(box.height())) * resolution / 72 > 10'000) return {};
    poppler::page_renderer renderer;
    renderer.set_render_hint(poppler::page_renderer::antialiasing);
    renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
    renderer.set_image_format(poppler::image::format_rgb24);
    poppler::image const drawn = renderer.render_page(page.get(), resolution, resolution);
    if (!drawn.is_valid()) return {};
    Pixels pixels(static_cast<std::uint32_t>(drawn.width()), static_cast<std::uint32_t>(drawn.height()));
    for (std::uint32_t y = 0; y < pixels.height; ++y)
        std::memcpy(&pixels.rgb[std::size_t{3} * y * pixels.width], drawn.const_data() + static_cast<std::ptrdiff_t>(y) * drawn.bytes_per_row(),
                    std::size_t{3} * pixels.width);
    for (Outline const& outline : wish.outlines) draw(outline, pixels);
    return {png_of(pixels), pixels.width, pixels.height};
}

bool write_all(int file, void const* data, std::size_t size) {
    auto const* at = static_cast<char const*>(data);
    while (size > 0) {
        ssize_t const written = ::write(file, at, size);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        at += written;
        size -= static_cast<std::size_t>(written);
    }
    return true;
}

bool read_all(int file, void* data, std::size_t size) {
    auto* at = static_cast<char*>(data);
    while (size > 0) {
        ssize_t const got = ::read(file, at, size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        at += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

void limit(decltype(RLIMIT_CPU) what, rlim_t most) {
    rlimit const value{most, most};
    ::setrlimit(what, &value);
}

/// Holds memory to what the process has taken so far, for the program keeps much address space in reserve (base/small_blocks.h), and `kMostMemory`. Sanitizers
/// take more than any limit allows.
void limit_memory() {
#ifndef OFFPRINT_SANITIZED
    std::FILE* const file = std::fopen("/proc/self/statm", "r");
    unsigned long pages = 0;
    int const read = file != nullptr ? std::fscanf(file, "%lu", &pages) : 0;
    if (file != nullptr) std::fclose(file);
    if (read == 1) limit(RLIMIT_AS, pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) + kMostMemory);
#endif
}

/// The child's whole life. It draws and says nothing, or it ends before.
[[noreturn]] void draw_all(std::string const& pdf, std::vector<Wish> const& wishes, double dots_per_inch, int out) {
    limit(RLIMIT_CPU, kMostSeconds);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);  // it has nothing to write to files
    limit_memory();
    try {
        poppler::set_debug_error_function([](std::string const&, void*) {}, nullptr);
        std::unique_ptr<poppler::document> const document(poppler::document::load_from_raw_data(pdf.data(), static_cast<int>(pdf.size())));
        for (Wish const& wish : wishes) {
            Picture const picture = document && !document->is_locked() ? picture_of(*document, wish, dots_per_inch) : Picture{};
            Header const header{picture.png.size(), picture.width, picture.height};
            if (!write_all(out, &header, sizeof header) || !write_all(out, picture.png.data(), picture.png.size())) break;
        }
    } catch (...) {
        // What was drawn until then is there.
    }
    ::_exit(0);
}

std::vector<Picture> pictures(std::string const& pdf, std::vector<Wish> const& wishes, double dots_per_inch) {
    std::vector<Picture> out(wishes.size());
    int ends[2];
    if (pdf.size() > INT_MAX || ::pipe(ends) != 0) return out;
    pid_t const child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        draw_all(pdf, wishes, dots_per_inch, ends[1]);
    }
    ::close(ends[1]);
    std::size_t left = kMostBytes;
    for (Picture& picture : out) {
        Header header{};
        if (child < 0 || !read_all(ends[0], &header, sizeof header) || header.size > left) break;
        std::string bytes(header.size, '\0');
        if (!read_all(ends[0], bytes.data(), bytes.size())) break;
        left -= bytes.size();
        picture = {std::move(bytes), header.width, header.height};
    }
    ::close(ends[0]);  // a child that still draws ends with its next write
    int status = 0;
    while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    return out;
}

}  // namespace
}  // namespace offprint::raster

offprint::ModuleTable const* offprint_module() {
    static offprint::raster::Module const table{{offprint::module_build(), sizeof(offprint::raster::Module)}, offprint::raster::pictures};
    return &table;
}
