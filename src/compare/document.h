// A document as it is compared: its blocks in reading order, each with its words and its place on the pages, read out of a tagged PDF.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compare/words.h"
#include "reader/page_text.h"

namespace offprint::compare {

/// Texts of all blocks together; a larger document is refused.
inline constexpr std::size_t kLargestText = 256u << 20;

/// An area of a page, which counts from 0.
struct Region {
    std::size_t page = 0;
    reader::Box box;
};

enum class BlockKind : std::uint8_t { Heading, Paragraph, Item, Note, Caption, Table, Figure };

struct Cell {
    std::string text;
    std::optional<Region> region;
};

struct Row {
    std::string label;
    std::string group;        // label of the rows that it stands among
    std::vector<Cell> cells;  // by column; the label's own cell is the first
};

/// Cells by rows and columns, those that cover several repeated. Columns are named by the labels over them, the outermost first.
struct Table {
    std::vector<std::string> columns;
    std::vector<Row> rows;
};

struct Block {
    BlockKind kind = BlockKind::Paragraph;
    int level = 0;                       // of a heading
    std::vector<Word> words;             // of a figure its alternative text, of a table its caption
    std::string title;                   // of a table or figure
    Table table;                         // of a table
    std::vector<std::string> captions;   // texts above a figure or table, one of which is its title
    std::vector<Region> regions;         // a page each
    std::optional<std::size_t> section;  // index of the heading that it stands under
    std::size_t page() const { return regions.empty() ? 0 : regions.front().page; }
};

struct Fact {
    std::string name, value;
};

struct Document {
    std::string name;             // as it was given
    std::string title, language;  // of the metadata
    std::string date;             // "2026-10-28", of the metadata; "" if it has none
    std::vector<Fact> facts;      // metadata that count as content: title, authors, date, ...
    std::vector<Fact> form;       // what does not: pages, paper, what the file claims to be
    std::vector<reader::PageSize> pages;
    std::vector<Block> blocks;

    /// The heading that a block stands under; a heading stands under itself.
    std::string section_of(Block const& block) const;
    /// The decimal sign of its language.
    char decimal_sign() const;
};

/// Why a file cannot be compared.
enum class Refusal { Damaged, Encrypted, Untagged };

/// Reads the blocks of a file. On failure gives nothing, and why.
std::optional<Document> read_document(reader::File const& file, std::string name, Refusal& refusal, std::string& error);

}  // namespace offprint::compare
