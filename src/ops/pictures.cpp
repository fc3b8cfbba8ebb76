#include "ops/pictures.h"

#include "base/file.h"
#include "fmt/format.h"

namespace offprint::ops {

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
    std::string fault, remark;
    draw::PicturePtr picture = draw::read_picture(std::move(*bytes), fault, remark);
    if (!picture)
        diagnostics_.error("E860", asked_at, fmt::format("picture '{}' cannot be used: {}", shown_path(file), fault), "pictures are PNG, JPEG or SVG files");
    if (!remark.empty()) diagnostics_.warning("W861", asked_at, fmt::format("picture '{}': {}", shown_path(file), remark));
    return picture;
}

}  // namespace offprint::ops
