#include "pdf/writer.h"

#include <deque>

#include "base/number.h"
#include "pdf/attachments.h"
#include "pdf/file_writer.h"
#include "pdf/metadata.h"
#include "pdf/navigation.h"
#include "pdf/page_encoder.h"
#include "pdf/structure_writer.h"
#include "pdf/syntax.h"

namespace offprint::pdf {
namespace {

/// Of longer documents the pages behind are deflated in less time: there are few such documents to be kept, and they are waited for.
constexpr std::size_t kPagesMadeSmall = 100;

/// PDF/A 6.1.13: sides of a page.
constexpr Length kShortestSide = Length::from_raw(3 * Length::kUnitsPerPoint);
constexpr Length kLongestSide = Length::from_raw(14'400 * Length::kUnitsPerPoint);

/// Painted pages that may wait to be encoded: enough that neither side waits for the other, few enough to weigh nothing.
constexpr std::size_t kPagesAhead = 4;

bool is_page_side(Length side) { return side >= kShortestSide && side <= kLongestSide; }

}  // namespace

/// All that is known between construction and `finish`.
struct Writer::State {
    State(Metadata m, WriterOptions o, draw::StructTree const& t)
        : metadata(std::move(m)), options(std::move(o)), tree(t), encoder(tree, fonts, graphics, faults), workers(options.threads) {}

    void encode(PageRecord& record, draw::Page const& page, std::size_t number);
    void store_next_page();
    void wait_for_pages();
    std::optional<std::string> write(std::vector<OutlineEntry> const& outline, Diagnostics& diagnostics);
    void make_page_objects(Haru& haru);
    void write_pages(Haru& haru, HPDF_Dict resources);
    std::string output_intent(Haru& haru);
    void write_catalog(Haru& haru, Metadata const& said, std::vector<OutlineEntry> const& outline);

    Metadata metadata;
    WriterOptions options;
    std::vector<Attachment> attachments;
    draw::StructTree const& tree;
    // These four belong to the worker that encodes until `wait_for_pages`.
    Diagnostics faults;  // of pages, told at the end
    FontEmbedder fonts;
    GraphicsResources graphics;
    PageEncoder encoder;
    std::deque<PageRecord> coming;         // each at a fixed place, for the worker
    std::deque<Workers::Ticket> encoding;  // the last pages'
    Spool spool;                           // contents of pages
    std::vector<PageRecord> pages;
    std::vector<LinkAnnotation> links;
    std::unique_ptr<LateObjects const> elements;  // of the structure
    Workers workers;                              // last, so that it ends before what its jobs use
};

Writer::Writer(Metadata metadata, WriterOptions options, draw::StructTree const& tree)
    : state_(std::make_unique<State>(std::move(metadata), std::move(options), tree)) {}
Writer::~Writer() = default;

void Writer::add_page(draw::Page page) {
    State& state = *state_;
    PageRecord& record = state.coming.emplace_back();
    std::size_t const number = state.coming.size();
    state.encoding.push_back(state.workers.add_in_order([&state, &record, number, mine = std::move(page)] { state.encode(record, mine, number); }));
    if (state.encoding.size() <= kPagesAhead) return;
    state.store_next_page();
}

/// Moves the deflated content of the page that has waited longest to where it takes the least room.
void Writer::State::store_next_page() {
    workers.wait(encoding.front());
    PageRecord& record = coming[coming.size() - encoding.size()];
    encoding.pop_front();
    record.content = spool.put(record.deflating.take());
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
    record.deflating = Deflating(workers, std::move(record.encoded.content), number < kPagesMadeSmall ? Effort::Small : Effort::Quick);
}

void Writer::State::wait_for_pages() {
    while (!encoding.empty()) store_next_page();
    pages.assign(std::make_move_iterator(coming.begin()), std::make_move_iterator(coming.end()));
    coming.clear();
}

std::optional<std::string> Writer::finish(std::vector<OutlineEntry> const& outline, Diagnostics& diagnostics) {
    state_->wait_for_pages();
    for (Diagnostic const& fault : state_->faults.items()) diagnostics.add(fault);
    if (state_->pages.empty() && !state_->faults.has_errors()) diagnostics.error("E718", {}, "the document has no pages");
    if (state_->faults.has_errors() || state_->pages.empty()) return std::nullopt;
    return state_->write(outline, diagnostics);
}

std::optional<std::string> Writer::State::write(std::vector<OutlineEntry> const& outline, Diagnostics& diagnostics) {
    fonts.prepare(workers);
    Haru haru(options.object_streams ? StreamOwner::RawBody : StreamOwner::Libharu);
    Diagnostics mine;
    Metadata const said = checked_metadata(metadata, options.profile, mine);
    make_page_objects(haru);
    write_links(haru, links, pages, tree, mine);
    HPDF_Dict const resources = haru.add_object();
    write_catalog(haru, said, outline);
    std::string const font_entries = fonts.write(haru, workers, mine);
    if (!mine.has_errors()) {
        std::string entries = graphics.write(haru, workers);
        if (!font_entries.empty()) entries += "/Font<<" + font_entries + ">>";
        if (!entries.empty()) haru.set_body(resources, std::move(entries));
        write_pages(haru, resources);
        if (std::string const fault = haru.fault(); !fault.empty()) mine.error("E719", {}, "the file could not be built: " + fault);
    }
    for (Diagnostic const& fault : mine.items()) diagnostics.add(fault);
    if (mine.has_errors()) return std::nullopt;
    std::string file = options.object_streams ? write_compact(haru, workers, elements.get()) : write_plain(haru);
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

void Writer::State::write_pages(Haru& haru, HPDF_Dict resources) {
    PageBodies bodies;
    bodies.resources = resources;
    bodies.annotations.resize(pages.size());
    for (PageRecord& page : pages) bodies.contents.push_back(haru.add_stream("/Filter/FlateDecode", std::move(page.content)));
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
    WrittenStructure structure = write_structure(haru, tree, pages, links);
    elements = std::move(structure.elements);
    append_reference(body, number_of(structure.root));
    if (std::string const labels = page_label_entries(pages); !labels.empty()) body += "/PageLabels<<" + labels + ">>";
    if (HPDF_Dict const root = write_outline(haru, outline, pages)) {
        body += "/PageMode/UseOutlines/Outlines ";
        append_reference(body, number_of(root));
    }
    body += output_intent(haru);
    body += write_attachments(haru, attachments, said.date);
    // Unfiltered, so that tools that know no PDF can read it.
    HPDF_Dict const xmp = haru.add_stream("/Type/Metadata/Subtype/XML", xmp_packet(said, options.profile));
    body += "/Metadata ";
    append_reference(body, number_of(xmp));
    haru.set_body(haru.catalog(), std::move(body));
}

}  // namespace offprint::pdf
