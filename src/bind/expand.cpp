#include "bind/expand.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/utf8.h"
#include "bind/lua_text.h"
#include "bind/rows.h"
#include "data/calculation.h"
#include "data/table.h"
#include "fmt/format.h"

namespace offprint::bind {

using data::Datum;
using data::DatumList;
using data::DatumMap;
using data::TableView;
using data::Value;
using data::ValueKind;

namespace {

constexpr int kMostDepth = 8;                 // loops, conditions and inclusions in one another
constexpr std::size_t kMostBlocks = 100'000;  // that they make
constexpr std::size_t kIncludeLimit = 4u << 20;
constexpr std::string_view kOwn[] = {"params", "data", "facts", "asserts"};

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

/// The key that makes an item of a list more than a block, or null.
data::MapEntry const* directive(Value const& item) {
    if (item.kind != ValueKind::Map) return nullptr;
    auto const has = [&](std::string_view key) { return item.find(key) != nullptr; };
    for (data::MapEntry const& entry : item.map) {
        std::string const& key = entry.key.text;
        if ((key == "for" && has("do")) || (key == "if" && (has("then") || has("else"))) || (key == "include" && item.map.size() == 1)) return &entry;
    }
    return nullptr;
}

bool is_escaped(std::string_view text, std::size_t at) { return at > 0 && text[at - 1] == '\\'; }

/// Marks that turn the direction of what stands around them (UAX #9): a value may not reach beyond itself.
bool turns_direction(char32_t c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

/// What a value prints as on a page: line ends are blanks. Nothing where a control stands in it.
std::optional<std::string> words_of(std::string_view value) {
    for (std::size_t at = 0; at < value.size();)
        if (turns_direction(utf8::next(value, at))) return std::nullopt;
    std::string out(value);
    for (char& c : out) {
        if (c == '\n' || c == '\r' || c == '\t') c = ' ';
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return std::nullopt;
    }
    return out;
}

class Expansion {
public:
    explicit Expansion(ExpansionTools const& tools) : tools_(tools), diagnostics_(&tools.diagnostics) {}

    void expand_article(Value& article) {
        for (data::MapEntry& entry : article.map)
            if (std::find(std::begin(kOwn), std::end(kOwn), entry.key.text) == std::end(kOwn)) expand_value(entry.value);
    }

private:
    Diagnostics& diagnostics() const { return *diagnostics_; }

    void expand_value(Value& value) {
        switch (value.kind) {
            case ValueKind::Scalar:
                if (value.scalar.text.find("{{") != std::string::npos) substitute(value);
                break;
            case ValueKind::List: expand_list(value); break;
            case ValueKind::Map:
                for (data::MapEntry& entry : value.map) expand_value(entry.value);
                break;
            case ValueKind::Null: break;
        }
    }

    void expand_list(Value& value) {
        if (std::none_of(value.list.begin(), value.list.end(), [](Value const& item) { return directive(item) != nullptr; })) {
            for (Value& item : value.list) expand_value(item);
            return;
        }
        std::vector<Value> out;
        for (Value& item : value.list) add_item(std::move(item), out);
        value.list = std::move(out);
    }

    void add_item(Value item, std::vector<Value>& out) {
        data::MapEntry const* const what = directive(item);
        if (what == nullptr) {
            expand_value(item);
            if (++blocks_ <= kMostBlocks) return out.push_back(std::move(item));
            if (blocks_ == kMostBlocks + 1) diagnostics().error("E358", item.span, fmt::format("loops make more than {} blocks", kMostBlocks));
            return;
        }
        if (depth_ == kMostDepth) {
            diagnostics().error("E358", what->key.span(), fmt::format("loops, conditions and inclusions are nested more than {} deep", kMostDepth));
            return;
        }
        ++depth_;
        if (what->key.text == "for")
            add_loop(item, what->value, out);
        else if (what->key.text == "if")
            add_condition(item, what->value, out);
        else
            add_inclusion(what->value, out);
        --depth_;
    }

    void add_blocks(Value const& blocks, std::vector<Value>& out) {
        if (blocks_ > kMostBlocks) return;
        if (blocks.kind == ValueKind::Null) return;
        if (blocks.kind != ValueKind::List) return add_item(blocks, out);  // one block alone
        for (Value const& block : blocks.list) add_item(block, out);
    }

    void refuse_keys(Value const& item, std::initializer_list<std::string_view> known) {
        for (data::MapEntry const& entry : item.map)
            if (std::find(known.begin(), known.end(), entry.key.text) == known.end())
                diagnostics().error("E201", entry.key.span(), fmt::format("unknown key '{}' beside '{}'", entry.key.text, *known.begin()),
                                    fmt::format("keys: {}", fmt::join(known, ", ")));
    }

    /// `h in data.holdings group by sector`, `r in data.x limit 10`.
    struct Loop {
        std::string variable, group;
        SourcedText over;
        std::size_t limit = std::string::npos;
    };

    std::optional<Loop> read_loop(Value const& words) {
        auto const wrong = [&](std::string what) {
            diagnostics().error("E357", words.span, std::move(what),
                                "as in: for: h in data.holdings, for: h in data.holdings group by sector, for: h in data.holdings limit 10");
            return std::nullopt;
        };
        if (words.kind != ValueKind::Scalar) return wrong("a loop says what it goes over");
        std::string_view const text = words.scalar.text;
        Loop loop;
        std::size_t const in = text.find(" in ");
        if (in == text.npos) return wrong("a loop has a name and, behind 'in', what it goes over");
        std::string_view name = text.substr(0, in);
        name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
        name = name.substr(0, name.find_last_not_of(' ') + 1);
        bool const good = !name.empty() && name.size() < 40 &&
                          std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }) &&
                          !(name[0] >= '0' && name[0] <= '9') && name[0] != '_';
        if (!good) return wrong(fmt::format("'{}' cannot be the name of a loop's value", name.substr(0, 60)));
        loop.variable = name;
        std::size_t end = text.size();
        constexpr std::string_view kLimit = " limit ", kGroup = " group by ";
        if (std::size_t const at = text.rfind(kLimit); at != text.npos && at > in) {
            auto const number = data::parse_decimal(text.substr(at + kLimit.size()));
            auto const whole = number ? data::whole_number(*number) : std::nullopt;
            if (!whole || *whole < 0) return wrong("behind 'limit' stands a whole number");
            loop.limit = static_cast<std::size_t>(*whole);
            end = at;
        }
        if (std::size_t const at = text.substr(0, end).rfind(kGroup); at != text.npos && at > in) {
            std::string_view column = text.substr(at + kGroup.size(), end - at - kGroup.size());
            column.remove_prefix(std::min(column.find_first_not_of(' '), column.size()));
            loop.group = column.substr(0, column.find_last_not_of(' ') + 1);
            if (loop.group.empty()) return wrong("behind 'group by' stands a column");
            end = at;
        }
        loop.over = words.scalar.substr(in + 4, end - in - 4);
        return loop;
    }

