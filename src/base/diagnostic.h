// Faults, with a place, a message and a hint. A stage reports into a `Diagnostics` and goes on as far as it can.
#pragma once
#include <string>
#include <vector>

#include "base/source.h"

namespace offprint {

enum class Severity { Error, Warning };

/// What kind of fault it is, as the exit code tells it (design.md, section 3).
enum class FaultClass { Input, DataUnavailable, OutputUnwritable, Program };

struct DiagnosticNote {
    Span span;
    std::string message;
};

struct Diagnostic {
    Severity severity = Severity::Error;
    std::string code;  // "E312"; stable, never reused
    Span span;
    std::string message;             // what is wrong; lower case start, the author's words in single quotes
    std::vector<std::string> hints;  // what to do
    std::vector<DiagnosticNote> notes;
    FaultClass fault = FaultClass::Input;
};

/// Collects the faults of a run. Keeps the first 1,000 and counts the rest.
class Diagnostics {
public:
    static constexpr std::size_t kLimit = 1000;
    Diagnostic& add(Diagnostic diagnostic);
    Diagnostic& error(std::string code, Span span, std::string message, std::string hint = {});
    Diagnostic& warning(std::string code, Span span, std::string message, std::string hint = {});
    /// Takes over all that `other` has, in its order.
    void append(Diagnostics const& other);
    bool has_errors() const { return errors_ > 0; }
    std::size_t error_count() const { return errors_; }
    std::size_t warning_count() const { return warnings_; }
    std::size_t suppressed() const { return suppressed_; }
    std::vector<Diagnostic> const& items() const { return items_; }
    /// Orders by source, then offset, then order of report; equal ones are kept once.
    void sort();

private:
    std::vector<Diagnostic> items_;
    std::size_t errors_ = 0, warnings_ = 0, suppressed_ = 0;
    Diagnostic overflow_;
};

/// `file:line:column: error: message [E312]`, the line, a caret, hints and notes; for a person.
std::string render_text(Diagnostics const& diagnostics, Sources const& sources);
/// One JSON object a line (schema in docs/diagnostics.md); for a machine. Adds byte offsets and a UTF-16 range.
std::string render_json(Diagnostics const& diagnostics, Sources const& sources);

}  // namespace offprint
