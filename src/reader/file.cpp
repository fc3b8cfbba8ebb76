#include "reader/file.h"

#include <algorithm>
#include <limits>

#include "reader/inflate.h"
#include "reader/parser.h"

namespace offprint::reader {
namespace {

constexpr std::size_t kTail = 1024;          // where `startxref` must stand
constexpr std::size_t kMostRevisions = 512;  // a chain of cross references longer than this is no honest file
// Readers differ in what a reference to an older generation leads to, so such a file would not say the same to all of them.
constexpr char kUsedAgain[] = "a number of an object is used again (its generation is not 0), which is not read here";
constexpr int kLongestChain = 32;  // of references to references, of objects needed to read one

std::optional<std::uint64_t> big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
    if (count > 8 || at + count > bytes.size()) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value = (value << 8) | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

std::int64_t integer_or(Object const& value, std::int64_t otherwise) { return value.is(Object::Kind::Integer) ? value.integer : otherwise; }

}  // namespace

std::optional<File> File::open(std::string bytes, std::string& error) {
    auto own = std::make_unique<std::string const>(std::move(bytes));
    std::optional<File> file = look_at(*own, error);
    if (file) file->own_ = std::move(own);
    return file;
}

std::optional<File> File::look_at(std::string_view bytes, std::string& error) {
    File file;
    file.bytes_ = bytes;
    if (!bytes.starts_with("%PDF-")) {
        error = "this is no PDF";
        return std::nullopt;
    }
    if (!file.read_cross_references(error)) return std::nullopt;
    return file;
}

bool File::read_cross_references(std::string& error) {
    std::size_t const tail = bytes_.size() > kTail ? bytes_.size() - kTail : 0;
    std::size_t const found = bytes_.rfind("startxref");
    if (found == bytes_.npos || found < tail) return error = "the file has no end: there is no 'startxref'", false;
    Parser parser(bytes_, found + 9);
    std::optional<std::uint64_t> at = parser.unsigned_integer();
    while (at) {
        if (*at >= bytes_.size() || revisions_.size() >= kMostRevisions || std::find(revisions_.begin(), revisions_.end(), *at) != revisions_.end())
            return error = "the cross references lead nowhere", false;
        revisions_.push_back(static_cast<std::size_t>(*at));
        std::optional<Object> section = read_section(static_cast<std::size_t>(*at), error);
        if (!section) return false;
        Object const& previous = (*section)["Prev"];
        bool const last = previous.is(Object::Kind::Null);
        std::int64_t const next = integer_or(previous, -1);
        if (revisions_.size() == 1) trailer_ = std::move(*section);
        if (last) return true;
        at = next < 0 ? std::nullopt : std::optional<std::uint64_t>(static_cast<std::uint64_t>(next));
    }
    return error = "'startxref' is not followed by a place", false;
}

std::optional<Object> File::read_section(std::size_t at, std::string& error) {
    Parser parser(bytes_, at);
    return parser.keyword("xref") ? read_table(parser.at(), error) : read_stream_section(at, error);
}

/// The newest revision is read first, so a place that is known stays.
bool File::set_place(std::uint64_t number, Place place) {
    if (number > kMostObjects) return false;
    places_.add(static_cast<std::uint32_t>(number), place);
    return true;
}

std::optional<Object> File::read_table(std::size_t at, std::string& error) {
    Parser parser(bytes_, at);
    auto const wrong = [&] { return error = "a cross-reference table is damaged", std::nullopt; };
    auto const used_again = [&] { return error = kUsedAgain, std::nullopt; };
    while (!parser.keyword("trailer")) {
        auto const first = parser.unsigned_integer(), count = parser.unsigned_integer();
        if (!first || !count || *first > kMostObjects || *count > kMostObjects) return wrong();
        for (std::uint64_t i = 0; i < *count; ++i) {
            auto const offset = parser.unsigned_integer(), generation = parser.unsigned_integer();
            if (!offset || !generation) return wrong();
            bool const used = parser.keyword("n");
            if (!used && !parser.keyword("f")) return wrong();
            if (used && *generation != 0) return used_again();
            if (*offset > Place::kFarthest) return wrong();
            Place place;
            place.kind = used ? Place::Kind::Offset : Place::Kind::Free;
            place.where = *offset & Place::kFarthest;
            if (!set_place(*first + i, place)) return wrong();
        }
    }
    std::optional<Object> trailer = parser.value();
    if (!trailer || !trailer->is(Object::Kind::Dictionary)) return error = "a trailer is damaged", std::nullopt;
    // A hybrid file says one thing to readers of tables and another to readers of streams (7.5.8.4).
    if (!(*trailer)["XRefStm"].is(Object::Kind::Null)) return error = "it has cross references of two kinds", std::nullopt;
    return trailer;
}

std::optional<Object> File::read_stream_section(std::size_t at, std::string& error) {
    std::optional<Object> section(std::in_place);
    if (!read_indirect(at, 0, *section, Parser::Syntax::File, error) || !section->is(Object::Kind::Stream) || !(*section)["Type"].is_name("XRef"))
        return error = "there are no cross references where 'startxref' points", std::nullopt;
    bool is_good = false;
    bool const is_read = decode(*section, error, [&](std::string_view rows) { is_good = read_rows(*section, rows, error); });
    if (!is_read || !is_good) return std::nullopt;
    return section;
}

/// The rows of a cross-reference stream.
bool File::read_rows(Object const& section, std::string_view rows, std::string& error) {
    auto const wrong = [&] { return error = "a cross-reference stream is damaged", false; };
    Object const& widths = section["W"];
    if (widths.items.size() != 3) return wrong();
    std::size_t width[3], stride = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        std::int64_t const w = integer_or(widths.items[i], -1);
        if (w < 0 || w > 8) return wrong();
        stride += width[i] = static_cast<std::size_t>(w);
    }
    std::vector<std::int64_t> ranges{0, integer_or(section["Size"], -1)};
    if (Object const& index = section["Index"]; index.is(Object::Kind::Array)) {
        ranges.clear();
        for (Object const& item : index.items) ranges.push_back(integer_or(item, -1));
    }
    if (stride == 0 || ranges.size() % 2 != 0) return wrong();
    std::size_t row = 0;
    for (std::size_t r = 0; r < ranges.size(); r += 2) {
        if (ranges[r] < 0 || ranges[r + 1] < 0 || ranges[r] > kMostObjects || ranges[r + 1] > kMostObjects) return wrong();
        for (std::int64_t i = 0; i < ranges[r + 1]; ++i, row += stride) {
            auto const kind = width[0] == 0 ? std::optional<std::uint64_t>(1) : big_endian(rows, row, width[0]);
            auto const where = big_endian(rows, row + width[0], width[1]), index = big_endian(rows, row + width[0] + width[1], width[2]);
            if (!kind || !where || !index || *kind > 2 || *where > Place::kFarthest || (*kind == 2 && *index > kMostObjects)) return wrong();
            if (*kind == 1 && *index != 0) return error = kUsedAgain, false;
            Place place;
            place.kind = static_cast<Place::Kind>(*kind & 3);
            place.where = *where & Place::kFarthest;
            place.index = *kind == 2 ? *index & kMostObjects : 0;
            if (!set_place(static_cast<std::uint64_t>(ranges[r] + i), place)) return wrong();
        }
    }
    return true;
}

