#include "pdf/attachments.h"

#include <hpdf_encrypt.h>

#include <algorithm>
#include <vector>

#include "base/number.h"
#include "pdf/deflate.h"
#include "pdf/metadata.h"
#include "pdf/syntax.h"

namespace offprint::pdf {
namespace {

std::string_view relationship_name(Relationship relationship) {
    switch (relationship) {
        case Relationship::Source: return "Source";
        case Relationship::Data: return "Data";
        case Relationship::Supplement: return "Supplement";
    }
    return "Unspecified";
}

/// A media type as a name: its slash is no delimiter (6.8-1).
std::string mime_name(std::string_view mime) {
    std::string out;
    for (char const c : mime) {
        if (c == '/')
            out += "#2F";
        else
            out += c;
    }
    return out;
}

/// The check sum that the format asks for (ISO 32000-1, table 46); what proves the bytes is the SHA-256 in the manifest.
void append_md5(std::string& out, std::string_view bytes) {
    HPDF_MD5_CTX context;
    HPDF_BYTE digest[16];
    HPDF_MD5Init(&context);
    for (std::size_t at = 0; at < bytes.size();) {
        auto const some = static_cast<HPDF_UINT32>(std::min<std::size_t>(bytes.size() - at, 1u << 30));
        HPDF_MD5Update(&context, reinterpret_cast<HPDF_BYTE const*>(bytes.data() + at), some);
        at += some;
    }
    HPDF_MD5Final(digest, &context);
    out += '<';
    for (std::size_t i = 0; i < 16; i += 2) append_hex4(out, static_cast<std::uint32_t>(digest[i] << 8 | digest[i + 1]));
    out += '>';
}

}  // namespace

std::string write_attachments(Haru& haru, std::span<Attachment const> files, std::string const& date) {
    if (files.empty()) return {};
    std::vector<Attachment const*> sorted;
    for (Attachment const& file : files) sorted.push_back(&file);
    std::sort(sorted.begin(), sorted.end(), [](Attachment const* a, Attachment const* b) { return a->name < b->name; });
    std::string associated = "/AF[", names = "/Names<</EmbeddedFiles<</Names[";
    for (Attachment const* const file : sorted) {
        std::string entries = "/Type/EmbeddedFile/Subtype/" + mime_name(file->mime) + "/Params<</Size ";
        append_integer(entries, static_cast<std::int64_t>(file->bytes.size()));
        for (std::string_view const key : {"/CreationDate", "/ModDate"}) {
            entries += key;
            append_literal_string(entries, pdf_date(date));
        }
        entries += "/CheckSum";
        append_md5(entries, file->bytes);
        HPDF_Dict const stream = haru.add_stream(entries + ">>/Filter/FlateDecode", deflate(file->bytes));
        std::string body = "/Type/Filespec";
        for (std::string_view const key : {"/F", "/UF"}) {
            body += key;
            append_text_string(body, file->name);
        }
        body += "/Desc";
        append_text_string(body, file->description);
        body += "/AFRelationship/";
        body += relationship_name(file->relationship);
        body += "/EF<</F ";
        append_reference(body, number_of(stream));
        body += "/UF ";
        append_reference(body, number_of(stream));
        HPDF_Dict const specification = haru.add_object(body + ">>");
        if (associated.back() != '[') associated += ' ';
        append_reference(associated, number_of(specification));
        append_text_string(names, file->name);
        append_reference(names, number_of(specification));
    }
    return associated + ']' + names + "]>>>>";
}

}  // namespace offprint::pdf
