#include "blocks/references.h"

#include <algorithm>

#include "base/utf8.h"
#include "blocks/notes.h"
#include "fmt/format.h"
#include "text/case.h"

namespace offprint::blocks {
namespace {

using Form = doc::ReferenceForm;
using Kind = doc::BlockName::Kind;

/// Stand in a pattern for a page and for the number of a note. No text of an author holds them: YAML forbids control characters.
constexpr char kPage = '\x01', kNote = '\x02';

/// A name and its number stay on one line.
std::string tied(std::string_view words) {
    std::string out;
    for (char const c : words) out += c == ' ' ? std::string("\u00A0") : std::string(1, c);
    return out;
}

/// "01" is section 1.
std::string plain_number(std::string const& number) {
    bool const figures = !number.empty() && number.find_first_not_of("0123456789") == std::string::npos;
    std::size_t const first = figures ? std::min(number.find_first_not_of('0'), number.size() - 1) : 0;
    return number.substr(first);
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + by.size())) text.replace(at, what.size(), by);
    return text;
}

std::size_t digits_of(std::uint32_t number) { return std::to_string(number).size(); }

}  // namespace

std::string with_capital(std::string const& words, std::string const& language) {
    std::size_t end = 0;
    if (!words.empty()) utf8::next(words, end);
    return text::capitals(SourcedText(words.substr(0, end)), language).text + words.substr(end);
}

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

std::optional<std::uint32_t> ReferenceBook::find(doc::CrossReference const& reference, Diagnostics& diagnostics) const {
    std::vector<std::string_view> ids;
    for (std::size_t i = 0; i < article_.landmarks.size(); ++i) {
        std::string const& id = article_.landmarks[i]->id.text;
        if (id == reference.id.text) return static_cast<std::uint32_t>(i);
        if (!id.empty()) ids.push_back(id);
    }
    for (doc::CitedSource const& source : article_.sources) ids.push_back(source.key.text);
    std::string_view const guess = data::did_you_mean(reference.id.text, ids);
    diagnostics.error("E270", reference.span, fmt::format("nothing has the id '{}'", reference.id.text),
                      !guess.empty()
                          ? fmt::format("did you mean '{}'?", guess)
                          : fmt::format("write 'id: {}' beside a block's name, or add it to the article's 'sources'; a '[@' that is text is written '\\[@'",
                                        reference.id.text));
    return std::nullopt;
}

doc::NoteText const* ReferenceBook::find_note(doc::CrossReference const& reference, Diagnostics& diagnostics) const {
    if (reference.note != nullptr) return reference.note.get();
    std::vector<std::string_view> ids;
    for (doc::ArticleNote const& note : article_.notes) {
        if (note.id.text == reference.id.text) return note.text.get();
        ids.push_back(note.id.text);
    }
    std::string_view const guess = data::did_you_mean(reference.id.text, ids);
    diagnostics.error("E263", reference.span, fmt::format("no footnote '{}'", reference.id.text),
                      !guess.empty() ? fmt::format("did you mean '{}'?", guess) : "a note of another text must stand in the article's 'notes'");
    return nullptr;
}

std::string ReferenceBook::number_of(doc::Landmark const& landmark) const {
    if (landmark.name.kind == Kind::Formula) return std::to_string(landmark.of_kind);
    if (landmark.of_exhibits > 0) return std::to_string(by_kind_ ? landmark.of_kind : landmark.of_exhibits);
    return plain_number(landmark.name.number.text);
}

std::string ReferenceBook::title_of(doc::Landmark const& landmark) const {
    if (landmark.name.title.empty()) return {};
    auto const marks = [&](char const* typed) {
        std::string const pair = doc::smart_quotes(SourcedText(typed), article_.language).text;
        std::size_t const middle = pair.find('x');
        return std::pair(pair.substr(0, middle), pair.substr(middle + 1));
    };
    auto const [open, close] = marks("\"x\"");
    auto const [inner_open, inner_close] = marks("'x'");
    std::string const title = replaced(replaced(one_line(landmark.name.title.text), open, inner_open), close, inner_close);
    return open + title + close;
}

std::string ReferenceBook::label_of(doc::Landmark const& landmark) const {
    std::string const number = number_of(landmark);
    if (number.empty()) return number;
    bool const exhibit = landmark.of_exhibits > 0;
    char const* const word = landmark.name.kind == Kind::Formula ? "formula"
                             : !exhibit                          ? "section_ref"
                             : !by_kind_                         ? "exhibit"
                             : landmark.name.kind == Kind::Table ? "table"
                                                                 : "figure";
    return messages_.get(word, {{"number", number}});
}

/// What it is called by in a text: its label, else its title.
std::string ReferenceBook::name_of(doc::Landmark const& landmark) const {
    std::string const label = label_of(landmark);
    return label.empty() ? title_of(landmark) : tied(label);
}

