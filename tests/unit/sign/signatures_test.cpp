#include "sign/signatures.h"

#include <random>

#include "sign/field.h"
#include "small_file.h"

using namespace offprint;
using small_file::opened;
using small_file::tagged_page;
using small_file::with_table;

namespace {

/// A file with a field whose hole is closed and filled by what looks like DER.
std::string signed_file() {
    std::string error;
    pdf::SignatureWords words{"Ada", "Release", "London", "2026-06-15T16:30:00Z"};
    words.room = 64;
    std::string bytes = *sign::with_addition(opened(with_table(tagged_page())), {words, {}}, error);
    auto hole = sign::open_hole(opened(bytes));
    REQUIRE(hole);
    sign::close_range(bytes, *hole);
    REQUIRE(sign::fill(bytes, *hole, std::string("\x30\x03\x02\x01\x05", 5)));
    return bytes;
}

std::string with_range(std::string bytes, std::string range) {
    std::size_t const at = bytes.find("/ByteRange[") + 11, end = bytes.find(']', at);
    range.resize(end - at, ' ');
    return bytes.replace(at, end - at, range);
}

std::string why(std::string const& bytes) {
    sign::Signatures const read = sign::read_signatures(opened(bytes));
    CHECK(read.all.empty());
    return read.wrong.size() == 1 ? read.wrong[0].words : std::to_string(read.wrong.size()) + " faults";
}

}  // namespace

TEST_CASE("a signature is read as it stands") {
    std::string const bytes = signed_file();
    sign::Signatures const read = sign::read_signatures(opened(bytes));
    CHECK(read.wrong.empty());
    REQUIRE(read.all.size() == 1);
    sign::Signature const& signature = read.all[0];
    CHECK(signature.field == "Signature1");
    CHECK(signature.name == "Ada");
    CHECK(signature.location == "London");
    CHECK(signature.revision_end == bytes.size());
    CHECK(bytes[signature.begin] == '<');
    CHECK(bytes[signature.end - 1] == '>');
    CHECK(signature.contents.size() == 64);
    CHECK(sign::der_before_zeros(signature.contents) == std::string("\x30\x03\x02\x01\x05", 5));
    auto const pieces = signature.pieces(bytes);
    CHECK(pieces[0].size() + pieces[1].size() + 130 == bytes.size());
    CHECK_FALSE(sign::open_hole(opened(bytes)));
}

TEST_CASE("a signature longer than its hole does not go in") {
    std::string error;
    pdf::SignatureWords words{"Ada", "", "", ""};
    words.room = 8;
    std::string bytes = *sign::with_addition(opened(with_table(tagged_page())), {words, {}}, error);
    auto const hole = sign::open_hole(opened(bytes));
    REQUIRE(hole);
    CHECK_FALSE(sign::fill(bytes, *hole, std::string(9, 'x')));
    CHECK(sign::fill(bytes, *hole, std::string(8, 'x')));
}

TEST_CASE("ByteRange is taken at its word and held against the file") {
    std::string const bytes = signed_file();
    sign::Signature const s = sign::read_signatures(opened(bytes)).all.at(0);
    auto const range = [&](std::size_t a, std::size_t b, std::size_t c, std::size_t d) {
        return with_range(bytes, std::to_string(a) + " " + std::to_string(b) + " " + std::to_string(c) + " " + std::to_string(d));
    };
    std::size_t const rest = bytes.size() - s.end;
    CHECK(sign::read_signatures(opened(range(0, s.begin, s.end, rest))).all.size() == 1);
    // Before the end of line behind %%EOF, as some programs sign.
    CHECK(sign::read_signatures(opened(range(0, s.begin, s.end, rest - 1))).all.size() == 1);
    CHECK(why(range(1, s.begin - 1, s.end, rest)).find("does not begin at the beginning") != std::string::npos);
    for (auto const& [b, c] :
         {std::pair{s.begin - 1, s.end}, {s.begin + 1, s.end}, {s.begin, s.end - 1}, {s.begin, s.end + 1}, {s.end, s.begin}, {s.begin, s.begin}})
        CHECK(why(range(0, b, c, rest)).find("leaves out other bytes") != std::string::npos);
    for (std::size_t const d : {std::size_t{0}, rest - 2, rest - 7})
        CHECK(why(range(0, s.begin, s.end, d)).find("does not end where a revision") != std::string::npos);
    CHECK(why(range(0, s.begin, s.end, rest + 1)).find("past the end") != std::string::npos);
    CHECK(why(with_range(bytes, "0 1 2")).find("not of two ranges") != std::string::npos);
    CHECK(why(with_range(bytes, "0 1 2 -3")).find("no offset") != std::string::npos);
    CHECK(why(with_range(bytes, "0 1 2 9999999999999999999999")).size() > 10);
}

TEST_CASE("the hole holds hexadecimal digits and nothing else") {
    std::string bytes = signed_file();
    sign::Signature const s = sign::read_signatures(opened(bytes)).all.at(0);
    bytes[s.begin + 5] = ' ';
    CHECK(why(bytes).find("hexadecimal digits alone") != std::string::npos);
}

TEST_CASE("a file must end as a file does") {
    std::string const bytes = signed_file();
    CHECK(sign::revision_ends(opened(bytes)).size() == 2);
    CHECK(sign::revision_ends(opened(bytes)).back() == bytes.size());
    for (std::string const tail : {"\n", " ", "x", "%%EOF\n"}) CHECK(sign::revision_ends(opened(bytes + tail)).empty());
}

TEST_CASE("DER ends where it says, and zeros follow") {
    auto const der = [](std::string const& bytes) { return sign::der_before_zeros(bytes).has_value(); };
    CHECK(der(std::string("\x30\x01\x00", 3)));
    CHECK(der(std::string("\x30\x00\x00\x00", 4)));
    CHECK(der("\x30\x81\x80" + std::string(0x80, 'x') + std::string(5, '\0')));
    CHECK_FALSE(der(std::string("\x30\x01\x00\x01", 4)));
    CHECK_FALSE(der("\x30\x05"));
    CHECK_FALSE(der("\x30\x85\x01\x01\x01\x01\x01"));
    CHECK_FALSE(der("\x30\x80"));
    CHECK_FALSE(der("\x30"));
}

TEST_CASE("any damage to a signed file is at worst a fault") {
    std::string const whole = signed_file();
    std::mt19937 random(7);
    for (int round = 0; round < 3000; ++round) {
        std::string bytes = whole;
        for (unsigned i = 0; i < 1 + random() % 4; ++i) bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
        if (random() % 8 == 0) bytes.resize(random() % bytes.size());
        std::string error;
        auto const file = reader::File::open(bytes, error);
        if (!file) continue;
        for (sign::Signature const& signature : sign::read_signatures(*file).all) {
            REQUIRE(signature.begin < signature.end);
            REQUIRE(signature.end <= signature.revision_end);
            REQUIRE(signature.revision_end <= bytes.size());
            sign::der_before_zeros(signature.contents);
        }
    }
}