    /// The rows of each value of a column, in the order in which the values come.
    std::optional<std::vector<Datum>> groups(TableView const& rows, std::string const& name, Span place) {
        auto const column = column_of(*rows.table, name);
        if (!column) {
            std::vector<std::string_view> const names = column_names(*rows.table);
            std::string_view const meant = data::did_you_mean(name, names);
            diagnostics().error("E352", place, fmt::format("there is no column '{}'", name.substr(0, 60)),
                                meant.empty() ? fmt::format("columns: {}", fmt::join(names, ", ")) : fmt::format("did you mean '{}'?", meant));
            return std::nullopt;
        }
        std::vector<std::pair<Datum, std::vector<std::uint32_t>>> found;
        std::map<std::string, std::size_t, std::less<>> places;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            Datum key = cell_of(*rows.table, *column, rows.row(i));
            auto const [at, is_new] = places.try_emplace(text_of_value(key).value_or(std::string{}), found.size());
            if (is_new) found.emplace_back(std::move(key), std::vector<std::uint32_t>{});
            found[at->second].second.push_back(static_cast<std::uint32_t>(rows.row(i)));
        }
        std::vector<Datum> out;
        for (auto& [key, numbers] : found) {
            DatumMap group{{"key", std::move(key)}, {"rows", Datum{chosen(rows, std::move(numbers))}}};
            out.push_back(Datum{std::make_shared<DatumMap const>(std::move(group))});
        }
        return out;
    }

