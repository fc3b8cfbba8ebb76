#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>

#include <algorithm>

#include "data/yaml_halves.h"
#include "data/yaml_messages.h"
#include "data/yaml_tree.h"

namespace offprint::data {
namespace {

/// yaml-cpp keeps the tokens of a whole flow list before it gives the first event, some 250 bytes each. Too many structure
/// characters, wherever they stand, are therefore refused before it runs: 16 MB of prose have a third of the limit.
bool check_structure(std::string_view text, SourceId source, YamlLimits const& limits, Diagnostics& diagnostics) {
    std::size_t marks = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (text[i]) {
            case '[':
            case ']':
            case '{':
            case '}':
            case ',':
            case ':':
            case '?':
            case '"':
            case '\'': break;
            default: continue;
        }
        if (++marks <= limits.nodes) continue;
        auto const at = static_cast<std::uint32_t>(i);
        diagnostics.error("E111", {source, at, at + 1}, fmt::format("the file holds more than {} brackets, commas, colons and quotes", limits.nodes));
        return false;
    }
    return true;
}

void report_syntax(YAML::Exception const& fault, std::size_t at, Sources const& sources, SourceId source, Diagnostics& diagnostics) {
    auto const [line, begin] = sources.line_at(source, static_cast<std::uint32_t>(at));
    if (std::size_t const bare = find_bare_expression(line); bare != std::string_view::npos) {
        auto const from = static_cast<std::uint32_t>(begin + bare);
        Span const place{source, from, from + 2};
        auto const& known = diagnostics.items();
        if (!known.empty() && known.back().code == "E112" && known.back().span == place) return;
        diagnostics.error("E112", place, "a value that starts with '{{' must be quoted", "write \"{{ … }}\"");
        return;
    }
    SyntaxMessage explained = explain_syntax(fault.msg, line, at - begin);
    at = begin + explained.column;
    std::size_t const size = sources.text(source).size();
    Span const place{source, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(std::min(at + 1, size))};
    diagnostics.error("E104", place, std::move(explained.message), std::move(explained.hint));
}

}  // namespace

std::optional<Value> parse_yaml(Sources const& sources, SourceId source, Diagnostics& diagnostics, YamlLimits const& limits) {
    if (!check_bytes(sources, source, limits.bytes, diagnostics)) return std::nullopt;
    std::string_view const raw = sources.text(source);
    if (!check_structure(raw, source, limits, diagnostics)) return std::nullopt;
    if (limits.threads > 1 && raw.size() >= limits.halves_from) {
        if (auto root = parse_in_halves(raw, source, limits)) return root;
    }
    TreeBuilder builder(raw, bom_length(raw), source, limits, diagnostics);
    try {
        run_parser(raw.substr(bom_length(raw)), builder);
    } catch (Stop const&) { return std::nullopt; } catch (YAML::Exception const& fault) {
        report_syntax(fault, builder.offset(fault.mark), sources, source, diagnostics);
        return std::nullopt;
    }
    Value root = builder.take_root();
    if (root.kind == ValueKind::Null) root.span.source = source;
    return root;
}

}  // namespace offprint::data
