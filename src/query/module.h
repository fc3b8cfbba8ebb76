// The module `query`: SELECT over a SQLite file, or over tables that are put into memory. Nothing is ever written.
#pragma once
#include <memory>

#include "base/database.h"
#include "base/module.h"

namespace offprint::query {

/// Tables in memory, to be asked once they are filled. What is in them is all that a query sees: SQLite's own tables are closed to it.
class MemoryDatabase : public Database {
public:
    /// `again`: in place of the one of this name. Each column with whether it holds numbers: such a one is compared with a text that says a number as
    /// with the number.
    virtual bool make_table(std::string const& name, bool again, std::vector<std::pair<std::string, bool>> const& columns, QueryFault& fault) = 0;
    /// A row of the table that was made last.
    virtual bool add_row(std::vector<QueryValue> const& cells, QueryFault& fault) = 0;
};

struct Module : ModuleTable {
    static constexpr std::string_view kModule = "query";
    /// Null, with the reason, for what is no database that can be read.
    std::unique_ptr<Database> (*open)(std::string const& path, QueryFault& fault);
    std::unique_ptr<MemoryDatabase> (*make)(QueryFault& fault);
};

}  // namespace offprint::query
