#include "draw/image/color_profile.h"

#include <dlfcn.h>
#include <lcms2.h>

#include <algorithm>
#include <memory>

namespace offprint::draw::image {
namespace {

/// The calls of Little CMS that we make, found in the shared library by name.
struct Library {
    void* handle = nullptr;
    decltype(&cmsCreateContext) create_context = nullptr;
    decltype(&cmsDeleteContext) delete_context = nullptr;
    decltype(&cmsOpenProfileFromMemTHR) open_profile = nullptr;
    decltype(&cmsCreate_sRGBProfileTHR) create_srgb = nullptr;
    decltype(&cmsCloseProfile) close_profile = nullptr;
    decltype(&cmsGetColorSpace) color_space = nullptr;
    decltype(&cmsCreateTransformTHR) create_transform = nullptr;
    decltype(&cmsDoTransform) do_transform = nullptr;
    decltype(&cmsDeleteTransform) delete_transform = nullptr;

    Library() : handle(dlopen("liblcms2.so.2", RTLD_NOW | RTLD_LOCAL)) {
        find(create_context, "cmsCreateContext");
        find(delete_context, "cmsDeleteContext");
        find(open_profile, "cmsOpenProfileFromMemTHR");
        find(create_srgb, "cmsCreate_sRGBProfileTHR");
        find(close_profile, "cmsCloseProfile");
        find(color_space, "cmsGetColorSpace");
        find(create_transform, "cmsCreateTransformTHR");
        find(do_transform, "cmsDoTransform");
        find(delete_transform, "cmsDeleteTransform");
    }
    Library(Library const&) = delete;
    Library& operator=(Library const&) = delete;
    ~Library() {
        if (handle != nullptr) dlclose(handle);
    }
    bool is_whole() const { return whole_; }

private:
    template <class Call>
    void find(Call& call, char const* name) {
        call = handle == nullptr ? nullptr : reinterpret_cast<Call>(dlsym(handle, name));
        whole_ = whole_ && call != nullptr;
    }
    bool whole_ = true;
};

/// A context of its own for each picture: nothing is shared between threads.
class Session {
public:
    Session(Library const& library, std::string_view profile) : lib_(library), context_(lib_.create_context(nullptr, nullptr)) {
        source_ = lib_.open_profile(context_, profile.data(), static_cast<cmsUInt32Number>(profile.size()));
        srgb_ = lib_.create_srgb(context_);
    }
    Session(Session const&) = delete;
    Session& operator=(Session const&) = delete;
    ~Session() {
        if (transform_ != nullptr) lib_.delete_transform(transform_);
        if (source_ != nullptr) lib_.close_profile(source_);
        if (srgb_ != nullptr) lib_.close_profile(srgb_);
        lib_.delete_context(context_);
    }

    bool open(cmsColorSpaceSignature space, cmsUInt32Number format) {
        if (source_ == nullptr || srgb_ == nullptr || lib_.color_space(source_) != space) return false;
        transform_ = lib_.create_transform(context_, source_, format, srgb_, TYPE_RGB_8, INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_BLACKPOINTCOMPENSATION);
        return transform_ != nullptr;
    }
    void run(char const* from, char* to, std::size_t pixels) const { lib_.do_transform(transform_, from, to, static_cast<cmsUInt32Number>(pixels)); }

private:
    Library const& lib_;
    cmsContext context_;
    cmsHPROFILE source_ = nullptr, srgb_ = nullptr;
    cmsHTRANSFORM transform_ = nullptr;
};

std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

}  // namespace

// ICC.1, 7.2 and 7.3: a header of 128 bytes, a count, then 12 bytes a tag. The description is ASCII or UTF-16; without its zeros both read alike.
bool is_srgb_profile(std::string_view profile) {
    if (profile.size() < 132 || profile.substr(16, 4) != "RGB ") return false;
    std::uint32_t const count = std::min<std::uint32_t>(big_endian(profile, 128), 100);
    for (std::size_t i = 0; i < count && 132 + 12 * (i + 1) <= profile.size(); ++i) {
        std::size_t const entry = 132 + 12 * i;
        if (profile.substr(entry, 4) != "desc") continue;
        std::size_t const at = big_endian(profile, entry + 4), size = big_endian(profile, entry + 8);
        if (at > profile.size() || size > profile.size() - at) return false;
        std::string words(profile.substr(at, size));
        words.erase(std::remove(words.begin(), words.end(), '\0'), words.end());
        return words.find("sRGB") != std::string::npos;
    }
    return false;
}

std::optional<std::string> to_srgb(std::string_view profile, PixelSpace space, std::string const& pixels, std::string& why) {
    Library const library;
    if (!library.is_whole()) {
        why = "Little CMS (liblcms2) is not installed";
        return std::nullopt;
    }
    Session session(library, profile);
    cmsColorSpaceSignature const wanted = space == PixelSpace::Gray ? cmsSigGrayData : space == PixelSpace::Rgb ? cmsSigRgbData : cmsSigCmykData;
    cmsUInt32Number const format = space == PixelSpace::Gray           ? TYPE_GRAY_8
                                   : space == PixelSpace::Rgb          ? TYPE_RGB_8
                                   : space == PixelSpace::CmykInverted ? TYPE_CMYK_8_REV
                                                                       : TYPE_CMYK_8;
    if (!session.open(wanted, format)) {
        why = "its colour profile cannot be used";
        return std::nullopt;
    }
    std::size_t const components = space == PixelSpace::Gray ? 1 : space == PixelSpace::Rgb ? 3 : 4;
    std::size_t const count = pixels.size() / components, at_a_time = 1 << 16;
    std::string out(count * 3, '\0');
    for (std::size_t done = 0; done < count; done += at_a_time)
        session.run(pixels.data() + done * components, out.data() + done * 3, std::min(at_a_time, count - done));
    return out;
}

std::string plain_cmyk_to_rgb(std::string const& pixels, bool inverted) {
    std::string out;
    out.reserve(pixels.size() / 4 * 3);
    auto const light = [&](char c) { return inverted ? static_cast<unsigned char>(c) : 255 - static_cast<unsigned char>(c); };
    for (std::size_t i = 0; i + 3 < pixels.size(); i += 4)
        for (std::size_t ink = 0; ink < 3; ++ink) out += static_cast<char>((light(pixels[i + ink]) * light(pixels[i + 3]) + 127) / 255);
    return out;
}

}  // namespace offprint::draw::image
