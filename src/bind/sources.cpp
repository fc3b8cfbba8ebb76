#include "bind/sources.h"

#include <algorithm>

#include "bind/column_rules.h"
#include "bind/kept_tables.h"
#include "bind/shaping.h"
#include "data/binding_keys.h"
#include "fmt/format.h"

namespace offprint::bind {

namespace {

constexpr std::size_t kDataLimit = 256u << 20;   // bytes of a file
constexpr std::size_t kSchemaLimit = 1u << 20;
constexpr std::size_t kMostSources = 200;

constexpr std::string_view kKinds[] = {"csv", "rows", "from"};
/// Keys that only some kinds of source take.
struct OwnKeys {
    std::string_view key;
    std::vector<std::string_view> kinds;
};

}  // namespace

struct SourceReader::Kept {
    Files& files;
    Sources& sources;
    KeptTables tables{};
};

namespace {

/// A table with the index over its rows, where it is kept.
struct Base {
    std::shared_ptr<data::Table const> table;
    RowIndex* index = nullptr;
};

/// One reading of all sources of an article. Sources that others build on are read when they are first asked for.
class Reading {
public:
    Reading(Files& files, Sources& sources, KeptTables& kept, data::Value const& data, SourceContext const& context, Diagnostics& diagnostics)
        : files_(files), sources_(sources), kept_(kept), data_(data), context_(context), diagnostics_(diagnostics) {}

    Tables run() {
        Tables out;
        for (data::MapEntry const& entry : data_.map)
            if (auto const table = finished(entry.key.text)) {
                data::Table& placed = out.emplace(entry.key.text, *table).first->second;
                placed.name = entry.key.text;
                placed.span = entry.value.span;
            }
        return out;
    }

private:
    enum class Progress { Fresh, Busy, Done };
    struct State {
        data::MapEntry const* entry = nullptr;
        std::unique_ptr<data::Record> record;  // none: a path alone
        Progress base_progress = Progress::Fresh, progress = Progress::Fresh;
        Base base;
        std::shared_ptr<data::Table const> table;
    };

    State* state(std::string const& name) {
        auto const it = states_.find(name);
        if (it != states_.end()) return &it->second;
        for (data::MapEntry const& entry : data_.map) {
            if (entry.key.text != name) continue;
            State& made = states_[name];
            made.entry = &entry;
            return &made;
        }
        return nullptr;
    }

    /// A source with all its keys followed; null, reported, when it has a fault or builds on itself.
    std::shared_ptr<data::Table const> finished(std::string const& name) {
        State* const s = state(name);
        if (s == nullptr) return nullptr;
        if (s->progress == Progress::Busy) {
            circle(*s);
            return nullptr;
        }
        if (s->progress == Progress::Done) return s->table;
        s->progress = Progress::Busy;
        Base const& base = read_base(*s);
        if (base.table) {
            if (s->record && is_shaped(*s->record)) {
                if (auto table = shape(base.table, *s->record, context_.with, base.index, diagnostics_)) s->table = std::make_shared<data::Table const>(std::move(*table));
            } else {
                s->table = base.table;
            }
        }
        s->progress = Progress::Done;
        return s->table;
    }

    void circle(State const& s) {
        diagnostics_.error("E347", s.entry->key.span(), fmt::format("the source '{}' builds on itself", s.entry->key.text), "let one of them name a file");
    }

    /// A source before its rows are chosen.
    Base const& read_base(State& s) {
        if (s.base_progress == Progress::Busy) circle(s);
        if (s.base_progress != Progress::Fresh) return s.base;
        s.base_progress = Progress::Busy;
        if (auto const base = base_of(s)) s.base = *base;
        s.base_progress = Progress::Done;
        return s.base;
    }

