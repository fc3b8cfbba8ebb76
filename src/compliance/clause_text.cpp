#include "compliance/clause_text.h"

#include <algorithm>

#include "fmt/format.h"

namespace offprint::compliance {
namespace {

using doc::Facts;

/// The list that a path leads into; empty where it leads into none.
std::string_view list_of(std::string_view path) {
    std::string_view const head = path.substr(0, path.find('.'));
    data::Field const* const field = head.size() < path.size() ? doc::find_fact_field(head) : nullptr;
    return field != nullptr && field->kind == data::Kind::RecordList ? head : std::string_view{};
}

/// Facts in their words.
class Words {
public:
    Words(Facts const& facts, doc::Messages const& messages) : facts_(facts), messages_(messages) {}

    /// What stands for a name; nothing where the fact is missing. `known`: whether there is such a fact at all.
    std::optional<std::string> of(std::string_view name, bool& known) const {
        data::Field const* const field = doc::find_fact_field(name);
        known = field != nullptr;
        if (!known || !facts_) return std::nullopt;
        if (field->kind == data::Kind::RecordList) return list(name);
        if (std::string_view const of_list = list_of(name); !of_list.empty()) return each(of_list, name.substr(of_list.size() + 1));
        if (field->kind == data::Kind::Record && field->fields.front().name == "answer") name_ = std::string(name) + ".words", name = name_;
        if (auto const date = field->kind == data::Kind::Date ? facts_.date(name) : std::nullopt) return messages_.date(*date, false);
        if (auto const moment = facts_.moment(name)) return messages_.date(moment->date, false) + ", " + moment->time();
        auto const text = facts_.text(name);
        return text ? std::optional(text->text) : std::nullopt;
    }

private:
    /// Of each item of a list one key.
    std::optional<std::string> each(std::string_view of_list, std::string_view key) const {
        std::string out;
        for (Facts const& item : facts_.list(of_list))
            if (auto const text = item.text(key)) out += (out.empty() ? "" : ", ") + text->text;
        return out.empty() ? std::nullopt : std::optional(out);
    }
    std::optional<std::string> list(std::string_view name) const {
        std::string out;
        for (Facts const& item : facts_.list(name)) {
            std::string const one = name == "analysts" ? analyst(item) : name == "prices" ? price(item) : recommendation(item);
            out += (out.empty() ? "" : "; ") + one;
        }
        return out.empty() ? std::nullopt : std::optional(out);
    }
    static std::string joined(std::initializer_list<std::string> parts) {
        std::string out;
        for (std::string const& part : parts)
            if (!part.empty()) out += (out.empty() ? "" : ", ") + part;
        return out;
    }
    static std::string analyst(Facts const& a) {
        return joined({a.string("name"), a.string("title"), a.string("registration"), a.string("firm"), a.string("regulator"), a.string("place")});
    }
    std::string day(Facts const& item) const {
        auto const date = item.date("date");
        return date ? messages_.date(*date, false) : std::string{};
    }
    std::string price(Facts const& p) const {
        return joined({p.string("symbol") + " " + p.string("currency") + "\u00A0" + p.string("value"), p.string("venue"), p.string("time"), day(p)});
    }
    std::string recommendation(Facts const& r) const {
        std::string const target = r.string("target"), at = r.string("price");
        return joined({day(r), r.string("rating"), target.empty() ? "" : "target " + target, at.empty() ? "" : "price " + at, r.string("author")});
    }