    void add_loop(Value const& item, Value const& words, std::vector<Value>& out) {
        refuse_keys(item, {"for", "do", "empty"});
        auto const loop = read_loop(words);
        if (!loop) return;
        auto const over = tools_.evaluator.evaluate(loop->over, tools_.scope, diagnostics());
        if (!over) return;
        std::vector<Datum> items;
        auto const* const rows = over->get<TableView>();
        if (rows != nullptr && !loop->group.empty()) {
            auto found = groups(*rows, loop->group, words.span);
            if (!found) return;
            items = std::move(*found);
        } else if (!loop->group.empty()) {
            diagnostics().error("E357", loop->over.span(), "only rows can be grouped");
            return;
        } else if (rows != nullptr) {
            for (std::size_t i = 0; i < rows->size() && i < loop->limit; ++i) items.push_back(row_of(*rows, i));
        } else if (auto const* const list = over->get<std::shared_ptr<DatumList const>>()) {
            items = **list;
        } else {
            diagnostics().error("E357", loop->over.span(), "a loop goes over rows or a list", "as in data.holdings");
            return;
        }
        if (items.size() > loop->limit) items.resize(loop->limit);
        if (items.empty()) {
            if (Value const* const empty = item.find("empty")) return add_blocks(*empty, out);
            diagnostics().error("E359", words.span, "there is nothing to go over, and the loop does not say what to print then",
                                "add 'empty: …' with the blocks, or 'empty: []' for none");
            return;
        }
        Value const& blocks = *item.find("do");
        for (std::size_t i = 0; i < items.size(); ++i) {
            tools_.scope.set(loop->variable, std::move(items[i]));
            Diagnostics faults;
            Diagnostics* const outer = std::exchange(diagnostics_, &faults);
            add_blocks(blocks, out);
            diagnostics_ = outer;
            tools_.scope.drop_last();
            for (Diagnostic fault : faults.items()) {
                fault.notes.push_back({words.span, fmt::format("in round {} of this loop", i + 1)});
                outer->add(std::move(fault));
            }
            if (faults.has_errors()) break;  // every round would tell the same
        }
    }

    void add_condition(Value const& item, Value const& words, std::vector<Value>& out) {
        refuse_keys(item, {"if", "then", "else"});
        if (words.kind != ValueKind::Scalar) {
            diagnostics().error("E357", words.span, "a condition is an expression", "as in: if: params.segment == 'pro'");
            return;
        }
        auto const value = tools_.evaluator.evaluate(bare(words.scalar), tools_.scope, diagnostics());
        if (!value) return;
        bool const* const truth = value->get<bool>();
        bool const holds = truth != nullptr ? *truth : !value->is_null();
        if (Value const* const blocks = item.find(holds ? "then" : "else")) add_blocks(*blocks, out);
    }

    /// A condition may stand in braces too.
    static SourcedText bare(SourcedText const& text) {
        std::string_view const all = text.text;
        std::size_t const begin = all.find_first_not_of(" \n"), last = all.find_last_not_of(" \n");
        if (begin == all.npos || all.substr(begin, 2) != "{{" || last < begin + 3 || all.substr(last - 1, 2) != "}}") return text;
        return text.substr(begin + 2, last - begin - 3);
    }

    void add_inclusion(Value const& what, std::vector<Value>& out) {
        SourcedText file;
        std::vector<std::string> only;
        bool has_list = false;
        if (what.kind == ValueKind::Scalar) {
            file = what.scalar;
        } else if (what.kind == ValueKind::Map) {
            refuse_keys(what, {"file", "only"});
            Value const *const name = what.find("file"), *const list = what.find("only");
            if (name != nullptr && name->kind == ValueKind::Scalar) file = name->scalar;
            has_list = list != nullptr && list->kind == ValueKind::List;
            if (has_list)
                for (Value const& one : list->list) only.push_back(one.scalar.text);
        }
        if (file.empty()) {
            diagnostics().error("E357", what.span, "an inclusion names a file", "include: blocks/disclaimer.yaml");
            return;
        }
        bool const computed = file.text.find("{{") != std::string::npos;
        if (computed && !has_list) {
            diagnostics().error("E357", what.span, "a computed file name needs the list of values that it may take", "only: [us, eu, uk]");
            return;
        }
        if (computed) {
            std::vector<std::string> values;
            auto named = substituted(file, &values);
            if (!named) return;
            for (std::string const& value : values) {
                if (std::find(only.begin(), only.end(), value) != only.end()) continue;
                diagnostics().error("E357", what.span, fmt::format("'{}' is none of the values that the file's name may take", value.substr(0, 60)),
                                    fmt::format("only: [{}]", fmt::join(only, ", ")));
                return;
            }
            file = std::move(*named);
        }
        if (Value const* const blocks = included(file)) add_blocks(*blocks, out);
    }

