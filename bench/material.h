// What the stages work on: the sample article, its prose as lines of text, the repository's fonts.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/file.h"
#include "text/glyph_run.h"

namespace offprint::bench {

inline std::string bytes_of(std::string const& path) {
    std::string error;
    auto bytes = read_file(std::string(OFFPRINT_SOURCE_DIR) + path, 16u << 20, error);
    if (!bytes) {
        std::fprintf(stderr, "%s: %s\n", path.c_str(), error.c_str());
        std::exit(2);
    }
    return std::move(*bytes);
}

inline std::string article_bytes() { return bytes_of("/samples/astera-labs/article.yaml"); }

inline text::FontPtr font(std::string const& name) {
    std::string error;
    text::FontPtr face = text::FontFace::open(std::string(OFFPRINT_SOURCE_DIR) + "/fonts/" + name, error);
    if (!face) {
        std::fprintf(stderr, "%s: %s\n", name.c_str(), error.c_str());
        std::exit(2);
    }
    return face;
}

/// The article's lines of prose joined to paragraphs of some 600 bytes.
inline std::vector<std::string> paragraphs() {
    constexpr std::size_t kLeastLine = 60, kParagraph = 600;
    std::string const bytes = article_bytes();
    std::vector<std::string> out(1);
    for (std::size_t at = 0; at < bytes.size();) {
        std::size_t const end = std::min(bytes.find('\n', at), bytes.size()), begin = std::min(bytes.find_first_not_of(" ", at), end);
        if (end - begin >= kLeastLine) {
            if (out.back().size() > kParagraph) out.emplace_back();
            if (!out.back().empty()) out.back() += ' ';
            out.back().append(bytes, begin, end - begin);
        }
        at = end + 1;
    }
    return out;
}

inline text::StyledText styled(std::string const& words, text::FontPtr const& face) {
    text::CharStyle style;
    style.faces = {face};
    text::StyledText text;
    text.append(SourcedText(words), style, 0);
    return text;
}

}  // namespace offprint::bench
