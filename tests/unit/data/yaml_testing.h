// What the tests of the YAML reader share.
#pragma once
#include <catch2/catch.hpp>

#include "data/value.h"

namespace offprint::data {

/// A text parsed, with its faults as "line:column code".
struct Parsed {
    Sources sources;
    Diagnostics faults;
    std::optional<Value> value;

    explicit Parsed(std::string text, YamlLimits const& limits = {}) { value = parse_yaml(sources, sources.add("t.yaml", std::move(text)), faults, limits); }
    std::string codes() const {
        std::string out;
        for (Diagnostic const& d : faults.items()) {
            Place const p = sources.place(d.span.source, d.span.begin);
            if (!out.empty()) out += ' ';
            out += std::to_string(p.line) + ":" + std::to_string(p.column) + ":" + d.code;
        }
        return out;
    }
    /// The source bytes of a span.
    std::string_view raw(Span span) const { return sources.text(span.source).substr(span.begin, span.end - span.begin); }
};

/// Whether a map is a real one: pieces cover the text in order, bytes in step are equal, and a piece out of step stands for one
/// character or for line ends only.
inline bool exact_map(SourcedText const& text, std::string_view raw) {
    std::size_t at = 0;
    std::uint32_t last = 0;
    for (auto const& p : text.pieces) {
        if (p.text_begin != at || p.source_begin < last || p.source_begin + p.source_length > raw.size()) return false;
        std::string_view const made = std::string_view(text.text).substr(p.text_begin, p.length);
        if (p.in_step) {
            if (p.length != p.source_length || raw.substr(p.source_begin, p.source_length) != made) return false;
        } else {
            std::size_t characters = 0;
            for (char c : made) characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
            if (characters > 1 && made.find_first_not_of('\n') != std::string_view::npos) return false;
        }
        at += p.length;
        last = p.source_begin + p.source_length;
    }
    return at == text.text.size();
}

}  // namespace offprint::data
