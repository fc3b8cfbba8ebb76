// The module `postgres`: SELECT over a PostgreSQL database.
#pragma once
#include <memory>

#include "base/database.h"
#include "base/module.h"

namespace offprint::postgres {

/// A connection that is lost is opened again by the next query.
class Session : public Database {
public:
    /// Lets processes that are forked from now on see the state that this one sees, for as long as this object lives. False where the server refuses it: each
    /// then sees a state of its own.
    virtual bool share(QueryFault& fault) = 0;
};

struct Module : ModuleTable {
    static constexpr std::string_view kModule = "postgres";
    /// `connection`: a string or address as libpq has it. One transaction, REPEATABLE READ and READ ONLY, is opened for as long as the object lives.
    /// Null, with the reason (without the string), when there is no connection.
    std::unique_ptr<Session> (*open)(std::string const& connection, QueryFault& fault);
};

}  // namespace offprint::postgres
