#include "ops/copy_key.h"

#include <algorithm>

#include "base/file.h"
#include "fmt/format.h"
#include "ops/provenance.h"

namespace offprint::ops {
namespace {

constexpr std::size_t kPictureLimit = 64u << 20;

/// Takes in values so that no two lists of them are alike: numbers end by themselves, texts have their length before them.
class Hash {
public:
    void add(std::string_view text) {
        add_number(text.size());
        if (text.size() > kRoom) {
            flush();
            sha_.add(text);
        } else {
            buffer_ += text;
            if (buffer_.size() > kRoom) flush();
        }
    }
    void add(std::vector<std::pair<std::string, std::string>> const& pairs) {
        add_number(pairs.size());
        for (auto const& [name, text] : pairs) {
            add(name);
            add(text);
        }
    }
    /// A text, and which of its bytes are values: those are printed as they are, others as their author's markup.
    void add(SourcedText const& text) {
        add(std::string_view(text.text));
        add_number(static_cast<std::size_t>(std::count_if(text.pieces.begin(), text.pieces.end(), [](auto const& piece) { return piece.literal; })));
        for (SourcedText::Piece const& piece : text.pieces) {
            if (!piece.literal) continue;
            add_number(piece.text_begin);
            add_number(piece.length);
        }
    }
    void add(data::Value const& value) {
        add_number(static_cast<std::size_t>(value.kind) * 2 + (value.quoted ? 1 : 0));
        add_number(value.list.size());
        add_number(value.map.size());
        if (value.kind == data::ValueKind::Scalar) add(value.scalar);
        for (data::Value const& item : value.list) add(item);
        for (data::MapEntry const& entry : value.map) {
            add(entry.key);
            add(entry.value);
        }
    }
    void add(data::Table const& table) {
        add_number(table.columns.size());
        add_number(table.rows());
        std::string room;
        for (data::Column const& column : table.columns) {
            add(column.name);
            add_number(column.cells.of_file() ? 1 : 0);
            for (std::size_t row = 0; row < table.rows(); ++row) add(column.cells.text(row, room));
        }
    }
    Sha256Digest finish() {
        flush();
        return sha_.finish();
    }

private:
    static constexpr std::size_t kRoom = 16u << 10;

    /// Seven bits a byte, the last one below 128.
    void add_number(std::uint64_t number) {
        for (; number >= 128; number >>= 7) buffer_ += static_cast<char>(number | 128);
        buffer_ += static_cast<char>(number);
    }
    void flush() {
        sha_.add(buffer_);
        buffer_.clear();
    }

    Sha256 sha_;
    std::string buffer_;
};

bool is_picture(std::string_view name) {
    return std::any_of(std::begin(kPictureEnds), std::end(kPictureEnds), [&](std::string_view end) { return name.ends_with(end); });
}

/// Calls `found` with each text that may name a picture.
template <typename Found>
void visit_pictures(data::Value const& value, Found const& found) {
    if (value.kind == data::ValueKind::Scalar && is_picture(value.scalar.text)) found(value.scalar);
    for (data::Value const& item : value.list) visit_pictures(item, found);
    for (data::MapEntry const& entry : value.map) visit_pictures(entry.value, found);
}

}  // namespace

CopyKeys::CopyKeys(RenderRequest const& request, Stock& stock, SourceId first_source, SourceId last_source) {
    Hash hash;
    hash.add(program_version());
    hash.add(library_versions());
    hash.add(request.settings);
    hash.add(request.allowances);
    for (std::string const& word : {request.layout, request.paper, request.profile, request.approver, request.date, request.as_of, request.run_id})
        hash.add(word);
    hash.add(fmt::format("{} {}", request.object_streams, request.lenient));
    Sources const& sources = stock.sources();
    for (SourceId id = first_source; id <= last_source; ++id) hash.add(sources.text(id));
    for (std::string const& sum : stock.font_sums()) hash.add(sum);
    shared_ = hash.finish();
}

std::string const& CopyKeys::file_hash(std::string const& path) {
    auto const [at, is_new] = files_.try_emplace(path);
    std::string error;
    if (is_new)
        if (auto const bytes = read_file(path, kPictureLimit, error)) at->second = to_hex(sha256(*bytes));
    return at->second;
}

std::string CopyKeys::of(Inputs const& in, RenderRequest const& request) {
    Hash hash;
    hash.add(to_hex(shared_));
    for (bind::Given const& one : request.parameters) {
        hash.add(one.name);
        hash.add(std::string_view(one.text.text));
    }
    hash.add(in.tree);
    for (auto const& [name, table] : in.tables) {
        hash.add(name);
        hash.add(table);
    }
    hash.add(in.layout_name);
    hash.add(in.paper_name);
    for (auto const& [key, word] : in.messages.words) {
        hash.add(key);
        hash.add(word);
    }
    for (doc::Clause const& clause : in.clauses)
        for (SourcedText const* text : {&clause.title, &clause.short_text, &clause.text, &clause.label}) hash.add(*text);
    Diagnostics told_elsewhere;
    visit_pictures(in.tree, [&](SourcedText const& name) {
        if (auto const path = resolve_path(in.workspace, name, told_elsewhere)) hash.add(file_hash(*path));
    });
    for (std::string const& logo : {in.head_logo, in.foot_logo})
        if (!logo.empty()) hash.add(file_hash(logo));
    return to_hex(hash.finish());
}

}  // namespace offprint::ops
