#include "base/source.h"

#include <algorithm>

#include "base/utf8.h"

namespace offprint {

SourceId Sources::add(std::string name, std::string bytes) {
    entries_.push_back({std::move(name), std::move(bytes)});
    return static_cast<SourceId>(entries_.size());
}

std::string_view Sources::name(SourceId id) const { return id == 0 || id > entries_.size() ? std::string_view{} : entries_[id - 1].name; }
std::string_view Sources::text(SourceId id) const { return id == 0 || id > entries_.size() ? std::string_view{} : entries_[id - 1].bytes; }

std::pair<std::string_view, std::uint32_t> Sources::line_at(SourceId id, std::uint32_t offset) const {
    std::string_view const bytes = text(id);
    std::size_t const at = std::min<std::size_t>(offset, bytes.size());
    std::size_t begin = at;
    while (begin > 0 && bytes[begin - 1] != '\n' && !(bytes[begin - 1] == '\r' && (begin >= bytes.size() || bytes[begin] != '\n'))) --begin;
    std::size_t end = at;
    while (end < bytes.size() && bytes[end] != '\n' && bytes[end] != '\r') ++end;
    return {bytes.substr(begin, end - begin), static_cast<std::uint32_t>(begin)};
}

Place Sources::place(SourceId id, std::uint32_t offset) const {
    std::string_view const bytes = text(id);
    auto const [line, begin] = line_at(id, offset);
    Place place{name(id), 1, 1};
    for (std::size_t i = 0; i < begin; ++i) {
        if (bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 >= bytes.size() || bytes[i + 1] != '\n'))) ++place.line;
    }
    std::size_t const at = std::min<std::size_t>(offset, bytes.size());
    for (std::size_t i = begin; i < at; ++i) {
        if (!utf8::is_continuation(bytes[i])) ++place.column;
    }
    // A byte order mark is no character of the first line.
    if (begin == 0 && at >= 3 && bytes.starts_with("\xEF\xBB\xBF")) --place.column;
    return place;
}

Span SourcedText::span(std::size_t begin, std::size_t end) const {
    if (source == 0 || pieces.empty()) return {};
    auto piece_of = [&](std::size_t at) {
        auto it = std::upper_bound(pieces.begin(), pieces.end(), at, [](std::size_t v, Piece const& p) { return v < p.text_begin; });
        return it == pieces.begin() ? pieces.begin() : it - 1;
    };
    auto const first = piece_of(begin);
    std::size_t const into = begin - std::min<std::size_t>(begin, first->text_begin);
    std::uint32_t const from =
        first->in_step ? first->source_begin + static_cast<std::uint32_t>(std::min<std::size_t>(into, first->length)) : first->source_begin;
    if (end <= begin) return {source, from, from};
    auto const last = piece_of(end - 1);
    std::uint32_t to = last->source_begin + last->source_length;
    if (last->in_step) to = last->source_begin + static_cast<std::uint32_t>(std::min<std::size_t>(end - last->text_begin, last->length));
    return {source, from, std::max(from, to)};
}

SourcedText SourcedText::substr(std::size_t begin, std::size_t length) const {
    begin = std::min(begin, text.size());
    std::size_t const end = begin + std::min(length, text.size() - begin);
    SourcedText out(text.substr(begin, end - begin), source, {});
    for (Piece const& p : pieces) {
        std::size_t const from = std::max<std::size_t>(begin, p.text_begin), to = std::min<std::size_t>(end, p.text_begin + p.length);
        if (from >= to) continue;
        Piece cut = p;
        cut.text_begin = static_cast<std::uint32_t>(from - begin);
        cut.length = static_cast<std::uint32_t>(to - from);
        if (p.in_step) {
            cut.source_begin = p.source_begin + static_cast<std::uint32_t>(from - p.text_begin);
            cut.source_length = cut.length;
        }
        out.pieces.push_back(cut);
    }
    if (out.pieces.empty() && source != 0) {  // an empty cut still has a place
        Span const at = span(begin, begin);
        out.pieces.push_back({0, 0, at.begin, 0, true});
    }
    return out;
}

void SourcedText::append(SourcedText const& other) {
    if (source == 0) source = other.source;
    auto const base = static_cast<std::uint32_t>(text.size());
    text += other.text;
    if (other.source != source) return;
    for (Piece p : other.pieces) {
        p.text_begin += base;
        pieces.push_back(p);
    }
}

void SourcedText::append(std::string_view bytes, Span place) {
    if (source == 0) source = place.source;
    pieces.push_back({static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(bytes.size()), place.begin, place.end - place.begin, false});
    text += bytes;
}

void SourcedText::append_value(std::string_view bytes, Span place) {
    append(bytes, place);
    pieces.back().literal = true;
}

}  // namespace offprint
