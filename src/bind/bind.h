// From the tree that an author wrote to the tree that is printed: parameters take their values, sources of data become tables, expressions become
// text, loops become blocks. What stands above knows of none of this: it reads an article as if it had been written out.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "bind/words.h"
#include "data/table.h"
#include "data/value.h"

namespace offprint::bind {

class Connections;

/// A parameter as it was given: on the command line, in a file of parameters, or in a row of a batch.
struct Given {
    std::string name;
    SourcedText text;
    bool is_column = false;  // of a row of a batch: an article need not declare it
};

/// What an article is bound for.
struct Asked {
    std::vector<Given> parameters;
    std::string as_of;   // the only "now" of a run, ISO 8601; empty: the article's date
    std::string run_id;  // of a batch; empty: none
    bool lenient = false;
    bool data_only = false;  // read parameters and sources, and write nothing out
    bool again = false;      // from the inputs of an archive copy, which may be excerpts: what is ruled for a source as a whole was held when it was made
};

/// How files of the workspace are found and read.
class Files {
public:
    virtual ~Files() = default;
    /// The path of the file that a path in an article means; reported when it cannot be had.
    virtual std::optional<std::string> find(SourcedText const& path, Diagnostics& diagnostics) = 0;
    /// Its text, as a source; 0, reported, when it cannot be read or is larger than `limit` bytes.
    virtual SourceId load(SourcedText const& path, std::size_t limit, Diagnostics& diagnostics) = 0;
    /// How a file is called, for one that is not read from its place.
    virtual std::string name(SourcedText const& path) { return path.text; }
    /// What stands behind `env:NAME`, or in the file of `file:PATH`, which none but its owner may read: a connection string. Nothing, reported, when it
    /// cannot be had.
    virtual std::optional<std::string> secret(SourcedText const& place, Diagnostics& diagnostics) = 0;
    /// The language that expressions print in, with the names of its months.
    virtual Words words(std::string const& language) {
        Words out;
        out.language = language;
        return out;
    }
};

using Tables = std::map<std::string, data::Table, std::less<>>;

/// A text that no file holds: what a database answered, or a query over other sources. It is a source, so that its cells have places.
struct Answer {
    SourceId source = 0;
    std::string key;     // by which a snapshot knows it; empty: it is made from other sources
    std::string name{};  // the article's source that asked
};

/// Of which lines of a CSV (a file, or an answer of a database) nothing came into a document: all but these, as the source's `only` kept its rows.
struct Excerpt {
    SourceId source = 0;
    std::vector<data::FileRange> lines;  // the header, then those that were kept, in the order of the file
};

/// An article without anything that is still to be computed, and the data that its blocks name.
struct Bound {
    data::Value tree;
    Tables tables;
    std::vector<Answer> answers;                                  // that this copy uses
    std::vector<Excerpt> excerpts;                                // sources that it uses a part of
    std::vector<Span> uncut;                                      // keys that choose by a value what is this copy's, of sources that cannot be cut to it
    std::vector<std::pair<std::string, std::string>> parameters;  // those that the article declares, as they were given
    data::DatumMap facts;                                         // with their values
};

/// Binds an article, once or for row after row. What does not depend on the row (files, parsed tables, indexes, compiled expressions, connections)
/// is made once and kept.
class Binder {
public:
    Binder(Files& files, Sources& sources);
    ~Binder();
    Binder(Binder const&) = delete;
    Binder& operator=(Binder const&) = delete;

    /// Nothing, reported, only where there is no tree to go on with.
    std::optional<Bound> bind(data::Value tree, Asked const& asked, Diagnostics& diagnostics);
    /// Connections that others use too, in the place of its own.
    void use_connections(std::shared_ptr<Connections> connections);
    /// Processes that are forked from now on see one state of the servers that the article names. A fault is told; one of a server that is away may be mended
    /// by another call.
    void share_databases(data::Value const& tree, Diagnostics& diagnostics);
    /// Reads the files of data that all copies have in common: processes that are forked from now on have them once. A fault is told when a copy is bound.
    void read_ahead(data::Value const& tree, Asked const& asked);
    /// From now on databases are not asked: their answers come from this folder, and files of data too if it has sums (bind/snapshot.h).
    void use_snapshot(std::string folder);
    /// From now on what databases answer, and files of data, are written into a folder, from which the same articles with the same parameters can be bound
    /// again without them.
    void write_snapshot(std::string folder);
    /// The last of it: the folder's index and sums. Connections are closed. False, reported, when it cannot be written.
    bool finish_snapshot(Diagnostics& diagnostics);
    /// Drops what was kept of sources from this one on: who owns the sources lets go of them too.
    void forget_from(SourceId first);

private:
    void write_out_rows(data::Value& tree, data::DatumMap const& parameters, class Scope const& run, bool lenient, Diagnostics& diagnostics);
    data::DatumMap write_out(data::Value& tree, Tables const& tables, class NamedScope& names, bool lenient, Diagnostics& diagnostics);
    struct Kept;
    std::unique_ptr<Kept> kept_;
};

/// Loads what expressions of an article are evaluated with, if it has any, before they are asked for. Any thread. A fault is told when they are.
void load_evaluator(std::string_view article);

}  // namespace offprint::bind
