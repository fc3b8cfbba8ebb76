#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "compare/report.h"
#include "fmt/format.h"

namespace offprint::compare {
namespace {

/// Quiet and dense, as a page of the house: serif text, labels in small capitals, hairlines. Insertions are underlined and deletions struck, so that neither
/// needs its colour.
constexpr std::string_view kStyle = R"css(
:root{--ink:#14181f;--soft:#5b6470;--hair:#d5dade;--paper:#fff;--wash:#f6f7f6;--new:#0d6b57;--new-wash:#e3f2ec;--old:#a3352a;--old-wash:#fbe9e6;--change:#b8741c}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 "Source Serif 4","Source Serif Pro",Charter,"Bitstream Charter",Georgia,serif;font-feature-settings:"lnum","pnum"}
main,header,footer{max-width:70rem;margin:0 auto;padding:0 2rem}
header{padding-top:3.2rem}
.label,th,.page figcaption{font:600 .7rem/1.4 Inter,"Helvetica Neue",Arial,sans-serif;letter-spacing:.07em;text-transform:uppercase;color:var(--soft)}
h1{font-size:2.3rem;line-height:1.15;font-weight:600;letter-spacing:-.01em;margin:.35rem 0 .7rem;text-wrap:balance}
h2{font-size:1.3rem;line-height:1.3;font-weight:600;margin:0;text-wrap:balance}
.dek{color:var(--soft);margin:0 0 1.5rem;max-width:44rem}
.dek b{color:var(--ink);font-weight:600;overflow-wrap:anywhere}
.key{font-size:.85rem;color:var(--soft);margin:0;padding:.7rem 0;border-top:1px solid var(--ink);border-bottom:1px solid var(--hair)}
section{display:grid;grid-template-columns:13rem minmax(0,1fr);column-gap:2.5rem;padding:2rem 0 .6rem;border-bottom:1px solid var(--hair)}
section>h2{grid-column:2;margin-bottom:.9rem}
article{display:contents}
article>.where{font:.78rem/1.5 Inter,"Helvetica Neue",Arial,sans-serif;color:var(--soft);padding-top:.2rem}
article>.where a{color:inherit;text-decoration:none}
article>.where b{display:inline-block;min-width:1.55rem;padding:0 .3rem;margin-right:.4rem;text-align:center;border-radius:.7rem;background:var(--ink);color:#fff;font-weight:600}
article>.where span{display:block}
article>.what{margin:0 0 1.5rem;max-width:44rem;overflow-wrap:anywhere}
article>.what>*{margin:0 0 .6rem}
article:target>.what{box-shadow:-1.2rem 0 0 -1rem var(--ink)}
.title{font-weight:600}
ins{color:var(--new);background:var(--new-wash);text-decoration:underline;text-decoration-thickness:.09em;text-underline-offset:.17em;padding:0 .08em}
del{color:var(--old);background:var(--old-wash);text-decoration:line-through;text-decoration-thickness:.09em;padding:0 .08em}
table.few{width:auto;min-width:18rem}
table{border-collapse:collapse;width:100%;font-size:.9rem;line-height:1.4;font-variant-numeric:lining-nums tabular-nums}
th{text-align:left;border-bottom:1px solid var(--ink);padding:.3rem .9rem .3rem 0;vertical-align:bottom}
td{border-bottom:1px solid var(--hair);padding:.3rem .9rem .3rem 0;vertical-align:top}
th.n,td.n{text-align:right}
th:last-child,td:last-child{padding-right:0}
ul{list-style:none;padding:0;font-size:.9rem;color:var(--soft)}
.pages{padding-top:2.4rem}
.pages>h2{margin-bottom:1rem}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1.6rem;margin:0 0 2.2rem;break-inside:avoid}
.page{margin:0}
.page figcaption{padding:0 0 .4rem}
.sheet{position:relative;border:1px solid var(--hair);box-shadow:0 1px 5px rgba(20,24,31,.09);background:#fff}
.sheet img{display:block;width:100%;height:auto}
.none{display:grid;place-items:center;min-height:12rem;color:var(--soft);background:var(--wash);font-size:.9rem}
.mark{position:absolute;border:2px solid var(--change);border-radius:2px;background:rgba(184,116,28,.07);margin:-3px;padding:0}
.mark.added{border-color:var(--new);background:rgba(13,107,87,.07)}
.mark.removed{border-color:var(--old);border-style:dashed;background:rgba(163,53,42,.07)}
.mark.moved{border-style:dotted}
.mark b{position:absolute;right:100%;top:-2px;margin-right:.2rem;font:600 .66rem/1.25rem Inter,"Helvetica Neue",Arial,sans-serif;padding:0 .35rem;border-radius:.62rem;background:var(--ink);color:#fff}
footer{color:var(--soft);font-size:.82rem;padding-top:1.4rem;padding-bottom:3rem}
@media(max-width:52rem){section{grid-template-columns:minmax(0,1fr)}section>h2{grid-column:1}article>.where{margin-top:.4rem}}
@media print{body{font-size:10pt}header{padding-top:0}main,header,footer{padding-left:0;padding-right:0}}
)css";

void append_escaped(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        char32_t const c = utf8::next(text, at);
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: utf8::append(out, c < 0x20 || utf8::is_unprintable(c) ? U'\uFFFD' : c);
        }
    }
}
std::string escaped(std::string_view text) {
    std::string out;
    append_escaped(out, text);
    return out;
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) group = (group << 8) | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k) out += i + k > bytes.size() ? '=' : kDigits[(group >> (18 - 6 * k)) & 63];
    }
    return out;
}

