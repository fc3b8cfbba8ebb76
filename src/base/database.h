// What is asked of a database, as plain data. The modules that know one (query, postgres) are loaded when an article needs them.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace offprint {

/// A value that goes into a query beside its text, never in it: null, a whole number, another number, a text.
using QueryValue = std::variant<std::monostate, std::int64_t, double, std::string>;

struct QueryArgument {
    std::string name;  // without the colon
    QueryValue value;
};

/// Takes what a query gives. Either call may say that it is enough: the query then ends with Kind::Limit.
class QueryRows {
public:
    virtual ~QueryRows() = default;
    virtual bool columns(std::vector<std::string> const& names) = 0;
    virtual bool row(std::vector<std::optional<std::string>> const& cells) = 0;
};

/// Why there is no answer. Unavailable: it may be there later. Limit: of time, memory or rows.
struct QueryFault {
    enum class Kind { Query, Unavailable, Limit } kind = Kind::Query;
    std::string message;
    std::optional<std::size_t> at{};  // byte in the text of the query
    bool is_of_time = false;          // a Limit: it took longer than it may
};

/// A connection that only reads, with one view of the data for as long as it lives. After a fork each process opens one of its own at its next query.
class Database {
public:
    virtual ~Database() = default;
    /// How long each query may take from now on. A database that counts steps instead takes no notice.
    virtual void allow(std::chrono::seconds) {}
    /// Runs one SELECT. Numbers come as decimal text, as exact as the database holds them; texts as UTF-8.
    virtual bool run(std::string const& sql, std::vector<QueryArgument> const& arguments, QueryRows& rows, QueryFault& fault) = 0;
};

}  // namespace offprint
