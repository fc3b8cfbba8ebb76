// The sources of data of an article: what its `data` names, as tables.
#pragma once
#include "bind/bind.h"
#include "bind/template.h"

namespace offprint::bind {

class Databases;

/// What the sources of an article are read for.
struct SourceContext {
    Evaluation with;
    data::DatumMap const& parameters;
    std::optional<data::Date> as_of;
    bool again = false;  // as in Asked
};

/// Reads sources, once or for row after row. Files that were parsed, their indexes, and what databases answered are kept.
class SourceReader {
public:
    SourceReader(Files& files, Sources& sources);
    ~SourceReader();
    SourceReader(SourceReader const&) = delete;
    SourceReader& operator=(SourceReader const&) = delete;

    /// The tables of the article's `data`, with the answers that they are made of and the excerpts that are enough for them. Faults are told at their places;
    /// a source with one has no table.
    void read(data::Value const& data, SourceContext const& context, Bound& bound, Diagnostics& diagnostics);
    /// Reads the files that are the same for all copies, whoever asks for them. A fault is told when a copy is read.
    void read_ahead(data::Value const& data, std::optional<data::Date> as_of);
    Databases& databases();
    void forget_from(SourceId first);

private:
    struct Kept;
    std::unique_ptr<Kept> kept_;
};

}  // namespace offprint::bind