class HtmlWriter {
public:
    HtmlWriter(Report const& report, std::vector<PagePair> const& pages) : report_(report), pages_(pages), names_(short_names(report)) {}

    std::string run() {
        head();
        facts();
        changes();
        pictures();
        out_ +=
            "</main>\n<footer>Made by offprint diff. Running heads and feet, page numbers and other ornaments of the page are not "
            "compared.</footer>\n</body>\n</html>\n";
        return std::move(out_);
    }

private:
    void head() {
        Comparison const& c = report_.comparison;
        std::size_t const count = c.changes.size() + c.facts.size();
        std::string const title = report_.after.title.empty() ? names_.second : report_.after.title;
        out_ +=
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
        out_ += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n";
        out_ += fmt::format("<title>What changed: {}</title>\n<style>{}</style>\n</head>\n<body>\n<header>\n", escaped(title), kStyle);
        out_ += fmt::format("<p class=\"label\" style=\"margin:0\">{}</p>\n", count == 0 ? "No change of content" : count_of(count, "change"));
        out_ += fmt::format("<h1>{}</h1>\n", escaped(title));
        out_ += fmt::format("<p class=\"dek\">From <b>{}</b> ({}) to <b>{}</b> ({}).</p>\n", escaped(names_.first), of_issue(report_.before),
                            escaped(names_.second), of_issue(report_.after));
        if (count > 0) out_ += "<p class=\"key\">Words that are <ins>new</ins> are underlined, words that are <del>gone</del> are struck through.</p>\n";
        out_ += "</header>\n<main>\n";
    }

    static std::string of_issue(Document const& document) {
        std::string out = document.date.empty() ? std::string() : escaped(document.date) + ", ";
        return out + count_of(document.pages.size(), "page");
    }

    void facts() {
        facts_table(report_.comparison.facts, "About the document");
        facts_table(report_.comparison.form, "Its form, which is not counted");
    }
    void facts_table(std::vector<FactChange> const& facts, std::string_view heading) {
        if (facts.empty()) return;
        out_ += fmt::format(
            "<section><h2>{}</h2><article><div class=\"where\"></div><div "
            "class=\"what\"><table><thead><tr><th>What</th><th>Old</th><th>New</th></tr></thead><tbody>",
            heading);
        for (FactChange const& fact : facts)
            out_ += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>", escaped(fact.name), marked("del", fact.before), marked("ins", fact.after));
        out_ += "</tbody></table></div></article></section>\n";
    }
    static std::string marked(std::string_view tag, std::string_view text) { return text.empty() ? "—" : fmt::format("<{0}>{1}</{0}>", tag, escaped(text)); }

    void changes() {
        std::string section;
        bool open = false;
        for (std::size_t i = 0; i < report_.comparison.changes.size(); ++i) {
            Change const& change = report_.comparison.changes[i];
            std::string const under = change.section.empty() ? "At the head" : change.section;
            if (!open || under != section) {
                if (open) out_ += "</section>\n";
                out_ += fmt::format("<section><h2>{}</h2>\n", escaped(under));
                section = under;
                open = true;
            }
            one_change(i + 1, change);
        }
        if (open) out_ += "</section>\n";
    }

