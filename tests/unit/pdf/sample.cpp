#include "sample.h"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "base/file.h"
#include "base/utf8.h"

namespace offprint::pdf::sample {
namespace {

using namespace offprint::literals;
using draw::NodeId;
using draw::Role;

constexpr Length kLeft = 72_pt, kMeasure = 451_pt, kTop = 80_pt, kBottom = 770_pt;

}  // namespace

text::FontPtr font(std::string const& name) {
    std::string error;
    text::FontPtr face = text::FontFace::open(std::string(OFFPRINT_SOURCE_DIR) + "/fonts/" + name, error);
    INFO(error);
    REQUIRE(face);
    return face;
}

std::string icc_profile() {
    std::string error;
    return read_file(std::string(OFFPRINT_SOURCE_DIR) + "/assets/srgb.icc", 1 << 20, error).value();
}

Metadata metadata() {
    Metadata said;
    said.title = "They counted chips.\nWe counted wires \xE2\x80\x93 \xC5\x81\xC3\xB3\x64\xC5\xBA & <Report> \xF0\x9F\x98\x80";
    said.subject = "A test";
    said.date = "2026-06-15T00:00:00Z";
    said.authors = {"A. Analyst", "B. Analyst"};
    said.keywords = {"one", "two"};
    said.creator = "tests";
    said.producer = "offprint 0.1";
    return said;
}

WriterOptions options() {
    WriterOptions how;
    how.icc_profile = icc_profile();
    return how;
}

text::GlyphRun run(text::FontPtr const& face, Length size, std::string const& text, Length tracking) {
    text::GlyphRun result;
    result.face = face;
    result.size = size;
    result.text = text;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const cluster = at;
        char32_t character = utf8::next(text, at);
        std::uint32_t glyph = face->nominal_glyph(character);
        if (glyph == 0 && character == 0xAD) glyph = face->nominal_glyph('-');
        Length const advance = face->at_size(face->advance(glyph), size) + tracking;
        result.glyphs.push_back({glyph, static_cast<std::uint32_t>(cluster), static_cast<std::int32_t>(advance.raw()), 0, 0});
    }
    return result;
}

text::GlyphRun justified(text::GlyphRun run, Length width) {
    std::vector<text::Glyph*> blanks;
    for (text::Glyph& glyph : run.glyphs)
        if (run.text[glyph.cluster] == ' ') blanks.push_back(&glyph);
    std::int64_t missing = (width - run.width()).raw();
    for (std::size_t i = 0; i < blanks.size(); ++i) {
        std::int64_t const share = missing / static_cast<std::int64_t>(blanks.size() - i);
        blanks[i]->advance += static_cast<std::int32_t>(share);
        missing -= share;
    }
    return run;
}

void Composer::new_page() {
    pages_.emplace_back();
    pages_.back().frame.size = {595.276_pt, 841.89_pt};
    pages_.back().label = std::to_string(pages_.size());
    y_ = kTop;
}

void Composer::line(NodeId node, text::FontPtr const& face, Length size, std::string const& words) {
    Length const leading = scaled(size, 7, 5);
    if (y_ + leading > kBottom) new_page();
    y_ += leading;
    frame().text(node, {kLeft, y_}, run(face, size, words));
}

void Composer::paragraph(NodeId node, text::FontPtr const& face, Length size, std::string const& words) {
    Length const leading = scaled(size, 7, 5);
    auto const put = [&](std::string const& text, bool last) {
        if (y_ + leading > kBottom) new_page();
        y_ += leading;
        text::GlyphRun line = run(face, size, text);
        if (!last) line = justified(std::move(line), kMeasure);
        text::GlyphRun blank = run(face, size, " ");
        blank.glyphs[0].advance = 0;
        blank.glyphs[0].cluster = static_cast<std::uint32_t>(line.text.size());
        line.text += ' ';
        line.glyphs.push_back(blank.glyphs[0]);
        frame().text(node, {kLeft, y_}, std::move(line));
    };
    std::string text;
    for (std::size_t at = 0; at < words.size();) {
        std::size_t end = words.find(' ', at);
        if (end == std::string::npos) end = words.size();
        std::string const longer = text.empty() ? words.substr(at, end - at) : text + ' ' + words.substr(at, end - at);
        if (!text.empty() && run(face, size, longer).width() > kMeasure) {
            put(text, false);
            text.clear();
            continue;
        }
        text = longer;
        at = end + 1;
    }
    put(text, true);
}

