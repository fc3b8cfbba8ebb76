// The shipped house for tests of blocks: its layouts, fonts, words and clauses, read as the program reads them, and an article
// that is built with them.
#pragma once
#include <catch2/catch.hpp>
#include <filesystem>

#include "base/file.h"
#include "blocks/block_type.h"
#include "layout/page_builder.h"

namespace offprint::blocks::test {

inline std::string const kSource = OFFPRINT_SOURCE_DIR, kShare = OFFPRINT_BINARY_DIR "/share/offprint";

inline SourceId load(std::string const& path, Sources& sources) {
    std::string error;
    auto bytes = read_file(path, 16u << 20, error);
    INFO(path << ": " << error);
    REQUIRE(bytes);
    return sources.add(path, std::move(*bytes));
}

/// A layout's name and the text that stands for its file.
using Instead = std::pair<std::string, std::string>;

struct LayoutFolder final : doc::LayoutFiles {
    Sources& sources;
    Diagnostics& faults;
    Instead instead;
    LayoutFolder(Sources& s, Diagnostics& d, Instead i = {}) : sources(s), faults(d), instead(std::move(i)) {}
    SourceId load(std::string_view name, Span at) override {
        std::string const path = kSource + "/layouts/" + std::string(name) + ".yaml";
        if (name == instead.first) return sources.add(path, instead.second);
        std::error_code failed;
        if (std::filesystem::exists(path, failed)) return test::load(path, sources);
        faults.error("E501", at, "no layout");
        return 0;
    }
};

/// The repository's fonts; opened once for all tests.
inline text::FontCatalog const& fonts() {
    static text::FontCatalog catalog;
    if (catalog.entries().empty()) {
        Sources sources;
        Diagnostics faults;
        auto const manifest = data::parse_yaml(sources, load(kSource + "/fonts/manifest.yaml", sources), faults);
        REQUIRE(manifest);
        for (data::Value const& font : manifest->find("fonts")->list) {
            auto word = [&](std::string_view key) { return font.find(key)->scalar.text; };
            catalog.add({word("family"), std::stoi(word("weight")), word("style") == "italic", kSource + "/fonts/" + word("file"), {}});
        }
    }
    return catalog;
}

/// What an article is tried with besides its own text.
struct Setting {
    std::string layout = "conviction-note", paper = "a4", language = "en-US";
    bool clauses = true;
    int clause_copies = 1;  // the clause's text so many times over
    Instead instead = {};   // a layout of the test's own; it may be one that cannot be read
};

/// Pictures of one folder.
class ExamplePictures final : public PictureFiles {
public:
    ExamplePictures(std::string folder, Diagnostics& faults) : folder_(std::move(folder)), faults_(faults) {}
    draw::PicturePtr open(SourcedText const& path) override {
        std::string error, remark;
        draw::PictureFault fault;
        auto bytes = read_file(folder_ + "/" + path.text, 8u << 20, error);
        if (!bytes) {
            faults_.error("E320", path.span(), "no such file");
            return nullptr;
        }
        return draw::read_picture(std::move(*bytes), fault, remark);
    }

private:
    std::string folder_;
    Diagnostics& faults_;
};

/// An article read and built: the body's YAML below a short head.
class Built {
public:
    explicit Built(std::string const& body, Setting const& setting = {}, std::string const& head = {}) {
        std::string text = "offprint: 1\ntitle: A headline\ndate: 2026-06-15\nlang: " + setting.language + "\n" + head + "body:\n" + body;
        first_line_of_body = 1 + static_cast<int>(std::count(text.begin(), text.end() - static_cast<std::ptrdiff_t>(body.size()), '\n'));
        tree_ = data::parse_yaml(sources, sources.add("a.yaml", std::move(text)), faults);
        REQUIRE(tree_);
        std::vector<doc::BlockReader> const readers = block_readers();
        article = doc::read_article(*tree_, readers, faults);
        REQUIRE(article);
        LayoutFolder files(sources, faults, setting.instead);
        std::vector<doc::BlockSlots> const slots = block_slots();
        theme = doc::read_theme(sources, setting.layout, {}, files, slots, faults);
        if (!theme) return;
        auto const sheet = theme->papers.find(setting.paper);
        paper = sheet != theme->papers.end() ? sheet->second : theme->papers.begin()->second;
        auto const words = data::parse_yaml(sources, load(kSource + "/messages/" + setting.language.substr(0, 2) + ".yaml", sources), faults);
        messages = doc::read_messages(*words, faults);
        REQUIRE(messages);
        if (data::Value const* const data = tree_->find("data"))
            for (data::MapEntry const& source : data->map) {
                data::Value const* const rows = source.value.find("rows");
                if (rows == nullptr) continue;
                if (auto table = data::table_from_rows(*rows, source.key.text, faults)) tables.emplace(source.key.text, std::move(*table));
            }
        if (setting.clauses) {
            auto const clause = data::parse_yaml(sources, load(kSource + "/layouts/clauses/goai-standard.yaml", sources), faults);
            clauses.push_back(*doc::read_clause(*clause, setting.language, faults));
            SourcedText const once = clauses.back().text;
            for (int i = 1; i < setting.clause_copies; ++i) {
                clauses.back().text.append(SourcedText("\n"));
                clauses.back().text.append(once);
            }
        }
        type.emplace(fonts(), shaper, text::Hyphenator::open(kShare + "/hyphenation", setting.language), setting.language,
                     std::make_shared<std::vector<std::string> const>(theme->hyphenation_exceptions), faults);
        tree.emplace(setting.language);
        ExamplePictures pictures(kSource + "/docs/examples", faults);
        BuildContext context{*article, *theme, paper, *messages, tables, clauses, *type, *tree, faults, pictures};
        list = build_article(context);
        footnotes = std::move(context.footnotes);
        geometry.height = geometry.first_height = paper.size.height - paper.top - paper.bottom;
        geometry.turned_height = paper.turned().size.height - paper.top - paper.bottom;
        geometry.grid = geometry.rail_gap = theme->grid;
        geometry.grid_origin = type->first_baseline(theme->block("prose").text("text"));
        plan = layout::paginate(list, footnotes, geometry, {}, faults);
    }

