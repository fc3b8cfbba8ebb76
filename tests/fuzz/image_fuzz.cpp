// libFuzzer: any bytes as a picture give one or a reason; a drawing is painted.
#include <cstdlib>

#include "draw/picture.h"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    using namespace offprint;
    draw::PictureFault fault;
    std::string remark;
    auto const picture = draw::read_picture(std::string(reinterpret_cast<char const*>(data), size), fault, remark);
    if ((picture == nullptr) == fault.words.empty()) std::abort();
    if (!picture || !picture->drawing) return 0;
    text::Shaper shaper;
    Diagnostics faults;
    auto const no_fonts = [](draw::svg::FontWish const&) { return text::CharStyle{}; };
    draw::svg::paint(*picture->drawing, {Length::points(300), Length::points(200)}, draw::kFirstNode, shaper, no_fonts, {}, faults);
    return 0;
}
