// Expressions in the texts of an article, and the loops, conditions and inclusions between its blocks: written out.
#pragma once
#include <map>

#include "bind/bind.h"
#include "bind/evaluator.h"

namespace offprint::bind {

/// Names and their values: those of the run, and over them the variables of the loops that are open.
class NamedScope final : public Scope {
public:
    void set(std::string name, data::Datum value);
    void drop_last() { names_.pop_back(); }
    std::optional<data::Datum> find(std::string_view name) const override;
    std::vector<std::string> names() const override;

private:
    std::vector<std::pair<std::string, data::Datum>> names_;  // later ones hide earlier ones
};

/// Files that articles include, each read once (docs/expressions.md).
struct Included {
    SourceId source = 0;
    data::Value blocks;
};
using IncludedFiles = std::map<std::string, Included>;  // by path as it was written

/// What the expansion works with.
struct ExpansionTools {
    Evaluator& evaluator;
    NamedScope& scope;
    Files& files;
    Sources& sources;
    IncludedFiles& included;
    bool lenient = false;  // what is empty prints as [?] instead of being a fault
    Diagnostics& diagnostics;
};

/// Whether anything in a tree is to be expanded.
bool has_expressions(data::Value const& tree);

/// Expands an article's tree, all but what is bound by itself: params, data, facts, asserts. Values go in as bytes that are no markup, at the place of their
/// expression. Faults are told at their places; what has one stays empty.
void expand(data::Value& article, ExpansionTools const& tools);

}  // namespace offprint::bind
