#include "blocks/build_context.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "fmt/format.h"

namespace offprint::blocks {

void set_paragraph(layout::Stack& stack, Typesetter& type, text::ParagraphPtr const& paragraph, doc::TextStyle const& style) {
    stack.add_paragraph(paragraph, {}, {style.leading, type.first_baseline(style)});
}

void set_rule(layout::Stack& stack, Length column, Length width, Color color) {
    draw::Frame frame;
    frame.size = {column, width};
    frame.fill(draw::kArtifactLayout, Rect{{}, {}, column, width}, color);
    stack.add_frame(std::move(frame));
}

Region BuildContext::region(doc::BlockSpan span) const {
    if (inset.width > Length{}) return inset;
    if (beside) return beside->region;
    doc::Paper const lying = current_paper();
    switch (span) {
        case doc::BlockSpan::Full: return {{}, theme.full(lying)};
        case doc::BlockSpan::Rail:
            if (theme.rail > Length{}) return {{}, theme.rail};
            [[fallthrough]];
        case doc::BlockSpan::Measure: break;
    }
    Length const measure = theme.measure(lying);
    return {theme.columns.count > 1 ? Length{} : theme.full(lying) - measure, measure};
}

Region BuildContext::stand(doc::BlockSpan chosen) {
    doc::BlockSpan const span = placement(chosen);
    if (!nested && inset.width == Length{}) {
        mark_boxes();
        look_beside();
        across = span == doc::BlockSpan::Full;
    }
    return region(span);
}

void BuildContext::narrow_beside(Region region, Length height) { beside = Beside{region, height, list.size()}; }

Length BuildContext::left_beside() const {
    Length passed = pending_space;
    for (std::size_t i = beside->from; i < list.size(); ++i) {
        if (auto const* box = std::get_if<layout::VBox>(&list[i])) passed += box->height;
        if (auto const* glue = std::get_if<layout::VGlue>(&list[i])) passed += glue->height;
    }
    return beside->height - passed;
}

void BuildContext::look_beside() {
    if (!beside || nested || left_beside() > Length{}) return;
    mark_boxes();
    beside.reset();
    clear_next = true;
}

std::size_t BuildContext::lines_of(SourcedText const& words, doc::TextStyle const& style, Length width) {
    return type.paragraph(type.plain(words, style, draw::kArtifactLayout), style, width)->lines().size();
}

void BuildContext::mark_boxes() {
    auto const first = std::find_if(list.begin() + static_cast<std::ptrdiff_t>(marked_items), list.end(),
                                    [](layout::VItem const& item) { return std::holds_alternative<layout::VBox>(item); });
    bool const waits = marked_awaited < awaited.size() && awaited[marked_awaited].at <= static_cast<std::size_t>(first - list.begin());
    if (clear_next && waits) awaited[marked_awaited].clears_rail = true;
    if (clear_next && !waits && first != list.end()) std::get<layout::VBox>(*first).clears_rail = true;
    if (waits || first != list.end()) clear_next = false;
    for (std::size_t i = marked_items; i < list.size(); ++i) {
        auto* box = std::get_if<layout::VBox>(&list[i]);
        if (box == nullptr) continue;
        box->across = across;
        box->turned = turned;
        if (beside) box->clears_rail = false;  // it is narrow enough to stand beside the sidebar
    }
    // What an author wants on the whole width must not run into what stands in the rail.
    bool const clears = theme.rail > Length{} && asked_span == doc::BlockSpan::Full;
    for (std::size_t i = marked_awaited; i < awaited.size(); ++i) awaited[i].across = across, awaited[i].turned = turned, awaited[i].clears_rail |= clears;
    marked_items = list.size();
    marked_awaited = awaited.size();
}

void raise_penalties(layout::VList& list, std::size_t from, std::int64_t cost, char const* reason) {
    for (std::size_t i = from; i < list.size(); ++i)
        if (auto* penalty = std::get_if<layout::VPenalty>(&list[i])) penalty->add(cost, reason);
}

void BuildContext::settle(std::size_t first, Length above, Length below) {
    after_text = false;
    heading_above = false;
    pending_space = below;
    if (theme.grid <= Length{} || nested) return;
    layout::VGlue* opening = nullptr;
    Length height;
    for (std::size_t i = first; i < list.size(); ++i) {
        if (auto const* box = std::get_if<layout::VBox>(&list[i])) height += box->height;
        if (auto* glue = std::get_if<layout::VGlue>(&list[i])) {
            height += glue->height;
            if (opening == nullptr) opening = glue;
        }
    }
    if (opening == nullptr) height += above;
    std::int64_t const over = (height + below).raw() % theme.grid.raw();
    if (over == 0) return;
    Length const share = Length::from_raw((theme.grid.raw() - over) / 2);
    if (opening != nullptr) opening->height += share;
    pending_space = below + share;
}

void BuildContext::open(Length above, int stretch) {
    Length const space = max(pending_space, above);
    pending_space = {};
    if (!any_box) return;
    // Inside a panel a break between two blocks has its price too: a penalty there takes the panel's.
    if (nested) keep_with_next(0, "inside a panel");
    list.push_back(layout::VGlue{space, stretch});
}

layout::VBox& BuildContext::box(layout::VBox box) {
    any_box = true;
    heading_above = false;
    list.push_back(std::move(box));
    return std::get<layout::VBox>(list.back());
}

namespace {

/// A heading wants two lines below it: a break after the first one leaves it as good as alone.
void price_line_below_heading(layout::VList& list, std::size_t from, std::int64_t cost) {
    for (std::size_t i = from; i < list.size(); ++i) {
        auto* penalty = std::get_if<layout::VPenalty>(&list[i]);
        if (penalty == nullptr) continue;
        penalty->add(cost, "heading with one line");
        break;
    }
}

}  // namespace

layout::ParagraphBreakCosts BuildContext::paragraph_costs() const {
    return {cost("widow"), cost("orphan"), cost("hyphen_at_page_end"), cost("split_paragraph")};
}

void BuildContext::lines(text::ParagraphPtr const& paragraph, doc::TextStyle const& style, Length x, Span span, bool on_grid) {
    std::size_t const from = list.size();
    layout::append_paragraph(list, paragraph, x, style.leading, type.first_baseline(style), paragraph_costs(), on_grid && theme.grid > Length{}, span);
    any_box = true;
    if (heading_above) price_line_below_heading(list, from, cost("heading_alone"));
    heading_above = false;
}

void BuildContext::lines_later(text::StyledText text, doc::TextStyle const& style, Region region, Length first_indent, Span span, bool on_grid) {
    if (at_once || aside || beside) return lines(type.paragraph(std::move(text), style, region.width, first_indent), style, region.x, span, on_grid);
    std::size_t const number = type.paragraph_later(std::move(text), style, region.width, first_indent);
    awaited.push_back(
        {list.size(), number, region.x, style.leading, type.first_baseline(style), on_grid && theme.grid > Length{}, heading_above, false, false, false, span});
    any_box = true;
    heading_above = false;
}

void BuildContext::insert_late() {
    Length const space = std::exchange(pending_space, {});
    after_text = heading_above = false;
    for (std::size_t i = late.size(); i-- > 0;) {
        layout::VList around = std::move(list);
        list.clear();
        asked_span = late[i].asked_span;
        turned = late[i].turned;
        across = false;
        marked_items = 0;
        marked_awaited = awaited.size();
        late[i].build(*this);
        mark_boxes();
        auto const at = static_cast<std::ptrdiff_t>(late[i].at);
        // Paragraphs that wait for their lines further down move with their places.
        for (Awaited& waiting : awaited) {
            if (waiting.at > late[i].at) waiting.at += list.size();
        }
        around.insert(around.begin() + at, std::make_move_iterator(list.begin()), std::make_move_iterator(list.end()));
        list = std::move(around);
    }
    late.clear();
    pending_space = space;
    turned = across = false;
    asked_span.reset();
    marked_items = list.size();
}

void BuildContext::append_lines(layout::VList& to, text::ParagraphPtr const& paragraph, Awaited const& waiting) const {
    std::size_t const from = to.size();
    layout::append_paragraph(to, paragraph, waiting.x, waiting.leading, waiting.ascent, paragraph_costs(), waiting.on_grid, waiting.span);
    if (waiting.heading_above) price_line_below_heading(to, from, cost("heading_alone"));
    for (Awaited::Raise const& raise : waiting.raises) raise_penalties(to, from, raise.cost, raise.reason);
    bool const marked = waiting.across || waiting.turned || waiting.clears_rail;
    for (std::size_t i = from; marked && i < to.size(); ++i) {
        auto* box = std::get_if<layout::VBox>(&to[i]);
        if (box == nullptr) continue;
        box->across = waiting.across;
        box->turned = waiting.turned;
        box->clears_rail = waiting.clears_rail;
    }
}

void BuildContext::insert_awaited() {
    std::vector<text::ParagraphPtr> const paragraphs = type.finish_later();
    std::size_t items = list.size();
    for (text::ParagraphPtr const& paragraph : paragraphs) items += paragraph->lines().size() * 2;
    layout::VList whole;
    whole.reserve(items);
    std::size_t next = 0;
    for (Awaited const& waiting : awaited) {
        std::move(list.begin() + static_cast<std::ptrdiff_t>(next), list.begin() + static_cast<std::ptrdiff_t>(waiting.at), std::back_inserter(whole));
        next = waiting.at;
        append_lines(whole, paragraphs[waiting.number], waiting);
        if (references.hang_in(paragraphs[waiting.number]->text())) changing_flow.emplace(paragraphs[waiting.number].get(), waiting);
    }
    std::move(list.begin() + static_cast<std::ptrdiff_t>(next), list.end(), std::back_inserter(whole));
    list = std::move(whole);
    awaited.clear();
}

void BuildContext::in_language(std::string const& language, std::function<void()> const& build) {
    draw::NodeId const first = tree.end();
    std::string const outer = type.set_language(language);
    build();
    type.set_language(outer);
    for (draw::NodeId node = first; node < tree.end(); ++node) {
        draw::StructNode& outermost = tree[node];
        if (tree.parent(node) < first && outermost.role != draw::Role::Note) outermost.language = language;  // a note says its own
    }
}

draw::Role heading_role(BuildContext& context, int level) {
    int const allowed = std::min(level, context.heading_level + 1);
    context.heading_level = allowed;
    return static_cast<draw::Role>(static_cast<int>(draw::Role::H1) + std::clamp(allowed, 1, 6) - 1);
}

std::optional<data::NumberFormat> BuildContext::money_format(std::string_view currency, std::string_view pattern) const {
    auto format = data::parse_number_format(pattern);
    if (format) format->sections.front().currency = data::currency_sign(currency, article.language);
    return format;
}

std::string number_words(std::optional<data::Decimal> const& value, std::optional<data::NumberFormat> const& format, SourcedText const& text,
                         data::NumberLocale const& locale) {
    if (!text.empty()) return text.text;
    return value && format ? data::format_number(*value, *format, locale) : std::string{};
}

}  // namespace offprint::blocks
