// Static SVG (SVG 1.1, the part that a drawing program writes for print), painted as paths, gradients and text: it stays sharp at any size.
// What is not drawn is never passed over in silence: it comes back by name with its line.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "draw/frame.h"
#include "text/shaper.h"

namespace offprint::draw::svg {

/// What a file may cost.
struct Limits {
    std::size_t bytes = 8 << 20;
    std::size_t elements = 50'000;   // painted, copies made by `use` counted each time
    std::size_t segments = 500'000;  // of paths
    int depth = 48;                  // elements in elements
};

/// What an element of text asks for; the layout's families answer.
struct FontWish {
    enum class Family { Sans, Serif, Mono } family = Family::Sans;
    int weight = 400;
    bool italic = false;
};
using FontFinder = std::function<text::CharStyle(FontWish const&)>;

/// A parsed file.
class Drawing {
public:
    Drawing();
    ~Drawing();
    Drawing(Drawing const&) = delete;
    Drawing& operator=(Drawing const&) = delete;

    /// Width and height in points, as the file has them: from `width` and `height`, or from the view box.
    double width() const;
    double height() const;

    struct Tree;
    Tree const& tree() const { return *tree_; }

private:
    friend std::shared_ptr<Drawing const> parse(std::string, std::string&, Limits const&);
    std::unique_ptr<Tree> tree_;
};

/// Whether bytes look like SVG: a tag, and `<svg` among the first of them.
bool is_svg(std::string_view bytes);
/// Null, and why, if the bytes are no SVG. Entities and other files that they name are never read.
std::shared_ptr<Drawing const> parse(std::string bytes, std::string& fault, Limits const& limits = {});

/// A painted drawing, and what of it was left out: "filter (line 12)".
struct Painted {
    Frame frame;
    std::vector<std::string> left_out;
};
/// Paints into a frame of this size; all of it belongs to `node`. A character that no font has is reported at `span`.
Painted paint(Drawing const& drawing, Size size, NodeId node, text::Shaper& shaper, FontFinder const& fonts, Span span, Diagnostics& diagnostics,
              Limits const& limits = {});

}  // namespace offprint::draw::svg
