// Sorting as dictionaries do; the expected orders are those that the languages' own dictionaries have.
#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "text/collation.h"

using namespace offprint;

namespace {

std::vector<std::string> sorted(std::vector<std::string> words, std::string const& language) {
    std::vector<text::CollationKey> const keys = text::collation_keys(words, language);
    std::vector<std::size_t> order(words.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return keys[a].order < keys[b].order; });
    std::vector<std::string> out;
    for (std::size_t const i : order) out.push_back(words[i]);
    return out;
}

std::string letter(std::string const& word, std::string const& language) { return text::collation_keys(std::span(&word, 1), language).front().letter; }

}  // namespace

TEST_CASE("Words sort as the dictionaries of their language do") {
    using Words = std::vector<std::string>;
    CHECK(sorted({"zinc", "Zebra", "apple", "Äpfel", "Banana"}, "en") == Words{"Äpfel", "apple", "Banana", "Zebra", "zinc"});
    CHECK(sorted({"Zoll", "Ärger", "Arbeit", "Öl", "Ofen"}, "de") == Words{"Arbeit", "Ärger", "Ofen", "Öl", "Zoll"});
    CHECK(sorted({"nulo", "ñandú", "ozono", "nuevo"}, "es") == Words{"nuevo", "nulo", "ñandú", "ozono"});
    CHECK(sorted({"łódź", "luz", "mapa", "lód"}, "pl") == Words{"lód", "luz", "łódź", "mapa"});
    CHECK(sorted({"côté", "cote", "coté", "côte"}, "fr") == Words{"cote", "coté", "côte", "côté"});
}

TEST_CASE("Words stand under their letter") {
    CHECK(letter("łódź", "pl") == "Ł");
    CHECK(letter("łódź", "en") == "L");
    CHECK(letter("ñandú", "es") == "Ñ");
    CHECK(letter("Ärger", "de") == "A");
    CHECK(letter("5G", "en") == "#");
    CHECK(letter("§ 15a WpHG", "de").empty());
    CHECK(letter("", "en").empty());
}

TEST_CASE("Capitals make no other word, and any bytes have keys") {
    std::vector<std::string> const words = {"Retimer", "retimer", "rétimer", "\xFF\xC0", ""};
    std::vector<text::CollationKey> const keys = text::collation_keys(words, "en-US");
    CHECK(keys[0].same == keys[1].same);
    CHECK(keys[0].order != keys[1].order);
    CHECK(keys[0].same != keys[2].same);
    CHECK(text::collation_keys(words, "no such language!").size() == words.size());
}
