// tests/shape/*.tests: one line a case, as hb-shape sees it; held against our shaper and, where there is one, the hb-shape here.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <map>
#include <memory>

#include "base/file.h"
#include "base/utf8.h"
#include "fonts_for_test.h"
#include "text/shaper.h"

using namespace offprint;
using namespace offprint::text;
using namespace offprint::text::test;

namespace {

struct Case {
    std::string where;
    std::vector<std::string> columns;  // font, features, language, script, text, expected
};

std::vector<std::string> split(std::string const& text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
        std::size_t const end = std::min(text.find(separator, at), text.size());
        parts.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

std::vector<Case> cases() {
    std::vector<Case> cases;
    for (std::string const name : {"serif", "sans", "mono"}) {
        std::string error;
        auto const bytes = read_file(std::string(OFFPRINT_SOURCE_DIR) + "/tests/shape/" + name + ".tests", 1 << 20, error);
        REQUIRE(bytes);
        int number = 0;
        for (std::string const& line : split(*bytes, '\n')) {
            ++number;
            if (line.empty() || line[0] == '#') continue;
            cases.push_back({fmt::format("{}.tests:{}", name, number), split(line, '\t')});
            REQUIRE(cases.back().columns.size() == 6);
        }
    }
    return cases;
}

/// "smcp,liga=0" as our features.
std::vector<Feature> features_of(std::string const& column) {
    std::vector<Feature> features;
    if (column == "-") return features;
    for (std::string const& part : split(column, ','))
        features.push_back(feature(part.c_str(), part.size() > 4 ? static_cast<std::uint32_t>(std::stoi(part.substr(5))) : 1));
    return features;
}

/// In hb-shape's notation.
std::string notation(ShapedPiece const& piece) {
    std::string out = "[";
    for (ShapedGlyph const& g : piece.glyphs) {
        if (out.size() > 1) out += '|';
        fmt::format_to(std::back_inserter(out), "{}={}", g.id, g.cluster);
        if (g.x_offset != 0 || g.y_offset != 0) fmt::format_to(std::back_inserter(out), "@{},{}", g.x_offset, g.y_offset);
        fmt::format_to(std::back_inserter(out), "+{}", g.advance);
    }
    return out + "]";
}

/// What a command prints, or nothing when it cannot be run.
std::string output_of(std::string const& command) {
    struct Close {
        void operator()(std::FILE* pipe) const { pclose(pipe); }
    };
    std::unique_ptr<std::FILE, Close> const pipe(popen(command.c_str(), "r"));
    std::string out;
    std::array<char, 4096> buffer{};
    while (pipe && std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr) out += buffer.data();
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
}

std::string code_points(std::string const& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const c = static_cast<std::uint32_t>(utf8::next(text, at));
        out += fmt::format("{}{:04X}", out.empty() ? "" : ",", c);
    }
    return out;
}

}  // namespace

TEST_CASE("text shapes to the glyphs and advances on record") {
    std::map<std::string, FontPtr> fonts;
    Shaper shaper;
    auto const all = cases();
    CHECK(all.size() >= 60);
    for (Case const& c : all) {
        FontPtr& face = fonts[c.columns[0]];
        if (!face) face = font(c.columns[0]);
        CharStyle style = style_of(face);
        style.features = features_of(c.columns[1]);
        style.language = c.columns[2];
        INFO(c.where << ": " << c.columns[4]);
        CHECK(notation(*shaper.shape(face, style, {}, c.columns[4], {})) == c.columns[5]);
    }
}

TEST_CASE("the record is what this machine's hb-shape says") {
    if (output_of("hb-shape --version 2>/dev/null").empty()) {
        WARN("no hb-shape here: the record was not held against it");
        return;
    }
    for (Case const& c : cases()) {
        std::string command = fmt::format(
            "hb-shape '{}/fonts/{}' --unicodes={} --no-glyph-names --utf8-clusters --remove-default-ignorables --direction=ltr --language={} --script={}",
            OFFPRINT_SOURCE_DIR, c.columns[0], code_points(c.columns[4]), c.columns[2], c.columns[3]);
        if (c.columns[1] != "-") command += " --features=" + c.columns[1];
        INFO(c.where << ": " << c.columns[4]);
        CHECK(output_of(command) == c.columns[5]);
    }
}
