#include "reader/file.h"

#include <zlib.h>

#include <catch2/catch.hpp>
#include <random>

#include "reader/attachments.h"
#include "reader/inflate.h"

using namespace offprint::reader;
using Kind = Object::Kind;

namespace {

std::string deflated(std::string const& bytes) {
    std::string out(compressBound(bytes.size()), '\0');
    uLongf size = out.size();
    compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<Bytef const*>(bytes.data()), bytes.size());
    out.resize(size);
    return out;
}

/// Builds a file with a table of cross references; objects are numbered from 1.
std::string with_table(std::vector<std::string> const& objects, std::string const& trailer = "/Root 1 0 R") {
    std::string out = "%PDF-1.7\n";
    std::vector<std::size_t> offsets;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        offsets.push_back(out.size());
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    std::size_t const table = out.size();
    out += "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
    for (std::size_t const offset : offsets) {
        std::string const digits = std::to_string(offset);
        out += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
    }
    return out + "trailer\n<<" + trailer + "/Size " + std::to_string(objects.size() + 1) + ">>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
}

std::string stream(std::string const& entries, std::string const& bytes) {
    return "<<" + entries + "/Length " + std::to_string(bytes.size()) + ">>\nstream\n" + bytes + "\nendstream";
}

File opened(std::string bytes) {
    std::string error;
    std::optional<File> file = File::open(std::move(bytes), error);
    INFO(error);
    REQUIRE(file);
    return std::move(*file);
}

std::string const kAttached = "key: value\n";

std::string sample() {
    return with_table({"<</Type/Catalog/Names 3 0 R/Note(x)>>", stream("/Filter/FlateDecode", deflated("hello")), "<</EmbeddedFiles<</Kids[4 0 R]>>>>",
                       "<</Names[(a)5 0 R]>>", "<</Type/Filespec/F(a)/UF<FEFF00E9>/AFRelationship/Source/EF<</F 6 0 R>>>>",
                       stream("/Type/EmbeddedFile/Subtype/application#2Fyaml/Filter/FlateDecode", deflated(kAttached))});
}

}  // namespace

TEST_CASE("objects, streams and attached files of a file with a table") {
    File const file = opened(sample());
    CHECK(file.at(file.at(file.trailer(), "Root"), "Note").text == "x");
    std::string error;
    CHECK(file.decoded(file.object(2), error) == "hello");
    auto const attached = attached_files(file, error);
    REQUIRE(attached);
    REQUIRE(attached->size() == 1);
    CHECK(attached->front().name == "\xC3\xA9");
    CHECK(attached->front().mime == "application/yaml");
    CHECK(attached->front().relationship == "Source");
    CHECK(attached->front().bytes == kAttached);
    CHECK(file.object(99).is(Kind::Null));
    CHECK(file.fault().empty());
}

TEST_CASE("objects in object streams, cross references in a stream") {
    std::string const members = "1 0 2 20 ";
    std::string held = "<</Root true/A 2 0 R>>";
    held.resize(20, ' ');
    held = "<</A 2 0 R>>        (two)";
    std::string file = "%PDF-1.7\n";
    std::size_t const first = file.size();
    file += "3 0 obj\n" + stream("/Type/ObjStm/N 2/First " + std::to_string(members.size()) + "/Filter/FlateDecode", deflated(members + held)) + "\nendobj\n";
    std::size_t const second = file.size();
    std::string rows;
    auto const row = [&](int kind, std::size_t where, int index) {
        rows += static_cast<char>(kind);
        rows += static_cast<char>(where >> 8);
        rows += static_cast<char>(where & 0xFF);
        rows += static_cast<char>(index);
    };
    row(0, 0, 0);
    row(2, 3, 0);
    row(2, 3, 1);
    row(1, first, 0);
    row(1, second, 0);
    file += "4 0 obj\n" + stream("/Type/XRef/W[1 2 1]/Size 5/Root 1 0 R/Filter/FlateDecode", deflated(rows)) + "\nendobj\nstartxref\n" +
            std::to_string(second) + "\n%%EOF\n";
    File const read = opened(file);
    CHECK(read.at(read.at(read.trailer(), "Root"), "A").text == "two");
}

