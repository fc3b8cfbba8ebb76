// Texts of elements of a structure tree, and the tables among them.
#pragma once
#include <map>

#include "compare/document.h"
#include "reader/structure.h"

namespace offprint::compare {

/// By page the marked texts by their MCID.
using MarkedPages = std::vector<std::map<std::int64_t, reader::MarkedText>>;

/// A text and where it stands.
struct Found {
    Text text;
    std::vector<Region> regions;
};

/// What becomes of the labels (Lbl) in a text: those of notes are numbers, those of lists bullets, numbers or words.
enum class Labels { Keep, Drop, OfWords, Generated };

class ElementTexts {
public:
    ElementTexts(MarkedPages const& pages, reader::Structure const& structure) : pages_(pages), elements_(structure.elements) {}

    /// The text of an element and all in it, but for notes and captions.
    Found whole(std::size_t index, Labels labels) const;
    /// The text that is an element's own.
    Found own(std::size_t index) const;
    /// The paragraphs of a caption; the number of one that begins with a label is not compared.
    std::vector<Found> captions(std::size_t index) const;
    /// The page of the first mark in an element.
    std::size_t first_page(std::size_t index) const;
    /// Bytes of all texts that were asked for.
    std::size_t size() const { return size_; }

private:
    void gather(std::size_t index, Labels labels, bool generated, Found& found) const;
    void add_mark(reader::Kid const& kid, bool generated, Found& found) const;
    void add_words(std::string_view words, bool generated, Found& found) const;

    MarkedPages const& pages_;
    std::vector<reader::Element> const& elements_;
    mutable std::size_t size_ = 0;
};

/// Cells of one table; more are left out.
inline constexpr std::size_t kMostCells = 4'000'000;

Table read_table(ElementTexts const& texts, std::vector<reader::Element> const& elements, std::size_t index, std::vector<Region>& regions);

/// Pages of one block whose areas are known.
inline constexpr std::size_t kMostRegions = 1000;
/// Adds an area to those of a block: one a page.
void cover(std::vector<Region>& regions, Region const& region);

}  // namespace offprint::compare
