#include "doc/note_marks.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "doc/span_marks.h"

namespace offprint::doc {
namespace {

constexpr std::size_t kNone = std::string::npos;

std::size_t end_of_line(std::string_view text, std::size_t at) { return std::min(text.find('\n', at), text.size()); }

/// The end of `[^id]` that begins at a place, or `kNone`.
std::size_t end_of_label(std::string_view text, std::size_t at) {
    if (!text.substr(at).starts_with("[^")) return kNone;
    std::size_t const end = text.find_first_of("]^[ \t\n", at + 2);
    return end != kNone && end > at + 2 && text[end] == ']' ? end + 1 : kNone;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == kNone; }

class Taker {
public:
    Taker(SourcedText const& text, std::string& masked, NotesAllowed allowed, Diagnostics& diagnostics)
        : text_(text), masked_(masked), allowed_(allowed), diagnostics_(diagnostics) {}

    std::vector<NoteMark> run() {
        if (text_.text.find("[^") == kNone && text_.text.find("^[") == kNone) return {};
        take_definitions();
        take_marks();
        for (auto const& [id, definition] : definitions_) {
            if (!definition.used) report_unused_note(definition.id, diagnostics_);
        }
        return std::move(marks_);
    }

private:
    struct Definition {
        std::shared_ptr<NoteText> text;
        SourcedText id;
        bool used = false;
    };

    void take_definitions() {
        for (std::size_t begin = 0; begin < masked_.size();) {
            std::size_t const first = masked_.find_first_not_of(" \t", begin);
            std::size_t const label_end = first == kNone ? kNone : end_of_label(masked_, first);
            if (label_end == kNone || label_end >= masked_.size() || masked_[label_end] != ':') {
                begin = end_of_line(masked_, begin) + 1;
                continue;
            }
            std::size_t const end = end_of_definition(label_end);
            define(first, label_end, end);
            for (std::size_t i = first; i < end; ++i) masked_[i] = masked_[i] == '\n' ? '\n' : ' ';
            begin = end + 1;
        }
    }

    /// A definition goes on to the next empty line, list item or definition.
    std::size_t end_of_definition(std::size_t at) const {
        std::size_t end = end_of_line(masked_, at);
        while (end < masked_.size()) {
            std::size_t const next = end_of_line(masked_, end + 1);
            std::string_view line = std::string_view(masked_).substr(end + 1, next - end - 1);
            if (is_blank(line)) break;
            line.remove_prefix(line.find_first_not_of(" \t"));
            bool number = false;
            if (list_marker(line, number) > 0 || end_of_label(line, 0) != kNone) break;
            end = next;
        }
        return end;
    }

    void define(std::size_t label, std::size_t label_end, std::size_t end) {
        std::string const id = masked_.substr(label + 2, label_end - label - 3);
        Span const place = text_.span(label, label_end);
        if (allowed_ == NotesAllowed::No) return refuse(place);
        if (definitions_.contains(id)) {
            diagnostics_.error("E266", place, fmt::format("the footnote '{}' is defined twice", id), "delete one, or give it another name");
            return;
        }
        std::size_t const first = std::min(masked_.find_first_not_of(" \t", label_end + 1), end);
        definitions_[id] = {note_of(first, end, place), text_.substr(label + 2, label_end - label - 3), false};
    }

    std::shared_ptr<NoteText> note_of(std::size_t begin, std::size_t end, Span place) {
        if (begin >= end || text_.text.find_first_not_of(" \t\r\n", begin) >= end) {
            diagnostics_.error("E267", place, "a footnote without text", "write what it says, or delete it");
            return std::make_shared<NoteText>(NoteText{{}, place});
        }
        return parse_note(text_.substr(begin, end - begin), diagnostics_);
    }

    void take_marks() {
        if (masked_.find("^[") != kNone) {
            for (auto const& pair : matching_brackets(masked_)) brackets_.insert(pair);
        }
        for (std::size_t at = 0; at < masked_.size();) {
            switch (masked_[at]) {
                case '\\': at += 2; break;
                case '`': at = end_of_code(masked_, at); break;
                case '[': at = take_label(at); break;
                case '^': at = take_inline(at); break;
                default: ++at;
            }
        }
    }

    std::size_t take_label(std::size_t at) {
        std::size_t const end = end_of_label(masked_, at);
        if (end == kNone) return at + 1;
        SourcedText const id = text_.substr(at + 2, end - at - 3);
        auto const definition = definitions_.find(id.text);
        std::shared_ptr<NoteText> text;
        if (definition != definitions_.end()) {
            definition->second.used = true;
            text = definition->second.text;
        }
        add(at, end, {id, std::move(text), text_.span(at, end)});
        return end;
    }

    std::size_t take_inline(std::size_t at) {
        auto const bracket = brackets_.find(at + 1);
        if (bracket == brackets_.end()) return at + 1;
        std::size_t const close = bracket->second;
        Span const place = text_.span(at, close + 1);
        std::shared_ptr<NoteText> text = allowed_ == NotesAllowed::Yes ? note_of(at + 2, close, place) : nullptr;
        add(at, close + 1, {{}, std::move(text), place});
        return close + 1;
    }

    void add(std::size_t begin, std::size_t end, NoteReference reference) {
        std::fill(masked_.begin() + static_cast<std::ptrdiff_t>(begin), masked_.begin() + static_cast<std::ptrdiff_t>(end), ',');
        if (allowed_ == NotesAllowed::No) return refuse(reference.span);
        marks_.push_back({begin, end, std::make_shared<NoteReference>(std::move(reference))});
    }

    void refuse(Span place) { diagnostics_.error("E265", place, "a footnote in a footnote", "say it in the note itself, or give the text two notes"); }

    SourcedText const& text_;
    std::string& masked_;
    NotesAllowed allowed_;
    Diagnostics& diagnostics_;
    std::map<std::string, Definition> definitions_;
    std::map<std::size_t, std::size_t> brackets_;
    std::vector<NoteMark> marks_;
};

}  // namespace

std::vector<NoteMark> take_notes(SourcedText const& text, std::string& masked, NotesAllowed allowed, Diagnostics& diagnostics) {
    return Taker(text, masked, allowed, diagnostics).run();
}

void report_unused_note(SourcedText const& id, Diagnostics& diagnostics) {
    diagnostics.warning("W264", id.span(), fmt::format("no text refers to the footnote '{}'", id.text), "delete it");
}

std::size_t end_of_code(std::string_view text, std::size_t at) {
    std::size_t const open = std::min(text.find_first_not_of('`', at), text.size()), size = open - at;
    for (std::size_t i = text.find('`', open); i != kNone;) {
        std::size_t const close = std::min(text.find_first_not_of('`', i), text.size());
        if (close - i == size) return close;
        i = text.find('`', close);
    }
    return open;
}

std::size_t list_marker(std::string_view line, bool& number) {
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    std::size_t at = 0;
    while (at < line.size() && is_digit(line[at])) ++at;
    number = at > 0;
    if (at == 0 && !line.empty() && std::string_view("-+*").find(line[0]) == kNone) return 0;
    if (at > 0 && (at >= line.size() || (line[at] != '.' && line[at] != ')'))) return 0;
    ++at;
    return at < line.size() && (line[at] == ' ' || line[at] == '\t') ? at : 0;
}

}  // namespace offprint::doc
