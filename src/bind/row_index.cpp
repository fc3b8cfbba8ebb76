#include "bind/row_index.h"

#include "data/arithmetic.h"

namespace offprint::bind {

std::string lookup_key(data::CellType const* type, std::string_view canonical) {
    if (type == nullptr || !type->is_number()) return std::string(canonical);
    auto const number = data::parse_decimal(canonical);
    return number ? data::decimal_text(data::normalized(*number)) : std::string(canonical);
}

data::RowNumbers RowIndex::find(data::Table const& table, std::size_t column, std::string const& key) {
    static auto const none = std::make_shared<std::vector<std::uint32_t> const>();
    auto const [it, added] = columns_.try_emplace(column);
    if (added) {
        std::unordered_map<std::string, std::shared_ptr<std::vector<std::uint32_t>>> rows;
        data::Cells const& cells = table.columns[column].cells;
        std::string room;
        for (std::size_t row = 0; row < cells.size(); ++row) {
            auto& numbers = rows[lookup_key(cells.type(), cells.text(row, room))];
            if (!numbers) numbers = std::make_shared<std::vector<std::uint32_t>>();
            numbers->push_back(static_cast<std::uint32_t>(row));
        }
        for (auto& [value, numbers] : rows) it->second.emplace(value, std::move(numbers));
    }
    auto const found = it->second.find(key);
    return found == it->second.end() ? none : found->second;
}

}  // namespace offprint::bind
