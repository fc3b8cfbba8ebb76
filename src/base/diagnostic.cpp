#include "base/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

#include "base/json.h"
#include "base/utf8.h"

namespace offprint {
namespace {

/// A longer source line is cut around the caret; both numbers in code points.
constexpr std::size_t kLineWidth = 120, kLeftOfCaret = 40;

bool same(Diagnostic const& a, Diagnostic const& b) { return a.severity == b.severity && a.span == b.span && a.code == b.code && a.message == b.message; }

/// The text as it may be shown: well-formed, without controls; a line end becomes a space, another control U+FFFD.
std::string printable(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        char32_t const c = utf8::next(text, at);
        utf8::append(out, c == '\n' ? U' ' : utf8::is_unprintable(c) ? U'\uFFFD' : c);
    }
    return out;
}

/// Finds lines fast, since `Sources::place` walks a file from its beginning and a thousand faults may stand in 16 MB.
class LineFinder {
public:
    struct Position {
        std::string_view text;    // of the line
        std::uint32_t begin = 0;  // of the line, in the source
        std::uint32_t line = 1, column = 1, utf16 = 0;
    };

    explicit LineFinder(Sources const& sources) : sources_(sources) {}

    Position find(SourceId source, std::uint32_t offset) {
        std::string_view const bytes = sources_.text(source);
        auto const& starts = line_starts(source);
        offset = static_cast<std::uint32_t>(std::min<std::size_t>(offset, bytes.size()));
        auto const next = std::upper_bound(starts.begin(), starts.end(), offset);
        Position p;
        p.begin = *(next - 1);
        p.line = static_cast<std::uint32_t>(next - starts.begin());
        std::size_t const end = next == starts.end() ? bytes.size() : *next;
        p.text = bytes.substr(p.begin, end - p.begin);
        while (!p.text.empty() && (p.text.back() == '\n' || p.text.back() == '\r')) p.text.remove_suffix(1);
        count_columns(source, bytes, offset, p);
        return p;
    }

private:
    std::vector<std::uint32_t> const& line_starts(SourceId source) {
        auto [it, fresh] = starts_.try_emplace(source);
        if (!fresh) return it->second;
        std::string_view const bytes = sources_.text(source);
        it->second.push_back(0);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            if (bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == bytes.size() || bytes[i + 1] != '\n'))) {
                it->second.push_back(static_cast<std::uint32_t>(i + 1));
            }
        }
        return it->second;
    }

    /// Goes on from the last place when that stands before in the same line: faults come in order.
    void count_columns(SourceId source, std::string_view bytes, std::uint32_t offset, Position& p) {
        std::uint32_t at = p.begin;
        if (source == last_source_ && last_line_ == p.begin && last_offset_ <= offset) {
            at = last_offset_;
            p.column = last_column_;
            p.utf16 = last_utf16_;
        } else if (at == 0 && bytes.starts_with("\xEF\xBB\xBF")) {
            at = std::min<std::uint32_t>(3, offset);  // a byte order mark is no character
        }
        for (; at < offset; ++at) {
            if (utf8::is_continuation(bytes[at])) continue;
            ++p.column;
            p.utf16 += static_cast<unsigned char>(bytes[at]) >= 0xF0 ? 2 : 1;
        }
        last_source_ = source;
        last_line_ = p.begin;
        last_offset_ = at;
        last_column_ = p.column;
        last_utf16_ = p.utf16;
    }

    Sources const& sources_;
    std::map<SourceId, std::vector<std::uint32_t>> starts_;
    SourceId last_source_ = 0;
    std::uint32_t last_line_ = 0, last_offset_ = 0, last_column_ = 1, last_utf16_ = 0;
};

