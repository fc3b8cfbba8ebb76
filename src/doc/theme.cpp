#include "doc/theme.h"

#include <algorithm>

#include "doc/layout_keys.h"
#include "doc/theme_reader.h"
#include "fmt/format.h"

namespace offprint::doc {

using data::Value;

namespace {

/// Lays the map `over` on top of `under`, map by map; scalars and lists are replaced.
Value merged(Value const& under, Value const& over) {
    if (under.kind != data::ValueKind::Map || over.kind != data::ValueKind::Map) return over;
    Value out = under;
    out.span = over.span;
    for (data::MapEntry const& entry : over.map) {
        auto it = std::find_if(out.map.begin(), out.map.end(), [&](data::MapEntry const& e) { return e.key.text == entry.key.text; });
        if (it == out.map.end()) {
            out.map.push_back(entry);
        } else {
            it->value = merged(it->value, entry.value);
            it->key = entry.key;
        }
    }
    return out;
}

/// Lays the variant that is asked for, else the layout's own choice, over a layout. False when there is no such variant.
bool lay_variant(Value& layout, SourcedText const& asked, Diagnostics& diagnostics) {
    Value const* own = layout.find("variant");
    SourcedText const name = !asked.empty() ? asked : own != nullptr ? own->scalar : SourcedText{};
    if (name.empty()) return true;
    Value const* all = layout.find("variants");
    Value const* found = all == nullptr ? nullptr : all->find(name.text);
    if (found == nullptr || found->kind != data::ValueKind::Map) {
        std::vector<std::string_view> names;
        for (std::size_t i = 0; all != nullptr && i < all->map.size(); ++i) names.push_back(all->map[i].key.text);
        Value const* layout_name = layout.find("layout");
        diagnostics.error("E512", name.span(), fmt::format("layout '{}' has no variant '{}'", layout_name == nullptr ? "" : layout_name->scalar.text, name.text),
                          names.empty() ? std::string("it has none") : fmt::format("variants: {}", fmt::join(names, ", ")));
        return false;
    }
    static constexpr std::string_view kNotInside[] = {"layout", "extends", "variant", "variants"};
    for (data::MapEntry const& entry : found->map) {
        if (std::find(std::begin(kNotInside), std::end(kNotInside), entry.key.text) == std::end(kNotInside)) continue;
        diagnostics.error("E201", entry.key.span(), fmt::format("a variant has no key '{}'", entry.key.text), "it holds what differs: palette, styles, blocks");
        return false;
    }
    layout = merged(layout, Value(*found));
    return true;
}

}  // namespace

std::span<LayoutTable const> layout_tables() { return layout_keys::kLayoutTables; }
std::span<Cost const> cost_names() { return layout_keys::kCosts; }

std::optional<Theme> read_theme(Sources const& sources, std::string_view name, Span asked_at, LayoutFiles& files, std::span<BlockSlots const> blocks,
                                Diagnostics& diagnostics, SourcedText const& variant) {
    std::vector<Value> chain;  // the layout itself first, then what it extends
    std::vector<std::string> seen;
    std::string next(name);
    Span at = asked_at;
    while (!next.empty()) {
        if (std::find(seen.begin(), seen.end(), next) != seen.end()) {
            diagnostics.error("E502", at, fmt::format("layout '{}' extends itself", next));
            return std::nullopt;
        }
        seen.push_back(next);
        SourceId const source = files.load(next, at);
        if (source == 0) return std::nullopt;
        std::optional<Value> value = data::parse_yaml(sources, source, diagnostics);
        if (!value) return std::nullopt;
        if (value->kind != data::ValueKind::Map) {
            diagnostics.error("E203", value->span, "a layout must be a map");
            return std::nullopt;
        }
        Value const* extends = value->find("extends");
        next = extends != nullptr ? extends->scalar.text : std::string{};
        at = extends != nullptr ? extends->span : Span{};
        chain.push_back(std::move(*value));
    }
    Value whole = chain.back();
    for (std::size_t i = chain.size() - 1; i-- > 0;) whole = merged(whole, chain[i]);
    if (!lay_variant(whole, variant, diagnostics)) return std::nullopt;
    return read_merged_layout(whole, blocks, diagnostics);
}

}  // namespace offprint::doc