TEST_CASE("what is only passed by is forgotten, what was known before is not") {
    File const file = opened(sample());
    Object const& root = file.object(1);
    std::size_t const before = file.held();
    Object const* within = nullptr;
    {
        File::Passing const passing(file);
        within = &file.object(4);
        CHECK(within->is_dictionary());
        CHECK(&file.object(1) == &root);
        {
            File::Passing const inner(file);
            CHECK(file.at(file.object(5), "AFRelationship").text == "Source");
            CHECK(&file.object(4) == within);
            CHECK(file.held() == before + 2);
        }
        CHECK(file.held() == before + 1);
        CHECK(&file.object(4) == within);
    }
    CHECK(file.held() == before);
    CHECK(&file.object(1) == &root);
    CHECK(file.object(4)["Names"].items.size() == 2);
    CHECK(file.held() == before + 1);
    CHECK(file.fault().empty());
}

TEST_CASE("object streams beyond the room for them are inflated again") {
    // Five streams of which three can be held at a time, asked for in turn.
    std::string const filler(kObjectStreamsHeld / 4, ' ');
    std::string bytes = "%PDF-1.7\n", rows;
    auto const row = [&](int kind, std::size_t where, int index) {
        rows += static_cast<char>(kind);
        for (int shift = 24; shift >= 0; shift -= 8) rows += static_cast<char>(where >> shift & 0xFF);
        rows += static_cast<char>(index);
    };
    row(0, 0, 0);
    for (std::size_t i = 1; i <= 10; ++i) row(2, 11 + (i - 1) / 2, static_cast<int>((i - 1) % 2));
    for (std::size_t i = 0; i < 5; ++i) {
        std::string const one = std::to_string(2 * i + 1), two = std::to_string(2 * i + 2), members = one + " 0 " + two + " 9 ";
        row(1, bytes.size(), 0);
        bytes += std::to_string(11 + i) + " 0 obj\n" +
                 stream("/Type/ObjStm/N 2/First " + std::to_string(members.size()) + "/Filter/FlateDecode",
                        deflated(members + "(" + one + ")" + std::string(9 - one.size() - 2, ' ') + "(" + two + ")" + filler)) +
                 "\nendobj\n";
    }
    std::size_t const at = bytes.size();
    row(1, at, 0);
    bytes +=
        "16 0 obj\n" + stream("/Type/XRef/W[1 4 1]/Size 17/Filter/FlateDecode", deflated(rows)) + "\nendobj\nstartxref\n" + std::to_string(at) + "\n%%EOF\n";
    File const file = opened(bytes);
    for (std::uint32_t const odd : {1u, 0u})
        for (std::uint32_t number = 2 - odd; number <= 10; number += 2) CHECK(file.object(number).text == std::to_string(number));
    CHECK(file.fault().empty());
}

TEST_CASE("a newer revision wins") {
    std::string file = with_table({"<</V 1>>", "<</V 1>>"});
    std::size_t const previous = file.find("xref\n");
    std::size_t const object = file.size();
    file += "2 0 obj\n<</V 2>>\nendobj\n";
    std::size_t const table = file.size();
    std::string const digits = std::to_string(object);
    file += "xref\n2 1\n" + std::string(10 - digits.size(), '0') + digits + " 00000 n \ntrailer\n<</Root 1 0 R/Size 3/Prev " + std::to_string(previous) +
            ">>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
    File const read = opened(file);
    CHECK(read.object(1)["V"].integer == 1);
    CHECK(read.object(2)["V"].integer == 2);
    CHECK(read.revisions().size() == 2);
}

