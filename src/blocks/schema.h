// The article's language as a JSON Schema and as a reference page, both made of the readers' own tables.
#pragma once
#include <string>

namespace offprint::blocks {

/// JSON Schema (draft 2020-12) of an article; what schema/article.schema.json holds.
std::string article_schema();

}  // namespace offprint::blocks
