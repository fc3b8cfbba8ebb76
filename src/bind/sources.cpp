#include "bind/sources.h"

#include <algorithm>

#include "bind/answers.h"
#include "bind/column_rules.h"
#include "bind/expand.h"
#include "bind/kept_tables.h"
#include "bind/shaping.h"
#include "data/arithmetic.h"
#include "data/binding_keys.h"
#include "data/bytes_check.h"
#include "data/json_table.h"
#include "data/json_tree.h"
#include "fmt/format.h"

namespace offprint::bind {

namespace {

constexpr std::size_t kDataLimit = 256u << 20;  // bytes of a file
constexpr std::size_t kSchemaLimit = 1u << 20, kQueryLimit = 1u << 20;
constexpr std::size_t kMostSources = 200;
constexpr std::int64_t kUsualSeconds = 60, kMostSeconds = 3600;  // of a server's answer

constexpr std::string_view kKinds[] = {"csv", "json", "sqlite", "postgres", "rows", "sql", "from"};
/// Keys that only some kinds of source take.
struct OwnKeys {
    std::string_view key;
    std::vector<std::string_view> kinds;
};

}  // namespace

struct SourceReader::Kept {
    Files& files;
    Sources& sources;
    Databases databases{files};
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
    Reading(Files& files, Sources& sources, Databases& databases, KeptTables& kept, data::Value const& data, SourceContext const& context, Bound& bound,
            Diagnostics& diagnostics)
        : files_(files), sources_(sources), databases_(databases), kept_(kept), data_(data), context_(context), bound_(bound), diagnostics_(diagnostics) {}

    void run() {
        for (data::MapEntry const& entry : data_.map)
            if (auto const table = finished(entry.key.text)) {
                data::Table& placed = bound_.tables.emplace(entry.key.text, *table).first->second;
                placed.name = entry.key.text;
                placed.span = entry.value.span;
            }
    }

    /// Reads what is the same for all copies: files of data that no value chooses. With a fault in one of them nothing is kept: the copies tell it.
    bool run_ahead() {
        is_ahead_ = true;
        return std::all_of(data_.map.begin(), data_.map.end(),
                           [&](data::MapEntry const& entry) { return !is_common(entry.value) || read_base(*state(entry.key.text)).table != nullptr; });
    }

private:
    static bool is_common(data::Value const& value) {
        if (value.kind == data::ValueKind::Scalar) return !has_expressions(value);
        if (value.kind != data::ValueKind::Map || (value.find("csv") == nullptr && value.find("json") == nullptr)) return false;
        constexpr std::string_view kChoosing[] = {"csv", "json", "at", "schema"};
        return std::none_of(std::begin(kChoosing), std::end(kChoosing), [&](std::string_view key) {
            data::Value const* const said = value.find(key);
            return said != nullptr && has_expressions(*said);
        });
    }