std::string words(std::size_t count, unsigned seed) {
    static constexpr char const* kWords[] = {
        "the",       "cluster",  "scale", "scarce", "thing", "is",        "no",      "longer",   "arithmetic", "but",     "movement", "of",      "data",
        "and",       "every",    "rack",  "needs",  "more",  "retimers",  "than",    "analysts", "thought",    "revenue", "grew",     "quickly", "with",
        "operating", "leverage", "above", "plan",   "a",     "market",    "for",     "switch",   "silicon",    "opens",   "in",       "2027",    "we",
        "count",     "wires",    "not",   "chips",  "as",    "bandwidth", "doubles", "per",      "year",       "(see",    "below)"};
    std::minstd_rand random(seed);
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        std::string word = kWords[random() % std::size(kWords)];
        if (i % 14 == 0) word[0] = static_cast<char>(std::toupper(word[0]));
        out += word;
        if (i % 14 == 13) out += '.';
        if (i + 1 < count) out += ' ';
    }
    return out;
}

std::vector<draw::Page> everything(draw::StructTree& tree, std::vector<OutlineEntry>& outline) {
    text::FontPtr const regular = font("inter/Inter-Regular.ttf"), bold = font("inter/Inter-Bold.ttf");
    Composer page(tree);
    page.frame().fill(draw::kArtifactBackground, Rect{0_pt, 0_pt, 595.276_pt, 40_pt}, Color{20, 40, 60});

    NodeId const section = tree.add(tree.root(), Role::Sect);
    NodeId const title = tree.add(section, Role::H1);
    tree[title].title = "The bottleneck";
    outline.push_back({"The bottleneck \xE2\x80\x93 moved", 1, 0, page.y(), title});
    page.line(title, bold, 24_pt, "The bottleneck moved off the chip");
    page.frame().add({draw::AnchorItem{"top", {72_pt, 80_pt}}});
    NodeId const first = tree.add(section, Role::P);
    page.paragraph(first, regular, 10_pt, words(330, 1));

    NodeId const list = tree.add(section, Role::L);
    tree[list].numbering = draw::ListNumbering::Disc;
    for (char const* text : {"Thesis", "Risk"}) {
        NodeId const item = tree.add(list, Role::LI), label = tree.add(item, Role::Lbl), item_body = tree.add(item, Role::LBody);
        page.move_down(14_pt);
        page.frame().text(label, {72_pt, page.y()}, run(regular, 10_pt, "\xE2\x80\xA2 "));
        page.frame().text(item_body, {84_pt, page.y()}, run(regular, 10_pt, text));
    }

    page.move_down(20_pt);
    NodeId const linked = tree.add(section, Role::P), link = tree.add(linked, Role::Link);
    tree[link].url = "https://example.com/a?b=(1)&c=\xC3\xA9";
    text::GlyphRun const before = run(regular, 10_pt, "More on ");
    text::GlyphRun site = run(regular, 10_pt, "our site");
    site.underline = true;
    site.color = {0, 80, 200};
    Length const x = 72_pt + before.width(), after = x + site.width();
    page.frame().text(linked, {72_pt, page.y()}, before);
    page.frame().text(link, {x, page.y()}, site);
    page.frame().text(linked, {after, page.y()}, run(regular, 10_pt, ", every day, or at the "));
    page.frame().add({draw::LinkItem{link, {x, page.y() - 10_pt, 20_pt, 13_pt}}});
    page.frame().add({draw::LinkItem{link, {x + 20_pt, page.y() - 10_pt, after - x - 20_pt, 13_pt}}});
    page.move_down(14_pt);
    NodeId const inner = tree.add(linked, Role::Link);
    tree[inner].url = "#top";
    page.frame().text(inner, {72_pt, page.y()}, run(regular, 10_pt, "top."));
    page.frame().add({draw::LinkItem{inner, {72_pt, page.y() - 10_pt, 30_pt, 13_pt}}});

    page.move_down(20_pt);
    NodeId const figure = tree.add(section, Role::Figure);
    tree[figure].alt = "Bar chart: revenue grew from 10 to 20";
    draw::GroupItem hatch;
    hatch.clip = Path::rect({80_pt, page.y(), 60_pt, 80_pt});
    for (int i = 0; i < 30; ++i)
        hatch.items.push_back({draw::PathItem{figure, Path::line({Length::points(60 + 4 * i), page.y() + 80_pt}, {Length::points(100 + 4 * i), page.y()}),
                                              std::nullopt, draw::Stroke{Color{200, 30, 30}, 0.5_pt, {}}}});
    page.frame().fill(figure, Rect{160_pt, page.y(), 60_pt, 80_pt}, Color{0, 90, 160});
    page.frame().add({std::move(hatch)});
    page.frame().stroke(figure, Path::circle({300_pt, page.y() + 40_pt}, 30_pt), draw::Stroke::round(Color{}, 1.25_pt, {3_pt, 2_pt}));
    page.frame().text(figure, {160_pt, page.y() + 92_pt}, run(bold, 8_pt, "2027E", 0.5_pt));
    page.move_down(100_pt);

    NodeId const flowing = tree.add(section, Role::P);
    page.paragraph(flowing, regular, 10_pt, words(420, 2));

    page.move_down(10_pt);
    NodeId const table = tree.add(section, Role::Table), rows = tree.add(table, Role::TBody);
    for (int r = 0; r < 3; ++r) {
        NodeId const row = tree.add(rows, Role::TR);
        page.move_down(14_pt);
        for (int c = 0; c < 3; ++c) {
            NodeId const cell = tree.add(row, r == 0 ? Role::TH : Role::TD);
            if (r == 0) tree[cell].scope = draw::Scope::Column;
            if (r == 2 && c == 1) continue;  // an empty cell
            page.frame().text(cell, {Length::points(72 + 80 * c), page.y()}, run(regular, 9_pt, "cell " + std::to_string(10 * r + c)));
        }
    }
    NodeId const empty = tree.add(section, Role::P);
    tree.add(empty, Role::Link);

    NodeId const late = tree.add(tree.root(), Role::H1);
    page.move_down(20_pt);
    outline.push_back({"Valuation", 1, page.pages().size() - 1, page.y(), late});
    page.line(late, bold, 18_pt, "Valuation");
    NodeId const note = tree.add(tree.root(), Role::Note), note_text = tree.add(note, Role::P);
    page.line(note_text, regular, 7_pt, "Source: company data.");
    outline.push_back({"Detail", 2, page.pages().size() - 1, page.y(), note});

    for (draw::Page& p : page.pages()) {
        p.frame.text(draw::kArtifactHeader, {72_pt, 30_pt}, run(regular, 8_pt, "GoAI Research"));
        p.frame.stroke(draw::kArtifactHeader, Path::line({72_pt, 36_pt}, {523_pt, 36_pt}), draw::Stroke{Color{180, 180, 180}, 0.25_pt, {}});
        p.frame.text(draw::kArtifactFooter, {72_pt, 815_pt}, run(regular, 8_pt, "Page " + p.label));
    }
    return std::move(page.pages());
}

