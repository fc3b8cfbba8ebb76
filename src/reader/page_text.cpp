#include "reader/page_text.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

#include "base/utf8.h"
#include "reader/attachments.h"
#include "reader/code_map.h"
#include "reader/content.h"

namespace offprint::reader {
namespace {

constexpr std::size_t kMostPages = 1'000'000;
template <class Value>  // of a file or of a content
double number_of(Value const& value, double otherwise = 0) {
    double const found = value.is(Object::Kind::Integer) ? static_cast<double>(value.integer) : value.is(Object::Kind::Real) ? value.real : otherwise;
    return std::abs(found) <= 1e9 ? found : otherwise;
}

/// A key of a page, from the nodes of the tree above it where it lacks it (ISO 32000-1, 7.7.3.4).
Object const& inherited(File const& file, Object const& page, std::string_view key) {
    Object const* node = &page;
    for (int i = 0; i < kDeepest; ++i) {
        Object const& value = file.at(*node, key);
        Object const& parent = file.at(*node, "Parent");
        if (!value.is(Object::Kind::Null) || !parent.is_dictionary()) return value;
        node = &parent;
    }
    return file.resolve({});
}

/// What a font's codes mean and how wide their glyphs are, in thousandths of its size.
struct FontFacts {
    CodeMap codes;
    bool is_simple = false;  // one byte a code
    std::map<std::uint32_t, double> widths;
    double other_width = 500;

