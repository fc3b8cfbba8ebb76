// Texts of the article's own machinery that may hold expressions: a default, a value to look for, a path. (Texts that are printed are bind/bind.cpp's.)
#pragma once
#include "bind/evaluator.h"

namespace offprint::bind {

/// The names that sources of data and parameters see: `params` and `run`.
class RunScope final : public Scope {
public:
    RunScope(data::DatumMap run, data::DatumMap params);
    void set_params(data::DatumMap params);
    std::optional<data::Datum> find(std::string_view name) const override;
    std::vector<std::string> names() const override { return {"params", "run"}; }

private:
    data::Datum run_, params_;
};

/// What sources of data and parameters are evaluated with.
struct Evaluation {
    Evaluator* evaluator = nullptr;  // null: there are no expressions here
    Scope const& scope;
};

/// The value of a text: of its expression where it is one in double braces and nothing else, else the text with the values of all that stand in it.
/// Nothing, reported at the expression, where one has none.
std::optional<data::Datum> value_of(SourcedText const& text, Evaluation const& with, Diagnostics& diagnostics);
/// The same as a text, which stands for the place of the whole. A text without expressions comes back as it is.
std::optional<SourcedText> text_of(SourcedText const& text, Evaluation const& with, Diagnostics& diagnostics);

}  // namespace offprint::bind