/// The source line with its number and the caret line below it.
void append_excerpt(std::string& out, LineFinder::Position const& p, Span span) {
    std::string_view line = p.text;
    std::size_t caret = std::min<std::size_t>(span.begin - std::min(span.begin, p.begin), line.size());
    std::size_t caret_end = std::clamp<std::size_t>(span.end - std::min(span.end, p.begin), caret, line.size());
    if (p.begin == 0 && line.starts_with("\xEF\xBB\xBF")) {
        line.remove_prefix(3);
        caret -= std::min<std::size_t>(caret, 3);
        caret_end -= std::min<std::size_t>(caret_end, 3);
    }
    std::size_t from = caret, columns_left = 0;
    while (from > 0 && columns_left < kLeftOfCaret) {
        from = utf8::previous(line, from);
        ++columns_left;
    }
    // Nothing is cut from a line that fits.
    std::size_t total = 0, to = 0;
    while (to < line.size() && total <= kLineWidth) {
        utf8::next(line, to);
        ++total;
    }
    if (total <= kLineWidth) {
        from = 0;
    } else {
        std::size_t shown = 0;
        for (to = from; to < line.size() && shown < kLineWidth; ++shown) utf8::next(line, to);
    }
    std::string const dots_left = from > 0 ? "…" : "", dots_right = to < line.size() ? "…" : "";
    fmt::format_to(std::back_inserter(out), "{:>5} | {}{}{}\n", p.line, dots_left, printable(line.substr(from, to - from)), dots_right);
    out += "      | ";
    if (from > 0) out += ' ';
    for (std::size_t at = from; at < caret;) out += utf8::next(line, at) == '\t' ? '\t' : ' ';
    out += '^';
    std::size_t at = caret;
    if (at < caret_end) utf8::next(line, at);
    while (at < std::min(caret_end, to)) {
        utf8::next(line, at);
        out += '~';
    }
    out += '\n';
}

std::string place_text(Sources const& sources, LineFinder& finder, Span span) {
    LineFinder::Position const p = finder.find(span.source, span.begin);
    return fmt::format("{}:{}:{}", printable(sources.name(span.source)), p.line, p.column);
}

std::string_view severity_word(Severity severity) { return severity == Severity::Error ? "error" : "warning"; }

std::string_view fault_word(FaultClass fault) {
    switch (fault) {
        case FaultClass::DataUnavailable: return "data-unavailable";
        case FaultClass::OutputUnwritable: return "output-unwritable";
        case FaultClass::Program: return "program";
        case FaultClass::Input: break;
    }
    return "input";
}

/// The place of a span: person's line and column, bytes, and the range that editors count in UTF-16 units from 0.
void append_json_place(std::string& out, Sources const& sources, LineFinder& finder, Span span) {
    if (!span) return;
    auto const b = finder.find(span.source, span.begin), e = finder.find(span.source, std::max(span.begin, span.end));
    out += "\"file\":";
    append_json_string(out, sources.name(span.source));
    fmt::format_to(std::back_inserter(out),
                   ",\"line\":{},\"column\":{},\"end_line\":{},\"end_column\":{},\"bytes\":[{},{}],"
                   "\"range\":{{\"start\":{{\"line\":{},\"character\":{}}},\"end\":{{\"line\":{},\"character\":{}}}}},",
                   b.line, b.column, e.line, e.column, span.begin, std::max(span.begin, span.end), b.line - 1, b.utf16, e.line - 1, e.utf16);
}

void append_json(std::string& out, Diagnostic const& d, Sources const& sources, LineFinder& finder) {
    fmt::format_to(std::back_inserter(out), "{{\"severity\":\"{}\",\"code\":", severity_word(d.severity));
    append_json_string(out, d.code);
    fmt::format_to(std::back_inserter(out), ",\"fault\":\"{}\",", fault_word(d.fault));
    append_json_place(out, sources, finder, d.span);
    out += "\"message\":";
    append_json_string(out, d.message);
    out += ",\"hints\":[";
    for (std::size_t i = 0; i < d.hints.size(); ++i) {
        if (i > 0) out += ',';
        append_json_string(out, d.hints[i]);
    }
    out += "],\"notes\":[";
    for (std::size_t i = 0; i < d.notes.size(); ++i) {
        out += i > 0 ? ",{" : "{";
        append_json_place(out, sources, finder, d.notes[i].span);
        out += "\"message\":";
        append_json_string(out, d.notes[i].message);
        out += '}';
    }
    out += "]}\n";
}

}  // namespace

