// Citations: sources get their numbers in the order in which texts cite them.
#include <algorithm>

#include "blocks/references.h"
#include "fmt/format.h"

namespace offprint::blocks {

using Form = doc::ReferenceForm;

std::optional<std::uint32_t> ReferenceBook::find_source(std::string_view key) const {
    auto const it = std::find_if(article_.sources.begin(), article_.sources.end(), [&](doc::CitedSource const& source) { return source.key.text == key; });
    if (it == article_.sources.end()) return std::nullopt;
    return static_cast<std::uint32_t>(it - article_.sources.begin());
}

std::size_t ReferenceBook::cite(std::uint32_t source) {
    auto const it = std::find(cited_.begin(), cited_.end(), source);
    if (it != cited_.end()) return static_cast<std::size_t>(it - cited_.begin()) + 1;
    cited_.push_back(source);
    return cited_.size();
}

void ReferenceBook::cite_in(doc::NoteText const& note) {
    for (doc::InlineRun const& run : note.runs) {
        for (doc::CrossReference const* one = run.reference.get(); one != nullptr; one = one->next.get()) {
            if (auto const source = one->to_note ? std::nullopt : find_source(one->id.text)) cite(*source);
        }
    }
}

void ReferenceBook::report_uncited(Diagnostics& diagnostics) const {
    for (std::uint32_t i = 0; i < article_.sources.size(); ++i) {
        if (std::find(cited_.begin(), cited_.end(), i) != cited_.end()) continue;
        SourcedText const& key = article_.sources[i].key;
        diagnostics.warning("W278", key.span(), fmt::format("no text cites the source '{}'", key.text),
                            fmt::format("cite it with [@{}], or delete it", key.text));
    }
}

/// "[3]", "[3, p. 12]", "[1, 3]", "[1; 3, p. 12]".
void ReferenceBook::append_citation(text::StyledText& text, doc::CrossReference const& reference, text::CharStyle const& look, draw::StructTree& tree,
                                    draw::NodeId node, Diagnostics& diagnostics) {
    bool located = false;
    for (doc::CrossReference const* one = &reference; one != nullptr; one = one->next.get()) {
        bool const source = !one->to_note && find_source(one->id.text);
        if (!source || (one->form != Form::Name && one->form != Form::Number)) {
            diagnostics.error("E279", reference.span, source ? "a source is cited by its number" : fmt::format("'{}' is no source", one->id.text),
                              "[@key], [@key, p. 12] or [@key; @other]");
            return;
        }
        located = located || !one->locator.empty();
    }
    draw::NodeId const around = tree.add(node, draw::Role::Reference, reference.span);
    auto const add = [&](std::string_view words, draw::NodeId mark) {
        SourcedText said;
        said.source = reference.span.source;
        said.append(words, reference.span);
        text.append(said, look, mark);
    };
    add("[", around);
    for (doc::CrossReference const* one = &reference; one != nullptr; one = one->next.get()) {
        std::size_t const number = cite(*find_source(one->id.text));
        draw::NodeId const link = tree.add(around, draw::Role::Link, reference.span);
        tree[link].url = "#" + place_of_source(number);
        wanted_.try_emplace(place_of_source(number), reference.span);
        add(std::to_string(number), link);
        if (!one->locator.empty()) {
            add(",\u00A0", around);
            text.append(one->locator, look, around);
        }
        if (one->next != nullptr) add(located ? "; " : ", ", around);
    }
    add("]", around);
}

}  // namespace offprint::blocks
