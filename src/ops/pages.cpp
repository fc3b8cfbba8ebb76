#include "ops/pages.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "blocks/picture.h"
#include "fmt/format.h"

namespace offprint::ops {

layout::PageGeometry page_geometry(doc::Theme const& theme, doc::Paper const& paper, blocks::Typesetter& type) {
    layout::PageGeometry geometry;
    geometry.height = geometry.first_height = paper.size.height - paper.top - paper.bottom;
    geometry.grid = theme.grid;
    geometry.grid_origin = type.first_baseline(theme.block("prose").text("text"));
    geometry.rail_gap = theme.grid;
    doc::Paper const turned = paper.turned();
    geometry.turned_height = turned.size.height - turned.top - turned.bottom;
    if (theme.grid > Length{}) geometry.turned_height = geometry.turned_height - Length::from_raw(geometry.turned_height.raw() % theme.grid.raw());
    geometry.columns = theme.columns.count;
    geometry.column_gutter = theme.columns.gutter;
    geometry.column_pitch = theme.measure(paper) + theme.columns.gutter;
    geometry.turned_pitch = theme.measure(turned) + theme.columns.gutter;
    return geometry;
}

layout::PageCosts page_costs(doc::Theme const& theme) {
    layout::PageCosts costs;
    auto cost = [&](std::string_view name) { return theme.costs.find(name)->second; };
    costs.short_page = cost("short_page");
    costs.tolerated_share = 0;  // every line left empty costs a little, so that pages end alike
    costs.last_under_minimum = cost("last_page");
    costs.minimum_last_fill = static_cast<double>(cost("last_page_fill")) / 100;
    costs.note_split = cost("note_split");
    costs.note_deferred = cost("note_deferred");
    costs.rail_shift = cost("rail_shift");
    costs.float_late = cost("float_late");
    costs.variant = cost("paragraph_variant");
    costs.variant_lines = cost("paragraph_variant_lines");
    costs.column_balance = cost("column_balance");
    return costs;
}

PagePainter::PagePainter(SetArticle& set, RunningLogos const& logos) : context_(set.context), list_(set.list), plan_(set.plan), places_(set.places) {
    head_logo_ = set_logo(logos.head, context_.theme.head, draw::kArtifactHeader);
    foot_logo_ = set_logo(logos.foot, context_.theme.foot, draw::kArtifactFooter);
    for (doc::Clause const& clause : context_.clauses) {
        if (clause.short_text.empty()) continue;
        short_disclosure_ += (short_disclosure_.empty() ? "" : " ") + clause.short_text.text;
        short_language_ = clause.language;
    }
    // One walk for all pages: a long document has hundreds of pages and tens of thousands of items.
    std::string_view section;
    std::optional<std::string_view> waiting;  // for the next page
    std::uint32_t next = 0;
    for (layout::PagePlan const& page : plan_.pages) {
        if (page.items.empty()) {  // nothing but what is left of a footnote
            sections_.emplace_back();
            continue;
        }
        Sections here;
        bool begun = false, at_head = true;
        if (waiting) section = *std::exchange(waiting, std::nullopt);
        auto const walk_to = [&](std::uint32_t box) {
            for (; next <= box; ++next) {
                auto const* mark = std::get_if<layout::RunningMark>(&list_[next]);
                if (mark == nullptr) continue;
                if (mark->from_head && !at_head) {
                    waiting = mark->text;
                    continue;
                }
                section = mark->text;
                waiting.reset();
                if (!std::exchange(begun, true)) here.first = section;
            }
        };
        walk_to(page.items.front().item);
        here.top = section;
        at_head = false;
        walk_to(page.items.back().item);
        if (!begun) here.first = section;
        here.last = section;
        sections_.push_back(sections_.empty() ? Sections{} : here);
    }
}

std::optional<PagePainter::Logo> PagePainter::set_logo(draw::PicturePtr const& picture, doc::RunningLine const& line, draw::NodeId artifact) {
    if (!picture) return std::nullopt;
    draw::StructTree& tree = context_.tree;
    draw::NodeId const node = tree.add(tree.root(), draw::Role::Figure, line.logo.span());
    tree[node].alt = line.logo_alt;
    // A head is read before everything else.
    if (artifact == draw::kArtifactHeader) tree.put_first(node);
    Size const size{blocks::width_at(*picture, line.logo_height), line.logo_height};
    draw::Frame first = blocks::set_logo(*picture, size, node, line.logo, "take a form of it for this paper", context_);
    draw::Frame later = first.under(artifact);
    return Logo{std::move(first), std::move(later)};
}

doc::Paper PagePainter::paper_of(std::size_t page) const {
    doc::Paper const paper = plan_.pages[page].turned ? context_.paper.turned() : context_.paper;
    return is_left(page) ? paper.mirrored() : paper;
}

namespace {

/// Between the texts of a running line, at least.
constexpr Length kLineGap = Length::points(12);

/// A text, set as `line`, on one line of `room`; a longer one loses words at its end, which an ellipsis stands for.
std::vector<text::PlacedRun> fitted(std::vector<text::PlacedRun> line, SourcedText const& text, doc::TextStyle const& style, Length room,
                                    blocks::Typesetter& type, draw::NodeId node) {
    std::string words = text.text;
    while (text::line_width(line) > room && !words.empty()) {
        std::size_t cut = words.rfind(' ');
        if (cut == std::string::npos) {
            cut = words.size() - 1;
            while (cut > 0 && utf8::is_continuation(words[cut])) --cut;
        }
        words.erase(cut);
        while (!words.empty() && (words.back() == ' ' || words.back() == ',' || words.back() == ':')) words.pop_back();
        if (words.empty()) return {};
        line = type.line(SourcedText(words + "\u2026"), style, node);
    }
    return line;
}

}  // namespace

void PagePainter::running_line(draw::Frame& frame, doc::RunningLine const& line, bool head, std::size_t page) {
    doc::Article const& article = context_.article;
    doc::Paper const paper = paper_of(page);
    draw::NodeId const node = head ? draw::kArtifactHeader : draw::kArtifactFooter;
    Length const full = context_.theme.full(paper);
    auto from_edge = [&](Length distance) { return head ? distance : paper.size.height - distance; };
    if (line.rule_color && line.rule_width > Length{}) {
        frame.fill(node, Rect{paper.left, from_edge(line.rule), full, line.rule_width}, *line.rule_color);
        if (line.double_rule)
            frame.fill(node, Rect{paper.left, from_edge(line.rule) + line.rule_width + Length::points(1.6), full, Length::points(0.4)}, *line.rule_color);
    }
    std::string const number = std::to_string(page + 1), pages = std::to_string(plan_.pages.size());
    std::string const page_of = context_.messages.get("page_of", {{"page", number}, {"pages", pages}});
    std::string const date = article.date ? context_.messages.date(*article.date, false) : std::string{};
    std::string const& client = article.client.text;
    std::string const prepared_for = client.empty() ? std::string{} : context_.messages.get("prepared_for", {{"client", client}});
    auto words = [&](std::string const& pattern) {
        return SourcedText(doc::joined_values(pattern, {{"publisher", article.publisher.text},
                                                        {"section", sections_[page].top},
                                                        {"first_section", sections_[page].first},
                                                        {"last_section", sections_[page].last},
                                                        {"date", date},
                                                        {"symbol", article.instrument ? article.instrument->symbol : std::string{}},
                                                        {"title", article.title.text},
                                                        {"page", number},
                                                        {"pages", pages},
                                                        {"page_of", page_of},
                                                        {"client", client},
                                                        {"prepared_for", prepared_for},
                                                        {"short_disclosure", short_disclosure_}}));
    };
    Length const baseline = from_edge(line.baseline);
    auto put = [&](std::vector<text::PlacedRun> const& runs, Length x, Length y) {
        for (text::PlacedRun const& run : runs) frame.text(node, {x + run.x, y}, run.run);
    };
    auto line_of = [&](std::string const& pattern, doc::TextStyle const& style) {
        SourcedText const text = words(pattern);
        return text.empty() ? std::vector<text::PlacedRun>{} : context_.type.line(text, style, node);
    };
    bool const swapped = is_left(page);
    std::vector<text::PlacedRun> const right = line_of(line.right, line.right_style);
    // A logo takes room from the text at its side; on a left page that mirrors, sides change.
    constexpr Length kLogoGap = Length::points(8);
    Length left_edge = paper.left, right_edge = paper.left + full;
    if (std::optional<Logo> const& logo = head ? head_logo_ : foot_logo_) {
        Size const size = logo->first.size;
        bool const at_right = line.logo_at_right != swapped;
        Length const x = at_right ? right_edge - size.width : left_edge;
        frame.place(page == 0 ? logo->first : logo->later, {x, baseline - size.height});
        (at_right ? right_edge : left_edge) += at_right ? -(size.width + kLogoGap) : size.width + kLogoGap;
    }
    SourcedText const left = words(line.left);
    Length const right_width = text::line_width(right);
    SourcedText const middle = words(line.center);
    bool const is_name = head && line.left.find("{short_disclosure}") == std::string::npos;
    std::vector<text::PlacedRun> name, center;  // `name`: the left on one line, where that is of use
    if (!left.empty() && (is_name || !middle.empty())) name = context_.type.line(left, line.left_style, node);
    // The middle leaves room for both sides: all of it for the right, a third of the line for the left if it wants that much.
    if (!middle.empty()) {
        Length const left_width = text::line_width(name);
        Length const edges = max(left_edge - paper.left, paper.left + full - right_edge);
        center = fitted(context_.type.line(middle, line.center_style, node), middle, line.center_style,
                        full - (edges + max(right_width, min(left_width, full / 3)) + kLineGap) * 2, context_.type, node);
    }
    Length const center_x = paper.left + (full - text::line_width(center)) / 2;
    put(right, swapped ? left_edge : right_edge - right_width, baseline);
    put(center, center_x, baseline);
    if (left.empty()) return;
    // The text at the left may be long (the short disclosure): it takes a second line rather than run into its neighbour.
    Length const room = (center.empty() ? right_edge - left_edge - right_width
                         : swapped      ? right_edge - center_x - text::line_width(center)
                                        : center_x - left_edge) -
                        kLineGap;
    if (is_name) {
        name = fitted(std::move(name), left, line.left_style, room, context_.type, node);
        put(name, swapped ? right_edge - text::line_width(name) : left_edge, baseline);
        return;
    }
    doc::TextStyle look = line.left_style;
    if (swapped) look.align = doc::Align::End;
    bool const in_own_language = line.left == "{short_disclosure}";
    std::string const outer = in_own_language ? context_.type.set_language(short_language_) : context_.type.language();
    text::ParagraphPtr const set = context_.type.paragraph(context_.type.plain(left, look, node), look, room);
    if (in_own_language) context_.type.set_language(outer);
    // Lines go down from the foot's baseline: what would leave the paper is an error, since it may be a disclosure.
    if (!head && look.leading * static_cast<std::int64_t>(set->lines().size()) > line.baseline) {
        Span const place = context_.article.disclosures_span;
        if (page == 0)
            context_.diagnostics.error("E523", place, fmt::format("the running foot needs {} lines and leaves the page", set->lines().size()),
                                       "shorten the clauses' 'short' texts");
    }
    Length const left_x = swapped ? right_edge - room : left_edge;
    for (std::uint32_t i = 0; i < set->lines().size(); ++i) put(text::set_line(*set, i), left_x, baseline + look.leading * static_cast<std::int64_t>(i));
}

draw::Page PagePainter::paint(std::size_t page) {
    draw::Page out;
    doc::Paper const paper = paper_of(page);
    out.label = std::to_string(page + 1);
    out.frame.size = paper.size;
    if (context_.theme.paper != kWhite)
        out.frame.fill(draw::kArtifactBackground, Rect{{}, {}, out.frame.size.width, out.frame.size.height}, context_.theme.paper);
    running_line(out.frame, context_.theme.head, true, page);
    doc::ColumnLayout const& columns = context_.theme.columns;
    for (layout::PlacedRule const& rule : plan_.pages[page].rules) {
        if (!columns.rule_color) break;
        Rect const area{paper.left + rule.x - columns.rule / 2, paper.top + rule.top, columns.rule, rule.foot - rule.top};
        out.frame.fill(draw::kArtifactLayout, area, *columns.rule_color);
    }
    layout::paint_page(list_, context_.footnotes, plan_.pages[page], {paper.left, paper.top}, context_.tree, out.frame);
    running_line(out.frame, context_.theme.foot, false, page);
    auto place = std::lower_bound(places_.begin(), places_.end(), page, [](LinkPlace const& p, std::size_t at) { return p.page < at; });
    for (; place != places_.end() && place->page == page; ++place)
        out.frame.add({draw::AnchorItem{place->name, {paper.left, paper.top + place->y}, place->node}});
    return out;
}

std::vector<pdf::OutlineEntry> PagePainter::outline() const {
    std::vector<pdf::OutlineEntry> entries;
    for (std::size_t page = 0; page < plan_.pages.size(); ++page) {
        for (layout::PlacedItem const& placed : plan_.pages[page].items) {
            if (placed.from_step != 0) continue;
            // The bookmarks that stand between the box before and this one.
            for (std::uint32_t i = placed.item; i-- > 0 && !std::holds_alternative<layout::VBox>(list_[i]);) {
                auto const* mark = std::get_if<layout::Bookmark>(&list_[i]);
                if (mark == nullptr) continue;
                std::string title = mark->title;
                for (char& c : title) c = c == '\n' ? ' ' : c;
                entries.push_back({std::move(title), mark->level, page, context_.paper.top + placed.y, mark->node});
            }
        }
    }
    return entries;
}

}  // namespace offprint::ops
