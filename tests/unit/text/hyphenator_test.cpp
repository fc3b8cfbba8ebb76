#include "text/hyphenator.h"

#include <hyphen.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <set>

#include "base/file.h"
#include "fonts_for_test.h"

using namespace offprint;
using namespace offprint::text;

namespace {

std::string const kFolder = OFFPRINT_BINARY_DIR "/share/offprint/hyphenation";

std::string hyphenated(Hyphenator const& hyphenator, std::string_view word) {
    std::string out;
    std::size_t from = 0;
    for (std::uint32_t const point : hyphenator.points(word)) {
        out.append(word.substr(from, point - from)).append("-");
        from = point;
    }
    return out.append(word.substr(from));
}

/// libhyphen over the same dictionary: the oracle. It wants lower case.
class Oracle {
public:
    explicit Oracle(char const* path) : dictionary_(hnj_hyphen_load(path)) {}
    Oracle(Oracle const&) = delete;
    Oracle& operator=(Oracle const&) = delete;
    ~Oracle() { hnj_hyphen_free(dictionary_); }
    bool ready() const { return dictionary_ != nullptr; }
    std::string hyphenated(std::string const& word) const {
        std::vector<char> levels(word.size() + 5);
        char** replacements = nullptr;
        int *positions = nullptr, *cuts = nullptr;
        hnj_hyphen_hyphenate3(dictionary_, word.c_str(), static_cast<int>(word.size()), levels.data(), nullptr, &replacements, &positions, &cuts, 2, 3, 2, 3);
        std::string out;
        for (std::size_t i = 0; i < word.size(); ++i) {
            out += word[i];
            if ((levels[i] & 1) != 0 && i + 1 < word.size()) out += '-';
        }
        std::free(replacements), std::free(positions), std::free(cuts);
        return out;
    }

private:
    HyphenDict* dictionary_;
};

/// All words of the repository's English texts, and made-up ones from their letters' neighbours: thousands, known and unknown.
std::set<std::string> words() {
    std::set<std::string> words;
    std::string text, error;
    for (char const* const name : {"/samples/astera-labs/article.yaml", "/samples/astera-labs/README.md", "/fonts/inter/OFL.txt"}) {
        if (auto const bytes = read_file(std::string(OFFPRINT_SOURCE_DIR) + name, 1 << 20, error)) text += *bytes + "\n";
    }
    std::string word;
    for (char c : text + ".") {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        if (c >= 'a' && c <= 'z') {
            word += c;
        } else {
            if (word.size() > 1) words.insert(word);
            word.clear();
        }
    }
    std::vector<std::string> const real(words.begin(), words.end());
    std::mt19937 random(11);
    for (int i = 0; i < 6000; ++i) {
        std::string const &a = real[random() % real.size()], &b = real[random() % real.size()];
        words.insert(a.substr(0, 1 + random() % a.size()).append(b.substr(random() % b.size())));
    }
    return words;
}

}  // namespace

TEST_CASE("English hyphenation is libhyphen's, point for point") {
    auto const hyphenator = Hyphenator::open(kFolder, "en-US");
    REQUIRE(hyphenator);
    Oracle const oracle("/usr/share/hyphen/hyph_en_US.dic");
    REQUIRE(oracle.ready());
    std::set<std::string> const all = words();
    CHECK(all.size() > 5000);
    int hyphens = 0;
    for (std::string const& word : all) {
        std::string const expected = oracle.hyphenated(word);
        if (hyphenated(*hyphenator, word) != expected) CHECK(hyphenated(*hyphenator, word) == expected);
        hyphens += expected != word;
    }
    CHECK(hyphens > 2000);
}

