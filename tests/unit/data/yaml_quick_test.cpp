#include "data/yaml_quick.h"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <optional>
#include <random>
#include <sstream>

#include "base/file.h"

using namespace offprint;
using namespace offprint::data;

namespace {

/// Events as lines of text: kind, place, style, tag, value.
class Recorder final : public YAML::EventHandler {
public:
    std::string trace;

    void OnDocumentStart(YAML::Mark const&) override { trace += "document\n"; }
    void OnDocumentEnd() override { trace += "end document\n"; }
    void OnNull(YAML::Mark const& mark, YAML::anchor_t) override { trace += fmt::format("null {}:{}\n", mark.pos, mark.column); }
    void OnAlias(YAML::Mark const& mark, YAML::anchor_t) override { trace += fmt::format("alias {}\n", mark.pos); }
    void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t, std::string const& value) override {
        trace += fmt::format("scalar {}:{} {} '{}'\n", mark.pos, mark.column, tag, value);
    }
    void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t, YAML::EmitterStyle::value style) override {
        trace += fmt::format("list {}:{} {} {}\n", mark.pos, mark.column, tag, static_cast<int>(style));
    }
    void OnSequenceEnd() override { trace += "end list\n"; }
    void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t, YAML::EmitterStyle::value style) override {
        trace += fmt::format("map {}:{} {} {}\n", mark.pos, mark.column, tag, static_cast<int>(style));
    }
    void OnMapEnd() override { trace += "end map\n"; }
};

std::string by_library(std::string const& text) {
    Recorder recorder;
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(recorder)) {}
    } catch (YAML::Exception const& fault) { return "fault: " + fault.msg; }
    return recorder.trace;
}

std::optional<std::string> quickly(std::string const& text) {
    Recorder recorder;
    if (!walk_plain_yaml(text, recorder)) return std::nullopt;
    return recorder.trace;
}

/// Every YAML file of the repository that the tests do not keep for its faults.
std::vector<std::string> files() {
    std::vector<std::string> texts;
    std::string error;
    for (char const* const folder : {"/layouts", "/samples", "/messages", "/fonts", "/bench", "/data", "/tests/diagnostics"}) {
        std::string const path = std::string(OFFPRINT_SOURCE_DIR) + folder;
        if (!std::filesystem::exists(path)) continue;
        std::vector<std::string> names;
        for (auto const& entry : std::filesystem::recursive_directory_iterator(path))
            if (entry.path().extension() == ".yaml") names.push_back(entry.path().string());
        std::sort(names.begin(), names.end());
        for (std::string const& name : names) texts.push_back(read_file(name, 1 << 20, error).value());
    }
    return texts;
}

