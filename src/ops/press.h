// One article printed again and again: what its copies share (layout, fonts, shaped words, subsets, data) is made once, then each copy is made from its
// own parameters. A batch warms a press, then forks.
#pragma once
#include <memory>

#include "ops/pipeline.h"

namespace offprint::ops {

/// Not shared between threads. Faults of a copy are told with places in `sources()`, which are good until the next copy.
class Press {
public:
    /// `request` is what all copies share; its parameters are given to each copy, which may add to them.
    explicit Press(RenderRequest request);
    ~Press();
    Press(Press const&) = delete;
    Press& operator=(Press const&) = delete;

    Sources& sources();
    /// Reads what all copies share. Sources that were added before it returns stay; those added later are let go of after each copy.
    /// False, reported, if no copy can be made.
    bool prepare(Diagnostics& diagnostics);
    /// A line, counted from 1, of the files that `prepare` read: what the author of article or layout wrote, and nobody's data. Empty for another file.
    std::string_view written_at(std::string_view file, std::uint32_t line) const;
    /// Copies that are made from now on, in processes that are forked after this, see one state of the article's PostgreSQL databases. A fault is told; while
    /// a server is away it may be called again.
    void share_databases(Diagnostics& diagnostics);
    /// Reads the files of data that all copies have in common, before processes are forked. A fault is told by the copies.
    void read_ahead();
    /// Begins to write the data of copies into a folder (bind/snapshot.h): of each that `freeze` is called for. A fault of a copy is told; the folder lacks
    /// what it could not have.
    void begin_snapshot(std::string folder);
    void freeze(std::vector<bind::Given> const& parameters, Diagnostics& diagnostics);
    /// The last of it. False, reported, when it cannot be written.
    bool finish_snapshot(Diagnostics& diagnostics);
    /// From now on data comes from such a folder alone.
    void use_snapshot(std::string folder);
    /// What decides the bytes of a copy, as a SHA-256 in hex: program and libraries, article, layout, fonts, pictures, parameters, the data it uses.
    /// Two copies with one key are the same bytes. Nothing, reported, if the copy's parameters or data are wrong.
    std::optional<std::string> key(std::vector<bind::Given> const& parameters, Diagnostics& diagnostics);
    /// Makes a copy. With an error in `diagnostics` there is no PDF.
    RenderResult print(std::vector<bind::Given> const& parameters, ByteSink* sink, Diagnostics& diagnostics);
    /// The last look at a finished copy (ops/self_check.h).
    bool check(std::string_view pdf, Diagnostics& diagnostics);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace offprint::ops
