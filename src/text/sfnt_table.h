// Raw reading of a font table, for the few facts that HarfBuzz does not hand out.
#pragma once
#include <cstdint>
#include <string_view>

#include "text/font_handles.h"

namespace offprint::text {

/// One sfnt table's bytes; reads past its end give 0, so that a cut table is merely empty.
class SfntTable {
public:
    SfntTable(hb_face_t* face, hb_tag_t tag) : blob_(hb_face_reference_table(face, tag)) {
        unsigned length = 0;
        char const* const data = hb_blob_get_data(blob_.get(), &length);
        bytes_ = {data == nullptr ? "" : data, data == nullptr ? 0 : length};
    }
    std::size_t size() const { return bytes_.size(); }
    int u16(std::size_t at) const { return at + 2 > bytes_.size() ? 0 : byte(at) << 8 | byte(at + 1); }
    int i16(std::size_t at) const { return static_cast<std::int16_t>(u16(at)); }
    std::int64_t i32(std::size_t at) const {
        return static_cast<std::int32_t>(static_cast<std::uint32_t>(u16(at)) << 16 | static_cast<std::uint32_t>(u16(at + 2)));
    }

private:
    int byte(std::size_t at) const { return static_cast<unsigned char>(bytes_[at]); }
    HbBlob blob_;
    std::string_view bytes_;
};

}  // namespace offprint::text