std::string ReferenceBook::page_pattern() const { return tied(messages_.get("page_ref", {{"page", std::string(1, kPage)}})); }

std::string ReferenceBook::pattern_of(doc::Landmark const& landmark, doc::CrossReference const& reference) const {
    switch (reference.form) {
        case Form::Name: return name_of(landmark);
        case Form::Number: return landmark.name.kind == Kind::Formula ? "(" + number_of(landmark) + ")" : number_of(landmark);
        case Form::Title: return title_of(landmark);
        case Form::Page: return page_pattern();
        case Form::Full: {
            std::string const name = name_of(landmark);
            return name.empty() ? name : messages_.get("name_and_page", {{"name", name}, {"page", page_pattern()}});
        }
    }
    return {};
}

std::string ReferenceBook::pattern_of_note(doc::CrossReference const& reference) const {
    std::string const name = tied(messages_.get("note_ref", {{"number", std::string(1, kNote)}}));
    switch (reference.form) {
        case Form::Name: return name;
        case Form::Number: return std::string(1, kNote);
        case Form::Title: return {};
        case Form::Page: return page_pattern();
        case Form::Full: return messages_.get("name_and_page", {{"name", name}, {"page", page_pattern()}});
    }
    return {};
}

void ReferenceBook::append(text::StyledText& text, doc::CrossReference const& reference, text::CharStyle const& look, bool capitals, draw::StructTree& tree,
                           draw::NodeId node, Diagnostics& diagnostics) {
    if (!reference.to_note && find_source(reference.id.text)) return append_citation(text, reference, look, tree, node, diagnostics);
    if (reference.next != nullptr || !reference.locator.empty()) {
        diagnostics.error("E279", reference.span, fmt::format("'{}' is no source", reference.id.text),
                          "only sources are cited together, or with a place in them");
        return;
    }
    Words words;
    words.span = reference.span;
    if (reference.to_note) {
        words.note = find_note(reference, diagnostics);
        if (words.note == nullptr) return;
        words.pattern = pattern_of_note(reference);
        auto const known = known_.notes.find(words.note);  // from an earlier building of the article
        if (known != known_.notes.end()) words.place = NoteBook::place_of(known->second);
    } else {
        auto const landmark = find(reference, diagnostics);
        if (!landmark) return;
        words.place = place_of(*landmark);
        words.pattern = pattern_of(*article_.landmarks[*landmark], reference);
    }
    if (words.pattern.empty()) {
        diagnostics.error("E274", reference.span,
                          fmt::format("'{}' has no {} to be called by", reference.id.text,
                                      reference.form == Form::Title    ? "title"
                                      : reference.form == Form::Number ? "number"
                                                                       : "number and no title"),
                          fmt::format("its page can be told: [@{}{} page]", reference.to_note ? "^" : "", reference.id.text));
        return;
    }
    if (reference.capital) words.pattern = with_capital(words.pattern, article_.language);
    if (capitals) words.pattern = text::capitals(SourcedText(words.pattern), article_.language).text;
    words.link = tree.add(tree.add(node, draw::Role::Reference, reference.span), draw::Role::Link, reference.span);
    if (words.note == nullptr) {
        tree[words.link].url = "#" + words.place;
        wanted_.try_emplace(words.place, words.span);
        if (words.pattern.find(kPage) != std::string::npos) paged_.insert(words.place);
    }
    SourcedText said;
    said.source = reference.span.source;
    said.append(printed(words, false), reference.span);
    text.append(said, look, words.link);
    bool const changes = words.note != nullptr || words.pattern.find(kPage) != std::string::npos;
    if (changes) words_.push_back(std::move(words));
}

std::string ReferenceBook::room_for(doc::CrossReference const& reference) const {
    Diagnostics told_when_set;
    if (!reference.to_note && find_source(reference.id.text)) {
        std::string words = "[";
        for (doc::CrossReference const* one = &reference; one != nullptr; one = one->next.get()) {
            words += std::string(digits_of(static_cast<std::uint32_t>(article_.sources.size())), '0');
            if (!one->locator.empty()) words += ",\u00A0" + one->locator.text;
            if (one->next != nullptr) words += "; ";
        }
        return words + "]";
    }
    Words words;
    if (reference.to_note) {
        words.note = find_note(reference, told_when_set);
        if (words.note == nullptr) return {};
        words.pattern = pattern_of_note(reference);
        auto const known = known_.notes.find(words.note);
        if (known != known_.notes.end()) words.place = NoteBook::place_of(known->second);
    } else {
        auto const landmark = find(reference, told_when_set);
        if (!landmark) return {};
        words.place = place_of(*landmark);
        words.pattern = pattern_of(*article_.landmarks[*landmark], reference);
    }
    return printed(words, true);
}

