// The rows of a run: each becomes one PDF, has one identity, and knows where it stands.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "bind/bind.h"
#include "data/table.h"

namespace offprint::batch {

/// The columns that failures.h adds to rows; a file that has them is one of those and completes the run before it.
inline constexpr std::string_view kFailedCode = "failed_code", kFailedMessage = "failed_message", kFailedPlace = "failed_place";

struct RowsRequest {
    std::string path;
    std::vector<std::string> id;  // columns that name a row; none: the first
    std::string name;             // of the PDF, with `{column}`, `{as_of}`, `{run_id}`; empty: by key
    std::string priority;         // column; empty: `priority` if there is one
    std::string as_of, run_id;
};

class Rows {
public:
    /// Reads and checks the file; its text stays in `sources`. Nothing, reported: E960 if it cannot be read (the class is DataUnavailable), E961 for a column
    /// that is not there, E962 for two rows with one identity, E963 for two with one name, E964 for a name that no file can have.
    static std::optional<Rows> read(RowsRequest const& request, Sources& sources, Diagnostics& diagnostics);

    std::size_t size() const { return table_.rows(); }
    std::string const& id(std::size_t row) const { return ids_[row]; }
    /// The file name of its PDF; empty: by key.
    std::string const& name(std::size_t row) const { return names_.empty() ? none_ : names_[row]; }
    /// Lower ones first; 0 where there is no such column or no number in it.
    int priority(std::size_t row) const { return priorities_.empty() ? 0 : priorities_[row]; }
    /// The cells as parameters, each with its place.
    std::vector<bind::Given> given(std::size_t row) const;
    /// The whole row, for what cannot be said of one cell.
    Span span(std::size_t row) const;
    /// The file's columns, without those that were added to a file of failures.
    std::vector<data::Column const*> columns() const;
    bool completes() const { return completes_; }
    SourceId source() const { return table_.source; }

private:
    bool find_columns(RowsRequest const& request, Diagnostics& diagnostics);
    void name_rows(RowsRequest const& request, Diagnostics& diagnostics);
    void hold_apart(std::vector<std::string> const& values, char const* code, char const* what, char const* hint, Diagnostics& diagnostics) const;
    std::string filled(RowsRequest const& request, std::size_t row, Diagnostics& diagnostics) const;

    data::Table table_;
    std::vector<data::Column const*> id_columns_;
    std::vector<std::string> ids_, names_;
    std::vector<int> priorities_;
    bool completes_ = false;
    std::string none_;
};

}  // namespace offprint::batch
