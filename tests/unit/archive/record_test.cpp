#include "archive/record.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "archive/log.h"

using namespace offprint;
using namespace offprint::archive;

namespace {

Record example(std::uint64_t seq, std::string prev) {
    Record r;
    r.seq = seq;
    r.time = "2026-06-15T12:00:00Z";
    r.prev = std::move(prev);
    r.actor = {"ada", "host", "offprint", "0.1.0"};
    r.action = "approve";
    r.report = "r1";
    r.detail = {{"words", "a \"quote\"\n"}, {"list", list_of({"x", "y"})}, {"n", std::int64_t{-3}}, {"yes", true}};
    return r;
}

/// A segment of records that follow each other, and where each frame begins.
std::string segment_of(std::size_t count, std::vector<std::size_t>* begins = nullptr) {
    std::string out, prev;
    for (std::size_t i = 0; i < count; ++i) {
        std::string const bytes = to_bytes(example(i, prev));
        if (begins != nullptr) begins->push_back(out.size());
        out += framed(bytes);
        prev = to_hex(leaf_hash(bytes));
    }
    return out;
}

}  // namespace

TEST_CASE("canonical JSON is that of RFC 8785") {
    // Keys by UTF-16: U+1F600 (a surrogate pair) comes before U+FB33. This is the order of the RFC's own example, 3.2.3.
    Value const value(Map{{"\xEF\xAC\xB3", "Hebrew"}, {"\xF0\x9F\x98\x80", "Smiley"}, {"\r", "CR"}, {"1", "One"}, {"\xC3\xB6", "o"}});
    CHECK(canonical(value) == "{\"\\r\":\"CR\",\"1\":\"One\",\"\xC3\xB6\":\"o\",\"\xF0\x9F\x98\x80\":\"Smiley\",\"\xEF\xAC\xB3\":\"Hebrew\"}");
    CHECK(canonical(Value("\b\t\n\f\r\x01\x1f\x7f\"\\/\xE2\x82\xAC")) == "\"\\b\\t\\n\\f\\r\\u0001\\u001f\x7f\\\"\\\\/\xE2\x82\xAC\"");
    CHECK(canonical(Value(List{Value(std::int64_t{-9007199254740992}), Value(true), Value(Map{})})) == "[-9007199254740992,true,{}]");
}

TEST_CASE("only canonical JSON is read") {
    for (char const* const good : {"{}", "{\"a\":[1,-2,\"x\",false,{}]}", "\"\\u0001\""}) CHECK(read_canonical(good));
    for (char const* const bad :
         {"", "{ }", "{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":1}", "1.0", "1e3", "01", "-0", "null", "[9007199254740993]", "[18446744073709551615]", "\"\\u0041\"",
          "\"\\u000A\"", "\"\\/\"", "\"\xff\"", "{} ", "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]"})
        CHECK_FALSE(read_canonical(bad));
    CHECK_FALSE(read_canonical(std::string(1'000'000, '[')));
}

TEST_CASE("crc32c is Castagnoli's") {
    CHECK(crc32c("123456789") == 0xE3069283u);
    CHECK(crc32c(std::string(32, '\0')) == 0x8A9136AAu);  // RFC 3720, B.4
}

TEST_CASE("a record is read as it was written") {
    Record const record = example(7, std::string(64, 'a'));
    auto const back = read_record(to_bytes(record));
    REQUIRE(back);
    CHECK(to_bytes(*back) == to_bytes(record));
    CHECK(back->detail == record.detail);
    std::string const bytes = to_bytes(record);
    CHECK_FALSE(read_record(bytes.substr(0, bytes.size() - 1) + ",\"zz\":1}"));
}

TEST_CASE("a tail that is torn anywhere gives the records before it") {
    std::vector<std::size_t> begins;
    std::string const segment = segment_of(4, &begins);
    begins.push_back(segment.size());
    for (std::size_t cut = 0; cut <= segment.size(); ++cut) {
        Log const log = read_log({{segment_name(0), segment.substr(0, cut)}});
        auto const whole = static_cast<std::size_t>(std::upper_bound(begins.begin(), begins.end(), cut) - begins.begin()) - 1;
        CHECK(log.fault.empty());
        CHECK(log.entries.size() == whole);
        CHECK(log.torn.size() == cut - begins[whole]);
        CHECK(log.whole == begins[whole]);
        // Bytes that the file had grown by, and that never came.
        CHECK(read_log({{segment_name(0), segment.substr(0, begins[whole]) + std::string(cut, '\0')}}).entries.size() == whole);
    }
}

TEST_CASE("every flipped bit of a log is a fault, or leaves fewer records") {
    std::string segment = segment_of(4);
    for (std::size_t at = 0; at < segment.size(); ++at)
        for (int bit = 0; bit < 8; ++bit) {
            segment[at] = static_cast<char>(segment[at] ^ (1 << bit));
            Log const log = read_log({{segment_name(0), segment}});
            CHECK((!log.fault.empty() || log.entries.size() < 4));
            segment[at] = static_cast<char>(segment[at] ^ (1 << bit));
        }
}

TEST_CASE("records that do not follow each other are a fault") {
    std::string const first = to_bytes(example(0, ""));
    std::string const leaf = to_hex(leaf_hash(first));
    auto const fault = [&](Record const& second) { return read_log({{segment_name(0), framed(first) + framed(to_bytes(second))}}).fault; };
    CHECK(fault(example(1, leaf)).empty());
    CHECK_FALSE(fault(example(2, leaf)).empty());
    CHECK_FALSE(fault(example(1, std::string(64, '0'))).empty());
    Record earlier = example(1, leaf);
    earlier.time = "2026-06-15T11:59:59Z";
    CHECK_FALSE(fault(earlier).empty());
    earlier.time = "yesterday";
    CHECK_FALSE(fault(earlier).empty());
    CHECK_FALSE(read_log({{segment_name(1), framed(first)}}).fault.empty());
    CHECK_FALSE(read_log({{segment_name(0), framed(first).substr(0, 20)}, {segment_name(1), framed(to_bytes(example(1, leaf)))}}).fault.empty());
}

TEST_CASE("any bytes at worst give a fault") {
    std::mt19937 random(8785);
    std::string const good = segment_of(3);
    for (int round = 0; round < 3000; ++round) {
        std::string bytes = good;
        for (int change = 0; change < 1 + round % 5; ++change) {
            std::size_t const at = random() % bytes.size();
            switch (random() % 3) {
                case 0: bytes[at] = static_cast<char>(random()); break;
                case 1: bytes.erase(at, random() % 9); break;
                default: bytes.insert(at, random() % 9, static_cast<char>(random())); break;
            }
        }
        Log const log = read_log({{segment_name(0), bytes}});
        CHECK((bytes == good || !log.fault.empty() || log.entries.size() <= 3));
    }
}