TEST_CASE("files that lead in circles or nowhere are refused or read as nothing") {
    std::string error;
    for (std::string const& text :
         {std::string(), std::string("%PDF-1.7\n"), std::string("%PDF-1.7\nstartxref\n9\n%%EOF"), std::string("%PDF-1.7\nstartxref\n999\n%%EOF"),
          std::string("%PDF-1.7\nxref\n0 99999999\ntrailer\n<<>>\nstartxref\n9\n%%EOF"),
          std::string("%PDF-1.7\nxref\n0 0\ntrailer\n<</Prev 9>>\nstartxref\n9\n%%EOF")}) {
        INFO(text);
        CHECK_FALSE(File::open(text, error));
        CHECK_FALSE(error.empty());
    }
    File const circle = opened(with_table({"2 0 R", "1 0 R", "<</Length 3 0 R>>\nstream\n\nendstream", "<</Length 99>>\nstream\nshort\nendstream"}));
    CHECK(circle.resolve(circle.object(1)).is(Kind::Null));
    CHECK(circle.object(3).is(Kind::Null));
    CHECK(circle.object(4).is(Kind::Null));
    CHECK_FALSE(circle.fault().empty());
}

TEST_CASE("a chain of streams that need each other's lengths does not exhaust the stack") {
    std::vector<std::string> objects;
    for (int i = 1; i <= 50'000; ++i) objects.push_back("<</Length " + std::to_string(i + 1) + " 0 R>>\nstream\n\nendstream");
    CHECK(opened(with_table(objects)).object(1).is(Kind::Null));
}

TEST_CASE("a stream that inflates without end is refused") {
    std::string const bomb = deflated(std::string(64u << 20, '\0'));
    CHECK_FALSE(inflate(bomb, 1u << 20));
    CHECK(inflate(bomb, 64u << 20)->size() == 64u << 20);
}

TEST_CASE("predictors are undone") {
    CHECK(without_predictor(std::string("\2\1\2\2\1\1", 6), 2, 1) == std::string("\1\2\2\3", 4));
    CHECK(without_predictor(std::string("\1\1\1\1", 4), 3, 1) == std::string("\1\2\3", 3));
    CHECK_FALSE(without_predictor("\5\1\1\1", 3, 1));
    CHECK_FALSE(without_predictor("\1\1\1", 3, 1));
}

TEST_CASE("text strings") {
    CHECK(text_of("plain") == "plain");
    CHECK(text_of(std::string_view("\xFE\xFF\xD8\x3D\xDE\x00", 6)) == "\xF0\x9F\x98\x80");
    CHECK(text_of("\xEF\xBB\xBF\xC3\xA9") == "\xC3\xA9");
    CHECK(text_of("\xE9") == "\xEF\xBF\xBD");
}

TEST_CASE("damaged files at worst give a fault") {
    std::string const whole = sample();
    std::mt19937 random(11);
    for (int round = 0; round < 3000; ++round) {
        std::string bytes = whole;
        for (auto n = 1 + random() % 4; n-- > 0;) bytes[random() % bytes.size()] = static_cast<char>(random());
        if (random() % 8 == 0) bytes.resize(random() % bytes.size());
        std::string error;
        if (auto const file = File::open(bytes, error)) {
            for (std::uint32_t number = 0; number < file->size() && number < 20; ++number) file->decoded(file->object(number), error);
            attached_files(*file, error);
        } else {
            CHECK_FALSE(error.empty());
        }
    }
}

TEST_CASE("a number that is used again is not read") {
    std::string const bytes = with_table({"<</Type/Catalog>>", "(a)"});
    auto const refused = [](std::string changed) {
        std::string error;
        auto const file = File::open(std::move(changed), error);
        if (file && file->object(2).is(Kind::Null)) error = file->fault();
        return error.find("is used again") != std::string::npos;
    };
    CHECK_FALSE(refused(bytes));
    std::string table = bytes, object = bytes;
    table.replace(table.rfind("00000 n"), 7, "00001 n");
    object.replace(object.find("2 0 obj"), 7, "2 1 obj");
    CHECK(refused(table));
    CHECK(refused(object));
}

TEST_CASE("cross references of two kinds are not read") {
    std::string error;
    CHECK_FALSE(File::open(with_table({"<</Type/Catalog>>"}, "/Root 1 0 R/XRefStm 9"), error));
    CHECK(error == "it has cross references of two kinds");
}