std::optional<std::size_t> File::length_of(Object const& dictionary, std::string& error) const {
    Object const& length = resolve(dictionary["Length"]);
    if (length.is(Object::Kind::Integer) && length.integer >= 0 && static_cast<std::uint64_t>(length.integer) <= bytes_.size())
        return static_cast<std::size_t>(length.integer);
    error = "a stream without its length";
    return std::nullopt;
}

/// The object at an offset; `number` 0 takes any.
bool File::read_indirect(std::size_t at, std::uint32_t number, Object& into, Parser::Syntax syntax, std::string& error) const {
    auto const wrong = [&](char const* what) { return error = std::string(what) + " at byte " + std::to_string(at), false; };
    if (at >= bytes_.size()) return wrong("an object past the end of the file");
    Parser parser(bytes_, at, syntax);
    auto const told = parser.unsigned_integer(), generation = parser.unsigned_integer();
    if (!told || !generation || !parser.keyword("obj") || (number != 0 && *told != number)) return wrong("no such object");
    if (*generation != 0) return error = kUsedAgain, false;
    bool const is_there = parser.read(into);
    values_ += parser.values();
    if (!is_there) return wrong("an object that is not well-formed");
    if (into.is(Object::Kind::Dictionary) && parser.keyword("stream")) {
        std::size_t begin = parser.at();
        if (begin < bytes_.size() && bytes_[begin] == '\r') ++begin;
        if (begin >= bytes_.size() || bytes_[begin] != '\n') return wrong("a stream that does not begin on a line");
        std::optional<std::size_t> const length = length_of(into, error);
        if (!length) return false;
        into.kind = Object::Kind::Stream;
        into.begin = begin + 1;
        into.size = *length;
        if (into.size > bytes_.size() - into.begin) return wrong("a stream past the end of the file");
        parser = Parser(bytes_, into.begin + into.size);
        if (!parser.keyword("endstream")) return wrong("a stream of another length than it says");
    }
    if (!parser.keyword("endobj")) return wrong("an object without an end");
    return true;
}

