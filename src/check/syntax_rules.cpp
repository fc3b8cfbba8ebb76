// The file's outside: header, trailer, and limits of all its values.
#include <algorithm>
#include <cmath>
#include <utility>

#include "base/utf8.h"
#include "check/context.h"
#include "reader/attachments.h"

namespace offprint::check {
namespace {

constexpr std::string_view kFilters[] = {"ASCIIHexDecode", "ASCII85Decode", "FlateDecode", "RunLengthDecode",
                                         "CCITTFaxDecode", "JBIG2Decode",   "DCTDecode",   "JPXDecode"};
constexpr std::string_view kActions[] = {"GoTo", "GoToR", "GoToE", "Thread", "URI", "Named", "SubmitForm"};
constexpr std::string_view kTurns[] = {"NextPage", "PrevPage", "FirstPage", "LastPage"};
constexpr std::string_view kBlendModes[] = {"Normal",    "Compatible", "Multiply",   "Screen",    "Overlay", "Darken",     "Lighten", "ColorDodge", "ColorBurn",
                                            "HardLight", "SoftLight",  "Difference", "Exclusion", "Hue",     "Saturation", "Color",   "Luminosity"};
constexpr std::string_view kIntents[] = {"RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"};

template <std::size_t N>
bool is_one_of(std::string_view word, std::string_view const (&words)[N]) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_language(std::string_view tag) {
    if (tag.empty()) return true;
    std::size_t length = 0;
    bool first = true;
    for (char const c : tag) {
        if (c == '-') {
            if (length == 0) return false;
            length = 0;
            first = false;
            continue;
        }
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!(letter || (!first && c >= '0' && c <= '9')) || ++length > 8) return false;
    }
    return length > 0;
}

/// Looks at every value of every object; what a value is follows from its keys and from the key that it stands under.
class ObjectChecker {
public:
    explicit ObjectChecker(Context& context) : context_(context), file_(context.file) {}

    void check_value(std::uint32_t number, Object const& value) {
        number_ = number;
        visit(value, {});
    }

private:
    void find(std::string_view rule, std::string words) { context_.find(rule, number_, std::move(words)); }

    void visit(Object const& value, std::string_view key) {
        switch (value.kind) {
            case Kind::Integer:
                if (value.integer > 2147483647 || value.integer < -2147483648LL) find("integer-range", std::to_string(value.integer));
                break;
            case Kind::Real:
                if (!(std::abs(value.real) <= 3.403e38)) find("real-range", std::to_string(value.real));
                break;
            case Kind::Name: check_name(value.text, key); break;
            case Kind::String:
                if (value.text.size() > 32767) find("string-length", std::to_string(value.text.size()) + " bytes");
                if (key == "Lang" && !is_language(reader::text_of(value.text))) find("language-form", "'" + reader::text_of(value.text) + "'");
                break;
            case Kind::Array:
                for (Object const& item : value.items) visit(item, key);
                break;
            case Kind::Dictionary:
            case Kind::Stream: check_dictionary(value, key); break;
            default: break;
        }
    }

    void check_name(std::string const& name, std::string_view key) {
        if (name.size() > 127) find("name-length", std::to_string(name.size()) + " bytes");
        if (utf8::find_invalid(name) != std::string_view::npos) find("name-utf8", "a name under " + std::string(key));
        if (key == "Intent" && number_ != 0 && in_image_ && !is_one_of(name, kIntents)) find("rendering-intent", name);
        if (key == "RI" && !is_one_of(name, kIntents)) find("rendering-intent", name);
    }