std::string write(draw::StructTree const& tree, std::vector<draw::Page> const& pages, std::vector<OutlineEntry> const& outline, Metadata const& said,
                  WriterOptions const& how, Diagnostics& diagnostics) {
    StringSink file;
    Writer writer(said, how, tree, file);
    for (draw::Page const& page : pages) writer.add_page(page);
    auto const size = writer.finish(outline, diagnostics);
    std::string bytes = file.take();
    CHECK((!size || *size == bytes.size()));
    return size ? bytes : "";
}

std::string write(draw::StructTree const& tree, std::vector<draw::Page> const& pages, WriterOptions const& how) {
    Diagnostics diagnostics;
    std::string file = write(tree, pages, {}, metadata(), how, diagnostics);
    INFO(render_text(diagnostics, Sources{}));
    REQUIRE_FALSE(file.empty());
    return file;
}

bool installed(std::string const& program) { return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0; }

std::string printed(std::string const& bytes, std::string const& command, int* exit_code) {
    char path[] = "/tmp/offprint-pdf-test-XXXXXX";
    int const file = mkstemp(path);
    REQUIRE(file >= 0);
    REQUIRE(::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    ::close(file);
    std::FILE* const pipe = popen(("F=" + std::string(path) + "; { " + command + "; } 2>&1").c_str(), "r");
    REQUIRE(pipe);
    std::string out;
    char buffer[4096];
    for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
    int const status = pclose(pipe);
    if (exit_code) *exit_code = WEXITSTATUS(status);
    ::unlink(path);
    return out;
}

}  // namespace offprint::pdf::sample
