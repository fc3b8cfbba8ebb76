#include "text/paragraph.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/number.h"
#include "text/paragraph_memo.h"
#include "text/paragraph_parts.h"

namespace offprint::text {

Paragraph::Paragraph(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Paragraph::~Paragraph() = default;
std::vector<Line> const& Paragraph::lines() const { return data_->lines; }
StyledText const& Paragraph::text() const { return data_->text; }
ParagraphStyle const& Paragraph::style() const { return *data_->style; }
std::int64_t Paragraph::demerits() const { return data_->demerits; }
Length Paragraph::width() const { return data_->width; }

namespace {

constexpr std::string_view kSoftHyphen = "\u00AD";
/// Spaces so many times as wide as they should be are told (W405).
constexpr std::int64_t kLooseLine = 3;

/// Takes soft hyphens out of a text, since they would part what shapes together; gives their places in what is left.
std::vector<std::uint32_t> take_soft_hyphens(StyledText& text) {
    std::vector<std::uint32_t> places;
    if (text.text.text.find(kSoftHyphen) == std::string::npos) return places;
    StyledText clean;
    clean.text.source = text.text.source;
    clean.styles = std::move(text.styles);
    for (StyledText::Run run : text.runs) {
        std::size_t at = run.begin;
        run.begin = static_cast<std::uint32_t>(clean.text.text.size());
        for (std::size_t const end = run.end; at < end;) {
            std::size_t const soft = std::min(end, text.text.text.find(kSoftHyphen, at));
            clean.text.append(text.text.substr(at, soft - at));
            if (soft < end) places.push_back(static_cast<std::uint32_t>(clean.text.text.size()));
            at = soft + kSoftHyphen.size();
        }
        run.end = static_cast<std::uint32_t>(clean.text.text.size());
        clean.runs.push_back(run);
    }
    text = std::move(clean);
    return places;
}

/// The optical width of a line: what hangs is left out. With expansion it is what the search takes it for, to the unit.
Length optical(ShapedLine const& line, int expansion = 0) {
    Length const natural = line.natural - line.left_hang - line.right_hang;
    return natural + expansion_of(natural - line.rigid, expansion);
}

std::unique_ptr<Paragraph::Data> unbroken(StyledText text, SharedStyle style, std::vector<std::uint32_t> soft) {
    auto data = std::make_unique<Paragraph::Data>();
    data->text = std::move(text);
    data->style = std::move(style);
    data->soft = std::move(soft);
    data->first_piece.push_back(0);
    return data;
}

/// One paragraph's way from text to lines.
class Breaking {
public:
    /// `data` holds text, style and the places of soft hyphens.
    Breaking(Shaper& shaper, std::unique_ptr<Paragraph::Data> data, Diagnostics& diagnostics);
    ParagraphPtr set();
    std::vector<ParagraphVariant> variants(Paragraph const& original);

private:
    void set_lines(BrokenLines const& chosen);
    ParagraphPtr finish();
    void look_for_hyphens();
    std::optional<ShapedLine> single_line(Place& end) const;
    BrokenLines settled();
    BrokenLines without_rivers(BrokenLines chosen, std::function<std::optional<BrokenLines>(LineProblem const&)> const& again) const;
    BrokenLines choose();
    bool ends_in_runt(BrokenLines const& lines) const;
    ExactWidth exact_width() const;
    void add_line(std::uint32_t first, std::uint32_t last, Place const& from, Place const& to, ShapedLine shaped, int expansion = 0);
    void place_line(Line& line, ShapedLine const& shaped, Length indent, bool last) const;
    void report(Line const& line, Length excess);
    void report_gaps(std::size_t number);
    std::string begin_of(Line const& line) const;

    std::unique_ptr<Paragraph::Data> data_;
    Diagnostics& diagnostics_;
    std::vector<Opportunity> opportunities_;
    std::optional<Pieces> pieces_;
    Candidates candidates_;
};

Breaking::Breaking(Shaper& shaper, std::unique_ptr<Paragraph::Data> data, Diagnostics& diagnostics) : data_(std::move(data)), diagnostics_(diagnostics) {
    data_->shelf = shaper.shelf();
    if (data_->text.text.text.empty()) return;
    std::string const language = data_->text.styles.empty() ? std::string() : data_->text.styles.front().language;
    BreakTaste const taste = data_->style->alignment == Alignment::Balanced ? BreakTaste::Heading : BreakTaste::Prose;
    shaper.break_finder().find(data_->text.text.text, language, taste, opportunities_);
    pieces_.emplace(shaper, data_->text, *data_->style, opportunities_, diagnostics);
}

ParagraphPtr Breaking::set() {
    if (!pieces_) return finish();
    Place end;
    if (auto only = data_->style->line_starts.empty() ? single_line(end) : std::nullopt) {
        add_line(0, 1, {}, end, std::move(*only));
        data_->demerits = data_->style->costs.line * data_->style->costs.line;
    } else {
        candidates_ = find_candidates(*pieces_, *data_->style, opportunities_);
        set_lines(choose());
    }
    data_->segments = std::move(pieces_->segments);
    return finish();
}

std::vector<ParagraphVariant> Breaking::variants(Paragraph const& original) {
    std::vector<ParagraphVariant> found;
    auto const lines = static_cast<std::uint32_t>(original.lines().size());
    candidates_ = find_candidates(*pieces_, *data_->style, opportunities_);
    candidates_.problem.exact_width = exact_width();
    look_for_hyphens();
    LineCosts const& costs = data_->style->costs;
    LinePass pass = line_passes(costs)[1];
    pass.tolerance = std::min(pass.tolerance, kVariantTolerance);
    std::vector<BrokenLines> const frontier = frontier_in_pass(candidates_.problem, costs, pass, lines - 1, lines + 1);
    std::unique_ptr<Paragraph::Data> const whole = std::move(data_);  // the pieces look at its text
    for (BrokenLines const& chosen : frontier) {
        int const more = static_cast<int>(chosen.breaks.size() - 1) - static_cast<int>(lines);
        if (more == 0) continue;
        data_ = unbroken(whole->text, whole->style, whole->soft);
        data_->shelf = whole->shelf;
        set_lines(chosen);
        data_->segments = pieces_->segments;
        bool const fits = std::none_of(data_->lines.begin(), data_->lines.end(), [](Line const& line) { return line.overfull; });
        ParagraphPtr paragraph = finish();
        if (fits) found.push_back({std::move(paragraph), more, std::max<std::int64_t>(0, chosen.demerits - original.demerits())});
    }
    return found;
}

void Breaking::set_lines(BrokenLines const& chosen) {
    data_->demerits = chosen.demerits;
    data_->lines.reserve(std::max<std::size_t>(chosen.breaks.size(), 1) - 1);
    data_->first_piece.reserve(chosen.breaks.size());
    data_->pieces.reserve(pieces_->pieces.size());
    for (std::size_t i = 1; i < chosen.breaks.size(); ++i) {
        Place const &from = candidates_.places[chosen.breaks[i - 1]], &to = candidates_.places[chosen.breaks[i]];
        int const steps = chosen.expansion.empty() ? 0 : chosen.expansion[i - 1];
        add_line(chosen.breaks[i - 1], chosen.breaks[i], from, to, shape_line_between(*pieces_, from, to), steps * kExpansionStep);
    }
    // Lines that are settled were told when they were chosen; where a word sticks out, gaps beside it are no news.
    auto const& lines = data_->lines;
    bool const known = !data_->style->line_starts.empty() || std::any_of(lines.begin(), lines.end(), [](Line const& line) { return line.overfull; });
    for (std::size_t i = 0; i < lines.size() && !known; ++i) report_gaps(i);
}

ParagraphPtr Breaking::finish() {
    data_->lines.shrink_to_fit();
    data_->pieces.shrink_to_fit();
    return std::make_shared<Paragraph>(std::move(data_));
}

/// Labels and table cells mostly do: one line is always best then, and no break needs a price.
std::optional<ShapedLine> Breaking::single_line(Place& end) const {
    auto const forced = [](Opportunity const& o) { return o.kind == Opportunity::Kind::Forced; };
    if (std::count_if(opportunities_.begin(), opportunities_.end(), forced) != 1) return std::nullopt;
    Length const available = data_->style->measure - data_->style->first_indent;
    if (pieces_->x.back() > available * 2) return std::nullopt;  // far too long; spares shaping it
    auto const& all = pieces_->pieces;
    end.end_piece = static_cast<std::uint32_t>(all.size());
    while (end.end_piece > 0 && vanishes(all[end.end_piece - 1].kind)) --end.end_piece;
    end.end = end.end_piece == 0 ? 0 : all[end.end_piece - 1].end;
    end.start = static_cast<std::uint32_t>(pieces_->text().size());
    end.forced = true;
    ShapedLine line = shape_line_between(*pieces_, {}, end);
    if (optical(line) > available) return std::nullopt;
    return line;
}

// A last line of one word, or hardly longer than an indent: a reason to look for hyphens even if all lines are good.
bool Breaking::ends_in_runt(BrokenLines const& lines) const {
    if (lines.breaks.size() < 3) return false;
    LineProblem const& problem = candidates_.problem;
    Break const &start = problem.breaks[lines.breaks[lines.breaks.size() - 2]], &end = problem.breaks[lines.breaks.back()];
    Length const limit = problem.runt_length * (end.stretch <= start.start_stretch ? 2 : 1);
    return end.end - start.start < limit;
}

/// The breaks that begin lines where they shall begin.
BrokenLines Breaking::settled() {
    look_for_hyphens();
    BrokenLines lines;
    lines.breaks.push_back(0);
    auto const last = static_cast<std::uint32_t>(candidates_.places.size() - 1);
    for (std::uint32_t i = 1; i < last; ++i) {
        bool const begins = std::binary_search(data_->style->line_starts.begin(), data_->style->line_starts.end(), candidates_.places[i].start);
        if (begins || candidates_.places[i].forced) lines.breaks.push_back(i);
    }
    lines.breaks.push_back(last);
    // They expand as they did: what is said of them is looked at as a whole, however loose.
    LineCosts const& costs = data_->style->costs;
    candidates_.problem.exact_width = exact_width();
    LinePass const any = line_passes(costs).back();
    lines.demerits = demerits_of(candidates_.problem, costs, any, lines.breaks).value_or(0);
    level_expansion(candidates_.problem, costs, any, lines);
    return lines;
}

BrokenLines Breaking::choose() {
    ParagraphStyle const& style = *data_->style;
    if (!style.line_starts.empty()) return settled();
    candidates_.problem.exact_width = exact_width();
    if (style.alignment == Alignment::Balanced) return balance_lines(candidates_.problem);
    auto const without_hyphens = break_in_pass(candidates_.problem, style.costs, line_passes(style.costs)[0]);
    if (without_hyphens && !ends_in_runt(*without_hyphens)) {
        auto const again = [&](LineProblem const& problem) { return break_in_pass(problem, style.costs, line_passes(style.costs)[0]); };
        return without_rivers(*without_hyphens, again);
    }
    // Only now are hyphens looked for: half of all paragraphs do without.
    look_for_hyphens();
    auto const again = [&](LineProblem const& problem) { return std::optional(break_lines(problem, style.costs, 1)); };
    return without_rivers(break_lines(candidates_.problem, style.costs, 1), again);
}

/// The lines, or better ones: those that a break beside a river is taken from, as long as that costs less with what rivers cost.
BrokenLines Breaking::without_rivers(BrokenLines chosen, std::function<std::optional<BrokenLines>(LineProblem const&)> const& again) const {
    constexpr int kMostRounds = 4;
    LineCosts const& costs = data_->style->costs;
    if (data_->style->alignment != Alignment::Justified || costs.river <= 0) return chosen;
    std::vector<River> rivers = find_rivers(*pieces_, candidates_, chosen);
    if (rivers.empty()) return chosen;
    std::int64_t least = chosen.demerits + cost_of(rivers, costs);
    LineProblem problem = candidates_.problem;
    for (int round = 0; round < kMostRounds && !rivers.empty(); ++round) {
        std::vector<bool> beside(chosen.breaks.size(), false);
        for (River const& river : rivers) std::fill(beside.begin() + (river.end - river.length) + 1, beside.begin() + river.end, true);
        std::optional<BrokenLines> best;
        std::uint32_t best_avoids = 0;
        for (std::size_t line = 0; line < beside.size(); ++line) {
            std::uint32_t const at = chosen.breaks[line];
            if (!beside[line] || problem.breaks[at].forced) continue;
            std::int64_t const penalty = std::exchange(problem.breaks[at].penalty, kWorstBadness);
            std::optional<BrokenLines> tried = again(problem);
            problem.breaks[at].penalty = penalty;
            if (!tried || tried->overfull || std::binary_search(tried->breaks.begin(), tried->breaks.end(), at)) continue;
            std::int64_t const cost = tried->demerits + cost_of(find_rivers(*pieces_, candidates_, *tried), costs);
            if (cost >= least) continue;
            least = cost;
            best = std::move(*tried);
            best_avoids = at;
        }
        if (!best) break;
        problem.breaks[best_avoids].penalty = kWorstBadness;
        chosen = std::move(*best);
        rivers = find_rivers(*pieces_, candidates_, chosen);
    }
    return chosen;
}

void Breaking::look_for_hyphens() {
    auto const points = hyphen_points(*pieces_, *data_->style, opportunities_, data_->soft);
    if (!points.empty()) add_hyphens(candidates_, *pieces_, points);
}

// Inside one unit a line's two ends may see each other. That matters only where a unit nearly fills a line.
ExactWidth Breaking::exact_width() const {
    return [this](std::uint32_t from, std::uint32_t to) -> std::optional<Length> {
        Break const &start = candidates_.problem.breaks[from], &end = candidates_.problem.breaks[to];
        if ((end.end - start.start) * 2 < data_->style->measure) return std::nullopt;
        return optical(shape_line_between(*pieces_, candidates_.places[from], candidates_.places[to]));
    };
}

void Breaking::add_line(std::uint32_t first, std::uint32_t last, Place const& from, Place const& to, ShapedLine shaped, int expansion) {
    ParagraphStyle const& style = *data_->style;
    Line line;
    line.expansion = expansion;
    line.rigid = shaped.rigid;
    line.first_break = first;
    line.last_break = last;
    line.begin = from.start;
    line.end = std::max(from.start, to.end);
    line.natural = shaped.natural;
    line.spaces = shaped.spaces;
    line.hyphenated = to.hyphen;
    Length const indent = first == 0 ? style.first_indent : style.hanging_indent;
    place_line(line, shaped, indent, to.forced);
    Length const added = line.space_adjust * line.spaces + Length::from_raw(line.leftover);
    Length const right = indent + optical(shaped, expansion) + added;
    data_->width = max(data_->width, right);
    if (line.overfull) report(line, right - style.measure);
    data_->lines.push_back(line);
    data_->pieces.insert(data_->pieces.end(), shaped.pieces.begin(), shaped.pieces.end());
    data_->first_piece.push_back(static_cast<std::uint32_t>(data_->pieces.size()));
}

void Breaking::place_line(Line& line, ShapedLine const& shaped, Length indent, bool last) const {
    ParagraphStyle const& style = *data_->style;
    Length const room = style.measure - indent - optical(shaped, line.expansion);
    bool const justified = style.alignment == Alignment::Justified;
    line.x = indent - shaped.left_hang - expansion_of(shaped.left_hang, line.expansion);
    if (room >= Length{} && style.alignment == Alignment::Centered) line.x += room / 2;
    if (room >= Length{} && style.alignment == Alignment::End) line.x += room;
    // A word at an edge may shape a trifle wider than the search took it for: spaces take that up, only more sticks out.
    Length const trifle = shaped.pieces.empty() ? Length{} : pieces_->style_of(shaped.pieces.front().segment).size / 20;
    line.overfull = room + (justified ? shaped.shrink : Length{}) + trifle < Length{};
    if (!justified || line.spaces == 0 || (last && room >= Length{})) return;
    std::int64_t const share = line.overfull ? -shaped.shrink.raw() : room.raw();
    std::int64_t const spaces = line.spaces;
    std::int64_t const each = share >= 0 ? share / spaces : -((-share + spaces - 1) / spaces);
    line.space_adjust = Length::from_raw(each);
    line.leftover = static_cast<std::uint32_t>(share - each * spaces);
}

/// The first words of a line in quotes, as messages show it.
std::string Breaking::begin_of(Line const& line) const {
    constexpr std::size_t kShown = 40;
    std::string_view words = std::string_view(data_->text.text.text).substr(line.begin, line.end - line.begin);
    std::size_t cut = std::min(words.size(), kShown);
    while (cut < words.size() && cut > 0 && (static_cast<unsigned char>(words[cut]) & 0xC0) == 0x80) --cut;
    std::string out = "line '";
    return out.append(words.substr(0, cut)).append(cut < words.size() ? "…'" : "'");
}

// A line that no pass could fill better. Spaces of several styles are measured by the narrowest.
void Breaking::report_gaps(std::size_t number) {
    Line const& line = data_->lines[number];
    if (line.space_adjust <= Length{}) return;
    int const permille = data_->style->costs.stretch_permille_of_space;
    Length space;  // by nature
    for (std::uint32_t i = data_->first_piece[number]; i < data_->first_piece[number + 1]; ++i) {
        LinePiece const& piece = data_->pieces[i];
        if (permille <= 0 || piece.trailing || !stretches(piece.kind)) continue;
        Length const natural = pieces_->segments[piece.segment].stretch * 1000 / permille;
        space = space == Length{} ? natural : min(space, natural);
    }
    if (space <= Length{} || line.space_adjust <= space * (kLooseLine - 1)) return;
    std::string message = begin_of(line) + " is loose: its spaces are ";
    append_points(message, Length::from_raw((space + line.space_adjust).raw() * Length::kUnitsPerPoint / space.raw()), 1);
    message += " times as wide as they should be";
    diagnostics_.warning("W405", data_->text.text.span(line.begin, line.end), std::move(message),
                         "change the text, or show where a long word may break with a soft hyphen (U+00AD)");
}

void Breaking::report(Line const& line, Length excess) {
    std::string message = begin_of(line) + " is ";
    append_points(message, excess, 1);
    message += " pt too wide for its measure of ";
    append_points(message, data_->style->measure, 1);
    message += " pt";
    diagnostics_.error("E402", data_->text.text.span(line.begin, line.end), std::move(message),
                       "shorten the text, or show where a long word may break with a soft hyphen (U+00AD)");
}

}  // namespace

ParagraphPtr break_paragraph(Shaper& shaper, StyledText text, SharedStyle style, Diagnostics& diagnostics) {
    std::vector<std::uint32_t> soft = take_soft_hyphens(text);
    ParagraphMemo* const memo = shaper.paragraph_memo();
    if (memo == nullptr) return Breaking(shaper, unbroken(std::move(text), std::move(style), std::move(soft)), diagnostics).set();
    if (ParagraphPtr known = memo->find(text, soft, style)) return known;
    Diagnostics faults;
    ParagraphPtr paragraph = Breaking(shaper, unbroken(std::move(text), std::move(style), std::move(soft)), faults).set();
    if (faults.items().empty()) memo->keep(paragraph);
    diagnostics.append(faults);
    return paragraph;
}

std::vector<ParagraphVariant> search_variants(Shaper& shaper, Paragraph const& paragraph) {
    Diagnostics known;  // what is wrong in the text was told when it was set first
    return Breaking(shaper, unbroken(paragraph.text(), paragraph.data().style, paragraph.data().soft), known).variants(paragraph);
}

std::vector<ParagraphVariant> paragraph_variants(Shaper& shaper, Paragraph const& paragraph, std::int64_t most_extra) {
    auto const& lines = paragraph.lines();
    bool const overfull = std::any_of(lines.begin(), lines.end(), [](Line const& line) { return line.overfull; });
    if (lines.size() < 2 || overfull || paragraph.style().alignment == Alignment::Balanced) return {};
    if (!may_vary(paragraph, kVariantTolerance, most_extra)) return {};
    ParagraphMemo* const memo = shaper.paragraph_memo();
    std::optional<std::vector<ParagraphVariant>> kept = memo != nullptr ? memo->variants(paragraph) : std::nullopt;
    std::vector<ParagraphVariant> variants = kept ? std::move(*kept) : search_variants(shaper, paragraph);
    if (memo != nullptr && !kept) memo->keep_variants(paragraph, variants);
    std::erase_if(variants, [&](ParagraphVariant const& variant) { return variant.extra > most_extra; });
    return variants;
}

}  // namespace offprint::text
