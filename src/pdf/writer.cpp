#include "pdf/writer.h"

#include "base/number.h"
#include "pdf/file_writer.h"
#include "pdf/metadata.h"
#include "pdf/navigation.h"
#include "pdf/page_encoder.h"
#include "pdf/structure_writer.h"
#include "pdf/syntax.h"

namespace offprint::pdf {
namespace {

/// PDF/A 6.1.13: sides of a page.
constexpr Length kShortestSide = Length::from_raw(3 * Length::kUnitsPerPoint);
constexpr Length kLongestSide = Length::from_raw(14'400 * Length::kUnitsPerPoint);

bool is_page_side(Length side) { return side >= kShortestSide && side <= kLongestSide; }

}  // namespace

/// All that is known between construction and `finish`.
struct Writer::State {
    State(Metadata m, WriterOptions o, draw::StructTree const& t)
        : metadata(std::move(m)), options(std::move(o)), tree(t), queue(options.threads), encoder(tree, fonts, faults) {}

    Claim claim() const { return options.claim_conformance ? Claim::PdfA2aAndPdfUa1 : Claim::None; }
    std::optional<std::string> write(std::vector<OutlineEntry> const& outline, Diagnostics& diagnostics);
    void make_page_objects(Haru& haru);
    HPDF_Dict write_resources(Haru& haru, Diagnostics& diagnostics);
    void write_pages(Haru& haru, HPDF_Dict resources);
    std::string output_intent(Haru& haru);
    void write_catalog(Haru& haru, Metadata const& said, std::vector<OutlineEntry> const& outline);

    Metadata metadata;
    WriterOptions options;
    draw::StructTree const& tree;
    Diagnostics faults;  // of pages, told at the end
    DeflateQueue queue;
    FontEmbedder fonts;
    PageEncoder encoder;
    std::vector<PageRecord> pages;
    std::vector<LinkAnnotation> links;
};

Writer::Writer(Metadata metadata, WriterOptions options, draw::StructTree const& tree)
    : state_(std::make_unique<State>(std::move(metadata), std::move(options), tree)) {}
Writer::~Writer() = default;

void Writer::add_page(draw::Page const& page) {
    State& state = *state_;
    std::size_t const number = state.pages.size() + 1;
    PageRecord record;
    record.size = page.frame.size;
    record.label = page.label;
    if (!is_page_side(record.size.width) || !is_page_side(record.size.height)) {
        std::string message = "the sides of a page must be from 3 to 14,400 pt long, on page ";
        append_integer(message, static_cast<std::int64_t>(number));
        state.faults.error("E717", {}, std::move(message));
        return;
    }
    record.encoded = state.encoder.encode(page, number);
    record.content_number = state.queue.add(std::move(record.encoded.content));
    record.encoded.content.clear();
    state.pages.push_back(std::move(record));
}

std::optional<std::string> Writer::finish(std::vector<OutlineEntry> const& outline, Diagnostics& diagnostics) {
    for (Diagnostic const& fault : state_->faults.items()) diagnostics.add(fault);
    if (state_->pages.empty() && !state_->faults.has_errors()) diagnostics.error("E718", {}, "the document has no pages");
    if (state_->faults.has_errors() || state_->pages.empty()) return std::nullopt;
    return state_->write(outline, diagnostics);
}

std::optional<std::string> Writer::State::write(std::vector<OutlineEntry> const& outline, Diagnostics& diagnostics) {
    Haru haru(options.object_streams ? StreamOwner::RawBody : StreamOwner::Libharu);
    Diagnostics mine;
    Metadata const said = checked_metadata(metadata, claim(), mine);
    make_page_objects(haru);
    write_links(haru, links, pages, tree, mine);
    HPDF_Dict const resources = write_resources(haru, mine);
    if (!mine.has_errors()) {
        write_pages(haru, resources);
        write_catalog(haru, said, outline);
        if (std::string const fault = haru.fault(); !fault.empty()) mine.error("E719", {}, "the file could not be built: " + fault);
    }
    for (Diagnostic const& fault : mine.items()) diagnostics.add(fault);
    if (mine.has_errors()) return std::nullopt;
    std::string file = options.object_streams ? write_compact(haru) : write_plain(haru);
    if (std::string const fault = haru.fault(); !fault.empty() || file.empty()) {
        diagnostics.error("E719", {}, "the file could not be written: " + fault);
        return std::nullopt;
    }
    return file;
}

void Writer::State::make_page_objects(Haru& haru) {
    for (std::size_t i = 0; i < pages.size(); ++i) {
        pages[i].object = haru.add_object();
        for (LinkArea const& area : pages[i].encoded.links) links.push_back({area.node, i, area.area, haru.add_object()});
    }
}

HPDF_Dict Writer::State::write_resources(Haru& haru, Diagnostics& diagnostics) {
    std::string const entries = fonts.write(haru, queue, diagnostics);
    return haru.add_object(entries.empty() ? "" : "/Font<<" + entries + ">>");
}

void Writer::State::write_pages(Haru& haru, HPDF_Dict resources) {
    PageBodies bodies;
    bodies.resources = resources;
    bodies.annotations.resize(pages.size());
    for (PageRecord const& page : pages) bodies.contents.push_back(haru.add_stream("/Filter/FlateDecode", queue.take(page.content_number)));
    for (LinkAnnotation const& link : links) {
        std::string& list = bodies.annotations[link.page];
        if (!list.empty()) list += ' ';
        append_reference(list, number_of(link.object));
    }
    write_page_tree(haru, pages, bodies);
}

std::string Writer::State::output_intent(Haru& haru) {
    if (options.icc_profile.empty()) return {};
    HPDF_Dict const profile = haru.add_stream("/N 3/Filter/FlateDecode", deflate(options.icc_profile));
    std::string out = "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/DestOutputProfile ";
    append_reference(out, number_of(profile));
    return out + ">>]";
}

void Writer::State::write_catalog(Haru& haru, Metadata const& said, std::vector<OutlineEntry> const& outline) {
    haru.set_body(haru.info(), info_entries(said));
    std::string body = "/Lang";
    append_literal_string(body, said.language);
    body += "/MarkInfo<</Marked true>>";
    if (!said.title.empty()) body += "/ViewerPreferences<</DisplayDocTitle true>>";
    body += "/StructTreeRoot ";
    append_reference(body, number_of(write_structure(haru, tree, pages, links)));
    if (std::string const labels = page_label_entries(pages); !labels.empty()) body += "/PageLabels<<" + labels + ">>";
    if (HPDF_Dict const root = write_outline(haru, outline, pages)) {
        body += "/PageMode/UseOutlines/Outlines ";
        append_reference(body, number_of(root));
    }
    body += output_intent(haru);
    // Unfiltered, so that tools that know no PDF can read it.
    HPDF_Dict const xmp = haru.add_stream("/Type/Metadata/Subtype/XML", xmp_packet(said, claim()));
    body += "/Metadata ";
    append_reference(body, number_of(xmp));
    haru.set_body(haru.catalog(), std::move(body));
}

}  // namespace offprint::pdf
