#include "archive/record.h"

#include <array>

namespace offprint::archive {
namespace {

constexpr std::array<std::uint32_t, 256> make_crc_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t c = i;
        for (int bit = 0; bit < 8; ++bit) c = (c & 1) != 0 ? (c >> 1) ^ 0x82F63B78u : c >> 1;
        table[i] = c;
    }
    return table;
}
constexpr auto kCrcTable = make_crc_table();

void append_u32(std::string& out, std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>((value >> shift) & 0xFF);
}

std::uint32_t u32_at(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    return value;
}

std::uint32_t crc_of_frame(std::string_view length, std::string_view bytes) {
    std::string all(length);
    all += bytes;
    return crc32c(all);
}

}  // namespace

std::string to_bytes(Record const& record) {
    Map map;
    map.emplace("v", std::int64_t{1});
    map.emplace("seq", static_cast<std::int64_t>(record.seq));
    map.emplace("time", record.time);
    map.emplace("prev", record.prev);
    map.emplace("actor", Map{{"id", record.actor.id}, {"host", record.actor.host}, {"program", record.actor.program}, {"version", record.actor.version}});
    map.emplace("action", record.action);
    if (!record.object.empty()) map.emplace("object", record.object);
    if (!record.report.empty()) map.emplace("report", record.report);
    map.emplace("detail", record.detail);
    return canonical(Value(std::move(map)));
}

std::optional<Record> read_record(std::string_view bytes) {
    auto const value = read_canonical(bytes);
    Map const* const map = value ? value->map() : nullptr;
    if (map == nullptr || number_at(*map, "v") != 1 || number_at(*map, "seq") < 0) return std::nullopt;
    Map const* const actor = map_at(*map, "actor");
    Map const* const detail = map_at(*map, "detail");
    if (actor == nullptr || detail == nullptr) return std::nullopt;
    Record out;
    out.seq = static_cast<std::uint64_t>(number_at(*map, "seq"));
    out.time = text_at(*map, "time");
    out.prev = text_at(*map, "prev");
    out.actor = {text_at(*actor, "id"), text_at(*actor, "host"), text_at(*actor, "program"), text_at(*actor, "version")};
    out.action = text_at(*map, "action");
    out.object = text_at(*map, "object");
    out.report = text_at(*map, "report");
    out.detail = *detail;
    // Members that a record does not have, or of another kind, would be lost here and so change the bytes.
    if (to_bytes(out) != bytes) return std::nullopt;
    return out;
}

Sha256Digest leaf_hash(std::string_view bytes) {
    Sha256 hash;
    hash.add(std::string_view("\0", 1));
    hash.add(bytes);
    return hash.finish();
}

std::uint32_t crc32c(std::string_view bytes) {
    std::uint32_t c = 0xFFFFFFFFu;
    for (char const byte : bytes) c = kCrcTable[(c ^ static_cast<unsigned char>(byte)) & 0xFF] ^ (c >> 8);
    return c ^ 0xFFFFFFFFu;
}

std::string framed(std::string_view bytes) {
    std::string out;
    append_u32(out, static_cast<std::uint32_t>(bytes.size()));
    append_u32(out, crc_of_frame(out, bytes));
    return out += bytes;
}

Frame read_frame(std::string_view segment, std::size_t at) {
    std::string_view const rest = segment.substr(at);
    if (rest.size() < 8) return {Frame::Kind::Torn, {}, 0};
    // A file may have grown before its bytes came to the disk.
    if (rest.find_first_not_of('\0') == rest.npos) return {Frame::Kind::Torn, {}, 0};
    std::size_t const length = u32_at(rest, 0);
    if (length > kLongestRecord) return {Frame::Kind::Damaged, {}, 0};
    if (length > rest.size() - 8) return {Frame::Kind::Torn, {}, 0};
    std::string_view const bytes = rest.substr(8, length);
    if (crc_of_frame(rest.substr(0, 4), bytes) == u32_at(rest, 4)) return {Frame::Kind::Whole, bytes, at + 8 + length};
    return {length == rest.size() - 8 ? Frame::Kind::Torn : Frame::Kind::Damaged, {}, 0};
}

std::optional<Sha256Digest> digest_of_hex(std::string_view hex) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    Sha256Digest out{};
    if (hex.size() != 2 * out.size()) return std::nullopt;
    for (std::size_t i = 0; i < hex.size(); ++i) {
        std::size_t const digit = kDigits.find(hex[i]);
        if (digit == kDigits.npos) return std::nullopt;
        out[i / 2] = static_cast<std::uint8_t>(out[i / 2] << 4 | digit);
    }
    return out;
}

}  // namespace offprint::archive