File::ObjectStream const* File::object_stream(std::uint32_t number, std::string& error) const {
    if (auto const it = object_streams_.find(number); it != object_streams_.end()) {
        it->second.asked = ++asked_;
        return &it->second;
    }
    Object const& stream = number < places_.size() && places_[number].kind == Place::Kind::Offset ? object(number) : resolve({});
    auto const wrong = [&] { return error = "object stream " + std::to_string(number) + " is damaged", nullptr; };
    if (!stream.is(Object::Kind::Stream) || !stream["Type"].is_name("ObjStm")) return wrong();
    std::optional<std::string> bytes = decoded(stream, error);
    if (!bytes) return nullptr;
    std::int64_t const count = integer_or(stream["N"], -1), first = integer_or(stream["First"], -1);
    if (count < 0 || count > kMostObjects || first < 0 || static_cast<std::size_t>(first) > bytes->size()) return wrong();
    ObjectStream held;
    Parser parser(*bytes);
    for (std::int64_t i = 0; i < count; ++i) {
        auto const member = parser.unsigned_integer(), offset = parser.unsigned_integer();
        if (!member || !offset || *member > kMostObjects || *offset > bytes->size() - static_cast<std::size_t>(first)) return wrong();
        held.members.emplace_back(static_cast<std::uint32_t>(*member), static_cast<std::uint32_t>(static_cast<std::size_t>(first) + *offset));
    }
    held.bytes = std::move(*bytes);
    held.asked = ++asked_;
    let_go_of_streams(held.bytes.size());
    return &object_streams_.emplace(number, std::move(held)).first->second;
}

void File::let_go_of_streams(std::size_t room) const {
    streams_held_ += room;
    while (streams_held_ > kObjectStreamsHeld && !object_streams_.empty()) {
        auto const oldest =
            std::min_element(object_streams_.begin(), object_streams_.end(), [](auto const& a, auto const& b) { return a.second.asked < b.second.asked; });
        streams_held_ -= oldest->second.bytes.size();
        object_streams_.erase(oldest);
    }
}

void File::forget_from(std::size_t begin) const {
    for (; passing_.size() > begin; passing_.pop_back()) {
        values_held_ -= passing_.back().values;
        objects_.erase(passing_.back().number);
    }
}

bool File::read_from_stream(Place place, std::uint32_t number, Object& into, Parser::Syntax syntax, std::string& error) const {
    ObjectStream const* const stream = place.where <= kMostObjects ? object_stream(static_cast<std::uint32_t>(place.where), error) : nullptr;
    if (stream == nullptr) return false;
    if (place.index >= stream->members.size() || stream->members[place.index].first != number)
        return error = "object " + std::to_string(number) + " is not where the cross references say", false;
    Parser parser(stream->bytes, stream->members[place.index].second, syntax);
    bool const is_there = parser.read(into);
    values_ += parser.values();
    if (!is_there) error = "object " + std::to_string(number) + " is not well-formed";
    return is_there;
}

/// An object that is not free; null, which is a fault, if it is not to be read.
void File::load(std::uint32_t number, Object& into, Parser::Syntax syntax) const {
    Place const place = places_[number];
    std::string error;
    bool is_read = false;
    if (depth_ < kLongestChain && values_ < kMostValuesInAll && values_held_ < kMostValuesHeld) {
        ++depth_;
        is_read = place.kind == Place::Kind::Offset ? read_indirect(static_cast<std::size_t>(place.where), number, into, syntax, error)
                                                    : read_from_stream(place, number, into, syntax, error);
        --depth_;
    } else {
        error = "the file is too large, or its objects need too many others, to be read";
    }
    if (is_read) return;
    into = {};
    if (fault_.empty() && tells_faults_) fault_ = error;
}

