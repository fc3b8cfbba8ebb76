#include "sign/revision.h"

#include <algorithm>

#include "base/number.h"
#include "base/sha256.h"
#include "pdf/syntax.h"
#include "sign/serialize.h"

namespace offprint::sign {
namespace {

constexpr std::string_view kZeroHalf = "<00000000000000000000000000000000>";

using Offsets = std::map<std::uint32_t, std::size_t>;

/// Stretches of consecutive numbers.
template <class Call>
void each_stretch(Offsets const& offsets, Call const& call) {
    for (auto first = offsets.begin(); first != offsets.end();) {
        auto last = std::next(first);
        std::uint32_t count = 1;
        while (last != offsets.end() && last->first == first->first + count) ++last, ++count;
        call(first, last, count);
        first = last;
    }
}

std::string table_of(Offsets const& offsets) {
    std::string out = "xref\n";
    each_stretch(offsets, [&](auto first, auto last, std::uint32_t count) {
        append_integer(out, first->first);
        out += ' ';
        append_integer(out, count);
        out += '\n';
        for (; first != last; ++first) {
            std::string const digits = std::to_string(first->second);
            out.append(10 - std::min<std::size_t>(10, digits.size()), '0');
            out += digits + " 00000 n \n";
        }
    });
    return out;
}

/// Rows of a cross-reference stream: kind, offset in eight bytes, generation.
std::string rows_of(Offsets const& offsets) {
    std::string out;
    for (auto const& [number, offset] : offsets) {
        out += '\1';
        for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(offset >> shift & 0xFF);
        out += '\0';
    }
    return out;
}

std::string index_of(Offsets const& offsets) {
    std::string out = "/Index[";
    each_stretch(offsets, [&](auto first, auto, std::uint32_t count) {
        if (out.back() != '[') out += ' ';
        append_integer(out, first->first);
        out += ' ';
        append_integer(out, count);
    });
    return out + ']';
}

void append_head(std::string& out, std::uint32_t number) {
    append_integer(out, number);
    out += " 0 obj\n";
}

}  // namespace

std::uint32_t Revision::first_free(reader::File const& file) {
    reader::Object const& size = file.trailer()["Size"];
    std::uint32_t const told =
        size.is(reader::Object::Kind::Integer) && size.integer > 0 && size.integer <= reader::kMostObjects ? static_cast<std::uint32_t>(size.integer) : 1;
    return std::max(told, file.size());
}

std::uint32_t Revision::add_stream(std::string_view bytes, std::string_view entries) {
    std::string body = "<<";
    body += entries;
    body += "/Length ";
    append_integer(body, static_cast<std::int64_t>(bytes.size()));
    body += ">>\nstream\n";
    body += bytes;
    body += "\nendstream";
    return add(std::move(body));
}

std::string Revision::trailer_entries(std::string const& identifier) const {
    std::string out;
    for (std::string_view const key : {"Root", "Info"}) {
        reader::Object const& value = file_.trailer()[key];
        if (value.is(reader::Object::Kind::Null)) continue;
        out += '/';
        out += key;
        out += ' ';
        append_value(out, value);
    }
    out += identifier;
    out += "/Prev ";
    append_integer(out, static_cast<std::int64_t>(file_.revisions().front()));
    return out;
}

std::string Revision::finish() const {
    std::string out(file_.bytes());
    if (!out.empty() && out.back() != '\n' && out.back() != '\r') out += '\n';
    std::size_t const begin = out.size();
    Offsets offsets;
    for (auto const& [number, body] : bodies_) {
        offsets[number] = out.size();
        append_head(out, number);
        out += body;
        out += "\nendobj\n";
    }
    std::string identifier;
    reader::Object const& halves = file_.resolve(file_.trailer()["ID"]);
    if (halves.items.size() == 2) {
        identifier = "/ID[";
        append_value(identifier, file_.resolve(halves.items[0]));
        identifier += kZeroHalf;
        identifier += ']';
    }
    std::size_t const table = out.size();
    bool const has_tables = file_.bytes().substr(file_.revisions().front()).starts_with("xref");
    std::uint32_t const size = next_ + (has_tables ? 0 : 1);
    if (has_tables) {
        out += table_of(offsets) + "trailer\n<</Size ";
        append_integer(out, size);
        out += trailer_entries(identifier) + ">>\n";
    } else {
        offsets[next_] = table;
        append_head(out, next_);
        std::string const rows = rows_of(offsets);
        out += "<</Type/XRef/Size ";
        append_integer(out, size);
        out += "/W[1 8 1]" + index_of(offsets) + trailer_entries(identifier) + "/Length ";
        append_integer(out, static_cast<std::int64_t>(rows.size()));
        out += ">>\nstream\n" + rows + "\nendstream\nendobj\n";
    }
    out += "startxref\n";
    append_integer(out, static_cast<std::int64_t>(table));
    out += "\n%%EOF\n";
    // The second half tells revisions apart (14.4): the digest of all bytes with zeros in its place.
    if (std::size_t const half = identifier.empty() ? out.npos : out.find(kZeroHalf, std::max(begin, table)); half != out.npos)
        out.replace(half + 1, kZeroHalf.size() - 2, to_hex(sha256(out)).substr(0, kZeroHalf.size() - 2));
    return out;
}

}  // namespace offprint::sign
