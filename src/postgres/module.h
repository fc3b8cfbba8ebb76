// The module `postgres`: SELECT over a PostgreSQL database.
#pragma once
#include <memory>

#include "base/database.h"
#include "base/module.h"

namespace offprint::postgres {

struct Module : ModuleTable {
    static constexpr std::string_view kModule = "postgres";
    /// `connection`: a string or address as libpq has it. One transaction, REPEATABLE READ and READ ONLY, is opened for as long as the object lives.
    /// Null, with the reason (without the string), when there is no connection.
    std::unique_ptr<Database> (*open)(std::string const& connection, QueryFault& fault);
};

}  // namespace offprint::postgres
