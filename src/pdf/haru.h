// libharu, held safely: the document handle, its error latch and the objects that we make in its object layer.
//
// An object of ours is a libharu dictionary whose whole body is one string that we wrote (`write_fn`): half the memory and a third
// of the time of a dictionary of entries, and every number comes from our own writer. libharu's loaders, attachments, passwords,
// PDF/A and save-to-file calls are never used; they are unsafe or wrong (reference/compliance.md, 5).
#pragma once
#include <hpdf.h>
#include <hpdf_utils.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace offprint::pdf {

/// The body of an object of ours: entries between << and >>, and the bytes of its stream if it has one.
struct RawBody {
    std::string entries;
    std::optional<std::string> stream;
    bool written = false;  // a stream that is in the file already; nothing of it is kept
    bool alone = false;    // stands by itself, never in an object stream: the bytes of a signature must be found in the file
};

/// Who writes streams: libharu at its own save (with an indirect Length each), or `file_writer` from the raw body.
enum class StreamOwner { Libharu, RawBody };

/// A document. Any failure of libharu sticks in it (`fault`); the document is then to be dropped.
class Haru {
public:
    explicit Haru(StreamOwner streams);

    HPDF_Doc document() const { return document_.get(); }
    /// What libharu complained of first, or "".
    std::string fault() const;

    /// A new indirect dictionary. References to its number may be written before its body is set.
    HPDF_Dict add_object(std::string entries = {});
    /// Numbers for objects that are no more than that until the file is written: `write_compact` asks for their bodies then. Structure
    /// elements of a long table are too many to be held. Gives the first.
    std::uint32_t add_late_objects(std::uint32_t count = 1);
    /// Whether there may be late objects: not where libharu writes the file.
    bool takes_late_objects() const { return streams_ == StreamOwner::RawBody; }
    /// An object by its number; null for a late one and for number 0.
    void* object_at(std::uint32_t number) const;
    /// One more than the largest number.
    std::uint32_t end() const { return document_->xref->start_offset + document_->xref->entries->count; }
    /// A new stream of bytes as they shall stand in the file; `entries` says how they are encoded, without Length.
    HPDF_Dict add_stream(std::string entries, std::string bytes);
    /// Replaces the body of an object of ours, or appends one to a dictionary that libharu made. Several threads may replace bodies at a time,
    /// each of other objects; nothing else here may be done by two.
    void set_body(HPDF_Dict object, std::string entries);

    HPDF_Dict catalog() const { return document_->catalog; }
    HPDF_Dict info() const { return document_->info; }
    HPDF_Dict pages() const { return document_->root_pages; }
    HPDF_Dict trailer() const { return document_->trailer; }

private:
    struct Closer {
        void operator()(HPDF_Doc document) const { HPDF_Free(document); }
    };
    HPDF_Dict new_dictionary();
    void take_over_defaults();

    /// Numbers that libharu knows nothing of: it goes on counting behind them.
    struct LateRange {
        std::uint32_t first = 0, end = 0, before = 0;  // before: numbers in earlier ranges
    };

    StreamOwner streams_;
    std::vector<LateRange> late_;
    std::unique_ptr<HPDF_STATUS> first_error_;  // at a fixed place: libharu's handler writes to it
    std::unique_ptr<_HPDF_Doc_Rec, Closer> document_;
};

/// Number of an indirect object; valid from its making on.
inline std::uint32_t number_of(HPDF_Dict object) { return object->header.obj_id & 0x00FFFFFF; }
/// The raw body of an object of ours, null for any other object.
RawBody* raw_body(void* object);
/// Whether the raw body is all of an object, nothing of it libharu's.
bool is_all_raw(void* object);

}  // namespace offprint::pdf
