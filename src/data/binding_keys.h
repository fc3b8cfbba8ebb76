// The keys of an article's `params` and `data`, and of a schema file: one table for reader, schema and reference.
#pragma once
#include "data/record.h"

namespace offprint::data::binding_keys {

inline constexpr std::string_view kDecimalSigns[] = {".", ","};

inline constexpr Field kParameter[] = {
    {"type", Kind::Text, Required::No,
     "string, int, decimal, money(USD, M), percent, bps, multiple, date, timestamp, period, bool, enum[a, b]; string when missing."},
    {"required", Kind::Bool, Required::No, "Whether it must be given. One without a `default` and not required may be null."},
    {"default", Kind::Text, Required::No, "Its value where none is given; may be an expression: \"{{ run.as_of }}\"."},
    {"values", Kind::TextList, Required::No, "The values it may take."},
    {"min", Kind::Text, Required::No, "The least value, written as its type is."},
    {"max", Kind::Text, Required::No, "The largest value."},
    {"pattern", Kind::Text, Required::No, "What the whole text must look like: `[A-Z]{2}\\d{4}`."},
};

inline constexpr Field kSource[] = {
    {"csv", Kind::Path, Required::No, "A CSV file below the root."},
    {"json", Kind::Path, Required::No, "A JSON file below the root; a list of objects, there or `at` a place in it."},
    {"sqlite", Kind::Path, Required::No, "A SQLite database below the root, read with `query`."},
    {"postgres", Kind::Text, Required::No, "A PostgreSQL database, read with `query`: `env:NAME` or `file:PATH` says where its connection string stands."},
    {"rows", Kind::Any, Required::No, "Rows in place: a list of maps with the same keys.", {}, {}, Shape::Rows},
    {"sql", Kind::Text, Required::No, "A query over the other sources of the article, by their names."},
    {"from", Kind::Text, Required::No, "Another source of the article."},
    {"at", Kind::Text, Required::No, "Of `json`: where its rows stand (RFC 6901): /clients/0/holdings."},
    {"query", Kind::Text, Required::No, "One SELECT. Values go in as `:name`, never as text."},
    {"query_file", Kind::Path, Required::No, "A file that holds the query."},
    {"timeout", Kind::Integer, Required::No, "Of `postgres`: how many seconds the query may take, 1 to 3600; 60 when missing."},
    {"bind", Kind::Any, Required::No, "Values for `:name` in the query, by name; parameters of the article need none.", {}, {}, Shape::TextsByName},
    {"sep", Kind::Text, Required::No, "Of `csv`: what parts its columns: \";\". A comma when missing."},
    {"decimal", Kind::Choice, Required::No, "What parts fractions in its numbers: a point when missing.", kDecimalSigns},
    {"null", Kind::Any, Required::No, "Words that stand for no value, beside the empty cell: [n/a, \"-\"].", {}, {}, Shape::TextOrTexts},
    {"types", Kind::Any, Required::No, "Types by column; each cell is held against them.", {}, {}, Shape::TextsByName},
    {"schema", Kind::Path, Required::No, "A schema file with types and rules for the columns."},
    {"only", Kind::Any, Required::No, "Keeps the rows whose column has the value: {client: \"{{ params.client }}\"}.", {}, {}, Shape::TextsByName},
    {"where", Kind::Text, Required::No, "Keeps the rows for which the expression is true; columns go by their names."},
    {"group", Kind::Any, Required::No, "Columns by which rows are put together, one row a group.", {}, {}, Shape::TextOrTexts},
    {"sum", Kind::Any, Required::No, "Columns that are added up.", {}, {}, Shape::TextOrTexts},
    {"avg", Kind::Any, Required::No, "Columns of which the mean is taken.", {}, {}, Shape::TextOrTexts},
    {"min", Kind::Any, Required::No, "Columns of which the least value is taken.", {}, {}, Shape::TextOrTexts},
    {"max", Kind::Any, Required::No, "Columns of which the largest value is taken.", {}, {}, Shape::TextOrTexts},
    {"count", Kind::Text, Required::No, "A name for a column that counts the rows."},
    {"sort", Kind::Any, Required::No, "Columns to sort by, the first first; a minus turns the order: `-weight, name`.", {}, {}, Shape::TextOrTexts},
    {"limit", Kind::Text, Required::No, "How many rows are kept, after sorting."},
};

inline constexpr Field kColumnRule[] = {
    {"type", Kind::Text, Required::No, "Its type, as in `types`."},
    {"required", Kind::Bool, Required::No, "No cell may be empty."},
    {"unique", Kind::Bool, Required::No, "No value may stand twice."},
    {"values", Kind::TextList, Required::No, "The values it may take."},
    {"min", Kind::Text, Required::No, "The least value."},
    {"max", Kind::Text, Required::No, "The largest value."},
    {"pattern", Kind::Text, Required::No, "What each text must look like as a whole."},
    {"references", Kind::Text, Required::No, "SOURCE.COLUMN: each value must stand there."},
};
inline constexpr Field kRowCount[] = {
    {"min", Kind::Integer, Required::No, "At least so many."},
    {"max", Kind::Integer, Required::No, "At most so many."},
};
inline constexpr Field kSchema[] = {
    {"columns", Kind::Any, Required::Yes, "Rules by column.", {}, kColumnRule, Shape::TextOrMapByName},
    {"rows", Kind::Record, Required::No, "How many rows there must be.", {}, kRowCount},
    {"freshness", Kind::Text, Required::No, "How old the newest date may be: max(date) >= as_of - 3d."},
    {"closed", Kind::Bool, Required::No, "No other columns may stand in the source."},
};

inline constexpr Field kFact[] = {
    {"value", Kind::Text, Required::Yes, "A number with its unit (308.4M, 17%, 196x), a text, or an expression in braces."},
    {"unit", Kind::Text, Required::No, "What it counts: USD."},
    {"source", Kind::Text, Required::No, "Where it was found."},
    {"approx", Kind::Bool, Required::No, "Whether it is about so much."},
};
inline constexpr Field kAssert[] = {
    {"that", Kind::Text, Required::Yes, "An expression: growth(facts.rev_q1, facts.guide)."},
    {"equals", Kind::Text, Required::No, "What it should be, an expression too: 17%. When missing, `that` is a condition."},
    {"tol", Kind::Text, Required::No, "How far off it may be: 5% of what it should be, or 0.5pp, 0.01."},
    {"else", Kind::Text, Required::No, "What to say where it does not hold."},
};

}  // namespace offprint::data::binding_keys
