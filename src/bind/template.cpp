#include "bind/template.h"

#include <algorithm>

#include "bind/lua_text.h"
#include "data/cell_type.h"
#include "fmt/format.h"

namespace offprint::bind {
RunScope::RunScope(data::DatumMap run, data::DatumMap params) : run_{std::make_shared<data::DatumMap const>(std::move(run))} { set_params(std::move(params)); }

void RunScope::set_params(data::DatumMap params) { params_.value = std::make_shared<data::DatumMap const>(std::move(params)); }

std::optional<data::Datum> RunScope::find(std::string_view name) const {
    if (name == "params") return params_;
    if (name == "run") return run_;
    return std::nullopt;
}

std::optional<data::Datum> value_of(SourcedText const& text, Evaluation const& with, Diagnostics& diagnostics) {
    std::string_view const all = text.text;
    std::string made;
    std::size_t at = 0;
    for (std::size_t open; (open = all.find("{{", at)) != std::string_view::npos;) {
        std::size_t const close = end_of_expression(all, open + 2);
        Span const place = text.span(open, std::min(open + 2, all.size()));
        if (close == std::string_view::npos) {
            diagnostics.error("E349", place, "an expression is not closed", "write {{ … }}");
            return std::nullopt;
        }
        if (with.evaluator == nullptr) {
            diagnostics.error("E349", place, "there are no expressions here", "write the value out");
            return std::nullopt;
        }
        auto value = with.evaluator->evaluate(text.substr(open + 2, close - open - 2), with.scope, diagnostics);
        if (!value) return std::nullopt;
        std::size_t const before = all.find_first_not_of(" \t\n"), after = all.find_first_not_of(" \t\n", close + 2);
        if (before == open && after == std::string_view::npos) return value;
        auto const words = data::canonical_text(*value);
        if (!words) {
            diagnostics.error("E349", place, "a list, a map or rows cannot stand inside a text", "name one value");
            return std::nullopt;
        }
        made += all.substr(at, open - at);
        made += *words;
        at = close + 2;
    }
    made += all.substr(at);
    return data::Datum{std::move(made)};
}

std::optional<SourcedText> text_of(SourcedText const& text, Evaluation const& with, Diagnostics& diagnostics) {
    if (text.text.find("{{") == std::string::npos) return text;
    auto const value = value_of(text, with, diagnostics);
    if (!value) return std::nullopt;
    auto words = data::canonical_text(*value);
    if (!words) {
        diagnostics.error("E349", text.span(), "a list, a map or rows cannot stand here", "name one value");
        return std::nullopt;
    }
    SourcedText out;
    out.append(*words, text.span());
    return out;
}

}  // namespace offprint::bind
