#include "pdf/file_writer.h"

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

/// Where an object stands: at an offset of the file, or in an object stream.
struct Place {
    enum class Kind : std::uint8_t { Free = 0, Offset = 1, InStream = 2 } kind = Kind::Free;
    std::uint32_t where = 0;  // offset, or number of the object stream
    std::uint32_t index = 0;  // within the object stream
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

/// PNG's Up filter (RFC 2083, 6.4): each row as its difference to the row above.
std::string filtered_up(std::string const& rows, std::size_t columns) {
    std::string out;
    out.reserve(rows.size() + rows.size() / columns);
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (at % columns == 0) out += '\2';
        out += static_cast<char>(at < columns ? rows[at] : rows[at] - rows[at - columns]);
    }
    return out;
}

/// Objects that share an object stream, and that stream while it is being made.
struct ObjectStream {
    struct Member {
        std::uint32_t number = 0;
        RawBody const* body = nullptr;               // null: `value` is the object, written by libharu
        std::unique_ptr<std::string const> value{};  // null too: a late object
    };
    std::vector<Member> members;
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
    stream.bytes = deflate(offsets += values);
}

/// Streams first, as they came; object streams are deflated by workers meanwhile and stand behind them.
class CompactWriter {
public:
    CompactWriter(HPDF_Doc document, Workers& workers, LateObjects const* late)
        : document_(document), late_(late), places_(document->xref->entries->count), making_(workers) {}

    std::string run() {
        out_ = "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n";
        std::vector<std::uint32_t> streams;
        auto const count = static_cast<std::uint32_t>(places_.size());
        std::size_t size = 0;
        for (std::uint32_t number = 1; number < count; ++number) {
            RawBody const* const body = object(number) ? raw_body(object(number)) : nullptr;
            if (body && body->stream) {
                streams.push_back(number);
                size += body->entries.size() + body->stream->size() + kRoomForStream;
            } else {
                add_to_object_stream(number);
            }
        }
        close_object_stream();
        out_.reserve(size + size / 4 + kRoomForStream);
        for (std::uint32_t const number : streams) {
            RawBody& body = *raw_body(object(number));
            write_stream(number, body.entries, *body.stream);
            body.stream = std::string();  // it need not be there twice
        }
        for (std::size_t i = 0; i < object_streams_.size(); ++i) {
            making_.wait(i);
            write_object_stream(object_streams_[i]);
        }
        write_cross_reference();
        return std::move(out_);
    }

private:
    static constexpr std::size_t kRoomForStream = 64;  // what stands around a stream's entries and bytes

    void* object(std::uint32_t number) const {
        return static_cast<HPDF_XrefEntry>(HPDF_List_ItemAt(document_->xref->entries, static_cast<HPDF_UINT>(number)))->obj;
    }

    void write_stream(std::uint32_t number, std::string_view entries, std::string_view bytes) {
        places_[number] = {Place::Kind::Offset, static_cast<std::uint32_t>(out_.size()), 0};
        append_integer(out_, number);
        out_ += " 0 obj\n<<";
        out_ += entries;
        out_ += "/Length ";
        append_integer(out_, static_cast<std::int64_t>(bytes.size()));
        out_ += ">>\nstream\n";
        out_ += bytes;
        out_ += "\nendstream\nendobj\n";
    }

    void add_to_object_stream(std::uint32_t number) {
        if (object_streams_.empty() || object_streams_.back().members.size() == kObjectsPerStream) {
            close_object_stream();
            object_streams_.emplace_back().members.reserve(kObjectsPerStream);
        }
        ObjectStream::Member& member = object_streams_.back().members.emplace_back();
        member.number = number;
        if (!object(number)) return;
        if (is_all_raw(object(number)))
            member.body = raw_body(object(number));
        else
            member.value = value_of(object(number));
    }

    void close_object_stream() {
        if (object_streams_.empty()) return;
        ObjectStream& stream = object_streams_.back();
        making_.add([&stream, late = late_] { make(stream, late); });
    }

