#include "pdf/file_writer.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "base/number.h"
#include "base/sha256.h"
#include "pdf/deflate.h"
#include "pdf/syntax.h"

namespace offprint::pdf {
namespace {

constexpr std::size_t kObjectsPerStream = 200;
constexpr std::string_view kZeroId = "/ID[<00000000000000000000000000000000><00000000000000000000000000000000>]";

/// Sets the identifier in the end of a file, whose digest was taken with zeros in its place: both halves equal, as in a first revision, the first 16 bytes.
void set_identifier(std::string& end, Sha256Digest const& digest) {
    std::size_t const at = end.rfind(kZeroId);
    std::string const digits = to_hex(digest).substr(0, 32);
    end.replace(at + kZeroId.find('0'), digits.size(), digits);
    end.replace(at + kZeroId.rfind('0') + 1 - digits.size(), digits.size(), digits);
}

/// Where objects of consecutive numbers stand: one at an offset of the file, or several one after the other in an object stream.
struct Places {
    enum class Kind : std::uint8_t { Free = 0, Offset = 1, InStream = 2 } kind = Kind::Free;
    std::uint32_t number = 0, count = 1;  // the first object's number
    std::uint32_t where = 0;              // offset, or number of the object stream
    std::uint32_t index = 0;              // of the first within the object stream
};

HPDF_STATUS append_to_string(HPDF_Stream stream, HPDF_BYTE const* bytes, HPDF_UINT size) {
    static_cast<std::string*>(stream->attr)->append(reinterpret_cast<char const*>(bytes), size);
    return HPDF_OK;
}

/// Lets libharu write one of its own values to the end of a string.
void append_value(HPDF_Doc document, void* object, std::string& out) {
    HPDF_Stream const stream = HPDF_CallbackWriter_New(document->mmgr, append_to_string, &out);
    HPDF_Obj_WriteValue(object, stream, nullptr);
    HPDF_Stream_Free(stream);
}

int bytes_for(std::uint32_t value) {
    int bytes = 1;
    while (bytes < 4 && (value >> (8 * bytes)) != 0) ++bytes;
    return bytes;
}

void append_big_endian(std::string& out, std::uint32_t value, int bytes) {
    for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>((value >> (8 * i)) & 0xFF);
}

/// Rows of the cross-reference table through PNG's Up filter (RFC 2083, 6.4): each as its difference to the one above.
class FilteredRows {
public:
    FilteredRows(int where_bytes, std::size_t rows) : where_bytes_(where_bytes), above_(static_cast<std::size_t>(where_bytes) + 2, '\0') {
        out_.reserve(rows * (above_.size() + 1));
    }
    std::size_t columns() const { return above_.size(); }
    void add(Places::Kind kind, std::uint32_t where, std::uint32_t index) {
        row_.clear();
        row_ += static_cast<char>(kind);
        append_big_endian(row_, where, where_bytes_);
        append_big_endian(row_, index, 1);
        out_ += '\2';
        for (std::size_t i = 0; i < row_.size(); ++i) out_ += static_cast<char>(row_[i] - above_[i]);
        above_.swap(row_);
    }
    std::string const& bytes() const { return out_; }

private:
    int where_bytes_;
    std::string above_, row_, out_;
};

/// Objects that share an object stream, and that stream while it is being made.
struct ObjectStream {
    struct Member {
        std::uint32_t number = 0;
        RawBody const* body = nullptr;               // null: `value` is the object, written by libharu
        std::unique_ptr<std::string const> value{};  // null too: a late object
    };
    std::vector<Member> members;
    Effort effort = Effort::Small;
    std::size_t first = 0;  // where the first object begins
    std::string bytes;      // deflated
};

void make(ObjectStream& stream, LateObjects const* late) {
    std::string offsets, values;
    for (ObjectStream::Member const& member : stream.members) {
        append_integer(offsets, member.number);
        offsets += ' ';
        append_integer(offsets, static_cast<std::int64_t>(values.size()));
        offsets += ' ';
        if (member.value) {
            values += *member.value;
        } else {
            values += "<<";
            values += member.body ? member.body->entries : late->late_body(member.number);
            values += ">>";
        }
        values += '\n';
    }
    stream.first = offsets.size();
    stream.bytes = deflate(offsets += values, stream.effort);
}

}  // namespace

namespace {
std::string_view head_of(FileVersion version) { return version == FileVersion::Pdf2 ? "%PDF-2.0" : "%PDF-1.7"; }
}  // namespace

/// Streams first, as they came; then object streams, which workers make and deflate, a few ahead of the one that is written.
class CompactFile::State {
public:
    State(Haru& haru, Workers& workers, ByteSink& out, FileVersion version) : haru_(haru), workers_(workers), out_(out), version_(version) {
        emit(head_of(version));
        emit("\n%\xB7\xBE\xAD\xAA\n");
    }

