// The module `catalog`: an archive's index, so that a report is found without reading the log. SQLite is behind it. Nothing stands only here: the index can be
// made again from the log and the objects at any time.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/module.h"

namespace offprint::catalog {

/// A report as it is found. Times and days as text, which sorts as they do.
struct Row {
    std::string id, object, title, date, client, instrument, profile, authors, classes, approved_by, added, until, disposed, matters;
    std::uint64_t seq = 0, pages = 0;
    friend bool operator==(Row const&, Row const&) = default;
};

/// What is looked for: all that is given must hold. Client and instrument are compared as they are, but for the case of ASCII letters; `from` and `to` are days
/// of the report, both included; `text`: words that all stand in the title or on the pages.
struct Query {
    std::string client, instrument, from, to, text;
    bool is_empty() const { return client.empty() && instrument.empty() && from.empty() && to.empty() && text.empty(); }
};

/// How far the index has come: so many records, with this root.
struct Position {
    std::uint64_t records = 0;
    std::string root;
    friend bool operator==(Position const&, Position const&) = default;
};

/// A row and the text of its pages; no text: it stays as it is.
struct Change {
    Row row;
    std::optional<std::string> text;
};

class Catalog {
public:
    virtual ~Catalog() = default;
    virtual std::optional<Position> position(std::string& error) = 0;
    /// Takes in changes and the new position, all or nothing.
    virtual bool apply(std::vector<Change> const& changes, Position const& position, std::string& error) = 0;
    /// In the order of their numbers.
    virtual std::optional<std::vector<Row>> find(Query const& query, std::string& error) = 0;
    /// The text that is searched for a report.
    virtual std::optional<std::string> text(std::uint64_t seq, std::string& error) = 0;
    /// SQLite's own check of the file; empty: it is sound.
    virtual std::string check() = 0;
    /// All in one file, and closed. False if a reader kept it from that.
    virtual bool close() = 0;
};

/// Still: nobody writes meanwhile, and nothing is made beside the file.
enum class Mode { Read, Still, Write, Make };

struct Module : ModuleTable {
    static constexpr std::string_view kModule = "catalog";
    /// Null, with the reason, for what is no catalogue.
    std::unique_ptr<Catalog> (*open)(std::string const& path, Mode mode, std::string& error);
};

}  // namespace offprint::catalog
