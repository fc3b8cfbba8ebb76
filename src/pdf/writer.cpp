#include "pdf/writer.h"

#include <deque>

#include "base/number.h"
#include "pdf/attachments.h"
#include "pdf/file_writer.h"
#include "pdf/metadata.h"
#include "pdf/navigation.h"
#include "pdf/page_encoder.h"
#include "pdf/profile.h"
#include "pdf/structure_writer.h"
#include "pdf/syntax.h"

namespace offprint::pdf {
namespace {

/// PDF/A 6.1.13: sides of a page.
constexpr Length kShortestSide = Length::from_raw(3 * Length::kUnitsPerPoint);
constexpr Length kLongestSide = Length::from_raw(14'400 * Length::kUnitsPerPoint);

/// Painted pages that may wait to be encoded: enough that neither side waits for the other, few enough to weigh nothing.
constexpr std::size_t kPagesAhead = 4;

bool is_page_side(Length side) { return side >= kShortestSide && side <= kLongestSide; }

}  // namespace

/// All that is known between construction and `finish`.
struct Writer::State {
    State(Metadata m, WriterOptions o, draw::StructTree const& t, ByteSink& to)
        : metadata(std::move(m)),
          options(std::move(o)),
          tree(t),
          sink(to),
          haru(options.object_streams ? StreamOwner::RawBody : StreamOwner::Libharu),
          fonts(options.font_memo),
          encoder(tree, fonts, graphics, faults, options.run_memo),
          workers(options.threads) {
        if (options.object_streams) file.emplace(haru, workers, sink, version());
    }

    bool is_pdf2() const { return options.profile != nullptr && options.profile->is_pdf2(); }
    FileVersion version() const { return is_pdf2() ? FileVersion::Pdf2 : FileVersion::Pdf17; }
    void encode(PageRecord& record, draw::Page const& page, std::size_t number);
    void store_next_page();
    void wait_for_pages();
    std::optional<std::uint64_t> write(std::vector<OutlineEntry> const& outline, Diagnostics& diagnostics);
    void make_page_objects();
    void write_pages(HPDF_Dict resources);
    std::string output_intent();
    std::string write_seal();
    void write_catalog(Metadata const& said, std::vector<OutlineEntry> const& outline, Diagnostics& diagnostics);

