// What a worker does with a row, and how it tells of it.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "batch/ledger.h"
#include "batch/output.h"
#include "batch/rows.h"
#include "ops/press.h"

namespace offprint::batch {

/// A fault of a row, with its place as a person reads it.
struct RowFault {
    std::string code, message, file;
    std::uint32_t line = 0, column = 0;
    bool is_of_machine = false;  // a source that is away, a torn installation: nothing of a row's values is in it
};

/// Microseconds by stage.
using Stages = std::map<std::string, std::int64_t, std::less<>>;

struct Answer {
    enum class State { Made, Skipped, Failed, Unwritable, Unavailable } state = State::Failed;
    std::string key, path, sha256, staged;
    std::string remade;  // the SHA-256 of a PDF that was there and was made once more to see whether its bytes still come
    std::uint64_t size = 0, pages = 0;
    std::int64_t milliseconds = 0;
    std::vector<RowFault> faults;  // the first is the one to tell
    Stages stages;                 // where the time went, if that is asked for
};

std::string to_text(Answer const& answer);
std::optional<Answer> read_answer(std::string_view text);

/// The faults of a row, with their places as a person reads them; the row is one to be tried again later (Unavailable) if nothing else is wrong than that a
/// source is away.
void take_faults(Answer& answer, std::size_t row, Rows const& rows, Sources const& sources, Diagnostics& diagnostics);

/// How rows are made.
struct RowRules {
    Durability durability = Durability::Group;
    bool verify = false;     // hold the hash of PDFs that are there, not only their size
    double remade = 0;       // the share of PDFs that are there which is made again, 0 to 1
    bool self_check = true;  // read every PDF back and hold it against what it claims
    bool timings = false;    // tell where the time went
};

class RowWork {
public:
    RowWork(ops::Press& press, Rows const& rows, History const& history, archive::Io& io, OutPlaces places, RowRules rules)
        : press_(press), rows_(rows), history_(history), io_(io), places_(std::move(places)), rules_(rules) {}
    /// Makes the PDF of a row into staging, unless it is there.
    Answer make(std::size_t row) const;

private:
    Answer try_make(std::size_t row) const;
    bool is_there(Entry const& entry) const;
    bool is_sample(std::string const& key) const;
    std::optional<std::string> print(std::vector<bind::Given> const& given, Answer& answer, Diagnostics& diagnostics) const;

    ops::Press& press_;
    Rows const& rows_;
    History const& history_;
    archive::Io& io_;
    OutPlaces places_;
    RowRules rules_;
};

}  // namespace offprint::batch