TEST_CASE("words, cases and parts") {
    auto const hyphenator = Hyphenator::open(kFolder, "en");
    REQUIRE(hyphenator);
    CHECK(hyphenated(*hyphenator, "hyphenation") == "hy-phen-ation");
    CHECK(hyphenated(*hyphenator, "HYPHENATION") == "HY-PHEN-ATION");
    CHECK(hyphenated(*hyphenator, "connectivity") == "con-nec-tiv-ity");
    CHECK(hyphenated(*hyphenator, "table") == "ta-ble");
    CHECK(hyphenated(*hyphenator, "data") == "data");
    CHECK(hyphenated(*hyphenator, "a").empty() == false);
    CHECK(hyphenator->points("").empty());
    CHECK(hyphenated(*hyphenator, "company's") == "com-pany's");
    CHECK(hyphenated(*hyphenator, "Mixture-of") == "Mix-ture-of");
    CHECK(hyphenated(*hyphenator, "\xFF\xC3hyphenation\xE2\x82").find("hy-phen") != std::string::npos);
    CHECK(hyphenated(*hyphenator, "日本語").find('-') == std::string::npos);
}

TEST_CASE("other languages, where their dictionaries were there to compile") {
    struct Sample {
        char const *language, *word, *expected;
    };
    Sample const samples[] = {{"de-CH", "Wertpapierhandel", "Wert-pa-pier-han-del"},
                              {"de", "ÜBERÄNGSTLICH", "ÜBER-ÄNGST-LICH"},
                              {"fr-FR", "événement", "évé-ne-ment"},
                              {"es", "información", "in-for-ma-ción"},
                              {"it", "mercato", "mer-ca-to"},
                              {"nl", "aandelen", "aan-de-len"},
                              {"pl", "źródłowy", "źró-dło-wy"},
                              {"pt", "mercado", "mer-cado"},
                              {"pt-BR", "mercado", "mer-cado"}};
    for (Sample const& sample : samples) {
        auto const hyphenator = Hyphenator::open(kFolder, sample.language);
        if (hyphenator) CHECK(hyphenated(*hyphenator, sample.word) == sample.expected);
    }
}

TEST_CASE("languages are found by their tag, and only in the folder") {
    CHECK(Hyphenator::open(kFolder, "en-GB"));
    CHECK(Hyphenator::open(kFolder, "EN_us"));
    CHECK_FALSE(Hyphenator::open(kFolder, "xx"));
    CHECK_FALSE(Hyphenator::open(kFolder, ""));
    CHECK_FALSE(Hyphenator::open(kFolder, "../hyphenation/en"));
    CHECK_FALSE(Hyphenator::open(kFolder + "/none", "en"));
}

TEST_CASE("a damaged trie is refused or walked without harm") {
    std::string error;
    auto const whole = read_file(kFolder + "/en.hyt", 8 << 20, error);
    REQUIRE(whole);
    std::string const folder = OFFPRINT_BINARY_DIR "/damaged-hyphenation";
    REQUIRE(std::system(("mkdir -p '" + folder + "'").c_str()) == 0);
    std::mt19937 random(5);
    int refused = 0, walked = 0;
    for (int round = 0; round < 300; ++round) {
        std::string bytes = *whole;
        if (round % 10 == 0) bytes.resize(random() % bytes.size());
        // The header and first tables, where it hurts most; the letters and levels, where no check can see it; anywhere.
        std::size_t const begin = round % 3 == 1 ? bytes.size() * 9 / 10 : 0, end = round % 3 == 0 ? std::min<std::size_t>(bytes.size(), 400) : bytes.size();
        for (int i = 0; i < 1 + round % 7 && begin < end; ++i) bytes[begin + random() % (end - begin)] = static_cast<char>(random());
        std::ofstream(folder + "/en.hyt", std::ios::binary) << bytes;
        auto const hyphenator = Hyphenator::open(folder, "en");
        refused += !hyphenator;
        if (!hyphenator) continue;
        ++walked;
        for (char const* const word : {"hyphenation", "incomprehensibilities", "zzzz", "Ångström"}) {
            std::uint32_t last = 0;
            for (std::uint32_t const point : hyphenator->points(word)) {
                CHECK(point > last);
                CHECK(point < std::string_view(word).size());
                last = point;
            }
        }
    }
    CHECK(refused > 50);
    CHECK(walked > 50);
}
