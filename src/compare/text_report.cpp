#include <algorithm>

#include "base/json.h"
#include "base/utf8.h"
#include "compare/report.h"
#include "fmt/format.h"

namespace offprint::compare {
namespace {

/// Words that both texts have are cut down to this many around a change.
constexpr std::size_t kContext = 8;

/// Text for a terminal, which it cannot steer.
std::string plain(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        char32_t const c = utf8::next(text, at);
        utf8::append(out, c == 0xA0 ? U' ' : utf8::is_unprintable(c) || c < 0x20 ? U'\uFFFD' : c);
    }
    return out;
}

std::string shortened(std::string const& text, bool has_before, bool has_after) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const end = std::min(text.find(' ', at), text.size());
        words.push_back(std::string_view(text).substr(at, end - at));
        at = end + 1;
    }
    std::size_t const head = has_before ? kContext : 0, tail = has_after ? kContext : 0;
    if (words.size() <= head + tail + 2) return text;
    auto const part = [&](std::size_t begin, std::size_t end) {
        return fmt::format("{}", fmt::join(words.begin() + static_cast<std::ptrdiff_t>(begin), words.begin() + static_cast<std::ptrdiff_t>(end), " "));
    };
    return part(0, head) + (head > 0 ? " …" : "…") + (tail > 0 ? " " : "") + part(words.size() - tail, words.size());
}

std::string words_line(std::vector<Stretch> const& words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        Stretch const& stretch = words[i];
        if (stretch.spaced && !out.empty()) out += ' ';
        if (stretch.kind == Stretch::Kind::Same)
            out += words.size() == 1 ? shortened(stretch.text, true, true) : shortened(stretch.text, i > 0, i + 1 < words.size());
        if (stretch.kind == Stretch::Kind::Removed) out += "[-" + stretch.text + "-]";
        if (stretch.kind == Stretch::Kind::Added) out += "{+" + stretch.text + "+}";
    }
    return out;
}

void print(std::string& out, std::size_t number, Change const& change) {
    out += fmt::format("{:>3}  {}", number, headline(change));
    if (!change.title.empty()) out += fmt::format(" “{}”", change.title);
    if (std::string const place = place_of(change, "->"); !place.empty()) out += ", " + place;
    if (!change.section.empty() && change.block != BlockKind::Heading) out += fmt::format(", under “{}”", change.section);
    out += '\n';
    if (!change.words.empty()) out += "     " + words_line(change.words) + "\n";
    for (AmountChange const& amount : change.amounts)
        if (!amount.difference.empty()) out += fmt::format("     {} -> {}: {}\n", amount.before, amount.after, amount.difference);
    for (CellChange const& cell : change.cells) {
        out += fmt::format("     {}{}{}: {} -> {}", cell.row, cell.row.empty() || cell.column.empty() ? "" : ", ", cell.column,
                           cell.before.empty() ? "(empty)" : cell.before, cell.after.empty() ? "(empty)" : cell.after);
        out += cell.difference.empty() ? "\n" : fmt::format(": {}\n", cell.difference);
    }
    for (std::string const& remark : change.remarks) out += "     " + remark + "\n";
}

std::string lines_of(std::vector<FactChange> const& facts) {
    std::string out;
    for (FactChange const& fact : facts)
        out += fmt::format("     {}: {} -> {}\n", fact.name, fact.before.empty() ? "(none)" : fact.before, fact.after.empty() ? "(none)" : fact.after);
    return out;
}

/// Writes JSON with one value of the top object a line.
class JsonWriter {
public:
    void text(std::string_view key, std::string_view value) {
        name(key);
        append_json_string(out, value);
    }
    void raw(std::string_view key, std::string_view value) {
        name(key);
        out += value;
    }
    void name(std::string_view key) {
        comma();
        append_json_string(out, key);
        out += ':';
    }
    void comma() {
        if (!out.empty() && out.back() != '{' && out.back() != '[' && out.back() != ':') out += ',';
    }
    std::string out;
};

void write_document(JsonWriter& json, std::string_view key, Document const& document) {
    json.name(key);
    json.out += '{';
    json.text("name", document.name);
    json.text("title", document.title);
    json.raw("pages", std::to_string(document.pages.size()));
    json.out += '}';
}

