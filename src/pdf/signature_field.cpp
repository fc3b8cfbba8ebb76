#include "pdf/signature_field.h"

#include "base/number.h"
#include "pdf/metadata.h"
#include "pdf/syntax.h"

namespace offprint::pdf {
namespace {

void append_words(std::string& out, std::string_view key, std::string const& words) {
    if (words.empty()) return;
    out += key;
    append_text_string(out, one_line(words));
}

}  // namespace

std::string signature_entries(SignatureWords const& words) {
    std::string out = words.is_time_stamp ? "/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161/ByteRange["
                                          : "/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[";
    out += kOpenRange;
    out += "]/Contents<";
    out.append(2 * words.room, '0');
    out += '>';
    if (words.is_time_stamp) return out;
    append_words(out, "/Name", words.name);
    append_words(out, "/Reason", words.reason);
    append_words(out, "/Location", words.location);
    append_words(out, "/M", pdf_date(words.date));
    if (words.certifies) out += "/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]";
    return out;
}

std::string signature_widget_entries(SignatureWords const& words, SignaturePlace const& place) {
    // F: Print and Locked. What has no area is not seen, and so needs no appearance (ISO 19005-2, 6.3.3).
    std::string out = "/Type/Annot/Subtype/Widget/FT/Sig/Rect[" + place.area + "]/F 132";
    if (place.appearance != 0) {
        out += "/AP<</N ";
        append_reference(out, place.appearance);
        out += ">>";
    }
    out += "/T";
    append_text_string(out, place.field);
    std::string const what = one_line(words.is_time_stamp ? "Time stamp of the document" : "Signature of " + words.name);
    out += "/TU";
    append_text_string(out, what);
    if (place.is_pdf2) {  // ISO 14289-2, 8.10.2.3: no label stands beside it
        out += "/Contents";
        append_text_string(out, what);
    }
    out += "/V ";
    append_reference(out, place.signature);
    out += "/P ";
    append_reference(out, place.page);
    if (place.struct_parent >= 0) {
        out += "/StructParent ";
        append_integer(out, place.struct_parent);
    }
    return out;
}

std::string evidence_entries(std::vector<std::uint32_t> const& certificates, std::vector<std::uint32_t> const& revocation_lists,
                             std::vector<std::uint32_t> const& ocsp_responses) {
    std::string out = "/Type/DSS";
    auto const append = [&](std::string_view key, std::vector<std::uint32_t> const& streams) {
        if (streams.empty()) return;
        out += key;
        for (std::uint32_t const stream : streams) {
            if (out.back() != '[') out += ' ';
            append_reference(out, stream);
        }
        out += ']';
    };
    append("/Certs[", certificates);
    append("/CRLs[", revocation_lists);
    append("/OCSPs[", ocsp_responses);
    return out;
}

}  // namespace offprint::pdf