    void one_change(std::size_t number, Change const& change) {
        std::string name = headline(change);
        name[0] = static_cast<char>(name[0] - 'a' + 'A');
        out_ +=
            fmt::format("<article id=\"c{0}\"><div class=\"where\"><span><a href=\"#m{0}\"><b>{0}</b></a>{1}</span><span>{2}</span></div><div class=\"what\">",
                        number, name, escaped(place_of(change, "→")));
        if (!change.title.empty()) out_ += fmt::format("<p class=\"title\">{}</p>", escaped(change.title));
        if (!change.words.empty()) words(change.words);
        bool const any = std::any_of(change.amounts.begin(), change.amounts.end(), [](AmountChange const& a) { return !a.difference.empty(); });
        if (any) {
            out_ += "<table class=\"few\"><thead><tr><th class=\"n\">Old</th><th class=\"n\">New</th><th class=\"n\">Difference</th></tr></thead><tbody>";
            for (AmountChange const& a : change.amounts)
                if (!a.difference.empty())
                    out_ += fmt::format("<tr><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>", escaped(a.before), escaped(a.after),
                                        escaped(a.difference));
            out_ += "</tbody></table>";
        }
        if (!change.cells.empty()) cells(change.cells);
        if (!change.remarks.empty()) {
            out_ += "<ul>";
            for (std::string const& remark : change.remarks) out_ += fmt::format("<li>{}</li>", escaped(remark));
            out_ += "</ul>";
        }
        out_ += "</div></article>\n";
    }

    void words(std::vector<Stretch> const& stretches) {
        out_ += "<p>";
        bool first = true;
        for (Stretch const& stretch : stretches) {
            if (stretch.spaced && !first) out_ += ' ';
            first = false;
            if (stretch.kind == Stretch::Kind::Same)
                append_escaped(out_, stretch.text);
            else
                out_ += marked(stretch.kind == Stretch::Kind::Removed ? "del" : "ins", stretch.text);
        }
        out_ += "</p>";
    }

    void cells(std::vector<CellChange> const& cells) {
        out_ +=
            "<table><thead><tr><th>Row</th><th>Column</th><th class=\"n\">Old</th><th class=\"n\">New</th><th class=\"n\">Difference</th></tr></thead><tbody>";
        for (CellChange const& cell : cells)
            out_ += fmt::format("<tr><td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>", escaped(cell.row),
                                escaped(cell.column), marked("del", cell.before), marked("ins", cell.after), escaped(cell.difference));
        out_ += "</tbody></table>";
    }

    void pictures() {
        if (pages_.empty()) return;
        out_ += "<div class=\"pages\"><h2>The changed pages</h2>\n";
        for (PagePair const& pair : pages_) {
            out_ += "<div class=\"pair\">";
            page(pair.before, "Old", false);
            page(pair.after, "New", true);
            out_ += "</div>\n";
        }
        if (pages_.size() == kMostPagePairs) out_ += "<p class=\"dek\">Further pages are not shown.</p>\n";
        out_ += "</div>\n";
    }

    void page(std::optional<PageView> const& view, std::string_view which, bool is_after) {
        out_ += "<figure class=\"page\">";
        if (!view) {
            out_ += fmt::format("<figcaption>{}</figcaption><div class=\"none\">No counterpart</div></figure>", which);
            return;
        }
        out_ += fmt::format("<figcaption>{}, page {}</figcaption>", which, view->page + 1);
        if (view->png.empty()) {
            out_ += "<div class=\"none\">No picture of this page</div></figure>";
            return;
        }
        out_ += fmt::format("<div class=\"sheet\"><img src=\"data:image/png;base64,{}\" width=\"{}\" height=\"{}\" alt=\"{} issue, page {}\">",
                            base64(view->png), view->width, view->height, which, view->page + 1);
        for (Mark const& mark : view->marks) out_ += frame(mark, is_after);
        out_ += "</div></figure>";
    }

    /// A frame that leads to its change; the first one of a change is where the change leads to.
    std::string frame(Mark const& mark, bool is_after) {
        constexpr std::string_view kKinds[] = {"changed", "added", "removed", "moved"};
        bool const is_target = (is_after || mark.kind == ChangeKind::Removed) && targets_.insert(mark.number).second;
        return fmt::format(
            "<a class=\"mark {}\" href=\"#c{}\"{} style=\"left:{:.2f}%;top:{:.2f}%;width:calc({:.2f}% + 6px);height:calc({:.2f}% + 6px)\"><b>{}</b></a>",
            kKinds[static_cast<std::size_t>(mark.kind)], mark.number, is_target ? fmt::format(" id=\"m{}\"", mark.number) : "", mark.left * 100, mark.top * 100,
            (mark.right - mark.left) * 100, (mark.bottom - mark.top) * 100, mark.number);
    }

    Report const& report_;
    std::vector<PagePair> const& pages_;
    std::pair<std::string, std::string> names_;
    std::set<std::size_t> targets_;  // changes that have one
    std::string out_;
};

}  // namespace

std::string html_report(Report const& report, std::vector<PagePair> const& pages) { return HtmlWriter(report, pages).run(); }

}  // namespace offprint::compare