Diagnostic& Diagnostics::add(Diagnostic diagnostic) {
    ++(diagnostic.severity == Severity::Error ? errors_ : warnings_);
    if (items_.size() >= kLimit) {
        ++suppressed_;
        return overflow_ = std::move(diagnostic);
    }
    return items_.emplace_back(std::move(diagnostic));
}

Diagnostic& Diagnostics::error(std::string code, Span span, std::string message, std::string hint) {
    Diagnostic d{Severity::Error, std::move(code), span, std::move(message), {}, {}, FaultClass::Input};
    if (!hint.empty()) d.hints.push_back(std::move(hint));
    return add(std::move(d));
}

Diagnostic& Diagnostics::warning(std::string code, Span span, std::string message, std::string hint) {
    Diagnostic& d = error(std::move(code), span, std::move(message), std::move(hint));
    d.severity = Severity::Warning;
    --errors_;
    ++warnings_;
    return d;
}

void Diagnostics::append(Diagnostics const& other) {
    for (Diagnostic const& item : other.items_) add(item);
    std::size_t const told_errors =
        static_cast<std::size_t>(std::count_if(other.items_.begin(), other.items_.end(), [](Diagnostic const& d) { return d.severity == Severity::Error; }));
    // What was beyond the other's limit has lost its words; it still counts.
    errors_ += other.errors_ - told_errors;
    warnings_ += other.warnings_ - (other.items_.size() - told_errors);
    suppressed_ += other.suppressed_;
}

void Diagnostics::sort() {
    std::stable_sort(items_.begin(), items_.end(), [](Diagnostic const& a, Diagnostic const& b) {
        return a.span.source != b.span.source ? a.span.source < b.span.source : a.span.begin < b.span.begin;
    });
    std::vector<Diagnostic> kept;
    std::size_t group = 0;  // the first one that stands at the same place
    for (Diagnostic& d : items_) {
        if (!kept.empty() && (kept.back().span.source != d.span.source || kept.back().span.begin != d.span.begin)) group = kept.size();
        bool const again = std::any_of(kept.begin() + static_cast<std::ptrdiff_t>(group), kept.end(), [&](Diagnostic const& k) { return same(k, d); });
        if (again) {
            --(d.severity == Severity::Error ? errors_ : warnings_);
        } else {
            kept.push_back(std::move(d));
        }
    }
    items_ = std::move(kept);
}

std::string render_text(Diagnostics const& diagnostics, Sources const& sources) {
    std::string out;
    LineFinder finder(sources);
    for (Diagnostic const& d : diagnostics.items()) {
        if (d.span) out += place_text(sources, finder, d.span) + ": ";
        fmt::format_to(std::back_inserter(out), "{}: {}", severity_word(d.severity), printable(d.message));
        if (!d.code.empty()) fmt::format_to(std::back_inserter(out), " [{}]", d.code);
        out += '\n';
        if (d.span) append_excerpt(out, finder.find(d.span.source, d.span.begin), d.span);
        for (std::string const& hint : d.hints) out += "  hint: " + printable(hint) + "\n";
        for (DiagnosticNote const& note : d.notes) {
            out += "  note: ";
            if (note.span) out += place_text(sources, finder, note.span) + ": ";
            out += printable(note.message) + "\n";
        }
    }
    if (diagnostics.suppressed() > 0) fmt::format_to(std::back_inserter(out), "{} more errors and warnings are not shown\n", diagnostics.suppressed());
    return out;
}

std::string render_json(Diagnostics const& diagnostics, Sources const& sources) {
    std::string out;
    LineFinder finder(sources);
    for (Diagnostic const& d : diagnostics.items()) append_json(out, d, sources, finder);
    if (diagnostics.suppressed() > 0) fmt::format_to(std::back_inserter(out), "{{\"suppressed\":{}}}\n", diagnostics.suppressed());
    return out;
}

}  // namespace offprint