    void check_dictionary(Object const& value, std::string_view key) {
        if (value.is(Kind::Stream)) check_stream(value);
        Object const &type = value["Type"], &subtype = value["Subtype"];
        bool const was_image = std::exchange(in_image_, subtype.is_name("Image"));
        if (in_image_) check_image(value);
        if (subtype.is_name("Form")) check_form(value);
        if (subtype.is_name("PS")) find("no-postscript", "an XObject of PostScript");
        if (type.is_name("ExtGState")) check_state(value);
        if (key == "A" || key == "OpenAction" || key == "Next") check_action(value);
        if (type.is_name("Page")) check_page(value);
        bool const named = !file_.resolve(value["F"]).text.empty() && !file_.resolve(value["UF"]).text.empty();
        if (!value["EF"].is(Kind::Null) && !named) find("attachment-names", "F or UF is missing");
        if (key == "AA")
            for (Object const& action : value.items)
                if (file_.resolve(action).is(Kind::Dictionary)) check_action(file_.resolve(action));
        if (value["FT"].is(Kind::Name) && !value["AA"].is(Kind::Null)) find("field-actions", "a field has AA");
        for (std::size_t i = 0; i < value.keys.size(); ++i) {
            if (value.keys[i].size() > 127) find("name-length", std::to_string(value.keys[i].size()) + " bytes");
            Object const& item = value.items[i];
            visit(item, value.keys[i]);
            bool const acts = value.keys[i] == "A" || value.keys[i] == "OpenAction" || value.keys[i] == "Next";
            if (acts && item.is(Kind::Reference) && file_.resolve(item).is(Kind::Dictionary)) check_action(file_.resolve(item));
            // States that stand as objects of their own are not known by their Type alone.
            if (key == "ExtGState" && file_.resolve(item).is(Kind::Dictionary)) check_state(file_.resolve(item));
        }
        in_image_ = was_image;
    }

    void check_stream(Object const& stream) {
        for (std::string_view const outside : {"F", "FFilter", "FDecodeParms"})
            if (!stream[outside].is(Kind::Null)) find("external-stream", "a stream with " + std::string(outside));
        Object const& filter = file_.resolve(stream["Filter"]);
        auto const check = [&](Object const& name) {
            Object const& is = file_.resolve(name);
            if (is.is(Kind::Name) && !is_one_of(is.text, kFilters)) find("stream-filter", is.text);
        };
        if (filter.is(Kind::Array))
            for (Object const& name : filter.items) check(name);
        else
            check(filter);
    }

    void check_image(Object const& image) {
        if (!image["Alternates"].is(Kind::Null)) find("image-alternates", "a picture with Alternates");
        if (!image["OPI"].is(Kind::Null)) find("no-opi", "a picture with OPI");
        if (file_.resolve(image["Interpolate"]).boolean) find("interpolate", "a picture with Interpolate");
        std::int64_t const bits = file_.resolve(image["BitsPerComponent"]).integer;
        bool const usual = bits == 0 || bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
        if (!file_.resolve(image["ImageMask"]).boolean && !usual) find("image-bits", std::to_string(bits) + " bits");
    }

    void check_form(Object const& form) {
        if (!form["OPI"].is(Kind::Null) || !form["PS"].is(Kind::Null) || form["Subtype2"].is_name("PS")) find("no-opi", "a form with OPI or PostScript");
        if (!form["Ref"].is(Kind::Null)) find("reference-form", "a form with Ref");
    }

    void check_state(Object const& state) {
        Object const& transfer = file_.resolve(state["TR2"]);
        if (!state["TR"].is(Kind::Null)) find("transfer-function", "TR");
        if (!transfer.is(Kind::Null) && !transfer.is_name("Default")) find("transfer-function", "TR2");
        if (!state["HTP"].is(Kind::Null)) find("halftone-phase", "HTP");
        Object const& blend = file_.resolve(state["BM"]);
        auto const check = [&](Object const& mode) {
            if (mode.is(Kind::Name) && !is_one_of(mode.text, kBlendModes)) find("blend-mode", mode.text);
        };
        check(blend);
        for (Object const& mode : blend.items) check(file_.resolve(mode));
    }

    void check_action(Object const& action) {
        Object const& kind = file_.resolve(action["S"]);
        if (!kind.is(Kind::Name)) return;
        if (!is_one_of(kind.text, kActions)) find("action", kind.text);
        Object const& turn = file_.resolve(action["N"]);
        if (kind.text == "Named" && !(turn.is(Kind::Name) && is_one_of(turn.text, kTurns))) find("named-action", turn.text);
    }

