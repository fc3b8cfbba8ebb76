#include <algorithm>

#include "base/json.h"
#include "base/utf8.h"
#include "compare/report.h"
#include "fmt/format.h"

namespace offprint::compare {
namespace {

/// Longer words get places where a line may break, or none could hold them.
constexpr int kLongWord = 24;
/// Changes and words that an article tells; the HTML report tells more.
constexpr std::size_t kMostChanges = 1000, kMostBytes = 6000, kMostInLine = 300;
constexpr char32_t kBreakHere = 0x200B;
constexpr std::string_view kThinSpace = "\u2009";

bool is_ascii_punctuation(char32_t c) { return (c > 0x20 && c < 0x30) || (c >= 0x3A && c <= 0x40) || (c >= 0x5B && c <= 0x60) || (c >= 0x7B && c <= 0x7E); }

bool is_letter_or_digit(char32_t c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x2000); }
bool begins_with_letter(std::string_view text) {
    std::size_t at = 0;
    return !text.empty() && is_letter_or_digit(utf8::next(text, at));
}
bool ends_with_letter(std::string_view text) {
    if (text.empty()) return false;
    std::size_t at = utf8::previous(text, text.size());
    return is_letter_or_digit(utf8::next(text, at));
}

class ArticleWriter {
public:
    ArticleWriter(Report const& report, std::vector<PagePair> const& pages, std::string const& date, std::function<bool(char32_t)> const& can_print)
        : report_(report), pages_(pages), date_(date), can_print_(can_print), names_(short_names(report)) {}

    std::string run() {
        Comparison const& c = report_.comparison;
        std::size_t const count = c.changes.size() + c.facts.size();
        std::string const title = report_.after.title.empty() ? names_.second : report_.after.title;
        out_ = "offprint: 1\nlayout: change-report\nlang: en-US\n";
        line("title", plain(title));
        line("kicker", count == 0 ? "No change of content" : "What changed · " + count_of(count, "change"));
        line("dek",
             fmt::format("From {} ({}) to {} ({}).", markdown(names_.first), of_issue(report_.before), markdown(names_.second), of_issue(report_.after)));
        line("date", date_);
        line("publisher", "Report on changes");
        line("subject", plain("What changed from " + names_.first + " to " + names_.second));
        out_ += "body:\n";
        if (count > 0)
            paragraph("**Words in bold** are new, [*words in italics and brackets*] are gone. Changed areas are framed in the pictures of the pages.");
        if (count == 0) paragraph("Both documents say the same.");
        facts(c.facts, "About the document");
        facts(c.form, "Its form, which is not counted");
        changes();
        pictures();
        return std::move(out_);
    }

private:
    void line(std::string_view key, std::string const& text) {
        out_ += fmt::format("{}: ", key);
        append_json_string(out_, text);
        out_ += '\n';
    }
    void paragraph(std::string const& text) {
        out_ += "  - ";
        append_json_string(out_, text);
        out_ += '\n';
    }

    std::string of_issue(Document const& document) const {
        return (document.date.empty() ? std::string() : markdown(document.date) + ", ") + count_of(document.pages.size(), "page");
    }

    /// A text of a document for a place that takes no Markdown.
    std::string plain(std::string_view text) const { return cleaned(text, false, kMostInLine); }
    /// The same where Markdown would be read: every sign is itself.
    std::string markdown(std::string_view text, std::size_t most = kMostBytes) const { return cleaned(text, true, most); }

    std::string cleaned(std::string_view text, bool escape, std::size_t most) const {
        std::string out;
        int letters = 0;
        for (std::size_t at = 0; at < text.size();) {
            if (out.size() > most) return out + " …";
            char32_t c = utf8::next(text, at);
            if (c < 0x20 || c == 0x7F) c = ' ';
            if (utf8::is_unprintable(c) || (c != ' ' && !can_print_(c))) c = '?';
            letters = c == ' ' ? 0 : letters + 1;
            if (letters > kLongWord) {
                utf8::append(out, kBreakHere);
                letters = 0;
            }
            if (escape && is_ascii_punctuation(c)) out += '\\';
            utf8::append(out, c);
        }
        return out;
    }

    void section(std::string const& title) {
        out_ += "  - section: {title: ";
        append_json_string(out_, plain(title));
        out_ += "}\n";
    }

    void table(std::string const& title, std::vector<std::string> const& columns, std::vector<std::vector<std::string>> const& rows) {
        out_ += "  - table:\n      title: ";
        append_json_string(out_, plain(title));
        out_ += "\n      columns:\n";
        for (std::size_t i = 0; i < columns.size(); ++i)
            out_ += fmt::format("        - {{field: c{}, label: {}, type: text{}}}\n", i, columns[i],
                                columns[i] == "Old" || columns[i] == "New" || columns[i] == "Difference" ? ", align: right" : "");
        out_ += "      rows:\n";
        for (auto const& row : rows) {
            out_ += "        - [";
            for (std::size_t i = 0; i < row.size(); ++i) {
                if (i > 0) out_ += ", ";
                append_json_string(out_, row[i].empty() ? "–" : markdown(row[i], kMostInLine));
            }
            out_ += "]\n";
        }
    }