void write_facts(JsonWriter& json, std::string_view key, std::vector<FactChange> const& facts) {
    json.name(key);
    json.out += '[';
    for (FactChange const& fact : facts) {
        json.comma();
        json.out += '{';
        json.text("name", fact.name);
        json.text("old", fact.before);
        json.text("new", fact.after);
        json.out += '}';
    }
    json.out += ']';
}

void write_places(JsonWriter& json, std::string_view key, std::vector<Region> const& regions) {
    json.name(key);
    json.out += '[';
    for (Region const& region : regions) {
        json.comma();
        json.out += fmt::format("{{\"page\":{},\"box\":[{:.1f},{:.1f},{:.1f},{:.1f}]}}", region.page + 1, region.box.left, region.box.bottom, region.box.right,
                                region.box.top);
    }
    json.out += ']';
}

void write_words(JsonWriter& json, std::vector<Stretch> const& words) {
    constexpr std::string_view kNames[] = {"same", "removed", "added"};
    json.name("words");
    json.out += '[';
    for (Stretch const& stretch : words) {
        json.comma();
        json.out += '{';
        json.text("kind", kNames[static_cast<std::size_t>(stretch.kind)]);
        json.text("text", stretch.text);
        json.out += '}';
    }
    json.out += ']';
}

void write_numbers(JsonWriter& json, Change const& change) {
    json.name("numbers");
    json.out += '[';
    for (AmountChange const& amount : change.amounts) {
        json.comma();
        json.out += '{';
        json.text("old", amount.before);
        json.text("new", amount.after);
        json.text("difference", amount.difference);
        json.out += '}';
    }
    json.out += ']';
    json.name("cells");
    json.out += '[';
    for (CellChange const& cell : change.cells) {
        json.comma();
        json.out += '{';
        json.text("row", cell.row);
        json.text("column", cell.column);
        json.text("old", cell.before);
        json.text("new", cell.after);
        json.text("difference", cell.difference);
        json.out += '}';
    }
    json.out += ']';
}

void write_change(JsonWriter& json, std::size_t number, Change const& change) {
    constexpr std::string_view kKinds[] = {"changed", "added", "removed", "moved"};
    json.comma();
    json.out += "\n{";
    json.raw("number", std::to_string(number));
    json.text("kind", kKinds[static_cast<std::size_t>(change.kind)]);
    json.raw("moved", change.moved ? "true" : "false");
    json.text("block", name_of(change.block));
    json.raw("data", change.of_data ? "true" : "false");
    json.text("title", change.title);
    json.text("section", change.section);
    write_places(json, "old", change.before);
    write_places(json, "new", change.after);
    write_words(json, change.words);
    write_numbers(json, change);
    json.name("remarks");
    json.out += '[';
    for (std::string const& remark : change.remarks) {
        json.comma();
        append_json_string(json.out, remark);
    }
    json.out += "]}";
}

}  // namespace

std::string text_report(Report const& report) {
    Comparison const& comparison = report.comparison;
    std::size_t const count = comparison.changes.size() + comparison.facts.size();
    std::string out = fmt::format("{} -> {}: {}\n", report.before.name, report.after.name, count == 0 ? "no change of content" : count_of(count, "change"));
    if (!comparison.facts.empty()) out += "  document\n" + lines_of(comparison.facts);
    for (std::size_t i = 0; i < comparison.changes.size(); ++i) print(out, i + 1, comparison.changes[i]);
    if (!comparison.form.empty()) out += "  form (not counted)\n" + lines_of(comparison.form);
    std::string clean;
    for (std::size_t at = 0; at < out.size();) {
        std::size_t const end = std::min(out.find('\n', at), out.size());
        clean += plain(std::string_view(out).substr(at, end - at)) + "\n";
        at = end + 1;
    }
    return clean;
}

std::string json_report(Report const& report) {
    JsonWriter json;
    json.out += '{';
    write_document(json, "old", report.before);
    write_document(json, "new", report.after);
    json.raw("same", report.comparison.is_same() ? "true" : "false");
    write_facts(json, "facts", report.comparison.facts);
    write_facts(json, "form", report.comparison.form);
    json.name("changes");
    json.out += '[';
    for (std::size_t i = 0; i < report.comparison.changes.size(); ++i) write_change(json, i + 1, report.comparison.changes[i]);
    json.out += "]}\n";
    return std::move(json.out);
}

}  // namespace offprint::compare