    void check_page(Object const& page) {
        if (!page["AA"].is(Kind::Null)) find("no-additional-actions", "a page has AA");
        if (!page["PresSteps"].is(Kind::Null)) find("no-steps", "a page has PresSteps");
        Object const& box = file_.resolve(page["MediaBox"]);
        if (box.items.size() != 4) return;
        double side[4] = {};
        for (std::size_t i = 0; i < 4; ++i) side[i] = number_in(file_.resolve(box.items[i])).value_or(0);
        double const width = std::abs(side[2] - side[0]), height = std::abs(side[3] - side[1]);
        if (std::min(width, height) < 3 || std::max(width, height) > 14400)
            find("page-side", "a page of " + std::to_string(width) + " by " + std::to_string(height));
    }

    Context& context_;
    reader::File const& file_;
    std::uint32_t number_ = 0;
    bool in_image_ = false;
};

}  // namespace

void check_syntax(Context& context) {
    std::string_view const bytes = context.file.bytes();
    bool const is_pdf2 = (context.report.claims & (kA4 | kUa2)) != 0;
    bool const has_form = bytes.size() >= 9 && bytes[7] >= '0' && bytes[7] <= (is_pdf2 ? '9' : '7') && (bytes[8] == '\r' || bytes[8] == '\n');
    if (!has_form || !bytes.starts_with(is_pdf2 ? "%PDF-2." : "%PDF-1.")) context.find("file-header", 0, "it begins otherwise");
    std::size_t const line = bytes.find_first_of("\r\n");
    std::size_t const comment = line == std::string_view::npos ? line : line + (bytes.substr(line, 2) == "\r\n" ? 2 : 1);
    bool commented = comment != std::string_view::npos && comment + 5 <= bytes.size() && bytes[comment] == '%';
    for (std::size_t i = 1; commented && i <= 4; ++i) commented = static_cast<unsigned char>(bytes[comment + i]) > 127;
    if (!commented) context.find("header-comment", 0, "the second line is another");
    std::size_t const end = bytes.rfind("%%EOF");
    std::string_view const rest = end == std::string_view::npos ? bytes : bytes.substr(end + 5);
    if (!rest.empty() && rest != "\n" && rest != "\r" && rest != "\r\n") context.find("nothing-after-end", 0, std::to_string(rest.size()) + " bytes follow");
    Object const& trailer = context.file.trailer();
    Object const& id = context.file.resolve(trailer["ID"]);
    if (id.items.size() != 2 || !id.items[0].is(Kind::String) || id.items[0].text.empty()) context.find("file-id", 0, "it has none");
    if (!trailer["Encrypt"].is(Kind::Null)) context.find("not-encrypted", 0, "it is");
    Object const& catalog = context.catalog();
    if (is_pdf2 && !trailer["Info"].is(Kind::Null) && catalog["PieceInfo"].is(Kind::Null)) context.find("no-info", 0, "it has one");
    if (!catalog["AA"].is(Kind::Null)) context.find("no-additional-actions", number_of(trailer["Root"]), "the catalogue has AA");
    for (std::string const& key : context.file.at(catalog, "Perms").keys)
        if (key != "UR3" && key != "DocMDP") context.find("permissions", number_of(trailer["Root"]), key);
}

void check_object(Context& context, std::uint32_t number, Object const& value) {
    if (number >= context.checked.size()) context.checked.resize(context.file.size());
    if (number >= context.checked.size() || context.checked[number]) return;
    context.checked[number] = true;
    ObjectChecker(context).check_value(number, value);
}

void check_objects(Context& context) {
    Object value;
    for (std::uint32_t number = 1; number < context.file.size(); ++number) {
        if (number < context.checked.size() && context.checked[number]) continue;
        reader::File::Passing const passing(context.file);
        context.file.read(number, value);
        check_object(context, number, value);
    }
    if (!context.file.fault().empty()) context.find("readable", 0, context.file.fault());
}

void check_operand(Context& context, std::uint32_t number, Object const& operand) { ObjectChecker(context).check_value(number, operand); }

bool is_rendering_intent(std::string_view name) { return is_one_of(name, kIntents); }

std::optional<double> number_in(Object const& value) {
    if (value.is(Kind::Integer)) return static_cast<double>(value.integer);
    if (value.is(Kind::Real)) return value.real;
    return std::nullopt;
}

}  // namespace offprint::check
