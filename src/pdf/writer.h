// Frames to bytes: a tagged PDF through libharu's object layer. Pages are encoded and deflated as they come, on a second thread if there may
// be one, so that a long document is never held whole.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/byte_sink.h"
#include "base/diagnostic.h"
#include "draw/frame.h"
#include "pdf/signature_field.h"

namespace offprint::pdf {

struct Profile;
class FontMemo;
class RunMemo;

/// What the document says about itself; Info and XMP tell the same. `date` is ISO 8601 UTC ("2026-06-15T00:00:00Z"), never the clock.
struct Metadata {
    std::string title, subject, language = "en-US", date;
    std::vector<std::string> authors, keywords;
    std::string creator, producer;
    std::vector<std::string> allowances;  // rules of the house that were set aside for it, by whom and why; in XMP only
    std::string unlocked_digest;          // of a locked copy: SHA-256 of the file before it was locked (pdf/metadata.h, kOpenDigest); in XMP only
};

struct OutlineEntry {
    std::string title;
    int level = 1;
    std::size_t page = 0;  // index
    Length y;              // from the top of the page
    draw::NodeId node = 0;
};

/// What an attached file is to the document (ISO 19005-3, 6.8).
enum class Relationship { Source, Data, Supplement };

/// A file that rides along. Names are paths with '/'; no two are the same.
struct Attachment {
    std::string name;
    std::string mime;         // "application/yaml"
    std::string description;  // for a reader's list of attachments
    Relationship relationship = Relationship::Supplement;
    std::string bytes;
};

/// A signature to come: the file that is written has a hole for it and must not be given to anybody before that is filled.
struct Seal {
    SignatureWords words;
    draw::NodeId form = 0;                                                    // the Form node that its widget is the content of
    std::vector<std::string> certificates, revocation_lists, ocsp_responses;  // DER: what proves it later
};

struct WriterOptions {
    bool object_streams = true;        // our own object and cross-reference streams; false: plain, for debugging
    std::string icc_profile;           // bytes of the output intent's sRGB profile
    unsigned threads = 2;              // the caller's and others; the bytes do not depend on it
    Profile const* profile = nullptr;  // what the file claims to be; none: nothing
    std::optional<Seal> seal{};
    std::shared_ptr<FontMemo> font_memo{};  // fonts cut for other files; none: all are cut anew
    std::shared_ptr<RunMemo> run_memo{};    // glyph runs shown in other files, of which one is written at a time
};

class Writer {
public:
    /// Node ids of pages refer to the tree, which is read by other threads: it must not change from the first page on. The file goes to `out`, the contents of
    /// pages as they come.
    Writer(Metadata metadata, WriterOptions options, draw::StructTree const& tree, ByteSink& out);
    ~Writer();
    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;

    /// Takes a page, to encode it soon; waits when several are waiting. Throws what encoding an earlier page threw (no memory).
    void add_page(draw::Page page);
    /// Files to ride along, once all pages are added.
    void attach(std::vector<Attachment> files);
    /// Nodes of a page by mark (MCID); after `finish`.
    std::vector<draw::NodeId> const& marks(std::size_t page) const;
    /// Fonts, structure tree, outline, metadata, cross-reference. Gives the size of the file, or nothing with the fault reported: what went to the sink is no
    /// file then. Call once.
    std::optional<std::uint64_t> finish(std::vector<OutlineEntry> const& outline, Diagnostics& diagnostics);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace offprint::pdf
