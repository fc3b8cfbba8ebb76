#include "pdf/haru.h"

#include <algorithm>
#include <iterator>
#include <new>

#include "base/number.h"

namespace offprint::pdf {
namespace {

// libharu calls these three from C: they must not throw.

void record_error(HPDF_STATUS code, HPDF_STATUS, void* first_error) {
    auto& first = *static_cast<HPDF_STATUS*>(first_error);
    if (first == HPDF_OK) first = code;
}

HPDF_STATUS write_raw_body(HPDF_Dict object, HPDF_Stream stream) {
    std::string const& entries = static_cast<RawBody const*>(object->attr)->entries;
    return HPDF_Stream_Write(stream, reinterpret_cast<HPDF_BYTE const*>(entries.data()), static_cast<HPDF_UINT>(entries.size()));
}

void free_raw_body(HPDF_Dict object) { delete static_cast<RawBody*>(object->attr); }

}  // namespace

Haru::Haru(StreamOwner streams)
    : streams_(streams), first_error_(std::make_unique<HPDF_STATUS>(HPDF_OK)), document_(HPDF_New(record_error, first_error_.get())) {
    if (!document_) throw std::bad_alloc();
    document_->pdf_version = HPDF_VER_17;
    take_over_defaults();
}

// libharu's own entries that we write ourselves.
void Haru::take_over_defaults() {
    HPDF_Dict_RemoveElement(info(), "Producer");
    HPDF_Dict_RemoveElement(pages(), "Kids");
    HPDF_Dict_RemoveElement(pages(), "Count");
    pages()->before_write_fn = nullptr;  // would count the kids just removed
}

std::string Haru::fault() const {
    if (*first_error_ == HPDF_OK) return {};
    std::string message = "libharu code ";
    append_integer(message, static_cast<std::int64_t>(*first_error_));
    return message;
}

HPDF_Dict Haru::new_dictionary() {
    HPDF_Dict const object = HPDF_Dict_New(document_->mmgr);
    if (!object || HPDF_Xref_Add(document_->xref, object) != HPDF_OK) throw std::bad_alloc();
    return object;
}

HPDF_Dict Haru::add_object(std::string entries) {
    HPDF_Dict const object = new_dictionary();
    set_body(object, std::move(entries));
    return object;
}

std::uint32_t Haru::add_late_objects(std::uint32_t count) {
    std::uint32_t const first = end();
    if (!late_.empty() && late_.back().end == first)
        late_.back().end += count;
    else
        late_.push_back({first, first + count, document_->xref->start_offset});
    document_->xref->start_offset += count;
    return first;
}

void* Haru::object_at(std::uint32_t number) const {
    std::uint32_t before = 0;
    auto const next = std::upper_bound(late_.begin(), late_.end(), number, [](std::uint32_t n, LateRange const& range) { return n < range.first; });
    if (next != late_.begin()) {
        LateRange const& range = *std::prev(next);
        if (number < range.end) return nullptr;
        before = range.before + (range.end - range.first);
    }
    return static_cast<HPDF_XrefEntry>(HPDF_List_ItemAt(document_->xref->entries, number - before))->obj;
}

HPDF_Dict Haru::add_stream(std::string entries, std::string bytes) {
    if (streams_ == StreamOwner::RawBody) {
        HPDF_Dict const object = add_object(std::move(entries));
        static_cast<RawBody*>(object->attr)->stream = std::move(bytes);
        return object;
    }
    HPDF_Dict const object = HPDF_DictStream_New(document_->mmgr, document_->xref);
    if (!object) throw std::bad_alloc();
    HPDF_Stream_Write(object->stream, reinterpret_cast<HPDF_BYTE const*>(bytes.data()), static_cast<HPDF_UINT>(bytes.size()));
    set_body(object, std::move(entries));
    return object;
}

void Haru::set_body(HPDF_Dict object, std::string entries) {
    if (object->write_fn == write_raw_body) {
        static_cast<RawBody*>(object->attr)->entries = std::move(entries);
        return;
    }
    object->attr = new RawBody{std::move(entries), std::nullopt, false, false};
    object->write_fn = write_raw_body;
    object->free_fn = free_raw_body;
}

RawBody* raw_body(void* object) {
    auto const* const header = static_cast<HPDF_Obj_Header const*>(object);
    if ((header->obj_class & HPDF_OCLASS_ANY) != HPDF_OCLASS_DICT) return nullptr;
    auto const* const dictionary = static_cast<_HPDF_Dict_Rec const*>(object);
    return dictionary->write_fn == write_raw_body ? static_cast<RawBody*>(dictionary->attr) : nullptr;
}

bool is_all_raw(void* object) { return raw_body(object) != nullptr && static_cast<_HPDF_Dict_Rec*>(object)->list->count == 0; }

}  // namespace offprint::pdf