void ReferenceBook::append_page(text::StyledText& text, std::uint32_t landmark, text::CharStyle const& look, draw::StructTree& tree, draw::NodeId link) {
    // A node of its own: the link has words besides.
    Words words{tree.add(link, draw::Role::Span), std::string(1, kPage), place_of(landmark), nullptr, article_.landmarks[landmark]->span};
    tree[link].url = "#" + words.place;
    wanted_.try_emplace(words.place, words.span);
    paged_.insert(words.place);
    text.append(SourcedText(printed(words, false)), look, words.link);
    words_.push_back(std::move(words));
}

void ReferenceBook::place_pages(std::string const& place, Span span, draw::NodeId first, draw::NodeId end) {
    wanted_.try_emplace(place, span);
    paged_.insert(place);
    targets_.push_back({place, first, end});
}

std::uint32_t ReferenceBook::page_of(std::string_view place) const {
    auto const page = known_.pages.find(place);
    return page == known_.pages.end() ? 0 : page->second.number;
}

void ReferenceBook::number_notes(NoteBook const& notes, draw::StructTree& tree, Diagnostics& diagnostics) {
    for (Words& words : words_) {
        if (words.note == nullptr) continue;
        auto const number = notes.number_of(*words.note);
        if (!number) {
            diagnostics.error("E275", words.span, "no text marks this footnote, so that it is printed nowhere", "refer to it with [^id] where it belongs");
            continue;
        }
        known_.notes[words.note] = *number;
        words.place = NoteBook::place_of(*number);
        tree[words.link].url = "#" + words.place;
        auto const [first, end] = notes.nodes_of(*number);
        if (wanted_.try_emplace(words.place, words.span).second) targets_.push_back({words.place, first, end});
        if (words.pattern.find(kPage) != std::string::npos) paged_.insert(words.place);
    }
}

std::string ReferenceBook::printed(Words const& words, bool roomy) const {
    auto const page = known_.pages.find(words.place);
    auto const note = known_.notes.find(words.note);
    std::string out;
    for (char const c : words.pattern) {
        if (c == kPage && roomy) {
            out += std::string(page == known_.pages.end() ? 1 : page->second.digits, '0');
        } else if (c == kPage) {
            out += std::to_string(page == known_.pages.end() ? 0 : page->second.number);
        } else if (c == kNote) {
            out += std::to_string(note == known_.notes.end() ? 0 : note->second);
        } else {
            out += c;
        }
    }
    return out;
}

ReferenceBook::Words const* ReferenceBook::words_of(draw::NodeId link) const {
    auto const it = std::lower_bound(words_.begin(), words_.end(), link, [](Words const& words, draw::NodeId id) { return words.link < id; });
    return it != words_.end() && it->link == link ? &*it : nullptr;
}

bool ReferenceBook::hang_in(text::StyledText const& text) const {
    if (words_.empty()) return false;
    return std::any_of(text.runs.begin(), text.runs.end(), [&](text::StyledText::Run const& run) { return words_of(run.mark) != nullptr; });
}

text::StyledText ReferenceBook::renewed(text::StyledText const& text, bool roomy) const {
    text::StyledText out;
    out.text.source = text.text.source;
    for (text::StyledText::Run const& run : text.runs) {
        Words const* const words = words_of(run.mark);
        SourcedText said;
        said.source = text.text.source;
        if (words == nullptr)
            said = text.text.substr(run.begin, run.end - run.begin);
        else
            said.append(printed(*words, roomy), words->span);
        out.append(said, text.styles[run.style], run.mark);
    }
    return out;
}

std::vector<ReferenceTarget> ReferenceBook::targets() const {
    std::vector<ReferenceTarget> out;
    std::copy_if(targets_.begin(), targets_.end(), std::back_inserter(out), [&](ReferenceTarget const& target) { return wanted_.contains(target.place); });
    return out;
}

bool ReferenceBook::see_pages(PlacePages const& pages, bool keep_room) {
    bool changed = false;
    for (std::string const& place : paged_) {
        auto const seen = pages.find(place);
        if (seen == pages.end()) continue;
        KnownNumbers::Page& page = known_.pages[place];
        std::size_t const digits = digits_of(seen->second);
        changed = changed || (keep_room ? digits > page.digits : seen->second != page.number);
        page.number = seen->second;
        page.digits = keep_room ? std::max(page.digits, digits) : digits;
    }
    return changed;
}

void ReferenceBook::widen_all() {
    std::size_t widest = 1;
    for (auto const& [place, page] : known_.pages) widest = std::max(widest, page.digits);
    for (auto& [place, page] : known_.pages) page.digits = widest;
    known_.only_grow = true;
}

void ReferenceBook::report_missing(PlacePages const& pages, Diagnostics& diagnostics) const {
    for (auto const& [place, span] : wanted_) {
        if (!pages.contains(place)) diagnostics.error("E275", span, "what this refers to is printed on no page", "the block that has the id is empty");
    }
}

}  // namespace offprint::blocks
