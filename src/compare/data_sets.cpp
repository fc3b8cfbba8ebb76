#include "compare/data_sets.h"

#include <algorithm>
#include <filesystem>

#include "data/json_table.h"
#include "data/json_tree.h"
#include "data/table.h"

namespace offprint::compare {
namespace {

using data::Value;
using data::ValueKind;

class SetGatherer {
public:
    SetGatherer(std::vector<reader::AttachedFile> const& files, std::string const& article, AnswerFiles const& answers)
        : files_(files), article_(article), answers_(answers) {}

    std::vector<DataSet> run() {
        auto const* const file = find_file(article_);
        if (file == nullptr) return {};
        std::optional<Value> const root = data::parse_yaml(sources_, sources_.add(article_, file->bytes), ignored_);
        if (!root || root->kind != ValueKind::Map) return {};
        if (Value const* const sources = root->find("data"); sources != nullptr && sources->kind == ValueKind::Map)
            for (data::MapEntry const& entry : sources->map) source(entry.key.text, entry.value);
        if (Value const* const body = root->find("body")) walk(*body);
        std::erase_if(sets_, [](DataSet const& set) { return set.table.rows.empty(); });
        return std::move(sets_);
    }

private:
    reader::AttachedFile const* find_file(std::string const& name) const {
        auto const it = std::find_if(files_.begin(), files_.end(), [&](reader::AttachedFile const& file) { return file.name == name; });
        return it == files_.end() ? nullptr : &*it;
    }

    void source(std::string const& name, Value const& value) {
        auto const in = [&](std::string_view key) { return value.kind == ValueKind::Map ? value.find(key) : nullptr; };
        Value const* const path = value.kind == ValueKind::Map ? in("csv") : &value;
        DataSet set;
        set.name = name;
        if (Value const* const rows = in("rows"))
            set.table = table_of(*rows);
        else if (Value const* const json = in("json"))
            set.table = table_of_json(json->scalar.text, in("at"), name);
        else if (auto const answer = answers_.find(name); answer != answers_.end())
            set.table = table_of_csv(find_file(answer->second), name);
        else if (path != nullptr && path->kind == ValueKind::Scalar)
            set.table = table_of_csv(find_data(path->scalar.text), name);
        sets_.push_back(std::move(set));
    }

    /// A file that the article names, from its own folder or from the workspace's.
    reader::AttachedFile const* find_data(std::string const& path) const {
        namespace fs = std::filesystem;
        reader::AttachedFile const* const file = find_file((fs::path(article_).parent_path() / path).lexically_normal().generic_string());
        return file != nullptr ? file : find_file(path);
    }

    Table table_of_csv(reader::AttachedFile const* file, std::string const& name) {
        if (file == nullptr || file->bytes.size() > kLargestData) return {};
        return table_of_cells(data::parse_csv(sources_, sources_.add(file->name, file->bytes), name, ignored_));
    }

    Table table_of_json(std::string const& path, Value const* pointer, std::string const& name) {
        reader::AttachedFile const* const file = find_data(path);
        if (file == nullptr || file->bytes.size() > kLargestData) return {};
        std::optional<Value> const tree = data::parse_json(sources_, sources_.add(file->name, file->bytes), ignored_);
        Value const* const rows = tree ? data::find_pointer(*tree, pointer != nullptr ? pointer->scalar : SourcedText{}, ignored_) : nullptr;
        return rows != nullptr ? table_of_cells(data::table_from_json(*rows, name, ignored_)) : Table{};
    }

    static Table table_of_cells(std::optional<data::Table> const& read) {
        Table table;
        if (!read || read->columns.empty() || read->rows() * read->columns.size() > kMostDataCells) return table;
        for (data::Column const& column : read->columns) table.columns.push_back(column.name.text);
        std::string room;
        for (std::size_t r = 0; r < read->rows(); ++r) {
            Row& row = table.rows.emplace_back();
            for (data::Column const& column : read->columns) row.cells.push_back({std::string(column.cells.text(r, room)), {}});
            row.label = row.cells.front().text;
        }
        return table;
    }

    /// A list of maps, whose keys need not be the same.
    static Table table_of(Value const& rows) {
        Table table;
        if (rows.kind != ValueKind::List) return table;
        for (Value const& row : rows.list) {
            for (data::MapEntry const& entry : row.map) {
                if (std::find(table.columns.begin(), table.columns.end(), entry.key.text) == table.columns.end()) table.columns.push_back(entry.key.text);
            }
        }
        for (Value const& value : rows.list) {
            if (value.kind != ValueKind::Map) continue;
            Row& row = table.rows.emplace_back();
            for (std::string const& column : table.columns) {
                Value const* const cell = value.find(column);
                row.cells.push_back({cell != nullptr ? cell->scalar.text : std::string(), {}});
            }
            row.label = row.cells.front().text;
        }
        return table;
    }

    /// Lists side by side: `x: [2026, 2027]`, `y: [1.2, 2.4]`.
    static Table table_of_lists(Value const& chart) {
        Table table;
        for (data::MapEntry const& entry : chart.map) {
            bool const plain = entry.value.kind == ValueKind::List && std::all_of(entry.value.list.begin(), entry.value.list.end(), [](Value const& value) {
                                   return value.kind == ValueKind::Scalar || value.kind == ValueKind::Null;
                               });
            if (!plain || (entry.key.text != "x" && entry.key.text != "y")) continue;
            if (entry.key.text == "y" && table.columns.empty()) continue;
            table.columns.push_back(entry.key.text);
            table.rows.resize(std::max(table.rows.size(), entry.value.list.size()));
            for (std::size_t i = 0; i < table.rows.size(); ++i)
                table.rows[i].cells.push_back({i < entry.value.list.size() ? entry.value.list[i].scalar.text : std::string(), {}});
        }
        for (Row& row : table.rows) {
            row.cells.resize(table.columns.size());
            row.label = row.cells.front().text;
        }
        return table;
    }

    /// Finds charts and tables wherever they stand in the body.
    void walk(Value const& value) {
        for (Value const& item : value.list) walk(item);
        for (data::MapEntry const& entry : value.map) {
            if (entry.key.text == "chart" || entry.key.text == "table") block(entry.value, entry.key.text == "chart");
            walk(entry.value);
        }
    }

    void block(Value const& value, bool is_chart) {
        if (value.kind != ValueKind::Map) return;
        Value const* const title = value.find("title");
        Value const* const data = value.find("data");
        std::string const name = title != nullptr ? title->scalar.text : std::string();
        if (data != nullptr && data->kind == ValueKind::Scalar) {
            for (DataSet& set : sets_)
                if (set.name == data->scalar.text) (is_chart ? set.charts : set.tables).push_back(name);
            return;
        }
        if (!is_chart || name.empty()) return;  // what a table holds is printed
        DataSet set;
        set.name = name;
        set.charts = {name};
        Value const* const rows = data != nullptr ? data : value.find("rows");
        set.table = rows != nullptr ? table_of(*rows) : table_of_lists(value);
        sets_.push_back(std::move(set));
    }

    std::vector<reader::AttachedFile> const& files_;
    std::string article_;
    AnswerFiles const& answers_;
    Sources sources_;
    Diagnostics ignored_;
    std::vector<DataSet> sets_;
};

}  // namespace

std::vector<DataSet> data_sets(std::vector<reader::AttachedFile> const& files, std::string const& article, AnswerFiles const& answers) {
    return SetGatherer(files, article, answers).run();
}

}  // namespace offprint::compare