    HPDF_Dict write_now(std::string entries, std::string_view bytes) {
        HPDF_Dict const object = haru_.add_object(std::move(entries));
        RawBody& body = *raw_body(object);
        write_stream(number_of(object), std::exchange(body.entries, {}), bytes);
        body.written = true;
        return object;
    }

    std::uint64_t finish(LateObjects const* late) {
        late_ = late;
        std::uint32_t const count = haru_.end();
        next_number_ = count;
        for (std::uint32_t number = 1; number < count; ++number) {
            RawBody* const body = body_at(number);
            if (!body || !(body->stream || body->alone)) continue;
            if (body->stream)
                write_stream(number, body->entries, *body->stream);
            else
                write_dictionary(number, body->entries);
            body->stream.reset();  // it need not be there twice
            body->written = true;
        }
        for (std::uint32_t number = 1; number < count; ++number) {
            RawBody const* const body = body_at(number);
            if (!body || !body->written) add_to_object_stream(number);
        }
        close_object_stream();
        while (!coming_.empty()) write_object_stream();
        write_cross_reference();
        return size_;
    }

private:
    static constexpr std::size_t kStreamsAhead = 8;
    static constexpr std::size_t kLargeStream = 100'000;
    /// A report of a few pages has no more; such are made by thousands and waited for. What comes behind is of long tables, whose rows are so much alike that
    /// the quick way would make their files a seventh larger.
    static constexpr std::size_t kQuickStreams = 2;

    RawBody* body_at(std::uint32_t number) const {
        void* const object = haru_.object_at(number);
        return object ? raw_body(object) : nullptr;
    }

    void emit(std::string_view bytes) {
        hash_.add(bytes);
        out_.append(bytes);
        size_ += bytes.size();
    }

    /// An object with a stream, without its end.
    static std::string stream_head(std::uint32_t number, std::string_view entries, std::size_t size) {
        std::string head;
        append_integer(head, number);
        head += " 0 obj\n<<";
        head += entries;
        head += "/Length ";
        append_integer(head, static_cast<std::int64_t>(size));
        head += ">>\nstream\n";
        return head;
    }
    static constexpr std::string_view kStreamEnd = "\nendstream\nendobj\n";

    void write_stream(std::uint32_t number, std::string_view entries, std::string_view bytes) {
        places_.push_back({Places::Kind::Offset, number, 1, static_cast<std::uint32_t>(size_), 0});
        emit(stream_head(number, entries, bytes.size()));
        emit(bytes);
        emit(kStreamEnd);
    }

    void write_dictionary(std::uint32_t number, std::string_view entries) {
        places_.push_back({Places::Kind::Offset, number, 1, static_cast<std::uint32_t>(size_), 0});
        std::string object;
        append_integer(object, number);
        object += " 0 obj\n<<";
        object += entries;
        object += ">>\nendobj\n";
        emit(object);
    }

    void add_to_object_stream(std::uint32_t number) {
        filling_.members.reserve(kObjectsPerStream);
        ObjectStream::Member& member = filling_.members.emplace_back();
        member.number = number;
        if (void* const object = haru_.object_at(number)) {
            if (is_all_raw(object))
                member.body = raw_body(object);
            else
                member.value = value_of(object);
        }
        if (!haru_.object_at(number)) filling_size_ += late_->late_size(number);
        if (filling_.members.size() == kObjectsPerStream || filling_size_ >= kLargeStream) close_object_stream();
    }

    void close_object_stream() {
        filling_size_ = 0;
        if (filling_.members.empty()) return;
        if (closed_++ < kQuickStreams) filling_.effort = Effort::Quick;
        coming_.emplace_back(std::make_unique<Coming>(workers_, std::exchange(filling_, {}), late_));
        if (coming_.size() > kStreamsAhead) write_object_stream();
    }

    void write_object_stream() {
        ObjectStream const& stream = coming_.front()->wait();
        std::uint32_t const number = next_number_++;
        for (std::uint32_t i = 0; i < stream.members.size(); ++i) {
            Places* const last = places_.empty() ? nullptr : &places_.back();
            std::uint32_t const member = stream.members[i].number;
            if (i > 0 && last->number + last->count == member)
                ++last->count;
            else
                places_.push_back({Places::Kind::InStream, member, 1, number, i});
        }
        std::string entries = "/Type/ObjStm/N ";
        append_integer(entries, static_cast<std::int64_t>(stream.members.size()));
        entries += "/First ";
        append_integer(entries, static_cast<std::int64_t>(stream.first));
        entries += "/Filter/FlateDecode";
        write_stream(number, entries, stream.bytes);
        coming_.pop_front();
    }