    std::optional<Base> base_of(State& s) {
        std::string const& name = s.entry->key.text;
        data::Value const& value = s.entry->value;
        if (value.kind == data::ValueKind::Scalar) return csv(s, value.scalar);
        s.record = std::make_unique<data::Record>(value, data::binding_keys::kSource, fmt::format("data source '{}'", name), diagnostics_);
        data::Record const& record = *s.record;
        if (!record.valid()) return std::nullopt;
        std::size_t const kinds = static_cast<std::size_t>(std::count_if(std::begin(kKinds), std::end(kKinds), [&](std::string_view kind) { return record.has(kind); }));
        if (kinds != 1) {
            diagnostics_.error("E207", value.span, fmt::format("data source '{}' needs exactly one of {}", name, fmt::join(kKinds, ", ")));
            return std::nullopt;
        }
        if (!has_own_keys(record)) return std::nullopt;
        if (auto const path = record.text("csv")) return csv(s, *path);
        if (data::Value const* const rows = record.get("rows")) return checked(s, data::table_from_rows(*rows, name, diagnostics_), {});
        return derived(s, *record.text("from"));
    }

    /// Keys that say nothing of this kind of source.
    bool has_own_keys(data::Record const& record) {
        static OwnKeys const all[] = {{"sep", {"csv"}}};
        bool good = true;
        for (OwnKeys const& own : all) {
            if (!record.has(own.key) || std::any_of(own.kinds.begin(), own.kinds.end(), [&](std::string_view kind) { return record.has(kind); })) continue;
            diagnostics_.error("E207", record.span_of(own.key), fmt::format("'{}' belongs to {}", own.key, fmt::join(own.kinds, ", ")), "delete it");
            good = false;
        }
        return good;
    }

    /// The rows of another source, as it has chosen them.
    std::optional<Base> derived(State& s, SourcedText const& from) {
        if (state(from.text) == nullptr) {
            std::vector<std::string_view> names;
            for (data::MapEntry const& entry : data_.map) names.push_back(entry.key.text);
            std::string_view const meant = data::did_you_mean(from.text, names);
            diagnostics_.error("E347", from.span(), fmt::format("there is no source '{}'", from.text),
                               meant.empty() ? fmt::format("sources: {}", fmt::join(names, ", ")) : fmt::format("did you mean '{}'?", meant));
            return std::nullopt;
        }
        auto const table = finished(from.text);
        if (!table) return std::nullopt;
        RowIndex* const index = table == state(from.text)->base.table ? state(from.text)->base.index : nullptr;
        if (!s.record->has("types") && !s.record->has("schema") && !s.record->has("null")) return Base{table, index};
        return checked(s, *table, {});
    }

    std::optional<data::CsvDialect> dialect_of(data::Record const& record) {
        data::CsvDialect dialect;
        if (auto const sep = record.text("sep")) {
            std::string const& text = sep->text;
            bool const good = text.size() == 1 && (text[0] == '\t' || (text[0] > ' ' && text[0] < 0x7F)) && text[0] != '"';
            if (good) {
                dialect.separator = text[0];
            } else {
                diagnostics_.error("E206", sep->span(), "'sep' is one character that is no quote", "\",\", \";\", \"|\" or \"\\t\"");
                return std::nullopt;
            }
        }
        return dialect;
    }

    std::optional<Base> csv(State& s, SourcedText const& written) {
        auto const path = text_of(written, context_.with, diagnostics_);
        if (!path) return std::nullopt;
        auto const file = files_.find(*path, diagnostics_);
        if (!file) return std::nullopt;
        auto const dialect = s.record ? dialect_of(*s.record) : data::CsvDialect{};
        if (!dialect) return std::nullopt;
        std::string const key = key_of(s, "csv\n" + *file);
        if (auto const kept = kept_.find(key); kept != kept_.end()) return Base{kept->second.table, &kept->second.index};
        SourceId const id = files_.load(*path, kDataLimit, diagnostics_);
        if (id == 0) return std::nullopt;
        return checked(s, data::parse_csv(sources_, id, s.entry->key.text, diagnostics_, *dialect), key);
    }

    /// What decides a table besides its file or query: all that the article says of it.
    std::string key_of(State const& s, std::string what) const {
        what += "\n" + s.entry->key.text;
        for (std::string_view const key : {"sep", "decimal", "null", "types", "schema"}) {
            what += '\n';
            if (data::Value const* const value = s.record ? s.record->get(key) : nullptr) add_words(*value, what);
        }
        return what;
    }

