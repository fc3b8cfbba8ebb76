#include "sign/field.h"

#include <algorithm>

#include "base/number.h"
#include "pdf/deflate.h"
#include "pdf/syntax.h"
#include "reader/page_text.h"
#include "sign/revision.h"
#include "sign/serialize.h"

namespace offprint::sign {
namespace {

using reader::Object;
using Kind = Object::Kind;

std::string reference(std::uint32_t number) {
    std::string out;
    pdf::append_reference(out, number);
    return out;
}

/// An array with one item more, written.
std::string longer(reader::File const& file, Object const& array, std::string const& item) {
    std::string out;
    Object const& list = file.resolve(array);
    if (list.is(Kind::Array)) {
        append_value(out, list);
        out.pop_back();
        if (!list.items.empty()) out += ' ';
    } else {
        out = "[";
        if (!list.is(Kind::Null)) {
            append_value(out, array);  // one that stood without brackets
            out += ' ';
        }
    }
    return out + item + ']';
}

class Adder {
public:
    Adder(reader::File const& file, Addition const& addition, std::string& error) : file_(file), addition_(addition), error_(error), revision_(file) {}

    std::optional<std::string> run() {
        Object const& root = file_.trailer()["Root"];
        Object const& catalog = file_.resolve(root);
        if (!file_.trailer()["Encrypt"].is(Kind::Null)) return refuse("it is encrypted");
        if (!root.is(Kind::Reference) || !catalog.is(Kind::Dictionary)) return refuse("it has no catalogue");
        std::string entries = entries_without(catalog, {"AcroForm", "DSS", "Perms"});
        if (addition_.signature) {
            if (!add_field(catalog)) return std::nullopt;
            entries += "/AcroForm" + form_of(catalog);
        } else {
            copy(entries, catalog, "AcroForm");
        }
        if (addition_.signature && addition_.signature->certifies)
            entries += "/Perms<</DocMDP " + reference(place_.signature) + ">>";
        else
            copy(entries, catalog, "Perms");
        add_evidence(entries, catalog);
        revision_.set(static_cast<std::uint32_t>(root.integer), "<<" + entries + ">>");
        return revision_.finish();
    }

private:
    std::nullopt_t refuse(char const* words) {
        error_ = words;
        return std::nullopt;
    }
    bool fail(char const* words) {
        error_ = words;
        return false;
    }

    static void copy(std::string& entries, Object const& from, std::string_view key) {
        if (from[key].is(Kind::Null)) return;
        entries += '/';
        entries += key;
        entries += ' ';
        append_value(entries, from[key]);
    }

    bool add_field(Object const& catalog) {
        auto const number = page_of(catalog);
        if (!number) return fail(addition_.stamp ? "it has no such page for the stamp" : "it has no pages");
        place_.page = *number;
        if (addition_.stamp && !add_stamp(*addition_.stamp)) return false;
        place_.field = (addition_.signature->is_time_stamp ? "Timestamp" : "Signature") + std::to_string(fields(catalog).items.size() + 1);
        place_.signature = revision_.reserve();
        widget_ = revision_.reserve();
        // What has no area belongs into a Form element under PDF/UA-1 (7.18.4-1) and is an artifact under PDF/UA-2 (8.9.2.4.13-1).
        place_.is_pdf2 = file_.bytes().starts_with("%PDF-2.");
        if (!place_.is_pdf2 && !file_.at(catalog, "StructTreeRoot").is(Kind::Null) && !add_element(catalog["StructTreeRoot"])) return false;
        revision_.set(place_.signature, "<<" + pdf::signature_entries(*addition_.signature) + ">>");
        revision_.set(widget_, "<<" + pdf::signature_widget_entries(*addition_.signature, place_) + ">>");
        Object const& page = file_.object(place_.page);
        revision_.set(place_.page, "<<" + entries_without(page, {"Annots"}) + "/Annots" + longer(file_, page["Annots"], reference(widget_)) + ">>");
        return true;
    }

    /// The number of the page that the field stands on: the stamp's, else the first.
    std::optional<std::uint32_t> page_of(Object const& catalog) const {
        std::size_t left = addition_.stamp ? addition_.stamp->page : 0;
        return page_below(file_.at(catalog, "Pages"), left, 0);
    }
    /// The page that so many others stand before; what was passed is taken off.
    std::optional<std::uint32_t> page_below(Object const& tree, std::size_t& left, int depth) const {
        if (depth >= 32) return std::nullopt;
        for (Object const& kid : file_.at(tree, "Kids").items) {
            if (!kid.is(Kind::Reference)) return std::nullopt;
            Object const& node = file_.resolve(kid);
            if (!node["Type"].is_name("Page")) {
                if (auto const found = page_below(node, left, depth + 1)) return found;
            } else if (left-- == 0) {
                return static_cast<std::uint32_t>(kid.integer);
            }
        }
        return std::nullopt;
    }

