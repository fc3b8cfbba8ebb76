#include "draw/svg/sheet.h"

#include <algorithm>

#include "draw/svg/tree.h"

namespace offprint::draw::svg {
namespace {

constexpr std::size_t kMostRules = 2000;
constexpr int kWeightOfId = 10'000, kWeightOfClass = 100;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }  // those of `trimmed`
bool in_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

std::string without_comments(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const open = std::min(text.find("/*", at), text.size());
        out.append(text.substr(at, open - at));
        if (open == text.size()) break;
        std::size_t const close = text.find("*/", open + 2);
        at = close == text.npos ? text.size() : close + 2;
    }
    return out;
}

/// Names one after another, each with the sign before it: "rect", ".k", "#a". False where there is anything else.
bool read_selector(std::string_view text, SheetRule& rule) {
    if (text.empty()) return false;
    for (std::size_t at = 0; at < text.size();) {
        char const sign = text[at];
        bool const marked = sign == '.' || sign == '#';
        if (sign == '*' && at == 0) {
            ++at;
            continue;
        }
        std::size_t const begin = at + (marked ? 1 : 0);
        std::size_t end = begin;
        while (end < text.size() && in_name(text[end])) ++end;
        if (end == begin || (!marked && at > 0) || (sign == '#' && !rule.id.empty())) return false;
        std::string name(text.substr(begin, end - begin));
        rule.weight += sign == '#' ? kWeightOfId : sign == '.' ? kWeightOfClass : 1;
        if (sign == '.')
            rule.classes.push_back(std::move(name));
        else
            (sign == '#' ? rule.id : rule.element) = std::move(name);
        at = end;
    }
    return true;
}

/// Calls `use` for each class of an element.
template <class Use>
void each_class(pugi::xml_node node, Use use) {
    std::string_view list = node.attribute("class").value();
    while (!(list = trimmed(list)).empty()) {
        std::size_t end = 0;
        while (end < list.size() && !is_blank(list[end])) ++end;
        use(list.substr(0, end));
        list.remove_prefix(end);
    }
}

}  // namespace

bool SheetRule::holds_for(pugi::xml_node node) const {
    if (!element.empty() && local_name(node.name()) != element) return false;
    if (!id.empty() && id != node.attribute("id").value()) return false;
    return std::all_of(classes.begin(), classes.end(), [&](std::string const& wanted) {
        bool found = false;
        each_class(node, [&](std::string_view one) { found |= one == wanted; });
        return found;
    });
}

void StyleSheet::add_rule(std::string_view selectors, std::string_view declarations, pugi::xml_node at) {
    for (bool more = true; more;) {
        std::size_t const comma = std::min(selectors.find(','), selectors.size());
        std::string_view const one = trimmed(selectors.substr(0, comma));
        more = comma < selectors.size();
        selectors.remove_prefix(std::min(comma + 1, selectors.size()));
        SheetRule rule;
        if (rules_.size() == kMostRules) {
            unread_.push_back({"rules of style sheets beyond the first " + std::to_string(kMostRules), at});
        } else if (!read_selector(one, rule)) {
            unread_.push_back({"rule for '" + std::string(one.substr(0, 40)) + "' of a style sheet", at});
        } else {
            rule.declarations = declarations;
            by_.emplace(!rule.id.empty()        ? "#" + rule.id
                        : !rule.classes.empty() ? "." + rule.classes.front()
                        : rule.element.empty()  ? "*"
                                                : rule.element,
                        rules_.size());
            rules_.push_back(std::move(rule));
        }
    }
}

void StyleSheet::add(pugi::xml_node style) {
    std::string_view const type = style.attribute("type").value(), media = style.attribute("media").value();
    bool const for_print = media.empty() || media.find("all") != media.npos || media.find("print") != media.npos || media.find("screen") != media.npos;
    if ((!type.empty() && type != "text/css") || !for_print) return unread_.push_back({"element 'style'", style});
    std::string text;
    for (pugi::xml_node const part : style.children()) text += part.value();
    text = without_comments(text);
    for (std::string_view rest = text; !(rest = trimmed(rest)).empty();) {
        std::size_t const open = rest.find('{');
        if (rest.front() == '@') {
            // A rule of this kind ends with its block, which may hold others, or with a semicolon.
            std::string_view const name = rest.substr(0, static_cast<std::size_t>(std::find_if_not(rest.begin() + 1, rest.end(), in_name) - rest.begin()));
            std::size_t end = rest.find(';');
            if (open < end) {
                int depth = 1;
                for (end = open + 1; end < rest.size() && depth > 0; ++end) depth += rest[end] == '{' ? 1 : rest[end] == '}' ? -1 : 0;
                --end;
            }
            if (name != "@charset") unread_.push_back({"'" + std::string(name.substr(0, 40)) + "' of a style sheet", style});
            rest.remove_prefix(std::min(end, rest.size() - 1) + 1);
            continue;
        }
        std::size_t const close = rest.find('}', std::min(open, rest.size()));
        if (close == rest.npos) return unread_.push_back({"the rest of a style sheet behind a fault in it", style});
        add_rule(rest.substr(0, open), rest.substr(open + 1, close - open - 1), style);
        rest.remove_prefix(close + 1);
    }
}

std::vector<SheetRule const*> StyleSheet::rules_of(pugi::xml_node node) const {
    std::vector<std::size_t> found;
    auto look = [&](std::string_view key) {
        auto const [begin, end] = by_.equal_range(key);
        for (auto at = begin; at != end; ++at) found.push_back(at->second);
    };
    if (std::string_view const id = node.attribute("id").value(); !id.empty()) look("#" + std::string(id));
    each_class(node, [&](std::string_view one) { look("." + std::string(one)); });
    look(local_name(node.name()));
    look("*");
    std::erase_if(found, [&](std::size_t rule) { return !rules_[rule].holds_for(node); });
    std::sort(found.begin(), found.end(),
              [&](std::size_t a, std::size_t b) { return rules_[a].weight != rules_[b].weight ? rules_[a].weight < rules_[b].weight : a < b; });
    found.erase(std::unique(found.begin(), found.end()), found.end());  // a class named twice
    std::vector<SheetRule const*> rules;
    for (std::size_t const rule : found) rules.push_back(&rules_[rule]);
    return rules;
}

}  // namespace offprint::draw::svg
