// What a reader of sources keeps from one row of a batch to the next.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "bind/bind.h"
#include "bind/row_index.h"

namespace offprint::bind {

/// A table as it was read and checked, with its indexes.
struct KeptTable {
    SourceId last = 0;               // of the sources that it was made of
    std::optional<Answer> answer{};  // that it is
    std::shared_ptr<data::Table const> table;
    RowIndex index;
};
/// By all that decides what they hold.
using KeptTables = std::map<std::string, KeptTable, std::less<>>;

}  // namespace offprint::bind
