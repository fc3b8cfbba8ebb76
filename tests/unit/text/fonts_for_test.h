// The repository's fonts, opened by short names, and sample text for the tests of this room.
#pragma once
#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "text/glyph_run.h"

namespace offprint::text::test {

/// Opens `fonts/<file>` and fails the test when that does not work.
inline FontPtr font(std::string const& file) {
    std::string error;
    FontPtr face = FontFace::open(std::string(OFFPRINT_SOURCE_DIR) + "/fonts/" + file, error);
    INFO(file << ": " << error);
    REQUIRE(face);
    return face;
}

inline FontPtr serif() { return font("source-serif-4/SourceSerif4-Regular.ttf"); }
inline FontPtr sans() { return font("inter/Inter-Regular.ttf"); }
inline FontPtr mono() { return font("ibm-plex-mono/IBMPlexMono-Regular.ttf"); }

inline CharStyle style_of(FontPtr face) {
    CharStyle style;
    style.faces = {std::move(face)};
    return style;
}

inline Feature feature(char const* tag, std::uint32_t value) { return {{tag[0], tag[1], tag[2], tag[3]}, value}; }

}  // namespace offprint::text::test
