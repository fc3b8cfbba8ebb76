#include "sign/signatures.h"

#include <algorithm>
#include <set>

#include "fmt/format.h"
#include "pdf/signature_field.h"
#include "pdf/syntax.h"
#include "reader/attachments.h"
#include "reader/lexical.h"
#include "reader/parser.h"

namespace offprint::sign {
namespace {

using reader::Object;
using Kind = Object::Kind;

constexpr std::size_t kMostFields = 100;
constexpr std::size_t kMostRevisions = 32;  // each is read as a file of its own

/// A value and where it stands.
struct Token {
    Object value;
    std::size_t begin = 0, end = 0;
};

/// An entry of the dictionary of an object that stands at an offset; nothing if there is none, or more than one.
std::optional<Token> entry_at(std::string_view bytes, std::size_t offset, std::string_view key) {
    reader::Parser parser(bytes, offset);
    if (!parser.unsigned_integer() || !parser.unsigned_integer() || !parser.keyword("obj")) return std::nullopt;
    parser.skip_blanks();
    if (bytes.substr(parser.at(), 2) != "<<") return std::nullopt;
    parser = reader::Parser(bytes, parser.at() + 2);
    std::optional<Token> found;
    for (;;) {
        parser.skip_blanks();
        if (bytes.substr(parser.at(), 2) == ">>") return found;
        std::optional<Object> const name = parser.value();
        if (!name || !name->is(Kind::Name)) return std::nullopt;
        parser.skip_blanks();
        std::size_t const begin = parser.at();
        std::optional<Object> value = parser.value();
        if (!value) return std::nullopt;
        if (name->text != key) continue;
        if (found) return std::nullopt;
        found = Token{std::move(*value), begin, parser.at()};
    }
}

bool is_hex_digits(std::string_view text) {
    return text.size() % 2 == 0 &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); });
}

/// One past the end of the bytes at `at` that end a file: %%EOF and one end of line at most. Nothing if they do not.
std::optional<std::size_t> end_of_file_at(std::string_view bytes, std::size_t at) {
    if (bytes.substr(at, 5) != "%%EOF") return std::nullopt;
    at += 5;
    if (bytes.substr(at, 2) == "\r\n") return at + 2;
    return at < bytes.size() && (bytes[at] == '\n' || bytes[at] == '\r') ? at + 1 : at;
}

/// The end of the revision whose cross references begin at `section`.
std::optional<std::size_t> end_of_revision(std::string_view bytes, std::size_t section) {
    std::size_t at = section;
    while ((at = bytes.find("startxref", at)) != bytes.npos) {
        reader::Parser parser(bytes, at + 9);
        std::optional<std::uint64_t> const told = parser.unsigned_integer();
        if (told && *told == section) {
            while (parser.at() < bytes.size() && reader::is_white(bytes[parser.at()])) parser = reader::Parser(bytes, parser.at() + 1);
            return end_of_file_at(bytes, parser.at());
        }
        at += 9;
    }
    return std::nullopt;
}

bool ends_as_revision(std::string_view bytes, std::vector<std::size_t> const& ends, std::size_t end) {
    if (std::find(ends.begin(), ends.end(), end) != ends.end()) return true;
    // Some end before the end of line behind %%EOF.
    return end >= 5 && bytes.substr(end - 5, 5) == "%%EOF" &&
           std::any_of(ends.begin(), ends.end(), [&](std::size_t known) { return known > end && known <= end + 2; });
}

void add_fields(reader::File const& file, Object const& list, std::vector<Object const*>& out, int depth) {
    for (Object const& item : list.items) {
        if (depth > 8 || out.size() == kMostFields) return;
        Object const& field = file.resolve(item);
        if (file.at(field, "FT").is_name("Sig") && !field["V"].is(Kind::Null)) out.push_back(&field);
        add_fields(file, file.at(field, "Kids"), out, depth + 1);
    }
}

std::vector<Object const*> signed_fields(reader::File const& file) {
    std::vector<Object const*> out;
    add_fields(file, file.at(file.at(file.at(file.trailer(), "Root"), "AcroForm"), "Fields"), out, 0);
    return out;
}

