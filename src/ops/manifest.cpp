#include "ops/manifest.h"

#include "base/json.h"
#include "data/record.h"
#include "fmt/format.h"

namespace offprint::ops {
namespace {

using data::Field;
using data::Kind;
using data::Required;

constexpr Field kPairFields[] = {
    {"name", Kind::Text, Required::Yes, ""},
    {"value", Kind::Text, Required::Yes, ""},
};
constexpr Field kFileFields[] = {
    {"name", Kind::Text, Required::Yes, ""},   {"size", Kind::Integer, Required::Yes, ""}, {"sha256", Kind::Text, Required::Yes, ""},
    {"excerpt", Kind::Bool, Required::No, ""}, {"sources", Kind::Any, Required::No, ""},
};
constexpr Field kFields[] = {
    {"offprint-manifest", Kind::Integer, Required::Yes, "Version of the format: 1."},
    {"program", Kind::Text, Required::Yes, ""},
    {"libraries", Kind::RecordList, Required::Yes, "", {}, kPairFields},
    {"article", Kind::Text, Required::Yes, ""},
    {"layout", Kind::Text, Required::Yes, ""},
    {"paper", Kind::Text, Required::Yes, ""},
    {"date", Kind::Text, Required::Yes, ""},
    {"profile", Kind::Text, Required::Yes, ""},
    {"settings", Kind::RecordList, Required::Yes, "", {}, kPairFields},
    {"parameters", Kind::RecordList, Required::No, "", {}, kPairFields},
    {"as-of", Kind::Text, Required::No, ""},
    {"run-id", Kind::Text, Required::No, ""},
    {"allowances", Kind::RecordList, Required::No, "", {}, kPairFields},
    {"approver", Kind::Text, Required::No, ""},
    {"object-streams", Kind::Bool, Required::Yes, ""},
    {"files", Kind::RecordList, Required::Yes, "", {}, kFileFields},
    {"supplies", Kind::RecordList, Required::Yes, "", {}, kFileFields},
    {"fonts", Kind::RecordList, Required::Yes, "", {}, kFileFields},
};

/// Writes members of the one object, each on its line.
class Writer {
public:
    std::string take() { return out_ + "\n}\n"; }

    void text(std::string_view key, std::string_view value) {
        begin(key);
        append_json_string(out_, value);
    }
    void word(std::string_view key, std::string_view value) {
        begin(key);
        out_ += value;
    }
    void pairs(std::string_view key, std::vector<std::pair<std::string, std::string>> const& all) {
        list(key, all, [&](auto const& pair) {
            out_ += "{\"name\": ";
            append_json_string(out_, pair.first);
            out_ += ", \"value\": ";
            append_json_string(out_, pair.second);
            out_ += '}';
        });
    }
    void files(std::string_view key, std::vector<ManifestFile> const& all) {
        list(key, all, [&](ManifestFile const& file) {
            out_ += "{\"name\": ";
            append_json_string(out_, file.name);
            out_ += fmt::format(", \"size\": {}, \"sha256\": \"{}\"{}", file.size, file.sha256, file.is_excerpt ? ", \"excerpt\": true" : "");
            for (std::string const& source : file.sources) {
                out_ += &source == &file.sources.front() ? ", \"sources\": [" : ", ";
                append_json_string(out_, source);
            }
            out_ += file.sources.empty() ? "}" : "]}";
        });
    }

private:
    void begin(std::string_view key) {
        out_ += out_.empty() ? "{\n  " : ",\n  ";
        append_json_string(out_, key);
        out_ += ": ";
    }
    template <class List, class Write>
    void list(std::string_view key, List const& all, Write const& write) {
        begin(key);
        out_ += '[';
        bool first = true;
        for (auto const& item : all) {
            out_ += first ? "\n    " : ",\n    ";
            first = false;
            write(item);
        }
        out_ += all.empty() ? "]" : "\n  ]";
    }
    std::string out_;
};

std::vector<std::pair<std::string, std::string>> read_pairs(data::Record const& record, std::string_view name, Diagnostics& diagnostics) {
    std::vector<std::pair<std::string, std::string>> out;
    if (data::Value const* const list = record.get(name)) {
        for (data::Value const& item : list->list) {
            data::Record const pair(item, kPairFields, "an entry", diagnostics);
            out.emplace_back(pair.string("name"), pair.string("value"));
        }
    }
    return out;
}

std::vector<ManifestFile> read_files(data::Record const& record, std::string_view name, Diagnostics& diagnostics) {
    std::vector<ManifestFile> out;
    if (data::Value const* const list = record.get(name)) {
        for (data::Value const& item : list->list) {
            data::Record const file(item, kFileFields, "a file", diagnostics);
            out.push_back(
                {file.string("name"), static_cast<std::uint64_t>(file.integer("size").value_or(0)), file.string("sha256"), file.boolean("excerpt", false)});
            if (data::Value const* const sources = file.get("sources"))
                for (data::Value const& source : sources->list) out.back().sources.push_back(source.scalar.text);
        }
    }
    return out;
}

}  // namespace

std::string to_json(Manifest const& m) {
    Writer out;
    out.word("offprint-manifest", "1");
    out.text("program", m.program);
    out.pairs("libraries", m.libraries);
    out.text("article", m.article);
    out.text("layout", m.layout);
    out.text("paper", m.paper);
    out.text("date", m.date);
    out.text("profile", m.profile);
    out.pairs("settings", m.settings);
    if (!m.parameters.empty()) out.pairs("parameters", m.parameters);
    if (!m.as_of.empty()) out.text("as-of", m.as_of);
    if (!m.run_id.empty()) out.text("run-id", m.run_id);
    if (!m.allowances.empty()) {
        out.pairs("allowances", m.allowances);
        out.text("approver", m.approver);
    }
    out.word("object-streams", m.object_streams ? "true" : "false");
    out.files("files", m.files);
    out.files("supplies", m.supplies);
    out.files("fonts", m.fonts);
    return out.take();
}

std::optional<Manifest> read_manifest(Sources const& sources, SourceId source, Diagnostics& diagnostics) {
    std::size_t const before = diagnostics.error_count();
    auto const value = data::parse_yaml(sources, source, diagnostics);  // every JSON text of ours is YAML too
    if (!value) return std::nullopt;
    data::Record const r(*value, kFields, "a manifest", diagnostics);
    if (r.valid() && r.integer("offprint-manifest") != 1) {
        diagnostics.error("E805", r.span_of("offprint-manifest"), "a manifest of another format", "a newer offprint wrote it");
        return std::nullopt;
    }
    Manifest m;
    m.program = r.string("program");
    m.libraries = read_pairs(r, "libraries", diagnostics);
    m.article = r.string("article");
    m.layout = r.string("layout");
    m.paper = r.string("paper");
    m.date = r.string("date");
    m.profile = r.string("profile");
    m.settings = read_pairs(r, "settings", diagnostics);
    m.parameters = read_pairs(r, "parameters", diagnostics);
    m.as_of = r.string("as-of");
    m.run_id = r.string("run-id");
    m.allowances = read_pairs(r, "allowances", diagnostics);
    m.approver = r.string("approver");
    m.object_streams = r.boolean("object-streams", true);
    m.files = read_files(r, "files", diagnostics);
    m.supplies = read_files(r, "supplies", diagnostics);
    m.fonts = read_files(r, "fonts", diagnostics);
    if (diagnostics.error_count() != before) return std::nullopt;
    return m;
}

}  // namespace offprint::ops