    std::size_t length(std::string_view bytes) const { return is_simple ? 1 : codes.length(bytes); }
    double width(std::uint32_t code) const {
        auto const it = widths.find(code);
        return it == widths.end() ? other_width : it->second;
    }
};

constexpr std::size_t kMostWidths = 100'000;

/// Widths of a composite font (9.7.4.3). Its codes are taken for its CIDs, as they are in ours and with Identity-H: boxes may be amiss elsewhere, texts not.
void read_cid_widths(File const& file, Object const& descendant, FontFacts& font) {
    font.other_width = number_of(file.at(descendant, "DW"), 1000);
    std::vector<Object> const& runs = file.at(descendant, "W").items;
    for (std::size_t i = 0; i + 1 < runs.size() && font.widths.size() < kMostWidths;) {
        auto const first = static_cast<std::uint32_t>(std::max(0.0, number_of(file.resolve(runs[i]))));
        if (Object const& list = file.resolve(runs[i + 1]); list.is(Object::Kind::Array)) {
            for (std::size_t k = 0; k < list.items.size(); ++k) font.widths[first + static_cast<std::uint32_t>(k)] = number_of(list.items[k]);
            i += 2;
        } else {
            if (i + 2 >= runs.size()) break;
            auto const last = static_cast<std::uint32_t>(std::max(0.0, number_of(list)));
            for (std::uint32_t code = first; code <= last && code - first < 65'536; ++code) font.widths[code] = number_of(file.resolve(runs[i + 2]));
            i += 3;
        }
    }
}

FontFacts read_font(File const& file, Object const& dictionary) {
    FontFacts font;
    std::string error;
    for (char const* const kind : {"Type1", "TrueType", "Type3", "MMType1"}) font.is_simple |= file.at(dictionary, "Subtype").is_name(kind);
    auto const cmap = file.decoded(file.at(dictionary, "ToUnicode"), error);
    if (cmap) font.codes = read_code_map(*cmap);
    if (font.is_simple) {
        // Without ToUnicode the codes of ASCII mean what they do in every encoding of Latin text.
        for (std::uint32_t c = 0x20; c < 0x7F && !cmap; ++c) font.codes.texts[c] = std::string(1, static_cast<char>(c));
        double const first = number_of(file.at(dictionary, "FirstChar"));
        std::vector<Object> const& widths = file.at(dictionary, "Widths").items;
        for (std::size_t i = 0; i < widths.size() && i < 256; ++i)
            font.widths[static_cast<std::uint32_t>(std::max(0.0, first)) + static_cast<std::uint32_t>(i)] = number_of(file.resolve(widths[i]), 500);
    } else if (Object const& below = file.at(dictionary, "DescendantFonts"); !below.items.empty()) {
        read_cid_widths(file, file.resolve(below.items[0]), font);
    }
    return font;
}

/// The matrix [a b c d e f] (8.3.3).
struct Matrix {
    double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
    /// This one first, then `next`.
    Matrix then(Matrix const& next) const {
        return {a * next.a + b * next.c, a * next.b + b * next.d,          c * next.a + d * next.c,
                c * next.b + d * next.d, e * next.a + f * next.c + next.e, e * next.b + f * next.d + next.f};
    }
    std::pair<double, double> at(double x, double y) const { return {a * x + c * y + e, b * x + d * y + f}; }
};

/// Runs over a page's content and gathers what it shows.
class TextGatherer {
public:
    TextGatherer(File const& file, Object const& page) : file_(file), fonts_(file.at(inherited(file, page, "Resources"), "Font")) {}

    /// Nothing where the page's text is too large.
    std::optional<std::vector<MarkedText>> run(std::string_view content) {
        each_operator(content, [this](std::string_view word, std::span<Operand const> operands) { use(word, operands); });
        if (size_ > kLargestPageText) return std::nullopt;
        return std::move(texts_);
    }

private:
    static constexpr std::size_t kDeepestStates = 256;

    void use(std::string_view word, std::span<Operand const> operands) {
        if (word == "BDC" || word == "BMC") {
            bool const is_mark = operands.size() == 2 && operands[1]["MCID"].is(Object::Kind::Integer);
            open_.push_back(is_mark ? operands[1]["MCID"].integer : -1);
            if (open_.back() >= 0 || open_.size() == 1) texts_.push_back({open_.back(), {}});
        } else if (word == "EMC" && !open_.empty()) {
            open_.pop_back();
        } else if (word == "Tf" && operands.size() == 2) {
            font_ = &font_of(operands[0].text);
            font_size_ = number_of(operands[1]);
        } else if (word == "Tj" || word == "TJ" || word == "'" || word == "\"") {
            if (word != "Tj" && word != "TJ") next_line(0, -leading_);
            if (!operands.empty()) show(operands.back());
        } else {
            move(word, operands);
        }
    }

    /// Operators that say where text stands (8.4.4, 9.3, 9.4.2).
    void move(std::string_view word, std::span<Operand const> operands) {
        auto const number = [&](std::size_t i) { return i < operands.size() ? number_of(operands[i]) : 0; };
        if (word == "Td" || word == "TD") {
            if (word == "TD") leading_ = -number(1);
            next_line(number(0), number(1));
        } else if (word == "T*") {
            next_line(0, -leading_);
        } else if (word == "Tm" && operands.size() == 6) {
            line_ = text_ = {number(0), number(1), number(2), number(3), number(4), number(5)};
        } else if (word == "BT") {
            line_ = text_ = {};
        } else if (word == "cm" && operands.size() == 6) {
            page_ = Matrix{number(0), number(1), number(2), number(3), number(4), number(5)}.then(page_);
        } else if (word == "q") {
            if (states_.size() < kDeepestStates) states_.push_back(page_);
        } else if (word == "Q" && !states_.empty()) {
            page_ = states_.back();
            states_.pop_back();
        } else if (word == "TL") {
            leading_ = number(0);
        } else if (word == "Tc") {
            spacing_ = number(0);
        } else if (word == "Tw") {
            word_spacing_ = number(0);
        } else if (word == "Tz") {
            scale_ = number(0) / 100;
        }
    }
    void next_line(double x, double y) { line_ = text_ = Matrix{1, 0, 0, 1, x, y}.then(line_); }
    void advance(double x) { text_ = Matrix{1, 0, 0, 1, x, 0}.then(text_); }

    void show(Operand const& shown) {
        if (texts_.empty()) texts_.push_back({});
        if (shown.is(Object::Kind::Array)) {
            for (Operand const& item : shown.items) {
                if (item.is(Object::Kind::Integer) || item.is(Object::Kind::Real)) advance(-number_of(item) / 1000 * font_size_ * scale_);
                if (item.is(Object::Kind::String)) show(item);
            }
        } else if (shown.is(Object::Kind::String) && font_ != nullptr) {
            for (std::string_view rest = shown.text; !rest.empty() && size_ <= kLargestPageText;) {
                std::string_view const code = rest.substr(0, font_->length(rest));
                rest.remove_prefix(code.size());
                show_glyph(code_of(code), code == " ");
            }
        }
    }

    void show_glyph(std::uint32_t code, bool is_space) {
        double const width = (font_->width(code) / 1000 * font_size_ + spacing_ + (is_space ? word_spacing_ : 0)) * scale_;
        if (auto const it = font_->codes.texts.find(code); it != font_->codes.texts.end()) {
            size_ += it->second.size();
            texts_.back().text += it->second;
        }
        if (!is_space) {
            Matrix const place = text_.then(page_);
            auto const [x0, y0] = place.at(0, -0.25 * font_size_);
            auto const [x1, y1] = place.at(width, 0.8 * font_size_);
            Box const glyph{std::min(x0, x1), std::min(y0, y1), std::max(x0, x1), std::max(y0, y1)};
            if (std::abs(glyph.left) < 1e6 && std::abs(glyph.top) < 1e6 && std::abs(glyph.right) < 1e6 && std::abs(glyph.bottom) < 1e6)
                texts_.back().box.cover(glyph);
        }
        advance(width);
    }

    FontFacts const& font_of(std::string_view name) {
        auto const [it, is_new] = found_.try_emplace(std::string(name));
        if (is_new) it->second = read_font(file_, file_.at(fonts_, name));
        return it->second;
    }

    File const& file_;
    Object const& fonts_;
    std::map<std::string, FontFacts> found_;
    FontFacts const* font_ = nullptr;
    double font_size_ = 0, leading_ = 0, spacing_ = 0, word_spacing_ = 0, scale_ = 1;
    Matrix line_, text_, page_;
    std::vector<Matrix> states_;
    std::vector<std::int64_t> open_;
    std::vector<MarkedText> texts_;
    std::size_t size_ = 0;
};

/// The page's content: one stream, or several that count as one (7.8.2).
std::optional<std::string> content_of(File const& file, Object const& page, std::string& error) {
    Object const& contents = file.at(page, "Contents");
    if (contents.is(Object::Kind::Null)) return std::string();
    if (!contents.is(Object::Kind::Array)) return file.decoded(contents, error);
    std::string whole;
    for (Object const& part : contents.items) {
        std::optional<std::string> const bytes = file.decoded(file.resolve(part), error);
        if (!bytes) return std::nullopt;
        if (whole.size() + bytes->size() > kLargestStream) return error = "a page's content is too large", std::nullopt;
        whole += *bytes + '\n';
    }
    return whole;
}

}  // namespace

Box box_of(File const& file, Object const& array) {
    if (array.items.size() != 4) return {};
    double side[4];
    for (std::size_t i = 0; i < 4; ++i) side[i] = number_of(file.resolve(array.items[i]));
    return {std::min(side[0], side[2]), std::min(side[1], side[3]), std::max(side[0], side[2]), std::max(side[1], side[3])};
}

void Box::cover(Box const& other) {
    if (other.is_empty()) return;
    if (is_empty()) {
        *this = other;
        return;
    }
    left = std::min(left, other.left);
    bottom = std::min(bottom, other.bottom);
    right = std::max(right, other.right);
    top = std::max(top, other.top);
}

PageSize page_size(File const& file, Object const& page) {
    PageSize size;
    size.visible = box_of(file, inherited(file, page, "CropBox"));
    if (size.visible.is_empty()) size.visible = box_of(file, inherited(file, page, "MediaBox"));
    size.rotated = static_cast<int>(std::clamp(number_of(inherited(file, page, "Rotate")), -3600.0, 3600.0)) % 360;
    if (size.rotated < 0) size.rotated += 360;
    return size;
}

std::optional<std::vector<Object const*>> pages(File const& file, std::string& error) {
    std::vector<Object const*> out, open{&file.at(file.at(file.trailer(), "Root"), "Pages")};
    std::set<Object const*> seen;
    while (!open.empty()) {
        Object const* const node = open.back();
        open.pop_back();
        if (!node->is_dictionary() || !seen.insert(node).second || seen.size() > kMostPages) return error = "the tree of pages is damaged", std::nullopt;
        if (!(*node)["Type"].is_name("Pages")) {
            out.push_back(node);
            continue;
        }
        Object const& kids = file.at(*node, "Kids");
        for (std::size_t i = kids.items.size(); i-- > 0;) open.push_back(&file.resolve(kids.items[i]));
    }
    return out;
}

std::optional<std::vector<MarkedText>> marked_texts(File const& file, Object const& page, std::string& error) {
    std::optional<std::string> const content = content_of(file, page, error);
    if (!content) return std::nullopt;
    std::optional<std::vector<MarkedText>> texts = TextGatherer(file, page).run(*content);
    if (!texts) error = "a page's text is too large";
    return texts;
}

}  // namespace offprint::reader