    void write_object_stream(ObjectStream& stream) {
        auto const number = static_cast<std::uint32_t>(places_.size());
        places_.emplace_back();
        for (std::uint32_t i = 0; i < stream.members.size(); ++i) places_[stream.members[i].number] = {Place::Kind::InStream, number, i};
        std::string entries = "/Type/ObjStm/N ";
        append_integer(entries, static_cast<std::int64_t>(stream.members.size()));
        entries += "/First ";
        append_integer(entries, static_cast<std::int64_t>(stream.first));
        entries += "/Filter/FlateDecode";
        write_stream(number, entries, std::exchange(stream.bytes, {}));
    }

    void write_cross_reference() {
        auto const number = static_cast<std::uint32_t>(places_.size());
        auto const start = static_cast<std::uint32_t>(out_.size());
        places_.push_back({Place::Kind::Offset, start, 0});
        int const where_bytes = bytes_for(start);  // the largest: it stands last
        std::string rows;
        for (Place const& place : places_) {
            rows += static_cast<char>(place.kind);
            append_big_endian(rows, place.where, where_bytes);
            append_big_endian(rows, place.index, 1);
        }
        rows[static_cast<std::size_t>(where_bytes) + 1] = '\xFF';  // object 0 is never used again
        std::size_t const columns = static_cast<std::size_t>(where_bytes) + 2;
        std::string entries = "/Type/XRef/Size ";
        append_integer(entries, static_cast<std::int64_t>(places_.size()));
        entries += "/W[1 ";
        append_integer(entries, where_bytes);
        entries += " 1]/Root ";
        append_reference(entries, number_of(document_->catalog));
        entries += "/Info ";
        append_reference(entries, number_of(document_->info));
        entries += kZeroId;
        entries += "/DecodeParms<</Columns ";
        append_integer(entries, static_cast<std::int64_t>(columns));
        entries += "/Predictor 12>>/Filter/FlateDecode";
        write_stream(number, entries, deflate(filtered_up(rows, columns)));
        out_ += "startxref\n";
        append_integer(out_, start);
        out_ += "\n%%EOF\n";
    }

    std::unique_ptr<std::string const> value_of(void* object) const {
        std::string value;
        append_value(document_, object, value);
        return std::make_unique<std::string const>(std::move(value));
    }

    HPDF_Doc document_;
    LateObjects const* late_;
    std::vector<Place> places_;
    std::string out_;
    std::deque<ObjectStream> object_streams_;  // each at a fixed place, for the workers
    Batch making_;                             // last, as its jobs use the streams
};

/// Both halves equal, as in a first revision: the first 16 bytes of the digest over the file with zeros in their place.
void set_identifier(std::string& file) {
    std::size_t const at = file.rfind(kZeroId);
    std::string const digits = to_hex(sha256(file)).substr(0, 32);
    file.replace(at + kZeroId.find('0'), digits.size(), digits);
    file.replace(at + kZeroId.rfind('0') + 1 - digits.size(), digits.size(), digits);
}

}  // namespace

std::string write_compact(Haru& haru, Workers& workers, LateObjects const* late) {
    std::string file = CompactWriter(haru.document(), workers, late).run();
    set_identifier(file);
    return file;
}

std::string write_plain(Haru& haru) {
    HPDF_Doc const document = haru.document();
    haru.set_body(haru.trailer(), std::string(kZeroId) + "\n");
    if (HPDF_SaveToStream(document) != HPDF_OK) return {};
    HPDF_UINT32 size = HPDF_GetStreamSize(document);
    std::string file(size, '\0');
    HPDF_ResetStream(document);
    HPDF_ReadFromStream(document, reinterpret_cast<HPDF_BYTE*>(file.data()), &size);
    file.resize(size);
    set_identifier(file);
    return file;
}

}  // namespace offprint::pdf