    Metadata metadata;
    WriterOptions options;
    std::vector<Attachment> attachments;
    draw::StructTree const& tree;
    ByteSink& sink;
    Haru haru;
    // These four belong to the worker that encodes until `wait_for_pages`.
    Diagnostics faults;  // of pages, told at the end
    FontEmbedder fonts;
    GraphicsResources graphics;
    PageEncoder encoder;
    std::deque<PageRecord> coming;         // each at a fixed place, for the worker
    std::deque<Workers::Ticket> encoding;  // the last pages'
    std::vector<PageRecord> pages;
    std::vector<LinkAnnotation> links;  // last the widget of a signature, if there is to be one
    std::unique_ptr<StructureElements const> elements;
    Workers workers;                  // late, so that it ends before what its jobs use
    std::optional<CompactFile> file;  // none where libharu writes it
};

Writer::Writer(Metadata metadata, WriterOptions options, draw::StructTree const& tree, ByteSink& out)
    : state_(std::make_unique<State>(std::move(metadata), std::move(options), tree, out)) {}
Writer::~Writer() = default;

void Writer::add_page(draw::Page page) {
    State& state = *state_;
    PageRecord& record = state.coming.emplace_back();
    std::size_t const number = state.coming.size();
    state.encoding.push_back(state.workers.add_in_order([&state, &record, number, mine = std::move(page)] { state.encode(record, mine, number); }));
    if (state.encoding.size() <= kPagesAhead) return;
    state.store_next_page();
}

/// Writes the content of the page that has waited longest.
void Writer::State::store_next_page() {
    workers.wait(encoding.front());
    PageRecord& record = coming[coming.size() - encoding.size()];
    encoding.pop_front();
    std::string content = record.deflating.take();
    record.content = file ? file->write_stream("/Filter/FlateDecode", content) : haru.add_stream("/Filter/FlateDecode", std::move(content));
}

void Writer::attach(std::vector<Attachment> files) { state_->attachments = std::move(files); }

std::vector<draw::NodeId> const& Writer::marks(std::size_t page) const { return state_->pages[page].encoded.marks; }

void Writer::State::encode(PageRecord& record, draw::Page const& page, std::size_t number) {
    record.size = page.frame.size;
    record.label = page.label;
    if (!is_page_side(record.size.width) || !is_page_side(record.size.height)) {
        std::string message = "the sides of a page must be from 3 to 14,400 pt long, on page ";
        append_integer(message, static_cast<std::int64_t>(number));
        faults.error("E717", {}, std::move(message));
        return;
    }
    record.encoded = encoder.encode(page, number);
    record.deflating = Deflating(workers, std::move(record.encoded.content), Effort::Quick);
}

void Writer::State::wait_for_pages() {
    while (!encoding.empty()) store_next_page();
    pages.assign(std::make_move_iterator(coming.begin()), std::make_move_iterator(coming.end()));
    coming.clear();
}

std::optional<std::uint64_t> Writer::finish(std::vector<OutlineEntry> const& outline, Diagnostics& diagnostics) {
    state_->wait_for_pages();
    for (Diagnostic const& fault : state_->faults.items()) diagnostics.add(fault);
    if (state_->pages.empty() && !state_->faults.has_errors()) diagnostics.error("E718", {}, "the document has no pages");
    if (state_->faults.has_errors() || state_->pages.empty()) return std::nullopt;
    return state_->write(outline, diagnostics);
}

std::optional<std::uint64_t> Writer::State::write(std::vector<OutlineEntry> const& outline, Diagnostics& diagnostics) {
    fonts.prepare(workers);
    Diagnostics mine;
    Metadata const said = checked_metadata(metadata, options.profile, mine);
    make_page_objects();
    HPDF_Dict const resources = haru.add_object();
    write_catalog(said, outline, mine);
    std::string const font_entries = fonts.write(haru, workers, mine);
    if (!mine.has_errors()) {
        std::string entries = graphics.write(haru, workers);
        if (!font_entries.empty()) entries += "/Font<<" + font_entries + ">>";
        if (!entries.empty()) haru.set_body(resources, std::move(entries));
        write_pages(resources);
        if (std::string const fault = haru.fault(); !fault.empty()) mine.error("E719", {}, "the file could not be built: " + fault);
    }
    for (Diagnostic const& fault : mine.items()) diagnostics.add(fault);
    if (mine.has_errors()) return std::nullopt;
    std::uint64_t size = 0;
    if (file) {
        size = file->finish(elements.get());
    } else {
        std::string const plain = write_plain(haru, version());
        sink.append(plain);
        size = plain.size();
    }
    if (std::string const fault = haru.fault(); !fault.empty() || size == 0) {
        diagnostics.error("E719", {}, "the file could not be written: " + fault);
        return std::nullopt;
    }
    return size;
}

void Writer::State::make_page_objects() {
    for (std::size_t i = 0; i < pages.size(); ++i) {
        pages[i].object = haru.add_object();
        for (LinkArea const& area : pages[i].encoded.links) links.push_back({area.node, i, area.area, haru.add_object()});
    }
    if (options.seal) links.push_back({options.seal->form, 0, {}, haru.add_object()});
}

void Writer::State::write_pages(HPDF_Dict resources) {
    PageBodies bodies;
    bodies.resources = resources;
    bodies.annotations.resize(pages.size());
    for (PageRecord const& page : pages) bodies.contents.push_back(page.content);
    for (LinkAnnotation const& link : links) {
        std::string& list = bodies.annotations[link.page];
        if (!list.empty()) list += ' ';
        append_reference(list, number_of(link.object));
    }
    write_page_tree(haru, pages, bodies);
}

std::string Writer::State::output_intent() {
    if (options.icc_profile.empty()) return {};
    HPDF_Dict const profile =
        haru.add_stream("/N 3/Filter/FlateDecode", options.font_memo ? options.font_memo->deflated(options.icc_profile) : deflate(options.icc_profile));
    std::string out = "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/DestOutputProfile ";
    append_reference(out, number_of(profile));
    return out + ">>]";
}

/// Signature, field and evidence; gives the entries of the catalogue.
std::string Writer::State::write_seal() {
    if (!options.seal) return {};
    Seal const& seal = *options.seal;
    HPDF_Dict const signature = haru.add_object(signature_entries(seal.words));
    raw_body(signature)->alone = true;
    HPDF_Dict const widget = links.back().object;
    SignaturePlace const place{number_of(signature), number_of(pages.front().object), static_cast<std::int64_t>(pages.size() + links.size() - 1), "Signature1"};
    haru.set_body(widget, signature_widget_entries(seal.words, place));
    std::string out = "/AcroForm<</Fields[";
    append_reference(out, number_of(widget));
    out += "]/SigFlags 3>>";
    if (seal.words.certifies) {
        out += "/Perms<</DocMDP ";
        append_reference(out, number_of(signature));
        out += ">>";
    }
    auto const streams = [&](std::vector<std::string> const& all) {
        std::vector<std::uint32_t> numbers;
        for (std::string const& bytes : all) numbers.push_back(number_of(haru.add_stream("/Filter/FlateDecode", deflate(bytes))));
        return numbers;
    };
    auto const certificates = streams(seal.certificates), lists = streams(seal.revocation_lists), responses = streams(seal.ocsp_responses);
    if (certificates.empty() && lists.empty() && responses.empty()) return out;
    out += "/DSS ";
    append_reference(out, number_of(haru.add_object(evidence_entries(certificates, lists, responses))));
    return out;
}

void Writer::State::write_catalog(Metadata const& said, std::vector<OutlineEntry> const& outline, Diagnostics& diagnostics) {
    haru.set_body(haru.info(), is_pdf2() ? "" : info_entries(said));
    std::string body = "/Lang";
    append_literal_string(body, said.language);
    body += "/MarkInfo<</Marked true>>";
    if (!said.title.empty()) body += "/ViewerPreferences<</DisplayDocTitle true>>";
    body += "/StructTreeRoot ";
    WrittenStructure structure = write_structure(haru, tree, pages, links, is_pdf2() ? StructureRules::Pdf2 : StructureRules::Pdf17);
    elements = std::move(structure.elements);
    append_reference(body, number_of(structure.root));
    Ways const ways{pages, is_pdf2() ? elements.get() : nullptr};
    write_links(haru, std::span(links).first(links.size() - (options.seal ? 1 : 0)), find_anchors(pages), ways, tree, diagnostics);
    if (std::string const labels = page_label_entries(pages); !labels.empty()) body += "/PageLabels<<" + labels + ">>";
    if (HPDF_Dict const root = write_outline(haru, outline, ways)) {
        body += "/PageMode/UseOutlines/Outlines ";
        append_reference(body, number_of(root));
    }
    body += output_intent();
    body += write_attachments(haru, attachments, said.date);
    body += write_seal();
    // Unfiltered, so that tools that know no PDF can read it.
    HPDF_Dict const xmp = haru.add_stream("/Type/Metadata/Subtype/XML", xmp_packet(said, options.profile));
    body += "/Metadata ";
    append_reference(body, number_of(xmp));
    haru.set_body(haru.catalog(), std::move(body));
}

}  // namespace offprint::pdf