Object const& File::object(std::uint32_t number) const {
    static Object const nothing;
    if (number >= places_.size() || places_[number].kind == Place::Kind::Free) return nothing;
    // Entered before it is read, so that a stream whose length leads back to itself finds null.
    auto const [it, is_new] = objects_.try_emplace(number);
    if (!is_new) return it->second;
    std::size_t const before = values_;
    Object object;
    load(number, object, Parser::Syntax::File);
    it->second = std::move(object);
    // Those needed to read this one are counted with it; they are few.
    values_held_ += values_ - before;
    if (passings_ > 0) passing_.push_back({number, values_ - before});
    return it->second;
}

void File::read(std::uint32_t number, Object& into) const {
    auto const held = objects_.find(number);
    if (held != objects_.end())
        into = held->second;
    else if (number >= places_.size() || places_[number].kind == Place::Kind::Free)
        into = {};
    else
        load(number, into, Parser::Syntax::Packed);
}

std::optional<std::size_t> File::offset_of(std::uint32_t number) const {
    if (number >= places_.size() || places_[number].kind != Place::Kind::Offset) return std::nullopt;
    return places_[number].where;
}

Object const& File::resolve(Object const& value) const {
    static Object const nothing;
    Object const* at = &value;
    for (int steps = 0; at->is(Object::Kind::Reference); ++steps) {
        if (steps == kLongestChain) return nothing;
        at = &object(static_cast<std::uint32_t>(at->integer));
    }
    return at == &value && value.is(Object::Kind::Null) ? nothing : *at;
}

std::optional<std::string> File::decoded(Object const& stream, std::string& error) const {
    std::optional<std::string> bytes;
    decode(stream, error, [&](std::string_view decoded) { bytes.emplace(decoded); });
    return bytes;
}

bool File::decode(Object const& stream, std::string& error, std::function<void(std::string_view)> const& use) const {
    auto const wrong = [&](char const* why) { return error = why, false; };
    if (!stream.is(Object::Kind::Stream)) return wrong("what should be a stream is none");
    std::string_view const raw = bytes_.substr(stream.begin, stream.size);
    Object const& filter = resolve(stream["Filter"]);
    bool const one_filter = filter.is(Object::Kind::Array) && filter.items.size() == 1;
    if (filter.is(Object::Kind::Null)) return use(raw), true;
    if (!filter.is_name("FlateDecode") && !(one_filter && resolve(filter.items[0]).is_name("FlateDecode")))
        return wrong("a stream with a filter that is not read here");
    Object const& parms_value = resolve(stream["DecodeParms"]);
    Object const& parms = parms_value.is(Object::Kind::Array) && parms_value.items.size() == 1 ? resolve(parms_value.items[0]) : parms_value;
    std::int64_t const predictor = integer_or(parms["Predictor"], 1), columns = integer_or(parms["Columns"], 1);
    std::int64_t const colors = integer_or(parms["Colors"], 1), bits = integer_or(parms["BitsPerComponent"], 8);
    bool const is_known = predictor == 1 || (predictor >= 10 && columns >= 1 && columns <= (1 << 24) && colors >= 1 && colors <= 32 && bits >= 1 && bits <= 16);
    bool is_fitting = true;
    std::size_t const left = kInflatedInAll - std::min(kInflatedInAll, inflated_);
    bool const is_whole = inflate(raw, std::min(kLargestStream, left), [&](std::span<char> bytes) {
        inflated_ += bytes.size();
        if (!is_known) return;
        if (predictor == 1) return use({bytes.data(), bytes.size()});
        auto const row = static_cast<std::size_t>((columns * colors * bits + 7) / 8),
                   pixel = static_cast<std::size_t>(std::max<std::int64_t>(1, colors * bits / 8));
        std::optional<std::string_view> const undone = undo_predictor(bytes, row, pixel);
        is_fitting = undone.has_value();
        if (undone) use(*undone);
    });
    if (!is_whole) return wrong("a stream is damaged, or too large");
    if (!is_known) return wrong("a stream with a predictor that is not read here");
    return is_fitting || wrong("a stream's predictor does not fit it");
}

}  // namespace offprint::reader
