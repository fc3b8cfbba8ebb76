// The catalogue: what the file says of itself and must not do, its output intents, the files that ride along.
#include <algorithm>

#include "check/context.h"

namespace offprint::check {
namespace {

void check_intents(Context& context) {
    reader::File const& file = context.file;
    std::uint32_t profile = 0;
    for (Object const& item : file.at(context.catalog(), "OutputIntents").items) {
        Object const& intent = file.resolve(item);
        Object const& destination = intent["DestOutputProfile"];
        if (destination.is(Kind::Null)) continue;
        if (profile != 0 && number_of(destination) != profile) context.find("one-output-profile", number_of(item), "there are two");
        profile = number_of(destination);
        std::string error;
        std::optional<std::string> const icc = file.decoded(file.resolve(destination), error);
        std::string const kind = icc && icc->size() >= 128 ? icc->substr(12, 4) : "", space = icc && icc->size() >= 128 ? icc->substr(16, 4) : "";
        bool const usable = (kind == "mntr" || kind == "prtr") && (space == "RGB " || space == "GRAY" || space == "CMYK") && (*icc)[8] < 5;
        if (!usable) context.find("output-intent", profile, icc ? "class '" + kind + "', space '" + space + "'" : error);
        if (!file.resolve(intent["S"]).is_name("GTS_PDFA1")) continue;
        context.has_intent = true;
        context.has_cmyk_intent = context.has_cmyk_intent || space == "CMYK";
    }
}

void check_layers(Context& context) {
    Object const& properties = context.file.at(context.catalog(), "OCProperties");
    auto const check = [&](Object const& item) {
        Object const& configuration = context.file.resolve(item);
        if (!configuration.is_dictionary()) return;
        if (context.file.resolve(configuration["Name"]).text.empty()) context.find("layers", number_of(item), "a configuration without a name");
        if (!configuration["AS"].is(Kind::Null)) context.find("layers", number_of(item), "a configuration with AS");
    };
    if (!properties.is_dictionary()) return;
    check(properties["D"]);
    for (Object const& item : context.file.at(properties, "Configs").items) check(item);
}

void check_attachments(Context& context) {
    reader::File const& file = context.file;
    std::set<std::uint32_t> associated;
    for (Object const& item : file.at(context.catalog(), "AF").items) associated.insert(number_of(item));
    each_entry(file, file.at(file.at(context.catalog(), "Names"), "EmbeddedFiles"), "Names", [&](Object const&, Object const& reference) {
        std::uint32_t const number = number_of(reference);
        Object const& specification = file.resolve(reference);
        if (!file.resolve(specification["AFRelationship"]).is(Kind::Name)) context.find("attachment-relation", number, "AFRelationship is missing");
        if (!associated.contains(number)) context.find("attachment-associated", number, "it stands in no AF of the catalogue");
        context.find("no-attachments", number, "it has one");
        Object const& stream = file.at(file.at(specification, "EF"), "F");
        if (!file.resolve(stream["Subtype"]).is(Kind::Name)) context.find("attachment-kind", number, "Subtype is missing");
        std::string error;
        std::optional<std::string> const bytes = file.decoded(stream, error);
        Object const& size = file.at(file.at(stream, "Params"), "Size");
        if (!bytes) context.find("attachment-sum", number, error);
        if (bytes && size.is(Kind::Integer) && size.integer != static_cast<std::int64_t>(bytes->size()))
            context.find("attachment-sum", number, "it has " + std::to_string(bytes->size()) + " bytes, not " + std::to_string(size.integer));
    });
}

}  // namespace

void check_catalog(Context& context) {
    reader::File const& file = context.file;
    Object const& catalog = context.catalog();
    std::uint32_t const number = number_of(file.trailer()["Root"]);
    auto const find = [&](std::string_view rule, std::string words) { context.find(rule, number, std::move(words)); };
    Object const& marked = file.at(catalog, "MarkInfo");
    if (!file.resolve(marked["Marked"]).boolean) find("marked", "MarkInfo does not say so");
    if (file.resolve(marked["Suspects"]).boolean) find("no-suspects", "MarkInfo says that some are");
    if (!file.at(catalog, "StructTreeRoot").is_dictionary()) find("structure", "there is none");
    if (file.at(catalog, "Lang").text.empty()) find("language", "it names none");
    if (!file.at(file.at(catalog, "ViewerPreferences"), "DisplayDocTitle").boolean) find("shows-title", "DisplayDocTitle is not true");
    if (!file.at(file.at(catalog, "Names"), "AlternatePresentations").is(Kind::Null)) find("no-alternates", "Names has AlternatePresentations");
    if (!catalog["Requirements"].is(Kind::Null)) find("no-requirements", "it has Requirements");
    Object const& form = file.at(catalog, "AcroForm");
    if (!form["XFA"].is(Kind::Null) || file.resolve(catalog["NeedsRendering"]).boolean) find("no-xfa", "it has XFA");
    if (file.resolve(form["NeedAppearances"]).boolean) find("need-appearances", "NeedAppearances is true");
    check_intents(context);
    check_layers(context);
    check_attachments(context);
}

}  // namespace offprint::check
