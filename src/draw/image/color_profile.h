// Colours of a picture's own profile to sRGB. Little CMS is loaded when the first picture needs it: most articles have none, and a
// start should not pay for it.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace offprint::draw::image {

enum class PixelSpace { Gray, Rgb, Cmyk, CmykInverted };

/// Whether an ICC profile calls itself sRGB, so that nothing has to be converted.
bool is_srgb_profile(std::string_view profile);

/// Pixels of 8-bit components to RGB; nothing, and why, when the profile cannot be used for them.
std::optional<std::string> to_srgb(std::string_view profile, PixelSpace space, std::string const& pixels, std::string& why);

/// CMYK without a profile: each ink takes its light away. The colours are those of no press in particular.
std::string plain_cmyk_to_rgb(std::string const& pixels, bool inverted);

}  // namespace offprint::draw::image