    enum class Progress { Fresh, Busy, Done };
    struct State {
        data::MapEntry const* entry = nullptr;
        std::unique_ptr<data::Record> record;  // none: a path alone
        Progress base_progress = Progress::Fresh, progress = Progress::Fresh;
        Base base;
        std::shared_ptr<data::Table const> table;
        bool is_cut = false;  // an excerpt of its file is enough
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
                if (auto shaped = shape(base.table, *s->record, context_.with, base.index, diagnostics_)) {
                    s->table = std::make_shared<data::Table const>(std::move(shaped->table));
                    if (shaped->own) cut(*s, *shaped->own);
                }
            } else {
                s->table = base.table;
            }
        }
        s->progress = Progress::Done;
        return s->table;
    }

    /// What of a source's file or answer is enough. Only text in lines can be cut, and only where the file is named: others use it too.
    void cut(State& s, data::Table const& own) {
        if (s.record->has("from") || own.columns.empty() || !own.columns.front().cells.of_file()) {
            tell_uncut(s, "only");
            return;
        }
        s.is_cut = true;
        bound_.excerpts.push_back({own.source, own.columns.front().cells.lines()});
    }

    void tell_uncut(State& s, std::string_view key) {
        data::Value const* const value = s.record->get(key);
        auto const from = s.record->text("from");
        State const* const other = from ? state(from->text) : nullptr;
        s.is_cut = other != nullptr && other->is_cut;
        if (value != nullptr && has_expressions(*value) && !s.is_cut) bound_.uncut.push_back(value->span);
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
        std::size_t const kinds =
            static_cast<std::size_t>(std::count_if(std::begin(kKinds), std::end(kKinds), [&](std::string_view kind) { return record.has(kind); }));
        if (kinds != 1) {
            diagnostics_.error("E207", value.span, fmt::format("data source '{}' needs exactly one of {}", name, fmt::join(kKinds, ", ")));
            return std::nullopt;
        }
        if (!has_own_keys(record)) return std::nullopt;
        if (auto const path = record.text("csv")) return csv(s, *path);
        if (auto const path = record.text("json")) return json(s, *path);
        for (char const* const kind : {"sqlite", "postgres"})
            if (auto const place = record.text(kind)) return answered(s, kind, *place);
        if (auto const sql = record.text("sql")) return joined(s, *sql);
        if (data::Value const* const rows = record.get("rows")) return checked(s, data::table_from_rows(*rows, name, diagnostics_), {});
        return derived(s, *record.text("from"));
    }

    /// Keys that say nothing of this kind of source.
    bool has_own_keys(data::Record const& record) {
        static OwnKeys const all[] = {{"sep", {"csv"}},
                                      {"at", {"json"}},
                                      {"query", {"sqlite", "postgres"}},
                                      {"query_file", {"sqlite", "postgres"}},
                                      {"timeout", {"postgres"}},
                                      {"bind", {"sqlite", "postgres", "sql"}}};
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

    /// The file of data that a path means, as a key; one of a snapshot need not be there any more.
    std::optional<std::string> data_file(SourcedText const& path) {
        return databases_.snapshot().has_files() ? std::optional(path.text) : files_.find(path, diagnostics_);
    }

    /// Its text, of a snapshot or into one; 0, reported.
    SourceId load_data(char const* kind, SourcedText const& path) {
        Question const question{kind, path.text, {}, {}};
        Snapshot& snapshot = databases_.snapshot();
        if (snapshot.has_files()) {
            auto bytes = snapshot.find(question, path.span(), diagnostics_);
            return bytes ? sources_.add(files_.name(path), std::move(*bytes)) : 0;
        }
        SourceId const id = files_.load(path, kDataLimit, diagnostics_);
        return id != 0 && snapshot.keep(question, sources_.text(id), diagnostics_) ? id : 0;
    }

    std::optional<Base> csv(State& s, SourcedText const& written) {
        auto const path = text_of(written, context_.with, diagnostics_);
        if (!path) return std::nullopt;
        auto const file = data_file(*path);
        if (!file) return std::nullopt;
        auto const dialect = s.record ? dialect_of(*s.record) : data::CsvDialect{};
        if (!dialect) return std::nullopt;
        std::string const key = key_of(s, "csv\n" + *file);
        if (auto const kept = kept_.find(key); kept != kept_.end()) return Base{kept->second.table, &kept->second.index};
        SourceId const id = load_data("csv", *path);
        if (id == 0) return std::nullopt;
        return checked(s, data::parse_csv(sources_, id, s.entry->key.text, diagnostics_, *dialect), key);
    }

    std::optional<Base> json(State& s, SourcedText const& written) {
        auto const path = text_of(written, context_.with, diagnostics_);
        if (!path) return std::nullopt;
        auto const file = data_file(*path);
        if (!file) return std::nullopt;
        SourcedText pointer;
        if (auto const at = s.record->text("at")) {
            auto said = text_of(*at, context_.with, diagnostics_);
            if (!said) return std::nullopt;
            pointer = std::move(*said);
            tell_uncut(s, "at");
        }
        std::string const key = key_of(s, "json\n" + *file + "\n" + pointer.text);
        if (auto const kept = kept_.find(key); kept != kept_.end()) return Base{kept->second.table, &kept->second.index};
        SourceId const id = load_data("json", *path);
        auto const tree = id != 0 ? data::parse_json(sources_, id, diagnostics_) : std::nullopt;
        data::Value const* const rows = tree ? data::find_pointer(*tree, pointer, diagnostics_) : nullptr;
        if (rows == nullptr) return std::nullopt;
        return checked(s, data::table_from_json(*rows, s.entry->key.text, diagnostics_), key);
    }

    /// The text of a query, in the article or in a file of its own.
    std::optional<SourcedText> query_words(State& s) {
        data::Record const& record = *s.record;
        if (record.has("query") == record.has("query_file")) {
            diagnostics_.error("E207", record.span(), fmt::format("data source '{}' needs exactly one of 'query' and 'query_file'", s.entry->key.text));
            return std::nullopt;
        }
        if (auto sql = record.text("query")) return sql;
        SourceId const id = files_.load(*record.text("query_file"), kQueryLimit, diagnostics_);
        if (id == 0 || !data::check_bytes(sources_, id, kQueryLimit, diagnostics_)) return std::nullopt;
        std::string_view const all = sources_.text(id);
        auto const from = static_cast<std::uint32_t>(data::bom_length(all)), length = static_cast<std::uint32_t>(all.size()) - from;
        return SourcedText(std::string(all.substr(from)), id, {{0, length, from, length, true}});
    }

    /// What goes into a query: of `bind`, else the article's parameter of that name.
    std::optional<std::vector<QueryArgument>> arguments(State& s, QueryText const& query) {
        std::size_t const before = diagnostics_.error_count();
        data::Value const* const bind = s.record->get("bind");
        std::vector<std::string> const names = query.names();
        if (bind != nullptr && bind->kind != data::ValueKind::Map) {
            diagnostics_.error("E203", bind->span, "'bind' must be a map of names to values");
            return std::nullopt;
        }
        if (bind != nullptr)
            for (data::MapEntry const& entry : bind->map)
                if (std::find(names.begin(), names.end(), entry.key.text) == names.end())
                    diagnostics_.error("E340", entry.key.span(), fmt::format("the query has no ':{}'", entry.key.text));
        std::vector<QueryArgument> out;
        for (std::string const& name : names) {
            std::optional<data::Datum> datum;
            Span place;
            data::Value const* const said = bind != nullptr ? bind->find(name) : nullptr;
            if (said != nullptr) {
                place = said->span;
                datum = said->kind == data::ValueKind::Scalar ? value_of(said->scalar, context_.with, diagnostics_) : data::Datum{};
                if (!datum) continue;
            } else {
                auto const at = std::find_if(query.parameters.begin(), query.parameters.end(), [&](QueryParameter const& one) { return one.name == name; });
                place = query.sql.span(at->begin, at->end);
                auto const parameter = std::find_if(context_.parameters.begin(), context_.parameters.end(), [&](auto const& one) { return one.first == name; });
                if (parameter == context_.parameters.end()) {
                    std::vector<std::string_view> known;
                    for (auto const& one : context_.parameters) known.push_back(one.first);
                    std::string_view const meant = data::did_you_mean(name, known);
                    diagnostics_.error("E340", place, fmt::format("there is no value for ':{}'", name),
                                       meant.empty() ? "give it under 'bind', or declare a parameter of this name" : fmt::format("did you mean ':{}'?", meant));
                    continue;
                }
                datum = parameter->second;
            }
            auto value = query_value(*datum);
            if (value)
                out.push_back({name, std::move(*value)});
            else
                diagnostics_.error("E346", place, fmt::format("':{}' is a list, a map or rows", name), "name one value");
        }
        if (diagnostics_.error_count() != before) return std::nullopt;
        return out;
    }

    std::optional<std::chrono::seconds> time_of(data::Record const& record) {
        std::int64_t const seconds = record.integer("timeout").value_or(kUsualSeconds);
        if (seconds >= 1 && seconds <= kMostSeconds) return std::chrono::seconds(seconds);
        diagnostics_.error("E206", record.span_of("timeout"), fmt::format("'timeout' is a number of seconds from 1 to {}, not {}", kMostSeconds, seconds));
        return std::nullopt;
    }

    std::optional<Base> answered(State& s, std::string kind, SourcedText const& written) {
        // Which variable or file holds a connection string is the article's own choice, never a value's.
        auto const place = kind == "sqlite" ? text_of(written, context_.with, diagnostics_) : std::optional(written);
        auto words = place ? query_words(s) : std::nullopt;
        auto const query = words ? read_query(std::move(*words), diagnostics_) : std::nullopt;
        auto values = query ? arguments(s, *query) : std::nullopt;
        auto const time = values ? time_of(*s.record) : std::nullopt;
        if (!time) return std::nullopt;
        Ask const ask{{std::move(kind), place->text, query->sql.text, std::move(*values)}, *query, *place, *time};
        std::string const answer_key = ask.question.key(), key = key_of(s, "answer\n" + answer_key);
        if (auto const kept = kept_.find(key); kept != kept_.end()) {
            bound_.answers.push_back(*kept->second.answer);
            bound_.answers.back().name = s.entry->key.text;
            return Base{kept->second.table, &kept->second.index};
        }
        auto csv = databases_.ask(ask, diagnostics_);
        if (!csv) return std::nullopt;
        return from_answer(s, fmt::format("{}#{}", place->text, s.entry->key.text), std::move(*csv), answer_key, key);
    }

    std::optional<Base> joined(State& s, SourcedText const& sql) {
        auto const query = read_query(sql, diagnostics_);
        auto const values = query ? arguments(s, *query) : std::nullopt;
        if (!values) return std::nullopt;
        NamedTables tables;
        std::size_t const before = diagnostics_.error_count();
        for (data::MapEntry const& entry : data_.map) {
            if (&entry == s.entry || !names_word(sql.text, entry.key.text)) continue;
            auto table = finished(entry.key.text);
            if (!table) return std::nullopt;  // told where it went wrong
            tables.emplace(entry.key.text, std::move(table));
        }
        if (diagnostics_.error_count() != before) return std::nullopt;
        auto csv = databases_.ask_tables(tables, *query, *values, diagnostics_);
        if (!csv) return std::nullopt;
        return from_answer(s, fmt::format("sql#{}", s.entry->key.text), std::move(*csv), {}, {});
    }

    /// Whether a query may speak of a source: its name stands there as a word.
    static bool names_word(std::string_view sql, std::string_view name) {
        auto const is_part = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
        auto const same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
        for (auto at = sql.begin(); (at = std::search(at, sql.end(), name.begin(), name.end(), same)) != sql.end(); ++at) {
            auto const end = at + static_cast<std::ptrdiff_t>(name.size());
            if ((at == sql.begin() || !is_part(*(at - 1))) && (end == sql.end() || !is_part(*end))) return true;
        }
        return false;
    }

    /// An answer becomes a source, so that its cells have places.
    std::optional<Base> from_answer(State& s, std::string name, std::string csv, std::string answer_key, std::string const& key) {
        Answer const answer{sources_.add(std::move(name), std::move(csv)), std::move(answer_key), s.entry->key.text};
        bound_.answers.push_back(answer);
        auto base = checked(s, data::parse_csv(sources_, answer.source, s.entry->key.text, diagnostics_), key);
        if (base && !key.empty()) kept_[key].answer = answer;
        return base;
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
        kept.last = static_cast<SourceId>(sources_.count());
        kept.table = shared;
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
        CheckContext context{record.span(), context_.as_of, context_.again, [this](std::string const& name) { return column_source(name); }};
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
        if (other == nullptr || other->base_progress == Progress::Busy || (is_ahead_ && !is_common(other->entry->value))) return nullptr;
        return read_base(*other).table.get();
    }

    std::optional<TableRules> schema(SourcedText const& path) {
        SourceId const id = files_.load(path, kSchemaLimit, diagnostics_);
        auto const tree = id != 0 ? data::parse_yaml(sources_, id, diagnostics_) : std::nullopt;
        return tree ? read_table_rules(*tree, diagnostics_) : std::nullopt;
    }

    Files& files_;
    Sources& sources_;
    Databases& databases_;
    KeptTables& kept_;
    data::Value const& data_;
    SourceContext const& context_;
    Bound& bound_;
    Diagnostics& diagnostics_;
    std::map<std::string, State, std::less<>> states_;
    bool is_ahead_ = false;
};

}  // namespace

