// A timeline: dated events along a vertical line, what has been above what is to come. The line is dashed where it leads into the
// future; a page may end between two events.
#include <algorithm>

#include "blocks/beside.h"
#include "blocks/block_type.h"

namespace offprint::blocks {
namespace {

constexpr std::string_view kTones[] = {"past", "now", "next"};
constexpr data::Field kItemFields[] = {
    {"date", data::Kind::Date, data::Required::No, "The day, printed as the language has it. Exactly one of `date` and `when`."},
    {"when", data::Kind::Text, data::Required::No, "The time in words, where it is no day: Q3 2026, second half."},
    {"title", data::Kind::Text, data::Required::Yes, "What happens."},
    {"text", data::Kind::Markdown, data::Required::No, "A few words about it, one paragraph."},
    {"tone", data::Kind::Choice, data::Required::No, "past, now or next; by the article's date, or that of the event before, when missing.", kTones},
};
constexpr data::Field kFields[] = {
    {"items", data::Kind::RecordList, data::Required::Yes, "The events, in their order.", {}, kItemFields},
};
constexpr doc::StyleSlot kSlots[] = {
    {"date", doc::SlotKind::Text, "label", "Dates."},
    {"title", doc::SlotKind::Text, "card-title", "What happens."},
    {"text", doc::SlotKind::Text, "card", "Words about it."},
    {"code", doc::SlotKind::Text, "code", "Code inside the words."},
    {"past", doc::SlotKind::Color, "soft", "Date and dot of what has been."},
    {"now", doc::SlotKind::Color, "accent", "Date and dot of what is."},
    {"next", doc::SlotKind::Color, "ink", "Date and dot of what is to come."},
    {"line", doc::SlotKind::Color, "hair", "The line.", {}, true},
    {"line_width", doc::SlotKind::Length, "0.6", "The line."},
    {"dot", doc::SlotKind::Length, "5", "Width of a dot."},
    {"date_width", doc::SlotKind::Length, "62", "Column of the dates; as wide as they need, up to a third of the place."},
    {"line_gap", doc::SlotKind::Length, "9", "Space on both sides of the line."},
    {"narrow", doc::SlotKind::Length, "210", "On less than this, dates stand above the words."},
    {"text_gap", doc::SlotKind::Length, "1", "Space above the words."},
    {"gap", doc::SlotKind::Length, "8", "Space between events."},
    {"above", doc::SlotKind::Length, "12", "Space above."},
    {"below", doc::SlotKind::Length, "12", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where it stands; in the rail it begins beside what follows."},
};

enum class Tone { Past, Now, Next };

struct Event {
    SourcedText when, title;
    std::optional<data::Date> date;
    std::vector<doc::InlineRun> text;
    std::optional<Tone> tone;
    Span span;
};
struct Timeline final : doc::Block {
    std::vector<Event> events;
};

std::optional<Event> read_event(data::Value const& value, doc::ReadContext& context) {
    data::Record const record(value, kItemFields, "an event", context.diagnostics);
    if (!record.valid()) return std::nullopt;
    if (record.has("date") == record.has("when")) {
        context.diagnostics.error("E207", record.has("when") ? record.span_of("when") : value.span, "an event needs exactly one of 'date' and 'when'");
        return std::nullopt;
    }
    Event event;
    event.span = value.span;
    event.date = record.date("date");
    event.when = doc::smart_quotes(record.text("when").value_or(SourcedText{}), context.language);
    event.title = doc::smart_quotes(*record.text("title"), context.language);
    if (auto text = record.text("text")) {
        event.text = doc::parse_inline(*text, context.diagnostics);
        doc::smarten_quotes(event.text, context.language);
    }
    if (auto const tone = record.choice("tone")) event.tone = static_cast<Tone>(*tone);
    return event;
}

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    auto block = std::make_unique<Timeline>();
    data::Value const* items = &value;  // `timeline: [...]` is short for `timeline: {items: [...]}`
    if (value.kind != data::ValueKind::List) {
        data::Record const record(value, kFields, "a timeline", context.diagnostics);
        items = record.get("items");
        if (items == nullptr) return nullptr;
    }
    for (data::Value const& item : items->list) {
        if (auto event = read_event(item, context)) block->events.push_back(std::move(*event));
    }
    if (items->list.empty()) context.diagnostics.error("E202", items->span, "a timeline needs at least one event");
    return block->events.empty() ? nullptr : std::move(block);
}

/// The tone of an event whose author left it out: by its date against that of the article; words take that of the event before.
Tone tone_of(Event const& event, Tone before, BuildContext const& context) {
    if (event.tone) return *event.tone;
    if (!event.date || !context.article.date) return before == Tone::Now ? Tone::Next : before;
    if (*event.date == *context.article.date) return Tone::Now;
    return *event.date < *context.article.date ? Tone::Past : Tone::Next;
}

/// Where the parts of an event stand.
struct Places {
    Length date_x, date_width, line_x, text_x, text_width;
    bool narrow = false;  // the date stands above the words
};

/// Where the parts of events stand whose widest date is `dates` wide.
Places places_of(doc::BlockStyle const& style, Region region, Length dates) {
    Places p;
    Length const gap = style.length("line_gap"), dot = style.length("dot");
    p.narrow = region.width < style.length("narrow");
    Length const column = max(style.length("date_width"), min(dates, region.width / 3));
    p.line_x = region.x + (p.narrow ? dot / 2 : column + gap);
    p.text_x = p.line_x + dot / 2 + gap - (p.narrow ? Length::points(2) : dot / 2);
    p.text_width = region.x + region.width - p.text_x;
    p.date_x = p.narrow ? p.text_x : region.x;
    p.date_width = p.narrow ? p.text_width : column;
    return p;
}

SourcedText words_of_date(Event const& event, BuildContext const& context) {
    SourcedText when = event.when;
    if (event.date) when.append(context.messages.date(*event.date, true), event.span);
    return when;
}

/// The dot of an event and the line that leads to it and on; y from the top of the event.
draw::Frame drawing(doc::BlockStyle const& style, Tone tone, Tone next, Length dot_y, Length height, bool first, bool last) {
    Length const size = style.length("dot"), line = style.length("line_width"), middle = size / 2;
    Color const color = style.color(kTones[static_cast<std::size_t>(tone)]);
    Length const radius = tone == Tone::Now ? size / 2 : scaled(size, 2, 5);
    draw::Frame frame;
    frame.size = {size, height};
    auto draw_line = [&](Length from, Length to, bool dashed) {
        if (to <= from) return;
        std::vector<Length> dash;
        if (dashed) dash = {Length::points(2), Length::points(2)};
        frame.stroke(draw::kArtifactLayout, Path::line({middle, from}, {middle, to}), {style.color("line"), line, std::move(dash)});
    };
    Length const clear = radius + Length::points(1.5);
    if (!first) draw_line({}, dot_y - clear, tone == Tone::Next);
    if (!last) draw_line(dot_y + clear, height, next == Tone::Next);
    Path const circle = Path::circle({middle, dot_y}, radius);
    if (tone == Tone::Next)
        frame.stroke(draw::kArtifactLayout, Path::circle({middle, dot_y}, radius - Length::points(0.4)), {color, Length::points(0.8), {}});
    else
        frame.fill(draw::kArtifactLayout, circle, color);
    return frame;
}

layout::VBox event_box(Event const& event, Tone tone, Tone next, Places const& places, doc::BlockStyle const& style, BuildContext& context, draw::NodeId list,
                       bool first, bool last) {
    draw::NodeId const item = context.tree.add(list, draw::Role::LI, event.span);
    draw::NodeId const label = context.tree.add(item, draw::Role::Lbl, event.span);
    draw::NodeId const body = context.tree.add(item, draw::Role::LBody, event.span);
    doc::TextStyle date_look = style.text("date"), title_look = style.text("title");
    date_look.color = style.color(kTones[static_cast<std::size_t>(tone)]);
    SourcedText const when = words_of_date(event, context);
    layout::Stack dates(places.date_x), words(places.text_x);
    text::ParagraphPtr const date = context.type.paragraph(context.type.plain(when, date_look, label), date_look, places.date_width);
    layout::Stack& date_stack = places.narrow ? words : dates;
    Length const date_baseline = context.type.first_baseline(date_look), title_baseline = context.type.first_baseline(title_look);
    // Date and title stand on one baseline.
    if (!places.narrow) dates.space(max({}, title_baseline - date_baseline));
    set_paragraph(date_stack, context.type, date, date_look);
    if (!places.narrow) words.space(max({}, date_baseline - title_baseline));
    draw::NodeId const title = context.tree.add(body, draw::Role::P, event.title.span());
    set_paragraph(words, context.type, context.type.paragraph(context.type.plain(event.title, title_look, title), title_look, places.text_width), title_look);
    if (!event.text.empty()) {
        doc::TextStyle const& look = style.text("text");
        words.space(style.length("text_gap"));
        draw::NodeId const node = context.tree.add(body, draw::Role::P, event.span);
        set_paragraph(words, context.type,
                      context.type.paragraph(context.type.inlines(event.text, look, style.text("code"), context.tree, node), look, places.text_width), look);
    }
    layout::Stack const stacks[] = {std::move(words), std::move(dates)};
    layout::VBox box = layout::row_of(stacks, event.span, layout::Splittable::No);
    if (!last) box.height += style.length("gap");
    // The dot stands in the middle of the letters beside it.
    doc::TextStyle const& beside = places.narrow ? date_look : title_look;
    Length const dot_y = box.baseline - context.type.cap_height(beside) / 2;
    draw::Frame frame = drawing(style, tone, next, dot_y, box.height, first, last);
    Length const x = places.line_x - style.length("dot") / 2;
    box.pieces.insert(box.pieces.begin(), {{x, {}}, std::make_shared<draw::Frame const>(std::move(frame))});
    return box;
}

std::vector<layout::VBox> boxes_of(Timeline const& timeline, doc::BlockStyle const& style, Region region, BuildContext& context) {
    draw::NodeId const list = context.tree.add(context.parent, draw::Role::L, timeline.span);
    Length widest;
    for (Event const& event : timeline.events)
        widest = max(widest, text::line_width(context.type.line(words_of_date(event, context), style.text("date"), draw::kArtifactLayout)));
    Places const places = places_of(style, region, widest);
    std::vector<Tone> tones;
    for (Event const& event : timeline.events) tones.push_back(tone_of(event, tones.empty() ? Tone::Past : tones.back(), context));
    std::vector<layout::VBox> boxes;
    for (std::size_t i = 0; i < timeline.events.size(); ++i) {
        bool const last = i + 1 == timeline.events.size();
        boxes.push_back(event_box(timeline.events[i], tones[i], last ? tones[i] : tones[i + 1], places, style, context, list, i == 0, last));
    }
    return boxes;
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& timeline = static_cast<Timeline const&>(block);
    doc::BlockStyle const& style = context.style("timeline");
    doc::BlockSpan const span = context.placement(style.span("span"));
    Region const region = context.stand(span);
    if (stands_in_rail(span, context)) return stand_in_rail(boxes_of(timeline, style, region, context), timeline.span, context);
    std::size_t const first = context.list.size();
    context.keep_lead_in();
    context.open(style.length("above"), 1);
    std::vector<layout::VBox> boxes = boxes_of(timeline, style, region, context);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        // An event alone on its side of a page break looks like a slip.
        bool const alone = i == 1 || i + 1 == boxes.size();
        if (i > 0) context.keep_with_next(context.cost("split_list_item") * (alone ? 4 : 1), alone ? "event alone" : "timeline split");
        boxes[i].clears_rail = region.x == Length{} && !context.nested;
        context.box(std::move(boxes[i]));
    }
    context.settle(first, style.length("above"), style.length("below"));
}

}  // namespace

BlockType const kTimeline{"timeline",
                          "Dated events along a line: what has been, what is, what is to come. A plain list stands for its `items`.",
                          kFields,
                          kSlots,
                          read,
                          build,
                          "- timeline:\n    - {date: 2026-03-18, title: Sampling begins, text: Two customers test the switch in their own racks.}\n"
                          "    - {date: 2026-06-15, title: Guidance raised, text: \"Second quarter: *$355M to $365M*.\"}\n"
                          "    - {when: Q4 2026, title: Volume production}\n",
                          data::BlockForm::MapOrItems};

}  // namespace offprint::blocks