    /// Where the stamp's page is, and what is drawn there.
    bool add_stamp(Stamp const& stamp) {
        Object const& page = file_.object(place_.page);
        std::vector<double> box;
        Object const* node = &page;
        for (int depth = 0; depth < 32 && node->is(Kind::Dictionary) && box.empty(); ++depth, node = &file_.at(*node, "Parent")) {
            for (Object const& side : file_.at(*node, "MediaBox").items) box.push_back(side.is(Kind::Real) ? side.real : static_cast<double>(side.integer));
            if (!file_.at(*node, "Rotate").is(Kind::Null)) return fail("the stamp's page is turned");
        }
        if (file_.bytes().starts_with("%PDF-2.")) return fail("a file of PDF 2.0 takes no stamp");
        if (box.size() != 4 || stamp.x + stamp.width > box[2] - box[0] || stamp.y + stamp.height > box[3] - box[1])
            return fail("the stamp is not all on its page");
        double const left = box[0] + stamp.x, top = box[3] - stamp.y;
        place_.area = numbers({left, top - stamp.height, left + stamp.width, top});
        place_.appearance = revision_.add_stream(pdf::deflate(stamp.content), "/Filter/FlateDecode/Type/XObject/Subtype/Form/BBox[" +
                                                                                  numbers({0, 0, stamp.width, stamp.height}) + "]/Resources<<>>");
        return true;
    }

    static std::string numbers(std::initializer_list<double> values) {
        std::string out;
        for (double const value : values) {
            if (!out.empty()) out += ' ';
            append_factor(out, value, 2);
        }
        return out;
    }

    Object const& fields(Object const& catalog) const { return file_.at(file_.at(catalog, "AcroForm"), "Fields"); }

    std::string form_of(Object const& catalog) const {
        Object const& form = file_.at(catalog, "AcroForm");
        return "<<" + entries_without(form, {"Fields", "SigFlags", "NeedAppearances"}) + "/Fields" + longer(file_, form["Fields"], reference(widget_)) +
               "/SigFlags 3>>";
    }

    /// The Form element below the document's, with its entry in the parent tree.
    bool add_element(Object const& root_value) {
        Object const& root = file_.resolve(root_value);
        Object const& top_value = document(root);
        Object const& top = file_.resolve(top_value);
        if (!root_value.is(Kind::Reference) || !top_value.is(Kind::Reference) || !top.is(Kind::Dictionary))
            return fail("its structure tree has no document element");
        Object const& next = root["ParentTreeNextKey"];
        if (!next.is(Kind::Integer) || next.integer < 0 || next.integer > reader::kMostObjects) return fail("its structure tree has no next key");
        place_.struct_parent = next.integer;
        std::uint32_t const element = revision_.reserve();
        std::string body = "<</S/Form/P ";
        append_value(body, top_value);
        body += "/K<</Type/OBJR/Obj " + reference(widget_) + ">>/Pg " + reference(place_.page);
        revision_.set(element, body + ">>");
        revision_.set(static_cast<std::uint32_t>(top_value.integer),
                      "<<" + entries_without(top, {"K"}) + "/K" + longer(file_, top["K"], reference(element)) + ">>");
        return add_to_parent_tree(root, static_cast<std::uint32_t>(root_value.integer), element);
    }

    Object const& document(Object const& root) const {
        Object const& kids = root["K"];
        Object const& list = file_.resolve(kids);
        return list.is(Kind::Array) && !list.items.empty() ? list.items[0] : kids;
    }

    bool add_to_parent_tree(Object const& root, std::uint32_t root_number, std::uint32_t element) {
        Object const& tree = file_.at(root, "ParentTree");
        std::string const key = std::to_string(place_.struct_parent), entry = key + " " + reference(element);
        std::string body = "<<" + entries_without(tree, {"Nums", "Kids"});
        if (file_.at(tree, "Kids").is(Kind::Array)) {
            std::uint32_t const leaf = revision_.add("<</Limits[" + key + " " + key + "]/Nums[" + entry + "]>>");
            body += "/Kids" + longer(file_, tree["Kids"], reference(leaf));
        } else {
            body += "/Nums" + longer(file_, tree["Nums"], entry);
        }
        body += ">>";
        std::string entries = entries_without(root, {"ParentTree", "ParentTreeNextKey"});
        Object const& at = root["ParentTree"];
        if (at.is(Kind::Reference)) {
            revision_.set(static_cast<std::uint32_t>(at.integer), body);
            body = " " + reference(static_cast<std::uint32_t>(at.integer));
        }
        entries += "/ParentTree" + body + "/ParentTreeNextKey " + std::to_string(place_.struct_parent + 1);
        revision_.set(root_number, "<<" + entries + ">>");
        return true;
    }

    void add_evidence(std::string& entries, Object const& catalog) {
        Object const& old = file_.at(catalog, "DSS");
        crypto::Evidence const& more = addition_.evidence;
        bool const adds = !more.certificates.empty() || !more.revocation_lists.empty() || !more.ocsp_responses.empty();
        if (!adds) return copy(entries, catalog, "DSS");
        auto const numbers = [&](std::string_view key, std::vector<std::string> const& streams) {
            std::vector<std::uint32_t> out;
            for (Object const& item : file_.at(old, key).items)
                if (item.is(Kind::Reference)) out.push_back(static_cast<std::uint32_t>(item.integer));
            for (std::string const& bytes : streams) out.push_back(revision_.add_stream(bytes));
            return out;
        };
        auto const certificates = numbers("Certs", more.certificates), lists = numbers("CRLs", more.revocation_lists),
                   responses = numbers("OCSPs", more.ocsp_responses);
        std::string body = "<<" + pdf::evidence_entries(certificates, lists, responses);
        copy(body, old, "VRI");
        entries += "/DSS " + reference(revision_.add(body + ">>"));
    }

    reader::File const& file_;
    Addition const& addition_;
    std::string& error_;
    Revision revision_;
    pdf::SignaturePlace place_;
    std::uint32_t widget_ = 0;
};

}  // namespace

std::optional<std::string> with_addition(reader::File const& file, Addition const& addition, std::string& error) { return Adder(file, addition, error).run(); }

}  // namespace offprint::sign