    Value const* included(SourcedText const& file) {
        auto const known = tools_.included.find(file.text);
        if (known != tools_.included.end()) return &known->second.blocks;
        SourceId const source = tools_.files.load(file, kIncludeLimit, diagnostics());
        if (source == 0) return nullptr;
        auto tree = data::parse_yaml(tools_.sources, source, diagnostics());
        if (!tree) return nullptr;
        if (tree->kind != ValueKind::List) {
            diagnostics().error("E203", tree->span, "an included file is a list of blocks");
            return nullptr;
        }
        return &(tools_.included[file.text] = {source, std::move(*tree)}).blocks;
    }

    /// A text with the values of its expressions; `values` gets each of them as text.
    std::optional<SourcedText> substituted(SourcedText const& text, std::vector<std::string>* values = nullptr) {
        SourcedText out;
        out.source = text.source;
        std::string_view const all = text.text;
        std::size_t at = 0;
        bool whole = true;
        for (std::size_t open = all.find("{{"); open != all.npos; open = all.find("{{", at)) {
            if (is_escaped(all, open)) {  // \{{ is two braces
                out.append(text.substr(at, open - 1 - at));
                out.append_value("{{", text.span(open, open + 2));
                at = open + 2;
                continue;
            }
            std::size_t const close = end_of_expression(all, open + 2);
            if (close == all.npos) {
                diagnostics().error("E350", text.span(open, open + 2), "this expression is not closed",
                                    "it ends with }}; two braces that are text are written \\{{");
                return std::nullopt;
            }
            if (open > at) out.append(text.substr(at, open - at));
            auto const words = value_words(text, open, close);
            if (words)
                out.append_value(*words, text.span(open, close + 2));
            else
                whole = false;
            if (words && values != nullptr) values->push_back(*words);
            at = close + 2;
        }
        if (at < all.size()) out.append(text.substr(at));
        return whole ? std::optional(std::move(out)) : std::nullopt;
    }

    std::optional<std::string> value_words(SourcedText const& text, std::size_t open, std::size_t close) {
        auto const value = tools_.evaluator.evaluate(text.substr(open + 2, close - open - 2), tools_.scope, diagnostics());
        return value ? words_of_value(*value, text.span(open, close + 2)) : std::nullopt;
    }

    std::optional<std::string> words_of_value(Datum const& value, Span place) {
        if (value.is_null()) {
            if (tools_.lenient) return "[?]";
            diagnostics().error("E330", place, "this value is empty", "give another for it: | default('n.a.'), or leave the block out with 'if'");
            return std::nullopt;
        }
        auto const text = text_of_value(value);
        if (!text) {
            diagnostics().error("E354", place, "this is a list, a map or rows, and a text is wanted here", "take one value of it, or | join");
            return std::nullopt;
        }
        auto words = words_of(*text);
        if (!words)
            diagnostics().error("E356", place, "a control character, or a mark that turns the direction of text, stands in this value", "clean the data");
        return words;
    }

    static Value scalar(std::string words, Span place, bool quoted) {
        Value out;
        out.kind = ValueKind::Scalar;
        out.span = place;
        out.quoted = quoted;
        if (words.empty())
            out.scalar.source = place.source;
        else
            out.scalar.append_value(words, place);
        return out;
    }

