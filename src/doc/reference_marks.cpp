#include "doc/reference_marks.h"

#include <fmt/format.h>

#include <algorithm>

#include "data/value.h"

namespace offprint::doc {
namespace {

constexpr std::size_t kNone = std::string::npos;
constexpr std::string_view kForms[] = {"name", "page", "full", "number", "title"};  // in the order of ReferenceForm

bool is_id_letter(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.'; }

/// Words, if there are any, without the blanks around them: a stretch of the text.
struct Stretch {
    std::size_t begin = 0, end = 0;
};

Stretch trimmed(std::string_view text, std::size_t begin, std::size_t end) {
    auto const blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    while (begin < end && blank(text[begin])) ++begin;
    while (end > begin && blank(text[end - 1])) --end;
    return {begin, end};
}

class Taker {
public:
    Taker(SourcedText const& text, std::string& masked, std::vector<NoteMark> const& notes, Diagnostics& diagnostics)
        : text_(text), masked_(masked), notes_(notes), diagnostics_(diagnostics) {}

    std::vector<ReferenceMark> run() {
        if (masked_.find("[@") == kNone) return {};
        for (std::size_t at = 0; at < masked_.size();) {
            switch (masked_[at]) {
                case '[': at = take(at); break;
                case '\\': at += 2; break;
                case '`': at = end_of_code(masked_, at); break;
                default: ++at;
            }
        }
        return std::move(marks_);
    }

private:
    /// Takes the reference that begins at a bracket, if one does; gives where to go on.
    std::size_t take(std::size_t open) {
        if (masked_.compare(open, 2, "[@") != 0) return open + 1;
        std::size_t const close = masked_.find_first_of("]\n[", open + 1);
        if (close == kNone || masked_[close] != ']') return open + 1;
        if (close + 1 < masked_.size() && masked_[close + 1] == '(') return open + 1;  // the words of a link
        std::shared_ptr<CrossReference const> first = read(open + 1, close);
        if (first == nullptr) return open + 1;
        std::fill(masked_.begin() + static_cast<std::ptrdiff_t>(open), masked_.begin() + static_cast<std::ptrdiff_t>(close + 1), 'x');
        marks_.push_back({open, close + 1, std::move(first)});
        return close + 1;
    }

    /// Reads `@id page` or `@id, locator; @id` between brackets; null if it is none.
    std::shared_ptr<CrossReference const> read(std::size_t at, std::size_t close) {
        CrossReference reference;
        reference.span = text_.span(at - 1, close + 1);
        reference.to_note = masked_.compare(at, 2, "@^") == 0;
        std::size_t const id = at + (reference.to_note ? 2 : 1);
        std::size_t end = id;
        while (end < close && is_id_letter(masked_[end])) ++end;
        if (end == id) return nullptr;
        reference.id = text_.substr(id, end - id);
        if (reference.to_note) reference.note = note_here(reference.id.text);
        std::size_t const part_end = std::min(masked_.find(';', end), close);
        if (end < part_end && masked_[end] == ',') {
            Stretch const locator = trimmed(masked_, end + 1, part_end);
            reference.locator = text_.substr(locator.begin, locator.end - locator.begin);
        } else {
            read_form(trimmed(masked_, end, part_end), reference);
        }
        if (part_end < close) {
            Stretch const rest = trimmed(masked_, part_end + 1, close);
            if (masked_.compare(rest.begin, 1, "@") != 0 || rest.begin == rest.end) return nullptr;
            reference.next = read(rest.begin, close);
            if (reference.next == nullptr) return nullptr;
        }
        return std::make_shared<CrossReference const>(std::move(reference));
    }

    void read_form(Stretch words, CrossReference& reference) {
        if (words.begin == words.end) return;
        std::string form = masked_.substr(words.begin, words.end - words.begin);
        reference.capital = form[0] >= 'A' && form[0] <= 'Z';
        if (reference.capital) form[0] = static_cast<char>(form[0] | 0x20);
        auto const known = std::find(std::begin(kForms), std::end(kForms), form);
        if (known != std::end(kForms)) {
            reference.form = static_cast<ReferenceForm>(known - std::begin(kForms));
            return;
        }
        std::string_view const guess = data::did_you_mean(form, {std::begin(kForms), std::end(kForms)});
        diagnostics_.error("E273", text_.span(words.begin, words.end), fmt::format("a reference cannot say '{}'", form.substr(0, 40)),
                           guess.empty() ? "write [@id], or after the id: page, full, number, title, name; a '[@' that is text is written '\\[@'"
                                         : fmt::format("did you mean '{}'?", guess));
    }

    std::shared_ptr<NoteText const> note_here(std::string_view id) const {
        auto const mark = std::find_if(notes_.begin(), notes_.end(), [&](NoteMark const& note) { return note.reference->id.text == id; });
        return mark == notes_.end() ? nullptr : mark->reference->text;
    }

    SourcedText const& text_;
    std::string& masked_;
    std::vector<NoteMark> const& notes_;
    Diagnostics& diagnostics_;
    std::vector<ReferenceMark> marks_;
};

}  // namespace

bool is_reference_id(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_id_letter); }

std::vector<ReferenceMark> take_references(SourcedText const& text, std::string& masked, std::vector<NoteMark> const& notes, Diagnostics& diagnostics) {
    return Taker(text, masked, notes, diagnostics).run();
}

}  // namespace offprint::doc
