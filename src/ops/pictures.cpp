#include "ops/pictures.h"

#include "base/file.h"
#include "fmt/format.h"

namespace offprint::ops {
namespace {

char const* hint_for(draw::PictureFault::Kind kind) {
    switch (kind) {
        case draw::PictureFault::Kind::TooLarge: return "make it smaller: 300 pixels to the inch are plenty in print";
        case draw::PictureFault::Kind::Damaged: return "the file is damaged: save it again from the program that made it";
        case draw::PictureFault::Kind::NoPicture: break;
    }
    return "pictures are PNG, JPEG or SVG files";
}

}  // namespace

draw::PicturePtr WorkspacePictures::open(SourcedText const& path) {
    auto const file = resolve_path(workspace_, path, diagnostics_);
    return file ? read(*file, path.span()) : nullptr;
}

draw::PicturePtr WorkspacePictures::read(std::string const& file, Span asked_at) {
    auto const known = pictures_.find(file);
    if (known != pictures_.end()) return known->second;
    return pictures_[file] = decode(file, asked_at);
}

draw::PicturePtr WorkspacePictures::decode(std::string const& file, Span asked_at) {
    std::string error;
    auto bytes = read_file(file, static_cast<std::size_t>(draw::ImageLimits{}.bytes), error);
    if (!bytes) {
        diagnostics_.error("E320", asked_at, fmt::format("'{}' cannot be read: {}", shown_path(file), error));
        return nullptr;
    }
    if (bytes_ == Bytes::Keep) files_[file] = *bytes;
    draw::PictureFault fault;
    std::string remark;
    draw::PicturePtr picture = draw::read_picture(std::move(*bytes), fault, remark);
    if (!picture) diagnostics_.error("E860", asked_at, fmt::format("picture '{}' cannot be used: {}", shown_path(file), fault.words), hint_for(fault.kind));
    if (!remark.empty()) diagnostics_.warning("W861", asked_at, fmt::format("picture '{}': {}", shown_path(file), remark));
    return picture;
}

}  // namespace offprint::ops
