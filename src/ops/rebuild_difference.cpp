#include "ops/rebuild_difference.h"

#include <algorithm>

#include "fmt/format.h"
#include "reader/page_text.h"

namespace offprint::ops {
namespace {

constexpr std::size_t kQuoted = 60;  // bytes of a text that are quoted

/// The part of a text around the byte where two texts part, cut at characters.
std::string quoted(std::string const& text, std::size_t at) {
    std::size_t begin = at > kQuoted / 2 ? at - kQuoted / 2 : 0, end = std::min(text.size(), begin + kQuoted);
    auto const inside = [&](std::size_t i) { return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80; };
    while (begin > 0 && inside(begin)) --begin;
    while (inside(end)) ++end;
    return fmt::format("“{}{}{}”", begin > 0 ? "…" : "", text.substr(begin, end - begin), end < text.size() ? "…" : "");
}

std::string place_of(std::vector<Span> const& places, std::int64_t mark, Sources const& sources) {
    if (mark < 0 || static_cast<std::size_t>(mark) >= places.size() || !places[static_cast<std::size_t>(mark)]) return {};
    Span const span = places[static_cast<std::size_t>(mark)];
    Place const place = sources.place(span.source, span.begin);
    return fmt::format(" ({}:{}:{})", place.file, place.line, place.column);
}

std::string text_difference(std::vector<reader::MarkedText> const& ours, std::vector<reader::MarkedText> const& theirs, std::vector<Span> const& places,
                            Sources const& sources) {
    for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i) {
        std::string const &a = ours[i].text, &b = theirs[i].text;
        if (a == b) continue;
        auto const at = static_cast<std::size_t>(
            std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin()).first - a.begin());
        return fmt::format("the file says {}, its inputs say {}{}", quoted(a, at), quoted(b, at), place_of(places, theirs[i].mark, sources));
    }
    if (ours.size() != theirs.size()) return fmt::format("the file has {} marked texts, its inputs make {}", ours.size(), theirs.size());
    return {};
}

}  // namespace

std::string first_difference(reader::File const& file, RenderResult const& again, Sources const& sources) {
    std::string error;
    std::optional<reader::File> const mine = reader::File::open(*again.pdf, error);
    auto const theirs = mine ? reader::pages(*mine, error) : std::nullopt, ours = reader::pages(file, error);
    if (!theirs || !ours) return fmt::format("not the same, and no page can be compared: {}", error);
    for (std::size_t i = 0; i < std::min(ours->size(), theirs->size()); ++i) {
        auto const said = reader::marked_texts(file, *(*ours)[i], error), made = reader::marked_texts(*mine, *(*theirs)[i], error);
        if (!said || !made) return fmt::format("page {} cannot be read: {}", i + 1, error);
        std::string const words = text_difference(*said, *made, i < again.places.size() ? again.places[i] : std::vector<Span>{}, sources);
        if (!words.empty()) return fmt::format("page {}: {}", i + 1, words);
    }
    if (ours->size() != theirs->size()) return fmt::format("the file has {} pages, its inputs make {}", ours->size(), theirs->size());
    for (std::size_t i = 0; i < ours->size(); ++i) {
        auto const a = file.decoded(file.at(*(*ours)[i], "Contents"), error), b = mine->decoded(mine->at(*(*theirs)[i], "Contents"), error);
        if (!a || !b || *a != *b) return fmt::format("page {}: the same words, but not drawn the same", i + 1);
    }
    std::string_view const a = file.bytes(), b = mine->bytes();
    auto const at = std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin()).first - a.begin();
    return fmt::format("all pages are drawn the same, but the files part at byte {}: metadata, attachments, tags or fonts", at);
}

}  // namespace offprint::ops