    /// A value as text, so that no two are the same.
    static void add_words(data::Value const& value, std::string& out) {
        if (value.kind == data::ValueKind::Scalar) out += fmt::format("{}:{}", value.scalar.text.size(), value.scalar.text);
        out += '(';
        for (data::Value const& item : value.list) add_words(item, out);
        for (data::MapEntry const& entry : value.map) {
            out += fmt::format("{}:{}=", entry.key.text.size(), entry.key.text);
            add_words(entry.value, out);
        }
        out += ')';
    }

    /// Types and rules. A table with a `key` is kept.
    std::optional<Base> checked(State& s, std::optional<data::Table> table, std::string const& key) {
        if (!table) return std::nullopt;
        table->name = s.entry->key.text;
        table->span = s.entry->value.span;
        if (s.record && !apply(s, *table)) return std::nullopt;
        auto const shared = std::make_shared<data::Table const>(std::move(*table));
        if (key.empty()) return Base{shared, nullptr};
        KeptTable& kept = kept_[key];
        kept = {static_cast<SourceId>(sources_.count()), shared, {}};
        return Base{shared, &kept.index};
    }

    bool apply(State& s, data::Table& table) {
        data::Record const& record = *s.record;
        data::CellFormat dialect;
        if (record.has("decimal")) dialect.decimal = record.string("decimal").front();
        if (data::Value const* const words = record.get("null")) {
            auto const add = [&](data::Value const& word) {
                if (word.kind == data::ValueKind::Scalar)
                    dialect.nulls.push_back(word.scalar.text);
                else
                    diagnostics_.error("E203", word.span, "'null' must be a text or a list of texts");
            };
            if (words->kind == data::ValueKind::List)
                for (data::Value const& word : words->list) add(word);
            else
                add(*words);
        }
        TableRules rules;
        CheckContext context{record.span(), context_.as_of, [this](std::string const& name) { return column_source(name); }};
        bool good = true;
        if (auto const path = record.text("schema")) {
            context.asked = path->span();
            auto read = schema(*path);
            good = read.has_value();
            if (read) rules = std::move(*read);
        } else if (data::Value const* const types = record.get("types")) {
            context.asked = types->span;
        }
        if (data::Value const* const types = record.get("types")) good = add_types(*types, rules, diagnostics_) && good;
        return good && apply_rules(table, rules, dialect, context, diagnostics_);
    }

    /// What a foreign key refers to: all rows of a source.
    data::Table const* column_source(std::string const& name) {
        State* const other = state(name);
        return other == nullptr || other->base_progress == Progress::Busy ? nullptr : read_base(*other).table.get();
    }

    std::optional<TableRules> schema(SourcedText const& path) {
        SourceId const id = files_.load(path, kSchemaLimit, diagnostics_);
        auto const tree = id != 0 ? data::parse_yaml(sources_, id, diagnostics_) : std::nullopt;
        return tree ? read_table_rules(*tree, diagnostics_) : std::nullopt;
    }

    Files& files_;
    Sources& sources_;
    KeptTables& kept_;
    data::Value const& data_;
    SourceContext const& context_;
    Diagnostics& diagnostics_;
    std::map<std::string, State, std::less<>> states_;
};

}  // namespace

SourceReader::SourceReader(Files& files, Sources& sources) : kept_(new Kept{files, sources}) {}
SourceReader::~SourceReader() = default;

Tables SourceReader::read(data::Value const& data, SourceContext const& context, Diagnostics& diagnostics) {
    if (data.kind != data::ValueKind::Map) {
        diagnostics.error("E203", data.span, "'data' must be a map of names to sources");
        return {};
    }
    if (data.map.size() > kMostSources) {
        diagnostics.error("E343", data.span, fmt::format("an article has at most {} sources of data", kMostSources));
        return {};
    }
    return Reading(kept_->files, kept_->sources, kept_->tables, data, context, diagnostics).run();
}

void SourceReader::forget_from(SourceId first) {
    std::erase_if(kept_->tables, [&](auto const& entry) { return entry.second.last >= first; });
}

}  // namespace offprint::bind
