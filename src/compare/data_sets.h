// The data behind a document, out of the article and the files of data that are attached to it.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "compare/document.h"
#include "reader/attachments.h"

namespace offprint::compare {

/// Rows that a chart or a table draws or prints.
struct DataSet {
    std::string name;                 // of the source; of rows that stand in a chart the chart's title
    std::vector<std::string> charts;  // titles of those that draw it
    std::vector<std::string> tables;  // titles of those that print it
    Table table;
};

/// A larger file of data is not read, as it is not when a document is made.
inline constexpr std::size_t kLargestData = 64u << 20;
/// A source with more cells is not compared.
inline constexpr std::size_t kMostDataCells = 2'000'000;

/// What databases answered: names of attached CSV files by the source that asked.
using AnswerFiles = std::map<std::string, std::string>;

/// The data of an article among attached files. What cannot be read is left out: it was checked when the document was made.
std::vector<DataSet> data_sets(std::vector<reader::AttachedFile> const& files, std::string const& article, AnswerFiles const& answers);

}  // namespace offprint::compare