/// Reads a field's signature as far as it can; says what is wrong.
std::string read_field(reader::File const& file, Object const& field, Signature& out) {
    std::string_view const bytes = file.bytes();
    out.field = reader::text_of(file.at(field, "T").text);
    Object const& dictionary = file.at(field, "V");
    for (auto const& [key, text] : {std::pair{"Name", &out.name}, {"Reason", &out.reason}, {"Location", &out.location}, {"M", &out.date}})
        *text = pdf::one_line(reader::text_of(file.at(dictionary, key).text));
    out.is_time_stamp = file.at(dictionary, "Type").is_name("DocTimeStamp");
    for (Object const& item : file.at(dictionary, "Reference").items) out.certifies |= file.at(item, "TransformMethod").is_name("DocMDP");
    std::string const wanted = out.is_time_stamp ? "ETSI.RFC3161" : "ETSI.CAdES.detached";
    if (!file.at(dictionary, "SubFilter").is_name(wanted)) return fmt::format("its SubFilter is not {}", wanted);
    std::optional<std::size_t> const offset = field["V"].is(Kind::Reference) ? file.offset_of(static_cast<std::uint32_t>(field["V"].integer)) : std::nullopt;
    if (!offset) return "its dictionary does not stand by itself";
    std::optional<Token> const contents = entry_at(bytes, *offset, "Contents"), range = entry_at(bytes, *offset, "ByteRange");
    if (!contents || !contents->value.is(Kind::String)) return "it has not exactly one Contents";
    if (!range || !range->value.is(Kind::Array) || range->value.items.size() != 4) return "ByteRange is not of two ranges";
    out.begin = contents->begin;
    out.end = contents->end;
    out.range = range->begin + 1;
    out.range_size = range->end - range->begin - 2;
    if (bytes[out.begin] != '<' || !is_hex_digits(bytes.substr(out.begin + 1, out.end - out.begin - 2))) return "Contents is not hexadecimal digits alone";
    out.contents = contents->value.text;
    return {};
}

std::string check_range(reader::File const& file, std::vector<std::size_t> const& ends, Signature& signature) {
    reader::Parser parser(file.bytes().substr(0, signature.range + signature.range_size), signature.range);
    std::uint64_t range[4];
    for (std::uint64_t& number : range) {
        std::optional<std::uint64_t> const read = parser.unsigned_integer();
        if (!read) return "ByteRange holds what is no offset";
        number = *read;
    }
    if (range[0] != 0) return "ByteRange does not begin at the beginning of the file";
    if (range[1] != signature.begin || range[2] != signature.end) return "ByteRange leaves out other bytes than the signature";
    std::size_t const size = file.bytes().size();
    if (range[2] > size || range[3] > size - range[2]) return "ByteRange ends past the end of the file";
    signature.revision_end = static_cast<std::size_t>(range[2] + range[3]);
    if (!ends_as_revision(file.bytes(), ends, signature.revision_end)) return "ByteRange does not end where a revision of the file ends";
    return {};
}

}  // namespace

Signatures read_signatures(reader::File const& file) {
    Signatures out;
    std::vector<std::size_t> const ends = revision_ends(file);
    std::set<std::size_t> holes;
    for (Object const* const field : signed_fields(file)) {
        Signature signature;
        std::string why = read_field(file, *field, signature);
        if (why.empty()) why = check_range(file, ends, signature);
        if (why.empty() && !holes.insert(signature.begin).second) why = "another field has the same signature";
        if (why.empty())
            out.all.push_back(std::move(signature));
        else
            out.wrong.push_back({Finding::Kind::Differs, "byte range", fmt::format("signature '{}': {}", signature.field, why)});
    }
    return out;
}

std::optional<Signature> open_hole(reader::File const& file) {
    std::optional<Signature> out;
    for (Object const* const field : signed_fields(file)) {
        Signature signature;
        if (!read_field(file, *field, signature).empty() || file.bytes().substr(signature.range, signature.range_size) != pdf::kOpenRange) continue;
        if (out) return std::nullopt;
        out = std::move(signature);
    }
    return out;
}

void close_range(std::string& bytes, Signature& signature) {
    signature.revision_end = bytes.size();
    std::string range = fmt::format("0 {} {} {}", signature.begin, signature.end, bytes.size() - signature.end);
    range.resize(signature.range_size, ' ');
    bytes.replace(signature.range, signature.range_size, range);
}

bool fill(std::string& bytes, Signature const& signature, std::string_view der) {
    if (2 * der.size() > signature.end - signature.begin - 2) return false;
    std::string digits;
    for (char const c : der) pdf::append_hex2(digits, static_cast<unsigned char>(c));
    bytes.replace(signature.begin + 1, digits.size(), digits);
    return true;
}

std::vector<std::size_t> revision_ends(reader::File const& file) {
    std::vector<std::size_t> out;
    if (file.revisions().size() > kMostRevisions) return out;
    for (std::size_t const section : file.revisions()) {
        std::optional<std::size_t> const end = end_of_revision(file.bytes(), section);
        std::string error;
        if (!end) continue;
        if (*end == file.bytes().size() || reader::File::open(std::string(file.bytes().substr(0, *end)), error)) out.push_back(*end);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    if (out.empty() || out.back() != file.bytes().size()) return {};
    return out;
}

std::optional<std::string_view> der_before_zeros(std::string_view bytes) {
    if (bytes.size() < 2) return std::nullopt;
    auto const byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
    std::size_t size = byte(1), head = 2;
    if (size >= 0x80) {
        std::size_t const count = size - 0x80;
        if (count < 1 || count > 4 || bytes.size() < 2 + count) return std::nullopt;
        size = 0;
        for (std::size_t i = 0; i < count; ++i) size = size << 8 | byte(2 + i);
        head += count;
    }
    if (size > bytes.size() - head) return std::nullopt;
    std::string_view const rest = bytes.substr(head + size);
    if (std::any_of(rest.begin(), rest.end(), [](char c) { return c != '\0'; })) return std::nullopt;
    return bytes.substr(0, head + size);
}

}  // namespace offprint::sign