std::vector<std::string> hard_texts() {
    return {"a: 1\n",
            "a: 1",
            "a:\n  b: c\n",
            "a:\n- b\n- c\n",
            "a:\n  - b\n",
            "- a\n- b: c\n  d: e\n",
            "- a: [1, 2]\n  b: {c: d, e: 'f'}\n",
            "a: |\n  x\n\n    y\n  z\n\nb: c\n",
            "a: |-\n  x\n",
            "a: |-\n  x",
            "a: |\n  x",
            "a: |\n\n  x\n",
            "a: |\n  x\n   \n  y\n",
            "a: |\n  x\n \n y: z\n",
            "a: b # c\n",
            "a: b#c\n",
            "a: 'b' # c\n",
            "a: \"b\\\"c\\\\\"\n",
            "a: \"\\n\"\n",
            "a: b: c\n",
            "a: b\n c\n",
            "a: \"b\n  c\"\n",
            "a:b\n",
            "a: -1\n",
            "a: - b\n",
            "- - a\n",
            "a: null\n",
            "null: a\n",
            "a: ~\n",
            "a:\nb: c\n",
            "a: [b, c,]\n",
            "a: [b,\n  c]\n",
            "a: {b: c, d}\n",
            "a: {b}\n",
            "a: [b: c]\n",
            "a: {\"b\":1}\n",
            "a: {\"b\": 1}\n",
            "a: {b: }\n",
            "a: []\n",
            "a: {}\n",
            "a: [ ]\n",
            "a: &x b\n",
            "a: *x\n",
            "a: !t b\n",
            "? a\n: b\n",
            "---\na: b\n",
            "a: b\n...\n",
            "%YAML 1.2\n---\na: b\n",
            "a: {{b}}\n",
            "a: [-1, - 2]\n",
            "a: [a#b, c #d]\n",
            "a: 1:2\n",
            "a: [1:2]\n",
            "a: b,c\n",
            "a: b]\n",
            "a: [b, 'c', \"d\"]  # e\n",
            "a: 'it''s'\n",
            " a: b\n",
            "# c\n\na: b\n# d\n",
            "a: b\n  # c\nd: e\n",
            "a: |\n  x\n# c\nb: d\n",
            "a: |\n  x\n  # c\nb: d\n",
            "\"a\": b\n",
            "'a b': c\n",
            "a b: c\n",
            "-a: b\n",
            "- -a\n",
            "a: >\n  b\n  c\n",
            "a: >-\n  b\n  c\nd: e\n",
            "a: >\n  b\n   c\n",
            "a: >\n  b \n  c\n",
            "a: >\n  b\n\nd: e\n",
            "- >\n  b\n  c\n",
            "a: >\n  -\n  # b\n",
            "a: [-b, -1, +c]\n",
            "a: \"b\\n c\"\n",
            "a: |+\n  b\n\n",
            "a: |2\n    b\n",
            "a: b   \n",
            "a:   b\n",
            "a: é—“x”\n",
            "a: {b: c}d\n",
            "a: 'b'c\n",
            "- a\n b: c\n",
            "a:\n  b: c\n d: e\n",
            "a: @b\n",
            "a: `b\n",
            "a: b\\\n",
            "a: [b][c]\n",
            "a: {b: [c, {d: e}], f: g}\n",
            "a: {? b : c}\n",
            "a:\n  \"b\": c\n",
            "a:  # x\n  b: c\n",
            "a: #x\n",
            "-\n  a: b\n",
            "- # c\n  a\n",
            "- |\n  x\n- y\n",
            "- |\n x\n",
            "a:\n    - |\n      x\n    - y\n",
            "a: x\n\n\n",
            "",
            "\n",
            "# only\n",
            "a",
            "- a\n",
            "a: b\r\n",
            "a:\tb\n",
            "a: b\tc\n",
            "aaa: {bbb: 'x, y', ccc: \"z: w\"}\n",
            "a: [x y, z w ]\n",
            "a: {b c: d}\n",
            "a: http://x.y/z\n",
            "a: x ? y\n",
            "a: [x ? y]\n",
            "a: {b: c ,d: e}\n",
            "a: 'b': c\n",
            "a: \"b\": c\n",
            "'a': 'b'\n",
            "a: [\"b\": c]\n"};
}

}  // namespace

TEST_CASE("the quick reader gives yaml-cpp's events, or none") {
    std::vector<std::string> texts = hard_texts();
    std::size_t const hard = texts.size();
    for (std::string& text : files()) texts.push_back(std::move(text));
    std::size_t taken = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto const quick = quickly(texts[i]);
        if (!quick) continue;
        INFO(texts[i].substr(0, 2000));
        CHECK(*quick == by_library(texts[i]));
        taken += i >= hard;
    }
    CHECK(taken > 10);
}

TEST_CASE("the sample and the layouts are read quickly") {
    std::string error;
    for (char const* const name : {"/samples/astera-labs/article.yaml", "/layouts/tokens/house.yaml", "/layouts/conviction-note.yaml", "/messages/en.yaml",
                                   "/fonts/manifest.yaml", "/bench/layout/neutral.yaml", "/offprint.yaml"}) {
        INFO(name);
        CHECK(quickly(read_file(std::string(OFFPRINT_SOURCE_DIR) + name, 1 << 20, error).value()).has_value());
    }
}

TEST_CASE("files with something changed in them are read alike or not at all") {
    std::vector<std::string> texts = hard_texts();
    for (std::string& text : files())
        if (text.size() < 3000) texts.push_back(std::move(text));
    std::mt19937 random(5);
    std::string const bits = " \n:-#[]{},'\"|>&*!%@`?~a1\\.";
    int taken = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string text = texts[random() % texts.size()];
        for (auto n = 1 + random() % 3; n > 0 && !text.empty(); --n) {
            std::size_t const at = random() % text.size();
            char const bit = bits[random() % bits.size()];
            switch (random() % 4) {
                case 0: text[at] = bit; break;
                case 1: text.insert(at, 1, bit); break;
                case 2: text.erase(at, 1 + random() % 3); break;
                default: text.insert(at, text.substr(random() % text.size(), random() % 20));
            }
        }
        auto const quick = quickly(text);
        if (!quick) continue;
        ++taken;
        if (*quick == by_library(text)) continue;
        INFO(text);
        CHECK(*quick == by_library(text));
        break;
    }
    CHECK(taken > 3000);
}
