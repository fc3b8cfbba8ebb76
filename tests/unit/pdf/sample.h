// Documents for tests: plain left to right text in greedy lines, set with advances alone, so that the PDF room is tested without
// the paragraph engine.
#pragma once
#include <string>
#include <vector>

#include "draw/frame.h"
#include "pdf/writer.h"

namespace offprint::pdf::sample {

/// A font of the repository: "inter/Inter-Regular.ttf".
text::FontPtr font(std::string const& name);
std::string icc_profile();
Metadata metadata();
WriterOptions options();

/// A run of text with the fonts' own advances; `tracking` is added to each glyph.
text::GlyphRun run(text::FontPtr const& face, Length size, std::string const& text, Length tracking = {});
/// A run stretched to a width, the difference shared by its blanks.
text::GlyphRun justified(text::GlyphRun run, Length width);

/// Puts words on lines of pages that follow each other.
class Composer {
public:
    explicit Composer(draw::StructTree& tree) : tree_(tree) { new_page(); }
    draw::StructTree& tree() { return tree_; }
    std::vector<draw::Page>& pages() { return pages_; }
    draw::Frame& frame() { return pages_.back().frame; }
    Length y() const { return y_; }
    void move_down(Length by) { y_ += by; }
    void new_page();
    /// Justified lines, a new page where the old one is full; each line ends in a blank.
    void paragraph(draw::NodeId node, text::FontPtr const& face, Length size, std::string const& words);
    void line(draw::NodeId node, text::FontPtr const& face, Length size, std::string const& words);

private:
    draw::StructTree& tree_;
    std::vector<draw::Page> pages_;
    Length y_;
};

/// Two pages with a bit of everything: headings, paragraphs over the page break, list, link, figure with clip and hatch, table, header and
/// footer. `outline` is filled.
std::vector<draw::Page> everything(draw::StructTree& tree, std::vector<OutlineEntry>& outline);

/// The file, or "" with the faults in `diagnostics`.
std::string write(draw::StructTree const& tree, std::vector<draw::Page> const& pages, std::vector<OutlineEntry> const& outline, Metadata const& said,
                  WriterOptions const& how, Diagnostics& diagnostics);
/// The same with everything in order, failing the test if there is a fault.
std::string write(draw::StructTree const& tree, std::vector<draw::Page> const& pages, WriterOptions const& how = options());

/// English words, always the same ones.
std::string words(std::size_t count, unsigned seed);

/// Whether a program is installed, and what a shell command prints (stdout and stderr) for a file with these bytes, which stands in $F.
bool installed(std::string const& program);
std::string printed(std::string const& bytes, std::string const& command, int* exit_code = nullptr);

}  // namespace offprint::pdf::sample