    /// Faults as "line:column:code", lines counted from the first one of the body.
    std::string codes() const {
        std::string out;
        for (Diagnostic const& d : faults.items()) {
            Place const p = sources.place(d.span.source, d.span.begin);
            if (!out.empty()) out += ' ';
            out += std::to_string(static_cast<int>(p.line) - first_line_of_body + 1) + ":" + std::to_string(p.column) + ":" + d.code;
        }
        return out;
    }
    std::string hint() const { return faults.items().empty() || faults.items()[0].hints.empty() ? "" : faults.items()[0].hints[0]; }

    /// The nodes of a role, in order of making.
    std::vector<draw::NodeId> nodes(draw::Role role) const {
        std::vector<draw::NodeId> out;
        for (draw::NodeId id = draw::kFirstNode; id < tree->end(); ++id) {
            if ((*tree)[id].role == role) out.push_back(id);
        }
        return out;
    }
    /// The tree below a node: "Sect(H1 P(Link) L(LI(Lbl LBody)))"; nodes nobody paints are in it too.
    std::string outline(draw::NodeId id) const {
        std::string out(draw::role_name((*tree)[id].role));
        std::string inner;
        for (draw::NodeId child : tree->children(id)) inner += (inner.empty() ? "" : " ") + outline(child);
        return inner.empty() ? out : out + "(" + inner + ")";
    }

    /// What stands on its pages, in the order in which it is painted, a blank wherever the pen is lifted.
    std::string text() const {
        std::string out;
        for (layout::PagePlan const& page : plan.pages) {
            draw::Frame frame;
            layout::paint_page(list, footnotes, page, {paper.left, paper.top}, *tree, frame);
            Point pen;
            append_text(frame.items, pen, out);
        }
        return out;
    }

    /// The list as letters: B box, b box on the grid, g glue, p penalty, ! forbidden break, [ ] group, m mark, o bookmark.
    std::string shape() const {
        std::string out;
        for (layout::VItem const& item : list) {
            if (auto const* box = std::get_if<layout::VBox>(&item)) out += box->on_grid ? 'b' : 'B';
            if (std::holds_alternative<layout::VGlue>(item)) out += 'g';
            if (auto const* penalty = std::get_if<layout::VPenalty>(&item)) out += penalty->cost >= layout::kForbidden ? '!' : 'p';
            if (std::holds_alternative<layout::GroupBegin>(item)) out += '[';
            if (std::holds_alternative<layout::GroupEnd>(item)) out += ']';
            if (std::holds_alternative<layout::RunningMark>(item)) out += 'm';
            if (std::holds_alternative<layout::Bookmark>(item)) out += 'o';
        }
        return out;
    }
    std::vector<layout::VBox const*> boxes() const {
        std::vector<layout::VBox const*> out;
        for (layout::VItem const& item : list) {
            if (auto const* box = std::get_if<layout::VBox>(&item)) out.push_back(box);
        }
        return out;
    }

    Sources sources;
    Diagnostics faults;
    std::optional<doc::Article> article;
    std::optional<doc::Theme> theme;
    doc::Paper paper;
    std::optional<doc::Messages> messages;
    std::map<std::string, data::Table, std::less<>> tables;
    std::vector<doc::Clause> clauses;
    text::Shaper shaper;
    std::optional<Typesetter> type;
    std::optional<draw::StructTree> tree;
    layout::VList list;
    layout::Footnotes footnotes;
    layout::PageGeometry geometry;
    layout::FlowPlan plan;
    int first_line_of_body = 0;

private:
    static void append_text(std::vector<draw::Item> const& items, Point& pen, std::string& out) {
        for (draw::Item const& item : items) {
            if (auto const* group = std::get_if<draw::GroupItem>(&item.value)) append_text(group->items, pen, out);
            auto const* run = std::get_if<draw::GlyphRunItem>(&item.value);
            if (run == nullptr) continue;
            Length const step = run->origin.x - pen.x;
            bool const goes_on = run->origin.y == pen.y && step < Length::points(0.5) && step > Length::points(-0.5);
            if (!out.empty() && !goes_on) out += ' ';
            out += run->run.text;
            pen = {run->origin.x + run->run.width(), run->origin.y};
        }
    }

    std::optional<data::Value> tree_;
};

/// Words enough for a few lines of any measure.
inline std::string words(int count) {
    static constexpr char const* kWords[] = {"copper", "carries", "the",  "links", "inside", "a",       "rack",
                                             "and",    "light",   "will", "carry", "those",  "between", "racks"};
    std::string out;
    for (int i = 0; i < count; ++i) out += std::string(i == 0 ? "" : " ") + kWords[i % 14];
    return out + ".";
}

/// A body, the faults that reading and building it give (`Built::codes`), and the hint of the first where it matters.
struct Case {
    std::string body, codes, hint = {};
};

inline void check(std::initializer_list<Case> cases) {
    for (Case const& c : cases) {
        INFO(c.body);
        Built const built(c.body);
        INFO(render_text(built.faults, built.sources));
        CHECK(built.codes() == c.codes);
        if (!c.hint.empty()) CHECK(built.hint() == c.hint);
    }
}

}  // namespace offprint::blocks::test