SourceReader::SourceReader(Files& files, Sources& sources) : kept_(new Kept{files, sources}) {}
SourceReader::~SourceReader() = default;

Databases& SourceReader::databases() { return kept_->databases; }

void SourceReader::read(data::Value const& data, SourceContext const& context, Bound& bound, Diagnostics& diagnostics) {
    if (data.kind != data::ValueKind::Map) {
        diagnostics.error("E203", data.span, "'data' must be a map of names to sources");
        return;
    }
    if (data.map.size() > kMostSources) {
        diagnostics.error("E343", data.span, fmt::format("an article has at most {} sources of data", kMostSources));
        return;
    }
    Reading(kept_->files, kept_->sources, kept_->databases, kept_->tables, data, context, bound, diagnostics).run();
}

void SourceReader::read_ahead(data::Value const& data, std::optional<data::Date> as_of) {
    if (data.kind != data::ValueKind::Map || data.map.size() > kMostSources) return;
    RunScope const nothing({}, {});
    data::DatumMap const no_parameters;
    SourceContext const context{{nullptr, nothing}, no_parameters, as_of};
    Bound unused;
    Diagnostics told_by_copies;
    std::size_t const before = kept_->sources.count();
    if (Reading(kept_->files, kept_->sources, kept_->databases, kept_->tables, data, context, unused, told_by_copies).run_ahead()) return;
    forget_from(static_cast<SourceId>(before + 1));
    kept_->sources.forget_after(before);
}

void SourceReader::forget_from(SourceId first) {
    std::erase_if(kept_->tables, [&](auto const& entry) { return entry.second.last >= first; });
}

}  // namespace offprint::bind