    Facts const& facts_;
    doc::Messages const& messages_;
    mutable std::string name_;
};

/// What was typed, so that Markdown prints it and does nothing else with it.
std::string escaped(std::string_view text) {
    constexpr std::string_view kMarks = "\\`*_{}[]()<>#+-.!|~^&@=\"'";
    std::string out;
    for (char const c : text) {
        if (kMarks.find(c) != kMarks.npos) out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

/// Fills the texts of one clause.
class Filler {
public:
    Filler(doc::Clause& clause, Facts const& facts, doc::Messages const& messages, Span asked_at, Diagnostics& diagnostics)
        : clause_(clause), words_(facts, messages), facts_span_(facts ? facts.span() : asked_at), diagnostics_(diagnostics) {}

    void fill(SourcedText& text, bool markdown) {
        SourcedText out;
        out.source = text.source;
        for (std::size_t at = 0; at < text.text.size();) {
            std::size_t const open = std::min(text.text.find('{', at), text.text.size()), close = text.text.find('}', open);
            out.append(text.substr(at, open - at));
            if (open == text.text.size()) break;
            if (close == text.text.npos) {
                out.append(text.substr(open));
                break;
            }
            put(out, text.substr(open + 1, close - open - 1), text.span(open, close + 1), markdown);
            at = close + 1;
        }
        text = std::move(out);
    }

private:
    void put(SourcedText& out, SourcedText const& name, Span place, bool markdown) {
        bool known = false;
        auto const words = words_.of(name.text, known);
        if (!known) {
            diagnostics_.error("K161", place, fmt::format("the clause '{}' names an unknown fact '{}'", clause_.id, name.text.substr(0, 40)),
                               "facts are the keys of 'compliance': {rating.meaning}");
        } else if (!words) {
            diagnostics_.error("K161", facts_span_, fmt::format("the clause '{}' has nothing to print for '{}'", clause_.id, name.text),
                               fmt::format("add '{}' to 'compliance'", name.text));
        } else {
            out.append(markdown ? escaped(*words) : *words, place);
        }
        if (known && markdown) clause_.printed.push_back(name.text);
    }

    doc::Clause& clause_;
    Words words_;
    Span facts_span_;
    Diagnostics& diagnostics_;
};

}  // namespace

std::optional<bool> holds(std::string_view condition, Facts const& facts) {
    bool const negated = condition.starts_with("not ");
    if (negated) condition.remove_prefix(4);
    std::size_t const equals = std::min(condition.find('='), condition.size());
    std::string_view const path = condition.substr(0, equals);
    data::Field const* const field = doc::find_fact_field(path);
    if (field == nullptr) return std::nullopt;
    bool truth = false;
    if (equals < condition.size()) {
        std::string const value = facts.string(path);
        std::string_view left = condition.substr(equals + 1);
        for (bool more = true; more && !value.empty();) {
            std::size_t const bar = std::min(left.find('|'), left.size());
            truth = truth || left.substr(0, bar) == value;
            more = bar < left.size();
            left.remove_prefix(std::min(bar + 1, left.size()));
        }
    } else if (std::string_view const list = list_of(path); !list.empty()) {
        auto const items = facts.list(list);
        truth = std::any_of(items.begin(), items.end(), [&](Facts const& item) { return item.has(path.substr(list.size() + 1)); });
    } else if (field->kind == data::Kind::Record && field->fields.front().name == "answer") {
        truth = facts.answer(std::string(path) + ".answer").value_or(false);
    } else {
        bool const choice = field->kind == data::Kind::Choice && field->choices.front() == "yes";
        truth = choice ? facts.answer(path).value_or(false) : facts.has(path);
    }
    return truth != negated;
}

void fill_clause(doc::Clause& clause, Facts const& facts, doc::Messages const& messages, Span asked_at, Diagnostics& diagnostics) {
    if (clause.regime.empty()) return;
    Filler filler(clause, facts, messages, asked_at, diagnostics);
    for (doc::ClausePart const& part : clause.parts) {
        auto const said = holds(part.when.text, facts);
        if (!said)
            diagnostics.error("K161", part.when.span(), fmt::format("the clause '{}' names an unknown fact '{}'", clause.id, part.when.text.substr(0, 40)),
                              "conditions are keys of 'compliance': conflicts.market_maker, not rating, label=marketing");
        if (!said.value_or(false)) continue;
        std::size_t const end = clause.text.text.find_last_not_of('\n') + 1;
        clause.text = clause.text.substr(0, end);
        clause.text.append("\n\n", part.text.span(0, 0));
        clause.text.append(part.text);
    }
    filler.fill(clause.text, true);
    filler.fill(clause.short_text, false);
    filler.fill(clause.label, false);
}

}  // namespace offprint::compliance
