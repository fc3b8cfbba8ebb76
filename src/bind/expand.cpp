#include "bind/expand.h"

#include "base/utf8.h"
#include "bind/lua_text.h"
#include "bind/rows.h"

namespace offprint::bind {
namespace {

using data::Datum;
using data::Value;
using data::ValueKind;

SourcedText literal(std::string text, Span place) {
    auto const size = static_cast<std::uint32_t>(text.size());
    return {std::move(text), place.source, {{0, size, place.begin, place.end - place.begin, false, true}}};
}

/// A value as one line of text.
std::optional<SourcedText> printed(Datum const& value, Span place, Diagnostics& diagnostics) {
    auto text = text_of_value(value);
    if (!text) {
        if (value.is_null())
            diagnostics.error("E330", place, "this expression is empty", "say what is printed then: | default('n.a.')");
        else
            diagnostics.error("E354", place, "this value is no text", "rows and lists stand where a list is wanted; a text can be had by join, sum, .first");
        return std::nullopt;
    }
    for (char& c : *text) c = c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    for (std::size_t at = 0; at < text->size();) {
        if (!utf8::is_unprintable(utf8::next(*text, at))) continue;
        diagnostics.error("E356", place, "this value holds a control character", "clean it where the data come from");
        return std::nullopt;
    }
    return literal(std::move(*text), place);
}

std::optional<Value> node_of(Datum const& value, Span place, Diagnostics& diagnostics) {
    Value node;
    node.span = place;
    if (auto const* const rows = value.get<data::TableView>()) {
        node.kind = ValueKind::List;
        for (std::size_t i = 0; i < rows->size(); ++i) {
            auto row = node_of(row_of(*rows, i), place, diagnostics);
            if (!row) return std::nullopt;
            node.list.push_back(std::move(*row));
        }
        return node;
    }
    if (auto const* const list = value.get<std::shared_ptr<data::DatumList const>>()) {
        node.kind = ValueKind::List;
        for (Datum const& one : **list) {
            auto made = node_of(one, place, diagnostics);
            if (!made) return std::nullopt;
            node.list.push_back(std::move(*made));
        }
        return node;
    }
    if (auto const* const row = value.get<data::RowView>()) {
        node.kind = ValueKind::Map;
        for (std::size_t column = 0; column < row->table->columns.size(); ++column) {
            auto made = node_of(cell_of(*row->table, column, row->row), place, diagnostics);
            if (!made) return std::nullopt;
            node.map.push_back({literal(row->table->columns[column].name.text, place), std::move(*made)});
        }
        return node;
    }
    if (value.is_null()) return node;
    auto text = printed(value, place, diagnostics);
    if (!text) return std::nullopt;
    node.kind = ValueKind::Scalar;
    node.quoted = true;
    node.scalar = std::move(*text);
    return node;
}

bool is_list(Datum const& value) {
    return value.get<data::TableView>() != nullptr || value.get<data::RowView>() != nullptr || value.get<std::shared_ptr<data::DatumList const>>() != nullptr;
}

/// An expression in a text: `begin` at its braces, `end` behind them.
struct Found {
    std::size_t begin = 0, end = 0;
    SourcedText expression;
};

std::optional<Found> expression_at(SourcedText const& text, std::size_t begin, Diagnostics& diagnostics) {
    std::size_t const end = end_of_expression(text.text, begin + 2);
    if (end == std::string::npos) {
        diagnostics.error("E350", text.span(begin, begin + 2), "this expression is not closed", "it ends with '}}'; braces that are text are written '\\{{'");
        return std::nullopt;
    }
    return Found{begin, end + 2, text.substr(begin + 2, end - begin - 2)};
}

}  // namespace

std::optional<SourcedText> expand_text(SourcedText const& text, Evaluator& evaluator, Scope const& scope, Diagnostics& diagnostics) {
    SourcedText out;
    out.source = text.source;
    std::size_t from = 0;
    bool fine = true;
    for (std::size_t at = text.text.find("{{"); at != std::string::npos; at = text.text.find("{{", from)) {
        bool const escaped = at > from && text.text[at - 1] == '\\';
        if (escaped || at > from) out.append(text.substr(from, at - from - (escaped ? 1 : 0)));
        from = at + 2;
        if (escaped) {
            out.append(literal("{{", text.span(at - 1, at + 2)));
            continue;
        }
        auto const found = expression_at(text, at, diagnostics);
        if (!found) return std::nullopt;
        from = found->end;
        auto const value = evaluator.evaluate(found->expression, scope, diagnostics);
        auto const words = value ? printed(*value, text.span(found->begin, found->end), diagnostics) : std::nullopt;
        fine = fine && words;
        if (words) out.append(*words);
    }
    if (from < text.text.size()) out.append(text.substr(from));
    return fine ? std::optional(std::move(out)) : std::nullopt;
}

bool expand_tree(Value& tree, Evaluator& evaluator, Scope const& scope, Diagnostics& diagnostics) {
    bool fine = true;
    for (Value& item : tree.list) fine = expand_tree(item, evaluator, scope, diagnostics) && fine;
    for (data::MapEntry& entry : tree.map) fine = expand_tree(entry.value, evaluator, scope, diagnostics) && fine;
    if (tree.kind != ValueKind::Scalar || tree.scalar.text.find("{{") == std::string::npos) return fine;
    if (tree.scalar.text.starts_with("{{")) {
        auto const found = expression_at(tree.scalar, 0, diagnostics);
        if (!found) return false;
        if (found->end == tree.scalar.text.size()) {
            auto const value = evaluator.evaluate(found->expression, scope, diagnostics);
            if (!value) return false;
            Span const place = tree.scalar.span();
            if (is_list(*value)) {
                auto node = node_of(*value, place, diagnostics);
                if (node) tree = std::move(*node);
                return node.has_value();
            }
            auto words = printed(*value, place, diagnostics);
            if (words) tree.scalar = std::move(*words);
            return words.has_value();
        }
    }
    auto expanded = expand_text(tree.scalar, evaluator, scope, diagnostics);
    if (expanded) tree.scalar = std::move(*expanded);
    return expanded.has_value();
}

}  // namespace offprint::bind
