#include "rewrite/module.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <vector>

using namespace offprint;

namespace {

rewrite::Module const& module() {
    std::string error;
    auto const* const table = static_cast<rewrite::Module const*>(open_module("rewrite", sizeof(rewrite::Module), {OFFPRINT_BINARY_DIR}, error));
    INFO(error);
    REQUIRE(table != nullptr);
    return *table;
}

/// A file of some pages that say something.
std::string small_file(std::size_t pages, std::string const& words) {
    std::vector<std::string> objects{"<</Type/Catalog/Pages 2 0 R>>", ""};
    std::string kids;
    for (std::size_t i = 0; i < pages; ++i) {
        std::string const number = std::to_string(objects.size() + 1), content = std::to_string(objects.size() + 2);
        kids += number + " 0 R ";
        objects.push_back("<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<<>>/Contents " + content + " 0 R>>");
        objects.push_back("<</Length " + std::to_string(words.size()) + ">>\nstream\n" + words + "\nendstream");
    }
    objects[1] = "<</Type/Pages/Count " + std::to_string(pages) + "/Kids[" + kids + "]>>";
    std::string out = "%PDF-1.7\n", table = "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        std::string const offset = std::to_string(out.size());
        table += std::string(10 - offset.size(), '0') + offset + " 00000 n \n";
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    return out + table + "trailer\n<</Root 1 0 R/Size " + std::to_string(objects.size() + 1) + ">>\nstartxref\n" + std::to_string(out.size()) + "\n%%EOF\n";
}

/// Streams whose length does not lead to an end of line before `endstream`.
int streams_that_end_badly(std::string const& pdf) {
    int count = 0;
    for (std::size_t at = pdf.find("/Length "); at != pdf.npos; at = pdf.find("/Length ", at + 1)) {
        std::size_t const stream = pdf.find("stream\n", at);
        if (stream == pdf.npos || pdf.find("endobj", at) < stream) continue;  // of an encryption, not of a stream
        std::size_t const end = stream + 7 + std::strtoul(pdf.c_str() + at + 8, nullptr, 10);
        if (pdf.compare(end, 10, "\nendstream") != 0) ++count;
    }
    return count;
}

}  // namespace

TEST_CASE("a linearised file is one, the same each time, and each of its streams ends as PDF/A wants") {
    int shifted = 0;
    for (std::size_t length = 800; length <= 850; ++length) {  // of these two come out with hints that end in an end of line
        std::string const file = small_file(3 + length % 40, std::string(length, ' ') + "0 0 m");
        std::string error;
        auto const out = module().rewrite(file, {std::nullopt, true}, error);
        INFO(length << ": " << error);
        REQUIRE(out);
        CHECK(out->find("/Linearized 1") < 1024);
        CHECK(streams_that_end_badly(*out) == 0);
        if (length % 50 == 0) CHECK(module().rewrite(file, {std::nullopt, true}, error) == out);
        shifted += out->find("\n%\n") < 1024 || out->find("\n%%\n") < 1024 ? 1 : 0;
    }
    if (shifted == 0) WARN("hints that end in an end of line did not come up with this libqpdf");
}

TEST_CASE("a locked file holds nothing that can be read, and is another each time") {
    std::string const file = small_file(2, "(secret words) Tj");
    std::string error;
    rewrite::Request request;
    request.lock = rewrite::Lock{"user", "", {}};
    auto const a = module().rewrite(file, request, error), b = module().rewrite(file, request, error);
    INFO(error);
    REQUIRE((a && b));
    CHECK(*a != *b);
    CHECK(a->find("secret") == a->npos);
    CHECK(a->find("/R 6") != a->npos);
    CHECK(streams_that_end_badly(*a) == 0);
    // It does not open as an unlocked one.
    CHECK_FALSE(module().rewrite(*a, {}, error));
    CHECK(error.find("password") != error.npos);
}

TEST_CASE("bytes that are no PDF give a reason") {
    std::string const file = small_file(1, "words");
    for (std::string const& bytes : {std::string(), std::string("%PDF-1.7\n"), std::string(9999, 'x'), file.substr(0, file.size() / 2)}) {
        std::string error;
        CHECK_FALSE(module().rewrite(bytes, {std::nullopt, true}, error));
        CHECK_FALSE(error.empty());
    }
}
