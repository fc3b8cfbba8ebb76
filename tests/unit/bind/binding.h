// An article's tree bound to files that stand in a map, for tests.
#pragma once
#include <map>

#include "bind/bind.h"
#include "data/value.h"

/// Files that stand in a map, counted when they are read.
class HeldFiles final : public offprint::bind::Files {
public:
    HeldFiles(offprint::Sources& sources, std::map<std::string, std::string> files) : sources_(sources), files_(std::move(files)) {}
    std::optional<std::string> find(offprint::SourcedText const& path, offprint::Diagnostics& diagnostics) override {
        if (files_.contains(path.text)) return path.text;
        diagnostics.error("E320", path.span(), "not found");
        return std::nullopt;
    }
    offprint::SourceId load(offprint::SourcedText const& path, std::size_t, offprint::Diagnostics& diagnostics) override {
        ++loads;
        return find(path, diagnostics) ? sources_.add(path.text, files_[path.text]) : 0;
    }
    std::optional<std::string> secret(offprint::SourcedText const&, offprint::Diagnostics&) override { return std::nullopt; }
    int loads = 0;

private:
    offprint::Sources& sources_;
    std::map<std::string, std::string> files_;
};

using Held = std::map<std::string, std::string>;

/// A binder with its files; binds one text after the other.
struct Binding {
    explicit Binding(std::map<std::string, std::string> held = {}) : files(sources, std::move(held)), binder(files, sources) {}
    Binding(Binding const&) = delete;

    std::optional<offprint::bind::Bound> bind(std::string const& article, offprint::bind::Asked const& asked = {}) {
        faults = {};
        auto tree = offprint::data::parse_yaml(sources, sources.add("a.yaml", article), faults);
        return tree ? binder.bind(std::move(*tree), asked, faults) : std::nullopt;
    }
    offprint::bind::Given given(std::string name, std::string const& text, bool is_column = false) {
        auto const length = static_cast<std::uint32_t>(text.size());
        return {std::move(name), offprint::SourcedText(text, sources.add("row.csv", text), {{0, length, 0, length, true}}), is_column};
    }
    /// "file:line:column:code" of each fault, in order.
    std::string codes() const {
        std::string out;
        for (offprint::Diagnostic const& fault : faults.items()) {
            offprint::Place const place = sources.place(fault.span.source, fault.span.begin);
            out +=
                (out.empty() ? "" : " ") + std::string(place.file) + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ":" + fault.code;
        }
        return out;
    }
    /// A table as text: cells with commas between, rows with blanks.
    static std::string text(offprint::data::Table const& table) {
        std::string out, room;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if (row > 0) out += ' ';
            for (std::size_t c = 0; c < table.columns.size(); ++c) out += (c > 0 ? "," : "") + std::string(table.columns[c].cells.text(row, room));
        }
        return out;
    }

    offprint::Sources sources;
    HeldFiles files;
    offprint::bind::Binder binder;
    offprint::Diagnostics faults;
};