    void write_cross_reference() {
        std::uint32_t const number = next_number_++;
        auto const start = static_cast<std::uint32_t>(size_);
        places_.push_back({Places::Kind::Offset, number, 1, start, 0});
        std::sort(places_.begin(), places_.end(), [](Places const& a, Places const& b) { return a.number < b.number; });
        int const where_bytes = bytes_for(start);  // the largest: it stands last
        FilteredRows rows(where_bytes, next_number_);
        rows.add(Places::Kind::Free, 0, 0xFF);  // object 0 is never used again
        for (Places const& places : places_) {
            for (std::uint32_t i = 0; i < places.count; ++i) rows.add(places.kind, places.where, places.index + i);
        }
        std::string entries = "/Type/XRef/Size ";
        append_integer(entries, static_cast<std::int64_t>(next_number_));
        entries += "/W[1 ";
        append_integer(entries, where_bytes);
        entries += " 1]/Root ";
        append_reference(entries, number_of(haru_.catalog()));
        if (version_ != FileVersion::Pdf2) {
            entries += "/Info ";
            append_reference(entries, number_of(haru_.info()));
        }
        entries += kZeroId;
        entries += "/DecodeParms<</Columns ";
        append_integer(entries, static_cast<std::int64_t>(rows.columns()));
        entries += "/Predictor 12>>/Filter/FlateDecode";
        std::string const table = deflate(rows.bytes(), Effort::Quick);
        std::string tail = stream_head(number, entries, table.size());
        tail += table;
        tail += kStreamEnd;
        tail += "startxref\n";
        append_integer(tail, start);
        tail += "\n%%EOF\n";
        hash_.add(tail);
        set_identifier(tail, hash_.finish());
        out_.append(tail);
        size_ += tail.size();
    }

    std::unique_ptr<std::string const> value_of(void* object) const {
        std::string value;
        append_value(haru_.document(), object, value);
        return std::make_unique<std::string const>(std::move(value));
    }

    /// An object stream that a worker makes.
    class Coming {
    public:
        Coming(Workers& workers, ObjectStream stream, LateObjects const* late) : stream_(std::move(stream)), making_(workers) {
            making_.add([this, late] { make(stream_, late); });
        }
        ObjectStream const& wait() {
            making_.wait();
            return stream_;
        }

    private:
        ObjectStream stream_;
        Batch making_;  // last, as its job uses the stream
    };

    Haru& haru_;
    Workers& workers_;
    ByteSink& out_;
    FileVersion version_;
    Sha256 hash_;  // of what was written
    std::uint64_t size_ = 0;
    LateObjects const* late_ = nullptr;
    std::uint32_t next_number_ = 0;
    std::vector<Places> places_;
    ObjectStream filling_;
    std::size_t filling_size_ = 0;  // of its late objects, roughly
    std::size_t closed_ = 0;        // object streams that were filled
    std::deque<std::unique_ptr<Coming>> coming_;
};

CompactFile::CompactFile(Haru& haru, Workers& workers, ByteSink& out, FileVersion version) : state_(std::make_unique<State>(haru, workers, out, version)) {}
CompactFile::~CompactFile() = default;

HPDF_Dict CompactFile::write_stream(std::string entries, std::string_view bytes) { return state_->write_now(std::move(entries), bytes); }

std::uint64_t CompactFile::finish(LateObjects const* late) { return state_->finish(late); }

std::string write_plain(Haru& haru, FileVersion version) {
    HPDF_Doc const document = haru.document();
    haru.set_body(haru.trailer(), std::string(kZeroId) + "\n");
    if (HPDF_SaveToStream(document) != HPDF_OK) return {};
    HPDF_UINT32 size = HPDF_GetStreamSize(document);
    std::string file(size, '\0');
    HPDF_ResetStream(document);
    HPDF_ReadFromStream(document, reinterpret_cast<HPDF_BYTE*>(file.data()), &size);
    file.resize(size);
    if (version == FileVersion::Pdf2) {
        // libharu knows of no such version; what is put in place is as long as what was there.
        std::string_view const head = head_of(version);
        file.replace(0, head.size(), head);
        std::string info = "/Info ";
        append_reference(info, number_of(haru.info()));
        if (std::size_t const at = file.rfind(info); at != std::string::npos) file.replace(at, info.size(), info.size(), ' ');
    }
    set_identifier(file, sha256(file));
    return file;
}

}  // namespace offprint::pdf