    void facts(std::vector<FactChange> const& facts, std::string const& heading) {
        if (facts.empty()) return;
        section(heading);
        for (FactChange const& fact : facts) {
            std::string const gone = fact.before.empty() ? "" : " \\[*" + markdown(fact.before) + "*\\]",
                              come = fact.after.empty() ? "" : " **" + markdown(fact.after) + "**";
            paragraph(markdown(fact.name) + ":" + gone + come);
        }
    }

    void changes() {
        std::string under;
        bool open = false;
        for (std::size_t i = 0; i < report_.comparison.changes.size(); ++i) {
            if (i == kMostChanges) return paragraph(fmt::format("{} more changes are not told here.", report_.comparison.changes.size() - i));
            Change const& change = report_.comparison.changes[i];
            std::string const name = change.section.empty() ? "At the head" : change.section;
            if (!open || name != under) section(name);
            under = name;
            open = true;
            one_change(i + 1, change);
        }
    }

    void one_change(std::size_t number, Change const& change) {
        std::string head = headline(change);
        head[0] = static_cast<char>(head[0] - 'a' + 'A');
        out_ += "  - section: {level: 3, title: ";
        append_json_string(out_, plain(fmt::format("{}. {}{}", number, head, place_of(change, "→").empty() ? "" : ", " + place_of(change, "→"))));
        out_ += "}\n";
        if (!change.title.empty() && change.cells.empty()) paragraph(markdown(change.title));
        if (!change.words.empty()) paragraph(words(change.words));
        std::string numbers;
        for (AmountChange const& a : change.amounts)
            if (!a.difference.empty() && numbers.size() < kMostBytes)
                numbers += fmt::format("{}{} → {}: {}", numbers.empty() ? "" : "; ", markdown(a.before), markdown(a.after), markdown(a.difference));
        if (!numbers.empty()) paragraph(numbers + ".");
        if (!change.cells.empty()) {
            std::vector<std::vector<std::string>> rows;
            for (CellChange const& cell : change.cells) rows.push_back({cell.row, cell.column, cell.before, cell.after, cell.difference});
            table(change.title.empty() ? "Changed cells" : change.title, {"Row", "Column", "Old", "New", "Difference"}, rows);
        }
        for (std::string const& remark : change.remarks) paragraph(markdown(remark));
    }

    std::string words(std::vector<Stretch> const& stretches) const {
        std::string out;
        for (Stretch const& stretch : stretches) {
            if (out.size() > kMostBytes) return out + " …";
            std::string const text = markdown(stretch.text);
            if (stretch.spaced && !out.empty()) out += ' ';
            switch (stretch.kind) {
                case Stretch::Kind::Same: out += text; break;
                case Stretch::Kind::Removed: out += "\\[*" + text + "*\\]"; break;
                case Stretch::Kind::Added: {
                    // Stars between a sign and a letter are no emphasis (CommonMark 6.2); a thin space settles it.
                    if (!stretch.spaced && !out.empty() && !begins_with_letter(stretch.text)) out += kThinSpace;
                    out += "**" + text + "**";
                    if (&stretch != &stretches.back() && !(&stretch)[1].spaced && !ends_with_letter(stretch.text)) out += kThinSpace;
                    break;
                }
            }
        }
        return out;
    }

    void pictures() {
        bool const any = std::any_of(pages_.begin(), pages_.end(),
                                     [](PagePair const& p) { return (p.before && !p.before->png.empty()) || (p.after && !p.after->png.empty()); });
        if (!any) return;
        section("The changed pages");
        for (PagePair const& pair : pages_) {
            out_ += "  - side_by_side:\n      columns:\n";
            picture(pair.before, true);
            picture(pair.after, false);
        }
    }

    void picture(std::optional<PageView> const& view, bool is_before) {
        std::string const which = is_before ? "Old" : "New";
        if (!view || view->png.empty()) {
            out_ += fmt::format("        - - \"{}: {}.\"\n", which, view ? "no picture of this page" : "no counterpart");
            return;
        }
        std::string numbers;
        for (Mark const& mark : view->marks) {
            std::string const number = std::to_string(mark.number);
            if (numbers != number && !numbers.ends_with(" " + number)) numbers += (numbers.empty() ? "" : ", ") + number;
        }
        std::string const about = numbers.empty() ? "no change outlined" : "changes outlined: " + numbers;
        out_ += fmt::format("        - - figure: {{src: {}, alt: \"{} document, page {}; {}\", caption: \"{}, page {}; {}.\"}}\n",
                            picture_name(is_before, view->page), which, view->page + 1, about, which, view->page + 1, about);
    }

    Report const& report_;
    std::vector<PagePair> const& pages_;
    std::string date_;
    std::function<bool(char32_t)> const& can_print_;
    std::pair<std::string, std::string> names_;
    std::string out_;
};

}  // namespace

std::string picture_name(bool is_before, std::size_t page) { return fmt::format("{}-{}.png", is_before ? "before" : "after", page + 1); }

std::string article_report(Report const& report, std::vector<PagePair> const& pages, std::string const& date, std::function<bool(char32_t)> const& can_print) {
    return ArticleWriter(report, pages, date, can_print).run();
}

}  // namespace offprint::compare
