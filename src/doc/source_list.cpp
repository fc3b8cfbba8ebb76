#include "doc/source_list.h"

#include <algorithm>

#include "doc/reference_marks.h"
#include "fmt/format.h"

namespace offprint::doc {
namespace {

constexpr data::Field kFields[] = {
    {"author", data::Kind::Text, data::Required::No, "Who wrote or said it."},
    {"title", data::Kind::Text, data::Required::Yes, "Its title."},
    {"in", data::Kind::Text, data::Required::No, "Where it came out: a journal, a publisher, a company."},
    {"date", data::Kind::Text, data::Required::No, "When: a year, a day, as it shall be printed."},
    {"pages", data::Kind::Text, data::Required::No, "Its pages, as they shall be printed."},
    {"url", data::Kind::Text, data::Required::No, "Where it can be read; http or https."},
};

bool ends_sentence(std::string const& text) { return !text.empty() && std::string_view(".!?").find(text.back()) != std::string_view::npos; }

/// "Author. *Title*. In, date, pages. url"
std::vector<InlineRun> entry_of(data::Record const& record, std::string_view language, Diagnostics& diagnostics) {
    std::vector<InlineRun> runs;
    auto const add = [&](SourcedText const& words, bool emphasis, std::string_view after) {
        InlineRun run;
        run.text = smart_quotes(words, language);
        run.emphasis = emphasis;
        bool const dot = after.starts_with('.') && ends_sentence(run.text.text);
        runs.push_back(std::move(run));
        InlineRun gap;
        gap.text.append(dot ? after.substr(1) : after, words.span());
        runs.push_back(std::move(gap));
    };
    if (auto const author = record.text("author")) add(*author, false, ". ");
    if (auto const title = record.text("title")) add(*title, true, ". ");
    std::vector<SourcedText> where;
    for (char const* const field : {"in", "date", "pages"}) {
        if (auto words = record.text(field)) where.push_back(std::move(*words));
    }
    for (std::size_t i = 0; i < where.size(); ++i) add(where[i], false, i + 1 < where.size() ? ", " : ". ");
    if (auto const url = record.text("url")) {
        InlineRun run;
        run.text = *url;
        run.url = url->text;
        run.url_span = url->span();
        if (!run.url.starts_with("http://") && !run.url.starts_with("https://"))
            diagnostics.error("E257", url->span(), fmt::format("a link cannot lead to '{}'", run.url.substr(0, 80)),
                              "addresses start with https:// or http://");
        runs.push_back(std::move(run));
    }
    return runs;
}

}  // namespace

std::span<data::Field const> source_fields() { return kFields; }

std::vector<CitedSource> read_sources(data::Value const& value, std::string_view language, Landmarks const& landmarks, Diagnostics& diagnostics) {
    std::vector<CitedSource> sources;
    if (value.kind != data::ValueKind::Map) {
        diagnostics.error("E203", value.span, "'sources' must be a map of keys to sources", "sources: {call: {title: First-quarter call, date: 5 May 2026}}");
        return sources;
    }
    for (data::MapEntry const& entry : value.map) {
        CitedSource source{entry.key, {}, entry.value.span};
        if (!is_reference_id(source.key.text)) {
            diagnostics.error("E272", source.key.span(), fmt::format("a source's key cannot be '{}'", source.key.text),
                              "letters a to z, digits, '-', '_' and '.', such as call-q1");
            continue;
        }
        auto const same = std::find_if(landmarks.begin(), landmarks.end(), [&](LandmarkPtr const& l) { return l->id.text == source.key.text; });
        if (same != landmarks.end())
            diagnostics.error("E271", (*same)->id.span(), fmt::format("the id '{}' is the key of a source too", source.key.text),
                              "give one of the two another");
        if (entry.value.kind == data::ValueKind::Scalar) {
            source.text = parse_note(entry.value.scalar, diagnostics)->runs;
            smarten_quotes(source.text, language);
        } else {
            data::Record const record(entry.value, kFields, fmt::format("source '{}'", source.key.text), diagnostics);
            if (!record.valid()) continue;
            source.text = entry_of(record, language, diagnostics);
        }
        sources.push_back(std::move(source));
    }
    return sources;
}

}  // namespace offprint::doc