    /// A value as a tree: rows are a list of maps.
    std::optional<Value> tree_of(Datum const& value, Span place, int depth = 0) {
        Value out;
        out.span = place;
        if (auto const* const list = value.get<std::shared_ptr<DatumList const>>(); list != nullptr && depth < kMostDepth) {
            out.kind = ValueKind::List;
            for (Datum const& one : **list) {
                auto item = tree_of(one, place, depth + 1);
                if (!item) return std::nullopt;
                out.list.push_back(std::move(*item));
            }
            return out;
        }
        if (auto const* const map = value.get<std::shared_ptr<DatumMap const>>(); map != nullptr && depth < kMostDepth) {
            out.kind = ValueKind::Map;
            for (auto const& [name, one] : **map) {
                auto item = tree_of(one, place, depth + 1);
                if (!item) return std::nullopt;
                SourcedText key;
                key.append(name, place);
                out.map.push_back({std::move(key), std::move(*item)});
            }
            return out;
        }
        if (auto const* const rows = value.get<TableView>()) {
            out.kind = ValueKind::List;
            for (std::size_t i = 0; i < rows->size(); ++i) {
                auto row = tree_of(row_of(*rows, i), place, depth + 1);
                if (!row) return std::nullopt;
                out.list.push_back(std::move(*row));
            }
            return out;
        }
        if (auto const* const row = value.get<data::RowView>()) {
            out.kind = ValueKind::Map;
            for (data::Column const& column : row->table->columns) {
                Datum const cell = data::cell_datum(column, row->row);
                SourcedText key;
                key.append(column.name.text, place);
                Value item = scalar({}, place, true);
                if (!cell.is_null()) {
                    auto words = words_of_value(cell, place);
                    if (!words) return std::nullopt;
                    item = scalar(std::move(*words), place, true);
                }
                out.map.push_back({std::move(key), std::move(item)});
            }
            return out;
        }
        if (depth > 0 && value.is_null()) return scalar({}, place, true);
        auto words = words_of_value(value, place);
        if (!words) return std::nullopt;
        return scalar(std::move(*words), place, value.get<std::string>() != nullptr);
    }

    void substitute(Value& value) {
        std::string_view const all = value.scalar.text;
        std::size_t const open = all.find("{{");
        std::size_t const close = is_escaped(all, open) ? all.npos : end_of_expression(all, open + 2);
        bool const alone = close != all.npos && is_blank(all.substr(0, open)) && is_blank(all.substr(close + 2));
        Span const place = value.span;
        if (!alone) {
            auto text = substituted(value.scalar);
            value.scalar = text ? std::move(*text) : SourcedText(std::string{}, place.source, {{0, 0, place.begin, 0, true}});
            value.quoted = true;
            return;
        }
        auto const result = tools_.evaluator.evaluate(value.scalar.substr(open + 2, close - open - 2), tools_.scope, diagnostics());
        Span const braces = value.scalar.span(open, close + 2);
        auto tree = result ? tree_of(*result, braces) : std::nullopt;
        value = tree ? std::move(*tree) : scalar({}, place, true);
    }

    ExpansionTools const& tools_;
    Diagnostics* diagnostics_;
    int depth_ = 0;
    std::size_t blocks_ = 0;
};

}  // namespace

void NamedScope::set(std::string name, Datum value) { names_.emplace_back(std::move(name), std::move(value)); }

std::optional<Datum> NamedScope::find(std::string_view name) const {
    auto const it = std::find_if(names_.rbegin(), names_.rend(), [&](auto const& one) { return one.first == name; });
    return it == names_.rend() ? std::nullopt : std::optional(it->second);
}

std::vector<std::string> NamedScope::names() const {
    std::vector<std::string> out;
    for (auto const& one : names_) out.push_back(one.first);
    return out;
}

bool has_expressions(Value const& tree) {
    if (tree.kind == ValueKind::Scalar) return tree.scalar.text.find("{{") != std::string::npos;
    return std::any_of(tree.list.begin(), tree.list.end(), [](Value const& item) { return directive(item) != nullptr || has_expressions(item); }) ||
           std::any_of(tree.map.begin(), tree.map.end(), [](data::MapEntry const& entry) { return has_expressions(entry.value); });
}

void expand(Value& article, ExpansionTools const& tools) { Expansion(tools).expand_article(article); }

}  // namespace offprint::bind
