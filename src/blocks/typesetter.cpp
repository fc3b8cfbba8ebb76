#include "blocks/typesetter.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/utf8.h"
#include "blocks/index_book.h"
#include "blocks/notes.h"
#include "blocks/references.h"
#include "fmt/format.h"
#include "text/case.h"
#include "text/math_table.h"

namespace offprint::blocks {
namespace {

std::vector<text::Feature> features_of(doc::TextStyle const& style) {
    std::vector<text::Feature> out;
    for (std::string const& name : style.features) {
        bool const off = name.starts_with('-');
        text::Feature feature{};
        std::memcpy(feature.tag, name.data() + (off ? 1 : 0), 4);
        feature.value = off ? 0 : 1;
        out.push_back(feature);
    }
    return out;
}

text::Alignment alignment_of(doc::Align align) {
    switch (align) {
        case doc::Align::Justified: return text::Alignment::Justified;
        case doc::Align::Ragged: return text::Alignment::Ragged;
        case doc::Align::Balanced: return text::Alignment::Balanced;
        case doc::Align::Centered: return text::Alignment::Centered;
        case doc::Align::End: return text::Alignment::End;
    }
    return text::Alignment::Ragged;
}

/// Whether a line could end between a text and a figure: after hyphens, dashes, dots in a row, and scripts that need no spaces.
bool may_break_after(std::string_view text) {
    std::size_t last = text.size();
    while (last > 0 && (static_cast<unsigned char>(text[--last]) & 0xC0) == 0x80) continue;
    if (last == text.size()) return false;
    char32_t const c = utf8::next(text, last);
    return c == U'-' || c == U'/' || (c >= 0x2010 && c <= 0x2015) || c == 0x2026 || c >= 0x2E80;
}

}  // namespace

Typesetter::Typesetter(text::FontCatalog const& fonts, text::Shaper& shaper, std::shared_ptr<text::Hyphenator const> hyphenator, std::string language,
                       std::shared_ptr<std::vector<std::string> const> exceptions, Diagnostics& diagnostics, unsigned threads)
    : fonts_(fonts),
      shaper_(shaper),
      hyphenator_(std::move(hyphenator)),
      language_(std::move(language)),
      exceptions_(std::move(exceptions)),
      diagnostics_(diagnostics),
      queue_(shaper, threads) {
    hyphenators_[language_] = hyphenator_;
}

std::string Typesetter::set_language(std::string language) {
    hyphenator_ = hyphenator(language);
    return std::exchange(language_, std::move(language));
}

std::shared_ptr<text::Hyphenator const> Typesetter::hyphenator(std::string const& language) {
    auto const known = hyphenators_.find(language);
    if (known != hyphenators_.end()) return known->second;
    return hyphenators_[language] = open_hyphenator_ ? open_hyphenator_(language) : nullptr;
}

void Typesetter::add_hyphenators(text::ParagraphStyle& style, text::StyledText const& text) {
    for (text::CharStyle const& look : text.styles) {
        if (look.language == language_) continue;
        bool const known =
            std::any_of(style.other_hyphenators.begin(), style.other_hyphenators.end(), [&](auto const& other) { return other.first == look.language; });
        if (!known) style.other_hyphenators.emplace_back(look.language, hyphenator(look.language));
    }
}

text::FontPtr Typesetter::face(std::string const& family, int weight, bool italic, Span span, bool required) {
    auto const known =
        std::find_if(faces_.begin(), faces_.end(), [&](KnownFace const& f) { return f.weight == weight && f.italic == italic && f.family == family; });
    if (known != faces_.end()) return known->face;
    std::string error;
    text::FontPtr face = fonts_.find(family, weight, italic, error);
    if (face == nullptr && required) {
        std::vector<std::string_view> names;
        for (text::FontEntry const& entry : fonts_.entries()) names.push_back(entry.family);
        std::string_view const guess = data::did_you_mean(family, names);
        diagnostics_.error("E403", span, fmt::format("font '{}' (weight {}{}): {}", family, weight, italic ? ", italic" : "", error),
                           guess.empty() || guess == family ? "'offprint fonts' lists what is there" : fmt::format("did you mean '{}'?", guess));
    }
    faces_.push_back({family, weight, italic, face});
    return face;
}

text::CharStyle Typesetter::chars(doc::TextStyle const& style) {
    text::CharStyle out;
    for (std::size_t i = 0; i < style.families.size(); ++i) {
        if (text::FontPtr f = face(style.families[i], style.weight, style.italic, style.span, i == 0)) out.faces.push_back(std::move(f));
    }
    out.size = style.size;
    out.features = features_of(style);
    out.tracking = style.tracking;
    out.color = style.color;
    out.language = language_;
    out.hyphenate = style.hyphenate;
    return out;
}

text::FontPtr Typesetter::math_face(std::vector<std::string> const& families, Span span) {
    for (std::string const& family : families) {
        text::FontPtr const found = face(family, 400, false, span, &family == &families.front());
        if (found != nullptr && text::MathTable(found).is_there()) return found;
        if (found == nullptr || &family != &families.back()) continue;
        diagnostics_.error("E686", span, fmt::format("font '{}' cannot set formulas: it has no MATH table", family),
                           "the layout's font stack 'math' names a font for formulas; without it they are set in Offprint Math");
    }
    return nullptr;
}

text::StyledText Typesetter::plain(SourcedText const& text, doc::TextStyle const& style, draw::NodeId node) {
    text::StyledText out;
    out.append(style.capitals ? text::capitals(text, language_) : text, chars(style), node);
    return out;
}

text::StyledText Typesetter::inlines(std::vector<doc::InlineRun> const& runs, doc::TextStyle const& style, doc::TextStyle const& code, draw::StructTree& tree,
                                     draw::NodeId node, Dress const& dress) {
    text::StyledText out;
    draw::NodeId link = 0, term = 0, foreign = 0;
    doc::IndexMark const* marked = nullptr;
    if (index_ != nullptr) index_->take(runs);
    std::string const* link_url = nullptr;
    bool after_mark = false;
    for (doc::InlineRun const& run : runs) {
        if (run.note != nullptr) {
            append_mark(out, *run.note, style, tree, node, std::exchange(after_mark, true));
            link_url = nullptr;
            foreign = 0;
            continue;
        }
        after_mark = false;
        if (run.reference != nullptr) link_url = nullptr;
        doc::TextStyle look = style;
        if (dress) {
            dress(run, look);
        } else {
            if (run.strong) look.weight = std::min(900, style.weight + 200);
            if (run.emphasis) look.italic = !style.italic;
        }
        if (run.code) {
            look.families = code.families;
            look.features = code.features;
            look.size = min(style.size, code.size);
            look.hyphenate = false;
        }
        text::CharStyle chars_of_run = chars(look);
        chars_of_run.expand = !run.code;
        if (run.reference != nullptr) {
            if (references_ != nullptr) references_->append(out, *run.reference, chars_of_run, look.capitals, tree, node, diagnostics_);
            continue;
        }
        draw::NodeId mark = node;
        if (run.url.empty()) {
            link_url = nullptr;
        } else {
            if (link_url == nullptr || *link_url != run.url) {
                link = tree.add(node, draw::Role::Link, run.text.span());
                tree[link].url = run.url;
            }
            link_url = &run.url;
            mark = link;
            chars_of_run.underline = true;
        }
        bool const indexed = run.index != nullptr && index_ != nullptr && index_->is_open();
        if (indexed) {
            if (marked != run.index.get() || tree.parent(term) != mark) term = tree.add(mark, draw::Role::Span, run.text.span());
            mark = term;
        }
        marked = indexed ? run.index.get() : nullptr;
        if (run.language.empty() || run.language == language_) {
            foreign = 0;
        } else {
            chars_of_run.language = run.language;
            if (foreign == 0 || tree.parent(foreign) != mark || !(tree[foreign].language == run.language)) {
                foreign = tree.add(mark, draw::Role::Span, run.text.span());
                tree[foreign].language = run.language;
            }
            mark = foreign;
        }
        if (indexed) index_->set(*run.index, term, tree.end());
        out.append(look.capitals ? text::capitals(run.text, chars_of_run.language) : run.text, chars_of_run, mark);
    }
    return out;
}

text::CharStyle Typesetter::superior(doc::TextStyle const& style, std::string_view figures) {
    text::CharStyle out = chars(style);
    out.features.clear();
    out.tracking = {};
    out.hyphenate = false;
    text::CharStyle with_feature = out;
    with_feature.features.push_back({{'s', 'u', 'p', 's'}, 1});
    text::FontPtr const face = primary(style);
    if (face == nullptr) return out;
    text::ShapedPtr const plain = shaper_.shape(face, out, {}, figures, {}), raised = shaper_.shape(face, with_feature, {}, figures, {});
    bool const own = std::equal(plain->glyphs.begin(), plain->glyphs.end(), raised->glyphs.begin(), raised->glyphs.end(),
                                [](text::ShapedGlyph const& a, text::ShapedGlyph const& b) { return a.id != b.id; });
    if (own) return with_feature;
    out.rise = style.size * 34 / 100;
    out.size = style.size * 62 / 100;
    return out;
}

text::StyledText Typesetter::note_mark(int number, doc::TextStyle const& style, draw::NodeId node) {
    text::StyledText out;
    std::string const figures = std::to_string(number);
    out.append(SourcedText(figures), superior(style, figures), node);
    return out;
}

void Typesetter::append_mark(text::StyledText& text, doc::NoteReference const& reference, doc::TextStyle const& style, draw::StructTree& tree,
                             draw::NodeId node, bool after_mark) {
    if (notes_ == nullptr) return;
    std::optional<NoteBook::Mark> const mark = notes_->refer(reference, tree, node, language_, diagnostics_);
    if (!mark) return;
    doc::NoteText const& said = notes_->text_of(static_cast<std::uint32_t>(mark->number));
    if (references_ != nullptr) references_->cite_in(said);
    if (index_ != nullptr) index_->take(said.runs);
    if (after_mark) text.append(SourcedText(","), superior(style, ","), node);
    std::string const figures = std::to_string(mark->number);
    SourcedText words;
    words.source = reference.span.source;
    constexpr std::string_view kWordJoiner = "\u2060";
    if (may_break_after(text.text.text)) words.append(kWordJoiner, reference.span);  // a mark stays with what stands before it
    words.append(figures, reference.span);
    text.append(words, superior(style, figures), mark->node);
}

namespace {

/// Prices of prose that is set for evenness: expansion leaves so little to the spaces that a loose one may cost more, a hyphen less.
/// Chosen by bench/typography on three measures and by eye on the samples.
text::LineCosts even_costs() {
    text::LineCosts costs;
    costs.stretch_permille_of_space = 500;
    costs.shrink_permille_of_space = 390;
    costs.pretolerance = 10;
    costs.tolerance = 30000;
    costs.hyphen_inside = 50;
    costs.hyphen_near_edge = 80;
    costs.consecutive_hyphens = 8000;
    costs.hyphen_on_last_but_one = 5000;
    costs.fitness_jump = 1000;
    costs.runt = 60000;
    return costs;
}

/// On fewer than some thirty letters to a line there are too few spaces to share what is left: such lines are ragged.
constexpr std::int64_t kNarrowestJustified = 14;  // times the size of the type

}  // namespace

text::ParagraphStyle Typesetter::paragraph_style(doc::TextStyle const& style, Length measure, Length first_indent, Length hanging_indent) const {
    text::ParagraphStyle p;
    doc::Align const align = style.align == doc::Align::Justified && measure < style.size * kNarrowestJustified ? doc::Align::Ragged : style.align;
    p.alignment = alignment_of(align);
    p.measure = measure;
    p.first_indent = first_indent;
    p.hanging_indent = hanging_indent;
    p.hyphenate = style.hyphenate;
    p.expansion = style.expansion / text::kExpansionStep;
    p.protrude = align == doc::Align::Justified;
    if (p.protrude && style.expansion > 0) p.costs = even_costs();
    // Ragged lines vary for little: there a lone last word has to weigh more to be seen, and no first pass may settle for one.
    if (align != doc::Align::Justified) {
        p.costs.runt *= 2;
        p.costs.pretolerance = -1;
    }
    p.hyphenator = hyphenator_;
    p.exceptions = exceptions_;
    return p;
}

text::SharedStyle Typesetter::shared_style(text::StyledText const& text, doc::TextStyle const& style, Length measure, Length first_indent,
                                           Length hanging_indent) {
    constexpr std::size_t kKept = 16;
    text::ParagraphStyle wanted = paragraph_style(style, measure, first_indent, hanging_indent);
    add_hyphenators(wanted, text);
    auto found = std::find_if(styles_.begin(), styles_.end(), [&](text::SharedStyle const& known) { return *known == wanted; });
    if (found == styles_.end()) {
        if (styles_.size() == kKept) styles_.pop_back();
        found = styles_.insert(styles_.end(), text::SharedStyle(std::move(wanted)));
    }
    std::rotate(styles_.begin(), found, found + 1);  // the one used last comes first
    return styles_.front();
}

text::ParagraphPtr Typesetter::paragraph(text::StyledText text, doc::TextStyle const& style, Length measure, Length first_indent, Length hanging_indent) {
    text::SharedStyle const setting = shared_style(text, style, measure, first_indent, hanging_indent);
    if (references_ == nullptr || !references_->hang_in(text)) return text::break_paragraph(shaper_, std::move(text), setting, diagnostics_);
    ChangingParagraph& changing = changing_.emplace_back();
    changing.style = setting;
    set_again(changing, std::move(text));
    return changing.set;
}

void Typesetter::set_again(ChangingParagraph& paragraph, text::StyledText text) {
    paragraph.text = std::move(text);
    paragraph.faults = {};
    paragraph.set = text::break_paragraph(shaper_, paragraph.text, paragraph.style, paragraph.faults);
}

void Typesetter::report_changing() {
    for (ChangingParagraph const& paragraph : changing_) diagnostics_.append(paragraph.faults);
}

std::size_t Typesetter::paragraph_later(text::StyledText text, doc::TextStyle const& style, Length measure, Length first_indent) {
    text::SharedStyle const setting = shared_style(text, style, measure, first_indent);
    if (references_ == nullptr || !references_->hang_in(text)) return queue_.add(std::move(text), setting);
    std::size_t const number = queue_.add(text, setting);
    changing_.push_back({std::move(text), setting, nullptr, number, {}});
    return number;
}

std::vector<text::ParagraphPtr> Typesetter::finish_later() {
    std::vector<text::ParagraphPtr> paragraphs;
    auto changing = changing_.begin();
    for (text::ParagraphQueue::Broken& broken : queue_.finish()) {
        changing = std::find_if(changing, changing_.end(), [](ChangingParagraph const& p) { return p.set == nullptr; });
        if (changing != changing_.end() && changing->number == paragraphs.size()) {
            changing->set = broken.paragraph;
            changing->faults = std::move(broken.faults);
        } else {
            diagnostics_.append(broken.faults);
        }
        paragraphs.push_back(std::move(broken.paragraph));
    }
    return paragraphs;
}

std::vector<text::PlacedRun> Typesetter::line(SourcedText const& text, doc::TextStyle const& style, draw::NodeId node) {
    return text::shape_line(shaper_, plain(text, style, node), diagnostics_);
}

text::FontPtr Typesetter::primary(doc::TextStyle const& style) {
    return style.families.empty() ? nullptr : face(style.families.front(), style.weight, style.italic, style.span, true);
}

Length Typesetter::first_baseline(doc::TextStyle const& style) {
    text::FontPtr const face = primary(style);
    if (face == nullptr) return style.leading;
    text::FontMetrics const& m = face->metrics();
    Length const ascent = face->at_size(m.ascender, style.size), descent = face->at_size(-m.descender, style.size);
    return (style.leading - ascent - descent) / 2 + ascent;
}

Length Typesetter::cap_height(doc::TextStyle const& style) {
    text::FontPtr const face = primary(style);
    return face == nullptr ? style.size : face->at_size(face->metrics().cap_height, style.size);
}

}  // namespace offprint::blocks
